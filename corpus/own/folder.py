"""Reads the folder of the owner's own documents; what cannot be read is named and skipped."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.loading import Documents
from corpus.own.blocks import Block, UnreadableFile
from corpus.own.programs import Listed, is_program_list, merged, read_programs
from corpus.own.readers import READERS, read_file
from corpus.own.size import MAX_BYTES
from corpus.own.splitting import split
from corpus.schema import AddedDocument

Say = Callable[[str], None]


@dataclass(frozen=True)
class Own:
    """What a folder holds: documents, programs for the directory, and what was skipped and why."""

    documents: tuple[AddedDocument, ...]
    programs: tuple[Listed, ...]
    skipped: tuple[str, ...]


def files(folder: Path) -> Iterator[Path]:
    """The files of a folder and the folders in it, in a fixed order; hidden and temporary ones left out."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "~$", "_")) for part in inner):
            yield path


def read_own(folder: Path, curated: Documents) -> Own:
    """Read every file of the folder."""
    documents, programs, skipped = list[AddedDocument](), list[Listed](), list[str]()
    for path in files(folder) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        try:
            if is_program_list(path):
                found, wrong = read_programs(path, name, curated)
                programs += found
                skipped += wrong
            else:
                blocks = read_file(path)
                documents.append(split(name, blocks))
                skipped += _unread_pages(name, blocks)
        except UnreadableFile as fault:
            skipped.append(f"{name}: {fault}")
        except Exception as error:
            skipped.append(f"{name}: it cannot be read ({type(error).__name__})")
    return Own(tuple(documents), tuple(programs), tuple(skipped))


def _unread_pages(name: str, blocks: Sequence[Block]) -> list[str]:
    """The pages of a file that are only pictures."""
    pages = [str(block.page) for block in blocks if block.page and not block.text]
    return [f"{name}, page {', '.join(pages)}: a picture without text; run a text recognition over it"] if pages else []


def with_own(documents: Documents, folder: Path, say: Say) -> Documents:
    """The documents with what the owner's folder adds; `say` names what was skipped."""
    own = read_own(folder, documents)
    for line in own.skipped:
        say(f"Skipped {line}.")
    update = {
        "added": (*documents.added, *own.documents),
        "organizations": merged(documents.organizations, own.programs) if own.programs else documents.organizations,
    }
    return documents.model_copy(update=update)


def own_hash(folder: Path) -> str:
    """SHA-256 (hexadecimal) over the names and bytes of the files; of those that are not read, the sizes."""
    digest = hashlib.sha256()
    for path in files(folder) if folder.is_dir() else ():
        digest.update(f"\0{path.relative_to(folder).as_posix()}\0".encode("utf-8", "surrogateescape"))
        # A file that goes away or may not be read is told of when it is read, and not here.
        with contextlib.suppress(OSError):
            size = path.stat().st_size
            digest.update(str(size).encode())
            if size <= MAX_BYTES and path.suffix.lower() in READERS:
                digest.update(path.read_bytes())
    return digest.hexdigest()
