"""Whether a collaborative is only for students with one need: its own programs for others say that it is not."""

from assistant import cues
from assistant.asked import Asked, Need
from assistant.draft import Draft
from assistant.records import whom_text
from assistant.schools import show
from corpus.directory import Offer
from corpus.loading import Corpus

_SHOWN = 3
"""As many of its other programs are named."""


def say_others(draft: Draft, asked: Asked, corpus: Corpus) -> bool:
    """Say that a named collaborative is not only for the need that is asked of, with what else it has.

    False where that is not asked, or no program of today states another need.
    """
    need, orgs = asked.need, asked.organizations
    if len(orgs) != 1 or orgs[0].status != "active" or not need.populations or not cues.ONLY_FOR.search(asked.text):
        return False
    meant = set(need.populations)
    own = [o for o in corpus.directory.offers if o.organization is orgs[0] and o.program.status != "former"]
    others = [o for o in own if o.program.populations and not meant & set(o.program.populations)]
    others = sorted(others, key=lambda offer: offer.program.status != "open")[:_SHOWN]
    if not others:
        return False
    named = "; ".join(_named(draft, offer, corpus) for offer in others)
    draft.say(f"No: {orgs[0].name} also has programs for other students: {named}.")
    for offer in others:
        show(draft, corpus, offer)
    return True


def _named(draft: Draft, offer: Offer, corpus: Corpus) -> str:
    """A program with whom it is for, and its mark."""
    whom = whom_text(Need(populations=offer.program.populations))
    return f"**{offer.program.name}**{whom} {draft.cite(corpus.by_id[offer.program.id])}"
