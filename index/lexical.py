"""Lexical search: stemmed BM25 over words, BM25 over character n-grams for misspellings, and a speller."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

Scores = NDArray[np.float32]

_TELLING = 2.2
"""Rarity from which a word tells one passage from another: not 'collaborative', 'board' or 'child'."""
_WORD = re.compile(r"[a-z0-9]+(?:[.'’][a-z0-9]+)*")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b\.?")
STOPWORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "may",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "out",
        "she",
        "should",
        "so",
        "some",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "am",
        "s",
        "t",
        "m",
        "re",
        "ve",
        "ll",
        "d",
    ]
)


@dataclass(frozen=True)
class Text:
    """What is indexed of one passage: its own words, and the title and headings that count more."""

    body: str
    title: str = ""
    headings: str = ""
    asks: str = ""


def words(text: str) -> list[str]:
    """The words of a text in lower case, without stop words; 50.07 stays whole, S.C.R.O. becomes scro."""
    found = (_DOTTED.sub(lambda m: m[0].replace(".", ""), text.lower())).replace("’", "'")
    return [w.removesuffix("'s") for w in _WORD.findall(found) if w not in STOPWORDS]


def ngrams(word: str, size: int = 4) -> list[str]:
    """The character n-grams of a word with its boundaries marked."""
    marked = f"<{word}>"
    return [marked[i : i + size] for i in range(max(1, len(marked) - size + 1))]


class Speller:
    """Corrects words that the corpus does not know to the nearest word that it does."""

    def __init__(self, vocabulary: Counter[str]) -> None:
        self._known = vocabulary
        self._by_initial: dict[str, list[str]] = {}
        for word in vocabulary:
            if len(word) >= 4 and word.isalpha():
                self._by_initial.setdefault(word[0], []).append(word)
        self._cache: dict[str, str] = {}

    def correct(self, word: str) -> str:
        """The word itself when known or hopeless, else the nearest known word (one edit, two from eight letters on)."""
        if word in self._known or len(word) < 4 or not word.isalpha():
            return word
        if word not in self._cache:
            if len(self._cache) > 10_000:
                self._cache.clear()
            self._cache[word] = self._nearest(word)
        return self._cache[word]

    def _nearest(self, word: str) -> str:
        """Nearest by Damerau-Levenshtein distance; the commoner word wins a tie."""
        limit = 1 if len(word) < 8 else 2
        pool = self._by_initial.get(word[0], []) + self._by_initial.get(word[1], [])
        found = process.extract(word, pool, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=20)
        if not found:
            return word
        return min(found, key=lambda hit: (hit[1], hit[0][0] != word[0], -self._known[hit[0]]))[0]

    def correct_text(self, text: str) -> str:
        """The text with its unknown words corrected; everything else stays."""
        return _WORD.sub(lambda m: self.correct(m[0]) if m[0] not in STOPWORDS else m[0], text.lower())


@dataclass(frozen=True)
class Weights:
    """How often a field's words count, beside the body's once; tuned on FeedbackQA's `valid`."""

    title: int = 4
    headings: int = 2
    asks: int = 1
    k1: float = 1.5
    b: float = 0.75


@dataclass
class LexicalIndex:
    """Word and n-gram BM25 over the same passages, in the order given."""

    texts: Sequence[Text]
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        raw = [self._fields(text) for text in self.texts]
        self.vocabulary = Counter(w for tokens in raw for w in set(tokens))
        self.speller = Speller(self.vocabulary)
        # The same word is one string in all passages: they would take tens of megabytes otherwise.
        one: dict[str, str] = {}
        stemmed = [[one.setdefault(w, w) for w in self._stemmer.stemWords(tokens)] for tokens in raw]
        del raw
        self._frequency = Counter(w for tokens in stemmed for w in set(tokens))
        self._sets = [frozenset(tokens) for tokens in stemmed]
        self._wholes = _postings(self._sets)
        self._bodies = _postings([frozenset(self.stems(text.body)) for text in self.texts])
        self._words = self._build(stemmed)
        # Each word is cut once, and its n-grams are shared by all passages: they are most of the memory otherwise.
        cut = {word: ngrams(word) for word in self._frequency}
        self._grams = self._build([[gram for word in tokens for gram in cut[word]] for tokens in stemmed])

    def _fields(self, text: Text) -> list[str]:
        """All words of a passage, repeated by their field's weight."""
        w = self.weights
        return (
            words(text.body)
            + words(text.title) * w.title
            + words(text.headings) * w.headings
            + words(text.asks) * w.asks
        )

    def _build(self, tokens: list[list[str]]) -> bm25s.BM25:
        """A BM25 index of token lists."""
        model = bm25s.BM25(k1=self.weights.k1, b=self.weights.b)
        model.index([t or [""] for t in tokens], show_progress=False)
        return model

    def stems(self, text: str) -> list[str]:
        """The stemmed words of a text."""
        return list(self._stemmer.stemWords(words(text)))

    def word_scores(self, query: str) -> Scores:
        """BM25 of every passage for the query's words."""
        return self._scores(self._words, self.stems(query))

    def ngram_scores(self, query: str) -> Scores:
        """BM25 of every passage for the query's character n-grams."""
        return self._scores(self._grams, [g for w in self.stems(query) for g in ngrams(w)])

    def _scores(self, model: bm25s.BM25, tokens: list[str]) -> Scores:
        """Scores of all passages; zeros when no token is known."""
        known = [t for t in tokens if t in model.vocab_dict]
        if not known:
            return np.zeros(len(self.texts), np.float32)
        return np.asarray(model.get_scores(known), np.float32)

    def shares(self, query: str, context: str = "", weight: float = 0.5) -> tuple[Scores, Scores]:
        """For every passage the share (0 to 1) of the query's words, by rarity, in its text, and anywhere in it.

        Words of the context that the query lacks count with their weight.
        """
        weights = {stem: weight * self.rarity(stem) for stem in self.stems(context)}
        weights |= {stem: self.rarity(stem) for stem in self.stems(query)}
        body, whole = np.zeros((2, len(self.texts)), np.float32)
        total = sum(weights.values()) or 1.0
        for stem, rarity in weights.items():
            share = rarity / total
            body[self._bodies.get(stem, _NOWHERE)] += share
            whole[self._wholes.get(stem, _NOWHERE)] += share
        return body, whole

    def rarity(self, stem: str) -> float:
        """Inverse document frequency of a stemmed word; a word of no passage counts like one of half a passage."""
        return float(np.log(1 + len(self.texts) / (self._frequency[stem] + 0.5)))

    def telling(self, text: str) -> frozenset[str]:
        """The stemmed words of a text that some passages have, few enough to tell one from another by them."""
        return frozenset(s for s in self.stems(text) if self._frequency[s] and self.rarity(s) >= _TELLING)

    def stems_of(self, positions: Iterable[int]) -> frozenset[str]:
        """The stemmed words of all fields of some passages, their titles and asks among them."""
        return frozenset().union(*(self._sets[p] for p in positions))

    def coverage(self, query: str, positions: Iterable[int]) -> float:
        """The share (0 to 1) of the query's words, weighted by rarity, that stand in any of the passages."""
        stems = set(self.stems(query))
        total = sum(self.rarity(s) for s in stems)
        found = self.stems_of(positions) & stems
        return sum(self.rarity(s) for s in found) / total if total else 0.0


_NOWHERE = np.zeros(0, np.int64)


def _postings(sets: Sequence[frozenset[str]]) -> dict[str, NDArray[np.int64]]:
    """Each stem with the places of the passages that hold it."""
    places: dict[str, list[int]] = {}
    for place, stems in enumerate(sets):
        for stem in stems:
            places.setdefault(stem, []).append(place)
    return {stem: np.array(held, np.int64) for stem, held in places.items()}
