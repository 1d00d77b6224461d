"""What is known to be asked next: the passage that answers a later turn which people ask after what was said."""

from collections.abc import Sequence
from dataclasses import replace

from assistant import cues
from assistant.admission import WAY_IN
from assistant.asked import Asked
from assistant.following import ASKED_SO, answered_before, is_limit
from assistant.querying import query_of
from assistant.quoting import Found
from index.search import HybridSearch

_GENERAL, _DECLINED = 0.86, 0.77
"""Mean cosines from which a turn after an answer from records, or of one record after a decline, is one that is known
to be asked."""
_VERBATIM = 0.97
"""The same for a turn that is known in these very words."""
WORD_FOR_WORD = 0.9
"""The same where a turn names something of its own: it is just what is known to be asked."""


def known_next(asked: Asked, search: HybridSearch, least: float = ASKED_SO) -> str:
    """The id of the passage that answers a later turn which is nearly one that is known to be asked; else nothing.

    `least` is the mean cosine of both turns from which it is that.
    """
    if asked.known:
        return asked.known
    if not asked.follow_up or asked.beside or cues.CONTACT.search(asked.text):
        return ""
    if asked.refines:
        least = max(least, WORD_FOR_WORD)
    query = query_of(asked, search)
    before = answered_before(asked, search)[:1] if query.context else []
    of_town = asked.places and not asked.organizations and asked.intent != "question"
    if of_town or (asked.places and cues.PROGRAMS.search(asked.previous)):
        # Records answered that, or answer this.
        before = []
    after = [(position, least) for position in before]
    if asked.places or asked.organizations:
        declined = bool(before) and is_limit(before[0], search)
        told = max(least, _DECLINED if declined else WORD_FOR_WORD)
        after = [
            *([] if declined else [(search.position(WAY_IN), _GENERAL)]),
            *((position, told) for position in before),
        ]
    for position, enough in after:
        known = search.followed(query.alone, position)
        if known.max() >= enough:
            return search.passages[int(known.argmax())].id
    return ""


def known_beside(asked: Asked, after: str, search: HybridSearch) -> Asked:
    """A part of a message with the passage `after` that the part before was answered with, and what is known then.

    That is the passage which answers what people are known to ask so after the other.
    """
    asked = replace(asked, after=after if asked.beside and asked.intent == "question" else "")
    if not asked.after or asked.places or asked.organizations or cues.CONTACT.search(asked.text):
        return asked
    known = search.followed(search.query(asked.text).alone, search.position(after))
    first = search.passages[int(known.argmax())].id
    return replace(asked, known=first) if known.max() >= ASKED_SO and first != after else asked


def led_by(known: str, found: list[Found], hits: Sequence[Found], asked: Asked, search: HybridSearch) -> list[Found]:
    """What was found, led by the passage, not told yet, that is `known` to answer a turn known in these very words.

    Or in others, where a place or a collaborative was told.
    """
    led = asked.organizations or (asked.places and not cues.PROGRAMS.search(asked.previous))
    other = known != asked.led and not asked.places
    led = led or (other and known_next(asked, search, _VERBATIM) == known)
    first = [f for f in hits if f.passage.id == known] if led else []
    return [*first[:1], *(f for f in found if f.passage.id != known)] if first else found
