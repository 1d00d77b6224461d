"""The rules that hold for every request: headers, closed routes, sizes, errors; and the API."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar
from starlette.routing import BaseRoute, Mount
from starlette.testclient import TestClient

import app as application
from assistant.agenda import entries
from assistant.server import LARGEST_BODY, OPEN, create_app, dress_page, listen, script_hashes
from assistant.settings import SettingsError
from tests.fakes import FakeAssistant, settings

ASSISTANT = FakeAssistant()
APP = create_app(ASSISTANT, settings())
PAGES = {
    "/", "/healthz", "/readyz", "/page.css", "/page.js", "/calendar.ics", "/robots.txt", "/theme.css",
    "/api/openapi.json", "/embed", "/embed.css", "/embed.js", "/widget.js", "/metrics", "/privacy",
}  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A visitor of the whole application."""
    with TestClient(APP, raise_server_exceptions=False) as visitor:
        yield visitor


def paths(routes: list[BaseRoute]) -> Iterator[str]:
    """Every path that the running application knows, mounted ones included, with parameters filled in."""
    for route in routes:
        within = route if isinstance(route, Mount) else getattr(route, "original_router", None)
        if within is not None:
            yield from paths(within.routes)
        elif path := getattr(route, "path", ""):
            yield path.replace("{", "x").replace("}", "x").replace(":path", "")


def test_every_response_has_the_headers(client: TestClient) -> None:
    """The page, the API, an error and a closed path alike: no framing, no sniffing, no referrer, a policy."""
    for path in ("/", "/healthz", "/api/v1/answer", "/gradio_api/upload", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "camera=()" in headers["permissions-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_page_runs_only_its_own_scripts(client: TestClient) -> None:
    """The policy allows no inline script but those whose hashes it names, and no eval."""
    page = client.get("/")
    scripts = page.headers["content-security-policy"].split("script-src ")[1].split(";")[0]
    assert "unsafe" not in scripts
    assert all(f"'{digest}'" in scripts for digest in script_hashes(page.text))


def test_the_page_names_no_other_host(client: TestClient) -> None:
    """Gradio's tags for social networks, its manifest and its base are gone; ours are there."""
    page = client.get("/").text
    assert "githubusercontent" not in page
    assert "<base" not in page
    assert 'href="page.css"' in page
    assert dress_page('<head><meta property="og:title" content="Gradio" /></head>').count("Gradio") == 0


def test_only_named_routes_are_open(client: TestClient) -> None:
    """Every route of the running application is on the list of open ones, or answers 404."""
    everything = set(paths(APP.routes))
    assert any("upload" in path for path in everything)
    opened = {path for path in everything if OPEN.fullmatch(path)}
    for path in everything - opened:
        assert client.get(path).status_code == 404, path
        assert client.post(path, json={}).status_code == 404, path
    queue = {"/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/heartbeat/xsession_hashx"}
    records = {"collaboratives", "collaboratives/xslugx", "programs", "passages/xidx"}
    api = {"/api/v1/answer", "/api/v1/feedback", *(f"/api/v1/{name}" for name in records)}
    assert opened <= PAGES | queue | api | {"/assets/xpathx", "/static/xpathx"}


def test_every_route_has_its_policy(client: TestClient) -> None:
    """Open or closed, by any method: no framing, no sniffing, no reading by other origins, and no inline script."""
    for path in set(paths(APP.routes)) - {"/gradio_api/heartbeat/xsession_hashx", "/gradio_api/queue/data"}:
        for answer in (client.get(path), client.post(path, json={}), client.delete(path)):
            headers = answer.headers
            assert headers["x-frame-options"] == "DENY", path
            assert headers["x-content-type-options"] == "nosniff", path
            assert headers["referrer-policy"] == "no-referrer", path
            assert "access-control-allow-origin" not in headers, path
            shared = "cross-origin" if path == "/widget.js" else "same-origin"
            assert headers["cross-origin-resource-policy"] == shared, path
            policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
            assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'", path
            assert "unsafe" not in policy["script-src"], path


def test_files_outside_are_not_served(client: TestClient) -> None:
    """Neither through Gradio's file routes nor by climbing out of its assets."""
    for path in (
        "/gradio_api/file=/etc/passwd",
        "/file=/etc/passwd",
        "/static/../../app.py",
        "/assets/%2e%2e/%2e%2e/x",
    ):
        assert client.get(path).status_code in (403, 404), path


def test_no_other_origin_may_call(client: TestClient) -> None:
    """No header lets a foreign page read an answer, and a preflight is refused."""
    foreign = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    for path in ("/", "/api/v1/answer", "/gradio_api/queue/join"):
        answer = client.options(path, headers=foreign)
        assert answer.status_code >= 400
        assert "access-control-allow-origin" not in answer.headers
        assert "access-control-allow-origin" not in client.get(path, headers=foreign).headers


def test_large_bodies_are_refused(client: TestClient) -> None:
    """By their declared length, and when they come without one."""
    refused = client.post("/api/v1/answer", content=b"x" * (LARGEST_BODY + 1))
    assert refused.status_code == refused.json()["status"] == 413
    parts = (b"x" * 1024 for _ in range(LARGEST_BODY // 1024 + 1))
    assert client.post("/api/v1/answer", content=parts).status_code == 413


def test_an_answer_over_the_api(client: TestClient) -> None:
    """The keys are those of the design; history and parts to leave out go along."""
    sent: dict[str, Any] = {"question": "Where is job training?", "history": ["Hello board"], "without": ["place"]}
    answer = client.post("/api/v1/answer", json=sent).json()
    assert set(answer) == {
        "outcome", "text", "citations", "programs", "understood", "suggestions", "notices", "milliseconds",
    }  # fmt: skip
    assert answer["understood"]["place"] is None
    assert ASSISTANT.asked[-1] == ("Where is job training?", ("Hello board",), ("place",))


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"{",
        b"[]",
        b'{"question": 7}',
        b'{"question": "a", "more": 1}',
        b'{"question": "a", "without": ["all"]}',
        b'{"question": "' + b"a" * 10_001 + b'"}',
    ],
)
def test_a_wrong_request_is_explained(client: TestClient, sent: bytes) -> None:
    """Problem details that say what is wrong and do not repeat what was sent."""
    answer = client.post("/api/v1/answer", content=sent, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert "aaa" not in answer.text


def test_a_fault_shows_no_trace(client: TestClient) -> None:
    """A question on which the assistant fails gives 500 as problem details, without its text."""
    answer = client.post("/api/v1/answer", json={"question": "break Zebulon"})
    assert answer.status_code == 500
    assert answer.json()["title"] == "Internal Server Error"
    assert "Zebulon" not in answer.text


def test_the_calendar_is_a_file_for_calendar_programs(client: TestClient) -> None:
    """It parses and has every fixed date from today on."""
    answer = client.get("/calendar.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    dates = [event.start for event in Calendar.from_ical(answer.text).events]
    assert dates == [entry.next for entry in entries(ASSISTANT.corpus, date.today()) if entry.next]


def test_health(client: TestClient) -> None:
    """The process runs, and the index answers."""
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_taken_port_is_said_plainly() -> None:
    """One line that names the settings, and no trace."""
    chosen = settings()
    with listen(chosen.model_copy(update={"port": 0})) as door:
        taken = chosen.model_copy(update={"port": door.getsockname()[1]})
        with pytest.raises(SettingsError, match="ASSISTANT_PORT"):
            listen(taken)


def test_a_wrong_setting_is_said_plainly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`python app.py` ends with status 2 and names the setting."""
    monkeypatch.setenv("ASSISTANT_PORT", "many")
    assert application.main() == 2
    assert "ASSISTANT_PORT" in capsys.readouterr().err
