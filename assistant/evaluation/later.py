"""What opens the answer to a later turn: conversations with the passages that should, and a fit of the weights for it.

The conversations were written by agents from the passages, in everyday words; every fifth turn is held out.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant import querying, seeking
from assistant.engine import Assistant
from assistant.evaluation.first import Labelled
from assistant.following import WEIGHTS, Later, answered_before, weighed
from index.encoder import Vectors

HELD_OUT = 5
"""One turn in so many is held out."""
_SPREAD = 0.085
"""The standard deviation that the fitted scores of the first passages have, as those of search do."""
_RIDGE = 0.003
_FIRST = 12


class Turn(NamedTuple):
    """The signals of the passages found for a later turn, a row each; which of them should and may open the answer."""

    signals: Vectors
    right: NDArray[np.bool_]
    allowed: NDArray[np.bool_]


def turns_of(assistant: Assistant, labelled: Sequence[Labelled]) -> list[Turn]:
    """The later turns that lean on what was said before, and for which search finds a passage that should open."""
    found = (turn_of(assistant, item) for item in labelled if item.history)
    return [turn for turn in found if turn is not None and turn.right.any()]


def turn_of(assistant: Assistant, labelled: Labelled) -> Turn | None:
    """The signals and labels of one later turn; None where it stands by itself or is answered from records."""
    parts = assistant.read(labelled.question, labelled.history)
    asked, search = seeking.restated(parts[0], assistant.search), assistant.search
    query = querying.query_of(asked, search)
    if len(parts) > 1 or not asked.follow_up or asked.intent != "question" or not query.context:
        return None
    hits, signals = weighed(search.search(query, seeking.FOUND), query, search, answered_before(asked, search))
    ids = [hit.id for hit in hits]
    return Turn(signals, np.isin(ids, labelled.best), np.isin(ids, labelled.ok))


def fit(turns: Sequence[Turn]) -> Later:
    """The weights by which the passages that should open are likeliest first (a softmax over those found)."""
    from scipy.optimize import minimize

    rows = np.concatenate([turn.signals for turn in turns])
    mean, deviation = rows.mean(0), rows.std(0) + 1e-6
    scaled = [((turn.signals - mean) / deviation).astype(np.float64) for turn in turns]

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = _RIDGE * float(weights @ weights), 2 * _RIDGE * weights
        for signals, turn in zip(scaled, turns, strict=True):
            scores = signals @ weights
            scores[turn.allowed & ~turn.right] = -np.inf
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            right = np.where(turn.right, chances, 0)
            total -= np.log(right.sum()) / len(turns)
            slope = slope + signals.T @ (chances - right / right.sum()) / len(turns)
        return total, slope

    weights = minimize(cost, np.zeros(len(mean)), jac=True, method="L-BFGS-B").x / deviation
    spread = np.mean([np.sort(turn.signals @ weights)[-_FIRST:].std() for turn in turns])
    return Later(*(weights * _SPREAD / spread).tolist())


def first_right(turns: Sequence[Turn], weights: Sequence[float]) -> float:
    """The share of turns for which a passage comes first that should, or may."""
    at = [int((turn.signals @ np.array(weights, np.float32)).argmax()) for turn in turns]
    return sum(bool((turn.right | turn.allowed)[first]) for turn, first in zip(turns, at, strict=True)) / len(turns)


def report_later(assistant: Assistant, labelled: Sequence[Labelled]) -> str:
    """What the weights in use, those of a fit and search alone bring first, and the weights of the fit."""
    turns = turns_of(assistant, labelled)
    held = turns[::HELD_OUT]
    learnt = fit([turn for number, turn in enumerate(turns) if number % HELD_OUT])
    search = Later(*(float(name == "score") for name in Later._fields))
    shares = {"search alone": search, "in use": WEIGHTS, "a fit on the others": learnt}
    lines = [f"{len(held)} later turns held out, a passage that should or may open first:"]
    lines += [f"  {name}: {first_right(held, weights):.3f}" for name, weights in shares.items()]
    fitted = ", ".join(f"{name}={weight:.3f}" for name, weight in fit(turns)._asdict().items())
    return "\n".join([*lines, f"A fit on all {len(turns)}: {fitted}"])
