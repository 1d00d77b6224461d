"""What visitors say of answers, if the owner collects it: kept 30 days in a file of its own, and then gone."""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

FILE = "feedback.sqlite3"
DAYS = 30
"""How long a note is kept."""
MOST = 20_000
"""How many notes are kept at most: nobody can fill the disk."""
_PURGE_HOURS = 6
_TABLE = (
    "CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, "
    "useful INTEGER NOT NULL, outcome TEXT NOT NULL, passages TEXT NOT NULL, question TEXT)"
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Note:
    """One note: its day, whether the answer was useful, its outcome, the passages cited, the redacted question.

    `question` is None unless the owner collects questions; who gave the note is never kept.
    """

    day: date
    useful: bool
    outcome: str
    passages: tuple[str, ...] = ()
    question: str | None = None
    id: int | None = None


class Feedback:
    """The notes in a folder; safe to use from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The database without notes that are too old; what is deleted is overwritten, not only let go."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=10)
        try:
            connection.execute("PRAGMA secure_delete = ON")
            with connection:
                connection.execute(_TABLE)
                oldest = datetime.now(UTC).date() - timedelta(days=DAYS)
                connection.execute("DELETE FROM notes WHERE day < ?", (oldest.isoformat(),))
                yield connection
        finally:
            connection.close()

    def add(self, note: Note) -> None:
        """Keep a note; the oldest makes room where there are too many."""
        row = (note.day.isoformat(), note.useful, note.outcome, " ".join(note.passages), note.question)
        with self._open() as rows:
            rows.execute("INSERT INTO notes (day, useful, outcome, passages, question) VALUES (?, ?, ?, ?, ?)", row)
            rows.execute("DELETE FROM notes WHERE id <= (SELECT max(id) FROM notes) - ?", (MOST,))

    def notes(self) -> list[Note]:
        """All notes that are not too old, the newest first."""
        if not self._path.exists():
            return []
        with self._open() as rows:
            found = rows.execute("SELECT day, useful, outcome, passages, question, id FROM notes ORDER BY id DESC")
            return [
                Note(date.fromisoformat(day), bool(useful), outcome, tuple(passages.split()), question, number)
                for day, useful, outcome, passages, question, number in found
            ]

    def delete(self, numbers: Sequence[int] | None = None) -> int:
        """Delete notes by their numbers, or all (None); returns how many there were."""
        if not self._path.exists():
            return 0
        with self._open() as rows:
            if numbers is None:
                return rows.execute("DELETE FROM notes").rowcount
            return sum(rows.execute("DELETE FROM notes WHERE id = ?", (number,)).rowcount for number in numbers)

    def keep_clean(self) -> None:
        """From now on let go what is too old even while nobody reads or writes."""

        def clean() -> None:
            """Look a few times a day."""
            while True:
                try:
                    self.notes()
                except sqlite3.Error as fault:
                    _log.error("old feedback could not be deleted: %s", type(fault).__name__)
                time.sleep(_PURGE_HOURS * 3600)

        threading.Thread(target=clean, name="feedback", daemon=True).start()
