"""Places in Massachusetts: towns, villages, ZIP codes, regions in common speech, and school districts."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import Field, RootModel
from rapidfuzz import fuzz, process

from corpus import zips
from corpus.errors import CorpusError, Mistake
from corpus.reading import read_model, read_yaml
from corpus.schema import Strict

_UNPLAIN = re.compile(r"[^a-z0-9 ]+")
_EARTH_MILES = 3958.8
_INLAND = -71.0
"""Degrees of longitude; no town west of it lies near the eastern coast."""
_SUFFIX = re.compile(
    r"\b(regional|school districts?|public schools?|public|schools?|district|vocational|technical|vocational-technical|"
    r"tech|voc|high school|r\.?s\.?d\.?|school union|superintendency|union)\b",
    re.I,
)


class Town(Strict):
    """A municipality: its county and the position of its centre in degrees."""

    name: str
    county: str
    lat: float = Field(ge=41.2, le=42.9)
    lon: float = Field(ge=-73.6, le=-69.9)


class Towns(RootModel[list[Town]]):
    """File municipalities.yaml."""


class Localities(RootModel[dict[str, str | list[str]]]):
    """File localities.yaml: another name of a place, and the municipality or municipalities it stands for."""


class Area(Strict):
    """A region in common speech, by towns or by whole counties."""

    towns: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class Areas(RootModel[dict[str, Area]]):
    """File areas.yaml."""


class District(Strict):
    """A regional school district and its member towns."""

    towns: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    vocational: bool = False


class Districts(RootModel[dict[str, District]]):
    """File districts.yaml."""


# What is left of "Valley Tech" or "Smith Vocational" without its generic words says nothing of a place.
_NO_NAMES = frozenset(["valley", "northeast", "southeastern", "smith"])


@dataclass(frozen=True)
class Place:
    """What a name was understood as.

    `name` is how it is said back; `towns` are the municipalities it covers; `kind` is town, locality, zip, area or
    district; `said` is what was typed; `misspelt` is set when the spelling was corrected.
    """

    name: str
    towns: tuple[str, ...]
    kind: str
    said: str
    misspelt: bool = False
    ambiguous: bool = False


@dataclass(frozen=True)
class Gazetteer:
    """All places, and the ways to find them."""

    towns: dict[str, Town]
    localities: dict[str, tuple[str, ...]]
    areas: dict[str, Area]
    districts: dict[str, District]
    _cache: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    @cached_property
    def names(self) -> dict[str, tuple[str, str]]:
        """Every known name in lower case -> (kind, key); towns win over areas, areas over localities."""
        found: dict[str, tuple[str, str]] = {}
        for name, district in self.districts.items():
            for alias in (name, *district.aliases):
                found[plain(alias)] = ("district", name)
                key = district_key(alias)
                if key not in _NO_NAMES and not key.isdigit():
                    found[key] = ("district", name)
        for name in self.localities:
            found[plain(name)] = ("locality", name)
        for name, area in self.areas.items():
            for alias in (name, *area.aliases):
                found[plain(alias)] = ("area", name)
        for name in self.towns:
            found[plain(name)] = ("town", name)
        found.pop("", None)
        return found

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The words that a known name begins with."""
        return frozenset(name.split()[0] for name in self.names)

    def begins(self, word: str) -> bool:
        """Whether a known name may begin with this word, or it is a ZIP code; a quick look before the longer ones."""
        first = plain(word).partition(" ")[0]
        return first in self.first_words or first.removesuffix("s") in self.first_words or first.isdigit()

    @cached_property
    def coast(self) -> tuple[Town, ...]:
        """The municipalities on and near the eastern coast, by their longitude."""
        return tuple(town for town in self.towns.values() if town.lon > _INLAND)

    @cached_property
    def fuzzy_names(self) -> list[str]:
        """Names that a misspelling may stand for: single words and short names of five letters or more."""
        return [name for name, (kind, _) in self.names.items() if kind in ("town", "locality") and len(name) >= 5]

    def lookup(self, name: str) -> Place | None:
        """The place with exactly this name (case and punctuation aside), or None."""
        key = plain(name)
        if found := self.names.get(key):
            return self._place(*found, said=name)
        if re.fullmatch(r"\d{5}", key):
            return self._zip(key)
        return None

    def guess(self, name: str, cutoff: float = 84) -> Place | None:
        """The place that a misspelt name most likely stands for, or None."""
        key = plain(name)
        if len(key) < 5:
            return None
        best = process.extractOne(key, self.fuzzy_names, scorer=fuzz.ratio, score_cutoff=cutoff)
        if best is None or best[0][0] != key[0]:
            return None
        place = self._place(*self.names[best[0]], said=name)
        return Place(place.name, place.towns, place.kind, name, True, place.ambiguous)

    def _place(self, kind: str, key: str, said: str) -> Place:
        """The place behind an entry of `names`."""
        if kind == "town":
            return Place(key, (key,), kind, said)
        if kind == "locality":
            towns = self.localities[key]
            label = towns[0] if plain(key)[:4] == plain(towns[0])[:4] else f"{key} ({towns[0]})"
            return Place(label if len(towns) == 1 else key, towns, kind, said, False, len(towns) > 1)
        if kind == "area":
            return Place(key, self.area_towns(key), kind, said)
        return Place(key, self.districts[key].towns, kind, said)

    def _zip(self, code: str) -> Place | None:
        """The municipality of a Massachusetts ZIP code; a code of another state gives a place without towns."""
        found = zips.find(code)
        if not found:
            return None
        if found.state != zips.STATE:
            return Place(f"{found.city}, {found.state}", (), "outside", code)
        inner = self.names.get(plain(found.city))
        if inner and inner[0] in ("town", "locality"):
            place = self._place(*inner, said=code)
            return Place(f"{place.towns[0]} ({code})", place.towns[:1], "zip", code)
        near = min(self.towns.values(), key=lambda t: _miles(t.lat, t.lon, found.lat, found.lon))
        return Place(f"{near.name} ({code})", (near.name,), "zip", code)

    def area_towns(self, name: str) -> tuple[str, ...]:
        """The municipalities of a region in common speech."""
        area = self.areas[name]
        return area.towns or tuple(t.name for t in self.towns.values() if t.county in area.counties)

    def district_towns(self, name: str) -> tuple[str, ...]:
        """The towns of a school district by its name; empty when the name is not known."""
        if name not in self._cache:
            found = self.names.get(plain(name)) or self.names.get(district_key(name))
            self._cache[name] = self._place(*found, said=name).towns if found and found[0] != "area" else ()
        return self._cache[name]

    def middle(self, names: Sequence[str]) -> str:
        """The municipality that is nearest to the middle of several."""
        towns = [self.towns[name] for name in names]
        lat, lon = (sum(getattr(town, axis) for town in towns) / len(towns) for axis in ("lat", "lon"))
        return min(towns, key=lambda town: _miles(town.lat, town.lon, lat, lon)).name

    def miles(self, one: str, other: str) -> float:
        """Great-circle distance in statute miles between two municipalities."""
        a, b = self.towns[one], self.towns[other]
        return _miles(a.lat, a.lon, b.lat, b.lon)


def _miles(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Haversine distance in miles between two positions in degrees."""
    dlat, dlon = math.radians(lat2 - lat1), math.radians(lon2 - lon1)
    h = math.sin(dlat / 2) ** 2 + math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * math.sin(dlon / 2) ** 2
    return 2 * _EARTH_MILES * math.asin(math.sqrt(h))


def plain(name: str) -> str:
    """A name without case, punctuation and double spaces."""
    return " ".join(_UNPLAIN.sub(" ", name.lower().replace("'", "").replace("\u2019", "")).split())


def district_key(name: str) -> str:
    """A district's name without words like 'Regional School District'."""
    return plain(_SUFFIX.sub(" ", name))


class PlaceFiles(Strict):
    """The four place files as read."""

    towns: Towns
    localities: Localities
    areas: Areas
    districts: Districts

    def gazetteer(self) -> "Gazetteer":
        """The lookups over these files."""
        return Gazetteer(
            {town.name: town for town in self.towns.root},
            {name: (to,) if isinstance(to, str) else tuple(to) for name, to in self.localities.root.items()},
            self.areas.root,
            self.districts.root,
        )


def read_places(folder: Path) -> PlaceFiles:
    """Read the four place files. Raises CorpusError for a mistake or a town that does not exist."""
    base = folder.parent
    towns = read_model(read_yaml(folder / "municipalities.yaml", base), Towns)
    known = {town.name for town in towns.root}
    localities_source = read_yaml(folder / "localities.yaml", base)
    localities = read_model(localities_source, Localities)
    areas_source = read_yaml(folder / "areas.yaml", base)
    areas = read_model(areas_source, Areas)
    districts_source = read_yaml(folder / "districts.yaml", base)
    districts = read_model(districts_source, Districts)
    mistakes: list[Mistake] = []
    for source, named in (
        (localities_source, {n: [to] if isinstance(to, str) else to for n, to in localities.root.items()}),
        (areas_source, {name: list(area.towns) for name, area in areas.root.items()}),
        (districts_source, {name: list(district.towns) for name, district in districts.root.items()}),
    ):
        for name, listed in named.items():
            mistakes += [source.mistake((name,), f"{name}: no town called {t!r}") for t in listed if t not in known]
    if mistakes:
        raise CorpusError(mistakes)
    return PlaceFiles(towns=towns, localities=localities, areas=areas, districts=districts)
