"""Places: every municipality, villages, ZIP codes, districts, misspellings."""

import os

import pytest
import zipcodes

from assistant.bench.processes import run_python
from assistant.engine import Assistant
from corpus import zips


def test_every_municipality_resolves(assistant: Assistant) -> None:
    """All 351, by their own name and in a question."""
    places, mentions = assistant.corpus.places, assistant.understanding.mentions
    assert len(places.towns) == 351
    for name in places.towns:
        found = places.lookup(name)
        assert found
        assert found.towns == (name,)
        asked = mentions.places(f"Which collaborative serves the town of {name}, MA?", [])
        assert asked, name
        assert name in asked[-1].value.towns, name  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("said", "town"),
    [
        ("Hyannis", "Barnstable"),
        ("Dorchester", "Boston"),
        ("jamaica plain", "Boston"),
        ("Woods Hole", "Falmouth"),
        ("Turners Falls", "Montague"),
        ("North Dartmouth", "Dartmouth"),
        ("02360", "Plymouth"),
        ("middleboro", "Middleborough"),
        ("Wooster", "Worcester"),
        ("Glouster", "Gloucester"),
        ("Fitchberg", "Fitchburg"),
    ],
)
def test_other_names_and_misspellings(assistant: Assistant, said: str, town: str) -> None:
    """Villages, neighbourhoods, ZIP codes and misspelt names lead to their town."""
    assert town in (assistant.answer(f"programs near {said}").understood.place or "")


def test_the_table_of_zip_codes_says_what_the_package_says() -> None:
    """For every code that begins like one of Massachusetts, real or not; the others are asked of the package."""
    begun = [f"{prefix}{number:02}" for prefix in zips.PREFIXES for number in range(100)]
    assert [zips.find(code) for code in begun] == [zips.packaged(code) for code in begun]
    ours = zipcodes.filter_by(state=zips.STATE)
    assert {entry["zip_code"] for entry in ours} == {code for code in begun if zips.find(code)}
    assert zips.find("03801") == zips.packaged("03801")
    assert zips.find("00000") is None


def test_a_zip_code_of_massachusetts_does_not_load_the_package() -> None:
    """Its first look-up would hold up all visitors for half a second."""
    code = "import sys; from corpus.loading import load_corpus; found = load_corpus().places.lookup('02139')"
    _, printed = run_python(f"{code}; print(found.towns, 'zipcodes' in sys.modules)", os.environ)
    assert printed.strip() == "('Cambridge',) False"


@pytest.mark.parametrize("name", ["Dover-Sherborn", "Masconomet", "Silver Lake", "Nauset", "King Philip", "Minuteman"])
def test_regional_districts(assistant: Assistant, name: str) -> None:
    """A regional district stands for its member towns."""
    place = assistant.corpus.places.lookup(name)
    assert place
    assert place.kind == "district"
    assert len(place.towns) >= 2


def test_every_member_district_resolves(assistant: Assistant) -> None:
    """Member lists lead to towns."""
    for org in assistant.corpus.directory.organizations:
        for member in org.members.districts:
            assert assistant.corpus.places.district_towns(member.name), (org.slug, member.name)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("my son has trouble with reading", None),
        ("is there a class near Reading?", "Reading"),
        ("can they orange his folder", None),
        ("anything on the cape?", "Cape Cod"),
    ],
)
def test_everyday_words_are_not_towns(assistant: Assistant, question: str, place: str | None) -> None:
    """'Reading' is a town only where it is meant as one."""
    assert assistant.answer(question).understood.place == place
