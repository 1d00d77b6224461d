"""Builds, checks and switches versions of the index; the last good one answers until the next is ready."""

import contextlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from index import leases, store
from index.encoder import Vectors, encode
from index.errors import IndexFault
from index.faces import Face, Findable, FollowUp, faces, lexical_text, searched
from index.lean import ChromaError
from index.lexical import open_lexical
from index.versions import PROBE, Manifest, Progress, Store, encoder_mark, fingerprint

_STEP = 200_000
"""Characters that are encoded in one go, some seconds: the cores wait for each other at the end of each."""


def build(
    where: Store,
    passages: Sequence[Findable],
    encoder: Embeddings,
    source: str = "",
    documents: str = "",
    progress: Progress = lambda done, total: None,
    follow_ups: Sequence[FollowUp] = (),
) -> Manifest:
    """Build a version beside the one in use, check it, then switch. Texts that have a vector are not encoded again.

    Only one process at a time may do this (`leases.building`). Raises IndexFault when it cannot be written: the
    version in use stays.
    """
    started = time.perf_counter()
    made = faces(passages, follow_ups)
    mark = fingerprint(made, passages, encoder)
    kept = _unchanged(where, mark, len(made), searched(made))
    name = kept.collection if kept else f"{store.PREFIX}{mark[:12]}-{secrets.token_hex(4)}"
    built = kept.built if kept else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    manifest = Manifest(mark, source, name, len(passages), len(made), 0, 0.0, built)
    with _whole(where, manifest, new=kept is None):
        if kept is None:
            clean(where)
            manifest = replace(manifest, encoded=_write(where, manifest, passages, made, encoder, progress))
        _put(where.documents(manifest), documents)
        manifest = replace(manifest, seconds=round(time.perf_counter() - started, 2))
        previous = where.manifest()
        _switch(where, manifest)
    clean(where, previous)
    return manifest


@contextlib.contextmanager
def _whole(where: Store, manifest: Manifest, new: bool) -> Iterator[None]:
    """Take a new version away again when it cannot be finished. Raises IndexFault."""
    try:
        yield
    except BaseException as error:
        if new:
            _remove(where, manifest.collection)
        if isinstance(error, OSError | ChromaError):
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise IndexFault(f"The new index could not be written: {why}.") from error
        raise


def _write(
    where: Store,
    manifest: Manifest,
    passages: Sequence[Findable],
    made: Sequence[Face],
    encoder: Embeddings,
    progress: Progress,
) -> int:
    """Write all of a version but its documents, and check it. Returns how many texts had to be encoded.

    Raises IndexFault, OSError or ChromaError.
    """
    folder = where.folder(manifest.collection)
    # The folder first: whatever is cut short can be found by it.
    folder.mkdir(parents=True)
    (folder / "hashes.txt").write_text("\n".join(face.hash for face in made))
    open_lexical([lexical_text(p) for p in passages], folder)
    known = _known_vectors(where, encoder)
    vectors = np.empty((len(made), encode(encoder, [PROBE]).shape[1]), np.float32)
    client = store.client_of(where, manifest.collection)
    # Chroma writes what is encoded while the rest is being encoded.
    parts = _fill(vectors, made, known, encoder, progress)
    store.write(client, manifest.collection, [p.id for p in passages], made, vectors, parts)
    np.save(folder / "vectors.npy", vectors)
    count = client.get_collection(manifest.collection, embedding_function=None).count()
    if count != searched(made):
        raise IndexFault(f"The new index holds {count} texts instead of {searched(made)}.")
    return len({face.text for face in made if face.hash not in known})


def _unchanged(where: Store, mark: str, count: int, stored: int) -> Manifest | None:
    """The version in use when it is whole and was made from the same texts by the same encoder.

    It has `count` vectors, of which the database holds the first `stored`.
    """
    manifest = where.manifest()
    if manifest is None or manifest.fingerprint != mark:
        return None
    try:
        folder = where.folder(manifest.collection)
        held = store.existing(where, manifest.collection).count()
        rows = len(np.load(folder / "vectors.npy", mmap_mode="r"))
    except Exception:
        return None
    return manifest if (held, rows) == (stored, count) else None


def _put(path: Path, text: str) -> None:
    """Write a file in one step and for good."""
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _fill(
    vectors: Vectors, made: Sequence[Face], known: Mapping[str, Any], encoder: Embeddings, progress: Progress
) -> Iterator[list[int]]:
    """Fill in the vectors of all faces, the known ones first; yields the rows that are there from then on."""
    kept = [row for row, face in enumerate(made) if face.hash in known]
    if kept:
        vectors[kept] = [known[made[row].hash] for row in kept]
        yield kept
    rows_of: dict[str, list[int]] = {}
    for row, face in enumerate(made):
        if face.hash not in known:
            rows_of.setdefault(face.text, []).append(row)
    # The longest first, so that texts of like length are encoded together and the time that is left is not underrated.
    missing = sorted(rows_of, key=lambda text: (-len(text), text))
    progress(0, len(missing))
    done = 0
    for texts in _steps(missing):
        fresh = encode(encoder, texts)
        for text, vector in zip(texts, fresh, strict=True):
            vectors[rows_of[text]] = vector
        done += len(texts)
        progress(done, len(missing))
        yield [row for text in texts for row in rows_of[text]]


def _steps(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in their order, as many at a time as have the characters of a step."""
    step: list[str] = []
    size = 0
    for text in texts:
        step.append(text)
        size += len(text)
        if size >= _STEP:
            yield step
            step, size = [], 0
    if step:
        yield step


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
    probe = encode(encoder, [PROBE])
    if len(hashes) != len(vectors) or vectors.shape[1] != probe.shape[1]:
        return {}
    if encoder_mark(encoder) != manifest.fingerprint.rpartition("-")[2]:
        return {}
    return dict(zip(hashes, vectors, strict=True))


def _switch(where: Store, manifest: Manifest) -> None:
    """Replace `current.json` in one step."""
    _put(where.current, json.dumps(asdict(manifest), indent=2))


def clean(where: Store, previous: Manifest | None = None) -> list[str]:
    """Remove the versions that nobody uses, and what builds that were cut short left; the names of those removed.

    The current version stays, the one before it (which may just be about to be opened), and all that any process has
    open. On a Chroma server only collections are removed that this data folder knows of.
    """
    current = where.manifest()
    keep = {manifest.collection for manifest in (current, previous) if manifest}
    folders = (where.data / "versions").glob(f"{store.PREFIX}*")
    removed = [folder.name for folder in folders if folder.name not in keep and not leases.in_use(folder)]
    for name in removed:
        _remove(where, name)
    if current:
        for file in where.folder(current.collection).glob("documents*"):
            if file not in [where.documents(manifest) for manifest in (current, previous) if manifest]:
                file.unlink(missing_ok=True)
    # Until November 2026 all versions shared one database.
    shutil.rmtree(where.data / "chroma", ignore_errors=True)
    return removed


def _remove(where: Store, name: str) -> None:
    """Take a version away."""
    if where.url:
        with contextlib.suppress(Exception):
            store.client_of(where, name).delete_collection(name)
    shutil.rmtree(where.folder(name), ignore_errors=True)
    store.forget(where.folder(name) / "chroma")
