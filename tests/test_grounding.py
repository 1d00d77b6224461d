"""Grounding over random questions: nothing is said that no cited source holds; and the decline measurement."""

import random

import pytest

from assistant.engine import Assistant
from assistant.evaluation.decline import Case, auroc, cases, fitted, report_decline, risk_at
from assistant.evaluation.golden import Golden
from assistant.evaluation.grounding import Grounding
from assistant.evaluation.reading import grade

TOWNS = ("Plymouth", "01020", "the Berkshires", "Lowell", "Fall River", "Nantucket", "Springfield", "Quincy")
TAILS = (
    "",
    " and who do I call",
    " near {town}",
    " for a 4 year old",
    ", is it 50 percent?",
    " and what does it cost me",
)


def random_questions(assistant: Assistant, count: int, seed: int) -> list[tuple[str, list[str]]]:
    """Questions from the corpus's own asks, mixed with towns, tails, a second question, and an earlier turn."""
    draw = random.Random(seed)
    asks = [ask for passage in assistant.corpus.passages for ask in passage.asks]
    found = []
    for _ in range(count):
        question = draw.choice(asks) + draw.choice(TAILS).format(town=draw.choice(TOWNS))
        if draw.random() < 0.25:
            question = f"{question}? {draw.choice(asks)}"
        history = [draw.choice(asks)] if draw.random() < 0.3 else []
        found.append((question, history))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_random_questions_are_grounded(assistant: Assistant, seed: int) -> None:
    """Quotes are exact, marks resolve, and numbers, names and links stand in what is cited: no exception."""
    grounding = Grounding(assistant.corpus)
    wrong = {}
    for question, history in random_questions(assistant, 100, seed):
        answer = assistant.answer(question, history)
        if doubts := grounding.exceptions(answer, question, history):
            wrong[question] = (doubts, answer.text)
    assert wrong == {}


def golden(expect: str, id_: str) -> Golden:
    """A golden question."""
    return Golden.model_validate(
        {"id": id_, "persona": "parent", "kind": "process", "question": "Who pays the tuition?", "expect": expect}
    )


def test_auroc_and_risk() -> None:
    """Surer for what can be answered is 1, the reverse 0, ties a half; the riskiest come last."""
    assert auroc([0.9, 0.8], [0.1]) == 1.0
    assert auroc([0.1], [0.9]) == 0.0
    assert auroc([0.5], [0.5]) == 0.5
    found = [Case(golden("answer", "a"), 0.9, True, None), Case(golden("decline", "b"), 0.2, False, None)]
    assert risk_at(found, 0.5) == 0.0
    assert risk_at(found, 1.0) == 0.5
    assert "Too few" in fitted(found)


def test_decline_report_over_the_real_assistant(assistant: Assistant) -> None:
    """What is answered is held for surer than nonsense."""
    asked = [golden("answer", "a"), golden("decline", "b").model_copy(update={"question": "purple elephants blorp"})]
    report = report_decline(cases(assistant, asked))
    values = {(row.group, row.name): row.value for row in report.rows}
    assert values["AUROC of being answerable", "all"] == 1.0


def test_reading_grade() -> None:
    """Short words in short sentences are easier; marks and web addresses do not count."""
    easy = "The bus is free. You do not pay [1]. See https://www.example.org/transportation."
    hard = "Educational collaboratives necessitate comprehensive organizational accountability."
    assert grade(easy) < 5 < 14 < grade(hard)
    assert grade("") == 0.0
