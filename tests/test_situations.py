"""What a message tells of its situation: a bare question is read with it, and what is told is not asked for again."""

import pytest

from assistant.engine import Assistant
from assistant.intake import clean


@pytest.mark.parametrize(
    ("message", "cited"),
    [
        ("my daughter was held down by two staff yesterday. what can i do", "families-after-a-restraint"),
        ("our director quit and friday is her last day. who steps in", "directors-board-interim-director"),
        ("im on the collaborative board, surgery in march. can someone fill in for me", "directors-board-alternates"),
        (
            "my 10th grader hasnt gone to school since thanksgiving, wont leave his bedroom. what can i ask for",
            "families-a-child-who-does-not-go-to-school",
        ),
        ("what has to go to the state? our members voted to close", "reg-50-11-2-duties-in-every-termination"),
    ],
)
def test_a_bare_question_is_read_with_its_situation(assistant: Assistant, message: str, cited: str) -> None:
    """'What can I do' is neither answered by itself nor declined."""
    answer = assistant.answer(message)
    assert answer.outcome == "answered"
    assert answer.citations[0].passage_id == cited


def test_whether_that_is_allowed_in_passing() -> None:
    """'Are we good?' behind what was done asks whether it may be; what else is good stays."""
    assert clean("committee voted in May to leave. are we good?").endswith("is that allowed?")
    assert clean("two jobs for one para. ok or no").endswith("is that allowed?")
    assert clean("are we good at this?") == "are we good at this?"


def test_programs_for_a_town_that_was_told(assistant: Assistant) -> None:
    """A passage that asks for the town is followed by the programs, where the town was told."""
    answer = assistant.answer("my daughter 13 wont leave the house, anxiety, school refusal. we're in Dedham")
    assert answer.citations[0].passage_id == "families-a-child-who-does-not-go-to-school"
    assert "tec-high-school" in {program.program_id for program in answer.programs}
    assert "Tell me your town" not in answer.text
    told = assistant.answer("my daughter wont leave the house, school refusal")
    assert "Tell me your town" in told.text
    assert not told.programs


@pytest.mark.parametrize(
    "message",
    [
        "my student turns 22 in june and has severe autism, lives in woburn. what adult programs are out there",
        "he is 21 and finishing at SEEM in june, autism, we live in woburn. what adult programs come after that",
    ],
)
def test_what_comes_after_school(assistant: Assistant, message: str) -> None:
    """Nothing that ends at 22, and not the collaborative that is left."""
    shown = [program.program_id for program in assistant.answer(message).programs]
    assert "shore-day-hab" in shown
    assert "northshore-soar" not in shown
    assert not any(program and program.startswith("seem-") for program in shown)


def test_what_comes_after_grade_12(assistant: Assistant) -> None:
    """What the collaborative has until 22; what to do next about a meeting is no search."""
    answer = assistant.answer("my grandaughter is 17 and finishing 12th grade at LABBB, whats next for her")
    assert answer.programs[0].program_id == "labbb-transition"
    assert not assistant.answer("he is 18 at SEEM and the meeting ends at noon. what do i do next").programs


@pytest.mark.parametrize(
    ("message", "cited"),
    [
        ("phone # and address for lower pioneer valley please", "lpvec-contact"),
        ("who runs south shore", "south-shore-contact"),
        ("which collaborative is in the lower pioneer valley", "lpvec-members"),
    ],
)
def test_called_by_its_area(assistant: Assistant, message: str, cited: str) -> None:
    """The collaborative that is named after an area is reached, and no state office; else the area is meant."""
    assert {citation.passage_id for citation in assistant.answer(message).citations} == {cited}


def test_somewhere_until_22(assistant: Assistant) -> None:
    """'Til he is 22' is no age of 22, and 'who around here' seeks a place."""
    answer = assistant.answer("my son has downs, we're in Medford, needs somewhere to go til hes 22. who around here")
    assert "shore-adult-transition" in {program.program_id for program in answer.programs}
    assert "shore-day-hab" not in {program.program_id for program in answer.programs}


def test_an_area_is_no_region(assistant: Assistant) -> None:
    """Cape Cod is not the Southeast region; the Berkshires have no member town, and the nearest are told."""
    cape = assistant.answer("which collaboratives are on cape cod")
    assert "Cape Cod Collaborative" in cape.text
    assert "SEEM" not in cape.text
    assert "South Shore" not in cape.text
    hills = assistant.answer("which collaborative is in the berkshires?")
    assert "None of the member lists" in hills.text
    assert "Collaborative for Educational Services" in hills.text
    assert "West region" in assistant.answer("collaboratives in western mass").text


def test_a_family_from_another_state(assistant: Assistant) -> None:
    """Whether they may come is not in the documents; what a district here must do is not told instead."""
    answer = assistant.answer("we live in new hampshire, nashua, can my son go to valley collaborative")
    assert answer.outcome == "declined"
    assert "lives in another state" in answer.text
    placed = assistant.answer("can our district place my son in a school in New Hampshire")
    assert placed.citations[0].passage_id == "families-out-of-state-and-unapproved-schools"


@pytest.mark.parametrize(
    "message",
    [
        "im applying for the executive director job at Valley, who currently holds it",
        "who holds the director job at Valley now",
    ],
)
def test_who_leads_a_collaborative(assistant: Assistant, message: str) -> None:
    """The director that its record names, with the year; who chairs its board is in no document."""
    assert "Chris A. Scott" in assistant.answer(message).text
    assert assistant.answer("who is the board chair of valley collaborative now").outcome == "declined"


def test_the_whole_law_is_named_in_passing(assistant: Assistant) -> None:
    """'4E' says nothing of what is asked; a section of it does."""
    answer = assistant.answer("besides the GAAP statements what extra 4E disclosures have to be in the audit")
    assert answer.citations[0].passage_id.endswith("special-disclosures")
    assert "c. 40" in assistant.answer("what is 4E").text


def test_what_that_is_at_a_collaborative(assistant: Assistant) -> None:
    """What was proposed there is told of that collaborative, and what both need of two children."""
    answer = assistant.answer("School wants to send my son to Valley for a 45 day thing. what actually is that")
    assert answer.citations[0].passage_id == "valley-45-day"
    both = assistant.answer(
        "my twins: one autism, the other emotional/behavioral, grade 3, Tyngsboro. does valley take both"
    )
    assert {"valley-elementary-emotional", "valley-elementary-sensory"} <= {p.program_id for p in both.programs}
