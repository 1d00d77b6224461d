"""Hybrid search: dense faces from Chroma, BM25 over words and n-grams, fused by a convex combination."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from chromadb import Collection
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from index import tokens
from index.adapter import Floats, turned
from index.encoder import OnnxEncoder, Vectors, encode_queries
from index.faces import Face, FaceKind, Findable
from index.lexical import LexicalIndex

REST = 15.0
"""Seconds that Chroma is left alone after it did not answer, so that not every question waits for it."""
_FEW = 2_000
"""Faces of a kind up to which comparing with each is as quick as Chroma."""
_ALIKE = 0.75
"""Cosine from which a face and a question begin to say the same."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fusion:
    """Weights of the signals (they sum to 1), tuned on FeedbackQA's `valid`; how many candidates each one sends.

    `alike` is added, beyond the sum, for a face that says the same as the question, the more the nearer it is.
    """

    text: float = 0.23
    best: float = 0.28
    title: float = 0.17
    words: float = 0.26
    ngrams: float = 0.06
    whole: float = 0.0
    alike: float = 0.0
    context: float = 0.5
    faces: int = 200
    lexical: int = 50


@dataclass(frozen=True)
class Hit:
    """A passage that was found: its place in the corpus, the fused score (0 to 1), and the signals behind it.

    `text`, `best` and `title` are cosines of the question with the passage's faces; `words` and `ngrams` are BM25
    scores divided by the best one of this question; `whole` is the share of the question's words, weighted by rarity,
    that the passage has in any of its fields; `face` is the text of the best face.
    """

    position: int
    id: str
    score: float
    text: float
    best: float
    title: float
    words: float
    ngrams: float
    whole: float
    face: str


@dataclass(frozen=True)
class Query:
    """A question ready for search: its words, the corrected words, its vector, and what was said before it.

    `turned` is the vector that ranks: the same one, or what the adapter makes of it. `alone` is that of the question
    without what was said before, `beside` that of another text that was encoded along with it.
    """

    text: str
    corrected: str
    vector: NDArray[np.float32]
    turned: NDArray[np.float32]
    alone: NDArray[np.float32]
    context: str = ""
    beside: NDArray[np.float32] | None = None


class HybridSearch:
    """Search over one version of the index. Reads only; safe to share between threads.

    Without a `store` all vectors are compared. `lease` is held on to while the search lives.
    `spelt_out` says a question in words that the encoder knows; it is read in both wordings.
    """

    def __init__(
        self,
        passages: Sequence[Findable],
        faces: Sequence[Face],
        vectors: Vectors,
        store: Collection | None,
        encoder: Embeddings,
        lexical: LexicalIndex,
        fusion: Fusion | None = None,
        lease: object = None,
        adapter: Floats | None = None,
        spelt_out: Callable[[str], str] = str,
    ) -> None:
        self.passages = passages
        self.encoder = encoder
        self.lexical = lexical
        self.fusion = fusion or Fusion()
        self._adapter = adapter
        self._spelt_out = spelt_out
        self._faces = faces
        self._vectors = np.asarray(vectors)
        self._store = store
        self._resting_until = 0.0
        self._lease = lease
        self._kinds = np.array([face.kind for face in faces])
        self._titled = self._kinds == "title"
        self._position = {passage.id: i for i, passage in enumerate(passages)}
        owners = np.array([face.position for face in faces])
        self._start = np.searchsorted(owners, np.arange(len(passages) + 1))
        self._has_title = np.isin(np.arange(len(passages)), owners[self._titled])

    def query(self, text: str, context: str = "", weight: float = 0.35, beside: str = "") -> Query:
        """Prepare a question; what was said before it may be given as context, weighing less (0 to 1).

        `beside` is another text that the caller needs the vector of: all are encoded in one call, which costs less.
        """
        corrected = self.lexical.speller.correct_text(text)
        texts = dict.fromkeys((corrected if corrected == text.lower() else text, corrected))
        texts |= dict.fromkeys(self._spelt_out(said) for said in tuple(texts))
        readings = len(texts)
        whole = f"{context} {text}" if context else ""
        texts |= dict.fromkeys(t for t in (whole, beside) if t)
        vectors = dict(zip(texts, encode_queries(self.encoder, list(texts)), strict=True))
        alone = np.sum(list(vectors.values())[:readings], axis=0)
        alone = vector = np.asarray(alone / np.linalg.norm(alone), np.float32)
        if context:
            vector = alone * (1 - weight) + vectors[whole] * weight
            context = self.lexical.speller.correct_text(context)
        vector = np.asarray(vector / np.linalg.norm(vector), np.float32)
        ranking = vector if self._adapter is None else turned(vector, self._adapter)
        return Query(text, corrected, vector, ranking, alone, context, vectors.get(beside))

    def search(self, query: Query | str, k: int = 10) -> list[Hit]:
        """The k best passages, best first."""
        query = self.query(query) if isinstance(query, str) else query
        words = self.lexical.word_scores(query.corrected)
        ngrams = self.lexical.ngram_scores(query.corrected)
        if query.context:
            words = words + self.fusion.context * self.lexical.word_scores(query.context)
            ngrams = ngrams + self.fusion.context * self.lexical.ngram_scores(query.context)
        candidates = self._candidates(query, words, ngrams)
        return self._fuse(query, candidates, words, ngrams, k)

    @property
    def vectors(self) -> Vectors:
        """The vectors of all faces, in their order."""
        return self._vectors

    def ask_vectors(self, id_: str) -> Vectors:
        """The vectors of the questions that a passage answers."""
        position = self._position[id_]
        rows = range(self._start[position], self._start[position + 1])
        return np.asarray(self._vectors[[r for r in rows if self._faces[r].kind == "ask"]], np.float32)

    def knows(self, word: str) -> bool:
        """Whether the encoder has a word whole in its vocabulary: then it is a word, if the corpus lacks it or not."""
        return isinstance(self.encoder, OnnxEncoder) and self.encoder.knows(word)

    def told(self, text: str) -> float:
        """How much a text tells of its topic: the rarity of its telling words that are not everyday ones of English."""
        mended = self.lexical.speller.correct_text(text)
        if isinstance(self.encoder, OnnxEncoder):
            mended = " ".join(word for word in tokens.words(mended) if not self.encoder.everyday(word))
        return sum(map(self.lexical.rarity, self.lexical.telling(mended)))

    def near(self, query: Query | str) -> float:
        """The cosine of a question with the nearest of the first passages found for it."""
        return max((hit.best for hit in self.search(query, 3)), default=0.0)

    def nearness(self, vectors: Vectors, position: int) -> Vectors:
        """The cosine of each vector with the nearest face of one passage."""
        faces = self._vectors[self._start[position] : self._start[position + 1]]
        return np.asarray((vectors @ faces.T).max(1), np.float32)

    def nearest(self, query: Query, k: int, kind: FaceKind | None = None) -> list[tuple[int, float]]:
        """Chroma's k nearest faces, of all or of one kind: the passage's position and the cosine.

        Exact search over all of them when Chroma does not answer.
        """
        near = self._near(query, min(k, len(self._faces))) if kind is None else self._near_of(query, k, kind)
        return [(self._faces[row].position, cosine) for row, cosine in near]

    def _near_of(self, query: Query, k: int, kind: FaceKind) -> list[tuple[int, float]]:
        """Rows and cosines of the k nearest faces of a kind.

        Chroma's own filter lists all that pass before it searches, so more neighbours are asked for instead, until
        enough are of the kind; the few of a rare kind are compared one by one.
        """
        of_kind = np.flatnonzero(self._kinds == kind)
        k, asked = min(k, len(of_kind)), k * len(self._faces) // max(1, len(of_kind))
        if len(of_kind) <= max(_FEW, k):
            return self._exact(query, k, of_kind)
        while True:
            asked = min(2 * asked, len(self._faces))
            found = [near for near in self._near(query, asked) if self._kinds[near[0]] == kind]
            if len(found) >= k or asked == len(self._faces):
                return found[:k]

    def _near(self, query: Query, k: int) -> list[tuple[int, float]]:
        """Rows and cosines of the k nearest faces by Chroma, or by comparing with all when it does not answer."""
        if self._store is None or self.resting:
            return self._exact(query, k)
        try:
            found = self._store.query(query_embeddings=[query.turned.tolist()], n_results=k, include=["distances"])
        except Exception as fault:
            _log.error("Chroma did not answer (%s); the vectors at hand are searched instead", type(fault).__name__)
            self._resting_until = time.monotonic() + REST
            return self._exact(query, k)
        distances = (found["distances"] or [[]])[0]
        return [(int(row), 1 - distance) for row, distance in zip(found["ids"][0], distances, strict=True)]

    @property
    def resting(self) -> bool:
        """Whether Chroma did not answer a short while ago, and the vectors at hand are searched instead."""
        return time.monotonic() < self._resting_until

    def exact(self, query: Query, k: int) -> list[tuple[int, float]]:
        """The k nearest faces by comparing with all of them."""
        return [(self._faces[row].position, cosine) for row, cosine in self._exact(query, k)]

    def _exact(self, query: Query, k: int, among: NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
        """Rows and cosines of the k nearest faces by comparing with all of them, or with some."""
        cosines = (self._vectors if among is None else self._vectors[among]) @ query.turned
        k = min(k, len(cosines))
        top = np.argpartition(-cosines, k - 1)[:k] if k else np.zeros(0, np.int64)
        nearest = top[np.argsort(-cosines[top])]
        rows = nearest if among is None else among[nearest]
        return list(zip(rows.tolist(), cosines[nearest].tolist(), strict=True))

    def _candidates(self, query: Query, words: NDArray[np.float32], ngrams: NDArray[np.float32]) -> NDArray[np.int64]:
        """Positions of the passages that any signal puts forward."""
        chosen = {position for position, _ in self.nearest(query, self.fusion.faces)}
        for scores in (words, ngrams):
            count = min(self.fusion.lexical, len(scores))
            top = np.argpartition(-scores, count - 1)[:count]
            chosen.update(int(i) for i in top if scores[i] > 0)
        return np.array(sorted(chosen), np.int64)

    def _fuse(
        self,
        query: Query,
        candidates: NDArray[np.int64],
        words: NDArray[np.float32],
        ngrams: NDArray[np.float32],
        k: int,
    ) -> list[Hit]:
        """The k best candidates by all signals, best first."""
        f = self.fusion
        dense, ranking, nearest = self._dense(query, candidates)
        scaled = ranking / np.maximum(ranking.max(1, keepdims=True), 1e-9)
        lexical = [scores[candidates] / max(float(scores.max()), 1e-9) for scores in (words, ngrams)]
        shares = self.lexical.shares(query.corrected, query.context, f.context)[candidates]
        signals = np.stack([*scaled, *lexical, shares])
        weights = np.array([f.text, f.best, f.title, f.words, f.ngrams, f.whole], np.float32)
        scores = weights @ signals + f.alike * np.clip((dense[1] - _ALIKE) / (1 - _ALIKE), 0, 1)
        best = np.lexsort((candidates, -scores))[:k]
        positions, faces, of = candidates[best].tolist(), nearest[best].tolist(), np.stack([*dense, *signals[3:]])
        hits = []
        for position, face, score, row in zip(
            positions, faces, scores[best].tolist(), of[:, best].T.tolist(), strict=True
        ):
            text, near, title, word, ngram, whole = row
            id_, said = self.passages[position].id, self._faces[face].text
            hits.append(Hit(position, id_, score, text, near, title, word, ngram, whole, said))
        return hits

    def _dense(self, query: Query, candidates: NDArray[np.int64]) -> tuple[Vectors, Vectors, NDArray[np.int64]]:
        """Exact cosines of each candidate's whole text, best face (the title apart) and title; the row of that face.

        The cosines are with the question's vector and with the one that ranks; the face is the best for the latter.
        """
        starts, ends = self._start[candidates], self._start[candidates + 1]
        counts = ends - starts
        first = np.concatenate([[0], np.cumsum(counts)[:-1]])
        rows = np.arange(counts.sum()) + np.repeat(starts - first, counts)
        cosines = np.stack([query.vector, query.turned]) @ self._vectors[rows].T
        titled = self._titled[rows]
        text = cosines[:, first]
        titles = np.maximum.reduceat(np.where(titled, cosines, -1), first, axis=1)
        title = np.where(self._has_title[candidates], titles, text)
        rest = np.where(titled, -1, cosines)
        best = np.maximum.reduceat(rest, first, axis=1)
        # The first face of each candidate that is as near as its best one.
        hits = np.flatnonzero(rest[1] == np.repeat(best[1], counts))
        nearest = rows[hits[np.searchsorted(hits, first)]]
        plain, ranking = np.asarray(np.stack([text, best, title], axis=1), np.float32)
        return plain, ranking, np.asarray(nearest, np.int64)
