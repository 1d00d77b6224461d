"""Cuts the lines of a statute or regulation into provisions by the legal numbering, whatever the page's markup."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.official.models import Provision
from corpus.official.numbering import Mark, label, leading_marks, segments

_END = re.compile(
    r"(?:regulatory authority|last updated|e-mail this page|disclaimer|print (?:view|page)|view all sections|copyright|"
    r"previous section|next section|skip to|site (?:information|index)|most recently amended|for an official copy)\b",
    re.I,
)
_SENTENCE = re.compile(r"[.;:,—–-][”\"')\]]*$|\b(?:and|or)$")
_RUN_IN = re.compile(r"^[A-Z][^.:;]{2,80}[.:]\s")


@dataclass
class Node:
    """A provision while it is read: its marks from the top, and its own paragraphs."""

    marks: tuple[Mark, ...]
    paragraphs: list[str] = field(default_factory=list)


@dataclass
class Section:
    """A numbered section (§ 4E, 50.03) with its title and the lines under it."""

    number: str
    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many characters it holds; a table of contents names sections that hold none."""
        return sum(map(len, self.lines))


def parse_statute(lines: Iterable[str], cite: str) -> list[Provision]:
    """The provisions of one section of the General Laws; `cite` is how it is cited ('M.G.L. c. 40, § 4E')."""
    number = cite.rpartition("§")[2].strip()
    head = re.compile(r"section\s+(?P<number>\d+[A-Z]*)\s*[.:]\s*(?P<rest>.*)", re.I)
    found = [s for s in _sections(lines, head) if s.number.upper() == number.upper()]
    title = next((s.title for s in found if s.title), "")
    best = max(found, key=lambda s: s.size, default=None)
    return list(_provisions(best, cite, title, regulation=False)) if best else []


def parse_regulation(lines: Iterable[str], cite: str) -> list[Provision]:
    """The provisions of one chapter of regulations; `cite` is how it is cited ('603 CMR 50')."""
    agency, _, chapter = cite.rpartition(" ")
    head = re.compile(
        rf"(?:[Ss]ection\s+|§\s*)?(?:{re.escape(agency)}\s+)?(?P<number>{chapter}\.\d\d)"
        r"(?:\s*[:.–—-]\s*|\s+(?=[A-Z])|$)(?P<rest>[A-Z][^.;]{0,110})?"
    )
    fullest: dict[str, Section] = {}
    for section in _sections(lines, head):
        if section.number not in fullest or section.size > fullest[section.number].size:
            fullest[section.number] = section
    return [
        provision
        for section in fullest.values()
        if not section.number.endswith(".00")
        for provision in _provisions(section, f"{agency} {section.number}", section.title, regulation=True)
    ]


def _sections(lines: Iterable[str], head: re.Pattern[str]) -> Iterator[Section]:
    """Each heading with the lines up to the next one, or up to the foot of the page."""
    section: Section | None = None
    for line in lines:
        if match := head.fullmatch(line):
            yield from [section] if section else []
            rest = match["rest"] or ""
            titled = not leading_marks(rest)[0] and len(rest) < 180 and not rest.rstrip().endswith((".", ";", ","))
            section = Section(match["number"], rest if titled else "", [] if titled or not rest else [rest])
        elif section and _END.match(line):
            yield section
            section = None
        elif section:
            section.lines.append(line)
    yield from [section] if section else []


def _provisions(section: Section, cite: str, title: str, *, regulation: bool) -> Iterator[Provision]:
    """The provisions of a section in their order; those that only give a number to others below them are left out."""
    nodes = _nodes(section.lines)
    by_marks = {node.marks: node for node in nodes}
    for node in nodes:
        if not node.paragraphs:
            continue
        labels = (label(mark, depth, regulation=regulation) for depth, mark in enumerate(node.marks))
        above = by_marks.get(node.marks[:-1]) if node.marks else None
        yield Provision(
            citation=cite + "".join(labels),
            heading=title[:380],
            lead=_lead(above, node),
            paragraphs=tuple(node.paragraphs),
        )


def _lead(above: Node | None, node: Node) -> str:
    """The words above that a provision completes, when they end in a colon or its own go on in lower case."""
    if above is None or not above.paragraphs:
        return ""
    last = above.paragraphs[-1]
    if last.endswith((":", "—", "–", ":—")) or node.paragraphs[0][:1].islower():
        return last
    return ""


def _nodes(lines: Sequence[str]) -> list[Node]:
    """The provisions of a section: each mark that continues or opens a row begins one, other lines are its words."""
    parts = [(part, first) for line in lines for part, first in _pieces(line)]
    node = Node(())
    nodes = [node]
    for index, (part, at_head) in enumerate(parts):
        rest, placed = part, False
        while True:
            marks, after = leading_marks(rest)
            later = (p for p, _ in parts[index + 1 :])
            chosen = _placed(marks, node, later, gaps=at_head) if marks else None
            if chosen is None:
                break
            rest, placed = after, True
            node = Node(chosen)
            nodes.append(node)
        if not rest:
            continue
        if placed or at_head or not node.paragraphs:
            node.paragraphs.append(rest)
        else:
            node.paragraphs[-1] += f" {rest}"
    _trim(nodes)
    return nodes


def _pieces(line: str) -> Iterator[tuple[str, bool]]:
    """The parts of a line that may each begin a provision, and whether a part stands at the line's head."""
    return ((part, number == 0) for number, part in enumerate(segments(line)))


def _placed(readings: Sequence[Mark], node: Node, later: Iterable[str], *, gaps: bool) -> tuple[Mark, ...] | None:
    """Where a mark belongs after a provision: next in a row that is open, first of a new one; None: it is no mark."""
    stack = node.marks
    opens = [m for m in readings if m.ordinal == 1 and not (stack and _same_row(m, stack[-1]))]
    nexts = [
        (*stack[:depth], mark)
        for depth in range(len(stack) - 1, -1, -1)
        for mark in readings
        if mark.follows(stack[depth]) and mark.ordinal == stack[depth].ordinal + 1
    ]
    promised = bool(node.paragraphs) and node.paragraphs[-1].endswith((":", "—"))
    if nexts and opens and (promised or _goes_on(opens[0], later)):
        return (*stack, opens[0])
    if nexts:
        return nexts[0]
    if opens:
        return (*stack, opens[0])
    if gaps:
        for depth in range(len(stack) - 1, -1, -1):
            for mark in readings:
                near = mark.bracketed or mark.ordinal <= stack[depth].ordinal + 4
                if mark.follows(stack[depth]) and near:
                    return (*stack[:depth], mark)
    return None


def _same_row(mark: Mark, other: Mark) -> bool:
    """Whether two marks are of one kind."""
    return (mark.shape, mark.bracketed) == (other.shape, other.bracketed)


def _goes_on(mark: Mark, later: Iterable[str]) -> bool:
    """Whether '(i)' opens a row of numerals rather than follows '(h)': '(ii)' comes before '(j)'."""
    for part in later:
        for reading in leading_marks(part)[0]:
            if reading.bracketed == mark.bracketed:
                if reading.shape == mark.shape and reading.ordinal == mark.ordinal + 1:
                    return True
                if reading.shape == "lower" and reading.ordinal == 10:
                    return False
    return False


def _trim(nodes: Sequence[Node]) -> None:
    """Take lines off the end that are no sentence: what follows the law on a page is names of links."""
    for node in reversed(nodes):
        while node.paragraphs and len(node.paragraphs[-1].split()) < 12 and not _SENTENCE.search(node.paragraphs[-1]):
            node.paragraphs.pop()
        if node.paragraphs:
            return


def run_in(text: str) -> str:
    """The heading that a provision's words begin with ('Prepayment:'), without its sign; or nothing."""
    match = _RUN_IN.match(text)
    return match[0].strip().rstrip(".:") if match and len(match[0].split()) <= 10 else ""
