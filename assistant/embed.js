/* The small chat page: asks the API, shows answers with their sources, and keeps the conversation in this browser only. */
"use strict";
(() => {
  const VERSION = 1;
  const KEPT = 30;
  const STORE = "collaborative-answers.1";
  const { origins, words, starters: asks, feedback, answers } = document.documentElement.dataset;
  const [ORIGINS, WORDS, STARTERS] = [origins, words, asks].map((given) => JSON.parse(given));
  const LANGUAGE = document.documentElement.lang;
  const PARTS = ["place", "age", "services", "populations"];
  const SPECIAL = /\[(\d{1,3})\]|\*\*(.+?)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*|\[([^\]]+)\]\((https:\/\/[^\s)]+)\)|(https:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]*])|(?<![\d-])(\d{3}-\d{3}-\d{4})(?![\d-])/g;
  const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
  const framed = window.parent !== window;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const id = (name) => document.getElementById(name);
  let turns = [];
  let busy = false;
  let host = null;
  let opener = null;

  /* -- elements: text is only ever set as text ------------------------------------------------------------------- */

  const say = (key, values = {}) => (WORDS[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => clean(values[name]));

  const clean = (text) => String(text ?? "").replace(UNSEEN, "");

  function el(tag, properties, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties ?? {})) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) made.setAttribute(name === "cls" ? "class" : name, value === true ? "" : value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  const button = (text, onclick, more) => el("button", { type: "button", onclick, ...more }, clean(text));

  function link(url, text) {
    if (!String(url ?? "").startsWith("https://")) return clean(text);
    const hint = el("span", { cls: "unseen" }, ` ${say("new_tab")}`);
    return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, clean(text), hint);
  }

  const telephone = (number) => el("a", { href: `tel:+1${number.split("x")[0].replace(/\D/g, "")}` }, clean(number));

  function site(url) {
    try { return new URL(url).host.replace(/^www\./, ""); } catch { return ""; }
  }

  function dated(text) {
    const [year, month, day] = String(text ?? "").split("-").map(Number);
    if (!month) return clean(text);
    const form = day ? { year: "numeric", month: "long", day: "numeric" } : { year: "numeric", month: "long" };
    return new Date(year, month - 1, day || 1).toLocaleDateString(LANGUAGE === "en" ? "en-US" : LANGUAGE, form);
  }

  /* -- Markdown, the little of it that answers use ---------------------------------------------------------------- */

  function inline(text, answer) {
    const parts = [];
    let done = 0;
    for (const found of text.matchAll(SPECIAL)) {
      const [whole, mark, bold, italic, label, address, url, phone] = found;
      parts.push(text.slice(done, found.index));
      done = found.index + whole.length;
      if (mark) parts.push(marker(Number(mark), answer) ?? whole);
      else if (bold) parts.push(el("strong", null, inline(bold, answer)));
      else if (italic) parts.push(el("em", null, inline(italic, answer)));
      else if (label) parts.push(link(address, label));
      else parts.push(url ? link(url, site(url) || url) : telephone(phone));
    }
    return [...parts, text.slice(done)].filter((part) => part !== "");
  }

  function block(lines, answer) {
    const bullet = /^\s*(?:[-*]|\d+\.)\s+/;
    const plain = (start) => lines.map((line) => line.replace(start, ""));
    if (lines.every((line) => bullet.test(line) || /^\s+\S/.test(line))) {
      const items = [];
      for (const line of lines) {
        if (bullet.test(line)) items.push(line.replace(bullet, ""));
        else items[items.length - 1] += ` ${line.trim()}`;
      }
      return el(/^\s*\d/.test(lines[0]) ? "ol" : "ul", null, items.map((item) => el("li", null, inline(item, answer))));
    }
    if (lines.every((line) => line.startsWith("|")) && lines.length > 2) return table(lines, answer);
    if (lines.every((line) => line.startsWith(">"))) return el("blockquote", null, inline(plain(/^>\s?/).join(" "), answer));
    if (/^#{1,6}\s/.test(lines[0]) && lines.length === 1) return el("h3", null, inline(plain(/^#+\s+/)[0], answer));
    return el("p", null, inline(lines.join(" "), answer));
  }

  function table(lines, answer) {
    const cells = (line) => line.replace(/^\||\|\s*$/g, "").split("|").map((cell) => inline(cell.trim(), answer));
    const [head, , ...rows] = lines.map(cells);
    const body = rows.map((row) => el("tr", null, row.map((cell) => el("td", null, cell))));
    const heads = el("tr", null, head.map((cell) => (cell.length ? el("th", { scope: "col" }, cell) : el("td"))));
    const whole = el("table", null, el("thead", null, heads), el("tbody", null, body));
    return el("div", { cls: "scroll", role: "group", tabindex: "0", "aria-label": say("table") }, whole);
  }

  function prose(answer) {
    const blocks = [];
    for (const line of clean(answer.text).split("\n")) {
      const kind = /^\s*(?:[-*]|\d+\.)\s/.test(line) ? "list" : line[0] === "|" || line[0] === ">" || line[0] === "#" ? line[0] : "text";
      const last = blocks.at(-1);
      if (!line.trim()) blocks.push(null);
      else if (last && (last.kind === kind || (last.kind === "list" && /^\s/.test(line))) && kind !== "#") last.lines.push(line);
      else blocks.push({ kind, lines: [line] });
    }
    return blocks.filter(Boolean).map((part) => block(part.lines, answer));
  }

  /* -- an answer -------------------------------------------------------------------------------------------------- */

  function marker(number, answer) {
    const citation = answer.citations.find((one) => one.number === number);
    if (!citation) return null;
    const label = `${say("source", { number })} ${clean(citation.title)}`;
    return button(number, (event) => openSource(citation, event.currentTarget), { cls: "mark", "aria-label": label, "aria-haspopup": "dialog" });
  }

  function quoted(citation) {
    return [
      citation.citation === citation.title ? null : el("p", { cls: "soft" }, clean(citation.citation)),
      el("blockquote", null, clean(citation.quote)),
      el("p", { cls: "facts" },
        citation.as_of ? el("span", null, say("as_of", { date: dated(citation.as_of) })) : null,
        citation.verified ? null : el("span", { cls: "doubt" }, say("unconfirmed")),
        citation.url ? el("span", null, link(citation.url, say("open_page", { site: site(citation.url) }))) : null),
    ];
  }

  function openSource(citation, from) {
    opener = from;
    id("source-title").replaceChildren(el("span", { cls: "unseen" }, `${say("source", citation)} `), clean(citation.title));
    id("source-body").replaceChildren(...quoted(citation).filter(Boolean));
    id("source").showModal();
    id("source-title").focus();
  }

  const counted = ({ citations: { length } }) => say(length === 1 ? "source_one" : "source_many", { count: length });

  function sources(answer) {
    if (!answer.citations.length) return null;
    const count = counted(answer);
    const items = answer.citations.map((one) => el("li", null, el("details", null,
      el("summary", null, el("span", { cls: "number", "aria-hidden": "true" }, one.number), clean(one.title)), quoted(one))));
    return el("details", { cls: "sources" }, el("summary", null, count), el("ol", null, items));
  }

  function card(program) {
    const former = program.status === "former";
    const tags = [
      program.ages && el("span", { cls: "tag" }, clean(program.ages)),
      program.miles >= 1 && el("span", { cls: "tag" }, say("miles", { count: Math.round(program.miles) })),
      program.member && el("span", { cls: "tag member" }, say("member")),
      former && el("span", { cls: "doubt" }, say("former")),
      program.status === "confirm" && el("span", { cls: "doubt" }, say("confirm")),
    ].filter(Boolean);
    const reach = former && !program.program_id ? [el("span", { cls: "soft" }, say("gone"))] : [
      program.phone ? telephone(program.phone) : el("span", { cls: "soft" }, say("no_phone")),
      program.website ? link(program.website, site(program.website)) : null,
      program.as_of ? el("span", { cls: "soft" }, say("as_of", { date: dated(program.as_of) })) : null,
    ];
    return el("li", null,
      el("p", { cls: "name" }, program.number ? el("span", { cls: "number", "aria-hidden": "true" }, program.number) : null, clean(program.name)),
      el("p", { cls: "by" }, clean(program.program_id ? program.collaborative : say("collaborative")),
        ` · ${program.towns.length ? clean(program.towns.join(", ")) : say("no_place")}`),
      tags.length ? el("p", null, tags) : null,
      program.caution ? el("p", { cls: "soft" }, clean(program.caution)) : null,
      el("p", { cls: "reach" }, reach));
  }

  function cards(answer) {
    if (!answer.programs.length) return null;
    return el("ul", { cls: "cards", "aria-label": say("cards") }, answer.programs.map(card));
  }

  function chips(turn) {
    const understood = turn.answer.understood;
    const shown = PARTS.flatMap((part) => {
      const value = [].concat(understood[part] ?? []).join(", ");
      const out = turn.without.includes(part);
      if (!value && !out) return [];
      const values = { part: say(part), value };
      const text = out ? say("left_out", values) : `${say(part)}: ${value} ✕`;
      return [el("li", null, button(text, () => toggle(part), { "data-part": part, "aria-label": say(out ? "put_back" : "leave_out", values) }))];
    });
    return shown.length ? [el("p", { cls: "label-line" }, say("understood")), el("ul", { cls: "chips" }, shown)] : [];
  }

  function next(turn) {
    const asked = turn.answer.suggestions.slice(0, 3);
    if (!asked.length) return [];
    return [el("p", { cls: "label-line" }, say("next")),
      el("ul", { cls: "choices" }, asked.map((text) => el("li", null, button(text, () => ask(text)))))];
  }

  function reply(turn) {
    if (turn.trouble) {
      return el("div", { cls: "reply trouble" }, el("p", null, turn.trouble), button(say("try_again"), () => answerLast()));
    }
    if (!turn.answer) return el("div", { cls: "reply" }, el("p", { cls: "waiting" }, say("waiting")));
    const { answer } = turn;
    const outcome = answer.outcome === "answered" ? "" : say(answer.outcome);
    return el("div", { cls: "reply" }, outcome ? el("p", { cls: "outcome" }, outcome) : null,
      el("div", { cls: "text", lang: answers || null }, prose(answer)), cards(answer),
      answer.notices.map((notice) => el("p", { cls: "notice", lang: answers || null }, clean(notice))), sources(answer), ending(turn));
  }

  /* Below an answer: its address (behind #, so that opening it sends the question to nobody but the API), and thumbs. */
  function ending(turn) {
    const address = `embed${LANGUAGE === "en" ? "" : `?lang=${LANGUAGE}`}#q=${encodeURIComponent(turn.question)}`;
    const linked = el("a", { href: address, target: "_blank", rel: "noopener" }, say("link"), el("span", { cls: "unseen" }, ` ${say("new_tab")}`));
    return el("div", { cls: "ending" }, feedback === "off" ? null : thumbs(turn), el("p", null, linked));
  }

  function thumbs(turn) {
    if (turn.said) return el("p", { cls: "thumbs", tabindex: "-1" }, say("thanks"));
    const trouble = el("span", { role: "alert" });
    const thumb = (useful, text) => button(text, (event) => opine(turn, useful, event.target.closest(".thumbs"), trouble));
    return el("div", { cls: "thumbs", role: "group", "aria-label": say("useful") },
      el("p", null, say("useful")), thumb(true, say("yes")), thumb(false, say("no")), trouble,
      el("p", { cls: "soft" }, say(feedback === "questions" ? "sends_question" : "sends")));
  }

  async function opine(turn, useful, shown, trouble) {
    const passages = turn.answer.citations.map((one) => one.passage_id);
    const said = { useful, outcome: turn.answer.outcome, passages, question: feedback === "questions" ? turn.question : "" };
    const response = await post("api/v1/feedback", said).catch(() => null);
    turn.said = response?.ok;
    if (!turn.said) return trouble.replaceChildren(say("not_sent"));
    keep();
    const thanks = thumbs(turn);
    shown.replaceWith(thanks);
    thanks.focus();
  }

  function article(turn, last) {
    const asked = el("h2", { cls: "asked", tabindex: "-1" }, el("span", { cls: "unseen" }, `${say("asked")} `), el("bdi", null, clean(turn.question)));
    const after = last && turn.answer ? el("div", { cls: "after" }, chips(turn), next(turn)) : null;
    return el("article", { cls: "turn" }, asked, reply(turn), after);
  }

  /* -- the conversation ------------------------------------------------------------------------------------------- */

  function show(from = 0) {
    const talk = id("talk");
    while (talk.children.length > from) talk.lastElementChild.remove();
    talk.append(...turns.slice(from).map((turn, i) => article(turn, from + i === turns.length - 1)));
    id("welcome").hidden = turns.length > 0;
    document.body.classList.toggle("talking", turns.length > 0);
    id("restart").hidden = id("print").hidden = !turns.length;
    talk.setAttribute("aria-busy", String(busy));
    id("send").setAttribute("aria-disabled", String(busy));
  }

  function arrive() {
    const turn = id("talk").lastElementChild;
    turn?.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
    const lost = !document.activeElement || document.activeElement === document.body;
    if (lost) turn?.querySelector(".asked").focus({ preventScroll: true });
  }

  function announce(turn) {
    const said = turn.trouble ?? [...prose({ ...turn.answer, citations: [] })].map((part) => part.textContent.replace(/\s*\[\d+\]/g, "")).join(" ");
    const count = turn.answer?.citations.length ? ` ${counted(turn.answer)}.` : "";
    id("announcer").textContent = said + count;
  }

  function keep() {
    try {
      const kept = turns.filter((turn) => turn.answer).slice(-KEPT);
      if (kept.length) localStorage.setItem(STORE, JSON.stringify(kept));
      else localStorage.removeItem(STORE);
    } catch { /* Without storage the conversation lasts as long as the page. */ }
  }

  function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE) ?? "[]");
      turns = kept.filter((turn) => turn.question && Array.isArray(turn.answer.citations) && Array.isArray(turn.without));
      show();
      id("talk").lastElementChild?.scrollIntoView({ block: "start" });
    } catch {
      turns = [];
      show();
    }
  }

  function earlier() {
    const before = turns.slice(0, -1).filter((turn) => turn.answer);
    const start = turns.at(-1).fresh ? before.length : Math.max(0, before.findLastIndex((turn) => turn.fresh));
    return before.slice(start).map((turn) => turn.question).slice(-KEPT);
  }

  function explain(status, details) {
    if (status === 429 || status === 503) return (LANGUAGE === "en" && details.detail) || say("busy");
    if (status === 413 || status === 422) return say("unreadable");
    return say("fault");
  }

  const post = (path, sent) => fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent),
    credentials: "omit", signal: AbortSignal.timeout(45000),
  });

  async function fetched(turn) {
    const sent = { question: turn.question, history: earlier(), without: turn.without };
    try {
      const response = await post("api/v1/answer", sent);
      const body = await response.json().catch(() => ({}));
      return response.ok ? { answer: body } : { trouble: clean(explain(response.status, body)) };
    } catch {
      return { trouble: say(navigator.onLine ? "unreachable" : "offline") };
    }
  }

  async function answerLast() {
    if (busy) return;
    busy = true;
    const turn = turns.at(-1);
    const part = document.activeElement?.dataset?.part;
    Object.assign(turn, { answer: undefined, trouble: undefined });
    show(Math.max(0, turns.length - 2));
    arrive();
    const result = await fetched(turn);
    if (turn !== turns.at(-1)) return;
    busy = false;
    Object.assign(turn, result);
    show(turns.length - 1);
    if (part) id("talk").querySelector(`[data-part="${part}"]`)?.focus({ preventScroll: true });
    arrive();
    announce(turn);
    keep();
  }

  function ask(text, fresh = false) {
    const question = clean(text).trim().slice(0, id("question").maxLength);
    if (!question || busy) return false;
    turns = [...turns.filter((turn) => turn.answer), { question, without: [], fresh }].slice(-KEPT);
    show();
    answerLast();
    return true;
  }

  function toggle(part) {
    if (busy) return;
    const turn = turns.at(-1);
    turn.without = turn.without.includes(part) ? turn.without.filter((one) => one !== part) : [...turn.without, part];
    answerLast();
  }

  function startOver() {
    turns = [];
    busy = false;
    keep();
    show();
    id("announcer").textContent = say("cleared");
    id("question").focus();
  }

  function starters(audience) {
    const asked = Object.hasOwn(STARTERS, audience) ? STARTERS[audience] : STARTERS.everyone;
    id("starters").replaceChildren(...asked.map(([question, text]) => el("li", null, button(text, () => ask(question)))));
  }

  /* -- the page that shows this one: messages only to and from origins of the owner's list -------------------------- */

  function tell(type) {
    if (host) window.parent.postMessage({ assistant: VERSION, type }, host);
  }

  function heard(event) {
    if (event.source !== window.parent || !ORIGINS.includes(event.origin)) return;
    if (event.data?.assistant !== VERSION || event.data.type !== "hello") return;
    host = event.origin;
    if (event.data.title) id("title").textContent = document.title = clean(event.data.title).slice(0, 80);
    if (event.data.greeting) id("greeting").textContent = clean(event.data.greeting).slice(0, 300);
    starters(event.data.audience);
    tell("ready");
    if (event.data.focus) id("question").focus();
  }

  /* A question in the address: `?q=`, or `#q=`, which no server sees. */
  function follow() {
    const named = [location.search, location.hash.slice(1)].map((part) => new URLSearchParams(part).get("q"));
    const linked = (named.find(Boolean) ?? "").trim();
    if (linked && linked !== turns.at(-1)?.question) ask(linked, true);
  }

  /* -- start ------------------------------------------------------------------------------------------------------ */

  function listen() {
    id("form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (ask(id("question").value)) id("question").value = "";
    });
    id("question").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      id("form").requestSubmit();
    });
    id("restart").addEventListener("click", startOver);
    id("print").addEventListener("click", () => print());
    id("source-close").addEventListener("click", () => id("source").close());
    id("source").addEventListener("click", (event) => event.target === id("source") && id("source").close());
    id("source").addEventListener("close", () => opener?.isConnected && opener.focus());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !id("source").open) tell("close");
    });
    addEventListener("beforeprint", () => document.querySelectorAll("#talk details").forEach((one) => { one.open = true; }));
    if (framed) addEventListener("message", heard);
  }

  listen();
  document.documentElement.classList.toggle("framed", framed);
  starters("everyone");
  recall();
  follow();
  addEventListener("hashchange", follow);
})();
