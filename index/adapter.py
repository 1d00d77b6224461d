"""A linear map that turns a question's vector towards the passages that answer such questions.

It is learned from the corpus itself (`assistant evaluate adapt`): every question that a passage is said to answer pulls
that passage nearer and pushes the others away. It is trained for the built-in encoder and moves questions only, so the
index needs no new vectors; an index by another encoder is searched without it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from index.encoder import Vectors, encode_query
from index.faces import Face

FILE = Path(__file__).parent / "adapter.npz"
SHARPNESS = 20.0
"""By how much a difference of one in cosine counts as evidence, in nats."""
TEXT = 0.6
"""How much the whole text counts beside the best face."""
PROBE = "who runs an educational collaborative?"
_ALIKE = 0.995
_DECAY = 0.03
_RATE = 2e-3
_BATCH = 128
_NONE = -1e9

Floats = NDArray[np.float32]
Told = Callable[[int, float], None]


def load_adapter(encoder: Embeddings, file: Path = FILE) -> Floats | None:
    """The learned map (a square matrix), or None when there is none or it was made for another encoder."""
    if not file.exists():
        return None
    held = np.load(file)
    probe = encode_query(encoder, PROBE)
    alike = probe.shape == held["probe"].shape and float(probe @ held["probe"]) > _ALIKE
    return held["change"].astype(np.float32) if alike else None


def save_adapter(change: Floats, encoder: Embeddings, file: Path = FILE) -> None:
    """Keep a learned map with a vector that tells the encoder it was made for; half precision is enough."""
    with file.open("wb") as stream:
        np.savez_compressed(stream, change=change.astype(np.float16), probe=encode_query(encoder, PROBE))


def turned(vector: Floats, change: Floats) -> Floats:
    """A question's unit vector turned by the map, of length one again."""
    moved = vector + vector @ change
    return np.asarray(moved / np.linalg.norm(moved, axis=-1, keepdims=True), np.float32)


class Trainer:
    """Learns the map by Adam on the softmax over all passages of the best face and the whole text."""

    def __init__(self, faces: Sequence[Face], vectors: Vectors, trained: NDArray[np.int64]) -> None:
        """`trained` are the rows of the questions to learn from."""
        self.vectors = np.asarray(vectors, np.float32)
        self.owners = np.array([face.position for face in faces])
        self._starts = np.flatnonzero(np.r_[True, self.owners[1:] != self.owners[:-1]])
        self.passages = self.owners[self._starts]
        self._texts = self.vectors[self._starts]
        self._trained = trained
        self._untitled = np.array([face.kind != "title" for face in faces])
        size = self.vectors.shape[1]
        self.change = np.zeros((size, size), np.float32)
        self._first, self._second, self._step = np.zeros_like(self.change), np.zeros_like(self.change), 0

    def train(
        self, rounds: int = 4, hidden: NDArray[np.int64] | None = None, told: Told = lambda at, loss: None
    ) -> Floats:
        """Go `rounds` times over the questions; rows in `hidden` are no faces, so that they can be tested on."""
        usable = self._untitled.copy()
        usable[hidden if hidden is not None else []] = False
        for at in range(rounds):
            order = np.random.default_rng(at).permutation(self._trained)
            losses = [self._learn(order[i : i + _BATCH], usable) for i in range(0, len(order), _BATCH)]
            told(at + 1, float(np.mean(losses)))
        return self.change

    def _learn(self, rows: NDArray[np.int64], usable: NDArray[np.bool_]) -> float:
        """One step on some questions; a question is not compared with itself. Returns the mean loss in nats."""
        asked = self.vectors[rows]
        moved = asked + asked @ self.change
        length = np.linalg.norm(moved, axis=1, keepdims=True)
        query = moved / length
        cosines = np.where(usable, query @ self.vectors.T, _NONE)
        cosines[np.arange(len(rows)), rows] = _NONE
        best, nearest = self._best(cosines)
        scores = SHARPNESS * (best + TEXT * (query @ self._texts.T))
        right = np.searchsorted(self.passages, self.owners[rows])
        chance = np.exp(scores - scores.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        loss = -np.log(np.maximum(chance[np.arange(len(rows)), right], 1e-12)).mean()
        chance[np.arange(len(rows)), right] -= 1
        pull = SHARPNESS / len(rows) * chance
        gradient = TEXT * (pull @ self._texts)
        for i in range(len(rows)):
            gradient[i] += pull[i] @ self.vectors[nearest[i]]
        gradient = (gradient - (gradient * query).sum(1, keepdims=True) * query) / length
        self._descend(asked.T @ gradient + 2 * _DECAY * self.change)
        return float(loss)

    def scores(self, cosines: Floats, query: Floats) -> Floats:
        """What each passage scores for each question, from the cosines with all faces."""
        return np.asarray(self._best(cosines)[0] + TEXT * (query @ self._texts.T), np.float32)

    def _best(self, cosines: Floats) -> tuple[Floats, NDArray[np.int64]]:
        """The best face's cosine of each passage, and its row."""
        best = np.maximum.reduceat(cosines, self._starts, axis=1)
        ends = np.r_[self._starts[1:], cosines.shape[1]]
        spread = np.repeat(best, ends - self._starts, axis=1)
        hit = np.where(cosines == spread, np.arange(cosines.shape[1]), cosines.shape[1])
        return best, np.minimum.reduceat(hit, self._starts, axis=1)

    def _descend(self, gradient: Floats) -> None:
        """Adam."""
        self._step += 1
        self._first = 0.9 * self._first + 0.1 * gradient
        self._second = 0.999 * self._second + 0.001 * gradient**2
        first, second = self._first / (1 - 0.9**self._step), self._second / (1 - 0.999**self._step)
        self.change = np.asarray(self.change - _RATE * first / (np.sqrt(second) + 1e-8), np.float32)
