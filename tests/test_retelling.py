"""Later turns: a passage said before is told from the sentence asked for; what leans is read with what was said."""

import pytest

from assistant.confidence import declines, hedges
from assistant.engine import Assistant
from assistant.retelling import MORE, retold
from assistant.splitting import claims_asked, split_questions


@pytest.mark.parametrize(
    ("history", "question", "opening"),
    [
        (
            "Does mediation with the district cost us anything?",
            "how much time should I take off work for it",
            "A mediation session",
        ),
        (
            "the school wants to bill our insurance, do i have to sign",
            "will they cut his sessions if i say no",
            "If you say",
        ),
        (
            "a mother told me her boy was shut alone in a room. Is a school allowed to do that?",
            "and when did that start to apply",
            "The amended rules",
        ),
    ],
)
def test_the_sentence_that_is_asked_for_opens(assistant: Assistant, history: str, question: str, opening: str) -> None:
    """The others, which were said before, are left out or follow, and nothing is said twice."""
    answer = assistant.answer(question, [history])
    first, *rest = answer.text.split("\n\n")
    assert first.startswith(opening)
    assert all(first.removesuffix(" [1]") not in said for said in rest)


def test_what_has_an_order_is_told_in_it(assistant: Assistant) -> None:
    """Steps stay as they are, and so does a passage whose first sentence is nearest or that points to another one."""
    search = assistant.search
    steps = "The way in has three steps. First, ask for a meeting. Second, the Team decides. Last, you consent."
    assert retold(steps, "when do I consent", search) is None
    assert retold("One sentence alone.", "what is it", search) is None
    pointing = "The Department of Revenue sets the bond. A law of 2018 plainly points to that department."
    assert retold(pointing, "so not the education department", search) is None
    plain = "Mediation is a talk led by a neutral person. It costs nothing. A session lasts up to a day."
    told = retold(plain, "how long does a session last", search)
    assert told == ("A session lasts up to a day.", "Mediation is a talk led by a neutral person. It costs nothing.")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("does it stop in june", "**Horizons Program, Winchendon**: The year has 180 school days"),
        ("and when is it over for the year", "**Horizons Program, Winchendon**: The year has 180"),
    ],
)
def test_a_record_is_told_from_what_is_asked(assistant: Assistant, question: str, said: str) -> None:
    """A program that the turn before was on answers a detail, and its record stays at hand for the next turn."""
    history = ["We are in Winchendon. Someone mentioned a program called Horizons, what is it?"]
    answer = assistant.answer(question, history)
    assert answer.text.startswith(said)
    assert answer.text.split("\n\n")[1].startswith(MORE)
    assert [program.program_id for program in answer.programs] == ["caps-horizons"]
    assert (
        assistant.answer("do they have a nurse there", [*history, question]).citations[0].passage_id == "caps-horizons"
    )


@pytest.mark.parametrize(
    ("history", "question", "source"),
    [
        (
            "I'm fine with half of this IEP and not the other half. Is it all or nothing?",
            "Do the pieces I agreed to have to wait until the argument is settled?",
            "families-if-you-accept-only-part-of-an-iep",
        ),
        (
            "Can I make the school pay for someone outside to test her?",
            "Do I have to take somebody off the list they hand me?",
            "families-choosing-the-independent-evaluator",
        ),
    ],
)
def test_a_turn_that_is_far_from_all_passages_leans(
    assistant: Assistant, history: str, question: str, source: str
) -> None:
    """Though nothing in it points back."""
    answer = assistant.answer(question, [history])
    assert source in [c.passage_id for c in answer.citations]
    assert assistant.read(question, [history])[0].follow_up


def test_a_question_that_tells_much_does_not_lean(assistant: Assistant) -> None:
    """A new topic with a story of its own is not read with what was said before."""
    history = ["define cumulative surplus"]
    asked = assistant.read("We want office furniture for 18,000 dollars. Is one price from our dealer okay?", history)
    assert not asked[0].follow_up


def test_thresholds_after_a_turn() -> None:
    """A turn that leans on another is declined and hedged at lower probabilities, in the same order."""
    assert declines(0.2, leaning=False)
    assert not declines(0.2, leaning=True)
    assert hedges(0.45, leaning=False)
    assert not hedges(0.45, leaning=True)
    assert hedges(0.3, leaning=True)


def test_bare_questions_behind_a_story_are_one(assistant: Assistant) -> None:
    """They are answered by what the story is on, and none is said to be unanswered."""
    answer = assistant.answer(
        "I turned down the IEP and now there's a letter from some state appeals bureau. "
        "Am I in trouble, do I have to do something?"
    )
    assert answer.citations[0].passage_id == "families-the-letter-after-you-reject-an-iep"
    assert "do not answer" not in answer.text


def test_a_condition_is_no_question(assistant: Assistant) -> None:
    """'Once my son is there, ...' stands before the question."""
    questions, statements = split_questions("Once my son is at the collaborative, does our town keep tabs on him?")
    assert questions == ["does our town keep tabs on him"]
    assert statements == ["Once my son is at the collaborative"]
    answer = assistant.answer("Once my son is at the collaborative, does our town still have to keep tabs on him?")
    assert "do not answer" not in answer.text


def test_who_is_right_asks_for_what_was_told(assistant: Assistant) -> None:
    """The claims are the question."""
    told = ["One says SEEM and another says Shore."]
    assert claims_asked(["Who's right?"], told) == (told, [])
    assert claims_asked(["who pays?"], told) == (["who pays?"], told)
    answer = assistant.answer("I'm in Saugus and one mom says we belong to SEEM and another says Shore. Who's right?")
    assert [c.passage_id for c in answer.citations[:2]] == ["seem-members", "shore-members"]
