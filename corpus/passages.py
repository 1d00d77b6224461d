"""The passage: the unit that is found, quoted and cited; and how files become passages."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.schema import AddedDocument, Due, Organization, PassageRecord, Program, TopicDocument

RESTATED = "Plain-language restatement, not the official wording."
_RUN = frozenset({"special education programs", "early childhood", "alternative education"})
"""Categories of which a collaborative is said to run a program; anything else it offers."""
_VERBS = {"open": ("runs", "offers"), "confirm": ("has run", "has offered"), "former": ("used to run", "used to offer")}


@dataclass(frozen=True)
class Passage:
    """One citable fact.

    `headings` lead to it from the document's title; `asks` are questions that it answers, indexed beside its text, and
    `yes_to` and `no_to` those of them that it answers with a plain yes or no;
    `verified` is whether its source was read; `organization` and `program` are set on directory passages;
    `restatement` means that an official text exists and is paraphrased; an official passage names those in `restates`.
    """

    id: str
    kind: str
    title: str
    headings: tuple[str, ...]
    text: str
    asks: tuple[str, ...] = ()
    yes_to: frozenset[str] = frozenset()
    no_to: frozenset[str] = frozenset()
    citation: str | None = None
    also: tuple[str, ...] = ()
    url: str | None = None
    sources: tuple[str, ...] = ()
    as_of: str | None = None
    verified: bool = True
    pin_confirmed: bool = True
    quotation: bool = False
    restatement: bool = False
    note: str | None = None
    due: tuple[Due, ...] = ()
    cues: tuple[str, ...] = ()
    organization: str | None = None
    program: str | None = None
    restates: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What the source is called in an answer: its citation, or the last heading."""
        return self.citation or " · ".join(self.headings[-1:]) or self.title

    @property
    def citations(self) -> tuple[str, ...]:
        """Every official citation of the fact, the first one first."""
        return ((self.citation,) if self.citation else ()) + self.also


def topic_passages(document: TopicDocument) -> Iterator[Passage]:
    """The passages of a topic file, in its order."""
    for record in document.passages:
        yield _from_record(
            record,
            document.kind,
            (document.title, record.section),
            document.official_url,
            restatement=document.restatement,
        )


def added_passages(document: AddedDocument) -> Iterator[Passage]:
    """The passages of an added document: its own words, quoted as they are."""
    for item in document.passages:
        yield Passage(
            id=item.id,
            kind=document.kind,
            title=item.title,
            headings=(document.title, *item.headings),
            text=item.text,
            asks=item.asks,
            citation=item.citation,
            url=item.url,
            sources=(item.url,) if item.url else (),
            as_of=item.as_of,
            quotation=True,
            restates=item.restates,
        )


def _from_record(
    record: PassageRecord,
    kind: str,
    headings: tuple[str, ...],
    url: str | None,
    *,
    restatement: bool = False,
    organization: str | None = None,
) -> Passage:
    """A passage from its record; its own first source stands in where there is no official page."""
    return Passage(
        id=record.id,
        kind=kind,
        title=record.title,
        headings=headings,
        text=record.text,
        asks=record.questions,
        yes_to=frozenset(record.yes_to),
        no_to=frozenset(record.no_to),
        citation=record.citation,
        also=record.also,
        url=url or (record.sources[0] if record.sources else None),
        sources=record.sources,
        as_of=record.as_of,
        verified=record.verified,
        pin_confirmed=record.pin_confirmed,
        quotation=record.quotation,
        restatement=restatement and not record.quotation,
        note=record.note,
        due=record.due,
        cues=record.cues,
        organization=organization,
    )


def organization_passages(org: Organization) -> Iterator[Passage]:
    """Profile, contact, members, programs and further facts of one collaborative."""
    yield _of(org, "profile", f"What {org.short_name} is", _profile(org), _profile_asks(org))
    yield _of(org, "contact", f"How to reach {org.short_name}", contact_text(org), _contact_asks(org))
    if org.members.districts:
        yield _of(org, "members", f"Member districts of {org.short_name}", members_text(org), _members_asks(org))
    for program in org.programs:
        yield _program_passage(org, program)
    for record in org.facts:
        yield _from_record(record, "collaborative", (org.name, record.section), None, organization=org.slug)
    if org.gaps:
        text = f"What our documents do not hold about {org.name}: " + " ".join(org.gaps)
        asks = (
            f"what is not known about {org.short_name}",
            f"what information is missing on {org.short_name}",
            f"how sure are you about {org.short_name}",
        )
        yield _of(org, "gaps", f"What is not known about {org.short_name}", text, asks)


def _of(org: Organization, part: str, title: str, text: str, asks: tuple[str, ...]) -> Passage:
    """A passage made from an organization's own record."""
    return Passage(
        id=f"{org.slug}-{part}",
        kind="collaborative",
        title=title,
        headings=(org.name, title),
        text=text,
        asks=asks,
        url=org.website or (org.sources[0] if org.sources else None),
        sources=org.sources,
        as_of=(org.members.as_of if part == "members" else None) or org.as_of,
        organization=org.slug,
    )


def _named(org: Organization) -> str:
    """The collaborative's name as it stands within a sentence."""
    return f"the {org.name}" if org.name.startswith("Collaborative for ") else org.name


def _capital(sentence: str) -> str:
    """A sentence with its first letter large."""
    return sentence[:1].upper() + sentence[1:]


def _listed(items: list[str]) -> str:
    """One, two or more things in a row: 'a', 'a and b', 'a, b and c'."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def _profile(org: Organization) -> str:
    """The profile in sentences; a dissolved collaborative says so first."""
    gone = (f"{org.name} no longer exists.", org.status_note) if org.status == "dissolved" else ()
    parts = [part for part in (*gone, org.summary) if part]
    if org.former_names:
        parts.append(f"{org.short_name} was formerly called {' and '.join(org.former_names)}.")
    if org.founded and str(org.founded) not in org.summary:
        parts.append(f"{org.short_name} was founded in {org.founded}.")
    if org.status == "active":
        parts.append(f"{org.short_name} belongs to MOEC's {org.region} region.")
    return " ".join(parts)


def contact_text(org: Organization) -> str:
    """Telephone, website, address and director with their dates; what is unknown is said."""
    if org.status == "dissolved":
        return f"{org.name} no longer exists and cannot be contacted. {org.status_note or ''}".strip()
    known = f"{org.telephone.number}{_aside(org.telephone.as_of, org.telephone.note)}" if org.telephone else ""
    parts = [f"The telephone number of {_named(org)} is {known or 'not in our documents'}."]
    if org.website:
        parts.append(f"Its website is {org.website}.")
    if org.address:
        place = "Its address is" if org.address.street else "It is in"
        parts.append(f"{place} {address_text(org)}{_aside(org.address.as_of, org.address.note)}.")
    if org.director:
        parts.append(
            f"As of {org.director.as_of} its executive director was {org.director.name}; that may have changed."
        )
    named = {"street address": org.address and org.address.street, "present executive director": org.director}
    missing = [what for what, value in named.items() if not value]
    if missing:
        parts.append(f"Its {_listed(missing)} {'is' if len(missing) == 1 else 'are'} not in our documents.")
    return " ".join(parts)


def address_text(org: Organization) -> str:
    """The postal address on one line, or an empty text."""
    if org.address is None:
        return ""
    place = f"{org.address.town}, MA {org.address.zip or ''}".strip()
    return f"{org.address.street}, {place}" if org.address.street else place


def _aside(as_of: str | None, note: str | None) -> str:
    """A date and a caution in brackets; a date that the caution gives is not said twice."""
    caution = (note or "").replace(" (", ", ").replace(")", "")
    dated = f"as of {as_of}" if as_of and as_of not in caution else ""
    inside = "; ".join(part for part in (dated, caution) if part)
    return f" ({inside})" if inside else ""


def members_text(org: Organization) -> str:
    """The member districts with their date; doubts about single members are said."""
    were = "were" if org.status == "dissolved" else "are"
    asof = org.members.as_of
    names = ", ".join(f"{m.name}{_aside(m.as_of if m.as_of != asof else None, m.note)}" for m in org.members.districts)
    parts = [f"{f'As of {asof}, the' if asof else 'The'} member districts of {_named(org)} {were}: {names}."]
    if org.members.note:
        parts.append(org.members.note)
    if org.serves_other_districts and org.status == "active":
        parts.append(f"{org.short_name} also serves students from other districts.")
    return " ".join(parts)


def _program_passage(org: Organization, program: Program) -> Passage:
    """One program or service line as a passage."""
    return Passage(
        id=program.id,
        kind="program",
        title=program.name,
        headings=(org.name, *sorted(program.categories)),
        text=program_text(org, program),
        asks=program.asks,
        url=org.website or (program.sources[0] if program.sources else None),
        sources=program.sources or org.sources,
        as_of=program.as_of or org.as_of,
        verified=program.verified,
        note=program.caution,
        organization=org.slug,
        program=program.id,
    )


def program_text(org: Organization, program: Program) -> str:
    """What the program is, where and for whom, in sentences."""
    verb = _VERBS[program.status][0 if _RUN.intersection(program.categories) else 1]
    towns = [town for town in program.towns if town not in program.name]
    where = f" in {_listed(towns)}" if towns else ""
    first = _capital(f"{_named(org)} {verb} {program.name}{where}.")
    ages = f"For whom: {program.ages.text}." if program.ages else ""
    return " ".join(part for part in (first, ages, program.description, program.caution) if part)


def _profile_asks(org: Organization) -> tuple[str, ...]:
    """Questions about what a collaborative is, by each of its names."""
    names = (org.short_name, org.name, *org.former_names)
    return (
        *list(dict.fromkeys(f"what is {name}" for name in names))[:5],
        f"tell me about {org.short_name}",
        f"what does {org.short_name} do",
        f"when was {org.short_name} founded",
    )


def _contact_asks(org: Organization) -> tuple[str, ...]:
    """Questions about how to reach a collaborative."""
    name = org.short_name
    return (
        f"what is the phone number of {name}",
        f"how do i contact {name}",
        f"where is {name} located, what is the address",
        f"what is the website of {name}",
        f"who is the director of {name}",
    )


def _members_asks(org: Organization) -> tuple[str, ...]:
    """Questions about who belongs to a collaborative."""
    name = org.short_name
    return (
        f"which districts belong to {name}",
        f"what towns are in {name}",
        f"who are the members of {name}",
        f"is my town part of {name}",
    )
