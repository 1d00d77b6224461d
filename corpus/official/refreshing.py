"""One round over the list: fetch what changed, read it, stage it. Nothing that is in use is touched."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.official.changes import changes
from corpus.official.fetching import Fetched, Fetcher, FetchFault
from corpus.official.models import Page, Provision, Seen
from corpus.official.parsing import parse_regulation, parse_statute
from corpus.official.sources import OfficialSource
from corpus.official.store import Store
from corpus.official.suspicion import is_error_page, warnings
from corpus.official.visible import Visible, read_page

Result = Literal["unchanged", "staged", "failed"]


@dataclass(frozen=True)
class Outcome:
    """What became of one source, with the reason of a failure."""

    source: OfficialSource
    result: Result
    reason: str = ""


def refresh(
    store: Store,
    sources: Sequence[OfficialSource],
    fetcher: Fetcher,
    known: Iterable[str],
    today: date,
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Fetch each source in turn and stage what changed; `known` are hosts that links may lead to without a warning."""
    seen, usual, outcomes = store.seen(), frozenset(known), []
    for source in sources:
        try:
            outcome = _one(store, source, fetcher, usual, today, seen)
        except FetchFault as fault:
            outcome = Outcome(source, "failed", str(fault))
        store.remember(seen)
        told(outcome)
        outcomes.append(outcome)
    return outcomes


def _one(
    store: Store, source: OfficialSource, fetcher: Fetcher, known: frozenset[str], today: date, seen: dict[str, Seen]
) -> Outcome:
    """Fetch, read and stage one source. Raises FetchFault."""
    last = _held(store, source, seen.get(source.id))
    got = fetcher.fetch(source.url, last.etag if last else None, last.modified if last else None)
    if not got.changed:
        if last is None:
            raise FetchFault("its server says that it has not changed, but it was never fetched")
        seen[source.id] = last.model_copy(update={"checked": today.isoformat()})
        return Outcome(source, "unchanged")
    digest = hashlib.sha256(got.content).hexdigest()
    result: Result = "unchanged"
    if last is None or digest != last.sha256:
        result = _stage(store, source, got, digest, known, today)
    seen[source.id] = Seen(
        url=source.url, checked=today.isoformat(), etag=got.etag, modified=got.modified, sha256=digest
    )
    return Outcome(source, result)


def _held(store: Store, source: OfficialSource, last: Seen | None) -> Seen | None:
    """What was last seen of a source, unless that page is neither staged nor accepted now."""
    if last is None or last.url != source.url:
        return None
    kept = [page for page in (*store.staged(), *store.accepted().pages) if page.source == source.id]
    return last if any(page.sha256 == last.sha256 for page in kept) else None


def _stage(
    store: Store, source: OfficialSource, got: Fetched, digest: str, known: frozenset[str], today: date
) -> Result:
    """Read a page and stage it, unless it says what was accepted already. Raises FetchFault when it is not the law."""
    visible = read_page(got.content, got.charset)
    if is_error_page(visible):
        raise FetchFault("the page only says that something went wrong (an error page with status 200?)")
    provisions = provisions_of(source, visible)
    if not provisions:
        raise FetchFault(f"no provision of {source.cite} is on the page; its form has changed, or it is another page")
    before = store.accepted().page(source.id)
    page = Page(
        source=source.id,
        kind=source.kind,
        title=source.title,
        url=source.url,
        fetched=today.isoformat(),
        sha256=digest,
        provisions=tuple(provisions),
        hosts=visible.hosts,
        warnings=warnings(visible, provisions, before, known),
    )
    if before and not changes(before, page) and not any(warning.alarm for warning in page.warnings):
        store.unstage(source.id)
        return "unchanged"
    store.stage(page, got.content)
    return "staged"


def provisions_of(source: OfficialSource, visible: Visible) -> list[Provision]:
    """The provisions of a law; of a web page its lines, as one."""
    if source.kind == "statute":
        return parse_statute(visible.lines, source.cite or "")
    if source.kind == "regulation":
        return parse_regulation(visible.lines, source.cite or "")
    return [Provision(citation=source.url, heading=visible.title[:380], paragraphs=visible.lines)]
