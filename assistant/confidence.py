"""Whether the documents answer a question: a logistic model over what search says of its best passage."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from assistant.quoting import Found
from assistant.signals import Signals
from index.lexical import LexicalIndex

# Fitted on labelled questions that the encoder had not learnt from, and on the judged messages (EVALUATION.md).
WEIGHTS = Signals(several=7.9, text=0.9, coverage=0.85, lead=1.4, ahead=5.2, length=0.36)
BIAS = -6.6
DECLINE, HEDGE, SURE = 0.29, 0.5, 0.8
"""Probabilities below which a question is declined, is answered with a warning, and may turn on a single word.

Of 46 warnings below 0.62 and 0.5 that examiners read, 28 stood before what did answer.
"""
DECLINE_AFTER, HEDGE_AFTER = 0.12, 0.35
"""The first two for one that leans on an earlier turn, of which search finds less: of labelled ones from 0.12 to 0.25,
half are answered rightly by what is found."""


def signals(question: str, found: Sequence[Found], lexical: LexicalIndex, before: str = "") -> Signals:
    """The signals of a question's passages (best first); `before` is what it leans on."""
    length = math.sqrt(len(f"{before} {question}".split()))
    if not found:
        return Signals(0.0, 0.0, 0.0, 0.0, 0.0, length)
    first = found[0].hit
    ahead = max(0.0, first.score - found[1].hit.score) if len(found) > 1 else 0.0
    coverage = lexical.coverage(question, [f.hit.position for f in found[:3]])
    lead = lexical.coverage(question, [first.position])
    return Signals(first.several, first.text, coverage, lead, ahead, length)


def confidence(given: Signals) -> float:
    """The probability (0 to 1) that the documents answer the question."""
    total = BIAS + sum(getattr(WEIGHTS, f.name) * getattr(given, f.name) for f in fields(Signals))
    return 1 / (1 + math.exp(-total))


def declines(sure: float, *, leaning: bool) -> bool:
    """Whether a question is declined for its probability of being answered; `leaning` on an earlier turn or not."""
    return sure < (DECLINE_AFTER if leaning else DECLINE)


def hedges(sure: float, *, leaning: bool) -> bool:
    """Whether a question is answered with a warning for its probability of being answered."""
    return sure < (HEDGE_AFTER if leaning else HEDGE)


@dataclass(frozen=True)
class Judged:
    """Whether one part of a question was answered, and its signals (None: records or limits decided)."""

    answered: bool
    signals: Signals | None

    @property
    def confidence(self) -> float:
        """The probability (0 to 1) that the documents answer it."""
        return confidence(self.signals) if self.signals else float(self.answered)
