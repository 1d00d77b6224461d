"""The second question of a message is answered in the light of the passage that the first one was answered with."""

import pytest

from assistant.engine import Assistant


@pytest.mark.parametrize(
    ("message", "first", "second"),
    [
        (
            "how often does the state come and look us over? who can read what they write",
            "reg-50-09-1-six-year-review",
            "directors-reporting-review-reports-public",
        ),
        (
            "do parents get a seat in running the collaborative? would it be paid?",
            "families-parents-on-a-collaborative-board",
            "statute-c-c-board-no-pay",
        ),
        (
            "can i just say no to it without saying why? could they treat my kid bad for it?",
            "families-a-reason-for-rejecting",
            "families-fear-of-payback",
        ),
        (
            "what goes in the annual report and does the board have to vote",
            "reg-50-08-1-a-annual-report-programs",
            "reg-50-08-1-annual-report-duty-and-deadline",
        ),
    ],
)
def test_it_is_answered_as_a_later_turn_would_be(assistant: Assistant, message: str, first: str, second: str) -> None:
    """Bare as it is, what was said before it tells what it is about."""
    answer = assistant.answer(message)
    cited = [c.passage_id for c in answer.citations]
    assert first in cited
    assert second in cited
    assert "Our documents do not answer" not in answer.text


@pytest.mark.parametrize(
    ("message", "lost"),
    [
        ("when is the annual report due and what font should we use", "what font should we use"),
        ("can I visit a program before I agree? what should I wear", "what should I wear"),
    ],
)
def test_what_nothing_answers_is_named(assistant: Assistant, message: str, lost: str) -> None:
    """What was said before does not make an answer of a passage that is merely near."""
    answer = assistant.answer(message)
    assert answer.outcome == "partial"
    assert f"Our documents do not answer “{lost}”" in answer.text


def test_what_was_told_already_is_not_told_again(assistant: Assistant) -> None:
    """The passage that answers both halves is said once, and neither half is called unanswered."""
    answer = assistant.answer(
        "the collab wants to raise tuition halfway through the year, can they do that and do we get any warning"
    )
    assert answer.outcome == "answered"
    assert [c.passage_id for c in answer.citations] == ["reg-50-07-7-budget-amendments-that-raise-charges"]
