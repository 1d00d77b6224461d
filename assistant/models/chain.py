"""The one chain: a question and its history, the search and the records, the prompt, the model's text in lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Answer
from assistant.asked import Removable
from assistant.engine import Assistant
from assistant.models.brief import Brief, brief
from assistant.models.ladder import Ladder, Usage
from assistant.models.prompts import ANSWER
from assistant.models.redaction import Redaction


@dataclass(frozen=True)
class Request:
    """A question to be answered by the model. `deadline` is in seconds of `time.monotonic`."""

    question: str
    history: tuple[str, ...]
    without: tuple[Removable, ...]
    composed: Answer
    redaction: Redaction
    deadline: float
    usage: Usage


@dataclass(frozen=True)
class Reply:
    """A reply as it comes: the brief that the model has, and its text in pieces."""

    brief: Brief
    pieces: Iterator[str]


def answer_chain(assistant: Assistant, ladder: Ladder) -> Runnable[Request, Reply]:
    """Retrieval, then prompt and model (joined in `Ladder`, which watches over them): a request in, a reply out."""

    def retrieve(request: Request) -> tuple[Request, Brief]:
        """What the composed answer cites and the search found, under keys."""
        found = assistant.found(request.question, request.history, request.without)
        history = [request.redaction.hide(turn) for turn in request.history]
        question = request.redaction.hide(request.question)
        return request, brief(question, history, request.composed, found, assistant.corpus)

    def generate(given: tuple[Request, Brief]) -> Reply:
        """The model's text as it comes."""
        request, made = given
        pieces = ladder.stream(ANSWER, made.values(), request.deadline, request.usage)
        return Reply(made, pieces)

    return RunnableLambda(retrieve) | RunnableLambda(generate)


def lines(pieces: Iterator[str]) -> Iterator[str]:
    """The text of a stream line by line, each as soon as it ends."""
    held = ""
    for piece in pieces:
        *whole, held = (held + piece).split("\n")
        yield from whole
    if held:
        yield held
