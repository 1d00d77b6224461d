"""Accepted official words are quoted beside their restatement, each with its own mark; without them nothing changes."""

import shutil
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.engine import Assistant, open_assistant
from assistant.settings import Settings, load_settings
from assistant.sources import official_folder, sources_hash
from corpus.loading import DOCUMENTS, read_documents
from corpus.official.models import Accepted, Page, Pin
from corpus.official.parsing import parse_regulation, parse_statute
from corpus.official.store import Store
from corpus.official.visible import read_page
from tests.official_law import regulation_page, statute_page

NO_PAY = "statute-c-c-board-no-pay"
CITE = "M.G.L. c. 40, § 4E"


def pages() -> tuple[Page, ...]:
    """The statute and the regulation of the tests, as they would be staged."""
    law = parse_statute(read_page(statute_page().encode()).lines, CITE)
    cmr = parse_regulation(read_page(regulation_page().encode()).lines, "603 CMR 50")
    made = Page(
        source="law",
        kind="statute",
        title="Education collaboratives",
        url="https://law.test/page",
        fetched="2026-11-25",
        sha256="0",
        provisions=tuple(law),
    )
    update = {"source": "cmr", "kind": "regulation", "title": "Educational collaboratives", "provisions": tuple(cmr)}
    return made, made.model_copy(update=update)


@pytest.fixture(scope="module")
def quoting(tmp_path_factory: pytest.TempPathFactory, settings: Settings, assistant: Assistant) -> Assistant:
    """An assistant over the law's documents with accepted official text and one confirmed citation."""
    folder = tmp_path_factory.mktemp("official")
    (folder / "documents" / "collaboratives").mkdir(parents=True)
    for name in ("statute.yaml", "regulations.yaml", "limits.yaml", "collaboratives/seem.yaml"):
        shutil.copy(DOCUMENTS / name, folder / "documents" / name)
    shutil.copytree(DOCUMENTS / "places", folder / "documents" / "places")
    (folder / "data").mkdir()
    (folder / "data" / "encoder").symlink_to((settings.data / "encoder").resolve())
    shutil.copytree(settings.data / "versions", folder / "data" / "versions")
    shutil.copy(settings.data / "current.json", folder / "data" / "current.json")
    made = load_settings(data=folder / "data", documents=folder / "documents", _env_file=None)
    before = sources_hash(made)
    pins = {NO_PAY: Pin(was=CITE, now=f"{CITE}(d)")}
    Store(official_folder(made)).accept(Accepted(version="0", made="2026", pages=pages(), pins=pins))
    assert sources_hash(made) != before
    return open_assistant(made)


def quoted(answer: Answer) -> list[tuple[str, str]]:
    """The official quotes of an answer, each with its citation; their marks stand in its text."""
    found = [c for c in answer.citations if c.passage_id.startswith("official-")]
    assert all(f"[{c.number}]" in answer.text for c in found)
    return [(c.citation, c.quote) for c in found]


def test_the_official_words_stand_beside_the_restatement(quoting: Assistant) -> None:
    """The official words stand beside the restatement."""
    answer = quoting.answer("do board members get paid?")
    assert answer.citations[0].passage_id == NO_PAY
    assert answer.citations[0].citation == f"{CITE}(d)"
    assert answer.citations[0].verified
    words = "(d) No person on the board of directors shall be paid a salary or a stipend for serving as a board member."
    assert quoted(answer) == [(f"{CITE}(d)", words)]
    assert f"The official text, {CITE}(d): “{words}”" in answer.text
    assert answer.citations[1].as_of == "2026-11-25"
    assert answer.citations[1].url == "https://law.test/page"


def test_a_provision_that_is_named_is_quoted_to_the_letter(quoting: Assistant) -> None:
    """A provision that is named is quoted to the letter, with what is below it."""
    one = quoting.answer("what does 603 CMR 50.06(2)(c) say?")
    words = "(c) No employee of the collaborative may serve on the board of that collaborative."
    assert quoted(one) == [("603 CMR 50.06(2)(c)", words)]
    assert one.citations[0].passage_id == "reg-50-06-2-c-employees-barred-from-the-board"
    several = quoted(quoting.answer("what does 603 CMR 50.04(2)(c) say?"))
    assert several[0] == ("603 CMR 50.04(2)(c)", "(c) Each one shall bring the district:")
    assert several[1] == ("603 CMR 50.04(2)(c)1.", "1. News of the collaborative every quarter;")


def test_a_provision_without_restatement_speaks_for_itself(quoting: Assistant) -> None:
    """A provision without a restatement speaks for itself."""
    answer = quoting.answer("what does section 4E(i) say?")
    assert answer.outcome == "answered"
    assert quoted(answer)[0][1].startswith("(i) Certified personnel, school nurses among them")


def test_every_quote_is_in_its_passage_and_long_answers_stay_short(quoting: Assistant) -> None:
    """Every quote is in its passage, and answers stay short."""
    for question in ("may an employee sit on the board?", "what is capital?", "is a collaborative a public entity?"):
        answer = quoting.answer(question)
        for citation in answer.citations:
            assert citation.quote in quoting.corpus.by_id[citation.passage_id].text
        assert len(answer.text.split()) <= 220


def test_without_official_text_no_passage_is_official(assistant: Assistant) -> None:
    """Without official text no passage is official."""
    assert not [p for p in assistant.corpus.passages if p.kind == "official"]
    answer = assistant.answer("do board members get paid?")
    assert "official text," not in answer.text
    assert answer.citations[0].citation == CITE


def test_the_real_documents_load_with_accepted_text(tmp_path: Path) -> None:
    """The real documents load with accepted text, and every official passage names restatements that exist."""
    from corpus.loading import Corpus
    from corpus.official.applying import with_official

    Store(tmp_path).accept(Accepted(version="0", made="2026", pages=pages()))
    corpus = Corpus.of(with_official(read_documents(DOCUMENTS)[0], tmp_path))
    restated = [id_ for p in corpus.passages for id_ in p.restates]
    assert restated
    assert set(restated) <= set(corpus.by_id)
