"""The kind of fact that a question wants (a span of time, a date, a sum, a person), and whether a text holds one."""

import re
from typing import Literal

Kind = Literal["duration", "date", "money", "percent", "count", "person", "phone"]

_ASKS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        ("duration", r"\bhow (?:long|soon|often|many (?:days|weeks|months|years|hours|times)|far in advance|quickly|fast)\b|"
                     r"\bhow much (?:time|notice)\b|\bhow frequently\b|\bwithin (?:what|how)\b|\b(?:time ?frame|timeline)\b"),
        ("percent", r"\bwhat (?:percent|percentage|share)|\bhow many percent"),
        ("money", r"\bhow much (?:money|does|do|is|are|can|may|did|was|would)\b|\bhow many dollars\b|\bdollar (?:amount|limit)|\bprice\b|\bearn\b"),
        ("date", r"^(?:and |so |but )?(?:by |until |since )?when\b|\b(?:by|until|on|before|to) (?:when|what date|which date)\b|\bwhat (?:date|day|month|year)\b|\bwhich year\b|\bdeadline for\b|\bwhen (?:is|are|was|were|does|do|did|must|should|will|can|at the latest)\b|\bhow (?:late|early)\b|\bwhat happens on\b"),
        ("person", r"\bwho(?:'s| is| was| are)? (?:the )?(?:current |present |new |now )?(?:president|director|executive director|chair|chairman|chairperson|secretary|commissioner)\b(?! (?:allowed|responsible))"),
        ("count", r"\bhow many\b"),
    )
)  # fmt: skip
_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WORD_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|sixty|ninety)"
_HOLDS: dict[Kind, re.Pattern[str]] = {
    "duration": re.compile(
        rf"\b(?:\d+|{_WORD_NUMBER})[\s-]+(?:(?:school|calendar|working|business|full|consecutive)[\s-]+)*(?:minutes?|hours?|days?|weeks?|months?|years?|times)\b|"
        r"\b(?:every|each|once a|per|a) (?:year|month|quarter|week)\b|\b(?:yearly|annually|monthly|quarterly|immediately|at once|at any time|within)\b|\bschool year\b",
        re.I,
    ),
    "date": re.compile(
        rf"\b{_MONTHS}\b|\b(?:19|20)\d{{2}}\b|\b\d+ (?:school |calendar |working )*(?:days|weeks|months|years)\b|\bfiscal year|\bevery year\b|\beach year\b|"
        r"\b(?:before|after|until|once|as soon as|at least|next|at any time|birthday|age \d+|turns \d+)\b",
        re.I,
    ),
    "money": re.compile(r"\$\s?\d|\bdollars?\b|\bfree\b|\bpays?\b|\bnothing\b|\bno (?:cost|charge|fee)|\bpercent|\bcosts?\b", re.I),
    "percent": re.compile(r"\d\s?(?:%|percent|per cent)", re.I),
    "count": re.compile(rf"\b\d+\b|\b{_WORD_NUMBER}\b|\beach\b|\bat least\b", re.I),
    "person": re.compile(r"\b(?!Educational|Special|School|Massachusetts|Executive|The|Secondary)[A-Z][a-z]+ (?:[A-Z]\.? )?(?!Education|Collaborative|Board|Department|Director|District|Report|Commission|Laws|Act)[A-Z][a-z]+(?:-[A-Z][a-z]+)?\b"),
    "phone": re.compile(r"\d{3}-\d{3}-\d{4}"),
}  # fmt: skip


def expected(question: str) -> Kind | None:
    """The kind of fact that a question wants, or None when any kind will do."""
    return next((kind for kind, pattern in _ASKS if pattern.search(question)), None)


def holds(kind: Kind | None, text: str) -> bool:
    """Whether a text holds a fact of the kind."""
    return kind is None or _HOLDS[kind].search(text) is not None
