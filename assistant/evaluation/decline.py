"""How well the assistant knows what it does not know: AUROC, a risk-coverage curve, and a fit of the decline model."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import Protocol

import numpy as np

from assistant.confidence import BIAS, DECLINE, WEIGHTS, Judged
from assistant.evaluation.golden import Golden, judge
from assistant.evaluation.outcome import Answering
from assistant.evaluation.report import Report, Row
from assistant.signals import Signals

COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)


class Judging(Answering, Protocol):
    """An assistant that tells why it answers or declines."""

    def judged(self, question: str, history: Sequence[str] = ()) -> list[Judged]:
        """For each part of a question, whether it was answered and the signals that decided."""


@dataclass(frozen=True)
class Case:
    """One golden question: how sure the assistant is (0 to 1), and whether its answer is right."""

    golden: Golden
    sure: float
    right: bool
    signals: Signals | None

    @property
    def answerable(self) -> bool:
        """Whether the documents answer the question."""
        return self.golden.answerable


def cases(assistant: Judging, questions: Sequence[Golden]) -> list[Case]:
    """Every question that is either answerable or not (those that call for a question back are left out)."""
    found = []
    for golden in questions:
        if golden.expect == "clarify":
            continue
        parts = assistant.judged(golden.question, golden.history)
        least = min(parts, key=lambda part: part.confidence)
        right = judge(golden, assistant.answer(golden.question, golden.history)).right
        right = right and golden.answerable
        found.append(Case(golden, least.confidence, right, least.signals))
    return found


def auroc(answerable: Sequence[float], others: Sequence[float]) -> float:
    """The probability that an answerable question is held for surer than another one; a tie counts half."""
    if not answerable or not others:
        return 0.5
    above = np.asarray(answerable)[:, None]
    below = np.asarray(others)[None, :]
    return float(((above > below) + 0.5 * (above == below)).mean())


def risk_at(found: Sequence[Case], coverage: float) -> float:
    """The share of wrong answers among the surest questions that make up `coverage` (0 to 1) of all."""
    surest = sorted(found, key=lambda case: -case.sure)[: max(1, round(coverage * len(found)))]
    return sum(not case.right for case in surest) / len(surest)


def report_decline(found: Sequence[Case]) -> Report:
    """AUROC by half, the risk-coverage curve of all, and the weights that a fit on the development half gives."""
    rows = []
    for half in ("development", "test", "all"):
        part = [case for case in found if half in ("all", case.golden.half)]
        sure = {kind: [c.sure for c in part if c.answerable is kind] for kind in (True, False)}
        rows.append(_row("AUROC of being answerable", half, len(part), auroc(sure[True], sure[False])))
    rows += [_row("risk at coverage", f"{c:.2f}", round(c * len(found)), risk_at(found, c)) for c in COVERAGES]
    return Report(tuple(rows), (), (fitted([c for c in found if c.golden.half == "development"]),))


def _row(group: str, name: str, count: int, value: float) -> Row:
    """A measured value without an interval."""
    return Row(group, name, "share", count, value, value, value)


def fitted(found: Sequence[Case]) -> str:
    """The weights of a logistic regression on the cases that signals decided, beside those in use."""
    from sklearn.linear_model import LogisticRegression

    judged = [case for case in found if case.signals]
    classes = {case.answerable for case in judged}
    if len(classes) < 2:
        return "Too few questions to fit the decline model."
    rows = np.array([astuple(case.signals) for case in judged if case.signals])
    model = LogisticRegression(C=3.0, class_weight="balanced", max_iter=1000)
    model.fit(rows, [case.answerable for case in judged])
    names = [field.name for field in fields(Signals)]
    fit = ", ".join(f"{name} {value:.1f}" for name, value in zip(names, model.coef_[0], strict=True))
    used = ", ".join(f"{name} {getattr(WEIGHTS, name):.1f}" for name in names)
    return (
        f"Fit on {len(judged)} development questions: {fit}, bias {model.intercept_[0]:.1f}. "
        f"In use: {used}, bias {BIAS}; declined below {DECLINE}."
    )
