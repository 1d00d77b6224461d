"""Where a program is: programs for a need near a place, best first, and the next step."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant import cues
from assistant.admission import say_way_in
from assistant.asked import Asked, Need
from assistant.belonging import NOT_A_MEMBER, say_no_member, town_of, wants_collaborative
from assistant.carrying import other_age
from assistant.choosing import FEW, SHOWN, anywhere, around, capital, is_school, left_open, particular_text, varied
from assistant.draft import Draft
from assistant.focus import elsewhere
from assistant.having import unsaid
from assistant.leaders import say_leader
from assistant.lexicon import reviewed
from assistant.matching import (
    Fit,
    after_school_years,
    aging_out,
    for_an_adult,
    for_districts,
    is_preschool,
    match,
    only_rare,
)
from assistant.nearness import away, is_near
from assistant.next_steps import NEXT_STEP, UNDER_3, WITHOUT_TEAM, NextSteps, of_an_infant, takes_up
from assistant.particulars import takes_regular_education as takes_regular
from assistant.profiles import Profiles
from assistant.records import need_text, reach, reach_program, shown_program, whom_text
from assistant.schools import say_schools, say_unheld
from assistant.telling import told_of
from assistant.unlisted import say_unlisted
from assistant.wordings import hidden, telling
from corpus.loading import Corpus
from corpus.passages import Passage
from corpus.places import Place
from corpus.schema import Organization

_SUPPORTS = {"nursing and health", "related services", "student transportation", "technology", "family support"}
"""Categories of what a student gets in a school, which no student goes to for itself."""
_YES_OR_NO = re.compile(r"\W*(?:(?:and|so|but) )?(?:can|could|do|does|will|would|is|are|has|have)\b", re.I)
_OF_THOSE = re.compile(
    r"\bwhich (?:one|of (?:them|those|these|the \w+))\b.{0,12}\b(?:clos|near)(?:er|est)\b|"
    r"\bhow far (?:is|are) (?:it|that|they|those|these|each)\b",
    re.I,
)
"""What asks how far the programs are that were listed."""
_UNSAID = {"disability": "disabilities served", "age": "ages"}
_EARLY = re.compile(r"\bearly intervention\b|\bEI\b|\bturn(?:s|ing)? (?:3|three)\b")
_AGES = re.compile(r"\b(?:ages?|how old|grades?)\b", re.I)
PAPERS = "families-immigration-and-special-education"
_PAPERS = re.compile(
    r"\b(?:no|without|have no|need) (?:legal )?(?:papers|visa|documents)\b|\bundocumented\b|\bimmigra\w+", re.I
)
EARLY_ENDS, SUMMER = "families-when-early-intervention-ends", "families-who-gets-summer-services"


class Programs(NextSteps):
    """Answers where-questions from records, each program with its passage."""

    def __init__(self, corpus: Corpus, profiles: Profiles) -> None:
        super().__init__(corpus)
        self._profiles = profiles

    def spoken_of(self, draft: Draft, asked: Asked) -> bool:
        """The way into what is spoken of, or a school that is called by its name, where that is what was asked."""
        others = (say_leader, say_way_in, say_schools, say_unheld, say_unlisted)
        told = self._turn_to(draft, asked) or self._far_of_those(draft, asked)
        return told or any(say(draft, self.corpus, asked) for say in others)

    def where(self, draft: Draft, asked: Asked, similarity: Mapping[str, float]) -> bool:
        """Programs for a need near a place. Returns False when there is nothing to show."""
        asked, place = replace(asked, need=after_school_years(asked.need)), asked.place
        fits = match(self.directory, asked.need, place, similarity)
        if asked.organizations:
            return self._at(draft, asked, fits)
        if not fits:
            return False
        own = self._own(place)
        groups, stated = [anywhere(fits, asked)], True
        if place and place.towns:
            groups, stated = around(self.directory, fits, asked, place, similarity)
        chosen = [fit for _, some in groups for fit in some]
        if self._said(draft, chosen):
            return True
        told = asked.follow_up and not asked.refines and self._told_of_found(draft, asked, chosen)
        if told or (self._listed(draft, asked, chosen) and not other_age(asked)):
            return told
        self._say_nearest_of(draft, asked, chosen)
        if not stated or not any(fit.stated and fit.need >= 0.75 for fit in chosen):
            draft.outcome = "partial"
        absent = [org for org in own if org not in {fit.offer.organization for fit in chosen}]
        own_lacks_it = is_preschool(asked.need) and not any(fit.member and fit.stated for fit in chosen)
        if first := own if wants_collaborative(asked.text) else absent if own_lacks_it else []:
            self._name(draft, asked, first, first=True)
        self._say_first(draft, asked)
        if asked.need.regular:
            self._say_regular(draft, place, chosen)
        far = bool(place and place.towns) and not any(self._near(fit, place) for fit in chosen)
        if far and not own:
            self._name(draft, asked, ())
        for intro, some in groups:
            lines = "\n".join(self._line(draft, fit, asked) for fit in some)
            draft.say(f"{intro}\n\n{lines}".strip())
        served = any(fit.member and fit.stated and fit.named for fit in chosen)
        if not served and (own or not far):
            self._name(draft, asked, absent)
        self._say_rule(draft, asked, chosen)
        self.next_step(draft, asked, chosen)
        return True

    def invited(self, draft: Draft, asked: Asked, passage: Passage) -> None:
        """Show the programs that a passage offers to show for a town, where the town and the need are told already."""
        if takes_up(draft, asked, passage):
            self.where(draft, asked, {})

    def _say_nearest_of(self, draft: Draft, asked: Asked, chosen: Sequence[Fit]) -> None:
        """Say first which of the programs that were found is the nearest, where a follow-up asks for a closer one."""
        place = asked.place
        if place is None or not (asked.follow_up and cues.CLOSER.search(asked.text)):
            return
        known = [fit for fit in chosen if fit.miles is not None and (fit.stated or fit.open)]
        nearest = min(known, key=lambda fit: fit.miles or 0.0, default=None)
        if nearest is None:
            return
        program, org = nearest.offer.program, nearest.offer.organization
        unsited = f" (place not in our documents; {place.name} is in a member district)"
        where = self._far(nearest) or (f" (in {' and '.join(program.towns)})" if program.towns else unsited)
        runs = f"**{program.name}** of {org.name}{where}"
        draft.say(f"The nearest of what our documents name is {runs} {draft.cite(self.passage(program.id))}.")

    def _told_of_found(self, draft: Draft, asked: Asked, chosen: Sequence[Fit]) -> bool:
        """What a follow-up asks of the programs that were found: how they are reached, how far they are."""
        if cues.WHO_TO_CALL.search(asked.text):
            return self._reached(draft, asked, chosen)
        return bool(asked.place and cues.CLOSER.search(asked.text)) and self._say_miles(draft, asked, chosen)

    def _reached(self, draft: Draft, asked: Asked, chosen: Sequence[Fit]) -> bool:
        """How those who run the programs that were found are reached; first the district, where that is it."""
        step = self.step(draft, asked, [fit.offer.program for fit in chosen])
        if cues.WHO_TO_CALL.search(asked.text) and not WITHOUT_TEAM & set(asked.need.categories):
            draft.say(capital(step.removeprefix("Next step: ")))
        for org in list({fit.offer.organization.slug: fit.offer.organization for fit in chosen}.values())[:FEW]:
            theirs = [fit.offer.program for fit in chosen if fit.offer.organization is org]
            self._profiles.attribute(draft, org, asked.text)
            named = "; ".join(f"{p.name} {draft.cite(self.passage(p.id))}" for p in theirs)
            draft.say(f"Of what fits, {org.short_name} runs: {named}.")
        return True

    def _far_of_those(self, draft: Draft, asked: Asked) -> bool:
        """How far the programs of the turn before are, where a follow-up asks which of them is the nearest."""
        if draft.before is None or not asked.place or not (asked.follow_up and _OF_THOSE.search(asked.text)):
            return False
        offers = [self.directory.by_program[id_] for id_ in draft.before.programs]
        return self._say_miles(draft, asked, match(self.directory, Need(), asked.place, {}, offers))

    def _say_miles(self, draft: Draft, asked: Asked, chosen: Sequence[Fit]) -> bool:
        """How far the programs are that were found, the nearest first; nothing where no place is known."""
        self._say_nearest_of(draft, asked, chosen)
        sited = sorted((fit for fit in chosen if fit.miles is not None), key=lambda fit: fit.miles or 0.0)
        lines = [
            f"- **{fit.offer.program.name}** ({fit.offer.organization.short_name})"
            f"{self._far(fit) or ' (in or near the town)'} {draft.cite(self.passage(fit.offer.program.id))}"
            for fit in sited
        ]
        if lines[1:]:
            draft.say("In a straight line:\n\n" + "\n".join(lines))
        return bool(lines)

    def _say_first(self, draft: Draft, asked: Asked) -> None:
        """Say before the programs what counts more: whom to turn to before three, that papers are not asked for."""
        for id_, wanted in ((UNDER_3, of_an_infant(asked)), (PAPERS, _PAPERS.search(asked.whole))):
            if wanted and id_ in self.corpus.by_id:
                draft.say(self.quoted(draft, id_, 0).strip())

    def _say_rule(self, draft: Draft, asked: Asked, chosen: Sequence[Fit]) -> None:
        """Say the rule that bears on a search: of summer services that no program states, of Early Intervention."""
        if "summer program" in asked.need.particulars and not any(fit.stated for fit in chosen):
            draft.say(self.quoted(draft, SUMMER, 0).strip())
        if _EARLY.search(asked.whole) and is_preschool(asked.need):
            draft.say(self.quoted(draft, EARLY_ENDS, 0).strip())

    @staticmethod
    def _near(fit: Fit, place: Place | None) -> bool:
        """Whether a program is near a place."""
        return place is not None and is_near(fit.way, bool(fit.offer.towns), place)

    @staticmethod
    def _said(draft: Draft, chosen: Sequence[Fit]) -> bool:
        """Whether an earlier part of the answer shows all these programs already."""
        shown = {program.program_id for program in draft.programs}
        return bool(chosen) and {fit.offer.program.id for fit in chosen} <= shown

    @staticmethod
    def _listed(draft: Draft, asked: Asked, chosen: Sequence[Fit]) -> bool:
        """Whether the turn before listed just these programs, or some of them where nothing new is asked for.

        The same list says nothing, unless it is sought around another place.
        """
        before, found = draft.before, {fit.offer.program.id for fit in chosen}
        if before is not None and elsewhere(asked, before):
            return False
        return before is not None and (
            found == set(before.programs) or (not asked.refines and found > set(before.programs) > set())
        )

    # -- the asker's own collaboratives --------------------------------------------------------------------------------

    def _own(self, place: Place | None) -> list[Organization]:
        """The collaboratives of the asker's district: of the place, or of the town that a small region is named by.

        Of a region that has no such town, those whose members mostly lie there.
        """
        if place is None or not place.towns:
            return []
        towns = [town for town in place.towns if town in place.name] if place.kind == "area" else place.towns
        own = self.directory.members_of(towns or place.towns, mostly=not towns)
        return [self.directory.by_slug[slug] for slug in own[:2]]

    def _name(self, draft: Draft, asked: Asked, orgs: Sequence[Organization], first: bool = False) -> None:
        """Name the collaboratives that the asker's district belongs to and that were not shown, or say it has none."""
        place = asked.place
        for org in orgs:
            passage = self.passage(f"{org.slug}-members")
            if place and not draft.has(passage):
                town = town_of(place)
                lies = "is in a member district" if town in place.towns else "has member districts"
                draft.say(
                    f"{town} {lies} of **{org.name}**{'' if first else '; ask there too'}. "
                    f"{reach(org)} {draft.cite(passage)}"
                )
        named_by_town = place is not None and (place.kind != "area" or town_of(place) in place.towns)
        said = place is not None and any(f"lists in our documents names {place.name}" in p for p in draft.paragraphs)
        if place and place.towns and named_by_town and not (said or self._own(place)):
            town = town_of(place)
            nearest = self.say_nearest(draft, town if town in place.towns else place.towns[0])
            others = "" if for_districts(asked.need) else self.quoted(draft, NOT_A_MEMBER, 1)
            draft.say(f"No member list in our documents names {town}. {nearest}; ask there too.{others}")

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
        far = self._far(fit)
        ages = f"; {program.ages.text}" if program.ages else ""
        unsaid = _marks(fit, asked)
        member = ""
        if place and fit.member:
            member = f"; {place.name} is in a member district" if place.kind != "area" else "; has members there"
        first = telling(program.description, asked)
        caution = f" *{program.caution}*" if program.caution else ""
        known = any(p.slug == org.slug for p in draft.programs[:-1])
        runs = org.short_name if known or org.short_name in org.name else f"{org.name}, {org.short_name}"
        about = f"{runs}{where}{far}{ages}{unsaid}{member}"
        return f"- **{program.name}** ({about}): {first}{caution} {reach_program(fit.offer)} {mark}"

    def _far(self, fit: Fit) -> str:
        """How far a program is, led by a space; where its place is not known, how far its collaborative's office is."""
        way, towns = fit.way, fit.offer.towns
        if way.miles is None or way.miles < 1 or (fit.member and not towns):
            return ""
        if not way.end:
            return f" (its districts lie about {way.miles:.0f} miles away)"
        far = away(self.directory.places, way.start, (way.end,))
        if not towns:
            return f" (its office is in {way.end}, {far})"
        return f" ({'the nearest ' if len(towns) > 1 else ''}{far})"

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
        say_no_member(draft, self.corpus, asked)
        own = [f for f in fits if f.offer.organization in asked.organizations]
        own = [f for f in own if f.named] + [f for f in own if not f.named]
        good = [f for f in own if f.stated and f.need >= 0.75] or [f for f in own if f.need >= 0.6 and f.stated]
        if not good and asked.need.populations and _supports(asked.need):
            # A nurse or a therapist is there for all: whom the record names beside that does not matter.
            alone = replace(asked.need, populations=(), particulars=())
            return self._at(draft, replace(asked, need=alone), match(self.directory, alone, None, {}))
        if not good:
            return self._nothing_at(draft, asked, own)
        chosen = varied(good, most=SHOWN, each=SHOWN)
        if self._said(draft, chosen):
            return True
        names = " and ".join(dict.fromkeys(fit.offer.organization.name for fit in chosen))
        if asked.need.regular:
            self._say_regular(draft, None, chosen)
        lines = "\n".join(self._line(draft, fit, asked) for fit in chosen)
        draft.say(f"{capital(need_text(asked))} at {names}, in our documents:\n\n{lines}")
        unsure = self._unsure(own, good, asked) if len(chosen) < FEW else []
        if unsure:
            maybe = "\n".join(self._line(draft, fit, asked) for fit in unsure)
            draft.say(f"{left_open(asked.need)}\n\n{maybe}")
        self.next_step(draft, asked, chosen)
        return True

    @staticmethod
    def _unsure(own: Sequence[Fit], good: Sequence[Fit], asked: Asked) -> list[Fit]:
        """Programs of the named collaboratives that do not state the need and may yet meet it, to be asked about."""
        if not asked.need.populations or only_rare(asked.need):
            return []
        return varied([f for f in own if f.open and f not in good and is_school(f, asked.need)], most=FEW)

    def _nothing_at(self, draft: Draft, asked: Asked, own: Sequence[Fit]) -> bool:
        """Say that a named collaborative lists no such program, and what of its own may fit, or what it lists."""
        org = asked.organizations[0]
        if org.status == "dissolved":
            return self._profiles.profile(draft, asked)
        passage = self.passage(f"{org.slug}-profile")
        draft.outcome = "partial"
        if self._unsaid_support(draft, asked, org):
            return True
        said = f"Our documents list no {particular_text(asked)} at {org.name}"
        if set(asked.need.populations) & reviewed().populations_of(org.summary):
            whom = whom_text(asked.need)
            said = f"By its profile {org.name} has programs{whom}, but the record of no single program states it"
        draft.say(f"{said} {draft.cite(passage)}. {reach(org)}")
        maybe = varied([f for f in own if f.open] or ([] if asked.need.particulars else own), most=3)
        if not maybe and (aging_out(asked.need) or for_an_adult(asked.need)):
            self.next_step(draft, asked, ())
            return True
        if not maybe:
            self._profiles.programs_of(draft, org)
            return True
        lines = "\n".join(self._line(draft, fit, asked) for fit in maybe)
        draft.say(f"{left_open(asked.need)}\n\n{lines}")
        self.next_step(draft, asked, maybe)
        return True

    def _unsaid_support(self, draft: Draft, asked: Asked, org: Organization) -> bool:
        """Say what is told of a nurse, a bus or a therapist at a collaborative, or that none is; no list of schools.

        Returns False where a place for a student is sought.
        """
        need = asked.need
        clause = unsaid(asked.text) or f"whether {org.name} has {need.words[0] if need.words else 'that'}"
        if not unsaid(asked.text) and not _YES_OR_NO.match(asked.text):
            return False
        if need.populations or not _supports(need):
            return False
        if told := told_of(self.corpus, org, need)[:2]:
            draft.say(" ".join(f"{sentence} {draft.cite(passage)}" for passage, sentence in told))
            return True
        profile = self.passage(f"{org.slug}-profile")
        draft.say(f"Our documents do not say {clause}. To ask {org.name} {draft.cite(profile)}: {reach(org)}")
        return True


def _supports(need: Need) -> bool:
    """Whether nothing is asked for but what a student gets in a school beside the teaching."""
    return bool(need.categories) and set(need.categories) <= _SUPPORTS


def _marks(fit: Fit, asked: Asked) -> str:
    """What a record does not say of the need, led by semicolons."""
    need, program = asked.need, fit.offer.program
    unknown = list(fit.unknown)
    if (_AGES.search(asked.text) or asked.organizations) and program.ages is None and "age" not in unknown:
        unknown.append("age")
    unsaid = ["exact ages" if part == "age" and program.ages else _UNSAID[part] for part in unknown]
    marks = [f"{' and '.join(unsaid)} not in our documents"] if unsaid else []
    if need.populations and program.populations and not set(need.populations) & set(program.populations):
        marks.append(f"does not state {' or '.join(need.populations)}, ask")
    elif inward := hidden(need, program):
        marks.append(f"does not state {inward}, ask")
    if fit.misses_age and need.age:
        low, high = need.age
        child = f"a {low}-year-old" if low == high else f"ages {low} to {high}"
        marks.append(f"ask whether it takes {child}")
    return "".join(f"; {mark}" for mark in marks)
