"""The health of the corpus: what is old, what is missing, and which links are dead, so that staff mend that first."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import chain
from urllib.parse import urljoin, urlsplit

import httpx

from corpus.loading import Documents
from corpus.schema import Organization

AGENT = "collaboratives-assistant link check"
PAUSE = 1.0
"""Seconds between two requests to the same host."""
_SECONDS = 15.0
_AT_ONCE = 8
_NO_HEAD = frozenset([400, 403, 404, 405, 501])
"""Answers to HEAD that may mean only that the server does not like HEAD."""


@dataclass(frozen=True)
class Old:
    """A part of a profile, and the date from which it is."""

    organization: str
    part: str
    as_of: str
    days: int

    def __str__(self) -> str:
        return f"{self.organization}: {self.part} as of {self.as_of} ({self.days} days)"


@dataclass(frozen=True)
class Link:
    """A web address of the corpus, where it stands, and what is wrong with it ('' when it answers)."""

    url: str
    where: str
    fault: str

    def __str__(self) -> str:
        return f"{self.url} ({self.where}): {self.fault or 'in order'}"


def stale(organizations: Sequence[Organization], days: int, today: date) -> list[Old]:
    """Dated parts of active profiles that are older than `days`, the oldest first."""
    found = [
        Old(org.slug, part, as_of, age)
        for org in organizations
        if org.status == "active"
        for part, as_of in _dated(org)
        if as_of and (age := (today - earliest(as_of)).days) > days
    ]
    return sorted(found, key=lambda old: (-old.days, old.organization, old.part))


def _dated(org: Organization) -> Iterator[tuple[str, str | None]]:
    """The parts of a profile with their dates."""
    yield "profile", org.as_of
    yield "telephone", org.telephone.as_of if org.telephone else None
    yield "address", org.address.as_of if org.address else None
    yield "director", org.director.as_of if org.director else None
    yield "members", org.members.as_of
    yield from ((f"program {program.name}", program.as_of) for program in org.programs)


def earliest(as_of: str) -> date:
    """The first day that a date such as '2024', '2024-05' or '2024-05-31' may mean."""
    year, month, day = (*map(int, as_of.split("-")), 1, 1)[:3]
    return date(year, month, day)


def gaps(organizations: Sequence[Organization]) -> list[str]:
    """What is missing in each active profile: telephone, members, program detail."""
    found = ((org, list(_missing(org))) for org in organizations if org.status == "active")
    return [f"{org.slug}: no {', no '.join(missing)}" for org, missing in found if missing]


def _missing(org: Organization) -> Iterator[str]:
    """What a profile lacks."""
    parts = {
        "telephone": org.telephone,
        "website": org.website,
        "street address": org.address and org.address.street,
        "director": org.director,
        "member districts": org.members.districts,
        "programs": org.programs,
    }
    yield from (name for name, value in parts.items() if not value)
    for what, bare in (
        ("ages", [p for p in org.programs if p.ages is None]),
        ("town", [p for p in org.programs if not p.towns]),
    ):
        if bare:
            yield f"{what} for {len(bare)} of {len(org.programs)} programs"


def addresses(documents: Documents) -> dict[str, str]:
    """Every web address of the documents with the id of the first record that gives it."""
    found: dict[str, str] = {}
    for url, where in chain(_of_topics(documents), _of_organizations(documents.organizations)):
        if url:
            found.setdefault(url, where)
    return found


def _of_topics(documents: Documents) -> Iterator[tuple[str | None, str]]:
    """Addresses of topic files and of added documents."""
    for topic in documents.topics:
        yield topic.official_url, topic.kind
        yield from ((url, record.id) for record in topic.passages for url in record.sources)
    yield from ((item.url, item.id) for added in documents.added for item in added.passages)


def _of_organizations(organizations: Iterable[Organization]) -> Iterator[tuple[str | None, str]]:
    """Addresses of collaboratives, their programs and facts."""
    for org in organizations:
        yield org.website, org.slug
        yield from ((url, org.slug) for url in org.sources)
        yield from ((url, program.id) for program in org.programs for url in program.sources)
        yield from ((url, fact.id) for fact in org.facts for url in fact.sources)


def check_links(
    found: dict[str, str], client: httpx.Client, pause: float = PAUSE, done: Callable[[Link], None] = lambda link: None
) -> list[Link]:
    """Ask for each address: hosts side by side, each host's addresses one after the other with a pause between.

    `done` is told of each link. Only what the server answers is looked at, never the page.
    """
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in found:
        hosts[urlsplit(url).netloc].append(url)

    def one_host(urls: list[str]) -> list[Link]:
        """The links of one host."""
        links = []
        for number, url in enumerate(urls):
            time.sleep(pause if number else 0)
            links.append(Link(url, found[url], fault_of(url, client)))
            done(links[-1])
        return links

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return sorted(chain.from_iterable(pool.map(one_host, hosts.values())), key=lambda link: link.url)


def fault_of(url: str, client: httpx.Client) -> str:
    """What is wrong with an address: '' when a page is there. HEAD first; GET, without its body, when that fails."""
    try:
        answered = client.head(url)
        if answered.status_code in _NO_HEAD:
            with client.stream("GET", url) as answered:
                pass
    except httpx.TimeoutException:
        return "no answer in time"
    except httpx.HTTPError as error:
        return f"it cannot be reached ({type(error).__name__})"
    if answered.is_redirect:
        return f"it has moved to {urljoin(url, answered.headers.get('location', ''))}"
    return "" if answered.is_success else f"the server answers {answered.status_code}"


def link_client() -> httpx.Client:
    """A client that says who asks, waits a bounded time, and goes nowhere that the corpus does not name."""
    return httpx.Client(headers={"User-Agent": AGENT}, timeout=_SECONDS, follow_redirects=False)
