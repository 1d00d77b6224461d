"""The kind of fact that a question wants (a span of time, a date, a sum, a person), and whether a text holds one."""

import re
from typing import Literal

Kind = Literal["duration", "percent", "money", "date", "person", "count"]

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|sixty|ninety"
_POST = "president|director|executive director|chair|chairman|chairperson|secretary|commissioner"
_SPAN = "minutes?|hours?|days?|weeks?|months?|years?|times"
_NOT_A_NAME = "Educational|Special|School|Massachusetts|Executive|The|Secondary"
_NOT_A_SURNAME = "Education|Collaborative|Board|Department|Director|District|Report|Commission|Laws|Act"

_WANTED: dict[Kind, tuple[str, ...]] = {
    "duration": (
        r"\bhow (?:long|soon|often|far in advance|quickly|fast)\b",
        r"\bhow many (?:days|weeks|months|years|hours|times)\b",
        r"\bhow much (?:time|notice)\b|\bhow frequently\b|\bwithin (?:what|how)\b|\btime ?(?:frame|line)\b",
    ),
    "percent": (r"\bwhat (?:percent|percentage|share)|\bhow many percent",),
    "money": (
        r"\bhow much (?:money|does|do|is|are|can|may|did|was|would)\b|\bhow many dollars\b",
        r"\bdollar (?:amount|limit)|\bprice\b|\bearn\b",
        r"\b(?:does|do|will|would|did) (?:it|this|that|they|the \w+) cost\b",
        r"\bis there (?:an? |any )?(?:fee|charge|cost)\b",
    ),
    "date": (
        r"^(?:and |so |but )?(?:by |until |since )?when\b"
        r"(?! (?:i|we|they|he|she|you|our|my|an? \w+|the \w+) (?!\w+\W*$))",
        r"\b(?:by|until|on|before|to) (?:when|what date|which date)\b",
        r"\bwhat (?:date|day|month|year)\b|\bwhich year\b|\bdeadline for\b|\bhow (?:late|early)\b",
        r"\bwhen (?:is|are|was|were|does|do|did|must|should|will|can|at the latest)\b",
    ),
    "person": (rf"\bwho(?:'s| is| was| are)? (?:the )?(?:current |present |new |now )?(?:{_POST})\b(?! allowed)",),
    "count": (r"\bhow many\b",),
}
_HELD: dict[Kind, tuple[str, ...]] = {
    "duration": (
        rf"(?i:\b(?:\d+|{_SMALL})[\s-]+(?:(?:school|calendar|working|business|full|consecutive)[\s-]+)*(?:{_SPAN})\b)",
        r"(?i:\b(?:an?|(?:a )?few|several|half an?) (?:minutes?|hours?|days?|weeks?)\b)",
        r"(?i:\b(?:every|each|once a|per|a) (?:year|month|quarter|week)\b|\bschool year\b)",
        r"(?i:\b(?:yearly|annually|monthly|quarterly|immediately|at once|at any time|at the time|within)\b)",
    ),
    "percent": (r"(?i:\d\s?(?:%|percent|per cent))",),
    "money": (
        r"(?i:\$\s?\d|\bdollars?\b|\bfree\b|\bpays?\b|\bnothing\b|\bno (?:cost|charge|fee)|\bpercent|\bcosts?\b)",
    ),
    "date": (
        rf"\b(?:{_MONTH})\b|\b(?:19|20)\d{{2}}\b|\b\d+ (?:school |calendar |working )*(?:days|weeks|months|years)\b",
        r"(?i:\bfiscal year|\b(?:every|each) year\b|\b(?:before|after|until|once|as soon as|at least|at any time)\b)",
        r"(?i:\bnext\b|\bbirthday|\bage \d+|\bturns \d+)",
    ),
    "person": (rf"\b(?!{_NOT_A_NAME})[A-Z][a-z]+ (?:[A-Z]\.? )?(?!{_NOT_A_SURNAME})[A-Z][a-z]+(?:-[A-Z][a-z]+)?\b",),
    "count": (rf"(?i:\b\d+\b|\b(?:{_SMALL})\b|\beach\b|\bat least\b)",),
}
_WANTS = {kind: re.compile("|".join(patterns), re.I) for kind, patterns in _WANTED.items()}
_HOLDS = {kind: re.compile("|".join(patterns)) for kind, patterns in _HELD.items()}


def expected(question: str) -> Kind | None:
    """The kind of fact that a question wants, or None when any kind will do."""
    return next((kind for kind, pattern in _WANTS.items() if pattern.search(question)), None)


_LACKS = re.compile(
    r"\b(?:not in (?:our|the) documents|our documents (?:do not|give no|name no|hold no|state no|set no|have no))\b",
    re.I,
)
_ASKED: dict[Kind, re.Pattern[str]] = {
    "duration": re.compile(r"\bhow (?:long|soon|often|quickly|many \w*\s?days)\b|\btime limit\b|\bperiod\b", re.I),
    "date": re.compile(r"\bwhen\b|\bdates?\b|\bdeadlines?\b", re.I),
    "money": re.compile(r"\bhow much\b|\bamounts?\b|\bprices?\b|\brates?\b|\bfees?\b|\bsums?\b", re.I),
    "percent": re.compile(r"\bpercent\w*\b|\bshares?\b", re.I),
    "count": re.compile(r"\bhow many\b|\bnumbers?\b", re.I),
}
"""How a sentence calls a kind of fact that it says is not there."""


_COUNTED = re.compile(
    r"\bhow many (?:\w+ ){0,2}?(?P<what>\w{3,})(?= (?:do|does|did|is|are|was|were|can|may|must|should|will|have|has|in|"
    r"at|of|on|to|there)\b|\W*$)",
    re.I,
)
"""What is counted: 'how many school buses does ...'."""


_ALIKE = (
    frozenset({"towns", "cities", "districts", "communities", "members", "bodies"}),
    frozenset({"kids", "children", "students", "pupils", "youngsters"}),
    frozenset({"people", "persons", "adults", "members"}),
)
"""Words for the same, of which a passage may have another one than a question."""


def _clauses(text: str) -> list[str]:
    """The sentences of a text, and the parts of one between semicolons."""
    return re.split(r"(?<=[.;])\s+", text)


def lacks(kind: Kind, text: str) -> bool:
    """Whether a sentence of a text says that a fact of the kind is not in the documents: that answers too."""
    named = [clause for clause in _clauses(text) if _LACKS.search(clause)]
    return kind in _ASKED and any(_ASKED[kind].search(clause) for clause in named)


def holds(kind: Kind | None, text: str, question: str = "") -> bool:
    """Whether a text holds a fact of the kind.

    A person must stand in one sentence with the post that is asked for, and a number with what the question counts.
    """
    if kind is None:
        return True
    counted = _COUNTED.search(question) if kind == "count" else None
    if kind != "person" and counted is None:
        return _HOLDS[kind].search(text) is not None or lacks(kind, text)
    found = [clause for clause in _clauses(text) if _HOLDS[kind].search(clause)]
    if counted:
        what = counted["what"].lower()
        # A plural and its singular begin alike.
        begins = {word[:5] for group in _ALIKE if what in group for word in group} | {what[:5]}
        things = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(begins)))})", re.I)
        return any(things.search(clause) for clause in found) or lacks("count", text)
    post = re.search(_POST, question, re.I)
    return any(post is None or post[0].lower() in clause.lower() for clause in found)
