"""Follow-ups: the earlier topic restricts what may answer, and the earlier answer is not simply repeated."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asked import Asked
from assistant.consequences import asks_what_follows
from assistant.ranking import RULES
from index.search import Hit, HybridSearch, Query
from index.tokens import words

CONTEXT = 0.65
"""Weight (0 to 1) in a follow-up's vector of the message read together with what was said before."""
BESIDE = 0.5
"""The same weight for a further part of one message, which says more by itself."""
_TOPIC = 0.1
"""How much of the score a passage gains that has all telling words of the question before."""
_BARE, _SAYS = 0.25, 10.0
"""How much more where the question itself tells nothing; its words' rarity together from which that is nothing."""
_ITSELF, _TELLS = 0.5, 3.0
"""Weight of the cosine with the question itself; its words' rarity together from which it counts in full."""
_AGAIN = 0.1
"""How much the passage that answered before loses where another one has the new words."""
_NEARER = 0.1
"""By how much of a cosine another passage has to be nearer to a follow-up itself for the one before to lose so."""
_AS_NEAR = 0.05
"""By how much of a cosine a passage may be farther than the best and still have answered the question before."""
_OTHER = 0.2
"""How much a passage for families loses after an answer for those who run collaboratives, and the other way round."""
_TURNS = re.compile(
    r"\W*(?:(?:and|so|but|ok|okay|then) )*(?:(?:what|how about) if|"
    r"what (?:else )?(?:can|could|do|should) (?:i|we) do (?:if|when|then|about))\b",
    re.I,
)
"""What supposes that what was said does not come about: it is not answered by that."""
_TURNED, _NEAR = 0.25, 0.57
"""How much the passage that answered before loses then, where another one is as near to the question itself."""
_AROUND = "too also then instead either again even still just already yet exactly actually really happens after next"
"""Words of a follow-up that ask for nothing new."""
_FIRST = 24
"""How many of the passages found are looked at."""


def following(hits: Sequence[Hit], asked: Asked, query: Query, search: HybridSearch) -> tuple[list[Hit], bool]:
    """The hits of a follow-up, best first, in the light of the question before; whether they only repeat its answer."""
    lexical = search.lexical
    topic = lexical.telling(query.context)
    before = answered_before(asked, search)
    new = lexical.telling(query.corrected) - lexical.telling(_AROUND) - lexical.stems_of(before)
    elsewhere = any(new & lexical.stems_of([h.position]) for h in hits[:_FIRST] if h.position not in before)
    total = sum(map(lexical.rarity, topic)) or 1.0
    told = search.told(" ".join(word for word in words(asked.text) if word not in _AROUND.split()))
    bonus, itself = _TOPIC + _BARE * max(0.0, 1 - told / _SAYS), _ITSELF * min(1.0, told / _TELLS)

    others = [hit.position for hit in hits[:_FIRST] if hit.position not in before]
    nearest = max((float(search.nearness(query.alone[None], at)[0]) for at in others), default=0.0)
    turns = _TURNS.match(asked.text) is not None and nearest >= _NEAR
    audience = {kind for position in before if (kind := for_families(position, search)) is not None}

    def standing(hit: Hit) -> float:
        other = _OTHER if audience == {not for_families(hit.position, search)} else 0.0
        on_topic = sum(map(lexical.rarity, topic & lexical.stems_of([hit.position]))) / total
        near = float(search.nearness(query.alone[None], hit.position)[0])
        score = hit.score - other + bonus * on_topic + itself * near
        again = hit.position in before and (elsewhere or near <= nearest - _NEARER)
        turned = _TURNED * (turns and hit.position in before[:1])
        return score - (_AGAIN if again else 0.0) - turned

    moved = [replace(hit, score=standing(hit)) for hit in hits[: 3 * _FIRST]]
    moved.sort(key=lambda hit: -hit.score)
    first = [hit.position for hit in moved[:3]]
    return moved, bool(new) and first[:1] != [] and first[0] in before and not new & lexical.stems_of(first)


def for_families(position: int, search: HybridSearch) -> bool | None:
    """Whether a passage is written for families, or for those who run collaboratives; None for others."""
    kind = getattr(search.passages[position], "kind", "")
    return None if kind not in ("families", *RULES) else kind == "families"


def said_before(asked: Asked, search: HybridSearch) -> list[int]:
    """The position of the passage that a later turn comes after; none for a turn that stands by itself.

    None either where what comes of a duty is asked, which the passage on the duty may tell.
    """
    later = asked.follow_up and not asked.beside and asked.previous and not asks_what_follows(asked)
    return answered_before(asked, search)[:1] if later else []


def answered_before(asked: Asked, search: HybridSearch) -> list[int]:
    """The positions of the passages that answer the question before: the best one, and others as near."""
    earlier = asked.context.removesuffix(asked.previous).strip()
    query = search.query(asked.previous, earlier, CONTEXT) if earlier else search.query(asked.previous)
    hits = search.search(query, 3)
    return [hit.position for hit in hits if hit.best >= hits[0].best - _AS_NEAR]
