"""Golden questions: what was asked, what a right answer must hold, and the judgement of one answer."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Answer, Outcome
from assistant.evaluation.errors import GoldenError

Kind = Literal[
    "where",
    "membership",
    "profile",
    "process",
    "statute",
    "regulation",
    "guidance",
    "moec",
    "glossary",
    "calendar",
    "followup",
    "multipart",
    "typo",
    "false-premise",
    "unanswerable",
    "hostile",
    "list",
    "compare",
]
Expected = Literal["answer", "partial", "clarify", "decline"]
Half = Literal["development", "test"]
Said = Annotated[str, Field(min_length=1)]

RIGHT_OUTCOMES: dict[Expected, frozenset[Outcome]] = {
    "answer": frozenset({"answered", "partial"}),
    "partial": frozenset({"partial", "answered"}),
    "clarify": frozenset({"clarify", "partial"}),
    "decline": frozenset({"declined"}),
}
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
_MARKUP = re.compile(r"\[\d{1,3}\]|\*\*|(?<!\w)[*_]|[*_](?!\w)|\\(?=[^\w\s])")


class Golden(BaseModel):
    """One question with its label.

    `vital` are facts that must be there, alternatives split by ' | '; `okay` facts may be there and are not scored;
    `forbid` are strings that would make the answer wrong; `cites` are passage or program ids, any one of which must
    be shown; `history` are earlier questions, oldest first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Said
    persona: Literal["parent", "director", "staff", "owner", "other"]
    kind: Kind
    history: tuple[Said, ...] = ()
    question: Said
    expect: Expected
    vital: tuple[Said, ...] = ()
    okay: tuple[Said, ...] = ()
    forbid: tuple[Said, ...] = ()
    cites: tuple[Said, ...] = ()

    @property
    def half(self) -> Half:
        """The half that the id's hash puts it into; only `development` may be looked at while tuning."""
        return "test" if hashlib.sha256(self.id.encode()).digest()[-1] % 2 else "development"


@dataclass(frozen=True)
class Judgement:
    """An answer judged: `faults` are the reasons why it is not fully right."""

    golden: Golden
    answer: Answer
    faults: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the answer is fully right."""
        return not self.faults


def load_golden(folder: Path) -> list[Golden]:
    """All golden questions of a folder's YAML files. Raises GoldenError at the first file that has a mistake."""
    questions: list[Golden] = []
    for path in sorted(folder.glob("*.yaml")):
        questions += _load(path)
    if not questions:
        raise GoldenError(f"There are no golden questions in {folder}; name their folder with --folder.")
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise GoldenError(f"The id {question.id!r} is given twice.")
        seen.add(question.id)
    return questions


def _load(path: Path) -> list[Golden]:
    """The questions of one file."""
    try:
        items = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except yaml.YAMLError as error:
        raise GoldenError(f"{path.name}: {error}") from error
    questions = []
    for number, item in enumerate(items, 1):
        name = item.get("id", number) if isinstance(item, dict) else number
        try:
            questions.append(Golden.model_validate(item))
        except ValidationError as error:
            raise GoldenError(f"{path.name}, question {name}: {error}") from error
    return questions


def judge(golden: Golden, answer: Answer) -> Judgement:
    """Whether the answer is fully right: outcome, vital facts, nothing forbidden, one of the expected sources."""
    faults = []
    if answer.outcome not in RIGHT_OUTCOMES[golden.expect]:
        faults.append(f"{answer.outcome} instead of {golden.expect}")
    shown, text = _plain(" ".join(_shown(answer))), _plain(answer.text)
    missing = [group for group in golden.vital if not any(_plain(fact) in shown for fact in group.split("|"))]
    faults += [f"misses {group!r}" for group in missing]
    faults += [f"says {fact!r}" for fact in golden.forbid if _plain(fact) in text]
    if golden.expect in ("answer", "partial") and golden.cites and not sources(answer) & set(golden.cites):
        faults.append(f"cites none of {', '.join(golden.cites[:3])}")
    return Judgement(golden, answer, tuple(faults))


def sources(answer: Answer) -> set[str]:
    """The ids of what an answer rests on: cited passages, programs, and the records of collaboratives shown."""
    found = {citation.passage_id for citation in answer.citations}
    for program in answer.programs:
        if program.program_id:
            found.add(program.program_id)
        else:
            found |= {f"{program.slug}-profile", f"{program.slug}-contact"}
    return found


def _shown(answer: Answer) -> Sequence[str]:
    """Everything that the asker reads as the answer: text, notices, programs with their collaboratives, quotes."""
    programs = [f"{p.name} {p.collaborative}" for p in answer.programs]
    return [answer.text, *answer.notices, *programs, *(citation.quote for citation in answer.citations)]


def _plain(text: str) -> str:
    """Lower case without marks and emphasis, with plain quotation marks and single spaces."""
    return " ".join(_MARKUP.sub("", text.translate(_ALIKE)).lower().split())
