"""Learns which passage answers what is asked after another one, from the follow-ups that are known."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import yaml

from assistant.engine import Assistant
from corpus.schema import FollowUp
from index.encoder import Vectors, encode
from index.faces import faces
from index.sequel import Sequel, Weights, described
from index.sequel_tuning import FollowUps, learn

Say = Callable[[str], None]
HELD_OUT = 5
"""What is asked after one passage in so many is held out when that is asked for."""


def load_next(folder: Path) -> list[FollowUp]:
    """The follow-ups of a folder's YAML files: below each passage's id what is asked after it, and what answers it."""
    files = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(folder.glob("*.yaml"))]
    return [FollowUp(p, ask, answer) for file in files for p, asked in file.items() for ask, answer in asked.items()]


def learn_sequel(assistant: Assistant, more: Sequence[FollowUp], say: Say, hold_out: bool = False) -> Weights:
    """Learn from the documents' follow-ups and from `more`; with `hold_out` say how often it is right on others."""
    search, passages = assistant.search, assistant.corpus.passages
    known = [*assistant.corpus.documents.follow_ups, *more]
    say(f"Reading {len(known)} follow-ups ...")
    told = _vectors(assistant, known)
    made = described(faces(passages), search.vectors, len(passages))
    held = (told.before % HELD_OUT == 0) if hold_out else np.zeros(len(known), bool)
    weights = learn(FollowUps(*(column[~held] for column in told)), made)
    if hold_out:
        others = FollowUps(*(column[held] for column in told))
        right = _first(weights, others, made)
        say(f"{len(others.answer)} follow-ups held out, the passage that answers first: {right:.3f}")
    return weights


def _vectors(assistant: Assistant, known: Sequence[FollowUp]) -> FollowUps:
    """Follow-ups as the network reads them."""
    position, passages = assistant.search.position, assistant.corpus.passages
    before = np.array([position(one.after) for one in known])
    titled = [f"{passages[at].title}. {one.ask}" for at, one in zip(before, known, strict=True)]
    encoder = assistant.search.encoder
    answer = np.array([position(one.answer) for one in known])
    return FollowUps(encode(encoder, [one.ask for one in known]), encode(encoder, titled), before, answer)


def _first(weights: Weights, known: FollowUps, passages: Vectors) -> float:
    """The share of follow-ups for which the passage that answers is the likeliest."""
    sequel = Sequel(weights, passages)
    first = [sequel.chances(*one).argmax() for one in zip(known.alone, known.titled, known.before, strict=True)]
    return float(np.mean(first == known.answer))
