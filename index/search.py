"""Hybrid search: dense faces from Chroma, BM25 over words and n-grams, fused by a convex combination."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from index.encoder import Vectors, encode_query
from index.faces import Face, Findable
from index.lexical import LexicalIndex


@dataclass(frozen=True)
class Fusion:
    """Weights of the signals (they sum to 1), tuned on FeedbackQA's `valid`; how many candidates each one sends."""

    text: float = 0.23
    best: float = 0.28
    title: float = 0.17
    words: float = 0.26
    ngrams: float = 0.06
    context: float = 0.5
    faces: int = 200
    lexical: int = 50


@dataclass(frozen=True)
class Hit:
    """A passage that was found: its place in the corpus, the fused score (0 to 1), and the signals behind it.

    `text`, `best` and `title` are cosines of the question with the passage's faces; `words` and `ngrams` are BM25
    scores divided by the best one of this question; `face` is the text of the best face.
    """

    position: int
    id: str
    score: float
    text: float
    best: float
    title: float
    words: float
    ngrams: float
    face: str


@dataclass(frozen=True)
class Query:
    """A question ready for search: its words, the corrected words, its vector, and what was said before it."""

    text: str
    corrected: str
    vector: NDArray[np.float32]
    context: str = ""


class HybridSearch:
    """Search over one version of the index. Reads only; safe to share between threads."""

    def __init__(
        self,
        passages: Sequence[Findable],
        faces: Sequence[Face],
        vectors: Vectors,
        store: Chroma,
        encoder: Embeddings,
        lexical: LexicalIndex,
        fusion: Fusion | None = None,
    ) -> None:
        self.passages = passages
        self.encoder = encoder
        self.lexical = lexical
        self.fusion = fusion or Fusion()
        self._faces = faces
        self._vectors = vectors
        self._store = store
        self._position = {passage.id: i for i, passage in enumerate(passages)}
        owners = np.array([face.position for face in faces])
        self._start = np.searchsorted(owners, np.arange(len(passages) + 1))

    def query(self, text: str, context: str = "", weight: float = 0.35) -> Query:
        """Prepare a question; what was said before it may be given as context, weighing less (0 to 1)."""
        corrected = self.lexical.speller.correct_text(text)
        vector = encode_query(self.encoder, text)
        if corrected != text.lower():
            vector = vector + encode_query(self.encoder, corrected)
        if context:
            whole = encode_query(self.encoder, f"{context} {text}")
            vector = vector / np.linalg.norm(vector) * (1 - weight) + whole * weight
            context = self.lexical.speller.correct_text(context)
        return Query(text, corrected, np.asarray(vector / np.linalg.norm(vector), np.float32), context)

    def search(self, query: Query | str, k: int = 10) -> list[Hit]:
        """The k best passages, best first."""
        query = self.query(query) if isinstance(query, str) else query
        words = self.lexical.word_scores(query.corrected)
        ngrams = self.lexical.ngram_scores(query.corrected)
        if query.context:
            words = words + self.fusion.context * self.lexical.word_scores(query.context)
            ngrams = ngrams + self.fusion.context * self.lexical.ngram_scores(query.context)
        candidates = self._candidates(query, words, ngrams)
        hits = self._fuse(query, candidates, words, ngrams)
        return sorted(hits, key=lambda hit: (-hit.score, hit.position))[:k]

    def ask_vectors(self, id_: str) -> Vectors:
        """The vectors of the questions that a passage answers."""
        position = self._position[id_]
        rows = range(self._start[position], self._start[position + 1])
        return np.asarray(self._vectors[[r for r in rows if self._faces[r].kind == "ask"]], np.float32)

    def nearest(self, query: Query, k: int) -> list[tuple[int, float]]:
        """Chroma's k nearest faces: the passage's position and the cosine."""
        found = self._store.similarity_search_by_vector_with_relevance_scores(
            query.vector.tolist(), k=min(k, len(self._faces))
        )
        return [(self._position[document.metadata["passage"]], 1 - distance) for document, distance in found]

    def _candidates(self, query: Query, words: NDArray[np.float32], ngrams: NDArray[np.float32]) -> NDArray[np.int64]:
        """Positions of the passages that any signal puts forward."""
        chosen = {position for position, _ in self.nearest(query, self.fusion.faces)}
        for scores in (words, ngrams):
            count = min(self.fusion.lexical, len(scores))
            top = np.argpartition(-scores, count - 1)[:count]
            chosen.update(int(i) for i in top if scores[i] > 0)
        return np.array(sorted(chosen), np.int64)

    def _fuse(
        self, query: Query, candidates: NDArray[np.int64], words: NDArray[np.float32], ngrams: NDArray[np.float32]
    ) -> list[Hit]:
        """Score the candidates by all signals."""
        f = self.fusion
        top_words, top_ngrams = max(float(words.max()), 1e-9), max(float(ngrams.max()), 1e-9)
        signals = [self._dense(query.vector, int(i)) for i in candidates]
        peaks = np.maximum(np.array([s[:3] for s in signals]).max(0), 1e-9)
        hits = []
        for position, (text, best, title, face) in zip(candidates.tolist(), signals, strict=True):
            word, ngram = float(words[position]) / top_words, float(ngrams[position]) / top_ngrams
            dense = f.text * text / peaks[0] + f.best * best / peaks[1] + f.title * title / peaks[2]
            score = float(dense + f.words * word + f.ngrams * ngram)
            hits.append(Hit(position, self.passages[position].id, score, text, best, title, word, ngram, face))
        return hits

    def _dense(self, vector: NDArray[np.float32], position: int) -> tuple[float, float, float, str]:
        """Exact cosines of a passage's faces: whole text, best of text, parts and asks, and title; the best face."""
        start, end = self._start[position], self._start[position + 1]
        cosines = self._vectors[start:end] @ vector
        kinds = [face.kind for face in self._faces[start:end]]
        titled = cosines[kinds.index("title")] if "title" in kinds else cosines[0]
        rest = [i for i, kind in enumerate(kinds) if kind != "title"]
        best = max(rest, key=lambda i: float(cosines[i]))
        return float(cosines[0]), float(cosines[best]), float(titled), self._faces[start + best].text
