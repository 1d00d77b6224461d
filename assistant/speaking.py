"""Answers in words: the passage that fits best speaks, and others add what it lacks."""

import re
from collections.abc import Callable, Sequence

from assistant import cues
from assistant.asked import Asked
from assistant.draft import Draft, sentences
from assistant.plainly import opened
from assistant.premise import NEAR, NOT_SAID, correction
from assistant.quoting import LIMIT, Found
from assistant.ranking import UNREAD
from assistant.verdict import NO, verdict
from index.lexical import LexicalIndex
from index.search import HybridSearch

_WHOLE = 0.94
"""Share of the first passage's score from which another one is said in full."""
_SUPPORT, _SUPPORT_COSINE = 0.8, 0.5
"""Share of that score, and the cosine, from which another passage may add anything."""
_BEHIND = 0.22
"""By how much of a cosine it may at most be farther from the question than the first passage."""
_ALIKE = 0.7
"""Share of its longer words that a statement may have in common with what was said before."""
_TIED, _TIED_COSINE = 0.95, 0.78
"""Share of that score, and the cosine, from which another passage answers about as well as the first one."""
_MOST = 3
"""As many passages are said for one question."""
_FRAMES = (
    "since because happen put get even someone somebody anyone said say told keep going come over under like more most "
    "very really first last page people person thing supposed want try guidance until again"
)
"""Words around what is asked: a passage that shares no more than these with the question adds nothing."""
_RULES = ("directors", "statute", "regulation", "calendar")
"""Kinds of passages that are written for those who run collaboratives."""
_ANNOUNCES = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten)\b[^.:]*\.$|:$", re.I)
"""A sentence that announces what the next ones list: it says nothing alone."""


def speak(draft: Draft, asked: Asked, found: Sequence[Found], search: HybridSearch, *, sure: bool = True) -> None:
    """Answer with the best passage; add what others, nearly as good, say of the question beyond it.

    A plain yes or no stands before it only where it is `sure` that it answers; after one, only a passage adds anything
    that is nearer still.
    """
    best, lexical = found[0], search.lexical
    question = asked.text if asked.follow_up else asked.whole
    told = f"{asked.previous} {asked.text}" if asked.follow_up and cues.POINTS.search(asked.text) else question
    denied = any(paragraph.startswith(NO) for paragraph in draft.paragraphs[:1])
    answer = (
        None
        if denied or asked.guessed or not sure
        else verdict(asked.anywhere(asked.text), best.passage, search, asked.anywhere(told))
    )
    lead(draft, question, best, answer)
    said = [best]
    aside = _aside(question, best)
    for item in found[1:6]:
        if aside(item) or (answer and item.hit.best < best.hit.best):
            continue
        if len(said) == _MOST:
            return
        if not _supports(item, best) or draft.has(item.passage) or not _adds(item, said, question, lexical):
            continue
        if len(said) > 1 and not _has_left(item, said, question, lexical):
            return
        text = _shown(draft, item, best)
        if text and overlap(text, [s.passage.text for s in said]) < _ALIKE:
            said.append(item)
            draft.say(f"{opened(text, None)} {draft.cite(item.passage, text)}")


def _aside(question: str, best: Found) -> Callable[[Found], bool]:
    """Tells what is not added: a parents' passage for an official, an official's for a parent, and lists of gaps."""
    ruled = best.passage.kind in _RULES or cues.OFFICIAL.search(question) is not None
    official = ruled and cues.FAMILY.search(question) is None
    of_family = best.passage.kind == "families" and cues.OFFICIAL.search(question) is None

    def aside(item: Found) -> bool:
        kind = item.passage.kind
        if item.passage.id in UNREAD or (official and kind == "families"):
            return True
        return of_family and kind in ("directors", "regulation")

    return aside


def lead(draft: Draft, question: str, best: Found, answer: str | None = None) -> None:
    """Say one passage in full, after its plain answer if any; a number that it contradicts is corrected before."""
    mended = correction(question, best.passage.text) if best.hit.best >= NEAR else None
    if mended and not any(f", not {mended.rpartition(', not ')[2]}" in said for said in draft.paragraphs):
        draft.paragraphs[:] = [said for said in draft.paragraphs if not said.startswith(NOT_SAID)]
        opening = f"No: {mended[:1].lower()}{mended[1:]}" if answer == NO else mended
        draft.say(f"{opening} {draft.cite(best.passage)}")
        answer = None
    draft.say_whole(best.passage, answer)


def _supports(item: Found, best: Found) -> bool:
    """Whether a passage is near enough to the question, beside the best one, to add to it."""
    close = item.hit.best >= max(_SUPPORT_COSINE, best.hit.best - _BEHIND)
    return close and item.hit.score >= _SUPPORT * best.hit.score and item.passage.kind != "program"


def _adds(item: Found, said: Sequence[Found], question: str, lexical: LexicalIndex) -> bool:
    """Whether a passage is nearer than the first or ties with it, or has telling words of the question not said yet."""
    first = said[0].hit
    if item.hit.best >= min(first.best, _TIED_COSINE if item.hit.score >= _TIED * first.score else 1.0):
        return True
    return _has_left(item, said, question, lexical)


def _has_left(item: Found, said: Sequence[Found], question: str, lexical: LexicalIndex) -> bool:
    """Whether a passage has telling words of the question that nothing said has: a third one needs that to be said."""
    left = lexical.telling(question) - lexical.telling(_FRAMES) - lexical.stems_of(s.hit.position for s in said)
    return any(not stem.isdigit() for stem in left & lexical.stems_of([item.hit.position]))


def _shown(draft: Draft, item: Found, best: Found) -> str:
    """What of a further passage fits into the answer: all of it, its first sentence, or nothing."""
    whole, first = item.passage.text, sentences(item.passage.text)[0]
    text = whole if item.hit.score >= _WHOLE * best.hit.score or _ANNOUNCES.search(first) else first
    if draft.words + len(text.split()) > LIMIT and not _ANNOUNCES.search(first):
        text = first
    return text if draft.words + len(text.split()) <= LIMIT else ""


def overlap(text: str, others: Sequence[str]) -> float:
    """The largest share of a text's longer words that another text has too."""
    mine = {w for w in re.findall(r"[a-z0-9]+", text.lower()) if len(w) > 3}
    theirs = [{w for w in re.findall(r"[a-z0-9]+", other.lower())} for other in others]
    return max((len(mine & words) / len(mine) for words in theirs), default=0.0) if mine else 1.0
