"""Whether the documents answer a question: a logistic model over what search says of its best passage."""

import math
from collections.abc import Sequence
from dataclasses import fields

from assistant.expected import Kind, holds
from assistant.quoting import Found
from assistant.signals import Signals
from index.lexical import LexicalIndex

# Set on the development half of the golden questions, beside the fit that `assistant evaluate decline` prints.
WEIGHTS = Signals(best=8.0, text=2.0, coverage=1.0, lead=2.0, typed=1.3)
BIAS = -6.7
DECLINE = 0.6
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
