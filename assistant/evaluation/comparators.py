"""What the product is compared with, in the same run and over the same texts.

BM25, MiniLM, their plain fusion, and the pipeline of textbooks: recursive splitter, MiniLM, Chroma's nearest chunks.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from assistant.evaluation.retrieval import DEPTH, Collection, Ranking, Say
from index.encoder import encode_query
from index.store import open_client

BM25, MINILM, FUSION, TEXTBOOK = "BM25", "MiniLM alone", "plain fusion", "textbook pipeline"
DENSE_SHARE = 0.7
CHUNK, OVERLAP, NEAREST = 1000, 200, 4
_STEP = 256


@dataclass(frozen=True)
class Comparators:
    """The four comparators over one collection."""

    collection: Collection
    chunks: Chroma

    def rank(self, question: str) -> dict[str, Ranking]:
        """What each of them finds for a question."""
        search = self.collection.search
        vector = encode_query(search.encoder, question)
        dense = self.collection.texts @ vector
        words = search.lexical.by_words(question).at(np.arange(len(dense)))
        fused = DENSE_SHARE * _spread(dense) + (1 - DENSE_SHARE) * _spread(words)
        return {
            BM25: self._best(words),
            MINILM: self._best(dense),
            FUSION: self._best(fused),
            TEXTBOOK: self._textbook(vector.tolist()),
        }

    def _best(self, scores: NDArray[np.float32]) -> Ranking:
        """The passages with the highest scores."""
        order = np.argsort(-scores, kind="stable")[:DEPTH]
        return [(self.collection.items[i].id, float(scores[i])) for i in order]

    def _textbook(self, vector: list[float]) -> Ranking:
        """The passages of the nearest chunks, each once."""
        found = self.chunks.similarity_search_by_vector_with_relevance_scores(vector, k=NEAREST)
        ranking: dict[str, float] = {}
        for document, distance in found:
            ranking.setdefault(document.metadata["passage"], -distance)
        return list(ranking.items())


def open_comparators(collection: Collection, say: Say) -> Comparators:
    """The comparators, with the textbook's chunks stored beside the collection's index."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    texts, owners = [], []
    for item in collection.items:
        chunks = splitter.split_text("\n".join(filter(None, [*item.headings, item.title, item.text])))
        texts += chunks
        owners += [{"passage": item.id}] * len(chunks)
    return Comparators(collection, _stored(collection, texts, owners, collection.search.encoder, say))


def _stored(
    collection: Collection, texts: list[str], owners: list[dict[str, str]], encoder: Embeddings, say: Say
) -> Chroma:
    """The chunks in Chroma, with its default settings; encoded unless they are there already."""
    name = f"textbook-{_mark(texts)}"
    store = Chroma(name, encoder, client=open_client(collection.folder / "textbook"))
    if len(store.get(include=[])["ids"]) != len(texts):
        say(f"Encoding {len(texts)} chunks for the textbook pipeline, once ...")
        store.reset_collection()
        for start in range(0, len(texts), _STEP):
            store.add_texts(texts[start : start + _STEP], owners[start : start + _STEP])
    return store


def _mark(texts: list[str]) -> str:
    """Twelve hexadecimal digits that change with the texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


def _spread(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores from 0 (lowest) to 1 (highest of this question)."""
    low, high = float(scores.min()), float(scores.max())
    return np.asarray((scores - low) / max(high - low, 1e-9), np.float32)
