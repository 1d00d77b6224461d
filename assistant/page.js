/* Small helps on top of the page, which works without them: the conversation is announced, and a new answer comes into view. */
"use strict";
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const show = (node) => node.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });

  function watch(log) {
    log.setAttribute("role", "log");
    log.setAttribute("aria-live", "polite");
    log.setAttribute("aria-label", "Conversation");
    let last = null;
    new MutationObserver(() => {
      const turn = log.querySelector(".turn:last-of-type");
      if (turn && turn !== last) requestAnimationFrame(() => show(turn));
      last = turn;
    }).observe(log, { childList: true });
  }

  const waiting = new MutationObserver(() => {
    const log = document.querySelector("#conversation .md");
    if (log && !log.hasAttribute("role")) watch(log);
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
