"""Answers as server-sent events."""

import json
import threading
import time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assistant.streaming import pieces
from tests.fakes import FakeAssistant
from tests.visitors import ANSWER, visitor

STREAM = {"Accept": "text/event-stream"}


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream with their JSON."""
    blocks = [dict(line.split(": ", 1) for line in block.split("\n")) for block in text.strip().split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks if "event" in block]


def test_a_stream_ends_with_the_answer_as_json_has_it() -> None:
    """Status first, then the text in pieces that add up, then the whole."""
    with visitor(rate_per_address="") as client:
        plain = client.post(ANSWER, json={"question": "Where is job training?"}).json()
        response = client.post(ANSWER, json={"question": "Where is job training?"}, headers=STREAM)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    told = events(response.text)
    assert told[0] == ("status", {"status": "searching"})
    assert "".join(data["text"] for name, data in told if name == "text") == plain["text"]
    assert [name for name, _ in told].count("text") > 3
    assert told[-1] == ("answer", plain | {"milliseconds": told[-1][1]["milliseconds"]})


@given(st.text())
def test_pieces_are_the_text(text: str) -> None:
    """Whatever it is."""
    assert "".join(pieces(text)) == text


def test_trouble_in_a_stream_is_an_event() -> None:
    """A fault, and an answer that takes too long: problem details, without the question."""

    class Slow(FakeAssistant):
        """Takes long."""

        def answer(self, question: str, *args: Any) -> Any:
            """As the fake, but late where it is asked to be."""
            time.sleep(0.4 if "slow" in question else 0)
            return super().answer(question, *args)

    with visitor(Slow(), answer_seconds=0.1) as client:
        for question, status in (("break Zebulon", 500), ("slow Zebulon", 503)):
            response = client.post(ANSWER, json={"question": question}, headers=STREAM)
            assert [name for name, _ in events(response.text)] == ["status", "problem"]
            assert events(response.text)[-1][1]["status"] == status
            assert "Zebulon" not in response.text


def test_a_stream_is_refused_like_any_answer() -> None:
    """A wrong request, and a full house: a status and problem details, no stream."""
    gate = threading.Event()

    class Closed(FakeAssistant):
        """Waits at the gate."""

        def answer(self, *args: Any) -> Any:
            """Late."""
            gate.wait(5)
            return super().answer(*args)

    with visitor(Closed(), at_once=1, waiting=0) as client:
        assert client.post(ANSWER, json={"question": 7}, headers=STREAM).status_code == 422
        first = threading.Thread(target=client.post, args=(ANSWER,), kwargs={"json": {"question": "x"}})
        first.start()
        time.sleep(0.2)
        refused = client.post(ANSWER, json={"question": "x"}, headers=STREAM)
        gate.set()
        first.join()
        assert refused.status_code == 503
        assert refused.headers["retry-after"] == "5"
