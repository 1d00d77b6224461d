"""FeedbackQA: people's questions to public agencies, clean and misspelled, every system in the same run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from assistant.evaluation.comparators import Comparators, open_comparators
from assistant.evaluation.report import PRODUCT, Report, Row, measured
from assistant.evaluation.retrieval import Collection, Question, Run, Say, measure, rank_all, read_lines
from assistant.evaluation.typos import misspelled

Split = Literal["valid", "test"]
MAIN = "nDCG@10"
_DETAILS = ("R@10", "P@1", "RR")


def read_split(folder: Path, split: Split) -> list[Question]:
    """The questions of one split. Raises FormError."""
    return read_lines(folder / f"questions.{split}.jsonl", Question)


def variants(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """The questions as they are, and with two typos each."""
    wrong = [q.model_copy(update={"question": misspelled(q.question)}) for q in questions]
    return {"clean": list(questions), "two typos": wrong}


def benchmark(name: str, collection: Collection, questions: Sequence[Question], say: Say) -> Report:
    """Every system on every variant of the questions; only questions with a right passage count."""
    judged = [question for question in questions if question.passage]
    comparators = open_comparators(collection, say)
    rows: list[Row] = []
    for variant, asked in variants(judged).items():
        say(f"{name}, {variant}: {len(asked)} questions ...")
        rows += _rows(f"{name}, {variant}", runs(collection, comparators, asked), asked)
    return Report(tuple(rows))


def runs(collection: Collection, comparators: Comparators, questions: Sequence[Question]) -> dict[str, Run]:
    """The runs of all systems by name; this project is the last. Comparators read the question only."""
    found: dict[str, Run] = {}
    for question in questions:
        for system, ranking in comparators.rank(question.question).items():
            found.setdefault(system, {})[question.id] = ranking
    return {**found, PRODUCT: rank_all(collection.search, questions)}


def _rows(group: str, found: dict[str, Run], questions: Sequence[Question]) -> list[Row]:
    """One row a system, each tested against this project."""
    values = {system: measure(run, questions) for system, run in found.items()}
    ours = values[PRODUCT][MAIN]
    return [_row(group, name, scores, None if name == PRODUCT else ours) for name, scores in values.items()]


def benchmark_row(group: str, found: Run, questions: Sequence[Question]) -> Row:
    """The row of this project alone."""
    return _row(group, PRODUCT, measure(found, questions), None)


def _row(group: str, system: str, values: dict[str, dict[str, float]], against: dict[str, float] | None) -> Row:
    """One system on one set."""
    details = {name: sum(values[name].values()) / max(1, len(values[name])) for name in _DETAILS}
    return measured(group, system, MAIN, values[MAIN], details=details, against=against, keep=system == PRODUCT)
