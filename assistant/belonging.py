"""Sets right that a town is told to belong to a collaborative: 'since Boston belongs to ACCEPT, can my kid ...'."""

import re

from assistant.asked import Asked
from assistant.draft import Draft, sentences
from assistant.premise import claim_of
from corpus.loading import Corpus

NOT_A_MEMBER = "families-if-your-town-is-not-a-member"
_BELONGS = re.compile(r"\b(?:belongs? to|(?:is|are) (?:in|a member of|members of|part of))\b", re.I)


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
