"""What is asked of a program that the answer before showed, by kind, and the sentences of its record that tell it."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant import attributes, cues
from assistant.ages import numbered_age
from assistant.draft import sentences
from assistant.having import object_of
from assistant.picking import picks

Field = Literal["", "place", "building", "open", "contact", "ages", "whom", "more"]
"""What of a record is asked for that is told by its fields, and not by a sentence that has a word."""


@dataclass(frozen=True)
class Aspect:
    """A kind of question on a program, and how a record tells of it.

    `ruled` is whether a rule has more to say, `own` whether it is a program's own, so that it is said where
    a record does not tell it; of those `staff` no rule tells either. What a program has or has not is told where a
    sentence has all the `stems`, if there are any.
    """

    asks: re.Pattern[str]
    tells: re.Pattern[str]
    ruled: bool = False
    own: bool = False
    field: Field = ""
    stems: tuple[str, ...] = ()
    staff: bool = False


_NEVER = re.compile("$^")


def _aspect(asks: str, tells: str, *, ruled: bool = False, own: bool = False) -> Aspect:
    """An aspect of two patterns, in small and capital letters alike."""
    return Aspect(re.compile(asks, re.I), re.compile(tells, re.I), ruled, own)


def _field(field: Field, asks: str) -> Aspect:
    """An aspect that the fields of a record tell."""
    return Aspect(re.compile(asks, re.I), _NEVER, field=field)


_PEOPLE = r"(?:kids?|students?|children|adults?|grown-?ups?|staff|teachers?|people)"
_SELF = (
    r"\bsign (?:\w+ ){1,2}up\b|\b(?:enroll?|register)\b|\bput (?:his|her|my \w+|their) name\b|\b(?:myself|ourselves)\b"
)
COUNTED = _aspect(
    rf"\bhow many (?:\w+ )?{_PEOPLE}|\b{_PEOPLE} (?:per|to|for) (?:each|every|one|an?|{_PEOPLE})\b|\bratio\b|"
    r"\bclass size|\bhow (?:big|small|large)\b",
    rf"\b{_PEOPLE}(?: members?)? (?:works? with|to|for) (?:each|every|one|two|three|four)\b|"
    rf"(?<!from about )(?<!from )\b(?:\d+|two|three|four|five|six|eight|ten|dozen) (?:\w+ )?{_PEOPLE}\b|\bratio\b",
)
"""How many students or adults there are."""
_ASPECTS = (
    _aspect(
        r"\bwho(?:['’]s| is| would be)? (?:pay\w*|cover\w*|foot\w*)|\bcosts?\b|\bfree\b|\bbill(?:ed)?\b|\bafford|"
        r"\binsurance|\b(?:have|need) to pay\b|\b(?:town|district|state)\b.{0,12}\bpays?\b|"
        r"\bhow much (?:is|does|do|would)\b|\b(?:is|are) (?:it|they|that|those) (?:un)?paid\b|\bget paid\b",
        r"\b(?:pays?|(?:un)?paid|free|MassHealth|medicaid)\b(?! for by the districts)",
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
    COUNTED,
    _aspect(
        r"\bsummer\b|\ball year\b|\byear[- ]?round\b|\bhow many (?:days|weeks|months)\b(?=.*\b(?:year|it|run)\b)",
        r"\bsummer\b|\b(?:days|weeks)\b",
    ),
    _aspect(
        r"\b(?:need|have|with|without|has to have)\b.{0,12}\biep\b|\b(?:only|just) (?:for )?(?:special ed\w*|sped)\b",
        r"\bregular education\b|\bIEP\b|\b504\b|\bdiagnosed\b|\bcommit\b",
    ),
    _aspect(
        r"\b(?:sleep|overnight|dorm\w*|live there|residential)\b",
        r"\bdormitor\w+|\bovernight|\baround the clock|\bresidential",
        own=True,
    ),
    _aspect(
        r"\bwhat time\b|\bhours\b|\bhow long is (?:the|his|her|a|their) (?:school )?day\b|"
        r"\b(?:done|out|home) (?:each|every) day\b",
        r"\bhours?\b|\bhalf-day\b",
        own=True,
    ),
)
_IT = r"(?:it|that|they|this|(?:the|this|that) (?:\w+ )?(?:school|program|place|building|class|one)s?)"
_FIELDS = (
    Aspect(
        re.compile(
            r"\b(?:in|inside|is it|its|their) (?:an? |its |their |the )?"
            r"(?:regular|normal|ordinary|public|separate|own|mainstream) (?:school|building)\b|"
            r"\bwhole separate school\b|"
            r"\b(?:school|building) (?:is|are) (?:it|that|they) in\b|\boff on its own\b|\binside an?\b",
            re.I,
        ),
        re.compile(
            r"\bpublic schools?\b|\bbuildings?\b|\bhost schools?\b|\bcampus\b|\bordinary (?:classes|schools?)\b|"
            r"\b(?:Elementary|Middle|High) School\b"
        ),
        field="building",
    ),
    Aspect(
        re.compile(
            r"\bclos(?:e|ed|es|ing)\b|\bshut\w*|\bstill (?:open|running|there|going|around|exists?)\b|"
            r"\bopen(?:ed)? (?:yet|now)\b",
            re.I,
        ),
        re.compile(r"\bkeep it open\b|\bclos\w+|\bLast confirmed\b|\bundated\b|\bstill runs\b|\bopened in\b", re.I),
        field="open",
    ),
    _field(
        "place",
        rf"\bwhere(?: exactly)?(?:['’]?s| is| are)?(?: exactly)? {_IT}\b"
        r"(?! (?:office|from|written|in the (?:law|rules)))|"
        r"\bis (?:it|that) (?:only |just |still |also )*(?:in|at|on) "
        r"(?!an?\b|the same\b|session\b|writing\b|addition\b|time\b)|"
        rf"\b(?:what|which) (?:town|city|street|building)(?: is| are) {_IT}\b|\bname of the building\b|"
        r"\b(?:what|which) building\b|\blocat(?:ed|ion)\b|"
        r"\baddress\b(?! of (?:the )?(?:state|department|dese|bsea|office)\b)|"
        r"^\W*(?:and )?where(?: exactly)?\W*$",
    ),
    _field(
        "contact",
        r"\bphone\b|\btelephone\b|\b(?:their|the|its|a) number\b|\bnumber (?:for|to call|of)\b|^\W*number\W*$|"
        r"\be-?mail\b|\bweb ?(?:site|page)\b|\bcontact (?:info\w*|them|number|person|details?)\b|"
        r"\bhow (?:do|can|would|could) (?:i|we) (?:\w+ )?(?:reach|call|contact|ring|get a ?hold of) "
        r"(?:them|there|it|the (?:school|program))\b|"
        r"\b(?:talk|speak) to (?:over |up |down )?there\b|"
        r"\bwho (?:do|should|can|would) (?:i|we) (?:call|ring|phone|contact|talk to|speak to|ask|reach|write)\b.*"
        r"\b(?:there|about (?:it|them|that))\b|"
        r"\b(?:one|program|school|place)\W+who (?:do|should|can|would) (?:i|we) (?:call|ring|phone|contact|reach)\W*$",
    ),
    _field(
        "ages",
        r"\b(?:what|which) (?:grades?|ages?)\b|\bage (?:groups?|ranges?)\b|"
        r"\bwhich (?:one|of (?:them|those|these)) (?:is|are|takes?) (?:for )?(?:an? )?"
        r"(?:k\b|pre|grades?|ages?|\d|middle|high|elementary)|"
        r"\bwhich (?:one|of (?:them|those|these))(?: is| are| would be)? (?:right )?for (?:him|her|my \w+)\b|"
        r"^\W*(?:and |for |same )*(?:ages?|grades?)\W*$|"
        r"\bhow (?:old|young) do\b|"
        r"\bif (?:he|she)(?:['’]?s| is) (?:only |already |just )?\d|"
        r"\b(?:too|so) (?:young|old)\b|\b(?:old|young) enough\b|\bage (?:limit|cut ?off)\b|"
        r"\bgo(?:es)? (?:past|up to|through|beyond)\b|\b(?:take|serve|accept)s? (?:an? )?\d{1,2}\b|"
        r"\b(?:take|serve|accept|have)s? (?:an? |any )?(?:\d+|[a-z]+)[ -](?:years?|yrs?)[ -]olds?\b|"
        r"\b(?:only|just|also) (?:an? |for )?(?:high|middle|elementary|pre) ?school(?:ers?)?\b",
    ),
    _field(
        "whom",
        r"\b(?:what|which) (?:kinds?|sorts?|types?) of "
        r"(?:kids|students|children|problems?|needs|issues|disabilit\w+)\b|"
        r"\bwho (?:goes|is it for|is that for|attends)\b|\bwhat (?:disabilities|needs|problems|diagnos\w+)\b|"
        r"\bis (?:it|that) (?:just |only |more |mainly )*for (?!me\b|us\b|free\b|the\b|one\b|more\b|\d)|"
        r"\b(?:does it|do they|will they|would they) (?:even |also )?(?:take|serve|accept|work with|handle) "
        r"(?!it\b|that\b|this\b|him\b|her\b|place\b|over\b|care\b|long\b|(?:my|our|the|any) (?:insurance|word)\b)",
    ),
    _field(
        "more",
        r"\btell me (?:more|about)\b|\bwhat(?:['’]?s| is) (?:it|that one|this one|the (?:first|second|third) one)"
        r"(?: like| about)?\W*$|"
        r"\bmore (?:info\w*|details?|about)\b|\bdescribe\b|\bwhat do (?:they|the kids|the students) do\b|"
        r"\bwhat(?:['’]?s| is) (?:it|that|the school|a day) like\b",
    ),
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
    r"\b(?:what|which|any) therap(?:y|ies)\b": r"\btherap(?:y|ies)\b|\boccupational\b",
    r"\bbcbas?\b|\bbehaviorists?\b|\bbehavior (?:analyst|specialist)": r"\bbehaviorist|\bbehavior analyst|\bBCBA",
    r"\bvision\b|\bbraille\b": r"\bvision\b|\bbraille\b",
}
"""Those whom a student may need at a school, as they are asked for and as a record names them."""
_OTHERWISE = re.compile(
    r"\b(?:refus\w+|automatic\w*|reviews?|a good (?:school|program|place|one)|any good|worth it|bring|"
    r"do (?:i|we) (?:have|need) to (?:ask|request)|"
    r"entitled|qualif\w+|(?:a|the|his|her|my) right|instead|rather|disagree\w*|appeal\w*|"
    r"(?:say|says|said) no|won['’]?t|den(?:y|ies|ied)|down|lawyers?|"
    r"(?:every|each) (?:day|morning)|who (?:decides|says|chooses)|advocates?|hearing|meeting|bus|van|rides?|"
    r"wait(?:ing)?|visit\w*|observ\w+|watch|tours?|transport\w*|evaluat\w+|collaboratives|"
    r"how (?:long|soon|fast|quick\w*) (?:do|does|will|would|can|until|before|till?)(?!.*\b(?:stay|last)\b))\b",
    re.I,
)
"""What is asked of a right, a ride or all collaboratives, and of no program."""
RIDE = _aspect(
    r"\bwho (?:drives|takes|brings|picks)\b|\bpick(?:s|ed)? (?:him|her|them|me|my \w+) up\b|"
    r"\b(?:bus|van|rides?|transport\w*)\b.{0,20}\b(?:there|him|her|them|included)\b|"
    r"\bhow (?:does|do|would|will) (?:he|she|they|my \w+) get there\b",
    r"\brides?\b|\btransport",
)
"""The way there, which the record of a single program may tell."""
ADULT_RIDE = replace(RIDE, own=True)
"""The same for an adult, whom no school district drives."""
_THERE = re.compile(
    r"\b(?:there|they|them|their|its?|(?:that|this|the) (?:school|place|program|class|building)|(?:that|this) one)\b",
    re.I,
)
"""Words that point at a program."""
_WOULD_BE = re.compile(r"\b(?:would|will|might) there be\b", re.I)
_OPEN = re.compile(r"\W*(?:(?:and|so|ok|but) )*(?:what|which|who|how|when|why)\b", re.I)
"""What asks for more than yes or no."""
_WHO_DOES = re.compile(
    r"\b(?:some|any) ?(?:one|body)(?: (?:there|on (?:site|staff)))? (?:"
    r"who (?:can |could |does |do |knows |speaks )?|for |to "
    r"(?:help (?:him|her|them)? ?(?:with )?|do )?|that (?:can |does |knows )?)(?P<what>(?:[\w'’-]+ ?){1,5})",
    re.I,
)
"""'Somebody for mobility'."""
_SOUGHT = re.compile(
    r"\b(?:any ?thing|some ?thing|programs?|schools?|class(?:es|rooms?)?|places?|kids?|child(?:ren)?|students?|"
    r"openings?|spots?|room|rooms|space|wait\w*|one|ones|that|this|it|more|else|\d+|say|right|to|options?|help|insurance|iep|way|"
    r"difference|time|limit|fee|form|law|rules?|deadline)\b",
    re.I,
)
"""What is had that is no equipment of a program."""
_BESIDE = ("place", "contact", "ages")
"""Fields that are asked for together."""
_TELLS_AGE = re.compile(
    r"\W*(?:(?:and|but|well|so|what|if)\W+)*(?:he|she|(?:my|our|the) \w+)(?:['’]?s| is| was| turns)? "
    r"(?:only |just |already |almost |turning |in )*(?:the )?"
    r"\w+(?: grade| grader|[ -]years?[ -]old| yo| already| now| tho\w*)*\W*",
    re.I,
)
"""A message that only tells how old somebody is: whether a program takes the age is asked."""
_OLD_ENOUGH = re.compile(r"\b(?:too (?:young|old)|(?:old|young) enough)\b", re.I)
_WORDS = 7
"""Words of a question on a field of a record that points at no program: 'address?'."""


def ages() -> Aspect:
    """The aspect of the ages that a program takes."""
    return next(aspect for aspect in _FIELDS if aspect.field == "ages")


def aspect_of(text: str) -> Aspect | None:
    """The kind of question that a message asks of a program, or None."""
    if RIDE.asks.search(text):
        return RIDE
    found = _of_staff(text) or next((aspect for aspect in _ASPECTS if aspect.asks.search(text)), None)
    found = found or _of_field(text) or _of_what_is_had(text)
    return None if found is None or of_a_right(text) else found


def asked_beside(text: str, aspect: Aspect) -> list[Aspect]:
    """The fields of a record that a message asks for beside an aspect: 'address and phone'."""
    return [f for f in _FIELDS if f.field in _BESIDE and f.field != aspect.field and f.asks.search(text)]


def tells_age(text: str) -> bool:
    """Whether a message only tells an age or a grade."""
    return _TELLS_AGE.fullmatch(text) is not None and numbered_age(text) is not None


def of_a_right(text: str) -> bool:
    """Whether a text asks of a right, a ride or all collaboratives, and of no program."""
    return _OTHERWISE.search(text) is not None


def points(text: str) -> bool:
    """Whether a text points at a program, or one out of a list."""
    return _THERE.search(text) is not None or picks(text)


def _of_field(text: str) -> Aspect | None:
    """The field of a record that is asked for, by few words or of what is pointed at."""
    if len(text.split()) > _WORDS and not (points(text) or _OLD_ENOUGH.search(text)):
        return None
    return next((aspect for aspect in _FIELDS if aspect.asks.search(text)), None)


def _of_staff(text: str) -> Aspect | None:
    """Whether those are there whom a message names: 'would she have a nurse there and get her PT'."""
    told = [tells for asks, tells in _STAFF.items() if re.search(asks, text, re.I)]
    if not told or not (points(text) or len(text.split()) <= _WORDS):
        return None
    return Aspect(_NEVER, re.compile("|".join(told), re.I), own=True, staff=True)


def _of_what_is_had(text: str) -> Aspect | None:
    """Whether there is what a message names: 'do they have a pool', 'is there anyone who does the feeding pump'."""
    who = _WHO_DOES.search(text)
    had = who["what"] if who else "" if _OPEN.match(text) else object_of(_WOULD_BE.sub("is there", text))
    stems = attributes.content(had) if had and (who or not _SOUGHT.search(had)) else ()
    if not stems:
        return None
    return Aspect(_NEVER, _NEVER, own=True, stems=stems)


def told_of(aspect: Aspect, record: str) -> list[str]:
    """The sentences of a program's record, but the one that names it, that tell of an aspect."""
    if aspect.stems:
        return [said for said in sentences(record)[1:] if set(aspect.stems) <= set(attributes.content(said))]
    return [sentence for sentence in sentences(record)[1:] if aspect.tells.search(sentence)]


def is_all(aspect: Aspect, text: str, told: str) -> bool:
    """Whether no rule has to be said beside what a record tells."""
    return not aspect.ruled and (re.search(_SELF, text, re.I) is None or "parents" in told)
