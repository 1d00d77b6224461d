"""An assistant with a language model: what the model writes stands only as far as the sources bear it.

The composed answer is always made first. It is what the model is given as a draft, and what is shown when the model
fails, is over its budget, finds no answer, or writes what the sources do not say.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from assistant.answer import Answer
from assistant.asked import Removable
from assistant.engine import Assistant
from assistant.intake import clean
from assistant.models.brief import suspicious
from assistant.models.chain import Request, answer_chain, lines
from assistant.models.checking import Checker, Removed
from assistant.models.failures import ModelFailure
from assistant.models.finishing import REJECTED, finished, noted, translated
from assistant.models.ladder import Ladder, Usage
from assistant.models.languages import language_of
from assistant.models.prompts import REFUSAL
from assistant.models.redaction import Redaction
from assistant.models.support import Supporting
from assistant.models.translation import Translating
from assistant.models.vocabulary import Vocabulary, vocabulary
from assistant.opening import UNAVAILABLE
from corpus.loading import Corpus
from index.search import HybridSearch

Made = Literal["composed", "generated"]
_WRITTEN = ("answered", "partial")
"""Outcomes that the model may put into words; to decline and to ask back needs no model."""


@dataclass(frozen=True)
class Generation:
    """An answer and how it was made.

    `reason` says why it is composed ('' when it is generated, or when the model was not needed); `removed` is what the
    check took out; `reply` is what the model wrote before the check; `language` is the asker's, when not English.
    """

    answer: Answer
    made: Made
    reason: str = ""
    removed: Removed = field(default_factory=Removed)
    usage: Usage = field(default_factory=Usage)
    reply: str = ""
    language: str | None = None


@dataclass(frozen=True)
class Evidencing:
    """What the check of every answer shares: the words of the corpus, and the comparison with sources."""

    words: Vocabulary
    supporting: Supporting

    @classmethod
    def of(cls, assistant: Assistant) -> "Evidencing":
        """For an assistant's corpus and encoder."""
        return cls(vocabulary(assistant.corpus), Supporting(assistant.search.encoder))


class Generating:
    """Answers like the assistant that it wraps; `receiver` is who runs the model, `local` whether it is this machine.

    `seconds` is the longest time for all calls of one answer; `observe` is told how each answer was made.
    """

    def __init__(
        self,
        assistant: Assistant,
        ladder: Ladder,
        receiver: str,
        local: bool,
        seconds: float,
        observe: Callable[[Generation], None] = lambda generation: None,
        evidence: "Evidencing | None" = None,
    ) -> None:
        self.assistant = assistant
        self._ladder = ladder
        self._receiver = receiver
        self._local = local
        self._seconds = seconds
        self._observe = observe
        self._chain = answer_chain(assistant, ladder)
        self._evidence = evidence or Evidencing.of(assistant)

    @property
    def corpus(self) -> Corpus:
        """The documents that it answers from."""
        return self.assistant.corpus

    @property
    def search(self) -> HybridSearch:
        """The search over the passages."""
        return self.assistant.search

    @property
    def today(self) -> Callable[[], date]:
        """Tells the day on which it answers."""
        return self.assistant.today

    def answer(self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = ()) -> Answer:
        """The answer to a question."""
        return self.generate(question, history, without).answer

    def generate(self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = ()) -> Generation:
        """The answer to a question, with how it was made."""
        *_, last = self.stream(question, history, without)
        assert isinstance(last, Generation)
        return last

    def stream(
        self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = ()
    ) -> Iterator[str | Generation]:
        """Checked lines of the answer as they come, and last the whole: only that is final and may differ from them."""
        started = time.perf_counter()
        attempt = _Attempt(self, clean(question), [clean(turn) for turn in history if clean(turn)], tuple(without))
        yield from attempt.run()
        made = attempt.generation
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        made = replace(made, answer=made.answer.model_copy(update={"milliseconds": milliseconds}))
        self._observe(made)
        yield made


class _Attempt:
    """The way of one question through language, search, model and check."""

    def __init__(self, parent: Generating, question: str, history: list[str], without: tuple[Removable, ...]) -> None:
        self._parent = parent
        self._assistant = parent.assistant
        self._words = parent._evidence.words
        self._question = question
        self._history = history[-6:]
        self._without = without
        self._deadline = time.monotonic() + parent._seconds
        self._usage = Usage()
        self._redaction = Redaction(self._words.common, self._words.public, not parent._local)
        self.generation: Generation

    def run(self) -> Iterator[str]:
        """Answer; checked lines come as they stand, except in other languages, where only the whole does."""
        language = self._language()
        failed = self._into_english(language) if language or any(map(self._foreign, self._history)) else ""
        composed = self._assistant.answer(self._question, self._history, self._without)
        if failed:
            self.generation = self._composed(composed, failed, UNAVAILABLE)
            return
        for line in self._written(composed):
            if language is None:
                yield line
        if language:
            self._into(language)

    def _language(self) -> str | None:
        """The language of the question, when it is not English."""
        longest = self._assistant.settings.max_question
        return self._foreign(self._question) if len(self._question) <= longest else None

    def _foreign(self, text: str) -> str | None:
        """The language of a text, when it is not English."""
        return language_of(text, self._words.common | self._words.public)

    def _translating(self) -> Translating:
        """Translates for this answer."""
        encoder = self._assistant.search.encoder
        return Translating(self._parent._ladder, encoder, self._words.common, self._deadline, self._usage)

    def _into_english(self, language: str | None) -> str:
        """Put question and history into English; the kind of failure when that is not possible."""
        turns = [*self._history, self._question]
        code = language or next(filter(None, map(self._foreign, turns)), "es")
        try:
            hidden = [self._redaction.hide(turn) for turn in turns]
            *history, question = self._translating().into_english(hidden, code)
        except ModelFailure as failure:
            return failure.kind
        self._history = [clean(self._redaction.restore(turn)) for turn in history]
        self._question = clean(self._redaction.restore(question))
        return ""

    def _written(self, composed: Answer) -> Iterator[str]:
        """Let the model write, and check each line."""
        if composed.outcome not in _WRITTEN:
            self.generation = self._composed(composed, "")
            return
        if any(suspicious(self._assistant.corpus.by_id[c.passage_id]) for c in composed.citations):
            self.generation = self._composed(composed, "suspicious source")
            return
        try:
            history = tuple(self._history)
            reply = self._parent._chain.invoke(
                Request(self._question, history, self._without, composed, self._redaction, self._deadline, self._usage)
            )
            said = " ".join([*self._history, self._question])
            checker = Checker(
                reply.brief,
                self._parent._evidence.supporting,
                self._words.common,
                self._words.names,
                self._words.hosts,
                said,
            )
            written: list[str] = []
            for line in lines(reply.pieces):
                written.append(line)
                if shown := checker.line(self._redaction.restore(line)):
                    yield shown
        except ModelFailure as failure:
            self.generation = self._composed(composed, failure.kind, UNAVAILABLE)
            return
        self._judge(composed, checker, "\n".join(written))

    def _judge(self, composed: Answer, checker: Checker, reply: str) -> None:
        """The checked reply when it stands; the composed answer when the model refused or wrote too much amiss."""
        if REFUSAL in reply and not checker.kept:
            self.generation = self._composed(composed, "refused to answer")
        elif checker.failed:
            self.generation = replace(
                self._composed(composed, "unsupported", REJECTED), removed=checker.removed, reply=reply
            )
        else:
            answer = finished(checker, composed, self._assistant.corpus, self._parent._receiver)
            self.generation = Generation(answer, "generated", "", checker.removed, self._usage, reply)

    def _composed(self, composed: Answer, reason: str, notice: str = "") -> Generation:
        """The composed answer, with the notice why."""
        return Generation(noted(composed, notice), "composed", reason, usage=self._usage)

    def _into(self, language: str) -> None:
        """Put the answer into the asker's language, as far as that can be done soundly."""
        made = self.generation
        answer = translated(made.answer, language, self._translating(), self._parent._receiver)
        self.generation = replace(made, answer=answer, language=language)
