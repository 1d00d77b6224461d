"""An answer in the making: paragraphs with numbered marks, and the sources that the marks stand for."""

import re
from dataclasses import dataclass, field

from assistant.answer import Answer, Citation, Outcome, ProgramShown, Understood
from assistant.plainly import opened
from assistant.signals import Beside, Signals
from corpus.passages import Passage

MARK = re.compile(r"\[(\d{1,2})\]")
_SENTENCE_END = re.compile(r"(?<=[.?!])[”\"']?\s+(?=[A-Z\"“(])")
_ABBREVIATION = re.compile(r"(?:\b(?:c|St|No|Mr|Ms|Dr|U\.S|M\.G\.L|G\.L|vs|e\.g|i\.e|Mass|Inc|ch|sec|[A-Z]))\.$")


@dataclass(frozen=True)
class Before:
    """A turn before: its question, the programs (ids) that its answer showed, whether it is the one just before.

    `said` is the message that asks after it.
    """

    question: str
    programs: tuple[str, ...]
    last: bool = True
    said: str = ""


@dataclass
class Draft:
    """Collects what an answer says. `outcome` starts as answered; parts of it may lower it to partial.

    `refused` is whether the part of the message just before was one that is not answered here, `student` whether it is
    a student who asks, `ruled` whether what is nearest to the last part are rules for those who run collaboratives,
    `weighed` is what spoke for each passage that might have been said beside the first one; `before` is the turn before
    where the message points at it; `led` is the id of the passage that the last part was answered with.
    """

    outcome: Outcome = "answered"
    paragraphs: list[str] = field(default_factory=list)
    programs: list[ProgramShown] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    declines: list[str] = field(default_factory=list)
    cited: list[tuple[Passage, str]] = field(default_factory=list)
    signals: Signals | None = None
    refused: bool = False
    student: bool = False
    ruled: bool = False
    weighed: dict[str, Beside] = field(default_factory=dict)
    before: Before | None = None
    led: str = ""

    def cite(self, passage: Passage, quote: str | None = None) -> str:
        """The mark of a passage, e.g. '[2]'; the same passage keeps its number. `quote` is what of it to show."""
        for number, (known, _) in enumerate(self.cited, 1):
            if known.id == passage.id:
                return f"[{number}]"
        self.cited.append((passage, quote or passage.text))
        return f"[{len(self.cited)}]"

    def say(self, text: str) -> None:
        """Add a paragraph."""
        self.paragraphs.append(text)

    def say_whole(self, passage: Passage, answer: str | None = None) -> None:
        """Add a passage in full, after a plain `answer`; where an earlier part gave some of it, it is made whole."""
        mark, bare = self.cite(passage), opened(passage.text, None)
        first = sentences(bare)[0]
        self.cited = [(known, known.text if known.id == passage.id else quote) for known, quote in self.cited]
        for number, paragraph in enumerate(self.paragraphs):
            if paragraph.lower().endswith(f"{bare} {mark}".lower()):
                return
            if paragraph.lower().endswith(f"{first} {mark}".lower()):
                self.paragraphs[number] = f"{paragraph.removesuffix(f' {mark}')}{bare[len(first) :]} {mark}"
                return
        self.say(f"{opened(passage.text, answer)} {mark}")

    def has(self, passage: Passage) -> bool:
        """Whether a passage is cited already."""
        return any(known.id == passage.id for known, _ in self.cited)

    @property
    def words(self) -> int:
        """How many words it says so far."""
        return sum(len(p.split()) for p in self.paragraphs)

    def taken(self) -> Signals | None:
        """The signals that the last part was judged by, taken off; None when it was decided otherwise."""
        found, self.signals = self.signals, None
        return found

    def finish(self, understood: Understood) -> Answer:
        """The answer, with a notice for sources that are restated or not confirmed; marks count up as one reads."""
        self._renumber()
        citations = tuple(
            Citation(
                number=number,
                title=passage.title,
                citation=passage.label,
                url=passage.url,
                quote=quote,
                passage_id=passage.id,
                as_of=passage.as_of,
                verified=passage.verified and passage.pin_confirmed,
            )
            for number, (passage, quote) in enumerate(self.cited, 1)
        )
        return Answer(
            outcome=self.outcome,
            text="\n\n".join(self.paragraphs),
            citations=citations,
            programs=tuple(self.programs),
            understood=understood,
            suggestions=tuple(dict.fromkeys(self.suggestions))[:3],
            notices=tuple(dict.fromkeys([*self.notices, *self._cautions()])),
        )

    def _renumber(self) -> None:
        """Number the sources in the order in which the text comes to them; those that it does not mark go last."""
        text = "\n".join(self.paragraphs)
        met = dict.fromkeys(int(n) for n in MARK.findall(text) if 0 < int(n) <= len(self.cited))
        order = list(dict.fromkeys([*met, *range(1, len(self.cited) + 1)]))
        new = {str(old): number for number, old in enumerate(order, 1)}
        self.cited = [self.cited[old - 1] for old in order]
        self.paragraphs = [MARK.sub(lambda m: f"[{new.get(m[1], m[1])}]", said) for said in self.paragraphs]
        self.programs = [p.model_copy(update={"number": new.get(str(p.number))}) for p in self.programs]

    def _cautions(self) -> list[str]:
        """Notices that the cited passages call for."""
        passages = [passage for passage, _ in self.cited]
        notices = []
        if self.student and any("your child" in said.lower() for said in self.paragraphs):
            notices.append(
                "This is written to parents; where it says “your child”, that is you. Until you turn 18, the consent "
                "and the rights that it names are your parent's."
            )
        notices += [f"[{n}] {p.note}" for n, p in enumerate(passages, 1) if p.note and p.kind != "program"][:2]
        if any(not p.verified for p in passages):
            marks = " ".join(f"[{n}]" for n, p in enumerate(passages, 1) if not p.verified)
            notices.append(f"Not confirmed in an official source: {marks}. Check before you rely on it.")
        if any(p.restatement for p in passages):
            notices.append("A plain-language restatement, not legal advice; the linked official text decides.")
        return notices


def sentences(text: str) -> list[str]:
    """The sentences of a text; legal abbreviations do not end one."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return [s for s in (f.strip() for f in found) if s]
