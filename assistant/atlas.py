"""The map of what the directory's filters show: a number for each town, and the same by town as a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answer import ProgramShown
from assistant.escaping import safe
from assistant.listing import Listing, many
from assistant.map import Marker, clusters, map_svg
from assistant.render import flat, home
from corpus.places import Gazetteer, Town


@dataclass
class Spot:
    """What is in one town: collaboratives that have their seat there, and programs that take place there."""

    town: Town
    seats: list[str] = field(default_factory=list)
    programs: list[ProgramShown] = field(default_factory=list)

    @property
    def marker(self) -> Marker:
        """The town's number on the map, which leads to the table."""
        counted = ((len(self.seats), "collaborative"), (len(self.programs), "program"))
        title = f"{self.town.name} ({', '.join(many(n, noun) for n, noun in counted if n)})"
        number = len(self.seats) + len(self.programs)
        return Marker(str(number), title, self.town.lat, self.town.lon, f"#{self.name}")

    @property
    def name(self) -> str:
        """What the table calls the town, or the towns that share a number of which it is the first."""
        return f"town-{re.sub(r'[^a-z]+', '-', self.town.name.lower())}"


def spots(listing: Listing, places: Gazetteer) -> list[Spot]:
    """The towns of a listing by name; what no longer runs is on no map."""
    found: dict[str, Spot] = {}

    def at(town: str) -> Spot:
        """The spot of a town."""
        return found.setdefault(town, Spot(places.towns[town]))

    for org in listing.organizations:
        if org.status == "active" and org.address and org.address.town in places.towns:
            at(org.address.town).seats.append(org.name)
    for program in _running(listing):
        for town in program.towns:
            if town in places.towns:
                at(town).programs.append(program)
    return [found[town] for town in sorted(found)]


def _running(listing: Listing) -> list[ProgramShown]:
    """The programs that are not former ones."""
    return [p for p in listing.programs if p.status != "former"]


def atlas_html(listing: Listing, places: Gazetteer) -> str:
    """The map with its table; an empty text when no place is known."""
    towns = spots(listing, places)
    if not towns:
        return ""
    place = home(listing.place.name, places) if listing.place else None
    by_href = {spot.marker.href: spot for spot in towns}
    pills = [[by_href[m.href] for m in shared] for shared in clusters([s.marker for s in towns], place, counted=True)]
    return flat(
        f'<section class="atlas" aria-label="Map"><figure class="map-box">'
        f"{map_svg([spot.marker for spot in towns], place, counted=True)}</figure>"
        f'<p class="note">Each number counts the collaboratives and programs in a town; towns that lie close '
        f"together share one. Press a number to see what is there. {_missing(listing, towns)}</p>"
        f"<details><summary>The map as a table: {many(len(towns), 'town')}</summary>{_table(pills)}</details>"
        "</section>"
    )


def _missing(listing: Listing, towns: Sequence[Spot]) -> str:
    """How many are not on the map."""
    seats = sum(len(spot.seats) for spot in towns)
    placed = {p.program_id for spot in towns for p in spot.programs}
    left = ((len(listing.organizations) - seats, "collaborative"), (len(_running(listing)) - len(placed), "program"))
    said = " and ".join(many(n, noun) for n, noun in left if n > 0)
    return f"{said} not on the map: no place in our documents." if said else ""


def _table(pills: Sequence[Sequence[Spot]]) -> str:
    """Towns with what is there; those that share a number on the map stand together."""
    return (
        '<table class="programs towns"><caption class="unseen">Collaboratives and programs by town</caption><thead>'
        '<tr><th scope="col">Number</th><th scope="col">Town</th><th scope="col">What is there</th></tr></thead>'
        f"{''.join(_pill(towns) for towns in sorted(pills, key=lambda towns: towns[0].name))}</table>"
    )


def _pill(towns: Sequence[Spot]) -> str:
    """The towns of one number on the map."""
    number = sum(int(spot.marker.label) for spot in towns)
    shared = f'<td class="shared" rowspan="{len(towns)}"><span class="number">{number}</span></td>'
    rows = (
        f'<tr>{shared if i == 0 else ""}<th scope="row">{safe(spot.town.name)}</th>'
        f"<td><ul>{_items(spot)}</ul></td></tr>"
        for i, spot in enumerate(towns)
    )
    return f'<tbody id="{towns[0].name}">{"".join(rows)}</tbody>'


def _items(spot: Spot) -> str:
    """Collaboratives and programs of a town."""
    seats = [f'{safe(name)} <span class="by">seat</span>' for name in spot.seats]
    programs = [f'{safe(p.name)} <span class="by">{safe(p.collaborative)}</span>' for p in spot.programs]
    return "".join(f"<li>{item}</li>" for item in (*seats, *programs))
