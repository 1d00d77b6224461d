"""Which statements are said: what adds to the first one, what the documents lack, and what a follow-up is on."""

import pytest

from assistant.answer import Understood
from assistant.draft import Draft
from assistant.engine import Assistant


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("are there cameras in the time-out rooms?", "cameras"),
        ("must the collaborative agreement be notarized?", "notarized"),
        ("may board members vote by email", "email"),
        ("does the annual report have to go by fax", "fax"),
    ],
)
def test_what_no_passage_speaks_of_is_said_first(assistant: Assistant, question: str, lacking: str) -> None:
    """The word that the question turns on is named in the first sentence, and the answer is partial or declined."""
    answer = assistant.answer(question)
    assert lacking in answer.text.split(".")[0]
    assert answer.outcome in ("partial", "declined")


@pytest.mark.parametrize(
    "question",
    [
        "do the youngsters get a lift to the collaborative from the town?",
        "who picks the treasurer",
        "can mom and dad say no to the placement?",
        "wat does the surplus cap say",
        "Since the director votes on the board, how do we break a tie?",
    ],
)
def test_other_words_for_the_same_are_no_gap(assistant: Assistant, question: str) -> None:
    """Synonyms, misspellings and the words of a premise are not said to be missing."""
    assert "do not say anything about" not in assistant.answer(question).text


def test_a_kind_of_fact_that_is_not_there_is_said(assistant: Assistant) -> None:
    """Asked how long, with no length of time in the nearest passages."""
    assert "how long" in assistant.answer("how long must a collaborative keep its bank statements?").text.split(".")[0]


@pytest.mark.parametrize(
    ("before", "question", "cited"),
    [
        ("do we have to hire a business manager", "what does that person do?", "business-manager"),
        ("can the school refuse to test my son", "and if they refuse, where do I complain?", "complain"),
        ("when is the annual report due to the department?", "what if we miss it?", "no-extension"),
        ("do board members need training", "by when?", "60-days"),
        ("who evaluates the executive director", "how often?", "hiring-and-evaluation"),
    ],
)
def test_a_follow_up_stays_on_its_topic(assistant: Assistant, before: str, question: str, cited: str) -> None:
    """The new words choose among the passages of the topic."""
    answer = assistant.answer(question, [before])
    assert answer.citations
    assert any(cited in c.passage_id for c in answer.citations), [c.passage_id for c in answer.citations]


def test_marks_count_up_as_one_reads(assistant: Assistant) -> None:
    """Sources are numbered in the order in which the text comes to them; those without a mark go last."""
    draft = Draft()
    first, second, third = assistant.corpus.passages[:3]
    for passage in (first, second, third):
        draft.cite(passage)
    draft.say("One [3]. Two [1].")
    draft.say("Three [3].")
    answer = draft.finish(Understood(intent="question"))
    assert answer.text == "One [1]. Two [2].\n\nThree [1]."
    assert [c.passage_id for c in answer.citations] == [third.id, first.id, second.id]
