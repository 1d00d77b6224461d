"""The directory in Open Referral's HSDS 3.1, the exchange format of community directories.

What our documents do not say is left out, and named in an attribute of the taxonomy "Notes on a record". Nothing that
has ended is current: its services are "defunct" and have no service area, and a dissolved organization has no contact.
"""

from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from corpus.loading import Corpus
from corpus.places import Gazetteer
from corpus.schema import AsOf, Member, Organization, Program

Record = dict[str, Any]

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:collaboratives-assistant:hsds")
_STATUS = {"open": "active", "confirm": "active", "former": "defunct"}
_CENTRE = "The position is the centre of the town."
_TAXONOMIES = {
    "service category": ("Kinds of service", "The kinds of service that educational collaboratives offer."),
    "population": ("Groups served", "The groups of students or adults that a service is for."),
    "region": ("MOEC regions", "The five regions of the Massachusetts Organization of Educational Collaboratives."),
    "note": ("Notes on a record", "How old and how sure a record is, and what our documents do not say."),
}
_NOTES = {
    "as of": "The date of the information as our documents give it; assured_date is the first day of that period.",
    "members as of": "The date of the list of member districts.",
    "to be confirmed": "The information is old or undated: ask the organization whether the service still runs.",
    "not in our documents": "What our documents do not say.",
}


def hsds(corpus: Corpus) -> Record:
    """Every organization with its services and locations, as one page of HSDS's list of organizations."""
    organizations = sorted(corpus.directory.organizations, key=lambda org: org.slug)
    contents = [_organization(org, corpus.places) for org in organizations]
    return {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": not contents,
        "contents": contents,
    }


def noted(as_of: AsOf | None, note: str | None) -> str | None:
    """A date and a caution in words; a date that the caution gives already is not said twice."""
    parts = [f"as of {as_of}" if as_of and as_of not in (note or "") else "", note or ""]
    return "; ".join(part for part in parts if part) or None


def caution(org: Organization, program: Program) -> str | None:
    """What to be careful about; of a program of a dissolved collaborative at least how that ended."""
    return program.caution or (org.status_note if org.status == "dissolved" else None)


def _id(*parts: str) -> str:
    """The same UUID for the same record in every export, from its kind and slugs."""
    return str(uuid5(_NAMESPACE, "/".join(parts)))


def _known(**fields: object) -> Record:
    """A record without the fields that are not known."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _sentences(*parts: str | None) -> str:
    """The parts that are known as sentences in a row."""
    said = (part[:1].upper() + part[1:] for part in parts if part)
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in said)


# -- organizations -------------------------------------------------------------------------------------------------


def _organization(org: Organization, places: Gazetteer) -> Record:
    """An HSDS organization with everything that hangs on it."""
    own = _id("organization", org.slug)
    current = org.status == "active"
    names = (org.short_name, *org.aliases, *(f"formerly {name}" for name in org.former_names))
    ended = None if current else _sentences(f"{org.name} no longer exists", org.status_note)
    services = [_service(org, program, places) for program in org.programs]
    return _known(
        id=own,
        name=org.name,
        alternate_name="; ".join(name for name in names if name != org.name),
        description=_sentences(ended, org.summary),
        website=org.website if current else None,
        additional_websites=_sources(own, org.sources),
        year_incorporated=org.founded,
        legal_status=None if current else "dissolved",
        phones=_phones(org) if current else None,
        contacts=_contacts(org) if current else None,
        locations=_locations(org, places, services),
        organization_identifiers=_identifiers(org),
        services=services,
        attributes=list(_organization_notes(org)),
    )


def _phones(org: Organization) -> list[Record]:
    """The telephone number with its age."""
    if org.telephone is None:
        return []
    number, _, extension = org.telephone.number.partition(" x")
    return [
        _known(
            id=_id("phone", org.slug),
            number=number,
            extension=int(extension) if extension else None,
            type="voice",
            description=noted(org.telephone.as_of, org.telephone.note),
        )
    ]


def _contacts(org: Organization) -> list[Record]:
    """The executive director; the title says when that was so."""
    if org.director is None:
        return []
    title = f"Executive director (as of {org.director.as_of}; may have changed)"
    return [{"id": _id("contact", org.slug, "director"), "name": org.director.name, "title": title}]


def _identifiers(org: Organization) -> list[Record]:
    """The code of the Department of Elementary and Secondary Education."""
    if org.org_code is None:
        return []
    kind = "Massachusetts DESE organization code"
    return [{"id": _id("identifier", org.slug), "identifier_type": kind, "identifier": org.org_code}]


def _organization_notes(org: Organization) -> Iterator[Record]:
    """Region, dates and gaps of an organization."""
    own = _id("organization", org.slug)
    if org.status == "active":
        yield _attribute(own, "organization", "region", org.region)
        address = org.address
        facts: dict[str, object] = {
            "telephone": org.telephone,
            "website": org.website,
            "executive director": org.director,
        }
        facts |= {"street address": address and address.street, "ZIP code": address and address.zip}
        for missing in [name for name, value in facts.items() if not value]:
            yield _note(own, "organization", "not in our documents", missing)
    for term, value in (("as of", org.as_of), ("members as of", org.members.as_of)):
        if value:
            yield _note(own, "organization", term, value)
    for gap in org.gaps:
        yield _note(own, "organization", "not in our documents", gap)


# -- services ------------------------------------------------------------------------------------------------------


def _service(org: Organization, program: Program, places: Gazetteer) -> Record:
    """A program or service line as an HSDS service."""
    own = _id("service", program.id)
    current = org.status == "active" and program.status != "former"
    elsewhere = f"Where: {program.place}" if program.place and not program.towns else None
    unsure = None if program.verified else "This is not confirmed"
    return _known(
        id=own,
        organization_id=_id("organization", org.slug),
        name=program.name,
        description=_sentences(program.description, elsewhere),
        url=org.website if current else None,
        additional_urls=_sources(own, program.sources),
        status=_STATUS[program.status] if org.status == "active" else "defunct",
        eligibility_description=_eligibility(program),
        minimum_age=program.ages.low if program.ages else None,
        maximum_age=program.ages.high if program.ages else None,
        assured_date=_first_day(program.as_of),
        alert=_sentences(unsure, caution(org, program)),
        service_areas=_areas(org, program, places) if current else None,
        service_at_locations=_sites(org, program, places),
        attributes=list(_service_notes(program)),
    )


def _eligibility(program: Program) -> str:
    """Ages or grades as the source says them, and the groups served."""
    ages = f"Ages or grades: {program.ages.text}" if program.ages else None
    groups = f"Groups served: {', '.join(program.populations)}" if program.populations else None
    return _sentences(ages, groups)


def _first_day(as_of: AsOf | None) -> str | None:
    """The first day of a year, month or day: information is never made younger than it is."""
    return f"{as_of}-01-01"[:10] if as_of else None


def _service_notes(program: Program) -> Iterator[Record]:
    """Kinds, groups, date and gaps of a service."""
    own = _id("service", program.id)
    for category in program.categories:
        yield _attribute(own, "service", "service category", category)
    for population in program.populations:
        yield _attribute(own, "service", "population", population)
    if program.as_of:
        yield _note(own, "service", "as of", program.as_of)
    if program.status == "confirm":
        yield _note(own, "service", "to be confirmed", program.caution)
    facts: dict[str, object] = {
        "date": program.as_of,
        "ages or grades": program.ages,
        "place": program.towns or program.place,
    }
    for missing in [name for name, value in facts.items() if not value]:
        yield _note(own, "service", "not in our documents", missing)


def _areas(org: Organization, program: Program, places: Gazetteer) -> list[Record]:
    """The member districts, each with its towns; and the others, if it takes their students."""
    areas = [_area(org, program, member, places) for member in org.members.districts]
    if org.serves_other_districts:
        others = f"{org.short_name} also serves students from districts that are not members."
        areas.append(
            {"id": _id("service_area", program.id, "others"), "name": "Other districts", "description": others}
        )
    return areas


def _area(org: Organization, program: Program, member: Member, places: Gazetteer) -> Record:
    """One member district as a service area."""
    towns = ", ".join(places.district_towns(member.name))
    doubt = noted(member.as_of or org.members.as_of, member.note)
    return {
        "id": _id("service_area", program.id, member.name),
        "name": member.name,
        "description": _sentences(
            f"Member district of {org.short_name}" + (f" ({doubt})" if doubt else ""),
            f"Towns: {towns}" if towns else None,
        ),
    }


# -- locations -----------------------------------------------------------------------------------------------------


def _locations(org: Organization, places: Gazetteer, services: list[Record]) -> list[Record]:
    """The office and every place where a service is offered, each once."""
    found = [_office(org, places)] if org.address else []
    found += [site["location"] for service in services for site in service.get("service_at_locations", ())]
    return list({location["id"]: location for location in found}.values())


def _office(org: Organization, places: Gazetteer) -> Record:
    """The organization's address; a full HSDS address only when street and ZIP code are both known."""
    address = org.address
    assert address is not None
    own = _id("location", org.slug, "office")
    whole = bool(address.street and address.zip)
    line = ", ".join(part for part in (address.street, address.town, "Massachusetts") if part)
    return _known(
        id=own,
        location_type="physical",
        name=f"{'Office' if org.status == 'active' else 'Last known office'} of {org.short_name}",
        description=_sentences(None if whole else line, noted(address.as_of, address.note), _CENTRE),
        **_position(places, address.town),
        addresses=[_address(own, address.street, address.town, address.zip)] if whole else None,
    )


def _address(location: str, street: str | None, town: str, code: str | None) -> Record:
    """An HSDS address."""
    return {
        "id": _id("address", location),
        "address_1": street,
        "city": town,
        "state_province": "MA",
        "postal_code": code,
        "country": "US",
        "address_type": "physical",
    }


def _position(places: Gazetteer, town: str) -> Record:
    """Latitude and longitude of a town's centre in degrees."""
    return {"latitude": places.towns[town].lat, "longitude": places.towns[town].lon}


def _sites(org: Organization, program: Program, places: Gazetteer) -> list[Record]:
    """Where a service is offered: one entry a town. A place that spans towns is described, not divided."""
    place = program.place if len(program.towns) == 1 else None
    shared = program.place if len(program.towns) > 1 else None
    sites = []
    for town in program.towns:
        location = _site(org, town, place, places)
        sites.append(
            _known(
                id=_id("service_at_location", program.id, town),
                service_id=_id("service", program.id),
                location_id=location["id"],
                description=shared,
                location=location,
            )
        )
    return sites


def _site(org: Organization, town: str, place: str | None, places: Gazetteer) -> Record:
    """The office, if that is the place; else a location of its own, the same for all services offered there."""
    if org.address and place and (town, place) == (org.address.town, org.address.street):
        return _office(org, places)
    return {
        "id": _id("location", org.slug, town, place or ""),
        "location_type": "physical",
        "name": place or town,
        "description": _sentences(f"In {town}, Massachusetts", _CENTRE),
        **_position(places, town),
    }


# -- sources and terms ---------------------------------------------------------------------------------------------


def _sources(owner: str, urls: tuple[str, ...]) -> list[Record]:
    """Where the information was read."""
    return [{"id": _id("url", owner, url), "label": "Source", "url": url} for url in dict.fromkeys(urls)]


def _note(owner: str, entity: str, term: str, value: str | None) -> Record:
    """A note on a record: a term of `_NOTES` and what there is to say."""
    return _attribute(owner, entity, "note", term, value)


def _attribute(owner: str, entity: str, taxonomy: str, term: str, value: str | None = None) -> Record:
    """A term of one of our taxonomies, tied to a record."""
    title, about = _TAXONOMIES[taxonomy]
    return _known(
        id=_id("attribute", owner, taxonomy, term, value or ""),
        link_id=owner,
        link_entity=entity,
        link_type=taxonomy,
        value=value,
        taxonomy_term_id=_id("term", taxonomy, term),
        taxonomy_term={
            "id": _id("term", taxonomy, term),
            "name": term,
            "description": _NOTES.get(term, f"{title}: {term}."),
            "taxonomy": title,
            "taxonomy_detail": {"id": _id("taxonomy", taxonomy), "name": title, "description": about},
        },
    )
