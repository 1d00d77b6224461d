"""Directory answers: where a program is, who belongs to what, whom to call, lists and comparisons."""

import re
from collections.abc import Mapping, Sequence

from assistant.asked import Asked
from assistant.draft import Draft, sentences
from assistant.matching import NEAR_MILES, Fit, for_districts, match
from assistant.records import reach, shown_organization, shown_program
from corpus.directory import Directory, region_of
from corpus.loading import Corpus
from corpus.passages import Passage
from corpus.places import Place
from corpus.schema import Organization

_SHOWN = 5
_ATTRIBUTES = (
    (
        r"phone|telephone|\btel\b|\bcall\b(?! (?:it|themsel))|number|contact|reach|get (?:a )?hold of|get in touch",
        "telephone number",
    ),
    (r"address|located|location|headquarter|\bhq\b|where(?:'s| is| are)\b|office", "address"),
    (r"web ?site|\bsite\b|\burl\b|web page|online", "website"),
    (r"director|in charge|head of|heads|leads?\b|leader|who runs|boss|superintendent of", "executive director"),
)
_HISTORY = re.compile(
    r"found(?:ed|ing)|how old|when did|established|called before|former(?:ly)?|renamed|used to be|old name|"
    r"start(?:ed)?\b",
    re.I,
)
NOT_A_MEMBER = "families-if-your-town-is-not-a-member"
NEXT_STEP = "families-how-to-get-your-child-into-a-program"


class Lookup:
    """Answers from the directory's records, each statement with the passage of its record."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.directory: Directory = corpus.directory

    def passage(self, id_: str) -> Passage:
        """The passage of a record."""
        return self.corpus.by_id[id_]

    # -- where -------------------------------------------------------------------------------------------------

    def where(self, draft: Draft, asked: Asked, similarity: Mapping[str, float]) -> bool:
        """Programs for a need near a place. Returns False when there is nothing to show."""
        place = asked.place
        fits = match(self.directory, asked.need, place, similarity)
        if asked.organizations:
            fits = [f for f in fits if f.offer.organization in asked.organizations]
            if not fits:
                return self._nothing_at(draft, asked)
        if not fits:
            return False
        if place and place.towns:
            chosen, said = self._nearby(fits, asked, place)
        else:
            chosen, said = self._statewide(fits, asked)
        if not all(f.need >= 0.75 for f in chosen):
            draft.outcome = "partial"
        draft.say(said + "\n\n" + "\n".join(self._line(draft, fit, place) for fit in chosen))
        self._own_collaboratives(draft, place, chosen)
        self._next_step(draft, asked, chosen)
        return True

    def _own_collaboratives(self, draft: Draft, place: Place | None, chosen: Sequence[Fit]) -> None:
        """Name the collaboratives that the asker's town belongs to and that were not shown."""
        if place is None or len(place.towns) > 8:
            return
        shown = {f.offer.organization.slug for f in chosen}
        own = {o.slug: o for t in place.towns for o, _ in self.directory.memberships(t) if o.slug not in shown}
        for org in list(own.values())[:2]:
            mark = draft.cite(self.passage(f"{org.slug}-members"))
            draft.say(f"{place.name} is in a member district of **{org.name}**; ask there too. {reach(org)} {mark}")

    def _nearby(self, fits: list[Fit], asked: Asked, place: Place) -> tuple[list[Fit], str]:
        """The best fits around a place, and the sentence that introduces them."""
        near = [f for f in fits if f.member or (f.miles is not None and f.miles <= NEAR_MILES)]
        good = [f for f in near if f.need >= 0.75] or [f for f in near if f.need >= 0.5]
        need = _need_text(asked)
        if good:
            return _varied(
                good
            ), f"{_capital(need)} in or near {place.name}: programs in our documents, best fit first."
        anywhere = sorted(
            (f for f in fits if f.need >= 0.5),
            key=lambda f: (-round(f.need, 1), f.miles if f.miles is not None else 999.0),
        )
        chosen = _varied(anywhere or fits)
        return (
            chosen,
            f"Our documents have no program for {need} within {NEAR_MILES:.0f} miles of {place.name}. The nearest:",
        )

    def _statewide(self, fits: list[Fit], asked: Asked) -> tuple[list[Fit], str]:
        """The best fits anywhere, one a collaborative, and the sentence that introduces them."""
        good = [f for f in fits if f.need >= 0.75] or fits
        orgs = {f.offer.organization.slug: f for f in reversed(good)}
        if asked.organizations:
            return good[
                : _SHOWN + 3
            ], f"{_capital(_need_text(asked))} at {asked.organizations[0].name}, in our documents:"
        chosen = sorted(orgs.values(), key=lambda f: -f.score)[: _SHOWN + 3]
        many = (
            f" {len(orgs)} collaboratives list programs for this; these fit best:" if len(orgs) > len(chosen) else ":"
        )
        return chosen, f"{_capital(_need_text(asked))} in Massachusetts{'.' if many != ':' else ''}{many}"

    def _line(self, draft: Draft, fit: Fit, place: Place | None) -> str:
        """One program in a list: name, who runs it, town, ages, what it is, whom to reach."""
        program, org = fit.offer.program, fit.offer.organization
        shown = shown_program(self.directory, fit.offer, fit, place)
        mark = draft.cite(self.passage(program.id))
        draft.programs.append(shown.model_copy(update={"number": int(mark.strip("[]"))}))
        where = f", {' and '.join(program.towns)}" if program.towns else ", place not in our documents"
        far = f" (about {fit.miles:.0f} miles)" if fit.miles is not None and program.towns and fit.miles >= 1 else ""
        ages = f"; {program.ages.text}" if program.ages else ""
        member = f"; {place.name} is in a member district" if place and fit.member else ""
        first = sentences(program.description)[0]
        caution = f" *{program.caution}*" if program.caution else ""
        return (
            f"- **{program.name}** ({org.short_name}{where}{far}{ages}{member}): {first}{caution} {reach(org)} {mark}"
        )

    def _next_step(self, draft: Draft, asked: Asked, fits: Sequence[Fit]) -> None:
        """What to do next: the district's Team for a student, the collaborative itself for a district or an adult."""
        categories = {c for f in fits for c in f.offer.program.categories}
        if for_districts(asked.need) or categories <= {"adult services", "professional development", "family support"}:
            draft.say("Next step: ask the collaborative itself; many also serve districts that are not members.")
            return
        step = self.corpus.by_id.get(NEXT_STEP)
        mark = f" {draft.cite(step)}" if step else ""
        draft.say(
            "Next step: the way in is your school district. Ask its special education director for a Team meeting; "
            f"the IEP Team decides on placement, with your consent.{mark}"
        )
        if not asked.place:
            draft.suggestions.insert(0, "Which of these is nearest to my town?")

    def _nothing_at(self, draft: Draft, asked: Asked) -> bool:
        """Say that a named collaborative lists no such program, and what it lists."""
        org = asked.organizations[0]
        if org.status == "dissolved":
            return self.profile(draft, asked)
        passage = self.passage(f"{org.slug}-profile")
        draft.outcome = "partial"
        draft.say(
            f"Our documents list no program for {_need_text(asked)} at {org.name} {draft.cite(passage)}. {reach(org)}"
        )
        self._programs_of(draft, org)
        return True

    # -- membership --------------------------------------------------------------------------------------------

    def membership(self, draft: Draft, asked: Asked) -> bool:
        """Which collaborative a place belongs to, and how; or the nearest ones when it belongs to none."""
        answered = [self._membership_of(draft, asked, place) for place in asked.places[-3:]]
        return any(answered)

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
            self._no_member(draft, place)
        return True

    def _not_in(self, draft: Draft, orgs: Sequence[Organization], place: Place) -> None:
        """Say first that a place is not a member of the collaborative that was named."""
        for org in orgs[:1]:
            if f"{org.slug}-members" in self.corpus.by_id:
                mark = draft.cite(self.passage(f"{org.slug}-members"))
                draft.say(f"{place.name} is not in the member list of {org.name} {mark}.")

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
        for org in orgs:
            passage = self.passage(f"{org.slug}-members")
            if draft.has(passage):
                continue
            via = [m for o, m in pairs if o.slug == org.slug]
            own = next((m for m in via if m.name == town or self.corpus.places.district_towns(m.name) == (town,)), None)
            member = own or via[0]
            name = town if place.kind in ("town", "zip", "locality") else place.name
            yes = "Yes: " if org in asked.organizations else ""
            through = "" if own else f" through {member.name}"
            dated = member.as_of or org.members.as_of
            note = f" ({member.note})" if member.note else ""
            date = f", as of {dated}" if dated else ""
            draft.say(
                f"{yes}{name} belongs to **{org.name}** ({org.short_name}){through}{date}{note} {draft.cite(passage)}. "
                f"{reach(org)}"
            )
            draft.programs.append(shown_organization(self.directory, org, place))
        if orgs and asked.organizations and not {o.slug for o in asked.organizations} & {o.slug for o in orgs}:
            self._not_in(draft, asked.organizations, place)
        return bool(orgs)

    def _no_member(self, draft: Draft, place: Place) -> None:
        """Say that no member list names a place, name the nearest collaboratives, and any former one."""
        nearest = sorted(
            ((self.directory.distance(org, place.towns[0]), org) for org in self.directory.active),
            key=lambda pair: pair[0] if pair[0] is not None else 999.0,
        )[:2]
        names = " and ".join(f"**{org.name}** {draft.cite(self.passage(f'{org.slug}-profile'))}" for _, org in nearest)
        draft.say(
            f"None of the member lists in our documents names {place.name}. The nearest collaboratives are {names}; "
            "collaboratives often serve students of districts that are not members."
        )
        for org, _ in self.directory.memberships(place.towns[0], dissolved=True)[:1]:
            mark = draft.cite(self.passage(f"{org.slug}-members"))
            draft.say(f"{place.name} was a member of {org.name}, which no longer exists {mark}.")
        step = self.passage(NOT_A_MEMBER)
        draft.say(f"{sentences(step.text)[0]} {draft.cite(step)}")
        draft.programs += [shown_organization(self.directory, org, place) for _, org in nearest]

    def _area_members(self, draft: Draft, place: Place) -> bool:
        """The collaboratives with members in a larger area."""
        counted: dict[str, int] = {}
        for town in place.towns:
            for org, _ in self.directory.memberships(town):
                counted[org.slug] = counted.get(org.slug, 0) + 1
        orgs = [self.directory.by_slug[s] for s in sorted(counted, key=lambda s: -counted[s])][:8]
        if not orgs:
            return False
        lines = [
            f"- **{org.name}** ({org.short_name}) {draft.cite(self.passage(f'{org.slug}-members'))}" for org in orgs
        ]
        draft.say(f"Collaboratives with member districts in {place.name}:\n\n" + "\n".join(lines))
        draft.programs += [shown_organization(self.directory, org, None) for org in orgs]
        return True

    def members(self, draft: Draft, asked: Asked) -> bool:
        """The member districts of the named collaboratives."""
        for place in asked.places:
            strangers = [
                o
                for o in asked.organizations
                if not any(x is o for t in place.towns for x, _ in self.directory.memberships(t))
            ]
            self._not_in(draft, strangers, place)
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
            draft.say(f"{counted}{passage.text} {draft.cite(passage)}")
            draft.programs.append(shown_organization(self.directory, org, None))
        return True

    # -- profile -----------------------------------------------------------------------------------------------

    def profile(self, draft: Draft, asked: Asked) -> bool:
        """What is asked of a collaborative: contact, director, address, website, or what it is and offers."""
        for org in asked.organizations[:3]:
            self._profile_of(draft, org, asked.text)
        return True

    def _profile_of(self, draft: Draft, org: Organization, text: str) -> None:
        """One collaborative's profile, the attribute that was asked first."""
        profile = self.passage(f"{org.slug}-profile")
        if org.status == "dissolved":
            draft.say(f"{org.name} no longer exists. {profile.text} {draft.cite(profile)}")
            self._where_now(draft, org)
            return
        wanted = [kind for pattern, kind in _ATTRIBUTES if re.search(pattern, text, re.I)]
        draft.programs.append(shown_organization(self.directory, org, None))
        if wanted:
            contact = self.passage(f"{org.slug}-contact")
            kept = [s for s in sentences(contact.text) if any(kind in s for kind in [*wanted, "website"])]
            draft.say(f"{_named_first(kept, org, wanted)} {draft.cite(contact)}")
            return
        draft.say(f"{profile.text} {draft.cite(profile)}")
        draft.say(f"{reach(org)} {draft.cite(self.passage(f'{org.slug}-contact'))}")
        if re.search(r"\b(?:offer|program|service|class|do\b|does\b|provide|run\b)", text, re.I):
            self._programs_of(draft, org)
        draft.suggestions += [
            f"Which districts belong to {org.short_name}?",
            f"What programs does {org.short_name} offer?",
        ]

    def _where_now(self, draft: Draft, org: Organization) -> None:
        """Where to turn instead of a dissolved collaborative, from its own facts."""
        now = [p for p in self.corpus.passages if p.organization == org.slug and re.search(r"turn|now|instead", p.id)]
        if now:
            draft.say(f"{sentences(now[0].text)[0]} {draft.cite(now[0])}")

    def _programs_of(self, draft: Draft, org: Organization) -> None:
        """The programs of one collaborative as a list."""
        offers = [o for o in self.directory.offers if o.organization is org and o.program.status != "former"]
        lines = []
        for offer in offers[:12]:
            mark = draft.cite(self.passage(offer.program.id))
            draft.programs.append(
                shown_program(self.directory, offer, None, None).model_copy(update={"number": int(mark.strip("[]"))})
            )
            ages = f", {offer.program.ages.text}" if offer.program.ages else ""
            lines.append(f"- {offer.program.name}{ages} {mark}")
        if lines:
            more = f" (the first {len(lines)} of {len(offers)})" if len(offers) > len(lines) else ""
            draft.say(f"Programs and services in our documents{more}:\n\n" + "\n".join(lines))

    # -- lists and comparisons ---------------------------------------------------------------------------------

    def listing(self, draft: Draft, asked: Asked, similarity: Mapping[str, float]) -> bool:
        """How many and which collaboratives there are: all, of a region, or with a service."""
        if asked.need.categories or asked.need.populations:
            return self._offering(draft, asked, similarity)
        region = region_of(asked.text)
        passage = self.passage(f"directory-{region.lower().replace(' ', '-')}" if region else "directory-all")
        draft.say(f"{passage.text} {draft.cite(passage)}")
        orgs = self.directory.in_region(region) if region else self.directory.active
        draft.programs += [shown_organization(self.directory, org, None) for org in orgs]
        return True

    def _offering(self, draft: Draft, asked: Asked, similarity: Mapping[str, float]) -> bool:
        """The collaboratives that list a service."""
        fits = [f for f in match(self.directory, asked.need, asked.place, similarity) if f.need >= 0.5]
        region = region_of(asked.text)
        by_org: dict[str, Fit] = {}
        for fit in fits:
            if region is None or fit.offer.organization.region == region:
                by_org.setdefault(fit.offer.organization.slug, fit)
        if not by_org:
            return False
        lines = []
        for fit in sorted(by_org.values(), key=lambda f: f.offer.organization.name):
            mark = draft.cite(self.passage(fit.offer.program.id))
            draft.programs.append(
                shown_program(self.directory, fit.offer, fit, asked.place).model_copy(
                    update={"number": int(mark.strip("[]"))}
                )
            )
            lines.append(f"- **{fit.offer.organization.name}**: {fit.offer.program.name} {mark}")
        where = f" in the {region} region" if region else ""
        draft.say(
            f"{len(lines)} collaboratives{where} list {_need_text(asked)} in our documents:\n\n" + "\n".join(lines)
        )
        return True

    def compare(self, draft: Draft, asked: Asked) -> bool:
        """Several collaboratives side by side in a table."""
        orgs = asked.organizations[:4]
        marks = {o.slug: draft.cite(self.passage(f"{o.slug}-profile")) for o in orgs}
        offers = {o.slug: [f for f in self.directory.offers if f.organization is o] for o in orgs}
        rows: list[tuple[str, list[str]]] = [
            ("", [f"{o.short_name} {marks[o.slug]}" for o in orgs]),
            ("Region", [o.region if o.status == "active" else "no longer exists" for o in orgs]),
            ("Founded", [str(o.founded or "not in our documents") for o in orgs]),
            ("Member districts", [self._member_cell(draft, o) for o in orgs]),
            ("Programs in our documents", [str(len(offers[o.slug])) for o in orgs]),
            ("Website", [o.website or "not in our documents" for o in orgs]),
        ]
        table = [f"| {label} | " + " | ".join(cells) + " |" for label, cells in rows]
        table.insert(1, "|" + "---|" * (len(orgs) + 1))
        draft.say("\n".join(table))
        for org in orgs:
            draft.say(f"{org.short_name}: {sentences(org.summary)[0]} {marks[org.slug]}")
            draft.programs.append(shown_organization(self.directory, org, None))
        return True

    def _member_cell(self, draft: Draft, org: Organization) -> str:
        """The number of member districts with its source."""
        passage = self.corpus.by_id.get(f"{org.slug}-members")
        return f"{len(org.members.districts)} {draft.cite(passage)}" if passage else "not in our documents"


def wants_attribute(text: str) -> bool:
    """Whether a question asks for an attribute that a collaborative's record holds."""
    return bool(_HISTORY.search(text)) or any(re.search(pattern, text, re.I) for pattern, _ in _ATTRIBUTES)


def _varied(fits: list[Fit]) -> list[Fit]:
    """The first programs, at most three of one collaborative."""
    chosen: list[Fit] = []
    for fit in fits:
        if sum(f.offer.organization is fit.offer.organization for f in chosen) < 3:
            chosen.append(fit)
    return chosen[:_SHOWN]


def _need_text(asked: Asked) -> str:
    """The need in words, as it was understood."""
    need = asked.need
    what = " and ".join(need.categories) or ("programs" if need.populations or need.age else "programs and services")
    who = f" for {' or '.join(need.populations)}" if need.populations else ""
    age = ""
    if need.age:
        low, high = need.age
        age = f", age {low}" if low == high else (f", age {low} and over" if high >= 99 else f", ages {low} to {high}")
    return f"{what}{who}{age}"


def _named_first(kept: list[str], org: Organization, wanted: list[str]) -> str:
    """Contact sentences with the asked one first, and the name of the collaborative in the first one."""
    order = sorted(kept, key=lambda s: not any(kind in s for kind in wanted))
    text = " ".join(order)
    return text if org.name in order[0] else f"{org.name}: {text}"


def _capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
