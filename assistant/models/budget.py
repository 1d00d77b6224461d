"""What the model may use a day, in tokens and in dollars; counted in a file, so that it holds for several processes."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.models.failures import ModelFailure

FILE = "model-usage.sqlite"
_TABLE = "CREATE TABLE IF NOT EXISTS usage (day TEXT PRIMARY KEY, tokens REAL NOT NULL, dollars REAL NOT NULL)"
_ADD = (
    "INSERT INTO usage VALUES (:day, :tokens, :dollars) ON CONFLICT (day) "
    "DO UPDATE SET tokens = MAX(0, tokens + :tokens), dollars = MAX(0, dollars + :dollars)"
)
_READ = "SELECT tokens, dollars FROM usage WHERE day = :day"


@dataclass(frozen=True)
class Prices:
    """Dollars for a million tokens read and written."""

    read: float = 0
    written: float = 0

    def cost(self, read: int, written: int) -> float:
        """What so many tokens cost, in dollars."""
        return (read * self.read + written * self.written) / 1_000_000


@dataclass(frozen=True)
class Reserved:
    """What was set aside for one call before it was made: tokens to read and to write, and the day it counts for."""

    read: int
    written: int
    day: str


def _today() -> str:
    """The day in universal time, as ISO 8601."""
    return datetime.now(UTC).date().isoformat()


class Budget:
    """Counts tokens and dollars a day (0: no limit). Only numbers are written, never what was asked."""

    def __init__(
        self, folder: Path, tokens: int, dollars: float, prices: Prices | None = None, today: Callable[[], str] = _today
    ) -> None:
        self._path = folder / FILE
        self._tokens = tokens
        self._dollars = dollars
        self._prices = prices or Prices()
        self._today = today
        folder.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as data:
            data.execute(_TABLE)

    def reserve(self, read: int, written: int) -> Reserved:
        """Set aside what a call may use at most. Raises ModelFailure when that is more than is left today."""
        day, cost = self._today(), self._prices.cost(read, written)
        with closing(self._open()) as data:
            data.execute("BEGIN IMMEDIATE")
            tokens, dollars = data.execute(_READ, {"day": day}).fetchone() or (0.0, 0.0)
            over = self._tokens and tokens + read + written > self._tokens
            if over or (self._dollars and dollars + cost > self._dollars):
                raise ModelFailure("budget")
            data.execute(_ADD, {"day": day, "tokens": read + written, "dollars": cost})
            data.execute("COMMIT")
        return Reserved(read, written, day)

    def settle(self, reserved: Reserved, read: int, written: int) -> None:
        """Count what a call really used instead of what was set aside."""
        tokens = read + written - reserved.read - reserved.written
        dollars = self._prices.cost(read, written) - self._prices.cost(reserved.read, reserved.written)
        with closing(self._open()) as data:
            data.execute(_ADD, {"day": reserved.day, "tokens": tokens, "dollars": dollars})

    def used(self) -> tuple[float, float]:
        """Tokens and dollars of today."""
        with closing(self._open()) as data:
            found = data.execute(_READ, {"day": self._today()}).fetchone() or (0.0, 0.0)
        return float(found[0]), float(found[1])

    def _open(self) -> sqlite3.Connection:
        """The file; every statement outside a transaction counts at once."""
        return sqlite3.connect(self._path, timeout=5, isolation_level=None)
