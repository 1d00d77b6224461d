"""Stability: the same question in another form must lead to the same first source."""

import re
from collections.abc import Callable, Sequence

from assistant.answer import Answer
from assistant.evaluation.golden import Golden
from assistant.evaluation.outcome import Answering
from assistant.evaluation.report import Report, Row, measured

Form = Callable[[str], str | None]
"""Another form of a question, or None when it has none."""

_LINKS = r"(?:if|when|once|after|before|because|since|although|while)"
_ASKED = r"(?:was|were|is|are|do|does|did|can|could|may|must|should|will|would|has|have)"
_OPENER = re.compile(
    "What|Which|Who|Whose|Where|When|Why|How|Is|Are|Was|Were|Do|Does|Did|Can|Could|May|Must|Should|Will|Would|Has|Have|If"
    "|My|Our|The|An?|In|For|At|We"
)
_CLAUSE_FIRST = re.compile(rf"({_LINKS} (?!{_ASKED}\b)[^,?.!]{{8,}}), ([^,?.!]{{8,}})\?", re.IGNORECASE)
_CLAUSE_LAST = re.compile(rf"([^,?.!]{{8,}}?),? ({_LINKS} (?!{_ASKED}\b)[^,?.!]{{8,}})\?", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[,;:!?\"“”](?!\d)|\.(?!\w)")


def capitals(question: str) -> str:
    """The question in capitals."""
    return question.upper()


def unpunctuated(question: str) -> str | None:
    """The question without commas, stops and question marks; the points within numbers and citations stay."""
    bare = " ".join(_PUNCTUATION.sub(" ", question).split())
    return None if bare == question else bare


def reversed_clauses(question: str) -> str | None:
    """'When X, who does Y?' as 'Who does Y when X?', and back; None for a question that is not built like that."""
    asked = question.strip()
    if match := _CLAUSE_FIRST.fullmatch(asked):
        return f"{match[2][:1].upper()}{match[2][1:]} {match[1][:1].lower()}{match[1][1:]}?"
    if match := _CLAUSE_LAST.fullmatch(asked):
        return f"{match[2][:1].upper()}{match[2][1:]}, {match[1][:1].lower()}{match[1][1:]}?"
    return None


def _framed(before: str, after: str = "") -> Form:
    """A frame around the question; its first letter becomes small unless a name or I begins it."""

    def form(question: str) -> str:
        head = question.split(" ", 1)[0]
        small = _OPENER.fullmatch(head)
        return f"{before}{question[:1].lower() + question[1:] if small else question}{after}"

    return form


FORMS: dict[str, Form] = {
    "capitals": capitals,
    "small letters": str.lower,
    "no punctuation": unpunctuated,
    "reversed clauses": reversed_clauses,
    "frame: please tell me": _framed("Please tell me: "),
    "frame: I would like to know": _framed("Hello, I would like to know: "),
    "frame: thanks": _framed("", " Thank you so much for your help!"),
}


def metamorphic(assistant: Answering, questions: Sequence[Golden]) -> Report:
    """For each form the share of answerable questions whose first source stays the same."""
    asked = [golden for golden in questions if golden.expect == "answer"]
    before = {golden.id: first_source(assistant.answer(golden.question, golden.history)) for golden in asked}
    rows: list[Row] = []
    failures: list[dict[str, object]] = []
    for name, form in FORMS.items():
        scores: dict[str, float] = {}
        for golden in asked:
            if (changed := form(golden.question)) is None:
                continue
            now = first_source(assistant.answer(changed, golden.history))
            scores[golden.id] = float(now == before[golden.id])
            if now != before[golden.id]:
                failures.append(
                    {"id": golden.id, "form": name, "question": changed, "was": before[golden.id], "is": now}
                )
        rows.append(measured("metamorphic", name, "same first source", scores, keep=True))
    return Report(tuple(rows), tuple(failures))


def first_source(answer: Answer) -> str:
    """The first cited passage, else the first record shown, else the outcome."""
    if answer.citations:
        return min(answer.citations, key=lambda c: c.number).passage_id
    if answer.programs:
        return answer.programs[0].program_id or answer.programs[0].slug
    return answer.outcome
