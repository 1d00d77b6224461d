"""The kind of answer that a question wants, by its words and what it names."""

import re

from assistant import attributes, cues
from assistant.asked import Asked, Intent
from assistant.belonging import OTHER_TOWNS
from assistant.carrying import ANYTHING
from assistant.having import counts_others, goes, wants_property
from assistant.matching import for_districts
from assistant.nature import asks_letters, asks_nature
from assistant.premise import claim_of
from assistant.riding import of_a_ride, own_ride
from assistant.seats import apposed, as_member
from assistant.seeming import buys, counts_members, may_join, seeks_nothing
from assistant.wanted import trains
from assistant.whose import ASKING, OTHER_BODY, moves, wants_membership, wants_own
from corpus.directory import region_of
from corpus.places import Place

_TAKES_IN = re.compile(r"\b(?:serves?|covers?|takes?|accepts?|one of (?:them|those|these|its|the))\b", re.I)
"""What is asked of a place and a collaborative by no more than pronouns: 'do they serve us'."""
_COMPLAINS = re.compile(
    r"\b(?:school|teachers?|district|town|team|they|principal|bus|van|driver|program|collaborative) (?:\w+ )?"
    r"(?:says?|said|wo|won|want\w*|refus\w*|keeps?|is|are|isn|aren|has|have|took|takes?|never|just|told|sen[dt]\w*|put)\b|"
    r"\b(?:suspend\w*|restrain\w*|bull\w+|expel\w*|signed|iep|diagnos\w*|evaluat\w*|tested)\b",
    re.I,
)
"""What is told of others' deeds, which is on rights and no search."""
_GOES_ON, _FRAGMENT = re.compile(r"\W*(?:for|with|in|near|around|from|at|by) \S+", re.I), 7
"""The beginning, and the most words, of a message that goes on with the one before: 'for my 3 year old'."""
_CHARGES = re.compile(r"\bhow (?:much|expensive)\b.*\bNAME (?:\w+ )?(?:charges?|costs?|take|want)\b", re.I)
"""What a collaborative itself asks for a place."""
_PICKS = re.compile(r"\bwhich\b|\b(?:suggest|recommend|you (?:have|know)|takes?|help)\b", re.I)
"""A word by which a question that names nothing looks for what was told before: 'which ones', 'what do you suggest'."""
_THE_SAME_OF = re.compile(r"\W*(?:(?:and|so|but|ok) )*(?:what|how) about (?:[\w'’-]+\W*){1,3}$", re.I)
"""A follow-up that asks the same of another place: 'and what about Groton'."""
_OF_ITS_OWN = re.compile(
    r"\W*(?:and |so |but |also )*(?:where|when|how (?!about)|what (?:if|happens)|"
    r"who (?:decides|pays|signs|runs|leads|owns|started|founded)|"
    r"what (?:ages?|grades?|services?|programs?)|(?:can|may|should|do|must) (?:i|we|they|he|she|parents))\b",
    re.I,
)
"""The beginning of a short follow-up that asks something else than the turn before: 'where are its schools'."""


def leans(asked: Asked) -> bool:
    """Whether a question leans on the one before: it opens like a follow-up, is a fragment, or points back."""
    words = asked.text.split()
    if cues.NEW_TOPIC.search(asked.text):
        return False
    unnamed = asks_letters(asked.text) and not asked.organizations
    if unnamed or cues.FOLLOW_START.match(asked.text) or cues.SOURCE.search(asked.text):
        return True
    if asked.citations:
        return False
    if len(words) <= _FRAGMENT and _GOES_ON.match(asked.text) and not ASKING.search(asked.text):
        return True
    if cues.PRONOUN.search(asked.text) and not cues.PERSON.search(asked.text):
        return True
    same = len(asked.organizations) == 1 and cues.SAME_THING.search(asked.text)
    if same or (cues.ANAPHORA.search(asked.text) and not asked.organizations and len(words) <= 14):
        return True
    bare = cues.BARE.match(asked.text) is not None and not (asked.organizations or asked.places)
    return bare or (len(words) <= 4 and not re.match(r"(?:what|who) (?:is|are|does)\b", asked.text, re.I))


def intent_of(asked: Asked) -> Intent:
    """The kind of answer that a question wants; what it names decides before how it is worded."""
    text = asked.text
    sections = [c for c in asked.citations if not c.endswith((".00", "§ 4E"))]
    located = asked.organizations and cues.LOCATED.search(text)
    # "The van never came, where is it" asks for no section.
    lost = not asked.follow_up and _WHERE_IT_IS.match(text)
    if (cues.SOURCE.search(text) and not (located or lost)) or (
        cues.SECTION.search(text) and not (asked.organizations or sections)
    ):
        return "source"
    if asked.citations and not asked.organizations:
        return "citation"
    if asked.organizations:
        return _about_organizations(asked)
    found = asked.follow_up and asked.intent == "where" and asked.need and not asked.refines
    nearest = asked.follow_up and _NEAREST_ONE.search(text)
    if found and not nearest and any(cue.search(text) for cue in (cues.CONTACT, attributes.AGES, cues.CLOSER)):
        return "where"
    dated = cues.DUE.search(text) and not cues.DUE_OF.search(text)
    if dated and not (asked.places or claim_of(asked.whole)):
        return "calendar"
    own = wants_own(asked) or (nearest and asked.places)
    named = asked.follow_up and asked.intent == "list" and _NAME_THEM.match(text)
    if named or (_wants_list(asked) and not (own or trains(asked))):
        return "list"
    if own or wants_membership(asked):
        return "membership"
    if asked.refines and _refines_where(asked):
        return "where"
    ruled = cues.RULED.search(text) or (asked.refines and own_ride(asked))
    ruled = ruled or counts_others(text) or wants_property(asked) or of_a_ride(asked)
    kept = asked.intent in ("where", "members") or (asked.intent == "membership" and asked.refines and not goes(text))
    told_more = not asked.follow_up or asked.refines or _seeks_on(asked)
    if asked.follow_up and kept and (told_more or asked.intent != "where") and not ruled:
        return asked.intent
    of_staff = asked.follow_up and asked.intent == "question" and not asked.refines and for_districts(asked.need)
    needed = bool(asked.need or asked.places) and not of_staff and told_more
    return "where" if needed and _wants_program(asked) else "question"


_COLLABORATIVES = re.compile(r"\bcollab(?:orative)?s\b", re.I)
_NAME_THEM = re.compile(
    r"\W*(?:(?:and|so|ok|can you|please) )*(?:(?:is there )?a list\b.*\bregions?\b|by region\b|what regions\b|"
    r"(?:list|name|show me|(?:which|what)(?: ones)? are) (?:they|them|those)\b)",
    re.I,
)
_IF = re.compile(r"\W*(?:(?:and|so|but|ok|what)\W+)*(?:if|when|why)\b", re.I)
"""The beginning of what seeks nothing: 'when are the meetings'."""
_THE_SCHOOL = re.compile(r"\bthe (?:school|district|program|class|team)\b", re.I)
"""What is spoken of, and not sought: 'how long does the school have'."""
_GOES_ON_SEEKING = 5
"""Words of a follow-up that may seek on without a word that says so: 'and in Lynn?'."""


def _seeks_on(asked: Asked) -> bool:
    """Whether a follow-up on a search seeks on, and asks nothing else: 'what do they do when a kid blows up'."""
    text = asked.text
    if _IF.match(text):
        return False
    brief = len(text.split()) <= _GOES_ON_SEEKING and asked.intent != "question"
    if brief or ANYTHING.search(text):
        return True
    seeking = (cues.WHERE, cues.SOUGHT, cues.HAS, cues.CONTACT, cues.CLOSER, attributes.AGES)
    return any(cue.search(_THE_SCHOOL.sub(" ", text)) for cue in seeking)


_WHERE_IT_IS = re.compile(r"\W*(?:so |and )?where is (?:it|this|that)\W*$", re.I)
_WHO_ELSE = re.compile(
    r"\b(?:who|what|which) else\b.{0,12}\b(?:in it|in there|belongs?|member)|"
    r"\b(?:what|which) (?:are the )?other (?:towns|cities|districts|communities|members)\b",
    re.I,
)
"""What asks after a town's collaborative for its other members."""
_GOES_THERE = re.compile(
    r"\b(?:can(?:not|['’]?t)?|could(?:n['’]?t)?|may)\b[^?.]{0,30}\b(?:go|attend|come|enroll|get in|be placed)\b", re.I
)
"""Whether somebody from a town may go where was spoken of."""
_NEAREST_ONE = re.compile(r"\b(?:nearest|closest) collab\w*", re.I)
_ITS_TOWNS = re.compile(
    r"\W*(?:(?:so|and|ok|hi|hello) )*(?:which|what) (?:\w+ )?(?:towns|cities|districts|communities|members) "
    r"(?:all )?(?:belong|(?:are|were) (?:all )?(?:in|part of|members?)\b|make up|does it have|did it have)|"
    r"\W*(?:and )?(?:which|what) (?:towns|cities|districts)\W*$",
    re.I,
)
"""A question that begins by asking for all members, whatever town it names behind that."""
_WHICH_ONE = re.compile(r"\W*(?:and |so )?which (?:one|of (?:them|the two|these|those|both))\b", re.I)


def _about_organizations(asked: Asked) -> Intent:
    """What is asked of named collaboratives."""
    if plain := _plainly_about(asked):
        return plain
    text, contact = asked.text, bool(cues.CONTACT.search(asked.text))
    if cues.WHO_TO_CALL.search(text) and asked.context and not asked.follow_up:
        # "The van to Valley comes late. Who do I call" asks for no number of Valley's.
        contact = "NAME" in attributes.masked(text, asked.organizations)
    fresh = bool((asked.refines and asked.need) or _OF_ITS_OWN.match(text))
    fresh = fresh or (asked.intent == "members" and OTHER_BODY.search(text) is not None)
    if asked.wording != text and asked.intent in ("members", "profile") and not (fresh or contact):
        return asked.intent
    joining = asked.follow_up and cues.MEMBERS.search(text)
    elsewhere = cues.NO_MEMBER.search(asked.whole) and (cues.BARRED.search(text) or cues.MAY_TAKE.search(text))
    if (cues.ONLY_FOR.search(text) or (elsewhere and not (asked.places or buys(text)))) and not asked.need:
        return "members"
    passing = in_passing(asked) and not (contact or joining or _seeks(asked))
    same = _THE_SAME_OF.match(text) or (asked.refines and len(text.split()) <= 3)
    again = asked.follow_up and ((asked.intent == "membership" and same) or _GOES_THERE.search(text))
    inside = asked.places and not asked.need and (again or cues.INSIDE.search(text))
    sited = any(re.search(rf"{_SITED_IN}{re.escape(p.said)}\b", text, re.I) for p in asked.places)
    sited = sited and asked.organizations[0].status == "active"
    about_place = inside and not (
        sited
        or _WHERE_NOW.search(attributes.masked(text, asked.organizations))
        or OTHER_BODY.search(text)
        or cues.PROGRAMS.search(text)
        or OTHER_TOWNS.search(text)
        or apposed(asked)
    )
    # What names neither place nor collaborative asks of something else: "can they do that in the middle of the year".
    said = [*(p.said for p in asked.places), *(p.name for p in asked.places)]
    spoken_of = "NAME" in attributes.masked(text, asked.organizations) or any(s.lower() in text.lower() for s in said)
    about_place = about_place and bool(spoken_of or cues.MEMBERS.search(text) or _TAKES_IN.search(text))
    contrast = cues.CONTRAST if about_place else cues.COMPARE
    if len(asked.organizations) >= 2 and contrast.search(text) and not contact:
        return "compare"
    nearer = asked.follow_up and asked.places and asked.text and not cues.PROGRAMS.search(text)
    if (about_place or nearer) and cues.CLOSER.search(text):
        return "compare" if len(asked.organizations) > 1 else "profile"
    own = passing and cues.OF_MINE.search(text) and not cues.MAY_TAKE.search(text)
    if about_place and not (contact or own) and not re.search(r"\b(?:founded|called|who)\b", text, re.I):
        return "membership"
    if passing:
        return "question"
    offered = asked.need.categories and cues.HAS.search(text)
    if cues.MEMBERS.search(text) and not (contact or offered or buys(text) or OTHER_BODY.search(text)):
        return "members"
    return "where" if _seeks(asked) and not contact else "profile"


def _plainly_about(asked: Asked) -> Intent | None:
    """What is asked of named collaboratives in so many words: rules of membership, other members, which, what kind."""
    if as_member(asked) or may_join(asked.text):
        return "question"
    others = _WHO_ELSE.search(asked.text) or counts_members(asked.text)
    if (asked.follow_up and others and not asked.need) or _ITS_TOWNS.match(asked.text):
        return "members"
    if len(asked.organizations) > 1:
        if not (asked.follow_up and _WHICH_ONE.match(asked.text)):
            return None
        return "membership" if asked.places and cues.INSIDE.search(asked.text) and not asked.need else "compare"
    clause = attributes.masked(asked.text, asked.organizations)
    aged = asked.follow_up and not asked.need and attributes.AGES.search(clause)
    return "profile" if aged or asks_nature(clause) or asks_letters(clause) else None


def _seeks(asked: Asked) -> bool:
    """Whether what a named collaborative has for a need is sought: no count, and no rule but on who may take part."""
    real = asked.need.categories or asked.need.populations or asked.need.age
    counted = counts_others(asked.text) or wants_property(asked) or own_ride(asked)
    ruled = is_ruled(asked) and not (real and cues.MAY_TAKE.search(asked.text))
    return bool(asked.need) and not (ruled or counted)


def is_ruled(asked: Asked) -> bool:
    """Whether a question is on what happens and what one may or must, and looks for no place."""
    text = asked.text
    for name in (*(p.name for p in asked.places), *(o.short_name for o in asked.organizations)):
        # "Can Lynn move him" asks what "can the town move him" does.
        text = re.sub(rf"(?<![\w-])(?:the )?{re.escape(name)}(?![\w-])", "the town", text, flags=re.I)
    return bool(cues.RULED.search(text) and not (cues.SOUGHT.search(text) or cues.HAS.search(asked.text)))


def in_passing(asked: Asked) -> bool:
    """Whether a collaborative or a place is only told beside a question on a rule: 'she goes to SEEM, who pays?'."""
    if as_member(asked):
        return True
    if not is_ruled(asked) or cues.OF_THEM.search(asked.text) or cues.LONG_AGO.search(asked.whole):
        return False
    if not asked.organizations:
        of_someone = cues.SELF.search(asked.whole) or cues.A_COLLABORATIVE.search(asked.text)
        return bool(asked.places and of_someone)
    if any(org.status == "dissolved" for org in asked.organizations):
        return False
    clause = attributes.masked(asked.text, asked.organizations)
    beside = not (asked.follow_up or attributes.names_it(clause) or attributes.RENAMED.search(asked.text))
    of_it = (
        "about NAME" in clause
        or _CHARGES.search(clause)
        or attributes.wants_contact(clause)
        or attributes.RENAMED.search(asked.text)
    )
    of_family = asked.follow_up and cues.FAMILY.search(asked.context) and "NAME" not in clause
    return beside or bool((cues.SELF.search(asked.text) or of_family) and not of_it)


_PAYS_OR_REFUSES = re.compile(
    r"\b(?:pay|pays|paying|afford|costs?|billed?|charged?|insurance)\b|"
    r"\b(?:have|has|need) to (?:leave|stop)(?: \w+){0,2} \d\d\b|\bages? out\b|"
    r"\b(?:says? no|refuses?|disagrees?|denies|turns? (?:us|him|her|it|me) down)\b|"
    r"\b(?:won|don|doesn|can)['’]?t (?:agree|pay|let|allow|approve|sign|want)\b",
    re.I,
)
"""What is asked in a later turn of money or a refusal, whatever place or need it names: 'what if Peabody says no'."""


def _refines_where(asked: Asked) -> bool:
    """Whether a follow-up names a need where a program was sought, or after the collaborative of a town was named."""
    other = cues.RULE.search(asked.text) or _PAYS_OR_REFUSES.search(asked.text)
    if other or not asked.need or own_ride(asked) or _to_be_done(asked):
        return False
    goes = _GOES_THERE.search(asked.text) is not None
    told = bool(asked.need.populations) and (goes or ASKING.search(asked.text) is None)
    sought = asked.intent == "where" or (asked.intent == "membership" and (told or bool(cues.WHERE.search(asked.text))))
    return sought or (
        asked.intent == "membership" and bool(re.search(r"\b(?:have|offer|run|take)s?\b", asked.text, re.I))
    )


def _to_be_done(asked: Asked) -> bool:
    """Whether a follow-up asks how something is got or done for the student: 'and how do I get him evaluated'."""
    return cues.HOW_TO.search(asked.text) is not None and not cues.SOUGHT.search(asked.text)


def _wants_list(asked: Asked) -> bool:
    """Whether a question asks how many or which collaboratives there are, in all or in a region."""
    text = asked.text
    if not (cues.COUNT.search(text) or cues.LIST.search(text)) or counts_others(text):
        return False
    beside = (
        asked.need
        and _COLLABORATIVES.search(text)
        and not any(place.said.lower() in text.lower() for place in asked.places)
    )
    if asked.places and not beside:
        regional = all(_as_large_as_a_region(p) for p in asked.places) and region_of(text) is not None
        return regional and not (asked.need.categories or asked.need.populations)
    return bool(cues.COLLABORATIVE.search(text)) and not cues.PROCESS.search(text)


# "Is TEC still in Dedham" asks where it is.
_SITED_IN = r"\b(?:still|based|located|housed|headquartered) (?:over |out |down |up )?in "
_WHERE_NOW = re.compile(r"^\W*(?:(?:and|so) )*where(?:['’]?s| is| are) (?:it|they|NAME)\b", re.I)
"""What asks where a collaborative is, whatever place is told behind that: 'where is it now, it was in Methuen'."""
_OF_A_REGION = 45
"""Municipalities of an area that is as large as one of MOEC's five regions."""


def _wants_program(asked: Asked) -> bool:
    """Whether a question looks for a place that offers something, rather than for a rule."""
    text = asked.text
    if cues.RULE.search(text) or moves(asked) or wants_property(asked) or seeks_nothing(text):
        return False
    told = asked.need.categories or asked.need.populations
    if asked.places and told and cues.REACHED.search(text) and not cues.FAMILY.search(text):
        return True
    bought = asked.places and for_districts(asked.need) and cues.HAS.search(text) and cues.COLLABORATIVE.search(text)
    if bought or trains(asked) or (told and cues.ALL_PROGRAMS.search(text)):
        return True
    if asked.places and asked.need and cues.MAY_GO.search(text):
        return True
    if is_ruled(asked) or own_ride(asked):
        return False
    if asked.places:
        plain = bool(asked.need) and not (cues.PROCESS.search(text) or _only_told(asked))
        fragment = len(text.split()) <= 6 and not re.match(rf"\s*(?:{cues.ASKING})\b", text, re.I)
        fragment = fragment and not re.search(r"\b(?:meeting|iep|rights?|consent)\b", text, re.I)
        return bool(cues.WHERE.search(text)) or plain or fragment
    if counts_others(text):
        return False
    if cues.YES_OR_NO.search(text) and not (cues.SOUGHT.search(text) or cues.HAS.search(text)):
        return False
    if (cues.SEEKING.search(text) and not cues.WHERE_TO_ACT.search(text)) or _tells(asked):
        return True
    text = cues.WHERE_TO_ACT.sub("", text)
    return bool(cues.WHERE.search(text)) and not cues.PROCESS.search(re.sub(r"\b(?:is|are) there\b", "", text))


def _only_told(asked: Asked) -> bool:
    """Whether a question asks something else than the need that is told before it: 'she turns 18. What changes'."""
    words = [*asked.need.words, *(place.said for place in asked.places)]
    named = (asked.need.age and re.search(r"\d", asked.text)) or any(w.lower() in asked.text.lower() for w in words)
    sought = cues.SOUGHT.search(asked.text) or cues.PROGRAMS.search(asked.text) or _PICKS.search(asked.text)
    return bool(asked.context) and asked.asks and not (named or sought)


def _tells(asked: Asked) -> bool:
    """Whether a message only tells of a child and its need and asks nothing: what there is for it is sought."""
    if asked.follow_up or not asked.need.populations:
        return False
    return bool(cues.FAMILY.search(asked.whole) and not (ASKING.search(asked.whole) or _COMPLAINS.search(asked.whole)))


def _as_large_as_a_region(place: Place) -> bool:
    """Whether a place may stand for one of MOEC's regions: Western Mass, but not Cape Cod."""
    return place.kind == "area" and len(place.towns) >= _OF_A_REGION
