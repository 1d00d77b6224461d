"""Places outside Massachusetts that a message asks about; what is only told of them is left aside."""

import re
from dataclasses import replace

from assistant.asked import Asked

_STATES = [
    "alabama",
    "alaska",
    "arizona",
    "arkansas",
    "california",
    "colorado",
    "connecticut",
    "delaware",
    "georgia",
    "hawaii",
    "idaho",
    "illinois",
    "indiana",
    "iowa",
    "kansas",
    "kentucky",
    "louisiana",
    "maine",
    "maryland",
    "michigan",
    "minnesota",
    "mississippi",
    "missouri",
    "montana",
    "nebraska",
    "nevada",
    "new_hampshire",
    "new_jersey",
    "new_mexico",
    "new_york",
    "north_carolina",
    "north_dakota",
    "ohio",
    "oklahoma",
    "oregon",
    "pennsylvania",
    "rhode_island",
    "south_carolina",
    "south_dakota",
    "tennessee",
    "texas",
    "utah",
    "vermont",
    "virginia",
    "west_virginia",
    "wisconsin",
    "wyoming",
    "florida",
    "washington_state",
]
OUTSIDE = re.compile(
    r"\b(" + "|".join(state.replace("_", " ") for state in _STATES) + r"|nashua|providence|hartford|"
    r"manchester,? n\.?h\.?|puerto rico|canada)\b(?!,?\s*ma\b|,?\s*mass)|"
    r"\b(?:(?-i:in (?:CA|NY|NH|RI|CT|VT|NJ|TX|FL|PA))\b)",
    re.I,
)
"""Another state, or a city outside that is near."""
_FROM = re.compile(
    r"\b(?:from|leaving|left|who (?:lives|is|works) in|"
    r"(?:dad|father|mom|mother|ex|husband|wife) (?:(?:is|lives) )?in)\s+$",
    re.I,
)
_ASKED_AFTER = re.compile(
    r"(?:[.,;!?]|\bbut|\band|\bso)\s+(?:(?:and|but|so|then|now|here) ){0,2}"
    r"(?:who|what|when|where|why|how|which|do|does|did|is|are|can|could|may|must|should|will|would)\b",
    re.I,
)
_HOME = re.compile(
    r"\b(?:i|we|he|she|they|(?:my|our) (?:family|child|kid|son|daughter))"
    r"(?:['’](?:m|re|s|ve)|m)?(?: [\w’']+){0,4} (?:in|to|at|near)\s+$",
    re.I,
)
_THERE = re.compile(r"\b(?:they|there|those|theirs?|them|its?)\b", re.I)

NOT_HERE = (
    "Our documents cover Massachusetts only, so they do not answer that for another place. Ask that state's department "
    "of education. On what applies in Massachusetts, MOEC can tell you more (https://moecnet.org)."
)
"""What is said of a place outside, with whom to ask there."""

_OTHER_TOWNS = re.compile(r"\b(?:other|different|outside) (?:towns|cities|districts|communities|places)\b", re.I)
_HERE = re.compile(r"\b(?:massachusetts|mass)\b", re.I)


def brought_home(before: Asked, text: str) -> Asked:
    """The turn before, asked of Massachusetts instead of a place outside, where a later turn `text` names it.

    Without its places where the later turn asks of others: 'do they take kids from other towns'.
    """
    if before.organizations and _OTHER_TOWNS.search(text):
        return replace(before, places=())
    if before.outside is None or not _HERE.search(text):
        return before
    there = re.compile(re.escape(before.outside), re.I)
    here, context = (there.sub("Massachusetts", said) for said in (before.text, before.context))
    return replace(before, text=here, context=context, outside=None)


_STREET = re.compile(r"\s+(?:high ?way|street|st|road|rd|avenue|ave|turnpike|pike)\b", re.I)
"""What follows a place that is only the name of a street: 'Providence Highway' in Walpole."""


def outside(text: str) -> str | None:
    """Another state or a city outside Massachusetts that a text asks about, or None."""
    named = (m for m in OUTSIDE.finditer(text) if not _STREET.match(text, m.end()))
    match = next((m for m in named if not _told_beside(m)), None)
    return match[0] if match else None


def _told_beside(place: re.Match[str]) -> bool:
    """Whether a place is of no weight: somebody else's, or told before a question, where nobody's home is.

    'Our accountant retired to Florida. Who appoints the next one?'
    """
    before = place.string[: place.start()]
    if _FROM.search(before):
        return True
    asked = _ASKED_AFTER.search(place.string, place.end())
    return asked is not None and not _HOME.search(before) and not _THERE.search(place.string, asked.end())


_FROM_OUTSIDE = "limit-students-from-another-state"
"""The limit on students who live in another state."""
_GOES_HERE = re.compile(r"\b(?:go|attend|enroll?|get in(?:to)?|take|accept|send|come|place[ds]?|apply|join)\b", re.I)
_PLACED_OUT = re.compile(r"\b(?:district|town|team|school)\b.{0,30}\b(?:place|send|pay|put)\b", re.I)
"""What a district here may do about a school elsewhere: 'can our district place my son in New Hampshire'."""


def unanswered(asked: Asked) -> str | None:
    """The id of the limit on what is asked of a place outside or from there; empty where none fits, None if answered.

    Somebody who lives outside and asks to come to a collaborative that is named is not told what is asked of it.
    """
    if not asked.outside or asked.places or _HERE.search(asked.whole):
        return None
    if asked.organizations:
        home = OUTSIDE.search(asked.whole)
        lives_there = home is not None and _HOME.search(home.string[: home.start()])
        return _FROM_OUTSIDE if lives_there and _GOES_HERE.search(asked.text) else None
    return None if _PLACED_OUT.search(asked.text) else ""
