"""The one error that the corpus raises."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in a corpus file: where it stands (line counted from 1) and what is wrong."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


class CorpusError(Exception):
    """A corpus that must not be loaded; `mistakes` lists everything that is wrong with it."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        shown = "\n".join(f"  {m}" for m in mistakes[:20])
        more = f"\n  ... and {len(mistakes) - 20} more" if len(mistakes) > 20 else ""
        super().__init__(f"The corpus has {len(mistakes)} mistake(s):\n{shown}{more}")


def relative(path: Path, folder: Path) -> str:
    """The path as a reader of the corpus folder knows it."""
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)
