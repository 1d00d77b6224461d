"""Where a program is: programs for a need near a place, best first, and the next step."""

from collections.abc import Mapping, Sequence

from assistant import cues
from assistant.asked import Asked, Need
from assistant.draft import Draft, sentences
from assistant.matching import (
    Fit,
    aging_out,
    for_an_adult,
    for_districts,
    is_rare,
    match,
    names_particular,
    said,
)
from assistant.matching import takes_regular_education as takes_regular
from assistant.nearness import NEAR_MILES, is_near
from assistant.profiles import Profiles
from assistant.records import Records, age_text, need_text, reach, shown_program, whom_text
from corpus.loading import Corpus
from corpus.places import Place
from corpus.schema import Organization

_SHOWN = 5
_CLOSE = 12.0
"""Miles within which a program that states the need stands before a nearer one that does not."""
_WITHOUT_TEAM = {"adult services", "professional development", "family support"}
"""Categories of which no IEP Team decides."""
_UNSAID = {"disability": "disabilities served", "age": "ages"}
NEXT_STEP = "families-how-to-get-your-child-into-a-program"
NOT_A_MEMBER = "families-if-your-town-is-not-a-member"
ADULT_AGENCIES = "families-state-agencies-for-adults-with-disabilities"
TURNING_22 = "families-turning-22-and-chapter-688"
SUMMER = "families-who-gets-summer-services"


class Programs(Records):
    """Answers where-questions from records, each program with its passage."""

    def __init__(self, corpus: Corpus, profiles: Profiles) -> None:
        super().__init__(corpus)
        self._profiles = profiles

    def where(self, draft: Draft, asked: Asked, similarity: Mapping[str, float]) -> bool:
        """Programs for a need near a place. Returns False when there is nothing to show."""
        place = asked.place
        fits = match(self.directory, asked.need, place, similarity)
        if asked.organizations:
            return self._at(draft, asked, fits)
        if not fits:
            return False
        own = self._own(place)
        here = bool(place and place.towns)
        groups, stated = _around(fits, asked, place) if place and here else ([_anywhere(fits, asked)], True)
        chosen = [fit for _, some in groups for fit in some]
        if self._said(draft, chosen):
            return True
        if not stated or not any(fit.stated and fit.need >= 0.75 for fit in chosen):
            draft.outcome = "partial"
        if cues.COLLABORATIVE.search(asked.text) and own:
            self._name(draft, place, own)
        if asked.need.regular:
            self._say_regular(draft, place, chosen)
        for intro, some in groups:
            lines = "\n".join(self._line(draft, fit, asked) for fit in some)
            draft.say(f"{intro}\n\n{lines}".strip())
        self._name(draft, place, [org for org in own if org not in {fit.offer.organization for fit in chosen}])
        if "summer program" in asked.need.particulars and not any(fit.stated for fit in chosen):
            draft.say(self._quoted(draft, SUMMER, 0).strip())
        self._next_step(draft, asked, chosen)
        return True

    @staticmethod
    def _said(draft: Draft, chosen: Sequence[Fit]) -> bool:
        """Whether an earlier part of the answer shows all these programs already."""
        shown = {program.program_id for program in draft.programs}
        return bool(chosen) and {fit.offer.program.id for fit in chosen} <= shown

    # -- the asker's own collaboratives --------------------------------------------------------------------------------

    def _own(self, place: Place | None) -> list[Organization]:
        """The collaboratives of the asker's district: of the place, or of the town that a small region is named by."""
        if place is None or not place.towns:
            return []
        core = [town for town in place.towns if town in place.name] if place.kind == "area" else []
        towns = core or (place.towns if place.kind != "area" else ())
        return list({o.slug: o for town in towns for o, _ in self.directory.memberships(town)}.values())[:2]

    def _name(self, draft: Draft, place: Place | None, orgs: Sequence[Organization]) -> None:
        """Name the collaboratives that the asker's district belongs to and that were not shown, or say it has none."""
        for org in orgs:
            passage = self.passage(f"{org.slug}-members")
            if place and not draft.has(passage):
                draft.say(
                    f"{_town_of(place)} is in a member district of **{org.name}**; ask there too. "
                    f"{reach(org)} {draft.cite(passage)}"
                )
        named_by_town = place is not None and (place.kind != "area" or _town_of(place) in place.towns)
        if place and place.towns and named_by_town and not self._own(place):
            others = self._quoted(draft, NOT_A_MEMBER, 1)
            draft.say(f"No member list in our documents names {_town_of(place)}.{others}")

    # -- what is said of the programs ----------------------------------------------------------------------------------

    def _say_regular(self, draft: Draft, place: Place | None, chosen: Sequence[Fit]) -> None:
        """Say which of the programs take a student outside special education."""
        taking = [fit.offer.program for fit in chosen if takes_regular(fit.offer.program)]
        if not taking:
            draft.outcome = "partial"
            draft.say("None of these programs says that it takes students who are not in special education; ask.")
            return
        names = " and ".join(f"**{p.name}** {draft.cite(self.passage(p.id))}" for p in taking)
        near = f" near {place.name}" if place else ""
        draft.say(f"Of the programs{near}, only {names} says that it takes regular education students; ask the others.")

    def _line(self, draft: Draft, fit: Fit, asked: Asked) -> str:
        """One program in a list: name, who runs it, town, ages, what it is, whom to reach."""
        place = asked.place
        program, org = fit.offer.program, fit.offer.organization
        shown = shown_program(self.directory, fit.offer, fit, place)
        mark = draft.cite(self.passage(program.id))
        draft.programs.append(shown.model_copy(update={"number": int(mark.strip("[]"))}))
        where = f", {' and '.join(program.towns)}" if program.towns else ", place not in our documents"
        far = f" (about {fit.miles:.0f} miles)" if fit.miles is not None and program.towns and fit.miles >= 1 else ""
        ages = f"; {program.ages.text}" if program.ages else ""
        unsaid = f"; {' and '.join(_UNSAID[part] for part in fit.unknown)} not in our documents" if fit.unknown else ""
        member = ""
        if place and fit.member:
            member = f"; {place.name} is in a member district" if place.kind != "area" else "; has members there"
        first = _telling(program.description, asked.need)
        caution = f" *{program.caution}*" if program.caution else ""
        about = f"{org.short_name}{where}{far}{ages}{unsaid}{member}"
        return f"- **{program.name}** ({about}): {first}{caution} {reach(org)} {mark}"

    # -- what to do next -----------------------------------------------------------------------------------------------

    def _next_step(self, draft: Draft, asked: Asked, fits: Sequence[Fit]) -> None:
        """What to do next; an earlier part of the answer may have said it."""
        step = self._step(draft, asked, {c for f in fits for c in f.offer.program.categories})
        if step not in draft.paragraphs:
            draft.say(step)
        if not asked.place and not for_districts(asked.need):
            draft.say("Tell me your town, and I can sort the programs by distance.")

    def _step(self, draft: Draft, asked: Asked, kinds: set[str]) -> str:
        """The next step: the Team for a student, the plan before 22, the agencies for an adult."""
        if aging_out(asked.need):
            asks = "Next step: ask the school district for the plan that follows special education."
            return f"{asks}{self._quoted(draft, TURNING_22)}"
        if for_an_adult(asked.need):
            return (
                "Next step: ask the collaborative itself, and the state agency that serves the adult; special "
                "education, and with it the school district's part, ends at 22." + self._quoted(draft, ADULT_AGENCIES)
            )
        if for_districts(asked.need) or (kinds and kinds <= _WITHOUT_TEAM):
            return "Next step: ask the collaborative itself; many also serve districts that are not members."
        step = self.corpus.by_id.get(NEXT_STEP)
        return (
            "Next step: the way in is your school district. Ask its special education director for a Team meeting; "
            f"the IEP Team decides on placement, with your consent.{f' {draft.cite(step)}' if step else ''}"
        )

    def _quoted(self, draft: Draft, id_: str, at: int | None = None) -> str:
        """A passage, or its sentence `at`, led by a space and with its mark; empty when the documents lack it."""
        if (passage := self.corpus.by_id.get(id_)) is None:
            return ""
        text = passage.text if at is None else sentences(passage.text)[at]
        return f" {text} {draft.cite(passage)}"

    def ask_back(self, draft: Draft) -> None:
        """Ask for what a search for a program needs, and say how the way in works meanwhile."""
        draft.outcome = "clarify"
        draft.say(
            "Which town do you live in, how old is your child, and what does your child need? Then I can list programs."
        )
        if step := self.corpus.by_id.get(NEXT_STEP):
            draft.say(f"{step.text} {draft.cite(step)}")

    # -- programs of a collaborative that was named --------------------------------------------------------------------

    def _at(self, draft: Draft, asked: Asked, fits: Sequence[Fit]) -> bool:
        """Programs of the named collaboratives that fit the need; or that they list none, and what they list."""
        own = [f for f in fits if f.offer.organization in asked.organizations]
        good = [f for f in own if f.stated and f.need >= 0.75] or [f for f in own if f.need >= 0.6 and f.stated]
        if not good:
            return self._nothing_at(draft, asked, own)
        chosen = _varied(good, most=_SHOWN)
        if self._said(draft, chosen):
            return True
        names = " and ".join(org.name for org in asked.organizations)
        lines = "\n".join(self._line(draft, fit, asked) for fit in chosen)
        draft.say(f"{_capital(need_text(asked))} at {names}, in our documents:\n\n{lines}")
        self._next_step(draft, asked, chosen)
        return True

    def _nothing_at(self, draft: Draft, asked: Asked, own: Sequence[Fit]) -> bool:
        """Say that a named collaborative lists no such program, and what of its own may fit, or what it lists."""
        org = asked.organizations[0]
        if org.status == "dissolved":
            return self._profiles.profile(draft, asked)
        passage = self.passage(f"{org.slug}-profile")
        draft.outcome = "partial"
        draft.say(f"Our documents list no {need_text(asked)} at {org.name} {draft.cite(passage)}. {reach(org)}")
        maybe = _varied([f for f in own if f.open] or own, most=3)
        if not maybe:
            self._profiles.programs_of(draft, org)
            return True
        lines = "\n".join(self._line(draft, fit, asked) for fit in maybe)
        draft.say(f"{_left_open(asked.need)}\n\n{lines}")
        self._next_step(draft, asked, maybe)
        return True


Group = tuple[str, list[Fit]]
"""The sentence that introduces some programs, and these."""


def _around(fits: list[Fit], asked: Asked, place: Place) -> tuple[list[Group], bool]:
    """The best fits around a place and the nearest elsewhere, and whether one around it states what was asked for."""
    near = [f for f in fits if f.open and is_near(f.miles, f.member, place)]
    stated = [f for f in near if f.stated and f.need >= 0.6]
    need = asked.need
    if stated:
        intro = f"{_capital(need_text(asked))} in or near {place.name}: programs in our documents, best fit first."
        return [(intro, _varied(_ordered(stated, near, need)))], True
    far = sorted(
        (f for f in fits if f.stated and f not in near), key=lambda f: f.miles if f.miles is not None else 999.0
    )
    named = _named(asked, near)
    if not near:
        intro = f"Our documents have no {named} within {NEAR_MILES:.0f} miles of {place.name}. The nearest:"
        return [(intro, _varied(far or fits))], False
    intro = f"Our documents name no {named} in or near {place.name}."
    general = _varied(_maybe(near, need), most=3)
    if general:
        intro += f" {_left_open(need)}"
    elsewhere = [("The nearest that state it:", _varied(far, most=_SHOWN - len(general)))] if far else []
    return [(intro, general), *elsewhere], False


def _ordered(stated: Sequence[Fit], near: Sequence[Fit], need: Need) -> list[Fit]:
    """Programs that state the need, and up to two of the asker's own collaborative that may meet it.

    What states it close by goes first; its own collaborative's classes may go before a program many miles off.
    """
    loose = not need.particulars and not is_rare(need)
    general = [f for f in near if loose and f.member and not f.stated][:2]

    def standing(fit: Fit) -> tuple[bool, bool, float]:
        outside = need.regular and not takes_regular(fit.offer.program)
        close = fit.miles is not None and fit.miles <= _CLOSE and bool(fit.offer.towns)
        return outside, not (fit.stated and (fit.member or close)), -fit.score

    return sorted([*stated, *general], key=standing)


def _maybe(near: Sequence[Fit], need: Need) -> list[Fit]:
    """Programs near that do not state the need but may meet it."""
    known = [f for f in near if f.member or "disability" not in f.unknown]
    if need.particulars and not need.populations:
        return [f for f in near if f.member]
    return list(near) if need.categories else known or list(near)


def _named(asked: Asked, near: Sequence[Fit]) -> str:
    """What no program near states: the particular thing, for whom where others have it, or the need as understood."""
    need = asked.need
    if not need.particulars:
        return need_text(asked)
    what = " or ".join(need.particulars)
    for_whom = need.populations and any(names_particular(f.offer.program, need) for f in near)
    return f"{what}{whom_text(need) if for_whom else ''}{age_text(need)}"


def _left_open(need: Need) -> str:
    """What may be said of the programs near that do not state the need."""
    if need.particulars and need.populations:
        return f"These are{whom_text(need)} in general, or do not say; ask:"
    return "These do not say whether they fit; ask:"


def _anywhere(fits: list[Fit], asked: Asked) -> Group:
    """The best fits anywhere, one a collaborative, and the sentence that introduces them."""
    good = [f for f in fits if f.stated and f.need >= 0.75] or fits
    orgs = {f.offer.organization.slug: f for f in reversed(good)}
    chosen = sorted(orgs.values(), key=lambda f: -f.score)[:_SHOWN]
    many = ". Many collaboratives list programs for this; these fit best:" if len(orgs) > len(chosen) else ":"
    return f"{_capital(need_text(asked))} in Massachusetts{many}", chosen


def _varied(fits: Sequence[Fit], most: int = _SHOWN) -> list[Fit]:
    """The first programs, at most three of one collaborative, and no like part of a program that stands before it."""
    chosen: list[Fit] = []
    for fit in fits:
        program = fit.offer.program
        wholes = [f.offer.program for f in chosen if program.id.startswith(f"{f.offer.program.id}-")]
        part = any(set(program.categories) <= set(whole.categories) for whole in wholes)
        if not part and sum(f.offer.organization is fit.offer.organization for f in chosen) < 3:
            chosen.append(fit)
    return chosen[:most]


def _telling(description: str, need: Need) -> str:
    """The first sentence of a description, and the one that has the asker's own words where that is another."""
    first, *others = sentences(description)
    telling = [s for s in others if said(s, need) > said(first, need)]
    return f"{first} {telling[0]}" if telling else first


def _town_of(place: Place) -> str:
    """How the asker's town is called: the place, or the town that a region is named by."""
    return (
        next((town for town in place.towns if town in place.name), place.name) if place.kind == "area" else place.name
    )


def _capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
