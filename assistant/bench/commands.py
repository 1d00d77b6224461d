"""`assistant bench`: one table of what was measured in this run, as a table, JSON, or a part of a Markdown file."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.bench.errors import BenchError
from assistant.settings import load_settings

if TYPE_CHECKING:
    from assistant.bench.measure import Figure

START, END = "<!-- measured -->", "<!-- end of measured -->"
_err = Console(stderr=True)


def bench(
    golden: Annotated[Path, typer.Option(help="Folder of the golden questions that are asked.")] = Path("tests/golden"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    markdown: Annotated[Path | None, typer.Option(help="Put the table between the marks of this file.")] = None,
) -> None:
    """Measure start, memory, answers, many users and index builds on this machine, which should be idle."""
    from assistant.bench.measure import everything, machine
    from assistant.evaluation.golden import load_golden

    questions = [golden.question for golden in load_golden(golden)]
    figures = list(everything(load_settings(), questions, _err.print))
    if as_json:
        print(json.dumps({"machine": machine(), "figures": [asdict(figure) for figure in figures]}, indent=1))
    else:
        Console().print(table(figures))
    if markdown:
        markdown.write_text(replaced(markdown.read_text(encoding="utf-8"), markdown_table(figures)), encoding="utf-8")


def table(figures: "Sequence[Figure]") -> Table:
    """The figures for a terminal."""
    from assistant.bench.measure import machine

    shown = Table(title=machine(), title_justify="left", header_style="bold")
    for title in ("what", "", "value", "bar", ""):
        shown.add_column(title, justify="right" if title in ("value", "bar") else "left")
    for figure in figures:
        shown.add_row(*_cells(figure))
    return shown


def markdown_table(figures: "Sequence[Figure]") -> str:
    """The figures as a Markdown table, with the machine and the date above."""
    from assistant.bench.measure import machine

    rows = [
        f"{machine()}; {date.today().isoformat()}.",
        "",
        "| what | | value | bar | |",
        "| --- | --- | --- | --- | --- |",
    ]
    return "\n".join([*rows, *("| " + " | ".join(_cells(figure)) + " |" for figure in figures)])


def _cells(figure: "Figure") -> tuple[str, str, str, str, str]:
    """One row: group, name, value with unit, bar, and whether it is kept."""
    digits = 1 if figure.value < 100 and figure.unit in ("s", "ms") else 0
    bar = "" if figure.bar is None else f"{figure.bar:.0f}"
    met = {None: "", True: "met", False: "missed"}[figure.met]
    return figure.group, figure.name, f"{figure.value:.{digits}f} {figure.unit}", bar, met


def replaced(text: str, table: str) -> str:
    """A Markdown text with the table between its marks. Raises BenchError when it has none."""
    pattern = re.compile(f"{START}.*?{END}", re.S)
    if not pattern.search(text):
        raise BenchError(f"the file has no place for the table; write {START} and {END} where it belongs")
    return pattern.sub(lambda match: f"{START}\n\n{table}\n\n{END}", text)
