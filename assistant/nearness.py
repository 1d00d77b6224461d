"""How near a program is to a place, and what that speaks for it."""

import math
from collections.abc import Sequence
from statistics import median

from corpus.directory import Directory, Offer
from corpus.places import Gazetteer, Place
from corpus.schema import Organization

NEAR_MILES = 30.0
WIDE = 12
"""A place of more towns than this is a region: what is near it is near all of its edge, so less far counts as near."""
_WIDE_MILES = 10.0
_ISLANDS = {"Dukes", "Nantucket"}
"""Counties without a road to the mainland."""
_COAST = -70.75
"""Degrees of longitude; east of it a point far from every town lies in the sea."""
_OFFSHORE = 7.5
"""Miles from every town's centre at which a point east of the coast lies in the sea."""


def is_near(miles: float | None, member: bool, place: Place) -> bool:
    """Whether a program is the asker's own collaborative's, or within reach of the place."""
    limit = NEAR_MILES if len(place.towns) <= WIDE else _WIDE_MILES
    return member or (miles is not None and miles <= limit)


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
    return any(lon > _COAST and places.miles_to_town(lat, lon) > _OFFSHORE for lat, lon in line)


class Nearness:
    """The miles from one place to programs; what is the same for all programs of a collaborative is worked out once."""

    def __init__(self, directory: Directory, place: Place | None) -> None:
        self._directory = directory
        self._from = place.towns if place else ()
        self._members = {org.slug for town in self._from for org, _ in directory.memberships(town)}
        self._seats: dict[str, float | None] = {}

    def to(self, offer: Offer) -> tuple[float | None, bool]:
        """Miles to a program (or to its collaborative), and whether the place's district is a member of that."""
        if not self._from:
            return None, False
        places = self._directory.places
        member = offer.organization.slug in self._members
        if towns := [town for town in offer.towns if town in places.towns]:
            return min(places.miles(a, b) for a in self._from for b in towns), member
        slug = offer.organization.slug
        if slug not in self._seats:
            self._seats[slug] = self._to_seat(offer.organization)
        return self._seats[slug], member

    def _to_seat(self, org: Organization) -> float | None:
        """Miles to a collaborative's seat; without one, to the middle of its member towns: a site may be in any."""
        miles = [m for town in self._from if (m := self._from_town(org, town)) is not None]
        return min(miles, default=None)

    def _from_town(self, org: Organization, town: str) -> float | None:
        """Miles from one town to a collaborative."""
        if org.address:
            return self._directory.distance(org, town)
        places = self._directory.places
        towns = [t for m in org.members.districts for t in places.district_towns(m.name)]
        miles = [places.miles(town, t) for t in towns if t in places.towns]
        return median(miles) if miles else None
