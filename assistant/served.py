"""Questions on the collaborative of a place, which is spoken of and not named."""

import re
from dataclasses import replace

from assistant import attributes, cues
from assistant.asked import Asked
from corpus.schema import Organization

_OFFICERS = re.compile(r"\b(?:chairs?|chair(?:man|person|woman)|treasurer|business manager|board|president)\b", re.I)
_WHO_RUNS = re.compile(
    r"\bwho (?:else )?(?:runs?|has|does|offers?|provides?) (?:those|these|them|that|such|one)\b", re.I
)
"""Who offers what was spoken of, which is a search, and no question on a leader."""
_DOES_IT = re.compile(r"\bdoes it (?:\w+ )?(?:have|offer|run|take|do|provide)\b", re.I)
_WHO_ELSE = re.compile(r"\b(?:who|what|which)(?: (?:other )?(?:towns?|districts?))? else\b.{0,20}\bmembers?\b", re.I)
_SCHOOLS = re.compile(r"\b(?:what|which) (?:\w+ )?schools\b", re.I)
_DO_THEY = re.compile(r"\bdo(?:es)? (?:it|they)\b", re.I)
_TELLS = re.compile(r"^\W*(?:the|our|my|that) (?:[\w-]+ ){1,3}(?:said|says|told|thinks?|wrote)\b", re.I)
"""What somebody said: 'the sped director said no'."""
_WHOSE_MEMBERS = re.compile(
    r"\b(?:members?|towns|districts|communities) (?:of|in|belong to) (?:the|our|my|that|its|whatever) "
    r"(?:\w+ )?(?:collab\w*|consorti\w*)\b|"
    r"\bwho (?:all |else )?is in (?:the|our|my) (?:\w+ )?(?:collab\w*|consorti\w*)\b",
    re.I,
)
_THE_ONE_OF = re.compile(
    r"(?<!what is )(?<!what.s )(?<!which is )(?<!who is )(?<!who.s )"
    r"\b(?:the|our|my) (?:\w+ )?(?:collab\w*|consorti\w*) "
    r"(?:in|for|of|serving|that serves|by) (?:the )?\S",
    re.I,
)
"""The collaborative of a place, spoken of as known: 'does the collaborative in Worcester have ...'."""


def of_the_one(asked: Asked) -> bool:
    """Whether a question is on the collaborative of its place: its members, how to reach it, what it has for a need."""
    needed = asked.need.categories or asked.need.populations or cues.PROGRAMS.search(asked.text)
    sought = needed or attributes.wants_contact(asked.text)
    served = bool(sought) and _THE_ONE_OF.search(asked.text) is not None
    return served or _WHOSE_MEMBERS.search(asked.text) is not None


_THERE = re.compile(r"\b(?:there|they|them|it)\b", re.I)
_WHAT_KIDS = re.compile(r"\b(?:what|which) (?:kind|sort|type)s? of (?:kids|students|children|people)\b", re.I)
"""For whom those of whom a place was told are."""


def with_theirs(asked: Asked, theirs: tuple[Organization, ...]) -> Asked:
    """A follow-up as one on the collaboratives of the place; what it has and for whom it is, by its name."""
    asked = replace(asked, organizations=theirs)
    if len(theirs) != 1:
        return asked
    if _WHAT_KIDS.search(asked.text):
        return replace(asked, text=f"what kind of students go to {theirs[0].name}", context="", previous="")
    return replace(asked, text=_DO_THEY.sub(f"does {theirs[0].name}", asked.text))


def of_theirs(asked: Asked) -> bool:
    """Whether a follow-up asks for something of the collaboratives of the place: how to reach them, what they have."""
    programs = cues.PROGRAMS.search(asked.text) or _SCHOOLS.search(asked.text)
    offered = asked.intent == "membership" and (asked.need or programs)
    if asked.intent == "membership" and not asked.need and _WHO_ELSE.search(asked.text):
        return True
    if _WHAT_KIDS.search(asked.text) and _THERE.search(asked.text):
        return True
    belonging = cues.MEMBERS.search(asked.text) and not cues.NO_MEMBER.search(asked.text)
    members = belonging and cues.POINTS.search(asked.text)
    sought = asked.need and _WHO_RUNS.search(asked.text)
    told = not sought and _TELLS.search(asked.text) is None and cues.CONTACT.search(asked.text)
    led = told or (_OFFICERS.search(asked.text) and cues.THEIRS.search(asked.text))
    return bool(led or members or (offered and (cues.THEY.search(asked.text) or _DOES_IT.search(asked.text))))
