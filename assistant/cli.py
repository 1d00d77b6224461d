"""The command line: ask, batch, index, check, serve, evaluate."""

import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TextIO

# Nothing may leave the machine: no telemetry and no look-ups at a model hub.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.answer import Answer
from assistant.bench.commands import commands as bench_commands
from assistant.bench.errors import BenchError
from assistant.checking import check
from assistant.commands import feedback, mcp
from assistant.doctor import doctor
from assistant.evaluation.commands import commands as evaluate_commands
from assistant.evaluation.errors import EvaluationError
from assistant.explaining import explain
from assistant.packing import pack
from assistant.refresh import refresh
from assistant.settings import Settings, SettingsError, load_settings
from assistant.syncing import sync
from corpus.errors import CorpusError
from corpus.official.store import RefreshError
from index.encoder import EncoderError
from index.errors import IndexFault

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers questions about Massachusetts educational collaboratives, with cited sources, offline.",
)
app.add_typer(evaluate_commands, name="evaluate")
app.add_typer(bench_commands, name="bench")
app.command()(pack)
app.command()(feedback)
app.command()(mcp)
app.command()(refresh)
app.command()(sync)
app.command()(check)
app.command()(doctor)
app.command()(explain)
_out = Console()
_err = Console(stderr=True)


def say(text: str) -> None:
    """A plain message beside the results."""
    _err.print(text, highlight=False, markup=False)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in everyday words.")],
    history: Annotated[list[str] | None, typer.Option(help="An earlier question; may be given several times.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Answer one question."""
    from assistant.opening import open_answering

    answer = open_answering(load_settings(), say).answer(question, history or ())
    if as_json:
        print(answer.model_dump_json(indent=2))
    else:
        show(answer)


def show(answer: Answer) -> None:
    """Print an answer with its sources for a terminal."""
    _out.print(Markdown(answer.text))
    if answer.citations:
        _out.print("\n[bold]Sources[/bold]")
    for citation in answer.citations:
        dated = f", as of {citation.as_of}" if citation.as_of else ""
        doubt = "" if citation.verified else " (not confirmed)"
        _out.print(f"\\[{citation.number}] {citation.title}: {citation.citation}{dated}{doubt}", highlight=False)
        if citation.url:
            _out.print(f"    {citation.url}", style="dim", highlight=False, soft_wrap=True)
    for notice in answer.notices:
        _out.print(f"\n{notice}", style="italic", markup=False, highlight=False)
    if answer.suggestions:
        _out.print("\nYou could also ask: " + " · ".join(answer.suggestions), markup=False, style="dim")


@app.command()
def batch(
    file: Annotated[str, typer.Argument(help="A file of JSON lines, or - for standard input.")],
) -> None:
    """Answer many questions: JSON lines {"id", "question", "history"} in, one JSON answer a line out."""
    from assistant.opening import open_answering

    assistant = open_answering(load_settings(), say)
    with sys.stdin if file == "-" else Path(file).open(encoding="utf-8", errors="replace") as lines:
        for number, line in _numbered(lines):
            print(json.dumps(_batch_line(assistant, number, line), ensure_ascii=False), flush=True)


def _numbered(lines: TextIO) -> Iterator[tuple[int, str]]:
    """The lines that hold anything, with their number from 1."""
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _batch_line(assistant: Any, number: int, line: str) -> dict[str, Any]:
    """The answer to one line, or what is wrong with it; nothing stops the lines after it."""
    try:
        given = json.loads(line)
        question, turns = given["question"], earlier(given.get("history") or [])
        if not isinstance(question, str):
            raise TypeError("question is not a text")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        missing = "no question" if isinstance(error, KeyError) else str(error)
        return {"line": number, "error": f"line {number}: {missing}"}
    try:
        return {"id": given.get("id"), **assistant.answer(question, turns).model_dump(mode="json")}
    except Exception as error:
        return {"id": given.get("id"), "line": number, "error": f"line {number}: {type(error).__name__}: {error}"}


def earlier(history: Any) -> list[str]:
    """The earlier questions of a history: texts, or chat messages of which the user's turns count."""
    if not isinstance(history, list):
        raise TypeError("history is not a list")
    turns: list[str] = []
    for turn in history:
        if isinstance(turn, str):
            turns.append(turn)
        elif isinstance(turn, dict):
            if turn.get("role", "user") == "user":
                turns.append(str(turn.get("content") or turn.get("question") or ""))
        else:
            raise TypeError("a turn of history is neither a text nor a message")
    return turns


@app.command()
def index() -> None:
    """Build the index anew if the documents changed; unchanged passages are not encoded again."""
    from assistant.engine import build_index
    from index.encoder import open_encoder

    settings = load_settings()
    encoder = open_encoder(settings.encoder, settings.data, settings.threads, say)
    columns = (TextColumn("Encoding"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeRemainingColumn())
    with Progress(*columns, console=_err) as bar:
        task = bar.add_task("encode", total=None)
        build_index(settings, encoder, say, lambda done, total: bar.update(task, completed=done, total=total))


@app.command(name="export")
def export_command(
    form: Annotated[str, typer.Option("--format", help="hsds, csv, geojson or ics.")],
    out: Annotated[Path | None, typer.Option(help="A file; without it, standard output.")] = None,
) -> None:
    """Export the directory (HSDS JSON, CSV for a spreadsheet, GeoJSON) or the calendar of deadlines (ics)."""
    from assistant.export import export
    from assistant.sources import read_sources
    from corpus.loading import Corpus

    try:
        content = export(Corpus.of(read_sources(load_settings(), say)), form, date.today()).encode()
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if out:
        out.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


@app.command()
def serve() -> None:
    """Start the web application."""
    from assistant.server import run

    run(load_settings(), say)


@app.command()
def settings() -> None:
    """Print every setting as a Markdown table, as the README shows it."""
    print(settings_table())


def settings_table() -> str:
    """The settings as a Markdown table: variable, default, meaning."""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, info in Settings.model_fields.items():
        default = "the documents in this repository" if name == "documents" else info.default
        shown = "(none)" if default in (None, "", ()) else str(default)
        rows.append(f"| `ASSISTANT_{name.upper()}` | {shown} | {info.description} |")
    return "\n".join(rows)


def main() -> None:
    """Run a command; what the user can mend is said without a stack trace."""
    try:
        app()
    except (SettingsError, CorpusError, EncoderError, IndexFault, EvaluationError, BenchError, RefreshError) as error:
        say(str(error))
        sys.exit(2)


if __name__ == "__main__":
    main()
