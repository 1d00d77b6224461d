"""Directory records as an answer shows them."""

import re

from assistant.answer import ProgramShown
from assistant.asked import Asked, Need
from assistant.draft import Draft, sentences
from assistant.lexicon import reviewed
from assistant.matching import Fit
from assistant.nearness import away
from corpus.directory import Directory, Offer
from corpus.loading import Corpus
from corpus.passages import Passage, address_text
from corpus.places import Place
from corpus.schema import Organization

_CLEARLY_NEARER = 2.0
"""Miles by which a member town has to be nearer than the office to be told with it."""
_TELEPHONE = re.compile(r"\b\d{3}-\d{3}-\d{4}\b")


class Records:
    """What the directory answers share: the corpus, its records and their passages."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.directory = corpus.directory

    def passage(self, id_: str) -> Passage:
        """The passage of a record."""
        return self.corpus.by_id[id_]

    def say_nearest(self, draft: Draft, town: str) -> str:
        """The two collaboratives nearest to a town, with the way to each and their marks."""
        named = [
            f"**{org.name}** ({self._way_to(org, town)}) {draft.cite(self.passage(f'{org.slug}-profile'))}"
            for org in self.directory.nearest(town)
        ]
        return f"The nearest collaboratives are {' and '.join(named)}"

    def _way_to(self, org: Organization, town: str) -> str:
        """Where a collaborative's office is, and its nearest member town where that is clearly nearer."""
        seat, member = self.directory.distance(org, town) or 0.0, self.directory.to_members(org, town)
        office = self.seat_from(org, town)
        if org.address is None or member is None or seat - member < _CLEARLY_NEARER:
            return office
        return f"a member town is about {member:.0f} miles away; the office is {office}"

    def seat_from(self, org: Organization, town: str) -> str:
        """Where a collaborative's office is, and how far from a town; else how far its nearest member town is."""
        miles = self.directory.distance(org, town) or 0.0
        if org.address is None and miles < 1:
            return "it is in a member district"
        if org.address is None:
            return f"a member town is about {miles:.0f} miles away"
        seat = org.address.town
        return f"in {seat}" if miles < 1 else f"in {seat}, {away(self.directory.places, town, (seat,))}"


def reach(org: Organization) -> str:
    """How to reach a collaborative, in one sentence."""
    if org.status == "dissolved":
        return "It can no longer be contacted."
    if org.telephone:
        undated = " (undated; check the website)" if org.telephone.note else ""
        dated = f" (as of {org.telephone.as_of})" if org.telephone.as_of else undated
        return f"Phone {org.telephone.number}{dated}" + (f", {org.website}." if org.website else ".")
    return f"Phone not in our documents; see {org.website}." if org.website else "Phone not in our documents."


def reach_program(offer: Offer) -> str:
    """How to reach those who run a program: by its own telephone where its record has one."""
    own = _TELEPHONE.search(offer.program.description)
    return f"School phone {own[0]}; {offer.organization.website}." if own else reach(offer.organization)


def shown_program(directory: Directory, offer: Offer, fit: Fit | None, place: Place | None) -> ProgramShown:
    """A program's record as an answer shows it."""
    program, org = offer.program, offer.organization
    town = next((directory.places.towns[t] for t in program.towns if t in directory.places.towns), None)
    return ProgramShown(
        program_id=program.id,
        name=program.name,
        slug=org.slug,
        collaborative=org.name,
        towns=program.towns,
        place=program.place,
        latitude=town.lat if town else None,
        longitude=town.lon if town else None,
        ages=program.ages.text if program.ages else None,
        categories=program.categories,
        populations=program.populations,
        description=program.description,
        caution=program.caution,
        status=program.status,
        phone=org.telephone.number if org.telephone else None,
        website=org.website,
        member=fit.member if fit and place else None,
        miles=round(fit.miles, 1) if fit and fit.miles is not None and program.towns else None,
        as_of=program.as_of or org.as_of,
    )


def shown_organization(directory: Directory, org: Organization, place: Place | None) -> ProgramShown:
    """A collaborative's own record as an answer shows it."""
    town = directory.places.towns.get(org.address.town) if org.address else None
    member = None
    if place is not None:
        member = any(o is org for t in place.towns for o, _ in directory.memberships(t))
    return ProgramShown(
        program_id=None,
        name=org.name,
        slug=org.slug,
        collaborative=org.name,
        towns=(org.address.town,) if org.address else (),
        place=address_text(org) or None,
        latitude=town.lat if town else None,
        longitude=town.lon if town else None,
        description=sentences(org.summary)[0],
        status="former" if org.status == "dissolved" else "open",
        phone=org.telephone.number if org.telephone else None,
        website=org.website,
        member=member,
        as_of=org.as_of,
    )


_THERAPIES = "related services"
_KINDS = {
    "early childhood": "early childhood programs",
    "behavioral and mental health": "behavioral and mental health programs",
    "vocational and transition": "vocational and transition programs",
    "after school and summer": "after-school and summer programs",
    "nursing and health": "programs with nursing",
    "other": "other programs",
}
_WHOM = {
    "deaf or hard of hearing": "deaf or hard of hearing students",
    "medically complex": "medically complex students",
    "at-risk youth": "at-risk youth",
    "substance use recovery": "recovery from substance use",
}


def need_text(asked: Asked) -> str:
    """The need in words, as it was understood."""
    need = asked.need
    therapies = " and ".join(p for p in need.particulars if reviewed().part_of[p] == _THERAPIES)
    kinds = [therapies if c == _THERAPIES and therapies else _KINDS.get(c, c) for c in need.categories]
    bare = "programs" if need.populations or need.age else "programs and services"
    what = " and ".join(kinds) or bare
    return f"{what}{whom_text(need)}{age_text(need)}"


def whom_text(need: Need) -> str:
    """For whom, in words, led by a space; empty when no population was told."""
    return f" for {' or '.join(_WHOM.get(p, p) for p in need.populations)}" if need.populations else ""


def age_text(need: Need) -> str:
    """The age in words, led by a comma; empty when none was told."""
    if need.age is None:
        return ""
    low, high = need.age
    return f", age {low}" if low == high else (f", age {low} and over" if high >= 99 else f", ages {low} to {high}")
