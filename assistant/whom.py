"""Whom to ask what the documents do not answer: it depends on who seems to be asking."""

from assistant import cues
from assistant.draft import Draft
from assistant.ranking import RULES

_CHILD = "For a question on your child, ask your school district's special education director."
_COLLABORATIVE = "For a question on a collaborative, ask the collaborative itself or MOEC (https://moecnet.org)."
_COUNSEL = "Ask the collaborative's counsel or MOEC (https://moecnet.org); from outside, also the collaborative itself."


def whom_to_ask(message: str, draft: Draft | None = None) -> str:
    """The next step for the words of a message; both where it does not tell a family from an office.

    What the `draft` says of it already may tell: from the rules for those who run collaboratives, or for families. So
    may the passages that are nearest to the question, where most of them are such rules.
    """
    cited = {passage.kind for passage, _ in draft.cited} if draft else set()
    family = cues.FAMILY.search(message) or "families" in cited
    official = cues.OFFICIAL.search(message) or cited & RULES or (draft and draft.ruled)
    if official and not family:
        return _COUNSEL
    return f"{_CHILD} {_COLLABORATIVE}"
