"""The faces of a passage: the texts by which it can be found."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from index.tokens import Text

FaceKind = Literal["text", "title", "part", "ask", "follow-up"]
_PART_WORDS = 50
_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n\n+|\n(?=[A-Z•*-])")


class Findable(Protocol):
    """What the index needs to know of a passage."""

    @property
    def id(self) -> str:
        """Stable identifier."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that lead to it."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def asks(self) -> tuple[str, ...]:
        """Questions that it answers."""


class FollowUp(Protocol):
    """What is asked after one passage and answered by another, as the index needs to know it."""

    @property
    def after(self) -> str:
        """The id of the passage after which it is asked."""

    @property
    def ask(self) -> str:
        """What is asked."""

    @property
    def answer(self) -> str:
        """The id of the passage that answers it."""


@dataclass(frozen=True, slots=True)
class Face:
    """One text of a passage that is encoded. `position` is the passage's place in the corpus.

    A follow-up is asked after the passage at the place `after`.
    """

    position: int
    kind: FaceKind
    text: str
    after: int = -1

    @property
    def hash(self) -> str:
        """SHA-256 of the text: equal texts are encoded once."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def faces(passages: Sequence[Findable], follow_ups: Sequence[FollowUp] = ()) -> list[Face]:
    """All faces of all passages: title, whole text, parts of a long text, and each question it answers.

    The follow-ups come behind those of all passages.
    """
    found: list[Face] = []
    for position, passage in enumerate(passages):
        heading = " ".join((*passage.headings, passage.title)).strip()
        found.append(Face(position, "text", f"{passage.title}\n{' > '.join(passage.headings)}\n{passage.text}"))
        if heading:
            found.append(Face(position, "title", heading))
        parts = split(passage.text)
        if len(parts) > 1:
            found += [Face(position, "part", f"{passage.title}: {part}") for part in parts]
        found += [Face(position, "ask", ask) for ask in passage.asks]
    places = {passage.id: position for position, passage in enumerate(passages)}
    return found + [Face(places[f.answer], "follow-up", f.ask, places[f.after]) for f in follow_ups]


def searched(made: Sequence[Face]) -> int:
    """How many faces are searched: all but the follow-ups, which stand behind them."""
    return sum(face.kind != "follow-up" for face in made)


def split(text: str, size: int = _PART_WORDS) -> list[str]:
    """Cut a text at sentence ends into parts of at least `size` words (the last may be shorter)."""
    parts: list[str] = []
    current: list[str] = []
    for sentence in filter(None, (s.strip() for s in _SENTENCE.split(text))):
        current.append(sentence)
        if sum(len(s.split()) for s in current) >= size:
            parts.append(" ".join(current))
            current = []
    return [*parts, " ".join(current)] if current else parts


def lexical_text(passage: Findable) -> Text:
    """What the lexical index reads of a passage."""
    return Text(passage.text, passage.title, " ".join(passage.headings), " ".join(passage.asks))
