"""What office an asker holds, told before the question: it says who asks, and nothing of what is asked."""

import re

_RUNNING = (
    r"(?:executive director|ed|director|business manager|treasurer|superintendent|accountant|auditor|principal|chair|"
    r"(?:school committee|board|finance committee|committee|select ?board) (?:member|chair)|"
    r"(?:appointed )?representative|rep|(?:sped |special ed\w* )?(?:coordinator|administrator|director)|"
    r"(?:town |city )?(?:manager|administrator|counsel)|(?:town |city |district |board |committee )?clerk|trustee|"
    r"(?:town |school |district )*(?:business|finance) (?:office|official|director)|cfo|bookkeeper|webmaster)"
)
"""Offices of those who run collaboratives, districts and towns."""
_OTHER = (
    r"(?:team chair|teacher|aide|reporter|journalist|(?:legislative )?(?:aide|staffer|staff|assistant) (?:to|for|of) "
    r"(?:an? |the |my )?(?:state )?(?:rep(?:resentative)?|senator|legislator|lawmaker))"
)
_OFFICE = rf"(?:{_OTHER}|{_RUNNING})"
_INTRODUCES = re.compile(
    r"(?:^|(?<=[.!?] ))\W*(?:(?:hi|hello|hey|good \w+)\W+)?"
    r"(?:(?:i am|i['’]?m|we are|as|speaking as|just|i|have|was|recently|became|started|got|been|on|in|my|its|it['’]s|"
    r"(?:first|second|third) (?:day|week|month|year)|an?|the|our|your|brand|very|new|newly|elected|appointed|hired|"
    r"incoming|interim|small|collaborative) +)+"
    rf"{_OFFICE}(?: (?:here|now))?"
    r"(?: (?:at|of|in|for) (?:(?:an?|the|our|my|this|small|member|local) )*"
    r"(?:collaborative|district|school|town|board))?"
    r"\W*(?=$|(?<=[.!?] ))",
    re.I,
)
"""A sentence that only tells which office the asker holds."""
_BEGINS = (
    r"^\W*(?:(?:hi|hello|hey)\W+)?"
    r"(?:(?:i am|i['’]?m|i was|i['’]?ve been|i have been|i (?:just )?(?:became|got)|they made me) )?"
    r"(?:(?:just|recently|newly|now|appointed|named|hired|elected|picked|as) )*"
    r"(?:(?:an?|the|our|new|newly appointed|interim|incoming) )*"
)
_ENDS = r"(?: here)?(?=\W*$|[.,:]| (?:at|of|in|for|with|from|and) )"
_ALONE = re.compile(rf"{_BEGINS}{_OFFICE}{_ENDS}", re.I)
"""An office with which a message begins without a verb: 'sped director in a non-member district'."""
_RUNS = re.compile(
    rf"{_BEGINS}{_RUNNING}{_ENDS}|"
    r"^\W*(?:i|we) (?:run|head|lead|manage|direct|operate) (?:an?|the|our) (?:[\w-]+ ){0,3}"
    r"(?:schools?|district|collaborative)\b|"
    r"^\W*we(?: are|['’]re) an? (?:[\w-]+ ){0,2}(?:charter school|district)\b",
    re.I,
)


_HELD = {
    "director": r"\b(?:executive director|ed)\b",
    "treasurer": r"\btreasurer",
    "business manager": r"\b(?:business manager|accountant)",
    "member": r"\b(?:member|rep(?:resentative)?|chair|superintendent)\b",
}
_MY_POST = re.compile(r"\bmy (job|role|duties|responsibilities|tasks|powers|authority|work)\b", re.I)
_OFFICES = {name: re.compile(pattern, re.I) for name, pattern in _HELD.items()}
"""Offices whose duties differ, and the words for who holds them."""


_STUDENT = re.compile(
    r"\b(?:i am|i['’]?m) (?:(?:an?|the|high|middle|school|\w+) ){0,3}"
    r"(?:student|senior|junior|sophomore|freshman|grader)\b|"
    r"\b(?:i am|i['’]?m) (?:only |about to be |turning |almost |now )?(?:1[3-9]|2[01])\b"
    r"(?! (?:weeks|months|miles|days))|"
    r"\b(?:i turn|i(?: will|['’]ll) be|i just turned) (?:1[4-9]|2[0-2])\b|\bmy own (?:iep|team|placement)\b|"
    r"\bmy (?:team meeting|iep|aide|placement|transition plan)\b(?=.*\bmy (?:mom|dad|parents?|mother|father)\b)",
    re.I,
)
"""What only a student says who asks for herself or himself."""
_STAFF = re.compile(
    r"\b(?:i (?:teach|work|coach)|student (?:services|teacher)|my (?:students?|son|daughter|child|kid)\b)", re.I
)


def is_student(told: str) -> bool:
    """Whether a message is a student's own: 'I am 17, do I get to come to my own IEP meeting'."""
    return _STUDENT.search(told) is not None and _STAFF.search(told) is None


def offices(told: str, asked: str) -> set[str]:
    """The offices that the asker `told` to hold; none where one is `asked` about."""
    found = None if any(pattern.search(asked) for pattern in _OFFICES.values()) else _RUNS.match(told)
    return {name for name, pattern in _OFFICES.items() if found and pattern.search(found[0])}


def of_another_office(held: set[str], text: str) -> bool:
    """Whether a text is on other offices than those that are `held`."""
    named = {name for name, pattern in _OFFICES.items() if pattern.search(text)}
    return bool(named) and not held & named


def without_office(told: str) -> str:
    """The statements before a question without the asker's office; where it is held stays ('in a non-member town')."""
    return _ALONE.sub("", _INTRODUCES.sub("", told))


def of_the_post(told: str, asked: str) -> str:
    """A question on 'my job' with the one office that the asker `told` to hold: 'the treasurer's job'."""
    held = offices(told, asked)
    return _MY_POST.sub(lambda match: f"the {next(iter(held))}'s {match[1]}", asked) if len(held) == 1 else asked


def runs(told: str) -> bool:
    """Whether one who runs a collaborative, a district or a town says so at the beginning of a message."""
    return _RUNS.match(told) is not None
