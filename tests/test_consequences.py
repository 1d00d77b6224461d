"""What follows when a duty or a date is missed is said first, and said not to be fixed where the documents fix none."""

import pytest

from assistant.consequences import NO_PENALTY
from assistant.engine import Assistant


@pytest.mark.parametrize(
    ("question", "history", "said"),
    [
        ("and if we are late with it", ["when must the audit be sent out"], "ground for conditions or probation"),
        ("what happens if we don't", ["when must the website be brought up to date"], "No fine for a website"),
        ("and if the board just doesn't", ["who evaluates the executive director"], "no fixed penalty"),
        ("we forgot to put up the notice of a meeting, are we in trouble", [], "no fixed penalty"),
        ("what if a representative never does the course", [], "probation"),
        ("what if the auditor finds something", [], "no fixed penalty"),
    ],
)
def test_what_follows_comes_first(assistant: Assistant, question: str, history: list[str], said: str) -> None:
    """The first paragraph names what may follow, or that nothing is fixed."""
    first = assistant.answer(question, history).text.split("\n\n")[0]
    assert said in first


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("what happens if i don't", ["when do I have to answer my child's IEP"]),
        ("what if we don't have a quorum", []),
        ("what happens if the commissioner rejects our amendment", []),
        ("what happens at an audit", []),
    ],
)
def test_what_is_no_duty_of_a_collaborative(assistant: Assistant, question: str, history: list[str]) -> None:
    """A family's question, and one on what is no duty, get no word on penalties for collaboratives."""
    assert NO_PENALTY not in [c.passage_id for c in assistant.answer(question, history).citations]


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("what if a town won't sign off on the amendment", "reg-50-03-3-c-no-effect-before-board-approval"),
        ("we have had four meetings this year, are we out of compliance", "statute-c-c-board-meetings"),
    ],
)
def test_what_others_do_and_what_may_be_missed(assistant: Assistant, question: str, cited: str) -> None:
    """What another body does is no duty missed, and who asks whether one was missed is told the duty."""
    assert assistant.answer(question).citations[0].passage_id == cited
