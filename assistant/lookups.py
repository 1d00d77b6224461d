"""What can be looked up without asking a question: the same functions for the API and the MCP tools."""

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict, Field

from assistant.conversation import Answering
from assistant.listing import Filters, find_place, select
from assistant.published import (
    Collaboratives,
    CollaborativeWhole,
    PassageShown,
    ProgramList,
    SearchResults,
    collaborative_shown,
    collaborative_whole,
    passage_shown,
)
from corpus.loading import Corpus
from corpus.schema import Category, Population, Region
from index.search import HybridSearch

HIDDEN = "limits"
"""The kind of passages that only steer the assistant: they are neither found nor shown."""
Status = Literal["active", "dissolved"]


class Missing(Exception):
    """There is no such record; the message says what to do, and does not repeat what was asked for."""


class Wrong(Exception):
    """A filter has a value that does not exist; the message names the filter and does not repeat the value."""


class Wanted(BaseModel):
    """The directory's filters; what is left out means any."""

    model_config = ConfigDict(extra="forbid")

    collaborative: str = Field("", max_length=80, description="A slug.")
    region: Region | None = None
    category: Category | None = None
    population: Population | None = None
    age: int | None = Field(None, ge=0, le=99, description="In years.")
    town: str = Field("", max_length=80, description="A town, a district or a ZIP code in Massachusetts.")
    limit: int = Field(40, ge=1, le=200)
    offset: int = Field(0, ge=0, le=10_000)

    def filters(self) -> Filters:
        """As the directory knows them."""
        return Filters(
            self.collaborative,
            self.region or "",
            self.category or "",
            self.population or "",
            self.town.strip(),
            self.age,
        )


@runtime_checkable
class Searching(Protocol):
    """An assistant that can also search."""

    @property
    def search(self) -> HybridSearch:
        """The search over the passages."""


@dataclass(frozen=True)
class Lookups:
    """Look-ups over what an assistant knows now: its documents may change while it serves."""

    assistant: Answering

    @property
    def corpus(self) -> Corpus:
        """The documents as they are now."""
        return self.assistant.corpus

    @property
    def search(self) -> HybridSearch | None:
        """The search as it is now; None for an assistant that cannot search."""
        return self.assistant.search if isinstance(self.assistant, Searching) else None

    def find(self, text: str, k: int) -> SearchResults:
        """The best `k` passages that may be shown, best first."""
        # By their ids: search and documents may be of two versions when they change over just now.
        search, by_id = self.search, self.corpus.by_id
        assert search is not None
        hits = [hit for hit in search.search(text, k + 10) if hit.id in by_id]
        found = [(by_id[hit.id], min(1.0, max(0.0, hit.score))) for hit in hits]
        return SearchResults(results=tuple(passage_shown(p, round(s, 4)) for p, s in found if p.kind != HIDDEN)[:k])

    def collaboratives(self, region: Region | None, status: Status) -> Collaboratives:
        """All collaboratives of a status, or those of one region, by name."""
        organizations = sorted(self.corpus.directory.organizations, key=lambda o: o.name)
        chosen = [o for o in organizations if o.status == status and region in (None, o.region)]
        return Collaboratives(collaboratives=tuple(collaborative_shown(o) for o in chosen))

    def collaborative(self, slug: str) -> CollaborativeWhole:
        """One collaborative with its members and programs. Raises Missing."""
        directory = self.corpus.directory
        if slug not in directory.by_slug:
            raise Missing("There is no collaborative with this slug; /api/v1/collaboratives lists them.")
        return collaborative_whole(directory, directory.by_slug[slug])

    def programs(self, wanted: Wanted) -> ProgramList:
        """Programs by filters; for a town those of its own collaboratives and others within 25 miles. Raises Wrong."""
        directory = self.corpus.directory
        if wanted.collaborative and wanted.collaborative not in directory.by_slug:
            raise Wrong("collaborative: there is no such slug")
        if wanted.town and not getattr(find_place(directory, wanted.town), "towns", ()):
            raise Wrong("town: no such place in Massachusetts")
        listing = select(directory, wanted.filters())
        shown = listing.programs[wanted.offset : wanted.offset + wanted.limit]
        return ProgramList(total=len(listing.programs), ageless=listing.ageless, programs=shown)

    def passage(self, id_: str) -> PassageShown:
        """One passage, as it is cited. Raises Missing."""
        found = self.corpus.by_id.get(id_)
        if found is None or found.kind == HIDDEN:
            raise Missing("There is no passage with this id.")
        return passage_shown(found)
