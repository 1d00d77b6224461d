"""Hostile input through every face, and crowds: no script, no trace, no crash, and the next visitor is served."""

import asyncio
import json
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import uvicorn
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant import render
from assistant.answer import Answer, Understood
from assistant.conversation import Turn
from assistant.engine import Assistant
from assistant.server import OPEN, create_app
from assistant.settings import load_settings
from tests.conftest import ROOT
from tests.fakes import FakeAssistant
from tests.markup import harmless
from tests.visitors import ANSWER, visitor

TRICKS = (
    "<script>alert(1)</script>", "<svg onload=alert(1)>", "<svg/onload=alert(1)//", "javascript:alert(1)",
    "[x](javascript:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD4=)", "![x](https://elsewhere.example/x.png)",
    "<img src=https://elsewhere.example/x onerror=alert(1)>", "<a href='//elsewhere.example'>x</a>", "\u202egnp.exe",
    "Lex\u200bing\u200dton\ufeff", "**<b>[x](<javascript:alert(1)>)</b>**", "[[[[[[1]](x)](y)]", "`<script>`", "<!--",
    "a" * 9_000, "((((((((((a+)+)+)+)+)+)+)+)+)+!" + "a" * 500, "(" * 2_000, "[" * 2_000, "*" * 2_000, "> " * 1_500,
    "9" * 1_000, "617-" * 500, "§" * 500, "c. 40, § " * 200, "and or " * 700, ", " * 2_000, "\x00\x01\x1b[2J",
    "' OR 1=1 --", "{{7*7}} ${7*7} %s %n {0.__class__}", "../../etc/passwd", "|a|\n|-|\n" + "|" * 900, "Is " * 600,
    "\u0645\u0631\u062d\u0628\u0627 " * 100, "e\u0301" * 900, "\ufdfa" * 300, "😀" * 500,
)  # fmt: skip
TRACES = ("Traceback", "line ", ".py", "Error:")


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    """A visitor of the real assistant without rates."""
    with visitor(assistant, rate_per_address="", rate_total="", interface=False) as client:
        yield client


@pytest.mark.parametrize("trick", TRICKS, ids=range(len(TRICKS)))
def test_a_trick_is_answered_like_a_question(client: TestClient, trick: str) -> None:
    """As question, history, search, filter and path: an answer or a refusal, in time; and harmless when shown."""
    answer = client.post(ANSWER, json={"question": trick[:2000], "history": [trick]})
    assert answer.status_code == 200
    shown = Answer.model_validate(answer.json())
    harmless(render.turn_html(Turn(1, trick, shown)))
    harmless(render.turn_html(Turn(1, trick, shown.model_copy(update={"text": trick, "notices": (trick,)}))))
    for path in ("search", "programs", "collaboratives", f"passages/{quote(trick[:50], safe='')}"):
        query: Any = (
            {"q": trick[:2000], "k": 3} if path == "search" else {"town": trick[:80]} if path == "programs" else {}
        )
        told = client.get(f"/api/v1/{path}", params=query)
        assert told.status_code in (200, 404, 422)
        assert told.status_code == 200 or not any(trace in told.text for trace in TRACES)


def test_tricks_on_the_command_line() -> None:
    """`assistant batch` answers each and stops at none; what is no JSON is told with its line."""
    lines = [json.dumps({"id": n, "question": trick}) for n, trick in enumerate(TRICKS)]
    sent = "\n".join(
        [*lines, "{", "[]", '{"question": 7}', "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")]
    )
    command = [sys.executable, "-m", "assistant.cli", "batch", "-"]
    done = subprocess.run(command, input=sent.encode(), capture_output=True, cwd=ROOT, check=True, timeout=200)
    told = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [one.get("id") for one in told[: len(TRICKS)]] == list(range(len(TRICKS)))
    assert all("outcome" in one for one in told[: len(TRICKS)])
    assert ["error" in one for one in told[len(TRICKS) :]] == [True] * 4
    assert b"Traceback" not in done.stdout + done.stderr


TEXT = st.text(st.characters(codec="utf-8"), max_size=80)
SIGNS = (
    "[1]", "[", "](", ")", "<", ">", "*", "|", "\n", "`", "https://", "&#x6a;", "javascript:", "data:", "\u202e",
    "617-555-0100", "# ", "- ", "![",
)  # fmt: skip
MARKDOWN = st.lists(TEXT | st.sampled_from(SIGNS))
VALUES = st.none() | st.booleans() | st.floats() | TEXT
JSON = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4))


@hypothesis_settings(max_examples=60, deadline=None)
@given(MARKDOWN.map("".join))
def test_no_text_escapes_its_place(text: str) -> None:
    """Whatever a question or an answer holds, the page has no script, no image and only safe links."""
    answer = Answer(
        outcome="answered", text=text, understood=Understood(intent="question", place=text), notices=(text,)
    )
    harmless(render.turn_html(Turn(1, text, answer), "questions"))


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_the_fence_lets_only_plain_paths_through(tail: str) -> None:
    """No open path has a way up, a second slash or a control character behind a fixed name."""
    for stem in ("/embed", "/widget.js", "/healthz", "/privacy", "/api/v1/answer", "/gradio_api/queue/join"):
        assert not OPEN.fullmatch(stem + tail) or tail in ("", ".css", ".js", "/")


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_answered(body: bytes) -> None:
    """Bytes and JSON of any shape: a refusal that repeats nothing and shows no trace."""
    with visitor(rate_per_address="", interface=False) as client:
        for path in (ANSWER, "/api/v1/feedback"):
            told = client.post(path, content=body, headers={"Content-Type": "application/json"})
            assert told.status_code in (400, 422)
            assert told.headers["content-type"] == "application/problem+json"
            assert not any(trace in told.text for trace in TRACES[:1])


# -- crowds and slow visitors --------------------------------------------------------------------------------------


class Steady(FakeAssistant):
    """Takes a while over each answer."""

    def answer(self, question: str, *args: Any) -> Any:
        """As the fake, a little late."""
        time.sleep(0.05)
        return super().answer(question, *args)


@pytest.fixture
def running() -> Iterator[int]:
    """The port of a running server that answers two at once and lets twenty wait."""
    chosen = load_settings(_env_file=None, rate_per_address="", rate_total="", interface=False, at_once=2, waiting=20)
    door = socket.create_server(("127.0.0.1", 0), backlog=512)
    server = uvicorn.Server(uvicorn.Config(create_app(Steady(), chosen), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    yield door.getsockname()[1]
    server.should_exit = True
    thread.join(10)


def test_two_hundred_callers_at_once(running: int) -> None:
    """Some are served, the rest are told kindly when to come back, nobody is dropped, and the next one is served."""

    async def crowd() -> list[httpx.Response]:
        """All of them, each with a connection of its own; a third wants a stream."""
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{running}", timeout=60, limits=limits) as callers:
            accepts = [{"Accept": "text/event-stream"} if n % 3 == 0 else {} for n in range(200)]
            return await asyncio.gather(*(callers.post(ANSWER, json={"question": "board"}, headers=a) for a in accepts))

    answers = asyncio.run(crowd())
    statuses = Counter(answer.status_code for answer in answers)
    assert set(statuses) == {200, 503}
    assert statuses[200] >= 22
    for refused in (answer for answer in answers if answer.status_code == 503):
        assert refused.headers["retry-after"] == "5"
        assert "try again" in refused.json()["detail"]
    next_one = httpx.post(f"http://127.0.0.1:{running}{ANSWER}", json={"question": "board"}, timeout=30)
    assert next_one.json()["outcome"] == "answered"


def test_slow_visitors_hold_nobody_up(running: int) -> None:
    """Fifty that send half a request and wait; others are served meanwhile, and those who leave free their place."""
    slow = [socket.create_connection(("127.0.0.1", running)) for _ in range(50)]
    for one in slow:
        one.sendall(b'POST /api/v1/answer HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{"question')
    url = f"http://127.0.0.1:{running}{ANSWER}"
    assert httpx.post(url, json={"question": "board"}, timeout=20).status_code == 200
    for one in slow:
        one.close()
    assert httpx.post(url, json={"question": "board"}, timeout=20).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://elsewhere.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: \xff\xfe\r\nCookie: a\x01b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 100_000 + b"\r\n\r\n",
        b"POST /api/v1/answer HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /api/v1/answer HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
)
def test_tricks_with_paths_and_headers(running: int, sent: bytes) -> None:
    """Refused without a trace; nothing of another host or of the disk is given."""
    with socket.create_connection(("127.0.0.1", running), timeout=5) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        told = b""
        while part := line.recv(65536):
            told += part
    assert b"root:" not in told
    assert b"Traceback" not in told
    assert httpx.get(f"http://127.0.0.1:{running}/healthz", timeout=20).status_code == 200
