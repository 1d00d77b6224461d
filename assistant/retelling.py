"""A passage that was said before, told again from the sentence that a later turn asks for."""

import re

from assistant.draft import sentences
from assistant.expected import expected, holds, lacks
from assistant.held import ANOTHER_SUM
from index.encoder import encode_queries
from index.search import HybridSearch

MORE = "More on this:"
"""What stands before the rest of the passage."""
_AHEAD = 0.07
"""By how much of a cosine a sentence is nearer to the turn than the first one, to be told before it."""
_CLEARLY, _NEAR = 0.1, 0.35
"""By how much it is nearer than all others, and from which cosine, so that these, which were told in the turn before,
are not told again."""
_MANY = 3
"""Sentences that have the kind of fact that is asked for, of which a cosine does not tell the right one."""
_BY_FAR = 0.25
"""By how much one of many such sentences is nearer than all others where it is the one that is asked for."""
_BARE = 5
"""Words of a turn that says little beside the kind of fact that it wants: 'and by when'."""
_LEAST = 0.22
"""Cosine from which a sentence has to do with the turn at all."""
_TIED = re.compile(
    r"\W*(?:(?:\w+ ){1,3}then|also|so|but|such|that|there|meanwhile|both|otherwise|instead|for whom|he|she|"
    r"before that|since then|see|(?:it|they|he|she) (?:\w+ )?also)\b|\(|.*:$|"
    r".*\b(?:that|this|these|those|such) (?:department|law|act|rule|clause|body|agency|list|date|amount|figure|notice|"
    r"letter|meeting|office|report|number|test|approval|list|person|final)\b",
    re.I,
)
"""A sentence that says nothing without the one before it, or the one behind it."""
_WHO_DECIDES = re.compile(
    r"\W*(?:(?:and|so|but|ok) )*who (?:all )?(?:decides?|approves?|signs?|picks?|chooses?|votes?|orders?|gets to|"
    r"makes? (?:that|the) (?:call|decision)|has (?:the|a) say|has to (?:sign|approve|agree|vote))\b(?:\W+\w+){0,4}\W*$",
    re.I,
)
"""Nothing but who has the say: one sentence of what was told names him."""
_DECIDES = re.compile(
    r"\b(?:Commissioner|boards?|districts?|Department|treasurer|director|Team|parents?|committees?|members|you)\b"
    r"(?: \w+)? (?:may|must|can|decides?|approves?|signs?|votes?|chooses?|sets?|appoints?|orders?)\b"
)
_ORDERED = re.compile(
    r"\W*(?:first|second|third|then|next|after that|last(?! confirmed)|finally)\b|\W*(?:one|two):", re.I
)
"""A step of several, which are told in their order."""


def owned_up(text: str, question: str, search: HybridSearch) -> tuple[str, str] | None:
    """The sentence that says that the kind of fact which is wanted is not in the documents, and the others.

    None where it is the first one, another sentence has a fact of the kind, or another one is nearer to the question.
    """
    parts, wanted = sentences(text), expected(question)
    held = [place for place, part in enumerate(parts) if wanted and holds(wanted, part, question)]
    if wanted is None or len(held) != 1 or held == [0] or not lacks(wanted, parts[held[0]]):
        return None
    vectors = encode_queries(search.encoder, [search.lexical.speller.correct_text(question), *parts])
    if int((vectors[1:] @ vectors[0]).argmax()) != held[0]:
        return None
    return parts[held[0]], " ".join(parts[: held[0]] + parts[held[0] + 1 :])


def near_any(text: str, turn: str, search: HybridSearch) -> bool:
    """Whether a sentence of a text has to do with a later turn."""
    vectors = encode_queries(search.encoder, [search.lexical.speller.correct_text(turn), *sentences(text)])
    return float((vectors[1:] @ vectors[0]).max()) >= _LEAST


def retold(text: str, turn: str, search: HybridSearch, seen: bool = False) -> tuple[str, str] | None:
    """The sentence of a text that comes nearest to a later turn, and the others.

    Of these only the next nearest where all was `seen`, and none where it clearly is that one. None where it is the
    first one, and not so clearly, and where one more sum is asked of a rule by sums.
    """
    parts = sentences(text)
    if len(parts) < 2 or any(map(_ORDERED.match, parts)) or ANOTHER_SUM.match(turn):
        return None
    vectors = encode_queries(search.encoder, [search.lexical.speller.correct_text(turn), *parts])
    cosines = (vectors[1:] @ vectors[0]).tolist()
    wanted = expected(turn)
    free = [place for place, part in enumerate(parts) if place == 0 or not _TIED.match(part)]
    # 'How much time' is not asked of a sentence without any.
    telling = [place for place, part in enumerate(parts) if wanted and holds(wanted, part, turn)]
    if len(turn.split()) > _BARE:
        # In a turn of some words another sentence may be meant that says so in other words: '48 hours ahead'.
        telling = [place for place in telling if cosines[place] >= max(cosines) - _AHEAD]
    if seen and _WHO_DECIDES.match(turn):
        telling = [place for place in free if _DECIDES.search(parts[place])][:1]
    first, second = sorted(cosines, reverse=True)[:2]
    if wanted and first < second + _BY_FAR and sum(holds(wanted, part, turn) for part in parts) >= _MANY:
        return None
    held = [place for place in free if place in telling] or free
    if telling and not set(held) & set(telling):
        # Only a sentence that leans on another one tells it: then all is told in its order.
        return None
    nearest = max(held, key=lambda place: cosines[place])
    best = max(range(len(parts)), key=lambda place: cosines[place])
    if seen and best not in free and best - 1 in free and not telling:
        return f"{parts[best - 1]} {parts[best]}", ""
    beside_it = not telling and wanted is None and cosines[nearest] < _LEAST
    second = max(cosine for place, cosine in enumerate(cosines) if place != nearest)
    surely = telling == [nearest] and cosines[nearest] >= second - _AHEAD
    clear = seen and (surely or cosines[nearest] >= max(_NEAR, second + _CLEARLY))
    if beside_it or (nearest and 0 in held and cosines[nearest] < cosines[0] + _AHEAD) or not (nearest or clear):
        return None
    others = [place for place in range(len(parts)) if place != nearest]
    if seen:
        # All of it stands in the answer before: the next nearest sentence is enough where it may be that one.
        others = [] if clear else sorted((place for place in free if place != nearest), key=lambda p: -cosines[p])[:1]
    return parts[nearest], " ".join(parts[place] for place in others)
