"""Reads a stream in a thread of its own, so that a deadline holds even while nothing arrives."""

import time
from collections.abc import Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

from assistant.models.failures import ModelFailure

T = TypeVar("T")
_WAIT = 0.2


class _End:
    """The end of a stream, with the error that ended it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


def pumped(stream: Iterator[T], deadline: float) -> Iterator[T]:
    """The items of a stream as they come. Raises ModelFailure at the deadline (seconds of `time.monotonic`)."""
    items: Queue[T | _End] = Queue(maxsize=256)
    stop = Event()
    Thread(target=_work, args=(stream, items, stop), daemon=True, name="language-model").start()
    try:
        while True:
            try:
                item = items.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                raise ModelFailure("timeout") from None
            if isinstance(item, _End):
                if item.error:
                    raise item.error
                return
            yield item
            if time.monotonic() > deadline:
                raise ModelFailure("timeout")
    finally:
        stop.set()


def _work(stream: Iterator[T], items: Queue[T | _End], stop: Event) -> None:
    """Read until the end, an error, or until nobody listens any more."""
    end = _End()
    try:
        for item in stream:
            if not _put(items, item, stop):
                break
    except Exception as error:
        end = _End(error)
    _put(items, end, stop)


def _put(items: "Queue[T | _End]", item: "T | _End", stop: Event) -> bool:
    """Hand an item over; False when nobody listens any more."""
    while not stop.is_set():
        try:
            items.put(item, timeout=_WAIT)
            return True
        except Full:
            continue
    return False
