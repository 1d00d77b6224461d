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

commands = typer.Typer(help="Measure start, memory, answers, many users and index builds on this machine.")
MEASURED, GROWTH = "measured", "growth"
"""The names of the parts of a Markdown file that are replaced: between `<!-- NAME -->` and `<!-- end of NAME -->`."""
_err = Console(stderr=True)


@commands.callback(invoke_without_command=True)
def bench(
    context: typer.Context,
    golden: Annotated[Path, typer.Option(help="Folder of the golden questions that are asked.")] = Path("tests/golden"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    markdown: Annotated[Path | None, typer.Option(help="Put the table between the marks of this file.")] = None,
) -> None:
    """Measure start, memory, answers, many users and index builds on this machine, which should be idle."""
    if context.invoked_subcommand:
        return
    from assistant.bench.measure import everything, machine
    from assistant.evaluation.golden import load_golden

    place = Place(markdown, MEASURED)
    questions = [golden.question for golden in load_golden(golden)]
    figures = list(everything(load_settings(), questions, _err.print))
    if as_json:
        print(json.dumps({"machine": machine(), "figures": [asdict(figure) for figure in figures]}, indent=1))
    else:
        Console().print(table(figures))
    place.put(markdown_table(figures))


@commands.command()
def growth(
    feedbackqa: Annotated[Path, typer.Option(help="Folder of FeedbackQA, whose text the corpora are made from.")],
    sizes: Annotated[str, typer.Option(help="Numbers of passages, comma-separated.")] = "1000,10000,100000",
    million: Annotated[bool, typer.Option(help="A million passages as well: hours, over 24 GB of memory.")] = False,
    svg: Annotated[Path | None, typer.Option(help="File for the curves.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the points as JSON.")] = False,
    markdown: Annotated[Path | None, typer.Option(help="Put the table between the marks of this file.")] = None,
) -> None:
    """Measure how build, size, latency, memory and recall grow with the corpus."""
    from assistant.bench import curves
    from assistant.bench.growth import MILLION, measured, read_base
    from assistant.bench.measure import machine
    from index.encoder import open_encoder

    place = Place(markdown, GROWTH)
    settings = load_settings()
    counts = {int(size) for size in sizes.split(",")} | ({MILLION} if million else set())
    base = read_base(feedbackqa, encoder := open_encoder(settings.encoder, settings.data, settings.threads, _err.print))
    points = [measured(base, count, encoder, _err.print) for count in sorted(counts)]
    told = f"{machine()}; {date.today().isoformat()}. Encoding: {base.encoding:.1f} s for 1,000 texts."
    if svg:
        curves.draw(points, svg)
    if as_json:
        shown = {"machine": machine(), "encoding": base.encoding, "points": [asdict(point) for point in points]}
        print(json.dumps(shown, indent=1))
    else:
        print(f"{told}\n\n{curves.markdown(points)}")
    place.put(f"{told}\n\n{curves.markdown(points)}")


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


class Place:
    """A part of a Markdown file that a measurement is put in; nothing without a file.

    Looked up before the measuring begins, so that a wrong file is told at once. Raises BenchError.
    """

    def __init__(self, file: Path | None, name: str) -> None:
        self._file = file
        self._start, self._end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        if file:
            self._replaced(_read(file), "")

    def put(self, table: str) -> None:
        """Replace the part; the rest of the file stays as it is by now."""
        if self._file:
            self._file.write_text(self._replaced(_read(self._file), table), encoding="utf-8")

    def _replaced(self, text: str, table: str) -> str:
        """The text with the table between the marks."""
        pattern = re.compile(f"{self._start}.*?{self._end}", re.S)
        if not pattern.search(text):
            where = f"write {self._start} and {self._end} where it belongs"
            raise BenchError(f"{self._file} has no place for the table; {where}")
        return pattern.sub(lambda match: f"{self._start}\n\n{table}\n\n{self._end}", text)


def _read(file: Path) -> str:
    """A text file. Raises BenchError."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise BenchError(f"{file} cannot be read: {error.strerror}") from error
