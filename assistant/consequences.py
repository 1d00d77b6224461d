"""What follows when a duty or a date is missed: the passage that says so speaks first, and not the duty once more."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import cues
from assistant.asked import Asked
from assistant.draft import sentences
from assistant.following import answered_before
from assistant.quoting import Found
from assistant.ranking import RULES
from index.search import HybridSearch

NO_PENALTY = "directors-reporting-no-fixed-penalty"
"""The passage on duties and dates in general."""
_GENERAL = "is there a fixed penalty for missing a duty or a date"
_PENALTY = re.compile(
    r"\b(?:penalt(?:y|ies)|fine[sd]|(?:an?|any|the|no|what|which) fine|sanction\w*|consequences?|punish\w*)\b", re.I
)
_ASKS = re.compile(
    r"\bwhat (?:then )?(?:happens?|would happen|will happen|follows|if|can they do|can the state do|now if)\b|"
    r"\band (?:if|when|suppose)\b|\b(?:penalt(?:y|ies)|fine[sd]|(?:an?|any|the|no|what) fine|sanction\w*|"
    r"consequences?|punish\w*|in trouble|"
    r"get away with|in violation|out of compliance|non-?compliant|break(?:ing)? the (?:law|rules?))\b",
    re.I,
)
"""A question on what follows."""
_IN_VIOLATION = re.compile(r"\b(?:in violation|out of compliance|non-?compliant)\b", re.I)
"""Words that ask whether a duty was missed, and do not say so."""
_OF_OTHERS = re.compile(
    r"\b(?:if|when|suppose) (?:an?|one|some|the|another|our|my|any) (?:member |other )?(?:towns?|districts?|members?|"
    r"city|school committees?|committees?|parents?|bank|vendor|company|charter school) ",
    re.I,
)
"""Somebody else does not do what is spoken of: that is no duty of the collaborative."""
_MISSED = re.compile(
    r"\b(?:miss(?:es|ed|ing)?|late|fail\w*|forg[eo]t\w*|never|not|ignor\w+|skip\w*|br(?:eak\w*|oke)|violat\w+|fewer|"
    r"behind|overdue|violation|compliance|non-?compliant|"
    r"penalt(?:y|ies)|fine[sd]|(?:an?|any|the|no|what) fine|sanction\w*|punish\w*|consequences?|in trouble|refus\w+|"
    r"(?:go|goes|went|are|is|be) (?:over|above)|exceed\w*|"
    r"(?<!who )(?<!that )(?:do|does|did|is|are|was|have|has|ca|wo)n['’]?t)\b",
    re.I,
)
"""Words by which a duty is not kept."""
_SAYS = re.compile(
    r"\bprobation|\bno (?:fine|penalty|fixed penalty|consequence)\b|\bout of compliance\b|\brevo(?:ked|cation)\b|"
    r"\bcannot take effect\b|\bmay not be kept\b|\bconsequence\b|\bwhat (?:follows|happens)\b|\bno effect\b",
    re.I,
)
"""A passage that says what follows, or that nothing is named."""
_BY_US = re.compile(
    r"\b(?:we|our \w+|i|the (?:board|collaborative|director|treasurer|business manager|representative|rep)|nobody|"
    r"no one|he|she|they|someone|somebody)\b",
    re.I,
)
"""Those whose duty it may be: 'what if one of the sign-offs is late' is on no duty of theirs."""
_STATE_ACTS = re.compile(r"\bprobation", re.I)
"""A passage that names what the state may do goes before one that only names no fine."""
_LACKS = re.compile(r"\b(?:not|no \w+|whether)\b.*\bour documents\b|\bour documents (?:do not|have no|name no)\b", re.I)
"""A passage that begins with what the documents lack states no duty."""
_COMPLAIN = "the school breaks a rule or does not do what it must, to whom do I complain"
_BY_SCHOOL = re.compile(
    r"\b(?:they|nobody|no ?one|"
    r"the (?:\w+ )?(?:school|district|town|team|program|collaborative|company|van|bus|principal))\b",
    re.I,
)
"""Those who owe something to a family."""
_OWN = re.compile(
    r"\bif (?:i|we|he|she|my (?:\w+ )?\w+) (?:ca|do|did|wo|is|was|have|can|could|may)\w*(?:['’]?t| not)\b", re.I
)
"""What the family itself does not do: 'what if I can't come at the time they picked'."""
_UNDONE = re.compile(
    r"(?:If|When) [^.]*\b(?:not|no|late|overdue|refuses?|breaks?|longer|without)\b|"
    r"The (?:school|district) (?:should|may) not\b"
)
"""A passage for families that begins with what is not done as it must be."""
_AS_ASKED = 0.95
"""Cosine of a passage that answers a question as it was asked."""
_NEAR, _LOOKED = 0.15, 6
"""By how much of a cosine a passage on what follows may be farther than the best, and how many are looked at."""
_LEARNT = 0.4
"""Probability, as learnt, from which what comes first answers next."""
_AS_GOOD = 0.7
"""Share of the first passage's score that it has to have."""
_SHARED = 0.5
"""Share, by rarity, of the telling words of the duty that such a passage has to have."""


def what_follows(asked: Asked, found: Sequence[Found], search: HybridSearch) -> list[Found]:
    """The passages found, with one on what follows first where an official asks what comes of a duty not kept."""
    if not asks_what_follows(asked):
        return list(found)
    if not _of_officials(asked, found, search):
        return _of_school(asked, found, search)
    own = [f for f in found[:_LOOKED] if _SAYS.search(f.passage.text) and _on_the_duty(f, asked, found, search)]
    own = [f for f in found[:1] if f not in own and f.passage.kind in RULES and _decides(asked, f.passage.text)] + own
    if own:
        first = next((f for f in own if _STATE_ACTS.search(f.passage.text)), own[0])
        return [_sure(first), *(f for f in found if f is not first)]
    if asked.follow_up and not (_PENALTY.search(asked.text) or _BY_US.search(asked.text)):
        return list(found)
    hit = next((h for h in search.search(_GENERAL, 3) if h.id == NO_PENALTY), None)
    passages = {f.passage.id: f for f in found}
    if hit is None or not _MISSED.search(_IN_VIOLATION.sub("", asked.text)):
        return list(found)
    general = _sure(Found(search.passages[hit.position], hit))  # type: ignore[arg-type]
    ruled = not asked.follow_up and found[0].passage.kind in RULES
    return [general, *(f for f in found if ruled and f is not passages.get(NO_PENALTY))]


def _of_school(asked: Asked, found: Sequence[Found], search: HybridSearch) -> list[Found]:
    """The passages found, where a family asks what if a school does not: one on that, or on complaints, first."""
    if not (asked.follow_up and _BY_SCHOOL.search(asked.text)) or _OWN.search(asked.text):
        return list(found)
    if found and found[0].hit.next >= _LEARNT and found[0].hit.position not in answered_before(asked, search)[:1]:
        return list(found)
    own = [f for f in found[:_LOOKED] if f.passage.kind == "families" and _UNDONE.match(f.passage.text)]
    own = [f for f in own if f.hit.score >= _AS_GOOD * found[0].hit.score and _shares(f, asked, search)]
    for hit in search.search(_COMPLAIN, 1) if not own else ():
        own = [Found(search.passages[hit.position], hit)]  # type: ignore[arg-type]
    return [*map(_sure, own[:1]), *(f for f in found if f.passage.id not in {o.passage.id for o in own[:1]})]


def _sure(item: Found) -> Found:
    """A passage that answers by what it says, however far its words are from the question's."""
    return replace(item, hit=replace(item.hit, best=max(item.hit.best, _AS_ASKED)))


def _decides(asked: Asked, text: str) -> bool:
    """Whether a passage says what follows; or states no duty, where a question asks for no penalty in so many words."""
    lacks = _LACKS.search(sentences(text)[0]) and not (asked.follow_up or _PENALTY.search(asked.text))
    return bool(_SAYS.search(text) or lacks)


def asks_what_follows(asked: Asked) -> bool:
    """Whether a question is on what follows when something that is due is not done."""
    missed = _MISSED.search(asked.text) and not _OF_OTHERS.search(asked.text)
    return asked.intent == "question" and bool(_ASKS.search(asked.text) and missed)


def _of_officials(asked: Asked, found: Sequence[Found], search: HybridSearch) -> bool:
    """Whether it is a duty of those who run collaboratives: by its words, or by what answers it or what came before."""
    told = f"{asked.previous} {asked.whole}"
    if cues.FAMILY.search(told):
        return False
    if asked.follow_up and asked.previous:
        before = search.search(asked.previous, 1)
        return bool(before) and getattr(search.passages[before[0].position], "kind", "") in RULES
    return bool(found) and found[0].passage.kind in RULES


def _on_the_duty(item: Found, asked: Asked, found: Sequence[Found], search: HybridSearch) -> bool:
    """Whether a passage is near, and speaks of the duty that was not kept."""
    near = (
        item.hit.best >= max(f.hit.best for f in found[:3]) - _NEAR and item.hit.score >= _AS_GOOD * found[0].hit.score
    )
    return near and item.passage.kind in RULES and _shares(item, asked, search)


def _shares(item: Found, asked: Asked, search: HybridSearch) -> bool:
    """Whether a passage has most of the telling words of what was not done, by rarity."""
    lexical = search.lexical
    duty = lexical.telling(_MISSED.sub(" ", f"{asked.previous if asked.follow_up else asked.context} {asked.text}"))
    shared = sum(map(lexical.rarity, duty & lexical.stems_of([item.hit.position])))
    return shared >= _SHARED * sum(map(lexical.rarity, duty))
