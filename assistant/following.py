"""Follow-ups: which passage answers a later turn, in the light of what was said before it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from assistant.asked import Asked
from assistant.ranking import RULES
from index.encoder import Vectors, encode_queries
from index.search import Hit, HybridSearch, Query
from index.sequel import FLOOR

CONTEXT = 0.65
"""Weight (0 to 1) in a follow-up's vector of the message read together with what was said before."""
BESIDE = 0.5
"""The same weight for a further part of one message, which says more by itself."""
LOOKED = 72
"""How many of the passages found are looked at, others only where they answer what is known to be asked next."""
_DECLINED = 0.04
"""By how much of the score a limit is first, so that a turn was declined by it."""
KNOWN, ASKED_SO = 0.6, 0.77
"""Mean cosine from which a follow-up that is known counts more (`HybridSearch.followed`), or is asked nearly so."""
_AFTER_RECORDS, _BESIDE = 0.8, 0.7
"""The same from which it counts after an answer from records, and for a further part of one message."""
LIKELY = -3.0
"""Logarithm of the probability from which a passage is looked at that is likely to answer next."""
_TOPIC, _BARE, _SAYS = 0.1, 0.25, 10.0
"""How much of the score a passage gains that has all telling words of what was sought in records, how much more where
the turn itself tells nothing, and the rarity of its words together from which it tells enough."""
_AROUND = "too also then instead either again even still just already yet exactly actually really happens after next"
"""Words of a follow-up that ask for nothing new."""
_HOLDS_OF = re.compile(
    r"\b(?:does|do|would|will|is|are) (?:that|it|this|they|those|these|the (?:same|rules?|law))\b(?: \w+)?? "
    r"(?:apply|count|go|hold|cover|include|true|valid)s? (?:(?:for|to|at|in|of|as) )?(?:a |an |the |our )?"
    r"(?P<whom>(?!me\b|us\b|him\b|her\b|them\b|it\b)[^?.,]{3,})",
    re.I,
)
"""Whether what was told holds of others too: 'does that go for charter schools'."""
_LIKELY_OF_THEM, _NOT_OF_THEM = 0.15, 0.3
"""Probability, as learnt, from which a passage that names them may answer, and how much of the score what was told
loses then."""
_AS_NEAR = 0.05
"""By how much of a cosine a passage may be farther than the best and still have answered the question before."""


class Later(NamedTuple):
    """What speaks for a passage as the answer to a later turn.

    `score` is that of search; `several` the cosine with its nearest faces together. `alone`, `topic` and `titled` are
    cosines of its nearest face with the turn itself, with what was said before it, and with the turn behind the title
    of the passage that answered then; `text` that of its text with all that was said. `words` and `before` are its
    scores (0 to 1) by the words of the turn, and of what was said before. `alike` is the cosine of its text with that
    of the passage that answered before, `again` whether it is that passage. `other` is whether it is written for other
    readers than that, `program` whether it is a program's record. `known` is how near what is known to be asked next
    and answered by the passage is to this turn after that one, `closely` by how much that is above `KNOWN`; `next` is
    the logarithm of the probability that it answers this turn after that passage, as learnt from all that is known.
    """

    score: float
    several: float
    alone: float
    topic: float
    titled: float
    text: float
    words: float
    before: float
    alike: float
    again: float
    other: float
    program: float
    known: float
    closely: float
    next: float


# Fitted on labelled later turns (`assistant evaluate later`), of which few change readers and 16 % stay with a passage.
# In the blind examinations 40 % stayed. So `other` is more than the fit's, and `again` less.
WEIGHTS = Later(
    score=0.240,
    several=0.065,
    alone=0.175,
    topic=0.003,
    titled=0.142,
    text=0.056,
    words=0.075,
    before=0.023,
    alike=0.036,
    again=-0.08,
    other=-0.09,
    program=-0.04,
    known=0.410,
    closely=0.296,
    next=0.04,
)


def following(hits: Sequence[Hit], asked: Asked, query: Query, search: HybridSearch) -> tuple[list[Hit], bool]:
    """The hits of a follow-up, best first, in the light of the question before; whether they only repeat its answer.

    A further part of a message says more by itself: where it is not known which passage answered the part before, only
    what is known to be asked next counts.
    """
    lexical = search.lexical
    before = [search.position(asked.after)] if asked.after else answered_before(asked, search)
    moved = _of_others(_moved(hits, query, search, before), asked.text, search, before)
    if asked.beside and not asked.after and not (moved and _known(moved[0], query, search, before)):
        return list(hits), False
    first = [hit.position for hit in moved[:3]]
    new = lexical.telling(query.corrected) - lexical.telling(_AROUND) - lexical.stems_of(before)
    return moved, bool(new) and first[:1] != [] and first[0] in before and not new & lexical.stems_of(first)


def _of_others(hits: list[Hit], text: str, search: HybridSearch, before: Sequence[int]) -> list[Hit]:
    """The hits of a turn that asks whether the same holds of others.

    What was told does not say, where it names none of them and another passage that does is likely to answer.
    """
    scope = _HOLDS_OF.search(text)
    if scope is None:
        return hits
    whom = set(search.lexical.stems(scope["whom"])) - set(search.lexical.stems(_AROUND))
    naming = {h.position for h in hits if whom & set(search.lexical.stems(search.passages[h.position].text))}
    told = {*before[:1]} - naming
    if not told or all(hit.next < _LIKELY_OF_THEM for hit in hits if hit.position in naming):
        return hits
    others = [replace(hit, score=hit.score - _NOT_OF_THEM) if hit.position in told else hit for hit in hits]
    return sorted(others, key=lambda hit: -hit.score)


def _moved(hits: Sequence[Hit], query: Query, search: HybridSearch, before: Sequence[int]) -> list[Hit]:
    """The first hits with their scores as answers to a later turn, best first."""
    looked, signals = weighed(hits, query, search, before)
    scores = signals @ np.array(WEIGHTS, np.float32)
    chances = np.exp(signals[:, Later._fields.index("next")])
    told = zip(looked, scores.tolist(), chances.tolist(), strict=True)
    return sorted((replace(hit, score=score, next=chance) for hit, score, chance in told), key=lambda hit: -hit.score)


def on_what_was_sought(hits: Sequence[Hit], query: Query, search: HybridSearch, said: int) -> list[Hit]:
    """The hits of a turn that comes after an answer from records, best first.

    Those with the words of what was sought gain, and those that answer what is known to be asked after the passage
    `said`, with which such an answer ends.
    """
    known, scale = search.followed(query.alone, said), WEIGHTS.closely / WEIGHTS.score
    lexical, topic = search.lexical, search.lexical.telling(query.context)
    total = sum(map(lexical.rarity, topic)) or 1.0
    bonus = _TOPIC + _BARE * max(0.0, 1 - search.told(query.text) / _SAYS)

    def standing(hit: Hit) -> float:
        if _is_program(hit.position, search):
            return hit.score
        shared = sum(map(lexical.rarity, topic & lexical.stems_of([hit.position]))) / total
        gain = float(known[hit.position]) - KNOWN if known[hit.position] >= _AFTER_RECORDS else 0.0
        return hit.score + bonus * shared + scale * gain

    looked = [*hits[:LOOKED], *(hit for hit in hits[LOOKED:] if known[hit.position] >= _AFTER_RECORDS)]
    moved = [replace(hit, score=standing(hit)) for hit in looked]
    return sorted(moved, key=lambda hit: -hit.score)


def _known(hit: Hit, query: Query, search: HybridSearch, before: Sequence[int]) -> bool:
    """Whether a passage answers what is known to be asked next."""
    return bool(before) and search.followed(query.alone, before[0])[hit.position] >= _BESIDE


def weighed(
    hits: Sequence[Hit], query: Query, search: HybridSearch, before: Sequence[int]
) -> tuple[list[Hit], Vectors]:
    """The passages found that are looked at, and their signals (`Later`), a row each.

    `before` are those that answered before.
    """
    known, chances = np.zeros(len(search.passages), np.float32), np.full(len(search.passages), FLOOR, np.float32)
    topic = query.context
    title = search.passages[before[0]].title if before else ""
    readings = encode_queries(search.encoder, [topic, f"{title}. {query.text}", f"{topic} {query.text}"])
    readings = np.stack([query.alone, *readings])
    if before:
        known = search.followed(query.alone, before[0])
        chances = search.next_chances(query.alone, readings[2], before[0])
    likely = chances >= LIKELY
    found = {hit.position for hit in hits}
    asked_so = [at for at in np.flatnonzero(known >= ASKED_SO).tolist() if at not in found]
    hits = [*hits, *(search.search(query, 0, asked_so) if asked_so else [])]
    hits = [*hits[:LOOKED], *(h for h in hits[LOOKED:] if known[h.position] >= KNOWN or likely[h.position])]
    places = np.array([hit.position for hit in hits], np.int64)
    by_words, by_topic = (search.lexical.by_words(said).shares(places) for said in (query.corrected, topic))
    audience = for_families(before[0], search) if before else None

    def signals(row: int, hit: Hit) -> Later:
        at = hit.position
        alone, near_topic, titled = search.nearness(readings[:3], at).tolist()
        readers = for_families(at, search)
        return Later(
            hit.score,
            hit.several,
            alone,
            near_topic,
            titled,
            search.likeness(readings[3], at),
            float(by_words[row]),
            float(by_topic[row]),
            search.alike(at, before[0]) if before else 0.0,
            float(at in before[:1]),
            float(None not in (audience, readers) and audience != readers),
            float(_is_program(at, search)),
            float(known[at]),
            max(0.0, float(known[at]) - KNOWN),
            float(chances[at]),
        )

    return hits, np.array([signals(row, hit) for row, hit in enumerate(hits)], np.float32)


def _is_program(position: int, search: HybridSearch) -> bool:
    """Whether a passage is the record of a program."""
    return getattr(search.passages[position], "program", None) is not None


def is_limit(position: int, search: HybridSearch) -> bool:
    """Whether a passage tells what is not answered here."""
    return getattr(search.passages[position], "kind", "") == "limits"


def for_families(position: int, search: HybridSearch) -> bool | None:
    """Whether a passage is written for families, or for those who run collaboratives; None for others."""
    kind = getattr(search.passages[position], "kind", "")
    return None if kind not in ("families", *RULES) else kind == "families"


def answered_before(asked: Asked, search: HybridSearch) -> list[int]:
    """The positions of the passages that answer the question before: the best one, and others as near.

    Where its answer is known, the one that led it.
    """
    if asked.led:
        return [search.position(asked.led)]
    earlier = asked.context.removesuffix(asked.previous).strip()
    if not earlier:
        hits = search.search(asked.previous, 6)
        # Of one collaborative its salaries or prices are asked, and the limit on them is what was said.
        hits = (hits if asked.organizations else _speaking(hits, search))[:3]
        return [hit.position for hit in hits if hit.best >= hits[0].best - _AS_NEAR]
    query = search.query(asked.previous, earlier, CONTEXT)
    # What is told beside a question is near a limit by chance: 'we are in Massachusetts' asks of no other state.
    before = [hit.position for hit in search.search(earlier, 1) if not is_limit(hit.position, search)]
    hits = _moved(search.search(query, LOOKED), query, search, before)
    return [hit.position for hit in _speaking(hits, search)[:1]]


def _speaking(hits: Sequence[Hit], search: HybridSearch) -> list[Hit]:
    """The hits without those that tell what is not answered here, unless one is clearly the first: that was said."""
    others = [hit for hit in hits if not is_limit(hit.position, search)]
    declined = not others or hits[0].score >= others[0].score + _DECLINED
    return list(hits) if declined else others
