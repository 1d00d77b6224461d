"""What comes in: a message without what cannot be read, and a plain word on one that is no question at all."""

import re

from assistant.answer import Answer, Understood
from assistant.slips import respelt

EXAMPLES = (
    "How does my child get into a collaborative program?",
    "Which collaborative is my town in?",
    "When is the annual report due?",
)

_ALLOWED = re.compile(
    r"(?<=[.,;!?] )(?:so |and )?(?:(?:are|am) (?:we|i) (?:all )?(?:good|okay?|set|in the clear|covered)|"
    r"(?:is (?:that|it) )?(?:ok(?:ay)?|legal|allowed|fine) or (?:no|not|nope))\W*$",
    re.I,
)
"""Whether what was told may be, as it is asked in passing: '... are we good?'."""


def clean(text: str) -> str:
    """The text without control, zero-width and direction-changing characters, and with single spaces."""
    kept = "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)
    return _ALLOWED.sub("is that allowed?", respelt(" ".join(kept.split())))


def refusal(text: str, longest: int) -> Answer | None:
    """A clear message for what is not a question at all, or is longer than so many characters."""
    if len(text) > longest:
        said = f"That is {len(text)} characters; please ask in at most {longest}."
    elif sum(c.isalnum() for c in text) < 2:
        said = "Please type a question, for example: " + EXAMPLES[0]
    else:
        return None
    return Answer(outcome="clarify", text=said, understood=Understood(intent="none"), suggestions=EXAMPLES)
