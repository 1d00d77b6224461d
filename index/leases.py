"""Who uses a version of the index, and who builds one: file locks, which end with their process however it ends."""

import contextlib
import secrets
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

_PATIENCE = 900.0
"""Seconds to wait for another process that builds."""


class Occupied(Exception):
    """Another process has been building for too long."""


def lease(folder: Path, holder: object) -> None:
    """Mark a version's folder as used for as long as `holder` lives. A folder that nobody can write is not marked.

    Raises FileNotFoundError when the folder is gone.
    """
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    readers = folder / "readers"
    with contextlib.suppress(OSError):
        readers.mkdir(exist_ok=True)
        path = readers / f"{secrets.token_hex(8)}.lock"
        lock = FileLock(path, thread_local=False)
        lock.acquire()
        weakref.finalize(holder, _end, lock, path)


def _end(lock: FileLock, path: Path) -> None:
    """Give a lease back."""
    lock.release(force=True)
    path.unlink(missing_ok=True)


def in_use(folder: Path) -> bool:
    """Whether any process has a version open; what dead processes left behind is taken away."""
    for path in (folder / "readers").glob("*.lock"):
        lock = FileLock(path, thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return True
        _end(lock, path)
    return False


@contextlib.contextmanager
def building(data: Path, say: Callable[[str], None] = lambda text: None) -> Iterator[None]:
    """Be the only one who builds in a data folder; `say` tells of a wait. Raises Occupied, or OSError."""
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / "building.lock", thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        say("Another process is building the index; waiting for it.")
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout:
            raise Occupied(f"Another process has been building the index for {_PATIENCE / 60:.0f} minutes.") from None
    try:
        yield
    finally:
        lock.release()
