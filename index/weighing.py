"""Makes the tables of the lexical index, once for each version of the index, with bm25s."""

import contextlib
import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import Stemmer

from index import tables, tokens
from index.tables import Postings, Tables
from index.tokens import Text, ngrams, words


@dataclass(frozen=True)
class Weights:
    """How often a field's words count, beside the body's once; tuned on FeedbackQA's `valid`."""

    title: int = 4
    headings: int = 2
    asks: int = 1
    k1: float = 1.5
    b: float = 0.75


def kept(texts: Sequence[Text], weights: Weights, folder: Path | None) -> Tables:
    """The tables of these texts from a folder; where they are not there or not whole they are made and kept there."""
    if folder is None:
        return made(texts, weights)
    place = folder / f"lexical-{_mark(texts, weights)}"
    try:
        return tables.load(place)
    except (OSError, ValueError, KeyError, TypeError):
        fresh = made(texts, weights)
    # Where it may not be written (or another process is at it) it is only made anew the next time.
    with contextlib.suppress(OSError):
        fresh.save(place)
    return fresh


def _mark(texts: Iterable[Text], weights: Weights) -> str:
    """Sixteen digits that change with the texts, their weights, the stemmer, and the code that makes tables of them."""
    digest = hashlib.sha256(f"{weights} {Stemmer.version()}".encode())
    for module in (tokens.__file__, tables.__file__, __file__):
        digest.update(Path(module).read_bytes())
    for text in texts:
        digest.update("\0".join((text.body, text.title, text.headings, text.asks, "")).encode())
    return digest.hexdigest()[:16]


def made(texts: Sequence[Text], weights: Weights) -> Tables:
    """The tables of these texts."""
    stem = Stemmer.Stemmer("english").stemWord
    vocabulary: Counter[str] = Counter()
    known: dict[str, int] = {}
    stems: dict[str, int] = {}
    rows = []
    # Each word is stemmed and cut once, and passages hold numbers: of a million passages, words would fill the memory.
    for text in texts:
        found = _fields(text, weights)
        vocabulary.update(set(found))
        for word in found:
            if word not in known:
                known[word] = stems.setdefault(stem(word), len(stems))
        rows.append(array("i", map(known.__getitem__, found)))
    grams: dict[str, int] = {}
    cut = [array("i", (grams.setdefault(gram, len(grams)) for gram in ngrams(word))) for word in stems]
    by_word = _bm25(rows, stems, weights)
    passages = Postings.of_rows([array("i", sorted(set(row))) for row in rows])
    by_gram = _bm25([array("i", chain.from_iterable(cut[word] for word in row)) for row in rows], grams, weights)
    return Tables(len(texts), vocabulary, stems, grams, by_word, by_gram, passages)


def _fields(text: Text, weights: Weights) -> list[str]:
    """All words of a passage, repeated by their field's weight."""
    return (
        words(text.body)
        + words(text.title) * weights.title
        + words(text.headings) * weights.headings
        + words(text.asks) * weights.asks
    )


def _bm25(rows: Sequence["array[int]"], terms: Mapping[str, int], weights: Weights) -> Postings:
    """The BM25 weights of the passages for each of the terms, which the passages name by number."""
    # Here and not above: it brings scipy along, and answering needs neither.
    import bm25s

    if not terms:
        return Postings.of_rows([])
    model = bm25s.BM25(k1=weights.k1, b=weights.b)
    model.index((rows, dict(terms)), create_empty_token=False, show_progress=False)
    starts, places, weighed = (np.asarray(model.scores[name]) for name in ("indptr", "indices", "data"))
    starts = starts.astype(np.int64)
    order = np.lexsort((places, -weighed, np.repeat(np.arange(len(starts) - 1), np.diff(starts))))
    return Postings(starts, places[order].astype(np.int32), weighed[order].astype(np.float32))
