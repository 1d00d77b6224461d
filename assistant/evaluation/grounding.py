"""Proof of grounding: every quote, mark, number, name and link of an answer stands in what it cites or shows."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import get_args

from assistant.answer import Answer
from assistant.draft import MARK
from assistant.evaluation.distances import measured
from assistant.lexicon import Lexicon, reviewed
from corpus.loading import Corpus
from corpus.passages import Passage, contact_text
from corpus.schema import Category

_NUMBER = re.compile(r"\d{3}-\d{3}-\d{4}|\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*")
_LINK = re.compile(r"https?://[^\s)>\]\"”]+")
_ZIP = re.compile(r"\b\d{5}\b")
_COUNTED = "today ("
"""What the answer of the calendar says of where it begins to count."""
_RADIUS = re.compile(r"within \d+ miles")
_AGES = re.compile(r"\b(?:ages? |takes an? )(\d+)(?: to \d+|-year-old)?\b")
_AGENDA = re.compile(
    r"(?:ixed dates? (?:in|on) [A-Z][A-Za-z ]+(?:\d+, )?\d{4}, counted from )?"
    r"today \([A-Z][a-z]+ \d+, \d{4}\)(?: to [A-Z][a-z]+ \d+, \d{4})?"
)
_COMING = re.compile(r"\*\*[A-Z][a-z]+ \d+, (\d{4})\*\*")
"""The year that an agenda gives to a yearly date; its month and day must stand in the source."""
_SPELLED = {
    **{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8"},
    **{"nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30"},
    **{"forty": "40", "fifty": "50", "sixty": "60", "ninety": "90", "half": "50", "quarter": "25"},
    **{"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "tenth": "10"},
}


class Grounding:
    """Checks answers against one corpus. Reads only."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def exceptions(self, answer: Answer, question: str, history: Sequence[str] = ()) -> list[str]:
        """What in an answer is not grounded, each in a few words; empty when all of it is.

        The evidence is the cited passages and the records shown. A declined answer cites nothing, so what it refers
        people to may stand anywhere in the corpus. What the asker said may be said back.
        """
        said = " ".join([question, *history])
        ways = measured(answer, self.corpus, said)
        evidence = " ".join(
            [self._evidence(answer), *_records(answer), said, *self._zip_towns(said), *ways, *_ages(answer, said)]
        )
        return [
            *self._quotes(answer),
            *_marks(answer),
            *self._links(answer),
            *_numbers(answer, evidence),
            *self._names(answer, evidence),
        ]

    def _zip_towns(self, said: str) -> list[str]:
        """The towns of the ZIP codes that the asker gave: an answer names the town of a code."""
        places = [self.corpus.places.lookup(code) for code in _ZIP.findall(said)]
        return [place.name for place in places if place]

    def _evidence(self, answer: Answer) -> str:
        """The passages that an answer may rest on, limits said in full, and the records of the collaboratives."""
        if answer.outcome == "declined":
            return self._everything
        cited = [self.corpus.by_id[c.passage_id] for c in answer.citations if c.passage_id in self.corpus.by_id]
        limits = [p for p in self.corpus.passages if p.kind == "limits" and p.text in answer.text]
        slugs = {p.organization for p in cited if p.organization} | {p.slug for p in answer.programs}
        return " ".join([*map(_passage_text, cited + limits), *(self._organization(slug) for slug in sorted(slugs))])

    def _organization(self, slug: str) -> str:
        """A collaborative's names, how to reach it, and how many members and programs its record has."""
        org = self.corpus.directory.by_slug.get(slug)
        if org is None:
            return ""
        counts = f"{len(org.members.districts)} {len(org.programs)}"
        return " ".join([org.name, org.short_name, *org.aliases, *org.former_names, counts, contact_text(org)])

    def _quotes(self, answer: Answer) -> Iterator[str]:
        """Quotes that are not exact substrings of their passage."""
        for citation in answer.citations:
            passage = self.corpus.by_id.get(citation.passage_id)
            if passage is None or not citation.quote or citation.quote not in passage.text:
                yield f"quote [{citation.number}] is not in passage {citation.passage_id}"

    def _links(self, answer: Answer) -> Iterator[str]:
        """Links that are not in the corpus."""
        links = {link.rstrip(".,;:") for link in _LINK.findall(answer.text)}
        links |= {citation.url for citation in answer.citations if citation.url}
        links |= {program.website for program in answer.programs if program.website}
        yield from (f"link {link} is not in the corpus" for link in sorted(links - self._known_links))

    def _names(self, answer: Answer, evidence: str) -> Iterator[str]:
        """Names of collaboratives, programs, people and towns that the evidence does not hold."""
        text, lowered = _LINK.sub(" ", answer.text), evidence.lower()
        for name in self._known_names:
            if name in text and name.lower() not in lowered and re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", text):
                yield f"name {name} is in no source"

    @cached_property
    def _everything(self) -> str:
        """All passages as one text."""
        return " ".join(_passage_text(passage) for passage in self.corpus.passages)

    @cached_property
    def _known_links(self) -> frozenset[str]:
        """Every address in the corpus; an address in a passage's text counts too."""
        links = {link.rstrip(".,;:") for link in _LINK.findall(self._everything)}
        links |= {url for passage in self.corpus.passages for url in (passage.url, *passage.sources) if url}
        return frozenset(links | {org.website for org in self.corpus.directory.organizations if org.website})

    @cached_property
    def _known_names(self) -> tuple[str, ...]:
        """Names that an answer must not take from elsewhere: a program's when it is more than a word or a service."""
        names, services = set(self.corpus.places.towns), {*get_args(Category), *Lexicon().part_of}
        for org in self.corpus.directory.organizations:
            names |= {org.name, org.short_name, *org.former_names}
            names |= {p.name for p in org.programs if " " in p.name and p.name.lower() not in services}
            names |= {org.director.name} if org.director else set()
        return tuple(sorted(names))


def numbers(text: str, spelled: bool = False) -> set[str]:
    """The numbers of a text in one form (1,000 as 1000, 05 as 5); `spelled`: also words and the parts of '50.07'."""
    found = {_plain(match) for match in _NUMBER.findall(text)}
    if spelled:
        found |= {_plain(part) for match in _NUMBER.findall(text) if "-" not in match for part in match.split(".")}
        found |= {_SPELLED[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _SPELLED}
    return found


def _plain(number: str) -> str:
    """A number without thousands separators and leading zeros."""
    digits = number.replace(",", "")
    return digits.lstrip("0") or "0" if digits.isdigit() else digits


def _numbers(answer: Answer, evidence: str) -> Iterator[str]:
    """Numbers of the text that the evidence does not hold."""
    text = MARK.sub(" ", _LINK.sub(" ", answer.text))
    yield from (f"number {n} is in no source" for n in sorted(numbers(text) - numbers(evidence, spelled=True)))


def _marks(answer: Answer) -> Iterator[str]:
    """Marks without a source, one number for two sources, and sources of a declined answer."""
    known = [citation.number for citation in answer.citations]
    used = {int(mark) for mark in MARK.findall(answer.text)}
    yield from (f"mark [{n}] has no source" for n in sorted(used - set(known)))
    if len(known) != len(set(known)):
        yield "two sources have the same number"
    if answer.outcome == "declined" and known:
        yield "a declined answer has sources"


def _records(answer: Answer) -> list[str]:
    """The records shown, with distances rounded and how many there are, and what was understood of the question."""
    shown = [str(len(answer.programs))] if answer.programs else []
    for program in answer.programs:
        shown += [str(value) for value in program.model_dump().values() if value is not None]
        if program.miles is not None:
            shown += [str(math.floor(program.miles)), str(math.ceil(program.miles)), f"{program.miles:.1f}"]
    understood = answer.understood
    return [*shown, understood.place or "", *understood.citations, *_said_back(answer)]


def _said_back(answer: Answer) -> list[str]:
    """Numbers that are no claim: how far was looked, and the dates that an agenda is about."""
    found = [match[0] for match in _RADIUS.finditer(answer.text)]
    if _COUNTED in answer.text:
        found += [match[0] for match in _AGENDA.finditer(answer.text)]
        found += [f"{match[1]}" for match in _COMING.finditer(answer.text)]
    return found


def _ages(answer: Answer, said: str) -> list[str]:
    """The ages looked for, which are no claim: as understood, and as each sentence of the asker's gives them."""
    spans = [reviewed().age(part) for part in re.split(r"[.?!]+", said)]
    read = {answer.understood.age, *(span[0] for span in spans if span)}
    return [match[0] for match in _AGES.finditer(answer.text) if int(match[1]) in read]


def _passage_text(passage: Passage) -> str:
    """Everything that a passage says of itself."""
    dates = [f"{due.when} {due.month} {due.day}" for due in passage.due]
    parts = [passage.title, passage.text, passage.label, passage.note, passage.as_of, passage.url]
    return " ".join(filter(None, [*parts, *passage.headings, *passage.citations, *dates]))
