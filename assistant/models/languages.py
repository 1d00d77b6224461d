"""The language that a question is written in, told offline by py3langid and a few rules."""

import re
from collections.abc import Collection
from functools import cache
from threading import Lock
from typing import Any

NAMES = {
    "es": "Spanish", "pt": "Portuguese", "ht": "Haitian Creole", "zh": "Chinese", "vi": "Vietnamese",
    "kea": "Cape Verdean Creole", "fr": "French", "ar": "Arabic", "ru": "Russian", "km": "Khmer", "ko": "Korean",
    "so": "Somali", "it": "Italian", "ne": "Nepali", "hi": "Hindi", "ur": "Urdu", "uk": "Ukrainian", "sw": "Swahili",
    "pl": "Polish", "ja": "Japanese",
}  # fmt: skip
"""The languages that are told apart, by code: those most spoken in Massachusetts."""
SURE = 0.62
"""Probability (0 to 1) from which a language other than English is believed."""
_ENGLISH_SHARE = 0.5
"""Share of a question's words that are English from which it is taken as English, whatever else it looks like."""
_KRIOLU_ONLY = frozenset(
    {"nha", "nhos", "bu", "undi", "modi", "kenha", "pamodi", "fidju", "fidja", "mininu", "minina", "skola", "kel"}
    | {"kes", "meste", "djuda", "txeu", "dja", "kre", "kantu", "kuandu", "transporti", "profesor"}
)
"""Words that among these languages only Cape Verdean Creole has."""
_KRIOLU = _KRIOLU_ONLY | {"ta", "sta", "nos", "ki", "ku", "na", "di", "pa", "ka", "pode", "ten", "un", "mi", "es", "li"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_lock = Lock()


@cache
def _identifier() -> Any:
    """The identifier for these languages and English, loaded once."""
    from py3langid import langid

    found = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    found.set_languages(["en", *(code for code in NAMES if code != "kea")])
    return found


def language_of(text: str, english: Collection[str]) -> str | None:
    """The code of a text's language, or None for English and for what cannot be told; `english` are its words."""
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return None
    if text.isascii() and sum(word in english for word in words) / len(words) >= _ENGLISH_SHARE:
        return None
    if _is_kriolu(words):
        return "kea"
    with _lock:
        code, probability = _identifier().classify(text)
    return str(code) if code != "en" and probability >= SURE else None


def _is_kriolu(words: list[str]) -> bool:
    """Whether words are Cape Verdean Creole, which the identifier does not know."""
    return len(_KRIOLU_ONLY & set(words)) >= 2 and sum(word in _KRIOLU for word in words) >= 3
