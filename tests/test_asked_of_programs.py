"""What a later turn asks of the programs that were told: which one it picks, what of it, and when it asks a rule."""

import pytest

from assistant.aspects import aspect_of
from assistant.engine import Assistant
from assistant.picking import picked, picks
from assistant.shown import Shown, Told

NEWTON = "hearing impaired middle schooler in newton"
CANTON = "can you find a program for kids in wheelchairs w lots of medical needs near canton ma. shes 6"
REVERE = "list the programs for emotional problems in chelsea or revere area"
BEVERLY = "programs for medically complex kids age 5 near Beverly"
QUINCY = "my daughter is 13, school refusal and bad anxiety, we are in quincy. what programs are there"


def first(assistant: Assistant, question: str, *history: str) -> str:
    """The first paragraph of an answer."""
    return assistant.answer(question, history).text.split("\n\n")[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tell me more about the second", ["Shore Alternative Middle and High School, Chelsea"]),
        ("number 1, is it big", ["Shore Elementary Therapeutic Day School, Chelsea"]),
        ("the one in saugus", ["Shore therapeutic middle school classroom in a public school, Saugus"]),
        ("compare the first 2 for me",
         ["Shore Elementary Therapeutic Day School, Chelsea", "Shore Alternative Middle and High School, Chelsea"]),
        ("the ninth one", []),
        ("what is the first step", []),
    ],
)  # fmt: skip
def test_one_of_a_list_is_picked(assistant: Assistant, text: str, names: list[str]) -> None:
    """By its place there, by its town, or two of them; other ordinals pick none."""
    shown = assistant.answer(REVERE).programs
    offers = [assistant.corpus.directory.by_program[p.program_id] for p in shown if p.program_id]
    assert [offer.program.name for offer in picked(text, offers)] == names
    assert picks(text) or not names


@pytest.mark.parametrize(
    ("history", "question", "opening"),
    [
        ([NEWTON], "is that in a regular school?",
         "- **CAPS Deaf and Hard of Hearing Program, middle school, Newton** is"),
        ([NEWTON], "what grades do they go to", "Each program has its own ages or grades:"),
        ([CANTON], "does the first one have nursing all day",
         "The record of **South Shore's Community School** [1] does not"),
        ([CANTON], "the first one, address and phone", "**South Shore's Community School** – its town and address"),
        ([REVERE, "tell me more about the second"], "is there counseling on site",
         "**Shore Alternative Middle and High"),
        (["North River School in Rockland"], "what kind of kids go there", "**North River School, Rockland** is for"),
        (["What is the Kevin O'Grady school?"], "do they take 4 year olds",
         "**Kevin O'Grady School, Beverly** is for ages 3-22, so yes by its record."),
        (["does TEC campus school take 3 year olds?"], "where is that",
         "**TEC Campus School, East Walpole** is in Walpole"),
        (["waypoint academy on the cape"], "whats the phone",
         "**Waypoint Academy** [1], run by Cape Cod Collaborative"),
        (["what does READS Academy cost"], "is OT included",
         "**READS Academy, Middleborough**: In 2021-22 the tuition"),
        (["deaf kid, 3, we live in attleboro", "my other boy is 12, he has dyslexia, anything for him"],
         "ok back to the deaf one, address?", "- **Deaf and Hard of Hearing Program, Norton** is in Norton"),
        ([BEVERLY, "the first one, phone"], "do they take kids from lynn", "Yes: Lynn belongs to **Northshore"),
        (["Tell me about South Shore High School in Hingham"], "what towns belong to the collaborative that runs it",
         "As of 2022, the member districts of South Shore"),
        (["is EDCO still taking kids in Newton for deaf and hard of hearing", "so who runs that now"],
         "whats there phone number", "**Deaf and Hard of Hearing Program, Newton (now at CAPS)** [1], run by CAPS"),
        (["my son has been offered a spot at TEC High School, what grades is that"], "do we get to visit first",
         "TEC High School takes students all year round"),
        (["Independence Academy in brockton pls"], "my son is 18 already",
         "**Independence Academy, Brockton** is for ages 14-21, so yes by its record."),
    ],
)  # fmt: skip
def test_what_is_asked_of_it(assistant: Assistant, history: list[str], question: str, opening: str) -> None:
    """It is told by the field or the sentence of the record, or said not to be there."""
    assert first(assistant, question, *history).startswith(opening)


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Pilgrim Academy - address?", "**Pilgrim Academy, Plymouth** is in Plymouth"),
        ("rockdale recovery high school in worcester - is it still open",
         "**Rockdale Recovery High School, Worcester** – "),
        ("northshore recovery hs what is it",
         "Northshore Education Consortium has run Northshore Recovery High School"),
        ("Rockdale Recovery high school??", "Central Massachusetts Collaborative has run Rockdale Recovery"),
    ],
)  # fmt: skip
def test_of_a_school_that_is_named(assistant: Assistant, question: str, opening: str) -> None:
    """In a first message, in whatever order."""
    answer = assistant.answer(question)
    assert answer.text.startswith(opening)
    assert not [notice for notice in answer.notices if notice.startswith("There is a")]


@pytest.mark.parametrize(
    ("history", "question", "passage"),
    [
        ([QUINCY], "and if the school says no?", "families-"),
        ([QUINCY], "can they make us wait for a place", "families-"),
        (["need a class for my 4yo near burlington, he has global delays"], "who decides if he goes", "families-"),
        (["preschool for my son in Braintree"], "is it ok to ring them myself",
         "families-asking-the-collaborative-itself"),
    ],
)  # fmt: skip
def test_a_rule_is_asked_after_a_list(assistant: Assistant, history: list[str], question: str, passage: str) -> None:
    """And no record of a program is told for it."""
    answer = assistant.answer(question, history)
    assert answer.citations[0].passage_id.startswith(passage)
    assert not [p for p in answer.programs if p.program_id]


@pytest.mark.parametrize(
    ("history", "question", "passage"),
    [
        (["foster mom here. 10 yr old boy in Lynn needs a therapeutic program"], "can i sign the iep",
         "families-foster-parents-and-the-iep"),
        (["My grandson is 4, lives in Burlington with us and doesn't talk yet. Which collaborative has a preschool?"],
         "who decides if he can go, me or his mother?", "families-grandparents-and-other-relatives"),
        (["we live in nashua nh, is there a collaborative program for our 12 yr old there",
          "and if we move to tyngsborough?"], "would they keep his IEP", "families-moving-here-from-another-state"),
        (["can i hire my nephew"], "and if it's my town's interest not mine",
         "reg-50-04-2-b-representative-conflicting-interests"),
    ],
)  # fmt: skip
def test_who_asks_was_told_before(assistant: Assistant, history: list[str], question: str, passage: str) -> None:
    """A later question is asked by them, where a passage is on that."""
    assert assistant.answer(question, history).citations[0].passage_id == passage


@pytest.mark.parametrize(
    ("question", "program", "before"),
    [
        ("im a foster mom in Haverhill, the teen i have is 16, needs a therapeutic school. whats around",
         "crest-merrimack-academy", "shore-alternative-middle-high"),
        ("special education for my 12 year old in Tyngsborough", "valley-middle-emotional",
         "valley-elementary-emotional"),
    ],
)  # fmt: skip
def test_whose_programs_come_first(assistant: Assistant, question: str, program: str, before: str) -> None:
    """The own collaborative's before distant ones, and those that take the age fully before its last year."""
    shown = [p.program_id for p in assistant.answer(question).programs]
    assert program in shown
    assert before not in shown or shown.index(program) < shown.index(before)


def test_a_closed_collaborative_is_not_searched_in(assistant: Assistant) -> None:
    """Its town is."""
    history = ["is charms collaborative still in stoughton", "oh. so what do stoughton kids use now"]
    assert "Stoughton belongs to **North River" in first(assistant, history[1], history[0])
    assert "in or near Stoughton" in first(assistant, "anything for 16 yr old w life skills", *history)


def test_fields_are_asked_in_few_words_or_of_what_is_pointed_at() -> None:
    """A long message that points at nothing asks of no program."""
    asked = aspect_of("address?")
    assert asked is not None
    assert asked.field == "place"
    assert aspect_of("what ages does the state say a child may be in special education from") is None
    assert aspect_of("who decides which ages they take") is None


def test_answers_are_at_hand_without_their_words() -> None:
    """One is answered once, and only a hash of the messages is kept."""
    shown, answered = Shown(), list[str]()

    def tell() -> Told:
        answered.append("once")
        return Told(led="families-who-pays-the-tuition")

    for _ in range(2):
        assert shown.of(("where is a class", "who pays"), tell).led == "families-who-pays-the-tuition"
    assert answered == ["once"]
    assert "where is a class" not in repr(vars(shown))
