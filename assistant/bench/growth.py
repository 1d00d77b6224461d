"""How time, memory, size and recall grow with the corpus: synthetic corpora made from FeedbackQA's text.

Encoding a million texts takes hours on a small machine, and search does not depend on where a vector came from. So
the texts of a base of real passages are encoded once. A synthetic passage has the words of a real one, some of them
replaced by those of another, and one word that no other has; its vectors are those of the real one, turned at random.
Random directions are harder for an approximate index than real ones, so its recall is not flattered. The time to
encode is measured on the base and told apart.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.bench.errors import BenchError
from assistant.bench.processes import memory
from index import store
from index.encoder import Vectors, encode
from index.faces import faces, lexical_text
from index.lexical import open_lexical
from index.search import HybridSearch

Say = Callable[[str], None]
MILLION = 1_000_000
BASE = 400
"""Real passages that are encoded; all others are made from them."""
QUESTIONS = 100
NEAR = 0.75
"""Cosine of a synthetic vector with the real one that it is made from."""
REPLACED = 0.3
"""Share of the words of a synthetic passage that come from another passage."""


@dataclass(frozen=True)
class Note:
    """A passage of a synthetic corpus."""

    id: str
    title: str
    text: str
    headings: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """What was measured at one size.

    Times of writing the index and of loading the lexical one in seconds, of a search and its parts in milliseconds,
    sizes in megabytes; `filtered` is the search among titles only; `recall` is the share of the true 50 nearest
    texts among those that Chroma finds.
    """

    passages: int
    texts: int
    build: float
    lexical: float
    size: float
    memory: float
    p50: float
    p95: float
    chroma: float
    exact: float
    words: float
    ngrams: float
    spelling: float
    filtered: float
    recall: float


@dataclass(frozen=True)
class Base:
    """Real passages with their vectors and the questions asked of them."""

    notes: Sequence[Note]
    vectors: Sequence[Vectors]
    questions: Sequence[str]
    encoding: float
    """Seconds to encode a thousand texts on this machine."""


def read_base(folder: Path, encoder: Embeddings) -> Base:
    """Read FeedbackQA and encode some of it. Raises BenchError when it is not there."""
    try:
        lines = [json.loads(line) for line in (folder / "passages.jsonl").read_text("utf-8").splitlines()]
        asked = [json.loads(line) for line in (folder / "questions.valid.jsonl").read_text("utf-8").splitlines()]
    except OSError as error:
        raise BenchError(f"FeedbackQA is not in {folder}; name its folder with --feedbackqa") from error
    random = np.random.default_rng(1)
    chosen = [lines[row] for row in random.permutation(len(lines))[:BASE]]
    notes = [Note(x["id"], x["title"], _short(x["text"]), tuple(x["headings"])) for x in chosen]
    made = faces(notes)
    started = time.perf_counter()
    vectors = encode(encoder, [face.text for face in made])
    seconds = (time.perf_counter() - started) / len(made) * 1000
    owners = np.array([face.position for face in made])
    rows = [vectors[owners == position] for position in range(len(notes))]
    return Base(notes, rows, [x["question"] for x in asked[:QUESTIONS]], seconds)


def _short(text: str, longest: int = 50) -> str:
    """The first words of a text, so that a passage has two texts to encode: itself and its title."""
    return " ".join(text.split()[:longest])


def synthetic(base: Base, count: int) -> Iterator[tuple[Note, Vectors]]:
    """Passages in the number wanted, each with the vectors of its faces."""
    random = np.random.default_rng(count)
    for number in range(count):
        source, other = random.integers(len(base.notes), size=2).tolist()
        note = _mixed(base.notes[source], base.notes[other], number, random)
        rows = base.vectors[source]
        texts = len(faces([note]))
        rows = rows[np.arange(texts) % len(rows)]
        noise = random.standard_normal(rows.shape).astype(np.float32)
        noise -= (noise * rows).sum(1, keepdims=True) * rows
        noise /= np.linalg.norm(noise, axis=1, keepdims=True)
        yield note, np.asarray(NEAR * rows + np.sqrt(1 - NEAR**2) * noise, np.float32)


def _mixed(note: Note, other: Note, number: int, random: np.random.Generator) -> Note:
    """A passage with some of its words taken from another, and a word that no other passage has."""
    words, foreign = note.text.split(), other.text.split() or [""]
    for place in np.flatnonzero(random.random(len(words)) < REPLACED).tolist():
        words[place] = foreign[place % len(foreign)]
    return Note(f"{note.id}-{number}", note.title, f"{' '.join(words)} {_name(number)}.", note.headings)


def _name(number: int) -> str:
    """A pronounceable word for a number: real corpora grow new words (names, places) as they grow."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    word = ""
    while number or not word:
        number, rest = divmod(number, len(syllables))
        word += syllables[rest]
    return word + "ham"


def measured(base: Base, count: int, encoder: Embeddings, say: Say) -> Point:
    """Build a synthetic corpus, search in it, and throw it away."""
    say(f"Growth: {count:,} passages ...")
    before = memory()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        notes, vectors = _written(synthetic(base, count), folder / "vectors", base.vectors[0].shape[1])
        made = faces(notes)
        client = store.open_client(folder / "chroma")
        started = time.perf_counter()
        store.write(client, "passages-growth", [note.id for note in notes], made, vectors)
        texts = [lexical_text(note) for note in notes]
        open_lexical(texts, folder)
        build = time.perf_counter() - started
        started = time.perf_counter()
        lexical = open_lexical(texts, folder)
        ready = time.perf_counter() - started
        collection = client.get_collection("passages-growth", embedding_function=None)
        search = HybridSearch(notes, made, vectors, collection, encoder, lexical)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        times = _times(search, base.questions)
        return Point(
            passages=count, texts=len(made), build=build, lexical=ready, size=size, memory=memory() - before,
            recall=_recall(search, base.questions, vectors), **times,
        )  # fmt: skip


def _written(passages: Iterable[tuple[Note, Vectors]], file: Path, width: int) -> tuple[list[Note], Vectors]:
    """The passages, and their vectors mapped from a file: those of a million passages would fill the memory."""
    notes = []
    with file.open("wb") as stream:
        for note, rows in passages:
            notes.append(note)
            rows.tofile(stream)
    return notes, np.memmap(file, np.float32, "r").reshape(-1, width)


def _times(search: HybridSearch, questions: Sequence[str]) -> dict[str, float]:
    """Medians in milliseconds of a whole search and of each of its parts, and its 95th percentile."""
    for question in questions[:5]:
        search.search(question)
    queries = [search.query(question) for question in questions]
    parts: dict[str, Callable[[int], object]] = {
        "chroma": lambda i: search.nearest(queries[i], search.fusion.faces),
        "exact": lambda i: search.exact(queries[i], search.fusion.faces),
        "words": lambda i: search.lexical.by_words(queries[i].corrected),
        "ngrams": lambda i: search.lexical.by_ngrams(queries[i].corrected),
        "spelling": lambda i: search.lexical.speller.correct(f"{_name(10_000_000 + i)}x"),
        "filtered": lambda i: search.nearest(queries[i], search.fusion.faces, "title"),
    }
    found = {name: float(np.median(_timed(part, len(queries)))) for name, part in parts.items()}
    whole = _timed(lambda i: search.search(questions[i]), len(questions))
    return {**found, "p50": float(np.percentile(whole, 50)), "p95": float(np.percentile(whole, 95))}


def _timed(work: Callable[[int], object], count: int) -> list[float]:
    """The milliseconds of each call."""
    times = []
    for number in range(count):
        started = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - started) * 1000)
    return times


def _recall(search: HybridSearch, questions: Sequence[str], vectors: Vectors, k: int = 50) -> float:
    """The share of the k nearest texts by exact search that Chroma finds."""
    shares = []
    for question in questions:
        query = search.query(question)
        least = search.exact(query, k)[-1][1]
        found = search.nearest(query, k)
        shares.append(sum(cosine >= least - 1e-4 for _, cosine in found) / k)
    return float(np.mean(shares))
