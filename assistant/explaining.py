"""`assistant explain`: how an answer came about, from the parts that made it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer

from assistant.settings import load_settings

_SHOWN = 12
"""Candidates that are shown for each part of a question."""


@dataclass(frozen=True)
class Candidate:
    """A passage that search put forward: its scores (cosines and shares, 0 to 1), and what became of it."""

    id: str
    title: str
    kind: str
    score: float
    text: float
    best: float
    title_cosine: float
    several: float
    words: float
    ngrams: float
    face: str
    fate: str


@dataclass(frozen=True)
class Part:
    """One part of a question: what was understood, what was found, and what decided."""

    question: str
    searched: str
    understood: dict[str, Any]
    limit: dict[str, Any] | None
    signals: dict[str, float] | None
    confidence: float
    answered: bool
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Explanation:
    """How an answer came about: its parts, the thresholds, the outcome and what it cites."""

    parts: tuple[Part, ...]
    thresholds: dict[str, float]
    outcome: str
    text: str
    cited: tuple[str, ...]


def explain(
    question: Annotated[str, typer.Argument(help="The question, in everyday words.")],
    history: Annotated[list[str] | None, typer.Option(help="An earlier question; may be given several times.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show how an answer comes about: what was understood, every candidate with its scores, and what decided."""
    import json
    import sys

    from assistant.engine import open_assistant

    assistant = open_assistant(load_settings(), lambda text: print(text, file=sys.stderr))
    found = explained(assistant, question, history or ())
    print(json.dumps(asdict(found), indent=1, ensure_ascii=False) if as_json else shown(found))


def explained(assistant: Any, question: str, history: Sequence[str] = ()) -> Explanation:
    """How an `Assistant` (see `assistant.engine`) answers a question, by its own steps."""
    from assistant.confidence import DECLINE, HEDGE
    from assistant.intake import clean

    answer = assistant.answer(question, history)
    cited = tuple(citation.passage_id for citation in answer.citations)
    asked = assistant.read(clean(question), [clean(turn) for turn in history])
    judged = assistant.judged(question, history)
    parts = tuple(_part(assistant, one, verdict, cited) for one, verdict in zip(asked, judged, strict=True))
    thresholds = {"declined below": DECLINE, "hedged below": HEDGE}
    return Explanation(parts, thresholds, answer.outcome, answer.text, cited)


def _part(assistant: Any, asked: Any, verdict: Any, cited: Sequence[str]) -> Part:
    """One part, looked at again."""
    from assistant.querying import query_of
    from assistant.seeking import hits_of

    query = query_of(asked, assistant.search, assistant.limits.masked(asked.text))
    hits = hits_of(asked, query, assistant.search)[0][:24]
    passages = [assistant.corpus.passages[hit.position] for hit in hits]
    best = max((hit.best for hit, passage in zip(hits, passages, strict=True) if passage.kind != "limits"), default=0.0)
    limit = assistant.limits.nearest(asked.text, query.beside)
    near = (
        {
            "passage": limit.passage.id,
            "cosine": round(limit.cosine, 3),
            "words of a cue": limit.cued,
            "best cosine of a passage": round(best, 3),
            "holds": limit.holds(best),
            "holds for a question to the directory": limit.holds(best, True),
        }
        if limit
        else None
    )
    pairs = list(zip(hits, passages, strict=True))[:_SHOWN]
    candidates = tuple(_candidate(hit, passage, _fate(passage, asked, verdict, cited)) for hit, passage in pairs)
    signals = {name: round(value, 3) for name, value in asdict(verdict.signals).items()} if verdict.signals else None
    searched = query.corrected + (f" (with: {query.context})" if query.context else "")
    confidence = round(verdict.confidence, 3)
    return Part(asked.text, searched, _slots(asked), near, signals, confidence, verdict.answered, candidates)


def _candidate(hit: Any, passage: Any, fate: str) -> Candidate:
    """A hit with its passage and what became of it."""
    names = {"score": "score", "text": "text", "best": "best", "title_cosine": "title"}
    names |= {name: name for name in ("several", "words", "ngrams")}
    scores: dict[str, Any] = {name: round(getattr(hit, of), 3) for name, of in names.items()}
    return Candidate(id=passage.id, title=passage.title, kind=passage.kind, face=hit.face, fate=fate, **scores)


def _slots(asked: Any) -> dict[str, Any]:
    """What was understood; what is empty is left out."""
    slots = {
        "intent": asked.intent,
        "collaboratives": [org.short_name for org in asked.organizations],
        "places": [place.name for place in asked.places],
        "outside Massachusetts": asked.outside,
        "services": list(asked.need.categories),
        "populations": list(asked.need.populations),
        "age": list(asked.need.age or ()),
        "citations": list(asked.citations),
        "follow-up": asked.follow_up,
        "said before": asked.context,
    }
    return {name: value for name, value in slots.items() if value}


def _fate(passage: Any, asked: Any, verdict: Any, cited: Sequence[str]) -> str:
    """What became of a candidate, and why."""
    from assistant.ranking import may_speak

    if passage.id in cited:
        return f"cited as [{cited.index(passage.id) + 1}]"
    if passage.kind == "limits":
        return "only tells what is not answered here"
    if not may_speak(passage, asked):
        return "rejected: speaks only when its collaborative is named"
    if not verdict.answered:
        return "rejected: the question was declined"
    return "not needed: records or better passages answered"


def shown(found: Explanation) -> str:
    """An explanation for a terminal."""
    lines: list[str] = []
    for part in found.parts:
        lines += [f"Question: {part.question}", f"Searched as: {part.searched}"]
        lines += [f"  {name}: {_plain(value)}" for name, value in part.understood.items()]
        if part.limit:
            lines.append("Nearest limit: " + ", ".join(f"{name} {_plain(value)}" for name, value in part.limit.items()))
        lines.append("Candidates (score | text best title several words ngrams):")
        for item in part.candidates:
            of = (item.text, item.best, item.title_cosine, item.several, item.words, item.ngrams)
            scores = " ".join(f"{score:.2f}" for score in of)
            lines.append(f"  {item.score:.3f} | {scores} | {item.id}: {item.fate}")
            lines.append(f"          nearest: {' '.join(item.face.split())[:100]}")
        signals = ", ".join(f"{name} {value:.2f}" for name, value in (part.signals or {}).items())
        limits = ", ".join(f"{name} {value}" for name, value in found.thresholds.items())
        decided = f"Signals: {signals}; confidence {part.confidence:.2f} ({limits})"
        lines.append(decided if signals else "Decided by records, a citation or a limit, not by confidence.")
        lines += [f"Answered: {'yes' if part.answered else 'no'}", ""]
    return "\n".join([*lines, f"Outcome: {found.outcome}", found.text])


def _plain(value: object) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
