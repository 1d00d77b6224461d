"""Reads one file into blocks, each kind by a well-kept library."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.own.blocks import Block, UnreadableFile, blocks_of_lines, tidy

MAX_BYTES = 30_000_000
MAX_PAGES = 2_000
MAX_ROWS = 5_000
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = ("script", "style", "noscript", "template", "nav", "footer", "form", "iframe", "svg", "head")


def read_file(path: Path) -> list[Block]:
    """The headings and paragraphs of a file. Raises UnreadableFile with the reason."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(
            f"{path.suffix or 'a file without an ending'} is not read; use {', '.join(sorted(READERS))}"
        )
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(f"larger than {MAX_BYTES // 1_000_000} MB; split it")
    try:
        blocks = list(reader(path))
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(f"it is broken or not what its ending says ({type(error).__name__})") from error
    if not any(block.text for block in blocks):
        raise UnreadableFile("it holds no text")
    return blocks


def decoded(path: Path) -> str:
    """The text of a file, whatever common encoding it is in."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    if b"\0" in content[:2000]:
        raise UnreadableFile("it is not a text file")
    return content.decode("cp1252", errors="replace")


def _text(path: Path) -> Iterator[Block]:
    """Plain text."""
    yield from blocks_of_lines(decoded(path).splitlines())


def _markdown(path: Path) -> Iterator[Block]:
    """Markdown: headings as such; every paragraph, list item and table row a paragraph."""
    from markdown_it import MarkdownIt

    level = 0
    row: list[str] | None = None
    for token in MarkdownIt("commonmark").enable("table").parse(decoded(path)):
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


def _html(path: Path) -> Iterator[Block]:
    """A saved web page: what is not shown, and menus, left out."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(decoded(path), "html.parser")
    for tag in soup.find_all(_UNSEEN):
        tag.decompose()
    for tag in soup.find_all(
        lambda t: t.has_attr("hidden") or "display:none" in str(t.get("style", "")).replace(" ", "")
    ):
        tag.decompose()
    for tag in soup.find_all([*_HEADINGS, "p", "li", "tr", "dt", "dd", "blockquote", "pre"]):
        if tag.find(["p", "li", "tr", "dt", "dd"]):
            continue
        if words := tidy(tag.get_text(" ")):
            yield Block(words, int(tag.name[1]) if tag.name in _HEADINGS else 0)


def _pdf(path: Path) -> Iterator[Block]:
    """A PDF with text in it; scans and locked files are refused."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableFile("it is locked by a password; save it without one")
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableFile(f"it has more than {MAX_PAGES} pages; split it")
    pages = [page.extract_text() for page in reader.pages]
    if sum(len(text.strip()) for text in pages) < 20 * len(pages):
        raise UnreadableFile("it is a scan without text; run a text recognition over it first")
    for number, text in enumerate(pages, 1):
        yield from blocks_of_lines(text.splitlines(), number)


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


def table_rows(path: Path) -> list[list[str]]:
    """The rows of a CSV file or of every sheet of a spreadsheet. Raises UnreadableFile when there are too many."""
    if path.suffix.lower() == ".xlsx":
        from openpyxl import load_workbook

        book = load_workbook(path, read_only=True, data_only=True)
        rows = [
            ["" if cell is None else tidy(str(cell)) for cell in row]
            for s in book
            for row in s.iter_rows(values_only=True)
        ]
        book.close()
    else:
        text = decoded(path)
        try:
            dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4000], ",;\t")
        except csv.Error:
            dialect = csv.excel
        rows = [[tidy(cell) for cell in row] for row in csv.reader(io.StringIO(text), dialect)]
    if len(rows) > MAX_ROWS:
        raise UnreadableFile(f"it has more than {MAX_ROWS} rows; split it")
    return rows


def _table(path: Path) -> Iterator[Block]:
    """A table: each row a paragraph that names its columns."""
    rows = [row for row in table_rows(path) if any(row)]
    if not rows:
        return
    head, *body = rows
    for row in body:
        cells = [
            f"{name}: {cell}" if name else cell
            for name, cell in zip([*head, *[""] * len(row)], row, strict=False)
            if cell
        ]
        yield Block("; ".join(cells) + ".")


READERS: dict[str, Callable[[Path], Iterator[Block]]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _word,
    ".txt": _text,
    ".csv": _table,
    ".xlsx": _table,
}
