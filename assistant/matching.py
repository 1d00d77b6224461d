"""Which programs fit a need and a place, best first."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.ages import ADULT, for_adults_only, share, takes
from assistant.asked import Need
from assistant.nearness import Nearness, Way, reach
from assistant.particulars import names_another, names_particular, particulars, takes_regular_education
from assistant.wordings import said
from corpus.directory import Directory, Offer
from corpus.places import Place
from corpus.schema import Program

CLOSE = 12.0
"""Miles within which a program that names the need stands before a nearer one that does not."""
_FOUND_BY_WORDS = 0.9
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
_TESTING = "evaluation and assessment"
_EMOTIONAL = "emotional and behavioral disabilities"
# Populations that programs often serve together: a program that states only the one may fit the other.
_KINDRED: dict[str, set[str]] = {
    "autism": {"developmental disabilities", "communication disabilities"},
    "communication disabilities": {"autism", "developmental disabilities", "multiple disabilities"},
    "developmental disabilities": {"autism", "intellectual disabilities", "multiple disabilities"},
    "intellectual disabilities": {"developmental disabilities", "multiple disabilities"},
    "multiple disabilities": {"medically complex", "physical disabilities", "intellectual disabilities"},
    "medically complex": {"multiple disabilities", "physical disabilities"},
    "physical disabilities": {"multiple disabilities", "medically complex"},
    "at-risk youth": {_EMOTIONAL},
    "court-involved youth": {"at-risk youth", _EMOTIONAL},
}
# In an alternative school these are one group of students.
_ALTERNATIVE = {"at-risk youth", _EMOTIONAL}
_LIKELY_FOR = 0.6
"""How well an alternative school that names no students fits one of these."""
# Programs for these alone take nobody else: students in custody, students who have stopped using drugs.
_ENTRY = {"court-involved youth", "substance use recovery"}
SCHOOLS = {"special education programs", "alternative education", "early childhood"}
# What is made for a stage of life: the ages in years that speak of it.
_STAGES = {"early childhood": (2, 5), "vocational and transition": (16, 21)}
_BEGINNINGS = {3, 18}
_PAST_GRADE_12, _SMALL = 19, 4
"""Ages in years: from which a student is past the usual age of grade 12, and up to which a program must begin to have
a class before kindergarten."""
_CLASSES = {*SCHOOLS, "behavioral and mental health", "nursing and health"}
_SCHOOL = re.compile(r"\b(?:schools?|class(?:es|rooms?)?|placement)$")
_TAUGHT = {"special education programs", "behavioral and mental health", "alternative education"}
_RARE = {"deaf or hard of hearing", "visual impairment", "medically complex", "physical disabilities", *_ENTRY}
"""Few programs serve these: a class that does not name them is not likely to."""
_WITH_IT = 0.8
"""How well a program fits that states a rare need, and not what comes with it: seizures beside medical care."""


@dataclass(frozen=True)
class Fit:
    """How a program fits: `need` 0 to 1 (1: all that was asked is stated to match), `way` from the place.

    `unknown` tells which parts of the need the documents say nothing about for this program; `stated` is whether the
    kind of service and the disability that were asked for, and their particulars, stand in its record; `open` is
    whether they may be found there though the record does not say so; `named` is whether one of the disabilities that
    were asked for stands in it by name, `misses_age` whether its ages miss the one that was told by a little.
    """

    offer: Offer
    need: float
    score: float
    way: Way
    unknown: tuple[str, ...] = ()
    stated: bool = True
    open: bool = True
    named: bool = True
    misses_age: bool = False

    @property
    def miles(self) -> float | None:
        """Straight miles to the program, or to its collaborative; None when unknown."""
        return self.way.miles

    @property
    def member(self) -> bool:
        """Whether the asker's district is a member of the collaborative."""
        return self.way.member

    @property
    def close(self) -> bool:
        """Whether it is known to be close by, or is the asker's own collaborative's in a place that is not known."""
        sited = bool(self.offer.towns)
        return (self.member and not sited) or (sited and self.miles is not None and self.miles <= CLOSE)

    @property
    def full(self) -> bool:
        """Whether nothing that was asked is missing or unknown."""
        return self.need >= 0.999 and not self.unknown


def for_districts(need: Need) -> bool:
    """Whether a need is one of districts (purchasing, training) and not of a student."""
    return bool(need.categories) and set(need.categories) <= _FOR_DISTRICTS and not need.populations


def for_an_adult(need: Need) -> bool:
    """Whether a need is one of an adult past special education."""
    if need.age is not None:
        return need.age[0] >= ADULT
    return "adults with disabilities" in need.populations or need.categories == ("adult services",)


def aging_out(need: Need) -> bool:
    """Whether a need is one of a student whose special education is about to end."""
    return need.age is not None and ADULT - 2 <= need.age[0] < ADULT and "adult services" in need.categories


def after_school_years(need: Need) -> Need:
    """The need of a student past the usual age of grade 12, with what there is at that age where no kind is told.

    'He is 19, where could he go till 22'.
    """
    if need.age is None or need.categories or not need.populations:
        return need
    to_the_end = need.age == (_PAST_GRADE_12 - 1, ADULT - 1)
    if not (to_the_end or _PAST_GRADE_12 <= need.age[0] < ADULT):
        return need
    return replace(need, categories=("vocational and transition", "special education programs"))


def match(
    directory: Directory,
    need: Need,
    place: Place | None,
    similarity: Mapping[str, float],
    offers: Sequence[Offer] | None = None,
) -> list[Fit]:
    """Programs of today that fit the need, best first; `similarity` (0 to 1) is how well search found each one.

    `offers` are the programs to look at; without them all are.
    """
    if aging_out(need):
        need = replace(need, categories=(*need.categories, "vocational and transition"))
    fits = []
    nearness = Nearness(directory, place) if place else None
    newest = max((int(o.program.as_of[:4]) for o in directory.offers if o.program.as_of), default=0)
    for offer in directory.offers if offers is None else offers:
        if offer.organization.status != "active" or offer.program.status == "former":
            continue
        fit = _fit(offer, need, nearness, similarity.get(offer.program.id, 0.0), newest)
        if fit is not None:
            fits.append(fit)
    return sorted(fits, key=lambda fit: (-fit.score, fit.miles or 0.0, fit.offer.program.name))


def _fit(offer: Offer, need: Need, nearness: Nearness | None, similarity: float, newest: int) -> Fit | None:
    """The fit of one program, or None when it is ruled out."""
    if _ruled_out(offer, need, similarity):
        return None
    parts, unknown, stated = _parts(offer.program, need)
    fitting = sum(parts) / len(parts) if parts else similarity
    way = nearness.to(offer) if nearness else Way()
    miles, member = way.miles, way.member
    score = 2.0 * fitting + 1.0 * similarity + _suited(offer.program, need) - _doubt(offer.program, newest)
    if nearness:
        among_members = member and offer.organization.address is None  # its classes are in the members' own schools
        score += (
            reach(0.0, True, True) if among_members and not offer.towns else reach(miles, member, bool(offer.towns))
        )
    named = not need.populations or _names(offer.program, need)
    maybe = stated or _open(offer.program, need)
    return Fit(offer, fitting, score, way, unknown, stated, maybe, named)


def _ruled_out(offer: Offer, need: Need, similarity: float) -> bool:
    """Whether a program cannot be meant; search that found it by its words (similarity near 1) outweighs categories."""
    program = offer.program
    if set(need.without) & {*program.categories, *program.populations} or _wrong_age(program, need):
        return True
    if not for_districts(need) and _of_districts(program, need):
        return True
    if program.populations and set(program.populations) <= _ENTRY - set(need.populations):
        return True
    suits = _population(need, program) if need.populations else 0.0
    if need.populations and program.populations and suits == 0.0 and not of_the_stage(program, need):
        return True
    if _for_the_excluded(program, need) or _is_no_school(program, need) or _only_tests(program, need):
        return True
    if not need.populations and program.populations and set(program.populations) <= _RARE:
        return similarity < _FOUND_BY_WORDS and not names_particular(program, need)
    if similarity >= _FOUND_BY_WORDS:
        return False
    if of_the_stage(program, need) or takes_preschool(program, need) or may_be_therapeutic(program, need):
        return False
    wrong_kind = bool(need.categories) and not set(need.categories) & set(program.categories)
    return wrong_kind and (suits < 0.5 or for_districts(need))


def of_the_stage(program: Program, need: Need) -> bool:
    """Whether a program is made for the stage of life that is asked for, preschool or the years after high school.

    There are few of these; one that names other disabilities may still take the student, and is shown with that mark.
    """
    first = program.categories[0]
    if need.age is None or is_rare(need) or first not in _STAGES or first not in need.categories:
        return False
    if program.populations and set(program.populations) <= {*_RARE, "adults with disabilities"}:
        return False
    low, high = _STAGES[first]
    return low <= need.age[0] <= high


def suits_the_age(program: Program, need: Need) -> bool:
    """Whether a program's kind is for the stage of life that the student is at: preschool, or after high school."""
    low, high = _STAGES.get(program.categories[0], (1, 0))
    return need.age is not None and low <= need.age[0] <= high


def _for_the_excluded(program: Program, need: Need) -> bool:
    """Whether a program is a school for the excluded alone, and nothing of the kind was asked for."""
    if set(program.categories) != {"alternative education"} or need.regular or not need.populations:
        return False
    troubled = {*_ALTERNATIVE, *_ENTRY} & set(need.populations)
    return "alternative education" not in need.categories and not troubled


def _is_no_school(program: Program, need: Need) -> bool:
    """Whether a school or class was asked for in so many words, and a program is none."""
    schools = bool(set(need.categories) & _TAUGHT) and any(_SCHOOL.search(words) for words in need.words)
    return schools and not set(program.categories) & {*SCHOOLS, "vocational and transition"}


def _only_tests(program: Program, need: Need) -> bool:
    """Whether a program is first of all for testing, and a place for a student was asked for."""
    kinds = need.categories
    return program.categories[0] == _TESTING and bool(kinds) and _TESTING not in kinds and not for_districts(need)


def focus(program: Program, need: Need) -> float:
    """How much a program is for what was asked for (0 to 1), and does not merely list it among much else."""
    stated, asked = set(program.populations), set(need.populations)
    return len(stated & asked) / len(stated) if stated else 0.0


def _of_districts(program: Program, need: Need) -> bool:
    """Whether a program is first of all a service to districts, and nothing of the kind was asked for."""
    first = program.categories[0]
    alone = first in _FOR_DISTRICTS and first not in need.categories
    return alone and (set(program.categories) <= _FOR_DISTRICTS or not set(program.categories) & _CLASSES)


def _wrong_age(program: Program, need: Need) -> bool:
    """Whether a program does not take the age that was told, or is for adults alone and a child was spoken of."""
    if aging_out(need) and takes((ADULT, ADULT), program):
        return False
    if need.age is not None:
        return takes(need.age, program) is False
    grown = for_an_adult(need) or "adult services" in need.categories
    return need.young and not grown and for_adults_only(program)


def _parts(program: Program, need: Need) -> tuple[list[float], tuple[str, ...], bool]:
    """How well each part of the need is met (0 to 1), what the documents do not say, and whether the rest is stated."""
    parts: list[float] = []
    unknown: list[str] = []
    if need.categories:
        parts.append(_kind(program, need))
    if need.populations:
        parts.append(_population(need, program))
        unknown += [] if program.populations else ["disability"]
    unknown += ["disability"] if may_be_therapeutic(program, need) and not need.populations else []
    stated = all(part >= 0.5 for part in parts)
    if need.particulars:
        named = len(set(need.particulars) & particulars(program)) / len(need.particulars)
        parts.append(0.4 + 0.6 * named)
        stated = stated and named > 0
    if need.age is not None:
        known = takes(need.age, program) is not None
        parts.append(_age(need, program) if known else 0.5)
        unknown += [] if known else ["age"]
    return parts, tuple(unknown), stated


def _age(need: Need, program: Program) -> float:
    """How much of the age that was told a program takes, 0.3 to 1; an adult program is what follows at 22."""
    if need.age is None or (aging_out(need) and takes((ADULT, ADULT), program)):
        return 1.0
    return 0.3 + 0.7 * share(need.age, program)


def _kind(program: Program, need: Need) -> float:
    """How well the kind of service matches: what was named first counts most; therapeutic schools are kin."""
    if need.categories[0] in program.categories:
        return 1.0
    if set(need.categories) & set(program.categories):
        return 0.6
    therapeutic = {"behavioral and mental health", "special education programs"} <= set(program.categories)
    if "alternative education" in need.categories and need.populations and therapeutic:
        return 0.6
    return 0.6 if takes_preschool(program, need) else 0.0


def is_preschool(need: Need) -> bool:
    """Whether a class for a child before school age is asked for."""
    return "early childhood" in need.categories and (need.age is None or need.age[0] <= _STAGES["early childhood"][1])


def takes_preschool(program: Program, need: Need) -> bool:
    """Whether a preschool is asked for, and a program for all ages or many begins with children as young."""
    if not is_preschool(need) or "special education programs" not in program.categories:
        return False
    low = program.ages.low if program.ages else None
    return low is not None and low <= _SMALL and (need.age is None or takes(need.age, program) is True)


def may_be_therapeutic(program: Program, need: Need) -> bool:
    """Whether a therapeutic school is asked for, and a program is a school that names no students in particular."""
    school = any(_SCHOOL.search(words) for words in need.words)
    therapeutic = set(need.categories) == {"behavioral and mental health"} and school
    return therapeutic and not program.populations and program.categories[0] in SCHOOLS


def _open(program: Program, need: Need) -> bool:
    """Whether a program may fit though its record does not say so: a class of the kind, for nobody in particular."""
    kinds, asked = set(program.categories), set(need.categories)
    if may_be_therapeutic(program, need) or (not asked and suits_the_age(program, need) and not program.populations):
        return True
    if names_another(program, need):
        return False
    if set(need.populations) & set(program.populations):
        return not asked or _kind(program, need) > 0
    if asked and not asked & SCHOOLS:
        return bool(asked & kinds)
    return bool(asked & kinds or kinds & SCHOOLS) and kinds <= _CLASSES | asked - {"special education programs"}


def _population(need: Need, program: Program) -> float:
    """The share of the asked populations that a program states; nothing stated counts a little."""
    stated = set(program.populations)
    alternative = "alternative education" in program.categories
    if not stated:
        return _LIKELY_FOR if alternative and _ALTERNATIVE & set(need.populations) else 0.4
    grown = "adults with disabilities" in stated and for_an_adult(need)

    def one(asked: str) -> float:
        if asked in stated:
            return 1.0
        if grown:
            return 0.8
        if alternative and asked in _ALTERNATIVE and _ALTERNATIVE & stated:
            return 0.9
        return 0.5 * bool(_KINDRED.get(asked, set()) & stated)

    share = sum(map(one, need.populations)) / len(need.populations)
    return max(share, _WITH_IT) if _RARE & set(need.populations) & stated else share


def _names(program: Program, need: Need) -> bool:
    """Whether a record names one of the asked disabilities, or the one group that they are part of."""
    return bool(set(need.populations) & set(program.populations)) or _population(need, program) >= 0.8


def is_rare(need: Need) -> bool:
    """Whether few programs serve a need, so that one which does not name it is not likely to."""
    return bool(_RARE & set(need.populations))


def only_rare(need: Need) -> bool:
    """Whether a need is for nothing but what few programs serve."""
    return bool(need.populations) and set(need.populations) <= _RARE


def _suited(program: Program, need: Need) -> float:
    """What speaks for a program beside the parts of the need: the asker's own words in its record, its kind."""
    score = 0.35 * min(said(f"{program.name} {program.description}", need, beyond=need.populations), 2)
    kinds = set(program.categories)
    if need.regular:
        score += 1.0 if takes_regular_education(program) else -0.5 if "special education programs" in kinds else 0.0
    if need.populations and not need.categories:
        grown = need.age is not None and _STAGES["vocational and transition"][1] >= need.age[0] >= 18
        score += 0.5 if kinds & SCHOOLS or (grown and "vocational and transition" in kinds) else 0.0
    if of_the_stage(program, need) and program.ages and program.ages.low in _BEGINNINGS:
        score += 0.3
    if not for_districts(need) and kinds & _FOR_DISTRICTS and not kinds & _FOR_DISTRICTS & set(need.categories):
        score -= 0.6
    return score


def _doubt(program: Program, newest: int) -> float:
    """What speaks against a program: it is to be confirmed, or was last confirmed long before the newest record."""
    age = newest - int(program.as_of[:4]) if program.as_of else 5
    return (0.25 if program.status == "confirm" else 0.0) + min(0.35, 0.03 * age)
