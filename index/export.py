"""Exports the built-in sentence-transformers model to ONNX, once, and proves that both give the same vectors."""

import logging
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from index import adapter
from index.encoder import BUILTIN, BUILTIN_SHA256, EncoderError, OnnxEncoder, builtin_folder

PARITY = 0.9999
PLAIN = "plain"
"""How the name of a folder ends that has the encoder without what it learnt."""
MISSING = (
    "The sentence encoder is not here yet, and sentence-transformers, which makes it, is not installed. "
    "Install it, or unpack an archive of `assistant pack` into the data folder (docs/install.md)."
)
_SAMPLE = (
    "who signs checks",
    "Where near Plymouth is there a class for a four-year-old who does not speak yet?",
    "The board of directors of an educational collaborative approves the annual audit. " * 12,
    "603 CMR 50.07(3)",
)


def exported(folder: Path, say: Callable[[str], None] = lambda text: None, plain: bool = False) -> Path:
    """The folder with the model and tokenizer.json, made when missing: the packaged weights with the learnt changes.

    With `plain` the changes are left out. The weights lie beside model.onnx and are mapped into memory, so that several
    processes share them. Exports with other changes are removed.
    """
    target = folder / "-".join((BUILTIN, BUILTIN_SHA256[:12], PLAIN if plain else adapter.mark()))
    if not (target / "model.onnx").exists():
        say("Preparing the sentence encoder (once, about half a minute) ...")
        partial = target.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        _export(partial, {} if plain else adapter.load_changes())
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
        for other in folder.glob(f"{BUILTIN}-*"):
            if not plain and other != target and not other.name.endswith(PLAIN):
                shutil.rmtree(other, ignore_errors=True)
    return target


def _export(target: Path, changes: adapter.Changes) -> None:
    """Write the encoder, changes, pooling and normalisation inside; then check it against sentence-transformers."""
    try:
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderError(MISSING) from error

    source = builtin_folder()
    model = SentenceTransformer(str(source), device="cpu")
    adapter.merge(model[0].auto_model, changes)

    class Pooled(torch.nn.Module):
        """Transformer, mean over the attended positions, unit length."""

        def __init__(self) -> None:
            super().__init__()
            self.transformer = model[0].auto_model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            """Vectors of a batch."""
            hidden = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    example = torch.ones(2, 16, dtype=torch.long)
    shape: dict[int, Any] = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=512)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        torch.onnx.export(
            Pooled().eval(),
            (example, example.clone()),
            str(target / "model.onnx"),
            dynamo=True,
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_shapes={"input_ids": shape, "attention_mask": shape},
            external_data=True,
            verbose=False,
        )
    shutil.copyfile(source / "tokenizer.json", target / "tokenizer.json")
    _check(target, np.asarray(model.encode(list(_SAMPLE), normalize_embeddings=True)))


def _check(target: Path, expected: np.ndarray[Any, np.dtype[np.float32]]) -> None:
    """Refuse an export whose vectors differ from the original's."""
    cosine = float((OnnxEncoder(target).encode(_SAMPLE) * expected).sum(1).min())
    if cosine < PARITY:
        raise EncoderError(f"The exported encoder differs from the original (cosine {cosine:.6f} < {PARITY}).")
