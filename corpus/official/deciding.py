"""A person's decisions: accept or refuse changes and citations, all or some; go back to an earlier version."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.loading import Documents
from corpus.official.applying import official_documents, pinned
from corpus.official.changes import Change, applied, pending, together
from corpus.official.citing import paths, within
from corpus.official.links import Proposal, proposals, restatements
from corpus.official.models import Accepted, Page, Pin
from corpus.official.store import NONE, RefreshError, Store
from corpus.schema import PassageRecord

ALL = "all"
PINS = "pins"


@dataclass(frozen=True)
class Waiting:
    """All that waits for a person: changes of staged pages, and citations that could be confirmed."""

    accepted: Accepted
    staged: tuple[Page, ...]
    documents: Documents

    @cached_property
    def changes(self) -> list[Change]:
        """The changes that were neither accepted nor refused."""
        return pending(self.accepted, self.staged)

    @cached_property
    def current(self) -> list[PassageRecord]:
        """The restatements with the citations that they have now."""
        return restatements(pinned(self.documents, self.accepted.pins))

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Citations that fit restatements without a confirmed letter, by the newest text of each page."""
        newest = {page.source: page for page in (*self.accepted.pages, *self.staged)}
        made = official_documents(tuple(newest.values()), self.documents)
        return proposals([p for document in made for p in document.passages], self.documents, self.accepted)

    @cached_property
    def pages(self) -> list[Page]:
        """The staged pages that have something to decide or to warn of."""
        sources = {change.source for change in self.changes}
        noted = self.accepted.refused
        return [p for p in self.staged if p.source in sources or (p.alarms and noted.get(p.source) != p.alarms)]

    def resting(self, change: Change) -> list[PassageRecord]:
        """The restatements that rest on the provision of a change, by its old or its new number."""
        rests = change.before or change.after
        moved_away = {c.before.citation for c in self.changes if c.what == "renumbered" and c.before}
        if rests is None or rests.citation.startswith("http") or (not change.before and rests.citation in moved_away):
            return []
        at = paths(rests.citation)[0]
        return [
            record
            for record in self.current
            if any(path == at or (len(path) > 1 and within(at, path)) for path in paths(record.citation or ""))
        ]

    def dangling(self) -> list[PassageRecord]:
        """The restatements that cite a provision of a fetched law which its newest text does not have."""
        newest = {page.source: page for page in (*self.accepted.pages, *self.staged) if page.kind != "page"}
        there = {p for page in newest.values() for v in page.provisions for p in paths(v.citation)}
        sections = {path[0] for path in there}
        return [
            record
            for record in self.current
            if any(
                path[0] in sections and not any(within(other, path) for other in there)
                for path in paths(record.citation or "")
            )
        ]

    def follow(self, change: Change) -> dict[str, Pin]:
        """For a renumbered provision, the citations of its restatements that go along."""
        if change.what != "renumbered" or change.before is None or change.after is None:
            return {}
        current = {r.id: r.citation for r in self.current}
        old = paths(change.before.citation)[0]
        return {
            record.id: Pin(was=record.citation or "", now=change.after.citation)
            for record in restatements(self.documents)
            if paths(current[record.id] or "") == (old,)
        }


def waiting(store: Store, documents: Documents) -> Waiting:
    """What waits in a folder. Raises CorpusError when its files are damaged."""
    return Waiting(store.accepted(), tuple(store.staged()), documents)


@dataclass(frozen=True)
class Chosen:
    """What a decision is about: changes, citations, pages with alarms that were read.

    `held` are pages that `all` left out for their alarms.
    """

    changes: tuple[Change, ...]
    proposals: tuple[Proposal, ...] = ()
    pages: tuple[Page, ...] = ()
    held: tuple[str, ...] = ()


def choose(waits: Waiting, names: Sequence[str]) -> Chosen:
    """What the names mean: `all` changes, a source, a change, a citation, or all of them (`pins`).

    Citations are never among `all`: each is a judgement. Raises RefreshError for a name that is unknown.
    """
    changes: list[Change] = []
    pins: list[Proposal] = []
    alarming = [page.source for page in waits.pages if page.alarms and page.source not in names]
    held = sorted(alarming) if ALL in names else []
    for name in names:
        found = [c for c in waits.changes if name in (c.source, c.key) or (name == ALL and c.source not in held)]
        proposed = [p for p in waits.proposals if name in (p.key, PINS)]
        if not found and not proposed and name != ALL and name not in {page.source for page in waits.pages}:
            raise RefreshError(f"Nothing that waits is called {name!r}; see `assistant refresh --review`.")
        changes += found
        pins += proposed
    whole = together(waits.changes, list(dict.fromkeys(changes)))
    pages = tuple(page for page in waits.pages if page.alarms and page.source in names)
    return Chosen(tuple(whole), tuple(dict.fromkeys(pins)), pages, tuple(held))


def accept(store: Store, waits: Waiting, chosen: Chosen, made: str) -> Accepted:
    """Take the chosen changes and citations into a new version and switch to it; `made` is the time of it."""
    state = waits.accepted
    pages = {page.source: page for page in state.pages}
    pins = dict(state.pins)
    for page in waits.staged:
        taken = [c for c in chosen.changes if c.source == page.source]
        if taken:
            pages[page.source] = applied(state.page(page.source), page, taken)
    for change in chosen.changes:
        pins |= waits.follow(change)
    pins |= {p.restatement.id: p.pin for p in chosen.proposals}
    refused = _still(state.refused, chosen) | _noted(chosen)
    update = {"pages": tuple(pages.values()), "pins": pins, "refused": refused, "made": made}
    return _settled(store, waits, state.model_copy(update=update))


def refuse(store: Store, waits: Waiting, chosen: Chosen, made: str) -> Accepted:
    """Note that the chosen changes and citations are not wanted; they are shown again only if their words change."""
    refused = waits.accepted.refused | {c.key: c.hash for c in chosen.changes}
    refused |= {p.key: p.now for p in chosen.proposals} | _noted(chosen)
    return _settled(store, waits, waits.accepted.model_copy(update={"refused": refused, "made": made}))


def _noted(chosen: Chosen) -> dict[str, str]:
    """The alarms that a person has read, so that they are not raised again while they stay the same."""
    return {page.source: page.alarms for page in chosen.pages}


def _still(refused: dict[str, str], chosen: Chosen) -> dict[str, str]:
    """The refusals that a later decision did not overtake."""
    overtaken = {c.key for c in chosen.changes} | {p.key for p in chosen.proposals}
    return {key: mark for key, mark in refused.items() if key not in overtaken}


def _settled(store: Store, waits: Waiting, state: Accepted) -> Accepted:
    """Keep a new state; staged pages of which nothing is left to decide are cleared away."""
    made = store.accept(state)
    left = {page.source for page in Waiting(made, waits.staged, waits.documents).pages}
    for page in waits.staged:
        if page.source not in left and (made.page(page.source) or page.source in made.refused):
            store.unstage(page.source)
    return made


def roll_back(store: Store, to: str | None = None) -> Accepted:
    """Go back to the version before the one in use, or to a named one. Raises RefreshError when there is none."""
    if to is None:
        now = store.accepted()
        if now == NONE:
            raise RefreshError("There is no accepted version to go back from.")
        store.switch(now.parent)
    else:
        store.switch(to)
    return store.accepted()


def records_of(waits: Waiting, source: str) -> Sequence[str]:
    """The ids of profile facts and programs that cite a watched web page."""
    url = next((page.url for page in waits.staged if page.source == source), "").rstrip("/")
    found = []
    for org in waits.documents.organizations:
        if any(item and item.rstrip("/") == url for item in (org.website, *org.sources)):
            found.append(f"{org.slug} (profile)")
        cited = [(p.id, p.sources) for p in org.programs] + [(f.id, f.sources) for f in org.facts]
        found += [id_ for id_, sources in cited if any(s.rstrip("/") == url for s in sources)]
    return found
