"""Which of the programs that were listed a later turn picks out: 'the second one', 'the one in Chelsea', 'Quest'."""

import re
from collections.abc import Callable, Sequence
from typing import get_args

from assistant.lexicon import reviewed
from corpus.directory import Offer
from corpus.schema import Category, Population

_ORDINALS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1}
_ONE = r"(?:ones?|programs?|schools?|places?|class|classroom)"
_ORDINAL = re.compile(
    rf"\b(?P<place>{'|'.join(_ORDINALS)}) {_ONE}\b|\b(?:the|about|of) (?P<bare>first|second|third|last)\W*$|"
    r"(?:\bnumber |\bno\.? ?|#)(?P<number>[1-5])\b",
    re.I,
)
"""'The second one', 'tell me about the second', 'number 2'."""
_TWO = re.compile(r"\b(?:first|top) (?:2|two)\b|\bcompare (?:them|those|these|both)\b", re.I)
_TOP = re.compile(rf"\b(?:top|nearest|closest) {_ONE}\b(?! (?:to|than)\b)", re.I)
_THE_ONE = re.compile(
    r"\bthe (?:one|school|program|class|place) (?:in|at|over in|from|for) (?:the )?(?P<behind>[\w'’-]+(?: [\w'’-]+)?)|"
    rf"\b(?:the|that) (?P<before>(?:[\w'’-]+ ){{1,3}}?){_ONE}\b",
    re.I,
)
"""'The one in Chelsea', 'the deaf one'."""
_NAME = re.compile(r"[A-Z][\w'’]+")
_KINDS = frozenset(
    [
        "academy",
        "and",
        "center",
        "class",
        "classes",
        "collaborative",
        "day",
        "education",
        "elementary",
        "for",
        "high",
        "lower",
        "middle",
        "program",
        "programs",
        "public",
        "school",
        "schools",
        "separate",
        "services",
        "special",
        "students",
        "the",
        "upper",
    ]
)
"""Words of many programs' names."""
_EMPTY = frozenset(
    "closest first last nearest new next one only other right same second special such third whole".split()  # noqa: SIM905
)
"""Words before 'one' that tell nothing of it."""


def picked(text: str, offers: Sequence[Offer], everyday: Callable[[str], bool] = lambda word: False) -> list[Offer]:
    """The listed programs that a text picks out by place in the list, by name, or by town or kind; [] when it does not.

    `everyday` is whether a word is so common that it calls no program by its name.
    """
    return _by_order(text, offers) or by_name(text, offers, everyday) or _by_kind(text, offers)


def picks(text: str) -> bool:
    """Whether a text may pick one of a list by its place there, its town or kind."""
    return any(pattern.search(text) for pattern in (_ORDINAL, _TWO, _TOP, _THE_ONE))


def by_name(text: str, offers: Sequence[Offer], everyday: Callable[[str], bool] = lambda word: False) -> list[Offer]:
    """The first program that a text calls by a word of its name which no other listed one has."""
    lower = text.lower()
    for offer in offers:
        others = " ".join(other.program.name for other in offers if other is not offer).lower()
        towns = " ".join((*offer.program.towns, offer.organization.name, offer.organization.short_name)).lower()
        for name in _NAME.findall(offer.program.name):
            word = name.lower().removesuffix("'s").removesuffix("’s")
            common = word in _KINDS or word in towns or (everyday(word) and name not in text) or _is_of_a_need(word)
            if not common and len(word) > 2 and word not in others and re.search(rf"\b{re.escape(word)}\b", lower):
                return [offer]
    return []


def _by_order(text: str, offers: Sequence[Offer]) -> list[Offer]:
    """The program at a place in the list."""
    if _TWO.search(text):
        return list(offers[:2])
    found = _ORDINAL.search(text)
    if found is None:
        return list(offers[:1]) if _TOP.search(text) else []
    place = int(found["number"]) - 1 if found["number"] else _ORDINALS[(found["place"] or found["bare"]).lower()]
    return [offers[place]] if -len(offers) <= place < len(offers) else []


def _by_kind(text: str, offers: Sequence[Offer]) -> list[Offer]:
    """The programs that a text picks by their town, or by a word of their records."""
    for found in _THE_ONE.finditer(text):
        said = (found["behind"] or found["before"]).strip().lower()
        if said in _EMPTY:
            continue
        there = [offer for offer in offers if any(town.lower() in said for town in offer.program.towns)]
        named = [o for o in offers if all(word in _words(o) for word in said.split() if word not in _EMPTY)]
        if chosen := there or named:
            return chosen
    return []


def _words(offer: Offer) -> str:
    """What a record says of a program's kind, in lower case."""
    program = offer.program
    return " ".join((program.name, *program.populations, *program.categories)).lower()


def _is_of_a_need(word: str) -> bool:
    """Whether a word tells of a service or a disability, and names no program."""
    lexicon = reviewed()
    spoken = any(lexicon.find(word, table) for table in (lexicon.categories, lexicon.populations))
    return spoken or any(word.rstrip("s") in kind for kind in (*get_args(Category), *get_args(Population)))
