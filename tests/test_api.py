"""The API: records, search, errors, limits, origins; and that nothing of a question is kept anywhere."""

import asyncio
import json
import logging
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from assistant import conversation
from assistant.engine import Assistant
from assistant.rate import Busy, Desk, address, spell
from assistant.security import own_headers
from assistant.server import create_app
from assistant.settings import Settings, SettingsError, load_settings
from tests.conftest import ROOT
from tests.fakes import FakeAssistant, settings

SITE = "https://www.example.org"
ANSWER = "/api/v1/answer"
SEEDS = (
    "Zebulon Quackenbush", "Ottoline Featherstonehaugh", "Thaddeus Wimbledown", "Persephone Ogglethorpe",
    "Barnaby Crumplehorn", "Wilhelmina Snodgrass-Pike", "Cornelius Vandersloot", "Araminta Plunkettworth",
    "617-555-0147", "(413) 555-0188", "508.555.0122", "978 555 0163", "+1 781 555 0199", "774-555-0135",
    "SASID 1098237465", "student id 77120934", "LASID 0044918", "born 03/17/2014", "SSN 078-05-1120", "IEP no. 20931-Q",
)  # fmt: skip
assert len(SEEDS) == 20


def visitor(assistant: Any = None, **given: Any) -> TestClient:
    """A visitor of an application with some settings."""
    app = create_app(assistant or FakeAssistant(), load_settings(_env_file=None, **given))
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A visitor of the application with its default settings but no rates."""
    with visitor(rate_per_address="", rate_total="", allowed_origins=SITE) as client:
        yield client


# -- records -------------------------------------------------------------------------------------------------------


def test_collaboratives(client: TestClient) -> None:
    """All of today's, those of a region, those that no longer exist."""
    listed = client.get("/api/v1/collaboratives").json()["collaboratives"]
    assert len(listed) == 24
    assert {one["region"] for one in client.get("/api/v1/collaboratives?region=West").json()["collaboratives"]} == {
        "West"
    }
    gone = client.get("/api/v1/collaboratives?status=dissolved").json()["collaboratives"]
    assert {one["slug"] for one in gone} == {"charms", "edco"}


def test_every_collaborative_by_its_slug(client: TestClient) -> None:
    """With members and programs that add up to what the list says."""
    for one in client.get("/api/v1/collaboratives").json()["collaboratives"]:
        whole = client.get(f"/api/v1/collaboratives/{one['slug']}").json()
        assert whole["collaborative"] == one
        assert (len(whole["members"]), len(whole["programs"])) == (one["members"], one["programs"])


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"collaborative": "labbb"}, lambda p: p["slug"] == "labbb"),
        ({"category": "early childhood"}, lambda p: "early childhood" in p["categories"]),
        ({"population": "autism"}, lambda p: "autism" in p["populations"]),
        ({"town": "Lexington"}, lambda p: p["member"] or p["miles"] <= 25),
        ({"town": "02420", "age": 16}, lambda p: p["ages"]),
        ({"region": "West"}, lambda p: p["slug"]),
    ],
)
def test_programs_by_each_filter(client: TestClient, asked: dict[str, Any], holds: Callable[[Any], bool]) -> None:
    """Something is found, all of it fits, and it is less than everything."""
    found = client.get("/api/v1/programs", params=asked | {"limit": 200}).json()
    assert 0 < found["total"] < client.get("/api/v1/programs").json()["total"]
    assert all(holds(program) for program in found["programs"])


def test_programs_by_pages(client: TestClient) -> None:
    """Page after page gives each program once."""
    total, ids = client.get("/api/v1/programs").json()["total"], []
    for offset in range(0, total, 100):
        page = client.get("/api/v1/programs", params={"limit": 100, "offset": offset}).json()["programs"]
        ids += [program["program_id"] for program in page]
    assert len(ids) == len(set(ids)) == total


def test_every_cited_passage_can_be_fetched(client: TestClient) -> None:
    """By the id of its citation; its text holds the quote."""
    answer = client.post(ANSWER, json={"question": "May a board member be treasurer?"}).json()
    for citation in answer["citations"]:
        assert citation["quote"] in client.get(f"/api/v1/passages/{citation['passage_id']}").json()["text"]


def test_search(assistant: Assistant) -> None:
    """Passages best first, never those that only steer the assistant."""
    with visitor(assistant) as client:
        results = client.get("/api/v1/search", params={"q": "cumulative surplus 25 percent", "k": 5}).json()["results"]
        assert len(results) == 5
        assert "surplus" in results[0]["text"]
        assert [r["score"] for r in results] == sorted((r["score"] for r in results), reverse=True)
        assert all(r["kind"] != "limits" for r in results)
        hidden = next(p.id for p in assistant.corpus.passages if p.kind == "limits")
        assert client.get(f"/api/v1/passages/{hidden}").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/collaboratives/nowhere", 404),
        ("/api/v1/passages/nowhere", 404),
        ("/api/v1/nowhere", 404),
        ("/api/v1/answer", 405),
        ("/api/v1/collaboratives?region=Mars", 422),
        ("/api/v1/programs?collaborative=nowhere", 422),
        ("/api/v1/programs?town=Narnia", 422),
        ("/api/v1/programs?age=-1", 422),
        ("/api/v1/programs?limit=1000000", 422),
        ("/api/v1/programs?more=1", 422),
        ("/api/v1/passages/%2e%2e%2f%2e%2e", 404),
    ],
)
def test_errors_are_problem_details(client: TestClient, path: str, status: int) -> None:
    """With their media type, a title and the status, and without what was sent."""
    answer = client.get(path)
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]
    assert "Narnia" not in answer.text


def test_the_specification_is_kept(assistant: Assistant) -> None:
    """Every path of it is there, its examples work, and its errors are problem details."""
    with visitor(assistant, rate_per_address="") as client:
        paths = client.get("/api/openapi.json").json()["paths"]
        assert set(paths) == {
            ANSWER, "/api/v1/search", "/api/v1/collaboratives", "/api/v1/collaboratives/{slug}", "/api/v1/programs",
            "/api/v1/passages/{id}",
        }  # fmt: skip
        assert client.post(ANSWER, json={"question": "What is a collaborative?"}).status_code == 200
        for path, methods in paths.items():
            for method, described in methods.items():
                assert list(described["responses"]["422"]["content"]) == ["application/problem+json"]
                if method == "get":
                    values = {p["name"]: p["schema"].get("examples", [None])[0] for p in described["parameters"]}
                    query = {k: v for k, v in values.items() if v and f"{{{k}}}" not in path}
                    assert client.get(path.format_map(values), params=query).status_code == 200, path


# -- origins -------------------------------------------------------------------------------------------------------


def test_nobody_may_frame_or_call_by_default() -> None:
    """Without the setting the chat page is framed by none, and the loader refuses everywhere."""
    with visitor() as client:
        page = client.get("/embed")
        assert page.headers["content-security-policy"].endswith("frame-ancestors 'none'")
        assert page.headers["x-frame-options"] == "DENY"
        assert "ALLOWED = [];" in client.get("/widget.js").text
        assert (
            "access-control-allow-origin"
            not in client.post(ANSWER, json={"question": "x"}, headers={"Origin": SITE}).headers
        )


def test_one_list_says_who_may(client: TestClient) -> None:
    """Framing, calling, messages and the loader follow the same setting; other pages are framed by none."""
    page = client.get("/embed")
    assert page.headers["content-security-policy"].endswith(f"frame-ancestors {SITE}")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "x-frame-options" not in page.headers
    assert f'data-origins="[&quot;{SITE}&quot;]"' in page.text
    assert f'ALLOWED = ["{SITE}"];' in client.get("/widget.js").text
    for origin, allowed in ((SITE, SITE), ("https://other.example", None)):
        answer = client.post(ANSWER, json={"question": "x"}, headers={"Origin": origin})
        assert answer.headers.get("access-control-allow-origin") == allowed
    for path in ("/", "/widget.js", "/embed.js", ANSWER, "/healthz"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert own_headers(path, [SITE]).get("Content-Security-Policy") is None


@pytest.mark.parametrize(
    "wrong",
    ["*", "https://*.example.org", "http://example.org", "https://example.org/page", "https://a;script-src *", "null"],
)
def test_a_wrong_origin_is_refused_plainly(wrong: str) -> None:
    """One line that names the setting."""
    with pytest.raises(SettingsError, match="ASSISTANT_ALLOWED_ORIGINS"):
        load_settings(_env_file=None, allowed_origins=wrong)


def test_files_are_compressed_and_cached(client: TestClient) -> None:
    """Gzip where the browser can, 304 when it has the file."""
    first = client.get("/widget.js")
    assert first.headers["content-encoding"] == "gzip"
    assert client.get("/widget.js", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    plain = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == first.text


# -- limits --------------------------------------------------------------------------------------------------------


def test_an_address_that_asks_too_much() -> None:
    """429 with when to come back, kindly; pages and health checks are not counted."""
    with visitor(rate_per_address="3/hour") as client:
        assert [client.post(ANSWER, json={"question": "x"}).status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = client.get("/api/v1/collaboratives")
        assert refused.status_code == 429
        assert 0 < int(refused.headers["retry-after"]) <= 3600
        assert "Please ask again in" in refused.json()["detail"]
        assert client.get("/embed").status_code == client.get("/healthz").status_code == 200


def test_all_together_ask_too_much() -> None:
    """The total counts over all addresses, the page's own questions among them."""
    with visitor(rate_total="2/day", rate_per_address="") as client:
        client.post("/gradio_api/queue/join", json={})
        client.post(ANSWER, json={"question": "x"})
        assert client.post(ANSWER, json={"question": "x"}).status_code == 429
        assert client.post("/gradio_api/queue/join", json={}).status_code == 429


def test_the_address_comes_from_a_trusted_proxy_only() -> None:
    """Others cannot give themselves a new address with each request; a proxy's visitors are counted one by one."""
    sent = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(3)]
    for trusted, wanted in (("", [200, 429, 429]), ("10.0.0.0/8", [200, 429, 429]), ("192.0.2.1", [200, 200, 200])):
        app = create_app(
            FakeAssistant(), load_settings(_env_file=None, rate_per_address="1/hour", trusted_proxies=trusted)
        )
        with TestClient(app, client=("192.0.2.1", 1)) as client:
            assert [client.get("/api/v1/collaboratives", headers=h).status_code for h in sent] == wanted
    with TestClient(app, client=("192.0.2.1", 1)) as client:
        forged = [{"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.77"} for number in range(2)]
        assert [client.get("/api/v1/collaboratives", headers=h).status_code for h in forged] == [200, 429]


def test_an_ipv6_household_counts_as_one() -> None:
    """By its /64; an IPv4 address as it is."""
    assert address({"client": ("2001:db8:1:2:aaaa::1", 1)}) == address({"client": ("2001:db8:1:2:bbbb::9", 1)})
    assert address({"client": ("203.0.113.9", 1)}) == "203.0.113.9"
    assert address({"client": None}) == "unknown"


def test_times_are_spelled() -> None:
    """As people say them, never too short."""
    assert [spell(s) for s in (1, 40, 121, 7200)] == ["1 second", "40 seconds", "3 minutes", "2 hours"]


def test_a_desk_serves_a_few_at_once() -> None:
    """The rest wait, those beyond are sent away, and a slow one is given up while it keeps its seat."""
    gate, running = threading.Event(), []

    def slow() -> int:
        """Work until let go."""
        running.append(1)
        gate.wait(5)
        return 1

    async def crowd() -> list[Any]:
        """Four at a desk for one, with room for two more."""
        desk = Desk(at_once=1, waiting=2, seconds=0.3)
        results = await asyncio.gather(*(desk.run(slow) for _ in range(4)), return_exceptions=True)
        assert len(running) == 1
        gate.set()
        await asyncio.sleep(0.05)
        return [*results, await desk.run(slow)]

    kinds = [type(result) for result in asyncio.run(crowd())]
    assert kinds == [TimeoutError, TimeoutError, TimeoutError, Busy, int]


def test_a_slow_answer_is_given_up() -> None:
    """503 with when to come back; the next visitor is served."""

    class Slow(FakeAssistant):
        """Takes long over some questions."""

        def answer(self, question: str, *args: Any) -> Any:
            """As the fake, but late."""
            time.sleep(0.5 if "slow" in question else 0)
            return super().answer(question, *args)

    with visitor(Slow(), answer_seconds=0.2) as client:
        given_up = client.post(ANSWER, json={"question": "slow"})
        assert given_up.status_code == 503
        assert given_up.headers["retry-after"] == "5"
        assert client.post(ANSWER, json={"question": "fast"}).status_code == 200


def test_metrics_count_and_hold_no_content(client: TestClient) -> None:
    """Valid Prometheus text; paths are a few known ones, whatever was asked for."""
    client.post(ANSWER, json={"question": f"May {SEEDS[0]} be on the board?"})
    client.get(f"/api/v1/passages/{SEEDS[1]}")
    client.get(f"/{SEEDS[2]}")
    text = client.get("/metrics").text
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert {"assistant_requests", "assistant_request_seconds", "assistant_answers"} <= set(families)
    paths = {sample.labels["path"] for sample in families["assistant_requests"].samples}
    assert {ANSWER, "/api/v1/passages", "other"} <= paths
    assert not any(seed in text for seed in SEEDS + tuple(name.split()[0] for name in SEEDS[:8]))


# -- privacy -------------------------------------------------------------------------------------------------------


def seeded(seed: str) -> str:
    """A question as somebody might type it who does not heed the warning."""
    return f"My daughter {seed} is 9. Where near Lexington is there a program for her?"


def test_no_question_is_kept(assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Twenty names, numbers and ids through every face of a real server and the command line: none is in any file."""
    caplog.set_level(logging.INFO)
    with visitor(assistant, rate_per_address="") as client:
        through_the_faces(client.post, client.get)
    with visitor(FakeAssistant(), rate_per_address="") as client:
        client.post(ANSWER, json={"question": f"break {SEEDS[0]}"})
    for seed in SEEDS:
        conversation.ask(assistant, (), seeded(seed))
    with (tmp_path / "log").open("wb") as log:
        run_server(log, tmp_path)
        lines = "".join(json.dumps({"id": 1, "question": seeded(seed)}) + "\n" for seed in SEEDS)
        command = [sys.executable, "-m", "assistant.cli", "batch", "-"]
        subprocess.run(
            command,
            input=lines.encode(),
            stdout=subprocess.DEVNULL,
            stderr=log,
            env=environment(tmp_path),
            check=True,
            cwd=ROOT,
        )
    # httpx is the test's own browser: it logs the addresses that it calls.
    own = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpx"))
    (tmp_path / "caplog").write_text(own)
    assert kept_in(tmp_path) == []
    assert kept_in(ROOT / "data") == []


def through_the_faces(post: Callable[..., Any], get: Callable[..., Any]) -> None:
    """Each seed as a question, as history, in a search, in a link, as a path, and in requests that are wrong."""
    for seed in SEEDS:
        question = seeded(seed)
        post(ANSWER, json={"question": question})
        post(ANSWER, json={"question": "and there?", "history": [question]})
        post(ANSWER, json={"question": question, seed: 1})
        post("/gradio_api/queue/join", json={"data": [question], "fn_index": 0, "session_hash": "x"})
        post("/gradio_api/upload", json={"data": [question]})
        get("/api/v1/search", params={"q": question})
        get("/api/v1/programs", params={"town": seed})
        get("/api/v1/passages/" + seed)
        get("/embed", params={"q": question})
        get("/", params={"q": question})


def environment(folder: Path) -> dict[str, str]:
    """The environment of a process over the repository's index, with its temporary files in a folder of the test."""
    given = {"ASSISTANT_DATA": str(ROOT / "data"), "TMPDIR": str(folder), "HOME": str(folder)}
    return {**os.environ, **given, "HF_HUB_OFFLINE": "1", "PYTHONUNBUFFERED": "1"}


def run_server(log: Any, folder: Path) -> None:
    """Start `python app.py`, send everything through it, stop it; all it says goes to the log."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "app.py"], stdout=log, stderr=log, cwd=ROOT,
        env=environment(folder) | {"ASSISTANT_PORT": str(port), "ASSISTANT_RATE_PER_ADDRESS": ""},
    )  # fmt: skip
    try:
        with_server(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """A port of this machine that is free just now."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def with_server(site: str) -> None:
    """Wait for a server, then send everything to it."""
    import httpx

    until = time.monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(site + "/healthz", timeout=2)
            break
        except OSError:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.3)
    with httpx.Client(base_url=site, timeout=30) as browser:
        through_the_faces(browser.post, browser.get)
        assert browser.post(ANSWER, json={"question": seeded(SEEDS[0])}).status_code == 200


def kept_in(folder: Path) -> list[str]:
    """The files of a folder that hold a seed, in UTF-8 or UTF-16, or in part."""
    wanted = [form for seed in SEEDS for form in (seed.encode(), seed.encode("utf-16-le"), seed.lower().encode())]
    contents = ((path, path.read_bytes()) for path in folder.rglob("*") if path.is_file())
    return [path.name for path, content in contents if any(form in content for form in wanted)]


def test_the_search_for_seeds_would_find_them(tmp_path: Path) -> None:
    """The check itself works."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "log").write_text(f"x {SEEDS[9]} y")
    assert kept_in(tmp_path) == ["log"]


def test_settings_are_listed() -> None:
    """Every new setting says what it is for."""
    assert all(Settings.model_fields[name].description for name in ("allowed_origins", "rate_total", "trusted_proxies"))
    assert settings().origins == ()
