"""A person's decisions: accept or refuse changes and citations, all or some; go back to an earlier version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.loading import Documents
from corpus.official.applying import official_documents, with_accepted
from corpus.official.changes import Change, applied, pending, together
from corpus.official.citing import paths
from corpus.official.links import Proposal, proposals, restatements
from corpus.official.models import Accepted, Page, Pin
from corpus.official.store import NONE, RefreshError, Store
from corpus.schema import PassageRecord

ALL = "all"


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
    def proposals(self) -> list[Proposal]:
        """Citations that fit restatements without a confirmed letter, by the newest text of each page."""
        newest = {page.source: page for page in (*self.accepted.pages, *self.staged)}
        made = official_documents(tuple(newest.values()), self.documents)
        return proposals([p for document in made for p in document.passages], self.documents, self.accepted)

    @cached_property
    def pages(self) -> list[Page]:
        """The staged pages that have something to decide or to warn of."""
        sources = {change.source for change in self.changes}
        return [page for page in self.staged if page.source in sources or page.warnings]

    def alarms(self, source: str) -> list[str]:
        """What on a staged page is so odd that `all` leaves it out."""
        return [w.what for page in self.staged if page.source == source for w in page.warnings if w.alarm]

    def resting(self, change: Change) -> list[PassageRecord]:
        """The restatements that rest on the provision of a change, by its old or its new number."""
        touched = {p for provision in (change.before, change.after) if provision for p in paths(provision.citation)}
        current = with_accepted(self.documents, self.accepted)
        if change.provision.citation.startswith("http"):
            return []
        return [
            record
            for record in restatements(current)
            if any(
                path in touched or any(len(path) > 1 and t[: len(path)] == path for t in touched)
                for path in paths(record.citation or "")
            )
        ]

    def follow(self, change: Change) -> dict[str, Pin]:
        """For a renumbered provision, the citations of its restatements that go along."""
        if change.what != "renumbered" or change.before is None or change.after is None:
            return {}
        current = {r.id: r.citation for r in restatements(with_accepted(self.documents, self.accepted))}
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
    """Changes and citations that a decision is about; `held` are sources that `all` left out for their alarms."""

    changes: tuple[Change, ...]
    proposals: tuple[Proposal, ...]
    held: tuple[str, ...] = ()


def choose(waits: Waiting, names: Iterable[str]) -> Chosen:
    """What the names mean: `all`, a source, a change, or a citation. Raises RefreshError for one that is unknown."""
    changes: list[Change] = []
    pins: list[Proposal] = []
    held: list[str] = []
    for name in names:
        if name == ALL:
            held = sorted({c.source for c in waits.changes if waits.alarms(c.source)})
            changes += [c for c in waits.changes if c.source not in held]
            pins += [p for p in waits.proposals if not held]
            continue
        found = [c for c in waits.changes if name in (c.source, c.key)]
        proposed = [p for p in waits.proposals if name in (p.key, "pins")]
        if not found and not proposed:
            raise RefreshError(f"Nothing that waits is called {name!r}; see `assistant refresh --review`.")
        changes += found
        pins += proposed
    whole = together(waits.changes, list(dict.fromkeys(changes)))
    return Chosen(tuple(whole), tuple(dict.fromkeys(pins)), tuple(held))


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
    refused = _still(state.refused, chosen)
    update = {"pages": tuple(pages.values()), "pins": pins, "refused": refused, "made": made}
    return _settled(store, waits, state.model_copy(update=update))


def refuse(store: Store, waits: Waiting, chosen: Chosen, made: str) -> Accepted:
    """Note that the chosen changes and citations are not wanted; they are shown again only if their words change."""
    refused = waits.accepted.refused | {c.key: c.hash for c in chosen.changes}
    refused |= {p.key: p.now for p in chosen.proposals}
    return _settled(store, waits, waits.accepted.model_copy(update={"refused": refused, "made": made}))


def _still(refused: dict[str, str], chosen: Chosen) -> dict[str, str]:
    """The refusals that a later decision did not overtake."""
    overtaken = {c.key for c in chosen.changes} | {p.key for p in chosen.proposals}
    return {key: mark for key, mark in refused.items() if key not in overtaken}


def _settled(store: Store, waits: Waiting, state: Accepted) -> Accepted:
    """Keep a new state; staged pages of which nothing is left to decide are cleared away."""
    made = store.accept(state)
    left = {change.source for change in pending(made, waits.staged)}
    for page in waits.staged:
        if page.source not in left and _decided(made, page.source):
            store.unstage(page.source)
    return made


def _decided(state: Accepted, source: str) -> bool:
    """Whether a page's text is in use or was refused, so that its staged copy is no longer needed."""
    return state.page(source) is not None or any(key.partition("/")[0] == source for key in state.refused)


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
