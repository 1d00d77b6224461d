"""What the small chat page and the widget say, in each language: one table, `words.json`, with the same keys in all."""

import json
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_HERE = Path(__file__).parent
_LOADER = ("launcher", "close", "down")
"""What the widget says before the chat page is there."""


@cache
def words(language: Language) -> dict[str, str]:
    """The texts of a language by their keys."""
    table: dict[str, dict[str, str]] = json.loads((_HERE / "words.json").read_text(encoding="utf-8"))
    return table[language]


def loader_words() -> dict[str, list[str]]:
    """The few texts of the widget's loader, by language and in a fixed order."""
    return {language: [words(language)[key] for key in _LOADER] for language in LANGUAGES}


@cache
def starters(language: Language) -> dict[str, list[list[str]]]:
    """Questions to begin with, by audience: what is asked (English), and how the button says it."""
    table: dict[str, list[dict[str, str]]] = json.loads((_HERE / "starters.json").read_text(encoding="utf-8"))
    return {who: [[one["ask"], one.get(language, one["ask"])] for one in asked] for who, asked in table.items()}


def chosen(wanted: str | None) -> Language:
    """The language that a page was asked for; English when it is another one."""
    code = (wanted or "").lower().partition("-")[0]
    return next((language for language in LANGUAGES if language == code), "en")
