"""What is searched for a question as it was understood, and what of it an answer has already."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import cues
from assistant.admission import WAY_IN
from assistant.asked import Asked, Removable
from assistant.attributes import wants_contact
from assistant.consequences import asks_what_follows
from assistant.draft import Draft
from assistant.following import following, for_families, is_limit, on_what_was_sought
from assistant.gaps import missing
from assistant.held import ANYTHING, MEASURES, NEARLY
from assistant.known import known_next
from assistant.querying import CLOSELY, ENOUGH, MUCH, TOLD, TWO, WORDED, query_of, topic_of
from assistant.quoting import Found
from assistant.ranking import nearest_first
from assistant.shown import Told
from assistant.splitting import differing, paired, unframed
from index.encoder import encode_queries
from index.search import Hit, HybridSearch, Query

_AS_ASKED = 0.85
"""Cosine from which a passage answers a question on a difference as it was asked."""
_ALONE, _STRAYS = 0.7, 0.65
"""Cosine from which a passage answers a later turn that points back without what was said before, and below which none
answers one that does not: of 57 labelled ones, 16 are answered better with what was said, and 3 worse."""
_TELLS_ALL, _NOWHERE = 15.0, 0.53
"""Rarity of its telling words together from which it is not taken for one that leans, unless it is so far from all."""
_OF_OTHERS, _LIKELY_AFTER = 0.75, -1.0
"""Cosine below which a passage for other readers does not answer a later turn, and the logarithm of the probability
from which one is likely asked after another passage: of 520 fresh questions behind another 14 are taken for such turns,
of which search alone answers three rightly."""
_COMPLETE = ("calendar", "list", "membership")
"""Intents that are understood only where a question names all that they need."""
_AROUND = "near nearby around close closest nearest area region town city here best good"
"""Words of a search around a place that tell nothing of what is sought."""
_ABOUT = (
    "section regulation reg law statute provision paragraph part cite citation source rule number give show read "
    "written stated"
)
"""Words that ask for a source and tell no topic."""
_TELLS, _MOST = 2.2, 0.5
"""Rarity from which a word tells what is sought, and the share of such words that a program has to have."""
_NONE_AMONG = 12
"""As many passages are found without a program where no program is sought."""
FOUND = 240
"""As many passages are found for a question."""
_LOOKED = 8
"""How many of the programs found are looked at for what is sought."""
_TELLS_ENOUGH_ALONE = 5.0
"""Rarity of its telling words together below which each of several questions is bare."""
_USED = re.compile(r"\b(?:use|spend|keep|put|take|move|sell|send|sign|approve|change|cancel) (?:it|them|that)\b", re.I)
"""What is done with a thing that was named before: 'can we use it for payroll'."""
_OF_RECORDS = ("where", "list", "profile", "membership", "members")
"""Intents that records answer."""
_MAY_CALL = re.compile(
    r"\b(?:can|could|may|should|am|is it|would it be)\b.{0,30}\b(?:call|contact|ring|reach out to|talk to|e-?mail)\b"
    r".{0,20}\b(?:myself|ourselves|directly|without|or (?:does|do|must|has|is|should))\b",
    re.I,
)
"""Whether a family may turn to a collaborative itself, and no telephone number."""
_WHAT_IS_THAT = re.compile(
    r"(?:^|[,;.] ?)\W*(?:(?:so|but|and|ok|please) )*"
    r"what(?: even| exactly| actually| really| on earth| in the world| the heck)?"
    r"(?:['’]?s| is| are| does| do)?(?: the heck)? "
    r"(?:that|this|it|those)"
    r"(?: (?:mean|exactly|even|all about|thing|place|one|school|program))*\W*$",
    re.I,
)
_MENTIONS = re.compile(
    r"[\"“](?P<quoted>[^\"”]{3,60})[\"”]|\b(?:mention\w*|suggest\w*|recommend\w*|propos\w+|call\w*|"
    r"(?:bring\w*|brought) up|talk\w* about|(?:told|tell\w*) (?:me|us) about|heard (?:of|about)|"
    r"refer\w* \w+ (?:to|for)|go to|needs?|wants?|got) "
    r"(?P<named>[^.,;!?\"“]{3,60})",
    re.I,
)
"""What a message names before it asks what that is: something in quotation marks, or what somebody mentioned."""


def read(
    understand: Callable[..., list[Asked]],
    search: HybridSearch,
    text: str,
    history: Sequence[str],
    without: Sequence[Removable],
    told: Callable[[], Told],
) -> list[Asked]:
    """The questions that a message asks, as it is understood; one that only seems to point back without the history.

    `told` is what the answer to the turn before told.
    """
    parts = understand(text, history, without)
    if history and len(parts) == 1 and (strays(parts[0], search) or leans_on(parts[0], told, search)):
        return understand(text, history, without, lean=True)
    alone = understand(text, (), without) if parts[0].follow_up else []
    itself = len(alone) == len(parts) and read_alone(alone[0], text, parts[0], search)
    return alone if itself else parts


def compared(in_one_piece: Callable[[str], list[Asked]], search: HybridSearch, text: str) -> list[Asked]:
    """A question on a difference, read `in_one_piece`, when a passage answers just that; else nothing."""
    if not differing(text):
        return []
    whole = unframed(text).partition(",")[0]
    near = [hit for hit in search.search(whole, 5) if hit.best >= _AS_ASKED]
    both = search.lexical.telling(" ".join(differing(text)))
    if not any(both <= search.lexical.stems_of([hit.position]) for hit in near):
        return []
    return in_one_piece(whole)


_GOES_THERE = re.compile(r"\b(?:go|be|get in|attend|work|live|stay|come|sent|placed|in) (?:over )?there\b", re.I)
"""What points at a place that was told: 'can my daughter go there'."""


def read_alone(asked: Asked, text: str, leaning: Asked, search: HybridSearch) -> bool:
    """Whether a question that points back says enough by itself to be answered without what was said before.

    The message `text` that it opens tells much and it has a near passage, or a passage answers it as it is worded: one
    that is written for the same readers as what it would lean on, if it is read as `leaning`.
    """
    if cues.FOLLOW_START.match(asked.text) or asked.intent not in ("question", *_COMPLETE):
        return False
    if cues.PLACE_TOLD.match(asked.text) or (cues.THEIRS.search(asked.text) and cues.CONTACT.search(asked.text)):
        return False
    if leaning.organizations and not asked.organizations and wants_contact(asked.text):
        return False
    if (leaning.organizations or leaning.places) and not _names(asked) and _GOES_THERE.search(asked.text):
        return False
    if asked.intent in _COMPLETE:
        return asked.intent != "list" or not cues.ANAPHORA.search(asked.text)
    hits = search.search(asked.text, 3)
    told = search.lexical.told(text)
    best = max((hit.best for hit in hits), default=0.0)
    worded = best >= WORDED and len(asked.text.split()) > TWO
    near = _ALONE if _USED.search(asked.text) is None else CLOSELY
    alone = worded or (told >= MUCH and best >= near) or (told >= ENOUGH and best >= CLOSELY)
    earlier = search.search(topic_of(leaning, search), 1) if alone else []
    readers = {for_families(hit.position, search) for hit in (*hits[:1], *earlier)}
    return alone and not readers >= {True, False}


def strays(asked: Asked, search: HybridSearch) -> bool:
    """Whether a later turn that seems to stand by itself is far from all passages: 'do the pieces have to wait'."""
    if asked.follow_up or asked.context or _names(asked) or asked.intent != "question":
        return False
    least = _STRAYS if search.told(asked.text) < _TELLS_ALL else _NOWHERE
    return all(hit.best < least or is_limit(hit.position, search) for hit in search.search(asked.text, 3))


def leans_on(asked: Asked, told: Callable[[], Told], search: HybridSearch) -> bool:
    """Whether a turn that names nothing is likely asked after the passage which led the answer before.

    Where it is near no passage by itself, or only near one for other readers: 'what if I blow the deadline' after the
    training of board members is near the deadlines of families.
    """
    if asked.follow_up or asked.intent != "question" or asked.need or _names(asked) or not (before := told().led):
        return False
    at, first = search.position(before), search.search(asked.whole, 1)[0]
    readers = for_families(at, search)
    others = {readers, for_families(first.position, search)} >= {True, False}
    if first.best >= (_OF_OTHERS if others else _NOWHERE):
        return False
    titled = f"{search.passages[at].title}. {asked.whole}"
    alone, behind = encode_queries(search.encoder, [asked.whole, titled])
    chances = search.next_chances(alone, behind, at)
    likely = int(chances.argmax())
    return float(chances[likely]) >= _LIKELY_AFTER and for_families(likely, search) is readers


def _names(asked: Asked) -> bool:
    """Whether a turn names something of its own that it is on."""
    named = asked.places or asked.organizations or asked.citations or asked.outside
    return bool(named or any(cue.search(asked.text) for cue in (cues.NEW_TOPIC, cues.MOEC, cues.COLLABORATIVE)))


def restated(asked: Asked, search: HybridSearch) -> Asked:
    """The question before, where a follow-up only wants the source of its answer ('what section is that in').

    'What is that' asks what the thing is that the message named last.
    """
    pointing = _WHAT_IS_THAT.search(asked.text)
    told = f"{asked.context} {asked.text[: pointing.start()]}" if pointing else ""
    if pointing and len(asked.organizations) == 1 and not asked.follow_up:
        whose, need = asked.organizations[0].name, asked.need
        if need.categories and need.words:
            return replace(asked, text=f"what {need.words[0]} does {whose} offer", context="", intent="where")
        return replace(asked, text=f"what is {whose}", context="", intent="profile")
    if named := [m for m in _MENTIONS.finditer(told) if not (m["named"] or "").startswith("to ")]:
        if len(asked.organizations) == 1:
            return replace(asked, text=f"what is {asked.organizations[0].name}", context="", intent="profile")
        return replace(asked, text=f"what is {named[-1]['quoted'] or named[-1]['named']}", context="", follow_up=False)
    permitted = _MAY_CALL.search(asked.text)
    if asked.follow_up and asked.intent in _OF_RECORDS and (permitted or known_next(asked, search)):
        return replace(asked, intent="question", organizations=())
    said = search.lexical.telling(search.lexical.speller.correct_text(asked.text)) - search.lexical.telling(_ABOUT)
    if asked.intent == "source" and asked.context and not (asked.follow_up or said):
        return replace(asked, text=asked.context, context="", intent="question")
    if asked.intent != "source" or not asked.follow_up or not asked.previous or said:
        return asked
    earlier = asked.context.removesuffix(asked.previous).strip()
    return replace(asked, text=asked.previous, context=earlier, intent="question", follow_up=bool(earlier))


def hits_of(asked: Asked, query: Query, search: HybridSearch) -> tuple[list[Hit], bool]:
    """What search finds, best first; for a follow-up in the light of the question before, which it may repeat.

    Where a place was named before, that was answered from records.
    """
    hits = search.search(query, FOUND)
    if not (asked.follow_up and asked.intent == "question" and query.context) or (asked.beside and asked.places):
        return hits, False
    if asked.places:
        return on_what_was_sought(hits, query, search, search.position(WAY_IN)), False
    moved, repeats = following(hits, asked, query, search)
    return moved, repeats and not asks_what_follows(asked)


def in_two(parts: list[Asked], search: HybridSearch) -> list[Asked]:
    """A question on two deeds ('approving and amending the budget') in two, unless one passage speaks of both."""
    asked, pair = parts[0], paired(parts[0].text)
    if len(parts) > 1 or not pair:
        return parts
    first = search.search(query_of(asked, search), 1)
    spoken = search.lexical.stems_of(hit.position for hit in first)
    both = all(search.lexical.telling(part) <= spoken for part in pair)
    if both or asked.intent not in ("question", "citation"):
        return [asked]
    return [replace(asked, text=part, beside=number > 0) for number, part in enumerate(pair)]


def in_one(parts: list[Asked], search: HybridSearch) -> list[Asked]:
    """The bare yes-or-no questions behind a story as one: 'am I in trouble, do I have to do something'."""
    polar = all(part.intent == "question" and cues.YES_OR_NO.search(part.text) for part in parts)
    bare = polar and all(search.told(part.text) < _TELLS_ENOUGH_ALONE for part in parts)
    if len(parts) < 2 or not bare or search.told(parts[0].context) < TOLD:
        return parts
    return [replace(parts[0], text=", ".join(part.text for part in parts))]


def in_order(found: list[Found], draft: Draft, asked: Asked, search: HybridSearch) -> list[Found]:
    """What was found in the order in which it may answer: the nearest first where nothing before it tells more.

    A further part is not answered by the passage that was told, where that lacks a word which it turns on and another
    one has it.
    """
    if asked.after:
        told = bool(found) and draft.has(found[0].passage) and lacks(found[0], asked, search)
        first = [f for f in found[1:_LOOKED] if not lacks(f, asked, search)][:1] if told else []
        return [*first, *(f for f in found if f not in first)]
    return found if asked.follow_up and not asked.beside else nearest_first(found)


def lacks(item: Found, asked: Asked, search: HybridSearch) -> bool:
    """Whether a passage that is not close has not a word that a part of a message turns on: 'do they get tenure'."""
    turns = {word for word, _ in missing(asked, [item], search)} - set(MEASURES.split())
    return item.hit.best < NEARLY and bool(turns)


def sought_here(asked: Asked, masked: str, found: Sequence[Found], search: HybridSearch) -> bool:
    """Whether a search around a place is for what programs are about, and not for a pizza or a dentist there.

    Where neither a place nor a program is named, one of the first passages found has to be a program: else a need was
    only told of a child on whom something else is asked. It speaks of a child, a need or a school, or a program that
    was found has most of its words, by rarity; they are taken from the question without its names, `masked`.
    """
    if cues.HELPERS.search(asked.text):
        return False
    at_large = not (asked.places or asked.organizations or asked.follow_up or cues.PROGRAMS.search(asked.text))
    if at_large and not any(f.passage.program for f in found[:_NONE_AMONG]):
        return False
    if asked.need or asked.need.young or asked.organizations or asked.follow_up or cues.PROGRAMS.search(asked.text):
        return True
    lexical = search.lexical
    weights = {stem: lexical.rarity(stem) for stem in lexical.stems(masked)}
    weights = {stem: weights[stem] for stem in weights.keys() - set(lexical.stems(f"{ANYTHING} {_AROUND}"))}
    sought = {stem: weight for stem, weight in weights.items() if weight >= _TELLS}
    programs = [lexical.stems_of([f.hit.position]) for f in found if f.passage.program][:_LOOKED]
    most = max((sum(sought[stem] for stem in sought.keys() & stems) for stems in programs), default=0.0)
    return most >= _MOST * sum(sought.values())


def closest(query: Query, found: Sequence[Found], search: HybridSearch) -> float:
    """The best cosine of the text beside a query with one of the first passages."""
    if query.beside is None:
        return 0.0
    first = [f.hit.position for f in found if f.passage.kind != "limits"][:3]
    return max((float(search.nearness(query.beside[None], position)[0]) for position in first), default=0.0)
