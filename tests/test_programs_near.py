"""Programs near a town: what misses the age by a little, what does not state the need, what lies over the sea."""

import re

import pytest

from assistant.answer import Answer
from assistant.asked import Need
from assistant.engine import Assistant
from assistant.evaluation.grounding import Grounding
from assistant.matching import focus
from assistant.nearness import over_water
from tests.test_directory_answers import paragraphs, programs


def line(answer: Answer, name: str) -> str:
    """The line of an answer that shows a program."""
    return next(found for found in answer.text.splitlines() if found.startswith(f"- **{name}"))


# -- ages that are missed by a little ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "first", "mark"),
    [
        ("Easthampton, 13 yr old with anxiety, any therapeutic school", "ces-hec-academy", "takes a 13-year-old"),
        ("shes 12 and depressed, we live in Hadley, what school is there", "ces-hec-academy", "takes a 12-year-old"),
        ("medically fragile 4 year old in Dudley, who has a class", "swcec-medical", "takes a 4-year-old"),
    ],
)
def test_a_school_close_by_that_misses_the_age_by_a_little_leads(
    assistant: Assistant, question: str, first: str, mark: str
) -> None:
    """Before programs many miles off, with the question to ask."""
    answer = assistant.answer(question)
    assert programs(answer)[0] == first
    assert f"ask whether it {mark}" in answer.text
    assert answer.outcome == "partial"


def test_no_near_miss_where_a_program_close_by_takes_the_age(assistant: Assistant) -> None:
    """A middle schooler in Braintree has Quest; an adult is never shown a school that he has outgrown."""
    assert "south-shore-high-school" not in programs(assistant.answer("13 year old with panic attacks, Braintree"))
    adult = assistant.answer("man of 24 with autism, Northampton, is there a school")
    assert not {"ces-hec-academy", "ces-mount-tom-academy"} & set(programs(adult))


# -- what the record does not state --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "autism, 8, Yarmouth",
        "my grandson is nine and autistic, we live in Orleans",
        "girl 7 with autism on Nantucket",
        "school for autism, Wakefield, 3rd grade",
        "wheelchair user, 10, Kingston, which class",
        "down syndrome 2nd grader in Hamilton",
        "son is 19 with an intellectual disability in Cohasset, job skills program",
        "he is 17 and on juvenile probation, Chelmsford, which school",
        "teen mom, 16, wants to finish high school, Gardner",
        "preschooler with autism, Lexington",
        "kid with seizures, 9, Stoneham",
    ],
)
def test_every_program_that_does_not_state_the_need_is_marked(assistant: Assistant, question: str) -> None:
    """In its line: its record names others, or no disability at all."""
    answer = assistant.answer(question)
    need = set(answer.understood.populations)
    assert need
    assert programs(answer)
    for shown in answer.programs:
        if shown.program_id is None or need & set(shown.populations):
            continue
        marked = line(answer, shown.name)
        assert "does not state" in marked or "disabilities served" in marked


def test_a_list_of_collaboratives_has_only_what_states_the_need(assistant: Assistant) -> None:
    """No alternative school under recovery high schools."""
    answer = assistant.answer("which collaboratives have a recovery high school")
    assert answer.programs
    assert all("substance use recovery" in p.populations for p in answer.programs)


def test_a_profile_that_names_the_need_is_not_denied(assistant: Assistant) -> None:
    """LABBB serves students with autism, though no record of a program says so."""
    first = paragraphs(assistant.answer("any programs at LABBB for an autistic teen"))[0]
    assert first.startswith("By its profile LABBB Educational Collaborative has programs for autism")


# -- order -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("deaf first grader in Danvers", "seem-deaf"),
        ("hard of hearing 3 yr old in Peabody, preschool?", "seem-deaf"),
        ("5 year old who is deaf, Lunenburg", "caps-deaf-elementary"),
        ("blind 9 year old, Methuen, who can teach braille", "crest-vision-services"),
    ],
)
def test_what_is_made_for_a_rare_need_leads(assistant: Assistant, question: str, first: str) -> None:
    """Before a school for severe disabilities that lists it."""
    assert programs(assistant.answer(question))[0] == first


def test_focus_is_the_share_of_what_was_asked(assistant: Assistant) -> None:
    """A school for one need is all for it, one that lists six a sixth."""
    offers = assistant.corpus.directory.by_program
    need = Need(populations=("deaf or hard of hearing",))
    assert focus(offers["seem-deaf"].program, need) == 1.0
    assert 0 < focus(offers["northshore-ogrady"].program, need) < 0.2


def test_years_after_high_school(assistant: Assistant) -> None:
    """Transition programs that name no disability show, marked, nearest first, and none without a place leads."""
    answer = assistant.answer("our nephew has down syndrome, he is 20, Norwell, wants to learn a job till hes 22")
    shown = programs(answer)
    assert {"shore-adult-transition", "pilgrim-transitional-skills"} <= set(shown)
    assert not shown[0].startswith("valley-")


# -- where -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("town", "near"),
    [
        (
            "Pittsfield",
            "Collaborative for Educational Services** (a member town is about 14 miles away; the office",
        ),
        (
            "Great Barrington",
            "Lower Pioneer Valley Educational Collaborative** (a member town is about 19 miles away; the office",
        ),
        ("Boston", "Shore Educational Collaborative** (in Chelsea, about"),
        ("Chicopee", "Lower Pioneer Valley Educational Collaborative** (in West Springfield, about"),
    ],
)
def test_a_town_on_no_list_is_told_the_nearest_collaboratives(assistant: Assistant, town: str, near: str) -> None:
    """With the miles, whatever their programs state."""
    answer = assistant.answer(f"{town}, 10 year old with autism, what is there")
    assert f"No member list in our documents names {town}" in answer.text
    assert near in answer.text


@pytest.mark.parametrize(
    ("one", "other", "sea"),
    [
        ("Nantucket", "Barnstable", True),
        ("Tisbury", "Falmouth", True),
        ("Provincetown", "Plymouth", True),
        ("Edgartown", "Tisbury", False),
        ("Chatham", "Barnstable", False),
        ("Plymouth", "Sandwich", False),
        ("Pittsfield", "Northampton", False),
    ],
)
def test_ways_over_water(assistant: Assistant, one: str, other: str, sea: bool) -> None:
    """To an island, or across the bay."""
    assert over_water(assistant.corpus.places, one, other) is sea


def test_a_way_over_water_is_said(assistant: Assistant) -> None:
    """And what lies across it is not near, unless it is the asker's own collaborative's."""
    answer = assistant.answer("autism, 12 yrs, Martha's Vineyard, which program")
    assert "miles by air, over water" in line(answer, "S.T.A.R. Program")
    assert "programs in our documents, best fit first" not in answer.text
    assert "smec-sail" not in programs(answer)


def test_the_next_step_for_a_district(assistant: Assistant) -> None:
    """Staff are not told to ask their own special education director."""
    answer = assistant.answer("out of district coordinator in Hudson, need a class for a 5th grader with autism")
    assert "ask the collaborative itself" in answer.text
    assert "Ask its special education director" not in answer.text


def test_how_a_family_lives_is_no_need(assistant: Assistant) -> None:
    """Foster care and homelessness bring in no program for at-risk youth."""
    for question in (
        "foster daughter, 8, developmental delay, Abington",
        "we are homeless, in a shelter in Taunton, son 9 with autism, is there a program",
    ):
        answer = assistant.answer(question)
        assert "at-risk youth" not in answer.understood.populations
        assert programs(answer)


# -- former names ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did the State Auditor find at Merrimack Special Education Collaborative?", r"State Auditor|misspent"),
        ("was there fraud at MSEC, the merrimack special education collaborative", r"misspen|improper"),
        ("what became of Hampshire Educational Collaborative", r"new name of the Hampshire Educational"),
        ("what happened to FLLAC", r"is the new name of FLLAC"),
        ("why was CHARMS closed down", r"falling enrollment and deficits"),
        ("why did EDCO shut down", r"financial reasons"),
    ],
)
def test_the_history_of_a_former_name_is_found(assistant: Assistant, question: str, said: str) -> None:
    """Instead of a decline about the collaborative of today."""
    answer = assistant.answer(question)
    assert answer.outcome == "answered"
    assert re.search(said, paragraphs(answer)[0])


def test_stated_distances_are_measured_again(assistant: Assistant) -> None:
    """What an answer says of the way to offices is right; another number would be found."""
    grounding = Grounding(assistant.corpus)
    for question in (
        "which collaborative is Pittsfield in",
        "Great Barrington, 10, autism, what is there",
        "how far is CREST from Lowell",
        "my daughter is five with a developmental delay, Belchertown, is there a class",
    ):
        answer = assistant.answer(question)
        assert " miles" in answer.text
        assert grounding.exceptions(answer, question) == []
        wrong = answer.model_copy(update={"text": re.sub(r"about \d+ miles", "about 777 miles", answer.text)})
        assert "number 777 is in no source" in grounding.exceptions(wrong, question)
