"""Which of the programs that fit are shown, in which order, and under which sentence."""

from collections.abc import Mapping, Sequence

from assistant.ages import ADULT, share, takes
from assistant.asked import Asked, Need
from assistant.matching import (
    CLOSE,
    SCHOOLS,
    Fit,
    aging_out,
    focus,
    for_an_adult,
    is_preschool,
    is_rare,
    of_the_stage,
    only_rare,
    suits_the_age,
)
from assistant.near_misses import near_misses
from assistant.nearness import NEAR_MILES, is_near
from assistant.particulars import names_particular
from assistant.particulars import takes_regular_education as takes_regular
from assistant.records import age_text, need_text, whom_text
from assistant.wordings import hidden
from corpus.directory import Directory
from corpus.places import Place
from corpus.schema import Organization

SHOWN = 5
FEW = 3
"""As many programs are enough to go without kindred ones."""
_FAR, _HALF = 20.0, 0.5
"""Miles from which a program stands behind those of the asker's own collaborative, and the share of the age that was
told below which it stands behind those that take more of it."""
_REACH = 50.0
"""Miles beyond which nobody drives every day: of programs so far away only the nearest one is named."""
_UNSITED = 15.0
"""Miles by which a program stands behind where its place is not known."""
_LISTING = 25.0
"""Miles by which one that only lists a rare need among others stands behind one that is made for it."""
Group = tuple[str, list[Fit]]
"""The sentence that introduces some programs, and these."""


def around(
    directory: Directory, fits: list[Fit], asked: Asked, place: Place, similarity: Mapping[str, float]
) -> tuple[list[Group], bool]:
    """The best fits around a place and the nearest elsewhere, and whether one around it states what was asked for."""
    need = asked.need
    near = [f for f in fits if f.open and is_near(f.way, bool(f.offer.towns), place)]
    clear = [f for f in near if _states(f) and f.need >= 0.6]
    by_a_little = [] if any(f.close or f.member for f in clear) else near_misses(directory, need, place, similarity)[:2]
    if clear:
        chosen = varied(_ordered([*clear, *by_a_little, *_other(near, clear, need)], need))
        few = is_preschool(need) and len(chosen) < FEW
        beyond = sorted((f for f in fits if few and _states(f) and f not in near), key=lambda f: f.miles or 0.0)
        further = [("The nearest farther off:", varied(beyond, most=FEW))] if beyond else []
        return [(_heading(asked, place, chosen), chosen), *further], True
    far = sorted((f for f in fits if _states(f) and f not in near), key=lambda f: _distance(f) + _listing(f, need))
    far = [f for f in far if is_school(f, need)] or far
    named = _named(asked, near)
    homeless = not any(f.member and f.open for f in fits)
    nearest = directory.nearest(place.towns[0]) if homeless and place.kind != "area" else []
    maybe = _maybe(near, need, nearest)
    staged = any(of_the_stage(f.offer.program, need) for f in maybe)
    unsure = [f for f in maybe if f.member or not by_a_little]
    general = varied([*by_a_little, *unsure], most=FEW + staged)
    if general:
        far = [f for f in far if _distance(f) <= _REACH] or far[:1]
    elsewhere = [("The nearest that state it:", varied(far, most=FEW - staged))] if far else []
    if not near and not by_a_little:
        return _none_near(directory, fits, far, place, need, named), False
    intro = f"Our documents name no {named} in or near {place.name}."
    if general:
        intro += f" {_missing_by_a_little(by_a_little, general) or left_open(need)}"
    return [(intro, general), *elsewhere], False


def _missing_by_a_little(missing: Sequence[Fit], shown: Sequence[Fit]) -> str:
    """The sentence over programs some of which miss the age by a little; empty when none does."""
    if not missing:
        return ""
    if len(shown) > len(missing):
        return "These miss the age by a little, or do not say whether they fit; ask:"
    return "One misses the age by a little; ask:" if len(missing) == 1 else "These miss the age by a little; ask:"


def _none_near(
    directory: Directory, fits: list[Fit], far: list[Fit], place: Place, need: Need, named: str
) -> list[Group]:
    """Where nothing is near: what may be at the collaboratives nearest by, and the nearest that states the need."""
    close = [f for f in far if f.miles is not None and f.miles <= NEAR_MILES]
    within = f"{' known to be' if close else ''} within {NEAR_MILES:.0f} miles of"
    # Over water or beyond the edge of a region, so not near for all that.
    within = " in or near" if any(f.offer.towns for f in close) else within
    intro = f"Our documents have no {named}{within} {place.name}."
    nearest = directory.nearest(place.towns[0])
    maybe = varied([f for f in fits if f.open and f.offer.organization in nearest and f not in far], most=2)
    first = varied(far or sorted(fits, key=_distance), most=SHOWN - len(maybe))
    if not maybe:
        return [(f"{intro} {'The nearest:' if far else f'The nearest. {left_open(need)}'}", first)]
    return [(f"{intro} Of the nearest collaboratives these do not say whether they fit; ask:", maybe)] + (
        [("The nearest that state it:", first)] if far else []
    )


def _states(fit: Fit) -> bool:
    """Whether a record states all that was asked for, the disability by its name."""
    return fit.stated and fit.named


def _distance(fit: Fit) -> float:
    """The miles by which programs are sorted from near to far; longer by sea, and where the place is not known."""
    miles = fit.miles if fit.miles is not None else 999.0
    return miles * (1.5 if fit.way.by_sea else 1.0) + (0.0 if fit.offer.towns else _UNSITED)


def _listing(fit: Fit, need: Need) -> float:
    """Miles by which a program that merely lists a rare need stands behind one that is made for it."""
    return _LISTING if is_rare(need) and focus(fit.offer.program, need) < 0.5 else 0.0


def is_school(fit: Fit, need: Need) -> bool:
    """Whether a program is a school or class, where nothing else was asked for."""
    program = fit.offer.program
    schooling = program.categories[0] in SCHOOLS or suits_the_age(program, need)
    return bool(need.categories) or schooling or for_an_adult(need)


def _other(near: Sequence[Fit], clear: Sequence[Fit], need: Need) -> list[Fit]:
    """What may stand beside the programs that state the need: kindred ones, and general ones that may meet it.

    For a stage of life (preschool, after high school) these are any near; else the asker's own collaborative's.
    """
    kindred = [f for f in near if f.stated and not f.named and f.need >= 0.6 and (f.member or len(clear) < FEW)]
    kindred = [f for f in kindred if is_school(f, need)]
    if need.particulars or only_rare(need):
        return kindred
    staged = [f for f in near if not f.stated and of_the_stage(f.offer.program, need)][:FEW]
    own = [f for f in near if f.member and not f.stated and f not in staged][:2]
    return [*kindred, *staged, *own]


def _ordered(chosen: Sequence[Fit], need: Need) -> list[Fit]:
    """What states the need close by first; what is far, of others, and of no known place or of kindred needs last.

    What is made for a rare need goes before what merely lists it; the asker's own collaborative's classes may go before
    a program many miles off.
    """

    def small(fit: Fit) -> tuple[bool, bool, bool, float]:
        """A preschool that is near before a school for all ages; then what is near, for a small child rides far."""
        made = of_the_stage(fit.offer.program, need) and (fit.member or fit.close)
        return not made, not _states(fit) or fit.misses_age, not fit.member, _distance(fit)

    if is_preschool(need) and not is_rare(need):
        return sorted(chosen, key=small)

    def standing(fit: Fit) -> tuple[bool, bool, bool, int, bool, float]:
        program = fit.offer.program
        outside = need.regular and not takes_regular(program)
        own_nurse = fit.member and fit.close and "nursing and health" in need.categories
        listed = is_rare(need) and focus(program, need) < 0.5 and not own_nurse
        far = not (fit.member or fit.close) and (fit.miles is None or fit.miles > _FAR)
        grown = aging_out(need) and takes((ADULT, ADULT), program)
        past = fit.misses_age or (need.age is not None and not grown and share(need.age, program) < _HALF)
        vague = not fit.named or (not fit.offer.towns and not (fit.miles is not None and fit.miles <= CLOSE))
        near_by = fit.member or fit.close
        tier = 0 if _states(fit) and near_by else 2 if vague and not fit.member else 1
        focused = 0.5 * focus(program, need) if tier == 0 and is_school(fit, need) else 0.0
        beside = bool(need.categories) and program.categories[0] not in need.categories
        tier = max(tier, 1) if beside or hidden(need, program) else tier
        tier = 2 if far else tier
        own = fit.member and not fit.unknown
        unsure = (not (own and _states(fit)),)
        return outside, past, listed, tier, *unsure, -fit.score - focused

    return sorted(chosen, key=standing)


def _heading(asked: Asked, place: Place, chosen: Sequence[Fit]) -> str:
    """The sentence over programs around a place; not all of them state the need."""
    all_state = all(_states(f) for f in chosen)
    marked = "" if all_state else " Where a record does not state the need, its line says so."
    what = capital(need_text(asked))
    return f"{what} in or near {place.name}: programs in our documents, best fit first.{marked}"


def _maybe(near: Sequence[Fit], need: Need, nearest: Sequence[Organization]) -> list[Fit]:
    """Programs near that do not state the need but may meet it, those of the asker's own collaborative first.

    Where the asker's town has none, those of the `nearest` collaboratives count too.
    """
    known = [f for f in near if f.member or f.offer.organization in nearest or "disability" not in f.unknown]
    if need.particulars and not need.populations:
        return [f for f in near if f.member]
    if is_rare(need):
        known = [f for f in near if f.member or f.stated]
    maybe = list(near) if need.categories and not is_rare(need) else [f for f in known if is_school(f, need)] or known
    if any(of_the_stage(f.offer.program, need) for f in maybe):
        return sorted(maybe, key=lambda f: (not f.member, not of_the_stage(f.offer.program, need), _distance(f)))
    return _likely_first(maybe)


def _likely_first(maybe: Sequence[Fit]) -> list[Fit]:
    """Programs that do not state the need: the own collaborative's for kindred needs, two others of it, kindred."""
    kindred = [f for f in maybe if f.stated and not f.unknown]
    own = [f for f in kindred if f.member]
    general = [f for f in maybe if f.member and f not in own]
    beside = [f for f in kindred if not f.member and f.miles is not None and f.miles <= CLOSE]
    first = [*own, *general[:2], *beside]
    return [*first, *(f for f in [*general, *maybe] if f not in first)]


def _named(asked: Asked, near: Sequence[Fit]) -> str:
    """What no program near states: the particular thing, for whom where others have it, or the need as understood."""
    need = asked.need
    if not need.particulars:
        return need_text(asked)
    for_whom = need.populations and any(names_particular(f.offer.program, need) for f in near)
    return f"{' or '.join(need.particulars)}{whom_text(need) if for_whom else ''}{age_text(need)}"


def particular_text(asked: Asked) -> str:
    """The particular thing that was asked for, or else the need as it was understood."""
    named = " or ".join(asked.need.particulars)
    return f"{named}{whom_text(asked.need)}{age_text(asked.need)}" if named else need_text(asked)


def left_open(need: Need) -> str:
    """What may be said of the programs near that do not state the need."""
    if need.particulars and need.populations:
        return f"These are{whom_text(need)} in general, or do not say; ask:"
    return "These do not say whether they fit; ask:"


def anywhere(fits: list[Fit], asked: Asked) -> Group:
    """The best fits anywhere, one a collaborative, and the sentence that introduces them."""
    good = [f for f in fits if f.stated and f.need >= 0.75] or fits
    good = [f for f in good if f.named] or good
    orgs = {f.offer.organization.slug: f for f in reversed(good)}
    chosen = sorted(orgs.values(), key=lambda f: -f.score)[:SHOWN]
    many = ". Many collaboratives list programs for this; these fit best:" if len(orgs) > len(chosen) else ":"
    return f"{capital(need_text(asked))} in Massachusetts{many}", chosen


def varied(fits: Sequence[Fit], most: int = SHOWN, each: int = FEW) -> list[Fit]:
    """The first programs, at most `each` of a collaborative, and no like part of a program that stands before it."""
    chosen: list[Fit] = []
    for fit in fits:
        program = fit.offer.program
        wholes = [f.offer.program for f in chosen if program.id.startswith(f"{f.offer.program.id}-")]
        part = any(set(program.categories) <= set(whole.categories) for whole in wholes)
        if not part and sum(f.offer.organization is fit.offer.organization for f in chosen) < each:
            chosen.append(fit)
    return chosen[:most]


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
