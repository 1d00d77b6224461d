"""What the documents do not tell of a collaborative that is named: it says so, and how to ask it."""

import re

from assistant import cues
from assistant.asked import Asked
from assistant.draft import Draft
from assistant.having import unsaid
from assistant.records import reach
from corpus.loading import Corpus
from corpus.schema import Organization

WHO_PAYS = "families-who-pays-the-tuition"
_COST = re.compile(
    r"\b(?:costs?|price|free|tuition|fees?|expensive)\b|"
    r"\b(?:pay|paying|charge|charges) (?:anything|for|to|us|me|parents)\b",
    re.I,
)
_HOW_MUCH = re.compile(r"\W*(?:(?:and|so|but|ok)\W+)*how (?:much|expensive)(?: is (?:it|that|this))?\W*$", re.I)
_OF_STAFF = re.compile(
    r"\b(?:salar\w+|wages?|staff|director|teachers?|budget|revenue|rent|loan|district|member\w*|town|we|non-?members?|"
    r"course|training|workshop|adults?|lunch|meals?|snacks?|suppl(?:y|ies)|trips?|uniforms?|bus|rides?|transport\w*|"
    r"camp|parking)\b|\bfree (?:lunch|time|play|appropriate)\b",
    re.I,
)
"""Costs that are none of a family's for a student's place."""


def say_unsaid(draft: Draft, corpus: Corpus, org: Organization, text: str = "") -> None:
    """Decline what the question `text` asks of a collaborative, with the way to reach it."""
    contact = f" {reach(org)}" if org.telephone else f" See {org.website}." if org.website else ""
    mark = draft.cite(corpus.by_id[f"{org.slug}-contact"])
    clause = unsaid(text)
    said = f"Our documents do not say {clause}. Ask {org.short_name} itself."
    if not clause:
        said = f"I found no answer to that in our documents on {org.name}. Ask the collaborative itself."
    draft.declines.append(f"{said}{contact} {mark}")


def say_cost(draft: Draft, corpus: Corpus, org: Organization, asked: Asked) -> bool:
    """Say who pays for a collaborative that is named, and that its price is not in the documents, where that is asked.

    Returns False when it is not asked, or not by a family, or when the documents do not say who pays.
    """
    rule, text = corpus.by_id.get(WHO_PAYS), asked.text
    if cues.OFFICIAL.search(asked.whole) or cues.STAFF.search(asked.whole):
        return False
    asks_cost = _COST.search(text) or _HOW_MUCH.match(text)
    if rule is None or not asks_cost or _OF_STAFF.search(text) or org.status != "active":
        return False
    draft.say(f"{rule.text} {draft.cite(rule)}")
    mark = draft.cite(corpus.by_id[f"{org.slug}-contact"])
    draft.say(f"What {org.name} charges districts today is not in our documents; ask it. {reach(org)} {mark}")
    return True


def of_an_event(asked: Asked) -> bool:
    """Whether a collaborative that is named is asked of a day that documents cannot tell of."""
    of_it = asked.organizations and asked.intent in ("profile", "where") and not cues.CONTACT.search(asked.text)
    return bool(of_it) and cues.EVENT.search(asked.text) is not None
