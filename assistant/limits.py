"""Kinds of questions that are not answered here, recognised by their nearest prototypes and by cue words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.asked import Asked
from assistant.attributes import LED
from assistant.mentions import Mentions
from assistant.quoting import Found
from assistant.schools import named_in
from corpus.loading import Corpus
from corpus.passages import Passage
from corpus.places import plain
from index.encoder import encode_query
from index.lexical import LexicalIndex
from index.search import HybridSearch, Query

_SURE, _LEAD = 0.50, 0.05
_CUED, _CUED_LEAD = 0.34, -0.25
_PHRASED, _PHRASED_LEAD = 0.2, -0.6
_WORDED = 0.92
"""Cosine from which a passage answers a question as it is worded."""
_LIFT = 0.25
_RULES = re.compile(r"\b(?:limits?|caps?|capped|rules?|laws?|conflicts?|disclos\w+|allowed|banned|require\w*)\b")
"""Words of a question on a rule, in which a cue of one word ('salary') says nothing."""
_SHOWN = re.compile(
    r"\b(?:have|has|had|need|needs|required|supposed|obliged) to (?:show|disclose|publish|post|report|list|reveal)\b|"
    r"\bto make (?:\w+ )?public\b|"
    r"\b(?:out to bid|bids?|quotes?)\b|"
    r"\b(?:must|should) (?:\w+ ){1,4}(?:show|disclose|publish|post|reveal)\b|"
    r"\bcan (?:i|we|you|anyone|anybody|the public) (?:see|read|look up)\b|"
    r"\bis there (?:a|any) (?:\w+ )?(?:cap|limit|maximum|rule)\b|"
    r"\bhow (?:do|can|would|could|should) (?:i|we|you) (?:find out|know|tell|judge|check|see) (?:if|whether)\b|"
    r"\bany way (?:for (?:\w+ ){1,3})?to (?:find out|see|learn|know|look up)\b"
)
"""A question on what has to be shown, on a rule, or on how to judge for oneself, in which no cue says anything."""
IS_TRUE = re.compile(r"\W*(?:so |and )?is (?:that|this|it) (?:really |actually )?(?:true|right|so|correct)\W*", re.I)
"""What only asks whether something told before is so: that is what the question is on."""
_FIRST, _BEFORE_PROGRAMS, _FAR_AHEAD = 0.04, 0.15, 0.2
"""By how much of the score a limit is first, also where programs are sought, and so far ahead that no story beside the
question matters."""
_NEAR_ENOUGH, _NEARER_BY = 0.8, 0.2
"""Cosine from which a passage answers although a limit has the better score, and by how much nearer it is then."""
_DOING = "limit-acting"
"""The limit on what the assistant is told to do."""
_SALARIES = "limit-salaries"
_OTHER_STATES = "limit-other-states"
"""The limit on other states, which a family may come from: 'we moved here from Ohio'."""
_OPENINGS = "limit-openings"
"""The limit on places that are free today."""
_OF_TODAY = frozenset({_OPENINGS, "limit-best-school", "limit-jobs", "limit-todays-calendar"})
"""Limits on what nobody can know of a collaborative today; of one that is gone it is said that it is gone."""
_POSTS, _JOBS = "limit-names-of-today", "limit-jobs"
"""The limit on who holds a post today, which the record of a collaborative tells of its director."""
_AT_HOME = re.compile(
    r"\b(?:stays?|sits?|sitting|stuck|is|he['’]?s|she['’]?s|been) (?:\w+ )?(?:at )?home\b|\bno (?:services|school)\b",
    re.I,
)
"""What is told of a child who waits without school: the district's duty is asked for, and no place that is free."""
_SUPPOSED = re.compile(r"\bwhat (?:happens |would happen |do we do |can i do |do i do )?(?:if|when)\b", re.I)
"""What asks for the rule where there is no place: 'what if they are full'."""
_WAGES = re.compile(
    r"\bhow much (?:do|does|did|would|will) (?:\w+ |(?:the|a|an) (?:\w+ ){1,4})pay "
    r"(?:the |their |its |an? )?(?:\w+ )?"
    r"(?:aides?|paras?|paraprofessionals?|teachers?|nurses?|(?:\w+ )?therapists?|ots?|pts?|slps?|bcbas?|counselors?|"
    r"drivers?|monitors?|staff|employees|subs(?:titutes)?|directors?|managers?)\b"
)
"""What asks for the wages of those who work at a collaborative, in plain letters."""
_CERTAIN = 99
"""As many words of a cue leave no doubt."""
_OWN_DOING = re.compile(
    r"\b(?:where|how|who|whom|when|what|which|why) (?:\w+ )?(?:do|can|could|should|must|would) (?:i|we|parents)\b", re.I
)
"""A question on what the asker does, which tells nobody to do it: 'where do I send my application'."""
_OUTDONE = 0.11
"""By how much of the score a passage is far before a limit."""
_OUTDONE_AFTER = 0.2
"""The same for a turn that leans on what was said, in whose few words a cue says less: 'what the director makes'."""
_NEARER = 0.1
"""By how much of a cosine it is nearer than a prototype."""
_SMALL_TALK = frozenset({"limit-greeting", "limit-thanks", "limit-about-the-assistant"})
_OF_TOWNS = frozenset({"limit-district-matters", "limit-other-school-law", "limit-moec-dues"})
"""Limits on what schools do every day, and on MOEC, of which a collaborative that is named is asked itself."""


@dataclass(frozen=True)
class Limit:
    """The nearest kind of unanswerable question: its passage, the cosine, and how many words of a cue point to it."""

    passage: Passage
    cosine: float
    cued: int

    def holds(self, best: float, named: bool = False) -> bool:
        """Whether the question is of this kind, given the best cosine of any passage that answers.

        `named` is for questions that the directory or a citation can answer: only a cue rules them out. A cue of more
        words than one says more. One word rules out no question that a passage answers as it is worded.
        """
        if self.cued > 1:
            return self.cosine >= _PHRASED and self.cosine >= best + _PHRASED_LEAD
        if best >= max(_WORDED, self.cosine + _LEAD):
            return False
        if self.cued:
            return self.cosine >= _CUED and self.cosine >= best + _CUED_LEAD
        return not named and self.cosine >= _SURE and self.cosine >= best + _LEAD


_OF_EVERYTHING, _NEAR_ITSELF = "limit-steps-not-in-the-documents", 0.6
"""The limit on whatever detail the documents lack, and the cosine from which it is near a later turn by itself."""


def limit_first(found: Sequence[Found], asked: Asked, nearest: Limit | None) -> Passage | None:
    """The limit that search puts clearly before every passage that answers, or None.

    Where a story is told with a question that is near a limit by itself, it has to be that `nearest` one, unless it is
    far ahead: '60 thousand a year, they say' does not make 'do I have to pay' a question on a price.

    A part of a message that says more is no small talk: 'what can I do' after a complaint asks for no greeting. What
    is asked of a collaborative that is named is no matter of the town's own schools.
    """
    part = asked.beside or (bool(asked.context) and (not asked.follow_up or asked.asks))
    beside = (_SMALL_TALK if part else frozenset()) | (_OF_TOWNS if asked.organizations else frozenset())
    beside |= {_POSTS, _JOBS} if _of_leader(asked) else frozenset()
    beside |= {_DOING} if _OWN_DOING.search(asked.text) else frozenset()
    beside |= {_OPENINGS} if _SUPPOSED.search(asked.text) else frozenset()
    beside |= {_OTHER_STATES} if not asked.outside and asked.follow_up else frozenset()
    found = [f for f in found if f.passage.id not in beside]
    scores = {kind: [f for f in found if (f.passage.kind == "limits") is kind] for kind in (True, False)}
    if not scores[True]:
        return None
    limit = max(scores[True], key=lambda f: f.hit.score)
    ahead = limit.hit.score - max((f.hit.score for f in scores[False]), default=0.0)
    nearest_said = max((f.hit.best for f in scores[False]), default=0.0)
    if nearest_said >= max(_NEAR_ENOUGH, limit.hit.best + _NEARER_BY):
        return None
    storied = asked.context and not asked.follow_up and ahead < _FAR_AHEAD
    if storied and nearest and nearest.cosine >= _SURE and nearest.passage.id != limit.passage.id:
        return None
    if asked.intent == "where":
        return limit.passage if ahead >= _BEFORE_PROGRAMS and not asked.places else None
    # What is known to be asked next raises a limit too; that on everything has to be near the words by itself then.
    vague = asked.follow_up and limit.passage.id == _OF_EVERYTHING and limit.hit.best < _NEAR_ITSELF
    return limit.passage if ahead >= (_FAR_AHEAD if vague else _FIRST) else None


def _of_leader(asked: Asked) -> bool:
    """Whether a question is on who leads a collaborative whose record names a director."""
    return any(org.director for org in asked.organizations) and LED.search(asked.whole) is not None


def _outdone(limit: Limit, found: Sequence[Found], query: Query, lexical: LexicalIndex, leaning: bool) -> bool:
    """Whether search puts a passage far before a limit: one to which one cue points at most, unless `leaning`.

    The nearness of a prototype alone does not decline 'how is the board chair chosen' before a passage on the chair; a
    limit that is cued yields only to a passage that is nearer and has all that is told.
    """
    best = max((f for f in found if f.passage.kind != "limits"), key=lambda f: f.hit.score, default=None)
    if best is None:
        return False
    score = next((f.hit.score for f in found if f.passage.id == limit.passage.id), 0.0)
    if leaning and limit.cued < _CERTAIN and best.hit.score >= score + _OUTDONE_AFTER:
        return True
    if limit.cued > 1:
        return False
    if not limit.cued and best.hit.score >= score + _OUTDONE:
        return True
    told = lexical.telling(query.corrected)
    return bool(told) and told <= lexical.stems_of([best.hit.position]) and best.hit.best >= limit.cosine + _NEARER


class Limits:
    """The prototypes of the limits, kept as one matrix."""

    def __init__(self, corpus: Corpus, search: HybridSearch, mentions: Mentions) -> None:
        self._search = search
        self._mentions = mentions
        self._directory = corpus.directory
        self.texts = {p.id: p.text for p in corpus.passages if p.kind == "limits"}
        self._passages = [p for p in corpus.passages if p.kind == "limits" and p.asks]
        rows = [search.ask_vectors(passage.id) for passage in self._passages]
        self._vectors = np.concatenate(rows) if rows else np.zeros((0, 1), np.float32)
        self._starts = np.cumsum([0, *map(len, rows)])[:-1]
        self._of_towns = np.array([passage.id in _OF_TOWNS for passage in self._passages])
        self._doing = np.array([passage.id == _DOING for passage in self._passages])
        cues = [(plain(cue), passage.id) for passage in self._passages for cue in passage.cues]
        self._cues = [(cue, re.compile(rf"\b{re.escape(cue)}(?:s|es)?\b"), id_) for cue, id_ in cues]

    def nearest(self, question: str, vector: NDArray[np.float32] | None = None, named: bool = False) -> Limit | None:
        """The nearest limit of a question; a cued one goes before others that are as near.

        `vector` is that of the question as `masked` makes it, where it is encoded already; `named` is whether a
        collaborative was named before it.
        """
        if not self._passages:
            return None
        vector = encode_query(self._search.encoder, self.masked(question)) if vector is None else vector
        best = np.maximum.reduceat(self._vectors @ vector, self._starts)
        if named or self._mentions.organizations(question) or named_in(question, self._directory):
            best = np.where(self._of_towns, 0.0, best)
        if _OWN_DOING.search(question):
            best = np.where(self._doing, 0.0, best)
        words = plain(question)
        shown, ruled = _SHOWN.search(words), _RULES.search(words)
        cued: dict[str, int] = {}
        for cue, pattern, id_ in self._cues:
            if cue in words and not (shown or (ruled and " " not in cue)) and pattern.search(words):
                cued[id_] = max(len(cue.split()), cued.get(id_, 0))
        if _WAGES.search(words):
            cued[_SALARIES] = _CERTAIN
        words_of = np.array([cued.get(passage.id, 0) for passage in self._passages])
        owner = int(np.argmax(best + _LIFT * np.minimum(2, words_of)))
        return Limit(self._passages[owner], float(best[owner]), int(words_of[owner]))

    def masked(self, question: str) -> str:
        """The question in corrected spelling, with names of collaboratives and places replaced by what they are."""
        return self._search.lexical.speller.correct_text(self._mentions.masked(question))

    def yields(self, limit: Limit, asked: Asked, found: Sequence[Found], query: Query, best: float) -> bool:
        """Whether a limit that holds yields: to a passage far before it, or because only the need that is told is it.

        'Expelled' in a search for a program is no question of law; `best` is the best cosine of any passage.
        """
        closed = any(org.status == "dissolved" for org in asked.organizations)
        gone = (closed and limit.passage.id in _OF_TODAY) or (
            limit.passage.id == _OPENINGS and any(way.search(asked.whole) for way in (_AT_HOME, _SUPPOSED))
        )
        leaning = asked.follow_up and bool(query.context)
        gone = gone or (limit.passage.id == _POSTS and _of_leader(asked))
        if gone or _outdone(limit, found, query, self._search.lexical, leaning):
            return True
        if asked.intent != "where" or not asked.need.words:
            return False
        again = self.nearest(asked.beside_need)
        return again is None or not again.holds(best, named=True)
