"""Answers to repeated questions are made once, and never mixed up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer
from assistant.engine import Assistant
from assistant.remembered import Remembered


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that an assistant really worked on."""
    asked: list[str] = []
    real = Assistant.answer

    def answer(self: Assistant, question: str, history: Sequence[str] = (), without: Sequence[str] = ()) -> Answer:
        asked.append(question)
        return real(self, question, history, without)  # type: ignore[arg-type]

    monkeypatch.setattr(Assistant, "answer", answer)
    return asked


def test_the_same_question_is_answered_once(assistant: Assistant, made: list[str]) -> None:
    """The second answer is the first one."""
    remembered = Remembered(assistant, 10)
    first, second = (remembered.answer("Who pays the tuition?") for _ in range(2))
    assert made == ["Who pays the tuition?"]
    assert first.text == second.text
    assert first.citations == second.citations


def test_what_an_answer_depends_on_is_kept_apart(assistant: Assistant, made: list[str]) -> None:
    """Earlier turns, parts taken out and the day make another answer."""
    remembered = Remembered(assistant, 10)
    remembered.answer("and for a preschooler?")
    remembered.answer("and for a preschooler?", ["autism classes near Lowell"])
    remembered.answer("and for a preschooler?", ["autism classes near Lowell"], ("age",))
    days = iter([date(2026, 1, 1), date(2026, 1, 2)])
    dated = Remembered(replace(assistant, today=lambda: next(days)), 10)
    keys = {dated._key("when is it due", (), ()) for _ in range(2)}
    assert len(made) == 3
    assert len(keys) == 2


def test_the_oldest_is_let_go_and_no_words_are_kept(assistant: Assistant, made: list[str]) -> None:
    """The number of answers is bounded; keys are hashes."""
    remembered = Remembered(assistant, 1)
    for question in ("Who pays the tuition?", "What is a collaborative?", "Who pays the tuition?"):
        remembered.answer(question)
    assert len(made) == 3
    assert all(b"tuition" not in key for key in remembered._answers)
