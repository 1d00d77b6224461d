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

_TERMS = "terms.json"
_NAMES = ("words", "ngrams", "passages")


@dataclass(frozen=True)
class Postings:
    """Rows of places: row r is `places[starts[r] : starts[r + 1]]`, each with its weight where weights are kept."""

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

    def scores(self, rows: Sequence[int], count: int) -> Scores:
        """The weights of some rows added up for each of `count` places; a row that is named twice counts twice."""
        scores = np.zeros(count, np.float32)
        for row in rows:
            part = slice(self.starts[row], self.starts[row + 1])
            scores[self.places[part]] += self.weights[part]
        return scores


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
