"""Sets right what a message takes for granted, before its question is answered."""

import re

from assistant.draft import Draft, sentences
from assistant.premise import AT_THE_END, NEAR, claim_of, correction, denies, law_years, quantities
from corpus.loading import Corpus
from corpus.passages import Passage
from index.search import HybridSearch

_DENIED = 0.75
"""Cosine from which a passage answers a claim that has no number."""
_DOING = 0.55
"""Cosine from which a passage says who does what a claim says that somebody else does."""
_UNSAID = frozenset({"limits", "directory", "program", "collaborative"})
"""Kinds of passages that do not set a claim right."""
_WHAT = "what is an educational collaborative"
_WHOSE = "is a collaborative a public or a private entity"
_UNTIL = "until what age does special education go"
_KIND = re.compile(
    r"\b(?:collaboratives?|co-?ops?|collabs?)\b (?:is|are) (?:all |just |really |basically )?(?:an? |the )?"
    r"(?P<kind>(?:[a-z-]+ ){0,2}"
    r"(?:schools?|agenc\w+|compan\w+|departments?|organizations?|business\w*|nonprofits?|firms?))",
    re.I,
)
"""A claim on what collaboratives are."""
_PRIVATE = re.compile(r"\b(?:private|for-profit|compan\w+|business\w*|firms?)\b", re.I)
_PUBLIC = re.compile(r"\b(?:public|regional|municipal|non-?private)\b", re.I)
_BODY = r"(?:state|department|dese|commissioner|superintendents?|parents?|governor|town|treasurer|director|legislature)"
_DEED = r"(?:hires?|appoints?|elects?|chooses?|decides?|sets?|pays?|runs?|approves?|signs?|owns?|fires?)"
_DOES = re.compile(
    rf"^(?:the |our |my )?(?P<body>{_BODY}) (?:alone |always |itself )?(?P<deed>{_DEED}) (?P<what>.+)$",
    re.I,
)
"""A claim on who does something."""


def set_right(draft: Draft, text: str, search: HybridSearch, corpus: Corpus) -> None:
    """Say first what a near passage says instead of the claim that a message rests on."""
    claim = claim_of(text)
    if claim is None:
        return
    kind = _KIND.search(claim)
    if kind and not _PUBLIC.search(kind["kind"]):
        asked = _WHOSE if _PRIVATE.search(kind["kind"]) else _WHAT
        _say_first(draft, corpus.passages[search.search(asked, 1)[0].position])
    elif quantities(claim) or denies(claim):
        _contradict(draft, text, claim, search, corpus)
    elif does := _DOES.match(claim):
        _say_who(draft, does, claim, search, corpus)


def _contradict(draft: Draft, text: str, claim: str, search: HybridSearch, corpus: Corpus) -> None:
    """Set right a number, or what is denied or said to be always so, by a passage that is near."""
    ending = any(quantity.unit == AT_THE_END for quantity in quantities(claim))
    found = search.search(_UNTIL if ending else claim, 6)
    hits = [h for h in found if corpus.passages[h.position].kind not in _UNSAID]
    for hit in hits[:3]:
        passage = corpus.passages[hit.position]
        mended = correction(claim, passage.text, claimed=True) if hit.best >= NEAR else None
        if mended:
            draft.say(f"{mended} {draft.cite(passage, sentences(passage.text)[0])}")
            _say_first(draft, passage)
            return
    nearest = max(hits[:3], key=lambda h: h.best, default=None)
    if nearest and denies(claim) and claim != text and nearest.best >= _DENIED:
        _say_first(draft, corpus.passages[nearest.position])


def _say_who(draft: Draft, does: re.Match[str], claim: str, search: HybridSearch, corpus: Corpus) -> None:
    """Say who does it, when a near passage begins with the deed and nowhere names the one that the claim names."""
    stems = search.lexical.stems
    deed, body = stems(does["deed"]), stems(does["body"])
    what = search.lexical.telling(does["what"])
    for hit in search.search(claim, 4):
        passage = corpus.passages[hit.position]
        first = set(stems(sentences(passage.text)[0]))
        says = hit.best >= _DOING and passage.kind not in _UNSAID and set(deed) <= first and what & first
        if says and not set(body) & set(stems(passage.text)):
            _say_first(draft, passage)
            return


def set_year_right(draft: Draft, text: str, passage: Passage, corpus: Corpus) -> None:
    """Say so when a message names the law of a year of which the documents know none, and which one answers."""
    asked = law_years(text)
    if len(asked) != 1 or any(asked[0] in law_years(p.text) for p in corpus.passages):
        return
    here = law_years(sentences(passage.text)[0])
    known = f"; the one that they have on this is of {here[0]} {draft.cite(passage)}" if len(here) == 1 else ""
    draft.say(f"Our documents know no law on collaboratives of {asked[0]}{known}.")


def _say_first(draft: Draft, passage: Passage) -> None:
    """Say the first sentence of a passage."""
    first = sentences(passage.text)[0]
    draft.say(f"{first} {draft.cite(passage, first)}")
