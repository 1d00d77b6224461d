"""Official text is cut by its legal numbering, whatever the markup, and every word stays as it is."""

import string
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from corpus.official.citing import gaps, paths
from corpus.official.models import Page
from corpus.official.parsing import parse_regulation, parse_statute
from corpus.official.passages import official_document
from corpus.official.visible import read_page
from index.encoder import count_pieces
from tests.official_law import (
    MARKUPS,
    REGULATION,
    STATUTE,
    Item,
    Part,
    changed,
    regulation_page,
    statute_page,
    words_of,
)

ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def found(page: str | bytes, cite: str = "603 CMR 50") -> dict[str, tuple[str, ...]]:
    """What the parser makes of a page."""
    lines = read_page(page.encode() if isinstance(page, str) else page).lines
    parse = parse_statute if "§" in cite else parse_regulation
    return {p.citation: p.paragraphs for p in parse(lines, cite)}


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_regulation_is_the_same_in_every_markup(markup: str) -> None:
    """A regulation is the same in every markup."""
    assert found(regulation_page(markup=markup)) == words_of(REGULATION, "603 CMR ")


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_statute_is_the_same_in_every_markup(markup: str) -> None:
    """A statute is the same in every markup."""
    assert found(statute_page(markup=markup), "M.G.L. c. 40, § 4E") == words_of([STATUTE], "M.G.L. c. 40, § 4E")


def test_plain_text_is_read_too() -> None:
    """Plain text is read too."""
    lines = [f"{part.number}: {part.title}\n{_plain(part.items)}" for part in REGULATION if not part.opening]
    expected = words_of([part for part in REGULATION if not part.opening], "603 CMR ")
    assert found("\n".join(lines)) == expected


def _plain(items: Sequence[Item]) -> str:
    """Items as lines of text."""
    return "".join(f"{i.mark} {' '.join(i.words)}\n{_plain(i.below)}" for i in items)


def test_a_provision_that_completes_the_one_above_keeps_its_words_as_lead_in() -> None:
    """A provision that completes the one above keeps its words as lead in."""
    lines = read_page(regulation_page().encode()).lines
    leads = {p.citation: p.lead for p in parse_regulation(lines, "603 CMR 50")}
    assert leads["603 CMR 50.04(2)(c)3."] == "Each one shall bring the district:"
    assert leads["603 CMR 50.04(2)(c)2.b."] == "A report on great changes:"
    assert leads["603 CMR 50.04(2)(b)"] == ""


def test_the_letter_i_and_the_numeral_i_are_told_apart() -> None:
    """The letter i and the numeral i are told apart."""
    words = [f"Rule {letter} holds." for letter in "abcdefghij"]
    items = [Item(f"({letter})", (text,)) for letter, text in zip("abcdefghij", words, strict=True)]
    letters = found(statute_page(Part("4E", "X", tuple(items))), "M.G.L. c. 40, § 4E")
    assert letters["M.G.L. c. 40, § 4E(i)"] == ("Rule i holds.",)
    assert letters["M.G.L. c. 40, § 4E(j)"] == ("Rule j holds.",)
    nested = (*items[:7], Item("(h)", ("The following:",), (Item("(i)", ("first;",)), Item("(ii)", ("second.",)))))
    numerals = found(statute_page(Part("4E", "X", nested)), "M.G.L. c. 40, § 4E")
    assert numerals["M.G.L. c. 40, § 4E(h)(i)"] == ("first;",)
    assert numerals["M.G.L. c. 40, § 4E(h)(ii)"] == ("second.",)


def test_numbering_within_a_sentence_is_no_provision() -> None:
    """Numbering within a sentence is no provision."""
    text = found(statute_page(), "M.G.L. c. 40, § 4E")
    assert "(i) that takes most" in text["M.G.L. c. 40, § 4E(a)"][2]
    assert "M.G.L. c. 40, § 4E(a)(i)" not in text


def test_a_gap_in_the_numbering_is_seen_and_pins_stay_right() -> None:
    """A gap in the numbering is seen and pins stay right."""
    items = tuple(item for item in STATUTE.items if item.mark not in ("(d)", "(e)"))
    lines = read_page(statute_page(Part("4E", "X", items)).encode()).lines
    provisions = parse_statute(lines, "M.G.L. c. 40, § 4E")
    assert "M.G.L. c. 40, § 4E(f)(2)(i)" in {p.citation for p in provisions}
    assert gaps(provisions) == ["M.G.L. c. 40, § 4E: something is missing before (f)"]
    assert gaps(parse_regulation(read_page(regulation_page().encode()).lines, "603 CMR 50")) == []


@pytest.mark.parametrize("page", ["", "<html><body><p>Page not found</p></body></html>", "<html><ol><li>(1) x</ol>"])
def test_a_page_without_the_law_gives_nothing(page: str) -> None:
    """A page without the law gives nothing."""
    assert found(page) == {}
    assert found(page, "M.G.L. c. 40, § 4E") == {}


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("real", ["utf-8", "windows-1252", "utf-8-sig"])
def test_the_encoding_is_the_real_one_whatever_the_server_says(real: str, declared: str | None) -> None:
    """The encoding is the real one whatever the server says."""
    page = read_page(regulation_page().encode(real), declared)
    assert "(1) Authority: These rules rest on M.G.L. c. 40, § 4E." in page.lines


def test_hidden_words_are_left_out_and_named() -> None:
    """Hidden words are left out and named."""
    page = read_page(
        b"<html><body><p>Seen.</p><p style='display: none'>One</p><div hidden>Two</div><!-- Three -->"
        b"<p style='color:#fff'>Four</p><p style='font-size:0px'>"
        b"Fi\xe2\x80\x8bve</p><template>Six</template></body></html>"
    )
    assert page.lines == ("Seen.",)
    assert set(page.hidden) == {"One", "Two", "Three", "Four", "Five"}
    assert page.invisible == 1


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("603 CMR 50.03(4)(b)7-9", [("603 CMR 50.03", "4", "b", n) for n in "789"]),
        ("603 CMR 28.06(2)(b)-(c)", [("603 CMR 28.06", "2", "b"), ("603 CMR 28.06", "2", "c")]),
        ("603 CMR 50.07(9) or (10)", [("603 CMR 50.07", "9"), ("603 CMR 50.07", "10")]),
        ("603 CMR 28.07(1)(a)2 and 4", [("603 CMR 28.07", "1", "a", "2"), ("603 CMR 28.07", "1", "a", "4")]),
        ("603 CMR 50.03(4)(b)5.d.", [("603 CMR 50.03", "4", "b", "5", "d")]),
        ("M.G.L. c. 40, § 4E", [("M.G.L. c. 40, § 4E",)]),
        ("34 CFR 300.322", []),
    ],
)
def test_citations_name_their_provisions(citation: str, expected: list[tuple[str, ...]]) -> None:
    """Citations name their provisions."""
    assert list(paths(citation)) == expected


def _row(depth: int, count: int) -> list[str]:
    """The marks of a row at a depth, as the Code of Massachusetts Regulations writes them."""
    letters = string.ascii_lowercase
    rows = (
        [f"({n})" for n in range(1, 30)],
        [f"({letter})" for letter in letters],
        [f"{n}." for n in range(1, 30)],
        [f"{letter}." for letter in letters],
        [f"({numeral})" for numeral in ROMANS],
    )
    return rows[depth][:count]


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> tuple[Item, ...]:
    """Provisions in up to five levels, each with words of its own.

    Letters end before (i), which after (h) may be a letter or a Roman numeral: there the words decide, and can mislead.
    """
    count = draw(st.integers(1, (12, 8, 4, 4, 4)[depth]))
    made = []
    for mark in _row(depth, count):
        words = draw(st.lists(st.sampled_from(("rule", "board", "member", "fund")), min_size=1, max_size=6))
        below = draw(trees(depth + 1)) if depth < 4 and draw(st.integers(0, 3)) == 0 else ()
        made.append(Item(mark, (f"Words {' '.join(words)}{':' if below else '.'}",), below))
    return tuple(made)


@settings(max_examples=40, deadline=None, derandomize=True, phases=[Phase.generate])
@given(items=trees(), markup=st.sampled_from(sorted(MARKUPS)))
def test_any_numbering_is_found_again(items: tuple[Item, ...], markup: str) -> None:
    """Any numbering is found again."""
    parts = [Part("50.01", "Anything", items)]
    assert found(regulation_page(parts, markup)) == words_of(parts, "603 CMR ")


def test_official_passages_fit_the_encoder() -> None:
    """Official passages fit the encoder."""
    long = "The board shall do what it must and no more than that, as the members wish; " * 60
    part = replace(STATUTE, items=changed(STATUTE.items, "(b)", long, long.replace(";", ",")))

    lines = read_page(statute_page(part).encode()).lines
    provisions = tuple(parse_statute(lines, "M.G.L. c. 40, § 4E"))
    page = Page(
        source="a", kind="statute", title="T", url="https://a.test", fetched="2026", sha256="", provisions=provisions
    )
    passages = official_document(page).passages
    assert len({p.id for p in passages}) == len(passages) > 20
    assert all(count_pieces("\n".join((p.title, *p.headings, p.text))) <= 256 for p in passages)
    whole = " ".join(p.text for p in passages if p.citation.endswith("(b)"))
    assert long.strip() in whole
