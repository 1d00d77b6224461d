"""The learned map of the question's vector: what training gains, and for which encoder it is used."""

from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.engine import Assistant
from index.adapter import FILE, Trainer, load_adapter, save_adapter, turned
from index.faces import Face


class Turned(Embeddings):
    """An encoder whose vectors point elsewhere."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One and the same vector."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """A unit vector along the second axis."""
        return [0.0, 1.0, *[0.0] * 382]


def test_training_brings_questions_to_their_passages() -> None:
    """Questions that all lie off in one direction are turned back to the texts that answer them."""
    draw = np.random.default_rng(1)
    texts = draw.normal(size=(12, 16))
    drift = draw.normal(size=16) * 2
    faces, vectors, asked = [], [], []
    for position, text in enumerate(texts):
        faces.append(Face(position, "text", f"text {position}"))
        vectors.append(text)
        for number in range(6):
            asked.append(len(faces))
            faces.append(Face(position, "ask", f"ask {position} {number}"))
            vectors.append(text + drift + draw.normal(size=16) * 0.7)
    units = np.array(vectors, np.float32)
    units /= np.linalg.norm(units, axis=1, keepdims=True)
    held, trained = np.array(asked[::6]), np.array([row for row in asked if row not in asked[::6]])
    trainer = Trainer(faces, units, trained)

    def right() -> float:
        """The share of held-out questions whose text is the nearest one."""
        query = turned(units[held], trainer.change)
        return float(((query @ units[[f.kind == "text" for f in faces]].T).argmax(1) == np.arange(12)).mean())

    before, losses = right(), []
    trainer.train(rounds=60, hidden=held, told=lambda at, loss: losses.append(loss))
    assert losses[-1] < losses[0]
    assert right() > before


def test_the_map_is_for_its_encoder_only(assistant: Assistant, tmp_path: Path) -> None:
    """The committed map fits the built-in encoder; with another one, or without the file, there is none."""
    change = load_adapter(assistant.search.encoder)
    assert change is not None
    assert change.shape == (384, 384)
    assert load_adapter(Turned()) is None
    assert load_adapter(assistant.search.encoder, tmp_path / "none.npz") is None
    save_adapter(np.eye(384, dtype=np.float32), Turned(), tmp_path / "own.npz")
    kept = load_adapter(Turned(), tmp_path / "own.npz")
    assert kept is not None
    assert np.array_equal(kept, np.eye(384))
    assert FILE.stat().st_size < 400_000


def test_a_turned_vector_has_length_one() -> None:
    """One vector or several, they keep their length."""
    vectors = np.eye(4, dtype=np.float32)
    change = np.full((4, 4), 0.5, np.float32)
    assert np.allclose(np.linalg.norm(turned(vectors, change), axis=1), 1)
    assert np.allclose(np.linalg.norm(turned(vectors[0], change)), 1)


def test_an_ask_word_for_word_finds_its_passage(assistant: Assistant) -> None:
    """Questions that stand among the asks lead to their passage."""
    passages = [p for p in assistant.corpus.passages if p.kind in ("families", "regulation") and p.asks][::12]
    found = [assistant.search.search(p.asks[0], 3) for p in passages]
    first = sum(hits[0].id == p.id for p, hits in zip(passages, found, strict=True))
    assert first >= 0.9 * len(passages)
