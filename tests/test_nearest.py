"""Which passage speaks first, and what counts as an answer to what was asked."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.agenda import day_of
from assistant.engine import Assistant
from assistant.expected import holds
from assistant.quoting import Found
from assistant.ranking import nearest_first


def _found(assistant: Assistant, best: float, score: float, at: int) -> Found:
    """A found passage with a cosine and a score of its own."""
    hit = assistant.search.search("who pays the tuition", at + 1)[at]
    return Found(assistant.corpus.passages[hit.position], replace(hit, best=best, score=score))


def test_what_is_far_nearer_and_nearly_as_good_goes_first(assistant: Assistant) -> None:
    """Shared words alone do not keep a passage before one that was asked for."""
    far, near = _found(assistant, 0.3, 1.0, 0), _found(assistant, 0.55, 0.95, 1)
    assert nearest_first([far, near])[0] is near
    weak, close = replace(near, hit=replace(near.hit, score=0.8)), replace(near, hit=replace(near.hit, best=0.45))
    assert nearest_first([far, weak])[0] is far
    assert nearest_first([far, close])[0] is far


def test_to_say_that_a_time_is_not_known_answers_how_long() -> None:
    """A passage that says so holds what is asked for as one with the time does."""
    assert holds("duration", "How long PRS takes for an answer is not in our documents.")
    assert not holds("duration", "How the board is chosen is not in our documents.")
    assert not holds("count", "How long PRS takes is not in our documents.")


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("its march 1. what is due before the end of the fiscal year", date(2027, 3, 1)),
        ("Today is December 3", date(2026, 12, 3)),
        ("what is due by march 1", date(2026, 11, 26)),
        ("it's march 99", date(2026, 11, 26)),
    ],
)
def test_the_day_that_an_asker_tells_is_counted_from(told: str, day: date) -> None:
    """A day that is not told, or that there is not, is today."""
    assert day_of(told, date(2026, 11, 26)) == day


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("what training do my new board members have to do and by when?", "directors-board-and-members-first-weeks"),
        ("do we have to pay for it if they send him to the collaborative??", "families-who-pays-the-tuition"),
        ("whats the phone number for CAPS collaborative and where is it", "caps-contact"),
    ],
)
def test_the_first_source(assistant: Assistant, question: str, source: str) -> None:
    """Neither the calendar, nor a neighbour with the same words, nor a note on sources comes first."""
    assert assistant.answer(question).citations[0].passage_id.startswith(source)


@pytest.mark.parametrize(
    "question", ["will DESE approve the amendment we sent in last week", "our bank balance in June"]
)
def test_what_only_the_state_or_the_bank_knows_is_declined(assistant: Assistant, question: str) -> None:
    """Rules near the question are no answer to it."""
    assert assistant.answer(question).outcome == "declined"


def test_a_further_part_is_not_taken_for_answered_without_its_words(assistant: Assistant) -> None:
    """What a report contains is not where it goes; what MOEC is tells whether it is the state's."""
    answer = assistant.answer("what has to be in the annual report, and does it go on the website?")
    assert "website" in answer.text
    told = assistant.answer("what is MOEC and is it part of the state")
    assert [citation.passage_id for citation in told.citations] == ["moec-what-moec-is"]


def test_the_rest_leans_on_what_was_asked_before_it(assistant: Assistant) -> None:
    """'Who decides what happens to the rest' after a surplus is on the surplus."""
    answer = assistant.answer("how much surplus can we keep and who decides what happens to the rest")
    assert answer.outcome == "answered"
    assert "child" not in answer.text
