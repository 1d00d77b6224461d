"""Lexical search: stemmed BM25 over words, BM25 over character n-grams for misspellings, and a speller."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from pathlib import Path

import numpy as np
import Stemmer
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from index.tables import Found, Scores, Tables
from index.tokens import STOPWORDS, WORD, Text, ngrams, words
from index.weighing import Weights, kept

_SPELT = 50_000
"""Words of a corpus that misspelt ones are compared with, the commonest ones: a rare one may be a slip."""
_TELLING = 2.2
"""Rarity from which a word tells one passage from another: not 'collaborative', 'board' or 'child'."""


class Speller:
    """Corrects words that the corpus does not know to the nearest that it does, unless they are words elsewhere."""

    def __init__(self, vocabulary: Mapping[str, int], is_word: Callable[[str], bool]) -> None:
        self._known = vocabulary
        self._is_word = is_word
        self._alike: dict[tuple[str, int], list[str]] = {}
        for word in nlargest(_SPELT, vocabulary, vocabulary.__getitem__):
            if len(word) >= 4 and word.isalpha():
                self._alike.setdefault((word[0], len(word)), []).append(word)
        self._cache: dict[str, str] = {}

    def correct(self, word: str) -> str:
        """The word itself when known or hopeless, else the nearest known word (one edit, two from seven letters on)."""
        if word in self._known or len(word) < 4 or not word.isalpha() or self._is_word(word):
            return word
        if word not in self._cache:
            if len(self._cache) > 10_000:
                self._cache.clear()
            self._cache[word] = self._nearest(word)
        return self._cache[word]

    def _nearest(self, word: str) -> str:
        """Nearest by Damerau-Levenshtein distance; of equals one that has all the letters, then the commoner one."""
        limit = 1 if len(word) < 7 else 2
        # An edit changes the length by one at most.
        lengths = range(len(word) - limit, len(word) + limit + 1)
        pool = [known for first in word[:2] for length in lengths for known in self._alike.get((first, length), ())]
        found = process.extract(word, pool, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=20)
        if not found:
            return word
        return min(
            found, key=lambda hit: (hit[1], hit[0][0] != word[0], not _holds(hit[0], word), -self._known[hit[0]])
        )[0]

    def correct_text(self, text: str) -> str:
        """The text with its unknown words corrected; everything else stays."""
        return WORD.sub(lambda m: self.correct(m[0]) if m[0] not in STOPWORDS else m[0], text.lower())


def _holds(known: str, word: str) -> bool:
    """Whether a known word has the letters of another one in their order: a letter left out is the commonest slip."""
    letters = iter(known)
    return all(letter in letters for letter in word)


class LexicalIndex:
    """Word and n-gram BM25 over the same passages, by their places in the corpus. Reads only."""

    def __init__(self, tables: Tables, is_word: Callable[[str], bool]) -> None:
        self._tables = tables
        self._stemmer = Stemmer.Stemmer("english")
        self._names = list(tables.stems)
        self._frequency = dict(zip(self._names, tables.words.lengths(), strict=True))
        self.vocabulary = tables.vocabulary
        self.speller = Speller(tables.vocabulary, is_word)

    def stems(self, text: str) -> list[str]:
        """The stemmed words of a text."""
        return list(self._stemmer.stemWords(words(text)))

    def by_words(self, query: str) -> Found:
        """BM25 of the passages for the query's words."""
        rows = self._tables.stems
        return self._tables.words.found([rows[s] for s in self.stems(query) if s in rows], self._tables.count)

    def by_ngrams(self, query: str) -> Found:
        """BM25 of the passages for the query's character n-grams."""
        rows = self._tables.grams
        cut = [gram for stem in self.stems(query) for gram in ngrams(stem)]
        return self._tables.ngrams.found([rows[gram] for gram in cut if gram in rows], self._tables.count)

    def shares(self, positions: NDArray[np.int64], query: str, context: str = "", weight: float = 0.5) -> Scores:
        """For each passage the share (0 to 1) of the query's words, by rarity, that it has in any of its fields.

        Words of the context that the query lacks count with their weight.
        """
        weights = {stem: weight * self.rarity(stem) for stem in self.stems(context)}
        weights |= {stem: self.rarity(stem) for stem in self.stems(query)}
        shares = np.zeros(len(positions), np.float32)
        total = sum(weights.values()) or 1.0
        held, holders = self._tables.passages.gathered(positions)
        for stem, rarity in weights.items():
            row = self._tables.stems.get(stem)
            if row is not None:
                shares[holders[held == row]] += rarity / total
        return shares

    def rarity(self, stem: str) -> float:
        """Inverse document frequency of a stemmed word; a word of no passage counts like one of half a passage."""
        return float(np.log(1 + self._tables.count / (self._frequency.get(stem, 0) + 0.5)))

    def telling(self, text: str) -> frozenset[str]:
        """The stemmed words of a text that some passages have, few enough to tell one from another by them."""
        return frozenset(s for s in self.stems(text) if s in self._frequency and self.rarity(s) >= _TELLING)

    def told(self, text: str) -> float:
        """How much the telling words of a text, in corrected spelling, tell together, by their rarity."""
        return sum(map(self.rarity, self.telling(self.speller.correct_text(text))))

    def stems_of(self, positions: Iterable[int]) -> frozenset[str]:
        """The stemmed words of all fields of some passages, their titles and asks among them."""
        of = self._tables.passages.of
        return frozenset(self._names[row] for position in positions for row in of(position).tolist())

    def coverage(self, query: str, positions: Iterable[int]) -> float:
        """The share (0 to 1) of the query's words, weighted by rarity, that stand in any of the passages."""
        stems = set(self.stems(query))
        total = sum(self.rarity(s) for s in stems)
        found = self.stems_of(positions) & stems
        return sum(self.rarity(s) for s in found) / total if total else 0.0


def open_lexical(
    texts: Sequence[Text],
    folder: Path | None = None,
    weights: Weights | None = None,
    is_word: Callable[[str], bool] = lambda word: False,
) -> LexicalIndex:
    """The lexical index of passages in the order given: read from a version's folder, or made and kept there.

    `is_word` tells whether a word in small letters that no passage has is one all the same, and not misspelt.
    """
    return LexicalIndex(kept(texts, weights or Weights(), folder), is_word)
