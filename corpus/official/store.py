"""Where staged pages and accepted versions lie; every write is whole or not there at all.

The folder holds `staged/` (what was fetched and waits, with the bytes received), `versions/` (every accepted state),
`seen.json` (what servers said last) and `current.json`, which names the version in use and is replaced in one step.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from pydantic import BaseModel, TypeAdapter, ValidationError

from corpus.errors import CorpusError, Mistake
from corpus.official.models import Accepted, Page, Seen

NONE = Accepted(version="0000", made="")
"""The state before anything was accepted."""
M = TypeVar("M", bound=BaseModel)
_SEEN = TypeAdapter(dict[str, Seen])


class RefreshError(Exception):
    """The refresh cannot go on; the message says why and what to do."""


@dataclass(frozen=True)
class Store:
    """The folder of official text."""

    folder: Path

    @property
    def current(self) -> Path:
        """The file that names the version in use."""
        return self.folder / "current.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other refreshes out while this one writes. Raises RefreshError when one is at work."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=1):
                yield
        except Timeout as error:
            raise RefreshError("Another refresh is at work in this data folder; try again when it is done.") from error
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise RefreshError(f"{self.folder}: {reason}. The accepted text is as it was.") from error

    def accepted(self) -> Accepted:
        """The version in use. Raises CorpusError when its file is damaged."""
        try:
            version = json.loads(self.current.read_text(encoding="utf-8"))["version"]
        except FileNotFoundError:
            return NONE
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise _damaged(self.current) from error
        try:
            return self.version(str(version))
        except RefreshError as error:
            raise _damaged(self.current) from error

    def version(self, name: str) -> Accepted:
        """An accepted version by its name. Raises RefreshError when there is none, CorpusError when it is damaged."""
        path = self._path(name)
        if not path.is_file():
            known = ", ".join(self.versions()) or "none"
            raise RefreshError(f"There is no version {name}; there are: {known}.")
        return _read(path, Accepted)

    def versions(self) -> list[str]:
        """The names of all accepted versions, oldest first."""
        return sorted(path.stem for path in (self.folder / "versions").glob("[0-9]*.json"))

    def accept(self, state: Accepted) -> Accepted:
        """Keep a new version and switch to it; the one in use becomes its parent."""
        newest = max(map(int, self.versions()), default=0)
        now = self.accepted()
        parent = None if now == NONE else now.version
        made = state.model_copy(update={"version": f"{newest + 1:04}", "parent": parent})
        _write(self._path(made.version), made.model_dump_json(indent=1).encode())
        self.switch(made.version)
        return made

    def switch(self, version: str | None) -> None:
        """Use another version from now on; None: no official text at all."""
        if version is None:
            self.current.unlink(missing_ok=True)
        else:
            self.version(version)
            _write(self.current, json.dumps({"version": version}).encode())

    def staged(self) -> list[Page]:
        """The pages that wait for a person; a damaged one is left out: it is fetched again."""
        found = []
        for path in sorted((self.folder / "staged").glob("*.json")):
            with suppress(CorpusError):
                found.append(_read(path, Page))
        return found

    def stage(self, page: Page, content: bytes) -> None:
        """Keep a fetched page, and the bytes it came in, until a person has looked at it."""
        _write(self.folder / "staged" / f"{page.source}.html", content)
        _write(self.folder / "staged" / f"{page.source}.json", page.model_dump_json(indent=1).encode())

    def unstage(self, source: str) -> None:
        """Remove a staged page."""
        for ending in ("json", "html"):
            (self.folder / "staged" / f"{source}.{ending}").unlink(missing_ok=True)

    def seen(self) -> dict[str, Seen]:
        """What the servers said last, by source; nothing when that is not known."""
        try:
            return _SEEN.validate_json((self.folder / "seen.json").read_bytes())
        except (OSError, ValidationError):
            return {}

    def remember(self, seen: dict[str, Seen]) -> None:
        """Keep what the servers said."""
        _write(self.folder / "seen.json", _SEEN.dump_json(seen, indent=1))

    def _path(self, version: str) -> Path:
        """The file of a version; a name that is no version leads nowhere."""
        return self.folder / "versions" / f"{version if version.isdigit() else 'none'}.json"


def _read(path: Path, model: type[M]) -> M:
    """A file of ours. Raises CorpusError when it cannot be read."""
    try:
        return model.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> CorpusError:
    """What to say of a file that cannot be read."""
    return CorpusError([Mistake(str(path), 1, "damaged; go back with `assistant refresh --rollback --to VERSION`")])


def _write(path: Path, content: bytes) -> None:
    """Replace a file in one step; after a crash it is the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
