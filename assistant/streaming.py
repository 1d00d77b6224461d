"""An answer as server-sent events: that it is being made, its verified text in pieces, then the whole answer."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from assistant.answer import Answer
from assistant.problems import Refusal

MEDIA_TYPE = "text/event-stream"
PING = 10.0
"""Seconds between signs of life while an answer is made, so that no proxy gives the connection up."""
_PIECE = re.compile(r"(?:\S+\s*){1,6}|\s+")


def pieces(text: str) -> list[str]:
    """A text in pieces of a few words, which put together are the text."""
    return _PIECE.findall(text)


async def streamed(making: Awaitable[Answer], done: Callable[[Answer], None]) -> StreamingResponse:
    """The answer being made as a stream; `done` is told of it. Raises Refusal when it is refused at once.

    Nothing unverified is sent: the text comes in pieces when the answer is whole. What goes wrong later is an event
    `problem` with problem details. A visitor who leaves ends the work.
    """
    job = asyncio.ensure_future(making)
    await asyncio.sleep(0)
    if job.done() and job.exception():
        job.result()
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(job, done), media_type=MEDIA_TYPE, headers=headers)


async def _events(job: asyncio.Future[Answer], done: Callable[[Answer], None]) -> AsyncIterator[bytes]:
    """The events of one answer."""
    try:
        yield _event("status", {"status": "searching"})
        while not (await asyncio.wait({job}, timeout=PING))[0]:
            yield KEEPALIVE_COMMENT
        answer = job.result()
        done(answer)
        for piece in pieces(answer.text):
            yield _event("text", {"text": piece})
        yield format_sse_event(event="answer", data_str=answer.model_dump_json())
    except Refusal as refusal:
        yield _event("problem", refusal.details())
    finally:
        job.cancel()


def _event(name: str, data: dict[str, Any]) -> bytes:
    """One event with JSON."""
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
