"""Programs that miss a child's age by a little: a school in the asker's own town may still take the child."""

from collections.abc import Mapping
from dataclasses import replace

from assistant.ages import ADULT, for_adults_only, takes, years_off
from assistant.asked import Need
from assistant.matching import Fit, match
from corpus.directory import Directory
from corpus.places import Place
from corpus.schema import Program

_YOUNGEST = 3
"""The age in years at which special education begins."""


def near_misses(directory: Directory, need: Need, place: Place, similarity: Mapping[str, float]) -> list[Fit]:
    """Programs close by, or the asker's own collaborative's, that name the need and miss the child's age by a little.

    A year is little; two are where the record is to be confirmed, for its ages may have changed.
    """
    if (
        need.age is None
        or need.age[1] - need.age[0] > 1
        or not (need.populations or need.categories)
        or not _YOUNGEST <= need.age[0] < ADULT
    ):
        return []
    offers = [offer for offer in directory.offers if _nearly_takes(offer.program, need.age)]
    fits = match(directory, replace(need, age=None), place, similarity, offers)
    return [replace(fit, misses_age=True) for fit in fits if fit.named and fit.stated and fit.close]


def _nearly_takes(program: Program, age: tuple[int, int]) -> bool:
    """Whether a program's stated ages miss an age by a little, and both are of school age."""
    off = years_off(age, program)
    if off is None or takes(age, program) is not False or for_adults_only(program):
        return False
    return off <= (2 if program.status == "confirm" else 1)
