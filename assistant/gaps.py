"""What a question turns on and its nearest passages do not have: a word, or the kind of fact that it wants."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.acronyms import spelt_out
from assistant.asked import Asked
from assistant.expected import Kind, holds
from assistant.having import other_object, wants_property
from assistant.premise import claim_of
from assistant.quoting import Found
from index.encoder import encode_queries
from index.search import HybridSearch, Query
from index.tokens import words

_RARE = 4.0
"""Rarity from which a word can be what a question turns on."""
_PULLS = 0.05
"""By how much of a cosine the first passage comes nearer when the word is left out: it is not a synonym then."""
_SURELY = 0.1
"""By how much it comes nearer where it is near with the word already."""
_NEAR, _SAME = 0.8, 0.9
"""Cosine from which a passage is near the question, and from which it answers it in other words."""
_FAR = 0.55
"""Cosine below which the first passage is not worth showing either."""
_STATED = 0.68
"""Cosine from which a passage can be the section that is asked for: no other one is named as the place of a rule."""
_LONG = 5
"""Letters of a word that may be a slip of a common one."""
_LONGEST = 18
"""Words of a question from which it tells a story, in which many words weigh nothing."""
_AROUND = (
    "cite citation memo quote source link page paragraph journalist reporter mother father mom dad brother sister "
    "nephew niece cousin grandma grandpa grandmother grandfather wife husband friend neighbor please thanks hello "
    "mine ours yours exec regs regulation statute mass massachusetts youngster kiddo folks guy lady teenager "
    "till violation compliance mention tell hear wonder think believe understand guess somebody anybody regarding "
    "finder concerning constitute comprise entail involve oldest youngest eldest "
    "myself yourself himself herself itself ourselves yourselves themselves "
    "monday tuesday wednesday thursday friday saturday sunday weekday weekdays weekend weekends tonight noon midnight "
    "blow blew blown anymore sink derail doom scuttle slip slips slipped "
    "tho though thru idk lol btw asap ok okay yeah yep nope gonna wanna gotta kinda sorta dunno anyways eat eats"
)
"""Words around a question rather than in it."""
_HOW = re.compile(r"\w{2,}(?:ic|al|ful|ous|ive|ate|ent|ant|ar[iy]|ess?ar[iy])ly", re.I)
"""A word that tells how something is done: 'automatically', which nobody asks after."""
_CONTRACTED = re.compile(r"(?:did|do|does|is|are|was|were|would|should|could|have|has|had|wo|ca|ai)n?t", re.I)
"""A word with "not" in it, typed without its apostrophe."""
_OWNS_UP = re.compile(
    r"\bdocuments (?:do not|(?:give|hold|name|have|tell|show|list|state|set) no|say nothing)|\bnot in our documents",
    re.I,
)
"""How a passage says what the documents lack."""
_POINTS = re.compile(
    r"\b(?:full|part)[ -]?time\b|"
    r"\b(?:spanish|portuguese|chinese|mandarin|arabic|vietnamese|haitian creole|russian|khmer)\b",
    re.I,
)
"""Words of what a question turns on though they are common: 'does she have to be full time', 'in Spanish'."""
_ABSENT: dict[Kind, tuple[str, int]] = {
    "duration": ("how long or how soon that is", 2),
    "date": ("that date", 2),
    "money": ("that amount", 3),
    "percent": ("that percentage", 3),
    "count": ("that number", 3),
    "person": ("that name", 3),
}
"""What a kind of fact is called when it is absent, and among how many of the first passages it is looked for."""


@dataclass(frozen=True)
class Gap:
    """What to say of what is lacking.

    `named` is whether it says what that is; `far` whether the nearest passage is too far to be shown; `otherwise`
    whether it answers in another way (a date where a time was asked for), and is said before what it lacks.
    """

    said: str
    named: bool = False
    far: bool = False
    otherwise: bool = False


def gap(
    asked: Asked, query: Query, found: Sequence[Found], wanted: Kind | None, search: HybridSearch, sure: bool
) -> Gap | None:
    """What the passages found (best first) lack of what a question turns on, or None.

    Where it is `sure` that they answer it, a single word that they do not have is none.
    """
    if asked.intent == "source" and found and found[0].hit.best < _STATED and not _speaks(found[0], query, search):
        return Gap("Our documents name no section for that.", named=True, far=found[0].hit.best < _FAR)
    if asked.intent != "question":
        return None
    far = found and (found[0].hit.best < _STATED or not _names(found[0], other_object(asked.text), search))
    told = not asked.follow_up and all(place.said.lower() not in asked.text.lower() for place in asked.places)
    if asked.places and not told and far and wants_property(asked):
        return Gap("Our documents do not say that.", named=True, far=True)
    return (
        _untold(asked, found)
        or _absent(asked, found, wanted)
        or (None if sure else _unspoken(asked, query, found, search))
    )


def _untold(asked: Asked, found: Sequence[Found]) -> Gap | None:
    """What of common words a question turns on, where the first passage and its questions have none of it."""
    point = _POINTS.search(asked.text)
    if point is None or not found or owns_up(found[0]):
        return None
    first = found[0].passage
    if any(re.search(rf"\b{re.escape(point[0])}", said, re.I) for said in (first.text, *first.asks)):
        return None
    return Gap(
        f"Our documents do not say anything about “{point[0]}” in this.", named=True, far=found[0].hit.best < _FAR
    )


def owns_up(item: Found) -> bool:
    """Whether a passage says itself what is not known: nothing more has to be said before it."""
    return _OWNS_UP.search(item.passage.text) is not None


def _speaks(item: Found, query: Query, search: HybridSearch) -> bool:
    """Whether a passage has all that a question of few words ('keep a website') tells, and is not far from it."""
    told = search.lexical.telling(query.corrected)
    return item.hit.best >= _FAR and bool(told) and told <= search.lexical.stems_of([item.hit.position])


def _names(item: Found, thing: str, search: HybridSearch) -> bool:
    """Whether a passage has a word of the thing that is asked after, where one tells."""
    told = search.lexical.telling(search.lexical.speller.correct_text(thing))
    return not told or bool(told & search.lexical.stems_of([item.hit.position]))


def _absent(asked: Asked, found: Sequence[Found], wanted: Kind | None) -> Gap | None:
    """The kind of fact that is wanted (a time, a sum, a name), when none of the first passages holds one."""
    if wanted is None or (asked.beside and asked.follow_up):
        return None
    called, reach = _ABSENT[wanted]
    if any(holds(wanted, f.passage.text, asked.text) for f in found[:reach]):
        return None
    dated = wanted == "duration" and holds("date", found[0].passage.text)
    far = wanted == "person" or found[0].hit.best < _FAR
    return Gap(f"Our documents do not give {called}.", named=True, far=far, otherwise=dated)


def _unspoken(asked: Asked, query: Query, found: Sequence[Found], search: HybridSearch) -> Gap | None:
    """What a short question turns on and its nearest passages (best first) do not speak of, or None.

    A word is taken only when the first passage is nearer to the question without it: leaving out a synonym of what
    the passage says takes the question farther away.
    """
    if (
        not found
        or found[0].hit.best >= _SAME
        or len(asked.text.split()) > _LONGEST
        or claim_of(f"{asked.context}, {asked.text}")
    ):
        return None
    lacking = missing(asked, found, search)[:3]
    if not lacking:
        return None
    texts = [query.corrected, *(_without(query.corrected, corrected) for _, corrected in lacking)]
    cosines = search.nearness(encode_queries(search.encoder, texts), found[0].hit.position)
    pulls, (word, corrected) = max(zip((cosines[1:] - cosines[0]).tolist(), lacking, strict=True))
    if pulls < (_PULLS if found[0].hit.best < _NEAR else _SURELY):
        return None
    anywhere = word == corrected and word in search.lexical.vocabulary
    said = f"Our documents do not say anything about “{word}”{' in this' if anywhere else ''}."
    return Gap(said, named=True, far=found[0].hit.best < _FAR)


def missing(asked: Asked, found: Sequence[Found], search: HybridSearch) -> list[tuple[str, str]]:
    """The telling words of a question that none of the first passages has, as written and corrected, rarest first."""
    lexical = search.lexical
    spoken = lexical.stems_of(f.hit.position for f in found[:3])
    named = set(words(" ".join([*(p.said for p in asked.places), *(p.name for p in asked.places)])))
    named |= {w for org in asked.organizations for w in words(org.name)}
    missing, around = [], set(lexical.stems(_AROUND))
    for word in dict.fromkeys(words(asked.text)):
        corrected = lexical.speller.correct(word)
        # A word that the encoder knows is no misspelling, whatever the corpus has that is spelt like it.
        meant = word if search.knows(word) else corrected
        stem = "".join(lexical.stems(meant))
        if stem in around or meant in named or not meant.isalpha() or len(stem) < 3 or stem in spoken:
            continue
        if (
            _CONTRACTED.fullmatch(word)
            or _HOW.fullmatch(word)
            or spelt_out(word) != word
            or _slip_of_everyday(word, search)
        ):
            continue
        if lexical.rarity(stem) >= _RARE and not any(s.startswith(stem) for s in spoken):
            missing.append((word, corrected))
    return sorted(missing, key=lambda pair: -lexical.rarity("".join(lexical.stems(pair[0]))))


def _slip_of_everyday(word: str, search: HybridSearch) -> bool:
    """Whether a word that nobody knows is a common one of English with a letter left out or twice: 'somthing'."""
    if search.knows(word) or len(word) < _LONG:
        return False
    letters = "abcdefghijklmnopqrstuvwxyz"
    more = (f"{word[:at]}{letter}{word[at:]}" for at in range(len(word) + 1) for letter in letters)
    fewer = (word[:at] + word[at + 1 :] for at in range(len(word)))
    return any(search.everyday(other) for other in (*fewer, *more))


def _without(text: str, word: str) -> str:
    """A text without a word."""
    return " ".join(re.sub(rf"\b{re.escape(word)}\b", " ", text).split())
