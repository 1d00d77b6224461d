"""Misspelled questions: two slips of the finger in each, the same ones in every run."""

import random
import string


def misspelled(text: str, slips: int = 2, seed: int = 7) -> str:
    """The text with that many letters deleted, doubled by a wrong one, replaced, or swapped with the next character."""
    rng = random.Random(f"{seed}:{text}")  # noqa: S311
    characters = list(text)
    letters = [i for i, character in enumerate(characters) if character.isalpha()]
    for place in rng.sample(letters, min(slips, len(letters))):
        _slip(characters, place, rng)
    return "".join(characters)


def _slip(characters: list[str], place: int, rng: random.Random) -> None:
    """One slip at a place of the list; places keep their number because a slot may hold no or two characters."""
    kind = rng.choice(("delete", "insert", "replace", "swap"))
    letter = rng.choice(string.ascii_lowercase)
    if kind == "delete":
        characters[place] = ""
    elif kind == "insert":
        characters[place] += letter
    elif kind == "swap" and place + 1 < len(characters):
        characters[place], characters[place + 1] = characters[place + 1], characters[place]
    else:
        characters[place] = letter
