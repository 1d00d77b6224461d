"""An assistant that stays up to date while it serves: it changes over to a new version of the index without a pause."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.asked import Removable
from assistant.engine import Assistant, open_assistant, open_version
from assistant.freeing import give_back
from assistant.opening import answering, lasting
from assistant.remembered import Remembered
from assistant.settings import PREFIX, Settings
from assistant.sources import sources_hash
from corpus.loading import Corpus
from index.errors import IndexFault
from index.search import HybridSearch
from index.versions import Manifest

if TYPE_CHECKING:
    from assistant.models.generating import Generating, Generation

Say = Callable[[str], None]
LOOK = 2.0
"""Seconds between looks at which version is the current one."""
PROBE = "What is an educational collaborative?"
_log = logging.getLogger(__name__)


class Living:
    """Answers from the newest good version of the index.

    Whoever builds a version (this process's own sync, another process, `assistant sync`), it is opened beside the one
    in use, has to answer a probe, and then takes its place in one step; questions under way end on the old one. The
    answers kept for repeated questions go with their version. A version that fails is left alone until the next.
    """

    def __init__(
        self,
        settings: Settings,
        say: Say = lambda text: None,
        observe: "Callable[[Generation], None]" = lambda generation: None,
    ) -> None:
        """Open the index as it is now; raises what `open_answering` does."""
        self._settings = settings
        self._say = say
        self._observe = observe
        self._where = settings.store
        self._version: Manifest | None = None
        self._mark: tuple[int, int] | None = None
        self._serving = self._ready(self._first)
        self._asked = threading.Event()
        self._stopped = threading.Event()
        self._syncing: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    @property
    def corpus(self) -> Corpus:
        """The documents that it answers from now."""
        return self._serving.corpus

    @property
    def search(self) -> HybridSearch:
        """The search over the passages as they are now."""
        return self._serving.search

    def answer(self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = ()) -> Answer:
        """The answer to a question, from one version throughout."""
        return self._serving.answer(question, history, without)

    def start(self) -> None:
        """Begin to look for new versions and, as often as the settings say, for changed documents."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking, and a sync under way."""
        self._stopped.set()
        if self._syncing:
            self._syncing.terminate()
        if self._thread.is_alive():
            self._thread.join(10)

    def ask_for_sync(self) -> None:
        """Have the documents looked at soon; safe to call from a signal handler."""
        self._asked.set()

    def look(self) -> bool:
        """Change over if another version is the current one. Returns whether that was done."""
        mark, manifest = _mark(self._where.current), self._where.manifest()
        if mark == self._mark or manifest is None:
            return False
        self._mark = mark
        if manifest == self._version:
            return False
        try:
            fresh = open_version(self._settings, manifest, self.search.encoder)
            _probe(fresh)
        except Exception as fault:
            self._say(f"The new index is not used: {fault if isinstance(fault, IndexFault) else type(fault).__name__}")
            return False
        self._serving, self._version = self._ready(lambda: fresh), manifest
        self._say(f"The index was changed over: {manifest.passages} passages.")
        return True

    def _first(self) -> Assistant:
        """The assistant to begin with."""
        opened = open_assistant(self._settings, self._say)
        self._version = opened.version
        return opened

    def _ready(self, opening: Callable[[], Assistant]) -> "Assistant | Generating | Remembered":
        """What is opened, with the model of the settings, and with room for repeated questions."""
        opened = answering(opening, self._settings, self._observe)
        give_back()
        return Remembered(opened, self._settings.cache, lasting) if self._settings.cache else opened

    def _run(self) -> None:
        """Look and sync until stopped; nothing that goes wrong ends this."""
        period = self._settings.sync_minutes * 60
        # Not the time of day, which can be put back.
        due = time.monotonic() + period
        while not self._stopped.wait(LOOK):
            try:
                if self._asked.is_set() or (period and time.monotonic() >= due):
                    due = time.monotonic() + period
                    self._sync()
                self.look()
            except Exception as fault:
                _log.error("looking for a new index failed: %s", type(fault).__name__)

    def _sync(self) -> None:
        """Build a version from changed documents in a process of its own, which cannot slow or harm this one much."""
        wanted = self._asked.is_set()
        self._asked.clear()
        manifest = self._where.manifest()
        if not wanted and manifest and manifest.source == sources_hash(self._settings):
            return
        command = [sys.executable, "-m", "assistant.cli", "sync", "--gently"]
        self._syncing = subprocess.Popen(  # noqa: S603
            command, env=_environment(self._settings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        told, _ = self._syncing.communicate()
        if told.strip():
            self._say(told.strip())


def _mark(path: Path) -> tuple[int, int] | None:
    """What changes whenever a file is replaced, be its contents the same."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _probe(fresh: Assistant) -> None:
    """Try a version before it answers anybody. Raises IndexFault, or whatever goes wrong in it."""
    fresh.answer(PROBE)
    if fresh.corpus.passages and not fresh.search.search(fresh.corpus.passages[0].text[:300], 1):
        raise IndexFault("it does not find what is in it")


def _environment(settings: Settings) -> dict[str, str]:
    """The environment of this process with these settings, those that are secret or unset as they are."""
    given = {
        f"{PREFIX}{name.upper()}": str(value.absolute() if isinstance(value, Path) else value)
        for name in type(settings).model_fields
        if isinstance(value := getattr(settings, name), str | int | float | Path)
    }
    return {**os.environ, **given}


def sync_on_hangup(living: Living) -> None:
    """Let the signal SIGHUP ask for a sync, where the system has it and this is the main thread."""
    if hasattr(signal, "SIGHUP") and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGHUP, lambda number, frame: living.ask_for_sync())
