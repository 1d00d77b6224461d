"""Takes out of a question what could name a person: only words that the documents use themselves are left."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.loading import Corpus

GAP = "[…]"
LONGEST = 500
"""Characters of a question that are kept at most."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"[\w@.+#/&'’-]*\w|[^\w\s]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def _set(words: str) -> frozenset[str]:
    """Words as a set."""
    return frozenset(words.split())


_TITLE = re.compile(r"\b(mrs?|ms|dr)\.", re.I)
_STREET = re.compile(
    r"\d+\w?\s+(?:\w+\s+){1,3}?(?:street|st|road|rd|avenue|ave|lane|ln|drive|way|court|ct|place|circle|terrace)\b", re.I
)
_NUMBER = re.compile(r"\d{1,2}[A-Z]?|603|766|50\.\d\d")
"""Ages, small numbers, and the law's own numbers."""
_PERSON = _set(
    "son daughter child children boy girl kid kids student students brother sister mother father mom dad "
    "nephew niece grandson granddaughter stepson stepdaughter twins patient client name names named called am "
    "i'm im mr mrs ms miss dr principal teacher and &"
)
"""After these a capitalised word is a name, a town's too ("my daughter Sharon")."""
_MONTHS = _set(
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec born"
)


@dataclass(frozen=True)
class Vocabulary:
    """The words of the documents: `plain` ones as they stand within sentences, `names` of places and collaboratives."""

    plain: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, corpus: Corpus) -> "Vocabulary":
        """The vocabulary of a corpus; the names of its directors are not in it."""
        organizations = corpus.directory.organizations
        people = {w.lower() for o in organizations if o.director for w in _WORD.findall(o.director.name)}
        titles = (t for o in organizations for t in (o.name, o.short_name, *o.aliases, *o.former_names))
        gazetteer = corpus.directory.places
        places = (*gazetteer.towns, *gazetteer.localities, *gazetteer.areas)
        texts = (text for p in corpus.passages for text in (p.text, *p.asks))
        return cls(frozenset(_plain(texts)) - people, frozenset(_words((*titles, *places))))


def _plain(texts: Iterable[str]) -> Iterator[str]:
    """The words that stand in small letters somewhere."""
    for text in texts:
        yield from (word for word in _WORD.findall(text) if word.islower())


def _words(texts: Iterable[str]) -> Iterator[str]:
    """All words, in small letters."""
    for text in texts:
        yield from (word.lower() for word in _WORD.findall(text))


def redacted(question: str, vocabulary: Vocabulary) -> str:
    """A question with every name, number and unknown word replaced by a gap.

    A word is left only if the documents use it; a capitalised one within a sentence only if it names a place or a
    collaborative and does not stand where a name is told; a number only if it is short.
    """
    marked = _STREET.sub("@", _TITLE.sub(r"\1", question[:LONGEST]))
    sentences = (_redact(_TOKEN.findall(part), vocabulary) for part in _SENTENCE.split(marked))
    text = re.sub(r"\s+([,.;:!?)])", r"\1", " ".join(word for sentence in sentences for word in sentence))
    return re.sub(rf"{re.escape(GAP)}(?:[\s,.;:()-]*{re.escape(GAP)})+", GAP, text).strip()


def _redact(pieces: list[str], vocabulary: Vocabulary) -> list[str]:
    """The pieces of one sentence, each left or taken out."""
    kept: list[str] = []
    before = ""
    for place, piece in enumerate(pieces):
        after = pieces[place + 1] if place + 1 < len(pieces) else ""
        kept.append(piece if _harmless(piece, before, kept, after, vocabulary) else GAP)
        if piece != ".":
            before = piece.lower()
    return kept


def _harmless(piece: str, before: str, kept: list[str], after: str, vocabulary: Vocabulary) -> bool:
    """Whether a piece names nobody, as far as its neighbours tell."""
    last = kept[-1] if kept else ""
    if not any(c.isalnum() for c in piece):
        return piece != "@"
    if any(c.isdigit() for c in piece):
        neighbours = {before, after.lower()} & _MONTHS
        return bool(_NUMBER.fullmatch(piece)) and last != GAP and not neighbours and not after[:1].isdigit()
    word = piece.lower().replace("’", "'").replace(".", "").removesuffix("'s")
    if word in _FUNCTION or (not kept and word in _OPENING):
        return True
    if not piece[0].isupper():
        return word in vocabulary.plain or word in vocabulary.names
    if kept or after[:1].isupper():
        alone = not after[:1].isupper() or after.lower() in vocabulary.names
        return word in vocabulary.names and alone and before not in _PERSON and last != GAP
    return word in vocabulary.plain


_FUNCTION = _set("i i'm i'd i've iep ieps moec dese bsea fape lre mgl cmr")
"""Words that are never names, however they are written."""
_OPENING = _set(
    "a an and are as at by can could did do does for from has have he her his how if in is it my must no of on "
    "or our please she should so the their there they this to was we were what when where which who why will "
    "with would you"
)
"""Words with which a question may begin."""
