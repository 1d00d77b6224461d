"""Which passage answers what is asked after another one, by a small network that learnt from known follow-ups.

It reads the vectors of a later turn, of the turn behind the title of the passage that answered before, and of that
passage, and says where in the encoder's space its answer lies. `assistant evaluate sequel` learns it
(`index.sequel_tuning`). It holds for the encoder that it was learnt with: with another one there is none.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import adapter
from index.encoder import Vectors
from index.faces import Face

FILE = Path(__file__).parent / "sequel.npz"
FLOOR = -12.0
"""The lowest logarithm of a probability that is told: below, the network knows nothing."""
_ENCODER = "encoder"


class Weights(NamedTuple):
    """The matrices of the network, a row an output.

    `direct` is of the turn alone and titled, `hidden` and `out` of both and the passage before, `answer` of a passage
    that may answer; `sharpness` is what a cosine of 1 counts, in nats.
    """

    direct: Vectors
    hidden: Vectors
    hidden_bias: Vectors
    out: Vectors
    out_bias: Vectors
    answer: Vectors
    sharpness: Vectors


def load_weights(file: Path = FILE) -> Weights | None:
    """The learnt network; None when there is no such file, or it was learnt with another encoder."""
    if not file.exists():
        return None
    with np.load(file) as held:
        if str(held[_ENCODER]) != adapter.mark():
            return None
        return Weights(*(held[name].astype(np.float32) for name in Weights._fields))


def save_weights(weights: Weights, file: Path = FILE) -> None:
    """Keep a network for the present encoder; half precision is enough."""
    parts: dict[str, Any] = {name: matrix.astype(np.float16) for name, matrix in weights._asdict().items()}
    parts[_ENCODER] = np.array(adapter.mark())
    with file.open("wb") as stream:
        np.savez_compressed(stream, **parts)


def described(faces: Sequence[Face], vectors: Vectors, count: int) -> Vectors:
    """What the network knows of each of `count` passages, a row each: its text, its questions together, its title."""
    rows: list[dict[str, list[int]]] = [{} for _ in range(count)]
    for row, face in enumerate(faces):
        if face.kind != "follow-up":
            rows[face.position].setdefault(face.kind, []).append(row)
    told = []
    for kinds in rows:
        title = kinds.get("title", kinds["text"])
        asks = np.asarray(vectors[kinds.get("ask", title)], np.float32).mean(0)
        told.append(np.concatenate([vectors[kinds["text"][0]], asks / np.linalg.norm(asks), vectors[title[0]]]))
    return np.asarray(told, np.float32)


class Sequel:
    """The network over the passages of one index."""

    def __init__(self, weights: Weights, passages: Vectors) -> None:
        """`passages` are what it knows of them (`described`)."""
        size = passages.shape[1] // 3
        self._weights = weights
        self._before = passages[:, : 2 * size].astype(np.float16)
        self._answers = _unit(passages @ weights.answer.T)

    def chances(self, alone: NDArray[np.float32], titled: NDArray[np.float32], before: int) -> Vectors:
        """The logarithm of the probability (0 to `FLOOR`) of each passage to answer a turn after the one `before`.

        `alone` is the vector of the turn, `titled` that of the turn behind the title of that passage.
        """
        own = self._weights
        turn = np.concatenate([alone, titled])
        inner = _gelu(own.hidden @ np.concatenate([turn, self._before[before].astype(np.float32)]) + own.hidden_bias)
        there = _unit((own.direct @ turn + own.out @ inner + own.out_bias)[None])[0]
        scores = float(own.sharpness) * (self._answers @ there)
        scores -= scores.max()
        return np.asarray(np.maximum(scores - np.log(np.exp(scores).sum()), FLOOR), np.float32)


def _gelu(values: Vectors) -> Vectors:
    """The Gaussian error linear unit, in its usual approximation."""
    return np.asarray(0.5 * values * (1 + np.tanh(np.sqrt(2 / np.pi) * (values + 0.044715 * values**3))), np.float32)


def _unit(rows: Vectors) -> Vectors:
    """Rows divided by their length."""
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
