"""Another language: a question put into English for the search, and an English answer put into the asker's language.

The encoder reads English only, so an answer is checked in English and then translated line by line. Each line is
translated back in a call of its own and compared: one that lost or gained a mark, a number, a name or an address, or
that no longer means the same, stays English.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.draft import MARK, sentences
from assistant.models.claims import Evidence, dates, links, numbers, unsupported
from assistant.models.failures import ModelFailure
from assistant.models.ladder import Ladder, Usage
from assistant.models.languages import NAMES
from assistant.models.prompts import TRANSLATION
from assistant.models.support import denies
from index.encoder import encode

SAME = 0.62
"""Cosine of a line with its translation back, from which it says the same."""
_LINE = re.compile(r"^\s*(\d{1,3})\s*[:.)]\s*(.*)$")
_DIGITS = re.compile(r"\d+")
_LONGER = 4
"""How many times longer than the line (and 80 characters more) a translation may be."""


@dataclass(frozen=True)
class Translating:
    """Translates with a model until a deadline (seconds of `time.monotonic`); `common` are words that are no names."""

    ladder: Ladder
    encoder: Embeddings
    common: Collection[str]
    deadline: float
    usage: Usage

    def into_english(self, lines: Sequence[str], language: str) -> list[str]:
        """What the asker wrote, in English. Raises ModelFailure when the reply is no translation line by line."""
        done = self._call(lines, NAMES.get(language, language), "English")
        if not all(done):
            raise ModelFailure("garbage")
        return done

    def into(self, language: str, lines: Sequence[str]) -> list[str | None]:
        """Each line in a language, or None for one that does not stand. Raises ModelFailure."""
        name = NAMES.get(language, language)
        done = self._call(lines, "English", name)
        sound = [i for i, (line, new) in enumerate(zip(lines, done, strict=True)) if new and same_facts(line, new)]
        if not sound:
            return [None] * len(lines)
        back = self._call([done[i] for i in sound], name, "English")
        kept: list[str | None] = [None] * len(lines)
        for i, returned in zip(sound, back, strict=True):
            if returned and self._same(lines[i], returned):
                kept[i] = done[i]
        return kept

    def _same(self, line: str, returned: str) -> bool:
        """Whether a line and its translation back mean the same."""
        facts = unsupported(plain(returned), Evidence(plain(line)), self.common)
        if facts or not same_denials(plain(line), plain(returned)):
            return False
        mine, theirs = encode(self.encoder, [plain(line), plain(returned)])
        return float(np.dot(mine, theirs)) >= SAME

    def _call(self, lines: Sequence[str], source: str, target: str) -> list[str]:
        """Lines translated in one call; an empty text for a line that did not come back."""
        numbered = "\n".join(f"{i}: {' '.join(line.split())}" for i, line in enumerate(lines, 1))
        values = {"source": source, "target": target, "lines": numbered}
        reply = "".join(self.ladder.stream(TRANSLATION, values, self.deadline, self.usage))
        found = {int(m[1]): m[2].strip() for m in map(_LINE.match, reply.splitlines()) if m}
        texts = [found.get(i, "") for i in range(1, len(lines) + 1)]
        return [new if len(new) <= _LONGER * len(old) + 80 else "" for old, new in zip(lines, texts, strict=True)]


def same_facts(line: str, new: str) -> bool:
    """Whether a translation has the marks, digits and addresses of its line.

    A date may be written with the number of its month instead of its name, and a number in digits instead of words.
    """
    if sorted(MARK.findall(line)) != sorted(MARK.findall(new)) or links(line) != links(new):
        return False
    old_digits, new_digits = set(_DIGITS.findall(line)), set(_DIGITS.findall(new))
    months = {str(int(date.split("-")[-2])) for date in dates(line)}
    return old_digits <= new_digits and new_digits - old_digits <= months | numbers(line)


def same_denials(line: str, returned: str) -> bool:
    """Whether the same sentences of two texts deny something; for another number of sentences, whether both do."""
    one, other = sentences(line), sentences(returned)
    if len(one) != len(other):
        one, other = [line], [returned]
    return all(denies(a) == denies(b) for a, b in zip(one, other, strict=True))


def plain(line: str) -> str:
    """A line without marks and emphasis."""
    return MARK.sub("", line).replace("**", "").strip("- ")
