"""A conversation: its turns, and the plain functions that carry it on. The interface only connects them to buttons."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, get_args

from assistant.answer import Answer, Understood
from assistant.asked import Removable
from assistant.rate import Busy, Desk
from corpus.loading import Corpus

KEPT = 30
PARTS: tuple[Removable, ...] = get_args(Removable)
FAULT = (
    "Something went wrong on our side, and this question was not answered. Please ask it again, perhaps in other words."
)
BUSY = "Many people are asking just now, and this question was not answered. Please ask it again in a few seconds."
SLOW = "This answer took too long and was given up. Please ask again, perhaps in fewer words."
_LONGEST = 10_000
_log = logging.getLogger(__name__)


class Answering(Protocol):
    """What the faces need of the assistant; tests put in a double."""

    @property
    def corpus(self) -> Corpus:
        """The documents that it answers from."""

    def answer(self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = ()) -> Answer:
        """The answer to a question."""


@dataclass(frozen=True)
class Turn:
    """A question with its answer; `number` is unique in its conversation, `without` are the parts taken out."""

    number: int
    question: str
    answer: Answer
    without: tuple[Removable, ...] = ()


Turns = tuple[Turn, ...]


def ask(assistant: Answering, turns: Turns, question: object) -> Turns:
    """The conversation with one more turn; a blank question changes nothing. The oldest turns are let go."""
    question = question.strip()[:_LONGEST] if isinstance(question, str) else ""
    if not question:
        return turns
    answer = _answer(assistant, question, turns, ())
    number = turns[-1].number + 1 if turns else 1
    return (*turns, Turn(number, question, answer))[-KEPT:]


def toggle(assistant: Answering, turns: Turns, part: Removable) -> Turns:
    """The last question answered again, with a part of what was understood left out, or put back."""
    if not turns or part not in PARTS:
        return turns
    *before, last = turns
    kept = tuple(p for p in last.without if p != part)
    without = kept if part in last.without else (*kept, part)
    answer = _answer(assistant, last.question, tuple(before), without)
    return (*before, replace(last, answer=answer, without=without))


async def ask_at(desk: Desk, assistant: Answering, turns: Turns, question: object) -> Turns:
    """As `ask`, but at a desk; when it is full or too slow, the turn says so."""
    try:
        return await desk.run(partial(ask, assistant, turns, question))
    except (Busy, TimeoutError) as fault:
        return ask(_Saying(assistant.corpus, fault), turns, question)


async def toggle_at(desk: Desk, assistant: Answering, turns: Turns, part: Removable) -> Turns:
    """As `toggle`, but at a desk; when it is full or too slow, the turn says so."""
    try:
        return await desk.run(partial(toggle, assistant, turns, part))
    except (Busy, TimeoutError) as fault:
        return toggle(_Saying(assistant.corpus, fault), turns, part)


@dataclass(frozen=True)
class _Saying:
    """In place of the assistant: says to every question why it was not answered."""

    corpus: Corpus
    fault: Exception

    def answer(self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = ()) -> Answer:
        """Why there is no answer."""
        said = BUSY if isinstance(self.fault, Busy) else SLOW
        return Answer(outcome="declined", text=said, understood=Understood(intent="none"))


def _answer(assistant: Answering, question: str, before: Turns, without: tuple[Removable, ...]) -> Answer:
    """The assistant's answer; a fault becomes a plain message, and its kind (never the question) goes to the log."""
    try:
        return assistant.answer(question, tuple(turn.question for turn in before), without)
    except Exception as fault:
        _log.error("a question was not answered: %s", type(fault).__name__)
        return Answer(outcome="declined", text=FAULT, understood=Understood(intent="none"))
