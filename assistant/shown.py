"""The programs and collaboratives that the answers to the last turns showed: a later turn asks of them."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

from assistant.answer import ProgramShown

Records = tuple[tuple[str | None, str], ...]
"""The records that an answer showed: the id of a program (None for a collaborative's own record), and the slug."""
_AT_HAND = 256
"""As many answers are at hand."""


class Shown:
    """What answers showed, the last ones at hand; of the messages only a hash is kept. Safe between threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, Records] = OrderedDict()
        self._lock = Lock()

    def of(self, turns: Sequence[str], show: Callable[[], Sequence[ProgramShown]]) -> Records:
        """The records shown after some turns, the last one answered; `show` answers it where that is not known."""
        key = hashlib.sha256("\0".join(turns).encode()).digest()
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        found = tuple((record.program_id, record.slug) for record in show())
        with self._lock:
            self._known[key] = found
            while len(self._known) > _AT_HAND:
                self._known.popitem(last=False)
        return found
