"""Legal numbering: the marks (a), (1), 1., i. at the head of a provision, and the labels that citations give them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Shape = Literal["digit", "lower", "upper", "roman"]

_MARK = re.compile(
    r"\(\s*(?P<inner>\d{1,3}|[A-Z]{1,2}|[a-z]{1,5})\s*\)|(?P<dotted>\d{1,3}|[a-z]|[ivx]{1,5})\.(?=\s|\(|$)"
)
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_INLINE = re.compile(r"(?<=[.:;])\s+(?=\((?:\d{1,2}|[a-z]|[ivx]{2,4})\)\s+[A-Z“\"‘'])")


@dataclass(frozen=True)
class Mark:
    """One reading of a mark: its shape, whether it stands in parentheses, its place in the row (1 is first)."""

    shape: Shape
    bracketed: bool
    ordinal: int
    letters: str

    def follows(self, other: "Mark") -> bool:
        """Whether it stands in the same row as another mark, later."""
        return (self.shape, self.bracketed) == (other.shape, other.bracketed) and self.ordinal > other.ordinal


def leading_marks(text: str) -> tuple[list[Mark], str]:
    """Every reading of the mark that a text begins with ('(i)' is a letter and a numeral), and the text after it."""
    match = _MARK.match(text)
    if match is None:
        return [], text
    letters = match["inner"] or match["dotted"]
    return list(_readings(letters, bracketed=match["inner"] is not None)), text[match.end() :].strip()


def _readings(letters: str, *, bracketed: bool) -> Iterator[Mark]:
    """What the letters of a mark may mean."""
    if letters.isdigit():
        yield Mark("digit", bracketed, int(letters), letters)
        return
    if len(letters) == 1:
        shape: Shape = "upper" if letters.isupper() else "lower"
        yield Mark(shape, bracketed, ord(letters.lower()) - ord("a") + 1, letters)
    if letters.islower() and _ROMAN.fullmatch(letters):
        yield Mark("roman", bracketed, _value(letters), letters)


def _value(roman: str) -> int:
    """The number that a small Roman numeral (below 40) stands for."""
    digits = [{"i": 1, "v": 5, "x": 10}[letter] for letter in roman]
    return sum(-d if any(later > d for later in digits[n + 1 :]) else d for n, d in enumerate(digits))


def segments(line: str) -> list[str]:
    """A line cut before marks within it that begin a sentence: some markups put several provisions on one line."""
    return [part for part in (piece.strip() for piece in _INLINE.split(line)) if part]


def label(mark: Mark, depth: int, *, regulation: bool) -> str:
    """How a citation writes a mark: 603 CMR 50.03(4)(b)5.d., whatever signs the page puts around it.

    `depth` counts from 0. The Code of Massachusetts Regulations writes the third and fourth level with a full stop.
    """
    if regulation and depth in (2, 3) and mark.shape in ("digit", "lower"):
        return f"{mark.letters}."
    return f"({mark.letters})"
