"""`assistant pack`: encoder and index in one file, from which a server without PyTorch answers."""

import tarfile
from pathlib import Path
from typing import Annotated

import typer

from assistant.settings import load_settings
from index.encoder import EncoderError
from index.export import PLAIN
from index.versions import Store


def pack(
    file: Annotated[Path, typer.Argument(help="The archive to write, such as release.tar.gz.")],
) -> None:
    """Put the encoder and the index in use into an archive; unpack it into another server's data folder with tar."""
    settings = load_settings()
    where = settings.store
    names = packed(where)
    partial = file.with_name(f"{file.name}.partial")
    with tarfile.open(partial, "w:gz", compresslevel=1) as archive:
        for name in names:
            archive.add(where.data / name, name, filter=_plain)
    partial.replace(file)
    print(f"{file}: {file.stat().st_size / 1e6:.0f} MB. On the server: mkdir -p data && tar -xzf {file.name} -C data")


def packed(where: Store) -> list[str]:
    """What of a data folder is packed. Raises EncoderError when there is nothing yet."""
    manifest = where.manifest()
    if manifest is None:
        raise EncoderError("There is no index to pack yet; `assistant index` builds it.")
    wanted = ("encoder", "chroma", f"versions/{manifest.collection}", "current.json")
    return [name for name in wanted if (where.data / name).exists()]


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """A file without its owner's name; none that marks who uses it now, or that only measurements need."""
    if member.name.endswith((".lock", ".partial", "-wal", "-shm", f"-{PLAIN}")):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
