"""What is asked of a program that the answer before listed is told from its record; other questions are not."""

import pytest

from assistant.aspects import aspect_of
from assistant.engine import Assistant

PLYMOUTH = (
    "We're in Plymouth and my stepson is 19. He finished his classes but he's nowhere near ready for a job or living "
    "on his own, so where can he go?"
)
GLOUCESTER = (
    "My 16 year old just came home from rehab. We live in Gloucester, is there a high school for kids getting sober?"
)
NORWOOD = "My daughter is 15 and has panic attacks. Is there anything smaller and calmer for her around Norwood?"
PEABODY = "My daughter is 24 and disabled. Is there a day program for adults near Peabody?"
LEOMINSTER = "Where can a deaf 4 year old go to preschool if we live in Leominster?"
BRAINTREE = "Braintree mom here, my 5 year old screams and bites when there's noise. Is there a class for him?"
FALL_RIVER = "fall river, my boy is 8 autistic hardly talks. what class is there for him"


@pytest.mark.parametrize(
    ("history", "question", "program", "said"),
    [
        (PLYMOUTH, "That GAP thing sounds like him. Can I refer him myself?", "pilgrim-gap", "parents may"),
        (GLOUCESTER, "is there something she has to do to get a spot", "northshore-recovery-high", "30 days sober"),
        (NORWOOD, "How do they choose who gets a spot?", "tec-high-school", "trial visit"),
        (PEABODY, "who pays for that?", "shore-day-hab", "MassHealth pays"),
        (PEABODY, "do we need a note from her doctor?", "shore-day-hab", "prescribe"),
        (FALL_RIVER, "how many kids per adult?", "smec-plp", "three students to each adult"),
    ],
)
def test_a_record_tells_what_is_asked_of_its_program(
    assistant: Assistant, history: str, question: str, program: str, said: str
) -> None:
    """By the program's name or of the first that was listed, and before any rule."""
    answer = assistant.answer(question, [history])
    assert answer.citations[0].passage_id == program
    assert said in answer.text.split("\n\n")[0]


def test_the_rule_follows_where_there_is_one(assistant: Assistant) -> None:
    """Who may sign up is told beside what the school asks for."""
    answer = assistant.answer("Can I just sign her up myself?", [GLOUCESTER])
    assert [c.passage_id for c in answer.citations][1:] == ["families-how-to-get-your-child-into-a-program"]


@pytest.mark.parametrize(
    ("history", "question", "first", "absent"),
    [
        (LEOMINSTER, "and where would she go once she hits middle school?", "caps-deaf-middle", "behavior"),
        (FALL_RIVER, "ok and whats there after 6th grade", "smec-isp", "Primary Language"),
        (PLYMOUTH, "We might be moving to Haverhill. What would it be there?", "northshore-soar", "Plymouth"),
    ],
)
def test_a_later_search_keeps_the_need(
    assistant: Assistant, history: str, question: str, first: str, absent: str
) -> None:
    """And takes the new age or town for the old one."""
    answer = assistant.answer(question, [history])
    assert answer.citations[0].passage_id == first
    assert absent not in answer.text


@pytest.mark.parametrize(
    ("history", "question", "first", "absent"),
    [
        ((BRAINTREE,), "and if he is only three?", "labbb-behavior-program", "Quest School"),
        ((BRAINTREE, "who pays"), "what if he were 16", "south-shore-high-school", "Quest School"),
        (("Where are schools for autism near Salem, and who drives my daughter there? She is 4.",),
         "and if she was nineteen?", "northshore-soar", "must provide the ride"),
    ],
)  # fmt: skip
def test_another_age_searches_again(
    assistant: Assistant, history: tuple[str, ...], question: str, first: str, absent: str
) -> None:
    """Whatever else the turn before asked, and though the programs are the same."""
    answer = assistant.answer(question, list(history))
    assert answer.citations[0].passage_id == first
    assert absent not in answer.text


def test_what_is_told_of_no_age_is_no_new_search(assistant: Assistant) -> None:
    """Whatever follows 'what if he is'."""
    assert not assistant.answer("what if he is sick?", [BRAINTREE]).programs


def test_what_a_record_does_not_name_is_said_so(assistant: Assistant) -> None:
    """Beside the listed one that has it, and instead of other programs."""
    answer = assistant.answer("do they have a nurse", [NORWOOD, "what grades"])
    assert answer.text.startswith("**Shore Alternative Middle and High School, Chelsea**: ")
    assert "Not named in the records of **TEC High School, East Walpole**" in answer.text
    alone = assistant.answer("does the first one have a nurse", [NORWOOD, "what grades"])
    assert alone.outcome == "partial"
    assert "does not name that" in alone.text
    assert [program.program_id for program in alone.programs] == ["tec-high-school"]


@pytest.mark.parametrize(
    "text",
    [
        "what if they refuse to refer him",
        "who pays for the bus",
        "can we appeal that",
        "how many days do they have to answer",
    ],
)
def test_rights_and_rides_are_no_aspect(text: str) -> None:
    """They are asked of the district, and of no program."""
    assert aspect_of(text) is None
