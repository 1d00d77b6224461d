"""What only seems to seek a place, or to ask where a town belongs: who may join, how many members, what became."""

import re

from assistant import cues

_MEMBERS = re.compile(r"\bhow many (?:members?|districts|towns|cities|communities)\b", re.I)
_TELLS = re.compile(
    r"\W*(?:(?:hi|hello)\W+)?(?:we|i)(?:['’](?:re|m)| are| am) (?:an? |the )"
    r"(?!.*\b(?:need|want|look|find|search|hop|program|class|help|there|any)\w*\b)(?:[\w'’-]+ ?){1,7}\W*$|"
    r"\bwhat (?:ever )?happened (?:to|with)\b|\bwhere did (?:the|their|its|that|those) .{3,40} (?:go|move|end up)\b",
    re.I,
)
"""Who the asker is, and what became of something."""
_MAY_JOIN = re.compile(
    r"\b(?:can|could|may|must|should|eligible|allowed|able|how (?:do|does|can|would|could)|right|want)\b[^?.]{0,40}"
    r"\bjoin (?:an?|the|any|some|another)\b|\b(?:have|need|got) to (?:be|become) (?:an? )?member\b.*\b(?:an)?other\b|"
    r"\b(?:wants?|like|trying|looking|hop\w+) to join\b|"
    r"\bhow (?:do|can|could|does|would) (?:we|(?:an?|our|the) \w+) join\b",
    re.I,
)
"""What asks whether or how one may join, or has to: the rule, and not where a place belongs."""
_WENT = re.compile(r"\bwhere did\b", re.I)
_BUYS = re.compile(r"\b(?:use|buy|purchase|order) ", re.I)


def buys(text: str) -> bool:
    """Whether a text is on using or buying something, which no list of members tells: 'may we use it too'."""
    return _BUYS.search(text) is not None


def counts_members(text: str) -> bool:
    """Whether a text asks how many members a collaborative has."""
    return _MEMBERS.search(text) is not None


def may_join(text: str) -> bool:
    """Whether a text asks whether or how one may join a collaborative."""
    return _MAY_JOIN.search(text) is not None


def seeks_nothing(text: str) -> bool:
    """Whether a text only tells who asks, what became of a program or whether one may join: 'we are a small school'."""
    said = _TELLS.search(text) is not None or may_join(text)
    return said and not cues.SEEKING.search(_WENT.sub("", text))
