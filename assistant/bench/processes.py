"""Fresh processes that are measured: their time, their memory, a running server."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from assistant.bench.errors import BenchError
from assistant.settings import PREFIX, Settings

QUESTION = "Who pays the tuition of a collaborative program?"
_START_SECONDS = 300.0
_STOP_SECONDS = 60.0


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process, and the seconds from its start to its first answer."""

    url: str
    pid: int
    seconds: float

    def page(self) -> float:
        """Wait until its page is loaded, which happens beside the first answers: the further seconds that took."""
        started = time.perf_counter()
        # A file of the page waits until the page is there.
        httpx.get(f"{self.url}/theme.css", timeout=_START_SECONDS).raise_for_status()
        return time.perf_counter() - started


def environment(settings: Settings, **changed: object) -> dict[str, str]:
    """The environment of this process with the settings of the measurement."""
    own = {"data": settings.data.absolute(), "documents": settings.documents.absolute(), **changed}
    return {**os.environ, **{f"{PREFIX}{name.upper()}": str(value) for name, value in own.items()}}


def run_python(code: str, given: Mapping[str, str]) -> tuple[float, str]:
    """Run Python code in a fresh process: wall seconds and what it printed. Raises BenchError when it fails."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], env=dict(given), capture_output=True, text=True, check=False)  # noqa: S603
    seconds = time.perf_counter() - started
    if done.returncode:
        raise BenchError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "the process failed")
    return seconds, done.stdout


@contextlib.contextmanager
def server(settings: Settings, **changed: object) -> Iterator[Server]:
    """A server of its own on a free port, answering; it is stopped afterwards. Raises BenchError."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    given = environment(settings, host="127.0.0.1", port=port, **changed)
    started = time.perf_counter()
    command = [sys.executable, "-m", "assistant.cli", "serve"]
    process = subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        url = f"http://127.0.0.1:{port}"
        _first_answer(url, process, started)
        yield Server(url, process.pid, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS)


def _first_answer(url: str, process: subprocess.Popen[bytes], started: float) -> None:
    """Ask until there is an answer."""
    while time.perf_counter() - started < _START_SECONDS:
        if process.poll() is not None:
            raise BenchError("the server stopped before its first answer")
        with contextlib.suppress(httpx.TransportError):
            answered = httpx.post(f"{url}/api/v1/answer", json={"question": QUESTION}, timeout=30)
            if answered.status_code == 200:
                return
        time.sleep(0.05)
    raise BenchError(f"no answer within {_START_SECONDS:.0f} s")


def memory(pid: int | None = None, peak: bool = False) -> float:
    """Resident memory of a process (this one without a pid) in megabytes, now or at its peak; from /proc (Linux)."""
    field = "VmHWM:" if peak else "VmRSS:"
    try:
        lines = Path(f"/proc/{pid or 'self'}/status").read_text().splitlines()
    except OSError as error:
        raise BenchError("memory is read from /proc, which this system does not have") from error
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))
