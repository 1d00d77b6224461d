"""Who somebody is whose name stands in a question: the directors that the records of collaboratives name."""

import re

from assistant import cues
from assistant.asked import Asked
from assistant.draft import Draft, sentences
from corpus.loading import Corpus

_WHO = re.compile(r"\b(?:who(?:'?s| is| was)|what does|still|works?|reach|contact|phone|call|which collab\w*)\b", re.I)


def say_leader(draft: Draft, corpus: Corpus, asked: Asked) -> bool:
    """Say which collaborative a director who is named leads or led, with the year. Returns whether one is named."""
    if not _WHO.search(asked.text) or cues.COMPARE.search(asked.text):
        return False
    text = " ".join(re.findall(r"[a-z]+", asked.text.lower()))
    for org in corpus.directory.organizations:
        name = org.director.name if org.director else ""
        if name and " ".join(re.findall(r"[a-z]+", name.lower())) in text:
            passage = corpus.by_id[f"{org.slug}-contact"]
            told = [s for s in sentences(passage.text) if name in s]
            draft.say(f"{name} is named as executive director of {org.name}. {told[0]} {draft.cite(passage)}")
            return True
    return False
