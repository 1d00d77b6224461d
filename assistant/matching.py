"""Which programs fit a need and a place, best first."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.understand import Need
from corpus.directory import Directory, Offer
from corpus.places import Place

NEAR_MILES = 30.0
_FOR_DISTRICTS = frozenset(
    {
        "cooperative purchasing",
        "management and business support",
        "professional development",
        "educator licensure",
        "consultation and coaching",
        "technology",
        "grants and research",
        "student transportation",
    }
)
# Populations that programs often serve together: a program that states only the one may fit the other.
_KINDRED: dict[str, set[str]] = {
    "autism": {"developmental disabilities", "communication disabilities"},
    "communication disabilities": {"autism", "developmental disabilities", "multiple disabilities"},
    "developmental disabilities": {"autism", "intellectual disabilities", "multiple disabilities"},
    "intellectual disabilities": {"developmental disabilities", "multiple disabilities"},
    "multiple disabilities": {"medically complex", "physical disabilities", "intellectual disabilities"},
    "medically complex": {"multiple disabilities", "physical disabilities"},
    "physical disabilities": {"multiple disabilities", "medically complex"},
    "at-risk youth": {"emotional and behavioral disabilities", "court-involved youth"},
    "court-involved youth": {"at-risk youth", "emotional and behavioral disabilities"},
}


@dataclass(frozen=True)
class Fit:
    """How a program fits: `need` 0 to 1 (1: all that was asked is stated to match), `miles` and `member` by the place.

    `unknown` tells which parts of the need the documents say nothing about for this program.
    """

    offer: Offer
    need: float
    score: float
    miles: float | None
    member: bool
    unknown: tuple[str, ...] = ()

    @property
    def full(self) -> bool:
        """Whether nothing that was asked is missing or unknown."""
        return self.need >= 0.999 and not self.unknown


def for_districts(need: Need) -> bool:
    """Whether a need is one of districts (purchasing, training) and not of a student."""
    return bool(need.categories) and set(need.categories) <= _FOR_DISTRICTS and not need.populations


def match(directory: Directory, need: Need, place: Place | None, similarity: Mapping[str, float]) -> list[Fit]:
    """Programs of today that fit the need, best first; `similarity` (0 to 1) is how well search found each one."""
    fits = []
    for offer in directory.offers:
        if offer.organization.status != "active" or offer.program.status == "former":
            continue
        fit = _fit(directory, offer, need, place, similarity.get(offer.program.id, 0.0))
        if fit is not None:
            fits.append(fit)
    return sorted(fits, key=lambda fit: (-fit.score, fit.miles or 0.0, fit.offer.program.name))


def _fit(directory: Directory, offer: Offer, need: Need, place: Place | None, similarity: float) -> Fit | None:
    """The fit of one program, or None when it is ruled out."""
    program = offer.program
    if set(need.without) & {*program.categories, *program.populations}:
        return None
    parts: list[float] = []
    unknown: list[str] = []
    if need.categories:
        parts.append(1.0 if set(need.categories) & set(program.categories) else 0.0)
    if need.populations:
        if not program.populations:
            unknown.append("disability")
        parts.append(_population(need, offer))
    if need.age is not None:
        aged = _age(need.age, offer)
        if aged is False:
            return None
        if aged is None:
            unknown.append("age")
        parts.append(0.5 if aged is None else 1.0)
    fits_population = bool(need.populations) and _population(need, offer) >= 0.5
    if need.categories and parts[0] == 0.0 and similarity < 0.9 and (not fits_population or for_districts(need)):
        return None
    if need.populations and program.populations and _population(need, offer) == 0.0 and similarity < 0.9:
        return None
    if not for_districts(need) and not need.categories and set(program.categories) <= _FOR_DISTRICTS:
        return None
    fitting = sum(parts) / len(parts) if parts else similarity
    miles, member = _near(directory, offer, place)
    score = 2.0 * fitting + 1.0 * similarity
    if place is not None:
        score += (1.4 * math.exp(-miles / 18) if miles is not None else 0.2) + (0.5 if member else 0.0)
    if need.populations and "special education programs" in program.categories:
        score += 0.2
    if program.status == "confirm":
        score -= 0.1
    return Fit(offer, fitting, score, miles, member, tuple(unknown))


def _population(need: Need, offer: Offer) -> float:
    """The share of the asked populations that a program states; nothing stated counts a little."""
    stated = set(offer.program.populations)
    if not stated:
        return 0.3
    return sum(1.0 if p in stated else 0.5 * bool(_KINDRED.get(p, set()) & stated) for p in need.populations) / len(
        need.populations
    )


def _age(age: tuple[int, int], offer: Offer) -> bool | None:
    """Whether a program takes an age; None when its ages are not in our documents."""
    ages = offer.program.ages
    if ages is None or (ages.low is None and ages.high is None):
        adult = "adult services" in offer.program.categories
        return (age[1] >= 22 if adult else (None if age[0] < 22 else False)) if adult or age[0] >= 22 else None
    youngest = 14 if "vocational and transition" in offer.program.categories else 0
    low, high = ages.low if ages.low is not None else youngest, ages.high if ages.high is not None else 99
    return low <= age[1] and age[0] <= high


def _near(directory: Directory, offer: Offer, place: Place | None) -> tuple[float | None, bool]:
    """Miles from the asked place to the program (or to its collaborative), and whether the place's district is a member."""
    if place is None or not place.towns:
        return None, False
    places = directory.places
    towns = [t for t in offer.towns if t in places.towns]
    member = any(org is offer.organization for town in place.towns for org, _ in directory.memberships(town))
    distances = [places.miles(a, b) for a in place.towns for b in towns]
    if distances:
        return min(distances), member
    seats = [directory.distance(offer.organization, town) for town in place.towns]
    known = [s for s in seats if s is not None]
    return (min(known) if known else None), member
