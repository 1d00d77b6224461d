"""Whether a town is asked about as a member of a collaborative, with a vote and duties."""

import re

from assistant import attributes
from assistant.asked import Asked

_AS_MEMBER = re.compile(
    r"^(?!.*\bdid\b).*\b(?:can|could|may|must|should|would|if|how|when|ha(?:s|ve) to|needs? to|allowed to)\b.*"
    r"\b(?:leaves?|withdraws?|pulls? out|quits?|gets? out|drops? out|approves?|blocks?|vetoes|veto|appoints?|"
    r"votes? (?:on|for|against)|amends?|fires?|hires?)\b",
    re.I,
)
"""What a member may or must do: 'can Stow leave CASE', 'does the Woburn committee have to approve the budget'."""
_SEATED = re.compile(
    r"\b(?:votes?|voting|seats?)\b.{0,60}\bboard\b|\bboard\b.{0,60}\b(?:votes?|voting|seats?)\b|"
    r"\b(?:person|man|woman|member|rep(?:resentative)?|who(?:ever)?)\b.{0,40}\b(?:sends?|sent|appoint\w*|picks?|picked)\b"
    r".{0,40}\bboard\b",
    re.I,
)
"""What a member has on the board, or whom: 'how many votes does Lowell have on the board'."""


def as_member(asked: Asked) -> bool:
    """Whether a town that is named is asked about as a member of a collaborative: that is for the rules to say."""
    if len(asked.places) != 1 or asked.need:
        return False
    if not asked.organizations:
        return _SEATED.search(asked.whole) is not None
    named = len(asked.organizations) == 1 and asked.organizations[0].status != "dissolved"
    return bool(named and _AS_MEMBER.search(asked.text))


def apposed(asked: Asked) -> bool:
    """Whether the places that are named only tell where a collaborative is: 'Valley Collaborative in Billerica'."""
    clause = attributes.masked(asked.text, asked.organizations)
    return bool(asked.places) and all(
        re.search(rf"\bNAME(?: collab\w*)?,? (?:in|of|from|at|out of) {re.escape(place.said)}\b", clause, re.I)
        for place in asked.places
    )
