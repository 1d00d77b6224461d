"""Questions on a rule that name the asker's town or collaborative beside it, and what a collaborative is by nature."""

import pytest

from assistant.ages import numbered_age
from assistant.engine import Assistant
from tests.test_directory_answers import paragraphs


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("We live in Salem and my son is 12. Do I have to pay for the collaborative?", "families-who-pays-the-tuition"),
        ("my daughter goes to SEEM, who drives her there", "families-who-gets-your-child-to-the-program"),
        ("My son 10 attends CAPS. How often does the team have to meet?", "families-asking-for-a-meeting-at-any-time"),
        ("does my girl at Valley Collaborative still count as a Chelmsford student", "families-which-diploma"),
        ("the van from Plymouth to the collaborative is late, who do I complain to", "families-late-missing"),
        ("we are moving from Lowell to Pittsfield, what happens with his placement", "families-if-your-family-moves"),
        ("at LABBB he did fine, we want him back in our own high school. How do we do that?", "families-going-back"),
        (
            "Chicopee here, my stepson is 17, until when can he stay in his program",
            "families-how-long-a-child-may-stay",
        ),
        ("our town, Hull, wont pay for the bus to SSEC. isn't that their duty?", "families-who-gets-your-child"),
        ("can our charter school in Worcester join a collaborative", "reg-50-03-1-charter-and-private"),
        ("how does Chicopee join a collaborative", "directors-members-how-to-join"),
        ("Since each town gets votes by its size on the board, how many does Lowell get", "statute-c-c-board-votes"),
        ("new director here, by when must our audit be filed and with whom", "reg-50-08-2-audit-duty"),
    ],
)
def test_a_rule_is_answered_by_the_rule(assistant: Assistant, question: str, cited: str) -> None:
    """Not by a list of programs, of members, or by the profile of the collaborative that was told beside it."""
    answer = assistant.answer(question)
    assert answer.understood.intent == "question"
    assert answer.citations[0].passage_id.startswith(cited)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("how do I find a class for my deaf son near Ayer", "where"),
        ("can my autistic twins, 7, get into SMEC's language class", "where"),
        ("what is there in Lynn for a 9 year old with autism", "where"),
        ("Which collaborative would serve us if we move to Concord?", "membership"),
        ("does the collaborative in Worcester have a class for my anxious son", "where"),
        ("my son is at TEC, how do I reach the director", "profile"),
    ],
)
def test_places_and_collaboratives_are_still_sought(assistant: Assistant, question: str, intent: str) -> None:
    """Although the question is worded as one on a rule."""
    assert assistant.answer(question).understood.intent == intent


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("what does LPVEC stand for", "LPVEC stands for Lower Pioneer Valley Educational Collaborative."),
        ("what is CASE short for", "CASE stands for Concord Area Special Education Collaborative."),
        ("what does SEEM stand for", "What the letters of SEEM stand for is not in our documents."),
        ("is Keystone run by a company", "No: Keystone Educational Collaborative is an educational collaborative"),
        ("is Shore Collaborative a public school", "Yes: Shore Educational Collaborative is an educational"),
        ("what age kids does North River take", "Ages in the records of NRC's programs"),
    ],
)
def test_what_a_collaborative_is_by_nature(assistant: Assistant, question: str, opening: str) -> None:
    """Its letters, public or private, and the ages, in the first sentence."""
    assert paragraphs(assistant.answer(question))[0].startswith(opening)


def test_members_are_listed_once(assistant: Assistant) -> None:
    """Where a message asks how many and which."""
    answer = assistant.answer("how many towns does the Cape Cod Collaborative cover and which ones")
    assert answer.text.count("the member districts of Cape Cod Collaborative are") == 1


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("my daughter is 20 in Lowell, what happens after she turns 22", "families-turning-22"),
        ("I have a 5 yr old in Everett, the school says wait with testing. Must we wait?", "families-waiting-before"),
        ("my son is in jail in Springfield, he had an IEP. does he still get school", "families-school-in-custody"),
    ],
)
def test_the_stage_of_life_is_minded(assistant: Assistant, question: str, cited: str) -> None:
    """No words on Early Intervention for a child of school age, or on adults for a small one."""
    assert assistant.answer(question).citations[0].passage_id.startswith(cited)


def test_a_yes_or_no_question_without_a_place_seeks_no_program(assistant: Assistant) -> None:
    """Although it speaks of schools."""
    answer = assistant.answer("are the collaborative schools locked, can kids run out")
    assert answer.understood.intent == "question"


def test_papers_come_before_programs(assistant: Assistant) -> None:
    """Where somebody without papers seeks a school."""
    answer = assistant.answer("we have no papers, my son has autism, 6, Lynn. is there a school for him")
    assert "immigration papers" in paragraphs(answer)[0]
    assert answer.programs


def test_other_languages_are_declined_kindly(assistant: Assistant) -> None:
    """With what the district owes the family."""
    answer = assistant.answer("can you speak portuguese")
    assert answer.outcome == "declined"
    assert "interpreter" in answer.text


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("I teach grade 4 in Palmer and one girl needs more help than I can give. what do I do", "families-teachers"),
        ("does she graduate from our high school in Wakefield if she finishes there", "families-which-diploma"),
    ],
)
def test_what_becomes_of_a_child_is_no_search(assistant: Assistant, question: str, cited: str) -> None:
    """Nor what somebody who names a town is to do."""
    assert assistant.answer(question).citations[0].passage_id.startswith(cited)


def test_a_child_before_three_is_sent_to_early_intervention_first(assistant: Assistant) -> None:
    """Before programs near the town."""
    answer = assistant.answer("my son 2 no talk, we live in Randolph. is there a class")
    assert paragraphs(answer)[0].startswith("For a child under 3, turn to Early Intervention")


def test_hours_are_not_an_address(assistant: Assistant) -> None:
    """What records do not hold is declined with how to ask it."""
    answer = assistant.answer("what are the hours of ACCEPT's office")
    assert answer.outcome == "declined"
    assert "508-653-6776" in answer.text


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("can Lynn move my 10 year old autistic son to another class without asking me", "families-moving-a-child"),
        (
            "they want to stop my son's speech because he got better, we live in Milford. can they",
            "families-when-the-sch",
        ),
        ("can my ex who lives in Florida come to the Team meeting by phone", "families-if-you-cannot-come"),
    ],
)
def test_a_town_that_acts_is_not_sought(assistant: Assistant, question: str, cited: str) -> None:
    """Nor does kin in another state put a question outside of the documents."""
    assert assistant.answer(question).citations[0].passage_id.startswith(cited)


def test_a_count_of_children_is_no_search(assistant: Assistant) -> None:
    """No programs are listed for it."""
    assert not assistant.answer("how many kids with autism are there in massachusetts").programs


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("programs for 18 to 22 year olds near Salem", (18, 21)),
        ("something for 5-7 year olds", (5, 7)),
        ("is there a class for ages 3 to 5 in Lowell", (3, 5)),
        ("open 9 to 5, for my 12 year old", (12, 12)),
        ("room 14 to 16, my son is 14", (14, 14)),
        ("my son is 19, what is there until he turns 22", (19, 19)),
        ("what is there until he turns 22", (21, 22)),
    ],
)
def test_two_ages_are_a_span(text: str, span: tuple[int, int]) -> None:
    """With 22 as the birthday on which special education ends."""
    assert numbered_age(text) == span


def test_programs_of_a_span_of_ages(assistant: Assistant) -> None:
    """Before 22 no programs for adults come first."""
    answer = assistant.answer("list programs for 18 to 22 year olds near Salem")
    assert any("SOAR" in program.name for program in answer.programs)
    assert "ages 18 to 21" in paragraphs(answer)[0]


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("is Valley Collaborative still open", "Valley Collaborative is one of the active collaboratives"),
        ("someone said Keystone closed, true?", "Keystone Educational Collaborative is one of the active"),
        ("is CHARMS still open", "CHARMS Collaborative no longer exists"),
    ],
)
def test_open_or_closed(assistant: Assistant, question: str, opening: str) -> None:
    """An active collaborative is said to be there, as far as the documents know."""
    assert paragraphs(assistant.answer(question))[0].startswith(opening)


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("he is half in Quincy, half in Braintree. does his van come to both houses", "families-setting-up"),
        ("how is Pilgrim different from a special ed class in our town Carver", "families-sub-separate-class"),
    ],
)
def test_a_familys_ride_and_a_difference_are_no_search(assistant: Assistant, question: str, cited: str) -> None:
    """The district provides the ride, and a kind of class is set beside another kind."""
    assert assistant.answer(question).citations[0].passage_id.startswith(cited)


def test_a_parents_own_disability_is_no_childs_need(assistant: Assistant) -> None:
    """An interpreter for a deaf parent is no search for a deaf child's class."""
    answer = assistant.answer("i am a deaf parent in Medford. interpreter for the meeting?")
    assert not answer.programs
    assert "deaf parent" in answer.text


def test_the_town_of_the_school_is_sought(assistant: Assistant) -> None:
    """Although what becomes of a child is no search else."""
    assert assistant.answer("my nonverbal girl is 7, Holbrook, in what town would she go to school").programs


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Grafton: 6th grade, bipolar. where next", True),
        ("Warren mom here, is there an autism class", True),
        ("Reading, writing and math help for my son", False),
    ],
)
def test_a_town_that_leads_a_message_is_one(assistant: Assistant, question: str, named: bool) -> None:
    """Though it is a common word or name, unless that is too common."""
    assert bool(assistant.read(question, [])[0].places) is named


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("Our accountant retired to Florida. Who signs the checks?", "directors-money-checks-and-warrants"),
        (
            "My cousin is a lawyer in Ohio and says no but do collaboratives have to follow the open meeting law",
            "directors-open",
        ),
        ("My sister's boy goes to one in New York. How do I get my son into a collaborative?", "families-how-to-get"),
    ],
)
def test_another_state_told_beside_a_question(assistant: Assistant, question: str, cited: str) -> None:
    """It is no question on that state."""
    assert assistant.answer(question).citations[0].passage_id.startswith(cited)


@pytest.mark.parametrize(
    "question",
    [
        "We live in Rhode Island. Are there programs for autism?",
        "programs for autism in Vermont",
        "Connecticut RESC law, does it require audits too",
    ],
)
def test_a_question_on_another_state_is_declined(assistant: Assistant, question: str) -> None:
    """With the reason."""
    answer = assistant.answer(question)
    assert answer.outcome == "declined"
    assert "Massachusetts only" in answer.text


@pytest.mark.parametrize(
    ("question", "story"),
    [
        ("can I visit?", "My daughter is nine and loves art."),
        ("who pays the tuition", "We have a new roof to pay for."),
        ("What's a quorum?", "The chair is on vacation."),
    ],
)
def test_a_short_question_beside_a_story(assistant: Assistant, question: str, story: str) -> None:
    """It opens as it does alone."""
    alone = assistant.answer(question).citations[0].passage_id
    assert assistant.answer(f"{story} {question}").citations[0].passage_id == alone


def test_a_nurse_is_spoken_of_before_programs_are_listed(assistant: Assistant) -> None:
    """A passage in general comes first where no place is told; with a place the programs do."""
    assert assistant.answer("is there a nurse").citations[0].passage_id == "families-school-nurses-at-collaboratives"
    assert assistant.answer("is there a nurse near Beverly").programs


def test_what_it_stands_for_in_a_further_part(assistant: Assistant) -> None:
    """'Who pays for it' after an audit is on the audit, and no parent's question."""
    answer = assistant.answer("do we need an audit and who pays for it")
    assert "parents" not in answer.text.lower()


@pytest.mark.parametrize(
    ("question", "town"),
    [
        ("we live in Brockton, are there classes for deaf kids that are not all the way in Framingham", "Brockton"),
        ("autism class in Lynn, not Boston", "Lynn"),
    ],
)
def test_a_place_that_is_turned_down_is_not_searched(assistant: Assistant, question: str, town: str) -> None:
    """Programs are looked for around the other town."""
    understood = assistant.answer(question).understood
    assert understood.intent == "where"
    assert understood.place is not None
    assert town in understood.place
