"""Low-rank changes of the built-in encoder's weights, learnt from questions that this corpus's passages answer.

`assistant evaluate adapt` learns them (`index.tuning`). `index.export` adds them to the packaged weights once, so that
reading a question or a passage costs nothing more; without the file the encoder is the packaged one.
"""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "adapter.npz"
_DOWN, _UP = ".down", ".up"

Floats = NDArray[np.float32]
Changes = dict[str, tuple[Floats, Floats]]
"""By the name of a linear layer the two thin matrices, [rank, in] and [out, rank], whose product is its change."""


def load_changes(file: Path = FILE) -> Changes:
    """The learnt changes; none when there is no such file."""
    if not file.exists():
        return {}
    with np.load(file) as held:
        layers = [name.removesuffix(_DOWN) for name in held.files if name.endswith(_DOWN)]
        return {
            layer: (held[layer + _DOWN].astype(np.float32), held[layer + _UP].astype(np.float32)) for layer in layers
        }


def save_changes(changes: Changes, file: Path = FILE) -> None:
    """Keep learnt changes; half precision is enough."""
    parts: dict[str, Any] = {}
    for layer, (down, up) in changes.items():
        parts |= {layer + _DOWN: down.astype(np.float16), layer + _UP: up.astype(np.float16)}
    with file.open("wb") as stream:
        np.savez_compressed(stream, **parts)


def mark(file: Path = FILE) -> str:
    """Eight hexadecimal digits that change with the file; `plain` when there is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8] if file.exists() else "plain"


def merge(transformer: Any, changes: Changes) -> None:
    """Add the changes to the weights of a torch module's layers."""
    import torch

    layers = dict(transformer.named_modules())
    for layer, (down, up) in changes.items():
        layers[layer].weight.data += torch.from_numpy(up @ down)
