"""Which collaborative a place belongs to: whether that is what a question asks."""

import re

from assistant import cues
from assistant.asked import Asked
from assistant.elsewhere import OUTSIDE
from assistant.seats import as_member
from assistant.seeming import may_join

_RELATIVE = re.compile(
    r"(?<=\w )(?:who|which|that)(?:['’]?s| (?:is|has|have|are|needs?|uses?|gets?|goes|just|already|was))\b", re.I
)
"""What tells of somebody and asks nothing: 'our daughter who has an IEP'."""
ASKING = re.compile(
    r"\?|\b(?:who|what|where|when|which|how|why|should|can|could|may|do|does|did|will|would|must|whether|if)\b", re.I
)
_DOING = re.compile(
    r"\bcollab\w* (?:\w+ )?(?:that|which|who) (?:can |also )?"
    r"(?:teach|have|has|run|do|does|provide|help|work with)\w*\b",
    re.I,
)
"""Collaboratives by what they do, which is a search for programs."""
OTHER_BODY = re.compile(
    r"\bofficers? of\b|\b(?:members?|part|join\w*|belong\w*|be|get|serve) (?:(?:of|to|in|on) )?"
    r"(?:(?:the|an?|our|my) )?(?:\w+ )?(?:sepac|(?:sped )?pac|council|committee|board|team|pta|pto|union)\b|"
    r"\bwhat (?:ever )?happened (?:to|with)\b|"
    r"\b(?:audit(?:or|s|ed)?|costs?|dues|fees?|jobs?|hiring|pensions?|lawsuit|salar\w+|pay\w*|"
    r"paid|bills?|prices?|cheaper|charges?|tuition)\b",
    re.I,
)
"""What one may be a member of beside a collaborative, and other matters than where a town belongs."""
_IN_ONE = re.compile(
    r"\W*(?:(?:and|so|ok|hi|hello)\W+)*(?:is|are|do|does) .{2,50} (?:in|part of|belongs? to|members? of|covered by) "
    r"(?:one|any)(?: of (?:them|these|those))?\W*",
    re.I,
)
"""What asks of a town, before anything else was told, whether it is in 'one': a collaborative is meant."""
_WHICH_WOULD = re.compile(r"\W*(?:and |so )*which (?:one|collab\w*) (?:is|would|will) (?:it|that)(?: be)?\W*", re.I)
_ONE_THERE = re.compile(
    r"\W*(?:(?:and|so|ok|but|hi)\W+)*"
    r"(?:(?:which|what) (?:one|collab\w*)(?:['’]s| is| was)(?: the one)? (?:in|for|near|around|by) (?:\S+ ?){1,3}|"
    r"(?:is|are|do|does) .{2,40} (?:in|part of|belong to|members? of) any (?:others?|other (?:ones?|collab\w*))"
    r"(?: (?:now|today|though))?|"
    r"(?:is|are) there (?:a|any|an|one) (?:\w+ )?collab\w* "
    r"(?:(?:out|up|over|down) there|(?:around|near) (?:here|there|us|me)))\W*",
    re.I,
)
"""What asks for the collaborative of a place that is told: 'which one is the one in Norton'."""

_STILL_THERE = re.compile(
    r"^(?!.*\b(?:which|what|who)\b).*\bstill (?:open|running|going|around|exists?|in business)\b", re.I
)
"""What asks whether a collaborative is still there, which the documents may know only as gone: 'Spoke in Norton'."""
_OWN_TOWN = re.compile(
    r"(?i)(?:.*\b(?:if|whether) (?:my|our) (?:own )?(?:town|city|(?:school )?district) "
    r"(?:is (?:in|part of|a member of)|belongs to) (?:an?|any|one of the) (?:\w+ )?(?:collab\w*|co-?op)\W*$)|"
    r"(?:.*\b(?:find|look up|know|see|tell)\b.*\b(?:my|our) (?:town|city|district)['’]?s (?:collab\w*|co-?op)\W*$)|"
    r"(?!.*\b(?:good|bad|best) for\b)(?=.*\b(?:which|what(?! if\b|['’]s (?:good|best)\b)|find|tell me)\b)"
    r"(?=.*\b(?:collab\w*|co-?ops?)\b).*\b(?:"
    r"(?:my|our) (?:own |home |school |child'?s |kid'?s )?(?:towns?|city|(?:school )?district|school|area)\b.{0,12}$|"
    r"(?:am i|are we|is it) (?:in|part of|a member of)\b.{0,8}$|"
    r"(?:(?:do|would) )?(?:i|we) belong\b.{0,4}$|serves? (?:me|us)\b)"
)
"""A question for the asker's own collaborative, whatever the town is."""
_IS_THERE_ONE = re.compile(r"\b(?:is|are) there (?:an?|any|some)\b|\b(?:what|which) (?:programs?|schools?)\b", re.I)


def moves(asked: Asked) -> bool:
    """Whether somebody moves from one place to another, and asks of something else than which collaborative it is."""
    two = len(asked.places) > 1 or OUTSIDE.search(asked.whole)
    moving = two and cues.MOVING.search(asked.whole)
    seeking = asked.need and _IS_THERE_ONE.search(asked.text)
    return bool(moving) and not (seeking or cues.WHICH.search(_RELATIVE.sub(" ", asked.text)))


def wants_membership(asked: Asked) -> bool:
    """Whether a question asks which collaborative a place belongs to."""
    text = asked.text
    if _STILL_THERE.search(text):
        return False
    if asked.places and asked.intent != "where" and _ONE_THERE.fullmatch(text):
        return True
    needy = asked.need.categories or asked.need.populations
    before = "" if asked.follow_up or not cues.WHICH.search(text) else asked.context
    if not asked.places or (needy and not cues.BELONGS.search(text)) or OTHER_BODY.search(f"{before} {text}"):
        return False
    joins = may_join(text) and not re.search(r"\b(?:which|what)\b", text, re.I)
    if (moves(asked) and not cues.BELONGS.search(text)) or as_member(asked) or joins:
        return False
    if cues.RULED.search(text) and not (cues.BELONGING_TO.search(text) or cues.COVERS.search(text)):
        return False
    if not asked.need and cues.PLACE_TOLD.match(text) and not ASKING.search(text):
        return True
    if (not asked.follow_up and _IN_ONE.fullmatch(text)) or (not needy and _WHICH_WOULD.fullmatch(text)):
        return True
    named = cues.COLLABORATIVE.search(f"{before} {text}") and not (cues.PROGRAMS.search(text) or _DOING.search(text))
    belonging = cues.MEMBERS.search(text) and cues.BELONGING.search(text)
    return bool(named or belonging or cues.COVERS.search(text))


def wants_own(asked: Asked) -> bool:
    """Whether the asker's own collaborative is asked for, and the town is not named: it takes a question back."""
    bare = not (asked.need or asked.places or asked.organizations or asked.outside)
    return bare and _OWN_TOWN.match(asked.text.rstrip(" ?.!")) is not None
