"""The hard facts of a sentence, which can only be copied, and whether the evidence has them."""

import re
from calendar import day_name, month_name
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.citations import find_citations, parent
from assistant.numbers import NUMBER_WORDS
from assistant.premise import quantities

_MONTHS = tuple(name.lower() for name in month_name[1:])
_MONTH = "|".join(f"{m}|{m[:3]}|{m[:4]}" for m in _MONTHS)
_PHONE = re.compile(r"(?<![\d-])(?:\+?1[\s.-])?\(?\d{3}\)?[\s.\-]{1,2}\d{3}[\s.\-]\d{4}(?!\d)")
_LINK = re.compile(
    r"\b(?:https?|ftp|javascript|data|mailto|tel):\S+|\bwww\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|"
    r"(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:[a-z]{2,24})\b(?:/\S*)?",
    re.I,
)
_SPELLED_LINK = re.compile(r"\b[\w-]+\s+(?:dot|\(dot\)|\[dot\])\s+(?:com|org|net|edu|gov|io|info|us|co)\b", re.I)
_DATE = re.compile(
    rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}}))?|"
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\b(?:,?\s+(\d{{4}}))?|\b(\d{{1,2}})/(\d{{1,2}})/(\d{{2,4}})\b|"
    r"\b(\d{4})-(\d{2})-(\d{2})\b",
    re.I,
)
_NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*")
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_WORDS = {
    **{word: str(number) for word, number in NUMBER_WORDS.items() if number > 1},
    **{word: str(number) for number, word in enumerate(_ORDINALS, 2)},
    **{"half": "50", "quarter": "25", "hundred": "100", "thousand": "1000", "twice": "2", "dozen": "12"},
}
_WORD = re.compile(r"(?<!\w)[^\W\d_](?:[\w’'&.-]*\w)?")
_START = re.compile(r"(?:^|[.?!:;]\s+|[-•]\s+|\*\*|[“\"(]\s*)$")
_FREE = frozenset(
    ["i", "i'm", "massachusetts", "english", "iep", "ieps", "team", "mr", "ms", "mrs", "dr", "no", "yes"]
) | {name.lower() for name in (*month_name[1:], *day_name)}


@dataclass(frozen=True)
class Fact:
    """A fact that can only be copied: of a kind, in one form, and as it was written."""

    kind: str
    value: str
    said: str


def links(text: str) -> set[str]:
    """The web and mail addresses of a text, without scheme, www and what ends a sentence."""
    found = {_bare(match) for match in _LINK.findall(text)}
    return {link for link in found if not _initials(link)}


def host_of(link: str) -> str:
    """The host of an address as `links` gives it."""
    return re.split(r"[/?#:]", link.rpartition("@")[2])[0]


def _bare(link: str) -> str:
    """An address in one form."""
    return re.sub(r"^(?:https?://|mailto:)?(?:www\.)?", "", link.lower()).rstrip(".,;:!?)]}’'\"”*/")


def _initials(link: str) -> bool:
    """Whether what looks like a host is letters with points, such as 'e.g' or 'm.g.l'."""
    return bool(re.fullmatch(r"(?:[a-z]\.)+[a-z]{1,2}", link))


def dates(text: str) -> set[str]:
    """The dates of a text as month-day and, where a year is given, year-month-day too."""
    found = set()
    for m in _DATE.finditer(text):
        if m[1]:
            month, day, year = _month(m[1]), m[2], m[3]
        elif m[5]:
            month, day, year = _month(m[5]), m[4], m[6]
        else:
            month, day, year = (int(m[7]), m[8], m[9]) if m[7] else (int(m[11]), m[12], m[10])
        found.add(f"{month:02}-{int(day):02}")
        if year:
            found.add(f"{year}-{month:02}-{int(day):02}")
    return found


def _month(name: str) -> int:
    """The number of a month by its name or abbreviation."""
    return next(i for i, m in enumerate(_MONTHS, 1) if m.startswith(name.lower()[:3]))


def numbers(text: str) -> set[str]:
    """The numbers of a text, in digits or words, in one form: '1,000' and 'thousand' as 1000, '05' as 5."""
    found = {_plain(match) for match in _NUMBER.findall(text)}
    return found | {_WORDS[word] for word in re.findall(r"[a-z]+(?:-[a-z]+)?", text.lower()) if word in _WORDS}


def _plain(number: str) -> str:
    """A number without thousands separators and leading zeros."""
    digits = number.replace(",", "")
    return digits.lstrip("0") or "0" if digits.isdigit() else digits


@dataclass(frozen=True)
class Evidence:
    """The text that a sentence may rest on, read once; `said` is what the asker said, whose names may be said back."""

    text: str
    said: str = ""

    @cached_property
    def lowered(self) -> str:
        """The text for the search of names, with single spaces."""
        return " ".join(f"{self.text} {self.said}".lower().replace("’", "'").split())

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of it."""
        found = set(re.findall(r"[\w&'.-]*\w", self.lowered))
        return frozenset(found | {part for word in found for part in re.split(r"[-.'&]", word)})

    @cached_property
    def links(self) -> set[str]:
        """Its addresses."""
        return links(self.text)

    @cached_property
    def numbers(self) -> set[str]:
        """Its numbers, and the parts of numbers such as 50.07."""
        found = numbers(self.text)
        return found | {_plain(part) for number in found for part in number.split(".")}

    @cached_property
    def dates(self) -> set[str]:
        """Its dates."""
        return dates(self.text)

    @cached_property
    def phones(self) -> set[str]:
        """Its telephone numbers, as digits."""
        return {_digits(phone) for phone in _PHONE.findall(self.text)}

    @cached_property
    def quantities(self) -> dict[str, set[float]]:
        """Its quantities by their unit."""
        found: dict[str, set[float]] = {}
        for quantity in quantities(self.text):
            found.setdefault(quantity.unit, set()).add(quantity.value)
        return found

    @cached_property
    def citations(self) -> set[str]:
        """Its legal citations, and the provisions above them."""
        found: set[str] = set()
        for citation in find_citations(self.text):
            above: str | None = citation
            while above:
                found.add(above.lower())
                above = parent(above)
        return found


def _digits(phone: str) -> str:
    """The ten digits of a telephone number."""
    return re.sub(r"\D", "", phone)[-10:]


def unsupported(sentence: str, evidence: Evidence, known: Collection[str] = ()) -> list[Fact]:
    """The hard facts of a sentence that its evidence does not have. `known` are words that are no names."""
    found = [*_links(sentence, evidence), *_citations(sentence, evidence)]
    rest = _LINK.sub(lambda m: m[0] if _initials(_bare(m[0])) else " ", sentence)
    found += _phones(rest, evidence)
    rest = _PHONE.sub(" ", rest)
    found += [Fact("date", date, date) for date in sorted(dates(rest) - evidence.dates)]
    found += _quantities(rest, evidence)
    found += [Fact("number", n, n) for n in sorted(numbers(rest) - evidence.numbers)]
    return found + [Fact("name", name.lower(), name) for name in _names(rest, evidence, known)]


def _links(sentence: str, evidence: Evidence) -> list[Fact]:
    """Addresses that the evidence does not have; the bare host of one that it has will do."""
    hosts = {link.partition("/")[0] for link in evidence.links}
    strange = sorted(link for link in links(sentence) if link not in evidence.links and link not in hosts)
    return [Fact("link", link, link) for link in [*strange, *_SPELLED_LINK.findall(sentence)]]


def _citations(sentence: str, evidence: Evidence) -> list[Fact]:
    """Legal citations that the evidence does not have."""
    return [Fact("citation", c, c) for c in find_citations(sentence) if c.lower() not in evidence.citations]


def _phones(sentence: str, evidence: Evidence) -> list[Fact]:
    """Telephone numbers that the evidence does not have."""
    return [Fact("phone", p, p) for p in _PHONE.findall(sentence) if _digits(p) not in evidence.phones]


def _quantities(sentence: str, evidence: Evidence) -> list[Fact]:
    """Quantities of a unit that the evidence has with other values only."""
    return [
        Fact("quantity", q.said, q.said)
        for q in quantities(sentence)
        if q.unit in evidence.quantities and q.value not in evidence.quantities[q.unit]
    ]


def _names(sentence: str, evidence: Evidence, known: Collection[str]) -> Iterator[str]:
    """Words with a capital that are in no evidence; at the start of a sentence only those that are no common words."""
    for match in _WORD.finditer(sentence):
        word = match[0]
        if not word[0].isupper():
            continue
        plain = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
        if plain in _FREE or plain in evidence.words or all(p in evidence.words for p in re.split(r"[-.'&]", plain)):
            continue
        if plain.endswith("s") and plain[:-1] in evidence.words:
            continue
        starts = bool(_START.search(sentence[: match.start()]))
        if not (starts and plain in known and not word[1:].isupper()):
            yield word
