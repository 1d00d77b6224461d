"""The words of a corpus, read once: ordinary English words, words of public names, and those names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
    """`common` are ordinary words in lower case; `public` words of names; `names` the names, longest first."""

    common: frozenset[str]
    public: frozenset[str]
    names: tuple[str, ...]


def vocabulary(corpus: Corpus) -> Vocabulary:
    """The words of a corpus; a word counts as ordinary when some passage has it without a capital."""
    names = tuple(sorted({n for n in _names(corpus) if n}, key=len, reverse=True))
    public = frozenset(word.lower() for name in names for word in _WORD.findall(name))
    written = {w for p in corpus.passages for w in _WORD.findall(p.text) if w[0].islower()}
    asked = {w.lower() for p in corpus.passages for ask in p.asks for w in _WORD.findall(ask)}
    return Vocabulary(frozenset(written | (asked - public) | _FUNCTION), public, names)


def _names(corpus: Corpus) -> Iterator[str]:
    """Towns, collaboratives, districts and programs by their names; a program's only when it is more than one word."""
    yield from corpus.places.towns
    for org in corpus.directory.organizations:
        yield from (org.name, org.short_name, *org.aliases, *org.former_names)
        yield from (member.name for member in org.members.districts)
        yield from (program.name for program in org.programs if " " in program.name)
