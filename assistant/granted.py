"""Sets right what a message takes for granted, before its question is answered."""

import re
from collections.abc import Sequence

from assistant.draft import Draft, sentences
from assistant.plainly import opened
from assistant.premise import (
    AT_THE_END,
    NEAR,
    NOT_SAID,
    claim_of,
    correction,
    denies,
    law_years,
    quantities,
    rules,
    silent,
)
from assistant.verdict import NO, YES, affirmed, answered
from corpus.loading import Corpus
from corpus.passages import Passage
from index.encoder import encode_query
from index.search import Hit, HybridSearch

_DENIED = 0.75
"""Cosine from which a passage answers a claim that has no number."""
_ON_IT = 0.5
"""Cosine from which a passage is on what a claim is on, and is said after what the documents do not say."""
_TELLING = 5.0
"""Rarity from which a word can be what a claim turns on."""
_OF_RULES = re.compile(
    r"^(?:the |these |all )?(?:regulations?|laws?|statutes?|rules?|section 4e|603 cmr|moec|dese)\b", re.I
)
"""The beginning of a claim on the law or on a body, and not on the asker's own affairs."""
_CLOSE = 0.85
"""Cosine from which a passage says what a claim says, in other words."""
_LOOKED = 4
"""How many passages are looked at for one that denies a claim."""
_ASKS_TRUE = re.compile(r"[,.;]?\s+(?:so )?(?:is (?:that|this|it) (?:really )?(?:true|right|so)|true|right)\W*$", re.I)
"""What asks for the truth of a claim behind it."""
_OF_RIGHTS = re.compile(
    r"\b(?:i|i['’]?m|we|parents?|famil\w+)\b.*\b(?:not|never|no|\w+n['’]?t) (?:be )?(?:allowed|permitted|able)\b", re.I
)
"""What somebody is told that he may not do: that the documents do not say so would tell him little."""
_WHY = re.compile(r"[, ]+(?:since|because|as)\b.*$", re.I)
"""The reason that a claim gives for itself."""
_DOING = 0.55
"""Cosine from which a passage says who does what a claim says that somebody else does."""
_YOURS = {
    **{"i am": "you are", "i": "you", "we": "you", "my": "your", "our": "your", "us": "you", "me": "you"},
    **{"myself": "yourself", "ourselves": "yourselves", "mine": "yours", "ours": "yours"},
}
"""How the words for the asker are said back."""
_UNSAID = frozenset({"limits", "directory", "program", "collaborative"})
"""Kinds of passages that do not set a claim right."""
_LAW = frozenset({"statute", "regulation"})
"""Kinds of passages that tell of the law: a year that one of them has may be that of a law."""
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
_BODY = (
    r"(?:department of revenue|dor|attorney general(?:'s office)?|ag(?:'s office)?|inspector general|"
    r"(?:state )?auditor|secretary of (?:education|state)|(?:state )?ethics commission|city council|"
    r"select ?board|finance committee|town meeting|mayor|moec|state|department|dese|"
    r"commissioner|superintendents?|parents?|governor|treasurer|voters|"
    r"(?:member )?(?:towns?|cities|districts|communities)|"
    r"(?:the )?members|business manager|director|legislature)"
)
_DEED = (
    r"(?:hires?|employs?|appoints?|elects?|chooses?|decides?|sets?|pays?|runs?|approves?|signs?|owns?|fires?|adopts?|certif(?:y|ies)|"
    r"evaluates?|grants?|names?|votes?|picks?|selects?|chairs?|inspects?|reviews?|audits?|funds?|oversees?|supervises?|"
    r"controls?|reports? to|answers? to|collects?|writes?|prepares?|issues?|files?|keeps?|works? for|sits?)"
)
_DONE = (
    r"(?:hired|employed|appointed|elected|chosen|decided|set|paid|run|approved|signed|owned|adopted|evaluated|granted|"
    r"named|picked|selected|chaired|inspected|reviewed|audited|funded|overseen|supervised|controlled|written|prepared)"
)
_DOES = (
    re.compile(
        rf"^(?:the |our |my )?(?:dese |state |doe )?(?P<body>{_BODY}) "
        r"(?:alone |always |itself |must |has to |needs to )?"
        rf"(?P<deed>{_DEED}) (?:on )?(?P<what>.+)$",
        re.I,
    ),
    re.compile(
        rf"^(?P<what>.+?) (?:(?:is|are|gets?|must be|ha(?:s|ve) to be) )+(?P<deed>{_DONE}) by (?:the |our )?"
        rf"(?P<body>{_BODY})\b",
        re.I,
    ),
)
"""Claims on who does something, and by whom something is done."""
_ALIKE = (
    "hires hired employs employed appoints appointed names named chooses chosen elects elected",
    "approves approved approval adopts adopted",
)
"""Deeds that are one and the same."""
_OTHERWISE = "No, our documents say otherwise: "
"""What opens the sentence that sets a claim right."""
_AS_NEAR = 0.05
"""By how much of a cosine a passage that sets a claim right may be farther from it than the nearest one."""
_SUBJECT = re.compile(rf"^(?:the |an? |every |each )?(?:collaborative's )?(?:{_BODY}|board|school committee)\b", re.I)
"""The beginning of a sentence that says who does something."""


def set_right(draft: Draft, text: str, search: HybridSearch, corpus: Corpus) -> bool:
    """Say first what a near passage says instead of the claim that a message rests on; whether anything was said."""
    claim = claim_of(text)
    claim = _ASKS_TRUE.sub("", claim) if claim else None
    if claim is None:
        return False
    kind = _KIND.search(claim)
    if kind and not _PUBLIC.search(kind["kind"]):
        asked = _WHOSE if _PRIVATE.search(kind["kind"]) else _WHAT
        _say_first(draft, corpus.passages[search.search(asked, 1)[0].position], _OTHERWISE)
    elif plain := _plainly(claim, search, corpus):
        if plain[1]:
            _say_first(draft, plain[0], NO)
    elif quantities(claim) or denies(claim):
        _contradict(draft, _WHY.sub("", claim) if not quantities(claim) else claim, search, corpus)
    elif _OF_RULES.match(claim) and _turns_on_nothing(claim, search.search(claim, _LOOKED), search, _CLOSE):
        draft.say(f"{NOT_SAID} {_said_to_you(claim)}.")
    elif does := next(filter(None, (form.match(claim) for form in _DOES)), None):
        _say_who(draft, does, search, corpus)
        if not draft.paragraphs and not _is_said(does, search, corpus):
            draft.say(f"{NOT_SAID} {_said_to_you(claim)}.")
    return bool(draft.paragraphs)


def _plainly(claim: str, search: HybridSearch, corpus: Corpus) -> tuple[Passage, bool] | None:
    """The first near passage that plainly answers a claim, and whether it denies it; None where there is none.

    'We don't need an audit' is denied by a plain yes to 'we need an audit'.
    """
    claim = _WHY.sub("", claim)
    denied = affirmed(claim)
    wanted = YES if denied != claim else NO
    for hit in search.search(search.query(denied), _LOOKED):
        passage = corpus.passages[hit.position]
        if answer := answered(" ".join(denied.split()), passage, search):
            return passage, answer == wanted
    return None


def _is_said(does: re.Match[str], search: HybridSearch, corpus: Corpus) -> bool:
    """Whether a sentence of a near passage has the body, the deed and something of what a claim speaks of."""
    stems = search.lexical.stems
    parts = [set(stems(does[name])) for name in ("body", "deed")]
    what = search.lexical.telling(does["what"])
    for hit in search.search(does[0], 2 * _LOOKED):
        for sentence in sentences(corpus.passages[hit.position].text):
            said = set(stems(sentence))
            if all(part & said for part in parts) and 2 * len(what & said) > len(what) - (not what):
                return True
    return False


def _contradict(draft: Draft, claim: str, search: HybridSearch, corpus: Corpus) -> None:
    """Set right a number, or what is denied or said to be always so, by a passage that is near."""
    ending = any(quantity.unit == AT_THE_END for quantity in quantities(claim))
    found = search.search(_UNTIL if ending else claim, 6)
    hits = [h for h in found if corpus.passages[h.position].kind not in _UNSAID]
    nearest = max(hits[:3], key=lambda h: h.best, default=None)
    for hit in hits[:3]:
        passage = corpus.passages[hit.position]
        of_it = nearest is not None and hit.best >= max(NEAR, nearest.best - _AS_NEAR)
        mended = correction(claim, passage.text, claimed=True) if of_it else None
        if mended:
            draft.say(f"No: {mended[:1].lower()}{mended[1:]} {draft.cite(passage, sentences(passage.text)[0])}")
            _say_first(draft, passage)
            return
    texts = [corpus.passages[h.position].text for h in hits[:3]]
    unsaid = _has_no_rule(claim, texts) or (rules(claim) and _turns_on_nothing(claim, hits, search))
    if unsaid and not _OF_RIGHTS.search(claim):
        draft.say(f"{NOT_SAID} {_said_to_you(claim)}.")
        if nearest and nearest.best >= _ON_IT:
            draft.say_whole(corpus.passages[nearest.position])
        return
    if nearest and nearest.best >= _DENIED and _is_denied(claim, corpus.passages[nearest.position], search):
        _say_first(draft, corpus.passages[nearest.position])


def _is_denied(claim: str, passage: Passage, search: HybridSearch) -> bool:
    """Whether the question of a passage that is nearest to a claim is one that it answers with no."""
    cosines = search.ask_vectors(passage.id) @ encode_query(search.encoder, claim)
    return denies(claim) and passage.asks[int(cosines.argmax())] in passage.no_to


def _has_no_rule(claim: str, texts: Sequence[str]) -> bool:
    """Whether a claim makes a rule of a number that none of the nearest texts has, with any unit."""
    known = {quantity.value for text in texts for quantity in quantities(text)}
    stated = quantities(claim)
    return bool(stated) and rules(claim) and not any(q.value in known for q in stated)


def _turns_on_nothing(claim: str, hits: Sequence[Hit], search: HybridSearch, near: float = _DENIED) -> bool:
    """Whether a claim has a telling word that none of the nearest passages has, and none is `near` it."""
    if max((h.best for h in hits), default=0.0) >= near:
        return False
    lexical = search.lexical
    left = lexical.telling(lexical.speller.correct_text(claim)) - lexical.stems_of(h.position for h in hits)
    return any(lexical.rarity(stem) >= _TELLING for stem in left)


def _said_to_you(claim: str) -> str:
    """A claim of the asker's as it is said back: 'We need 7 members' as 'you need 7 members'."""
    claim = re.sub(r"^(?:The|An?|Our|My|We|Every|Each|All|There|It|They)\b", lambda m: m[0].lower(), claim)
    return re.sub(rf"\b(?:{'|'.join(_YOURS)})\b", lambda m: _YOURS[m[0].lower()], claim, flags=re.I)


def _say_who(draft: Draft, does: re.Match[str], search: HybridSearch, corpus: Corpus) -> None:
    """Say who does it, when the nearest passage that begins with the deed does not name the one of the claim."""
    stems = search.lexical.stems
    deed, body = set(stems(does["deed"])), set(stems(does["body"]))
    deed = next((alike for alike in (set(stems(words)) for words in _ALIKE) if deed & alike), deed)
    what = search.lexical.telling(does["what"]) or frozenset(stems(does["what"]))
    saying: list[Passage] = []
    for hit in search.search(f"who {does['deed']} {does['what']}", 6):
        passage = corpus.passages[hit.position]
        said = sentences(passage.text)[0]
        first = set(stems(said))
        if hit.best < _DOING or passage.kind in _UNSAID or silent(said) or not _is_done(said, deed, what, search):
            continue
        if not body <= first:
            saying.append(passage)
        elif not saying:
            return
    if saying:
        _say_first(draft, next((p for p in saying if _SUBJECT.match(p.text)), saying[0]), _OTHERWISE)


def _is_done(sentence: str, deed: set[str], what: frozenset[str], search: HybridSearch) -> bool:
    """Whether a sentence says that a deed is done to what is spoken of: teachers who pay are not paid."""
    words = re.findall(r"[\w'’]+", sentence.lower())
    stems = [set(search.lexical.stems(word)) for word in words]
    done = next((i for i, stem in enumerate(stems) if stem & deed), None)
    object_ = next((i for i, stem in enumerate(stems) if stem & what), None)
    if done is None or object_ is None:
        return False
    passive = bool({"is", "are", "be"} & set(words[max(0, done - 2) : done]))
    return passive or object_ > done


def set_year_right(draft: Draft, text: str, passage: Passage, corpus: Corpus) -> bool:
    """Say so when a message names the law of a year of which the documents know none, and which one answers."""
    asked = law_years(text)
    if len(asked) != 1 or any(asked[0] in p.text for p in corpus.passages if p.kind in _LAW):
        return False
    here = law_years(sentences(passage.text)[0])
    known = f"; the one that they have on this is of {here[0]} {draft.cite(passage)}" if len(here) == 1 else ""
    said = f"Our documents know no law on collaboratives of {asked[0]}{known}."
    if said not in draft.paragraphs:
        draft.say(said)
    return True


def _say_first(draft: Draft, passage: Passage, opening: str = "") -> None:
    """Say the first sentence of a passage, after an `opening`: a plain no, or words that say so."""
    first = sentences(passage.text)[0]
    bare = opened(first, NO if opening == NO else None)
    draft.say(f"{'' if opening == NO else opening}{bare} {draft.cite(passage, first)}")
