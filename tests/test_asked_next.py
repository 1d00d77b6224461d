"""What people ask after a decline, after a search and after a rule, and what a search leaves out or puts first."""

import pytest

from assistant.engine import Assistant
from assistant.splitting import split_questions
from index.build import _STEP, _steps

OPENING = "does anyone have an opening right now for my 5 year old with autism, we live in Lowell"
ADULT = (
    "my son turns 22 in june and has intellectual disability. we live in new bedford. "
    "is there any day program for adults"
)


def cited(assistant: Assistant, *turns: str) -> list[str]:
    """The passages that the answer to the last turn cites, in their order."""
    return [citation.passage_id for citation in assistant.answer(turns[-1], turns[:-1]).citations]


@pytest.mark.parametrize(
    ("turns", "passage"),
    [
        (("how much is tuition at CREST", "so who sets the price"), "families-who-sets-the-price-of-a-program"),
        (("how much does the autism program at SEEM cost", "who pays for it"), "families-who-pays-the-tuition"),
        (("what is the salary of the director of CAPS", "who sets it"), "directors-board-director-contract"),
        (
            ("should i take my kid off his meds", "ok who can help me with the school then"),
            "families-where-to-start-with-a-problem",
        ),
        (
            ("what towns are in LABBB", "when did watertown get in", "do they take kids from other towns"),
            "labbb-who-can-attend",
        ),
        ((ADULT, "who pays for that", "how do we apply"), "families-getting-into-an-adult-program"),
        (("what is a liaison", "who appoints them", "do they vote"), "statute-c-c-board-the-commissioner-s-liaison"),
        (
            (
                "DESE is coming for our review in the spring. how long after the visit do we get the report and "
                "how long for the corrective action plan",
                "how often do they do that",
            ),
            "reg-50-09-1-six-year-review",
        ),
    ],
)
def test_what_is_asked_next(assistant: Assistant, turns: tuple[str, ...], passage: str) -> None:
    """A turn after a decline, a search or a rule is answered from the passage that people then want."""
    assert cited(assistant, *turns)[0] == passage


def test_a_declined_search_goes_on_as_one(assistant: Assistant) -> None:
    """Which places to call is asked of the need and the town that were told with a question on openings."""
    assert assistant.answer(OPENING).outcome == "declined"
    answer = assistant.answer("ok so which ones should i call", [OPENING])
    assert answer.outcome == "answered"
    assert any(program.slug == "valley" for program in answer.programs)


def test_a_limit_may_be_what_is_known_next(assistant: Assistant) -> None:
    """What the documents lack is said, and what was told before is not told again."""
    told = "the collaborative said they are kicking him out in 30 days. can they do that? what now"
    answer = assistant.answer("does he get tutoring in the meantime", [told])
    assert answer.text.startswith("Where a student is taught between two placements is not in our documents")


@pytest.mark.parametrize(
    ("told", "question", "said"),
    [
        (
            "Does mediation with the district cost us anything?",
            "how long is one",
            "A mediation session lasts from a few hours to a day. [1]",
        ),
        (
            "What can put a collaborative on probation?",
            "who decides that",
            "The Commissioner may put a collaborative on probation if, in the Commissioner's judgment, a condition "
            "alone would not fix the problem. [1]",
        ),
    ],
)
def test_one_sentence_of_what_was_told(assistant: Assistant, told: str, question: str, said: str) -> None:
    """The one sentence of a passage that holds what is asked is told alone, where the passage was just told."""
    assert assistant.answer(question, [told]).text == said


def test_adult_services_go_first_at_22(assistant: Assistant) -> None:
    """What is for adults stands before what ends at 22."""
    first = [program.program_id for program in assistant.answer(ADULT).programs][:3]
    assert set(first) == {"smec-adult-day-health", "smec-sail", "smec-adult-supports"}


@pytest.mark.parametrize(
    ("question", "within", "without"),
    [
        (
            "my son is 19 with down syndrome, done with 12th grade, we are in plymouth. where could he go till 22?",
            "pilgrim-transitional-skills",
            "tec-campus-school",
        ),
        (
            "vocational program for a 17 yr old with learning disabilities, lowell area",
            "valley-vocational-training",
            "crest-evaluation",
        ),
        ("a 45 day placement in lowell", "valley-45-day", "crest-evaluation"),
        ("is there someone who teaches cane travel near Winchester", "keystone-orientation-mobility", "seem-therapies"),
        ("my 6 year old is deaf, we live in attleboro", "reads-dhh-norton", "reads-dhh-early-intervention"),
    ],
)
def test_what_a_search_shows(assistant: Assistant, question: str, within: str, without: str) -> None:
    """Programs of the age and kind are shown, and none that only test, or are for others."""
    shown = [program.program_id for program in assistant.answer(question).programs]
    assert within in shown
    assert without not in shown


def test_an_infant_is_not_sent_to_the_school_district(assistant: Assistant) -> None:
    """Before three the next step is Early Intervention, and the collaborative's own members are not told first."""
    answer = assistant.answer("does any collaborative do early intervention for a deaf 6 month old in the Taunton area")
    assert answer.citations[0].passage_id == "families-before-your-child-turns-3"
    assert "the way in is your school district" not in answer.text


def test_a_vote_on_joining_is_told(assistant: Assistant) -> None:
    """A town that no list names, and of which a collaborative tells that it voted on it."""
    assert "reads-new-members" in cited(assistant, "is Brockton part of a collaborative")


def test_programs_around_a_place_without_a_need(assistant: Assistant) -> None:
    """No kind of service is guessed where a message asks for whatever there is."""
    answer = assistant.answer("programs in the berkshires")
    assert "ces-hec-academy" in [program.program_id for program in answer.programs]


def test_how_many_shows_no_cards(assistant: Assistant) -> None:
    """The number is told, and the records only where they are asked for."""
    asked = "how many collaboratives are there"
    assert not assistant.answer(asked).programs
    assert len(assistant.answer("list them", [asked]).programs) == 24


def test_which_of_two_for_a_need(assistant: Assistant) -> None:
    """A program that does not state the need is named as one to ask after, and no table of founding years follows."""
    turns = ["which collaborative is Maynard in", "so which one would i contact for a preschooler with autism"]
    answer = assistant.answer(turns[1], turns[:1])
    assert answer.citations[0].passage_id == "case-preschool"
    assert "Founded" not in answer.text


def test_a_further_sum_is_told_by_the_rule(assistant: Assistant) -> None:
    """Nothing is said to be unanswered that the rule by price, just told, answers."""
    asked = "must a purchase of 62k go out to bid at a collaborative, and what about repairs at 8k?"
    assert assistant.answer(asked).outcome == "answered"


def test_a_question_behind_its_condition() -> None:
    """'When we close what papers do we owe' is a question, and no statement before one."""
    questions, _ = split_questions(
        "when we close down for good what papers do we owe the state, and who keeps the old student files?"
    )
    assert questions == [
        "when we close down for good what papers do we owe the state",
        "who keeps the old student files",
    ]


def test_the_steps_of_a_build_have_all_texts_once() -> None:
    """Texts are encoded in their order, as many at a time as have the characters of a step."""
    texts = ["x" * 1000] * (_STEP // 1000 + 5) + ["y"]
    steps = list(_steps(texts))
    assert [text for step in steps for text in step] == texts
    assert [len(step) for step in steps] == [_STEP // 1000, 6]


def test_a_child_who_waits_at_home_is_no_question_on_openings(assistant: Assistant) -> None:
    """The district's duty goes on; whether a place is free is declined as before."""
    told = "waiting list at the collaborative is 9 months they tell us. he's home w/ nothing since january"
    assert cited(assistant, told)[0] == "families-if-a-program-turns-your-child-down"
    assert assistant.answer("is there a wait list at LABBB").outcome == "declined"
