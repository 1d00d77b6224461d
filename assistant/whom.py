"""Whom to ask what the documents do not answer: it depends on who seems to be asking."""

from assistant import cues

_CHILD = "For a question on your child, ask your school district's special education director."
_COLLABORATIVE = "For a question on a collaborative, ask the collaborative itself or MOEC (https://moecnet.org)."
_COUNSEL = "Ask the collaborative itself, its counsel, or MOEC (https://moecnet.org)."


def whom_to_ask(message: str) -> str:
    """The next step for the words of a message; both where it does not tell a family from an office."""
    family, official = cues.FAMILY.search(message), cues.OFFICIAL.search(message)
    if official and not family:
        return _COUNSEL
    return f"{_CHILD} {_COLLABORATIVE}"
