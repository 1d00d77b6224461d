"""What the words of a program's record say of a need beyond its categories."""

import re
from functools import lru_cache

from assistant.asked import Asked, Need
from assistant.draft import sentences
from corpus.schema import Program

# Troubles that do not show as behavior, in the asker's words; and what in a record speaks for one who has them.
_INWARD = re.compile(r"anxi|depress|panic|phobi|suicid|school (?:refus|avoid)|self[ -]?harm|ocd\b|trauma|ptsd", re.I)
_INWARD_SAID = re.compile(rf"{_INWARD.pattern}|emotion|mental health|therap|clinic|psych|staying away", re.I)


_NAME = re.compile(r"(?<=\w )[A-Z][a-z]{3,}")
"""A name within a sentence: 'an evaluation in Mandarin'."""


def hidden(need: Need, program: Program) -> str:
    """The asker's word for an inward trouble (anxiety) of which a program for behavior says nothing, else nothing."""
    inward = next((words for words in need.words if _INWARD.search(words)), "")
    return "" if _INWARD_SAID.search(f"{program.name} {program.description}") or not program.populations else inward


def said(text: str, need: Need, beyond: tuple[str, ...] = ()) -> int:
    """How many of the asker's own words for the need, `beyond` some names, stand in a text in some form of theirs."""
    own = [words for words in need.words if not any(words in name or name in words for name in beyond)]
    long = [[word for word in words.split() if len(word) > 3] for words in own]
    return sum(all(_begins(word, text) for word in words) for words in long if words)


def _begins(word: str, text: str) -> bool:
    """Whether a text has a word of the same beginning ("anxious" and "anxiety")."""
    stub = word[: max(4, len(word) - 3)]
    return any(other.startswith(stub) for other in _words(text))


@lru_cache(4096)
def _words(text: str) -> frozenset[str]:
    """The words of a text; kept, for the records are read at every question."""
    return frozenset(re.findall(r"[a-z]+", text.lower()))


def telling(description: str, asked: Asked) -> str:
    """The first sentence of a record, and the one that has the asker's own words or names where that is another."""
    first, *others = sentences(description)
    names = {name for name in _NAME.findall(asked.text) if name not in {place.name for place in asked.places}}
    further = [s for s in others if said(s, asked.need) > said(first, asked.need)]
    further = further or [s for s in others if any(name in s and name not in first for name in names)]
    return f"{first} {further[0]}" if further else first
