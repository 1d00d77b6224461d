"""Which further passages are worth saying beside the first one: a logistic model over what search says of both."""

import math

from assistant.quoting import Found
from assistant.signals import Beside
from index.search import HybridSearch

# Fitted on the judged messages (`assistant evaluate further`).
WEIGHTS = Beside(several=4.5, text=0.5, alike=1.15, best=0.55, rank=-0.23)
BIAS = -2.35
SAY = 0.17
"""Probability from which a passage is said."""


def beside(item: Found, first: Found, rank: int, search: HybridSearch) -> Beside:
    """What search says of a passage beside the first one."""
    mine, other = item.hit, first.hit
    alike = search.alike(mine.position, other.position)
    return Beside(mine.several - other.several, mine.text - other.text, alike, mine.best, float(rank))


def worth(given: Beside) -> float:
    """The probability (0 to 1) that a passage is worth saying too."""
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, given, strict=True))
    return 1 / (1 + math.exp(-total))
