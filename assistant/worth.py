"""Which further passages are worth saying beside the first one: a logistic model over what search says of both."""

import math
import re

from assistant.quoting import Found
from assistant.signals import Beside
from index.search import HybridSearch

# Fitted on the judged messages (`assistant evaluate further`).
WEIGHTS = Beside(several=4.5, text=0.5, alike=1.15, best=0.55, rank=-0.23)
BIAS = -2.35
_SAY, _SAY_OF_ONE = 0.17, 0.4
"""Probability from which a passage is said, and where one thing is asked, or one of two: strict examiners of eleven
sets blamed 33 of 40 such second passages, and 30 of 52 behind a question with 'and'."""
_REPEATS, _MUCH = 0.66, 0.5
"""Cosine of two passages' texts from which the one repeats the other, and the probability from which it is said still:
strict examiners blamed all nine such second passages of two examinations."""
_SEVERAL = re.compile(r"\b(?:and|versus|vs)\b|\?.*\?", re.I)
"""Words of a question that may ask for several things: 'who keeps the assets and the records'."""


def beside(item: Found, first: Found, rank: int, search: HybridSearch) -> Beside:
    """What search says of a passage beside the first one."""
    mine, other = item.hit, first.hit
    alike = search.alike(mine.position, other.position)
    return Beside(mine.several - other.several, mine.text - other.text, alike, mine.best, float(rank))


def is_worth(given: Beside, question: str, later: bool = False) -> bool:
    """Whether a passage is said beside the first one."""
    if _SEVERAL.search(question) and not later:
        return worth(given) >= _SAY
    if given.alike >= _REPEATS:
        return worth(given) >= _MUCH and not later
    return worth(given) >= _SAY_OF_ONE


def worth(given: Beside) -> float:
    """The probability (0 to 1) that a passage is worth saying too."""
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, given, strict=True))
    return 1 / (1 + math.exp(-total))
