"""Later turns that lean on a thing that was said, contractions without an apostrophe, and what is listed by service."""

import pytest

from assistant.engine import Assistant
from assistant.following import answered_before
from assistant.resolving import named_things
from assistant.slips import respelt


def first(assistant: Assistant, question: str, *history: str) -> str:
    """The id of the passage that an answer cites first."""
    return assistant.answer(question, history).citations[0].passage_id


@pytest.mark.parametrize(
    ("before", "question", "passage"),
    [
        ("Does our treasurer need to be bonded?", "who approves the form of it?", "reg-50-06-5-treasurer"),
        (
            "How do we set up a capital reserve?",
            "can we use it for payroll later?",
            "reg-50-07-9-or-10-capital-reserve-deposits-spending-changes",
        ),
        (
            "who do i call first if i think my kid needs a collaborative program",
            "what if they say no?",
            "families-asking-for-an-evaluation",
        ),
        (
            "Our treasurer quit. Who picks the new one?",
            "does that person need to be bonded",
            "statute-c-c-treasurer-bond",
        ),
        (
            "how do we get the town to send him to a private special school",
            "what does that cost us",
            "families-who-pays-the-tuition",
        ),
        ("What is the surplus cap?", "and if we go over it", "directors-budget-surplus-reserve-above-the-limit"),
        (
            "Can a school committee member be on the board",
            "can she send someone when sick",
            "directors-board-alternates",
        ),
        (
            "We need a short assessment placement near Stoneham for a student.",
            "How long can he stay there?",
            "seem-assessment-center",
        ),
    ],
)
def test_later_turns(assistant: Assistant, before: str, question: str, passage: str) -> None:
    """'It' is a thing and no office; what was said does not go before what is nearer to the turn."""
    assert first(assistant, question, before) == passage


def test_it_is_no_office() -> None:
    """An office is tried for 'they' and not for 'it'."""
    assert named_things("who appoints them", "does the treasurer sign") == ["who appoints the treasurer"]
    assert named_things("who approves the form of it", "does the treasurer sign") == []


def test_what_was_said_before(assistant: Assistant) -> None:
    """A later turn knows the passage that it comes after."""
    turn = assistant.read("what if they say no?", ["how do I ask the school to test my son"], ())[0]
    first = assistant.corpus.passages[answered_before(turn, assistant.search)[0]]
    assert first.id == "families-asking-for-an-evaluation"


def test_a_subject_that_is_changed(assistant: Assistant) -> None:
    """A message that says so leans on no turn before, and asks what the thing is that it names."""
    before = "A charity wants me on its board as well. Is that a problem?"
    question = 'Thanks. Totally unrelated, our finance person mentioned a "CB7". What on earth is that?'
    assert first(assistant, question, before) == "term-cb7"
    answer = assistant.answer("Switching topics: how long do I have to sign the IEP?", [before])
    assert answer.outcome == "answered"
    assert answer.text == assistant.answer("how long do I have to sign the IEP?").text


def test_where_a_child_would_go(assistant: Assistant) -> None:
    """Which of a town's two collaboratives a child would go to is not answered by naming them again."""
    answer = assistant.answer("So which of them would my kid go to?", ["Which collaborative does Maynard belong to?"])
    assert "assabet-valley-members" not in [c.passage_id for c in answer.citations]
    assert "Team decides" in answer.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("whats labbb have for autism", "what does labbb have for autism"),
        ("How's the bus work", "How does the bus work"),
        ("what's the board have to do", "what does the board have to do"),
        ("whats the cost of a program", "what is the cost of a program"),
        ("what's the deadline to do the training", "what's the deadline to do the training"),
        ("whats the number for help", "what is the number for help"),
        ("whats a good place to get help", "what is a good place to get help"),
    ],
)
def test_does_as_it_is_typed(typed: str, meant: str) -> None:
    """'Whats X have' asks what X has; 'whats the X' stays what is."""
    assert respelt(typed) == meant


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("whats avc in marlboro do for kids after hs graduation, like job skils", "assabet-valley-evolution"),
        ("whats smec do for adults", "smec-adult-supports"),
        ("My 19 year old isn't ready for a job. We live in Plymouth. Where could he go?", "pilgrim-gap"),
        ("Which collaboratives run their own special ed buses or vans?", "valley-transportation"),
        (
            "I run purchasing for a small school system. Is there a collaborative that does joint bids?",
            "tec-purchasing",
        ),
    ],
)
def test_what_is_listed(assistant: Assistant, question: str, program: str) -> None:
    """Programs are listed by service where that is asked for, and not a definition or a general rule."""
    assert program in [c.passage_id for c in assistant.answer(question).citations]


def test_getting_into_a_named_school(assistant: Assistant) -> None:
    """The passage on the way into a school that is named goes before the general one."""
    assert first(assistant, "How do kids get into TEC High School?") == "families-getting-into-tec-high-school"


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        (
            "My son just turned 18, lives in Swansea and has an intellectual disability. What is LIFE Academy?",
            "south-coast-life-academy",
        ),
        (
            "My daughter lives in Lawrence with anxiety and trauma, 4th grade. What is Essex Academy?",
            "crest-essex-lower",
        ),
        (
            "What happened to the Southern Berkshire Collaborative?",
            "moec-three-collaboratives-gone-between-2007-and-2014",
        ),
        (
            "We live in Chelmsford, my 9 year old has sensory problems. what does valley have for him?",
            "valley-elementary-sensory",
        ),
        ("Stoughton has always been a full member of North River, right?", "north-river-members-change"),
        (
            "Will my daughter ever see regular kids if she goes to a collaborative?",
            "families-classes-inside-ordinary-public-schools",
        ),
    ],
)
def test_what_is_told_beside_a_question(assistant: Assistant, question: str, passage: str) -> None:
    """A story or a premise before a question keeps neither a name in it nor a near passage from answering."""
    assert first(assistant, question) == passage


@pytest.mark.parametrize(
    "question",
    [
        "Is there an opening at TEC High School right now for a 10th grader?",
        "Does Northshore Academy have a spot open for a ninth grader right now?",
        "will my son ever talk",
    ],
)
def test_what_is_not_known(assistant: Assistant, question: str) -> None:
    """Places that are open today, and how a child will turn out, are not told, whatever school is named."""
    assert assistant.answer(question).outcome == "declined"


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        (
            "Our school committee voted to shut down the collaborative. What has to be filed with the state?",
            "reg-50-11-2-duties-in-every-termination",
        ),
        ("What do we need to do before taking out a mortgage?", "reg-50-07-8-borrowing-for-real-property"),
    ],
)
def test_what_tells_little(assistant: Assistant, question: str, passage: str) -> None:
    """A question of few words is read with its story, and what comes before a deed is no calendar."""
    assert first(assistant, question) == passage


def test_a_near_passage_before_a_limit(assistant: Assistant) -> None:
    """A later turn that a passage answers nearly as worded is not declined for another kind of number."""
    turn = assistant.answer("how many were there before?", ["How many educational collaboratives are left?"])
    assert turn.citations[0].passage_id == "moec-how-the-number-of-collaboratives-has-fallen"


def test_another_state_lasts(assistant: Assistant) -> None:
    """A later turn that leans on a question of another state is declined too, until Massachusetts is named."""
    told = "We're in New Hampshire, can our school district set up something like this?"
    leaning = assistant.answer("Could we join one of yours then?", [told])
    assert leaning.outcome == "declined"
    assert "Massachusetts only" in leaning.text
    here = assistant.answer("and in Massachusetts, who can join", [told])
    assert "school committees" in here.text
    assert "charter school" in here.text
