"""Runs the golden questions through the assistant and reports how many answers are right, declined and grounded."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Protocol

from assistant.answer import Answer
from assistant.evaluation.golden import Golden, Judgement, judge
from assistant.evaluation.grounding import Grounding
from assistant.evaluation.reading import prose_grades
from assistant.evaluation.report import Report, Row, measured
from corpus.loading import Corpus


class Answering(Protocol):
    """What is measured: the assistant, or a double of it."""

    @property
    def corpus(self) -> Corpus:
        """The documents that it answers from."""

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer to a question."""


def answer_golden(assistant: Answering, questions: Sequence[Golden]) -> list[Judgement]:
    """Every question answered and judged."""
    return [judge(golden, assistant.answer(golden.question, golden.history)) for golden in questions]


def report_golden(judged: Sequence[Judgement], corpus: Corpus) -> Report:
    """Fully right answers by half, in all and by kind; declines; grounding; and everything that was wrong."""
    grounding = Grounding(corpus)
    doubts = {j.golden.id: grounding.exceptions(j.answer, j.golden.question, j.golden.history) for j in judged}
    rows = [*_right(judged), *_declines(judged), _grounded(doubts)]
    times = [j.answer.milliseconds for j in judged]
    remark = f"Golden questions: median {median(times):.0f} ms an answer." if times else "No golden questions."
    remark += _reading(judged)
    failures = tuple(_failure(j, doubts[j.golden.id]) for j in judged if j.faults or doubts[j.golden.id])
    return Report(tuple(rows), failures, (remark,))


def _reading(judged: Sequence[Judgement]) -> str:
    """The median Flesch-Kincaid grade of answers to families and to everyone else."""
    said = ""
    for name, family in (("families", True), ("others", False)):
        grades = prose_grades([j.answer for j in judged if (j.golden.persona == "parent") is family])
        said += f" Reading grade of answers to {name}: median {median(grades):.1f}." if grades else ""
    return said


def _right(judged: Sequence[Judgement]) -> list[Row]:
    """The share of fully right answers."""
    rows = [_share(judged, half, lambda j, half=half: j.golden.half == half) for half in ("development", "test")]  # type: ignore[misc]
    rows.append(_share(judged, "all", lambda j: True, keep=True))
    kinds = sorted({j.golden.kind for j in judged})
    return rows + [_share(judged, kind, lambda j, kind=kind: j.golden.kind == kind) for kind in kinds]  # type: ignore[misc]


def _share(judged: Sequence[Judgement], name: str, chosen: Callable[[Judgement], bool], keep: bool = False) -> Row:
    """The share of fully right answers among the chosen ones."""
    scores = {j.golden.id: float(j.right) for j in judged if chosen(j)}
    return measured("golden, fully right", name, "share", scores, keep=keep)


def _declines(judged: Sequence[Judgement]) -> list[Row]:
    """How often it declines when it should, and when it should not."""
    rows = []
    wanted = [j for j in judged if j.golden.expect == "decline"]
    others = [j for j in judged if j.golden.answerable]
    for name, chosen in (("when it should", wanted), ("when it should not", others)):
        scores = {j.golden.id: float(j.answer.outcome == "declined") for j in chosen}
        rows.append(measured("golden, declined", name, "share", scores))
    return rows


def _grounded(doubts: dict[str, list[str]]) -> Row:
    """The share of answers in which everything is grounded."""
    scores = {key: float(not found) for key, found in doubts.items()}
    total = float(sum(len(found) for found in doubts.values()))
    return measured(
        "golden, grounded", "answers without exception", "share", scores, details={"exceptions": total}, keep=True
    )


def _failure(judgement: Judgement, doubts: Sequence[str]) -> dict[str, object]:
    """What was wrong with one answer."""
    golden, answer = judgement.golden, judgement.answer
    return {
        "id": golden.id,
        "half": golden.half,
        "question": golden.question,
        "faults": [*judgement.faults, *(f"ungrounded: {doubt}" for doubt in doubts)],
        "outcome": answer.outcome,
        "text": answer.text,
        "cited": [citation.passage_id for citation in answer.citations],
    }
