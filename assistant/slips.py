"""Common slips of short words, written out: they are too short, or too near to real words, for the speller."""

import re

_MASS = re.compile(r"\bMass\.(?=\s+[a-z])")
"""The state's name cut short; written 'MASS' it is an association."""
_SLIPS = {
    "licence": "license",
    "licences": "licenses",
    "programme": "program",
    "programmes": "programs",
    "organisation": "organization",
    "behaviour": "behavior",
    "enrolment": "enrollment",
    "enrol": "enroll",
    "skool": "school",
    "offen": "often",
    "ofen": "often",
    "teh": "the",
    "hte": "the",
    "adn": "and",
    "whos": "who is",
    "whats": "what is",
    "wheres": "where is",
    "hows": "how is",
    "hes": "he is",
    "shes": "she is",
    "theyre": "they are",
    "thats": "that is",
    "wat": "what",
    "wut": "what",
    "waht": "what",
    "wher": "where",
    "whre": "where",
    "wich": "which",
    "pls": "please",
    "plz": "please",
    "adress": "address",
    "addres": "address",
    "supt": "superintendent",
    "asst": "assistant",
    "mtg": "meeting",
    "mtgs": "meetings",
    "dept": "department",
    "mgr": "manager",
    "reqs": "requirements",
    "cmte": "committee",
    "govt": "government",
    "yr": "year",
    "yrs": "years",
}
_SLIP = re.compile(rf"\b(?:{'|'.join(_SLIPS)})\b", re.I)
_GRANTED = re.compile(
    r"^(\W*(?:since|because|now that|given that)(?! when\b)(?: [^\s,;.?]+){3,18}?) "
    r"(?=(?:how|what|who|when|where) (?:do|does|did|can|could|should|must|may|will|would|is|are)\b|"
    r"(?:do|does|can|could|may|must|should) (?:we|they|i|it|he|she|you|my|our)\b)",
    re.I,
)
"""What is taken for granted, with no comma before the question: 'since the state pays how do we get the money'."""
_DOSE = re.compile(r"^(\W*)dose (?=(?:the|my|our|your|a|an|any|it|he|she|they|this|that)\b)", re.I)
"""'Dose the school have a nurse'."""
_MANY = re.compile(
    r"\b(town|school|district|kid|parent|program|member|collaborative)['’]s (are|do|have|belong)\b", re.I
)
"""Several things, spelt as one that has something: 'what town's are in SEEM'."""
_COLLABORATIVE = re.compile(r"\b(c)ol+[aeo]?b[a-z]{0,3}r[a-z]{0,2}t[a-z]{0,2}ve?(s?)\b", re.I)
_NAME = r"([A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
_APPOSED = re.compile(rf"\b[Mm]y (?:home ?)?(?:town|city|(?:school )?district)(?:, {_NAME},?|\s?\({_NAME}\))")
"""A town that is told beside what it is: 'is my town, Stoneham, part of SEEM'."""
_DIFFRENCE = re.compile(r"\bdif+\w{0,2}r\w{0,2}n(?:[cs]e?|\w?[cs]e)(?=s?\b)", re.I)
_COLAB = re.compile(r"\bcolab", re.I)
_PATIENT = re.compile(r"\bpt(?=(?:['’]?s)? (?:is |who |age[ds]? |with |,)?(?:an? )?\d|\b (?:is|who|has|lives)\b)", re.I)
_THEIR = re.compile(
    r"\bthere (?=(?:main |own |phone |web ?site |e-?mail )?(?:office|phone|number|address|web ?site|e-?mail|director|"
    r"hours)\b)",
    re.I,
)
"""'Pt is 16', as those write it who work in health care; 'where's there office'."""
_WE_HAVE = re.compile(r"((?:^|[.!?;] )\W*)(?:have|got)(?= (?:an?|one|two|three|\d+) (?!.*\bi\b.*\?))", re.I)
"""A sentence without its subject: 'have a 12 year old in foster care'."""
_WHO = r"((?:(?!(?:what|who|that|they|we|i|you|to|of|for|about|with|from|is|it|not)\b)[\w.’'-]+ ){1,4}?)"
_DOES = re.compile(
    rf"\b(what)['’]?s {_WHO}(do|have|offer|provide|mean|require)\b|\b(how)['’]?s {_WHO}(work|help|decide|get|do)\b",
    re.I,
)
"""'Does' as it is said and typed: 'whats labbb have for autism', 'how's the bus work'."""


def misspelt(text: str) -> str:
    """The text with what is often misspelt written rightly, and 'my town, Stoneham,' as Stoneham."""
    text = _WE_HAVE.sub(r"\1I have", text)
    text = _DIFFRENCE.sub("difference", _APPOSED.sub(lambda m: m[1] or m[2], text))
    text = _THEIR.sub("their ", _PATIENT.sub("patient", text))
    return _COLAB.sub("collab", _COLLABORATIVE.sub(lambda m: f"{m[1]}ollaborative{m[2]}", text))


def respelt(text: str) -> str:
    """The text with the commonest slips of short words written out: they are too short for the speller."""
    text = _DOES.sub(lambda m: f"{m[1] or m[4]} does {m[2] or m[5]}{m[3] or m[6]}", text)
    text = _DOSE.sub(r"\1does ", text)
    text = _MANY.sub(r"\1s \2", _GRANTED.sub(r"\1, ", re.sub(r"(?<=[a-z?]) & (?=[a-z])", " and ", text)))
    return _MASS.sub("Massachusetts", _SLIP.sub(lambda m: _SLIPS[m[0].lower()], text))
