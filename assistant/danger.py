"""A danger that is told along with a question: whom to call stands before the answer."""

import re

from assistant.draft import Draft, sentences
from corpus.loading import Corpus

_ID = "limit-crisis"
_SELF = r"(?:my|him|her|them|your)sel(?:f|ves)"
_DANGER = re.compile(
    rf"\bsuicid\w*|\b(?:kill|killing|cuts?|cutting|hurts?|hurting|harm|harming) {_SELF}\b|\bself[- ]harm\w*|"
    r"\b(?:wants?|wanted|wish\w*|tried|trying|going|threat\w*) (?:\w+ )?"
    r"(?:to die|to end (?:\w+ )?life|(?:was|were) dead)\b|"
    r"\b(?:don['’]?t|doesn['’]?t|does not|do not) want to (?:live|be alive|be here any ?more)\b|\boverdos\w+",
    re.I,
)
_SAYS = slice(1, 3)
"""The sentences of the passage that tell whom to call."""


def warn(draft: Draft, message: str, corpus: Corpus) -> None:
    """Say first whom to call where the words of a message tell of a danger to life, whatever else it asks."""
    if not _DANGER.search(message):
        return
    passage = next((p for p in corpus.passages if p.id == _ID), None)
    if passage is None or passage.text in draft.declines:
        return
    said = " ".join(sentences(passage.text)[_SAYS])
    draft.paragraphs.insert(0, f"{said} {draft.cite(passage, said)}")
