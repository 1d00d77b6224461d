"""Acronyms are spelt out for the encoder, and only those that stand for something here."""

import pytest

from assistant.acronyms import spelt_out
from assistant.engine import Assistant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("can DESE close us down", "can the state close us down"),
        ("who evaluates the ED?", "who evaluates the executive director?"),
        ("our ed retires in june", "our executive director retires in june"),
        ("is special ed free", "is special ed free"),
        ("the ed team met", "the ed team met"),
        ("do paras need a license", "do aides need a license"),
    ],
)
def test_spelt_out(text: str, said: str) -> None:
    """'ED' alone is a person; 'special ed' is not."""
    assert spelt_out(text) == said


def test_a_question_with_an_acronym_finds_what_is_said_in_words(assistant: Assistant) -> None:
    """The state is DESE, in questions and in passages."""
    cited = [c.passage_id for c in assistant.answer("can DESE close us down").citations]
    assert cited[:1] == ["reg-50-10-3-suspension-and-revocation"]
