"""Tunes the weights of `index.search.Fusion` on development questions: coordinate ascent from several starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.benchmark import variants
from assistant.evaluation.retrieval import Collection, Question, Say
from index.search import Fusion, HybridSearch

Floats = NDArray[np.float32]
Scaling = Literal["peak", "range"]

SIGNALS = ("text", "best", "title", "words", "ngrams")
CLEAN_SHARE = 0.6
"""How much the clean questions count beside those with typos."""
STARTS = 6
_STEPS = (-0.1, -0.05, -0.02, -0.01, 0.01, 0.02, 0.05, 0.1)
_CUTOFF = 10


@dataclass(frozen=True)
class Signals:
    """Every candidate's signals for every question: [question, candidate, signal]; rows of NaN fill up.

    `right` is the place of the right passage among the candidates, -1 when it is not one of them.
    """

    values: Floats
    right: NDArray[np.int64]

    def scaled(self, scaling: Scaling) -> "Signals":
        """Each signal divided by the candidates' highest (peak), or also from their lowest on (range)."""
        high = np.nanmax(self.values, axis=1, keepdims=True)
        low = np.nanmin(self.values, axis=1, keepdims=True) if scaling == "range" else np.zeros_like(high)
        return Signals((self.values - low) / np.maximum(high - low, 1e-9), self.right)

    def part(self, rows: NDArray[np.int64]) -> "Signals":
        """Some of the questions."""
        return Signals(self.values[rows], self.right[rows])

    def score(self, weights: Floats) -> float:
        """Mean nDCG@10 with one right passage a question."""
        known = self.right >= 0
        fused = np.nan_to_num(self.values @ weights, nan=-1.0)
        own = fused[np.arange(len(fused)), self.right][:, None]
        above = (fused > own).sum(1)
        return float(np.where(known & (above < _CUTOFF), 1 / np.log2(above + 2), 0).mean())


@dataclass(frozen=True)
class Tuned:
    """The outcome: weights that sum to 1, and nDCG@10 on clean and misspelled questions before and after.

    `held_out` is the gain on questions that the weights were not tuned on (two halves, each tuned on the other).
    """

    scaling: Scaling
    weights: dict[str, float]
    before: tuple[float, float]
    after: tuple[float, float]
    held_out: float


def collect(search: HybridSearch, questions: Sequence[Question]) -> Signals:
    """The signals of all candidates, by the product's own search."""
    found, right = [], []
    for question in questions:
        hits = search.search(search.query(question.question, question.context), len(search.passages))
        found.append([[getattr(hit, name) for name in SIGNALS] for hit in hits])
        right.append(next((i for i, hit in enumerate(hits) if hit.id == question.passage), -1))
    values = np.full((len(found), max(map(len, found)), len(SIGNALS)), np.nan, np.float32)
    for row, signals in enumerate(found):
        values[row, : len(signals)] = signals
    return Signals(values, np.array(right, np.int64))


def tune(collection: Collection, questions: Sequence[Question], say: Say) -> list[Tuned]:
    """The best weights for each way of scaling, and what they gain."""
    judged = [question for question in questions if question.passage]
    sets = []
    for name, asked in variants(judged).items():
        say(f"Collecting the signals of {len(asked)} questions, {name} ...")
        sets.append(collect(collection.search, asked))
    return [_tuned(sets, scaling, collection.search.fusion, say) for scaling in ("peak", "range")]


def _tuned(sets: Sequence[Signals], scaling: Scaling, fusion: Fusion, say: Say) -> Tuned:
    """Tune on all questions; and on each half, to see what of the gain holds on the other."""
    scaled = [signals.scaled(scaling) for signals in sets]
    start = np.array([getattr(fusion, name) for name in SIGNALS], np.float32)
    say(f"Tuning, scaling by {scaling} ...")
    order = np.random.default_rng(7).permutation(len(scaled[0].right))
    halves = [[s.part(order[side::2]) for s in scaled] for side in (0, 1)]
    gains = [_goal(b, ascend(a, start)) - _goal(b, start) for a, b in (halves, reversed(halves))]
    best = ascend(scaled, start)
    weights = {name: round(float(w), 3) for name, w in zip(SIGNALS, best, strict=True)}
    before, after = (tuple(s.score(w) for s in scaled) for w in (start, best))
    return Tuned(scaling, weights, before, after, float(np.mean(gains)))  # type: ignore[arg-type]


def ascend(sets: Sequence[Signals], start: Floats, starts: int = STARTS, seed: int = 7) -> Floats:
    """The best weights found by coordinate ascent from the given ones and from random ones; they sum to 1."""
    rng = np.random.default_rng(seed)
    firsts = [start, *(rng.dirichlet(np.ones(len(start)) * 4).astype(np.float32) for _ in range(starts - 1))]
    return max((_climb(sets, first) for first in firsts), key=lambda weights: _goal(sets, weights))


def _climb(sets: Sequence[Signals], weights: Floats) -> Floats:
    """Change one weight at a time as long as that helps."""
    best, improved = _goal(sets, weights), True
    while improved:
        improved = False
        for signal in range(len(weights)):
            for step in _STEPS:
                changed = weights.copy()
                changed[signal] = max(0.0, changed[signal] + step)
                changed /= max(changed.sum(), 1e-9)
                if (score := _goal(sets, changed)) > best + 1e-5:
                    weights, best, improved = changed, score, True
    return weights


def _goal(sets: Sequence[Signals], weights: Floats) -> float:
    """What is maximised: nDCG@10, clean questions counting more than misspelled ones."""
    clean, misspelled = (signals.score(weights) for signals in sets)
    return CLEAN_SHARE * clean + (1 - CLEAN_SHARE) * misspelled
