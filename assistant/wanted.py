"""What a search wants that only records answer: programs around a place, courses, a place for a student."""

import re

from assistant import cues
from assistant.asked import Asked
from assistant.draft import Draft

_FEW = 5
"""Words of a message that asks for programs around a place, and for nothing else."""


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


def trains(asked: Asked) -> bool:
    """Whether courses or a license for those who work in schools are sought, and not the rule on who must hold one."""
    kinds, text = set(asked.need.categories), asked.text
    of_staff = bool(kinds) and kinds <= {"educator licensure", "professional development"}
    if not of_staff or asked.need.populations or cues.HELD_BY_STAFF.search(text) or cues.OFFICIAL.search(text):
        return False
    return "educator licensure" in kinds and cues.TAUGHT_TO_STAFF.search(text) is not None


def whatever_there_is(asked: Asked) -> bool:
    """Whether a message asks for the programs around a place and tells no need: 'programs in the berkshires'."""
    bare = asked.places and not asked.need and len(asked.text.split()) <= _FEW
    return bool(bare and cues.PROGRAMS.search(asked.text))


def wants_records(asked: Asked) -> bool:
    """Whether only the directory can answer: around a place, or whether a collaborative that is named has something."""
    full = asked.need.age or (asked.need.categories and asked.need.populations)
    taken = (asked.need.categories or asked.need.populations) and cues.HAS.search(asked.text)
    around = asked.places and (full or taken or cues.AROUND.search(asked.text))
    told = asked.organizations or asked.need.particulars
    listed = asked.need.populations and cues.ALL_PROGRAMS.search(asked.text)
    courses = trains(asked) and cues.SOUGHT.search(asked.text)
    return bool(around or whatever_there_is(asked) or listed or courses or (told and cues.HAS.search(asked.text)))


def lists_again(asked: Asked, draft: Draft) -> bool:
    """Whether a further part of a message would list programs again without a word of its own on what is needed."""
    listed = any(program.program_id for program in draft.programs)
    own = any(words in asked.text.lower() for words in asked.need.words)
    return asked.beside and listed and not own


def wants_anywhere(asked: Asked) -> bool:
    """Whether a program is sought without a word on where or for whom: it takes a question back."""
    bare = not (asked.need or asked.places or asked.organizations or asked.follow_up)
    return bare and cues.ANYWHERE.search(asked.text) is not None
