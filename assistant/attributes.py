"""What is asked of a collaborative, beyond what it is: which attribute, and whether a passage speaks of it."""

import re
from collections.abc import Sequence
from functools import lru_cache

import Stemmer

from assistant.cues import ASKING
from assistant.expected import expected
from assistant.having import object_of
from assistant.mentions import all_names
from corpus.passages import Passage
from corpus.schema import Organization
from index.tokens import STOPWORDS

COVERS = 0.67
"""The share of a question's own words from which a passage speaks of what is asked."""
_UNHELD, _PARTLY = 0.4, 0.6
"""The most that a passage can speak of a question whether somebody has a thing that it does not name, or in part."""
LED = re.compile(
    r"director|in charge|head of(?! school)|heads|(?:the|its|their) head\b|leads?\b|leader|who runs|"
    r"running (?:it|the place)|boss|superintendent of|"
    r"who (?:currently |now )?(?:holds?|has) (?:it|that|the (?:\w+ ){0,2}(?:job|post|position))\b",
    re.I,
)
"""Who leads a collaborative."""
CONTACT = (
    (
        r"(?<!cell )(?<!smart )(?<!mobile )\b(?:tele)?phone(?!s)|telephone|\btel\b|\bcall\b(?! (?:it|themsel))|"
        r"number(?! of (?:\w+ )?(?:student|kid|child|pupil|district|member|town|program|school|staff|teach|employ))|"
        r"contact|reach|get (?:a )?hold of|get in touch|(?:talk|speak|write) (?:to|with) (?:over )?there",
        "telephone number",
    ),
    (
        r"(?<!mail )address|what street|(?:which|what) (?:town|city) is .{1,40} in\b|"
        r"located|location|headquarter|\bhq\b|office|"
        r"where(?:'s| is| are)\b(?! (?:(?:all|its|their|the|your|other|these|those) ){0,3}"
        r"(?:schools|programs|class(?:es|rooms)|sites|buildings|campuses)\b)",
        "address",
    ),
    (r"web ?site|(?<!on )(?<!on-)\bsite\b|\burl\b|web page|online", "website"),
    (LED.pattern, "executive director"),
)
EMAIL = re.compile(r"\be-?mail\w*", re.I)
FOUNDED = re.compile(
    r"found(?:ed|ing|er)|\bhow old\b|\bhow long has .* (?:been|existed)|when did .* (?:start|begin|open)|established|"
    r"what year|been around|\bhistory\b",
    re.I,
)
RENAMED = re.compile(
    r"called before|former(?:ly)?\b|renamed|used to be|old name|\b(?:new|present|other) name|"
    r"(?:called|known as|named) (?:now|today)|now (?:called|known as)",
    re.I,
)
HISTORY = re.compile(
    r"\b(?:audit\w*|scandal\w*|misus\w*|missp\w*|money|costs?|happen\w*|clos(?:e|ed|ing|ure)|shut|dissol\w*|fraud|"
    r"investigat\w*|found|find(?:ings?)?|wrong|affair|case|why|history|merge\w*|became|become|pensions?|reorgani\w*)\b",
    re.I,
)
_COMMON = "special education educational collaborative school regional services central massachusetts greater"
COMMON_NAMES = frozenset(_COMMON.split())
"""Words of former names that tell no collaborative from another."""
REGION = re.compile(r"\b(?:which|what) (?:\w+ )?regions?\b|\bin (?:which|what) (?:part|area) of the state\b", re.I)
IN_REGION = re.compile(r"\bbelongs to MOEC['’]s\b")
"""A question on MOEC's region of a collaborative, and the sentence of a profile that tells it."""
GOVERNED = re.compile(r"\bgovern\w*|\bwho (?:runs|controls|oversees|owns|is behind)|\bin charge\b|board of", re.I)
GOVERNS = re.compile(r"\b(?:is|are) (?:governed|managed|run|overseen|owned) by\b|\bits board (?:is|has)\b", re.I)
BEGAN = re.compile(
    r"\b(?:found(?:ed|ing)|set up|started|began|organized|formed|created|dates)\b.*\b(?:19|20)\d\d\b", re.I
)
AGES = re.compile(
    r"\bthe (?:youngest|oldest)\W*$|"
    r"\bwhat(?:'s|s| is| are) the "
    r"(?:youngest|oldest|lowest|highest|minimum|maximum)(?: (?:age|grade|kids?|child\w*))?\b|"
    r"\b(?:what|which|the) (?:ages?(?: (?:groups?|ranges?|levels?))?|grades?(?: levels?)?)\b|"
    r"\bhow (?:old|young) (?:do|does|must|can|should|are (?:the )?(?:kids|children|students))\b|"
    r"\bage (?:groups?|ranges?)\b",
    re.I,
)
_SUM = re.compile(r"\$\s?\d|\d\s?(?:%|percent|million|dollars)|\bfree\b|\bno charge\b", re.I)
_MONEY = re.compile(
    r"\b(?:tuition|costs?|price|fees?|budget|salary|salaries|wages?|surplus|deficit|revenue|rates?|earns?|paid|makes?)\b"
)
_SIZE = re.compile(
    r"\bclass(?:room)? sizes?\b|\bratios?\b|"
    r"\b(?:in|per|to) (?:a|an|one|each|every|the|single) (?:single )?(?:class\w*|adult|teacher|room)\b|"
    r"\bhow (?:big|small|large) (?:are|is) (?:the )?class",
    re.I,
)
_TIME = re.compile(
    r"\b(?:what|which) times?\b|\bwhen (?:is|are) (?:[\w'’]+ ){1,5}open\b|\bhow late\b|"
    r"\bhours?\b|\bbell\b|\bdismissal\b|"
    r"\bhow (?:long|short) (?:is|are) (?:the |a |their )?(?:school )?days?\b",
    re.I,
)
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\b\d{1,2}:\d\d\b|\bhours\b", re.I)
_NUMBER = r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen)"
_SAME = {"kid": "student", "kids": "student", "child": "student", "children": "student", "pupil": "student"}
_SAME |= {"pupils": "student", "teachers": "staff", "teacher": "staff", "employees": "staff", "districts": "district"}
_FILLERS = (
    "what which who whom whose where when why how about tell know find want need like get got give gives given please "
    "any more much many kind sort type thing things something anything exact exactly current currently now today right "
    "year last next one ones there also really actually still yet exist exists name named called say says said word "
    "collaborative collaboratives education educational mean means stand stands short version brief quick nutshell "
    "offer offers offered run runs provide provides take takes serve serves served have having does doing done use "
    "going go goes got start starts wonder wondering curious question information info details heard hear"
)
_EMPTY = STOPWORDS | frozenset(_FILLERS.split())
_WHOLE = re.compile(
    r"^\W*(?:so |ok |and |hi |hello )*(?:(?:can|could) you )?(?:tell me (?:more )?about|describe|explain|"
    r"info(?:rmation)? (?:on|about)|what about|how about|about|what(?:'s|s| is| are| was)?|"
    r"who(?:'s|s| is| are)?)?\s*(?:the )?NAME"
    r"(?: (?:collaborative|consortium|programs?|schools?))?\W*(?:all about|exactly|like|again|please)?\W*$|"
    r"\bwhat (?:all )?(?:does|do|did) (?:the )?NAME(?: collaborative)? (?:actually |even )?"
    r"(?:do|offer|run|provide|have|stand for|mean)\b|\bwhat does NAME\W*$|"
    r"\b(?:programs?|services?|classes|schools?)\b(?: (?:are|is|there|offered|available|run|provided|all|around)){0,3} "
    r"(?:at|of|in|by|from|does|do)?\s*(?:the )?NAME"
    r"(?: collaborative)?(?: (?:offer|have|run|provide|teach))?\W*$|"
    r"^\W*(?:i(?:['’]?m| am) )?(?:looking|searching|trying to (?:find|reach)) (?:for )?(?:the )?NAME\W*$|"
    r"^\W*NAME(?:'s)? (?:programs?|services?|classes|schools?)\W*$|"
    r"\b(?:what|which) (?:(?:kind|sort|type)s? of )?(?:kids|students|children|people) "
    r"(?:go to|attend|are (?:at|in)|does|do) (?:the )?NAME(?: serve| take| help| work with)?\W*$|"
    r"\bwho (?:goes to|attends|is (?:the )?NAME(?: collaborative)? for|"
    r"(?:does|do) (?:the )?NAME serve)\b(?: NAME)?\W*$",
    re.I,
)
_SELF = re.compile(r"\b(?:i|i'm|we|me|us|my|our|he|she|him|her|his|you|your|they|them|their|parents?|famil\w+)\b", re.I)
_OF_IT = re.compile(r"^\W*(?:so |and )?(?:do|does|are|will|can|would|is) they\b", re.I)
"""The collaborative itself is asked of: 'do they let kids bring phones'."""
_SCHOOL = r"(?: (?:Academy|(?:high|middle|elementary|upper|lower|day) school)\b)?"
"""The rest of the name of a school that begins with its collaborative's."""
_stemmer = Stemmer.Stemmer("english")
# Words of a question for a list that do not restrict it.
_LISTED = (
    "list lists show full complete whole entire state statewide massachusetts mass moec belong member members all "
    "every each other different active total number region regions area part western central southeast southeastern "
    "north northern south east eastern west boston greater metro shore cape berkshire pioneer middle northeast program "
    "programs service services student students school schools district districts class classes class people support "
    "help child children kid kids son sons daughter boy girl teen teenager toddler baby grandson granddaughter nephew "
    "niece brother sister old age try trying look looking hope hoping anyone someone special education disability "
    "disabilities available work well contract covers cover operate operates own sped van vans bus buses teachers"
)
_LISTING = frozenset(_stemmer.stemWords(_LISTED.split()))


def masked(text: str, orgs: Sequence[Organization]) -> str:
    """The clause of a text that names a collaborative, its names replaced by NAME; the whole text when none does."""
    names = sorted({name for org in orgs for name in all_names(org)}, key=len, reverse=True)
    pattern = "|".join(r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name))) for name in names)
    if not pattern:
        return text
    hidden = re.sub(rf"(?<![\w-])(?:{pattern})(?!\w){_SCHOOL}", "NAME", text, flags=re.I)
    clauses = [c for c in re.split(r"[,;.?!]\s|\s[-–—]\s", f"{hidden} ") if "NAME" in c and re.sub(r"\W|NAME", "", c)]
    return clauses[0].strip() if clauses else hidden


def names(text: str, org: Organization) -> bool:
    """Whether a text calls a collaborative by one of its names."""
    return "NAME" in masked(text, [org])


def is_profile(clause: str) -> bool:
    """Whether a masked clause asks what a collaborative is, does and offers, and nothing else."""
    return _WHOLE.search(clause) is not None


def content(clause: str) -> tuple[str, ...]:
    """The stems of what a masked clause asks beyond the name."""
    words = [w for w in re.findall(r"[a-z]+", clause.replace("NAME", " ").lower()) if len(w) > 2 and w not in _EMPTY]
    return tuple(dict.fromkeys(_stemmer.stemWords([_SAME.get(w, w) for w in words])))


def restricted(text: str, known: Sequence[str]) -> bool:
    """Whether a question for a list restricts it by more than what the directory knows (services, places, regions)."""
    text = text.lower()
    for phrase in sorted(known, key=len, reverse=True):
        pattern = r"\W+".join(map(re.escape, re.findall(r"[a-z0-9]+", phrase.lower())))
        text = re.sub(rf"\b{pattern}\w*", " ", text)
    return any(word not in _LISTING for word in content(text))


def of_the_asker(text: str) -> bool:
    """Whether a question is on what someone may or must do, for which a rule may answer, rather than on a fact."""
    return _SELF.search(_OF_IT.sub("", text)) is not None


def names_it(clause: str) -> bool:
    """Whether a masked clause is the question itself and names the collaborative."""
    return "NAME" in clause and re.search(rf"\b(?:{ASKING})\b", clause, re.I) is not None


def coverage(clause: str, passage: Passage) -> float:
    """The share (0 to 1) of what a masked clause asks that a passage speaks of; 0 without the figure that is wanted."""
    asked = content(clause)
    if not asked:
        return 0.0
    words = _stems(f"{passage.title}. {passage.text} {' '.join(passage.asks)}")
    if not _has_figure(clause, passage.text):
        return 0.0
    held = _held(clause, words)
    return min(1.0 if held == 1.0 else _PARTLY if held else _UNHELD, sum(stem in words for stem in asked) / len(asked))


def may_answer(clause: str, passage: Passage) -> bool:
    """Whether a passage has the figure that a masked clause asks for, and the thing whose having it asks for."""
    words = _stems(f"{passage.title}. {passage.text} {' '.join(passage.asks)}")
    return _has_figure(clause, passage.text) and _held(clause, words) > 0


def _held(clause: str, words: frozenset[str]) -> float:
    """The share of the words of the thing that is had which are among the stems `words`; 1 where nothing is."""
    had = content(object_of(clause))
    return sum(stem in words for stem in had) / len(had) if had else 1.0


def wants_contact(text: str) -> bool:
    """Whether a text asks how to reach a collaborative, where its office is or who leads it."""
    return bool(EMAIL.search(text)) or any(re.search(pattern, text, re.I) for pattern, _ in CONTACT)


def wants_time(clause: str) -> bool:
    """Whether a clause asks for hours or times of day."""
    return _TIME.search(clause) is not None


def wants_sum(clause: str) -> bool:
    """Whether a clause asks for an amount of money."""
    return expected(clause) == "money" or _MONEY.search(clause.lower()) is not None


def wants_count(clause: str) -> bool:
    """Whether a clause asks how many there are of something."""
    return re.search(r"\bhow many\b|\bnumber of\b", clause, re.I) is not None


def counts(clause: str, text: str) -> bool:
    """Whether a clause asks how many there are of something, and a text says so."""
    return wants_count(clause) and _has_figure(clause, text)


def _has_figure(clause: str, text: str) -> bool:
    """Whether a text holds a sum or a number beside what is counted, where a clause asks for one."""
    if wants_sum(clause):
        return _SUM.search(text) is not None
    for asked, held in ((_SIZE, _SIZE), (_TIME, _CLOCK)):
        if asked.search(clause):
            return held.search(text) is not None
    if wants_count(clause):
        counted = "|".join(rf"\w*{re.escape(stem[:6])}" for stem in content(clause)) or "$^"
        same = counted.replace("student", "student|kid|child|pupil")
        return re.search(rf"\b{_NUMBER}\b(?:[^\w.:;]+(?!of\b)\w+){{0,3}}?[^\w.:;]+(?:{same})", text, re.I) is not None
    return True


@lru_cache(2048)
def _stems(text: str) -> frozenset[str]:
    """The stems of a text's words."""
    return frozenset(_stemmer.stemWords([_SAME.get(w, w) for w in re.findall(r"[a-z]+", text.lower())]))
