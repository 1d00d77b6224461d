"""Whether the documents answer a question: a logistic model over what search says of its best passage."""

import math
from collections.abc import Sequence
from dataclasses import fields

from assistant.quoting import Found
from assistant.signals import Signals
from index.lexical import LexicalIndex

# Fitted on labelled questions that the encoder had not learnt from, and on the judged messages (EVALUATION.md).
WEIGHTS = Signals(several=7.9, text=0.9, coverage=0.85, lead=1.4, ahead=5.2, length=0.36)
BIAS = -6.6
DECLINE = 0.3
HEDGE = 0.65


def signals(question: str, found: Sequence[Found], lexical: LexicalIndex) -> Signals:
    """The signals of a question's passages (best first)."""
    length = math.sqrt(len(question.split()))
    if not found:
        return Signals(0.0, 0.0, 0.0, 0.0, 0.0, length)
    first = found[0].hit
    ahead = first.score - found[1].hit.score if len(found) > 1 else 0.0
    coverage = lexical.coverage(question, [f.hit.position for f in found[:3]])
    lead = lexical.coverage(question, [first.position])
    return Signals(first.several, first.text, coverage, lead, ahead, length)


def confidence(given: Signals) -> float:
    """The probability (0 to 1) that the documents answer the question."""
    total = BIAS + sum(getattr(WEIGHTS, f.name) * getattr(given, f.name) for f in fields(Signals))
    return 1 / (1 + math.exp(-total))
