"""Collaboratives side by side: what each has for a need that was told, how far each is, and a table."""

import re
from collections.abc import Sequence

from assistant import cues
from assistant.asked import Asked
from assistant.choosing import capital, is_school
from assistant.draft import Draft, sentences
from assistant.matching import match
from assistant.records import Records, need_text, reach, shown_organization
from assistant.telling import kindred_services, told_of
from corpus.directory import Offer
from corpus.places import Place
from corpus.schema import Organization

_FITS = 0.75
"""How well a program must fit a need to be listed for it beside another collaborative's."""
_NEAR_IT = re.compile(r"\W*(?:(?:so|and|but|ok|hi) )*(?:is|are)\b(?!.*\bfar\b)", re.I)
_EACH, _FEW = 4, 2
"""As many programs of each collaborative are compared, and as many that may fit are named where none states it."""
_WHICH_ONE = re.compile(r"\bwhich (?:one|of (?:them|the two|those|these))\b", re.I)


class Comparisons(Records):
    """Sets collaboratives that a question names side by side."""

    def compare(self, draft: Draft, asked: Asked) -> bool:
        """Several collaboratives side by side in a table."""
        orgs = asked.organizations[:4]
        if self.how_far(draft, asked, orgs) and asked.follow_up:
            draft.programs += [shown_organization(self.directory, org, None) for org in orgs]
            return True
        self._listed_for(draft, asked, orgs)
        if asked.follow_up and asked.need and _WHICH_ONE.search(asked.text):
            for org in orgs:
                draft.say(f"{org.name}: {reach(org)} {draft.cite(self.passage(f'{org.slug}-contact'))}")
                draft.programs.append(shown_organization(self.directory, org, None))
            return True
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

    def _listed_for(self, draft: Draft, asked: Asked, orgs: Sequence[Organization]) -> None:
        """What each of some collaboratives has for the need that was told, by its records and its own passages."""
        if not asked.need:
            return
        lines = [f"- **{org.short_name}**: {self._for_need(draft, asked, org)}" for org in orgs]
        draft.say(f"{capital(need_text(asked))} in our documents:\n\n" + "\n".join(lines))

    def _for_need(self, draft: Draft, asked: Asked, org: Organization) -> str:
        """The programs of one collaborative that state the need; else what its passages and services tell of it."""
        offers = [o for o in self.directory.offers if o.organization is org and o.program.status != "former"]
        found = match(self.directory, asked.need, None, {}, offers)
        if fits := [f for f in found if f.stated and f.need >= _FITS]:
            return self._marked(draft, [f.offer for f in fits[:_EACH]])
        told = [f"{sentence} {draft.cite(passage)}" for passage, sentence in told_of(self.corpus, org, asked.need)[:2]]
        kindred = kindred_services(offers, asked.need)[:_EACH]
        if told or kindred:
            listed = f"Its services beside that: {self._marked(draft, kindred)}." if kindred else ""
            return " ".join(filter(None, ("no record of a single program states it.", *told, listed)))
        if maybe := [f.offer for f in found if f.open and not f.stated and is_school(f, asked.need)][:_FEW]:
            return f"none stated; its record does not say, so ask: {self._marked(draft, maybe)}"
        return "none stated; that is no proof that it has none, so ask"

    def _marked(self, draft: Draft, offers: Sequence[Offer]) -> str:
        """The names of programs with their ages and marks, as a row."""

        def named(offer: Offer) -> str:
            ages = f" ({offer.program.ages.text})" if offer.program.ages else ""
            return f"{offer.program.name}{ages} {draft.cite(self.passage(offer.program.id))}"

        return "; ".join(map(named, offers))

    def how_far(self, draft: Draft, asked: Asked, orgs: Sequence[Organization]) -> bool:
        """How far the offices of some collaboratives are from a place, where that is asked, the nearest first."""
        place = asked.place
        if place is None or not place.towns or not cues.CLOSER.search(asked.text):
            return False
        known = [(self.directory.distance(org, place.towns[0]), org) for org in orgs if org.status == "active"]
        ways = sorted((miles, org.name, org) for miles, org in known if miles is not None)
        said = "; ".join(
            f"**{name}** ({self.seat_from(org, place.towns[0])}) {draft.cite(self.passage(f'{org.slug}-contact'))}"
            for _, name, org in ways
        )
        if len(ways) == 1:
            draft.say(self._one_way(draft, asked, ways[0][2], place))
            return True
        own = [o for o in orgs if any(x is o for t in place.towns for x, _ in self.directory.memberships(t))]
        belongs = f" {place.name} is in a member district of {' and '.join(o.name for o in own)}." if own else ""
        if ways:
            draft.say(f"From {place.name}, by their offices, nearest first: {said}.{belongs}")
        return bool(ways)

    def _one_way(self, draft: Draft, asked: Asked, org: Organization, place: Place) -> str:
        """How far one collaborative is from a place, after a yes where it asks so and lies in a member district."""
        own = any(x is org for t in place.towns for x, _ in self.directory.memberships(t))
        mark = draft.cite(self.passage(f"{org.slug}-contact"))
        seat = self.seat_from(org, place.towns[0])
        office = "its office is " if org.address else "the place of its office is not in our documents; "
        if not own:
            return f"From {place.name} to **{org.name}**: {office}{seat} {mark}."
        members = draft.cite(self.passage(f"{org.slug}-members"))
        if org.address and not _NEAR_IT.match(asked.text):
            also = f"{place.name} is in a member district {members}"
            return f"From {place.name} to **{org.name}**: {office}{seat} {mark}. {also}."
        known = f"{office}{seat}" if org.address else office.strip("; ")
        return f"Yes: {place.name} is in a member district of **{org.name}** {members}; {known} {mark}."

    def _member_cell(self, draft: Draft, org: Organization) -> str:
        """The number of member districts with its source."""
        passage = self.corpus.by_id.get(f"{org.slug}-members")
        return f"{len(org.members.districts)} {draft.cite(passage)}" if passage else "not in our documents"
