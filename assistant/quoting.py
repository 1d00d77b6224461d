"""Answers from passages that a citation names, or that hold the citation which is asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import covered, parent, passages_of
from assistant.draft import Draft, sentences
from assistant.plainly import opened
from corpus.loading import Corpus
from corpus.passages import Passage
from index.search import Hit

LIMIT = 150
OFFICIAL = "official"
"""The kind of passages that hold fetched official text."""
PIECES = 6
"""As many official passages are quoted when their provision is asked for; of a whole section a list is shown."""
_SOURCE = 0.8
"""Share of the first passage's score from which another one may be the source that is asked for."""
_FORMS = (
    (re.compile(r"\b(?:regulations?|regs?|cmr)\b", re.I), "CMR"),
    (re.compile(r"\b(?:laws?|statutes?|statutory|mgl|m\.g\.l)\b", re.I), "M.G.L."),
)
"""Words of a question that ask for a kind of citation, and how such a citation is written."""
_EXACT = 0.1
"""How much of the score a passage gains that states just the provision that is named, and nothing below it."""
_AS_ASKED = 0.85
"""Cosine from which a passage answers a question that names a provision in just these words."""
_FITS = 0.7
"""Share of the best passage's score from which one of a provision that is named fits the question."""
_WHOLE = ("M.G.L. c. 40, § 4E", "603 CMR 50.00")
"""All of the law and all of the rules: naming them says nothing of what is asked."""
_LISTED = 9
_LAW = ("statute", "regulation")
"""Kinds of passages that state a provision; others say what follows from it."""
_BESIDE = 0.84
"""Share of the score of the passage of a provision that fits best from which another one is stated too."""


@dataclass(frozen=True)
class Found:
    """A passage with the hit that found it."""

    passage: Passage
    hit: Hit


def look_up(
    draft: Draft, corpus: Corpus, citations: Sequence[str], found: Sequence[Found], *, specific: bool = False
) -> bool:
    """Answer a question that names provisions; `found` are passages that fit its words, best first.

    `specific` is whether it asks something about the provisions beyond what they say. Returns False when the documents
    have none of them.
    """
    any_found = False
    for citation in citations[:3]:
        passages = passages_of(citation, corpus.passages)
        if specific and (citation in _WHOLE or _aside(passages, found)):
            continue
        if passages and not (specific and all(p.kind == "glossary" for p in passages)):
            any_found = True
            _state(draft, citation, passages, found if specific else ())
            continue
        above = parent(citation)
        near = passages_of(above, corpus.passages) if above else []
        if near:
            any_found = True
            draft.outcome = "partial"
            draft.say(f"Our documents have no passage for {citation} itself; this is what they have of {above}.")
            _state(draft, above or citation, near, found if specific else ())
            continue
        mentions = [item.passage for item in found[:4] if _mentions(item.passage, citation)]
        if not mentions or (not specific and not passages and re.search("CMR|§", citation)):
            draft.outcome = "partial"
            draft.say(f"Our documents do not hold {citation}{'; they mention it:' if mentions else '.'}")
            _state_whole(draft, mentions[:2])
            any_found = any_found or bool(mentions)
    return any_found


def as_asked(found: Sequence[Found]) -> bool:
    """Whether the best passage, which is no explanation of a term, answers a question in just these words."""
    return bool(found) and found[0].hit.best >= _AS_ASKED and found[0].passage.kind != "glossary"


def _aside(passages: Sequence[Passage], found: Sequence[Found]) -> bool:
    """Whether a provision is named beside a question that another passage answers far better: 'a waiver of 50.06'."""
    fitting = max((f.hit.score for f in found if f.passage in passages), default=0.0)
    return bool(passages) and bool(found) and fitting < _FITS * found[0].hit.score


def _mentions(passage: Passage, citation: str) -> bool:
    """Whether a passage speaks of the chapter or section that a citation names."""
    text, numbers = f"{passage.title} {passage.text}", re.findall(r"\d+(?:\.\d+)?[a-z]*", citation, re.I)
    return all(re.search(rf"\b{re.escape(number)}\b", text, re.I) for number in numbers)


def _state(draft: Draft, citation: str, passages: Sequence[Passage], found: Sequence[Found]) -> None:
    """State a provision in plain words, then in its official ones where the documents have them."""
    plain = [p for p in passages if p.kind != OFFICIAL]
    if plain:
        _state_plainly(draft, citation, plain, found)
    official = [p for p in passages if p.kind == OFFICIAL]
    if not plain and len(official) > PIECES:
        _state_plainly(draft, citation, official, found)
    elif official and (len(official) <= PIECES or official[0].citation == citation):
        _quote(draft, citation, official[:PIECES])


def _quote(draft: Draft, citation: str, pieces: Sequence[Passage]) -> None:
    """The official words of a provision and of what is below it; words that lead in to several are said once."""
    quotes = [piece.text.rpartition("\n")[2] if number else piece.text for number, piece in enumerate(pieces)]
    lines = [f"“{' '.join(q.split())}” {draft.cite(p, q)}" for p, q in zip(pieces, quotes, strict=True)]
    draft.say(f"The official text of {citation}:\n\n" + "\n\n".join(lines))


def _state_plainly(draft: Draft, citation: str, passages: Sequence[Passage], found: Sequence[Found]) -> None:
    """State of a provision what fits the question; else all of it when it is short, else its first sentences."""
    whole = citation.endswith(".00") or "CMR" not in citation
    explained = [p for p in passages if whole and p.citation == citation and p.kind == "glossary"]
    own = explained if explained and not found else _stating(citation, passages)
    if _words(own) <= LIMIT:
        _state_whole(draft, own)
        return
    fitting = [(f.hit.score + _EXACT * (f.passage.citation == citation), f.passage) for f in found if f.passage in own]
    if not fitting:
        fitting = [(f.hit.score, f.passage) for f in found if f.passage in passages]
    if fitting:
        fitting.sort(key=lambda pair: -pair[0])
        _state_whole(draft, [passage for score, passage in fitting[:2] if score >= _BESIDE * fitting[0][0]])
        return
    exact = [p for p in own if p.citation == citation and citation.endswith(")")] or explained
    if len(own) > _LISTED and exact and _words(exact) <= LIMIT:
        _state_whole(draft, exact)
        return
    shown = own if len(own) <= _LISTED else _one_of_each(citation, own)
    rest = ", its first passages" if len(own) > len(shown) else ""
    lines = [f"- **{p.title}** ({p.label}): {sentences(p.text)[0]} {draft.cite(p)}" for p in shown]
    draft.say(f"{citation} in our documents{rest}:\n\n" + "\n".join(lines))


def _state_whole(draft: Draft, passages: Sequence[Passage]) -> None:
    """State passages in full, each under its citation; an explanation names its subject itself."""
    for passage in passages:
        label = "" if passage.kind == "glossary" else f"{passage.label}: "
        draft.say(f"{label}{opened(passage.text, None)} {draft.cite(passage)}")


def _words(passages: Sequence[Passage]) -> int:
    """How many words passages have together."""
    return sum(len(p.text.split()) for p in passages)


def _stating(citation: str, passages: Sequence[Passage]) -> list[Passage]:
    """Of the passages on a provision, the law that states it, or else what cites it first, or else all."""
    stem = citation.removesuffix(".00")
    rules = [p for p in passages if p.kind != "glossary"]
    own = [p for p in rules if any(c.startswith(stem) for c in covered(p.citation or ""))]
    return [p for p in own if p.kind in _LAW] or own or rules or list(passages)


def _one_of_each(citation: str, passages: Sequence[Passage]) -> list[Passage]:
    """The first passage of each part of a provision that is too long to list: of (1), of (2); of 50.01, of 50.02."""
    stem = citation.removesuffix(".00")
    firsts: dict[str, Passage] = {}
    for passage in passages:
        below = (passage.citation or "").removeprefix(stem)
        part = re.match(r"\.\d+" if stem != citation else r"[^()]*(?:\(\w+\))?", below)
        if below != ".00":
            firsts.setdefault(part[0] if part else "", passage)
    return list(firsts.values())[:_LISTED] if len(firsts) > 3 else list(passages[:_LISTED])


def say_source(draft: Draft, question: str, found: Sequence[Found], *, closest: bool = False) -> Passage:
    """Answer 'where does it say that?' with the citation of the passage that answers, which is returned.

    A citation of the kind that is asked for, a law or a regulation, goes before another one that is about as near. The
    `closest` one is not said to hold what was asked for; our own glossary is no source either.
    """
    near = [item.passage for item in found[:8] if item.hit.score >= _SOURCE * found[0].hit.score]
    kind = next((form for wanted, form in _FORMS if wanted.search(question)), "")
    passage = next((p for p in near if any(kind in c for c in p.citations)), near[0])
    if not passage.citations and (cited := next((f.passage for f in found[:8] if f.passage.citations), None)):
        draft.say(
            f"Our documents give no official citation for that; our own words for it are in {passage.headings[0]}, "
            f"“{passage.title}” {draft.cite(passage, sentences(passage.text)[0])}. The nearest provision:"
        )
        passage, closest = cited, True
    named = [c for c in passage.citations if not any(other.startswith(f"{c}(") for other in passage.citations)]
    named.sort(key=lambda citation: kind not in citation)
    where = " and ".join(named) or f"{passage.headings[0]}, “{passage.title}”"
    draft.say(f"{'' if closest else 'It is in '}{where} {draft.cite(passage)}: {passage.text}")
    if passage.url and (passage.restatement or passage.quotation):  # elsewhere it is where we read of the rule
        draft.say(f"Read it at {passage.url} {draft.cite(passage)}")
    return passage
