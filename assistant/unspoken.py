"""The word of a question that the nearest passages do not speak of, though the question turns on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asked import Asked
from assistant.premise import claim_of
from assistant.quoting import Found
from index.encoder import encode_queries
from index.lexical import words
from index.search import HybridSearch, Query

_RARE = 4.0
"""Rarity from which a word can be what a question turns on."""
_PULLS = 0.05
"""By how much of a cosine the first passage comes nearer when the word is left out: it is not a synonym then."""
_SAME = 0.8
"""Cosine from which a passage answers the question in other words."""
_FAR = 0.55
"""Cosine below which the first passage is not worth showing either."""
_LONGEST = 18
"""Words of a question from which it tells a story, in which many words weigh nothing."""
_AROUND = (
    "cite citation memo quote source link page paragraph journalist reporter mother father mom dad brother sister "
    "nephew niece cousin grandma grandpa grandmother grandfather wife husband friend neighbor please thanks hello "
    "exec regs regulation statute mass massachusetts"
)
_FRAME = frozenset(_AROUND.split())
"""Words around a question rather than in it."""


@dataclass(frozen=True)
class Unspoken:
    """A word of a question; whether any passage has it at all, and whether the nearest is too far to be shown."""

    word: str
    anywhere: bool
    far: bool

    @property
    def said(self) -> str:
        """What to say of it."""
        return f"Our documents do not say anything about “{self.word}”{' in this' if self.anywhere else ''}."


def unspoken(asked: Asked, query: Query, found: Sequence[Found], search: HybridSearch) -> Unspoken | None:
    """What a short question turns on and its nearest passages (best first) do not speak of, or None.

    A word is taken only when the first passage is nearer to the question without it: leaving out a synonym of what
    the passage says takes the question farther away.
    """
    if not found or found[0].hit.best >= _SAME or len(asked.text.split()) > _LONGEST or claim_of(asked.whole):
        return None
    missing = _missing(asked, found, search)[:3]
    if not missing:
        return None
    texts = [query.corrected, *(_without(query.corrected, corrected) for _, corrected in missing)]
    cosines = search.nearness(encode_queries(search.encoder, texts), found[0].hit.position)
    pulls, (word, corrected) = max(zip((cosines[1:] - cosines[0]).tolist(), missing, strict=True))
    if pulls < _PULLS:
        return None
    anywhere = word == corrected and word in search.lexical.vocabulary
    return Unspoken(word, anywhere, found[0].hit.best < _FAR)


def _missing(asked: Asked, found: Sequence[Found], search: HybridSearch) -> list[tuple[str, str]]:
    """The telling words of a question that none of the first passages has, as written and corrected, rarest first."""
    lexical = search.lexical
    spoken = lexical.stems_of(f.hit.position for f in found[:3])
    named = set(words(" ".join([*(p.said for p in asked.places), *(p.name for p in asked.places)])))
    named |= {w for org in asked.organizations for w in words(org.name)}
    missing = []
    for word in dict.fromkeys(words(asked.text)):
        corrected = lexical.speller.correct(word)
        # A word that the encoder knows is no misspelling, whatever the corpus has that is spelt like it.
        meant = word if search.knows(word) else corrected
        stem = "".join(lexical.stems(meant))
        if meant in _FRAME or meant in named or not meant.isalpha() or len(stem) < 3 or stem in spoken:
            continue
        if lexical.rarity(stem) >= _RARE and not any(s.startswith(stem) for s in spoken):
            missing.append((word, corrected))
    return sorted(missing, key=lambda pair: -lexical.rarity("".join(lexical.stems(pair[0]))))


def _without(text: str, word: str) -> str:
    """A text without a word."""
    return " ".join(re.sub(rf"\b{re.escape(word)}\b", " ", text).split())
