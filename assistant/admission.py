"""How a student comes into a collaborative that was named: by the district's referral, and what it says itself."""

import re

from assistant import cues
from assistant.asked import Asked
from assistant.draft import Draft, sentences
from assistant.matching import aging_out, for_an_adult
from assistant.records import reach
from assistant.schools import named_in, say_offers
from corpus.loading import Corpus
from corpus.passages import Passage
from corpus.schema import Organization

WAY_IN = "families-how-to-get-your-child-into-a-program"
ADULT_WAY_IN = "families-getting-into-an-adult-program"
_ENTRY = re.compile(r"\b(?:admission|intake|referrals?|getting into)\b", re.I)

BY_TEAM = {"special education programs", "alternative education", "behavioral and mental health", "early childhood"}
"""Categories of programs into which an IEP Team places; for others the record itself tells who may come."""
_OF_STAFF = {"educator licensure", "professional development"}
"""Categories of what is for those who work in schools."""
_AGENCY = "state agency"
_OF_STUDENTS = re.compile(r"\b(?:students?|child(?:ren)?|parents?|referr\w+)\b", re.I)


def wants_way_in(asked: Asked, program: bool = False) -> bool:
    """Whether a question is how somebody gets into the collaborative or the programs that are spoken of.

    `program` is whether it calls a program by its name.
    """
    named = program or bool(asked.organizations)
    spoken_of = (named or asked.need or asked.places) if asked.follow_up else named
    gone = any(org.status == "dissolved" for org in asked.organizations)
    other = for_an_adult(asked.need) or bool(_OF_STAFF & set(asked.need.categories))
    return bool(spoken_of and not gone and not other and cues.WAY_IN.search(asked.text))


def _of_an_adult(asked: Asked) -> bool:
    """Whether a program for adults was sought, at 22 or soon before."""
    return for_an_adult(asked.need) or aging_out(asked.need)


def say_way_in(draft: Draft, corpus: Corpus, asked: Asked) -> bool:
    """The way in through the district, what the collaborative says of its own, and how to reach it.

    Returns False when that was not asked.
    """
    step, grown = corpus.by_id.get(WAY_IN), corpus.by_id.get(ADULT_WAY_IN)
    programs = named_in(asked.text, corpus.directory) if cues.WAY_IN.search(asked.text) else []
    if programs and grown and for_an_adult(asked.need):
        say_offers(draft, corpus, programs)
        if not all(_AGENCY in corpus.by_id[offer.program.id].text for offer in programs):
            draft.say_whole(grown)
        return True
    if grown and not programs and asked.follow_up and cues.WAY_IN.search(asked.text) and _of_an_adult(asked):
        draft.say_whole(grown)
        return True
    if step is None or not wants_way_in(asked, bool(programs)):
        return False
    if programs and not any(BY_TEAM & set(o.program.categories) for o in programs):
        say_offers(draft, corpus, programs)
        return True
    if cues.BY_MYSELF.search(asked.text) and asked.beside and draft.has(step):
        # It closes the list before, and what was asked stands first.
        draft.paragraphs.insert(0, f"{sentences(step.text)[0]} {draft.cite(step)}")
    draft.say_whole(step)
    for org in asked.organizations[:2] or tuple({o.organization.slug: o.organization for o in programs}.values()):
        for passage in _own(corpus, org)[:1]:
            draft.say_whole(passage)
        draft.say(f"To ask {org.name} what it offers: {reach(org)} {draft.cite(corpus.by_id[f'{org.slug}-contact'])}")
    return True


def _own(corpus: Corpus, org: Organization) -> list[Passage]:
    """The passages on how students are referred to a collaborative: its own, or general ones that name it."""
    named = re.compile(rf"\b{re.escape(org.short_name)}\b")
    speaking = [
        p
        for p in corpus.passages
        if p.kind in ("collaborative", "families") and _ENTRY.search(_heading(p)) and _OF_STUDENTS.search(p.text)
    ]
    return [p for p in speaking if p.organization == org.slug or (not p.organization and named.search(p.title))]


def _heading(passage: Passage) -> str:
    """The title of a passage and the words of its id."""
    return f"{passage.title} {passage.id.replace('-', ' ')}"
