"""How sure a measured mean is, and whether two systems differ: bootstrap and paired randomisation."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_CHUNK = 500


def interval(
    scores: Sequence[float], level: float = 0.95, resamples: int = 10_000, seed: int = 7
) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean; (0, 0) without scores."""
    values = np.asarray(scores, np.float64)
    if not len(values):
        return 0.0, 0.0
    rng = np.random.default_rng(seed)
    means = [values[rng.integers(0, len(values), (n, len(values)))].mean(1) for n in _chunks(resamples)]
    low, high = np.quantile(np.concatenate(means), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def p_value(ours: Sequence[float], theirs: Sequence[float], rounds: int = 10_000, seed: int = 7) -> float:
    """Two-sided paired randomisation test: how often random exchanges of each pair differ as much as what was measured.

    The scores are of the same questions in the same order. Raises ValueError when they are not equally many.
    """
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} and {len(theirs)} scores cannot be paired")
    differences: NDArray[np.float64] = np.asarray(ours, np.float64) - np.asarray(theirs, np.float64)
    measured = abs(differences.sum())
    rng = np.random.default_rng(seed)
    extreme = 0
    for count in _chunks(rounds):
        signs = rng.integers(0, 2, (count, len(differences))) * 2 - 1
        extreme += int((np.abs(signs @ differences) >= measured - 1e-9).sum())
    return (extreme + 1) / (rounds + 1)


def _chunks(total: int) -> Iterator[int]:
    """Sizes that sum to the total, small enough for the memory."""
    for start in range(0, total, _CHUNK):
        yield min(_CHUNK, total - start)
