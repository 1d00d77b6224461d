"""What in a fetched page a person should look at before anyone is told it: for each finding, a plain sentence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from corpus.official.changes import changes
from corpus.official.citing import gaps
from corpus.official.models import Page, Provision, Warned
from corpus.official.visible import Visible, sentences_of

LOSS = 0.1
"""Share of provisions, or of the words, whose sudden absence is an alarm."""
_COMMANDS = re.compile(
    r"(?:ignore|disregard|forget|override)\s+(?:\w+\s+){0,4}(?:previous|prior|above|earlier|other|all|any|your|these|the)"
    r"\s+(?:\w+\s+){0,2}(?:instruction|prompt|rule|context|direction|message|text)s?"
    r"|\b(?:system|developer|hidden) prompts?\b|<\|\w+\|>|\[/?INST\]|###\s*(?:system|instruction|assistant)"
    r"|\byou are (?:now |an? |the )*(?:helpful |ai |large )*(?:assistant|chat ?bot|language model|ai\b|llm)"
    r"|\bas an? (?:ai|large language model|chat ?bot)\b"
    r"|\b(?:assistants?|chat ?bots?|ai models?) (?:must|should|reading|that read|processing)\b"
    r"|\b(?:do not|don't|never) (?:reveal|mention|disclose|tell) (?:this|these|the user|users|anyone)\b"
    r"|\b(?:instead|always),? (?:answer|respond|reply|tell|say)\b(?= (?:that|with|to the user|users|them)\b)",
    re.I,
)
_GARBLED = re.compile("\ufffd|Ã[\u0080-\u00bf]|Â[§\u00a0\u0080-\u00bf]|â€")
_ERRORS = re.compile(
    r"\b(?:page (?:was |is )?not found|not be found|404|500|access denied|forbidden|temporarily unavailable|"
    r"under maintenance|service unavailable|an error (?:has )?occurred|are you (?:a )?(?:human|robot)|captcha|"
    r"enable javascript|request rejected|just a moment|account suspended|domain is for sale)\b",
    re.I,
)


def warnings(
    seen: Visible, provisions: Sequence[Provision], before: Page | None, known: Iterable[str]
) -> tuple[Warned, ...]:
    """All findings on a page; `before` is its accepted version, `known` the hosts that are no surprise."""
    return (
        *_commands(seen, provisions),
        *_concealed(seen),
        *_broken(seen, provisions),
        *(_lost(provisions, before) if before and before.kind != "page" else ()),
        *(_strange_hosts(seen.hosts, before, known) if before else ()),
    )


def is_error_page(seen: Visible) -> bool:
    """Whether a page that came with status 200 only says that something went wrong."""
    words = sum(len(line.split()) for line in seen.lines)
    return words < 20 or (words < 300 and bool(_ERRORS.search(f"{seen.title} {' '.join(seen.lines)}"[:3_000])))


def _commands(seen: Visible, provisions: Sequence[Provision]) -> Iterator[Warned]:
    """Words that speak to a language model instead of a reader."""
    for provision in provisions:
        if match := _COMMANDS.search(provision.text):
            yield Warned(what=f"{provision.citation} seems to instruct a language model: “…{_around(match)}…”")
    inside = "\n".join(p.text for p in provisions)
    for line in seen.lines:
        if line not in inside and (match := _COMMANDS.search(line)):
            yield Warned(what=f"The page seems to instruct a language model: “…{_around(match)}…”")


def _around(match: re.Match[str]) -> str:
    """What was found with a few words of what is around it."""
    start, end = max(0, match.start() - 60), match.end() + 60
    return " ".join(match.string[start:end].split())


def _concealed(seen: Visible) -> Iterator[Warned]:
    """Words that a reader of the page would not see. They are never taken over."""
    visible = " ".join(seen.lines)
    hidden = list(dict.fromkeys(text for text in sentences_of(seen.hidden) if text not in visible))
    for text in hidden[:5]:
        commanding = bool(_COMMANDS.search(text))
        yield Warned(what=f"Hidden text, left out: “{text[:160]}{'…' if len(text) > 160 else ''}”", alarm=commanding)
    if len(hidden) > 5:
        alarm = any(_COMMANDS.search(text) for text in hidden[5:])
        yield Warned(what=f"{len(hidden) - 5} more hidden texts, left out.", alarm=alarm)
    if seen.invisible:
        what = f"{seen.invisible} invisible or direction-changing characters, left out."
        yield Warned(what=what, alarm=seen.invisible > 20)


def _broken(seen: Visible, provisions: Sequence[Provision]) -> Iterator[Warned]:
    """Signs that the page was cut short or read in a wrong encoding."""
    if not seen.whole:
        yield Warned(what="The page breaks off: its end is missing.")
    declared = (seen.declared or "").lower().replace("_", "-")
    if seen.encoding == "utf-8" and declared not in ("", "utf-8", "utf8", "us-ascii", "ascii"):
        yield Warned(what=f"Its server says {declared}, but it is utf-8; read as that.", alarm=False)
    elif declared in ("utf-8", "utf8") and seen.encoding != "utf-8":
        yield Warned(what=f"Its server says utf-8, but it is not; read as {seen.encoding}. Look at special signs.")
    if garbled := [p.citation for p in provisions if _GARBLED.search(p.text)]:
        yield Warned(what=f"Garbled signs in {', '.join(garbled[:5])}{' and others' if len(garbled) > 5 else ''}.")
    for gap in gaps(provisions):
        yield Warned(what=f"The numbering jumps. {gap}.")
    citations = [p.citation for p in provisions]
    if twice := sorted({c for c in citations if citations.count(c) > 1}):
        yield Warned(what=f"The same number twice: {', '.join(twice[:5])}.")


def _lost(provisions: Sequence[Provision], before: Page) -> Iterator[Warned]:
    """A sudden loss of sections, provisions or words against the accepted version."""
    now = before.model_copy(update={"provisions": tuple(provisions)})
    gone = [c.citation for c in changes(before, now) if c.what == "removed"]
    sections = sorted({_section(c) for c in gone} - {_section(p.citation) for p in provisions})
    if sections and before.kind == "regulation":
        yield Warned(what=f"Whole sections are gone: {', '.join(sections[:8])}.")
    if len(gone) > LOSS * len(before.provisions):
        yield Warned(what=f"{len(gone)} of {len(before.provisions)} provisions are gone.")
    words, earlier = (sum(len(p.text.split()) for p in given) for given in (provisions, before.provisions))
    if words < (1 - 2 * LOSS) * earlier:
        yield Warned(what=f"The page has {words} words; it had {earlier}.")


def _section(citation: str) -> str:
    """The section of a citation: '603 CMR 50.06'."""
    return citation.partition("(")[0]


def _strange_hosts(hosts: Iterable[str], before: Page, known: Iterable[str]) -> Iterator[Warned]:
    """Links to hosts that the page did not link to before."""
    usual = {*before.hosts, *known, urlsplit(before.url).hostname or ""}
    if new := sorted(set(hosts) - usual):
        yield Warned(what=f"Links to new hosts: {', '.join(new[:8])}{' and others' if len(new) > 8 else ''}.")
