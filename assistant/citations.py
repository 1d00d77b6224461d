"""Legal citations as people write them, in one form, and the passages that state them."""

import re
from collections.abc import Iterable

from corpus.passages import Passage

_PARTS = r"(?:,?\s*(?:paragraph|para\.?|subsection|subsec\.?|clause))?((?:\s*\(\s*[0-9a-zA-Z]{1,4}\s*\))*)"
_SIBLING = re.compile(
    r"^\W*(?:and|ok|okay|so|now|what about|how about|what does|what is in|then|the|paragraph|subsection|clause|\s|,)*"
    r"((?:\(\s*[0-9a-zA-Z]{1,4}\s*\)\s*)+)(?:\W|say|mean|then|instead|please)*$",
    re.I,
)
_ITEM = r"((?<=\))\d{1,2}\b(?:\.[a-d]\b)?\.?)?"
"""A numbered item below a paragraph: the '5.d.' of '50.03(4)(b)5.d.'."""
_REGULATION = re.compile(r"\b(?:(\d{3})\s*c\.?m\.?r\.?\s*)?§?\s*(\d{2}\.\d{2})\b" + _PARTS + _ITEM, re.I)
_WHOLE_REGULATION = re.compile(r"\b603\s*c\.?m\.?r\.?\s*(\d{2})(?:\.00)?\b(?!\.\d)", re.I)
_SECTION_4E = re.compile(r"(?:\b(?:section|sec\.?|s\.?)\s*|§\s*)?\b4-?e\b" + _PARTS, re.I)
_CHAPTER = re.compile(
    r"(?:\b(?:m\.?g\.?l\.?|g\.?l\.?|mass\.? gen\.? laws),?\s*)?\b(?:chapter|ch\.?|c\.)\s*(\d+[a-z]?)\b"
    r"(?:,?\s*(?:section|sec\.?|ss?\.?|§+)\s*(\d+[a-z]?)\b)?",
    re.I,
)
_SEVERAL = re.compile(
    r"^(?P<stem>.*?)(?P<open>\()?(?P<first>\d{1,2}|[a-z])(?:\)|\.)?\s?(?P<joint>-|or)\s?\(?(?P<last>\d{1,2}|[a-z])(?:\)|\.)?$"
)
"""A citation of several provisions: the last mark of the first one, and that of the last one."""
_ABOUT = re.compile(r"\b(?:about|on|regarding|concerning)\s+(?:the |an? |our )?[a-z]{3,}", re.I)
"""What a question names the subject with: 'what does 50.07 say about the treasurer'."""
_PLAIN_WORDS = frozenset(
    [
        "what",
        "does",
        "say",
        "says",
        "said",
        "the",
        "about",
        "cmr",
        "mgl",
        "law",
        "section",
        "regulation",
        "regulations",
        "statute",
        "under",
        "and",
        "for",
        "explain",
        "tell",
        "show",
        "read",
        "text",
        "quote",
        "please",
        "can",
        "you",
        "give",
        "mean",
        "means",
        "summary",
        "summarize",
        "cover",
        "covers",
        "require",
        "requires",
        "plain",
        "english",
        "simple",
        "simply",
        "terms",
        "words",
        "everything",
        "whole",
        "board",
        "collaborative",
    ]
)


def find_citations(text: str) -> tuple[str, ...]:
    """Every legal citation in a text, in the form of the corpus, e.g. '603 CMR 50.07(4)' or 'M.G.L. c. 40, § 4E(b)'."""
    found: list[str] = []
    for title, number, parts, item in _REGULATION.findall(text):
        if title or number.startswith(("50.", "28.", "46.")):
            marked = f"{item.rstrip('.')}." if item else ""
            found.append(f"{title or '603'} CMR {number}{_tight(parts)}{marked}")
    if not found:
        found += [f"603 CMR {number}.00" for number in _WHOLE_REGULATION.findall(text)]
    if match := _SECTION_4E.search(text):
        found.append(f"M.G.L. c. 40, § 4E{_tight(match[1])}")
    for chapter, section in _CHAPTER.findall(text):
        if chapter.upper() == "40" and any("4E" in c for c in found):
            continue
        found.append(f"M.G.L. c. {chapter.upper()}" + (f", § {section.upper()}" if section else ""))
    return tuple(dict.fromkeys(found))


def sibling(text: str, before: Iterable[str]) -> tuple[str, ...]:
    """The provision that a bare mark such as 'and (4)?' means after earlier citations, in their form; else nothing."""
    match, known = _SIBLING.match(text), list(before)
    if not match or not known:
        return ()
    marks = re.findall(r"\(([^()]+)\)", _tight(match[1]))
    stem, _, tail = known[-1].partition("(")
    levels = re.findall(r"[^()]+", f"({tail}") if tail else []
    alike = [i for i, level in enumerate(levels) if level.strip(" .").isdigit() is marks[0].isdigit()]
    kept = levels[: alike[-1]] if alike else levels
    return (stem + "".join(f"({level})" for level in (*kept, *marks)),)


def _tight(parts: str) -> str:
    """'( 4 ) (A)' as '(4)(A)'; letters keep their case, since (i) and (I) differ."""
    return re.sub(r"\s+", "", parts)


def passages_of(citation: str, passages: Iterable[Passage]) -> list[Passage]:
    """The passages that state a provision or anything below it; 50.00 stands for the whole title.

    What explains the whole of it comes first, then statute and regulation, then what is said of them elsewhere; each
    in corpus order.
    """
    stem = citation.removesuffix(".00") + "." if citation.endswith(".00") else citation
    found = [p for p in passages if any(_under(c, stem) for written in p.citations for c in covered(written))]
    order = {"glossary": 0, "statute": 1, "regulation": 1}
    return sorted(found, key=lambda passage: order.get(passage.kind, 2))


def covered(citation: str) -> tuple[str, ...]:
    """The provisions that a citation of several names, each in full, with the citation as it is written.

    '50.07(9) or (10)' names (9) and (10), '50.08(1)(a)-(d)' (a) to (d), '50.03(4)(b)7-9' 7 to 9.
    """
    match = _SEVERAL.match(citation)
    if match is None:
        return (citation,)
    first, last = match["first"], match["last"]
    if match["joint"] == "or":
        between = [first, last]
    elif first.isdigit() and last.isdigit():
        between = [str(number) for number in range(int(first), int(last) + 1)]
    else:
        between = [chr(code) for code in range(ord(first), ord(last) + 1)]
    opened, closed = ("(", ")") if match["open"] else ("", ".")
    return (citation, *(f"{match['stem']}{opened}{part}{closed}" for part in between))


def _under(citation: str, stem: str) -> bool:
    """Whether a citation is the stem or lies below it ('50.07(4)(a)' and '50.07(4)1.' below '50.07(4)')."""
    if not citation.lower().startswith(stem.lower()):
        return False
    rest = citation[len(stem) :]
    return stem.endswith((".", ")")) or not rest or not rest[0].isalnum()


def parent(citation: str) -> str | None:
    """The provision above: '603 CMR 50.03(4)(b)8.' -> '50.03(4)(b)' -> '50.03(4)' -> '50.03'; None at the top."""
    cut = re.sub(r"(?:\([^()]*\)|(?<=\))\d+\.|(?<=\d\.)[a-z]\.)$", "", citation)
    return cut if cut != citation else None


def asks_more(text: str) -> bool:
    """Whether a text that names a citation asks something about it, beyond 'what does it say'."""
    rest = text
    for pattern in (_REGULATION, _WHOLE_REGULATION, _CHAPTER, _SECTION_4E):
        rest = pattern.sub(" ", rest)
    content = [w for w in re.findall(r"[a-z]{3,}", rest.lower()) if w not in _PLAIN_WORDS]
    return len(content) >= (1 if _ABOUT.search(rest) else 2)
