/* Small helps on top of the page, which works without them: answers are announced, come into view, and keep the focus. */
"use strict";
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const find = (selector) => document.querySelector(selector);
  const focusLost = () => !document.activeElement || document.activeElement === document.body;

  function arrived(turn) {
    turn.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
    if (focusLost()) turn.querySelector(".asked").focus({ preventScroll: true });
  }

  function watch(log) {
    log.setAttribute("role", "log");
    log.setAttribute("aria-live", "polite");
    log.setAttribute("aria-label", "Conversation");
    let last = null;
    new MutationObserver(() => {
      find("#chat")?.classList.remove("waiting");
      const turn = log.querySelector(".turn:last-of-type");
      if (turn && turn !== last) requestAnimationFrame(() => arrived(turn));
      if (!turn && last && focusLost()) find("#question textarea")?.focus();
      last = turn;
    }).observe(log, { childList: true });
  }

  function asking() {
    const chat = find("#chat");
    chat?.classList.add("waiting");
    setTimeout(() => chat?.classList.remove("waiting"), 15000);
  }

  async function opine(box, useful) {
    const { outcome, passages, question = "", thanks, trouble } = box.dataset;
    const said = { useful, outcome, passages: passages.split(" ").filter(Boolean), question };
    const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said) };
    const response = await fetch("api/v1/feedback", request).catch(() => null);
    box.textContent = response?.ok ? thanks : trouble;
    box.tabIndex = -1;
    box.focus();
  }

  document.addEventListener("click", (event) => {
    const thumb = event.target.closest(".thumb");
    if (thumb) opine(thumb.closest(".thumbs"), thumb.dataset.useful === "true");
    const typed = find("#question textarea")?.value.trim();
    if (event.target.closest(".starter, .suggestion, #understood > button") || (typed && event.target.closest("#send"))) asking();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target.matches("#question textarea") && event.target.value.trim()) asking();
  });
  new MutationObserver(() => {
    const log = find("#conversation .md");
    if (log && !log.hasAttribute("role")) watch(log);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
