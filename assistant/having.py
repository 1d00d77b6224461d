"""A question on a property of a service or a place of it ('is there a pool at ...'), which is no search for one."""

import re

from assistant.asked import Asked
from assistant.lexicon import Lexicon, reviewed

_HAS = re.compile(
    r"\b(?:(?:is|are) there (?:still |also |always |even )?|"
    r"(?:do|does|did) (?!(?:i|we|you)\b)(?:[\w.'’-]+ ){1,8}?"
    r"(?:have(?! to\b)|do(?! (?:that|this|it|so)\b)|offer|provide|serve|allow|use|run|accept|take|teach|employ|give|"
    r"get|sell|keep)s? )"
    r"(?P<object>(?!(?:for|at|in|near|around|by|from)\b)"
    r"(?:(?:an?|any|the|their|its|its own|some|enough|good|free) )*[\w'’-]+(?: [\w'’-]+){0,4}?)"
    r"(?P<rest>(?:\s+(?:at|in|for|with|on|near|from|who|that|to|where|during|when|so|which|around|or|and|of|as|"
    r"because|after|before|by|under|over|anywhere|nearby|there|here)\b.*|[,.?!;].*|\W*)$)",
    re.I,
)
_DUTY = re.compile(r"\b(?:ha(?:ve|s)|needs?|required|allowed|supposed) to\b|\bmust\b|\bpolic(?:y|ies)\b", re.I)
_HOW_MANY = re.compile(
    r"^\W*(?:(?:so|and|but|hi|ok) )*(how many) ((?! ?.*\b(?:(?:do|does|did) |(?:is|are) (?:the |they\b))).+?)[\s?.!]*$",
    re.I,
)
_SOUGHT = re.compile(
    r"\b(?:programs?|schools?|class(?:es|rooms?)?|services?|places?|placements?|somewhere|some ?one|any ?one|"
    r"some ?body|any ?body|(?:any|some) ?(?:where|place)|anything|something|spots?|openings?|seats?(?! belt)|room|"
    r"options?|help|supports?|"
    r"training|courses?|workshops?|kids?|child(?:ren)?|students?|teens?\w*|boys?|girls?|adults?|people|collaboratives?|academy|camps?|"
    r"sites?|locations?|towns?|districts?|members?|\d+|one|ones|those|them|it|that|this|more|else|other|others|kinds?|"
    r"way|grades?|ages?|both|either)\b",
    re.I,
)
"""What is sought or counted as the directory counts, where it is the object of having."""
_INSIDE = re.compile(r"^\s+(?:at|in|on) (?:the|their|its|his|her|those|these|your)\b(?! cape\b)", re.I)
_SUBJECT = r"(?:programs?|schools?|class(?:es|rooms?)?|collaboratives?|places?|options?|services?|towns?|districts?)"
_PROPERTY = re.compile(
    rf"^\W*(?:(?:so|and|but|hi|hello|ok) )*(?:"
    rf"what (?!{_SUBJECT}\b)(?:(?:kind|type|sort)s? of )?(?!{_SUBJECT}\b)[a-z]+(?<!what)(?<!ages)(?<!grades)(?<!age) "
    r"(?:is|are|do|does|did|will) (?!there\b)(?:(?:the|our|their|they|those|these|its|it)\b|[\w-]+ (?:[\w-]+ )?in\b)|"
    r"how (?:fast|old|big|large|small|hot|cold|clean|safe|good|bad|crowded|full|strict|loud|noisy|new|nice|busy|early|"
    r"late|qualified|experienced|diverse) (?:is|are|do|does|did) (?!there\b)|"
    r"how many (?:[\w-]+ ){1,3}(?:sit|ride|fit|work|go|attend|enroll(?:ed)?|get|are|is|does|do) (?!there\b)"
    r"(?:[\w'’-]+ ){0,6}?(?:on|in|at|to|per)\b|"
    r"what (?:do|does|did) (?:they|the (?:kids|students|children|teachers|staff)) (?:eat|wear|read|sing|learn|play))",
    re.I,
)
_COUNTED = re.compile(
    r"\bhow many (?!(?:kids|children|students|pupils|people|teachers|staff|towns|districts)\b)(?:[\w-]+ ){0,3}"
    r"(?:programs?|classes|schools?|classrooms?|collaboratives?|openings?|services|kinds?)\b",
    re.I,
)
_PREDICATED = re.compile(
    r"^\W*(?:(?:so|and|but|hi|ok) )*(?:are|is|do|does|did|have|has|can|will) "
    r"(?:all |most |any of )?(?:the|those|these) "
    r"(?P<subject>(?:[\w'’-]+ ){1,4}?)(?:in|at|around|near|of|from) (?:the )?(?P<rest>.+)$",
    re.I,
)
_OFFERED = re.compile(r"\b(?:have|offer|provide|run|take|teach|serve|near|close|closest|nearest|for|accept)\b", re.I)
_CLEAN = re.compile(r"[\w'’&., -]{3,110}")
_OWN = re.compile(r"\b(?:i|i'm|we|me|us|my|our|he|she|him|his|her|they|them|their|it|its|that|this|you|your)\b", re.I)
_WHETHER = re.compile(
    r"^\W*(?:(?:so|and|but|hi|ok) )*(?P<verb>is there|are there|does|do) (?P<rest>.+?)[\s?.!]*$",
    re.I,
)
_DOES = re.compile(
    r"^(?P<subject>(?:[\w.'’&-]+ ){1,7}?)"
    r"(?P<verb>have|offer|provide|serve|allow|use|run|accept|take|teach|employ|give|get|sell|keep|do|wear)"
    r"(?P<rest> .+)$",
    re.I,
)


def object_of(text: str) -> str:
    """What a question asks whether someone has ('a pool' of 'does the school have a pool'); empty where it does not."""
    found = None if _DUTY.search(text) else _HAS.search(text)
    return found["object"] if found else ""


def other_object(text: str) -> str:
    """What a question asks whether someone has, where the directory knows no such service, student or age."""
    had = object_of(text)
    return "" if _SOUGHT.search(had) or _in_directory(had) else had


def wants_property(asked: Asked) -> bool:
    """Whether a question is on a property of a service or a school, so that a list of programs is no answer to it.

    What is had is none of the kinds of service, the students or the ages that the directory knows; or the question
    takes the service as given and asks how it is: 'what color are the buses in Lynn'.
    """
    text, named = asked.text, bool(asked.organizations) or (asked.follow_up and asked.intent == "where")
    if _PROPERTY.search(text) and not _COUNTED.search(text):
        return True
    given = _PREDICATED.match(text)
    taken = bool(given and _in_directory(given["subject"]))
    if found := _HAS.search(text):
        return bool(other_object(text) and (named or taken or _INSIDE.match(found["rest"])))
    return bool(given and taken and len(given["rest"].split()) > 1 and not _OFFERED.search(given["rest"]))


def counts_others(text: str) -> bool:
    """Whether a question counts something else than programs, classes or collaboratives: students, teachers, vans."""
    return re.search(r"\bhow many\b|\bnumber of\b", text, re.I) is not None and not _COUNTED.search(text)


def unsaid(text: str) -> str:
    """What a question wants to know, as documents that lack it do not say it: 'whether the school has a pool'.

    It keeps the question's own words; empty where it speaks of somebody or cannot be said so.
    """
    if _OWN.search(text) or not _CLEAN.fullmatch(text.strip(" ?.!")):
        return ""
    if counted := _HOW_MANY.match(text):
        return f"{counted[1].lower()} {counted[2]}"
    asked = _WHETHER.match(text)
    if asked is None:
        return ""
    verb, rest = asked["verb"].lower(), asked["rest"]
    if verb.endswith("there"):
        return f"whether there {verb.split()[0]} {rest}"
    done = _DOES.match(rest)
    if done is None:
        return ""
    does = (
        {"have": "has", "do": "does"}.get(done["verb"].lower(), f"{done['verb']}s") if verb == "does" else done["verb"]
    )
    return f"whether {done['subject']}{does}{done['rest']}"


def _in_directory(text: str) -> bool:
    """Whether a text names a service, students or an age of the directory's vocabulary."""
    lexicon: Lexicon = reviewed()
    tables = (lexicon.categories, lexicon.populations, lexicon.age_words)
    return any(lexicon.find(text, table) for table in tables)


_GOES = re.compile(
    r"\b(?:would|will|does|could|can|should) (?:(?:my|our|his|her|the|a) \w+|he|she|they) "
    r"(?:go|end up|be sent|attend)\b",
    re.I,
)


def goes(text: str) -> bool:
    """Whether a question asks where a child would go, which no list of members tells."""
    return _GOES.search(text) is not None
