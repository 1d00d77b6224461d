"""Answers from the directory: ages, needs, places, names and attributes, in words that stand nowhere in the corpus."""

import re

import pytest

from assistant.ages import ADULT, for_adults_only, of_a_child, takes
from assistant.answer import Answer
from assistant.asked import Need
from assistant.engine import Assistant
from assistant.lexicon import reviewed
from assistant.matching import match
from tests.test_answers import grounded


def programs(answer: Answer) -> list[str]:
    """The ids of the programs that an answer shows, in its order."""
    return [p.program_id for p in answer.programs if p.program_id]


def paragraphs(answer: Answer) -> list[str]:
    """The paragraphs of an answer."""
    return answer.text.split("\n\n")


# -- ages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("a girl (7, nonverbal) in Ware", (7, 7)),
        ("our nephew, 12, has seizures", (12, 12)),
        ("her cousin is 31 and deaf", (31, 31)),
        ("she starts 3rd grade", (8, 9)),
        ("a 6th-grader who is failing", (11, 12)),
        ("he goes into the 9th in fall", (14, 15)),
        ("my 4 1/2 year old", (4, 4)),
        ("a highschooler with autism", (14, 18)),
        ("he turns 22 this spring", (21, 22)),
        ("shes 14 and hates school", (14, 14)),
        ("hes 5 and doesnt talk", (5, 5)),
        ("whos 16 now", (16, 16)),
        ("she'll be three in june", (3, 3)),
        ("he is almost 22", (21, 22)),
        ("my granddaughter of eighteen", (18, 18)),
        ("boy 12 thrown out of class", (12, 12)),
        ("autism 12 yrs Chilmark", (12, 12)),
        ("im 19 and want a job", (19, 19)),
        ("three and a half year old", (3, 3)),
        ("my 3.5 year old", (3, 3)),
        ("a 16yo", (16, 16)),
        ("a kindergartner", (5, 6)),
        ("its 3 miles away", None),
        ("hes 2 years behind in reading", None),
        ("we waited for 3 yrs", None),
        ("form 5, chapter 74", None),
        ("kids 2 miles away", None),
        ("im 20 minutes from there", None),
        ("what does 603 CMR 50.03(4) say", None),
        ("two things: (1) who decides (2) when", None),
        ("how many days do they have, 30 or 45", None),
    ],
)
def test_ages_are_read(said: str, span: tuple[int, int] | None) -> None:
    """Ages and grades as people write them; numbers of other things are none."""
    assert reviewed().age(said) == span


@pytest.mark.parametrize(
    ("said", "regular"),
    [
        ("he isnt sped", True),
        ("a student who's not on an IEP", True),
        ("regular ed kid", True),
        ("she is in special ed", False),
        ("hates regular school", False),
        ("he has an iep", False),
    ],
)
def test_regular_education_is_read(said: str, regular: bool) -> None:
    """A negation turns special education into the other kind."""
    assert reviewed().regular_education(said) is regular


def test_a_negation_ends_with_its_phrase() -> None:
    """'Isn't talking' does not negate what follows."""
    spans = reviewed().find("he isn't talking, autism they say", reviewed().populations)
    assert [(s.key, s.negated) for s in spans] == [("communication disabilities", False), ("autism", False)]


@pytest.mark.parametrize("span", [(4, 4), (5, 6), (8, 9), (11, 14), (14, 18), (18, 22), (40, 40)])
def test_no_program_shows_that_excludes_the_age(assistant: Assistant, span: tuple[int, int]) -> None:
    """Over the whole directory, with the best similarity that search can give."""
    directory = assistant.corpus.directory
    sure = {offer.program.id: 1.0 for offer in directory.offers}
    fits = match(directory, Need(age=span), None, sure)
    assert fits
    for program in (fit.offer.program for fit in fits):
        assert takes(span, program) is not False
        if program.ages and program.ages.low is not None and program.ages.high is not None:
            low, high = program.ages.low, program.ages.high
            assert low <= span[1]
            assert span[0] <= high
            assert span[0] == span[1] or (low < span[1] and span[0] < high)
        assert span[0] >= ADULT or not for_adults_only(program)


def test_a_child_is_shown_no_adult_program(assistant: Assistant) -> None:
    """'Kid' without an age is enough; without it the adult program may show."""
    child = assistant.answer("my kid has a trach and needs nursing, we live in Dartmouth")
    assert of_a_child("my kid has a trach")
    assert programs(child)
    assert "smec-adult-day-health" not in programs(child)
    assert "smec-adult-day-health" in programs(assistant.answer("day program for adults with a trach, Dartmouth"))


def test_grades_at_the_edge(assistant: Assistant) -> None:
    """A middle schooler is shown no high school, an elementary child no middle school and no preschool."""
    middle = programs(assistant.answer("therapeutic school for a middle schooler with panic attacks, Weymouth"))
    assert middle[0] == "south-shore-quest"
    assert "south-shore-high-school" not in middle
    small = programs(assistant.answer("autism class for an elementary student in Acton"))
    assert small[0].startswith(("case-", "valley-isn", "valley-elementary"))
    assert not {"case-preschool", "valley-middle-sensory"} & set(small)


# -- ranking -------------------------------------------------------------------------------------------------------


def test_the_askers_own_word_and_a_current_record_lead(assistant: Assistant) -> None:
    """The record that names depression stands before one with an unknown site and one of 2013."""
    shown = programs(assistant.answer("10th grader with depression who stopped attending, Medway"))
    assert shown[0] == "tec-high-school"


def test_alternative_schools_serve_emotional_needs_and_risk_alike(assistant: Assistant) -> None:
    """Both kinds show near by, nothing from another part of the state, and the town without a collaborative says so."""
    answer = assistant.answer("alternative school for my niece in Holyoke, emotional issues, kicked out twice")
    assert {"ces-mount-tom-academy", "ces-hec-academy"} <= set(programs(answer))
    assert not {p for p in programs(answer) if p.startswith("keystone")}
    assert "No member list in our documents names Holyoke" in answer.text
    assert "ces-dys-education" not in programs(answer)


def test_the_first_kind_of_school_that_was_named_leads(assistant: Assistant) -> None:
    """An alternative school before a trade school, and no single trades beside the trade school."""
    shown = programs(assistant.answer("alternative school or something vocational, my stepson got expelled, Chicopee"))
    assert shown[0] == "ces-mount-tom-academy"
    assert not {p for p in shown if p.startswith("lpvec-ctec-")} or "lpvec-ctec" not in shown


def test_a_student_outside_special_education(assistant: Assistant) -> None:
    """What takes regular education students comes first, and the answer says that only one does."""
    answer = assistant.answer("alternative high school around Auburn, he is failing everything and has no IEP")
    assert programs(answer)[0] == "central-massachusetts-woodward"
    assert "only **Woodward Day School" in paragraphs(answer)[0]


def test_rare_needs_show_what_states_them_before_general_classes(assistant: Assistant) -> None:
    """A deaf child near a collaborative with general classes."""
    shown = programs(assistant.answer("deaf sixth grader in Fairhaven, any classes"))
    assert shown[0] == "reads-dhh-norton"
    assert not {p for p in shown if p.startswith("south-coast-")}


# -- what no record states -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "unstated", "own"),
    [
        ("dyslexic second grader, Stoneham, is there a program", "no program for dyslexia", "SEEM Collaborative"),
        ("summer program for my son with special needs, Easthampton", "no summer program", "Educational Services"),
        ("gifted program in Marlborough for a 9 year old", "no program for gifted students", "Assabet Valley"),
    ],
)
def test_an_unstated_need_is_said_first(assistant: Assistant, question: str, unstated: str, own: str) -> None:
    """Partial, in the first sentence, then the asker's own collaborative; nothing is called the best fit."""
    answer = assistant.answer(question)
    assert answer.outcome == "partial"
    assert unstated in paragraphs(answer)[0].split(".")[0]
    assert own in answer.text or any(own in p.collaborative for p in answer.programs)
    assert "best fit" not in answer.text


def test_a_region_across_the_state_is_not_near(assistant: Assistant) -> None:
    """Services whose site is unknown count as being at their collaborative's seat."""
    answer = assistant.answer("orientation and mobility teacher for a blind boy in the Pioneer Valley")
    assert answer.outcome == "partial"
    assert programs(answer)[0] == "ces-related-services"
    assert "in or near Pioneer Valley: programs" not in answer.text


# -- whom to ask ---------------------------------------------------------------------------------------------------


def test_own_collaborative_is_always_named(assistant: Assistant) -> None:
    """Every collaborative of the asker's town, shown or beside the list; a region named by its town counts as it."""
    for question, named in (
        ("autism program for a 7 year old, Natick", ("ACCEPT", "TEC")),
        ("medically fragile toddler class, Plymouth area", ("Pilgrim Area",)),
        ("school for my son with autism, Sturbridge", ("SWCEC",)),
    ):
        answer = assistant.answer(question)
        assert all(name in answer.text for name in named)
        assert "Greater Plymouth is in a member district" not in answer.text


def test_the_next_step_fits_the_asker(assistant: Assistant) -> None:
    """An adult is sent to the agencies and not to a Team; a student at 21 to the plan that follows."""
    adult = assistant.answer("my uncle is 45 with an intellectual disability, day program near Woburn")
    assert "Department of Developmental Services" in adult.text
    assert "Team meeting" not in adult.text
    leaving = assistant.answer("she is 21 and ages out soon, what is near Medford")
    assert "Chapter 688" in leaving.text
    assert any(p.startswith("shore-") for p in programs(leaving))


def test_at_most_five_programs_and_nothing_twice(assistant: Assistant) -> None:
    """A message in several parts prints no paragraph twice."""
    for question in (
        "my daughter is 15 with autism in Methuen. what program is there, who pays and where do we start",
        "how long has SEEM been around, when was it founded",
        "what is BICO and what does it do",
    ):
        answer = assistant.answer(question)
        grounded(answer, assistant)
        assert len(programs(answer)) <= 5
        assert len(set(paragraphs(answer))) == len(paragraphs(answer))


# -- collaboratives ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("who governs Assabet Valley Collaborative", "governed by the superintendents"),
        ("in which year was LPVEC founded", "1974"),
        ("how old is Keystone Collaborative", "1975"),
        ("quick summary: what does SEEM do", "SEEM is a public special education collaborative"),
        ("who is the director of LABBB", "Pam Girouard"),
    ],
)
def test_the_attribute_comes_first(assistant: Assistant, question: str, first: str) -> None:
    """The first sentence answers; a question on what it does gets the profile."""
    answer = assistant.answer(question)
    assert answer.outcome == "answered"
    assert first in paragraphs(answer)[0]


@pytest.mark.parametrize(
    "question",
    [
        "does Keystone Collaborative have a swimming pool",
        "what was the deficit of Pilgrim Area Collaborative last year",
        "how many kids are in one class at SEEM",
        "what does the director of CAPS earn",
        "what time does the day end at TEC Campus School",
        "does READS have a debate team",
    ],
)
def test_what_is_not_held_of_a_collaborative_is_said(assistant: Assistant, question: str) -> None:
    """No profile instead of an answer; the way to ask is told."""
    answer = assistant.answer(question)
    assert answer.outcome == "declined"
    assert not programs(answer)
    assert "is a public" not in answer.text


@pytest.mark.parametrize(
    ("question", "slugs"),
    [
        ("can an education collaborative hold a mortgage", []),
        ("may a charter school join an education cooperative", []),
        ("what is the Education Cooperative", ["tec"]),
        ("does the education cooperative take kids from Milton", ["tec"]),
        ("Keystone v SWCEC", ["keystone", "swcec"]),
        ("the north river one and the south shore one, what is different", ["north-river", "south-shore"]),
        ("tell me about Northshore", ["northshore"]),
        ("programs for adhd on the northshore", []),
        ("is there a difference between schools in Concord and in Acton", []),
    ],
)
def test_names(assistant: Assistant, question: str, slugs: list[str]) -> None:
    """A name made of common words is none; a region's name is one where it is spoken of as one."""
    mentions = assistant.understanding.mentions.organizations(question)
    assert [m.value.slug for m in mentions if hasattr(m.value, "slug")] == slugs


def test_the_same_thing_sets_two_side_by_side(assistant: Assistant) -> None:
    """A new name in a follow-up does not repeat the old profile."""
    answer = assistant.answer("is South Coast the same thing", ["what is South Shore Educational Collaborative"])
    assert {p.slug for p in answer.programs} == {"south-shore", "south-coast"}


def test_their_programs_after_a_membership_question(assistant: Assistant) -> None:
    """'They' are the collaboratives of the town."""
    answer = assistant.answer("do they take a teenager with depression", ["which collaborative is Westwood in"])
    assert "tec-high-school" in programs(answer)
    assert {p.slug for p in answer.programs} == {"tec"}


@pytest.mark.parametrize(
    "question",
    [
        "which collaboratives were audited in 2011",
        "which collaboratives changed their names",
        "which ones have dissolved",
    ],
)
def test_a_list_answers_only_what_it_can_filter(assistant: Assistant, question: str) -> None:
    """Anything but regions and services goes to the passages."""
    assert "directory-all" not in {c.passage_id for c in assistant.answer(question).citations}


def test_a_list_of_a_region_or_a_service_stays(assistant: Assistant) -> None:
    """What the directory can filter."""
    assert "directory-west" in {c.passage_id for c in assistant.answer("which collaboratives are out west").citations}
    answer = assistant.answer("which collaboratives offer assistive technology")
    assert re.match(r"\d+ collaboratives list assistive technology", answer.text)


@pytest.mark.parametrize(
    "question", ["how do I enroll at EDCO, we live in Waltham", "is Lexington still in EDCO", "is CHARMS for Avon"]
)
def test_what_is_gone_is_history_first(assistant: Assistant, question: str) -> None:
    """Never 'is not listed among its members'."""
    answer = assistant.answer(question)
    assert "no longer exists" in paragraphs(answer)[0]
    assert "is not listed among" not in answer.text


def test_a_place_between_two_collaboratives(assistant: Assistant) -> None:
    """'LABBB or EDCO' with a town asks where the town belongs."""
    answer = assistant.answer("is Belmont in LABBB or EDCO")
    assert "Belmont belongs to **LABBB" in answer.text
    assert "|" not in answer.text
