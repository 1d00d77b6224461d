"""Reads one file into blocks, each kind by a well-kept library."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.own.blocks import Block, UnreadableFile, blocks_of_lines, tidy
from corpus.own.html import page
from corpus.own.pdf import pdf
from corpus.own.size import check_size, decoded
from corpus.own.tables import table

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)


def read_file(path: Path) -> list[Block]:
    """The headings and paragraphs of a file. Raises UnreadableFile with the reason."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        ending = path.suffix or "a file without an ending"
        raise UnreadableFile(f"{ending} is not read; use {', '.join(sorted(READERS))}")
    check_size(path)
    try:
        blocks = list(reader(path))
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(f"it is broken or not what its ending says ({type(error).__name__})") from error
    if not any(block.text for block in blocks):
        raise UnreadableFile("it holds no text")
    return blocks


def _text(path: Path) -> Iterator[Block]:
    """Plain text."""
    yield from blocks_of_lines(decoded(path).splitlines())


def _markdown(path: Path) -> Iterator[Block]:
    """Markdown: headings as such; every paragraph, list item and table row a paragraph."""
    from markdown_it import MarkdownIt

    level = 0
    row: list[str] | None = None
    text = _FRONT_MATTER.sub("", decoded(path).replace("\r\n", "\n"))
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Block(" | ".join(filter(None, row)))
            row = None
        elif token.type == "inline":
            words = tidy("".join(_shown(child.type, child.content) for child in token.children or []))
            if row is not None:
                row.append(words)
            elif words:
                yield Block(words, level)
        elif token.type in ("fence", "code_block"):
            yield Block(tidy(token.content))


def _shown(kind: str, content: str) -> str:
    """What a reader sees of a piece of Markdown: no HTML, no image."""
    if kind in ("softbreak", "hardbreak"):
        return " "
    return content if kind in ("text", "code_inline") else ""


def _word(path: Path) -> Iterator[Block]:
    """A Word file: its heading styles, paragraphs, and tables row by row."""
    import docx
    from docx.table import Table

    for item in docx.Document(str(path)).iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                cells = list(dict.fromkeys(tidy(cell.text) for cell in row.cells))
                yield Block(" | ".join(filter(None, cells)))
        elif words := tidy(item.text):
            style = (item.style.name if item.style else "") or ""
            digits = style.removeprefix("Heading ")
            yield Block(words, 1 if style == "Title" else int(digits) if digits.isdigit() and digits != style else 0)


READERS: dict[str, Callable[[Path], Iterator[Block]]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": page,
    ".htm": page,
    ".pdf": pdf,
    ".docx": _word,
    ".txt": _text,
    ".csv": table,
    ".xlsx": table,
}
