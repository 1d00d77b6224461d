"""What tests ask of HTML: well-formed, harmless, and its tags by their attributes."""

from html.parser import HTMLParser

from assistant.deadlines import FILE

HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>\u202egnp\u200b"


class Tags(HTMLParser):
    """Collects tags and attributes, and checks that what is opened is closed in order."""

    VOID = frozenset({"br", "hr", "img", "input", "path", "rect", "circle"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """The last open tag is closed."""
        assert self.open.pop() == tag

    def of(self, tag: str, **attrs: str) -> list[dict[str, str | None]]:
        """The attributes of all tags of a kind that have the given values."""
        return [a for t, a in self.tags if t == tag and all(a.get(k.rstrip("_")) == v for k, v in attrs.items())]


def harmless(html: str) -> Tags:
    """The tags of HTML that holds no script, no handler, no image, and only links that are https or telephone."""
    tags = Tags(html)
    for tag, attrs in tags.tags:
        assert tag not in {"script", "img", "iframe", "object", "style", "base", "form"}
        assert not [name for name in attrs if name.startswith("on")]
        assert (attrs.get("href") or "https://").startswith(("https://", "tel:+1", "#", FILE))
    assert "\u202e" not in html
    assert "\u200b" not in html
    return tags
