"""Proof of grounding: every quote, mark, number, name and link of an answer stands in what it cites or shows."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.answer import Answer
from assistant.draft import MARK
from corpus.loading import Corpus

_NUMBER = re.compile(r"\d{3}-\d{3}-\d{4}|\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*")
_LINK = re.compile(r"https?://[^\s)>\]\"”]+")
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_SPELLED = {word: str(n) for words in (_WORDS, _ORDINALS) for n, word in enumerate(words)} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "ninety": "90",
}


def exceptions(answer: Answer, corpus: Corpus, question: str, history: Sequence[str] = ()) -> list[str]:
    """What in an answer is not grounded, each in a few words; empty when all of it is.

    An answer's evidence is its cited passages and the records it shows; a declined answer cites nothing, so what it
    refers people to may stand anywhere in the corpus. What the asker said may be said back.
    """
    cited = [corpus.by_id[c.passage_id] for c in answer.citations if c.passage_id in corpus.by_id]
    evidence = _everything(corpus) if answer.outcome == "declined" else " ".join(map(_passage_text, cited))
    evidence = " ".join([evidence, *_records(answer), question, *history])
    text = _LINK.sub(" ", answer.text)
    return [
        *_quotes(answer, corpus),
        *_marks(answer),
        *_links(answer, corpus, evidence),
        *(f"number {n} is in no source" for n in sorted(numbers(MARK.sub("", text)) - numbers(evidence, spelled=True))),
        *_names(text, evidence, corpus),
    ]


def numbers(text: str, spelled: bool = False) -> set[str]:
    """The numbers of a text in one form (1,000 as 1000; 05 as 5); on wish also those written in words."""
    found = set()
    for match in _NUMBER.findall(text):
        plain = match.replace(",", "")
        found.add(plain.lstrip("0") or "0" if plain.isdigit() else plain)
        if "-" in match:
            continue
        if spelled and "." in plain:
            found.update(part.lstrip("0") or "0" for part in plain.split("."))
    if spelled:
        found |= {_SPELLED[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _SPELLED}
    return found


def _quotes(answer: Answer, corpus: Corpus) -> Iterable[str]:
    """Quotes that are not exact substrings of their passage."""
    for citation in answer.citations:
        passage = corpus.by_id.get(citation.passage_id)
        if passage is None or not citation.quote or citation.quote not in passage.text:
            yield f"quote [{citation.number}] is not in passage {citation.passage_id}"


def _marks(answer: Answer) -> Iterable[str]:
    """Marks without a source, and numbers given to two sources."""
    known = [citation.number for citation in answer.citations]
    yield from (f"mark [{n}] has no source" for n in sorted({int(m) for m in MARK.findall(answer.text)} - set(known)))
    if len(known) != len(set(known)):
        yield "two sources have the same number"
    if answer.outcome == "declined" and known:
        yield "a declined answer has sources"


def _links(answer: Answer, corpus: Corpus, evidence: str) -> Iterable[str]:
    """Links that are not in the corpus."""
    links = {link.rstrip(".,;:") for link in _LINK.findall(answer.text)}
    links |= {citation.url for citation in answer.citations if citation.url}
    links |= {program.website for program in answer.programs if program.website}
    known = _corpus_links(corpus)
    yield from (f"link {link} is not in the corpus" for link in sorted(links) if link not in known)


def _names(text: str, evidence: str, corpus: Corpus) -> Iterable[str]:
    """Names of collaboratives, programs and people of the corpus that the evidence does not hold."""
    lowered = evidence.lower()
    for name in _corpus_names(corpus):
        if name.lower() not in lowered and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            yield f"name {name} is in no source"


def _records(answer: Answer) -> list[str]:
    """The records shown, as text: every field, distances rounded, and how many there are."""
    shown = [str(len(answer.programs))] if answer.programs else []
    for program in answer.programs:
        shown += [str(value) for value in program.model_dump().values() if value is not None]
        if program.miles is not None:
            shown += [f"{program.miles:.0f}", f"{program.miles:.1f}"]
    understood = answer.understood
    return [*shown, str(understood.age or ""), understood.place or "", *understood.citations]


def _passage_text(passage: object) -> str:
    """Everything that a passage says of itself."""
    parts: list[str] = []
    for value in vars(passage).values():
        parts += [str(item) for item in value] if isinstance(value, tuple) else [str(value)]
    return " ".join(parts)


@lru_cache(maxsize=4)
def _everything_of(key: int, corpus_ref: "_Ref") -> str:
    """All passages as one text."""
    return " ".join(_passage_text(passage) for passage in corpus_ref.corpus.passages)
