"""What is too large to be read, and how the bytes of a text file become characters."""

import zipfile
from pathlib import Path

from corpus.own.blocks import UnreadableFile

MAX_BYTES = 30_000_000
MAX_UNPACKED = 300_000_000
"""Bytes that a Word file or workbook, which are compressed, may hold."""


def check_size(path: Path) -> None:
    """Raise UnreadableFile for a file that is too large, as it is or unpacked."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(f"it is larger than {MAX_BYTES // 1_000_000} MB; split it")
    if path.suffix.lower() in (".docx", ".xlsx") and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            if sum(item.file_size for item in packed.infolist()) > MAX_UNPACKED:
                raise UnreadableFile(f"it holds more than {MAX_UNPACKED // 1_000_000} MB; split it")


def decoded(path: Path) -> str:
    """The text of a file, whatever common encoding it is in. Raises UnreadableFile for what is no text."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    if b"\0" in content[:2000]:
        raise UnreadableFile("it is not a text file")
    return content.decode("cp1252", errors="replace")
