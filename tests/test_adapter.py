"""The learnt changes of the encoder: what training gains, how they are kept, and that the encoder has them."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
import torch

from assistant.engine import Assistant
from assistant.evaluation.adapt import learn
from assistant.evaluation.first import Labelled
from assistant.settings import Settings
from corpus.loading import Corpus
from index import export
from index.adapter import FILE, load_changes, mark, merge, save_changes
from index.encoder import BUILTIN, encode, open_encoder
from index.faces import Face
from index.tuning import Example, Tuner

_TEXTS = ("The treasurer keeps the money.", "A van takes the child to school.", "The board meets in public.")
_ASKED = (
    ("whom does the purse belong to", "who looks after the zorkmids", "zorkmids in whose hands"),
    ("how does my son get there", "is there a frobnicator in the morning", "frobnicator or taxi"),
    ("may I listen to them", "is the quux open to me", "can anyone sit in the quux"),
)


def test_training_brings_questions_to_their_passages(settings: Settings) -> None:
    """Words that the encoder never met lead to the passages that answered them before."""
    made = [Face(position, "text", text) for position, text in enumerate(_TEXTS)]
    vectors = encode(open_encoder(BUILTIN, settings.data, plain=True), list(_TEXTS))
    examples = [Example(text, (position,)) for position, texts in enumerate(_ASKED) for text in texts[:2]]
    held = [texts[2] for texts in _ASKED]
    tuner = Tuner(made, vectors)
    before, losses = tuner.first(held), []
    changes = tuner.tune(examples * 8, lambda step, of, loss: losses.append(loss), epochs=60)
    assert before != [0, 1, 2]
    assert tuner.first(held) == [0, 1, 2]
    assert losses[-1] < losses[0]
    assert all(up.any() and down.shape[0] == up.shape[1] for down, up in changes.values())


def test_a_question_does_not_find_itself() -> None:
    """Rows that are hidden are no faces."""
    made = [Face(0, "text", "one"), Face(1, "text", "two"), Face(1, "ask", "who")]
    vectors = np.eye(3, 384, dtype=np.float32)
    tuner = Tuner(made, vectors)
    with torch.no_grad():
        asked = torch.from_numpy(np.array([[0.1, 0.0, 0.9, *[0.0] * 381]], np.float32))
        assert tuner._scores(asked).argmax() == 1
        assert tuner._scores(asked, hidden=[2]).argmax() == 0
        assert tuner._scores(asked, own=[2]).argmax() == 0


def test_changes_are_kept_and_added(tmp_path: Path) -> None:
    """What was written is read again, and its product stands in the layer's weights."""
    layer = torch.nn.Linear(4, 3, bias=False)
    before = layer.weight.detach().clone()
    down, up = np.full((2, 4), 0.5, np.float32), np.full((3, 2), 0.25, np.float32)
    file = tmp_path / "own.npz"
    assert load_changes(file) == {}
    assert mark(file) == "plain"
    save_changes({"0": (down, up)}, file)
    merge(torch.nn.Sequential(layer), load_changes(file))
    assert torch.allclose(layer.weight, before + 0.25)
    assert len(mark(file)) == 8


def test_the_encoder_has_the_committed_changes(settings: Settings) -> None:
    """Every linear layer of the six is changed, and so are the vectors; the plain encoder is still to be had."""
    assert len(load_changes()) == 36
    assert FILE.stat().st_size < 2_000_000
    texts = ["is my kid on the hook for the bus", "who signs the checks"]
    changed, plain = (encode(open_encoder(BUILTIN, settings.data, plain=which), texts) for which in (False, True))
    assert np.all((changed * plain).sum(1) < 0.98)
    np.testing.assert_allclose(np.linalg.norm(changed, axis=1), 1, atol=1e-5)


def test_what_is_learnt_is_told_of_questions_held_out(assistant: Assistant, settings: Settings) -> None:
    """One in five of the documents' questions and of the labelled ones; programs' questions are not learnt from."""
    families = [p for p in assistant.corpus.passages if p.kind == "families"][:6]
    program = next(p for p in assistant.corpus.passages if p.kind == "program" and p.asks)
    few = cast(Corpus, SimpleNamespace(passages=(*families, program)))
    labelled = [Labelled(question=p.title, best=(p.id,), ok=("of-another-corpus",)) for p in families]
    said: list[str] = []
    encoder = open_encoder(BUILTIN, settings.data, plain=True)
    changes = learn(few, encoder, {"families": labelled}, said.append, hold_out=True)
    asks = sum(len(p.asks) for p in families)
    assert len(changes) == 36
    assert said[-1].startswith(f"{-(-asks // 5) + 2} questions held out: ")


def test_an_export_with_other_changes_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain one stays, for measurements; and an export that is there is used again."""
    monkeypatch.setattr(
        export, "_export", lambda target, changes: (target / "model.onnx").write_text(str(len(changes)))
    )
    (tmp_path / f"{BUILTIN}-before").mkdir()
    plain, changed = export.exported(tmp_path, plain=True), export.exported(tmp_path)
    assert (plain / "model.onnx").read_text() == "0"
    assert (changed / "model.onnx").read_text() == "36"
    assert {folder.name for folder in tmp_path.iterdir()} == {plain.name, changed.name}
    assert export.exported(tmp_path) == changed


def test_an_ask_word_for_word_finds_its_passage(assistant: Assistant) -> None:
    """Questions that stand among the asks lead to their passage."""
    passages = [p for p in assistant.corpus.passages if p.kind in ("families", "regulation") and p.asks][::12]
    found = [assistant.search.search(p.asks[0], 3) for p in passages]
    first = sum(hits[0].id == p.id for p, hits in zip(passages, found, strict=True))
    assert first >= 0.9 * len(passages)
