"""Makes the tables of the lexical index, once for each version of the index, with bm25s."""

import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
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
    stem = Stemmer.Stemmer("english").stemWords
    raw = [_fields(text, weights) for text in texts]
    vocabulary = Counter(w for found in raw for w in set(found))
    # The same word is one string in all passages: they would take tens of megabytes otherwise.
    one: dict[str, str] = {}
    stemmed = [[one.setdefault(w, w) for w in stem(found)] for found in raw]
    del raw
    # Each word is cut once, and its n-grams are shared by all passages: they are most of the memory otherwise.
    cut = {word: ngrams(word) for word in one}
    stems, by_word = _bm25(stemmed, weights)
    grams, by_gram = _bm25([[gram for word in found for gram in cut[word]] for found in stemmed], weights)
    passages = Postings.of_rows([sorted({stems[word] for word in found}) for found in stemmed])
    return Tables(len(texts), vocabulary, stems, grams, by_word, by_gram, passages)


def _fields(text: Text, weights: Weights) -> list[str]:
    """All words of a passage, repeated by their field's weight."""
    return (
        words(text.body)
        + words(text.title) * weights.title
        + words(text.headings) * weights.headings
        + words(text.asks) * weights.asks
    )


def _bm25(terms: Sequence[list[str]], weights: Weights) -> tuple[dict[str, int], Postings]:
    """The rows of the terms, and the BM25 weight of each in the passages."""
    # Here and not above: it brings scipy along, and answering needs neither.
    import bm25s

    model = bm25s.BM25(k1=weights.k1, b=weights.b)
    model.index([found or [""] for found in terms], show_progress=False)
    starts, places, weighed = (np.asarray(model.scores[name]) for name in ("indptr", "indices", "data"))
    # A term may be known that no passage has: the empty one.
    rows = {str(term): int(row) for term, row in model.vocab_dict.items() if row < len(starts) - 1}
    postings = Postings(starts.astype(np.int64), places.astype(np.int32), weighed.astype(np.float32))
    return dict(sorted(rows.items(), key=itemgetter(1))), postings
