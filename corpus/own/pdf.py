"""Reads a PDF page by page; locked files and scans without text are refused."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.own.blocks import Block, UnreadableFile, blocks_of_lines, tidy

MAX_PAGES = 2_000
_EDGE = 2
"""Lines at the top and at the bottom of a page that may be the same on every page."""
_LEAST_PAGES = 3


def pdf(path: Path) -> Iterator[Block]:
    """The words of each page; a page that is only a picture gives an empty block, so that it can be named."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableFile("it is locked by a password; save it without one")
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableFile(f"it has more than {MAX_PAGES:,} pages; split it")
    pages = [page.extract_text().splitlines() for page in reader.pages]
    if sum(len(line.strip()) for lines in pages for line in lines) < 20 * len(pages):
        raise UnreadableFile("it is a scan without text; run a text recognition over it first")
    for number, lines in enumerate(without_running_heads(pages), 1):
        if not any(map(tidy, lines)) and _pictured(reader.pages[number - 1]):
            yield Block("", 0, number)
        yield from blocks_of_lines(lines, number)


def _pictured(page: Any) -> bool:
    """Whether a page shows a picture."""
    try:
        return bool(page["/Resources"]["/XObject"])
    except KeyError:
        return False


def without_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages without the lines that stand at the edge of most of them, whatever their numbers.

    On the first page those without a number stay: often they are the title.
    """
    filled = [[line for line in lines if line.strip()] for lines in pages]
    counts = Counter(mark for lines in filled for mark in {_mark(line) for line in _edges(lines)})
    often = max(_LEAST_PAGES, (len(pages) + 1) // 2)
    running = {mark for mark, count in counts.items() if count >= often}
    numbered = {mark for mark in running if "#" in mark}
    shown = next((n for n, lines in enumerate(pages) if any(map(tidy, lines))), 0)
    return [_stripped(lines, numbered if n == shown else running) for n, lines in enumerate(pages)]


def _stripped(lines: Sequence[str], running: set[str]) -> list[str]:
    """A page without its running lines, from both edges inwards."""
    kept = list(lines)
    for end in (0, -1):
        for _ in range(_EDGE):
            while kept and not kept[end].strip():
                kept.pop(end)
            if kept and _mark(kept[end]) in running:
                kept.pop(end)
    return kept


def _edges(lines: Sequence[str]) -> list[str]:
    """The first and the last lines of a page."""
    return [*lines[:_EDGE], *lines[-_EDGE:]]


def _mark(line: str) -> str:
    """A line but for its numbers."""
    return re.sub(r"\d+", "#", tidy(line).lower())
