"""What is asked of a program that the answer before showed, by kind, and the sentences of its record that tell it."""

import re
from dataclasses import dataclass

from assistant import cues
from assistant.draft import sentences


@dataclass(frozen=True)
class Aspect:
    """A kind of question on a program, and how a record tells of it.

    `ruled` is whether a rule has more to say, `had` whether it is something that a program has or has not.
    """

    asks: re.Pattern[str]
    tells: re.Pattern[str]
    ruled: bool = False
    had: bool = False


def _aspect(asks: str, tells: str, *, ruled: bool = False) -> Aspect:
    """An aspect of two patterns, in small and capital letters alike."""
    return Aspect(re.compile(asks, re.I), re.compile(tells, re.I), ruled)


_PEOPLE = r"(?:kids?|students?|children|adults?|grown-?ups?|staff|teachers?|people)"
_SELF = (
    r"\bsign (?:\w+ ){1,2}up\b|\b(?:enroll?|register)\b|\bput (?:his|her|my \w+|their) name\b|\b(?:myself|ourselves)\b"
)
_ASPECTS = (
    _aspect(
        r"\bwho(?:['’]s| is| would be)? (?:pay\w*|cover\w*|foot\w*)|\bcosts?\b|\bfree\b|\bbill(?:ed)?\b|\bafford|"
        r"\binsurance|\b(?:have|need) to pay\b|\b(?:town|district|state)\b.{0,12}\bpays?\b|"
        r"\bhow much (?:is|does|do|would)\b",
        r"\b(?:pays?|paid|free|MassHealth|medicaid|funded|tuition)\b",
        ruled=True,
    ),
    _aspect(
        rf"{cues.WAY_IN.pattern}|{_SELF}|\brefer\w*|\bappl(?:y|ication)\b|\badmission|\b(?:choose|decide|pick) who\b|"
        r"\bgets? a (?:spot|place|seat)\b|\b(?:need|bring|send)\b.{0,20}\b(?:note|diagnosis|records?|papers?|forms?)\b|"
        r"\binterview|\bclean\b|\bsober\b|\bprescri\w+|\bwhat do (?:we|i|they) need\b|"
        r"\bwhat happens first\b|\bdo they (?:meet|interview|test|visit)\b",
        r"\brefer\w*|\bappl(?:y|ies|ication)|\badmission|\binterview|\bdiagnosed|\bsober|\bcommit\b|\btrial visit|"
        r"\bprescrib\w*|\bpriority",
    ),
    _aspect(
        r"\b(?:is|are)(?:n['’]?t| not) (?:an? )?(?:member|in it\b|part of)|\bnon-?member",
        r"\bpriority|\bmember districts",
    ),
    _aspect(
        rf"\bhow many (?:\w+ )?{_PEOPLE}|\b{_PEOPLE} (?:per|to|for) (?:each|every|one|an?|{_PEOPLE})\b|\bratio\b|"
        r"\bclass size|\bhow (?:big|small|large)\b",
        rf"\b{_PEOPLE} (?:works? with|to|for) (?:each|every|one|two|three|four)\b|"
        rf"(?<!from about )(?<!from )\b(?:\d+|two|three|four|five|six|eight|ten|dozen) (?:\w+ )?{_PEOPLE}\b|\bratio\b",
    ),
    _aspect(
        r"\bsummer\b|\ball year\b|\byear[- ]?round\b|\bhow many (?:days|weeks|months)\b(?=.*\b(?:year|it|run)\b)",
        r"\bsummer\b|\b(?:days|weeks)\b",
    ),
    _aspect(
        r"\b(?:regular|normal|ordinary|public|separate|own|mainstream) (?:school|building)\b|"
        r"\b(?:which|what) building\b|"
        r"\b(?:school|building) (?:is|are) (?:it|that|they) in\b|\boff on its own\b|\binside an?\b",
        r"\bpublic schools?\b|\bbuildings?\b|\bhost schools?\b|\bcampus\b",
    ),
    _aspect(
        r"\bclos(?:e|ed|es|ing)\b|\bshut\w*|\bstill (?:open|running|there|going|around)\b|\bopen(?:ed)? (?:yet|now)\b",
        r"\bkeep it open\b|\bclos\w+|\bLast confirmed\b|\bundated\b|\bstill runs\b|\bopened in\b",
    ),
    _aspect(
        r"\b(?:need|have|with|without|has to have)\b.{0,12}\biep\b|\b(?:only|just) (?:for )?(?:special ed\w*|sped)\b",
        r"\bregular education\b|\bIEP\b|\b504\b",
    ),
    _aspect(
        r"\b(?:sleep|overnight|dorm\w*|live there|residential)\b",
        r"\bdormitor\w+|\bovernight|\baround the clock|\bresidential",
    ),
    _aspect(
        r"\bwhat time\b|\bhours\b|\bhow long is (?:the|his|her|a|their) (?:school )?day\b|"
        r"\b(?:done|out|home) (?:each|every) day\b",
        r"\bhours?\b|\bhalf-day\b",
    ),
    _aspect(r"\W*(?:and )?(?:for )?(?:what|which) (?:grades?|ages?)\W*$|\btoo (?:young|old)\b", r"^For whom\b"),
)
_STAFF = {
    r"\bnurs\w+": r"\bnurs\w+",
    r"\bpts?\b|\bphysical therap\w+": r"\bphysical\b.*\btherap|\bphysical therap",
    r"\bots?\b|\boccupational": r"\boccupational",
    r"\bspeech\b|\bslps?\b": r"\bspeech(?! dev)",
    r"\bcounsel\w*|\btherapists?\b|\bsocial work\w*|\bpsycholog\w+": (
        r"\bcounsel\w*|\bclinician|\bsocial work\w*|\bpsycholog\w+"
    ),
    r"\bart\b|\bmusic\b": r"\bart\b|\bmusic\b",
    r"\bbcbas?\b|\bbehaviorists?\b|\bbehavior (?:analyst|specialist)": r"\bbehaviorist|\bbehavior analyst|\bBCBA",
    r"\bvision\b|\bbraille\b": r"\bvision\b|\bbraille\b",
}
"""Those whom a student may need at a school, as they are asked for and as a record names them."""
_OTHERWISE = re.compile(
    r"\b(?:refus\w+|entitled|qualif\w+|(?:a|the|his|her|my) right|instead|rather|disagree\w*|appeal\w*|"
    r"(?:say|says|said) no|won['’]?t|den(?:y|ies|ied)|down|lawyers?|"
    r"advocates?|hearing|meeting|bus|van|rides?|transport\w*|evaluat\w+|collaboratives)\b",
    re.I,
)
"""What is asked of a right, a ride or all collaboratives, and of no program."""
_THERE = re.compile(r"\b(?:there|they|them|it|(?:that|this|the) (?:school|place|program|class|building))\b", re.I)
"""Words that point at a program."""


def aspect_of(text: str) -> Aspect | None:
    """The kind of question that a message asks of a program, or None."""
    found = next((aspect for aspect in _ASPECTS if aspect.asks.search(text)), None) or _of_staff(text)
    return None if found is None or _OTHERWISE.search(text) else found


def _of_staff(text: str) -> Aspect | None:
    """Whether those are there whom a message names: 'would she have a nurse there and get her PT'."""
    told = [tells for asks, tells in _STAFF.items() if re.search(asks, text, re.I)]
    if not told or not _THERE.search(text):
        return None
    return Aspect(re.compile(re.escape(text)), re.compile("|".join(told), re.I), had=True)


def told_of(aspect: Aspect, record: str) -> list[str]:
    """The sentences of a program's record, but the one that names it, that tell of an aspect."""
    return [sentence for sentence in sentences(record)[1:] if aspect.tells.search(sentence)]


def is_all(aspect: Aspect, text: str, told: str) -> bool:
    """Whether no rule has to be said beside what a record tells."""
    return not aspect.ruled and (re.search(_SELF, text, re.I) is None or "parents" in told)
