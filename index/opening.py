"""Opens a version of the index for search."""

import weakref
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from index import leases
from index.encoder import OnnxEncoder
from index.errors import IndexFault
from index.faces import Findable, FollowUp, faces, lexical_text, searched
from index.lexical import open_lexical
from index.search import Fusion, HybridSearch
from index.sequel import Sequel, described, load_weights
from index.versions import Manifest, Store, fingerprint

if TYPE_CHECKING:
    from chromadb import Collection


def open_search(
    where: Store,
    manifest: Manifest,
    passages: Sequence[Findable],
    encoder: Embeddings,
    fusion: Fusion | None = None,
    without_store: bool = False,
    spelt_out: Callable[[str], str] = str,
    follow_ups: Sequence[FollowUp] = (),
) -> HybridSearch:
    """Open a version for search; it is not removed while the search lives.

    Raises IndexFault when it is damaged or does not fit the passages. All vectors are compared, and Chroma is not
    opened, where they are few (`Store.exact_up_to`), or with `without_store` where its database cannot be opened (a
    folder that may not be written, a full disk).
    `spelt_out` says a question in words that the encoder knows.
    """
    made = faces(passages, follow_ups)
    folder = where.folder(manifest.collection)
    user = _User()
    try:
        leases.lease(folder, user)
        vectors = np.load(folder / "vectors.npy", mmap_mode="r")
        count = searched(made)
        few = not where.url and count <= where.exact_up_to
        chroma = None if few else _stored(where, manifest.collection, count, without_store, user)
    except IndexFault:
        raise
    except Exception as error:
        raise IndexFault(f"The index cannot be read ({type(error).__name__}).") from error
    if len(made) != len(vectors) or manifest.fingerprint != fingerprint(made, passages, encoder):
        raise IndexFault("The index does not fit the documents or the encoder.")
    is_word = encoder.knows if isinstance(encoder, OnnxEncoder) else _no_word
    lexical = open_lexical([lexical_text(p) for p in passages], folder, is_word=is_word)
    weights = load_weights() if follow_ups and isinstance(encoder, OnnxEncoder) else None
    sequel = Sequel(weights, described(made, vectors, len(passages))) if weights else None
    return HybridSearch(passages, made, vectors, chroma, encoder, lexical, fusion, user, spelt_out, sequel)


def _no_word(word: str) -> bool:
    """What an encoder without a vocabulary of its own knows of words."""
    return False


class _User:
    """Stands for one use of a version: when it goes, the lease ends."""


def _stored(where: Store, name: str, count: int, may_lack: bool, user: _User) -> "Collection | None":
    """A version's collection, or None where it may be lacking. Raises IndexFault when it is not whole."""
    # Here and not above: it takes memory, and a small index is answered from without it.
    from index import store

    weakref.finalize(user, store.forget, where.folder(name) / "chroma")
    try:
        found = store.existing(where, name)
        held = found.count()
    except Exception:
        if may_lack:
            return None
        raise
    if held != count:
        raise IndexFault("The index does not fit the documents or the encoder.")
    return found
