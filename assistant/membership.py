"""Who belongs to what: the collaboratives of a place, and the member districts of a collaborative."""

import re
from collections.abc import Sequence

from assistant import attributes, cues
from assistant.asked import Asked
from assistant.belonging import NOT_A_MEMBER, OTHER_TOWNS
from assistant.draft import Draft, sentences
from assistant.plainly import opened
from assistant.records import Records, reach, shown_organization
from assistant.seeming import counts_members
from assistant.verdict import NO, YES
from corpus.passages import Passage
from corpus.places import Place
from corpus.schema import Organization

_BOUND = re.compile(
    r"\b(?:only|just) (?:be able to |allowed to )?(?:go|attend|get into|send|choose|pick|look at|be placed)\b|"
    r"\b(?:can|may|could) (?:i |we |he |she |they |(?:my|our) \w+ )?only\b|"
    r"\b(?:stuck|limited|bound|tied) (?:with|to)\b|"
    r"\b(?:i|we|he|she|(?:my|our) (?:son|daughter|child|kid)) (?:ha(?:ve|s) to|must|needs? to) "
    r"(?:go to|use|attend|be in|stay (?:in|with)|pick) (?:the|that|our|its|his|her) (?:\w+ )?collab\w*",
    re.I,
)
"""Taken for granted or asked: that a student may go only to the collaborative of the own town."""


class Membership(Records):
    """Answers membership questions from the member lists."""

    def answer(self, draft: Draft, asked: Asked) -> bool:
        """Where a place belongs, or who the members of a collaborative are, as the intent says."""
        return self.members(draft, asked) if asked.intent == "members" else self.membership(draft, asked)

    def membership(self, draft: Draft, asked: Asked) -> bool:
        """Which collaborative a place belongs to, and how; or the nearest ones when it belongs to none."""
        beside = [org for org in asked.organizations if asked.context and not attributes.names(asked.text, org)]
        self._gone(draft, [org for org in asked.organizations if org not in beside])
        self._together(draft, asked)
        self._not_only(draft, asked)
        places = [p for n, p in enumerate(asked.places) if p.towns not in [q.towns for q in asked.places[:n]]]
        answered = [self._membership_of(draft, asked, place) for place in places[-3:]]
        self._once(draft, asked, beside)
        return any(answered)

    def _once(self, draft: Draft, asked: Asked, orgs: Sequence[Organization]) -> None:
        """Say that a place was in a collaborative which is gone and was only told of: 'I thought it was EDCO'."""
        for place in (place for place in asked.places[-3:] if place.towns):
            for org, _ in self.directory.memberships(place.towns[0], dissolved=True):
                if org in orgs:
                    mark = draft.cite(self.passage(f"{org.slug}-members"))
                    draft.say(f"{place.name} was a member of {org.name}, which no longer exists {mark}.")

    def _not_only(self, draft: Draft, asked: Asked) -> None:
        """Say first that a student is not bound to the collaborative of the own town, where that is supposed."""
        if _BOUND.search(asked.text) and cues.SELF.search(asked.whole):
            rule = self.passage(NOT_A_MEMBER)
            draft.say(f"{_two(rule, NO)} {draft.cite(rule)}")

    def ask_back(self, draft: Draft) -> bool:
        """Ask for the town of which the collaborative is sought."""
        draft.outcome = "clarify"
        draft.say("Which town or school district is it? Then I can name its collaborative.")
        draft.suggestions += ["Which collaborative is Framingham in?", "Which collaborative serves Plymouth?"]
        return True

    def _together(self, draft: Draft, asked: Asked) -> None:
        """Say first whether two places belong to the same collaborative, where that is what was asked."""
        if len(asked.places) != 2 or asked.organizations or not cues.TOGETHER.search(asked.text):
            return
        one, other = ({o.slug for t in p.towns[:8] for o, _ in self.directory.memberships(t)} for p in asked.places)
        names = f"{asked.places[0].name} and {asked.places[1].name}"
        shared = [self.directory.by_slug[slug] for slug in sorted(one & other)]
        if shared:
            named = " and ".join(f"**{o.name}** {draft.cite(self.passage(f'{o.slug}-members'))}" for o in shared)
            draft.say(f"Yes: {names} both belong to {named}.")
        else:
            draft.say(f"No: our documents list {names} in no collaborative together.")

    def _membership_of(self, draft: Draft, asked: Asked, place: Place) -> bool:
        """The collaboratives of one place."""
        if not place.towns:
            return False
        if len(place.towns) > 8 or place.kind == "area":
            return self._area_members(draft, place)
        found = False
        draft.suggestions.append(f"What programs are there near {place.name}?")
        for town in self._towns_or_district(place):
            found = self._town_membership(draft, town, place, asked) or found
        if not found:
            self._not_in(draft, asked.organizations, place)
            self._no_member(draft, place, cues.OFFICIAL.search(asked.text) is None)
        return True

    def _not_in(
        self, draft: Draft, orgs: Sequence[Organization], place: Place, own: Sequence[Organization] = ()
    ) -> None:
        """Say first that a place is not a member of the collaborative that was named, and which are its own."""
        for org in orgs[:1]:
            if org.status == "active" and f"{org.slug}-members" in self.corpus.by_id:
                mark = draft.cite(self.passage(f"{org.slug}-members"))
                dated = f" of {org.members.as_of}" if org.members.as_of else ""
                no = (
                    f"No: {place.name} is not listed among the member districts of {org.name} in the list{dated} {mark}"
                )
                named = " and ".join(f"**{o.name}** {draft.cite(self.passage(f'{o.slug}-members'))}" for o in own)
                draft.programs += [shown_organization(self.directory, other, place) for other in own]
                also = f" {org.short_name} also serves students from other districts."
                others = also if org.serves_other_districts else ""
                draft.say(f"{no}; it belongs to {named}.{others}" if own else f"{no}.{others}")

    def _gone(self, draft: Draft, orgs: Sequence[Organization]) -> None:
        """Say first that a named collaborative no longer exists, and what became of it."""
        for org in orgs:
            passage = self.passage(f"{org.slug}-profile")
            if org.status == "dissolved" and not draft.has(passage):
                first = passage.text.partition(org.summary)[0].strip() or sentences(passage.text)[0]
                draft.say(f"{first} {draft.cite(passage)}")

    @staticmethod
    def _towns_or_district(place: Place) -> tuple[str, ...]:
        """A district is answered through its first town when all its towns belong alike; a place by its towns."""
        return place.towns[:3]

    def _town_membership(self, draft: Draft, town: str, place: Place, asked: Asked) -> bool:
        """The collaboratives of one town."""
        pairs = self.directory.memberships(town)
        orgs = list({org.slug: org for org, _ in pairs}.values())
        if place.kind == "district":
            named = {org.slug for org, m in pairs if set(self.corpus.places.district_towns(m.name)) >= set(place.towns)}
            orgs = [o for o in orgs if o.slug in named] or orgs
        asked_of = {o.slug for o in asked.organizations}
        orgs.sort(key=lambda org: org.slug not in asked_of)
        if orgs and asked_of and not asked_of & {o.slug for o in orgs}:
            self._not_in(draft, asked.organizations, place, orgs)
        for org in orgs:
            passage = self.passage(f"{org.slug}-members")
            name = town if place.kind in ("town", "zip", "locality") else place.name
            if draft.has(passage) and any(name in said for said in draft.paragraphs):
                continue
            via = [m for o, m in pairs if o.slug == org.slug]
            own = next((m for m in via if m.name == town or self.corpus.places.district_towns(m.name) == (town,)), None)
            member = own or via[0]
            called = [o for o in asked.organizations if attributes.names(asked.text, o)] or list(asked.organizations)
            yes = "Yes: " if [org] == called else ""
            through = "" if own else f" through {member.name}"
            if not yes and any(f"belongs to **{org.name}**" in said for said in draft.paragraphs):
                draft.say(f"{name} belongs to {org.short_name} too{through} {draft.cite(passage)}.")
                continue
            dated = member.as_of or org.members.as_of
            note = f" ({member.note})" if member.note else ""
            date = f", as of {dated}" if dated else ""
            draft.say(
                f"{yes}{name} belongs to **{org.name}** ({org.short_name}){through}{date}{note} {draft.cite(passage)}. "
                f"{reach(org)}"
            )
            draft.programs.append(shown_organization(self.directory, org, place))
        return bool(orgs)

    def _no_member(self, draft: Draft, place: Place, of_a_family: bool) -> None:
        """Say that no member list names a place, name the nearest collaboratives, and any former one."""
        draft.say(
            f"None of the member lists in our documents names {place.name}. {self.say_nearest(draft, place.towns[0])}; "
            "collaboratives often serve students of districts that are not members."
        )
        for passage in self._on_joining(place)[:1]:
            draft.say_whole(passage)
        for org, _ in self.directory.memberships(place.towns[0], dissolved=True)[:1]:
            mark = draft.cite(self.passage(f"{org.slug}-members"))
            draft.say(f"{place.name} was a member of {org.name}, which no longer exists {mark}.")
        step = self.passage(NOT_A_MEMBER)
        if of_a_family and not draft.has(step):
            draft.say(f"{sentences(step.text)[0]} {draft.cite(step)}")
        draft.programs += [
            shown_organization(self.directory, org, place) for org in self.directory.nearest(place.towns[0])
        ]

    def _on_joining(self, place: Place) -> list[Passage]:
        """The collaboratives' own passages on whether a place has joined or left, which have it in their titles."""
        named, joined = re.compile(rf"\b{re.escape(place.name)}\b"), re.compile(r"\b(?:members?|join\w*|left)\b", re.I)
        own = [p for p in self.corpus.passages if p.organization and not p.program and named.search(p.title)]
        return [passage for passage in own if joined.search(passage.text)]

    def _area_members(self, draft: Draft, place: Place) -> bool:
        """The collaboratives with members in a larger area."""
        counted: dict[str, int] = {}
        for town in place.towns:
            for org, _ in self.directory.memberships(town):
                counted[org.slug] = counted.get(org.slug, 0) + 1
        orgs = [self.directory.by_slug[s] for s in sorted(counted, key=lambda s: -counted[s])][:8]
        if not orgs:
            middle = self.corpus.places.middle(place.towns)
            near = self.say_nearest(draft, middle)
            draft.say(f"None of the member lists in our documents names a town in {place.name}. {near}.")
            draft.programs += [shown_organization(self.directory, org, place) for org in self.directory.nearest(middle)]
            return True
        lines = [
            f"- **{org.name}** ({org.short_name}){f', as of {org.members.as_of}' if org.members.as_of else ''} "
            f"{draft.cite(self.passage(f'{org.slug}-members'))}"
            for org in orgs
        ]
        draft.say(f"Collaboratives with member districts in {place.name}:\n\n" + "\n".join(lines))
        draft.programs += [shown_organization(self.directory, org, None) for org in orgs]
        return True

    def members(self, draft: Draft, asked: Asked) -> bool:
        """The member districts of the named collaboratives."""
        self._gone(draft, asked.organizations)
        of_others = OTHER_TOWNS.search(asked.text) or counts_members(asked.text)
        told = [place for place in asked.places if place.said.lower() in asked.text.lower() or not asked.follow_up]
        for place in () if of_others else told:
            strangers = [
                o
                for o in asked.organizations
                if not any(x is o for t in place.towns for x, _ in self.directory.memberships(t))
            ]
            self._not_in(draft, strangers, place)
        self._shared(draft, asked)
        if self._from_elsewhere(draft, asked):
            return True
        if cues.ONLY_FOR.search(asked.text) and all(o.status == "active" for o in asked.organizations):
            rule = self.passage(NOT_A_MEMBER)
            draft.say(f"{_two(rule, NO)} {draft.cite(rule)}")
        for org in asked.organizations[:2]:
            passage = self.corpus.by_id.get(f"{org.slug}-members")
            if passage is None:
                draft.outcome = "partial"
                profile = self.passage(f"{org.slug}-profile")
                draft.say(f"Our documents do not list the members of {org.name} {draft.cite(profile)}. {reach(org)}")
                continue
            count = len(org.members.districts)
            counted = (
                f"{org.name} has {count} member districts in our documents. "
                if re.search(r"how many", asked.text, re.I)
                else ""
            )
            if any(passage.text in said for said in draft.paragraphs):
                continue
            draft.say(f"{counted}{passage.text} {draft.cite(passage)}")
            draft.programs.append(shown_organization(self.directory, org, None))
        return True

    def _from_elsewhere(self, draft: Draft, asked: Asked) -> bool:
        """Whether a student of a district that is no member may come, where that is what is asked or supposed."""
        barred = cues.BARRED.search(asked.text)
        told = cues.NO_MEMBER.search(asked.whole) and (barred or cues.MAY_TAKE.search(asked.text))
        if not (told or OTHER_TOWNS.search(asked.text)):
            return False
        rule, org = self.passage(NOT_A_MEMBER), asked.organizations[0]
        answer = NO if barred else YES if org.serves_other_districts else None
        draft.say(f"{_two(rule, answer)} {draft.cite(rule)}")
        members = self.corpus.by_id.get(f"{org.slug}-members")
        if org.serves_other_districts and members is not None:
            draft.say(f"{org.short_name} serves students from other districts too {draft.cite(members)}. {reach(org)}")
        else:
            draft.say(f"Ask {org.name}: {reach(org)} {draft.cite(self.passage(f'{org.slug}-contact'))}")
        return True

    def _shared(self, draft: Draft, asked: Asked) -> None:
        """Say first which districts two collaboratives have in common, where that is what was asked."""
        if len(asked.organizations) != 2 or not cues.TOGETHER.search(asked.text):
            return
        one, other = asked.organizations
        theirs = {member.name for member in other.members.districts}
        both = [member.name for member in one.members.districts if member.name in theirs]
        marks = "".join(
            draft.cite(self.passage(f"{org.slug}-members")) for org in (one, other) if org.members.districts
        )
        listed = ", ".join(both) or "none"
        draft.say(f"In the member lists of both {one.short_name} and {other.short_name}: {listed} {marks}.")


def _two(rule: Passage, answer: str | None) -> str:
    """The first two sentences of a passage, after a plain answer if any."""
    return opened(" ".join(sentences(rule.text)[:2]), answer)
