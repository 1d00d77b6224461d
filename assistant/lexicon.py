"""Lay words -> the directory's vocabulary: services, populations and ages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import Stemmer
import yaml

from assistant.ages import numbered_age

FILE = Path(__file__).parent / "lexicon.yaml"
_TOKEN = re.compile(r"[a-z0-9]+")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Both are safe; the one written in C takes a tenth of the time."""
_LONGEST = 8
_STAGE, _GROWN = 3, 22
"""Years of the stage of school after one that is over ('after elementary'), and the age at which school is over."""
_NEGATIONS = frozenset({"not", "no", "without", "except", "isn", "isnt", "don", "dont", "never"})

_LACKING = frozenset({"ready", "prepared", "able"})
"""Words that make of what is negated before them a difficulty."""


def _negated(words: list[str], at: int, free: int) -> bool:
    """Whether one of the three words before a phrase negates it; "but" and "and" end a negation.

    `free` is where the phrase before ended: what negates within it ("isn't talking, autism") does not reach on. What a
    child is not ready for is a need: "isn't ready for a job".
    """
    before = words[max(free, at - 3) : at]
    if _LACKING & {words[at], *before}:
        return False
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


class Phrases(dict[tuple[str, ...], str]):
    """Stemmed phrases with their keys; `firsts` are the words that one of them begins with."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], str]]) -> None:
        super().__init__(phrases)
        self.firsts = frozenset(phrase[0] for phrase in self if phrase)


class Lexicon:
    """The reviewed phrases of `lexicon.yaml`, matched by stemmed words that stand side by side."""

    def __init__(self, file: Path = FILE) -> None:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
        self._stemmer = Stemmer.Stemmer("english")
        self.categories = self._phrases(data["categories"])
        self.populations = self._phrases(data["populations"])
        particulars = data["particulars"]
        self.particulars = Phrases((self.stems(w), key) for key, part in particulars.items() for w in part["words"])
        self.part_of: dict[str, str] = {key: part["of"] for key, part in particulars.items()}
        self.regular = Phrases((self.stems(p), key) for key, some in data["education"].items() for p in some)
        self.age_words = Phrases((self.stems(w), " ".join(map(str, span))) for w, span in data["ages"].items())

    def _phrases(self, section: dict[str, list[str]]) -> Phrases:
        """Stemmed phrase -> key; the keys themselves are phrases too."""
        return Phrases((self.stems(str(p)), key) for key, phrases in section.items() for p in [key, *phrases])

    def stems(self, text: str) -> tuple[str, ...]:
        """Stemmed words of a text, apostrophes dropped ("doesn't" -> doesn, t)."""
        return tuple(self._stemmer.stemWords(_TOKEN.findall(text.lower().replace("’", "'"))))

    def find(self, text: str, table: Phrases) -> list[Span]:
        """The phrases of a table in a text, the longest at each place; a negation in the three words before counts."""
        raw = _TOKEN.findall(text.lower().replace("’", "'"))
        stems = self._stemmer.stemWords(raw)
        found, at, free = [], 0, 0
        while at < len(stems):
            if stems[at] not in table.firsts:
                at += 1
                continue
            for size in range(min(_LONGEST, len(stems) - at), 0, -1):
                key = table.get(tuple(stems[at : at + size]))
                if key is not None:
                    negated = _negated(raw, at, free)
                    found.append(Span(key, " ".join(raw[at : at + size]), negated))
                    at += size - 1
                    free = at + 1
                    break
            at += 1
        return found

    def age(self, text: str) -> tuple[int, int] | None:
        """The age or ages in years that a text speaks of, as lowest and highest, or None."""
        if numbered := numbered_age(text):
            return numbered
        for span in self.find(text, self.age_words):
            if not span.negated:
                low, high = map(int, span.key.split())
                before = r"\b(?:after|past|beyond|done with|finish\w*) (?:the )?"
                over = re.search(rf"{before}{re.escape(span.words)}", text, re.I)
                return (high, high + _STAGE) if over and high < _GROWN else (low, high)
        return None

    def regular_education(self, text: str) -> bool:
        """Whether a text speaks of a student outside special education ("regular ed", "has no IEP", "isn't sped")."""
        return any((span.key == "regular") != span.negated for span in self.find(text, self.regular))

    def particulars_of(self, text: str) -> frozenset[str]:
        """The particular things that a text names, which the wider words of the vocabulary do not tell apart."""
        return frozenset(span.key for span in self.find(text, self.particulars) if not span.negated)

    def populations_of(self, text: str) -> frozenset[str]:
        """The populations that a text speaks of."""
        return frozenset(span.key for span in self.find(text, self.populations) if not span.negated)


@cache
def reviewed() -> Lexicon:
    """The lexicon of `lexicon.yaml`, read once."""
    return Lexicon()
