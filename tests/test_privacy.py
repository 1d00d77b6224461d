"""Nothing that is typed is kept anywhere: no file, no log, no metric."""

import json
import logging
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import conversation
from assistant.engine import Assistant
from tests.conftest import ROOT
from tests.fakes import FakeAssistant
from tests.visitors import ANSWER, SEEDS, seeded, visitor


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
