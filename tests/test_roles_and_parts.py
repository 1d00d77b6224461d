"""The office that an asker tells, limits for officials, own figures, and second halves that lean on the first."""

import pytest

from assistant.engine import Assistant
from assistant.premise import correction


@pytest.mark.parametrize(
    "question", ["I was just appointed treasurer. What's my job in a nutshell?", "New treasurer here. my duties?"]
)
def test_my_job(assistant: Assistant, question: str) -> None:
    """'My job' is that of the office that the message tells."""
    assert assistant.answer(question).citations[0].passage_id == "reg-treasurers-duties"


def test_my_town_in_a_question_on_a_seat(assistant: Assistant) -> None:
    """A conflict between town and collaborative is no question which collaborative the town is in."""
    asked = "I vote on the collaborative board. What if something is good for the collaborative but bad for my town?"
    assert assistant.answer(asked).citations[0].passage_id == "reg-50-04-2-b-representative-conflicting-interests"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("is any collaborative hiring a treasurer right now", "no job postings"),
        ("any openings for a business manager at a collaborative right now?", "no job postings"),
        ("Our former treasurer is suing us for firing her. Are we going to win?", "your collaborative's own counsel"),
        ("If I turn down the collaborative and go to a hearing, am I going to win?", "foresee who will win"),
    ],
)
def test_what_is_declined(assistant: Assistant, question: str, said: str) -> None:
    """Vacancies and the outcome of a dispute are not foretold, and both families and boards are told whom to ask."""
    answer = assistant.answer(question)
    assert answer.outcome == "declined"
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        (
            "Does a collaborative have to make public what its highest paid people earn?",
            "directors-reporting-pay-of-top-staff",
        ),
        ("Can our district place my son in a school in New Hampshire?", "families-out-of-state-and-unapproved-schools"),
        (
            "Since the district may choose the cheapest school, how can I argue for a better one?",
            "families-needs-come-first-not-cost",
        ),
        ("Is a collaborative subject to Chapter 30B", "reg-50-07-4-purchasing-under-c-30b"),
        ("Do we have to go out to bid when we lease a copier?", "directors-procurement-general-steps-by-price"),
    ],
)
def test_what_is_answered(assistant: Assistant, question: str, passage: str) -> None:
    """A cue of a limit, a state's name or a chapter's number does not keep the passage on it from answering."""
    assert assistant.answer(question).citations[0].passage_id == passage


def test_own_figures_are_no_claims() -> None:
    """What the asker has or buys is no rule that is taken for granted; a rule that is told still is set right."""
    limit = "Money above 25% may not be kept."
    assert correction("We closed the year with a surplus of about 30% of spending. What do we do?", limit) is None
    assert correction("Is a $3,000 copier a capital item?", "Capital costs $5,000 per unit.") is None
    assert correction("since the limit is 30%, what do we do?", limit) == "Our documents say 25%, not 30%."
    planning = "Special education lasts up to the 22nd birthday."
    assert correction("planning does not start until 16, right?", planning, claimed=True) is None


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        (
            "how many regions are the collaboratives split into, and who decides",
            "families-who-decides-where-your-child-goes",
        ),
        ("How much does mediation cost, and does the school have to show up?", "families-how-to-set-up-a-visit"),
        ("can i get someone else to test him at public expense and who pays", "families-who-pays-the-tuition"),
    ],
)
def test_a_bare_second_half(assistant: Assistant, question: str, unsaid: str) -> None:
    """It is on what the first half was answered with, and not on what its bare words are near by chance."""
    answer = assistant.answer(question)
    assert answer.outcome == "answered"
    assert unsaid not in [c.passage_id for c in answer.citations]


def test_words_that_the_corpus_lacks(assistant: Assistant) -> None:
    """A word of English is not taken for a slip of one that the documents have; a slip is mended."""
    correct = assistant.search.lexical.speller.correct_text
    assert (
        correct("tired of the funeral, a brain that loves to resolve")
        == "tired of the funeral, a brain that loves to resolve"
    )
    assert correct("the collaboritive evaluaton") == "the collaborative evaluation"


def test_who_pays_after_22(assistant: Assistant) -> None:
    """After a search for adults it is not the school district that pays; the program's record tells who does."""
    answer = assistant.answer("Who pays for it?", ["Does any collaborative near New Bedford serve adults over 22?"])
    assert [c.passage_id for c in answer.citations] == ["smec-adult-supports", "families-who-pays-for-adult-programs"]
