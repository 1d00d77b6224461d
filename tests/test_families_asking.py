"""How families and those who work in schools ask: of what was found, of a job, of one collaborative's place."""

import pytest

from assistant.engine import Assistant


@pytest.mark.parametrize(
    ("question", "first", "never"),
    [
        ("is Shore Collaborative anywhere near Malden", "Yes: Malden is in a member district", "about Shore"),
        (
            "how close is Cape Cod Collaborative to Falmouth",
            "From Falmouth to **Cape Cod Collaborative**: its office",
            "",
        ),
        ("what's the collaborative for Lynn", "Lynn belongs to **Northshore", "figures"),
        ("is my son stuck with the collaborative our town of Ware belongs to", "No: a child does not have to", ""),
        ("since my town isn't a member my son can never go to LABBB, correct?", "No: a child does not have to", ""),
        ("my town doesn't belong to SEEM, can he still get in?", "Yes: a child does not have to", "Stoneham, Wake"),
        (
            "how small are the classes at North River Collaborative",
            "I found no answer to that in our documents on North River",
            "",
        ),
        (
            "ok, what about the STAR program, where is it",
            "**S.T.A.R. Program, Osterville** is in Barnstable",
            "do not answer",
        ),
        ("how do i get my nephew a van to SEEM", "The school district must provide the ride", "Our documents list"),
        ("do i need a lawyer for the team meeting", "No: parents may bring", ""),
        (
            "what do the letters in LPVEC mean and where is their office",
            "LPVEC stands for Lower Pioneer",
            "do not answer",
        ),
        ("how do I become a member of the SEPAC in Weymouth", "Every district must have a parent group", "SSEC"),
        ("what kinds of kids go to READS Academy", "READS Collaborative runs READS Academy", ""),
        ("do collaboratives have uniforms", "I am sorry", "Yes"),
        ("our son goes to Valley", "What would you like to know about Valley Collaborative?", ""),
        ("my nephew is blind", "A teacher of the visually impaired", ""),
        ("isn't the collaborative required to take any child that the district refers", "No: a collaborative or", ""),
        (
            "hi I'm a BCBA, does Valley do trainings other districts can come to",
            "Our documents list no prof",
            "member districts",
        ),
        (
            "when is the SWCEC office open",
            "I found no answer to that in our documents on Southern Worcester",
            "address",
        ),
        (
            "my son has asthma and diabetes, is there a nurse at SEEM",
            "SEEM Collaborative offers SEEM nursing",
            "list no",
        ),
        (
            "since READS is only for deaf kids, where can my son with anxiety go in Bridgewater",
            "Programs for emotional and behavioral disabilities at READS",
            "deaf",
        ),
        ("my son has an IEP in Revere", "Revere belongs to **Shore", "records"),
        ("can you call the bus company for me", "I am sorry, I can only give information", ""),
        ("what papers do I bring to the first meeting", "At the first Team meeting", "Open Meeting"),
        (
            "we have a Team meeting tuesday and I work nights, can it be on zoom",
            "The district must set the Team",
            "Open",
        ),
        ("who do I call about getting my kid into LABBB", "You cannot sign your child up", ""),
        ("do any collaboratives near Lowell hire school nurses", "Lowell belongs to", "best fit"),
        ("we move from Holyoke to Franklin with our daughter who has an IEP", "If you move within", "best fit"),
    ],
)
def test_the_first_words_answer(assistant: Assistant, question: str, first: str, never: str) -> None:
    """The first sentence is the answer, and what was not asked for is left out."""
    text = assistant.answer(question).text
    assert text.startswith(first)
    assert not never or never not in text


def test_a_follow_up_on_what_was_found(assistant: Assistant) -> None:
    """Ages are those of the programs that were listed; the bus is the student's own, which the district provides."""
    search = "my kid is in 5th grade and has severe anxiety, Plymouth"
    ages = assistant.answer("how old do they have to be?", [search])
    assert ages.text.startswith("Each program has its own ages")
    assert "Pilgrim Academy, Plymouth** is for grades 5-12" in ages.text
    ride = assistant.answer("and is there a bus?", [search, "how old do they have to be?"])
    assert ride.text.startswith("The school district must provide the ride")
    whom = assistant.answer("who should I call first?", [search])
    assert whom.text.startswith("The way in is your school district.")


def test_a_further_question_on_the_same_collaborative(assistant: Assistant) -> None:
    """'Where are its schools' beside the members is answered by itself, and the members are not simply told again."""
    answer = assistant.answer("what towns belong to Valley Collaborative and where are its schools")
    assert [c.passage_id for c in answer.citations] == ["valley-members", "valley-sites"]


def test_the_grade_that_a_teacher_teaches_is_no_age(assistant: Assistant) -> None:
    """Courses are sought for the teacher, whatever the age of the class."""
    answer = assistant.answer("I teach 3rd grade in Gloucester, where can I get trained in Orton Gillingham")
    assert answer.understood.age is None
    assert "professional development" in answer.understood.services


@pytest.mark.parametrize(
    ("history", "question", "first"),
    [
        (["which towns does Pilgrim Area serve"], "do they have preschool", "Our documents list no early childhood"),
        (["which towns does Pilgrim Area serve", "do they have preschool"], "how much", "Parents pay nothing"),
        (
            ["I go to school at South Shore Collaborative and I hate it, can i leave"],
            "im 17",
            "Moving your child out of a collaborative",
        ),
        (["which collaborative is Hopedale in"], "class for a deaf 8 year old", "Programs for deaf or hard of hearing"),
        (
            ["my son goes to a CASE class in Concord", "they want to move him to another building"],
            "can they do that in the middle of the year",
            "The district may not change your child's placement without your written consent",
        ),
        (["we live in Natick"], "is it in ACCEPT", "Yes: Natick belongs to"),
        (
            ["what's the Northshore Academy"],
            "ages?",
            "Each program has its own ages or grades:\n\n- **Northshore Academy",
        ),
        (["we moved to Medfield"], "son has autism, 10", "Programs for autism, age 10 in or near Medfield"),
        (["do you have speech therapy", "for my 3 year old"], "Orange MA", "Speech therapy, age 3 in or near Orange"),
        (["looking for an autism program"], "in the Lowell area", "Special education programs for autism in or near"),
        (["they suspended him from the collaborative"], "he has an iep", "I am sorry, my documents do not hold the"),
        (["my son is 10", "he has autism"], "we're in Sharon", "Programs for autism, age 10 in or near Sharon"),
        (["my son goes to LABBB"], "can i visit", "You have the right to observe any program"),
        (
            ["does Shore take toddlers", "what's the youngest"],
            "and the oldest",
            "Shore Educational Collaborative's day",
        ),
        (["what is an IEE"], "who pays", "If you disagree with the district's evaluation"),
        (["tell me about Keystone"], "and CAPS", "CAPS is a special education collaborative"),
        (
            ["does ACCEPT have something for middle schoolers with learning disabilities", "and CASE?"],
            "which is nearer to Sudbury",
            "From Sudbury, by their offices, nearest first: **CASE",
        ),
        (
            ["which collaborative is Sandwich in", "my son is 6 with autism"],
            "who do i call",
            "The way in is your school",
        ),
    ],
)
def test_short_follow_ups(assistant: Assistant, history: list[str], question: str, first: str) -> None:
    """A short follow-up is answered for what it adds: a need, a price, an age, whom to turn to."""
    assert assistant.answer(question, history).text.startswith(first)
