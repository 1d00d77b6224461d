"""Who asks, how a student lives, or that school ends: a question may turn on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.ages import ADULT
from assistant.asked import Asked
from assistant.elsewhere import outside
from assistant.following import for_families
from index.search import HybridSearch

_IN_PERSON = re.compile(r"\b(?:i|i['’]?m|me|my|mine|myself|we|us|our|ourselves)\b", re.I)
_NEAR, _NEARER = 0.6, 0.04
"""Cosine from which a passage answers a question as the one who asks it, and by how much nearer than without that."""


@dataclass(frozen=True)
class _Told:
    """What a message tells, how a question is asked by whom it holds of, and what a passage on that speaks of."""

    tells: re.Pattern[str]
    asks: str
    speaks: re.Pattern[str]
    in_person: bool = True

    def asked(self, text: str) -> str:
        """A question as it is asked by the one who told this."""
        return f"as {self.asks}, {text}" if self.in_person else f"{text} {self.asks}"


def _told(tells: str, asks: str, speaks: str, *, in_person: bool = True) -> _Told:
    """A circumstance of two patterns, in small and capital letters alike."""
    return _Told(re.compile(tells, re.I), asks, re.compile(speaks, re.I), in_person)


_CIRCUMSTANCES = (
    _told(r"\bfoster\b", "a foster parent", r"\bfoster\b"),
    _told(r"\bgrand(?:ma|mother|pa|father|parents?)\b|\bmy grand(?:son|daughter|child|kid)\w*|\bnana\b",
          "a grandparent", r"\bgrandparent"),
    _told(r"\bmy (?:nephew|niece)\b|\bi(?:['’]?m| am) (?:his|her|their) (?:aunt|uncle|sister|brother)\b",
          "a relative who cares for the child", r"\brelative"),
    _told(r"\b(?:social worker|case ?worker|case manager|case mgr|dcf worker)\b", "a social worker at an agency",
          r"\b(?:agency|social worker|teachers?|anyone)\b"),
    _told(r"\bi(?:['’]?m| am) (?:an? |the |\w+ )*teacher\b|\bteacher here\b", "a teacher", r"\bteacher"),
    _told(r"\b(?:no|without an?|doesn['’]?t have an?|does not have an?|not on an?) iep\b|\bonly (?:has )?an? 504\b",
          "without an IEP", r"\b(?:no IEP|without an IEP|504|regular education)\b", in_person=False),
)  # fmt: skip
_MOVING = _told(r"\b(?:mov\w+|transfer\w*|relocat\w+)\b", "when moving from another state", r"\banother state\b",
                in_person=False)  # fmt: skip
_OUT_OF_STATE = re.compile(r"\b(?:another|out of|different) state\b", re.I)
_ENDS = re.compile(
    r"\b(?:finish\w*|ends?|ending|ag(?:es?|ing) out|leav\w+|graduat\w+|done|last year|turn(?:s|ing) 22)\b", re.I
)
_WHAT_NEXT = re.compile(
    r"\b(?:after (?:that|this|it|the program|school|(?:he|she|they) \w+)|afterwards?|(?<!do )next)\b", re.I
)
"""What tells that a student is about to leave a program, and what asks where to then."""
_GRADE_12 = 17
"""The age in years from which a student may be in the last grade."""
_STILL = re.compile(
    r"\b(?:last|final) (?:\w+ )?(?:year|months?)\b|\b(?:until|till|before) (?:then|he|she|they|that)\b", re.I
)
"""The time that is left at school."""


def leaving_school(asked: Asked) -> Asked:
    """What comes next for a student who is about to leave a collaborative's program, after grade 12 or at 22.

    Before 20 it is what there is until 22; then services for adults, and no longer at that collaborative. At the 22nd
    birthday only what is for adults is left.
    """
    need = asked.need
    if need.age is None or not _GRADE_12 <= need.age[0] <= ADULT:
        return asked
    grown = replace(need, age=(ADULT, ADULT), categories=("adult services",))
    if asked.organizations and _ENDS.search(asked.whole) and _WHAT_NEXT.search(asked.text):
        if need.age[0] >= ADULT - 2:
            return replace(asked, need=grown, organizations=(), intent="where")
        later = replace(need, age=(need.age[0], ADULT - 1), categories=("vocational and transition",))
        return replace(asked, need=later, intent="where")
    still = asked.intent != "where" or _STILL.search(asked.text) is not None
    turned = need.age == (ADULT - 1, ADULT) and need.categories == ("adult services",) and not still
    return replace(asked, need=grown) if turned else asked


def in_the_light_of(asked: Asked, history: Sequence[str], search: HybridSearch) -> Asked:
    """A later question as whoever told of themselves before asks it, where a passage answers just that; else as it is.

    One on rules for those who run collaboratives stays as it is.

    'Can I sign the IEP' after 'I'm a foster mom' is asked as a foster parent.
    """
    told_before = _told_in(history) if asked.intent == "question" and not asked.organizations else []
    if not told_before or for_families(search.search(asked.text, 1)[0].position, search) is False:
        return asked
    for told in told_before:
        if told.tells.search(asked.text) or (told.in_person and not _IN_PERSON.search(asked.text)):
            continue
        text = told.asked(asked.text)
        first = search.search(text, 1)[0]
        passage = search.passages[first.position]
        nearer = _NEARER if told is not _MOVING else 0.0
        speaks = told.speaks.search(f"{passage.title} {passage.text}")
        if speaks and first.best >= max(_NEAR, search.near(asked.text) + nearer):
            return replace(asked, text=text, context="", previous="", follow_up=False, places=())
    return asked


def _told_in(history: Sequence[str]) -> list[_Told]:
    """What the messages before told; a move counts where another state was spoken of."""
    from_there = any(outside(turn) or _OUT_OF_STATE.search(turn) for turn in history)
    told = [told for told in _CIRCUMSTANCES if any(map(told.tells.search, history))]
    moving = from_there and any(map(_MOVING.tells.search, history))
    return [*told, *([_MOVING] if moving else [])]
