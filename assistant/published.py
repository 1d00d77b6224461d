"""What the API publishes of the documents: collaboratives, programs and passages, as plain records."""

from pydantic import BaseModel, ConfigDict

from assistant.answer import ProgramShown
from assistant.records import shown_program
from corpus.directory import Directory, Offer
from corpus.passages import Passage, address_text
from corpus.schema import Organization


class Published(BaseModel):
    """Base of all records of the API."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PassageShown(Published):
    """One citable fact.

    `text` is in plain words where `restatement` is true, with the official page at `url`; `verified` is whether its
    source was read; `score` (0 to 1) stands only in search results.
    """

    id: str
    kind: str
    title: str
    citation: str
    headings: tuple[str, ...]
    text: str
    url: str | None
    sources: tuple[str, ...]
    as_of: str | None
    verified: bool
    restatement: bool
    quotation: bool
    note: str | None
    score: float | None = None


class CollaborativeShown(Published):
    """One collaborative in a list; `members` and `programs` are how many there are in the documents."""

    slug: str
    name: str
    short_name: str
    status: str
    region: str
    summary: str
    website: str | None
    phone: str | None
    phone_as_of: str | None
    address: str | None
    members: int
    programs: int
    as_of: str | None


class CollaborativeWhole(Published):
    """One collaborative with its member districts, its programs, and what the documents do not say (`gaps`)."""

    collaborative: CollaborativeShown
    also_called: tuple[str, ...]
    status_note: str | None
    org_code: str | None
    founded: int | None
    director: str | None
    director_as_of: str | None
    members: tuple[str, ...]
    members_as_of: str | None
    programs: tuple[ProgramShown, ...]
    gaps: tuple[str, ...]
    sources: tuple[str, ...]


class SearchResults(Published):
    """Passages, best first."""

    results: tuple[PassageShown, ...]


class Collaboratives(Published):
    """Collaboratives, by name."""

    collaboratives: tuple[CollaborativeShown, ...]


class ProgramList(Published):
    """A page of programs: `total` fit the filters; `ageless` more were left out for want of stated ages."""

    total: int
    ageless: int
    programs: tuple[ProgramShown, ...]


def passage_shown(passage: Passage, score: float | None = None) -> PassageShown:
    """A passage as the API shows it."""
    return PassageShown(
        id=passage.id,
        kind=passage.kind,
        title=passage.title,
        citation=passage.label,
        headings=passage.headings,
        text=passage.text,
        url=passage.url,
        sources=passage.sources,
        as_of=passage.as_of,
        verified=passage.verified and passage.pin_confirmed,
        restatement=passage.restatement,
        quotation=passage.quotation,
        note=passage.note,
        score=score,
    )


def collaborative_shown(org: Organization) -> CollaborativeShown:
    """A collaborative as a list shows it."""
    return CollaborativeShown(
        slug=org.slug,
        name=org.name,
        short_name=org.short_name,
        status=org.status,
        region=org.region,
        summary=org.summary,
        website=org.website,
        phone=org.telephone.number if org.telephone else None,
        phone_as_of=org.telephone.as_of if org.telephone else None,
        address=address_text(org) or None,
        members=len(org.members.districts),
        programs=len(org.programs),
        as_of=org.as_of,
    )


def collaborative_whole(directory: Directory, org: Organization) -> CollaborativeWhole:
    """Everything about a collaborative."""
    return CollaborativeWhole(
        collaborative=collaborative_shown(org),
        also_called=(*org.aliases, *org.former_names),
        status_note=org.status_note,
        org_code=org.org_code,
        founded=org.founded,
        director=org.director.name if org.director else None,
        director_as_of=org.director.as_of if org.director else None,
        members=tuple(member.name for member in org.members.districts),
        members_as_of=org.members.as_of,
        programs=tuple(shown_program(directory, Offer(org, program), None, None) for program in org.programs),
        gaps=org.gaps,
        sources=org.sources,
    )
