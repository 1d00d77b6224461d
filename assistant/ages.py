"""The ages of which a question speaks, and whether a program takes them."""

import re

from assistant.numbers import NUMBER_WORD, NUMBER_WORDS
from corpus.schema import Program

Span = tuple[int, int]
"""Lowest and highest age in years; a grade is a span of two years, a stated age a span of one."""

ADULT = 22
"""The age in years at which special education ends."""
_OLDEST = 99
_KIN = (
    r"son|daughter|child|kid|boy|girl|sister|brother|nephew|niece|cousin|uncle|aunt|husband|wife|partner|"
    r"ward|client|grandson|granddaughter|grandchild|grandkid|stepson|stepdaughter|student|sibling|friend|twins?|"
    r"oldest|youngest|teen|teenager|toddler|kiddo|stepchild|godson|goddaughter"
)
_PERSON = rf"he|she|who|{_KIN}"
_IS = (
    r"(?:(?:(?<=\bhe)|(?<=\bshe)|(?<=\bwho))s|'s|’s| is| was| were|"
    r"(?: will|'ll|’ll| is (?:going to|about to)| gonna) be)"
)
"""What stands between a person and an age; people leave the apostrophe out ("hes 5")."""
_HALF = re.compile(r"(?<=\d)\s*(?:1/2|½|\.5)(?!\d)|\s+and a half\b")
_AND_HALF = re.compile(
    r"(?:\bis|\b(?:he|she|who)['’]?s|\bage|,) (\d)(?:\s?(?:1/2|½|\.5)| and a half)"
    r"(?!\s*(?:miles?|hours?|pounds|percent|%|months))",
    re.I,
)
"""An age with its half year, which nothing but a child's has: 'she is 2 and a half'."""
_UNIT = (
    r"months|weeks|days|miles?|mi\b|percent|%|minutes|mins?\b|hours|hrs?\b|times|feet|foot|inches|pounds|lbs|other|"
    r"of\b|or\b|to\b|more|and a half (?:hours|miles)|grades?|years? (?:behind|ago)"
)
_YEARS = re.compile(
    rf"\b(\d{{1,2}}|{NUMBER_WORD})[\s-]*(?:(?:years?|yrs?)[\s-]*olds?|y\.?/?o\.?s?)\b|"
    rf"(?<=\bis )(\d{{1,2}}|{NUMBER_WORD})[\s-]*(?:years?|yrs?)\b",
    re.I,
)
_MONTHS = re.compile(r"\b(\d{1,2})[\s-]*(?:months?|mos?)[\s-]*olds?\b", re.I)
_TURNING = re.compile(r"\b(?:turn(?:s|ing)?|almost|nearly)\s+(?:22|twenty[ -]two)\b", re.I)
_UNTIL = re.compile(r"\b(?:until|till?|up to|before) (?:\w+ ){1,2}(?:turns?|is) (?:22|twenty[ -]two)\b", re.I)
"""How long something lasts, beside an age that is told: 'my son is 19, what is there until he turns 22'."""
_SCHOOL_IS_OVER = re.compile(
    r"\b(?:finish(?:es|ed|ing)|complet(?:es|ed|ing)|(?:is|are|was|got) done with|(?:is|was|he['’]?s|she['’]?s) done) "
    r"(?:with )?(?:the )?(?:12th(?: grade)?|grade 12|twelfth(?: grade)?|senior year|high ?school)\b",
    re.I,
)
"""What tells of a student who is past grade 12, whatever the age: 'she finished 12th grade and is 18'."""
_AGED = re.compile(
    rf"\b(?:ages?|aged|turn(?:s|ed|ing)?|(?:{_PERSON}){_IS}(?: only| just| now| almost| about| already)?|"
    rf"(?:{_KIN})(?= of (?!age))|i(?:'m|’m|m| am)(?= (?:1[3-9]|2\d)\b))"
    rf"\s+(?:of\s+|age\s+)?(\d{{1,2}}|{NUMBER_WORD})\b(?!\s*(?:{_UNIT}))",
    re.I,
)
_KIN_NUMBER = re.compile(rf"\b(?:{_KIN})\s+(\d{{1,2}})\b(?![\s/:%-]*(?:{_UNIT}|\d|[-/:]))", re.I)
_SPELL = r"for|in|within|after|every|past|last|next|than|least|over|about|to|first|of|another|these|those|two|the|a"
"""Words before a number of years that is a stretch of time and no age ("for 3 yrs")."""
_YRS = re.compile(
    rf"\b(?:({_SPELL})\s+)?(\d{{1,2}})\s*yrs?\b(?!\.?\s*(?:ago|later|from|of|in|before|plan|lease|contract|term|behind))",
    re.I,
)
_MINE = re.compile(r"\bmy \w+ is (?:only |just |now )?(\d{1,2})(?=\s*(?:[,.;!?]|$)|\s+(?:with|and|who|has|in)\b)", re.I)
"""The age of whomever the asker calls theirs, misspelt words of kin ("my sun is 11 with ...") among them."""
_AT = re.compile(r"\bat (?:age )?(1[4-9]|2[0-9])\b(?!\s*(?:am|pm|percent|%|:|o'clock|days|weeks))", re.I)
_BRACKET = re.compile(rf"(?<![\w.)§])\(\s*(?:age[d]?\s+)?(\d{{1,2}})\s*[,;/](?!\s*(?:{_UNIT}))", re.I)
_BESIDE = re.compile(
    rf"\b(?:{_KIN})\b[^.?!()0-9]{{0,40}}(?:,\s*|\(\s*|\s)(\d{{1,2}})\s*(?=[,;.?!)]|\s+(?:and|with|in|has|who)\b|$)",
    re.I,
)
_ALONE = re.compile(r"(?<!\d),\s*(1?\d|2[0-2])\s*(?=,|$)")
_RANGE = re.compile(
    r"\b(\d{1,2})\s*(?:-|–|to|through|and)\s*(\d{1,2})[\s-]*(?:years?|yrs?)?[\s-]*olds?\b|"
    r"\bages? (\d{1,2})\s*(?:-|–|to|through|and)\s*(\d{1,2})\b(?!\s*(?:am|pm|days|weeks))",
    re.I,
)
"""Two ages with those between: 'for 18 to 22 year olds'."""
_GRADE = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)[\s-]+grade(?:r|rs)?|grades?\s+(\d{1,2})|"
    r"(?:in|into|entering|starts?|starting)\s+(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)(?!\s+(?:st|street|ave|of|floor)\b)|"
    r"(?:(?<=\bafter )|(?<=\bpast ))(\d{1,2})(?:st|nd|rd|th))\b",
    re.I,
)
_AFTER = re.compile(r"\b(?:after|past|beyond|finish(?:es|ed|ing)?|done with)\s+(?:the\s+)?$", re.I)
"""What stands before a grade that is over."""
_GRADES = re.compile(r"\bgrades (\d{1,2})-(\d{1,2})\b")
"""Grades in the text of a program's ages, where its record has no numbers."""
_OVER = re.compile(
    r"\b(\d{2})\s*(?:and (?:up|over|older)|or older|\+)|\b(?:over|older than|past|after)\s+(?:age\s+)?(\d{2})\b", re.I
)
_BY_GRADE = re.compile(r"\bgrades?\b|\bK-|\bPreK|\b(?:elementary|middle) school\b", re.I)
_LAST_YEAR, _GROWN = 0.3, 18
"""The share of an age that a program by grades takes whose last grade is mostly younger; the age of a last year."""
_YOUNG = re.compile(
    r"\b(?:sons?|daughters?|child|children|kids?|kiddos?|boys?|girls?|toddlers?|bab(?:y|ies)|grandsons?|"
    r"granddaughters?|grandchild\w*|grandkids?|students?|teens?|teenagers?|pupils?|youngsters?|nephews?|nieces?)\b",
    re.I,
)


def numbered_age(text: str) -> Span | None:
    """The age that a text states in numbers: years, months, a grade, "over 22"; None when it states none."""
    if half := _AND_HALF.search(text):
        return int(half[1]), int(half[1])
    text = _HALF.sub("", text)
    if months := _MONTHS.search(text):
        years = int(months[1]) // 12
        return years, years
    if over := _OVER.search(text):
        low = int(over[1] or over[2])
        return (low, _OLDEST) if low >= 18 else (low, low)
    if between := _between(text):
        return between
    if _UNTIL.search(text) and (today := _years(_UNTIL.sub("", text))):
        return today
    now, _ = _years(text) or (_GROWN, _GROWN)
    if _SCHOOL_IS_OVER.search(text) and _GROWN - 1 <= now < ADULT - 1:
        return max(_GROWN, now), ADULT - 1
    if _TURNING.search(text):
        return ADULT - 1, ADULT
    if _UNTIL.search(text):
        return _GROWN, ADULT - 1
    return _years(text) or _grade(text) or _beside(text)


def _between(text: str) -> Span | None:
    """Two ages with those between; 22 as the upper one is the birthday on which special education ends."""
    if (stated := _RANGE.search(text)) is None:
        return None
    low, high = sorted(int(group) for group in stated.groups() if group)
    return (low, ADULT - 1 if high == ADULT > low else high) if 0 < low <= high <= 40 else None


def _years(text: str) -> Span | None:
    """An age in years that is said to be one."""
    for pattern in (_YEARS, _AGED, _MINE, _AT, _BRACKET, _KIN_NUMBER):
        for match in pattern.finditer(text):
            said = next(group for group in match.groups() if group).lower()
            years = int(said) if said.isdigit() else NUMBER_WORDS[said]
            if 0 <= years <= 80:
                return years, years
    bare = next((int(match[2]) for match in _YRS.finditer(text) if not match[1]), None)
    return (bare, bare) if bare is not None else None


def _grade(text: str) -> Span | None:
    """The two ages of a school grade; of the next one in "what is there after 6th grade"."""
    if (grade := _GRADE.search(text)) is None:
        return None
    number = int(next(group for group in grade.groups() if group))
    if not 1 <= number <= 12:
        return None
    youngest = number + 5 + bool(_AFTER.search(text[: grade.start()]))
    return youngest, youngest + 1


def _beside(text: str) -> Span | None:
    """A bare number behind a person, "our son, 9, ...", or alone between commas, "wheelchair, 10, Lunenburg"."""
    match = _BESIDE.search(text) or _ALONE.search(text)
    return (int(match[1]), int(match[1])) if match and 1 <= int(match[1]) <= 80 else None


def of_a_child(text: str) -> bool:
    """Whether a text speaks of a child or student, whatever the age."""
    return _YOUNG.search(text) is not None


def takes(span: Span, program: Program) -> bool | None:
    """Whether a program takes someone of an age; None when the documents do not tell its ages.

    Grades and school levels meet at their edges (a program to grade 8 ends at 14, high school begins at 14), so a span
    of years must share more than one birthday with the program; and what ends at 22 ends before the 22nd birthday.
    """
    bounds = _bounds(program)
    if bounds is None:
        return None if span[0] < ADULT else False
    low, high = bounds
    if span[0] == span[1]:
        return low <= span[0] <= high and not (span[0] == high == ADULT)
    return low < span[1] and span[0] < high


def years_off(span: Span, program: Program) -> int | None:
    """By how many years a program's stated ages miss a span; 0 when they touch, None when they are not known."""
    bounds = _bounds(program)
    return None if bounds is None else max(0, bounds[0] - span[1], span[0] - bounds[1])


def share(span: Span, program: Program) -> float:
    """The share of a span of ages (0 to 1) that a program with stated ages takes."""
    bounds = _bounds(program)
    if span[0] < ADULT < span[1]:
        span = span[0], ADULT
    if bounds is None:
        return 1.0
    if span[0] == span[1]:
        # A program to grade 6 has few who are 12 yet.
        by_grade = program.ages and _BY_GRADE.search(program.ages.text)
        return _LAST_YEAR if by_grade and span[0] == bounds[1] < _GROWN else 1.0
    return max(0.0, min(span[1], bounds[1]) - max(span[0], bounds[0])) / (span[1] - span[0])


def for_adults_only(program: Program) -> bool:
    """Whether a program is for adults past school age alone."""
    bounds = _bounds(program)
    return bounds is not None and bounds[0] >= ADULT


def _bounds(program: Program) -> Span | None:
    """Lowest and highest age of a program; its kind stands in for an end that is not stated. None when unknown."""
    ages, kinds = program.ages, program.categories
    low, high = (ages.low, ages.high) if ages else (None, None)
    adult = kinds[0] == "adult services"
    if low is None and high is None and ages and (grades := _GRADES.search(ages.text)):
        low, high = int(grades[1]) + 5, int(grades[2]) + 6
    if low is None and high is None:
        if adult:
            return ADULT, _OLDEST
        return (0, 7) if kinds[0] == "early childhood" else None
    youngest = 14 if "vocational and transition" in kinds else 0
    return low if low is not None else youngest, high if high is not None else (_OLDEST if adult else ADULT)
