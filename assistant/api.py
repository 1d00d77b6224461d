"""The API under /api/v1: answers, search, and the directory's records."""

import logging
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant import streaming
from assistant.answer import Answer, Outcome
from assistant.asked import Removable
from assistant.conversation import Answering
from assistant.feedback import Feedback, Note
from assistant.lookups import Lookups, Missing, Status, Wanted, Wrong
from assistant.measures import Measures
from assistant.problems import MEDIA_TYPE, Problem, Refusal, problem
from assistant.published import Collaboratives, CollaborativeWhole, PassageShown, ProgramList, SearchResults
from assistant.rate import Busy, Desk
from assistant.redaction import Vocabulary, redacted
from assistant.settings import Settings
from corpus.schema import Region

_log = logging.getLogger(__name__)
_PROBLEMS = {
    400: "The body is no text.",
    404: "There is no such record.",
    413: "The body is larger than 64 kB.",
    422: "The request is not as documented.",
    429: "Too many questions; `Retry-After` says when to come back.",
    503: "Too many are waiting, or the answer took too long; `Retry-After` says when to come back.",
}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer: JSON, or events to those who accept `text/event-stream`.",
        "content": {streaming.MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}


class Question(BaseModel):
    """What the API is asked: a question, the earlier questions (oldest first), and parts to leave out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"question": "What is a collaborative?"}})

    question: str = Field(max_length=10_000)
    history: list[str] = Field(default=[], max_length=30)
    without: list[Removable] = Field(default=[], max_length=4)


class Opinion(BaseModel):
    """What a visitor says of an answer: useful or not, its outcome, the passages it cited, and perhaps the question."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"useful": True, "outcome": "answered"}})

    useful: bool
    outcome: Outcome
    passages: list[Annotated[str, Field(max_length=200)]] = Field(default=[], max_length=50)
    question: str = Field("", max_length=10_000, description="Kept only where the owner chose so, and redacted first.")


def add_api(app: FastAPI, assistant: Answering, settings: Settings, measures: Measures, desk: Desk) -> None:
    """The routes of the API over an assistant, whose answers are made at a desk."""
    router = APIRouter(prefix="/api/v1")
    lookups = Lookups(assistant)
    _add_answer(router, assistant, desk, measures)
    if lookups.search:
        _add_search(router, lookups, desk)
    _add_records(router, lookups)
    _add_feedback(router, assistant, settings)
    _add_rest(router)
    app.include_router(router)
    app.add_exception_handler(Missing, _missing)
    app.add_exception_handler(Wrong, _wrong)


def _add_rest(router: APIRouter) -> None:
    """What is left over: without this, a wrong method would go on to the page's own routes."""

    @router.api_route(
        "/{rest:path}", methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False
    )
    def other(request: Request, rest: str) -> None:
        """An open path with a method that it does not have."""
        allowed = "POST" if rest in ("answer", "feedback") else "GET"
        if request.method == allowed:
            raise Refusal(404, "Not Found", "There is nothing at this address.")
        raise Refusal(405, "Method Not Allowed", f"Please use {allowed}.", {"Allow": allowed})


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How errors are documented."""
    schema = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {status: {"description": _PROBLEMS[status], "content": schema} for status in statuses}


def _unavailable(detail: str) -> Refusal:
    """The server cannot answer now, but will soon."""
    return Refusal(503, "Not now", detail, {"Retry-After": "5"})


async def _served(desk: Desk, work: Any) -> Any:
    """The result of some work; trouble becomes problem details that name no question."""
    try:
        return await desk.run(work)
    except Busy:
        raise _unavailable("Many people are asking just now. Please try again in a few seconds.") from None
    except TimeoutError:
        _log.error("a question was not answered: it took too long")
        raise _unavailable("This answer took too long. Please ask again, perhaps in fewer words.") from None
    except Exception as fault:
        _log.error("a question was not answered: %s", type(fault).__name__)
        detail = "Something went wrong on our side, and this question was not answered."
        raise Refusal(500, "Internal Server Error", detail) from None


def _add_answer(router: APIRouter, assistant: Answering, desk: Desk, measures: Measures) -> None:
    """One question in, one answer out: as JSON, or as a stream to those who accept one."""

    def count(answered: Answer) -> None:
        """Count an answer by its outcome."""
        measures.answers.labels(answered.outcome).inc()

    @router.post(
        "/answer", tags=["answer"], response_model=Answer, responses=_problems(400, 413, 422, 429, 503) | _STREAM
    )
    async def answer(asked: Question, request: Request) -> Answer | Response:
        """Answer a question from the documents, with citations. Nothing of it is stored.

        With `Accept: text/event-stream` the answer comes as events: `status`, `text` (pieces of the verified text),
        and `answer` with the same JSON as without; or `problem`.
        """
        work = partial(assistant.answer, asked.question, tuple(asked.history), tuple(asked.without))
        if streaming.MEDIA_TYPE in request.headers.get("accept", ""):
            return await streaming.streamed(_served(desk, work), count)
        answered: Answer = await _served(desk, work)
        count(answered)
        return answered


def _add_search(router: APIRouter, lookups: Lookups, desk: Desk) -> None:
    """Search over the passages."""

    @router.get("/search", tags=["documents"], responses=_problems(422, 429, 503))
    async def search_passages(
        q: Annotated[
            str, Query(min_length=2, max_length=2000, description="Words or a question.", examples=["surplus"])
        ],
        k: Annotated[int, Query(ge=1, le=50, description="How many passages.")] = 10,
    ) -> SearchResults:
        """Find passages, best first."""
        results: SearchResults = await _served(desk, partial(lookups.find, q, k))
        return results


def _add_records(router: APIRouter, lookups: Lookups) -> None:
    """The directory and the passages, by their ids and by the directory's filters."""

    @router.get("/collaboratives", tags=["directory"], responses=_problems(422, 429))
    def collaboratives(region: Region | None = None, status: Status = "active") -> Collaboratives:
        """All collaboratives of today (or those that no longer exist), by name."""
        return lookups.collaboratives(region, status)

    @router.get("/collaboratives/{slug}", tags=["directory"], responses=_problems(404, 422, 429))
    def collaborative(
        slug: Annotated[str, Path(max_length=80, description="From the list.", examples=["labbb"])],
    ) -> CollaborativeWhole:
        """One collaborative with its members and programs."""
        return lookups.collaborative(slug)

    @router.get("/programs", tags=["directory"], responses=_problems(422, 429))
    def programs(asked: Annotated[Wanted, Query()]) -> ProgramList:
        """Programs by filters; for a town those of its own collaboratives, and others within 25 miles."""
        return lookups.programs(asked)

    @router.get("/passages/{id}", tags=["documents"], responses=_problems(404, 422, 429))
    def passage(
        id: Annotated[str, Path(max_length=200, description="From a citation.", examples=["directory-all"])],
    ) -> PassageShown:
        """One passage, as it is cited."""
        return lookups.passage(id)


def _add_feedback(router: APIRouter, assistant: Answering, settings: Settings) -> None:
    """What a visitor says of an answer, where the owner collects it."""
    notes = Feedback(settings.data)
    vocabulary = Vocabulary.of(assistant.corpus) if settings.feedback == "questions" else None

    @router.post("/feedback", tags=["answer"], status_code=204, responses=_problems(400, 404, 413, 422, 429))
    def feedback(said: Opinion) -> Response:
        """Say whether an answer was useful. 404 where the owner does not collect it, which is the default."""
        if settings.feedback == "off":
            raise Missing("Feedback is not collected here.")
        by_id = assistant.corpus.by_id
        known = tuple(dict.fromkeys(id_ for id_ in said.passages if id_ in by_id))
        asked = redacted(said.question, vocabulary) if vocabulary and said.question else None
        notes.add(Note(datetime.now(UTC).date(), said.useful, said.outcome, known, asked))
        return Response(status_code=204)


async def _missing(request: Request, error: Exception) -> Response:
    """A record that does not exist."""
    return problem(404, "Not Found", str(error))


async def _wrong(request: Request, error: Exception) -> Response:
    """A filter with a value that does not exist."""
    return problem(422, "The request is not as documented", f"query.{error}")
