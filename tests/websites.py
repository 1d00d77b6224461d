"""Other websites for the tests: one that may show the assistant, one that may not; and a visitor's open page."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Page, expect

from assistant.server import create_app
from tests.fakes import FakeAssistant, settings

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
IN_BROWSER = [
    pytest.mark.flaky(reruns=2),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (looked for chromium and google-chrome)"),
    pytest.mark.filterwarnings("ignore::Warning:gradio.*"),
]
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WHERE = "Where near Lexington is there job training?"
RULE = "May a board member be treasurer?"
TITLE = "Ask us"
HOSTILE = """
* { box-sizing: content-box !important; letter-spacing: 4px; }
html { font-size: 62.5%; }
body { margin: 0; font-size: 16px; direction: rtl; color: #222; background: #fff; line-height: 3; }
body > :not(main), section, button, dialog, iframe {
  display: none !important; visibility: hidden !important; opacity: 0 !important; position: static !important;
  transform: scale(0.1) !important; pointer-events: none !important; color: red !important; z-index: -1 !important;
}
"""
HOST_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A district</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/host.css"><script src="{site}/widget.js" async data-title="Ask us" data-color="#ffcc00"
data-greeting="Welcome to our district." data-audience="parents" data-position="{position}"></script></head>
<body><main><h1>A district</h1><p>Words of a district.</p><p><a href="/other">Another page</a></p></main></body>"""


class HostPage(BaseHTTPRequestHandler):
    """Another website, with hostile style and a strict policy."""

    def __init__(self, site: list[str], *args: Any) -> None:
        self.site = site
        super().__init__(*args)

    def do_GET(self) -> None:
        """The style, or a page with the widget; `/frame` shows the chat page directly."""
        position = "left" if self.path == "/left" else "right"
        body, kind = HOST_PAGE.format(site=self.site[0], position=position), "text/html"
        if self.path == "/es":
            body = body.replace('data-title="Ask us"', 'data-language="es-US"').replace("data-greeting", "data-other")
        if self.path == "/host.css":
            body, kind = HOSTILE, "text/css"
        elif self.path == "/frame":
            body = f'<!doctype html><title>x</title><iframe src="{self.site[0]}/embed"></iframe>'
        self.send_response(200)
        self.send_header("Content-Type", kind)
        policy = "default-src 'none'; style-src 'self'; img-src data:; script-src {0}; frame-src {0}"
        self.send_header("Content-Security-Policy", policy.format(self.site[0]))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@dataclass
class Sites:
    """The assistant, a website that may show it, and one that may not."""

    assistant: FakeAssistant
    own: str
    allowed: str
    refused: str


@dataclass
class Visit:
    """An open page with what went wrong on it and what it asked for."""

    page: Page
    sites: Sites
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from the start."""
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def embed(self, path: str = "/embed") -> None:
        """Open the chat page on its own."""
        self.page.goto(self.sites.own + path)
        expect(self.page.locator("#starters button")).to_have_count(3)

    def ask(self, question: str) -> None:
        """Type a question into the chat page and wait for its answer."""
        turns = self.page.locator(".turn").count()
        self.page.fill("#question", question)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".turn")).to_have_count(turns + 1)
        expect(self.page.locator(".waiting")).to_have_count(0)

    def open_widget(self, path: str = "/") -> FrameLocator:
        """Open the widget on the allowed website."""
        self.page.goto(self.sites.allowed + path)
        self.page.get_by_role("button", name=TITLE).click()
        frame = self.page.frame_locator("iframe")
        expect(frame.locator("#greeting")).to_have_text("Welcome to our district.")
        return frame

    def check(self) -> None:
        """No axe violation, in the frame neither, and nothing wider than the screen."""
        for frame in self.page.frames:
            found = Axe().run(frame, options=STANDARDS).response
            assert found["passes"]
            assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found["violations"]] == []
            assert frame.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def serve(run: Callable[[], object]) -> None:
    """Run a server in the background."""
    threading.Thread(target=run, daemon=True).start()


def open_sites(**given: Any) -> Iterator[Sites]:
    """Three origins on free ports of this machine."""
    own: list[str] = []
    hosts = [ThreadingHTTPServer(("127.0.0.1", 0), partial(HostPage, own)) for _ in range(2)]
    allowed, refused = [f"http://127.0.0.1:{host.server_port}" for host in hosts]
    door = socket.create_server(("127.0.0.1", 0))
    own.append(f"http://127.0.0.1:{door.getsockname()[1]}")
    chosen = settings().model_copy(update={"allowed_origins": allowed, "rate_per_address": "", **given})
    assistant = FakeAssistant()
    server = uvicorn.Server(uvicorn.Config(create_app(assistant, chosen), log_level="error", access_log=False))
    serve(lambda: server.run(sockets=[door]))
    for host in hosts:
        serve(host.serve_forever)
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    yield Sites(assistant, own[0], allowed, refused)
    server.should_exit = server.force_exit = True
    for host in hosts:
        host.shutdown()
