"""The page while the server starts: answers at once, a page that says so and opens by itself, and what if it fails."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.machinery import ModuleSpec

import httpx
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, expect

from assistant import server
from assistant.server import create_app, run, script_hashes
from assistant.settings import SettingsError
from tests.fakes import FakeAssistant, settings
from tests.websites import IN_BROWSER, STANDARDS

ASKED = {"question": "What is a collaborative?"}


@dataclass
class Site:
    """A running application whose page is loaded when `go` is set."""

    address: str
    go: threading.Event

    def get(self, path: str) -> httpx.Response:
        """What a visitor gets; a redirect is not followed."""
        return httpx.get(self.address + path, timeout=30)


@contextmanager
def running(monkeypatch: pytest.MonkeyPatch, load: Callable[..., FastAPI]) -> Iterator[Site]:
    """The application on a free port, its page held back."""
    go = threading.Event()

    def held(*args: object) -> FastAPI:
        """Load when told to."""
        assert go.wait(60)
        return load(*args)

    monkeypatch.setattr(server, "_page", held)
    door = socket.create_server(("127.0.0.1", 0))
    app = create_app(FakeAssistant(), settings(), page_later=True)
    serving = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    while not serving.started:
        time.sleep(0.05)
    yield Site(f"http://127.0.0.1:{door.getsockname()[1]}", go)
    go.set()
    serving.should_exit = True
    thread.join(20)
    assert not thread.is_alive()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The application with its real page, held back."""
    with running(monkeypatch, server._page) as running_site:
        yield running_site


def test_answers_come_before_the_page(site: Site) -> None:
    """API, health and chat page answer; the page says that it starts, under a policy; its files wait for it."""
    assert httpx.post(f"{site.address}/api/v1/answer", json=ASKED).json()["outcome"] == "answered"
    assert site.get("/readyz").status_code == site.get("/embed").status_code == 200
    page = site.get("/")
    assert (page.status_code, page.headers["retry-after"]) == (503, "5")
    assert "is starting" in page.text
    assert all(f"'{digest}'" in page.headers["content-security-policy"] for digest in script_hashes(page.text))
    files: list[httpx.Response] = []
    visitor = threading.Thread(target=lambda: files.append(site.get("/theme.css")))
    visitor.start()
    visitor.join(0.5)
    assert not files
    site.go.set()
    visitor.join(30)
    assert [file.status_code for file in files] == [200]
    page = site.get("/")
    assert page.status_code == 200
    assert "gradio" in page.text


def test_a_page_that_cannot_be_loaded_leads_to_the_small_one(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The fault is logged, answers go on, and nobody waits for ever."""

    def broken(*args: object) -> FastAPI:
        """Fail as a damaged installation does."""
        raise ImportError("no such module")

    with running(monkeypatch, broken) as site:
        site.go.set()
        assert site.get("/theme.css").headers["location"] == "/embed"
        assert site.get("/").headers["location"] == "/embed"
        assert httpx.post(f"{site.address}/api/v1/answer", json=ASKED).status_code == 200
    assert "the page cannot be shown" in caplog.text


def test_a_page_without_gradio_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would fail only later, so it is looked for before anything is opened."""

    def find(name: str) -> ModuleSpec | None:
        """Nothing is installed."""
        return None

    monkeypatch.setattr("importlib.util.find_spec", find)
    with pytest.raises(SettingsError, match="ASSISTANT_INTERFACE=false"):
        run(settings())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_opens_by_itself(site: Site, browser: Browser, scheme: str) -> None:
    """A visitor who comes early reads that it starts, and then has the question of the link answered."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site.address}/?q=May+a+board+member+be+treasurer%3F")
    expect(page.get_by_role("status")).to_contain_text("opens by itself")
    assert Axe().run(page, options=STANDARDS).response["violations"] == []
    site.go.set()
    expect(page.locator(".turn")).to_have_count(1, timeout=30_000)
    context.close()


for mark in IN_BROWSER:
    test_the_page_opens_by_itself = mark(test_the_page_opens_by_itself)
