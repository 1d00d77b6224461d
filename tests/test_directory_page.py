"""The directory tab: filters, listing, and its map with the table beside it."""

import pytest

from assistant import listing
from assistant.atlas import atlas_html, spots
from assistant.listing import Filters
from assistant.map import Marker, clusters, map_svg
from tests.fakes import real_corpus
from tests.markup import HOSTILE, Tags, harmless

DIRECTORY = real_corpus().directory


def test_unfiltered_listing_is_everything_of_today() -> None:
    """No dissolved collaborative, no former program."""
    found = listing.select(DIRECTORY, Filters())
    assert len(found.organizations) == len(DIRECTORY.active)
    assert all(p.status != "former" for p in found.programs)
    harmless(listing.listing_html(found, Filters()))


def test_filters_narrow_the_listing() -> None:
    """All at once; collaboratives are those whose programs are left."""
    found = listing.select(DIRECTORY, Filters(service="vocational and transition", age=16, region="Greater Boston"))
    assert found.programs
    assert all("vocational and transition" in p.categories for p in found.programs)
    assert {o.region for o in found.organizations} == {"Greater Boston"}
    assert {p.slug for p in found.programs} == {o.slug for o in found.organizations}


def test_a_town_brings_its_own_collaborative_first() -> None:
    """However its name is written."""
    found = listing.select(DIRECTORY, Filters(town="lexington"))
    assert [o.slug for o in found.organizations] == ["labbb"]
    assert found.programs[0].member


def test_a_dissolved_collaborative_shows_only_by_name() -> None:
    """And says that it no longer exists."""
    html = listing.listing_html(listing.select(DIRECTORY, Filters(collaborative="edco")), Filters(collaborative="edco"))
    assert "No longer exists" in html
    assert "edco" not in [o.slug for o in listing.select(DIRECTORY, Filters()).organizations]


def test_an_unknown_town_is_said() -> None:
    """With what was typed, made harmless."""
    filters = Filters(town=f"Narnia {HOSTILE}")
    html = listing.listing_html(listing.select(DIRECTORY, filters), filters)
    harmless(html)
    assert "no place in Massachusetts" in html


def test_filters_from_a_hostile_browser() -> None:
    """What is not text or not an age counts as empty."""
    assert Filters.of([None, {"x": 1}, 7, ["a"], " Lynn ", "abc"]) == Filters(town="Lynn")
    assert Filters.of(["", "", "", "", "", "16"]).age == 16


# -- the map of the directory --------------------------------------------------------------------------------------


def test_the_map_shows_all_that_the_filters_leave() -> None:
    """Every program and seat with a known town is counted once in each; the rest is said to be missing."""
    found = listing.select(DIRECTORY, Filters(region="Greater Boston"))
    towns = spots(found, DIRECTORY.places)
    assert {p.program_id for s in towns for p in s.programs} == {p.program_id for p in found.programs if p.towns}
    missing = sum(not p.towns for p in found.programs)
    assert f"{missing} programs not on the map" in atlas_html(found, DIRECTORY.places)


def test_each_number_on_the_map_leads_to_its_towns_in_the_table() -> None:
    """A pin is a link whose name begins with what it shows; its part of the table has the same number."""
    found = listing.select(DIRECTORY, Filters())
    tags = harmless(atlas_html(found, DIRECTORY.places))
    pins = tags.of("a", class_="pin")
    bodies = [body["id"] for body in tags.of("tbody")]
    assert sorted(str(pin["href"]) for pin in pins) == [f"#{name}" for name in bodies]
    towns = spots(found, DIRECTORY.places)
    assert len(tags.of("th", scope="row")) == len(towns)
    told = sum(int(str(pin["aria-label"]).split(":")[0]) for pin in pins)
    assert told == sum(len(s.seats) + len(s.programs) for s in towns)


def test_counts_that_share_a_pill_are_added_up() -> None:
    """With the names of the towns, as far as they are few."""
    near = [Marker("3", f"Town {n}", 42.4 + n / 1000, -71.2, f"#town-{n}") for n in range(8)]
    svg = map_svg([*near, Marker("1", "Far", 42.1, -72.6, "#far")], counted=True)
    assert ">24</text>" in svg
    assert 'aria-label="24: Town 0; Town 1; Town 2; Town 3; Town 4; Town 5; and 2 more"' in svg
    assert [len(shared) for shared in clusters([*near, Marker("1", "Far", 42.1, -72.6)], counted=True)] == [8, 1]


def test_the_map_shows_the_town_that_was_typed() -> None:
    """As a ring."""
    found = listing.select(DIRECTORY, Filters(town="lexington"))
    assert Tags(atlas_html(found, DIRECTORY.places)).of("g", class_="home")[0]["aria-label"] == "Your place: Lexington"


@pytest.mark.parametrize("filters", [Filters(town="Narnia"), Filters(collaborative="edco")])
def test_no_map_where_nothing_runs(filters: Filters) -> None:
    """An unknown town, a dissolved collaborative."""
    assert atlas_html(listing.select(DIRECTORY, filters), DIRECTORY.places) == ""
