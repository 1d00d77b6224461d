"""What versions of the index there are, and what they were made from.

The data folder holds `encoder/` (the exported model), `versions/NAME/` (vectors, lexical tables, the validated
documents and the Chroma database of one version) and `current.json`, which names the version in use and is replaced in
one step. A version has a database of its own, so that building one cannot harm another, and removing it leaves nothing
behind.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from index.encoder import encode
from index.errors import IndexFault
from index.faces import Face, Findable

Progress = Callable[[int, int], None]
"""Called with the number of texts encoded so far and the number to encode."""
FORMAT = 6
PROBE = "who runs an educational collaborative?"
"""What tells one encoder from another."""
EXACT_UP_TO = 30_000
"""Texts up to which comparing with each is quicker than the embedded Chroma's index, whose calls cost some 5 ms."""


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
    """Where the versions lie: a data folder, and a Chroma server's address when vectors are kept there.

    An embedded database of at most `exact_up_to` texts is not opened for answering: all are compared instead.
    """

    data: Path
    url: str | None = None
    exact_up_to: int = EXACT_UP_TO

    @property
    def current(self) -> Path:
        """The file that names the version in use."""
        return self.data / "current.json"

    def folder(self, name: str) -> Path:
        """The folder of one version."""
        return self.data / "versions" / name

    def documents(self, manifest: Manifest) -> Path:
        """The file with the validated documents of a version: records may change where no indexed text does."""
        mark = hashlib.sha256(manifest.source.encode()).hexdigest()[:16]
        return self.folder(manifest.collection) / f"documents-{mark}.json"

    def manifest(self) -> Manifest | None:
        """The version in use, or None when there is none or its file is damaged."""
        try:
            return Manifest(**json.loads(self.current.read_text()))
        except (OSError, ValueError, TypeError):
            return None


def fingerprint(made: Sequence[Face], passages: Sequence[Findable], encoder: Embeddings) -> str:
    """A hash of every indexed text with its passage's id, and the encoder's mark behind a hyphen."""
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for face in made:
        digest.update(f"{passages[face.position].id}\0{face.kind}\0{face.text}\0{face.after}\0".encode())
    return f"{digest.hexdigest()[:32]}-{encoder_mark(encoder)}"


def encoder_mark(encoder: Embeddings) -> str:
    """Eight hexadecimal digits that change with the encoder, from the vector of a fixed sentence."""
    probe = encode(encoder, [PROBE])[0]
    return hashlib.sha256(np.round(probe, 3).astype(np.float32).tobytes()).hexdigest()[:8]


def read_snapshot(where: Store, manifest: Manifest) -> str:
    """The validated documents (JSON) that a version was built from. Raises IndexFault when they are missing."""
    try:
        return where.documents(manifest).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise IndexFault("The index has lost its documents.") from error
