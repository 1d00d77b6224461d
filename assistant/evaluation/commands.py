"""`assistant evaluate`: one command a measurement, and all of them together."""

import importlib.util
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console

from assistant.evaluation.errors import EvaluationError
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from assistant.engine import Assistant
    from assistant.evaluation.golden import Golden
    from assistant.evaluation.report import Report
    from assistant.evaluation.retrieval import Collection

commands = typer.Typer(help="Measure the assistant: golden questions, public benchmarks, stability; all by default.")
_err = Console(stderr=True)

GOLDEN = Path("tests/golden")
FEEDBACKQA = Path("../shared/benchmarks/feedbackqa")
CACHE = "evaluation"
"""The folder within the data folder that holds indexed outside passages."""
_NEEDED = ("ir_measures", "sklearn", "langchain_text_splitters")

AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]
Folder = Annotated[Path, typer.Option(help="Folder of the golden questions.")]
Half = Annotated[Literal["development", "test", "all"], typer.Option(help="Which half of the golden questions.")]
Labels = Annotated[Path, typer.Option(help="Folder of the labelled questions.")]
Benchmark = Annotated[Path, typer.Option("--feedbackqa", help="Folder of FeedbackQA.")]
Cache = Annotated[Path | None, typer.Option(help="Folder for indexed outside passages; default: in the data folder.")]


def say(text: str) -> None:
    """A message beside the report."""
    _err.print(text, highlight=False, markup=False)


@commands.callback(invoke_without_command=True)
def default(
    context: typer.Context,
    as_json: AsJson = False,
    model: Annotated[str, typer.Option(help="PROVIDER:NAME: golden questions without and with it.")] = "",
    folder: Folder = GOLDEN,
    half: Half = "all",
) -> None:
    """Measure the assistant: golden questions, public benchmarks, stability; all by default."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise EvaluationError(f"{', '.join(missing)} is not installed; install this project with its `dev` extra.")
    if context.invoked_subcommand is None and model:
        from assistant.evaluation.models import compare

        show(compare(model, _questions(folder, half), say), as_json)
    elif context.invoked_subcommand is None:
        everything(as_json=as_json)


@commands.command()
def golden(folder: Folder = GOLDEN, half: Half = "all", as_json: AsJson = False) -> None:
    """Golden questions: fully right answers, declines, grounding."""
    show(_golden(_assistant(), _questions(folder, half)), as_json)


@commands.command()
def first(folder: Labels = GOLDEN / "first", as_json: AsJson = False) -> None:
    """Labelled questions: the share whose answer opens with a passage that should, or may, be said first."""
    from assistant.evaluation.first import load_labelled, report_first

    show(report_first(_assistant(), load_labelled(folder)), as_json)


@commands.command()
def further(
    file: Annotated[Path, typer.Option(help="Judged messages.")] = GOLDEN / "judged.jsonl", as_json: AsJson = False
) -> None:
    """Judged messages: what is said beside the first passage, and a fit of the model that decides it."""
    from assistant.evaluation.further import load_messages, report_further

    show(report_further(_assistant(), load_messages(file)), as_json)


@commands.command()
def metamorphic(folder: Folder = GOLDEN, half: Half = "all", as_json: AsJson = False) -> None:
    """Questions in other forms: the share that leads to the same first source."""
    from assistant.evaluation.metamorphic import metamorphic as measure

    show(measure(_assistant(), _questions(folder, half)), as_json)


@commands.command()
def later(folder: Labels = GOLDEN / "later") -> None:
    """Which passage opens the answer to a later turn, by the weights in use and by a fit, which is printed."""
    from assistant.evaluation.first import load_labelled
    from assistant.evaluation.later import report_later

    print(report_later(_assistant(), [item for items in load_labelled(folder).values() for item in items]))


@commands.command()
def decline(folder: Folder = GOLDEN, half: Half = "all", as_json: AsJson = False) -> None:
    """How well it knows what it does not know: AUROC, risk at each coverage, and a fit of the decline model."""
    from assistant.evaluation.decline import cases, report_decline

    show(report_decline(cases(_assistant(), _questions(folder, half))), as_json)


@commands.command()
def feedbackqa(
    split: Annotated[Literal["valid", "test"], typer.Option(help="valid for tuning, test for reporting.")] = "test",
    folder: Benchmark = FEEDBACKQA,
    cache: Cache = None,
    as_json: AsJson = False,
) -> None:
    """FeedbackQA, clean and with two typos a question, beside BM25, MiniLM, their fusion and the textbook pipeline."""
    show(_feedbackqa(folder, split, cache), as_json)


@commands.command()
def retrieval(
    passages: Annotated[Path, typer.Option(help="JSON lines {id, url, title, headings, text}.")],
    questions: Annotated[Path, typer.Option(help="JSON lines {id, question, passage?, history?}.")],
    run: Annotated[Path, typer.Option(help="TREC run file to write.")],
    cache: Cache = None,
    as_json: AsJson = False,
) -> None:
    """The product's own retriever on any files of FeedbackQA's form; writes a TREC run file."""
    from assistant.evaluation.benchmark import benchmark_row
    from assistant.evaluation.report import Report
    from assistant.evaluation.retrieval import Question, read_lines
    from assistant.evaluation.retrieval import run as write_run

    settings, encoder = _plain_encoder()
    found = write_run(passages, questions, run, encoder=encoder, cache=cache or settings.data / CACHE, say=say)
    say(f"{len(found)} questions written to {run}.")
    judged = [question for question in read_lines(questions, Question) if question.passage]
    if judged:
        show(Report((benchmark_row(questions.name, found, judged),)), as_json)


@commands.command()
def tune(
    questions: Annotated[Literal["valid"], typer.Option(help="Tuning is on valid only.")] = "valid",
    folder: Benchmark = FEEDBACKQA,
    cache: Cache = None,
    as_json: AsJson = False,
) -> None:
    """Find the best weights of the search signals on FeedbackQA's valid questions, clean and with typos."""
    from assistant.evaluation.benchmark import read_split
    from assistant.evaluation.tune import tune as search_weights

    found = search_weights(_collection(folder / "passages.jsonl", cache), read_split(folder, questions), say)
    if as_json:
        print(json.dumps([asdict(item) for item in found], indent=2))
        return
    for item in found:
        weights = ", ".join(f"{name} {weight:.3f}" for name, weight in item.weights.items())
        change = ", ".join(f"{was:.4f} to {now:.4f}" for was, now in zip(item.before, item.after, strict=True))
        print(f"scaling by {item.scaling}: {weights}")
        print(f"  nDCG@10 clean, two typos: {change}; held out {item.held_out:+.4f}")


@commands.command()
def support(
    sentences: Annotated[Path, typer.Option(help="Sentences written by hand.")] = Path("tests/models/support.yaml"),
    as_json: AsJson = False,
) -> None:
    """The check of a language model's sentences: what passes of supported and of unsupported ones."""
    from assistant.evaluation.support import judge_all, read_about, report_support

    assistant = _assistant()
    show(report_support(judge_all(read_about(sentences), assistant.corpus, assistant.search.encoder)), as_json)


@commands.command()
def adapt(
    folder: Labels = GOLDEN / "first",
    hold_out: Annotated[bool, typer.Option(help="Only say what it gains on one question in five.")] = False,
) -> None:
    """Learn the changes of the encoder from the questions of the corpus and labelled ones; a quarter of an hour."""
    from assistant.evaluation.adapt import learn
    from assistant.evaluation.first import load_labelled
    from assistant.sources import read_sources
    from corpus.loading import Corpus
    from index.adapter import FILE, save_changes

    settings, encoder = _plain_encoder()
    changes = learn(Corpus.of(read_sources(settings)), encoder, load_labelled(folder), say, hold_out)
    if not hold_out:
        save_changes(changes, FILE)
        say(f"Written to {FILE.name} ({FILE.stat().st_size // 1000} kB); the next start makes encoder and index anew.")
        say("What is asked next was learnt with the encoder as it was: run `assistant evaluate sequel` then.")


@commands.command()
def sequel(
    folder: Annotated[Path, typer.Option(help="Folder of follow-ups beside those of the documents.")] = GOLDEN / "next",
    hold_out: Annotated[bool, typer.Option(help="Only say how it does after one passage in five.")] = False,
) -> None:
    """Learn which passage answers what is asked after another one, from known follow-ups; two minutes."""
    from assistant.evaluation.sequel import learn_sequel, load_next
    from index.sequel import FILE, save_weights

    weights = learn_sequel(_assistant(), load_next(folder), say, hold_out)
    if not hold_out:
        save_weights(weights, FILE)
        say(f"Written to {FILE.name} ({FILE.stat().st_size // 1000} kB).")


@commands.command("all")
def everything(
    folder: Folder = GOLDEN, benchmark: Benchmark = FEEDBACKQA, cache: Cache = None, as_json: AsJson = False
) -> None:
    """Everything in one table: golden questions, stability, FeedbackQA test with every comparator."""
    from assistant.evaluation.metamorphic import metamorphic as measure
    from assistant.evaluation.report import Report

    assistant, questions = _assistant(), _questions(folder, "all")
    report = _golden(assistant, questions) + measure(assistant, questions)
    if (benchmark / "passages.jsonl").exists():
        report += _feedbackqa(benchmark, "test", cache)
    else:
        report += Report(remarks=(f"FeedbackQA is not in {benchmark}; name its folder with --feedbackqa.",))
    show(report, as_json)


def show(report: "Report", as_json: bool) -> None:
    """Print a report: JSON, or the table, the remarks and what failed."""
    from assistant.evaluation.report import table

    if as_json:
        print(report.to_json())
        return
    console = Console(width=None if Console().is_terminal else 160)
    console.print(table(report))
    for remark in report.remarks:
        console.print(remark, markup=False, highlight=False)
    for failure in report.failures:
        console.print(_line(failure), markup=False, highlight=False, soft_wrap=True)


def _line(failure: dict[str, Any]) -> str:
    """What failed, on one line."""
    why = "; ".join(failure["faults"]) if "faults" in failure else f"{failure['was']} became {failure['is']}"
    return f"{failure['id']}: {failure['question']!r}: {why}"


def _assistant() -> "Assistant":
    """The assistant of this installation."""
    from assistant.engine import open_assistant

    return open_assistant(load_settings(), say)


def _questions(folder: Path, half: str) -> "list[Golden]":
    """The golden questions of a half."""
    from assistant.evaluation.golden import load_golden

    return [question for question in load_golden(folder) if half in ("all", question.half)]


def _golden(assistant: "Assistant", questions: "list[Golden]") -> "Report":
    """Golden questions answered, judged and reported."""
    from assistant.evaluation.outcome import answer_golden, report_golden

    return report_golden(answer_golden(assistant, questions), assistant.corpus)


def _feedbackqa(folder: Path, split: Literal["valid", "test"], cache: Path | None) -> "Report":
    """One split of FeedbackQA by every system."""
    from assistant.evaluation.benchmark import benchmark, read_split

    questions = read_split(folder, split)
    return benchmark(f"FeedbackQA {split}", _collection(folder / "passages.jsonl", cache), questions, say)


def _collection(passages: Path, cache: Path | None) -> "Collection":
    """Outside passages, indexed by the encoder as it is without what was learnt from this corpus."""
    from assistant.evaluation.retrieval import open_collection

    settings, encoder = _plain_encoder()
    return open_collection(passages, encoder, cache or settings.data / CACHE, say)


def _plain_encoder() -> "tuple[Settings, Embeddings]":
    """The settings and the encoder of this installation, without what it learnt from this corpus."""
    from index.encoder import open_encoder

    settings = load_settings()
    return settings, open_encoder(settings.encoder, settings.data, settings.threads, say, plain=True)
