"""Which programs fit a need and a place, best first."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.asked import Need
from corpus.directory import Directory, Offer
from corpus.places import Place

NEAR_MILES = 30.0
_FOUND_BY_WORDS = 0.9
_ADULT = 22
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
    if _ruled_out(offer, need, similarity):
        return None
    parts, unknown = _parts(offer, need)
    fitting = sum(parts) / len(parts) if parts else similarity
    miles, member = _near(directory, offer, place)
    score = 2.0 * fitting + 1.0 * similarity
    if place is not None:
        score += (1.4 * math.exp(-miles / 18) if miles is not None else 0.2) + (0.5 if member else 0.0)
    if need.populations and "special education programs" in offer.program.categories:
        score += 0.2
    if offer.program.status == "confirm":
        score -= 0.1
    return Fit(offer, fitting, score, miles, member, unknown)


def _ruled_out(offer: Offer, need: Need, similarity: float) -> bool:
    """Whether a program cannot be meant; search that found it by its words (similarity near 1) outweighs categories."""
    program = offer.program
    if set(need.without) & {*program.categories, *program.populations}:
        return True
    if need.age is not None and _age(need.age, offer) is False:
        return True
    if not need.categories and not for_districts(need) and set(program.categories) <= _FOR_DISTRICTS:
        return True
    if similarity >= _FOUND_BY_WORDS:
        return False
    suits = _population(need, offer) if need.populations else 0.0
    if need.populations and program.populations and suits == 0.0:
        return True
    wrong_kind = bool(need.categories) and not set(need.categories) & set(program.categories)
    return wrong_kind and (suits < 0.5 or for_districts(need))


def _parts(offer: Offer, need: Need) -> tuple[list[float], tuple[str, ...]]:
    """How well each part of the need is met (0 to 1), and the parts of which the documents say nothing."""
    parts: list[float] = []
    unknown: list[str] = []
    if need.categories:
        parts.append(1.0 if set(need.categories) & set(offer.program.categories) else 0.0)
    if need.populations:
        parts.append(_population(need, offer))
        unknown += [] if offer.program.populations else ["disability"]
    if need.age is not None:
        known = _age(need.age, offer) is not None
        parts.append(1.0 if known else 0.5)
        unknown += [] if known else ["age"]
    return parts, tuple(unknown)


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
    ages, categories = offer.program.ages, offer.program.categories
    if ages is None or (ages.low is None and ages.high is None):
        if "adult services" in categories:
            return age[1] >= _ADULT
        return None if age[0] < _ADULT else False
    youngest = 14 if "vocational and transition" in categories else 0
    low, high = ages.low if ages.low is not None else youngest, ages.high if ages.high is not None else 99
    return low <= age[1] and age[0] <= high


def _near(directory: Directory, offer: Offer, place: Place | None) -> tuple[float | None, bool]:
    """Miles from the place to the program (or to its collaborative), and whether the place's district is a member."""
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
