"""How well a source supports a sentence: nearness in meaning, shared words, and the same sense of must, may, not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Any

from cachetools import LRUCache
from langchain_core.embeddings import Embeddings

from assistant.draft import sentences
from assistant.models.brief import Source
from index.encoder import Vectors, encode

SUPPORTED = 0.76
"""Strength (0 to 1) from which a source supports a sentence; set on data: see `assistant evaluate support`."""
NEARNESS = 0.38
"""Weight of the cosine in the strength; the rest is the share of the sentence's words that the source has."""
ON_TOPIC = 0.45
"""Cosine from which a source's own sentence may stand in for one that failed."""
KEPT = 500
"""Sources whose vectors are kept."""
_NEAR = 0.12
"""How much less near than the nearest a piece of the source may be and still lend its sense."""
_NOT = re.compile(
    r"\b(?:not|no|never|none|nor|neither|cannot|without|nothing|nobody|unless|barred|forbid\w*|forbidden|prohibit\w*|"
    r"unable|refus\w*|lacks?|free of charge|only if|except)\b|n['’]t\b",
    re.I,
)
_MUST = re.compile(r"\b(?:must|shall|has to|have to|required?|requires|obliged|mandatory|always|guarantee\w*)\b", re.I)
_MAY = re.compile(r"\b(?:may|can|could|might|allowed|permitted|optional|voluntary)\b", re.I)
_HEDGE = re.compile(r"\s*\(not confirmed\)", re.I)
_CLAUSE = re.compile(r"[,;:()]|\b(?:but|and|or|even if|when|if|that|because|while)\b")
_WORD = re.compile(r"[a-z][a-z'-]*[a-z]")
_LIGHT = frozenset(
    {"a", "about", "all", "also", "although", "am", "among", "an", "and", "any", "are", "as", "at", "back", "be"}
    | {"been", "being", "by", "call", "can", "come", "comes", "could", "did", "do", "does", "due", "each", "else"}
    | {"even", "every", "find", "for", "found", "from", "get", "gets", "give", "given", "gives", "goes", "has", "have"}
    | {"having", "he", "her", "here", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "itself"}
    | {"kind", "kinds", "let", "like", "look", "made", "make", "makes", "many", "may", "me", "mean", "means", "might"}
    | {"more", "most", "much", "must", "my", "need", "needs", "no", "nor", "not", "of", "on", "one", "or", "other"}
    | {"our", "out", "over", "own", "part", "purpose", "say", "says", "see", "set", "shall", "she", "should", "so"}
    | {"some", "such", "take", "takes", "than", "that", "the", "their", "them", "then", "there", "these", "they"}
    | {"thing", "things", "this", "those", "to", "too", "turn", "under", "up", "upon", "us", "was", "way", "we"}
    | {"were", "what", "when", "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "work"}
    | {"works", "would", "according", "you", "your"}
)
"""Words that carry no fact of their own."""


@dataclass(frozen=True)
class Support:
    """How a source stands to a sentence.

    `cosine` (-1 to 1) is how near the nearest piece is, `covered` (0 to 1) the share of the sentence's words that the
    source has, `agrees` whether the sense is the same, `nearest` the nearest sentence of the passage itself.
    """

    cosine: float
    covered: float
    agrees: bool
    nearest: str

    @property
    def strength(self) -> float:
        """Nearness and shared words in one number (0 to 1)."""
        return NEARNESS * self.cosine + (1 - NEARNESS) * self.covered

    @property
    def holds(self) -> bool:
        """Whether the source supports the sentence."""
        return self.strength >= SUPPORTED and self.agrees


class Supporting:
    """Compares sentences with sources; what a source's pieces were encoded as is kept for a while."""

    def __init__(self, encoder: Embeddings) -> None:
        self._encoder = encoder
        self._kept: LRUCache[tuple[str, ...], Vectors] = LRUCache(KEPT)
        self._lock = Lock()

    def support(self, sentence: str, source: Source) -> Support:
        """How a source supports a sentence."""
        if said := _word_for_word(sentence, source):
            return Support(1.0, 1.0, True, said)
        units, vectors = self._encoded(source)
        vector = encode(self._encoder, [sentence])[0]
        cosines = vectors @ vector
        best = float(cosines.max())
        near = [unit for unit, cosine in zip(units, cosines.tolist(), strict=True) if cosine >= best - _NEAR]
        own = {u: c for u, c in zip(units, cosines.tolist(), strict=True) if u in sentences(source.passage.text)}
        nearest = max(own, key=lambda unit: own[unit])
        return Support(best, covered(sentence, source), agrees(sentence, near), nearest)

    def _encoded(self, source: Source) -> tuple[list[str], Vectors]:
        """The pieces of a source that a sentence may restate: sentences, pairs of them, records."""
        units = pieces(source)
        with self._lock:
            vectors = self._kept.get(tuple(units))
        if vectors is None:
            vectors = encode(self._encoder, units)
            with self._lock:
                self._kept[tuple(units)] = vectors
        return units, vectors


def pieces(source: Source) -> list[str]:
    """A source's sentences, alone and with a neighbour, the first one with the title too; and its records."""
    own = sentences(source.passage.text)
    pairs = [f"{a} {b}" for a, b in pairwise(own)]
    titled = [f"{source.passage.title}. {own[0]}"]
    records = [piece for fact in source.facts for piece in (fact, *sentences(fact))]
    return list(dict.fromkeys([*own, *pairs, *titled, *records]))


def _word_for_word(sentence: str, source: Source) -> str:
    """The sentence of a source's passage, or its first one for a record, that holds a sentence as it is; else ''."""
    plain = sentence.replace("**", "").rstrip(".")
    if not any(plain in text for text in (source.passage.text, *source.facts)):
        return ""
    own = sentences(source.passage.text)
    return next((one for one in own if plain in one), own[0])


def covered(sentence: str, source: Source) -> float:
    """The share (0 to 1) of a sentence's words, by their stems, that a source has in its text, title or records."""
    words = stems(sentence)
    known = set(stems(f"{source.title} {' '.join(source.passage.headings)} {source.text}"))
    return sum(word in known for word in words) / len(words) if words else 1.0


def stems(text: str) -> list[str]:
    """The stems of the words that carry a fact."""
    words = [word for word in _WORD.findall(text.lower().replace("’", "'")) if word not in _LIGHT]
    return [str(stem) for stem in _stemmer().stemWords(words)]


@cache
def _stemmer() -> Any:
    """Snowball's stemmer for English."""
    import Stemmer

    return Stemmer.Stemmer("english")


def agrees(sentence: str, pieces: Sequence[str]) -> bool:
    """Whether a sentence denies and demands no more than the clause that shares most of its words.

    A denial needs a denial in the source, and the other way round; a 'must' does not follow from a 'may'.
    """
    words = set(stems(sentence))
    clauses = [clause for piece in pieces for clause in _CLAUSE.split(_HEDGE.sub("", piece)) if stems(clause)]
    shared = [len(words & set(stems(clause))) for clause in clauses]
    most = max(shared, default=0)
    return any(_same_sense(sentence, clause) for clause, n in zip(clauses, shared, strict=True) if n == most)


def denies(text: str) -> bool:
    """Whether a text says that something is not so, or not allowed."""
    return bool(_NOT.search(text))


def _same_sense(sentence: str, unit: str) -> bool:
    """Whether two texts agree in denial, and the first demands nothing that the second only allows."""
    if denies(sentence) != denies(unit):
        return False
    demands_more = _MUST.search(sentence) and not _MUST.search(unit) and _MAY.search(unit)
    allows_more = _MAY.search(sentence) and not _MAY.search(unit) and _MUST.search(unit)
    return not (demands_more or allows_more)
