"""Whom to ask what the documents do not answer: it depends on who seems to be asking."""

from assistant import cues
from assistant.draft import Draft

_CHILD = "For a question on your child, ask your school district's special education director."
_COLLABORATIVE = "For a question on a collaborative, ask the collaborative itself or MOEC (https://moecnet.org)."
_RULES = frozenset({"directors", "statute", "regulation", "calendar"})
_COUNSEL = "Ask the collaborative itself, its counsel, or MOEC (https://moecnet.org)."


def whom_to_ask(message: str, draft: Draft | None = None) -> str:
    """The next step for the words of a message; both where it does not tell a family from an office.

    What the `draft` says of it already may tell: from the rules for those who run collaboratives, or for families. So
    may the passages that are nearest to the question, where all of them are such rules.
    """
    cited = {passage.kind for passage, _ in draft.cited} if draft else set()
    near = draft.near if draft else frozenset()
    family = cues.FAMILY.search(message) or "families" in cited
    official = cues.OFFICIAL.search(message) or cited & _RULES or (near and near <= _RULES)
    if official and not family:
        return _COUNSEL
    return f"{_CHILD} {_COLLABORATIVE}"
