"""What a reader sees of a web page, as lines: list numbers as a browser shows them, hidden words set apart."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Comment
from bs4.dammit import UnicodeDammit
from bs4.element import PageElement, PreformattedString, Tag

_UNSEEN = ("script", "style", "noscript", "template", "iframe", "svg", "head", "object")
_FURNITURE = ("nav", "footer", "aside", "button", "select")
_BLOCK = re.compile(
    r"address|article|blockquote|br|caption|center|d[dlt]|details|div|fig\w+|form|h[1-6r]|header|li|main|[ou]l|p|pre|"
    r"section|summary|table|t[dhr]"
)
_HIDING = re.compile(
    r"display:none|visibility:hidden|opacity:0(?:\.0+)?(?:;|$)|font-size:0|(?:left|top|text-indent):-\d{3,}|"
    r"clip:rect\(0|(?:^|;)color:(?:white|#fff(?:fff)?|transparent)(?:;|$)"
)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\U000e0000-\U000e007f]")
_SPACES = re.compile(r"[\s\u00a0]+")
_OWN_MARK = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)](?=\s|\(|$)")


@dataclass(frozen=True)
class Visible:
    """A page as read: `lines` seen by a reader, `hidden` words that are in it but not seen, `hosts` of its links.

    `invisible` counts zero-width and direction-changing characters; `whole` is whether the page is closed at its end;
    `declared` and `encoding` are what its server says and what it is.
    """

    title: str
    lines: tuple[str, ...]
    hidden: tuple[str, ...]
    hosts: tuple[str, ...]
    invisible: int
    whole: bool
    encoding: str
    declared: str | None


def read_page(content: bytes, declared: str | None = None) -> Visible:
    """Read a page (HTML or plain text); `declared` is the encoding that its server gave."""
    text, encoding = decoded(content, declared)
    if not re.search(r"<(?:html|body|p|div|table|br)\b", text[:20_000], re.I):
        lines = tuple(filter(None, map(tidy, text.splitlines())))
        return Visible("", lines, (), (), len(_INVISIBLE.findall(text)), True, encoding, declared)
    soup = BeautifulSoup(text, "html.parser")
    title = tidy(soup.title.get_text()) if soup.title else ""
    hosts = tuple(sorted(set(_hosts(soup))))
    hidden = tuple(_take_hidden(soup))
    for tag in soup.find_all(_FURNITURE):
        tag.decompose()
    lines = tuple(filter(None, map(tidy, "".join(_seen(soup.body or soup)).split("\n"))))
    whole = "</html" in text[-2_000:].lower() or "<html" not in text[:2_000].lower()
    return Visible(title, lines, hidden, hosts, len(_INVISIBLE.findall(text)), whole, encoding, declared)


def decoded(content: bytes, declared: str | None) -> tuple[str, str]:
    """The text and the encoding that it really has: UTF-8 where the bytes allow, whatever the server says."""
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        found = UnicodeDammit(content, user_encodings=[declared] if declared else [], smart_quotes_to=None)
        encoding = found.original_encoding or "windows-1252"
        return found.unicode_markup or content.decode("windows-1252", errors="replace"), encoding


def tidy(text: str) -> str:
    """A text with single spaces and no invisible characters."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def _hosts(soup: BeautifulSoup) -> Iterator[str]:
    """The hosts that links, forms and frames of a page lead to."""
    for tag in soup.find_all(["a", "form", "iframe"]):
        target = str(tag.get("href") or tag.get("action") or tag.get("src") or "")
        if target.startswith(("http:", "https:", "//")) and (host := _host(target)):
            yield host


def _host(target: str) -> str | None:
    """The host of an address, or None when it is malformed."""
    try:
        return urlsplit(target).hostname
    except ValueError:
        return None


def _take_hidden(soup: BeautifulSoup) -> Iterator[str]:
    """Take out what a reader does not see, and give its words; comments are among them, scripts are not."""
    for tag in soup.find_all(_UNSEEN):
        tag.decompose()
    for comment in soup.find_all(string=lambda s: isinstance(s, Comment)):
        yield tidy(str(comment.extract()))
    for tag in soup.find_all(_hides):
        if not tag.decomposed:
            yield tidy(tag.get_text(" "))
            tag.decompose()


def _hides(tag: Tag) -> bool:
    """Whether a tag keeps its words from sight by its own attributes."""
    if tag.has_attr("hidden"):
        return True
    style = re.sub(r"\s", "", str(tag.get("style") or "")).lower()
    return bool(style and _HIDING.search(style))


def _seen(tag: Tag) -> Iterator[str]:
    """The words of a tag, with a line break around each block and the number before each item of a numbered list."""
    for child in tag.children:
        if isinstance(child, Tag):
            around = "\n" if _BLOCK.fullmatch(child.name) else ""
            yield around
            yield _number(child) if child.name == "li" else ""
            yield from _seen(child)
            yield around
        else:
            yield _words(child)


def _words(child: PageElement) -> str:
    """The words of a text node; its line breaks are spaces, as in a browser."""
    return "" if isinstance(child, PreformattedString) else _SPACES.sub(" ", str(child))


def _number(item: Tag) -> str:
    """The number that a browser shows before an item of an `ol`; nothing when its words begin with a mark."""
    row = item.parent
    if row is None or row.name != "ol" or _OWN_MARK.match(tidy(item.get_text(" "))):
        return ""
    before = sum(1 for sibling in item.previous_siblings if isinstance(sibling, Tag) and sibling.name == "li")
    start = str(row.get("start") or "1")
    number = (int(start) if start.isdigit() else 1) + before
    return f"{_written(number, str(row.get('type') or '1'))}. "


def _written(number: int, kind: str) -> str:
    """A number as a list of that `type` writes it."""
    if kind in "aA" and number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if kind == "A" else letter
    if kind in "iI":
        tens, rest = divmod(number, 10)
        return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[rest]
    return str(number)


def sentences_of(hidden: Iterable[str]) -> list[str]:
    """Those hidden texts that say something: a sentence or more, and no menu or label."""
    return [text for text in hidden if len(text.split()) >= 8]
