"""A further part of a message that leans on the one before, read in full: 'and where do we send it', 'and by when'."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import cues
from assistant.asked import Asked
from assistant.cues import ASKING
from assistant.draft import Draft
from assistant.known import WORD_FOR_WORD, known_next
from assistant.splitting import VERBS
from assistant.unlisted import of_another
from index.search import HybridSearch

_TELLS, _BY_ITSELF = 5.0, 0.6
"""Rarity of its telling words together, and cosine, from which a further part stands by itself."""
_SAYS = 2.0
"""Rarity of its telling words together below which a part says nothing without the one before."""
_SURELY, _ABOUT = 0.65, 0.2
"""Cosine with a question of a passage, and with its text, from which it is not by chance that it is near."""
_NEAR = 0.7
"""Cosine from which a reading may be what is meant."""
_POINTER = re.compile(r"\b(?:it|them|they|that|those|one|him|her|he|she)\b", re.I)
"""A word that stands for what the part before speaks of."""
_OF_WHAT = re.compile(
    r"^\W*(?:do|does|did|must|should|can|who|when)\b.*\b(?:vote|votes|approve|approves|sign|signs|agree|decide|decides|"
    r"object)\W*$",
    re.I,
)
"""A question that ends before it says on what: 'does the board have to vote'."""
_NAMED = re.compile(r"\b(?:the|our|an?|its|their|my|each|every) (?=[\w’'-]+)", re.I)
"""The beginning of what may be meant."""
_PLAIN = re.compile(
    r"^\W*(?:(?:and|so|but)\W+)*(?:who|what|when|where|how (?:many|much|long|often)|how|which|why)\b", re.I
)
"""The word that asks, at the beginning of the part before."""
_DEED = re.compile(
    r"(?:\b(?:can|could|may|must|should|do|does|did|will|would|to)\b(?: [\w’'-]+){0,4}? )"
    rf"(?P<deed>(?:{VERBS})\b.*)$",
    re.I,
)
_OF_THE_SAME = re.compile(r"^or\b|\b(?:hers|his|theirs|mine|ours|yours)\W*$", re.I)
"""A part that is answered with the one before it: 'or is three the most', 'and how much out of hers'."""
_DO_THAT = re.compile(r"\bdo (?:that|this|it|so)\b(?! (?:for|to|with) )", re.I)
_OURS, _THEY_DO = re.compile(r"\b(?:i|we)\b", re.I), re.compile(r"\bthey do (?:that|this|it|so)\b", re.I)
_ONE = {"do": "does", "does": "does", "did": "did", "are": "is", "is": "is", "have": "has", "has": "has"}
_DO_THEY = re.compile(rf"\b({'|'.join(_ONE)}) (?:they|it)\b", re.I)
_WHAT_ELSE = re.compile(
    r"\W*(?:(?:and|so|ok) )*what (?:else|other (?:programs?|services|things)) (?:do|does|can) (?:they|it) "
    r"(?:have|do|offer|run|provide)\W*$",
    re.I,
)
_INITIALS = re.compile(
    r"\W*(?:(?:[Aa]nd|[Ss]o|[Oo]k|[Aa]lso|[Ww]hat about|[Hh]ow about)\W+)+"
    r"(?P<what>[A-Z]{2,6}(?:(?:,|,? and|,? or) [A-Z]{2,6})*)\W*"
)
"""Initials in a later turn, after others were explained: 'and FAPE and LRE'."""
_WHAT_OF = re.compile(
    r"\W*(?:(?:and|so|ok|also)\W+)+(?:what|how) about "
    r"(?P<what>(?!(?:the|a|an|my|our|his|her|if|when)\b)[\w-]+(?: [\w-]+){0,2})\W*",
    re.I,
)
"""Another term after one was explained: 'and what about substantially separate'."""
_ITS = re.compile(r"\b(?:their|its)\b", re.I)
"""What is asked of a collaborative by a pronoun, and how it is asked by its name."""
_TAIL = re.compile(r"(?:[,;.?!]|\s(?:if|when|because|since|and|or|but|without)\b).*$", re.I)
"""What of a deed is not said again."""
_DEED_WORDS = 8
_DONE = re.compile(r"\s+\w+(?:ed|ing)\b.*$")
"""The end of a thing: 'the budget adopted'."""
_STANDS_FOR = re.compile(r"\b(?:it|they|them|one|he|she|him|(?P<own>its|their))\b", re.I)
"""A word of a later turn that stands for a thing or an office that was named."""
_A_THING = re.compile(
    r"\b(?:the|our|an?|its|their|my|each|every) "
    rf"(?P<thing>(?:(?!(?:{ASKING}|(?!report\b)(?:{VERBS})|of|in|on|at|to|from|for|by|with|about|into|and|or|if|"
    r"when|as|than|over|under|not|also|have|has|had|be|been|get|gets|need|needs|want|wants|go|goes|happens?)\b)"
    r"(?!\w+ed\b)[\w’'-]+ ?){1,4})|\b(?P<name>MOEC)\b|"
    r"\b(?:do|did|can|could|must|may|should|will|are|were) (?P<many>(?!(?:the|our|their|my|we|they|you|i)\b)"
    r"(?:[\w’'-]+ ){0,2}?[\w’'-]+s)\b",
    re.I,
)
"""A thing or an office in a question: an article, and words up to one that can be none of its name."""
_ANY = re.compile(
    r"(?:educational )?(?:collaborative|district|town|year|law|rule|state|child|kid|son|daughter)s?", re.I
)
"""What is spoken of nearly always, so that near passages say nothing of what is meant."""
_MEANT, _BETTER = 0.82, 0.1
"""Cosine from which a passage answers a later turn with its thing named, and by how much more than without."""
_BARE, _BY_CHANCE, _NEARER = 4.0, 0.75, 0.08
"""How little a part tells that may be near a passage by chance, up to which cosine, and by how much nearer it has to be
with the part before it: 'who decides', 'can it be a board member'."""
_PERSON = re.compile(
    r"\b(?:treasurer|director|manager|superintendent|representative|chair\w*|teacher|principal|parent|officer|accountant|"
    r"auditor|secretary|liaison|therapist|nurse|driver|aide)s?$",
    re.I,
)
"""The end of an office or a person's part, which 'it' does not stand for: 'who approves the form of it'."""
_FEW = 4
"""As many things are tried."""
_OF_ITSELF = re.compile(
    r"\b(?:they|them|their|it|its)\b|\W*(?:(?:and|so|ok) )*(?:what is |what are |give me )?(?:the|an?) "
    r"(?:phone|telephone|number|e-?mail|web ?site|address)\b(?: number| address)?\W*$",
    re.I,
)
_OF_MOEC = {
    "how do I reach MOEC": re.compile(
        r"\b(?:reach|contact|call|e-?mail|ring|get a ?hold of|get in touch with) (?:them|it)\b|"
        r"\b(?:their|its|the|an?) (?:phone|telephone|number|e-?mail|web ?site|address)\b",
        re.I,
    ),
    "who runs MOEC now": re.compile(
        r"\bwho (?:runs|leads|heads|is in charge of) (?:it|them)\b|"
        r"\b(?:their|its) (?:executive )?(?:director|head|boss)\b",
        re.I,
    ),
}
"""How a body is reached, or who leads it, by a pronoun or by none; as it is asked of MOEC."""
_LONGEST, _SHORT, _BRIEF, _MOST = 3, 3, 5, 5
"""Words of what may be meant, of a part that has nothing but what it asks, and of one that may lack its end; how many
readings are tried."""


_IS_THERE = re.compile(
    r"\W*(?:(?:and|so|ok|but)\W+)*(?:is|are) there (?:any |an? )?(?P<what>(?!more|other|another|any)[a-z][\w'’-]*"
    r"(?: [a-z][\w'’-]*)?)(?: (?:there|too|also))?\W*",
    re.I,
)
"""A bare question whether there is something, after one collaborative was spoken of: 'is there summer'."""


def unanswered(parts: Sequence[Asked], answered: Sequence[bool]) -> list[str]:
    """The parts of a message that are not answered; 'or is three the most' is answered with the part before it."""
    missed: list[str] = []
    before = False
    for asked, ok in zip(parts, answered, strict=True):
        before = ok or (before and _OF_THE_SAME.search(asked.text) is not None)
        missed += [] if before else [asked.typed or asked.text]
    return missed


def named_deed(text: str, before: str) -> str:
    """A question with the deed of the one before in place of 'do that': 'how do we do that' after 'can we join'."""
    deed = _DEED.search(before)
    # What we do is not what they do.
    others = deed and _OURS.search(deed[0][: deed.start("deed") - deed.start()]) and _THEY_DO.search(text)
    words = _TAIL.sub("", deed["deed"]).strip(" ?.,!") if deed and not others else ""
    return _DO_THAT.sub(lambda _: words, text, count=1) if 1 < len(words.split()) <= _DEED_WORDS else text


def named_again(asked: Asked, before: Asked) -> str:
    """A later question on the one collaborative of the turn before, with its name: 'how many students do they have'.

    What was sought there before may be meant too, unless another place is named: 'do they take kids from Boston'.
    """
    text = of_another(asked.text, before.text)
    if text == asked.text and cues.DEFINES.search(before.text) and not (asked.organizations or asked.places):
        if more := _INITIALS.fullmatch(text):
            return f"what do {more['what']} mean"
        if (more := _WHAT_OF.fullmatch(text)) and not asked.need.age:
            return f"what does {more['what']} mean"
    if text != asked.text:
        return text
    if len(before.organizations) == 1 and not asked.organizations and _WHAT_ELSE.match(text):
        return f"what programs does {before.organizations[0].name} have"
    if len(before.organizations) == 1 and asked.need.categories and (there := _IS_THERE.fullmatch(text)):
        own = not (asked.places or asked.organizations or asked.need.populations)
        return f"does {before.organizations[0].name} have {there['what']}" if own else text
    told = before.intent in ("profile", "members", "membership") and not (before.need or before.places)
    elsewhere = bool(asked.places) and not asked.need and cues.INSIDE.search(text) is not None
    if len(before.organizations) != 1 or asked.organizations or not (told or elsewhere):
        return text
    if cues.FAMILY.search(text) or cues.RULED.search(text):
        return text
    name = before.organizations[0].name
    return _ITS.sub(f"{name}’s", _DO_THEY.sub(lambda m: f"{_ONE[m[1].lower()]} {name}", text, count=1))


def in_full(answer: Callable[[Draft, Asked], bool], draft: Draft, asked: Asked, search: HybridSearch) -> bool:
    """Answer one question into the draft; a further part that its bare words do not answer is read in full.

    What is refused takes along a bare part behind it: 'how long can it be' after a suspension.
    """
    declined = len(draft.declines)
    if draft.refused and asked.beside and asked.follow_up and search.told(asked.text) < _SAYS:
        return False
    asked = of_moec(asked)
    asked = _leant(asked) if asked.known else pointed(leaning(asked, search), search)
    answered = answer(draft, asked)
    draft.refused = not answered and len(draft.declines) > declined
    if answered or draft.refused:
        return answered
    full = bare(asked, search)
    full = resolved(asked, search) if full is asked else full
    full = rejoined(asked, search) if full is asked else full
    answered = (full is not asked and answer(draft, full)) or (_may_lean(asked) and answer(draft, _leant(asked)))
    if answered:
        del draft.declines[declined:]
    return answered


def of_moec(asked: Asked) -> Asked:
    """How 'they' are reached, or who leads them, after MOEC was spoken of, as it is asked of MOEC; else as it is."""
    spoken = cues.MOEC.search(f"{asked.context} {asked.previous}") or asked.after.startswith("moec-")
    named = asked.organizations or asked.places or cues.MOEC.search(asked.text) or asked.intent != "question"
    if named or not spoken or not _OF_ITSELF.search(asked.text):
        return asked
    if not (kind := next((text for text, words in _OF_MOEC.items() if words.search(asked.text)), "")):
        return asked
    return replace(asked, text=kind, context="", previous="", follow_up=False)


def pointed(asked: Asked, search: HybridSearch) -> Asked:
    """A turn or part with the thing that its pronoun stands for, where a passage answers just that; else as it is.

    'What has to be in it' after 'is the annual report posted' is 'what has to be in the annual report'. Not where just
    that is known to be asked next.
    """
    if not asked.follow_up or asked.intent != "question" or asked.organizations:
        return asked
    things = dict.fromkeys([*named_things(asked.text, asked.previous), *named_things(asked.text, asked.context)])
    tried = list(things)[:_FEW]
    near = {text: search.near(text) for text in tried}
    best = max(near, key=lambda text: near[text], default="")
    enough = _NEAR if asked.beside else max(_MEANT, search.near(asked.text) + _BETTER)
    if near.get(best, 0.0) < enough or known_next(asked, search, WORD_FOR_WORD):
        return asked
    return replace(asked, text=best, context="", previous="", follow_up=False)


def named_things(text: str, before: str) -> list[str]:
    """A question with each thing of what was said before in place of its pronoun, the last one first."""
    pointer = _STANDS_FOR.search(text)
    if pointer is None:
        return []
    found: dict[str, None] = {}
    for named in reversed(list(_A_THING.finditer(before))):
        thing = (named["thing"] or named["many"] or named["name"]).strip()
        person = pointer[0].lower() == "it" and _PERSON.search(thing)
        if not (person or _ANY.fullmatch(thing)):
            whole = f"the {thing}" if named["thing"] else thing
            said = f"{whole}'s" if pointer["own"] else whole
            found[f"{text[: pointer.start()]}{said}{text[pointer.end() :]}"] = None
    return list(found)


def bare(asked: Asked, search: HybridSearch) -> Asked:
    """A question without what its message tells before it, where it says enough by itself; else the same object."""
    told = asked.context and not (asked.follow_up or asked.beside) and asked.intent == "question"
    return replace(asked, context="") if told and search.told(asked.text) >= _TELLS else asked


def rejoined(asked: Asked, search: HybridSearch) -> Asked:
    """A later turn that says nothing by itself ('and above that?') with the question before; others as they are."""
    alone = asked.beside or not asked.follow_up or asked.intent != "question" or not asked.previous
    if alone or search.told(asked.text) >= _SAYS:
        return asked
    return replace(asked, text=f"{asked.previous} {asked.text}", context="", previous="", follow_up=False)


def leaning(asked: Asked, search: HybridSearch) -> Asked:
    """A further part that tells little and is near no passage by itself leans on the one before: 'who is told'."""
    if not _may_lean(asked):
        return asked
    if _OF_WHAT.search(asked.text):
        return _leant(asked)
    first = search.search(asked.text, 1)[0]
    told = search.told(asked.text)
    bare = told < _BARE and first.best <= _BY_CHANCE
    if bare and search.near(f"{asked.previous} {asked.text}") >= first.best + _NEARER:
        return _leant(asked)
    tells = told >= _TELLS or first.best >= _BY_ITSELF
    if first.best >= _SURELY or (tells and first.text >= _ABOUT):
        return asked
    return _leant(asked)


def _may_lean(asked: Asked) -> bool:
    """Whether a part stands behind another one and does not lean on it yet."""
    return asked.beside and asked.intent == "question" and not (asked.follow_up or asked.organizations or asked.need)


def _leant(asked: Asked) -> Asked:
    """A part that leans on the one before; one that does is as it is."""
    if asked.follow_up:
        return asked
    return replace(asked, context=f"{asked.context} {asked.previous}".strip(), follow_up=True)


def resolved(asked: Asked, search: HybridSearch) -> Asked:
    """A leaning part in the reading in full that a passage answers most nearly, if any does; else the same object.

    The passage has to have the words of the part itself: one on teachers does not answer 'do they get tenure'.
    """
    if not (asked.beside and asked.follow_up and asked.previous and asked.intent == "question"):
        return asked
    tried = readings(asked.text, asked.previous)
    lexical = search.lexical
    stems = lexical.stems(lexical.speller.correct_text(asked.text))
    told = {stem for stem in stems if lexical.rarity(stem) >= _SAYS}
    found = {text: [h for h in search.search(text, 3) if told <= lexical.stems_of([h.position])] for text in tried}
    near = {text: max((hit.best for hit in hits), default=0.0) for text, hits in found.items()}
    best = max(near, key=lambda text: near[text], default="")
    if near.get(best, 0.0) < _NEAR:
        return asked
    return replace(asked, text=best, context="", previous="", follow_up=False)


def readings(text: str, before: str) -> list[str]:
    """How a part may be meant after the one before it: with its things, its deed, or all of it."""
    found: dict[str, None] = {}
    deed = _DEED.search(before)
    pointer = _POINTER.search(text)
    at, end = pointer.span() if pointer else (len(text), len(text))
    if pointer or len(text.split()) <= _BRIEF:
        for start in _NAMED.finditer(before, deed.start("deed") if deed else 0):
            words = _DONE.sub("", before[start.start() :]).split()
            for length in range(_LONGEST + 1, 1, -1):
                if len(words) >= length:
                    thing = " ".join(words[:length]).strip(" ,.?")
                    found[f"{text[:at].rstrip()} {thing}{text[end:]}"] = None
    if deed:
        found[f"{text} to {deed['deed']}"] = None
    if len(text.split()) <= _SHORT and _PLAIN.match(before):
        found[f"{text} {_PLAIN.sub('', before).strip()}"] = None
    return list(found)[:_MOST]
