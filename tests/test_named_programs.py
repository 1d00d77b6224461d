"""Programs called by their letters, courses for staff, e-mail addresses, and a rule asked for beside a search."""

import pytest

from assistant.engine import Assistant


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("what does the MLC do", "smec-mlc"),
        ("whats the TLC at SMEC", "smec-tlc"),
        ("does PLP take 5 year olds", "smec-plp"),
        ("what is RGA in Worcester", "central-massachusetts-goddard"),
        ("can we apply to CTEC directly", "lpvec-ctec"),
        ("what is the gap program", "pilgrim-gap"),
    ],
)
def test_a_program_is_known_by_its_letters(assistant: Assistant, question: str, program: str) -> None:
    """Its record comes first."""
    assert assistant.answer(question).citations[0].passage_id == program


@pytest.mark.parametrize("question", ["how does a kid get into STAR at Cape Cod", "can I just sign my girl up at SEEM"])
def test_the_way_into_a_program_is_the_teams(assistant: Assistant, question: str) -> None:
    """And not another record of the collaborative."""
    answer = assistant.answer(question)
    assert answer.citations[0].passage_id == "families-how-to-get-your-child-into-a-program"
    assert len(answer.citations) == 2


@pytest.mark.parametrize(
    "question",
    [
        "do any collaboratives run courses for a teaching license in moderate disabilities",
        "is there a program to become a principal at one of the collaboratives",
        "where can i take classes to become a special ed teacher near Worcester",
    ],
)
def test_courses_for_a_license_are_looked_up(assistant: Assistant, question: str) -> None:
    """Who offers them, and not who must hold a license."""
    assert "tec-licensure" in [p.program_id for p in assistant.answer(question).programs]


def test_who_must_hold_a_license_stays_a_rule(assistant: Assistant) -> None:
    """The records of courses do not answer it."""
    assert not assistant.answer("what license do I need to teach in a collaborative").programs


def test_no_e_mail_address_and_the_ways_that_are_held(assistant: Assistant) -> None:
    """It is said that none is held, with telephone and website."""
    text = assistant.answer("who is the director there and how do i email them", ["what is CAPS"]).text
    assert "no e-mail address" in text
    assert "978-632-2208" in text
    assert "capsed.net" in text


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("alternative school near Lawrence for my girl and can she still get a diploma", "families-which-diploma"),
        ("is there a place near Quincy where he can learn a trade and still graduate?", "families-which-diploma"),
        ("preschool class in Salem for my autistic son and who pays for it", "families-"),
        ("class for a blind 6 year old near Springfield and can i visit first", "families-seeing-a-program"),
        ("class near Taunton for my deaf son and does the bus take him", "families-"),
    ],
)
def test_a_rule_beside_a_search_is_answered_too(assistant: Assistant, question: str, rule: str) -> None:
    """The programs come first, then the rule."""
    answer = assistant.answer(question)
    assert len([p for p in answer.programs if p.program_id]) > 1
    assert answer.citations[-1].passage_id.startswith(rule)


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("how do i get a tour of the Kevin O'Grady School", "families-how-to-set-up-a-visit"),
        ("who drives my daughter to Kelly Day", "families-who-gets-your-child-to-the-program"),
        ("how do i get my son out of the Grow School", "families-taking-a-child-out"),
        ("can she play football for her high school if she goes to South Shore", "families-sports-and-clubs"),
    ],
)
def test_a_school_that_is_told_beside_a_rule(assistant: Assistant, question: str, cited: str) -> None:
    """The rule is answered, not the record of the school."""
    assert assistant.answer(question).citations[0].passage_id == cited


def test_how_far_a_school_is_and_who_leads_the_collaborative_of_a_town(assistant: Assistant) -> None:
    """From its own town; and the contact of the collaborative that a town belongs to."""
    assert "Hingham, about" in assistant.answer("how far is the South Shore High School from Weymouth").text
    assert "978-232-9755" in assistant.answer("whats the number of the collaborative for Danvers").text


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("who is Cathy Lawson", "seem-contact"),
        ("is CASE only for Concord kids", "families-if-your-town-is-not-a-member"),
        ("is the Mini School in Hingham", "south-shore-mini-school"),
    ],
)
def test_leaders_members_and_schools_by_name(assistant: Assistant, question: str, cited: str) -> None:
    """A director who is named, whom a collaborative is for, and a school without its owner's name."""
    assert assistant.answer(question).citations[0].passage_id == cited


def test_all_programs_of_a_kind_are_listed(assistant: Assistant) -> None:
    """From the records, and not from what is said of MOEC's guide."""
    answer = assistant.answer("i want a list of every program for blind kids in the state")
    assert {"northshore-ogrady", "keystone-vision"} <= {p.program_id for p in answer.programs}


def test_how_those_are_reached_who_run_what_was_found(assistant: Assistant) -> None:
    """After a search a contact is that of the programs found, with the best fit first."""
    answer = assistant.answer("who do i call about it", ["adult day program near Peabody"])
    assert answer.text.startswith("- **Shore adult day habilitation (Day Hab)** [1]")
    assert "run by Shore Educational Collaborative: Phone 617-887-2930" in answer.text.split("\n")[0]


def test_a_closer_one(assistant: Assistant) -> None:
    """A follow-up for a closer program is told the nearest first."""
    answer = assistant.answer("one closer", ["autism class for a 7 year old near Brockton"])
    assert answer.text.startswith("The nearest of what our documents name is **Specialized Learning Communities**")


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("wher is the star program on the cape for kids who act out, and who is it for", "cape-cod-star"),
        (
            "I toured a school last week. What exactly is the Kevin O'Grady School?",
            "northshore-ogrady",
        ),
        ("my son is 23, how do i get him into that SAIL program at smec, do i call his old school", "smec-sail"),
        (
            "I want to get my teaching license through CES. When does the next class start?",
            "ces-licensure",
        ),
    ],
)
def test_a_named_program_is_told_and_nothing_of_another_one(assistant: Assistant, question: str, program: str) -> None:
    """In whatever letters, for an adult without the Team, and where it has ended."""
    answer = assistant.answer(question)
    assert answer.citations[0].passage_id == program
    assert len(answer.citations) <= 2


@pytest.mark.parametrize(
    ("question", "source"),
    [
        (
            "What happens step by step when a teen is considered for Northshore Academy?",
            "northshore-academy-intake",
        ),
        ("Did Brockton end up getting into the READS collaborative?", "reads-new-members"),
        (
            "I need to send a letter to Assabet Valley Collaborative. That's the vocational school, right?",
            "assabet-valley-not-the-vocational-school",
        ),
    ],
)
def test_a_fact_on_a_named_collaborative_goes_before_records(assistant: Assistant, question: str, source: str) -> None:
    """Where it is far ahead of all others, lists of members and programs are not what is asked for."""
    assert assistant.answer(question).citations[0].passage_id == source


def test_a_need_goes_along_with_an_age(assistant: Assistant) -> None:
    """'And for a preschooler' after a search for deaf students is for deaf ones."""
    history = ["my nephew is deaf and they live in Taunton, is there a school with classes for deaf kids"]
    understood = assistant.answer("and for a preschooler?", history).understood
    assert understood.populations == ("deaf or hard of hearing",)
    assert understood.services == ("early childhood",)


def test_a_lawyer_is_no_program(assistant: Assistant) -> None:
    """A search for one near a town lists no schools."""
    answer = assistant.answer("Can you give me the name of a good special ed lawyer near Springfield?")
    assert answer.programs == ()
    assert answer.citations[0].passage_id == "families-legal-aid-and-finding-an-advocate"
