"""Citations taken apart: which provisions one names, and whether one lies within another."""

import re
from collections.abc import Iterator, Sequence

from corpus.official.models import Provision
from corpus.official.numbering import leading_marks

Path = tuple[str, ...]
"""A provision: the section, then its labels without signs, as ('603 CMR 50.06', '2', 'c')."""

_BASE = re.compile(r"M\.G\.L\. c\. \d+[A-Z]*, § \d+[A-Z]*|\d{3} CMR \d+\.\d+")
_LABEL = re.compile(r"\(([0-9A-Za-z]{1,5})\)|([0-9]{1,3}|[a-z]|[ivx]{1,5})(?:\.|(?![\w.]))")
_TAIL = re.compile(r"\s*(-|–|or|and)\s*\(?([0-9]{1,3}|[a-z])\)?(?!\w)")


def paths(citation: str) -> tuple[Path, ...]:
    """The provisions that a citation names: several for '50.03(3)-(4)' and '(9) or (10)'; none for other laws."""
    base = _BASE.match(citation)
    if base is None:
        return ()
    labels, at = [], base.end()
    while match := _LABEL.match(citation, at):
        labels.append(match[1] or match[2])
        at = match.end()
    stem = (base[0], *labels)
    tail = _TAIL.match(citation, at)
    if tail is None or not labels:
        return (stem,)
    row = _between(labels[-1], tail[2]) if tail[1] in "-–" else [labels[-1], tail[2]]
    return tuple((*stem[:-1], item) for item in row)


def _between(first: str, last: str) -> list[str]:
    """The labels from one to another: '7' to '9', 'a' to 'd'."""
    if first.isdigit() and last.isdigit():
        return [str(n) for n in range(int(first), int(last) + 1)]
    if len(first) == len(last) == 1:
        return [chr(n) for n in range(ord(first), ord(last) + 1)]
    return [first, last]


def within(inner: Path, outer: Path) -> bool:
    """Whether a provision is another or lies below it."""
    return inner[: len(outer)] == outer


def gaps(provisions: Sequence[Provision]) -> list[str]:
    """Where the numbering jumps, in words: a page cut short or a list that was not read shows here."""
    found: list[str] = []
    last: dict[Path, int] = {}
    for path in _steps(provisions):
        readings = leading_marks(f"({path[-1]})")[0]
        before = last.get(path[:-1], 0)
        mark = next((m for m in readings if m.ordinal == before + 1), readings[0])
        if mark.ordinal > before + 1:
            found.append(f"{written(path[:-1])}: something is missing before ({path[-1]})")
        last[path[:-1]] = mark.ordinal
    return found


def _steps(provisions: Sequence[Provision]) -> Iterator[Path]:
    """Every provision and each one above it, once, in order."""
    seen: set[Path] = set()
    for provision in provisions:
        for path in paths(provision.citation)[:1]:
            for depth in range(2, len(path) + 1):
                if path[:depth] not in seen:
                    seen.add(path[:depth])
                    yield path[:depth]


def written(path: Path) -> str:
    """A provision as a reader would write it."""
    return path[0] + "".join(f"({label})" for label in path[1:])
