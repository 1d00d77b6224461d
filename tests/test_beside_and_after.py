"""What families ask after a search, after a rule, and behind a story or a claim."""

import pytest

from assistant.engine import Assistant
from assistant.premise import claim_of
from assistant.splitting import split_questions


@pytest.mark.parametrize(
    ("history", "question", "said"),
    [
        (["what towns are in SEEM"], "whats their number", "781-279-1361"),
        (["any program for a 12 year old with autism near Lowell"], "do they do swimming", "do not answer that"),
        (["can I visit the program"], "do I have to call first", "arranged through your district"),
        (["do I get an interpreter at the meeting"], "and if they don't bring one", "Problem Resolution System"),
        (["does the school have to pay the ride"], "what if they refuse", "Problem Resolution System"),
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


def test_a_story_is_left_with_but() -> None:
    """The question behind it stands alone."""
    asked, told = split_questions("I am his uncle, he came in June and it is hard, but can I sign his IEP")
    assert asked == ["can I sign his IEP"]
    assert told
