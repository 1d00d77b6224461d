"""Fetches one page at a time, politely: only listed hosts, robots.txt, pauses, time and size limits, no surprises."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from corpus.official.sources import is_loopback

AGENT = "collaborative-answers-refresh"
"""The name that robots.txt rules may address; site owners see it with the version behind it."""
_HEADERS = {
    "User-Agent": f"{AGENT}/1.0 (reads public law pages for a question service; one request at a time)",
    "Accept": "text/html, text/plain;q=0.9",
    "Accept-Language": "en",
    "Cache-Control": "no-cache",
}
_REDIRECTS = (301, 302, 303, 307, 308)
_READABLE = ("text/html", "text/plain", "application/xhtml+xml")


class FetchFault(Exception):
    """A page was not fetched; the message says why, for staff."""


@dataclass(frozen=True)
class Limits:
    """How polite and how patient: seconds between requests to one host, for one read and for a whole page; bytes."""

    pause: float = 2.0
    longest_pause: float = 60.0
    read: float = 20.0
    whole: float = 90.0
    size: int = 8_000_000
    robots_size: int = 512_000
    redirects: int = 4


@dataclass(frozen=True)
class Fetched:
    """A page as received; `changed` is False, and the content empty, when its server says that it is as before."""

    url: str
    content: bytes
    charset: str | None
    etag: str | None
    modified: str | None
    changed: bool = True


@dataclass
class Fetcher:
    """A polite client for a list of hosts. Use it as a context manager."""

    hosts: frozenset[str]
    limits: Limits = Limits()
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, Protego | None] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        timeout = httpx.Timeout(self.limits.read, connect=10)
        self._client = httpx.Client(headers=_HEADERS, timeout=timeout, follow_redirects=False)

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def fetch(self, url: str, etag: str | None = None, modified: str | None = None) -> Fetched:
        """Fetch a page, or learn that it has not changed since `etag` or `modified`. Raises FetchFault."""
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in asked.items() if value}
        for _ in range(self.limits.redirects + 1):
            self._allowed(url)
            with self._answer(url, headers) as response:
                if response.status_code not in _REDIRECTS:
                    return self._page(url, response)
                url = urljoin(url, response.headers.get("Location", ""))
        raise FetchFault(f"redirected more than {self.limits.redirects} times")

    def _allowed(self, url: str) -> None:
        """Refuse hosts off the list, anything but https, and what robots.txt keeps for itself."""
        self._listed(url)
        parts = urlsplit(url)
        robots = self._rules(f"{parts.scheme}://{parts.netloc}")
        if robots is None:
            raise FetchFault(f"{parts.netloc} does not give its robots.txt now, so nothing is fetched from it")
        if not robots.can_fetch(url, AGENT):
            raise FetchFault(f"{parts.netloc} does not want {parts.path} fetched (robots.txt)")

    def _listed(self, url: str) -> None:
        """Refuse what is not on the list of hosts."""
        parts = urlsplit(url)
        if parts.hostname not in self.hosts:
            raise FetchFault(f"sent to {parts.hostname or url}, which is not on the list of hosts")
        if parts.scheme != "https" and not is_loopback(parts.hostname):
            raise FetchFault(f"sent to {url}, which is not https")

    def _rules(self, site: str) -> Protego | None:
        """The rules of a site's robots.txt: none at all when it has no such file, None when it cannot be asked."""
        if site not in self._robots:
            self._robots[site] = self._fetch_rules(f"{site}/robots.txt")
        return self._robots[site]

    def _fetch_rules(self, url: str) -> Protego | None:
        """Fetch robots.txt; redirects are followed on listed hosts only."""
        try:
            for _ in range(self.limits.redirects + 1):
                self._listed(url)
                with self._answer(url, {}) as response:
                    if response.status_code in _REDIRECTS:
                        url = urljoin(url, response.headers.get("Location", ""))
                        continue
                    if response.status_code >= 500 or response.status_code == 429:
                        return None
                    found = response.status_code < 300
                    text = self._read(response, self.limits.robots_size).decode("utf-8", "replace") if found else ""
                    return Protego.parse(text)
        except FetchFault:
            pass
        return None

    @contextmanager
    def _answer(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """The server's answer to one request, after the pause that its host is owed."""
        self._wait(url)
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                yield response
        except httpx.TimeoutException as error:
            raise FetchFault(f"no answer within {self.limits.read:g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
            raise FetchFault(f"the connection failed or broke off ({reason})") from error
        finally:
            self._asked[urlsplit(url).netloc] = time.monotonic()

    def _wait(self, url: str) -> None:
        """Pause since the last request to this host: what its robots.txt asks for, and no less than our own."""
        parts = urlsplit(url)
        last = self._asked.get(parts.netloc)
        if last is None:
            return
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        delay = float(rules.crawl_delay(AGENT) or 0) if rules else 0.0
        usual = 0.0 if is_loopback(parts.hostname) else self.limits.pause
        pause = min(max(usual, delay), self.limits.longest_pause)
        self.sleep(max(0.0, pause - (time.monotonic() - last)))

    def _page(self, url: str, response: httpx.Response) -> Fetched:
        """The content of an answer. Raises FetchFault for errors and for what is no readable page."""
        etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
        if response.status_code == 304:
            return Fetched(url, b"", None, etag, modified, changed=False)
        if response.status_code != 200:
            raise FetchFault(f"the server answered {response.status_code} {response.reason_phrase}".strip())
        kind = response.headers.get("Content-Type", "text/html").partition(";")[0].strip().lower()
        if kind not in _READABLE:
            raise FetchFault(f"it is {kind}, not a web page")
        content = self._read(response, self.limits.size)
        return Fetched(url, content, response.charset_encoding, etag, modified)

    def _read(self, response: httpx.Response, size: int) -> bytes:
        """The body, unless it is larger than `size` bytes or drips on for too long."""
        content, started = bytearray(), time.monotonic()
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > size:
                raise FetchFault(f"it is larger than {size:,} bytes")
            if time.monotonic() - started > self.limits.whole:
                raise FetchFault(f"it was not complete after {self.limits.whole:g} seconds")
        return bytes(content)
