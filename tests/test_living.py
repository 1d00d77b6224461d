"""Staying up to date: changed documents are answered from without a failed answer, whatever happens meanwhile."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from assistant.bench.processes import environment, server
from assistant.engine import Assistant, open_assistant
from assistant.living import Living
from assistant.settings import Settings, load_settings
from assistant.syncing import Change, synced
from corpus.errors import CorpusError
from corpus.loading import DOCUMENTS
from index.build import build, clean
from index.encoder import BUILTIN, open_encoder
from index.errors import IndexFault
from index.opening import open_search
from index.versions import Store
from tests.conftest import ROOT, seed
from tests.fakes import HashEncoder
from tests.test_index import NOTES, Note

QUESTION = "how long are lost mittens kept in the blue box?"
# Builds one version after another until it is killed; each has one more text that must be encoded.
BUILDER = """
import sys
from pathlib import Path
from index.build import build
from index.versions import Store
from index.leases import building
from tests.fakes import HashEncoder
from tests.test_index import NOTES, Note
where = Store(Path(sys.argv[1]))
for number in range(10_000):
    with building(where.data):
        build(where, [*NOTES, Note("more", "More", f"There are {number} more.")], HashEncoder(), str(number))
    print(number, flush=True)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, settings: Settings, assistant: Assistant) -> Settings:
    """A little of the corpus and one own document, indexed once; tests work on copies of it."""
    home = tmp_path_factory.mktemp("built")
    for part in ("calendar.yaml", "limits.yaml", "mission.yaml", "collaboratives/seem.yaml"):
        (home / "documents" / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(DOCUMENTS / part, home / "documents" / part)
    shutil.copytree(DOCUMENTS / "places", home / "documents" / "places")
    seed(home / "data", settings)
    (home / "own").mkdir()
    write(home / "own", 30)
    made = load_settings(data=home / "data", documents=home / "documents", own_documents=home / "own", _env_file=None)
    synced(made, silent)
    clean(Store(made.data))
    return made


@pytest.fixture
def own(built: Settings, tmp_path: Path) -> Settings:
    """A copy of it for one test."""
    shutil.copytree(built.data.parent, tmp_path / "home")
    parts = {name: tmp_path / "home" / name for name in ("data", "documents")}
    return built.model_copy(update={**parts, "own_documents": tmp_path / "home" / "own"})


def write(folder: Path, days: int) -> None:
    """The own document, saying a number."""
    (folder / "mittens.md").write_text(f"# Lost mittens\n\nLost mittens are kept in the blue box for {days} days.\n")


def silent(text: str) -> None:
    """Say nothing."""


class Asking:
    """Asks without a pause, in threads of its own, and keeps every text and every fault."""

    def __init__(self, ask: Any) -> None:
        self.texts: list[str] = []
        self.faults: list[Exception] = []
        self._ask = ask
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(2)]

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self.texts.append(self._ask())
            except Exception as fault:
                self.faults.append(fault)

    def __enter__(self) -> "Asking":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()


def test_a_sync_tells_what_it_added_replaced_and_deleted(own: Settings) -> None:
    """By the contents of the passages; what did not change is not encoded."""
    assert own.own_documents is not None
    again = synced(own, silent)
    write(own.own_documents, 60)
    (own.own_documents / "keys.txt").write_text("Lost keys hang in the office.")
    changed = synced(own, silent)
    (own.own_documents / "keys.txt").unlink()
    less = synced(own, silent)
    assert (again, str(again)) == (Change(0, 0, 0, 0), "Nothing changed.")
    assert (changed.added, changed.deleted) == (2, 1)
    assert 0 < changed.encoded < 8
    assert less == Change(0, 0, 1, 0)


def test_no_answer_fails_while_the_documents_change(own: Settings) -> None:
    """Two threads ask all the time while three versions follow one another, built by this process."""
    assert own.own_documents is not None
    living = Living(own.model_copy(update={"cache": 0}))
    with Asking(lambda: living.answer(QUESTION).text) as asking:
        for days in range(31, 34):
            write(own.own_documents, days)
            synced(own, silent)
            assert living.look()
            assert f"{days} days" in living.answer(QUESTION).text
    assert asking.faults == []
    assert len(asking.texts) > 20
    assert all("days" in text for text in asking.texts)
    assert not living.look()


def test_kept_answers_go_with_their_version(own: Settings) -> None:
    """A repeated question is answered anew after the documents changed."""
    assert own.own_documents is not None
    living = Living(own)
    assert "30 days" in living.answer(QUESTION).text
    write(own.own_documents, 45)
    synced(own, silent)
    living.look()
    assert "45 days" in living.answer(QUESTION).text


def test_a_version_that_cannot_be_opened_is_not_used(own: Settings) -> None:
    """The one in use answers on; the next good one is taken."""
    assert own.own_documents is not None
    said: list[str] = []
    living = Living(own, said.append)
    write(own.own_documents, 50)
    synced(own, silent)
    manifest = Store(own.data).manifest()
    assert manifest is not None
    Store(own.data).documents(manifest).write_text("{")
    assert not living.look()
    assert "30 days" in living.answer(QUESTION).text
    assert said == ["The new index is not used: The index was made by another version of this program."]
    synced(own, silent)
    assert living.look()
    assert "50 days" in living.answer(QUESTION).text


def test_a_mistake_in_a_document_changes_nothing(own: Settings) -> None:
    """A sync refuses it and names it; what was good stays the current version."""
    synced(own, silent)
    before = Store(own.data).manifest()
    (own.documents / "calendar.yaml").write_text("kind: calendar\npassages: [\n")
    with pytest.raises(CorpusError, match=r"calendar\.yaml"):
        synced(own, silent)
    assert Store(own.data).manifest() == before
    assert "30 days" in open_assistant(own).answer(QUESTION).text


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no SIGHUP")
def test_a_server_changes_over_on_a_signal(own: Settings) -> None:
    """Over HTTP: every request is answered while a server syncs after SIGHUP, and then from the new text."""
    assert own.own_documents is not None
    limits = {"rate_per_address": "", "rate_total": "", "own_documents": own.own_documents, "interface": False}
    open_assistant(own)
    with server(own, **limits) as running, httpx.Client(base_url=running.url, timeout=30) as client:

        def ask() -> str:
            answered = client.post("/api/v1/answer", json={"question": QUESTION})
            answered.raise_for_status()
            return str(answered.json()["text"])

        with Asking(ask) as asking:
            write(own.own_documents, 75)
            os.kill(running.pid, signal.SIGHUP)
            until = time.monotonic() + 240
            while "75 days" not in ask() and time.monotonic() < until:
                time.sleep(0.1)
        assert "75 days" in ask()
        assert asking.faults == []
        assert all("days" in text for text in asking.texts)
        found = client.get("/api/v1/search", params={"q": "lost mittens", "k": 1}).json()["results"]
        assert "75 days" in found[0]["text"]


def test_two_processes_sync_at_once(own: Settings) -> None:
    """Both end well, and one version comes of it."""
    assert own.own_documents is not None
    synced(own, silent)
    write(own.own_documents, 90)
    given = environment(own, own_documents=own.own_documents)
    command = [sys.executable, "-m", "assistant.cli", "sync"]
    both = [subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = sorted(process.communicate(timeout=120)[0].strip() for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert any("1 passage(s) added" in text for text in told)
    assert len(list((own.data / "versions").iterdir())) <= 2
    assert "90 days" in open_assistant(own).answer(QUESTION).text


def test_killed_at_any_point(tmp_path: Path) -> None:
    """After each `kill -9` the current version is whole; the next build heals and clears away what was left."""
    where = Store(tmp_path, exact_up_to=0)
    given = {**os.environ, "PYTHONPATH": str(ROOT)}
    chance = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", BUILDER, str(tmp_path)], cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "0\n"
        time.sleep(chance.uniform(0, 0.8))
        process.kill()
        process.communicate()
        manifest = where.manifest()
        assert manifest is not None
        notes = [*NOTES, Note("more", "More", f"There are {manifest.source} more.")]
        search = open_search(where, manifest, notes, HashEncoder())
        assert search.search("There are more", 1)[0].id == "more"
        assert search._store is not None
    del search
    last = build(where, NOTES, HashEncoder())
    assert open_search(where, last, NOTES, HashEncoder()).search("the board meets", 1)[0].id == "boards"
    assert len(list((tmp_path / "versions").iterdir())) <= 2
    assert not list(tmp_path.rglob("*.partial"))


def test_a_version_in_use_is_not_removed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Not while this process or another one has it open; afterwards it is."""
    where, encoder = Store(tmp_path, exact_up_to=0), HashEncoder()
    first = build(where, NOTES, encoder)
    folder = where.folder(first.collection)
    holding = (
        "import sys, time; from pathlib import Path; from index.leases import lease\n"
        "holder = type('Holder', (), {})(); lease(Path(sys.argv[1]), holder); print('held', flush=True); time.sleep(99)"
    )
    other = subprocess.Popen([sys.executable, "-c", holding, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    search = open_search(where, first, NOTES, encoder)
    for number in range(3):
        last = build(where, [*NOTES, Note("more", "More", f"There are {number} more.")], encoder)
    assert folder.is_dir()
    assert search.search("The board meets at least six times a year.", 1)[0].id == "boards"
    assert "Chroma did not answer" not in caplog.text
    del search
    clean(where, last)
    assert folder.is_dir()
    other.kill()
    other.communicate()
    assert clean(where, last) == [first.collection]
    assert not folder.exists()


def test_a_full_disk(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written is taken away; the last good index answers; with room again the next sync heals."""
    assert own.own_documents is not None
    open_assistant(own)
    write(own.own_documents, 40)

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    said: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(np, "save", full)
        with pytest.raises(IndexFault, match="No space left on device"):
            synced(own, silent)
        answer = open_assistant(own, said.append).answer(QUESTION)
    assert "30 days" in answer.text
    assert any("No space left" in line and "last good index stays in use" in line for line in said)
    assert len(list((own.data / "versions").iterdir())) == 1
    synced(own, silent)
    assert "40 days" in open_assistant(own).answer(QUESTION).text


@pytest.fixture
def volume(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own, which only root can make."""
    folder = tmp_path / "volume"
    folder.mkdir()
    done = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if not done or done.returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_disk_that_is_really_full(volume: Path) -> None:
    """A small file system: the build that does not fit leaves nothing behind, the one in use stays whole."""
    where, encoder = Store(volume), HashEncoder()
    first = build(where, NOTES, encoder, "first")
    many = [Note(f"n{number}", f"Note {number}", f"Words of note {number}. " * 40) for number in range(1200)]
    with pytest.raises(IndexFault, match="could not be written"):
        build(where, many, encoder, "second")
    assert where.manifest() == first
    assert [folder.name for folder in (volume / "versions").iterdir()] == [first.collection]
    assert open_search(where, first, NOTES, encoder).search("The board meets", 1)[0].id == "boards"
    assert build(where, NOTES[:2], encoder, "third").source == "third"


def test_a_read_only_folder(own: Settings, volume: Path) -> None:
    """The last good index answers, changed documents are not taken, and nothing is tried to be written."""
    assert own.own_documents is not None
    open_assistant(own)
    subprocess.run(["mount", "-o", "remount,size=400m", str(volume)], check=True)
    shutil.copytree(own.data, volume, dirs_exist_ok=True)
    subprocess.run(["mount", "-o", "remount,ro", str(volume)], check=True)
    there = own.model_copy(update={"data": volume})
    said: list[str] = []
    assert "30 days" in open_assistant(there, said.append).answer(QUESTION).text
    write(own.own_documents, 40)
    assert "30 days" in open_assistant(there, said.append).answer(QUESTION).text
    assert any("Read-only file system" in line for line in said)
    with pytest.raises(IndexFault, match="Read-only file system"):
        synced(there, silent)


def test_the_clock_goes_back(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer version is a newer one whatever the clock says."""
    assert own.own_documents is not None
    open_assistant(own)
    for hours in (0, -1000):
        write(own.own_documents, 100 + hours % 7)
        now = 1_800_000_000 + hours * 3600
        monkeypatch.setattr(time, "time", lambda now=now: now)
        monkeypatch.setattr(time, "gmtime", lambda *args, now=now: time.localtime(now))
        assert synced(own, silent).added == 1
        os.utime(own.data / "current.json", (now, now))
        assert f"{100 + hours % 7} days" in open_assistant(own).answer(QUESTION).text


def test_the_real_encoder_keeps_its_vectors(tmp_path: Path, settings: Settings) -> None:
    """A version of records that did not change in what is indexed is the same one with other documents."""
    encoder, where = open_encoder(BUILTIN, settings.data), Store(tmp_path)
    first = build(where, NOTES, encoder, "one", "documents one")
    second = build(where, NOTES, encoder, "two", "documents two")
    assert first.collection == second.collection
    assert where.documents(first).read_text() == "documents one"
    assert where.documents(second).read_text() == "documents two"
