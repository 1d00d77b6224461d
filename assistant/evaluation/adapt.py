"""Learns the changes of the index's encoder from the questions that the corpus's passages are said to answer."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.evaluation.first import Labelled
from assistant.ranking import generated
from corpus.loading import Corpus
from index.adapter import Changes
from index.encoder import encode
from index.faces import Face, faces
from index.tuning import Example, Tuner

Say = Callable[[str], None]
HELD_OUT = 5
"""One question in so many is held out when that is asked for."""
LABELLED = 4
"""How many times a labelled question counts as much as one that stands in a document."""


def learn(
    corpus: Corpus, plain: Embeddings, labelled: Mapping[str, Sequence[Labelled]], say: Say, hold_out: bool = False
) -> Changes:
    """Learn from the documents' own questions and from labelled ones; with `hold_out` say what that gains on others.

    `plain` is the encoder without any change.
    """
    made = faces(corpus.passages)
    say(f"Reading {len(made)} texts ...")
    vectors = encode(plain, [face.text for face in made])
    own, more = own_questions(corpus, made), labelled_questions(corpus, labelled)
    draw = np.random.default_rng(5)
    draw.shuffle(own)
    draw.shuffle(more)
    held = [*own[::HELD_OUT], *more[::HELD_OUT]] if hold_out else []
    if hold_out:
        own = [example for number, example in enumerate(own) if number % HELD_OUT]
        more = [example for number, example in enumerate(more) if number % HELD_OUT]
    tuner = Tuner(made, vectors)
    before = first_right(tuner, held)
    changes = tuner.tune(
        [*own, *more * LABELLED], lambda step, of, loss: say(f"  step {step} of {of}: loss {loss:.3f}")
    )
    if held:
        after = first_right(tuner, held)
        say(f"{len(held)} questions held out: an acceptable passage first {before:.3f}, adapted {after:.3f}")
    return changes


def own_questions(corpus: Corpus, made: Sequence[Face]) -> list[Example]:
    """The questions that the documents' passages are said to answer; not those of records, which are all alike."""
    alike = {i for i, p in enumerate(corpus.passages) if p.kind in ("directory", "program") or generated(p)}
    return [
        Example(face.text, (face.position,), row=row)
        for row, face in enumerate(made)
        if face.kind == "ask" and face.position not in alike
    ]


def labelled_questions(corpus: Corpus, labelled: Mapping[str, Sequence[Labelled]]) -> list[Example]:
    """The labelled questions that a passage of the corpus answers."""
    place = {passage.id: position for position, passage in enumerate(corpus.passages)}

    def places(ids: Sequence[str]) -> tuple[int, ...]:
        return tuple(place[id_] for id_ in ids if id_ in place)

    examples = [Example(q.question, places(q.best), places(q.ok)) for asked in labelled.values() for q in asked]
    return [example for example in examples if example.right]


def first_right(tuner: Tuner, held: Sequence[Example]) -> float:
    """The share of held-out questions for which a passage comes first that should, or may; none of them is a face."""
    found = tuner.first([e.text for e in held], hidden=[e.row for e in held if e.row >= 0])
    return sum(at in (*e.right, *e.allowed) for at, e in zip(found, held, strict=True)) / max(1, len(held))
