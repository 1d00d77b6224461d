"""The index: exact search, incremental builds, and healing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.engine import Assistant, open_assistant
from assistant.settings import Settings
from corpus.errors import CorpusError
from index import store, tables
from index.build import build
from index.encoder import BUILTIN, batches, encode, encode_queries, open_encoder
from index.errors import IndexFault
from index.faces import FaceKind, searched, split
from index.lexical import open_lexical
from index.opening import open_search
from index.search import HybridSearch
from index.tables import Postings
from index.tokens import Text, words
from index.versions import Store


@dataclass(frozen=True)
class Next:
    """What is asked after a passage, for tests."""

    after: str
    ask: str
    answer: str


@dataclass(frozen=True)
class Note:
    """A small passage for tests."""

    id: str
    title: str
    text: str
    headings: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


NOTES = [
    Note("apples", "Apples", "Apples grow on trees and ripen in autumn.", asks=("when are apples ripe",)),
    Note("buses", "Buses", "The bus to the school leaves at seven each morning.", asks=("what time is the bus",)),
    Note("boards", "Boards", "The board meets at least six times a year.", asks=("how often does the board meet",)),
]
QUESTIONS = (
    "who signs checks",
    "where near plymouth is a class for a child who does not speak",
    "how much surplus may a collaborative keep",
    "what does lre mean",
    "who gets my son to school",
)


@pytest.fixture(scope="module")
def stored(assistant: Assistant) -> HybridSearch:
    """The search of the real index with its Chroma database open, which so few texts do without."""
    asked = open_assistant(assistant.settings.model_copy(update={"exact_up_to": 0})).search
    assert asked._store is not None
    return asked


def _assert_nearest(found: list[float], exact: np.ndarray[Any, np.dtype[np.float32]]) -> None:
    """The cosines found are those of the true nearest, but for one in fifty: the graph differs from build to build."""
    assert sum(cosine >= exact[-1] - 1e-4 for cosine in found) >= 0.98 * len(exact)
    np.testing.assert_allclose(found[:5], exact[:5], atol=1e-4)


def test_chroma_finds_what_exact_search_finds(stored: HybridSearch) -> None:
    """The approximate index returns the true nearest faces of the built corpus."""
    search = stored
    for question in QUESTIONS:
        query = search.query(question)
        exact = np.array([cosine for _, cosine in search.exact(query, 50)], np.float32)
        found = [cosine for _, cosine in search.nearest(query, 50)]
        _assert_nearest(found, exact)


@pytest.mark.parametrize("kind", ["title", "part", "ask"])
def test_a_filtered_search_finds_the_true_nearest_of_the_kind(stored: HybridSearch, kind: FaceKind) -> None:
    """Faces of a common kind come from Chroma, those of a rare one by comparing: both the nearest of all."""
    search = stored
    of_kind = np.asarray(search.vectors)[[face.kind == kind for face in search._faces]]
    for question in QUESTIONS:
        query = search.query(question)
        exact = np.sort(of_kind @ query.vector)[::-1][:50]
        found = [cosine for _, cosine in search.nearest(query, 50, kind)]
        _assert_nearest(found, exact)


def test_a_small_index_is_compared_whole(assistant: Assistant, stored: HybridSearch) -> None:
    """Without Chroma the same passages are found, with the same scores; a question asked again is not compared anew."""
    search = assistant.search
    assert search._store is None
    for question in QUESTIONS:
        query = search.query(question)
        hits, others = search.search(query, 20), stored.search(stored.query(question), 20)
        assert [hit.id for hit in hits] == [hit.id for hit in others]
        np.testing.assert_allclose([hit.score for hit in hits], [hit.score for hit in others], atol=1e-5)
        compared = np.asarray(search.vectors)[: searched(search._faces)]
        np.testing.assert_allclose(search._cosines(query), compared @ query.vector, atol=1e-6)
        assert search._cosines(query) is search._cosines(query)


def test_a_second_build_encodes_nothing_and_a_changed_passage_only_its_own_texts(
    tmp_path: Path, settings: Settings
) -> None:
    """Vectors are reused by the hash of their text."""
    encoder = open_encoder(BUILTIN, settings.data)
    where = Store(tmp_path)
    first = build(where, NOTES, encoder)
    again = build(where, NOTES, encoder)
    changed = [*NOTES[:2], Note("boards", "Boards", "The board meets monthly.", asks=NOTES[2].asks)]
    third = build(where, changed, encoder)
    assert first.encoded == first.faces
    assert again.encoded == 0
    assert third.encoded == 1
    hits = open_search(where, third, changed, encoder).search("when does the board meet", 1)
    assert hits[0].id == "boards"


def test_what_is_asked_next(tmp_path: Path, settings: Settings) -> None:
    """A follow-up counts for the passage that answers it, the more the nearer it and the passage before are."""
    encoder = open_encoder(BUILTIN, settings.data)
    asked = (Next("buses", "who pays for that", "boards"),)
    where = Store(tmp_path)
    manifest = build(where, NOTES, encoder, follow_ups=asked)
    search = open_search(where, manifest, NOTES, encoder, follow_ups=asked)
    query = search.query("and who pays for it?")
    after_buses, after_apples = (search.followed(query.alone, search.position(id_)) for id_ in ("buses", "apples"))
    assert after_buses[search.position("boards")] > 0.8 > after_apples[search.position("boards")] > 0
    assert not after_buses[[search.position("apples"), search.position("buses")]].any()
    rows = open_search(where, manifest, NOTES, encoder, follow_ups=asked, without_store=True).exact(query, 99)
    assert len(rows) == manifest.faces - 1, "only turns after that passage are compared with it"
    with pytest.raises(IndexFault, match="does not fit"):
        open_search(where, manifest, NOTES, encoder)


def test_old_versions_are_removed_and_a_mismatch_is_refused(tmp_path: Path, settings: Settings) -> None:
    """At most the current version and the one before stay; other passages do not fit it."""
    encoder = open_encoder(BUILTIN, settings.data)
    where = Store(tmp_path)
    for number in range(4):
        changed = [*NOTES, Note("more", "More", f"There are {number} more.")]
        manifest = build(where, changed, encoder)
    assert build(where, changed, encoder).collection == manifest.collection
    assert len(list((tmp_path / "versions").iterdir())) <= 2
    with pytest.raises(IndexFault, match="does not fit"):
        open_search(where, manifest, NOTES[:2], encoder)


def test_healing(small: Settings) -> None:
    """Missing, stale, corrupt: built, refreshed, rebuilt; a mistake in the corpus leaves the last good one in use.

    A damaged database is nothing to an index that is small enough to do without.
    """
    said: list[str] = []
    assert open_assistant(small, said.append).answer("which towns are in SEEM").outcome == "answered"
    assert any("Indexing" in line for line in said)

    said.clear()
    open_assistant(small, said.append)
    assert said == []

    said.clear()
    seem = small.documents / "collaboratives" / "seem.yaml"
    good = seem.read_text()
    seem.write_text(good.replace("name: SEEM Collaborative", "name: SEEM Collaborative\ncolour: green"))
    kept = open_assistant(small, said.append)
    assert any("seem.yaml" in line and "colour" in line and "last good index" in line for line in said)
    assert kept.answer("which towns are in SEEM").outcome == "answered"
    seem.write_text(good)

    for folder in (small.data / "versions").glob("*/chroma"):
        store.forget(folder)
        for file in folder.rglob("*"):
            if file.is_file():
                file.write_bytes(b"not a database")
    said.clear()
    assert open_assistant(small, said.append).answer("which towns are in SEEM").outcome == "answered"
    assert said == []
    healed = open_assistant(small.model_copy(update={"exact_up_to": 0}), said.append)
    assert any("built anew" in line for line in said)
    assert healed.answer("which towns are in SEEM").outcome == "answered"


def test_a_mistake_without_an_earlier_index_stops(small: Settings) -> None:
    """The first build refuses a corpus with a mistake, naming file and line."""
    (small.data / "current.json").unlink()
    (small.documents / "calendar.yaml").write_text("kind: calendar\ntitle: x\npassages: [\n")
    with pytest.raises(CorpusError, match=r"calendar\.yaml:\d+"):
        open_assistant(small)


def test_the_exported_encoder_gives_unit_vectors(settings: Settings) -> None:
    """Rows have length one and keep the order of the texts."""
    encoder = open_encoder(BUILTIN, settings.data)
    texts = ["a long sentence about annual audits and boards", "bus", "who pays"]
    vectors = encode(encoder, texts)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[1], encode(encoder, ["bus"])[0], atol=1e-5)


def test_texts_of_like_length_are_encoded_together(settings: Settings) -> None:
    """Every text is in one batch, no batch is too large when filled up, and company changes no vector."""
    lengths = [3, 250, 3, 256, 12, 500, 700, *[9] * 100]
    groups = batches(lengths)
    assert sorted(row for rows in groups for row in rows) == list(range(len(lengths)))
    assert all(len(rows) == 1 or len(rows) * max(lengths[row] for row in rows) <= 512 for rows in groups)
    assert batches([]) == []
    encoder = open_encoder(BUILTIN, settings.data, threads=2)
    texts = [f"word {'and another ' * (number % 40)}{number}" for number in range(100)]
    np.testing.assert_allclose(encode(encoder, texts)[37], encode_queries(encoder, texts[37:38])[0], atol=1e-5)
    assert encode(encoder, []).shape[0] == 0


def test_lexical() -> None:
    """Stemming, acronyms with points, section numbers and spelling."""
    assert words("The S.C.R.O. and 603 CMR 50.07(3)") == ["scro", "603", "cmr", "50.07", "3"]
    lexical = open_lexical([Text("The treasurer signs payments"), Text("Buses and vans for students")])
    assert lexical.by_words("who signed the payment").best(1) == [0]
    assert lexical.speller.correct_text("treasurr and studnets") == "treasurer and students"
    assert lexical.by_ngrams("tresurer").best(1) == [0]
    assert lexical.coverage("treasurer of the moon", [0]) < 1


def test_the_lexical_index_is_kept(tmp_path: Path) -> None:
    """Made once and then read; made anew for other texts, where a file is damaged, and where nothing can be written."""
    texts = [Text("The treasurer signs payments", "Money", asks="who signs checks"), Text("Buses"), Text("")]
    question = "who signed the paymets and checks"
    made, everywhere = open_lexical(texts), np.arange(len(texts))
    for _ in range(2):
        read = open_lexical(texts, tmp_path)
        for scores in ("by_words", "by_ngrams"):
            found, expected = (getattr(lexical, scores)(question).at(everywhere) for lexical in (read, made))
            np.testing.assert_array_equal(found, expected)
        np.testing.assert_array_equal(read.shares(everywhere, question), made.shares(everywhere, question))
        assert read.stems_of([0]) == made.stems_of([0]) >= {"treasur", "sign", "check"}
        assert read.vocabulary == made.vocabulary
    (kept,) = tmp_path.iterdir()
    stamp = kept.stat().st_mtime_ns
    open_lexical(texts, tmp_path)
    assert kept.stat().st_mtime_ns == stamp
    for name, left in (("words-places.npy", 100), ("ngrams-weights.npy", 0), ("terms.json", 20)):
        (kept / name).write_bytes((kept / name).read_bytes()[:left])
        assert open_lexical(texts, tmp_path).by_words("signs").best(1) == [0]
        found, expected = (lexical.by_ngrams("bus").at(everywhere) for lexical in (open_lexical(texts, tmp_path), made))
        np.testing.assert_array_equal(found, expected)
    assert open_lexical(texts[1:], tmp_path).by_words("buses").best(1) == [0]
    assert len(list(tmp_path.iterdir())) == 2
    assert open_lexical(texts, tmp_path / "none").by_words("signs").best(1) == [0]


@pytest.mark.parametrize("count", [50, 5_000_000])
def test_postings_are_added_up(count: int) -> None:
    """Alike whether all places are counted or those that were found are sorted, and beside another question's."""
    random = np.random.default_rng(3)
    rows = [np.sort(random.choice(50, size, replace=False)) for size in (40, 3, 20)]
    weights = [np.sort(random.random(len(row)).astype(np.float32))[::-1] for row in rows]
    starts = np.cumsum([0, *map(len, rows)])
    postings = Postings(starts, np.concatenate(rows).astype(np.int32), np.concatenate(weights))
    sums = np.zeros(50)
    for row in (0, 2, 2):
        sums[rows[row]] += weights[row]
    found = postings.found([0, 2, 2], count)
    np.testing.assert_allclose(found.at(np.arange(50)), sums, rtol=1e-6)
    assert set(found.best(5).tolist()) == set(np.argsort(-sums)[:5].tolist())
    both = found.beside(postings.found([1], count), 0.5)
    sums[rows[1]] += weights[1] * 0.5
    np.testing.assert_allclose(both.shares(np.arange(50)), sums / sums.max(), rtol=1e-6)
    none = postings.found([], count)
    assert not none.best(3).size
    assert not none.at(np.arange(3)).any()
    np.testing.assert_allclose(none.beside(found, 1).at(np.arange(50)), found.at(np.arange(50)), rtol=1e-6)


def test_of_a_common_term_the_heaviest_places_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search takes no longer where a term stands in millions of passages; the share of words held stays exact."""
    monkeypatch.setattr(tables, "HEAVIEST", 3)
    lexical = open_lexical([Text("bus " + "and others walk " * (9 - number)) for number in range(9)])
    assert sorted(lexical.by_words("bus").places.tolist()) == [6, 7, 8]
    assert lexical.shares(np.arange(9), "a bus").tolist() == [1] * 9


def test_split_keeps_all_words() -> None:
    """Parts of a long text together are the text."""
    text = "One two three. " * 60
    assert " ".join(split(text)).split() == text.split()


def test_the_langchain_retriever(assistant: Assistant) -> None:
    """The search is usable in any LangChain chain."""
    from index.retriever import HybridRetriever

    documents = HybridRetriever(search=assistant.search, k=3).invoke("how often must a collaborative board meet")
    assert len(documents) == 3
    assert documents[0].id == "statute-c-c-board-meetings"
