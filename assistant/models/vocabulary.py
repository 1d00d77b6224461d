"""The words of a corpus, read once: ordinary English words, words of public names, and those names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.models.claims import host_of, links
from corpus.loading import Corpus

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_FUNCTION = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "been", "by", "can", "could", "did", "do", "does", "don't", "for"}
    | {"from", "get", "had", "has", "have", "he", "help", "her", "here", "him", "his", "how", "i", "if", "in", "is"}
    | {"it", "its", "just", "like", "me", "my", "need", "no", "not", "of", "on", "or", "our", "out", "please", "she"}
    | {"should", "so", "than", "that", "the", "their", "them", "then", "there", "they", "this", "to", "up", "us"}
    | {"was", "we", "were", "what", "when", "where", "which", "who", "whom", "whose", "why", "will", "with", "would"}
    | {"yes", "you", "your", "am", "i'm", "isn't", "doesn't", "can't", "won't", "says", "said", "goes", "going"}
    | {"very", "really", "also", "too", "still", "now", "today", "but", "because", "about", "hello", "hi", "thanks"}
    | {"autistic", "diagnosed", "hates", "loves", "struggling", "crying", "bullied", "refuses", "scared", "gets"}
)


@dataclass(frozen=True)
class Vocabulary:
    """`common` are ordinary words; `public` names of places and words of names, both in lower case.

    `names` are the names of the directory, the longest first; `hosts` the websites that the curated documents name.
    """

    common: frozenset[str]
    public: frozenset[str]
    names: tuple[str, ...]
    hosts: frozenset[str]


def vocabulary(corpus: Corpus) -> Vocabulary:
    """The words of a corpus; a word counts as ordinary when some passage has it without a capital."""
    names = tuple(sorted({n for n in _names(corpus) if n}, key=len, reverse=True))
    words = {re.sub(r"['’]s?$", "", word.lower()) for name in names for word in _WORD.findall(name)}
    public = frozenset(words | set(corpus.places.names))
    written = {w for p in corpus.passages for w in _WORD.findall(p.text) if w[0].islower()}
    asked = {w.lower() for p in corpus.passages for ask in p.asks for w in _WORD.findall(ask)}
    return Vocabulary(frozenset(written | (asked - public) | _FUNCTION), public, names, _hosts(corpus))


def _hosts(corpus: Corpus) -> frozenset[str]:
    """The hosts of every official page, source and website, and of the addresses in curated texts."""
    added = {passage.id for document in corpus.documents.added for passage in document.passages}
    texts = [" ".join([*p.sources, p.url or "", "" if p.id in added else p.text]) for p in corpus.passages]
    websites = [org.website for org in corpus.directory.organizations if org.website]
    return frozenset(host_of(link) for text in (*texts, *websites) for link in links(text))


def _names(corpus: Corpus) -> Iterator[str]:
    """Towns, collaboratives, districts and programs by their names; a program's only when it is more than one word."""
    yield from corpus.places.towns
    for org in corpus.directory.organizations:
        yield from (org.name, org.short_name, *org.aliases, *org.former_names)
        yield from (member.name for member in org.members.districts)
        yield from (program.name for program in org.programs if " " in program.name)
