"""Limits on how much may be asked: rates per address and in total, and a desk that serves only a few at once."""

import asyncio
import logging
import math
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, TypeVar

from limits import RateLimitItem, parse_many
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.problems import problem

T = TypeVar("T")
COUNTED = re.compile(r"/api/v1/.+|/gradio_api/queue/join/?|/readyz")
_log = logging.getLogger(__name__)


class Busy(Exception):
    """As many as may be are waiting already."""


class Desk:
    """Serves `at_once` questions at a time and lets `waiting` more wait; each has `seconds` from its arrival."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(at_once, "answer")
        self._room = at_once + waiting
        self._seconds = seconds
        self._inside: set[Future[Any]] = set()

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work in a thread. Raises Busy, or TimeoutError; work that is too slow keeps its seat until it ends."""
        if len(self._inside) >= self._room:
            raise Busy
        job = self._pool.submit(work)
        self._inside.add(job)
        job.add_done_callback(self._inside.discard)
        return await asyncio.wait_for(asyncio.wrap_future(job), self._seconds)


class Rate:
    """Answers with 429 when an address, or all of them together, ask more than the owner allows."""

    def __init__(self, app: ASGIApp, per_address: str, total: str, storage: str) -> None:
        self.app = app
        self._per_address: Sequence[RateLimitItem] = parse_many(per_address) if per_address else ()
        self._total: Sequence[RateLimitItem] = parse_many(total) if total else ()
        self._counter = SlidingWindowCounterRateLimiter(storage_from_string(storage))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a request and let it through, or say when to come back."""
        if scope["type"] != "http" or scope["method"] == "OPTIONS" or not COUNTED.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
        elif seconds := self._wait(("address", address(scope)), self._per_address):
            await _slower(f"You have asked a lot in a short time. Please ask again in {spell(seconds)}.", seconds)(
                scope, receive, send
            )
        elif seconds := self._wait(("total",), self._total):
            detail = f"The assistant has had very many questions. Please ask again in {spell(seconds)}."
            await _slower(detail, seconds)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _wait(self, who: tuple[str, ...], rates: Sequence[RateLimitItem]) -> int:
        """Seconds to wait; 0 when this request is within the rates, and then it is counted."""
        try:
            for item in rates:
                if not self._counter.test(item, *who):
                    reset = self._counter.get_window_stats(item, *who).reset_time
                    return max(1, math.ceil(reset - time.time()))
            for item in rates:
                self._counter.hit(item, *who)
        except Exception as fault:
            _log.error("rates could not be counted: %s", type(fault).__name__)
        return 0


def address(scope: Scope) -> str:
    """Whom a request counts for: the address, or the network of an IPv6 address (/64, which one household has)."""
    host = str((scope.get("client") or ("unknown", 0))[0])
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return str(ip_network((int(found) >> 64 << 64, 64)).network_address)
    return host


def spell(seconds: int) -> str:
    """'1 second', '40 seconds', '5 minutes', '3 hours'."""
    number, unit = seconds, "second"
    if seconds >= 7200:
        number, unit = math.ceil(seconds / 3600), "hour"
    elif seconds >= 120:
        number, unit = math.ceil(seconds / 60), "minute"
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _slower(detail: str, seconds: int) -> ASGIApp:
    """The answer 429 with when to come back."""
    return problem(429, "Too many questions", detail, {"Retry-After": str(seconds)})
