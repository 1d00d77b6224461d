"""The plain answer, yes or no, before the words of a passage."""

import re

_OPENED = re.compile(r"^(?:Yes|No)[,:] +")
"""The plain answer with which a passage begins."""
_NAMES = "Massachusetts|Chapter|January|April|June|July|MassHealth"
_SMALL = re.compile(rf"^(?!(?:{_NAMES})\b)[A-Z](?:[a-z’'-]+,?)?(?= [^A-Z])|^The\b")
"""The first word of a text, where it is no name: after the plain answer it is written small."""


def opened(text: str, answer: str | None) -> str:
    """A passage's text as it opens an answer: with the plain answer when that is known, else without its own."""
    bare = _OPENED.sub("", text)
    if answer is None:
        return bare if bare == text else bare[:1].upper() + bare[1:]
    if bare != text and text.startswith(answer):
        return text
    return f"{answer}: {_SMALL.sub(lambda word: word[0].lower(), bare)}"
