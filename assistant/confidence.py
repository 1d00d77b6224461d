"""Whether the documents answer a question: a logistic model over what search says of its best passage."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.lexical import LexicalIndex
from index.search import Hit


@dataclass(frozen=True)
class Signals:
    """What decides: cosine of the best face and of the whole text, and the share of the question's rare words found."""

    best: float
    text: float
    coverage: float
    margin: float


# Fitted by `assistant evaluate decline` on the development half of the golden questions.
WEIGHTS = Signals(best=9.0, text=2.0, coverage=3.0, margin=1.0)
BIAS = -6.6
THRESHOLD = 0.5


def signals(question: str, hits: Sequence[Hit], lexical: LexicalIndex) -> Signals:
    """The signals of a question's hits (best first)."""
    if not hits:
        return Signals(0.0, 0.0, 0.0, 0.0)
    best = max(hits[:3], key=lambda h: h.best)
    coverage = lexical.coverage(question, [hit.position for hit in hits[:3]])
    margin = hits[0].score - hits[min(5, len(hits) - 1)].score
    return Signals(best.best, best.text, coverage, margin)


def confidence(given: Signals) -> float:
    """The probability (0 to 1) that the best passage answers the question."""
    total = (
        BIAS
        + WEIGHTS.best * given.best
        + WEIGHTS.text * given.text
        + WEIGHTS.coverage * given.coverage
        + WEIGHTS.margin * given.margin
    )
    return 1 / (1 + math.exp(-total))
