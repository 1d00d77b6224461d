"""Provisions that are asked for by their number, and the calendar by a month, a season or a day."""

from datetime import date

import pytest

from assistant.agenda import say_agenda
from assistant.answer import Understood
from assistant.citations import asks_more, covered, find_citations, parent
from assistant.draft import Draft
from assistant.engine import Assistant
from assistant.evaluation.grounding import Grounding
from assistant.splitting import split_questions

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("citation", "named"),
    [
        ("603 CMR 50.07(9) or (10)", ["603 CMR 50.07(9)", "603 CMR 50.07(10)"]),
        ("603 CMR 50.08(1)(a)-(c)", ["603 CMR 50.08(1)(a)", "603 CMR 50.08(1)(b)", "603 CMR 50.08(1)(c)"]),
        ("603 CMR 50.03(4)(b)7-9", ["603 CMR 50.03(4)(b)7.", "603 CMR 50.03(4)(b)8.", "603 CMR 50.03(4)(b)9."]),
        ("603 CMR 50.03(4)(b)10.", []),
    ],
)
def test_a_citation_of_several_covers_each(citation: str, named: list[str]) -> None:
    """A range and an alternative name every provision in it."""
    assert covered(citation) == (citation, *named)


@pytest.mark.parametrize(
    ("question", "citation"),
    [
        ("what does 50.03(4)(b)8 say", "603 CMR 50.03(4)(b)8."),
        ("603 CMR 50.03(4)(b)5.d. text please", "603 CMR 50.03(4)(b)5.d."),
        ("is 50.08(1) 30 days", "603 CMR 50.08(1)"),
    ],
)
def test_numbered_items_are_read(question: str, citation: str) -> None:
    """An item's number right after a paragraph is part of the citation; another number is not."""
    assert find_citations(question) == (citation,)


def test_the_provision_above_an_item() -> None:
    """An item lies below its paragraph."""
    assert parent("603 CMR 50.03(4)(b)8.") == "603 CMR 50.03(4)(b)"
    assert parent("603 CMR 50.03(4)(b)5.d.") == "603 CMR 50.03(4)(b)5."


def test_a_letter_of_a_provision_opens_no_list() -> None:
    """'subsection (c)' stays whole."""
    question = "what does section 4E subsection (c) say"
    assert split_questions(question) == ([question], [])


def test_a_subject_after_about_is_asked_for() -> None:
    """One word is enough where it is named as the subject."""
    assert asks_more("what does 50.07 say about the treasurer")
    assert not asks_more("what is 603 CMR 50.07 about")


@pytest.mark.parametrize(
    ("question", "first", "never"),
    [
        ("what does 50.07 say about the treasurer", "reg-treasurers-duties", "reg-50-07-3"),
        ("what does 50.08(2) say", "reg-50-08-2-audit-duty-approval-and-deadline", "directors-"),
        ("what does 50.07(10) say", "reg-50-07-9-or-10-capital-reserve-creating-it", "directors-"),
        ("what is c. 40 s. 4E", "term-m-g-l-c-40", "def-"),
        ("what is 603 CMR 28.00", "term-603-cmr-28-00", "families-"),
        ("does 50.04(2)(c) say anything on the budget", "reg-50-04-2-c-4-information-budget-and-tuition", "reg-50-07"),
        ("what does section 4E subsection (c) say", "statute-c-c-board-makeup", "def-"),
        ("what does M.G.L. c. 40 § 4E(n) say", "statute-n-n-regional-liaison", "def-"),
        ("what does 603 CMR 50.02 define", "reg-50-02-how-definitions-apply", "term-"),
    ],
)
def test_what_a_provision_says(assistant: Assistant, question: str, first: str, never: str) -> None:
    """The passages that state the provision answer, without what only cites it too."""
    cited = [c.passage_id for c in assistant.answer(question).citations]
    assert cited[0] == first
    assert not any(id_.startswith(never) for id_ in cited)


def test_a_long_section_is_shown_by_its_parts(assistant: Assistant) -> None:
    """Of each paragraph the first passage is listed."""
    labels = [c.citation for c in assistant.answer("what does 603 CMR 50.07 say").citations]
    assert [label[:16] for label in labels if label] == [
        "603 CMR 50.07(2)",
        "603 CMR 50.07(1)",
        *(f"603 CMR 50.07({number})" for number in range(3, 10)),
    ]


@pytest.mark.parametrize(
    ("question", "said", "not_said"),
    [
        ("what is due in october", "no fixed date in October 2027", "2027**"),
        ("what is due in March", "**April 30, 2027**", "January 1"),
        ("what is due in January", "**January 1, 2027**", "April"),
        ("what is due next month", "no fixed date in December 2026", "April"),
        ("deadlines in the fall", "no fixed date from today", "April"),
        ("which deadlines come this summer", "**July 1, 2027**", "January"),
        ("what happens on April 30", "Fixed dates on April 30, 2027, counted", "Each year"),
        ("what is due in the next 60 days", "**January 1, 2027**", "April"),
        ("what is due before January", "**January 1, 2027**", "April"),
    ],
)
def test_the_calendar_of_a_span(assistant: Assistant, question: str, said: str, not_said: str) -> None:
    """A month, a season and a day are shown with what falls in them; an empty one with what comes after it."""
    draft = Draft()
    say_agenda(draft, assistant.corpus, question, TODAY)
    text = "\n".join(draft.paragraphs)
    assert said in text
    assert not_said not in text
    answer = draft.finish(Understood(intent="calendar"))
    assert Grounding(assistant.corpus).exceptions(answer, question) == []


@pytest.mark.parametrize(
    ("question", "duty", "never"),
    [
        ("Deadlines for the treasurer", "Give bond", "annual report"),
        ("what deadlines are there for new board members", "Within 60 days of first appointment", "Give bond"),
        ("deadlines of our school committee", "Appoint one representative", "Give bond"),
    ],
)
def test_the_deadlines_of_one_post(assistant: Assistant, question: str, duty: str, never: str) -> None:
    """Whose deadlines are asked for is told, with what has no date too."""
    text = assistant.answer(question).text
    assert duty in text
    assert never not in text


def test_a_provision_named_beside_the_subject(assistant: Assistant) -> None:
    """A waiver of 50.06 is answered by the paragraph on waivers."""
    answer = assistant.answer("how do I ask for a waiver of 50.06 and who decides")
    assert answer.citations[0].passage_id == "reg-50-12-1-waivers-who-and-on-what"


def test_a_provision_that_is_only_mentioned(assistant: Assistant) -> None:
    """A law that the documents do not hold is said to be mentioned; a chapter's mere number is searched."""
    answer = assistant.answer("what does c. 32B s. 20 say")
    assert answer.outcome == "partial"
    assert answer.text.startswith("Our documents do not hold M.G.L. c. 32B, § 20; they mention it:")
    assert "do not hold" not in assistant.answer("what is chapter 688").text


def test_what_is_lacking_is_not_added(assistant: Assistant) -> None:
    """The list of what the documents lack goes to who asks for it, and stands beside no other answer."""
    answer = assistant.answer("we ended the year 12% over our surplus limit, do we write checks to the towns?")
    assert "reg-not-read" not in {c.passage_id for c in answer.citations}
    lacking = assistant.answer("which parts of 603 CMR 50 are missing in your documents?")
    assert lacking.citations[0].passage_id in ("directors-not-known", "reg-not-read")
