"""Quantities in a question that contradict the source that answers it: "the limit is 25 percent, not 50"."""

import re
from dataclasses import dataclass

from assistant.cues import ASKING
from assistant.draft import sentences
from assistant.numbers import NUMBER_WORD, NUMBER_WORDS

NOT_SAID = "Our documents do not say that"
"""What is said of a claim that no document has."""
NEAR = 0.66
"""Cosine from which a passage may correct a number: a farther one speaks of something else."""
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|{NUMBER_WORD})"
_UNITS = {
    "percent": r"percent|per cent|%",
    "days": r"(?:calendar |school |working |business )*days?",
    "months": r"months?",
    "years": r"years?(?!\s*-?\s*olds?\b)(?! of age)",
    "times a year": r"(?:times|meetings) (?:a|per|each|every) year",
    "quotes": r"(?:written |price |oral )*(?:quotes|quotations)",
    "members": r"(?:voting )?members",
    "miles": r"miles?",
    "hours": r"hours?",
}
_QUANTITY = re.compile(
    rf"(?P<dollar>\$\s?(?P<money>\d[\d,]*(?:\.\d+)?))|\b(?P<number>{_NUMBER})[\s-]*(?P<unit>"
    + "|".join(f"(?P<u{i}>{pattern})" for i, pattern in enumerate(_UNITS.values()))
    + r")(?!\w)",
    re.I,
)
_THOUSANDS = re.compile(r"(?<!\$)(?<!\$ )\b\d+ ?(?:thousand|million|grand|k)\b", re.I)
"""A sum without the sign of the dollar, which may be of anything."""
_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_DATE = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\s*\d{{4}})", re.I)
_ASSERTS = re.compile(
    r"\b(?:is it true|isn't it|right\?|correct\?|since|because|i (?:heard|read|was told|thought)|so (?:the|we|i)|"
    r"we have|we only have|"
    r"the \S+ (?:limit|cap|rule|deadline)|is the \w+ (?:limit|cap|deadline)|is due|are due|by|within|until|up to|"
    r"every|at least|at most|only|the)\b",
    re.I,
)
_OVER = r"(?:age[sd]? out|aging out|too old|ends?|stops?|no longer eligible)"
AT_THE_END = "age at the end"
"""The unit of the age at which something is over."""
_ENDS = re.compile(
    rf"\b{_OVER}\b[^.?!]{{0,30}}?\b(?:at|is|turn\w*|age|after) (?P<after>\d\d)\b"
    rf"|\b(?P<before>\d\d)\b[^.?!]{{0,12}}\b{_OVER}\b"
    r"|(?<!start )(?<!begin )(?<!starts )(?<!begins )\b(?:up to|until) (?:the |age )?"
    r"(?P<until>\d\d)(?:st|nd|rd|th)?(?: birthday)?\b(?!\s?%| (?:students|days|percent|per cent))",
    re.I,
)
"""The age at which something is over, in a claim and in a source."""
_LAW_OF = re.compile(
    r"\b((?:19|20)\d\d) (?:\w+ ){0,2}?(?:laws?|act|reform|statute|rewrite|amendments?|revision|version)\b"
    r"|\bSt\. ((?:19|20)\d\d)|\bacts of ((?:19|20)\d\d)",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:my|our|(?:have|has)(?! to)|got|want|plan|hold|holds|spent?|buying|bid|purchase|old|ago|for)\b", re.I
)
_RESULT = re.compile(
    r"\b(?:ended|ending|finished|closed|came (?:in|out)|surplus (?:is|was|sits|stands) (?:now )?at|"
    r"our agreement (?:says|sets|has|caps|allows))\b",
    re.I,
)
"""Words before a number that is the asker's own: 'we ended the year at 28 percent' claims no rule."""
_HAVE_OR_CHANGE = re.compile(
    r"\b(?:we|i|they)(?:['’](?:re|ve))? (?:now |currently )?(?:have|had|hold|held|got|carry|carried|are|were|sit|sat|"
    r"(?:are )?sitting)(?: (?:at|on|with|an?|about|around|over|some|nearly|almost))*\W*$|"
    r"\b(?:rais(?:ed?|es|ing)|increas(?:ed?|es|ing)|hik(?:ed?|ing)|went up|going up|up|rose|cut|grew|lowered|dropped)"
    r"(?: (?:our|the|its|their|by|about|around|another|over|tuition|rates?|dues|prices?|fees?|budget|"
    r"assessments?))*\W*$",
    re.I,
)
_A_LIMIT = re.compile(r"\W*(?:[\w-]+ ){0,2}?(?:limit|cap|ceiling|maximum|max|minimum|rule|threshold)\b", re.I)
"""What somebody has, and what makes a limit of it behind it: 'we have 27% surplus', 'we have a 27 percent cap'."""
_OF_OURS = re.compile(
    r"\W*of (?:the |there |their |our |its |his |her |my |your )?(?:\w+ )?"
    r"(?:money|budget|income|revenue|funding|funds|students|kids|cost)\b"
    r"(?! (?:limit|cap))",
    re.I,
)
"""What a share of the asker's own affairs is of: '40 percent of their money comes from us'."""
_LIMITS = re.compile(r"\b(?:caps?|limits?|ceiling|maximum|minimum|thresholds?|rules?)\b", re.I)
_PRICED = re.compile(r"\b(?:an?|this|our|my|another|new|used)\W*$", re.I)
_A_THING = re.compile(r"\s+(?!limits?\b|caps?\b|thresholds?\b|rules?\b|minimum|maximum|bonds?\b)[a-z]{3,}", re.I)
"""Words around the price of a thing: 'a $3,000 copier'."""
_CALLED = re.compile(
    r"\b(?:(?:that|this|it|which)(?: is|['’]s|s)?|is) (?:(?!there\b)\w+ )?(?:the |a |our )?(?:legal )?"
    r"(?:minimum|maximum|limit|cap|rule|most|least|ceiling|enough|deadline|law)\b",
    re.I,
)
"""Words that make a rule of the asker's own number: 'we meet 5 times a year, that is the minimum'."""
_TAG = (
    r"(?:right|correct|true|yes|no|is (?:that|this|it) (?:right|so|true|correct)|am i (?:right|wrong|correct)|"
    r"(?:isn|aren|doesn|don)['’]?t (?:it|that|this|they|he|she|we)(?: so| right| true| correct)?)"
)
"""The words at the end of a claim that ask for its truth."""
TOLD = (
    r"(?:some(?:one|body)|they|"
    r"(?:my|our|his|her|the|a) (?!documents?\b|law\b|regulations?\b|statute\b)(?:\w+ ){0,2}?\w+) "
    r"(?:says?|said|told (?:me|us)|claims?|thinks?|insists?|swears)"
)
"""Somebody who says what the question takes for granted."""
_CLAIMS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?:^|[.?!]\s+)(?:since|as|because|given that|now that|seeing (?:that|as|how)|"
        r"we (?:all )?know(?: that)?|i know(?: that)?)\s+"
        rf"(?P<claim>[^?]{{8,120}}?)(?:[,.;]\s+(?:so |then |and )?(?={ASKING})"
        r"|\s+(?=(?:do|does|can|may|must|should|will|would|are|is) (?:they|we|i|he|she|it|the|my|our)\b))",
        r"^\W*if (?P<claim>[^?,]{8,120}), (?:then )?(?:why|how come)\b",
        r"\b(?:is it true|isn't it true|am i right|is it correct)(?: that)? (?P<claim>[^?]{8,160})",
        rf"\b(?:(?:i|we) (?:heard|read)|i was told|we were told|{TOLD})(?: that)? "
        rf"(?P<claim>[^?.!]{{8,160}}?)(?=[?.!]|$|(?:, (?:and |but |then )?| so )(?:{ASKING})\b)",
        rf"^(?P<claim>(?:the|an?|all|every|each|any|collaboratives|districts|towns|boards?|superintendents|parents) "
        rf"[^?.,;]{{10,140}}), so (?={ASKING})",
        rf"^(?!(?:{ASKING})\b)(?P<claim>[^?]{{12,200}}?),? {_TAG}\?\s",
        rf"^(?:so |and |but |ok |well )*(?P<claim>.{{12,200}}?)[,.;]? "
        rf"(?<!sound )(?<!sounds )(?<!seem )(?<!seems )(?<!feel )(?<!feels ){_TAG}\W*$",
    )
)
_BEFORE = re.compile(r"^[^:]{0,60}:\s+(?=\w+ \w+)")
"""What stands before a claim: 'quick fact check: ...'."""
_DENIES = re.compile(
    r"\b(?:can(?:'|no)?t|can not|not|never|exempt\w*|no|none|nobody|don'?t|doesn'?t|isn'?t|aren'?t|won'?t)\b|"
    r"\b(?:must|always|only|have to|has to|all)\b",
    re.I,
)

_SILENT = re.compile(
    r"\b(?:no|not|nor|none|whether|who)\b.*\bour documents\b|\bour documents (?:do not|have no|name no|hold no)\b", re.I
)
"""A source that begins by saying what the documents lack: a number further on is of something else."""
_RULES = re.compile(
    r"\b(?:must|(?<!might )(?<!may )(?<!could )needs?|"
    r"ha(?:s|ve) to|requires?|required|at (?:least|most)|minimum|maximum|limits?|caps?|capped|"
    r"allowed|may (?:not|only)|can(?:not|'t| not| only)|due|deadline|every (?:\w+ )?(?:days|weeks|months|years))\b"
    r"(?! to (?:know|ask)\b)",
    re.I,
)
"""Words that make a rule of what a claim says."""


@dataclass(frozen=True)
class Quantity:
    """A number with its unit as it was written."""

    value: float
    unit: str
    said: str


def quantities(text: str) -> list[Quantity]:
    """The numbers with units, and the dates without a year, of a text."""
    found = []
    text = re.sub(r"\btwice (?=(?:a|per|each|every) year)", "two times ", text)
    # "Up to 25 thousand" is no age.
    text = _THOUSANDS.sub("", text)
    for match in _QUANTITY.finditer(text):
        if match["money"]:
            found.append(Quantity(_value(match["money"]), "dollars", match["dollar"]))
            continue
        unit = next(u for i, u in enumerate(_UNITS) if match[f"u{i}"])
        found.append(Quantity(_value(match["number"]), unit, match[0]))
    for match in _DATE.finditer(text):
        month = [m[:3] for m in _MONTH.lower().split("|")[:12]].index(match[1][:3].lower()) + 1
        found.append(Quantity(month * 100 + int(match[2]), "date", match[0]))
    for match in _ENDS.finditer(text):
        age = match["after"] or match["before"] or match["until"]
        found.append(Quantity(float(age), AT_THE_END, (match["until"] and match[0]) or f"at {age}"))
    return found


def law_years(text: str) -> list[str]:
    """The years of the laws that a text names ('the 2012 reform'), each once."""
    return list(dict.fromkeys("".join(filter(None, match.groups())) for match in _LAW_OF.finditer(text)))


def _value(text: str) -> float:
    """A number from digits or a word."""
    return float(NUMBER_WORDS[text.lower()]) if text.lower() in NUMBER_WORDS else float(text.replace(",", ""))


def claim_of(text: str) -> str | None:
    """What a message takes for granted: 'as X, how ...', 'is it true that X', 'X, right?'; or None."""
    for pattern in _CLAIMS:
        if match := pattern.search(text):
            return _BEFORE.sub("", match["claim"]).strip(" ,.")
    return None


def denies(claim: str) -> bool:
    """Whether a claim says that something is not so, or is always so: what a source may contradict without a number."""
    return _DENIES.search(claim) is not None


def silent(sentence: str) -> bool:
    """Whether a sentence says what the documents lack."""
    return _SILENT.search(sentence) is not None


def rules(claim: str) -> bool:
    """Whether a claim says that something must be so, may not be, or has a limit."""
    return _RULES.search(claim) is not None


def correction(question: str, source: str, *, claimed: bool = False) -> str | None:
    """What the source says instead of a number that the question takes for granted, or None.

    Only when the question, and the source or its first sentence, have exactly one value of the unit, and the question
    states it as a rule (`claimed`: it is known to) rather than as its own case ("we spent 50 percent").
    """
    if not claimed and not _ASSERTS.search(question):
        return None
    given = {q.unit: q for q in quantities(question)}
    opening = sentences(source)[0]
    first = _by_unit(opening)
    stated = _by_unit(source)
    whole = first if _SILENT.search(opening) else stated
    for unit, asked in given.items():
        if asked.value in {q.value for q in stated.get(unit, [])}:
            continue
        known = {q.value for q in whole.get(unit, [])}
        here = whole.get(unit, []) if len(known) == 1 else first.get(unit, [])
        if len({q.value for q in here}) != 1 or _own_case(question, asked):
            continue
        return f"Our documents say {here[0].said}, not {asked.said}."
    return None


def _by_unit(text: str) -> dict[str, list[Quantity]]:
    """The quantities of a text by their unit."""
    stated: dict[str, list[Quantity]] = {}
    for quantity in quantities(text):
        stated.setdefault(quantity.unit, []).append(quantity)
    return stated


def _own_case(question: str, asked: Quantity) -> bool:
    """Whether a number belongs to the asker's own case: 'we have 40 percent', 'I bought it 3 years ago'."""
    if asked.unit == AT_THE_END or _CALLED.search(question):
        return False
    at = question.find(asked.said)
    before = " ".join(question[:at].split()[-3:])
    if _RESULT.search(" ".join(re.split(r"[.?!] ", question[:at])[-1].split()[-9:])):
        return True
    after = question[at + len(asked.said) :]
    if asked.unit == "percent" and _HAVE_OR_CHANGE.search(question[:at]) and not _A_LIMIT.match(after):
        return True
    if _OF_OURS.match(after) and not _LIMITS.search(question[:at]):
        return True
    if asked.unit == "dollars" and _PRICED.search(before) and _A_THING.match(after):
        return True
    return (bool(_OPEN.search(before)) and asked.unit != "percent") or bool(re.match(r"\s*(?:ago|old)\b", after))
