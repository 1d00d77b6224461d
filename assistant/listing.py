"""The directory to browse: filters over collaboratives and programs, and the page that shows what is left."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import ProgramShown
from assistant.escaping import safe
from assistant.records import shown_organization, shown_program
from assistant.render import UNKNOWN, dated, flat, link, program_table, site, telephone
from corpus.directory import Directory, Offer
from corpus.places import Place
from corpus.schema import Organization

NEAR_MILES = 25.0
PAGE = 40


@dataclass(frozen=True)
class Filters:
    """What the visitor chose; empty means any. `collaborative` is a slug, `town` what was typed, `age` in years."""

    collaborative: str = ""
    region: str = ""
    service: str = ""
    population: str = ""
    town: str = ""
    age: int | None = None

    @classmethod
    def of(cls, chosen: Sequence[object]) -> "Filters":
        """Filters from what a browser sent, in the order of the fields; what is not text or an age counts as empty."""
        texts = [value.strip() if isinstance(value, str) else "" for value in chosen]
        collaborative, region, service, population, town, years = texts
        age = int(years) if years.isdecimal() and len(years) <= 2 else None
        return cls(collaborative, region, service, population, town, age)

    @property
    def of_programs(self) -> bool:
        """Whether a filter looks at programs rather than at collaboratives."""
        return bool(self.service or self.population or self.age is not None)


@dataclass(frozen=True)
class Listing:
    """What is left: collaboratives, programs, and how many programs were left out for want of a stated age."""

    organizations: tuple[Organization, ...]
    programs: tuple[ProgramShown, ...]
    ageless: int = 0
    place: Place | None = None


def select(directory: Directory, filters: Filters) -> Listing:
    """Filter the directory. Dissolved collaboratives and former programs show only when one is chosen by name."""
    place = find_place(directory, filters.town)
    if filters.town and (place is None or not place.towns):
        return Listing((), (), 0, place)
    organizations = [o for o in directory.organizations if _organization_fits(o, filters)]
    offers = [
        o
        for o in directory.offers
        if o.organization in organizations and (filters.collaborative or o.program.status != "former")
        if _kind_fits(o, filters)
    ]
    aged = [o for o in offers if filters.age is None or _takes(o, filters.age)]
    ageless = sum(o.program.ages is None for o in offers) if filters.age is not None else 0
    programs = [shown for o in aged if (shown := _near(directory, o, place)) is not None]
    if place:
        programs.sort(key=lambda p: (not p.member, p.miles if p.miles is not None else 999.0))
    if filters.of_programs:
        running = {p.slug for p in programs}
        organizations = [o for o in organizations if o.slug in running]
    elif place:
        organizations = [o for o in organizations if shown_organization(directory, o, place).member]
    return Listing(tuple(sorted(organizations, key=lambda o: o.name)), tuple(programs), ageless, place)


def find_place(directory: Directory, typed: str) -> Place | None:
    """The place that was typed, misspelt ones included."""
    name = typed.strip()[:80]
    return (directory.places.lookup(name) or directory.places.guess(name)) if name else None


def _organization_fits(org: Organization, filters: Filters) -> bool:
    """Whether a collaborative passes the filters that look at it."""
    if filters.collaborative:
        return org.slug == filters.collaborative
    return org.status == "active" and (not filters.region or org.region == filters.region)


def _kind_fits(offer: Offer, filters: Filters) -> bool:
    """Whether a program is of the chosen service and for the chosen population."""
    program = offer.program
    of_service = not filters.service or filters.service in program.categories
    return of_service and (not filters.population or filters.population in program.populations)


def _takes(offer: Offer, age: int) -> bool:
    """Whether a program states that it takes this age."""
    ages = offer.program.ages
    if ages is None or (ages.low is None and ages.high is None):
        return False
    return (ages.low or 0) <= age <= (99 if ages.high is None else ages.high)


def _near(directory: Directory, offer: Offer, place: Place | None) -> ProgramShown | None:
    """A program's record, or None when a place was given and the program is neither near it nor its district's."""
    shown = shown_program(directory, offer, None, None)
    if place is None:
        return shown
    member = bool(shown_organization(directory, offer.organization, place).member)
    towns = [t for t in offer.towns if t in directory.places.towns]
    miles = min((directory.places.miles(a, b) for a in place.towns for b in towns), default=None)
    if not member and (miles is None or miles > NEAR_MILES):
        return None
    return shown.model_copy(update={"member": member, "miles": miles})


# -- as HTML -------------------------------------------------------------------------------------------------------


def listing_html(listing: Listing, filters: Filters, limit: int = PAGE) -> str:
    """The collaboratives and the first programs of a listing."""
    if filters.town and (listing.place is None or not listing.place.towns):
        return flat(
            f'<div class="listing" role="status"><p>We know no place in Massachusetts called '
            f"“<bdi>{safe(filters.town[:80])}</bdi>”. Please check the spelling.</p></div>"
        )
    shown = listing.programs[:limit]
    tables = [_organizations(listing), _programs(shown)]
    if filters.of_programs:
        tables.reverse()
    return flat(
        f'<div class="listing"><p class="count" role="status">{_count(listing, len(shown))}</p>{"".join(tables)}</div>'
    )


def _count(listing: Listing, shown: int) -> str:
    """How much was found, in a sentence or two."""
    parts = [
        many(len(listing.organizations), "collaborative"),
        many(len(listing.programs), "program")
        + (f" (the first {shown} are shown)" if shown < len(listing.programs) else ""),
    ]
    where = ""
    if listing.place:
        where = (
            f" for {safe(listing.place.name)}: programs of its own collaboratives, "
            f"and others within {NEAR_MILES:.0f} miles"
        )
    left = f" {listing.ageless} more do not state their ages in our documents." if listing.ageless else ""
    return f"{' and '.join(parts)}{where}.{left}"


def many(number: int, noun: str) -> str:
    """'1 program', '12 programs'."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _organizations(listing: Listing) -> str:
    """The collaboratives as a table."""
    rows = "".join(_organization_row(o) for o in listing.organizations)
    if not rows:
        none = f"No member list in our documents names {safe(listing.place.name)}." if listing.place else ""
        return f'<p class="gap">{none}</p>' if none else ""
    return (
        '<h2>Collaboratives</h2><table class="organizations"><caption class="unseen">Collaboratives</caption>'
        '<thead><tr><th scope="col">Collaborative</th><th scope="col">Member districts</th><th scope="col">Contact</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def _organization_row(org: Organization) -> str:
    """One collaborative: name and region, its members, whom to reach."""
    seat = f" · {safe(org.address.town)}" if org.address else ""
    where = (
        f"{safe(org.region)} region{seat}" if org.status == "active" else '<span class="doubt">No longer exists</span>'
    )
    return (
        f'<tr><th scope="row"><span class="name">{safe(org.name)}</span>'
        f'<p class="by">{safe(org.short_name)} · {where}</p></th>'
        f"<td>{_members(org)}</td><td>{_reach(org)}</td></tr>"
    )


def _members(org: Organization) -> str:
    """The member districts, folded away when there are many."""
    districts = org.members.districts
    if not districts:
        return f'<span class="gap">Members {UNKNOWN}</span>'
    names = safe(", ".join(m.name for m in districts))
    as_of = f' <span class="as-of">as of {safe(dated(org.members.as_of))}</span>' if org.members.as_of else ""
    return f"<details><summary>{many(len(districts), 'district')}{as_of}</summary><p>{names}</p></details>"


def _reach(org: Organization) -> str:
    """Telephone with its year, and website."""
    if org.status == "dissolved":
        return '<span class="gap">Cannot be contacted</span>'
    year = (
        f' <span class="as-of">as of {safe(dated(org.telephone.as_of))}</span>'
        if org.telephone and org.telephone.as_of
        else ""
    )
    phone = (
        f"<p>{telephone(org.telephone.number)}{year}</p>" if org.telephone else f'<p class="gap">Phone {UNKNOWN}</p>'
    )
    return phone + (f"<p>{link(org.website, site(org.website))}</p>" if org.website else "")


def _programs(programs: Sequence[ProgramShown]) -> str:
    """The programs as a table."""
    return f"<h2>Programs and services</h2>{program_table(programs)}" if programs else ""
