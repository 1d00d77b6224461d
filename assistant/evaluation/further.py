"""Which passages are said beside the first one: messages with all passages that search put forward judged one by one.

The messages were written by people or agents who had not read the passages; others judged what the assistant said to
them, and what it could have said.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from pydantic import ValidationError

from assistant.confidence import Judged
from assistant.draft import Draft
from assistant.evaluation.errors import EvaluationError
from assistant.evaluation.first import Labelled, report_first
from assistant.evaluation.outcome import Answering
from assistant.evaluation.report import Report, measured
from assistant.signals import Beside
from assistant.worth import BIAS, WEIGHTS

Use = Literal["needed", "neutral", "needless"]


class Message(Labelled):
    """A message; `add` are passages that a good answer says too, `neutral` those that would not bother beside it."""

    add: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()

    def use(self, id_: str, first: str) -> Use:
        """What a passage is beside the first one: what should have opened the answer is needed where that did not."""
        if id_ in self.add or (id_ in self.best and first not in self.best):
            return "needed"
        return "neutral" if id_ in (*self.best, *self.ok, *self.neutral) else "needless"


class Judging(Answering, Protocol):
    """An assistant that tells what it weighed."""

    def judged(self, question: str, history: Sequence[str] = (), draft: Draft | None = None) -> list[Judged]:
        """Answer every part of a question into a draft, which has what was weighed."""


def load_messages(file: Path) -> list[Message]:
    """The judged messages. Raises EvaluationError."""
    try:
        return [Message.model_validate_json(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    except (OSError, ValidationError) as error:
        raise EvaluationError(f"{file}: {error}") from error


def report_further(assistant: Judging, messages: Sequence[Message]) -> Report:
    """Acceptable openings, what is said beside them, how much of what should be, and the weights that a fit gives."""
    said: dict[str, Use] = {}
    wanted: dict[str, float] = {}
    weighed: list[tuple[Beside, bool]] = []
    for message in messages:
        draft = Draft()
        assistant.judged(message.question, draft=draft)
        cited = [citation.passage_id for citation in assistant.answer(message.question).citations]
        first = cited[0] if cited else ""
        weighed += [(given, message.use(id_, first) == "needed") for id_, given in draft.weighed.items()]
        # Records of programs are no further passages.
        said |= {f"{message.question} {id_}": message.use(id_, first) for id_ in cited[1:] if id_ in draft.weighed}
        wanted |= {f"{message.question} {id_}": float(id_ in cited) for id_ in message.add}
    uses: tuple[Use, ...] = ("needed", "neutral", "needless")
    rows = [
        measured("said beside the first", use, "share", {key: float(found == use) for key, found in said.items()})
        for use in uses
    ]
    rows.append(measured("should be said beside it", "judged messages", "said", wanted))
    return report_first(assistant, {"judged": list(messages)}) + Report(tuple(rows), (), (fitted(weighed),))


def fitted(weighed: Sequence[tuple[Beside, bool]]) -> str:
    """The weights that a logistic regression gives to what was weighed."""
    if len({needed for _, needed in weighed}) < 2:
        return "Nothing to fit: what was weighed was all needed, or none of it."
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10.0, max_iter=1000)
    model.fit(np.array([given for given, _ in weighed]), [needed for _, needed in weighed])
    weights = ", ".join(
        f"{name} {fit:.2f} (in use {used:.2f})"
        for name, fit, used in zip(Beside._fields, model.coef_[0], WEIGHTS, strict=True)
    )
    return f"Further passages, fit on {len(weighed)}: {weights}, bias {model.intercept_[0]:.2f} (in use {BIAS:.2f})"
