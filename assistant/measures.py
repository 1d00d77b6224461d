"""Counts and latencies for Prometheus: what was called and how it went, never what was asked or by whom."""

import re
import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from assistant.models.generating import Generation

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
_KNOWN = re.compile(
    r"/api/v1/(?:answer|feedback|search|collaboratives|programs|passages)(?=/|$)|/api/openapi\.json$|/(?:embed|privacy|widget\.js|healthz|readyz)$"
    r"|/gradio_api/queue/join|/$"
)
_METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


class Measures:
    """The counters of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("method", "path")
        self.requests = Counter(
            "assistant_requests", "Requests by path and status.", (*labels, "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "assistant_request_seconds",
            "Time to the end of a response.",
            labels,
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.answers = Counter("assistant_answers", "API answers by outcome.", ("outcome",), registry=self._registry)
        self._made = Counter(
            "assistant_made",
            "Answers with a language model at hand, by how they were made and why.",
            ("made", "reason"),
            registry=self._registry,
        )
        self._removed = Counter(
            "assistant_removed", "What the check took out of replies.", ("what",), registry=self._registry
        )
        self._tokens = Counter(
            "assistant_model_tokens", "Tokens of the language model.", ("direction",), registry=self._registry
        )

    def generated(self, generation: "Generation") -> None:
        """Count an answer that was made with a language model at hand."""
        self._made.labels(generation.made, generation.reason or "none").inc()
        for what in ("keys", "dropped", "replaced"):
            self._removed.labels(what).inc(getattr(generation.removed, what))
        self._tokens.labels("read").inc(generation.usage.read)
        self._tokens.labels("written").inc(generation.usage.written)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self._registry)


class Meter:
    """Counts every request and how long it took."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self.app = app
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note its status and its time."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, started = 500, time.perf_counter()

        async def sending(message: Message) -> None:
            """Note the status."""
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            labels = (scope["method"] if scope["method"] in _METHODS else "other", known(scope["path"]))
            self._measures.requests.labels(*labels, str(status)).inc()
            self._measures.seconds.labels(*labels).observe(time.perf_counter() - started)


def known(path: str) -> str:
    """The path as a label: one of a few, whatever was asked for."""
    found = _KNOWN.match(path)
    return found[0] if found else "other"
