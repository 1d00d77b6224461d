"""The list of pages that `assistant refresh` may fetch: the law from a file, web pages from the profiles."""

import hashlib
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urldefrag, urlsplit

from pydantic import AfterValidator, Field, model_validator

from corpus.loading import Documents
from corpus.official.models import Kind
from corpus.reading import read_model, read_yaml
from corpus.schema import Line, Organization, Slug, Strict

SOURCES = Path(__file__).parent / "sources.yaml"


def is_loopback(host: str | None) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _secure(url: str) -> str:
    """https, or http to this machine (for tests and a local mirror); no user name in it."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        raise ValueError("an https address (http only for 127.0.0.1)")
    if not parts.hostname or parts.username or parts.password:
        raise ValueError("an address with a host and without a user name")
    return url


class OfficialSource(Strict):
    """One page to fetch. `cite` is how the law on it is cited; web pages have none."""

    id: Slug
    kind: Kind
    title: Line
    url: Annotated[str, AfterValidator(_secure)]
    cite: str | None = None

    @model_validator(mode="after")
    def _cited(self) -> "OfficialSource":
        if (self.kind == "page") != (self.cite is None):
            raise ValueError("a statute or regulation needs 'cite'; a page has none")
        return self


class SourceList(Strict):
    """The pages, and the hosts that may be asked (exactly as written); `profiles` adds the profiles' web pages."""

    hosts: tuple[str, ...] = Field(min_length=1)
    profiles: Literal["none", "websites", "cited"] = "none"
    sources: tuple[OfficialSource, ...]

    @model_validator(mode="after")
    def _listed(self) -> "SourceList":
        for source in self.sources:
            if urlsplit(source.url).hostname not in self.hosts:
                raise ValueError(f"{source.url}: its host is not among 'hosts'")
        if len({source.id for source in self.sources}) < len(self.sources):
            raise ValueError("an id is given twice")
        return self


def read_list(path: Path, documents: Documents) -> SourceList:
    """The list in a file with the profiles' pages added. Raises CorpusError with what is wrong and where."""
    listed = read_model(read_yaml(path, path.parent), SourceList)
    pages = [] if listed.profiles == "none" else list(_profile_pages(documents, cited=listed.profiles == "cited"))
    known = {source.url for source in listed.sources}
    added = tuple(page for page in pages if page.url not in known)
    hosts = {*listed.hosts, *(host for page in added for host in _both(urlsplit(page.url).hostname or ""))}
    return listed.model_copy(update={"sources": listed.sources + added, "hosts": tuple(sorted(hosts))})


def _profile_pages(documents: Documents, *, cited: bool) -> Iterator[OfficialSource]:
    """The website of each active collaborative, and with `cited` the pages of it that its file cites."""
    for org in documents.organizations:
        if org.website is None or org.status == "dissolved":
            continue
        urls = [org.website, *(_own_pages(org) if cited else ())]
        for url in dict.fromkeys(urldefrag(url).url.rstrip("/") for url in urls):
            mark = hashlib.sha256(url.encode()).hexdigest()[:6]
            title = f"{org.short_name}: {url}"[:400]
            yield OfficialSource(id=f"page-{org.slug}-{mark}", kind="page", title=title, url=url)


def _own_pages(org: Organization) -> Iterator[str]:
    """The pages on the collaborative's own website that its file cites."""
    hosts = _both(urlsplit(org.website or "").hostname or "")
    records = [org.sources, *(p.sources for p in org.programs), *(f.sources for f in org.facts)]
    for url in sorted({url for sources in records for url in sources}):
        if urlsplit(url).hostname in hosts and not url.lower().endswith((".pdf", ".doc", ".docx", ".xlsx")):
            yield url


def _both(host: str) -> tuple[str, str]:
    """A host with and without 'www.': sites send from one to the other."""
    bare = host.removeprefix("www.")
    return bare, f"www.{bare}"
