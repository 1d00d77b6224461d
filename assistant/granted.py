"""Sets right what a message takes for granted, before its question is answered."""

from assistant.draft import Draft, sentences
from assistant.premise import NEAR, claim_of, correction, denies, quantities
from corpus.loading import Corpus
from index.search import HybridSearch

_DENIED = 0.75
"""Cosine from which a passage answers a claim that has no number."""
_UNSAID = frozenset({"limits", "directory", "program", "collaborative"})
"""Kinds of passages that do not set a claim right."""


def set_right(draft: Draft, text: str, search: HybridSearch, corpus: Corpus) -> None:
    """Say first what a near passage says instead of the claim that a message rests on."""
    claim = claim_of(text)
    if claim is None or not (quantities(claim) or denies(claim)):
        return
    hits = [h for h in search.search(claim, 6) if corpus.passages[h.position].kind not in _UNSAID]
    for hit in hits[:3]:
        passage = corpus.passages[hit.position]
        mended = correction(claim, passage.text, claimed=True) if hit.best >= NEAR else None
        if mended:
            mark = draft.cite(passage, sentences(passage.text)[0])
            draft.say(f"{mended} {mark}")
            draft.say(f"{sentences(passage.text)[0]} {mark}")
            return
    nearest = max(hits[:3], key=lambda h: h.best, default=None)
    if nearest and denies(claim) and claim != text and nearest.best >= _DENIED:
        passage = corpus.passages[nearest.position]
        draft.say(f"{sentences(passage.text)[0]} {draft.cite(passage, sentences(passage.text)[0])}")
