"""How much two texts on one subject have in common: rare words count more, endings do not."""

import math
import re
from collections import Counter
from collections.abc import Sequence

import Stemmer

_WORD = re.compile(r"[a-z]{3,}|\d+(?:\.\d+)?")


class Likeness:
    """Compares texts to a fixed row of others."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._stems = [self._of(text) for text in texts]
        counts = Counter(stem for stems in self._stems for stem in stems)
        self._weights = {stem: math.log(1 + len(texts) / n) for stem, n in counts.items()}
        self._norms = [self._norm(stems) for stems in self._stems]

    def _of(self, text: str) -> frozenset[str]:
        """The stems of a text."""
        return frozenset(self._stemmer.stemWords(_WORD.findall(text.lower())))

    def _norm(self, stems: frozenset[str]) -> float:
        """The length of a text as a vector of its stems' weights; words that no text of the row has count a little."""
        return math.sqrt(sum(self._weights.get(stem, 1.0) ** 2 for stem in stems)) or 1.0

    def scores(self, text: str) -> list[float]:
        """The likeness (0 to 1) of a text to each of the row."""
        mine = self._of(text)
        norm = self._norm(mine)
        return [
            sum(self._weights[stem] ** 2 for stem in mine & stems) / (norm * other)
            for stems, other in zip(self._stems, self._norms, strict=True)
        ]
