"""Learns the index's adapter from the questions that the corpus's passages are said to answer."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assistant.engine import Assistant
from assistant.ranking import generated
from index.adapter import Trainer, turned
from index.faces import faces

Say = Callable[[str], None]
HELD_OUT = 5
"""One question in so many is held out for the report."""


def learn(assistant: Assistant, say: Say) -> NDArray[np.float32]:
    """Train on four in five questions and say what that gains on the fifth; then train on all of them."""
    corpus, search = assistant.corpus, assistant.search
    made = faces(corpus.passages)
    vectors = search.vectors
    skipped = {i for i, p in enumerate(corpus.passages) if p.kind in ("directory", "program") or generated(p)}
    rows = np.array([i for i, face in enumerate(made) if face.kind == "ask" and face.position not in skipped])
    np.random.default_rng(5).shuffle(rows)
    held, trained = rows[: len(rows) // HELD_OUT], rows[len(rows) // HELD_OUT :]
    told = lambda at, loss: say(f"  round {at}: loss {loss:.3f}")  # noqa: E731
    trial = Trainer(made, vectors, trained)
    before = first_right(trial, held, trial.change)
    trial.train(hidden=held, told=told)
    after = first_right(trial, held, trial.change)
    say(f"{len(held)} questions held out: right passage first by vectors alone {before:.3f}, adapted {after:.3f}")
    return Trainer(made, vectors, rows).train(told=told)


def first_right(trainer: Trainer, held: NDArray[np.int64], change: NDArray[np.float32]) -> float:
    """The share of held-out questions whose own passage comes first when no held-out question is a face."""
    usable = np.ones(len(trainer.vectors), bool)
    usable[held] = False
    query = turned(trainer.vectors[held], change)
    scores = trainer.scores(np.where(usable, query @ trainer.vectors.T, -1.0), query)
    return float((trainer.passages[scores.argmax(1)] == trainer.owners[held]).mean())
