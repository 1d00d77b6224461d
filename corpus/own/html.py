"""Reads a saved web page: what a visitor sees of it, without menus."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.own.blocks import Block, tidy

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = (
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "iframe", "svg", "head", "select",
    "button", "dialog",
)  # fmt: skip
_UNSEEN_ROLES = ("navigation", "search", "banner", "contentinfo", "dialog")
_WITHIN_A_LINE = (
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr",
)  # fmt: skip
_CELLS = ("td", "th")


def page(path: Path) -> Iterator[Block]:
    """Headings and paragraphs of a page; each list item and table row is a paragraph."""
    from bs4 import BeautifulSoup
    from bs4.element import Comment

    soup = BeautifulSoup(path.read_bytes(), "html.parser")
    for tag in soup.find_all(_hidden):
        tag.decompose()
    words: list[str] = []
    block, level = None, 0
    for text in (soup.find("main") or soup).find_all(string=True):
        if isinstance(text, Comment) or type(text).__name__ == "Doctype":
            continue
        holder = _holder(text)
        if holder is not block:
            yield from _block(words, level)
            words, block = [], holder
            level = int(holder.name[1]) if holder.name in _HEADINGS else 0
        words.append(_joint(text) + str(text))
    yield from _block(words, level)


def _hidden(tag: Any) -> bool:
    """Whether a visitor does not see a part of the page, or sees it on every page."""
    style = str(tag.get("style", "")).replace(" ", "").lower()
    return (
        tag.name in _UNSEEN
        or tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or tag.get("role") in _UNSEEN_ROLES
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _holder(text: Any) -> Any:
    """The paragraph, heading, list item or row that words stand in; a line break begins a new one."""
    at = text
    while at.parent is not None and at.parent.name in _WITHIN_A_LINE:
        at = at.parent
    heading = at.find_parent(_HEADINGS)
    row = heading or at.find_parent("tr")
    if row is not None:
        return row
    before = at.find_previous_sibling("br")
    return before if before is not None else at.parent


def _joint(text: Any) -> str:
    """A mark before the words that begin a table's cell."""
    cell = text.find_parent(_CELLS)
    first = cell is not None and next((s for s in cell.find_all(string=True) if s.strip()), None) is text
    return " | " if first and cell.find_previous_sibling(_CELLS) is not None else ""


def _block(words: list[str], level: int) -> Iterator[Block]:
    """The words gathered, unless they are blank."""
    if text := tidy("".join(words)):
        yield Block(text, level)
