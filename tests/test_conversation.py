"""Conversations: what a question takes from earlier turns, and what it leaves."""

import random

import pytest

from assistant.engine import Assistant
from assistant.evaluation.golden import load_golden
from assistant.splitting import split_questions
from tests.conftest import ROOT

LEANING = [
    (
        ["how do we set up a capital reserve", "how much can we put in", "who approves it"],
        "capital-reserve-creating-it",
    ),
    (["how does a district leave", "how much notice"], "reg-50-03-3-b-1-how-a-district-leaves"),
    (["what is a liaison", "who appoints them", "do they vote"], "statute-c-c-board-the-commissioner-s-liaison"),
    (["Does LABBB have a program for autism?", "do we have to be a member"], "labbb-members"),
    (["when is the annual report due", "can we get an extension"], "directors-annual-report-and-no-extension"),
]


@pytest.mark.parametrize(("turns", "source"), LEANING)
def test_a_question_that_says_little_leans_on_the_turns_before(
    assistant: Assistant, turns: list[str], source: str
) -> None:
    """Words such as 'who approves it' and 'do we have to be a member' are on what was spoken of."""
    cited = [c.passage_id for c in assistant.answer(turns[-1], turns[:-1]).citations]
    assert any(source in id_ for id_ in cited)


def test_a_new_topic_is_answered_as_if_nothing_was_said_before(assistant: Assistant) -> None:
    """After an unrelated question at least nine in ten have the outcome and first source that they have alone."""
    alone = [golden for golden in load_golden(ROOT / "tests" / "golden") if not golden.history]
    chosen = random.Random(7)
    pairs = [(chosen.choice(alone).question, golden.question) for golden in chosen.sample(alone, 80)]

    def told(question: str, *history: str) -> tuple[str, list[str]]:
        answer = assistant.answer(question, history)
        return answer.outcome, [c.passage_id for c in answer.citations[:1]]

    kept = sum(told(question) == told(question, before) for before, question in pairs)
    assert kept >= 0.9 * len(pairs)


@pytest.mark.parametrize(
    ("message", "questions", "statements"),
    [
        ("Our town's rep is on two committees, may she sit for both?", 1, 1),
        ("my daughter has cerebral palsy, what school near Quincy takes her?", 1, 1),
        ("who appoints the treasurer, and how long does he serve?", 2, 0),
    ],
)
def test_what_is_told_is_no_question(message: str, questions: int, statements: int) -> None:
    """The order of words tells a statement before a question from a first question."""
    found = split_questions(message)
    assert (len(found[0]), len(found[1])) == (questions, statements)


def test_a_need_is_added_with_also(assistant: Assistant) -> None:
    """'He also has seizures' keeps the autism that was spoken of."""
    understood = assistant.answer("he also has seizures", ["my son is 9 and has autism, we live in Melrose"]).understood
    assert {"autism", "neurological disabilities"} <= set(understood.populations)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("does CREST offer speech therapy", "do not say whether CREST offers speech therapy"),
        ("does the collaborative in Worcester have occupational therapy", "Central Massachusetts Collaborative"),
        ("what ages does the Valley collaborative take", "kindergarten to age 22"),
        ("how many students are at LABBB", "over 300"),
        ("what grades does Hartwell take", "K-5"),
        (
            "my daughter is blind, what collaborative has a program for visually impaired students",
            "list programs for visual impairment",
        ),
        ("which one is closest to Amesbury", "Amesbury belongs to"),
        ("difference between Shore and SEEM for kids with emotional issues", "Shore Alternative"),
    ],
)
def test_what_is_asked_of_a_collaborative_is_said_first(assistant: Assistant, question: str, said: str) -> None:
    """Therapies, ages, numbers and members come from its records."""
    assert said in assistant.answer(question).text[:420]


@pytest.mark.parametrize(
    ("office", "question"),
    [
        ("Brand new executive director.", "What has to be in the collaborative agreement?"),
        ("Hi! I'm a superintendent in a member district.", "How does a district leave the collaborative?"),
        ("I was just appointed treasurer here.", "How is the surplus capped?"),
    ],
)
def test_the_office_of_the_asker_does_not_drown_the_question(assistant: Assistant, office: str, question: str) -> None:
    """What is asked is answered as it is without the words on who asks."""
    told = assistant.answer(f"{office} {question}")
    assert told.citations[0].passage_id == assistant.answer(question).citations[0].passage_id


def test_the_office_counts_where_the_question_is_on_the_asker(assistant: Assistant) -> None:
    """A new director's own first steps are found by the office."""
    answer = assistant.answer("New here as executive director. What do I do first?")
    assert "30 days" in answer.text


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("Our treasurer wants to work for two collaboratives, is that ok?", 1),
        ("Can we meet in a school, is that allowed?", 1),
        ("Can we meet in a school, and is it allowed to vote by mail?", 2),
    ],
)
def test_a_tag_is_no_question_of_its_own(message: str, questions: int) -> None:
    """'... is that allowed' only asks what was asked before it."""
    assert len(split_questions(message)[0]) == questions


def test_whom_to_ask_depends_on_who_asks(assistant: Assistant) -> None:
    """A board is not sent to the special education director of its child's district."""
    office = assistant.answer("Does our treasurer like jazz?")
    family = assistant.answer("Does my son like jazz?")
    assert office.outcome == family.outcome == "declined"
    assert "child" not in office.text
    assert "counsel" in office.text
    assert "your child" in family.text


@pytest.mark.parametrize(
    "question", ["best pizza near Northampton?", "is there a dog park in Plymouth", "good dentist in Worcester"]
)
def test_a_town_alone_makes_no_search_for_a_program(assistant: Assistant, question: str) -> None:
    """What no program has anything to do with is not sought among the programs near a town."""
    assert assistant.answer(question).outcome == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "place for a kid who runs away all the time, Taunton",
        "something for my daughter in Pittsfield",
        "school for kids who bang their heads near Lynn",
    ],
)
def test_a_child_or_a_school_is_sought_in_any_words(assistant: Assistant, question: str) -> None:
    """A need that the lexicon does not know is a search all the same."""
    assert assistant.answer(question).programs


def test_the_date_of_one_thing_is_not_the_whole_calendar(assistant: Assistant) -> None:
    """Of the audit alone is spoken where its date is asked for; who gets it stays on the audit."""
    told = "Fiscal year ended June 30. What exact date is the audit due and who gets it"
    answer = assistant.answer(told)
    cited = [citation.passage_id for citation in answer.citations]
    assert cited[0] == "reg-50-08-2-audit-duty-approval-and-deadline"
    assert set(cited[1:]) <= {"directors-reporting-where-the-audit-goes"}
    assert answer.outcome == "answered"


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("do we need approval to buy a building? and can we borrow to pay for it", 2),
        ("deadline to withdraw if we want out by july 2028, and do we owe anything", 2),
        ("my son is 5 and can he ride a van?", 1),
    ],
)
def test_a_question_may_be_cut_short_or_lack_its_mark(message: str, questions: int) -> None:
    """A second question needs no question mark, and a first one may be a mere topic."""
    assert len(split_questions(message)[0]) == questions


@pytest.mark.parametrize(
    "question",
    [
        "what did the board of READS vote last week",
        "my son goes to a program at CAPS in Westminster, will his bus be late tomorrow",
    ],
)
def test_documents_do_not_tell_of_yesterday_or_tomorrow(assistant: Assistant, question: str) -> None:
    """A collaborative that is named is not described where it is asked of a day that no document can know."""
    answer = assistant.answer(question)
    assert answer.outcome == "declined"
    assert "Ask the collaborative itself" in answer.text


def test_a_wrong_that_a_collaborative_did_is_no_search(assistant: Assistant) -> None:
    """'Can they do that' asks for a rule, whatever was told before it."""
    assert not assistant.answer("LABBB suspended my son. Can they do that?").programs


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("since DESE approves our budget each year, when do we send it in to them?", "adopted by its board"),
        ("since collaboratives are private schools do they have to follow my kid's IEP?", "public entity"),
        ("since the state sets the tuition how do we appeal it", "board sets the tuition"),
    ],
)
def test_a_wrong_premise_is_contradicted_in_so_many_words(assistant: Assistant, question: str, first: str) -> None:
    """What the documents say instead comes first, and is said to be otherwise."""
    opening = assistant.answer(question).text.split("\n\n")[0]
    assert opening.startswith("No, our documents say otherwise: ")
    assert first in opening


def test_those_who_pay_are_not_those_who_are_paid(assistant: Assistant) -> None:
    """A sentence in which the teachers do the paying does not contradict who pays the teachers."""
    answer = assistant.answer("since the town pays the teachers, are they in the teachers' retirement system")
    assert "say otherwise" not in answer.text


@pytest.mark.parametrize(
    ("before", "question", "first"),
    [
        ("when is the annual report due", "what if we miss that date", "A late annual report"),
        ("how do i file a complaint with PRS", "do i need a lawyer", "need a lawyer for mediation"),
        ("what training do board members need", "what if they never do it", "probationary status"),
        (
            "what does the board vote on each year",
            "which of those need two thirds",
            "Two-thirds of the member districts",
        ),
    ],
)
def test_a_follow_up_is_not_answered_with_what_was_said(
    assistant: Assistant, before: str, question: str, first: str
) -> None:
    """Of the passages on the topic the one speaks first that is near to what is asked now."""
    answer = assistant.answer(question, [before])
    assert first in answer.text.split("\n\n")[0]
    assert answer.citations[0].passage_id != assistant.answer(before).citations[0].passage_id


@pytest.mark.parametrize(
    "question",
    [
        "since collaboratives are private schools, what tuition do I have to send them each month?",
        "there are 40 collaboratives in massachusetts, where is the list",
    ],
)
def test_a_framing_word_or_a_wrong_number_brings_no_further_passage(assistant: Assistant, question: str) -> None:
    """'Since', or the 40 of chapter 40, is nothing that a passage could add to the answer."""
    cited = {citation.passage_id for citation in assistant.answer(question).citations}
    assert not cited & {"statute-history-1974", "families-classes-inside-ordinary-public-schools"}


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("My son stays home. The counselor mentioned “the collaborative”. What is that?", "public regional body"),
        ("the team chair said he might need a 45 day program. what's that exactly?", "A 45-day program"),
        ("somebody at the meeting brought up ESY, what is that", "Extended School Year"),
        ("the district suggested Valley for my son. what is that", "Valley Collaborative is"),
    ],
)
def test_what_is_that_asks_for_what_was_named_last(assistant: Assistant, message: str, first: str) -> None:
    """What somebody mentioned is explained, not the rest of the story."""
    assert first in assistant.answer(message).text.split("\n\n")[0]


def test_the_town_of_an_earlier_turn_and_the_region_of_a_family_have_their_collaborative(assistant: Assistant) -> None:
    """'Which collaborative would that be' is on the town told before; a region's own collaborative is named."""
    told = "we live in plymouth and our team is talking about an out of district placement"
    assert "Pilgrim Area Collaborative" in assistant.answer("which collaborative would that be", [told]).text
    answer = assistant.answer("is there a collaborative on cape cod? my grandson has down syndrome hes 19")
    assert "Cape Cod Collaborative" in answer.text
    assert "smec-transitional-services" in {program.program_id for program in answer.programs}


def test_a_further_part_of_everyday_words_leans_on_the_one_before(assistant: Assistant) -> None:
    """'What do we do when we are over' says nothing by itself."""
    answer = assistant.answer("what is the limit on cumulative surplus and what do we do when we are over")
    assert answer.outcome == "answered"
    assert "goes back to the member districts" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "how do I find out if my town is in a collaborative",
        "where can i look up our district's collaborative",
        "how can i tell which collaborative we belong to",
    ],
)
def test_the_town_is_asked_for_its_collaborative(assistant: Assistant, question: str) -> None:
    """Whoever asks how to learn the town's collaborative is asked for the town."""
    assert assistant.answer(question).outcome == "clarify"


def test_a_school_calendar_is_not_that_of_duties(assistant: Assistant) -> None:
    """The days of school are asked for, not what a board has to file."""
    found = assistant.answer("does the school calendar have 180 days at a collaborative").citations
    assert found[0].passage_id == "families-hours-and-days"


def test_a_turn_of_two_parts_is_gone_on_from_in_whole(assistant: Assistant) -> None:
    """'Them' after a question on MOEC and another on members is MOEC."""
    history = ["What's MOEC and is our collaborative required by law to be a member"]
    assert assistant.answer("how do I reach them", history).citations[0].passage_id == "moec-how-to-reach-moec"


def test_what_others_say_of_a_price_makes_no_question_on_it(assistant: Assistant) -> None:
    """Whether the family pays is asked; the sum is only told."""
    message = "do I have to pay anything if he goes to a collaborative? my cousin says it is 50 thousand a year"
    assert assistant.answer(message).citations[0].passage_id == "families-who-pays-the-tuition"


def test_there_is_the_collaborative_that_was_named(assistant: Assistant) -> None:
    """'Is there anything there for a 19 year old' is asked of SEEM."""
    answer = assistant.answer("is there anything there for a 19 year old", ["Can you tell me about SEEM's programs"])
    assert answer.programs
    assert all((program.program_id or "").startswith("seem-") for program in answer.programs)


@pytest.mark.parametrize(
    ("story", "question", "first"),
    [
        ("My husband works nights so it is all on me.", "Who pays the tuition?", "families-who-pays-the-tuition"),
        ("We are a small collaborative and short of people.", "Who appoints the treasurer?", "reg-50-06-5-treasurer"),
        ("they held my son down on the floor.", "Is that allowed?", "families-restraint-"),
    ],
)
def test_a_story_counts_as_far_as_it_brings_the_question_nearer(
    assistant: Assistant, story: str, question: str, first: str
) -> None:
    """A story beside a question does not drown it, and one that says what it is about is read with it."""
    for message in (f"{story} {question}", f"{question} {story}"):
        assert assistant.answer(message).citations[0].passage_id.startswith(first)


def test_the_same_is_asked_of_another_town(assistant: Assistant) -> None:
    """'What about Groton', after a town and its collaborative, is on membership in it, in the same message too."""
    assert assistant.answer("what about Groton", ["is Chelmsford in Valley"]).text.startswith("Yes: Groton")
    assert "Yes: Groton" in assistant.answer("is Chelmsford in Valley and what about Groton").text


@pytest.mark.parametrize(
    "question", ["how many school buses does the state own", "how many people work at collaboratives statewide"]
)
def test_a_number_of_other_things_is_no_answer(assistant: Assistant, question: str) -> None:
    """A passage with some number in it does not say how many there are of what is counted."""
    assert assistant.answer(question).outcome in ("partial", "declined")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("im 16 and i dont want to be here anymore, not just school", "988"),
        ("she comes home with unexplained bruises and is afraid of the aide", "911"),
        ("mi hija necesita ayuda en la escuela, que puedo hacer", "Your browser may translate"),
        ("minha filha tem sindrome de down, tem que pagar a escola", "Your browser may translate"),
    ],
)
def test_danger_and_other_languages_are_met(assistant: Assistant, question: str, said: str) -> None:
    """Who is in danger is sent to a person, and who writes in another language hears how to go on."""
    answer = assistant.answer(question)
    assert answer.outcome == "declined"
    assert said in answer.text


def test_an_office_is_not_sent_to_the_childs_director(assistant: Assistant) -> None:
    """Where all that is near is written for those who run collaboratives."""
    answer = assistant.answer("we set the reserve up for vans, and then could it be used for a submarine?")
    assert "your child" not in answer.text
