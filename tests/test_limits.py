"""Limits: rates, whose address counts, the desk, slow answers; and the counts in the metrics."""

import asyncio
import threading
import time
from typing import Any

from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from assistant.rate import Busy, Desk, address, spell
from assistant.server import create_app
from assistant.settings import load_settings
from tests.fakes import FakeAssistant
from tests.visitors import ANSWER, SEEDS, visitor


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


def test_metrics_count_and_hold_no_content() -> None:
    """Valid Prometheus text; paths are a few known ones, whatever was asked for."""
    with visitor(rate_per_address="") as client:
        client.post(ANSWER, json={"question": f"May {SEEDS[0]} be on the board?"})
        client.get(f"/api/v1/passages/{SEEDS[1]}")
        client.get(f"/{SEEDS[2]}")
        text = client.get("/metrics").text
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert {"assistant_requests", "assistant_request_seconds", "assistant_answers"} <= set(families)
    paths = {sample.labels["path"] for sample in families["assistant_requests"].samples}
    assert {ANSWER, "/api/v1/passages", "other"} <= paths
    assert not any(seed in text for seed in SEEDS + tuple(name.split()[0] for name in SEEDS[:8]))
