"""Which passage opens the answer to a later turn: labelled turns, the signals of what is found, and the fit."""

from pathlib import Path

import numpy as np
import pytest

from assistant.engine import Assistant
from assistant.evaluation.first import Labelled, load_labelled
from assistant.evaluation.later import Turn, first_right, fit, report_later, turn_of, turns_of
from assistant.following import WEIGHTS, Later

LATER = Path("tests/golden/later")
_SAMPLE = 9


@pytest.fixture(scope="module")
def turns(assistant: Assistant) -> list[Turn]:
    """Every ninth of the labelled turns that lean on what was said before."""
    labelled = [item for items in load_labelled(LATER).values() for item in items if item.history]
    return turns_of(assistant, labelled[::_SAMPLE])


def test_the_weights_in_use(turns: list[Turn]) -> None:
    """They bring the right passage first far more often than search alone does."""
    search = Later(*(float(name == "score") for name in Later._fields))
    assert first_right(turns, WEIGHTS) >= first_right(turns, search) + 0.05


def test_a_fit_learns_what_is_there() -> None:
    """Where one signal tells the right passage, it gets the weight."""
    draw = np.random.default_rng(0)
    made = []
    for _ in range(30):
        signals = draw.normal(size=(10, len(Later._fields))).astype(np.float32)
        right = signals[:, Later._fields.index("alike")] == signals[:, Later._fields.index("alike")].max()
        made.append(Turn(signals, right, np.zeros(10, bool)))
    weights = fit(made)
    assert weights.alike == max(weights)
    assert first_right(made, weights) == 1


def test_what_stands_by_itself_is_no_later_turn(assistant: Assistant) -> None:
    """A new topic has no signals of what was said before; what leans on it has."""
    history = ("how do I ask the school to test my son",)
    new = Labelled(question="How many educational collaboratives are there in Massachusetts?", history=history)
    assert turn_of(assistant, new) is None
    leaning = turn_of(assistant, Labelled(question="what if they say no?", history=history, best=("families-x",)))
    assert leaning is not None
    assert leaning.signals.shape[1] == len(Later._fields)
    assert not leaning.right.any()


def test_the_report(assistant: Assistant) -> None:
    """It names the share for search alone, for the weights in use and for a fit, and prints that."""
    labelled = [item for items in load_labelled(LATER).values() for item in items if item.history][:40]
    report = report_later(assistant, labelled)
    assert "search alone" in report
    assert "alike=" in report
