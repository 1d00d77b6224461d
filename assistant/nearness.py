"""How near a program is to a place, and what that speaks for it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.directory import Directory, Offer
from corpus.places import Gazetteer, Place
from corpus.schema import Organization

NEAR_MILES = 30.0
UNSITED_MILES = 20.0
"""A program whose place is not known is near within this many miles of its collaborative's seat."""
WIDE = 12
"""A place of more towns than this is a region: what is near it is near all of its edge, so less far counts as near."""
_WIDE_MILES = 10.0
_ISLANDS = {"Dukes", "Nantucket"}
"""Counties without a road to the mainland."""
_COAST = -70.75
"""Degrees of longitude; east of it a point far from every town lies in the sea."""
_LATITUDE, _LONGITUDE = 69.0, 51.4
"""Miles of a degree of latitude, and of longitude at 42 degrees north."""
_FARTHEST = 150.0
"""Miles beyond which it does not matter to the order of programs whether a way crosses the sea."""
_OFFSHORE = 9.0
"""Miles from every town's centre at which a point east of the coast lies in the sea."""


def is_near(way: "Way", sited: bool, place: Place) -> bool:
    """Whether a program is the asker's own collaborative's, or within reach of the place by road."""
    limit = NEAR_MILES if sited else UNSITED_MILES
    limit = limit if len(place.towns) <= WIDE else _WIDE_MILES
    return way.member or (way.miles is not None and way.miles <= limit and not way.by_sea)


def reach(miles: float | None, member: bool, sited: bool) -> float:
    """What nearness speaks for a program; what is not known to be where its collaborative sits counts less."""
    near = 1.2 * math.exp(-max(0.0, miles - 5) / 15) if miles is not None else 0.1
    return near + (0.6 if member else 0.0) - (0.0 if sited else 0.15)


def away(places: Gazetteer, town: str, towns: Sequence[str]) -> str:
    """How far the nearest of some towns is from a town, in words; a straight line over the sea is no way to drive."""
    nearest = min(towns, key=lambda other: places.miles(town, other))
    by_air = " by air, over water" if over_water(places, town, nearest) else ""
    return f"about {places.miles(town, nearest):.0f} miles{by_air}"


def over_water(places: Gazetteer, one: str, other: str) -> bool:
    """Whether the straight line between two towns crosses the sea: to an island, or far from the towns of the coast."""
    a, b = places.towns[one], places.towns[other]
    if a.county != b.county and {a.county, b.county} & _ISLANDS:
        return True
    steps = max(2, round(places.miles(one, other) / 2))
    line = [(a.lat + (b.lat - a.lat) * i / steps, a.lon + (b.lon - a.lon) * i / steps) for i in range(1, steps)]
    return any(lon > _COAST and _at_sea(places, lat, lon) for lat, lon in line)


def _at_sea(places: Gazetteer, lat: float, lon: float) -> bool:
    """Whether a position is far from every town of the coast; flat geometry is exact enough over such miles."""
    wide = _OFFSHORE**2
    away = ((_LATITUDE * (town.lat - lat)) ** 2 + (_LONGITUDE * (town.lon - lon)) ** 2 for town in places.coast)
    return all(square > wide for square in away)


@dataclass(frozen=True)
class Way:
    """The way from a place to a program or its collaborative: straight miles (None: unknown) and the towns at its ends.

    `member` is whether the place's district is a member of that, `by_sea` whether the line crosses the sea.
    """

    miles: float | None = None
    member: bool = False
    start: str = ""
    end: str = ""
    by_sea: bool = False


class Nearness:
    """The miles from one place to programs; what is the same for all programs of a collaborative is worked out once."""

    def __init__(self, directory: Directory, place: Place) -> None:
        self._directory = directory
        self._from = place.towns
        self._members = directory.members_of(place.towns, mostly=len(place.towns) > WIDE)
        self._middles: dict[str, float | None] = {}
        self._ways: dict[tuple[str, ...], Way] = {}

    def to(self, offer: Offer) -> Way:
        """The way to a program, or to its collaborative where the program's place is not known."""
        member = offer.organization.slug in self._members
        places, org = self._directory.places, offer.organization
        ends = tuple(town for town in offer.towns if town in places.towns)
        if not ends and org.address and org.address.town in places.towns:
            ends = (org.address.town,)
        if ends not in self._ways:
            self._ways[ends] = self._way(ends)
        if ends:
            return replace(self._ways[ends], member=member)
        return Way(self.to_members(org), member)

    def _way(self, ends: tuple[str, ...]) -> Way:
        """The shortest way from the place to one of some towns."""
        places = self._directory.places
        if not ends:
            return Way()
        miles, start, end = min((places.miles(a, b), a, b) for a in self._from for b in ends)
        return Way(miles, False, start, end, miles <= _FARTHEST and over_water(places, start, end))

    def to_members(self, org: Organization) -> float | None:
        """The miles to the middle of a collaborative's member towns, worked out once: a site may be in any."""
        if org.slug not in self._middles:
            miles = [m for town in self._from if (m := self._from_town(org, town)) is not None]
            self._middles[org.slug] = min(miles, default=None)
        return self._middles[org.slug]

    def _from_town(self, org: Organization, town: str) -> float | None:
        """The median of the miles from one town to a collaborative's member towns."""
        places = self._directory.places
        towns = [t for m in org.members.districts for t in places.district_towns(m.name)]
        miles = [places.miles(town, t) for t in towns if t in places.towns]
        return median(miles) if miles else None
