"""The programs that a later turn asks of: those that the answers before showed, or the one that it picks out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import aspects
from assistant.asked import Asked, Need
from assistant.carrying import ANOTHER
from assistant.draft import Before
from assistant.picking import picked, picks
from assistant.schools import named_in
from assistant.shown import Records
from corpus.directory import Directory, Offer

_ONE = r"it(?! takes?\b)|its|(?<!is )(?<!are )(?<!get )(?<!go )there|(?:that|this) (?:one|program|school|place|class)"
_POINTS = re.compile(
    rf"\b(?:{_ONE}|they|them|their|those|these|the (?:first|second|last|only) one|"
    r"which (?:one|of (?:them|those|these)))\b",
    re.I,
)
_OF_ONE = re.compile(rf"\b(?:{_ONE})\b", re.I)
_IS_THERE = re.compile(r"\W*(?:(?:and|so|but) )*(?:is|are) there\b", re.I)
"""What asks for something at a program that was told: 'is there a nurse'."""
_OTHER_ONES = re.compile(
    r"\bother (?:ones?|programs?|schools?|places?)\b|\banother\b|\b(?:nearer|nearest|closer|closest|near(?:by)?)\b|"
    r"\b(?:instead|somewhere|any ?where|else)\b|\bany ?thing (?:else|for|in|over|around|like)\b|\bwhat about\b",
    re.I,
)
"""What asks for other programs than those."""
_WHICH_TOWNS = re.compile(
    r"\b(?:what|which) (?:towns|districts|communities|cities)\b.{0,30}"
    r"\b(?:belong|members?|in|send|part of|use|serves?|take)\b",
    re.I,
)
_WHAT_ELSE = re.compile(
    r"\bwhat (?:else|other \w+) (?:do|does) (?:that|the|this) collab\w* (?:run|have|offer|do)\b", re.I
)
_MY_TOWN = re.compile(r"\b(?:is|are) (?:my|our) (?:town|city|district) (?:in|part of|a member)\b", re.I)
_FROM = re.compile(
    r"\b(?:take|accept|serve|get|have|allow)\b.{0,25}\b(?:from|in|outside)\b|"
    r"\bfrom (?:[\w'’-]+ ){1,3}?(?:go|come|attend|get in)\b",
    re.I,
)
"""'Do they take kids from Lynn', 'do kids from Auburn go there'."""
TURNS, _BACK = 4, 3
"""Turns with which an earlier one is read, and as many are looked at for programs."""


def of_one(text: str) -> bool:
    """Whether a message points at one program that was told."""
    return _OF_ONE.search(text) is not None


def of_programs(text: str, asked: Asked, history: Sequence[str], directory: Directory) -> bool:
    """Whether a message may ask of programs that were told: it points at them, or asks what one may ask of them.

    After a program that was called by its name any message may.
    """
    pointing = (
        _POINTS.search(text)
        or _WHAT_ELSE.search(text)
        or _IS_THERE.match(text)
        or aspects.aspect_of(text)
        or aspects.points(text)
    )
    named = any(named_in(turn, directory) for turn in history[-2:])
    return bool(pointing) or named or (asked.follow_up and asked.intent == "where")


def shown_before(
    shown: Callable[[str, Sequence[str]], Records], text: str, history: Sequence[str], directory: Directory
) -> Before:
    """The last of three turns that told of programs, and those; only its own where a collaborative was told since.

    An earlier one where the message `text` picks from that and not from the last: 'back to the deaf one'. `shown` are
    the records that a turn's answer showed.
    """
    last: Before | None = None
    choosing, since = picks(text), set[str]()
    for at in range(len(history) - 1, max(-1, len(history) - 1 - _BACK), -1):
        records = shown(history[at], history[max(0, at - TURNS) : at])
        programs = tuple(id_ for id_, _ in records if id_)
        programs = programs or tuple(offer.program.id for offer in named_in(history[at], directory))
        programs = tuple(id_ for id_ in programs if not since or directory.by_program[id_].organization.slug in since)
        found = Before(history[at], programs, at == len(history) - 1, text)
        if records and not programs and not since:
            since = {slug for _, slug in records}
            continue
        if choosing and picked(text, [directory.by_program[id_] for id_ in programs]):
            return found
        last = last or (found if records or programs else None)
        if last and not (choosing and programs):
            break
    return last or Before(history[-1], (), said=text)


def elsewhere(asked: Asked, before: Before) -> bool:
    """Whether a message names a place that the search before it did not, or another child: then it seeks anew."""
    if ANOTHER.search(asked.told):
        return True
    told = before.said.lower() or (asked.told.lower() if asked.follow_up else asked.whole.lower())
    named = [place.name.lower() for place in asked.places if place.name.lower() in told]
    return not all(name in before.question.lower() for name in named)


def of_their_towns(asked: Asked, before: Before | None, directory: Directory) -> Asked:
    """A question on the towns of the collaborative that runs the programs of the turns before, as one on that.

    Or on what else the one runs that runs the first of them.
    """
    shown = [directory.by_program[id_].organization for id_ in before.programs] if before else []
    if shown and not asked.organizations and _WHAT_ELSE.search(asked.text):
        text = f"what programs does {shown[0].name} have"
        return replace(asked, text=text, organizations=(shown[0],), places=(), intent="profile", need=Need())
    if asked.organizations or not shown:
        return asked
    if asked.places and _MY_TOWN.search(asked.text):
        return replace(asked, organizations=(shown[0],), intent="membership", need=Need())
    if len({org.slug for org in shown}) != 1:
        return asked
    if _WHICH_TOWNS.search(asked.text):
        return replace(asked, organizations=(shown[0],), intent="members", need=Need())
    named = tuple(place for place in asked.places if place.said.lower() in asked.text.lower())
    if named and _FROM.search(asked.text):
        return replace(asked, organizations=(shown[0],), places=named, intent="membership", need=Need())
    return asked


def meant(
    text: str,
    asked: Asked,
    before: Before,
    directory: Directory,
    everyday: Callable[[str], bool],
    anywhere: bool = False,
) -> tuple[list[Offer], bool]:
    """The programs of the turns before that a message asks of, and whether it picks them out itself.

    Those that it picks; else the one that the turn before called by its name; else all that were shown, unless that was
    some turns before and nothing points at them. A place that is named seeks others, unless they may be `anywhere`.
    """
    shown = [directory.by_program[id_] for id_ in before.programs]
    if chosen := picked(text, shown, everyday):
        return chosen, True
    if not anywhere and (elsewhere(asked, before) or _OTHER_ONES.search(text)):
        return [], False
    named = {org.slug for org in asked.organizations}
    shown = [offer for offer in shown if not named or offer.organization.slug in named]
    if not before.last and not aspects.points(text):
        return [], False
    called = {offer.program.id for offer in named_in(before.question, directory)}
    return [offer for offer in shown if offer.program.id in called] or shown, False
