"""Which passage opens the answer: questions with the passages that should, and those that may, be said first.

The questions were written by people or agents who had not read the passages; the labels do not depend on any answer.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.evaluation.errors import EvaluationError
from assistant.evaluation.outcome import Answering
from assistant.evaluation.report import Report, measured

_LIMITS = "limit-"
"""How the ids of passages begin that say what is not answered here: such an answer is a decline."""


class Labelled(BaseModel):
    """One question; `best` are the ids of which one should be said first, `ok` those that may be. Both may be empty.

    `history` are the turns before it, oldest first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    history: tuple[str, ...] = ()
    best: tuple[str, ...] = ()
    ok: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """The question after the turns before it."""
        return " / ".join((*self.history, self.question))


class Opening(NamedTuple):
    """Whether an answer opens with a passage that should, or at least may, be said first."""

    best: bool
    acceptable: bool


def load_labelled(folder: Path) -> dict[str, list[Labelled]]:
    """The questions of each file (`*.jsonl`) of a folder, by its name. Raises EvaluationError."""
    found: dict[str, list[Labelled]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        try:
            found[path.stem] = [Labelled.model_validate_json(line) for line in lines if line.strip()]
        except ValidationError as error:
            raise EvaluationError(f"{path}: {error}") from error
    if not found:
        raise EvaluationError(f"There are no labelled questions (*.jsonl) in {folder}.")
    return found


def opening(assistant: Answering, labelled: Labelled) -> Opening:
    """How an answer opens: by its first citation, or by declining where a limit is what should be said."""
    answer = assistant.answer(labelled.question, labelled.history)
    said = answer.citations[0].passage_id if answer.citations else None

    def among(ids: Sequence[str]) -> bool:
        return said in ids or (said is None and any(id_.startswith(_LIMITS) for id_ in ids))

    best = among(labelled.best)
    return Opening(best, best or among(labelled.ok))


def report_first(assistant: Answering, sets: dict[str, list[Labelled]]) -> Report:
    """The share of questions, of those that any passage answers, whose answer opens with an acceptable passage."""
    rows, failures = [], []
    for name, questions in sets.items():
        answered = [labelled for labelled in questions if labelled.best]
        opened = {labelled.asked: opening(assistant, labelled) for labelled in answered}
        best = sum(found.best for found in opened.values()) / max(1, len(opened))
        scores = {question: float(found.acceptable) for question, found in opened.items()}
        rows.append(measured("first passage", name, "acceptable", scores, details={"best": best}))
        failures += [
            {"id": name, "question": labelled.asked, "faults": [f"should open with {' or '.join(labelled.best)}"]}
            for labelled in answered
            if not opened[labelled.asked].acceptable
        ]
    return Report(tuple(rows), tuple(failures))
