"""What the documents do not tell of a collaborative that is named: it says so, and how to ask it."""

from assistant import cues
from assistant.asked import Asked
from assistant.draft import Draft
from assistant.having import unsaid
from assistant.records import reach
from corpus.loading import Corpus
from corpus.schema import Organization


def say_unsaid(draft: Draft, corpus: Corpus, org: Organization, text: str = "") -> None:
    """Decline what the question `text` asks of a collaborative, with the way to reach it."""
    contact = f" {reach(org)}" if org.telephone else f" See {org.website}." if org.website else ""
    mark = draft.cite(corpus.by_id[f"{org.slug}-contact"])
    clause = unsaid(text)
    said = f"{clause}. Ask {org.short_name} itself." if clause else f"that of {org.name}. Ask the collaborative itself."
    draft.declines.append(f"Our documents do not say {said}{contact} {mark}")


def of_an_event(asked: Asked) -> bool:
    """Whether a collaborative that is named is asked of a day that documents cannot tell of."""
    of_it = asked.organizations and asked.intent in ("profile", "where") and not cues.CONTACT.search(asked.text)
    return bool(of_it) and cues.EVENT.search(asked.text) is not None
