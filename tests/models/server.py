"""An OpenAI-compatible server on this machine, for the tests: it answers by a script, or fails in a chosen way."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Literal

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.models.scripted import Script, faithful

Fault = Literal["", "hang", "401", "429", "500", "garbage", "html", "half", "endless", "slow", "nothing", "length"]


class ModelServer(ThreadingHTTPServer):
    """Replies to `/v1/chat/completions`; `requests` are the bodies that it received, `keys` their credentials."""

    daemon_threads = True

    def __init__(self, script: Script = faithful, fault: Fault = "", faults: int = 10**6) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.fault: Fault = fault
        self.faults = faults
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.stopped = Event()

    @property
    def url(self) -> str:
        """The base URL for clients."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def next_fault(self) -> Fault:
        """How this request fails: the first ones as set, later ones not at all."""
        self.faults -= 1
        return self.fault if self.faults >= 0 else ""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error."""


@contextmanager
def serving(script: Script = faithful, fault: Fault = "", faults: int = 10**6) -> Iterator[ModelServer]:
    """A server that runs until the end of the block."""
    server = ModelServer(script, fault, faults)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: ModelServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""

    def do_POST(self) -> None:
        """Read the request, then reply or fail."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        self.server.keys.append(self.headers.get("Authorization", ""))
        fault = self.server.next_fault()
        if fault == "hang":
            self.server.stopped.wait(30)
        elif fault.isdigit():
            self._send(int(fault), json.dumps({"error": {"message": f"no, {self.server.keys[-1]}", "type": "x"}}))
        elif fault == "garbage":
            self._send(200, '{"choices": [{"delta": ')
        elif fault == "html":
            self._send(200, "<html><body>Welcome to the proxy</body></html>", "text/html")
        elif body.get("stream"):
            self._stream(self._reply(body), fault)
        else:
            self._whole(self._reply(body))

    def _reply(self, body: dict[str, Any]) -> str:
        """What the script says to the messages."""
        kinds: dict[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage}
        return self.server.script([kinds[m["role"]](content=m["content"]) for m in body["messages"]])

    def _send(self, status: int, content: str, media_type: str = "application/json") -> None:
        """A response in one piece."""
        data = content.encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _whole(self, text: str) -> None:
        """The reply without streaming."""
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
        self._send(200, json.dumps(_object("chat.completion", [choice]) | {"usage": usage}))

    def _stream(self, text: str, fault: Fault) -> None:
        """The reply as server-sent events."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        pieces = [text[i : i + 40] for i in range(0, len(text), 40)]
        if fault == "half":
            pieces = pieces[: len(pieces) // 2]
        for piece in pieces if fault not in ("endless", "nothing") else ():
            self._event(_delta({"content": piece}))
        while fault == "endless" and not self.server.stopped.is_set():
            self._event(_delta({"content": "and so on " * 20}))
        while fault == "slow" and not self.server.stopped.is_set():
            self._event(_delta({"content": "."}))
            time.sleep(0.1)
        if fault != "half":
            self._event(_delta({}, "length" if fault == "length" else "stop"))
            usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
            self._event(_object("chat.completion.chunk", []) | {"usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def _event(self, data: dict[str, Any]) -> None:
        """One event."""
        self.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
        self.wfile.flush()


def _object(kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    """The frame of a reply."""
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": "local", "choices": choices}


def _delta(delta: dict[str, str], reason: str | None = None) -> dict[str, Any]:
    """A piece of a streamed reply."""
    return _object("chat.completion.chunk", [{"index": 0, "delta": delta, "finish_reason": reason}])
