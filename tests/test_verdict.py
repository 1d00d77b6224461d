"""Plain answers: yes or no only where the marked questions of a passage say so, and never to another question."""

import pytest

from assistant.engine import Assistant
from assistant.plainly import opened
from assistant.verdict import affirmed, answered, out_of_bounds, polar

POSTS = "reg-50-06-2-d-no-double-posts"


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("could our executive director serve as the treasurer as well", "No"),
        ("is a bond compulsory for the treasurer", "Yes"),
        ("are board members paid a stipend", "No"),
        ("is our board obliged to meet every month", "No"),
        ("must a collaborative keep a website", "Yes"),
        ("is a collaborative exempt from bidding law", "No"),
        ("is it enough to give 24 hours notice of a meeting", "No"),
        ("the treasurer is elected by the voters, right?", "No"),
        ("we don't need a yearly audit, correct?", "No"),
        ("is it true that a collaborative can't own a building? we found one", "No"),
        ("i heard we don't need articles of incorporation, is that so", "Right"),
        ("can the collab take out a mortgage", "Yes"),
        ("do the select boards receive our audit", "No"),
    ],
)
def test_a_question_of_yes_or_no_is_answered_so(assistant: Assistant, question: str, plain: str) -> None:
    """The answer begins with the plain word."""
    text = assistant.answer(question).text
    assert text.startswith((f"{plain}: ", f"{plain}, ")), text[:120]


def test_a_denial_is_turned_around() -> None:
    """A claim without its denial says the contrary; one without a denial stays."""
    assert affirmed("collaboratives can't own land") == "collaboratives can own land"
    assert affirmed("we don't need one") == "we need one"
    assert affirmed("they won't pay") == "they will pay"
    assert affirmed("the canteen is notable") == "the canteen is notable"


@pytest.mark.parametrize(
    "question",
    [
        "who may be the treasurer",
        "how often does the board meet",
        "what is the bond of the treasurer",
        "can our board chair also sit on the city council",
        "is the budget adopted by the board or by the towns",
        "do we need two signatures on a check",
    ],
)
def test_another_question_gets_no_plain_answer(assistant: Assistant, question: str) -> None:
    """No word of yes or no stands before what answers who, how and what, or before a passage that does not decide."""
    assert not assistant.answer(question).text.startswith(("Yes", "No:", "No,"))


def test_marked_questions_answer_as_they_are_marked(assistant: Assistant) -> None:
    """No marked question gets the contrary of its mark from its own passage."""
    wrong = []
    for passage in assistant.corpus.passages:
        marked = sorted(passage.yes_to | passage.no_to)[:2]
        for ask in filter(polar, marked):
            plain = answered(ask, passage, assistant.search)
            if plain and plain != ("Yes" if ask in passage.yes_to else "No"):
                wrong.append((passage.id, ask))
    assert wrong == []


def test_one_office_is_not_taken_for_another(assistant: Assistant) -> None:
    """A question that turns on another office than the marked ones has no plain answer."""
    passage = assistant.corpus.by_id[POSTS]
    assert answered("can the executive director serve as treasurer", passage, assistant.search) == "No"
    assert answered("can the superintendent serve as treasurer", passage, assistant.search) is None


def test_who_does_what_to_whom(assistant: Assistant) -> None:
    """Offices that change places make another question, unless one is asked to be the other."""
    passage = assistant.corpus.by_id["directors-money-treasurer-reports"]
    assert answered("does the treasurer answer to the executive director", passage, assistant.search) == "No"
    assert answered("does the executive director answer to the treasurer", passage, assistant.search) is None
    first = assistant.answer("does dese look at the draft amendment before the school committees vote").text
    assert not first.startswith("No")
    swapped = "could the treasurer be the executive director too"
    assert answered(swapped, assistant.corpus.by_id[POSTS], assistant.search) == "No"


def test_bounds() -> None:
    """More than the most and less than the least is no; what lies within is not decided."""
    assert out_of_bounds("can we keep 30 percent", "A surplus may not exceed 25%.")
    assert not out_of_bounds("can we keep 20 percent", "A surplus may not exceed 25%.")
    assert out_of_bounds("is 4 meetings a year enough", "A board meets at least six times a year.")
    assert not out_of_bounds("how much is 30 percent", "A surplus may not exceed 25%.")


def test_what_a_yes_or_no_would_answer() -> None:
    """Questions of that form, and claims that ask for their truth; no others."""
    assert polar("may the chair vote?") == "may the chair vote"
    assert polar("the chair votes, right?") == "the chair votes"
    assert polar("she is on leave, can he sign") == "she is on leave, can he sign"
    assert polar("who is allowed to vote") is None
    assert polar("the chair of the board") is None


def test_the_plain_answer_before_a_text() -> None:
    """It is put before a text, taken from one that has another, and left where it stands."""
    assert opened("The board votes.", "Yes") == "Yes: the board votes."
    assert opened("DESE reviews it.", "No") == "No: DESE reviews it."
    assert opened("Yes, the board votes.", None) == "The board votes."
    assert opened("Yes, the board votes.", "Yes") == "Yes, the board votes."
    assert opened("Yes, the board votes.", "No") == "No: the board votes."


def test_what_holds_of_teachers_is_no_plain_answer_for_all_who_work_there(assistant: Assistant) -> None:
    """Aides and office staff are in another retirement system: no "yes", and both are told."""
    answer = assistant.answer("are the people who work at a collaborative in teachers retirement")
    assert not answer.text.startswith("Yes")
    assert "non-teaching" in answer.text.lower()


def test_giving_is_no_having(assistant: Assistant) -> None:
    """That a collaborative may have a nonprofit is no yes to giving it money."""
    assert not assistant.answer("can a collaborative give money to a nonprofit").text.startswith("Yes")
