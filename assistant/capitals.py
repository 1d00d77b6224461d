"""Capitals for questions that were written all in lower case, so that they read well on a button."""

import re
from collections.abc import Sequence

_ASKS = re.compile(r"(?:who|what|when|where|which|why|how|can|may|must|do|does|is|are|will)\b", re.I)
_SHORT = 9
"""Words of a question on a button."""
_NAMES = (
    # abbreviations
    "AAC", "ABA", "ADHD", "ASD", "AVC", "BCBA", "BESE", "BICO", "BSEA", "CCC", "CDC", "CES", "CMC", "CMR", "CMSEC",
    "CPR", "CTEC", "DDS", "DESE", "DHH", "DLS", "EDCO", "ESA", "ESY", "ETL", "FAPE", "FBA", "FCSN", "FLLAC", "GLEC",
    "IEE", "IEP", "ISP", "LABBB", "LEA", "LPVEC", "LRE", "MAAPS", "MARD", "MASC", "MCAS", "MOEC", "MSERS", "MTRS",
    "NEC", "NRC", "OBRA", "OSD", "OT", "PLC", "PQA", "PRS", "PSM", "PTSD", "SCEC", "SCRO", "SLP", "SMEC", "SOA",
    "SSEC", "SWCEC", "TEC", "TECCA", "TPF",
    # collaboratives, by what people call them; words that are also plain words only with what follows them
    "ACCEPT Collaborative", "Assabet Valley", "Assabet", "Bi-County", "CAPS Collaborative", "Cape Cod",
    "CASE Collaborative", "Central Mass", "CHARMS Collaborative", "Concord Area", "CREST Collaborative",
    "Educational Services", "Keystone", "Lower Pioneer Valley", "North River", "Northshore", "North Shore",
    "Pilgrim Area", "Pioneer Valley", "READS Collaborative", "SEEM Collaborative", "Shore Collaborative",
    "South Coast", "South Shore", "Southeastern Mass", "Southern Worcester County", "Valley Collaborative",
    "Valley Elementary", "The Education Cooperative", "join SEEM", "into Shore", "of READS", "is CREST", "to CREST",
    "CAPS deaf", "CHARMS closed", "the Cape", "the Cape Cod",
    # places, people and months
    "Andover", "Bedford", "Billerica", "Boston", "Brockton", "Chelsea", "Dedham", "English", "Harvard", "Horace Mann",
    "Illinois", "January", "June", "July", "Lawrence", "Lexington", "Lowell", "MA", "Massachusetts", "Merrimack",
    "Methuen", "Newburyport", "North Andover", "Old Rochester", "Omaha", "Otis", "South Hadley", "Stoughton", "Swansea",
    "Waltham", "Watertown", "Winchendon", "Worcester", "MassAbility", "MassHealth", "MassPAC",
)  # fmt: skip
_KNOWN = {name.lower(): name for name in _NAMES}
_LOWER = re.compile(
    r"(?<![\w.])(?:(?P<name>" + "|".join(sorted(map(re.escape, _KNOWN), key=len, reverse=True)) + r")(?P<tail>'?s)?"
    r"(?P<last> (?:educational |education )?(?:collaborative|consortium))?(?![\w])"
    r"|(?P<i>(?<!\()i)(?=['’]|[\s,;?!]|$))"
)


def capitalized(text: str) -> str:
    """A text with a capital at its start, in 'I', in abbreviations (IEP, DESE) and in names; other words stay."""
    done = _LOWER.sub(_capital, text)
    return done[:1].upper() + done[1:]


def as_question(ask: str) -> str:
    """A question as a button shows it: with capitals and a question mark."""
    return capitalized(ask) + ("" if ask.endswith("?") else "?")


def shortest_question(asks: Sequence[str]) -> str:
    """The first of some questions that is worded as one and is short enough for a button; else the first."""
    plain = (ask for ask in asks if _ASKS.match(ask) and len(ask.split()) <= _SHORT)
    return as_question(next(plain, asks[0]))


def _capital(found: re.Match[str]) -> str:
    """A word or name as it is written; 'collaborative' after a collaborative's name is part of that name."""
    if found["i"]:
        return "I"
    last = found["last"] or ""
    return _KNOWN[found["name"]] + (found["tail"] or "") + last.title()
