"""The directory: organizations and programs as records, looked up by name, town, service and age."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from corpus.passages import Passage
from corpus.places import Gazetteer
from corpus.schema import Member, Organization, Program, Region

REGIONS: tuple[Region, ...] = ("Central", "Greater Boston", "North", "Southeast", "West")
MOEC = "https://moecnet.org"
_REGION_WORDS: dict[str, Region] = {
    "west": "West", "western": "West", "berkshire": "West", "pioneer": "West",
    "southeast": "Southeast", "southeastern": "Southeast", "south": "Southeast", "cape": "Southeast",
    "north": "North", "northeast": "North", "northern": "North",
    "central": "Central", "middle": "Central", "boston": "Greater Boston", "metro": "Greater Boston",
}  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """A program together with the organization that runs it."""

    organization: Organization
    program: Program

    @property
    def towns(self) -> tuple[str, ...]:
        """Where the program takes place; empty when that is not in our documents."""
        return self.program.towns


class Directory:
    """All organizations, active and dissolved, and what they offer."""

    def __init__(self, organizations: tuple[Organization, ...], places: Gazetteer) -> None:
        self.organizations = organizations
        self.places = places

    @cached_property
    def active(self) -> tuple[Organization, ...]:
        """The collaboratives of today, by name."""
        return tuple(sorted((o for o in self.organizations if o.status == "active"), key=lambda o: o.name))

    @cached_property
    def by_slug(self) -> dict[str, Organization]:
        """Every organization by its slug."""
        return {org.slug: org for org in self.organizations}

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Every program of every collaborative, former ones included."""
        return tuple(Offer(org, program) for org in self.organizations for program in org.programs)

    @cached_property
    def by_program(self) -> dict[str, Offer]:
        """Every offer by its program's id."""
        return {offer.program.id: offer for offer in self.offers}

    @cached_property
    def _served(self) -> dict[str, tuple[tuple[Organization, Member], ...]]:
        """For each town, the organizations of which one of its districts is a member."""
        served: dict[str, list[tuple[Organization, Member]]] = {}
        for org in self.organizations:
            for member in org.members.districts:
                for town in self.places.district_towns(member.name):
                    served.setdefault(town, []).append((org, member))
        return {town: tuple(pairs) for town, pairs in served.items()}

    def members_of(self, towns: Collection[str], mostly: bool = False) -> tuple[str, ...]:
        """The collaboratives (by their slugs) that some towns belong to, those of most of them first.

        Only those `mostly` of these towns, where wanted: a region is not that of a collaborative with two of its twenty
        members there.
        """
        inside = Counter(slug for town in towns for slug in {org.slug for org, _ in self.memberships(town)})
        return tuple(slug for slug, count in inside.most_common() if not mostly or 2 * count >= self._size(slug))

    def _size(self, slug: str) -> int:
        """How many towns the members of a collaborative have."""
        return len({t for m in self.by_slug[slug].members.districts for t in self.places.district_towns(m.name)})

    def memberships(self, town: str, dissolved: bool = False) -> tuple[tuple[Organization, Member], ...]:
        """The collaboratives that a town belongs to, each with the member district through which it does."""
        pairs = self._served.get(town, ())
        return tuple(pair for pair in pairs if (pair[0].status == "dissolved") == dissolved)

    def in_region(self, region: Region) -> tuple[Organization, ...]:
        """The active collaboratives of one of MOEC's regions."""
        return tuple(org for org in self.active if org.region == region)

    def distance(self, org: Organization, town: str) -> float | None:
        """Miles from a town to the collaborative's seat, or to its nearest member town; None when unknown."""
        if org.address and org.address.town in self.places.towns:
            return self.places.miles(town, org.address.town)
        return self.to_members(org, town)

    def to_members(self, org: Organization, town: str) -> float | None:
        """Miles from a town to a collaborative's nearest member town; None where no member is known."""
        towns = {other for member in org.members.districts for other in self.places.district_towns(member.name)}
        return min((self.places.miles(town, other) for other in towns & self.places.towns.keys()), default=None)

    def nearest(self, town: str) -> list[Organization]:
        """The two collaboratives nearest to a town: by their seat or their nearest member town, whichever is nearer.

        Of neighbours alike the one with the nearer seat comes first.
        """
        known = []
        for org in self.active:
            ways = [miles for miles in (self.distance(org, town), self.to_members(org, town)) if miles is not None]
            if ways:
                known.append((min(ways), max(ways), org.name, org))
        return [org for *_, org in sorted(known, key=lambda item: item[:3])[:2]]

    def overview_passages(self) -> list[Passage]:
        """Passages made from all records together: how many collaboratives there are, and which are in each region."""
        counts = ", ".join(f"{len(self.in_region(region))} in {region}" for region in REGIONS)
        everything = Passage(
            id="directory-all",
            kind="directory",
            title="The collaboratives of Massachusetts",
            headings=("Directory of collaboratives", "All collaboratives"),
            text=f"Massachusetts has {len(self.active)} educational collaboratives that are members of MOEC: {counts}. "
            f"They are: {', '.join(org.short_name for org in self.active)}.",
            asks=(
                "how many educational collaboratives are there in massachusetts",
                "list all the collaboratives",
                "what are the names of the collaboratives in massachusetts",
                "which collaboratives exist today",
            ),
            url=MOEC,
            sources=(MOEC,),
            as_of="2025",
        )
        return [everything, *(self._region_passage(region) for region in REGIONS if self.in_region(region))]

    def _region_passage(self, region: Region) -> Passage:
        """Which collaboratives belong to one of MOEC's five regions."""
        members = self.in_region(region)
        names = "; ".join(f"{org.name} ({org.short_name})" for org in members)
        plural = "collaborative" if len(members) == 1 else "collaboratives"
        return Passage(
            id=f"directory-{region.lower().replace(' ', '-')}",
            kind="directory",
            title=f"Collaboratives in the {region} region",
            headings=("Directory of collaboratives", f"{region} region"),
            text=f"MOEC's {region} region has {len(members)} {plural}: {names}.",
            asks=(
                f"which collaboratives are in the {region} region",
                f"how many collaboratives are there in {region} massachusetts",
                f"list the collaboratives in the {region} part of the state",
            ),
            url=MOEC,
            sources=(MOEC,),
            as_of="2022",
        )


def region_of(text: str) -> Region | None:
    """MOEC's region that a text speaks of, or None."""
    text = re.sub(r"\bcape ann\b", " ", text, flags=re.I)
    for region in REGIONS:
        if region.lower() in text.lower():
            return region
    return next((_REGION_WORDS[w] for w in re.findall(r"[a-z]+", text.lower()) if w in _REGION_WORDS), None)
