"""What families ask after a search, after a rule, and behind a story or a claim."""

import pytest

from assistant.engine import Assistant
from assistant.premise import claim_of
from assistant.splitting import split_questions


@pytest.mark.parametrize(
    ("history", "question", "said"),
    [
        (["what towns are in SEEM"], "whats their number", "781-279-1361"),
        (["do I get an interpreter at the meeting"], "and if they don't bring one", "Problem Resolution System"),
        (["does the school have to pay the ride"], "what if they refuse", "Bureau of Special Education Appeals"),
        (["does my daughter's IEP have to be followed"], "and if it isnt followed by the school", "accepted IEP"),
    ],
)
def test_the_first_sentences_go_on(assistant: Assistant, history: list[str], question: str, said: str) -> None:
    """A contact after members, a property after a search, and what to do where a school does not do what it must."""
    answer = assistant.answer(question, history)
    assert said in answer.text.split("\n\n")[0]
    assert not answer.programs or answer.programs[0].program_id is None


@pytest.mark.parametrize("question", ["what changes", "who do I tell"])
def test_what_is_asked_beside_a_need_is_no_search(assistant: Assistant, question: str) -> None:
    """A need and a town that are only told make no list of programs of a question that is on neither."""
    told = "my son turns 18 in May and is in a program in Chelmsford."
    assert not assistant.answer(f"{told} {question}").programs
    assert assistant.answer(f"{told} any ideas what is out there").programs


def test_what_somebody_says_ends_where_the_question_begins(assistant: Assistant) -> None:
    """And is set right though it is said by a relative."""
    assert claim_of("my aunt says rides cost ten dollars, so who do I pay") == "rides cost ten dollars"
    answer = assistant.answer("my mother in law thinks special ed ends at 16, what happens then")
    assert answer.text.startswith("No")
    assert "22nd birthday" in answer.text.split("\n\n")[0]


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("I am his uncle, he came in June and it is hard, but can I sign his IEP", "can I sign his IEP"),
        ("I'm a foster dad and have seen it all, what should I ask for", "what should I ask for"),
        ("my son is in 3rd grade, what can I ask for", "what can I ask for"),
        ("they want to send him away so how do we stop it", "how do we stop it"),
    ],
)
def test_a_story_ends_where_the_question_begins(message: str, question: str) -> None:
    """Though no question mark tells it."""
    asked, _ = split_questions(message)
    assert asked[-1] == question


def test_who_relates_asks_nothing() -> None:
    """A message that only tells stays one statement."""
    assert split_questions("my son, who is nine, needs a class") == ([], ["my son, who is nine, needs a class"])


def test_the_way_to_what_was_found(assistant: Assistant) -> None:
    """A follow-up on the distance lists it, one on a ride is on the district's duty."""
    history = ["any place in Taunton for a teen who is deaf"]
    far = assistant.answer("how far is it", history).text
    assert far.startswith("The nearest of what our documents name")
    assert len(far) < len(assistant.answer(history[0]).text)
    assert "must provide the ride" in assistant.answer("is there a ride for that", [*history, "how far is it"]).text


def test_what_the_asker_does_is_no_order(assistant: Assistant) -> None:
    """'How do I sign up' tells nobody to do it."""
    assert assistant.answer("sign my son up please").outcome == "declined"
    assert assistant.answer("how do I sign my son up").outcome == "answered"
