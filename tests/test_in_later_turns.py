"""Places, refusals, wages and names in later turns, and what is asked of a school or of a thing that is named."""

import pytest

from assistant.admission import WAY_IN
from assistant.engine import Assistant
from assistant.speaking import BECAME
from assistant.splitting import split_questions
from assistant.unlisted import of_another


@pytest.mark.parametrize(
    ("history", "turn", "cited"),
    [
        (["what even is a collaborative, i teach in Norton"], "ok and which one is the one in norton", "reads-members"),
        (["We're moving to Northampton. Do we start over"], "Is there a collaborative out there?", "ces-members"),
        (["did Bedford have to pay when edco went under"], "is bedford in any others now", "labbb-members"),
        (
            ["my granddaughter is 4 and has a trach, Peabody. Is there a school with nurses?"],
            "what if peabody says no",
            "",
        ),
        (
            ["my granddaughter is 4 and has a trach, Peabody. Is there a school with nurses?"],
            "would her parents have to pay for the nurse",
            "families-who-pays-the-tuition",
        ),
        (
            ["how do i apply for a para job at the collaborative in Beverly"],
            "what kind of kids would i work with there",
            "northshore-profile",
        ),
        (["Which collaborative is Worcester in"], "and what schools does it run", "central-massachusetts-profile"),
        (["does labbb include watertown"], "lexington high school program - what is it", "labbb-lexington-high"),
        (
            ["does labbb include watertown", "lexington high school program - what is it"],
            "is the labbb office phone listed",
            "labbb-contact",
        ),
        (
            ["Is the CHARMS collaborative in Stoughton still open"],
            "where did the kids go",
            "charms-where-the-students-went",
        ),
    ],
)
def test_what_a_later_turn_asks(assistant: Assistant, history: list[str], turn: str, cited: str) -> None:
    """A town seeks no program where a collaborative, a cost or a refusal is asked of; a job is not kept to."""
    answer = assistant.answer(turn, history)
    found = [source.passage_id for source in answer.citations]
    assert cited in found if cited else not answer.programs


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("is the Minuteman tech school a collaborative", "No: Minuteman tech school is none of"),
        ("is Boston part of a collaborative?", "None of the member lists"),
        ("is a charter school a collaborative", "A collaborative is a public body"),
        ("is watertown in labbb? i thought it was edco", "Yes: Watertown belongs to **LABBB"),
        ("what does CREST stand for and where is it now, it used to be in methuen", "CREST stands for"),
        (
            "Looking for Hampshire Educational Collaborative",
            "The Collaborative for Educational Services (CES)",
        ),
        ("Is the CHARMS collaborative in Stoughton still open", "CHARMS Collaborative no longer exists"),
        ("is Spoke collaborative in Norton still running", "Coastal Collaborative (Newburyport), Spoke Collaborative"),
        ("Burlington - which collab and what does it cost us parents", "Burlington belongs to **LABBB"),
        ("which region is Valley in", "Valley belongs to MOEC's North region"),
        ("list all collaboratives by region", "MOEC sorts its 24 collaboratives into 5 regions"),
        ("does hec academy take kids with autism", "**HEC Academy, Northampton** is for high school"),
        ("does CES still do the teacher license program", "The Collaborative for Educational Services used to offer"),
    ],
)
def test_what_is_named(assistant: Assistant, question: str, first: str) -> None:
    """What calls a thing by its name is answered on that, the plain answer first."""
    assert assistant.answer(question).text.startswith(first)


def test_a_count_that_no_record_has(assistant: Assistant) -> None:
    """How many students a school has is said to be untold, with how it is reached."""
    answer = assistant.answer("how many kids are at northshore academy and what is the phone")
    assert answer.outcome == "partial"
    assert "do not say that. Phone 978-232-9755" in answer.text


def test_the_same_of_another_thing(assistant: Assistant) -> None:
    """'What about KIPP' asks what was asked of the thing before, and 'and FAPE and LRE' what they mean."""
    assert of_another("what about KIPP", "is Perkins a collaborative") == "is KIPP a collaborative"
    assert of_another("what about KIPP", "who runs Perkins") == "what about KIPP"
    answer = assistant.answer("and FAPE and LRE", ["what does OOD mean in an email"])
    assert [source.passage_id for source in answer.citations] == ["term-fape", "term-lre"]


def test_a_ride_of_an_adult_is_no_duty_of_the_district(assistant: Assistant) -> None:
    """Of an adult's ride the records are asked, and not the rule on students."""
    before = ["my brother is 24 and autistic, is there a day program near Chelsea"]
    answer = assistant.answer("do they pick him up in the morning?", before)
    assert "The school district must provide" not in answer.text
    assert "shore-day-hab" in [source.passage_id for source in answer.citations]


@pytest.mark.parametrize("turn", ["how much do they pay OTs", "how much does the collaborative pay aides"])
def test_wages_are_declined_after_whatever_was_said(assistant: Assistant, turn: str) -> None:
    """What staff earn is not known, whatever was spoken of."""
    history = ["is there a collaborative on cape cod and what do they do", "what towns belong to it"]
    assert assistant.answer(turn, history).outcome == "declined"


def test_who_asks_by_profession_seeks_no_service(assistant: Assistant) -> None:
    """A therapist who looks for deaf programs is told these, and none for speech therapy."""
    answer = assistant.answer("SLP looking for jobs. which collaboratives have deaf and hard of hearing programs")
    assert "list programs for deaf or hard of hearing students" in answer.text


def test_signing_up_oneself_beside_a_search(assistant: Assistant) -> None:
    """That nobody signs a child up himself is said before the programs, where that is asked too."""
    answer = assistant.answer(
        "is there a program for autism near Lynn for my 8 year old and can I just sign her up myself"
    )
    assert answer.text.startswith("You cannot sign your child up")
    assert answer.citations[0].passage_id == WAY_IN


def test_what_is_told_of_a_child_behind_the_question() -> None:
    """It is no question of its own, and no part of the one before it."""
    questions, told = split_questions(
        "what age do they start planning, my daughter is 13 with cerebral palsy in Plymouth"
    )
    assert (questions, told) == (
        ["what age do they start planning"],
        ["my daughter is 13 with cerebral palsy in Plymouth"],
    )


def test_what_they_have_to_do_is_no_search(assistant: Assistant) -> None:
    """'What do they have to do' asks for the rule, whatever town is told; 'what do they have' seeks."""
    told = "my son's school in Holyoke says there is no room for him in the special ed room"
    assert not assistant.answer(f"{told}, what do they have to do now").programs


def test_what_became_of_something() -> None:
    """Who has it now is asked as what became of it."""
    assert BECAME.search("who got the deaf program")
    assert BECAME.search("where did the kids go")
    assert not BECAME.search("who gets a ride")


@pytest.mark.parametrize(
    "question", ["who gets the audit and when is it due?", "what training do i have to do and by when"]
)
def test_a_part_that_was_told_is_not_told_again(assistant: Assistant, question: str) -> None:
    """A passage that repeats the first one, which has the date that is asked, is not said."""
    assert len(assistant.answer(question).citations) == 1
