"""What decides whether the documents answer a question, and which further passages are said."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Signals:
    """What decides whether the documents answer a question.

    `several` and `text` are cosines of the question with the first passage's nearest faces together and with its text,
    `coverage` is the share of the question's words, weighted by rarity, that the first three passages hold, `lead` the
    share that the first one holds, and `ahead` by how much of the score (0 to 1) it is before the next. `length` is the
    square root of the number of words: a long question has lower cosines with what answers it.
    """

    several: float
    text: float
    coverage: float
    lead: float
    ahead: float
    length: float


class Beside(NamedTuple):
    """What speaks for a passage beside the first one.

    `several` and `text` are by how much of a cosine it is nearer to the question than the first, with its nearest faces
    and with its text; `alike` is the cosine of the two texts, `best` that of the question with its nearest face; `rank`
    counts the passages between the two.
    """

    several: float
    text: float
    alike: float
    best: float
    rank: float
