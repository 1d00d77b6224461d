"""Questions on a property of a service or of a named collaborative, which no list of programs answers."""

import pytest

from assistant.engine import Assistant
from assistant.having import counts_others, object_of, unsaid


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("is there a dress code at the Valley school?", "whether there is a dress code at the Valley school"),
        ("does the CAPS school have a pool", "whether the CAPS school has a pool"),
        ("do kids wear uniforms at Keystone", "whether kids wear uniforms at Keystone"),
        ("how many kids are in the SEEM autism program?", "how many kids are in the SEEM autism program"),
        ("does he have a nurse at LABBB", ""),
        ("is there <b>x</b> at LABBB", ""),
    ],
)
def test_what_is_not_said_is_named_in_the_askers_words(question: str, said: str) -> None:
    """As a clause; nothing of a person, and nothing that is no plain text."""
    assert unsaid(question) == said


def test_what_is_had_and_counted() -> None:
    """The thing that is had is found; a count of programs is one of the directory."""
    assert object_of("does the CAPS school have a pool for the kids") == "a pool"
    assert object_of("does LABBB have to provide a nurse") == ""
    assert counts_others("how many teachers work at the autism program")
    assert not counts_others("how many autism programs does Shore have")


@pytest.mark.parametrize(
    ("question", "way"),
    [
        ("is there a nurse at READS Academy", "readscollab.org"),
        ("does the Grow School have a gym", "swcec"),
        ("do the Keystone classes have a piano", "keystonecollaborative.org"),
        ("do the vans of Pilgrim have seat belts", "pilgrimac.org"),
        ("is there a library at the Shore elementary school", "617-887-2930"),
        ("does LABBB's preschool have a dress code", "labbb.com"),
    ],
)
def test_a_property_of_a_collaborative_lists_no_programs(assistant: Assistant, question: str, way: str) -> None:
    """It is said not to be in the documents, with the way to the collaborative."""
    answer = assistant.answer(question)
    assert answer.outcome in ("declined", "partial")
    assert "do not say" in answer.text or "not name that" in answer.text
    assert way in answer.text
    assert "best fit first" not in answer.text
    assert all(p.name.split(",")[0] in question for p in answer.programs if p.program_id)


@pytest.mark.parametrize(
    "question",
    [
        "what color are the school buses in Lynn",
        "do the buses in Springfield have seat belts",
        "what degree do behavior therapists in Lowell have",
        "how big is the autism class in Quincy",
    ],
)
def test_a_property_of_a_service_is_no_search(assistant: Assistant, question: str) -> None:
    """A place and a service in a question make no search when something else is asked."""
    assert not [p for p in assistant.answer(question).programs if p.program_id]


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("does Shore have a class for autistic kids", "shore-elementary"),
        ("is there a speech therapist near Lynn for my 4 year old", "seem-therapies"),
        ("how many deaf programs does READS have", "reads-dhh-norton"),
        ("does SEEM have a nurse", "seem-nursing"),
    ],
)
def test_a_search_stays_one(assistant: Assistant, question: str, program: str) -> None:
    """What the directory knows is still looked up there."""
    assert program in [p.program_id for p in assistant.answer(question).programs]


def test_a_comparison_tells_what_each_has_for_the_need(assistant: Assistant) -> None:
    """Services that help beside programs that state the need, with sources, before the table."""
    answer = assistant.answer("whats the difference between SEEM and NEC for a teen with emotional problems")
    first = answer.text.split("|")[0]
    assert "SEEM clinical and mental health support" in first
    assert "Northshore Academy" in first
    assert {"seem-clinical-support", "northshore-academy-upper"} <= {c.passage_id for c in answer.citations}


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("how much does TEC cost", ()),
        ("does Kelly Day cost anything", ()),
        ("is that one free", ("autism program near Hopkinton for a 12 year old",)),
    ],
)
def test_a_family_pays_nothing(assistant: Assistant, question: str, history: tuple[str, ...]) -> None:
    """Who pays is said first, of a collaborative, a school or what was found."""
    assert assistant.answer(question, history).citations[0].passage_id == "families-who-pays-the-tuition"


@pytest.mark.parametrize(
    ("before", "question", "cited"),
    [
        (
            "whats near Leominster for a boy with behavior problems, 8",
            "does he need an iep for that",
            "do-you-need-an-iep",
        ),
        ("tell me about the Grow School", "how would he get there every day", "who-gets-your-child-to-the-program"),
        ("a class for a deaf 5 year old near Norton", "what if they say no", "if-a-program-turns-your-child-down"),
    ],
)
def test_a_rule_after_a_search_leaves_the_search(assistant: Assistant, before: str, question: str, cited: str) -> None:
    """What was sought does not pull the answer to passages on that need."""
    assert assistant.answer(question, [before]).citations[0].passage_id == f"families-{cited}"


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("whats the lunch like at Pilgrim Academy", ()),
        ("do they let kids bring phones at READS Academy", ()),
        ("how many kids are in it", ("program for teens with depression near Barre",)),
    ],
)
def test_what_no_record_of_a_school_holds(assistant: Assistant, question: str, history: tuple[str, ...]) -> None:
    """It is declined, and the record of the school is not read out."""
    answer = assistant.answer(question, history)
    assert answer.outcome == "declined"
    assert "do not say" in answer.text or "found no answer" in answer.text


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("I'm a school nurse looking for classes near Worcester", "swcec-district-services"),
        ("whats the website for the deaf program in Ayer", "caps-deaf-elementary"),
        ("is there a difference between South Coast and SMEC for 18 year olds", "south-coast-life-academy"),
        ("Shore vs TEC vs LABBB for a blind kid", "shore-therapies"),
    ],
)
def test_who_asks_and_for_whom(assistant: Assistant, question: str, program: str) -> None:
    """Courses for one who works in schools, a program by its kind and town, and an age that is compared."""
    assert program in [c.passage_id for c in assistant.answer(question).citations]


def test_a_restraint_in_a_town_is_no_question_of_membership(assistant: Assistant) -> None:
    """What can be done about it is answered."""
    answer = assistant.answer("my kid got restrained at his program in Chelsea what can i do")
    assert answer.citations[0].passage_id == "families-after-a-restraint"


def test_whether_any_collaborative_does_something_lists_those_that_do(assistant: Assistant) -> None:
    """'Does any collaborative ...' is answered from the records, as 'which collaboratives ...' is."""
    answer = assistant.answer("does any collaborative do medicaid billing for districts")
    assert {"accept-medicaid", "reads-medicaid-billing"} <= {program.program_id for program in answer.programs}


@pytest.mark.parametrize(
    ("question", "history", "said"),
    [
        ("what towns does South Coast serve", (), "the member districts of South Coast"),
        ("what ages are the kids in the Keystone programs", (), "do not state the ages"),
        ("do they have a football team", ("what is Pilgrim",), "do not say whether Pilgrim Area Collaborative has"),
    ],
)
def test_what_is_asked_of_a_collaborative(
    assistant: Assistant, question: str, history: tuple[str, ...], said: str
) -> None:
    """Its members, the ages it takes, and what its documents do not tell."""
    assert said in assistant.answer(question, history).text


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("my nephew in Haverhill is 6 and blind, what is around", "crest-vision-services"),
        ("do kids from Everett go to Shore", "shore-members"),
        ("i need an autism evaluation, who does that near Pembroke", "pilgrim-paces-evaluations"),
    ],
)
def test_what_is_around(assistant: Assistant, question: str, cited: str) -> None:
    """A search, a membership and an evaluation in words of every day."""
    assert assistant.answer(question).citations[0].passage_id == cited


def test_a_list_may_be_asked_for_after_a_story(assistant: Assistant) -> None:
    """The need is told in a statement before, and 'it' stands for it."""
    answer = assistant.answer("my child needs ABA, which collaboratives have it")
    assert len(answer.programs) > 5
