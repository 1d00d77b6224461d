"""Answers to repeated questions, kept in memory for a while so that they are made once."""

import hashlib
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from typing import Protocol

from cachetools import LRUCache

from assistant.answer import Answer
from assistant.asked import Removable
from corpus.loading import Corpus
from index.search import HybridSearch


class Dated(Protocol):
    """An assistant whose answers depend on the day."""

    @property
    def corpus(self) -> Corpus:
        """The documents that it answers from."""

    @property
    def search(self) -> HybridSearch:
        """The search over the passages."""

    @property
    def today(self) -> Callable[[], date]:
        """Tells the day."""

    def answer(self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = ()) -> Answer:
        """The answer to a question."""


class Remembered:
    """An assistant that gives the same answer to the same question on the same day without making it again.

    At most `size` answers are kept, those asked for least recently let go first. What was asked is not kept: the key is
    a hash with a salt of this process. A new index is a new assistant, and that starts empty. `lasting` says which
    answers may be kept: not one that was made while something failed.
    """

    def __init__(self, assistant: Dated, size: int, lasting: Callable[[Answer], bool] = lambda answer: True) -> None:
        self._assistant = assistant
        self._lasting = lasting
        self._answers: LRUCache[bytes, Answer] = LRUCache(size)
        self._lock = Lock()
        self._salt = secrets.token_bytes(16)

    @property
    def corpus(self) -> Corpus:
        """The documents that it answers from."""
        return self._assistant.corpus

    @property
    def search(self) -> HybridSearch:
        """The search over the passages."""
        return self._assistant.search

    def answer(self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = ()) -> Answer:
        """The answer to a question, kept or made now; `milliseconds` is the time that this call took."""
        started = time.perf_counter()
        key = self._key(question, history, without)
        with self._lock:
            kept = self._answers.get(key)
        if kept is not None:
            return kept.model_copy(update={"milliseconds": round((time.perf_counter() - started) * 1000, 1)})
        answer = self._assistant.answer(question, history, without)
        if self._lasting(answer):
            with self._lock:
                self._answers[key] = answer
        return answer

    def _key(self, question: str, history: Sequence[str], without: Sequence[Removable]) -> bytes:
        """A salted hash of what the answer depends on: the words, what came before, what is left out, and the day."""
        parts = repr((question, tuple(history), sorted(without), self._assistant.today()))
        return hashlib.blake2b(parts.encode("utf-8", "surrogatepass"), key=self._salt).digest()
