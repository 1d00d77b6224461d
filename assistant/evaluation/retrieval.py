"""The product's own retriever on outside files of FeedbackQA's form, and its run as a TREC file.

Passages are JSON lines {id, url, title, headings, text}: `title` is the page's, `headings` lead to the passage.
Questions are JSON lines {id, question, passage?, history?}: `history` are earlier user turns, oldest first.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from langchain_core.embeddings import Embeddings
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.evaluation.errors import FormError
from index.build import build
from index.encoder import Vectors
from index.errors import IndexFault
from index.faces import faces
from index.opening import open_search
from index.search import HybridSearch
from index.versions import Progress, Store

Ranking = list[tuple[str, float]]
Run = dict[str, Ranking]
"""For each question's id the passages found with their scores, best first."""
Say = Callable[[str], None]

DEPTH = 100
CONTEXT = 400
"""Characters of earlier turns that count, the last ones; the encoder reads no more."""


class _Line(BaseModel):
    """Base of a line; further fields are allowed."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class PassageLine(_Line):
    """One passage as it is written in the file."""

    id: str
    title: str | None = None
    headings: tuple[str, ...] = ()
    text: str


class Turn(_Line):
    """An earlier turn as a chat message; only the user's count."""

    role: str = "user"
    content: str = ""


class Question(_Line):
    """One question as it is written in the file; `passage` is the id of the right passage."""

    id: str
    question: str
    passage: str | None = None
    history: tuple[str | Turn, ...] = ()

    @property
    def context(self) -> str:
        """What the asker said before, the last of it."""
        turns = [t if isinstance(t, str) else t.content for t in self.history if isinstance(t, str) or t.role == "user"]
        return " ".join(filter(None, turns))[-CONTEXT:]


@dataclass(frozen=True)
class Item:
    """A passage as the index wants it: `title` names the passage itself, `headings` lead to it from the page."""

    id: str
    title: str
    headings: tuple[str, ...]
    text: str
    asks: tuple[str, ...] = ()

    @classmethod
    def of(cls, line: PassageLine) -> "Item":
        """The nearest heading is what the passage is about, as `title` is in this project's own corpus."""
        path = [part for part in (line.title, *line.headings) if part]
        return cls(line.id, path[-1] if path else "", tuple(path[:-1]), line.text)


@dataclass(frozen=True)
class Collection:
    """Outside passages, indexed: `search` is the product's retriever, `texts` are the vectors of the whole texts."""

    items: tuple[Item, ...]
    search: HybridSearch
    texts: Vectors
    folder: Path


L = TypeVar("L", bound=_Line)


def read_lines(path: Path, model: type[L]) -> list[L]:
    """The lines of a file. Raises FormError when it cannot be read or a line is not of the form."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise FormError(f"{path} cannot be read: {error.strerror}") from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found += [model.model_validate(json.loads(line))] if line.strip() else []
        except (ValueError, ValidationError) as error:
            raise FormError(f"{path.name}, line {number}: {error}") from error
    return found


def open_collection(passages: Path, encoder: Embeddings, cache: Path, say: Say) -> Collection:
    """The passages of a file, indexed in a folder of the cache; what is there already is used again."""
    items = tuple(Item.of(line) for line in read_lines(passages, PassageLine))
    folder = cache / hashlib.sha256(str(passages.resolve()).encode()).hexdigest()[:12]
    where = Store(folder)
    manifest = where.manifest()
    try:
        search = open_search(where, manifest, items, encoder) if manifest else None
    except IndexFault:
        search = None
    if manifest is None or search is None:
        say(f"Indexing {len(items)} passages of {passages.name}; this takes some minutes, once ...")
        manifest = build(where, items, encoder, progress=_steps(say))
        search = open_search(where, manifest, items, encoder)
    vectors = np.load(where.folder(manifest.collection) / "vectors.npy")
    rows = [i for i, face in enumerate(faces(items)) if face.kind == "text"]
    return Collection(items, search, vectors[rows], folder)


def _steps(say: Say) -> Progress:
    """Says every two thousandth text."""

    def told(done: int, total: int) -> None:
        if done % 2048 == 0 and done:
            say(f"  {done} of {total} texts")

    return told


def rank(search: HybridSearch, question: Question, depth: int = DEPTH) -> Ranking:
    """What the product's retriever finds for a question, with the earlier turns as context."""
    hits = search.search(search.query(question.question, question.context), depth)
    return [(hit.id, hit.score) for hit in hits]


def rank_all(search: HybridSearch, questions: Iterable[Question]) -> Run:
    """The product's run."""
    return {question.id: rank(search, question) for question in questions}


def run(passages: Path, questions: Path, out: Path, *, encoder: Embeddings, cache: Path, say: Say) -> Run:
    """Index the passages, answer all questions with the product's retriever, and write the TREC run file."""
    asked = read_lines(questions, Question)
    found = rank_all(open_collection(passages, encoder, cache, say).search, asked)
    out.write_text("".join(trec_lines(found)), encoding="utf-8")
    return found


def trec_lines(found: Run, tag: str = "assistant") -> Iterator[str]:
    """Lines `question Q0 passage rank score tag`. Raises FormError for an id with a space, which TREC cannot hold."""
    for question, ranking in found.items():
        for place, (passage, score) in enumerate(ranking, 1):
            if " " in question or " " in passage:
                raise FormError(f"The id {question!r} or {passage!r} has a space; a TREC run file cannot hold it.")
            yield f"{question} Q0 {passage} {place} {score:.6f} {tag}\n"


def measure(found: Run, questions: Sequence[Question]) -> dict[str, dict[str, float]]:
    """nDCG@10, R@10, P@1 and RR by ir-measures: for each measure one value a question that has a right passage."""
    import ir_measures
    from ir_measures import RR, P, R, nDCG

    judged = [question for question in questions if question.passage]
    qrels = [ir_measures.Qrel(q.id, q.passage, 1) for q in judged]
    docs = [ir_measures.ScoredDoc(q.id, doc, score) for q in judged for doc, score in found.get(q.id, ())]
    wanted: list[Any] = [nDCG @ 10, R @ 10, P @ 1, RR]
    values = {str(m): {q.id: 0.0 for q in judged} for m in wanted}
    for metric in ir_measures.iter_calc(wanted, qrels, docs):
        values[str(metric.measure)][metric.query_id] = float(metric.value)
    return values
