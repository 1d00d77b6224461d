"""Fetching is polite and careful: robots.txt, one at a time, listed hosts only, and every fault is named."""

import time
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.loading import DOCUMENTS, read_documents
from corpus.official.fetching import AGENT, Fetcher, FetchFault, Limits
from corpus.official.refreshing import Outcome, refresh
from corpus.official.sources import SOURCES, OfficialSource, read_list
from corpus.official.store import Store
from tests.official_law import regulation_page, statute_page
from tests.official_site import Reply, Site, serving

QUICK = Limits(pause=0, read=0.4, whole=1.0, size=200_000)
TODAY = date(2026, 11, 25)


@pytest.fixture
def site() -> Iterator[Site]:
    """A server with the law on it."""
    with serving() as made:
        made.give("/law", statute_page())
        made.give("/cmr", regulation_page())
        yield made


def fetcher(limits: Limits = QUICK, hosts: tuple[str, ...] = ("127.0.0.1",)) -> Fetcher:
    """A quick client for this machine."""
    return Fetcher(frozenset(hosts), limits)


def sources(site: Site) -> list[OfficialSource]:
    """The statute and the regulation."""
    return [
        OfficialSource(id="law", kind="statute", title="§ 4E", url=f"{site.url}/law", cite="M.G.L. c. 40, § 4E"),
        OfficialSource(id="cmr", kind="regulation", title="603 CMR 50", url=f"{site.url}/cmr", cite="603 CMR 50"),
    ]


def run(store: Store, site: Site, limits: Limits = QUICK) -> dict[str, Outcome]:
    """One round over both sources."""
    with fetcher(limits) as client:
        return {o.source.id: o for o in refresh(store, sources(site), client, (), TODAY)}


def test_a_first_round_stages_and_a_second_finds_nothing_new(site: Site, tmp_path: Path) -> None:
    """A first round stages and a second finds nothing new."""
    store = Store(tmp_path)
    assert {o.result for o in run(store, site).values()} == {"staged"}
    page = next(p for p in store.staged() if p.source == "law")
    assert (page.fetched, page.url, len(page.sha256)) == ("2026-11-25", f"{site.url}/law", 64)
    assert (tmp_path / "staged" / "law.html").read_bytes() == statute_page().encode()
    site.asked.clear()
    assert {o.result for o in run(store, site).values()} == {"unchanged"}
    assert all(headers.get("If-None-Match") for path, headers, _ in site.asked if path in ("/law", "/cmr"))
    assert store.accepted().pages == ()


def test_without_the_staged_page_nothing_is_taken_for_unchanged(site: Site, tmp_path: Path) -> None:
    """Without the staged page nothing is taken for unchanged."""
    store = Store(tmp_path)
    run(store, site)
    store.unstage("law")
    assert run(store, site)["law"].result == "staged"


def test_robots_are_asked_once_and_obeyed(site: Site, tmp_path: Path) -> None:
    """Robots are asked once and obeyed."""
    site.give("/robots.txt", f"User-agent: {AGENT}\nDisallow: /law\n", headers={"Content-Type": "text/plain"})
    outcomes = run(Store(tmp_path), site)
    assert "robots.txt" in outcomes["law"].reason
    assert outcomes["cmr"].result == "staged"
    assert site.paths() == ["/robots.txt", "/cmr"]
    assert all(AGENT in headers["User-Agent"] for _, headers, _ in site.asked)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_cannot_give_its_robots_is_left_alone(site: Site, tmp_path: Path, status: int) -> None:
    """A site that cannot give its robots is left alone."""
    site.pages["/robots.txt"] = Reply(b"", status)
    assert {o.result for o in run(Store(tmp_path), site).values()} == {"failed"}
    assert site.paths() == ["/robots.txt"]


def test_one_request_at_a_time_with_the_pause_that_the_site_wants(site: Site, tmp_path: Path) -> None:
    """One request at a time with the pause that the site wants."""
    site.give("/robots.txt", "User-agent: *\nCrawl-delay: 0.3\n", headers={"Content-Type": "text/plain"})
    run(Store(tmp_path), site)
    times = [at for _, _, at in site.asked]
    assert site.most_at_once == 1
    assert all(later - earlier >= 0.29 for earlier, later in pairwise(times))


def test_our_own_pause_is_kept_for_others_hosts() -> None:
    """Our own pause is kept for others hosts."""
    slept: list[float] = []
    client = Fetcher(frozenset({"a.test"}), Limits(pause=2.0), slept.append)
    client._wait("https://a.test/1")
    client._asked["a.test"] = time.monotonic()
    client._wait("https://a.test/2")
    assert len(slept) == 1
    assert 1.9 < slept[0] <= 2.0


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1/x", "connection failed"),
        ("https://elsewhere.test/x", "not on the list"),
        ("http://listed.test/x", "not https"),
        ("file:///etc/passwd", "not on the list"),
    ],
)
def test_addresses_that_are_refused(url: str, said: str) -> None:
    """Addresses that are refused."""
    with fetcher(hosts=("127.0.0.1", "listed.test")) as client, pytest.raises(FetchFault) as fault:
        client.fetch(url)
    assert said in str(fault.value) or "robots.txt" in str(fault.value)


def test_no_redirect_off_the_list_is_followed(site: Site, tmp_path: Path) -> None:
    """No redirect off the list is followed."""
    site.pages["/law"] = Reply(b"", 302, {"Location": "https://elsewhere.test/law"})
    site.pages["/cmr"] = Reply(b"", 301, {"Location": "/new"})
    site.give("/new", regulation_page())
    outcomes = run(Store(tmp_path), site)
    assert "elsewhere.test, which is not on the list" in outcomes["law"].reason
    assert outcomes["cmr"].result == "staged"


def test_redirects_in_a_circle_end(site: Site, tmp_path: Path) -> None:
    """Redirects in a circle end."""
    site.pages["/law"] = Reply(b"", 302, {"Location": "/law"})
    assert "redirected more than 4 times" in run(Store(tmp_path), site)["law"].reason


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(statute_page().encode(), wait=1.0), "no answer within"),
        (Reply(statute_page().encode() * 3, drip=0.05), "not complete after"),
        (Reply(statute_page().encode(), cut=900), "broke off"),
        (Reply(b"x" * 300_000), "larger than"),
        (Reply(b"%PDF", headers={"Content-Type": "application/pdf"}), "not a web page"),
        (Reply(b"gone", 404), "404"),
        (Reply(b"oh", 500), "500"),
        (Reply(b"<html><body><h1>Page not found</h1><p>An error occurred.</p></body></html>"), "went wrong"),
        (Reply(f"<html><p>{'Welcome to our new site. ' * 90}</p></html>".encode()), "no provision"),
        (Reply(b""), "went wrong"),
    ],
)
def test_a_faulty_page_is_named_and_nothing_is_staged(site: Site, tmp_path: Path, reply: Reply, said: str) -> None:
    """A faulty page is named and nothing is staged."""
    site.pages["/law"] = reply
    store = Store(tmp_path)
    outcomes = run(store, site)
    assert outcomes["law"].result == "failed"
    assert said in outcomes["law"].reason
    assert outcomes["cmr"].result == "staged"
    assert [page.source for page in store.staged()] == ["cmr"]


def test_a_fault_leaves_what_was_staged_before(site: Site, tmp_path: Path) -> None:
    """A fault leaves what was staged before."""
    store = Store(tmp_path)
    run(store, site)
    site.pages["/law"] = Reply(b"", 500)
    run(store, site)
    assert len(store.staged()) == 2


def test_the_list_in_the_repository_is_sound() -> None:
    """The list in the repository is sound."""
    documents = read_documents(DOCUMENTS)[0]
    listed = read_list(SOURCES, documents)
    assert {s.cite for s in listed.sources if s.cite} == {"M.G.L. c. 40, § 4E", "603 CMR 50", "603 CMR 28"}
    pages = [s for s in listed.sources if s.kind == "page"]
    assert len({s.url for s in pages}) == len(pages) >= 24
    assert all(s.url.startswith("https://") for s in listed.sources)
    closed = {org.website for org in documents.organizations if org.status == "dissolved"} - {None}
    assert not closed & {s.url for s in pages}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("url: http://malegislature.gov/x", "https"),
        ("url: https://user:pw@malegislature.gov/x", "user name"),
        ("url: https://other.gov/x", "not among"),
    ],
)
def test_a_list_with_a_mistake_is_refused(tmp_path: Path, line: str, said: str) -> None:
    """A list with a mistake is refused."""
    path = tmp_path / "list.yaml"
    path.write_text(
        f"hosts: [malegislature.gov]\nsources:\n  - id: a\n    kind: statute\n    title: A\n    cite: X\n    {line}\n"
    )
    with pytest.raises(CorpusError, match=said):
        read_list(path, read_documents(DOCUMENTS)[0])
