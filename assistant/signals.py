"""What decides whether the documents answer a question."""

from dataclasses import dataclass


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
