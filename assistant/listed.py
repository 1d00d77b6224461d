"""What is asked of the programs that the answer before listed: 'can they do it in Mandarin', 'who pays for it'."""

import re
from collections.abc import Callable, Sequence

from assistant import attributes, cues
from assistant.answer import Answer
from assistant.asked import Asked, Removable
from assistant.aspects import aspect_of, is_all, told_of
from assistant.carrying import ANOTHER, other_age
from assistant.draft import Before, Draft
from assistant.expected import expected, holds
from assistant.limits import IS_TRUE
from assistant.quoting import Found
from assistant.ranking import generated
from assistant.records import reach_program
from assistant.retelling import MORE, retold
from assistant.schools import say_offers, show
from corpus.directory import Offer
from corpus.loading import Corpus
from corpus.passages import Passage
from index.encoder import encode_queries
from index.search import HybridSearch
from index.tokens import words

_ONE = r"it(?! takes?\b)|its|(?<!is )(?<!are )(?<!get )(?<!go )there|(?:that|this) (?:one|program|school|place|class)"
_POINTS = re.compile(
    rf"\b(?:{_ONE}|they|them|their|those|these|the (?:first|second|last|only) one|"
    r"which (?:one|of (?:them|those|these)))\b",
    re.I,
)
_OF_ONE = re.compile(rf"\b(?:{_ONE})\b", re.I)
_IS_THERE = re.compile(r"\W*(?:(?:and|so|but) )*(?:is|are) there\b", re.I)
"""What asks for something at a program that was told: 'is there a nurse'."""
_ALLOWED = re.compile(r"\b(?:ok|okay|allowed|legal|normal|fair)\W*$", re.I)
"""What asks whether something may be, and nothing of a program."""
_OTHERS = re.compile(r"\b(?:others?|another|else|more|instead|nearer|closer|near|nearby|any)\b", re.I)
"""What asks for other programs than those."""
_OTHER_ONES = re.compile(
    r"\bother (?:ones?|programs?|schools?|places?)\b|\banother\b|\b(?:nearer|nearest|closer|closest|near(?:by)?)\b",
    re.I,
)
"""The same, in so many words."""
_TOLD = 5.5
"""How much, by the rarity of its words, a follow-up tells that asks for nothing in particular."""
_MOST = 3
"""As many sentences of a record are told."""
_NAME = re.compile(r"[A-Z][\w'’]+")
_KINDS = frozenset(
    {"School", "Program", "Programs", "Academy", "High", "Middle", "Day", "Class", "Classes", "Education"}
)
"""Words of many programs' names."""
_TURNS, _BACK = 4, 2
"""Turns with which an earlier one is read, and as many are looked at for programs."""
_FEW = 2
"""As many programs are told in full."""
_FACT, _NEARER = 0.5, 0.05
"""Cosine from which a fact on the collaborative answers, and by how much it is nearer than a program's record."""
_NEARLY = 0.7
"""Cosine from which a passage answers a follow-up whatever was listed before."""


def points(text: str) -> bool:
    """Whether a message points at what was said before, or asks what one may ask of a program."""
    pointing = _POINTS.search(text) or _IS_THERE.match(text) or aspect_of(text)
    return pointing is not None and _OTHERS.search(text) is None


def of_one(text: str) -> bool:
    """Whether a message points at one program that was told."""
    return _OF_ONE.search(text) is not None


def shown_before(
    answer: Callable[[str, Sequence[str], Sequence[Removable]], Answer],
    history: Sequence[str],
    without: Sequence[Removable],
) -> Before:
    """The last of two turns whose answer showed programs, and those."""
    for at in range(len(history) - 1, max(-1, len(history) - 1 - _BACK), -1):
        shown = answer(history[at], history[max(0, at - _TURNS) : at], without).programs
        if programs := tuple(program.program_id for program in shown if program.program_id):
            return Before(history[at], programs, at == len(history) - 1)
    return Before(history[-1], ())


def say_aspect(draft: Draft, asked: Asked, corpus: Corpus) -> bool:
    """What the record of the program that is meant tells of the kind of thing that is asked; whether that is all.

    The one that is called by its name is meant, or else the first two that fit: who pays may differ.
    """
    text = asked.told if asked.follow_up and not IS_TRUE.fullmatch(asked.text) else asked.whole
    shown = tuple(program.program_id for program in draft.programs if program.program_id)
    before, aspect = draft.before or (Before(asked.context, shown) if asked.beside and shown else None), aspect_of(text)
    if aspect is None or before is None or not before.last or _OTHER_ONES.search(text) or _elsewhere(asked, before):
        return False
    offers = {offer.program.id: offer for offer in corpus.directory.offers}
    listed = [offers[id_] for id_ in before.programs if id_ in offers]
    listed = [offer for offer in listed if not asked.organizations or offer.organization in asked.organizations]
    called = [offer for offer in listed if _called(offer.program.name, text, listed)][:1]
    all_told: list[str] = []
    telling = [offer for offer in called or listed if told_of(aspect, corpus.by_id[offer.program.id].text)]
    for offer in telling[: _FEW if aspect.ruled else 1]:
        passage = corpus.by_id[offer.program.id]
        told = told_of(aspect, passage.text)[:_MOST]
        asking = f" {reach_program(offer)}" if cues.WAY_IN.search(text) else ""
        said = f"**{offer.program.name}**: {' '.join(told)}{asking} {draft.cite(passage)}"
        if said not in draft.paragraphs:
            draft.say(said)
            show(draft, corpus, offer)
        all_told += told
    if aspect.had and listed and not all_told:
        return _say_unnamed(draft, called or listed, corpus)
    return bool(all_told) and (bool(called) or is_all(aspect, text, " ".join(all_told)))


def _say_unnamed(draft: Draft, offers: Sequence[Offer], corpus: Corpus) -> bool:
    """Say that the records of some programs do not name what is asked for, and whom to ask of the first ones."""
    draft.outcome = "partial"
    for offer in offers[:_FEW]:
        mark = draft.cite(corpus.by_id[offer.program.id])
        draft.say(f"The record of **{offer.program.name}** does not name that. {reach_program(offer)} {mark}")
        show(draft, corpus, offer)
    return True


def say_of_listed(draft: Draft, asked: Asked, found: Sequence[Found], search: HybridSearch, corpus: Corpus) -> bool:
    """Tell in full those of the listed programs that speak of what is asked, or the nearest. Returns whether any was.

    A rule that is near answers, unless a program has each new word that tells something.
    """
    before = draft.before
    if before is None or not before.programs or _ALLOWED.search(asked.text) or _elsewhere(asked, before):
        return False
    others = (cues.CONTACT, cues.CLOSER, attributes.AGES, cues.WAY_IN)
    if other_age(asked) or any(cue.search(asked.text) for cue in others):
        return False
    slugs = {org.slug for org in asked.organizations}
    passages = [p for id_ in before.programs if (p := corpus.by_id[id_]) and (not slugs or p.organization in slugs)]
    if not passages:
        return False
    new = _new(asked, before, search)
    speaking = [p for p in passages if new and new <= search.lexical.telling(p.text)]
    wanted = expected(asked.text) if _OF_ONE.search(asked.text) else None
    if not speaking and wanted and holds(wanted, passages[0].text, asked.text):
        speaking = passages[:1]
    ruled = max((f.hit.best for f in found[:3] if not f.passage.program), default=0.0)
    one = _OF_ONE.search(asked.text)
    if not speaking and ruled < _NEARLY and len(passages) == 1 and one:
        speaking = passages
    if not speaking and ruled < _NEARLY and not _IS_THERE.match(asked.text) and _plain(asked, search):
        speaking = passages[:1] if one else [_nearest(asked, passages, search)]
    if not 0 < len(speaking) <= _FEW:
        return False
    if fact := _fact_beside(asked, speaking[0], search, corpus):
        draft.say_whole(fact)
        return True
    ids = {passage.program for passage in speaking}
    offers = [offer for offer in corpus.directory.offers if offer.program.id in ids]
    again = retold(speaking[0].text, asked.told, search) if len(offers) == 1 else None
    if again is None or draft.has(speaking[0]):
        say_offers(draft, corpus, offers)
        return True
    mark = draft.cite(speaking[0])
    draft.say(f"{again[0]} {mark}")
    draft.say(f"{MORE} {again[1]} {mark}")
    show(draft, corpus, offers[0])
    return True


def _elsewhere(asked: Asked, before: Before) -> bool:
    """Whether a message names a place that the search before it did not, or another child: then it seeks anew."""
    if ANOTHER.search(asked.told):
        return True
    told = asked.told.lower() if asked.follow_up else asked.whole.lower()
    named = [place.name.lower() for place in asked.places if place.name.lower() in told]
    return not all(name in before.question.lower() for name in named)


def _called(name: str, text: str, listed: Sequence[Offer]) -> bool:
    """Whether a text has a capital word of a program's name that no other listed one has: 'that GAP thing'."""
    others = " ".join(offer.program.name for offer in listed if offer.program.name != name)
    own = [word for word in _NAME.findall(name) if word not in others and word not in _KINDS]
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in own)


def _plain(asked: Asked, search: HybridSearch) -> bool:
    """Whether a follow-up asks for nothing that a program's record would have to name: 'what happens there'."""
    lexical, text = search.lexical, asked.text
    refined = (asked.refines and not any(place.name in text for place in asked.places)) or aspect_of(text)
    unknown = any(word not in lexical.vocabulary for word in words(text) if not word.isdigit())
    return not (refined or unknown or attributes.wants_count(text)) and search.told(asked.anywhere(text)) < _TOLD


def _nearest(asked: Asked, passages: Sequence[Passage], search: HybridSearch) -> Passage:
    """The passage of some programs that is nearest to a question."""
    vector = encode_queries(search.encoder, [asked.text])
    return max(passages, key=lambda passage: float(search.nearness(vector, search.position(passage.id))[0]))


def _fact_beside(asked: Asked, passage: Passage, search: HybridSearch, corpus: Corpus) -> Passage | None:
    """A fact on the collaborative that runs a program, where it is nearer to the question than the program's record."""
    if not asked.follow_up:
        return None
    vector = encode_queries(search.encoder, [asked.anywhere(asked.text)])

    def near(other: Passage) -> float:
        return float(search.nearness(vector, search.position(other.id))[0])

    own = [p for p in corpus.passages if p.organization == passage.organization and p.kind == "collaborative"]
    best = max((p for p in own if not p.program and not generated(p)), key=near, default=None)
    return best if best and near(best) >= max(_FACT, near(passage) + _NEARER) else None


def _new(asked: Asked, before: Before, search: HybridSearch) -> frozenset[str]:
    """The telling words of a follow-up that the turn before had not."""
    lexical = search.lexical
    said = lexical.telling(lexical.speller.correct_text(before.question))
    return lexical.telling(lexical.speller.correct_text(asked.text)) - said
