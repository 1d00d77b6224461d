"""What is asked of a collaborative that has closed, of MOEC by a pronoun, and of programs that were listed."""

import pytest

from assistant.engine import Assistant


def test_its_end_is_told_once(assistant: Assistant) -> None:
    """That it is gone, who took over, and where to turn; not its history, and nothing twice."""
    answer = assistant.answer("since edco is still taking kids in newton for the deaf program how do i apply")
    assert answer.text.startswith("EDCO Collaborative no longer exists")
    assert answer.text.count("CAPS") == 1
    assert "1969" not in answer.text
    assert "1969" in assistant.answer("what was EDCO").text


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("does edco owe us money", "edco-closing-costs"),
        ("where was edco's office", "edco-what-happened"),
    ],
)
def test_what_is_asked_of_a_closed_one(assistant: Assistant, question: str, cited: str) -> None:
    """Its own facts, or the rule where it has none; that it is gone is said before."""
    answer = assistant.answer(question, ["did EDCO close?"])
    assert "EDCO Collaborative no longer exists" in answer.text.split("\n\n")[0]
    assert cited in {c.passage_id for c in answer.citations}


@pytest.mark.parametrize("history", [[], ["did EDCO close?"]])
def test_the_records_of_a_closed_one(assistant: Assistant, history: list[str]) -> None:
    """Whom to ask for a former student's papers is told from its own passage."""
    answer = assistant.answer("who has the records of EDCO now", history)
    assert answer.citations[-1].passage_id == "edco-old-records"


@pytest.mark.parametrize(
    ("history", "turn"),
    [
        (["hi what exactly is MOEC", "can they get my son into a school"], "do they have a phone"),
        (["what is moec"], "whats their website"),
        (["whats MOEC"], "who runs it now and whats the phone number"),
    ],
)
def test_a_pronoun_for_moec(assistant: Assistant, history: list[str], turn: str) -> None:
    """How it is reached is MOEC's, whoever else its answer named."""
    answer = assistant.answer(turn, history)
    assert "moec-how-to-reach-moec" in {c.passage_id for c in answer.citations}
    assert "BSEA" not in answer.text


@pytest.mark.parametrize(
    ("history", "turn", "said"),
    [
        (["how does ctec in west springfield work"], "can a girl from longmeadow go?", "Yes: Longmeadow belongs to"),
        (["my son has down syndrome and is 19, we live in swansea"], "what do they do there all day", "LIFE Academy"),
        (["my son has down syndrome and is 19, we live in swansea"], "how many kids per teacher", "three students"),
        (["autism school near lynn"], "tell me more", "O'Grady"),
        (["what is a 45 day program"], "who runs those near lowell", "CREST 45-day assessment"),
        (
            ["compare south shore collaborative and north river"],
            "which one takes kids from weymouth",
            "Weymouth belongs to",
        ),
        (["where is SEEM", "which districts are in it"], "do outsiders pay more?", "more"),
    ],
)
def test_what_was_told_is_meant(assistant: Assistant, history: list[str], turn: str, said: str) -> None:
    """A program called by its letters, the first one of a list, those that offer something, one of two."""
    assert said in assistant.answer(turn, history).text


def test_older_ones_are_of_another_age(assistant: Assistant) -> None:
    """The age that was told does not hold for them."""
    history = ["does lynn have anything for a 12 yr old with emotional problems"]
    answer = assistant.answer("and is there one for older kids who want a job", history)
    assert "age 12" not in answer.text
    assert answer.programs


def test_two_towns_of_one_collaborative(assistant: Assistant) -> None:
    """It is told once, and what it has is asked of it."""
    history = ["i live in hull and my ex in quincy, which collaborative would that be"]
    told = assistant.answer(history[0])
    assert told.text.count("https://www.ssec.org") == 1
    assert len(told.programs) == 1
    theirs = assistant.answer("does it have something for autism", history)
    assert {program.slug for program in theirs.programs} == {"south-shore"}


def test_a_place_that_is_sought_by_any_word(assistant: Assistant) -> None:
    """'Anyplace on the cape' and 'the closest public program' look for programs."""
    cape = assistant.answer("is there anyplace on the cape for a kid with really big behaviors")
    assert cape.programs[0].program_id == "cape-cod-star"
    deaf = assistant.answer(
        "daughter is deaf, in 9th grade, we're in framingham. whats the closest public program for deaf highschoolers"
    )
    assert deaf.programs[0].program_id == "caps-deaf-high"


def test_one_sentence_is_not_picked_of_many_alike(assistant: Assistant) -> None:
    """Where several sentences have the kind of fact that is asked for, all are told."""
    history = ["our DESE program review visit is in march. when do we see the draft"]
    answer = assistant.answer("and how long do we get to fix factual mistakes?", history)
    assert "10 business days" in answer.text
