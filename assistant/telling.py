"""What a collaborative's own passages and services tell of a need beside the programs that state it."""

from collections.abc import Iterator, Sequence

from assistant.asked import Need
from assistant.draft import sentences
from assistant.lexicon import reviewed
from corpus.directory import Offer
from corpus.loading import Corpus
from corpus.passages import Passage
from corpus.schema import Organization

_SERVES = {
    "emotional and behavioral disabilities": "behavioral and mental health",
    "at-risk youth": "behavioral and mental health",
    "medically complex": "nursing and health",
    "communication disabilities": "related services",
    "physical disabilities": "related services",
    "deaf or hard of hearing": "related services",
    "visual impairment": "related services",
}
"""The kind of service that helps students with a disability in whatever class they are."""
_UNREAD = ("-contact", "-members", "-gaps")
"""Ends of the ids of passages that tell of no service."""


def told_of(corpus: Corpus, org: Organization, need: Need) -> list[tuple[Passage, str]]:
    """The sentences of a collaborative's own passages (no program's record) that speak of a need, profile first."""
    own = [p for p in corpus.passages if p.organization == org.slug and p.kind == "collaborative" and not p.program]
    own.sort(key=lambda p: (not p.id.endswith("-profile"), p.id))
    found = ((p, s) for p in own if not p.id.endswith(_UNREAD) for s in sentences(p.text) if _speaks(s, need))
    return [(passage, _named(sentence, org)) for passage, sentence in _one_each(found)]


def kindred_services(offers: Sequence[Offer], need: Need) -> list[Offer]:
    """The services of a collaborative that help students with one of the disabilities of a need."""
    kinds = {_SERVES[population] for population in need.populations if population in _SERVES}
    return [o for o in offers if kinds & set(o.program.categories)]


def _speaks(sentence: str, need: Need) -> bool:
    """Whether a sentence speaks of one of the disabilities of a need, or where none was told of its kind of service."""
    lexicon = reviewed()
    if need.populations:
        return bool(set(need.populations) & lexicon.populations_of(sentence))
    return any(span.key in need.categories and not span.negated for span in lexicon.find(sentence, lexicon.categories))


def _one_each(found: Iterator[tuple[Passage, str]]) -> list[tuple[Passage, str]]:
    """The first sentence of each passage."""
    firsts: dict[str, tuple[Passage, str]] = {}
    for passage, sentence in found:
        firsts.setdefault(passage.id, (passage, sentence))
    return list(firsts.values())


def _named(sentence: str, org: Organization) -> str:
    """A sentence that names its collaborative, which it may do by "It" alone."""
    return sentence if org.short_name in sentence or org.name in sentence else f"{org.short_name}: {sentence}"
