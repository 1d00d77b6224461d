"""Patterns of what may identify a person, as families and school staff in Massachusetts write it; reviewed by hand."""

import re

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH}\s+\d{{4}})"
)
_STREET = (
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|circle|cir|boulevard|blvd|way|place|pl|terrace|ter|"
    r"parkway|pkwy|highway|hwy|square|sq)\b\.?"
)
_APARTMENT = r"(?:,?\s*(?:apt|apartment|unit|#|suite)\.?\s*\w+)?"
_ID = (
    r"\b(?:sasid|lasid|s\.?i\.?d|student\s+(?:id|number|no\.?)|case\s+(?:id|number|no\.?)|"
    r"id\s*(?:number|no\.?|#)?)\s*(?:is|:|#|=)*\s*#?\s*"
)
_BIRTH = r"\b(?:born|birth\s*da(?:y|te)|date\s+of\s+birth|d\.?o\.?b\.?)\b[^.?!\d]{0,25}?"
KIN = (
    r"(?:son|daughter|child|kid|boy|girl|baby|toddler|grandson|granddaughter|nephew|niece|brother|sister|stepson|"
    r"stepdaughter|student|husband|wife|mother|father|mom|dad|friend|cousin|twins?)"
)
_NAME = r"[^\W\d_][\w'’-]*"


def _pattern(pattern: str) -> re.Pattern[str]:
    """A pattern that does not mind capitals; its group `it`, where it has one, is the part to hide."""
    return re.compile(pattern, re.I)


EXACT = (
    ("EMAIL", _pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("SSN", _pattern(r"(?<!\d)\d{3}[- ]\d{2}[- ]\d{4}(?!\d)")),
    (
        "PHONE",
        _pattern(r"(?<![\w-])(?:\+?\d{1,2}[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]\d{4}(?!\d)(?:\s*(?:x|ext\.?)\s*\d+)?"),
    ),
    ("ID", _pattern(rf"{_ID}(?P<it>[a-z]{{0,3}}-?\d[\d-]{{3,}})")),
    ("ID", _pattern(r"(?<![\d.,$-])\d{7,}(?![\d.-]*\d)")),
    ("BIRTHDATE", _pattern(rf"{_BIRTH}(?P<it>{_DAY})")),
    ("BIRTHDATE", _pattern(rf"\b{KIN}\b[^.?!\d]{{0,25}}(?P<it>{_DAY})")),
    (
        "ADDRESS",
        _pattern(rf"\b\d{{1,5}}[a-z]?\s+(?:[nsew]\.?\s+)?(?:[a-z][\w'’.-]*\s+){{1,3}}?{_STREET}{_APARTMENT}"),
    ),
    ("ADDRESS", _pattern(r"\bp\.?\s*o\.?\s*box\s+\d+")),
)
"""What is hidden wherever it stands: a kind and its pattern."""
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s+(?P<it>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?)")
"""A name after a title."""
CALLED = _pattern(
    rf"\b(?:(?:is|was|are)\s+(?:named|called)|named|called|name(?:['’]s|\s+is)|names\s+are|i(?:['’]m|\s+am)|"
    rf"this\s+is|(?:my|his|her)\s+{KIN}(?:['’]s)?\s+name\s+is)\s+(?P<it>{_NAME}(?:\s+{_NAME})?)"
)
"""What may be a name after 'named' and the like."""
KINSHIP = _pattern(rf"\b{KIN},?\s+\(?(?P<it>{_NAME}(?:\s+[A-Z][\w'’-]*)?)")
"""What may be a name after 'my son' and the like."""
CAPITAL = re.compile(
    r"(?<![\w@.{])[A-ZÀ-Ö][a-zà-öø-ÿ]+(?:[’'-][A-Za-zà-öø-ÿ]+)*"
    r"(?:\s+(?:(?:de|da|dos|la|van|von)\s+)?(?:Mc|Mac|O[’'])?[A-ZÀ-Ö][\w'’-]+)*"
)
"""Words with a capital, one or several in a row."""
