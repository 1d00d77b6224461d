"""Lay words -> the directory's vocabulary: services, populations and ages."""

import re
from dataclasses import dataclass
from pathlib import Path

import Stemmer
import yaml

from assistant.numbers import NUMBER_WORD, NUMBER_WORDS

FILE = Path(__file__).parent / "lexicon.yaml"
_TOKEN = re.compile(r"[a-z0-9]+")
_LONGEST = 8
_NEGATIONS = frozenset({"not", "no", "without", "except", "isn", "don", "never"})
_YEARS = re.compile(
    rf"\b(\d{{1,2}}|{NUMBER_WORD})[\s-]*(?:(?:years?|yrs?)[\s-]*olds?|y\.?/?o\.?s?)\b|"
    rf"(?<=\bis )(\d{{1,2}}|{NUMBER_WORD})[\s-]*(?:years?|yrs?)\b",
    re.I,
)
_MONTHS = re.compile(r"\b(\d{1,2})[\s-]*(?:months?|mos?)[\s-]*olds?\b", re.I)
_AGED = re.compile(
    rf"\b(?:ages?|aged|turn(?:s|ed|ing)?|(?:he|she|who|son|daughter|child|kid|boy|girl|sister|brother|nephew|"
    rf"niece|grandson|granddaughter|student|sibling|friend)(?:'s| is| was)"
    rf"(?: only| just| now)?)"
    rf"\s+(?:of\s+)?(\d{{1,2}}|{NUMBER_WORD})\b(?!\s*(?:months|weeks|days|miles|percent|%|minutes|hours|times|feet))",
    re.I,
)
_AT = re.compile(r"\bat (?:age )?(1[4-9]|2[0-9])\b(?!\s*(?:am|pm|percent|%|:|o'clock|days|weeks))", re.I)
_GRADE = re.compile(r"\b(?:(\d{1,2})(?:st|nd|rd|th)\s+grade(?:r|rs)?|grades?\s+(\d{1,2}))\b", re.I)
_OVER = re.compile(
    r"\b(\d{2})\s*(?:and (?:up|over|older)|or older|\+)|\b(?:over|older than|past|after)\s+(?:age\s+)?(\d{2})\b", re.I
)


def _negated(words: list[str], at: int) -> bool:
    """Whether one of the three words before a phrase negates it; "but" and "and" end a negation."""
    before = words[max(0, at - 3) : at]
    for stop in ("but", "and", "so"):
        if stop in before:
            before = before[len(before) - before[::-1].index(stop) :]
    return words[at] not in _NEGATIONS and bool(_NEGATIONS & set(before))


@dataclass(frozen=True)
class Span:
    """A phrase that was found: its key in the vocabulary, the words in the question, and whether it was negated."""

    key: str
    words: str
    negated: bool


class Lexicon:
    """The reviewed phrases of `lexicon.yaml`, matched by stemmed words that stand side by side."""

    def __init__(self, file: Path = FILE) -> None:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        self._stemmer = Stemmer.Stemmer("english")
        self.categories = self._phrases(data["categories"])
        self.populations = self._phrases(data["populations"])
        self.age_words = {self.stems(word): tuple(span) for word, span in data["ages"].items()}

    def _phrases(self, section: dict[str, list[str]]) -> dict[tuple[str, ...], str]:
        """Stemmed phrase -> key; the keys themselves are phrases too."""
        return {self.stems(str(phrase)): key for key, phrases in section.items() for phrase in [key, *phrases]}

    def stems(self, text: str) -> tuple[str, ...]:
        """Stemmed words of a text, apostrophes dropped ("doesn't" -> doesn, t)."""
        return tuple(self._stemmer.stemWords(_TOKEN.findall(text.lower().replace("’", "'"))))

    def find(self, text: str, table: dict[tuple[str, ...], str]) -> list[Span]:
        """The phrases of a table in a text, the longest at each place; a negation in the three words before counts."""
        raw = _TOKEN.findall(text.lower().replace("’", "'"))
        stems = self._stemmer.stemWords(raw)
        found, at = [], 0
        while at < len(stems):
            for size in range(min(_LONGEST, len(stems) - at), 0, -1):
                key = table.get(tuple(stems[at : at + size]))
                if key is not None:
                    negated = _negated(raw, at)
                    found.append(Span(key, " ".join(raw[at : at + size]), negated))
                    at += size - 1
                    break
            at += 1
        return found

    def age(self, text: str) -> tuple[int, int] | None:
        """The age or ages in years that a text speaks of, as lowest and highest, or None."""
        if months := _MONTHS.search(text):
            years = int(months[1]) // 12
            return years, years
        if over := _OVER.search(text):
            low = int(over[1] or over[2])
            return (low, 99) if low >= 18 else (low, low)
        for pattern in (_YEARS, _AGED, _AT):
            for match in pattern.finditer(text):
                said = (match[1] or match[2]).lower() if pattern is _YEARS else match[1].lower()
                years = int(said) if said.isdigit() else NUMBER_WORDS[said]
                if 0 <= years <= 80:
                    return years, years
        if grade := _GRADE.search(text):
            number = int(grade[1] or grade[2])
            return (number + 5, number + 6) if number <= 12 else None
        spans = self.find(text, {p: " ".join(map(str, v)) for p, v in self.age_words.items()})
        for span in spans:
            if not span.negated:
                low, high = map(int, span.key.split())
                return low, high
        return None
