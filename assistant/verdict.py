"""Whether a passage answers a yes-or-no question with a plain yes or no: never a guess, a wrong one is worse than none.

Editors mark, of the questions that a passage answers, those of a plain answer (`yes_to`, `no_to`). A new question has
the answer of the marked ones that are nearest to it, where it is near enough and turns on the same things: the same
offices and bodies, numbers, denials and restrictions, and the same mood (what may be, what must be, what is).
"""

import re

from assistant.acronyms import spelt_out
from assistant.cues import ASKING
from assistant.draft import sentences
from assistant.numbers import NUMBER_WORDS
from assistant.premise import quantities
from corpus.passages import Passage
from index.encoder import encode_queries
from index.search import HybridSearch

YES, NO, RIGHT = "Yes", "No", "Right"
"""Plain answers; the last one to a claim that something is not so, where it is not."""
_NEAR, _SPREAD = 0.66, 0.05
"""Cosine from which a marked question says the same, and by how much of it another one counts beside the nearest."""
_FEW = 6
"""Words of a question below which another one has to be closer to say the same."""
_RARE = 3.5
"""Rarity from which a word of a question has to be one of the passage."""
_POLAR = re.compile(
    r"^(?:[^?]*[,.] +)?\W*(?:(?:and|so|but|or|ok|okay|also|then|hi|hello|hey|well|please|is it true that)\W+)*"
    r"(?:can|could|may|must|should|shall|do|does|did|is|are|am|was|were|will|would|has|have)(?:n['’]t)?\b"
    r"(?!.*(?:\b(?:and|or)|,) (?:by |from |for |at |to )?(?:who|whom|what|which|where|when|why|how)\b)",
    re.I,
)
"""The order of words of a question that yes or no answers."""
_TAG = re.compile(
    r"[,;.]? *(?:and )?(?:right|correct|true|allowed|ok(?:ay)?|legal|"
    r"(?:is|would|isn['’]t) (?:that|this|it)(?: (?:be |even |really |still )*(?:allowed|ok(?:ay)?|legal|right|correct|"
    r"true|so|possible|permitted|fine|enough))?)\W*$",
    re.I,
)
"""The end of a statement that makes it a question."""
_DOUBTS = re.compile(
    r"^(\W*(?:(?:and|but|so)\W+)?(?:is|are|do|does|did|was|were|can|could|should|would|must|has|have))n['’]?t\b", re.I
)
"""'Isn't the director a member' asks whether the director is one."""
_WH = re.compile(r"^\W*(?:(?:and|so|but|or)\W+)*(?:who|whom|what|which|where|when|why|how)\b", re.I)
_EITHER = re.compile(r"\bor (?!more\b|not\b|less\b|even\b)", re.I)
_TURNS = {
    name: re.compile(pattern, re.I)
    for name, pattern in {
        "not": r"\b(?:not|never|cannot|nobody|no one|no longer|none)\b|n['’]t\b",
        "exempt": r"\b(?:exempt\w*|excused?)\b",
        "without": r"\b(?:without|skip\w*|avoid\w*|opt(?:ing)? out|leave out|refus\w+|reject\w*|"
        r"declin\w+|ignor\w+|miss(?:es|ed|ing)?|leave\b.*\bout|nothing|get out of|instead|rather than|less|fewer)\b",
        "only": r"\b(?:only|just|alone|solely|(?:by|on) (?:\w+sel(?:f|ves)|(?:its|our|their|his|her) own))\b",
        "all": r"\b(?:every|all|each|always|any|everyone|everybody|unanimous\w*)\b",
        "enough": r"\b(?:enough|sufficient|suffices?)\b",
        "director": r"\b(?:executive director|(?<!special education )(?<!sped )director|ed|head of (?:a|the|our))\b",
        "treasurer": r"\btreasurers?\b",
        "manager": r"\b(?:business|finance|financial) (?:manager|director|officer|person|head)\b|\bcfo\b",
        "chair": r"\bchair\w*\b",
        "member": r"\b(?:board (?:members?|seat|service)|rep(?:resent\w*)?s?|members? of (?:the|our|a) (?:\w+ )?board|"
        r"trustees?|(?:on|to|onto) (?:the|our|a|its|their|your) (?:\w+ )?board)\b",
        "superintendent": r"\bsuperintendents?\b",
        "teachers": r"\bteachers?\b(?!['’]? (?:retirement|pension))",
        "staff": r"\b(?:employees?|staff\w*|people|workers?|aides?|paras?\w*|secretar\w+|nurses?|therapists?|"
        r"payroll)\b",
        "state": r"\b(?:dese|department|state(?!ment| board| commissioner| auditor)|the feds?)\b",
        "commissioner": r"\bcommissioner\b",
        "state board": r"\b(?:bese|state board|board of (?:elementary|education))\b",
        "auditor": r"\b(?:audit\w*|cpa)\b",
        "towns": r"\b(?:towns?|cit(?:y|ies)|council\w*|select ?\w*|mayor|finance committee|district'?s?|"
        r"school committees?|committees|(?<!board )members?(?! of (?:the|our|a) (?:\w+ )?board)|communit\w+)\b",
        "licensed": r"\b(?:certif\w*|licen[sc]\w*|qualif\w*|degree)\b",
        "charter": r"\bcharter\b",
        "nonmember": r"\b(?:non-?\s?members?|outsiders?|not (?:a )?members?)\b",
        "private": r"\b(?:private|for-profit|compan\w+|colleges?|universit\w+|nonprofits?|catholic|parochial|"
        r"independent)\b",
        "optional": r"\b(?:optional|voluntary|choice|choose)\b",
        "same": r"\bsame\b|\bequal\w*",
        "differs": r"\bdiffer\w*|\bseparate\w*|\bapart\b|\bsplit\b|\bon top of\b|\bbesides?\b",
        "part": r"\bpart of\b|\binside\b|\bincluded?\b",
        "least": r"\b(?:minimum|at least)\b",
        "most": r"\b(?:maximum|caps?|limit(?:s|ed)?|restricted|at most|more than)\b",
        "against": r"\bagainst\b|\bshut out\b|\bban\w*|\bforbid\w*|\bforbidden\b|\billegal\b|\bprohibit\w*",
        "open": r"\bopen\b",
        "closed": r"\bclos(?:e[ds]?|ing)\b|\bsecret\b|\bconfidential\b",
        "other": r"\bevery other\b|\bevery two\b",
        "help": r"\bhelp\w*",
        "speak": r"\b(?:speak|talk|comment)\w*",
        "gives": r"\b(?:giv\w+|donat\w+|lend\w*|transfer\w*) (?:\w+ )?(?:money|funds?|surplus|cash)\b",
        "pay": r"\b(?:pay\w*|paid|stipend|salar\w+|compensat\w+|fee)\b",
        "vote": r"\b(?:vot\w+|approv\w+|ok)\b",
        "families": r"\b(?:parents?|mothers?|fathers?|famil\w+|child\w*|kids?|students?|my (?:son|daughter))\b",
        "public": r"\b(?:public|press|reporter|journalist|taxpayers?|anyone|citizens?)\b",
        "moec": r"\bmoec\b|\bassociation\b",
        "former": r"\b(?:former\w*|retired|ex|until|while|during|still|already|again|existing)\b",
        "past": r"^\W*(?:\w+ )?(?:did|was|were|had)\b|\bin (?:19|20)\d\d\b",
        "before": r"\b(?:before|first|ahead|in advance|until)\b",
        "after": r"\b(?:after\w*|later?)\b",
        "report": r"\breports?\b",
        "says": r"\b(?:say|says|name[sd]?|list(?:s|ed)?|mention\w*|state[sd])\b",
        "attorney": r"\b(?:attorney|counsel|lawyer|legislature|inspector)\b",
        "midyear": r"\b(?:mid-?\s?year|middle of|january|september|october|halfway)\b",
    }.items()
}
"""What a question may turn on: two that differ in one of these are not the same question."""
_BODIES = (
    *("director", "treasurer", "manager", "chair", "member", "superintendent", "staff", "state", "auditor"),
    *("towns", "families", "moec", "vote"),
)
"""Of these, who and what may change places with another one."""
_EQUAL = re.compile(r"\b(?:be|act|serve|same|both|combined?|double) (?:as |by )?\b|\band\b", re.I)
"""Words between two offices that may change places."""
_LOOSE = frozenset({"all", "public", "member", "director", "manager", "vote", "part", "open", "same"})
"""Of these, what may stand in one of two questions only where they are very near."""
_PLAIN = (
    "general well serve sit also our ours arent isnt dont doesnt cant wont mine yours ok whenever someone somebody "
    "himself herself itself themselves ourselves myself receive get able off present it's that's there's actually "
    "really true heard anyway anymore"
)
"""Words that are rare in documents and turn nothing around."""
_NEGATED = re.compile(
    r"\b(?P<aux>can(?=['’]?t|not| not)|could|is|are|was|were|must|should|would|has|have|will|may)"
    r"(?:n?['’]?t|not| not)\b"
    r"|\b(?P<will>wo)n['’]?t\b|\b(?:do|does|did)(?:n['’]?t| not)\b|\bnever\b",
    re.I,
)
"""A denial in a claim; without it the claim says the contrary."""
_FRAMED = re.compile(
    r"^\W*(?:(?:so|and|but|hi|hello)\W+)*(?:is it (?:true|correct|right)|i (?:heard|read|was told)|"
    r"(?:some(?:one|body)|they|our \w+|my \w+) (?:told (?:me|us)|says?|said))(?: that)? (?!(?:to|about|of)\b)",
    re.I,
)
"""What stands before a claim whose truth is asked for."""
_OURS = re.compile(r"(?<=\bfor )us\b|(?<=\bwith )us\b|(?<=\bby )us\b|(?<=\bat )ours\b", re.I)
_MOST = 5
"""As many readings of a question are compared."""
_WE, _A_COLLABORATIVE = re.compile(r"\bwe\b"), re.compile(r"\b(?:an?|the) (?:educational )?collaborative\b")
"""Words for the asker's own collaborative, and for any."""
_DESE = frozenset({"state", "commissioner"})
"""Names of the same authority."""
_CLOSE, _CLOSEST = 0.8, 0.9
_MOODS = {
    "may": re.compile(
        r"^\W*(?:(?:and|so|but|or|also)\W+)*(?:can|could|may)\b|"
        r"\b(?:allowed|permitted|legal(?:ly)?|lawful|ok|okay|fine|possible|free to)\b",
        re.I,
    ),
    "must": re.compile(
        r"\b(?:must|compulsory|obligatory|ha(?:s|ve|d) to|needs?|needed|required?|requires|mandatory|obliged|"
        r"obligated|bound|supposed|should|"
        r"forced|necessary)\b",
        re.I,
    ),
}
_ENTAILED = {("must", "may", YES), ("may", "must", NO)}
"""Mood of a marked question, another mood, and the answer that goes over from one to the other; 'is' goes with both."""
_AT_MOST = re.compile(
    r"\b(?:may not|must not|cannot|not) (?:be )?(?:exceed|above|over|more than)\b|\bat most\b|\bno more than\b", re.I
)
_AT_LEAST = re.compile(r"\bat least\b|\bminimum\b", re.I)
"""How a sentence calls the number in it a bound."""
_NUMBER = re.compile(r"\$?\d[\d,.]*%?|\b(?:" + "|".join(NUMBER_WORDS) + r")\b", re.I)


def affirmed(claim: str) -> str:
    """A claim without its denial: 'we can't borrow' as 'we can borrow', 'we don't need one' as 'we need one'."""
    found = _NEGATED.search(claim)
    kept = "will" if found and found["will"] else (found["aux"] or "" if found else "")
    return " ".join(f"{claim[: found.start()]} {kept} {claim[found.end() :]}".split()) if found else claim


def _claimed(text: str) -> str | None:
    """The claim whose truth a message asks for ('is it true that ...', '..., right?'), or None."""
    bare = text.strip(" ?.!")
    if framed := _FRAMED.match(bare):
        return _TAG.sub("", bare[framed.end() :].partition("?")[0])
    claim = _TAG.sub("", bare)
    return claim if claim != bare and len(claim.split()) > 2 and not _WH.match(bare) else None


def polar(text: str) -> str | None:
    """The question or claim that yes or no would answer, without the words that only ask for that; None for others."""
    if claim := _claimed(text):
        return claim
    bare = _DOUBTS.sub(r"\1", text.strip(" ?.!"))
    return bare if _POLAR.match(bare) and not re.match(rf"(?:{ASKING})\W*$", bare, re.I) else None


def verdict(text: str, passage: Passage, search: HybridSearch, told: str = "") -> str | None:
    """The plain answer of a passage to a question, where it has one, else None; `told` is the question with its story.

    A claim that something is not so is wrong where it is, and right where it is not.
    """
    claim = _claimed(text)
    if claim and (positive := affirmed(claim)) != claim:
        plain = answered(positive, passage, search)
        return plain and (NO if plain == YES else RIGHT)
    question = polar(text)
    return answered(question, passage, search, _DOUBTS.sub(r"\1", told)) if question else None


def answered(question: str, passage: Passage, search: HybridSearch, told: str = "") -> str | None:
    """The plain answer of a passage to a question, or to a claim, that yes or no answers."""
    if out_of_bounds(question, passage.text):
        return NO
    if not (passage.yes_to or passage.no_to) or not _known(told or question, passage, search):
        return None
    readings = encode_queries(search.encoder, _readings(question, told, search))
    cosines = (search.ask_vectors(passage.id) @ readings.T).max(1).tolist()
    either = _EITHER.search(question) is not None
    alike = {
        ask: cosine
        for ask, cosine in zip(passage.asks, cosines, strict=True)
        if polar(ask) and (either or not _EITHER.search(ask))
    }
    return answer_of(told or question, passage, alike)


def _readings(question: str, told: str, search: HybridSearch) -> list[str]:
    """A question as it is compared: alone, with its story, and with 'we' and 'a collaborative' put for each other."""
    mend = search.lexical.speller.correct_text
    texts = dict.fromkeys(_OURS.sub("the collaborative", mend(text)) for text in (question, told or question))
    texts |= dict.fromkeys(spelt_out(text) for text in tuple(texts))
    texts |= dict.fromkeys(_A_COLLABORATIVE.sub("we", text) for text in tuple(texts))
    texts |= dict.fromkeys(_WE.sub("a collaborative", text) for text in tuple(texts))
    return list(texts)[:_MOST]


def answer_of(question: str, passage: Passage, alike: dict[str, float]) -> str | None:
    """The answer of a passage's own questions that are nearest to another one (`alike`: their cosines with it)."""
    nearest = max(alike, key=lambda ask: alike[ask], default="")
    if nearest not in passage.yes_to | passage.no_to:
        return None
    least = max(_NEAR if len(question.split()) >= _FEW else _CLOSE, alike[nearest] - _SPREAD)
    near = [ask for ask, cosine in alike.items() if cosine >= least]
    said = {answer for ask in near if (answer := _answer(question, ask, passage, alike[ask]))}
    return said.pop() if len(said) == 1 else None


def _answer(question: str, ask: str, passage: Passage, cosine: float) -> str | None:
    """The answer to a marked question, when another one turns on the same things."""
    close = cosine >= _CLOSE
    answer = YES if ask in passage.yes_to else NO if ask in passage.no_to else None
    if answer is None or bool(_EITHER.search(question)) != bool(_EITHER.search(ask)):
        return None
    differ = _turns(question) ^ _turns(ask)
    if differ == {"exempt"} and close:
        return NO if answer == YES else YES
    if answer == NO:
        differ -= {"former"}
    if close and differ >= _DESE:
        differ -= _DESE
    if differ - (_LOOSE if close else frozenset()) or _numbers(question) != _numbers(ask):
        return None
    if not (_EQUAL.search(question) or _in_order(question, ask)):
        return None
    mine, theirs = _mood(question), _mood(ask)
    carries = (theirs, mine, answer) in _ENTAILED
    carries |= "is" in (mine, theirs) and (cosine >= _CLOSEST or (mine, answer) != ("must", YES))
    return answer if mine == theirs or (close and carries) else None


def out_of_bounds(question: str, text: str) -> bool:
    """Whether a question asks for more than the most, or less than the least, of what a text sets a bound to."""
    asked = {q.unit: q.value for q in quantities(question)}
    if _mood(question) != "may" and not _TURNS["enough"].search(question):
        return False
    for sentence in sentences(text)[:2]:
        bounds = {q.unit: q.value for q in quantities(sentence)}
        shared = [unit for unit in asked if unit in bounds and unit != "date"]
        if len(quantities(sentence)) != 1 or len(shared) != 1:
            continue
        value, bound = asked[shared[0]], bounds[shared[0]]
        if (_AT_MOST.search(sentence) and value > bound) or (_AT_LEAST.search(sentence) and value < bound):
            return True
    return False


def _in_order(one: str, other: str) -> bool:
    """Whether two questions have the same offices and bodies in one order: who does what to whom, or before whom."""
    shared = [name for name in _BODIES if _TURNS[name].search(one) and _TURNS[name].search(other)]

    def order(text: str) -> list[str]:
        starts = {name: match.start() for name in shared if (match := _TURNS[name].search(text))}
        return sorted(starts, key=lambda name: starts[name])

    return order(one) == order(other)


def _turns(text: str) -> frozenset[str]:
    """What a question turns on."""
    return frozenset(name for name, pattern in _TURNS.items() if pattern.search(text))


def _mood(text: str) -> str:
    """Whether a question is on what may be, on what must be, or on what is."""
    return next((mood for mood, pattern in _MOODS.items() if pattern.search(text)), "is")


def _numbers(text: str) -> frozenset[str]:
    """The numbers of a question."""
    found = (number.lower().strip("$%.,").replace(",", "") for number in _NUMBER.findall(text))
    return frozenset(str(NUMBER_WORDS.get(number, number)) for number in found if number != "one")


def _known(question: str, passage: Passage, search: HybridSearch) -> bool:
    """Whether a passage has every telling word of a question: another one may turn the answer around."""
    lexical = search.lexical
    marked = " ".join(passage.yes_to | passage.no_to)
    said = set(lexical.stems(f"{passage.title} {passage.text} {marked} {_PLAIN}"))
    question = _MOODS["must"].sub(" ", _MOODS["may"].sub(" ", spelt_out(question)))
    for pattern in _TURNS.values():  # these are compared by themselves
        question = pattern.sub(" ", question)
    return all(lexical.rarity(stem) < _RARE or stem in said for stem in lexical.stems(question))
