/* Puts a button on a website that opens the assistant in a frame. Nothing is requested before it is opened; no cookies. */
"use strict";
(() => {
  const VERSION = 1;
  const ALLOWED = ["ORIGINS"];
  const TAG = "collaborative-answers";
  const script = document.currentScript;
  const embed = new URL("embed", script.src);
  const WORDS = {"WORDS":[]};
  const { greeting = "", color = "", position = "", audience = "", language = "" } = script.dataset;
  const code = language.slice(0, 2).toLowerCase();
  const [launcher, closing, down] = WORDS[code] ?? WORDS.en;
  const { title = launcher } = script.dataset;
  if (WORDS[code]) embed.searchParams.set("lang", code);
  const phone = matchMedia("(width < 600px), (height < 500px)");

  if (!ALLOWED.includes(location.origin)) {
    console.error(`Collaborative Answers: ${location.origin} may not show the assistant; its owner has to add it to ASSISTANT_ALLOWED_ORIGINS on ${embed.origin}.`);
    return;
  }

  const STYLE = `
    * { box-sizing: border-box; margin: 0; }
    section { font: 16px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: #17272c; direction: ltr; text-align: left; }
    button { font: inherit; cursor: pointer; border: 0; }
    button:focus-visible, iframe:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #17272c; outline-offset: 0; }
    .launch { position: fixed; bottom: 20px; z-index: 2147483646; max-width: calc(100vw - 40px); min-height: 52px; padding: 12px 22px; border-radius: 26px; border: 2px solid #fff; background: var(--color); color: var(--on); font-weight: 650; box-shadow: 0 4px 18px rgb(0 0 0 / 35%); }
    .right .launch, .right dialog { right: 20px; }
    .left .launch, .left dialog { left: 20px; }
    dialog { position: fixed; inset: auto; bottom: 88px; z-index: 2147483647; width: 400px; max-width: calc(100vw - 40px); height: 640px; max-height: calc(100vh - 108px); max-height: calc(100dvh - 108px); padding: 0; border: 1px solid #7b8a8c; border-radius: 16px; overflow: hidden; background: #f5f4ef; box-shadow: 0 12px 48px rgb(0 0 0 / 35%); }
    dialog[open] { display: flex; flex-direction: column; }
    .bar { display: flex; align-items: center; gap: 8px; padding: 6px 6px 6px 16px; background: var(--color); color: var(--on); }
    .bar h2 { flex: 1; font: inherit; font-weight: 650; overflow-wrap: anywhere; }
    .bar button { min-width: 44px; min-height: 44px; border-radius: 10px; background: none; color: inherit; font-size: 24px; line-height: 1; }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; }
    .trouble { padding: 16px; }
    @media (width < 600px), (height < 500px) {
      dialog, .right dialog, .left dialog { inset: 0; width: 100vw; max-width: none; height: 100vh; height: 100dvh; max-height: none; border: 0; border-radius: 0; }
    }
    @media (forced-colors: active) { .launch, .bar button { border: 1px solid; } }
    @media print { section { display: none; } }`;

  const node = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  /* Black or white, whichever stands out more on a colour: the contrast is at least 4.5 to 1 on any. */
  function onColor(hex) {
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
  }

  function start() {
    if (document.querySelector(TAG)) return;
    const place = node(TAG);
    place.style.setProperty("all", "initial", "important");
    place.style.setProperty("display", "block", "important");
    const paint = /^#[0-9a-f]{6}$/i.test(color) ? color : "#0d5c63";
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const root = place.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];

    const launch = node("button", { type: "button", className: "launch", textContent: title });
    launch.setAttribute("aria-haspopup", "dialog");
    launch.setAttribute("aria-expanded", "false");
    const close = node("button", { type: "button", textContent: "×" });
    close.setAttribute("aria-label", closing);
    const heading = node("h2", { id: "heading", textContent: title });
    const dialog = node("dialog", {}, node("div", { className: "bar" }, heading, close));
    dialog.setAttribute("aria-labelledby", "heading");
    const section = node("section", { className: position === "left" ? "left" : "right" }, launch, dialog);
    section.setAttribute("aria-label", title);
    if (WORDS[code]) section.lang = code;
    section.style.setProperty("--color", paint);
    section.style.setProperty("--on", onColor(paint));
    root.append(section);
    document.body.append(place);

    let frame = null;
    let ready = false;

    function trouble() {
      if (ready) return;
      console.error(`Collaborative Answers: ${embed.origin} did not answer; it is down, or this page's Content-Security-Policy lacks frame-src ${embed.origin}.`);
      const said = node("p", { className: "trouble", textContent: down });
      said.setAttribute("role", "alert");
      frame?.replaceWith(said);
      frame = said;
    }

    function load() {
      ready = false;
      frame?.remove();
      frame = node("iframe", { src: embed.href, title, referrerPolicy: "no-referrer", allow: "" });
      const made = frame;
      made.addEventListener("load", () => made.contentWindow?.postMessage({ assistant: VERSION, type: "hello", title, greeting, audience, focus: root.activeElement === close }, embed.origin));
      setTimeout(() => frame === made && trouble(), 10000);
      dialog.append(frame);
    }

    function open() {
      if (!frame || frame.className) load();
      if (phone.matches) dialog.showModal();
      else dialog.show();
      launch.setAttribute("aria-expanded", "true");
      if (ready) frame.focus();
      else close.focus();
    }

    launch.addEventListener("click", () => (dialog.open ? dialog.close() : open()));
    close.addEventListener("click", () => dialog.close());
    section.addEventListener("keydown", (event) => event.key === "Escape" && dialog.open && dialog.close());
    dialog.addEventListener("close", () => {
      launch.setAttribute("aria-expanded", "false");
      launch.focus();
    });
    addEventListener("message", (event) => {
      if (event.origin !== embed.origin || event.source !== frame?.contentWindow || event.data?.assistant !== VERSION) return;
      if (event.data.type === "ready") ready = true;
      if (event.data.type === "close") dialog.close();
    });
  }

  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
