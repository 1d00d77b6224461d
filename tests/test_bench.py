"""The bench measures real processes, and a serving process stays light."""

import os
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from assistant.bench.commands import END, START, markdown_table, replaced, table
from assistant.bench.errors import BenchError
from assistant.bench.measure import Figure, machine
from assistant.bench.processes import environment, memory, run_python, server
from assistant.engine import Assistant
from assistant.settings import Settings

FIGURES = [Figure("cold start", "first answer", 3.21, "s", 4), Figure("memory", "peak", 512.3, "MB", 400)]
SERVING = """
import sys
from fastapi.testclient import TestClient
from assistant.engine import open_assistant
from assistant.server import create_app
from assistant.settings import load_settings
settings = load_settings()
client = TestClient(create_app(open_assistant(settings), settings))
answered = client.post("/api/v1/answer", json={"question": "Who pays the tuition?"})
print(answered.status_code, *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_serving_loads_neither_torch_nor_gradio(assistant: Assistant) -> None:
    """Building the index needs torch, answering does not; Gradio is loaded only for its page."""
    _, printed = run_python(SERVING, environment(assistant.settings, interface="false"))
    status, *modules = printed.split()
    assert status == "200"
    assert not {"torch", "transformers", "sentence_transformers", "gradio", "sklearn"} & set(modules)
    assert {"onnxruntime", "chromadb", "fastapi"} <= set(modules)


def test_a_server_without_the_page(assistant: Assistant) -> None:
    """It answers, leads visitors to the small chat page, and its memory and time can be read."""
    with server(assistant.settings, interface="false") as running:
        moved = httpx.get(f"{running.url}/")
        assert (moved.status_code, moved.headers["location"]) == (307, "/embed")
        assert httpx.get(f"{running.url}/embed").status_code == 200
        assert running.seconds > 0
        assert memory(running.pid, peak=True) >= memory(running.pid) > 50
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{running.url}/healthz")


def test_what_cannot_be_measured_says_why(settings: Settings, tmp_path: Path) -> None:
    """A process that fails is named by its last line; a file without marks is not touched."""
    with pytest.raises(BenchError, match="no such thing"):
        run_python("raise SystemExit('no such thing')", os.environ)
    with pytest.raises(BenchError, match=START):
        replaced("No marks here.", "table")
    broken = settings.model_copy(update={"documents": tmp_path, "data": tmp_path})
    with pytest.raises(BenchError, match="stopped before"), server(broken):
        pass


def test_the_table() -> None:
    """Each figure with its unit and bar, and whether it is kept."""
    console = Console(width=100, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
    console.print(table(FIGURES))
    shown = console.export_text()
    assert "3.2 s" in shown
    assert "met" in shown
    assert "missed" in shown
    assert f"{os.cpu_count()} cores" in machine()
    text = replaced(f"Before\n{START} stale {END}\nAfter", markdown_table(FIGURES))
    assert "| memory | peak | 512 MB | 400 | missed |" in text
    assert text.startswith("Before")
    assert "stale" not in text
