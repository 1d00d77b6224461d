"""How hard the answers are to read: the Flesch-Kincaid grade, with syllables counted by hyphenation."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from assistant.answer import Answer
from assistant.draft import MARK, sentences

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_LIST = re.compile(r"^\s*- ", re.M)
_EMPHASIS = re.compile(r"\*+|https?://\S+|\([^)]*\)")


@cache
def _hyphenation() -> Any:
    """American hyphenation; its positions part syllables well enough for an average."""
    import pyphen

    return pyphen.Pyphen(lang="en_US")


def grade(text: str) -> float:
    """The Flesch-Kincaid grade level of a text (Kincaid et al. 1975), in school years; 0 without words."""
    plain = _EMPHASIS.sub("", MARK.sub("", text))
    parts = [s for s in sentences(plain) if _WORD.search(s)]
    words = _WORD.findall(plain)
    if not words or not parts:
        return 0.0
    syllables = sum(len(_hyphenation().positions(word.lower())) + 1 for word in words)
    return 0.39 * len(words) / len(parts) + 11.8 * syllables / len(words) - 15.59


def prose_grades(answers: Sequence[Answer]) -> list[float]:
    """The grade of each answer in prose; lists of programs and declines are left out."""
    return [grade(a.text) for a in answers if a.outcome in ("answered", "partial") and not _LIST.search(a.text)]
