"""Golden questions: what was asked, what a right answer must hold, and the judgement of one answer."""

import hashlib
import re
from collections import Counter
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
SHORT = 60  # characters; a paragraph up to this length may be repeated
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
_MARKUP = re.compile(r"\[\d{1,3}\]|\*\*|(?<!\w)[*_]|[*_](?!\w)|\\(?=[^\w\s])")


class Golden(BaseModel):
    """One question with its label.

    `vital` are facts that must be there, alternatives split by ' | '; `first` are facts, split likewise, that must
    stand in the opening of the text; `okay` facts may be there and are not scored; `forbid` are strings that would make
    the answer wrong; `cites` are passage or program ids, any one of which must be shown; `history` are earlier
    questions, oldest first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Said
    persona: Literal["parent", "director", "staff", "owner", "other"]
    kind: Kind
    history: tuple[Said, ...] = ()
    question: Said
    expect: Expected
    vital: tuple[Said, ...] = ()
    first: tuple[Said, ...] = ()
    okay: tuple[Said, ...] = ()
    forbid: tuple[Said, ...] = ()
    cites: tuple[Said, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the documents answer it; a partial label without `cites` only asks to say that they do not."""
        return self.expect == "answer" or (self.expect == "partial" and bool(self.cites))

    @property
    def outcomes(self) -> frozenset[Outcome]:
        """The right outcomes: to say in part that the documents do not answer is as good as to decline."""
        unknown = self.expect == "partial" and not self.answerable
        return RIGHT_OUTCOMES[self.expect] | (RIGHT_OUTCOMES["decline"] if unknown else frozenset())

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
    """Whether an answer is fully right: outcome, facts, first statement, a source, nothing forbidden or repeated."""
    faults = []
    if answer.outcome not in golden.outcomes:
        faults.append(f"{answer.outcome} instead of {golden.expect}")
    text = _plain(answer.text)
    faults += [f"misses {group!r}" for group in _missing(golden.vital, _plain(" ".join(_shown(answer))))]
    faults += [f"does not open with {group!r}" for group in _missing(golden.first, _plain(opening(answer.text)))]
    faults += [f"says {fact!r}" for fact in golden.forbid if _plain(fact) in text]
    faults += [f"says twice {paragraph[:40]!r}" for paragraph in _repeated(answer.text)]
    if golden.expect in ("answer", "partial") and golden.cites and not sources(answer) & set(golden.cites):
        faults.append(f"cites none of {', '.join(golden.cites[:3])}")
    return Judgement(golden, answer, tuple(faults))


def opening(text: str) -> str:
    """The first statement of a text: its first paragraph, with the first item of the list that this may introduce."""
    first, _, rest = text.partition("\n\n")
    return f"{first} {rest.splitlines()[0]}" if rest.startswith("- ") else first


def _missing(groups: Sequence[str], text: str) -> list[str]:
    """The groups of which no alternative is in a plain text."""
    return [group for group in groups if not any(_plain(fact) in text for fact in group.split("|"))]


def _repeated(text: str) -> list[str]:
    """The paragraphs that a text has more than once; short ones, such as lead-ins, may be repeated."""
    paragraphs = Counter(_plain(paragraph) for paragraph in text.split("\n\n"))
    return [paragraph for paragraph, times in paragraphs.items() if times > 1 and len(paragraph) > SHORT]


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
