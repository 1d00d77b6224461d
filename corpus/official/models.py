"""What the official part keeps in files: provisions, fetched pages, and the accepted state of all of them."""

from typing import Literal

from pydantic import Field

from corpus.schema import Line, Slug, Strict

Kind = Literal["statute", "regulation", "page"]


class Provision(Strict):
    """The words of one numbered provision, without those of the provisions below it.

    `citation` names it in full ("603 CMR 50.06(2)(c)"), `heading` is its section's title, `lead` the words of the
    provision above that it completes ("The agreement shall set forth:"), `paragraphs` its own words, exactly.
    """

    citation: str
    heading: str = ""
    lead: str = ""
    paragraphs: tuple[str, ...] = Field(min_length=1)

    @property
    def text(self) -> str:
        """Its own words, a line for each paragraph."""
        return "\n".join(self.paragraphs)


class Warned(Strict):
    """Something that a person should look at. An `alarm` keeps a page out of `--accept all`."""

    what: str
    alarm: bool = True


class Page(Strict):
    """One fetched page.

    `fetched` is the day (YYYY-MM-DD), `sha256` that of the bytes received, `hosts` those that its links lead to.
    """

    source: Slug
    kind: Kind
    title: Line
    url: str
    fetched: str
    sha256: str
    provisions: tuple[Provision, ...]
    hosts: tuple[str, ...] = ()
    warnings: tuple[Warned, ...] = ()

    @property
    def alarms(self) -> str:
        """What of it is alarming, a line each; nothing when nothing is."""
        return "\n".join(warning.what for warning in self.warnings if warning.alarm)


class Pin(Strict):
    """A restatement's citation that a person confirmed or corrected: what it was, and what it is now."""

    was: str
    now: str


class Accepted(Strict):
    """The accepted state: the pages that are quoted, confirmed citations, and changes that a person refused.

    `refused` maps the key of a change to the hash of the words that were refused, and a page's name to alarms that
    were seen. `parent` is the version before.
    """

    version: str
    made: str
    parent: str | None = None
    pages: tuple[Page, ...] = ()
    pins: dict[str, Pin] = Field(default_factory=dict)
    refused: dict[str, str] = Field(default_factory=dict)

    def page(self, source: str) -> Page | None:
        """The accepted page of a source."""
        return next((page for page in self.pages if page.source == source), None)


class Seen(Strict):
    """What a source's server last said, for asking whether the page has changed since; days are YYYY-MM-DD."""

    url: str
    checked: str
    etag: str | None = None
    modified: str | None = None
    sha256: str = ""
