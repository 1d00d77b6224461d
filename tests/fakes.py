"""Test doubles: an assistant that answers at once from a few real passages, and remembers what it was asked."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from assistant.answer import Answer, Citation, ProgramShown, Understood
from assistant.asked import Removable
from assistant.records import shown_organization, shown_program
from assistant.settings import Settings
from corpus.loading import Corpus, load_corpus
from corpus.passages import Passage

RULE = "reg-50-06-2-b-board-members-barred-from-these"
UNCONFIRMED = "statute-c-c-board-no-pay"
PROGRAMS = ("labbb-lexington-high", "labbb-lexington-vocational", "labbb-career-directions")
SUGGESTIONS = ("Are board members paid?", "Where near Lexington is there job training?")


@cache
def real_corpus() -> Corpus:
    """The corpus of this project, read once."""
    return load_corpus()


def settings() -> Settings:
    """Settings as they are by default, without this machine's `.env`."""
    return Settings(_env_file=None)  # type: ignore[call-arg]


@dataclass
class FakeAssistant:
    """Answers where-questions with programs, questions on the board with a rule, and declines the rest."""

    corpus: Corpus = field(default_factory=real_corpus)
    asked: list[tuple[str, tuple[str, ...], tuple[Removable, ...]]] = field(default_factory=list)

    def answer(self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = ()) -> Answer:
        """A canned answer of the kind that the question's words call for. Raises ValueError for 'break'."""
        self.asked.append((question, tuple(history), tuple(without)))
        words = question.lower()
        if "break" in words:
            raise ValueError(question)
        if "where" in words or "job training" in words:
            return self.where(without)
        if "board" in words or "collaborative" in words:
            return self.rule()
        return Answer(
            outcome="declined",
            text="Our documents do not answer that. Try MOEC (https://moecnet.org).",
            understood=Understood(intent="question"),
            suggestions=SUGGESTIONS[:1],
        )

    def rule(self) -> Answer:
        """Two statements with their sources, one of them not confirmed."""
        rule, pay = self.corpus.by_id[RULE], self.corpus.by_id[UNCONFIRMED]
        return Answer(
            outcome="answered",
            text=f"**No.** {rule.text} [1]\n\n{pay.text} [2]",
            citations=(cite(1, rule), cite(2, pay)),
            understood=Understood(intent="question"),
            suggestions=SUGGESTIONS,
            notices=("Not confirmed in an official source: [2]. Check before you rely on it.",),
        )

    def where(self, without: Sequence[Removable] = ()) -> Answer:
        """Three programs and a collaborative near Lexington, with what was understood."""
        shown = [self.program(number, id_) for number, id_ in enumerate(PROGRAMS, 1)]
        lines = [f"- **{p.name}** ({p.collaborative}). Phone 781-555-0100. [{p.number}]" for p in shown]
        return Answer(
            outcome="partial",
            text="Programs near Lexington, best fit first.\n\n" + "\n".join(lines),
            citations=tuple(cite(number, self.corpus.by_id[id_]) for number, id_ in enumerate(PROGRAMS, 1)),
            programs=(*shown, shown_organization(self.corpus.directory, self.corpus.directory.by_slug["seem"], None)),
            understood=Understood(
                intent="where",
                place=None if "place" in without else "Lexington",
                services=() if "services" in without else ("vocational and transition",),
                populations=() if "populations" in without else ("autism",),
                age=None if "age" in without else 16,
            ),
        )

    def program(self, number: int, id_: str) -> ProgramShown:
        """A program's record as an answer shows it."""
        offer = self.corpus.directory.by_program[id_]
        shown = shown_program(self.corpus.directory, offer, None, None)
        return shown.model_copy(update={"number": number, "member": True, "miles": 3.0 * number})


def cite(number: int, passage: Passage) -> Citation:
    """A passage as a numbered source."""
    return Citation(
        number=number,
        title=passage.title,
        citation=passage.label,
        url=passage.url,
        quote=passage.text,
        passage_id=passage.id,
        as_of=passage.as_of or "2024-05-31",
        verified=passage.verified and passage.pin_confirmed,
    )


class HashEncoder(Embeddings):
    """A vector for each text from the words in it: quick, and near for texts that share words."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(x) for x in np.sum([_word_vector(word) for word in text.lower().split()], axis=0)]


@cache
def _word_vector(word: str) -> NDArray[np.float64]:
    """A vector that a word always gets."""
    return np.random.default_rng(zlib.crc32(word.encode())).normal(size=64)
