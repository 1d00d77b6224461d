"""A question on one program or one fact of a collaborative, and what is asked after a list of programs."""

import pytest

from assistant.engine import Assistant

NEUROPSYCH = "Where can we get a neuropsych evaluation near Middleborough?"


def cited(assistant: Assistant, question: str, *history: str) -> list[str]:
    """The ids of the passages that an answer cites."""
    return [c.passage_id for c in assistant.answer(question, history).citations]


@pytest.mark.parametrize(
    ("before", "question", "program", "said"),
    [
        (NEUROPSYCH, "can they do it in Mandarin?", "reads-diagnostic-clinic", "in Mandarin and English"),
        ("What does Valley Collaborative offer for adults?", "who pays for it?", "valley-today-and-tomorrow", "pay"),
        (
            "My son needs a 45 day evaluation, we live in Shrewsbury",
            "what happens there during those weeks?",
            "assabet-valley-soar",
            "Tutoring, counseling",
        ),
        (
            "therapeutic programs for a 15 year old near Lowell",
            "which of them has a nurse?",
            "shore-alternative-middle-high",
            "nursing",
        ),
    ],
)
def test_what_is_asked_of_listed_programs(
    assistant: Assistant, before: str, question: str, program: str, said: str
) -> None:
    """A detail is told from the record of the program that has it, and the list is not said again."""
    answer = assistant.answer(question, [before])
    assert answer.citations[0].passage_id == program
    assert said in answer.text
    assert "best fit first" not in answer.text


@pytest.mark.parametrize("question", ["do they do swimming", "do they have a playground"])
def test_what_no_listed_program_tells(assistant: Assistant, question: str) -> None:
    """A detail that no record has is not made up for by reading out a record: it says so, and whom to ask."""
    answer = assistant.answer(question, ["any program for a 12 year old with autism near Lowell"])
    assert answer.outcome == "partial"
    assert all("not name that" in paragraph for paragraph in answer.text.split("\n\n"))


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("What does LABBB do in the summer?", "labbb-summer"),
        ("what is the horizons program at CAPS, what age and where is it", "caps-horizons"),
        ("How long is the school day in the LABBB program at Lexington High?", "labbb-lexington-high"),
        ("Does the Southern Worcester County collaborative still have its medical program?", "swcec-medical"),
        ("what towns can send there kids to the Thrive autism program", "central-massachusetts-thrive"),
        ("does the TEC Campus School take 3 year olds?", "tec-campus-school"),
    ],
)
def test_one_program_is_told_whole(assistant: Assistant, question: str, program: str) -> None:
    """Its record in full, no list of others, and no next step that only a search calls for."""
    answer = assistant.answer(question)
    assert [c.passage_id for c in answer.citations] == [
        program,
        f"{assistant.corpus.by_id[program].organization}-contact",
    ]
    assert "best fit first" not in answer.text


def test_several_programs_are_listed(assistant: Assistant) -> None:
    """The plural, or a place around which something is sought, asks for more than one."""
    assert len(assistant.answer("which LABBB programs are for autism").programs) > 1
    assert len(assistant.answer(NEUROPSYCH).programs) > 1


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Is South Hadley a member of the Lower Pioneer Valley collaborative?", "lpvec-member-question"),
        ("Did Brockton and Whitman-Hanson ever get into READS?", "reads-new-members"),
        ("When exactly did EDCO close and why?", "edco-when-it-closed"),
        ("Does Bi-County Collaborative take kids from towns that aren't members?", "bi-county-other-districts"),
        ("Who is the executive director of ACCEPT?", "accept-director"),
        (
            "Is the Assabet Valley Collaborative the same as Assabet Tech in Marlborough?",
            "assabet-valley-not-the-vocational-school",
        ),
    ],
)
def test_a_fact_goes_before_the_records(assistant: Assistant, question: str, fact: str) -> None:
    """A passage written for just that answers before the profile, the members or the contact."""
    assert cited(assistant, question) == [fact]


def test_records_answer_what_they_state(assistant: Assistant) -> None:
    """Members, a member's membership, and how many are records' to tell."""
    assert cited(assistant, "what towns are in it", "what is the lower pioneer valley collaborative") == [
        "lpvec-members"
    ]
    assert assistant.answer("is watertown in labbb or not").text.startswith("Yes: Watertown belongs to")


def test_public_or_private(assistant: Assistant) -> None:
    """'It' is the collaborative that the message told of."""
    text = assistant.answer("They want to send him to LABBB. Is it public or private?").text
    assert text.startswith("Public: LABBB Educational Collaborative is an educational collaborative")


def test_a_town_that_is_told_to_be_a_member(assistant: Assistant) -> None:
    """What a message takes for granted of a town is set right before the programs are told."""
    text = assistant.answer("Since Boston belongs to ACCEPT, can my Boston kid go to their transition program?").text
    assert text.startswith("No: Boston is not in the member list of ACCEPT")
    assert "ACCEPT transition programs" in text
    told = assistant.answer("Since Natick belongs to ACCEPT, can my Natick kid go to their transition program?").text
    assert not told.startswith("No")


@pytest.mark.parametrize(
    ("history", "question", "said"),
    [
        (["What is the difference between CAPS and Keystone?"], "which one is older?", "| Founded | 1975 | 1975 |"),
        (["Does Worcester belong to a collaborative?"], "which other districts are in it?", "Webster"),
        (["Who is the executive director of READS?"], "how do I get in touch with her?", "readscollab.org"),
        (["How do I call the SEEM office in Stoneham?"], "what street is it on?", "address"),
    ],
)
def test_after_a_collaborative(assistant: Assistant, history: list[str], question: str, said: str) -> None:
    """A follow-up is on the collaborative, or both of them, of the turn before."""
    assert said in assistant.answer(question, history).text
