"""Hybrid search: the nearest faces (all compared, or Chroma's) and BM25 of words and n-grams, convexly combined."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from index import tokens
from index.encoder import OnnxEncoder, Vectors, encode_queries
from index.faces import Face, FaceKind, Findable
from index.lexical import LexicalIndex
from index.sequel import FLOOR, Sequel
from index.tables import Found

if TYPE_CHECKING:
    from chromadb import Collection

REST = 15.0
"""Seconds that Chroma is left alone after it did not answer, so that not every question waits for it."""
_FEW = 2_000
"""Faces of a kind up to which comparing with each is as quick as Chroma."""
_AGAIN = 32
"""Questions whose cosines with all faces are at hand: an answer looks at its question from several sides."""
_SEVERAL = 6
"""How many of a passage's nearest faces count together: what several of them say is less by chance."""
SIGNALS = ("text", "best", "title", "part", "several", "words", "ngrams", "whole")
"""The signals that are fused, by their names in `Fusion` and in the order of `Hit`."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fusion:
    """Weights of the signals (they sum to 1), tuned on FeedbackQA's `valid`; how many candidates each one sends."""

    text: float = 0.23
    best: float = 0.28
    title: float = 0.17
    part: float = 0.0
    several: float = 0.0
    words: float = 0.26
    ngrams: float = 0.06
    whole: float = 0.0
    context: float = 0.5
    faces: int = 200
    lexical: int = 50


@dataclass(frozen=True)
class Hit:
    """A passage that was found: its place in the corpus, the fused score (0 to 1), and the signals behind it.

    `text`, `best` and `title` are cosines of the question with the passage's faces, `part` that with its text or the
    nearest part of it, `several` the mean of the nearest six; `words` and `ngrams` are BM25 scores divided by the best
    one of this question; `whole` is the share of the question's words, weighted by rarity, that the passage has in any
    of its fields; `face` is the text of the best face. `next` is the probability, as learnt, that it answers a turn
    which leans on what was said before (`index.sequel`).
    """

    position: int
    id: str
    score: float
    face: str
    text: float
    best: float
    title: float
    part: float
    several: float
    words: float
    ngrams: float
    whole: float
    next: float = 0.0


@dataclass(frozen=True)
class Query:
    """A question ready for search: its words, the corrected words, its vector, and what was said before it.

    `alone` is the vector without what was said before, `beside` that of another text that was encoded along with it.
    """

    text: str
    corrected: str
    vector: NDArray[np.float32]
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
        store: "Collection | None",
        encoder: Embeddings,
        lexical: LexicalIndex,
        fusion: Fusion | None = None,
        lease: object = None,
        spelt_out: Callable[[str], str] = str,
        sequel: Sequel | None = None,
    ) -> None:
        self.passages = passages
        self.encoder = encoder
        self.lexical = lexical
        self.fusion = fusion or Fusion()
        self._spelt_out = spelt_out
        self._sequel = sequel
        self._faces = faces
        self._vectors = np.asarray(vectors)
        self._store = store
        self._resting_until = 0.0
        self._recent: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()
        self._lease = lease
        self._kinds = np.array([face.kind for face in faces])
        self._titled = self._kinds == "title"
        self._told = np.isin(self._kinds, ("text", "part"))
        self._position = {passage.id: i for i, passage in enumerate(passages)}
        following = self._kinds == "follow-up"
        # Follow-ups stand behind all others and not in the store; only `followed` looks at them.
        self._count = len(faces) - int(following.sum())
        owners = np.array([face.position for face in faces])
        self._answers, owners = owners[self._count :], owners[: self._count]
        after = np.array([face.after for face in faces[self._count :]], np.int64)
        self._after, self._of_after = np.unique(after, return_inverse=True)
        self._start = np.searchsorted(owners, np.arange(len(passages) + 1))
        self._has_title = np.isin(np.arange(len(passages)), owners[self._titled[: self._count]])

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
        return Query(text, corrected, vector, alone, context, vectors.get(beside))

    def search(self, query: Query | str, k: int = 10, also: Sequence[int] = ()) -> list[Hit]:
        """The k best passages, best first; and behind them the ones at the positions `also` that are not among them."""
        query = self.query(query) if isinstance(query, str) else query
        words, ngrams = self.lexical.by_words(query.corrected), self.lexical.by_ngrams(query.corrected)
        if query.context:
            words = words.beside(self.lexical.by_words(query.context), self.fusion.context)
            ngrams = ngrams.beside(self.lexical.by_ngrams(query.context), self.fusion.context)
        candidates = np.union1d(self._candidates(query, words, ngrams), np.array(also, np.int64))
        return self._fuse(query, candidates, words, ngrams, k, also)

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

    def everyday(self, word: str) -> bool:
        """Whether a word is among the commonest of English, as far as the encoder knows."""
        return isinstance(self.encoder, OnnxEncoder) and self.encoder.everyday(word)

    def told(self, text: str) -> float:
        """How much a text tells of its topic: the rarity of its telling words that are not everyday ones of English."""
        mended = self.lexical.speller.correct_text(text)
        if isinstance(self.encoder, OnnxEncoder):
            mended = " ".join(word for word in tokens.words(mended) if not self.encoder.everyday(word))
        return sum(map(self.lexical.rarity, self.lexical.telling(mended)))

    def near(self, query: Query | str) -> float:
        """The cosine of a question with the nearest of the first passages found for it."""
        return max((hit.best for hit in self.search(query, 3)), default=0.0)

    def alike(self, one: int, other: int) -> float:
        """The cosine of two passages' texts."""
        return float(self._vectors[self._start[one]] @ self._vectors[self._start[other]])

    def likeness(self, vector: Vectors, position: int) -> float:
        """The cosine of a vector with the text of one passage."""
        return float(self._vectors[self._start[position]] @ vector)

    def position(self, id_: str) -> int:
        """The place of a passage in the corpus, by its id."""
        return self._position[id_]

    def nearness(self, vectors: Vectors, position: int) -> Vectors:
        """The cosine of each vector with the nearest face of one passage."""
        faces = self._vectors[self._start[position] : self._start[position + 1]]
        return np.asarray((vectors @ faces.T).max(1), np.float32)

    def followed(self, vector: Vectors, before: int) -> Vectors:
        """How near what is known to be asked next is to a turn after the passage `before`, by the passage that answers.

        The mean of two cosines: of the turn with what is asked, and of that passage with the one that it is asked
        after; 0 where no follow-up is answered by a passage.
        """
        best = np.zeros(len(self.passages), np.float32)
        asked = self._vectors[self._count :] @ vector
        told = self._vectors[self._start[self._after]] @ self._vectors[self._start[before]]
        np.maximum.at(best, self._answers, (asked + told[self._of_after]) / 2)
        return best

    def next_chances(self, alone: NDArray[np.float32], titled: NDArray[np.float32], before: int) -> Vectors:
        """What has been learnt of which passage answers a turn after another one (`index.sequel`).

        The logarithms of the probabilities; `index.sequel.FLOOR` of each where nothing has been learnt.

        `alone` is the vector of the turn, `titled` that of the turn behind the title of the passage `before`.
        """
        if self._sequel is None:
            return np.full(len(self.passages), FLOOR, np.float32)
        return self._sequel.chances(alone, titled, before)

    def nearest(self, query: Query, k: int, kind: FaceKind | None = None) -> list[tuple[int, float]]:
        """The k nearest faces, of all or of one kind: the passage's position and the cosine."""
        near = self._near(query, min(k, self._count)) if kind is None else self._near_of(query, k, kind)
        return [(self._faces[row].position, cosine) for row, cosine in near]

    def _near_of(self, query: Query, k: int, kind: FaceKind) -> list[tuple[int, float]]:
        """Rows and cosines of the k nearest faces of a kind.

        Chroma's own filter lists all that pass before it searches, so more neighbours are asked for instead, until
        enough are of the kind; the few of a rare kind are compared one by one.
        """
        of_kind = np.flatnonzero(self._kinds == kind)
        k, asked = min(k, len(of_kind)), k * self._count // max(1, len(of_kind))
        if len(of_kind) <= max(_FEW, k):
            return self._exact(query, k, of_kind)
        while True:
            asked = min(2 * asked, self._count)
            found = [near for near in self._near(query, asked) if self._kinds[near[0]] == kind]
            if len(found) >= k or asked == self._count:
                return found[:k]

    def _near(self, query: Query, k: int) -> list[tuple[int, float]]:
        """Rows and cosines of the k nearest faces by Chroma, or by comparing with all when it does not answer."""
        if self._store is None or self.resting:
            return self._exact(query, k)
        try:
            found = self._store.query(query_embeddings=[query.vector.tolist()], n_results=k, include=["distances"])
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
        cosines = self._cosines(query, among)
        k = min(k, len(cosines))
        top = np.argpartition(-cosines, k - 1)[:k] if k else np.zeros(0, np.int64)
        nearest = top[np.argsort(-cosines[top])]
        rows = nearest if among is None else among[nearest]
        return list(zip(rows.tolist(), cosines[nearest].tolist(), strict=True))

    def _cosines(self, query: Query, rows: NDArray[np.int64] | None = None) -> Vectors:
        """The cosines of a question with all faces or some; those with all are kept for a while where Chroma is not."""
        if self._store is not None:
            return (self._vectors[: self._count] if rows is None else self._vectors[rows]) @ query.vector
        key = query.vector.tobytes()
        with self._lock:
            whole = self._recent.get(key)
        if whole is None:
            whole = self._vectors[: self._count] @ query.vector
            with self._lock:
                self._recent[key] = whole
                while len(self._recent) > _AGAIN:
                    self._recent.popitem(last=False)
        return whole if rows is None else whole[rows]

    def _candidates(self, query: Query, words: Found, ngrams: Found) -> NDArray[np.int64]:
        """Positions of the passages that any signal puts forward."""
        chosen = {position for position, _ in self.nearest(query, self.fusion.faces)}
        for found in (words, ngrams):
            chosen.update(found.best(self.fusion.lexical).tolist())
        return np.array(sorted(chosen), np.int64)

    def _fuse(
        self,
        query: Query,
        candidates: NDArray[np.int64],
        words: Found,
        ngrams: Found,
        k: int,
        also: Sequence[int],
    ) -> list[Hit]:
        """The k best candidates by all signals, best first, and `also` those behind them."""
        f = self.fusion
        dense, nearest = self._dense(query, candidates)
        scaled = dense / np.maximum(dense.max(1, keepdims=True), 1e-9)
        lexical = [found.shares(candidates) for found in (words, ngrams)]
        shares = self.lexical.shares(candidates, query.corrected, query.context, f.context)
        signals = np.stack([*scaled, *lexical, shares])
        weights = np.array([getattr(f, name) for name in SIGNALS], np.float32)
        scores = weights @ signals
        order = np.lexsort((candidates, -scores))
        best = np.concatenate([order[:k], order[k:][np.isin(candidates[order[k:]], np.array(also, np.int64))]])
        shown = np.stack([*dense, *signals[len(dense) :]])[:, best].T.tolist()
        positions, faces, hits = candidates[best].tolist(), nearest[best].tolist(), []
        for position, face, score, row in zip(positions, faces, scores[best].tolist(), shown, strict=True):
            hits.append(Hit(position, self.passages[position].id, score, self._faces[face].text, *row))
        return hits

    def _dense(self, query: Query, candidates: NDArray[np.int64]) -> tuple[Vectors, NDArray[np.int64]]:
        """Each candidate's cosines, a signal a row as in `SIGNALS`, and the row of its best face (the title apart)."""
        starts, ends = self._start[candidates], self._start[candidates + 1]
        counts = ends - starts
        first = np.concatenate([[0], np.cumsum(counts)[:-1]])
        rows = np.arange(counts.sum()) + np.repeat(starts - first, counts)
        cosines = self._cosines(query, rows)
        text, titled = cosines[first], self._titled[rows]
        titles = np.maximum.reduceat(np.where(titled, cosines, -1), first)
        title = np.where(self._has_title[candidates], titles, text)
        part = np.maximum.reduceat(np.where(self._told[rows], cosines, -1), first)
        rest = np.where(titled, -1, cosines)
        best = np.maximum.reduceat(rest, first)
        # The first face of each candidate that is as near as its best one.
        hits = np.flatnonzero(rest == np.repeat(best, counts))
        nearest = rows[hits[np.searchsorted(hits, first)]]
        several = _mean_of_nearest(rest, titled, counts, first)
        return np.stack([text, best, title, part, several]).astype(np.float32), np.asarray(nearest, np.int64)


def _mean_of_nearest(
    cosines: Vectors, titled: NDArray[np.bool_], counts: NDArray[np.int64], first: NDArray[np.int64]
) -> Vectors:
    """The mean of each candidate's highest cosines, titles apart; `counts` faces of each begin at `first`."""
    order = np.lexsort((-cosines, np.repeat(np.arange(len(counts)), counts)))
    place = np.arange(len(order)) - np.repeat(first, counts)
    taken = (place < _SEVERAL) & ~titled[order]
    sums = np.add.reduceat(np.where(taken, cosines[order], 0), first)
    return np.asarray(sums / np.add.reduceat(taken, first, dtype=np.int64), np.float32)
