"""Further parts of a message that lean on the one before are read in full where their bare words are not answered."""

import pytest

from assistant.engine import Assistant
from assistant.resolving import readings
from assistant.splitting import split_questions


def test_readings() -> None:
    """A pointing word is replaced by a thing of the part before; a bare end is filled up; a deed is added."""
    assert "where do we send the annual report" in readings("where do we send it", "who signs the annual report")
    assert "who gets a copy of the budget" in readings("who gets a copy of it", "when is the budget adopted")
    assert "what does it cost to join in May" in readings("what does it cost", "can a town join in May")
    assert "what if we go over the limit" in readings("what if we go over", "what is the limit")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("who signs the annual report and where do we send it", "chair of each member district"),
        ("what is the surplus limit and what if we go over", "may not be kept"),
        ("i missed three meetings, am i out, and how many must the board hold a year", "at least six times a year"),
    ],
)
def test_the_second_half_is_answered(assistant: Assistant, question: str, said: str) -> None:
    """What the documents say to the second half is in the answer."""
    assert said in assistant.answer(question).text


def test_short_parts_are_parts() -> None:
    """'and by when' is a question of its own; a statement with one question behind it stays whole."""
    assert split_questions("what must we post, and by when?")[0] == ["what must we post", "by when"]
    assert split_questions("the roof leaks, can we close")[0] == []
    assert split_questions("she is ill, can she stay home, and who teaches her")[0] == [
        "can she stay home",
        "who teaches her",
    ]


def test_a_part_that_is_near_nothing_leans_on_the_one_before(assistant: Assistant) -> None:
    """'Does DESE have to be told', after a treasurer, is not answered with a passage for parents."""
    answer = assistant.answer("how do we hire a new treasurer, and does DESE have to be told")
    assert not any(c.passage_id.startswith("families-") for c in answer.citations)
