"""Questions for a section: after an answer, for what the documents do not have, and the parts of a message."""

import pytest

from assistant.draft import Draft
from assistant.engine import Assistant
from assistant.quoting import Found, say_source
from assistant.slips import respelt
from assistant.splitting import split_questions, unframed


@pytest.mark.parametrize(
    ("before", "question", "citation"),
    [
        ("How often does the board have to meet?", "what section is that in?", "M.G.L. c. 40, § 4E"),
        ("May the business manager also be the executive director?", "which regulation is that", "50.06(2)(d)"),
        ("When is the annual report due?", "where is that in the regs?", "50.08(1)"),
        ("What must the annual report contain?", "and the citation?", "50.08(1)(a)"),
    ],
)
def test_the_source_of_what_was_just_said(assistant: Assistant, before: str, question: str, citation: str) -> None:
    """A bare question for the source names the provision of the answer before."""
    first = assistant.answer(question, [before]).text.split("[1]")[0]
    assert first.startswith("It is in ")
    assert citation in first


@pytest.mark.parametrize(
    "question",
    [
        "Which section of 603 CMR 50 covers cell phones in class?",
        "Which regulation sets the minimum number of nurses per building?",
        "Where in 603 CMR 50 does it say how many students may ride in one van?",
    ],
)
def test_no_section_is_named_for_what_the_documents_lack(assistant: Assistant, question: str) -> None:
    """A merely similar provision is not said to be the place."""
    answer = assistant.answer(question)
    assert "It is in" not in answer.text
    assert answer.outcome in ("partial", "declined")


def test_the_glossary_is_no_citation(assistant: Assistant) -> None:
    """A definition in our own words is said to have no official citation, and the nearest provision is named."""
    hits = assistant.search.search(assistant.search.query("What cumulative credit means"), 8)
    found = [Found(assistant.corpus.passages[hit.position], hit) for hit in hits]
    assert found[0].passage.citations == ()
    draft = Draft()
    named = say_source(draft, "cite for the meaning of cumulative credit", found)
    assert "no official citation" in draft.paragraphs[0]
    assert "603 CMR 50." in "".join(named.citations)


def test_the_last_turn_is_the_topic(assistant: Assistant) -> None:
    """'that' is what was spoken of last."""
    history = ["How much surplus may a collaborative keep?", "What if we put some of it in a capital reserve instead?"]
    assert "two-thirds" in assistant.answer("who votes on that?", history).text


def test_a_further_clause_is_no_small_talk(assistant: Assistant) -> None:
    """'what can I do' after a complaint is not answered by a greeting."""
    text = assistant.answer("My son was moved to another class without a meeting, what can I do, is it legal?").text
    assert "Hello" not in text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Does chapter 30B apply when we buy supplies? what are the thresholds", "$10,000 to $50,000"),
        ("Can we set money aside for a building, what is the vote?", "two-thirds"),
    ],
)
def test_a_bare_clause_leans_on_the_one_before(assistant: Assistant, question: str, said: str) -> None:
    """'the thresholds' are those of what was spoken of before."""
    assert said in assistant.answer(question).text


def test_every_clause_is_a_question() -> None:
    """Clauses with 'each', 'every' and 'whether' are parts; words that only announce them, and conditions, are not."""
    asked, _ = split_questions(unframed("Two things: who signs bills, does every town get a copy of the audit?"))
    assert asked == ["who signs bills", "does every town get a copy of the audit"]
    asked, _ = split_questions("Who may borrow under c. 40 s. 4E? And who signs?")
    assert asked[0] == "Who may borrow under c. 40 s. 4E"
    asked, _ = split_questions("whether districts vote, whether members are paid, and whether they meet in June")
    assert asked == ["whether districts vote", "whether members are paid", "whether they meet in June"]
    asked, said = split_questions("When a collaborative closes, what are the steps, who keeps the records?")
    assert asked == ["what are the steps", "who keeps the records"]
    assert said == ["When a collaborative closes"]


def test_the_state_cut_short_ends_no_sentence() -> None:
    """'Mass.' within a sentence is the state."""
    assert respelt("Which Mass. towns belong to it?") == "Which Massachusetts towns belong to it?"
    assert respelt("I live in Mass. Does it rain?") == "I live in Mass. Does it rain?"
