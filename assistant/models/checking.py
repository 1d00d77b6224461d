"""The check before display: each line that the model writes, sentence by sentence, against the sources it names."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.draft import Draft, sentences
from assistant.models.brief import Brief, Source
from assistant.models.claims import Evidence, host_of, links, unsupported
from assistant.models.hostile import instructs
from assistant.models.leaks import Leaks
from assistant.models.prompts import REFUSAL
from assistant.models.support import ON_TOPIC, Support, Supporting
from corpus.passages import Passage

LONGEST = 260
"""Words after which no more is taken from a reply."""
_BRACKETS = re.compile(r"\[([^\[\]]*)\](?:\([^()\s]*\))?")
_LINKED = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*)\)")
_LATE = re.compile(r"([.!?]['”\"]?)\s*((?:\[[^\[\]]*\]\s*)+)")
_MARKUP = re.compile(r"<[^<>]*>|`+|^#+\s*|^>+\s*|\|", re.M)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")


@dataclass
class Removed:
    """What was taken out of a reply: unknown keys, sentences dropped, and sentences replaced by the quoted passage."""

    keys: int = 0
    dropped: int = 0
    replaced: int = 0

    @property
    def sentences(self) -> int:
        """Sentences that did not stand."""
        return self.dropped + self.replaced


@dataclass(frozen=True)
class Sentence:
    """A sentence of a reply as it was written, its sources, and whether it named them itself."""

    text: str
    sources: tuple[Source, ...]


@dataclass
class Checker:
    """Takes a reply line by line and gives back what stands; `draft` collects the sources that are cited.

    `known` are the corpus' common words, which are no names; `names` are names that a text must not take from
    elsewhere; `hosts` are the websites of the curated corpus, the only ones that are shown; `said` is what the asker
    said.
    """

    brief: Brief
    supporting: Supporting
    known: Collection[str]
    names: Sequence[str]
    hosts: Collection[str]
    said: str = ""
    draft: Draft = field(default_factory=Draft)
    removed: Removed = field(default_factory=Removed)
    kept: int = 0
    reasons: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._leaks = Leaks(self.brief)
        self._quoted: set[str] = set()
        self.lines: list[str] = []

    @property
    def failed(self) -> bool:
        """Whether the reply as a whole is not shown: nothing stands, or too little beside what did not."""
        return self.kept == 0 or self.removed.dropped > self.kept or self.removed.sentences > 2 * self.kept

    @property
    def text(self) -> str:
        """What stands, as Markdown."""
        text = "\n".join(self.lines)
        return re.sub(r"\n{3,}", "\n\n", text).strip()

    def line(self, line: str) -> str:
        """What stands of a line, with marks; an empty text when nothing does."""
        if not line.strip():
            self.lines.append("")
            return ""
        bullet = "- " if _BULLET.match(line) else ""
        plain = _MARKUP.sub(" ", _LINKED.sub(_unlinked, _BULLET.sub("", line)))
        shown = joined(list(self._standing(self._read(plain))))
        if not shown or sum(len(kept.split()) for kept in self.lines) > LONGEST:
            return ""
        self.lines.append(f"{bullet}{shown}")
        return self.lines[-1]

    def _read(self, line: str) -> list[Sentence]:
        """The sentences of a line; one without a key rests on the next one's sources, else on the one's before it."""
        text = _LATE.sub(lambda m: f" {m[2].strip()}{m[1]} ", line).strip()
        found = [(self._plain(s), self._sources(s)) for s in sentences(text)]
        read: list[Sentence] = []
        for i, (sentence, sources) in enumerate(found):
            near = [s for _, s in found[i:] if s][:1] or [s for _, s in reversed(found[:i]) if s][:1]
            if re.search(r"\w", sentence):
                read.append(Sentence(sentence, sources or (near[0] if near else ())))
        return read

    def _sources(self, sentence: str) -> tuple[Source, ...]:
        """The sources whose keys a sentence names; unknown keys are counted."""
        named = [key for inside in _BRACKETS.findall(sentence) for key in re.split(r"[\s,;]+", inside) if key]
        known = [self.brief.by_key[key] for key in dict.fromkeys(named) if key in self.brief.by_key]
        self.removed.keys += sum(key not in self.brief.by_key for key in named)
        return tuple(known)

    @staticmethod
    def _plain(sentence: str) -> str:
        """A sentence without keys, with its stop where it belongs."""
        text = " ".join(_BRACKETS.sub(" ", sentence).split())
        return re.sub(r"\s+([.,;:!?])", r"\1", text)

    def _standing(self, read: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
        """Each sentence that stands with its marks, or the quoted passage in its place."""
        for sentence in read:
            text, marks = self._shown(sentence)
            if text:
                yield text, marks

    def _shown(self, sentence: Sentence) -> tuple[str, str]:
        """A sentence with its marks, the passage's own sentence instead, or nothing."""
        if not sentence.sources:
            return self._unmarked(sentence.text)
        found = {source: self.supporting.support(_words(sentence.text), source) for source in sentence.sources}
        if not (reason := self._fault(sentence, found)):
            self.kept += 1
            marks = "".join(self.draft.cite(s.passage, s.passage.text) for s, f in found.items() if f.holds)
            return sentence.text, marks
        self.reasons.append(reason)
        return self._instead(found) if reason != "leak" else self._drop()

    def _fault(self, sentence: Sentence, found: dict[Source, Support]) -> str:
        """Why a sentence does not stand, in a word; an empty text when it does."""
        if self._leaks.found(sentence.text) or REFUSAL in sentence.text:
            return "leak"
        evidence = Evidence(" ".join(evidence_of(source) for source in sentence.sources), self.said)
        if facts := unsupported(sentence.text, evidence, self.known):
            return facts[0].kind
        if self._foreign(sentence.text):
            return "link"
        if any(name in sentence.text and name.lower() not in evidence.lowered for name in self.names):
            return "name"
        if not any(support.holds for support in found.values()):
            return "support" if all(s.agrees for s in found.values()) else "sense"
        return ""

    def _foreign(self, text: str) -> bool:
        """Whether a text has an address of a host that the curated documents do not name."""
        return any(host_of(link) not in self.hosts for link in links(text))

    def _instead(self, found: dict[Source, Support]) -> tuple[str, str]:
        """The nearest sentence of a named source on the same topic, word for word and once; else nothing."""
        source = max(found, key=lambda s: found[s].cosine)
        quote = found[source].nearest
        said = quote in self._quoted or any(quote in line for line in self.lines)
        if found[source].cosine < ON_TOPIC or said or self._foreign(quote) or instructs(quote):
            return self._drop()
        self._quoted.add(quote)
        self.removed.replaced += 1
        return quote, self.draft.cite(source.passage, source.passage.text)

    def _drop(self) -> tuple[str, str]:
        """Nothing, and it is counted."""
        self.removed.dropped += 1
        return "", ""

    def _unmarked(self, text: str) -> tuple[str, str]:
        """A sentence without a source stands only if the composed answer says it so, without a source too."""
        if _words(text).lower() in _words(self.brief.composed.text).lower() and not self._leaks.found(text):
            return text, ""
        self.reasons.append("no source")
        return self._drop()


def joined(standing: Sequence[tuple[str, str]]) -> str:
    """Sentences in a row with their marks; those that rest on the same sources share the mark after the last one."""
    shown = ""
    for i, (text, marks) in enumerate(standing):
        same = i + 1 < len(standing) and standing[i + 1][1] == marks
        shown += f" {text}" + (f" {marks}" if marks and not same else "")
    return shown.strip()


def evidence_of(source: Source) -> str:
    """Everything that a source says of itself: text, records, title, citations, notes, dates, address."""
    passage: Passage = source.passage
    due = [f"{d.when} {d.month} {d.day}" for d in passage.due]
    parts = [source.text, passage.title, passage.label, passage.note, passage.as_of, passage.url]
    return " ".join(filter(None, [*parts, *passage.headings, *passage.citations, *due]))


def _unlinked(match: re.Match[str]) -> str:
    """A Markdown link as its text and its address, which must then stand in a source."""
    return f"{match[1]} {match[2]}"


def _words(text: str) -> str:
    """A text without emphasis."""
    return text.replace("**", "").replace("*", "").replace("_", " ")
