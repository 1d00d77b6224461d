"""A web server on this machine that stands for the official sites, with all their faults."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """What a path answers. `cut` sends fewer bytes than promised, `drip` rests (seconds) between 20 bytes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    wait: float = 0.0
    cut: int | None = None
    drip: float = 0.0


@dataclass
class Site:
    """The server's pages by path, and every request it got with its headers and time (seconds)."""

    port: int
    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)
    most_at_once: int = 0

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def give(self, path: str, page: str | bytes, **more: Any) -> None:
        """Answer a path with a page; its ETag follows its content."""
        body = page.encode() if isinstance(page, str) else page
        headers = {"Content-Type": "text/html; charset=utf-8", "ETag": f'"{hash(body)}"'} | more.pop("headers", {})
        self.pages[path] = Reply(body, headers=headers, **more)

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [path for path, _, _ in self.asked]


class _Replies(BaseHTTPRequestHandler):
    """Answers from the pages of the site that the server carries."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        """Answer one request."""
        site = self.server.site
        with self.server.counted():
            site.asked.append((self.path, dict(self.headers), time.monotonic()))
            try:
                self._answer(site.pages.get(self.path, Reply(b"none", 404)))
            except OSError:
                self.close_connection = True

    def _answer(self, reply: Reply) -> None:
        """Send a reply with its faults."""
        time.sleep(reply.wait)
        etag = reply.headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.send_header("ETag", etag)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        """Send the body whole, cut, or in drips."""
        body = reply.body if reply.cut is None else reply.body[: reply.cut]
        step = 20 if reply.drip else max(1, len(body))
        for start in range(0, len(body), step):
            self.wfile.write(body[start : start + step])
            self.wfile.flush()
            time.sleep(reply.drip)
        if reply.cut is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """The server with its site; it counts the requests that are answered at once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Replies)
        self.site = Site(self.server_address[1])
        self._counting = threading.Lock()
        self._now = 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """One request more is answered meanwhile."""
        with self._counting:
            self._now += 1
            self.site.most_at_once = max(self.site.most_at_once, self._now)
        try:
            yield
        finally:
            with self._counting:
                self._now -= 1


@contextmanager
def serving() -> Iterator[Site]:
    """A site on a free port of this machine."""
    server = _Server()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
