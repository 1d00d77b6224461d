"""Whether the documents answer a question: a logistic model over what search says of its best passage."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from assistant.expected import Kind, holds
from assistant.quoting import Found
from index.lexical import LexicalIndex


@dataclass(frozen=True)
class Signals:
    """What decides, each 0 to 1.

    `best` and `text` are cosines of the best face and of the whole text among the first three passages, `coverage` is
    the share of the question's words, weighted by rarity, that they hold, `lead` the share that the first one holds,
    and `typed` is 1 when one of the nearest holds the kind of fact that is wanted (-1 when a person is wanted and none
    is named).
    """

    best: float
    text: float
    coverage: float
    lead: float
    typed: float


# Fitted on the development half of the golden questions; see docs of `assistant evaluate`.
WEIGHTS = Signals(best=8.0, text=2.0, coverage=1.0, lead=2.0, typed=1.3)
BIAS = -6.7
DECLINE = 0.7
HEDGE = 0.82
CLOSE = 0.8


def signals(question: str, found: Sequence[Found], lexical: LexicalIndex, wanted: Kind | None) -> Signals:
    """The signals of a question's passages (best first)."""
    if not found:
        return Signals(0.0, 0.0, 0.0, 0.0, 0.0)
    best = max(found[:3], key=lambda f: f.hit.best).hit
    coverage = lexical.coverage(question, [f.hit.position for f in found[:3]])
    lead = lexical.coverage(question, [found[0].hit.position])
    close = [f for f in found[:4] if f.hit.score >= CLOSE * found[0].hit.score]
    fitting = any(holds(wanted, f.passage.text, question) for f in close)
    return Signals(best.best, best.text, coverage, lead, 1.0 if fitting else 0.0 if wanted != "person" else -1.0)


def confidence(given: Signals) -> float:
    """The probability (0 to 1) that the documents answer the question."""
    total = BIAS + sum(getattr(WEIGHTS, f.name) * getattr(given, f.name) for f in fields(Signals))
    return 1 / (1 + math.exp(-total))
