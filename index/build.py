"""Builds, checks, switches and opens versions of the index; the last good one answers until the next is ready.

The data folder holds `chroma/` (collections), `encoder/` (the exported model), `versions/NAME/` (vectors and the
validated documents of one version) and `current.json`, which names the version in use and is replaced in one step.
"""

import contextlib
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.shared_system_client import SharedSystemClient
from langchain_core.embeddings import Embeddings

from index import store
from index.encoder import Vectors, encode
from index.faces import Face, Findable, faces, lexical_text
from index.lexical import LexicalIndex
from index.search import Fusion, HybridSearch

Progress = Callable[[int, int], None]
"""Called with the number of faces encoded so far and the number to encode."""

FORMAT = 3
_STEP = 512


class IndexFault(Exception):
    """The index cannot be built or opened; the message says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a version of the index was made from.

    `source` is the hash of the document files, `fingerprint` that of all indexed texts and the encoder; a version is
    used only when both fit.
    """

    fingerprint: str
    source: str
    collection: str
    passages: int
    faces: int
    encoded: int
    seconds: float
    built: str


@dataclass(frozen=True)
class Store:
    """Where the versions lie: a data folder, and a Chroma server's address when vectors are kept there."""

    data: Path
    url: str | None = None

    @property
    def current(self) -> Path:
        """The file that names the version in use."""
        return self.data / "current.json"

    def folder(self, name: str) -> Path:
        """The folder of one version."""
        return self.data / "versions" / name

    def client(self) -> ClientAPI:
        """A Chroma client."""
        return store.open_client(self.data / "chroma", self.url)

    def manifest(self) -> Manifest | None:
        """The version in use, or None when there is none or its file is damaged."""
        try:
            return Manifest(**json.loads(self.current.read_text()))
        except (OSError, ValueError, TypeError):
            return None


def build(
    where: Store,
    passages: Sequence[Findable],
    encoder: Embeddings,
    source: str = "",
    documents: str = "",
    progress: Progress = lambda done, total: None,
) -> Manifest:
    """Build a version beside the one in use, check it, then switch. Texts that have a vector are not encoded again."""
    started = time.perf_counter()
    made = faces(passages)
    mark = fingerprint(made, passages, encoder)
    if kept := _unchanged(where, mark, len(made)):
        _write_snapshot(where, kept, documents)
        manifest = replace(kept, source=source, encoded=0, seconds=round(time.perf_counter() - started, 2))
        _switch(where, manifest)
        return manifest
    vectors, encoded = _vectors(where, made, encoder, progress)
    client = _healthy_client(where)
    name = f"{store.PREFIX}{mark[:12]}-{time.time_ns() // 1_000_000:x}"
    store.write(client, name, [p.id for p in passages], made, vectors)
    count = client.get_collection(name, embedding_function=None).count()
    if count != len(made):
        client.delete_collection(name)
        raise IndexFault(f"The new index holds {count} texts instead of {len(made)}; the old one stays in use.")
    folder = where.folder(name)
    folder.mkdir(parents=True)
    np.save(folder / "vectors.npy", vectors)
    (folder / "hashes.txt").write_text("\n".join(face.hash for face in made))
    (folder / "documents.json").write_text(documents, encoding="utf-8")
    seconds = round(time.perf_counter() - started, 2)
    built = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    manifest = Manifest(mark, source, name, len(passages), len(made), encoded, seconds, built)
    previous = where.manifest()
    _switch(where, manifest)
    _clean(where, client, keep={name, previous.collection if previous else name})
    return manifest


def _unchanged(where: Store, mark: str, count: int) -> Manifest | None:
    """The version in use when it is whole and was made from the same texts by the same encoder."""
    manifest = where.manifest()
    if manifest is None or manifest.fingerprint != mark:
        return None
    try:
        held = where.client().get_collection(manifest.collection, embedding_function=None).count()
        rows = len(np.load(where.folder(manifest.collection) / "vectors.npy", mmap_mode="r"))
    except Exception:
        return None
    return manifest if held == rows == count else None


def _write_snapshot(where: Store, manifest: Manifest, documents: str) -> None:
    """Replace the documents of a version in one step: records may change where no indexed text does."""
    snapshot = where.folder(manifest.collection) / "documents.json"
    partial = snapshot.with_suffix(".partial")
    partial.write_text(documents, encoding="utf-8")
    partial.replace(snapshot)


def _vectors(where: Store, made: Sequence[Face], encoder: Embeddings, progress: Progress) -> tuple[Vectors, int]:
    """Vectors of all faces, reused from the version in use where the text and the encoder are the same."""
    known = _known_vectors(where, encoder)
    # The longest first, so that texts of like length are encoded together and the time that is left is not underrated.
    missing = sorted({f.text for f in made if f.hash not in known}, key=lambda text: (-len(text), text))
    fresh: dict[str, Any] = {}
    progress(0, len(missing))
    for start in range(0, len(missing), _STEP):
        texts = missing[start : start + _STEP]
        fresh.update(zip(texts, encode(encoder, texts), strict=True))
        progress(min(start + _STEP, len(missing)), len(missing))
    rows = [known[f.hash] if f.hash in known else fresh[f.text] for f in made]
    return np.asarray(rows, np.float32), len(missing)


def _known_vectors(where: Store, encoder: Embeddings) -> dict[str, Any]:
    """Vectors of the version in use by their text's hash; empty when it is damaged or another encoder made it."""
    manifest = where.manifest()
    if manifest is None:
        return {}
    folder = where.folder(manifest.collection)
    try:
        vectors = np.load(folder / "vectors.npy", mmap_mode="r")
        hashes = (folder / "hashes.txt").read_text().split()
    except (OSError, ValueError):
        return {}
    probe = encode(encoder, ["who runs an educational collaborative?"])
    if len(hashes) != len(vectors) or vectors.shape[1] != probe.shape[1]:
        return {}
    if encoder_mark(encoder) != manifest.fingerprint.rpartition("-")[2]:
        return {}
    return dict(zip(hashes, vectors, strict=True))


def fingerprint(made: Sequence[Face], passages: Sequence[Findable], encoder: Embeddings) -> str:
    """A hash of every indexed text with its passage's id, and the encoder's mark behind a hyphen."""
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for face in made:
        digest.update(f"{passages[face.position].id}\0{face.kind}\0{face.text}\0".encode())
    return f"{digest.hexdigest()[:32]}-{encoder_mark(encoder)}"


def encoder_mark(encoder: Embeddings) -> str:
    """Eight hexadecimal digits that change with the encoder, from the vector of a fixed sentence."""
    probe = encode(encoder, ["who runs an educational collaborative?"])[0]
    return hashlib.sha256(np.round(probe, 3).astype(np.float32).tobytes()).hexdigest()[:8]


def _healthy_client(where: Store) -> ClientAPI:
    """A client; an embedded database that cannot be read is set aside and begun anew."""
    try:
        client = where.client()
        client.list_collections()
        return client
    except Exception:
        if where.url:
            raise
        forget_clients()
        shutil.rmtree(where.data / "chroma", ignore_errors=True)
        return where.client()


def forget_clients() -> None:
    """Drop chromadb's cache of open databases, so that a replaced folder is opened afresh."""
    SharedSystemClient.clear_system_cache()


def _switch(where: Store, manifest: Manifest) -> None:
    """Replace `current.json` in one step."""
    partial = where.current.with_suffix(".partial")
    with partial.open("w") as file:
        json.dump(asdict(manifest), file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(where.current)


def _clean(where: Store, client: ClientAPI, keep: set[str]) -> None:
    """Remove versions that nobody reads any more: all but the current and the one before it."""
    for name in store.versions(client):
        if name not in keep:
            with contextlib.suppress(Exception):
                client.delete_collection(name)
    for folder in (where.data / "versions").iterdir():
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def open_search(
    where: Store, manifest: Manifest, passages: Sequence[Findable], encoder: Embeddings, fusion: Fusion | None = None
) -> HybridSearch:
    """Open a version for search. Raises IndexFault when it is damaged or does not fit the passages."""
    made = faces(passages)
    folder = where.folder(manifest.collection)
    try:
        vectors = np.load(folder / "vectors.npy", mmap_mode="r")
        chroma = where.client().get_collection(manifest.collection, embedding_function=None)
        count = chroma.count()
    except Exception as error:
        raise IndexFault(f"The index cannot be read ({type(error).__name__}).") from error
    if not len(made) == len(vectors) == count or manifest.fingerprint != fingerprint(made, passages, encoder):
        raise IndexFault("The index does not fit the documents or the encoder.")
    lexical = LexicalIndex([lexical_text(p) for p in passages])
    return HybridSearch(passages, made, vectors, chroma, encoder, lexical, fusion)


def read_snapshot(where: Store, manifest: Manifest) -> str:
    """The validated documents (JSON) that a version was built from. Raises IndexFault when they are missing."""
    try:
        return (where.folder(manifest.collection) / "documents.json").read_text(encoding="utf-8")
    except OSError as error:
        raise IndexFault("The index has lost its documents.") from error
