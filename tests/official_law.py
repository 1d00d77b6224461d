"""A statute and a regulation made up for the tests, in the numbering of the real ones, rendered in several markups.

The words are ours. Only the form (section heads, marks, menus and feet of a page) follows the official sites.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape


@dataclass(frozen=True)
class Item:
    """A numbered provision: its mark as printed, its words (a paragraph each), and what is below it."""

    mark: str
    words: tuple[str, ...]
    below: tuple["Item", ...] = ()


@dataclass(frozen=True)
class Part:
    """A section with its title, opening words without a number, and numbered provisions."""

    number: str
    title: str
    items: tuple[Item, ...]
    opening: tuple[str, ...] = ()


STATUTE = Part(
    "4E",
    "Education collaboratives",
    (
        Item(
            "(a)",
            (
                "In this section these words have the meanings given here, unless the context asks for others:—",
                "''Agreement'', the signed paper on which a collaborative rests.",
                "''Outside company'', a company: (i) that takes most of its money from a collaborative; or (ii) that "
                "was set up for its benefit.",
            ),
        ),
        Item(
            "(b)",
            ("Two or more committees may join by a signed agreement to share programs; provided, that they save.",),
        ),
        Item(
            "(c)",
            (
                "A board of directors with one person from each member shall manage the collaborative.",
                "The treasurer may invest the money of the collaborative prudently under section 55B of chapter 44.",
            ),
        ),
        Item(
            "(d)",
            ("No person on the board of directors shall be paid a salary or a stipend for serving as a board member.",),
        ),
        Item(
            "(e)", ("The board shall meet not fewer than 6 times in each year, and its meetings shall be open to all.",)
        ),
        Item(
            "(f)",
            ("The website of the collaborative shall carry:",),
            (
                Item("(1)", ("the agreement with each amendment;",)),
                Item(
                    "(2)", ("the annual reports; and",), (Item("(i)", ("for 3 years;",)), Item("(ii)", ("in full.",)))
                ),
                Item("(3)", ("the minutes of the board.",)),
            ),
        ),
        Item("(g)", ("The collaborative is a public entity.",)),
        Item("(h)", ("Tuition of a collaborative may be prepaid out of school money by vote of a school committee.",)),
        Item("(i)", ("Certified personnel, school nurses among them, shall be employed by the collaborative.",)),
        Item("(j)", ("The department shall write a model agreement that shows which standards approval asks for.",)),
    ),
)
REGULATION = (
    Part(
        "50.01",
        "Authority and Purpose",
        (
            Item("(1)", ("Authority: These rules rest on M.G.L. c. 40, § 4E.",)),
            Item("(2)", ("Purpose: These rules give every collaborative the same procedures as in 603 CMR 50.03(4).",)),
        ),
    ),
    Part(
        "50.02",
        "Definitions",
        (),
        (
            "In these rules the words below mean what follows.",
            "Capital: Buying or mending a thing of lasting use that costs $5,000 or more for each unit.",
            "Member District: A committee that has voted to join and was taken in.",
        ),
    ),
    Part(
        "50.04",
        "Responsibilities",
        (
            Item("(1)", ("Member Districts: Each district names one person to the board every year.",)),
            Item(
                "(2)",
                ("Appointed Representatives.",),
                (
                    Item("(a)", ("Each one shall act with care for the district.",)),
                    Item("(b)", ("Each one shall speak up at the next open meeting when interests clash.",)),
                    Item(
                        "(c)",
                        ("Each one shall bring the district:",),
                        (
                            Item("1.", ("News of the collaborative every quarter;",)),
                            Item(
                                "2.",
                                ("A report on great changes:",),
                                (Item("a.", ("In programs;",)), Item("b.", ("In money;",))),
                            ),
                            Item("3.", ("The yearly budget.",)),
                        ),
                    ),
                ),
            ),
        ),
    ),
    Part(
        "50.06",
        "Employees",
        (
            Item("(1)", ("A collaborative is a public employer.",)),
            Item(
                "(2)",
                ("Separate Duties.",),
                (
                    Item("(a)", ("One person shall not both order and pay for the same goods.",)),
                    Item("(b)", ("No person on the board may serve as its treasurer, director or business manager.",)),
                    Item("(c)", ("No employee of the collaborative may serve on the board of that collaborative.",)),
                ),
            ),
        ),
    ),
)
FOOT = (
    "<p>Regulatory Authority:<br>M.G.L. c. 69, § 1B</p><p>Last Updated: October 16, 2020</p><a href='/az'>A-Z Index</a>"
)


def words_of(parts: Sequence[Part], cite: str) -> dict[str, tuple[str, ...]]:
    """What the parser should find: every provision's words by its citation."""
    return {
        f"{cite}{part.number if '4E' not in cite else ''}{path}": words
        for part in parts
        for path, words in [*([("", part.opening)] if part.opening else []), *_walk(part.items, "")]
    }


def _walk(items: Sequence[Item], above: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each item and those below it, with their marks from the top."""
    for item in items:
        yield above + item.mark, item.words
        yield from _walk(item.below, above + item.mark)


def paragraphs(items: Sequence[Item]) -> str:
    """Every provision a paragraph that begins with its mark."""
    return "".join(
        f"<p>{item.mark} {'</p><p>'.join(map(escape, item.words))}</p>\n{paragraphs(item.below)}" for item in items
    )


def lists(items: Sequence[Item], depth: int = 0) -> str:
    """Lists in lists; the deeper numbers are the browser's, as on the department's pages."""
    letters = {"a.": " type='a'", "(i)": ""}
    kind = letters.get(items[0].mark, "") if items else ""
    own = depth < 2 or items[0].mark.startswith("(") if items else True
    rows = "".join(
        f"<li>{f'{i.mark} ' if own else ''}{'<br>'.join(map(escape, i.words))}"
        f"{lists(i.below, depth + 1) if i.below else ''}</li>\n"
        for i in items
    )
    return f"<ol{kind}>{rows}</ol>"


def tables(items: Sequence[Item]) -> str:
    """A table: the mark in one cell, the words in the next."""
    rows = "".join(
        f"<tr><td valign=top><b>{i.mark}</b></td><td>{'<br/><br/>'.join(map(escape, i.words))}</td></tr>"
        f"{f'<tr><td></td><td>{tables(i.below)}</td></tr>' if i.below else ''}"
        for i in items
    )
    return f"<table border=0>{rows}</table>"


def breaks(items: Sequence[Item], depth: int = 0) -> str:
    """One block with line breaks and hard spaces, the marks in italics with spaces inside."""
    pad = "&nbsp;" * 4 * depth
    return "".join(
        f"{pad}<i>{i.mark.replace('(', '( ').replace(')', ' )')}</i>&nbsp;{'<br>'.join(map(escape, i.words))}<br>\n"
        f"{breaks(i.below, depth + 1)}"
        for i in items
    )


def run_on(items: Sequence[Item]) -> str:
    """Provisions and what is below them in one paragraph wherever a sentence begins in upper case."""
    return "".join(f"<p>{_line(i)}</p>" for i in items)


def _line(item: Item) -> str:
    """An item and those below it, one behind the other; list items in lower case begin a line."""
    return f"{item.mark} {'<br>'.join(map(escape, item.words))}" + "".join(
        f"{' ' if b.mark.startswith('(') and b.words[0][0].isupper() else '<br>'}{_line(b)}" for b in item.below
    )


MARKUPS: dict[str, Callable[[Sequence[Item]], str]] = {
    "paragraphs": paragraphs,
    "lists": lists,
    "tables": tables,
    "breaks": breaks,
    "run on": run_on,
}


def regulation_page(parts: Sequence[Part] = REGULATION, markup: str = "paragraphs", extra: str = "") -> str:
    """A page like the department's: menu, table of contents, sections, foot."""
    contents = "".join(f"<li><a href='?section={p.number[-2:]}'>{p.number}: {p.title}</a></li>" for p in parts)
    body = "".join(
        f"<h3>{p.number}: {p.title}</h3>{''.join(f'<p>{escape(o)}</p>' for o in p.opening)}{MARKUPS[markup](p.items)}"
        for p in parts
    )
    return (
        "<!DOCTYPE html><html><head><title>603 CMR 50.00</title><script>var a = '(1) no law';</script></head><body>"
        "<nav><a href='/'>Home</a> (1) Menu</nav><h1>Education Laws and Regulations</h1><h2>603 CMR 50.00</h2>"
        f"<p>Section:</p><ul>{contents}<li>View All Sections</li></ul>"
        f"<p>Most Recently Amended by the Board: September 29, 2020.</p>{body}{extra}{FOOT}</body></html>"
    )


def statute_page(part: Part = STATUTE, markup: str = "paragraphs", extra: str = "") -> str:
    """A page like the legislature's: skip link, heading, the text, links to neighbours, copyright."""
    first, *rest = part.items
    head = MARKUPS[markup]([first])
    where = head.find(first.mark) if markup != "lists" else -1
    opening = (
        f"{head[:where]}Section {part.number}. {head[where:]}" if where >= 0 else f"<p>Section {part.number}.</p>{head}"
    )
    return (
        "<!DOCTYPE html><html lang=en><head><title>General Law</title><style>p {color: red}</style></head><body>"
        "<a href='#main' style='position:absolute; left:-9999px'>Skip to Content</a>"
        "<header><h1>General Laws</h1></header>"
        f"<main><h2>Section {part.number}: {part.title}</h2>{opening}{MARKUPS[markup](rest)}{extra}</main>"
        "<ul><li><a href='a'>Previous Section</a></li></ul><footer>Copyright © The General Court</footer></body></html>"
    )


def changed(items: Sequence[Item], mark: str, *words: str) -> tuple[Item, ...]:
    """The items with other words for one of them."""
    return tuple(replace(i, words=words) if i.mark == mark else i for i in items)


def inserted(part: Part, before: str, *words: str) -> Part:
    """A statute with a new subsection before a letter; those behind it move on by one letter."""
    at = next(n for n, item in enumerate(part.items) if item.mark == before)
    behind = [replace(i, mark=f"({chr(ord(i.mark[1]) + 1)})") for i in part.items[at:]]
    return replace(part, items=(*part.items[:at], Item(before, words), *behind))
