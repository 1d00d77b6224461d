"""What is due in a span: its dates alone, and duties without a date only for the whole year."""

from datetime import date

import pytest

from assistant.agenda import say_agenda
from assistant.draft import Draft
from tests.fakes import real_corpus

TODAY = date(2026, 11, 26)
UNDATED = "Each year, without a fixed date"


def _said(question: str) -> str:
    """What is said to be due."""
    draft = Draft()
    say_agenda(draft, real_corpus(), question, TODAY)
    return "\n".join(draft.paragraphs)


@pytest.mark.parametrize(
    "question", ["what must we do before december 31", "anything due in november", "due by march 1"]
)
def test_a_span_has_its_dates_only(question: str) -> None:
    """Duties without a date are not listed, and it is said that they are not."""
    text = _said(question)
    assert UNDATED not in text
    assert "are not in this list" in text


@pytest.mark.parametrize("question", ["what are our deadlines", "what is due every year before june 30"])
def test_the_year_has_duties_without_a_date_too(question: str) -> None:
    """The whole year has them."""
    assert UNDATED in _said(question)


def test_the_end_of_a_month_is_its_last_day() -> None:
    """'By the end of September' goes to the 30th, 'before September' to the first."""
    assert "to September 30, 2027" in _said("what must be filed by the end of september")
    assert "to September 1, 2027" in _said("what must be filed before september")
