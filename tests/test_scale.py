"""More than one process, and more than one machine: a real Chroma server, a real Redis, processes that die."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from assistant.bench.processes import server
from assistant.engine import RESTING, Assistant, open_assistant
from assistant.server import create_app, run
from assistant.settings import Settings, SettingsError, load_settings
from corpus.loading import DOCUMENTS
from tests.fakes import FakeAssistant

ROOT = Path(__file__).parent.parent
RULE = "How often must the board of a collaborative meet?"
TOWNS = "Which towns are in SEEM?"
SLOW = """
import sys, time, uvicorn
from assistant import workers
from assistant.server import create_app
from tests.fakes import FakeAssistant, settings
class Slow(FakeAssistant):
    def answer(self, *asked):
        time.sleep(2)
        return super().answer(*asked)
chosen = settings().model_copy(update={"interface": False})
uvicorn.run(create_app(Slow(), chosen), port=int(sys.argv[1]), **workers.options(chosen))
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def process(*command: str, ready: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs until the end; it is ready when its address answers."""
    quiet = subprocess.DEVNULL
    program = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=quiet, stderr=quiet)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and program.poll() is None:
            with contextlib.suppress(OSError):
                host, port = ready.split(":")
                socket.create_connection((host, int(port)), 1).close()
                break
            time.sleep(0.1)
        assert program.poll() is None, f"{command[0]} has stopped"
        yield program
    finally:
        program.kill()
        program.wait(30)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, settings: Settings, assistant: Assistant) -> Settings:
    """Settings over very few documents, with the encoder that is there already."""
    folder = tmp_path_factory.mktemp("few")
    (folder / "documents" / "collaboratives").mkdir(parents=True)
    for name in ("calendar.yaml", "limits.yaml", "collaboratives/seem.yaml"):
        shutil.copy(DOCUMENTS / name, folder / "documents" / name)
    shutil.copytree(DOCUMENTS / "places", folder / "documents" / "places")
    shutil.copytree(settings.data / "encoder", folder / "data" / "encoder")
    return load_settings(data=folder / "data", documents=folder / "documents", interface=False, _env_file=None)


def ask(url: str, question: str) -> dict[str, Any]:
    """An answer over HTTP. Raises httpx's errors."""
    answered = httpx.post(f"{url}/api/v1/answer", json={"question": question}, timeout=30)
    answered.raise_for_status()
    found: dict[str, Any] = answered.json()
    return found


def test_replicas_over_a_chroma_server(few: Settings, tmp_path: Path) -> None:
    """One replica is killed while it is asked: the other answers. Chroma stops: answers go on, with a notice."""
    port = free_port()
    chroma = shutil.which("chroma", path=str(Path(sys.executable).parent))
    assert chroma
    command = (chroma, "run", "--path", str(tmp_path), "--host", "127.0.0.1", "--port", str(port))
    given = {"interface": False, "chroma_url": f"http://127.0.0.1:{port}", "cache": 0}
    with process(*command, ready=f"127.0.0.1:{port}") as database:
        open_assistant(few.model_copy(update=given))
        with server(few, **given) as first, server(few, **given) as second:
            before = ask(first.url, TOWNS)
            assert before["text"] == ask(second.url, TOWNS)["text"]
            assert RESTING not in before["notices"]
            threading.Timer(0.3, os.kill, (first.pid, signal.SIGKILL)).start()
            deadline, urls, moved = time.monotonic() + 20, [first.url, second.url], 0
            while not moved and time.monotonic() < deadline:
                try:
                    ask(urls[0], TOWNS)
                except httpx.TransportError:
                    moved += 1
                    assert ask(urls[1], TOWNS)["text"] == before["text"]
            assert moved == 1
            database.kill()
            database.wait(30)
            for question in (TOWNS, "When is the annual report due?"):
                after = ask(second.url, question)
                assert after["outcome"] in ("answered", "partial")
                assert after["citations"]
                assert RESTING in after["notices"]


def test_rates_are_counted_together_in_redis(tmp_path: Path) -> None:
    """What one replica counted, the other knows; without Redis questions are answered all the same."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    pytest.importorskip("redis")
    port = free_port()
    given = {"rate_storage": f"redis://127.0.0.1:{port}", "rate_per_address": "3/minute", "interface": False}
    chosen = load_settings(**given, _env_file=None)
    command = (program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path))
    with process(*command, ready=f"127.0.0.1:{port}") as redis:
        replicas = [TestClient(create_app(FakeAssistant(), chosen)) for _ in range(2)]
        sent = {"question": "What is a collaborative?"}
        statuses = [replicas[turn % 2].post("/api/v1/answer", json=sent).status_code for turn in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        redis.kill()
        redis.wait(30)
        assert replicas[0].post("/api/v1/answer", json=sent).status_code == 200


def children(pid: int) -> list[int]:
    """The processes that a process started and that serve."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_several_workers_share_an_index(few: Settings) -> None:
    """Two processes answer on one address; one that is killed is missed by nobody for long."""
    with server(few, interface=False, workers=2) as running:
        assert ask(running.url, TOWNS)["outcome"] == "answered"
        workers = children(running.pid)
        assert len(workers) == 2
        os.kill(workers[0], signal.SIGKILL)
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and len(set(children(running.pid)) - {workers[0]}) < 2:
            time.sleep(0.2)
        assert len(set(children(running.pid)) - {workers[0]}) == 2
        assert ask(running.url, TOWNS)["outcome"] == "answered"


def test_the_page_is_served_by_one_process() -> None:
    """Gradio keeps a visitor in one process; the settings say so before anything is started."""
    with pytest.raises(SettingsError, match="ASSISTANT_INTERFACE=false"):
        run(load_settings(workers=2, port=free_port(), _env_file=None))


def test_what_is_being_answered_is_finished() -> None:
    """After SIGTERM the answer under way arrives, and then the process ends."""
    port = free_port()
    answers: list[httpx.Response] = []

    def asking() -> None:
        """One slow question."""
        answers.append(httpx.post(f"http://127.0.0.1:{port}/api/v1/answer", json={"question": RULE}, timeout=30))

    command = (sys.executable, "-c", SLOW, str(port))
    with process(*command, ready=f"127.0.0.1:{port}") as serving:
        asker = threading.Thread(target=asking)
        asker.start()
        time.sleep(0.7)
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(20) in (0, -signal.SIGTERM)
        asker.join(20)
    assert [answer.status_code for answer in answers] == [200]
    assert answers[0].json()["citations"]
