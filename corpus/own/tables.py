"""Reads tables, CSV files and spreadsheets, as rows of texts."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.own.blocks import Block, UnreadableFile, tidy
from corpus.own.size import check_size, decoded

MAX_ROWS = 5_000
MAX_COLUMNS = 100
ENDINGS = (".csv", ".xlsx")
Rows = list[list[str]]


def sheets(path: Path) -> list[tuple[str, Rows]]:
    """The rows of each sheet by its name (a CSV file is one sheet without a name). Raises UnreadableFile."""
    check_size(path)
    found = _workbook(path) if path.suffix.lower() == ".xlsx" else [("", _csv(path))]
    if any(len(rows) > MAX_ROWS for _, rows in found):
        raise UnreadableFile(f"it has more than {MAX_ROWS:,} rows; split it")
    return found


def _csv(path: Path) -> Rows:
    """The rows of a CSV file, whichever of comma, semicolon and tabulator parts its columns."""
    text = decoded(path)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4000], ",;\t")
    except csv.Error:
        dialect = csv.excel
    reader = csv.reader(io.StringIO(text, newline=""), dialect)
    return [[tidy(cell) for cell in row[:MAX_COLUMNS]] for row in islice(reader, MAX_ROWS + 1)]


def _workbook(path: Path) -> list[tuple[str, Rows]]:
    """The sheets of a workbook, with the values that its formulas last gave."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        return [
            (sheet.title, [[_cell(cell) for cell in row] for row in _values(sheet)])
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    finally:
        book.close()


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The values of a sheet row by row."""
    found: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
    return found


def _cell(value: object) -> str:
    """A value as its reader sees it: days without the hour, whole numbers without a point."""
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value.replace(microsecond=0)
    if isinstance(value, date | datetime):
        return value.isoformat().replace("T", " ")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else tidy(str(value))


def table(path: Path) -> Iterator[Block]:
    """Each row as a paragraph that names its columns; the sheets of a workbook have their names as headings."""
    found = sheets(path)
    for name, rows in found:
        filled = [row for row in rows if any(row)]
        if len(found) > 1 and filled:
            yield Block(name, 1)
        yield from _paragraphs(filled)


def _paragraphs(rows: Rows) -> Iterator[Block]:
    """The rows below the first one, which names the columns; a single row stands for itself."""
    head, *body = rows if len(rows) > 1 else [[], *rows]
    for row in body:
        named = zip([*head, *[""] * len(row)], row, strict=False)
        cells = [f"{name}: {cell}" if name else cell for name, cell in named if cell]
        yield Block("; ".join(cells) + ".")
