"""Which statements are said: what adds to the first one, what the documents lack, and what a follow-up is on."""

import pytest

from assistant.answer import Understood
from assistant.draft import Draft
from assistant.engine import Assistant
from assistant.splitting import paired, split_questions


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("are there cameras in the time-out rooms?", "cameras"),
        ("must the collaborative agreement be notarized?", "notarized"),
        ("must the annual report be printed on recycled paper", "recycled"),
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
        ("when is the annual report due to the department?", "what if we miss it?", "missed-deadline"),
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


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("may it buy land, hire staff and apply for grants?", 3),
        ("is it a public entity, can it sue and be sued, own land?", 3),
        ("if our town is not a member, can we still go, and who pays?", 2),
        ("do we need a website, a treasurer and a business manager?", 1),
        ("does the district pay for the bus and the nurse?", 1),
    ],
)
def test_what_is_asked_in_a_row_is_asked_apart(message: str, questions: int) -> None:
    """Deeds in a row are questions of their own; things in a row are not, and a condition is none."""
    assert len(split_questions(message)[0]) == questions


def test_two_deeds_on_one_thing() -> None:
    """'approving and amending the budget' is two questions; nouns in the plural are none."""
    assert paired("who hires and evaluates the director") == ["who hires the director", "who evaluates the director"]
    assert paired("what services and programs the collaborative offers") == []


def test_every_part_is_answered_or_named(assistant: Assistant) -> None:
    """Three deeds, three sources; a part that no passage speaks of is named."""
    whole = assistant.answer("can a collaborative buy land, hire staff and apply for grants?")
    assert len(whole.citations) >= 3
    partial = assistant.answer("how often must the board meet and may the members wear costumes?")
    assert partial.outcome == "partial"
    assert "costumes" in partial.text


@pytest.mark.parametrize(
    ("question", "citation"),
    [
        ("which section of 603 CMR covers the duties of the business manager?", "50.06(4)"),
        ("what part of the regs deals with closing down a collaborative", "50.11"),
        ("cite for the 25 percent surplus cap please", "50.03(4)(b)10"),
        ("under what law are collaboratives public entities", "c. 40, § 4E"),
        ("point me to the provision on probation", "50.10(2)"),
        ("where in the law is the ban on paying board members", "c. 40, § 4E"),
    ],
)
def test_a_question_for_a_citation_has_it_first(assistant: Assistant, question: str, citation: str) -> None:
    """The first words say where it is."""
    assert citation in assistant.answer(question).text.split(":")[0]


@pytest.mark.parametrize("question", ["who is teh tresurer appointed by", "whos the tresurer apointed by?"])
def test_a_misspelt_question_is_no_limit(assistant: Assistant, question: str) -> None:
    """Who appoints is not who holds the post today."""
    assert "board" in assistant.answer(question).text.split(".")[0]


@pytest.mark.parametrize(
    ("question", "outcome", "cited"),
    [
        ("how do we let a new district in and how long does that take", "answered", "how-to-join"),
        ("can it sue and be sued, own real estate?", "answered", "land-and-buildings"),
        ("what is a surrogate parent and how much do they get paid?", "answered", "surrogate"),
        ("do we pay anything for the placement and can we say no to it?", "answered", "saying-no"),
    ],
)
def test_a_further_part_stays_on_the_topic(assistant: Assistant, question: str, outcome: str, cited: str) -> None:
    """A part that leans on the one before is answered on its topic, or said not to be answered."""
    answer = assistant.answer(question)
    assert answer.outcome == outcome
    assert any(cited in c.passage_id for c in answer.citations)
    assert not any("evaluation" in c.passage_id or "circuit" in c.passage_id for c in answer.citations)
