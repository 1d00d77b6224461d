"""What a message tells beside its question, whom it is meant of, and what a later turn leans on."""

import pytest

from assistant.ages import numbered_age
from assistant.engine import Assistant
from assistant.expected import expected
from assistant.slips import misspelt
from assistant.splitting import split_questions


@pytest.mark.parametrize(
    ("message", "slugs"),
    [
        ("will my daughter win if i go to the BSEA, she is dyslexic and reads 4 years behind", ()),
        ("she is 9 and reads at a first grade level", ()),
        ("is reads only for deaf kids", ("reads",)),
        ("what towns are in reads", ("reads",)),
        ("they told me it would get better and seem to have given up", ()),
    ],
)
def test_a_verb_is_no_collaborative(assistant: Assistant, message: str, slugs: tuple[str, ...]) -> None:
    """In lower case, what follows tells a verb from the name that it spells."""
    assert tuple(org.slug for part in assistant.read(message, []) for org in part.organizations) == slugs


@pytest.mark.parametrize(
    ("message", "said", "unsaid"),
    [
        ("is reads only for deaf kids", "No: READS Collaborative also has programs for other students", "hearing aids"),
        ("is Valley Collaborative just for kids with behavior problems", "for autism", "therapies come"),
        ("is Northampton in one", "Northampton belongs to **Collaborative for Educational Services**", "Franklin"),
        ("what collaborative is near Newton", "ACCEPT Education Collaborative** (a member town is about", "CASE"),
        ("when a collaborative closes who keeps the student records", "own district", "do not give that date"),
        (
            "i am writing a school project on educational collaboratives. how many are there and when did they start",
            "in 1974",
            "do not answer",
        ),
        (
            "the bus did not come AGAIN this week for my child at a collaborative. who do i complain to",
            "call the transport company",
            "There are two places",
        ),
    ],
)
def test_what_is_meant(assistant: Assistant, message: str, said: str, unsaid: str) -> None:
    """The record, the part, the story that a message turns on answers, and nothing that is merely near."""
    text = assistant.answer(message).text
    assert said in text
    assert unsaid not in text


def test_past_grade_12(assistant: Assistant) -> None:
    """A student who is done with grade 12 is shown what there is until 22, and no school that ends with it."""
    assert numbered_age("she finished 12th grade and is 18") == (18, 21)
    assert numbered_age("he is 18 and in 12th grade") == (18, 18)
    answer = assistant.answer("my daughter finished 12th grade, she's 18 with autism, in duxbury. any programs?")
    shown = [program.program_id for program in answer.programs]
    assert shown[:2] == ["pilgrim-gap", "pilgrim-transitional-skills"]


@pytest.mark.parametrize(
    ("history", "turn", "cited"),
    [
        (["which collaborative is melrose in and where do their kids go to class"], "is there summer", "seem-summer"),
        (["what is labbb"], "do they take kids from other towns? we live in Somerville", "families-if-your-town-is"),
        (["what happened to EDCO"], "where did their deaf program go", "edco-deaf-program"),
        (
            ["Foster mom here, a 15 year old placed with me has an IEP. who is allowed to sign it, me?"],
            "where do i get one of those",
            "term-special-education-surrogate-parent",
        ),
        (
            ["my child's IEP meeting went badly and i don't agree with what they wrote. what can i do"],
            "does it cost me anything",
            "families-mediation-or-a-hearing",
        ),
    ],
)
def test_what_a_later_turn_leans_on(assistant: Assistant, history: list[str], turn: str, cited: str) -> None:
    """The collaborative that was told, or the passage that led the answer to the turn before."""
    assert assistant.answer(turn, history).citations[0].passage_id.startswith(cited)


def test_one_sentence_that_is_by_far_the_one_asked_for(assistant: Assistant) -> None:
    """Of several time limits that were told, only the one of what a later turn asks for is told again."""
    before = ["how long after the department's program review do we get something in writing"]
    first = assistant.answer("and how many days do we have for the corrective action plan", before).text.split("\n\n")[
        0
    ]
    assert first.startswith("Within 20 business days of the final review report, a corrective action plan has to be")


def test_no_plain_answer_from_what_was_told(assistant: Assistant) -> None:
    """A passage that was told, and no sentence of which has to do with a later turn, gives no 'Yes' to it."""
    answer = assistant.answer("does it cost anything", ["do board members need training"])
    assert answer.outcome == "partial"


def test_what_led_an_answer_is_kept_for_the_next_turn(assistant: Assistant) -> None:
    """It is known without the answer being made again, and nothing leads where records answered."""
    assistant.answer("who pays the tuition for my son")
    part = assistant.read("and the bus", ["who pays the tuition for my son"])[0]
    assert part.led == "families-who-pays-the-tuition"
    assert assistant.read("and their number", ["which collaborative is Hudson in"])[0].led == ""


@pytest.mark.parametrize(
    ("message", "questions", "statements"),
    [
        ("the office is in our town, do they post their meetings online?", 1, 1),
        ("one of our members is leaving, do they still pay?", 1, 1),
        ("the audit is due when, and who gets it?", 2, 0),
    ],
)
def test_what_is_told_before_a_question(message: str, questions: int, statements: int) -> None:
    """A clause with a subject and its verb before a question tells something, whatever noun it begins with."""
    found = split_questions(message)
    assert (len(found[0]), len(found[1])) == (questions, statements)


def test_a_sentence_without_its_subject() -> None:
    """'Have a 12 year old' tells, and asks nothing; 'have a look, can I ...?' is left alone."""
    assert misspelt("I work for DCF. have a 12 year old in Fall River. what programs").count("I have a 12") == 1
    assert misspelt("have a student i want to place?") == "have a student i want to place?"


def test_the_fact_that_is_wanted() -> None:
    """A date is wanted of 'when is', not of what happens when something is closed; a sum where it 'does cost'."""
    assert expected("when a collaborative closes who keeps the records") is None
    assert expected("when does a collaborative close") == "date"
    assert expected("does it cost anything") == "money"


@pytest.mark.parametrize(
    ("history", "turn", "cited"),
    [
        (
            ["our committee put me on the collaborative board. they said there is a training. how long do i have"],
            "what happens if i blow the deadline",
            "reg-50-05-3-b-missing-the-deadline",
        ),
        (
            ["how do we set up a capital reserve, the roof on our building is shot"],
            "one of our towns never answers anything. does that hold it up",
            "reg-50-07-9-or-10-capital-reserve",
        ),
        (
            ["we have a new para starting monday. MTRS or the state retirement"],
            "and me? i'm the new executive director, i have a superintendent license",
            "directors-retirement-collaborative-directors",
        ),
        (
            ["can new members join in the fall"],
            "how do i ask the school to test my daughter",
            "families-asking-for-an-ev",
        ),
    ],
)
def test_a_turn_that_is_likely_asked_next(assistant: Assistant, history: list[str], turn: str, cited: str) -> None:
    """A turn far from all passages, or near one for other readers, leans on what led before; a new topic does not."""
    assert assistant.answer(turn, history).citations[0].passage_id.startswith(cited)


def test_what_is_not_in_the_documents_opens(assistant: Assistant) -> None:
    """Where a passage owns up that it lacks the kind of fact that is wanted, that is said first."""
    assert assistant.answer("how long does a BSEA hearing take").text.startswith("How long a hearing takes")
    assert assistant.answer("how does a BSEA hearing work").text.startswith("A hearing at the Bureau")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("is TEC still in dedham", "East Walpole"),
        ("since the state commissioner votes on our board, can he veto the budget", "board has no vote"),
        ("is Dedham still in TEC", "Dedham belongs to **The Education Cooperative**"),
        (
            "we are moving to Seekonk. which collaborative would that be",
            "Seekonk belongs to **Bi-County Collaborative**",
        ),
        (
            "we have 27% surplus, the auditor certified it in november. what now",
            "Surplus above the limit may not be kept",
        ),
    ],
)
def test_whose_place_and_whose_number(assistant: Assistant, message: str, said: str) -> None:
    """Where a collaborative is, which one a new town's is, and a number that is the asker's own and no claim."""
    text = assistant.answer(message).text
    assert said in text
    assert "not 27" not in text
