"""Answers on members and on the way in: the collaborative that was asked about comes first."""

import pytest

from assistant.engine import Assistant
from tests.test_directory_answers import paragraphs


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("is Holliston in LABBB", "No: Holliston is not listed among the member districts of LABBB"),
        ("does Canton belong to TEC", "Yes: Canton belongs to **The Education Cooperative**"),
        ("is Gardner part of Keystone collaborative", "Yes: Gardner belongs to **Keystone"),
        ("was Saugus a member of Shore", "Yes: Saugus belongs to **Shore"),
        ("does Peabody belong to SEEM", "No: Peabody is not listed among the member districts of SEEM"),
    ],
)
def test_the_collaborative_asked_about_comes_first(assistant: Assistant, question: str, opening: str) -> None:
    """Yes or no with its list, other memberships after."""
    answer = assistant.answer(question)
    assert paragraphs(answer)[0].startswith(opening)


def test_a_no_names_the_towns_own(assistant: Assistant) -> None:
    """In the same sentence."""
    first = paragraphs(assistant.answer("somebody told me Cohasset is in Pilgrim Area Collaborative, is it"))[0]
    assert first.startswith("No: Cohasset")
    assert "South Shore" in first


def test_one_of_them(assistant: Assistant) -> None:
    """A town asked about after the members is looked up in that list."""
    answer = assistant.answer("who are the members of Shore collaborative and is Lynn one of them")
    assert "No: Lynn is not listed among the member districts of Shore" in answer.text
    assert answer.outcome == "answered"


def test_a_town_without_a_collaborative_is_told_the_nearest(assistant: Assistant) -> None:
    """With the way to each."""
    answer = assistant.answer("which collaborative is North Adams in")
    assert "Collaborative for Educational Services** (in Northampton, about " in answer.text


@pytest.mark.parametrize(
    ("history", "question"),
    [
        (("what does Keystone have for kids with autism",), "how would we get her in there"),
        (("does Shore take teenagers with depression", "and in Chelsea?"), "how do I get him in"),
        (("programs at READS for deaf children",), "can I just apply myself"),
        (("school near Quincy for a boy of 9 with autism",), "ok what do we have to do to get him into that"),
        (("does SEEM have a class for a deaf child",), "how do we sign him up"),
    ],
)
def test_the_way_in_is_said_instead_of_the_list_again(
    assistant: Assistant, history: tuple[str, ...], question: str
) -> None:
    """The district refers and the Team decides; no program is listed."""
    answer = assistant.answer(question, history)
    assert "the way in is through your school district" in paragraphs(answer)[0]
    assert not [p for p in answer.programs if p.program_id]


def test_the_way_into_a_collaborative_with_its_own_words(assistant: Assistant) -> None:
    """What Shore says of admission stands beside the rule."""
    answer = assistant.answer("so how do I get my kid in there", ("does Shore have anything for autism",))
    assert {c.passage_id for c in answer.citations} >= {"shore-admission", "shore-contact"}
