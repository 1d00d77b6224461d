"""What a search says of whose collaborative it is: a town's own, or one that a town is wrongly told to belong to."""

import re

from assistant import cues
from assistant.asked import Asked
from assistant.draft import Draft, sentences
from assistant.premise import claim_of
from corpus.loading import Corpus
from corpus.places import Place

NOT_A_MEMBER = "families-if-your-town-is-not-a-member"
OTHER_TOWNS = re.compile(
    r"\b(?:from|tak(?:e|es|ing)|accept\w*|serv(?:e|es|ing)|let|open to)\b.{0,40}"
    r"\b(?:other|outside|non-?member) (?:\w+ )?(?:towns?|districts?|communities|cities|places)\b|"
    r"\b(?:towns?|districts?) (?:that|which) (?:is|are)(?:n['’]?t| not)\b",
    re.I,
)
"""What asks whether students of no member in particular may come."""
_BELONGS = re.compile(r"\b(?:belongs? to|(?:is|are) (?:in|a member of|members of|part of))\b", re.I)
_ANY_OF_THEM = re.compile(
    r"\b(?:do|does|can|could|is|are|has|have) (?:any |some |the |all |these |those )?(?:of the |other )?collab\w*", re.I
)
_OURS = re.compile(
    r"\b(?:which one|who) (?:covers|serves) (?:us|our town)\b|\bwhich one (?:is ours|are we in|do we)\b", re.I
)


def wants_collaborative(text: str) -> bool:
    """Whether a search asks for a collaborative, by the word or as its own, and not what any of them has."""
    named = cues.COLLABORATIVE.search(text) is not None and _ANY_OF_THEM.search(text) is None
    return named or _OURS.search(text) is not None


def say_no_member(draft: Draft, corpus: Corpus, asked: Asked) -> None:
    """Say that a town is no member of the collaborative which a message takes it to belong to, where it is not."""
    claim, place = claim_of(asked.whole), asked.place
    if claim is None or place is None or place.kind == "area" or not _BELONGS.search(claim):
        return
    org = asked.organizations[0]
    members = {other.slug for town in place.towns for other, _ in corpus.directory.memberships(town)}
    if org.slug in members:
        return
    mark = draft.cite(corpus.by_id[f"{org.slug}-members"])
    draft.say(f"No: {place.name} is not in the member list of {org.name} {mark}.")
    if others := corpus.by_id.get(NOT_A_MEMBER):
        draft.say(f"{sentences(others.text)[0]} {draft.cite(others)}")


def town_of(place: Place) -> str:
    """How the asker's town is called: the place, or the town that a region is named by."""
    return (
        next((town for town in place.towns if town in place.name), place.name) if place.kind == "area" else place.name
    )
