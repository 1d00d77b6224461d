"""What is asked of the programs that the answer before listed: 'can they do it in Mandarin', 'who pays for it'."""

import re
from collections.abc import Sequence

from assistant import attributes, cues
from assistant.asked import Asked
from assistant.aspects import aspect_of, of_a_right, points
from assistant.carrying import other_age
from assistant.draft import Before, Draft
from assistant.expected import expected, holds
from assistant.focus import meant, of_one
from assistant.picking import picks
from assistant.quoting import Found
from assistant.ranking import generated, own_program
from assistant.retelling import MORE, retold
from assistant.schools import say_offers, show
from corpus.loading import Corpus
from corpus.passages import Passage
from index.encoder import encode_queries
from index.search import HybridSearch
from index.tokens import words

_WHERE = re.compile(r"\bwhere (?:would|could|can|will|does|do|should|might)\b", re.I)
"""What seeks anew: 'and when she gets to high school, where would she go'."""
_OTHER = ("members", "membership", "compare", "calendar", "list", "citation", "source")
"""Intents of what is asked of no program."""
_IF = re.compile(r"\b(?:if|unless|once|when)\b", re.I)
"""What asks for a rule: 'and if they have no room'."""
_ALLOWED = re.compile(
    r"\b(?:ok|okay|allowed|legal|normal|fair)\W*$|\b(?:have|has) to (?:leave|stop)(?: \w+){0,2} \d\d\b", re.I
)
"""What asks whether something may be, and nothing of a program."""
_TOLD = 5.5
"""How much, by the rarity of its words, a follow-up tells that asks for nothing in particular."""
_FEW = 2
"""As many programs are told in full."""
_FACT, _NEARER, _FAR = 0.5, 0.05, 0.15
"""Cosine from which a fact on the collaborative answers, and by how much it is nearer than a program's record; by how
much it is from which any does."""
_NEARLY = 0.7
"""Cosine from which a passage answers a follow-up whatever was listed before."""


def say_of_listed(draft: Draft, asked: Asked, found: Sequence[Found], search: HybridSearch, corpus: Corpus) -> bool:
    """Tell in full those of the listed programs that speak of what is asked, or the nearest. Returns whether any was.

    A rule that is near answers, unless a program has each new word that tells something.
    """
    before = draft.before
    if before is None or not before.programs or _ALLOWED.search(asked.text) or asked.intent in _OTHER:
        return False
    if of_a_right(asked.told) and not picks(asked.text):
        return False
    others = (cues.CONTACT, cues.CLOSER, attributes.AGES, cues.WAY_IN)
    aspect = aspect_of(asked.text)
    if own_program(found, asked) not in (None, *before.programs):
        return False
    if (
        (asked.refines and _WHERE.search(asked.text))
        or other_age(asked)
        or any(cue.search(asked.text) for cue in others)
        or (aspect and not aspect.field)
    ):
        return False
    programs, _ = meant(asked.told, asked, before, corpus.directory, search.everyday)
    passages = [corpus.by_id[offer.program.id] for offer in programs]
    if not passages:
        return False
    new = _new(asked, before, search)
    speaking = [p for p in passages if new and new <= search.lexical.telling(p.text)]
    one = of_one(asked.text)
    wanted = expected(asked.text) if one else None
    if not speaking and wanted and holds(wanted, passages[0].text, asked.text):
        speaking = passages[:1]
    ruled = max((f.hit.best for f in found[:3] if not f.passage.program), default=0.0)
    if not speaking and ruled < _NEARLY and len(passages) == 1 and one:
        speaking = passages
    pointing = points(asked.text) and not (_IF.search(asked.text) or of_a_right(asked.text))
    if not speaking and ruled < _NEARLY and pointing and _plain(asked, search):
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
    draft.say(f"**{offers[0].program.name}**: {again[0]} {mark}")
    draft.say(f"{MORE} {again[1]} {mark}")
    show(draft, corpus, offers[0])
    return True


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
    """A fact on the collaborative that runs a program, or another program of one that is named, where it is nearer."""
    if not asked.follow_up:
        return None
    vector = encode_queries(search.encoder, [asked.anywhere(asked.text)])

    def near(other: Passage) -> float:
        return float(search.nearness(vector, search.position(other.id))[0])

    named = passage.organization in {org.slug for org in asked.organizations}
    own = [p for p in corpus.passages if p.organization == passage.organization and p.id != passage.id]
    told = [
        p for p in own if (p.kind == "collaborative" and not p.program and not generated(p)) or (named and p.program)
    ]
    best = max(told, key=near, default=None)
    if best is None:
        return None
    ahead = near(best) - near(passage)
    return best if ahead >= (_NEARER if near(best) >= _FACT else _FAR) else None


def _new(asked: Asked, before: Before, search: HybridSearch) -> frozenset[str]:
    """The telling words of a follow-up that the turn before had not."""
    lexical = search.lexical
    said = lexical.telling(lexical.speller.correct_text(before.question))
    return lexical.telling(lexical.speller.correct_text(asked.text)) - said
