"""Links, age and gaps of the corpus; the server asked is on this machine."""

import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant import health
from corpus.loading import DOCUMENTS, read_documents

CURATED = read_documents(DOCUMENTS)[0]


@pytest.fixture
def site() -> Iterator[tuple[str, list[str]]]:
    """A website with a good, a moved, a dead and a picky page, and the requests that it got."""
    asked: list[str] = []

    class Page(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            asked.append(f"{self.command} {self.path}")
            status = {"/good": 200, "/moved": 301, "/dead": 404, "/picky": 405 if self.command == "HEAD" else 200}
            self.send_response(status[self.path])
            self.send_header("Location", "http://elsewhere.example/new")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET = _answer

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_links(site: tuple[str, list[str]]) -> None:
    """HEAD first, GET where HEAD is refused; redirects are told and not followed."""
    home, asked = site
    found = {f"{home}/{page}": page for page in ("good", "moved", "dead", "picky")} | {"http://127.0.0.1:9/": "closed"}
    with health.link_client() as client:
        links = {link.where: link.fault for link in health.check_links(found, client, pause=0)}
    assert links == {
        "good": "",
        "moved": "it has moved to http://elsewhere.example/new",
        "dead": "the server answers 404",
        "picky": "",
        "closed": "it cannot be reached (ConnectError)",
    }
    assert asked == ["HEAD /good", "HEAD /moved", "HEAD /dead", "GET /dead", "HEAD /picky", "GET /picky"]


def test_addresses_are_those_of_the_corpus() -> None:
    """Every address is https and has the record that gives it."""
    found = health.addresses(CURATED)
    assert len(found) > 20
    assert all(url.startswith("https://") for url in found)


def test_what_is_old() -> None:
    """The oldest first; a year counts from its first day; a clock that was put back makes nothing old."""
    old = health.stale(CURATED.organizations, 365, date(2026, 11, 25))
    assert old
    assert [o.days for o in old] == sorted((o.days for o in old), reverse=True)
    assert health.earliest("2024") == date(2024, 1, 1)
    assert health.earliest("2024-05") == date(2024, 5, 1)
    assert health.stale(CURATED.organizations, 365, date(1970, 1, 1)) == []


def test_gaps() -> None:
    """A profile without telephone and members is named with what it lacks."""
    org = next(o for o in CURATED.organizations if o.slug == "seem")
    bare = org.model_copy(update={"telephone": None, "members": org.members.model_copy(update={"districts": ()})})
    assert health.gaps([bare])[0].startswith("seem: no telephone")
    assert "no member districts" in health.gaps([bare])[0]
    assert not any("no telephone" in line for line in health.gaps([org]) if org.telephone)
