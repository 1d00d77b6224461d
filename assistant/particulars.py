"""What a program's record says in its own words beside its categories: particular things, whom else it takes."""

import re
from functools import lru_cache

from assistant.asked import Need
from assistant.lexicon import reviewed
from corpus.schema import Program


def names_particular(program: Program, need: Need) -> bool:
    """Whether a program's record names one of the particular things that were asked for."""
    return bool(set(need.particulars) & particulars(program))


def names_another(program: Program, need: Need) -> bool:
    """Whether a record names other particulars of the kind of service that is asked for: vision services for speech."""
    of = reviewed().part_of
    own = {p for p in particulars(program) if of[p] in program.categories}
    return bool(own) and any(of[p] in need.categories for p in need.particulars) and not own & set(need.particulars)


def takes_regular_education(program: Program) -> bool:
    """Whether a program's record says that it takes students outside special education."""
    return (
        re.search(r"\b(?:regular|general)[ -]education students?\b|\bstrong students\b", program.description)
        is not None
    )


def particulars(program: Program) -> frozenset[str]:
    """The particular things that a program's record names."""
    return _named_in(f"{program.name}. {program.description}")


@lru_cache(4096)
def _named_in(text: str) -> frozenset[str]:
    """The particular things that a text names; kept, for the records are read at every question."""
    return reviewed().particulars_of(text)
