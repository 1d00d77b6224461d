"""What the answers to the last turns told: a later turn asks of their programs, or leans on the passage that led."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

Records = tuple[tuple[str | None, str], ...]
"""The records that an answer showed: the id of a program (None for a collaborative's own record), and the slug."""
_AT_HAND = 256
"""As many answers are at hand."""


@dataclass(frozen=True)
class Told:
    """What an answer told: the records that it showed, and the passage (by its id) that led its last part, if any."""

    records: Records = ()
    led: str = ""


class Shown:
    """What answers told, the last ones at hand; of the messages only a hash is kept. Safe between threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, Told] = OrderedDict()
        self._lock = Lock()

    def keep(self, turns: Sequence[str], told: Told) -> Told:
        """Keep what was told after some turns, the last one answered; returns it."""
        with self._lock:
            self._known[_key(turns)] = told
            while len(self._known) > _AT_HAND:
                self._known.popitem(last=False)
        return told

    def of(self, turns: Sequence[str], tell: Callable[[], Told]) -> Told:
        """What was told after some turns, the last one answered; `tell` answers it where that is not known."""
        key = _key(turns)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        return self.keep(turns, tell())


def _key(turns: Sequence[str]) -> bytes:
    """A hash of some turns."""
    return hashlib.sha256("\0".join(turns).encode()).digest()
