"""Kinds of questions that are not answered here, recognised by their nearest prototypes and by cue words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.mentions import Mentions
from assistant.quoting import Found
from corpus.loading import Corpus
from corpus.passages import Passage
from corpus.places import plain
from corpus.schema import Organization
from index.encoder import encode_query
from index.search import HybridSearch, Query

_SURE, _LEAD = 0.50, 0.05
_CUED, _CUED_LEAD = 0.34, -0.25
_PHRASED, _PHRASED_LEAD = 0.2, -0.6
_LIFT = 0.25
_FIRST = 0.1


@dataclass(frozen=True)
class Limit:
    """The nearest kind of unanswerable question: its passage, the cosine, and how many words of a cue point to it."""

    passage: Passage
    cosine: float
    cued: int

    def holds(self, best: float, named: bool = False) -> bool:
        """Whether the question is of this kind, given the best cosine of any passage that answers.

        `named` is for questions that the directory or a citation can answer: only a cue rules them out. A cue of more
        words than one says more.
        """
        if self.cued > 1:
            return self.cosine >= _PHRASED and self.cosine >= best + _PHRASED_LEAD
        if self.cued:
            return self.cosine >= _CUED and self.cosine >= best + _CUED_LEAD
        return not named and self.cosine >= _SURE and self.cosine >= best + _LEAD


def limit_first(found: Sequence[Found]) -> Passage | None:
    """The limit that search puts clearly before every passage that answers, or None."""
    scores = {kind: [f for f in found if (f.passage.kind == "limits") is kind] for kind in (True, False)}
    if not scores[True]:
        return None
    limit = max(scores[True], key=lambda f: f.hit.score)
    answer = max((f.hit.score for f in scores[False]), default=0.0)
    return limit.passage if limit.hit.score >= answer + _FIRST else None


class Limits:
    """The prototypes of the limits, kept as one matrix."""

    def __init__(self, corpus: Corpus, search: HybridSearch, mentions: Mentions) -> None:
        self._search = search
        self._mentions = mentions
        self._passages = [p for p in corpus.passages if p.kind == "limits"]
        rows, owners = [], []
        for owner, passage in enumerate(self._passages):
            vectors = search.ask_vectors(passage.id)
            rows.append(vectors)
            owners += [owner] * len(vectors)
        self._vectors = np.concatenate(rows) if rows else np.zeros((0, 1), np.float32)
        self._owners = owners
        cues = [(plain(cue), passage.id) for passage in self._passages for cue in passage.cues]
        self._cues = [(re.compile(rf"\b{re.escape(cue)}(?:s|es)?\b"), len(cue.split()), id_) for cue, id_ in cues]

    def nearest(self, question: str, query: Query | None = None) -> Limit | None:
        """The nearest limit of a question, names in it masked; a cued one goes before others that are as near.

        `query` is the same question ready for search: where nothing is masked its vector serves.
        """
        if not self._passages:
            return None
        text = self._search.lexical.speller.correct_text(self._masked(question))
        same = query is not None and not query.context and query.text.lower() == text
        vector = query.vector if query and same else encode_query(self._search.encoder, text)
        cosines = self._vectors @ vector
        words = plain(question)
        cued: dict[str, int] = {}
        for pattern, length, id_ in self._cues:
            if pattern.search(words):
                cued[id_] = max(length, cued.get(id_, 0))
        best: dict[int, float] = {}
        for owner, cosine in zip(self._owners, cosines.tolist(), strict=True):
            best[owner] = max(best.get(owner, -1.0), cosine)
        owner = max(best, key=lambda o: best[o] + _LIFT * min(2, cued.get(self._passages[o].id, 0)))
        return Limit(self._passages[owner], best[owner], cued.get(self._passages[owner].id, 0))

    def _masked(self, question: str) -> str:
        """The question with names of collaboratives and places replaced by what they are."""
        organizations = self._mentions.organizations(question)
        mentions = organizations + self._mentions.places(question, organizations)
        for mention in sorted(mentions, key=lambda m: -m.start):
            word = "the collaborative" if isinstance(mention.value, Organization) else "our town"
            question = question[: mention.start] + word + question[mention.end :]
        return question
