"""The calendar tab, and the capitals of questions as they are shown."""

from dataclasses import replace
from datetime import date

import pytest

from assistant import deadlines
from assistant.agenda import Entry, entries
from assistant.capitals import as_question, capitalized, shortest_question
from assistant.escaping import safe
from tests.fakes import real_corpus
from tests.markup import HOSTILE, harmless

TODAY = date(2026, 11, 22)
DEADLINES = entries(real_corpus(), TODAY)


def test_the_calendar_has_every_deadline_and_fixed_dates_first() -> None:
    """Each entry once, dates in order, then duties by their occasion."""
    groups = deadlines.grouped(DEADLINES)
    assert list(groups) == [deadlines.FIXED, deadlines.RECURRING, deadlines.EVENT, deadlines.PAST]
    assert list(groups[deadlines.FIXED]) == ["2027-01-01", "2027-04-30", "2027-06-30", "2027-07-01"]
    assert len(groups[deadlines.RECURRING]["every year"]) > 1
    assert sum(len(same) for section in groups.values() for same in section.values()) == len(DEADLINES)


def test_a_deadline_has_date_who_duty_and_source() -> None:
    """All escaped, with the official page and the file for calendars."""
    html = deadlines.calendar_html(DEADLINES, TODAY)
    tags = harmless(html)
    assert tags.of("time", datetime="2027-01-01")
    assert 'January 1, 2027</time> <span class="away">in 40 days' in html
    first = DEADLINES[0]
    assert safe(first.due.duty) in html
    assert f"Who: {safe(first.due.who)}" in html
    assert f">{safe(first.passage.label)}</a>" in html
    assert "download" in tags.of("a", class_="download", href=deadlines.FILE)[0]


def test_a_deadline_that_nobody_confirmed_says_so() -> None:
    """And shows how old its source is."""
    sure = replace(DEADLINES[0], passage=replace(DEADLINES[0].passage, as_of="2024-05-31"))
    assert "Not confirmed" not in deadlines.calendar_html([sure], TODAY)
    assert "As of May 31, 2024" in deadlines.calendar_html([sure], TODAY)
    doubtful = replace(sure.passage, verified=False), replace(sure.passage, pin_confirmed=False)
    for unsure in (replace(sure, passage=passage) for passage in doubtful):
        assert '<span class="doubt">Not confirmed</span>' in deadlines.calendar_html([unsure], TODAY)


@pytest.mark.parametrize(("day", "said"), [(TODAY, "today"), (date(2026, 11, 23), "tomorrow")])
def test_how_far_a_day_is(day: date, said: str) -> None:
    """In words when it is near."""
    assert f">{said}</span>" in deadlines.calendar_html([replace(DEADLINES[0], next=day)], TODAY)


def test_a_hostile_deadline_is_harmless() -> None:
    """In duty, person, occasion and source."""
    due = DEADLINES[0].due.model_copy(update={"duty": HOSTILE, "who": HOSTILE, "when": HOSTILE})
    passage = replace(DEADLINES[0].passage, citation=HOSTILE, url="javascript:alert(1)")
    harmless(deadlines.calendar_html([Entry(due, passage, None), Entry(due, passage, TODAY)], TODAY))


# -- capitals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "shown"),
    [
        ("how do i get my daughter in", "How do I get my daughter in"),
        ("i'm not happy, what can i do", "I'm not happy, what can I do"),
        ("what is an iep", "What is an IEP"),
        ("are ieps read by dese or by moec's board", "Are IEPs read by DESE or by MOEC's board"),
        ("how old is south shore educational collaborative", "How old is South Shore Educational Collaborative"),
        ("where is case collaborative", "Where is CASE Collaborative"),
        ("in that case, who reads it", "In that case, who reads it"),
        ("what does 603 cmr 50.04(2)(i) say", "What does 603 CMR 50.04(2)(i) say"),
        ("it is in it", "It is in it"),
        ("What is LABBB", "What is LABBB"),
    ],
)
def test_capitals(ask: str, shown: str) -> None:
    """'I', abbreviations and names get theirs; plain words and pins of provisions keep their letters."""
    assert capitalized(ask) == shown
    assert as_question(ask) == f"{shown}?"
    assert as_question(f"{ask}?") == f"{shown}?"


def test_a_question_for_a_button() -> None:
    """It is worded as a question and short; where none is, the first one is taken."""
    asks = ["our long story of a child and a school that goes on and on", "late bus", "who pays for the van to dese"]
    assert shortest_question(asks) == "Who pays for the van to DESE?"
    assert shortest_question(["late bus"]) == "Late bus?"
