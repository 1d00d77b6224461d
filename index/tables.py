"""The lexical index as tables: which passages hold which term, mapped from files and shared by all processes."""

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

HEAVIEST = 5_000
"""Places of one term that are added up, those of the highest weights, so that a search takes no longer in a corpus of
millions; a term that more passages have tells little."""
_TERMS = "terms.json"
_NAMES = ("words", "ngrams", "passages")


@dataclass(frozen=True)
class Found:
    """Some places, in order, and what each one weighs; all others weigh nothing."""

    places: NDArray[np.int64]
    weights: Scores

    @property
    def highest(self) -> float:
        """The highest weight, 0 where nothing was found."""
        return float(self.weights.max(initial=0))

    def best(self, count: int) -> NDArray[np.int64]:
        """The places of the highest weights, so many at most, in no order."""
        if len(self.places) <= count:
            return self.places
        return self.places[np.argpartition(-self.weights, count - 1)[:count]]

    def at(self, places: NDArray[np.int64]) -> Scores:
        """The weight of each of some places."""
        if not len(self.places):
            return np.zeros(len(places), np.float32)
        near = np.minimum(np.searchsorted(self.places, places), len(self.places) - 1)
        return np.where(self.places[near] == places, self.weights[near], np.float32(0))

    def shares(self, places: NDArray[np.int64]) -> Scores:
        """The weight of each of some places as a share of the highest one."""
        return self.at(places) / np.float32(max(self.highest, 1e-9))

    def beside(self, other: "Found", share: float) -> "Found":
        """Both together, the other one weighing only a share."""
        count = int(max(self.places.max(initial=-1), other.places.max(initial=-1))) + 1
        places = np.concatenate([self.places, other.places])
        return _summed(places, np.concatenate([self.weights, np.float32(share) * other.weights]), count)


def _summed(places: NDArray[Any], weights: Scores, count: int) -> Found:
    """What each of `count` places weighs in all, from places that may be named several times."""
    if count <= 2 * len(places):
        sums = np.bincount(places, weights, count).astype(np.float32)
        touched = np.flatnonzero(sums)
        return Found(touched, sums[touched])
    order = np.argsort(places)
    places = places[order]
    first = np.flatnonzero(np.diff(places, prepend=-1))
    return Found(places[first].astype(np.int64), np.add.reduceat(weights[order], first) if len(first) else weights)


@dataclass(frozen=True)
class Postings:
    """Rows of places: row r is `places[starts[r] : starts[r + 1]]`, the heaviest first where weights are kept."""

    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    weights: Scores

    @classmethod
    def of_rows(cls, rows: Sequence[Sequence[int]]) -> "Postings":
        """Postings without weights."""
        starts = np.cumsum([0, *map(len, rows)], dtype=np.int64)
        places = np.fromiter((place for row in rows for place in row), np.int32, int(starts[-1]))
        return cls(starts, places, np.zeros(0, np.float32))

    def of(self, row: int) -> NDArray[np.int32]:
        """The places of one row."""
        return self.places[self.starts[row] : self.starts[row + 1]]

    def lengths(self) -> list[int]:
        """How many places each row has."""
        lengths: list[int] = np.diff(self.starts).tolist()
        return lengths

    def found(self, rows: Sequence[int], count: int) -> Found:
        """The weights of some rows added up, of `count` places; a row that is named twice counts twice."""
        parts = [slice(self.starts[row], min(self.starts[row + 1], self.starts[row] + HEAVIEST)) for row in rows]
        if not parts:
            return Found(np.zeros(0, np.int64), np.zeros(0, np.float32))
        places = np.concatenate([self.places[part] for part in parts])
        return _summed(places, np.concatenate([self.weights[part] for part in parts]), count)

    def gathered(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The places of some rows one row after the other, and for each place which of the rows it is of."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        skipped = self.starts[rows] - np.cumsum(lengths) + lengths
        places = self.places[np.arange(lengths.sum()) + np.repeat(skipped, lengths)]
        return places, np.repeat(np.arange(len(rows)), lengths)


@dataclass(frozen=True)
class Tables:
    """What the lexical index of `count` passages holds.

    `vocabulary` counts the passages of each word. `stems` and `grams` name the rows of stemmed words and of character
    n-grams. `words` and `ngrams` have the BM25 weight of each passage that holds the term, and `passages` the rows of
    the stems of each passage.
    """

    count: int
    vocabulary: Mapping[str, int]
    stems: Mapping[str, int]
    grams: Mapping[str, int]
    words: Postings
    ngrams: Postings
    passages: Postings

    def save(self, folder: Path) -> None:
        """Write all to a new folder; what another process keeps there is replaced. Raises OSError."""
        partial = Path(tempfile.mkdtemp(".partial", dir=folder.parent))
        try:
            self._write(partial)
            shutil.rmtree(folder, ignore_errors=True)
            partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)

    def _write(self, folder: Path) -> None:
        """Write terms and arrays into a folder."""
        terms = {"vocabulary": self.vocabulary, "stems": list(self.stems), "grams": list(self.grams)}
        (folder / _TERMS).write_text(json.dumps(terms), encoding="utf-8")
        for name in _NAMES:
            postings: Postings = getattr(self, name)
            np.save(folder / f"{name}-starts.npy", postings.starts)
            np.save(folder / f"{name}-places.npy", postings.places)
            np.save(folder / f"{name}-weights.npy", postings.weights)


def load(folder: Path) -> Tables:
    """Tables from a folder, the arrays mapped. Raises OSError or ValueError where it is missing or damaged."""
    terms = json.loads((folder / _TERMS).read_text(encoding="utf-8"))
    stems, grams = ({term: row for row, term in enumerate(terms[name])} for name in ("stems", "grams"))
    postings = {
        name: Postings(*(_mapped(folder / f"{name}-{part}.npy") for part in ("starts", "places", "weights")))
        for name in _NAMES
    }
    return Tables(len(postings["passages"].starts) - 1, terms["vocabulary"], stems, grams, **postings)


def _mapped(path: Path) -> NDArray[Any]:
    """An array that is mapped from its file; as a plain array, which is quicker to index than numpy's own class."""
    try:
        return np.asarray(np.load(path, mmap_mode="r"))
    except EOFError as error:
        raise ValueError(f"{path} is empty") from error
