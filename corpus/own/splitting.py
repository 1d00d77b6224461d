"""Cuts the blocks of a file into passages: one heading's words, or as much of them as reads well at once."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.own.blocks import Block
from corpus.schema import AddedDocument, AddedPassage

LONGEST = 800
"""Characters of a passage; a longer paragraph is cut between sentences."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"(])")
_LINE = 200


@dataclass
class _Section:
    """Paragraphs under one row of headings, and the pages where they begin and end."""

    headings: tuple[str, ...]
    page: int | None
    end: int | None = None
    paragraphs: list[str] = field(default_factory=list)

    @property
    def where(self) -> list[str]:
        """The page or pages, as they are cited."""
        if self.page is None:
            return []
        return [f"page {self.page}" if self.end in (None, self.page) else f"pages {self.page}-{self.end}"]


def split(name: str, blocks: Sequence[Block], url: str | None = None) -> AddedDocument:
    """The passages of a file; `name` is how it is cited. Ids stay the same while name, headings and words do."""
    title = _title(name, blocks)
    passages, seen = [], set()
    for section in _sections(blocks):
        for text in _pieces(section.paragraphs):
            id_ = _id(name, section.headings, text)
            if id_ in seen:
                continue
            seen.add(id_)
            where = [name, *section.where]
            heading = section.headings[-1] if section.headings else title
            passages.append(
                AddedPassage(
                    id=id_,
                    title=heading[:_LINE],
                    headings=tuple(h[:_LINE] for h in section.headings[:-1]),
                    text=text,
                    citation=", ".join(where),
                    url=url,
                    source=name,
                )
            )
    return AddedDocument(kind="own", title=title[:_LINE], passages=tuple(passages))


def _title(name: str, blocks: Sequence[Block]) -> str:
    """The first heading of the highest level, or the name without its ending."""
    headings = [block for block in blocks[:20] if block.level == 1]
    stem = re.sub(r"[_-]+", " ", name.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip()
    return headings[0].text if len([b for b in blocks if b.level == 1]) == 1 and headings else stem or name


def _sections(blocks: Sequence[Block]) -> Iterator[_Section]:
    """Paragraphs gathered under their headings and on their page; a sentence that a page cuts is put together."""
    row: list[tuple[int, str]] = []
    section = _Section((), None)
    for block in blocks:
        if not block.text:
            continue
        if block.level:
            yield from [section] if section.paragraphs else []
            row = [*[(level, text) for level, text in row if level < block.level], (block.level, block.text)]
            section = _Section(tuple(text for _, text in row), block.page)
            continue
        if section.paragraphs and block.page not in (section.page, section.end):
            if _goes_on(section.paragraphs[-1], block.text):
                section.paragraphs[-1] += f" {block.text}"
                section.end = block.page
                continue
            yield section
            section = _Section(section.headings, block.page)
        section.page = section.page if section.paragraphs else block.page
        section.paragraphs.append(block.text)
    yield from [section] if section.paragraphs else []


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence begun on one page ends on the next."""
    return before[-1].isalnum() and after[0].islower()


def _pieces(paragraphs: Sequence[str]) -> Iterator[str]:
    """Paragraphs put together up to the longest passage; a longer one is cut between sentences."""
    held = ""
    for part in (part for paragraph in paragraphs for part in _cut(paragraph)):
        if held and len(held) + len(part) > LONGEST:
            yield held
            held = ""
        held = f"{held} {part}".strip()
    if held:
        yield held


def _cut(paragraph: str) -> list[str]:
    """A paragraph, in sentences where it is too long; words without any full stop are cut between words."""
    if len(paragraph) <= LONGEST:
        return [paragraph]
    parts = []
    for sentence in _SENTENCE.split(paragraph):
        while len(sentence) > LONGEST:
            at = sentence.rfind(" ", 1, LONGEST)
            at = at if at > 0 else LONGEST
            parts.append(sentence[:at])
            sentence = sentence[at:].strip()  # noqa: PLW2901
        parts.append(sentence)
    return parts


def _id(name: str, headings: Sequence[str], text: str) -> str:
    """A stable id from where a passage stands and what it says."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.rsplit(".", 1)[0].lower()).strip("-")[:40].strip("-") or "file"
    return f"own-{slug}-{hashlib.sha256(repr((name, tuple(headings), text)).encode()).hexdigest()[:12]}"
