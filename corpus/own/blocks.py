"""What every kind of file is read into: headings and paragraphs in their order, with the page they stand on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_NUMBERED = re.compile(r"^(?P<mark>(?:Section|Article|Chapter|Part|Policy)\s+[\dA-Z.]+|\d+(?:\.\d+)*\.?)\s+\S", re.I)
_LONGEST_HEADING = 90
_ITEM = re.compile(r"^\s*(?:[-*•▪–]|\(\w{1,4}\)|\d{1,2}[.)]|[a-z][.)])\s+")


class UnreadableFile(Exception):
    """A file that cannot be taken; the message says why, for whoever put it there."""


@dataclass(frozen=True)
class Block:
    """A heading (level 1 to 6) or a paragraph (level 0); `page` counts from 1 where the file has pages."""

    text: str
    level: int = 0
    page: int | None = None


def tidy(text: str) -> str:
    """A text without control and invisible characters, with single spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def blocks_of_lines(lines: Iterable[str], page: int | None = None) -> Iterator[Block]:
    """Headings and paragraphs of plain text: blank lines, list items, numbering and capitals tell them apart."""
    paragraph: list[str] = []
    for raw in [*lines, ""]:
        line = tidy(raw)
        level = _heading(line)
        if paragraph and (not line or level or _ITEM.match(raw)):
            yield Block(_joined(paragraph), 0, page)
            paragraph = []
        if level:
            yield Block(line, level, page)
        elif line:
            paragraph.append(line)


def _heading(line: str) -> int:
    """The level of a line that looks like a heading: short, without a full stop, numbered or in capitals; else 0."""
    if (
        not line
        or len(line) > _LONGEST_HEADING
        or line.endswith((".", ";", ",", ":"))
        or not any(map(str.isalpha, line))
    ):
        return 0
    if match := _NUMBERED.match(line):
        words = line[match.end("mark") :].split()
        return min(6, 1 + match["mark"].strip(".").count(".")) if words and words[0][0].isupper() else 0
    return 1 if line.isupper() and len(line) > 3 else 0


def _joined(lines: list[str]) -> str:
    """Lines of a paragraph as one, words that a line break had cut put together again."""
    text = ""
    for line in lines:
        cut = text.endswith("-") and line[:1].islower() and text[-2:-1].isalpha()
        text = text[:-1] + line if cut else f"{text} {line}".strip()
    return text
