"""Acronyms and by-names of school people that the encoder does not know, spelt out for it."""

import re

_SPELT = (
    (r"\bthe DESE\b|\bDESE\b|\bthe DOE\b", "the state"),
    (r"(?<!special )(?<!gen )(?<!reg )(?<!general )(?<!regular )(?<!higher )(?-i:\bED\b)", "executive director"),
    (r"\b(the|our|new|an|my) ed\b(?! (?:plan|team|department|teacher|dept))", r"\1 executive director"),
    (r"\bSPED\b", "special education"),
    (r"\bOOD\b", "out of district"),
    (r"\bOML\b", "open meeting law"),
    (r"\bMTRS\b", "teachers' retirement system"),
    (r"\bCORI\b", "criminal record check"),
    (r"\bparas\b|\bparapros?\b", "aides"),
    (r"\bBCBA\b", "behavior analyst"),
    (r"\bMRC\b", "MassAbility"),
    (r"\bSLPs?\b", "speech therapist"),
    (r"\bPDPs?\b", "professional development points"),
    (r"(?-i:\bOT\b)", "occupational therapy"),
    (r"(?-i:\bPT\b)", "physical therapy"),
    (r"\b(?:collab|co-?op)(s?)\b", r"collaborative\1"),
    (r"\bexec(?:\.? dir(?:\.|ector)?)?(?![\w-])", "executive director"),
    (r"\b(?:these|those) (?:places|agencies|outfits)\b", "collaboratives"),
)
_TABLE = tuple((re.compile(pattern, re.I), words) for pattern, words in _SPELT)


def spelt_out(text: str) -> str:
    """The text with its acronyms in words; the same text when it has none."""
    for pattern, words in _TABLE:
        text = pattern.sub(words, text)
    return text
