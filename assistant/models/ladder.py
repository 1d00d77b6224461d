"""The failure ladder: budget, circuit breaker, deadline, caps and bounded retries around every call of the model."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pybreaker
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.messages.ai import add_usage
from langchain_core.prompts import ChatPromptTemplate

from assistant.models.budget import Budget, Reserved
from assistant.models.failures import ModelFailure, failure_of
from assistant.models.pump import pumped

RETRIES = 1
"""How often a call is made again after a passing failure before any text came."""
PAUSE = 0.3
"""Seconds before it is made again."""
FAILURES = 3
"""Failures in a row after which the model is left alone for REST seconds."""
REST = 60.0
_CHARACTERS = 3
"""Characters a token, at the least: the estimate before a call and where a server does not say."""
_LONGEST = 8
"""Characters a token, at the most: a longer stream ignores its cap."""
_TOO_LONG = frozenset({"length", "max_tokens"})
"""Reasons of an end before the end."""
_log = logging.getLogger(__name__)


@dataclass
class Usage:
    """What the calls of one answer used: calls, tokens read and written, and whether the numbers are estimates."""

    calls: int = 0
    read: int = 0
    written: int = 0
    estimated: bool = False


class Ladder:
    """A chat model that fails in known ways only: it streams text, or raises ModelFailure."""

    def __init__(self, model: BaseChatModel, budget: Budget, tokens: int) -> None:
        self._model = model
        self._budget = budget
        self._tokens = tokens
        self._breaker = pybreaker.CircuitBreaker(FAILURES, REST, exclude=[_ours], throw_new_error_on_trip=False)

    def stream(
        self, prompt: ChatPromptTemplate, values: dict[str, str], deadline: float, usage: Usage
    ) -> Iterator[str]:
        """The text of a reply as it comes; the chain is prompt | model. Raises ModelFailure.

        `deadline` is in seconds of `time.monotonic`; what was used is added to `usage`.
        """
        for attempt in range(RETRIES + 1):
            began = False
            try:
                with self._breaker.calling():
                    for text in self._attempt(prompt, values, deadline, usage):
                        began = True
                        yield text
                return
            except pybreaker.CircuitBreakerError:
                raise ModelFailure("resting") from None
            except ModelFailure as failure:
                self._note(failure)
                last = attempt == RETRIES or time.monotonic() + PAUSE > deadline
                if began or last or not failure.passing:
                    raise
                time.sleep(PAUSE)

    def _note(self, failure: ModelFailure) -> None:
        """Tell the kind of a failure; one that lasts opens the breaker at once."""
        _log.warning("the language model failed: %s", failure.kind)
        if failure.lasting:
            self._breaker.open()

    def _attempt(
        self, prompt: ChatPromptTemplate, values: dict[str, str], deadline: float, usage: Usage
    ) -> Iterator[str]:
        """One call: reserved, read with a deadline and a cap, settled."""
        read = sum(len(str(m.content)) for m in prompt.format_messages(**values)) // _CHARACTERS
        reserved = self._reserve(read)
        chunks: Iterator[Any] = iter(())
        meter = _Meter(read)
        try:
            chunks = (prompt | self._model).stream(values)
            for chunk in pumped(chunks, deadline):
                if text := meter.add(chunk):
                    yield text
                if meter.characters > self._tokens * _LONGEST:
                    raise ModelFailure("endless")
            if not meter.finished:
                raise ModelFailure("cut off")
        except Exception as error:
            raise failure_of(error) from None
        finally:
            self._budget.settle(reserved, *meter.used())
            meter.add_to(usage)

    def _reserve(self, read: int) -> Reserved:
        """Set the most that a call can use aside."""
        return self._budget.reserve(read, self._tokens)


class _Meter:
    """Reads the chunks of one reply: its text, its end, and what it used."""

    def __init__(self, read: int) -> None:
        self._read = read
        self._usage: Any = None
        self.characters = 0
        self.finished = False

    def add(self, chunk: object) -> str:
        """The text of a chunk. Raises ModelFailure when it is none."""
        if not isinstance(chunk, AIMessageChunk):
            raise ModelFailure("garbage")
        text = str(chunk.text)
        self.characters += len(text)
        self._usage = add_usage(self._usage, chunk.usage_metadata) if chunk.usage_metadata else self._usage
        reasons = [str(v) for k, v in chunk.response_metadata.items() if v and (k.endswith("reason") or k == "done")]
        self.finished = self.finished or bool(reasons)
        if _TOO_LONG.intersection(reason.lower() for reason in reasons):
            raise ModelFailure("cut off")
        return text

    def used(self) -> tuple[int, int]:
        """Tokens read and written, as the server says or as estimated."""
        if self._usage:
            return int(self._usage["input_tokens"]), int(self._usage["output_tokens"])
        return self._read, self.characters // _CHARACTERS

    def add_to(self, usage: Usage) -> None:
        """Add this call to what the answer used."""
        read, written = self.used()
        usage.calls += 1
        usage.read += read
        usage.written += written
        usage.estimated = usage.estimated or self._usage is None


def _ours(error: object) -> bool:
    """Whether a failure is not the model's: its budget is used up."""
    return isinstance(error, ModelFailure) and error.kind == "budget"
