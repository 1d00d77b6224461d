"""The API under /api/v1: answers, search, and the directory's records."""

import logging
from functools import partial
from typing import Annotated, Any, Literal, Protocol, runtime_checkable

from fastapi import APIRouter, FastAPI, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer
from assistant.asked import Removable
from assistant.conversation import Answering
from assistant.listing import Filters, find_place, select
from assistant.measures import Measures
from assistant.problems import MEDIA_TYPE, Problem, Refusal
from assistant.published import (
    Collaboratives,
    CollaborativeWhole,
    PassageShown,
    ProgramList,
    SearchResults,
    collaborative_shown,
    collaborative_whole,
    passage_shown,
)
from assistant.rate import Busy, Desk
from assistant.settings import Settings
from corpus.loading import Corpus
from corpus.schema import Category, Population, Region
from index.search import HybridSearch

_log = logging.getLogger(__name__)
HIDDEN = "limits"
"""The kind of passages that only steer the assistant: they are neither found nor shown."""
_PROBLEMS = {
    404: "There is no such record.",
    413: "The body is larger than 64 kB.",
    422: "The request is not as documented.",
    429: "Too many questions; `Retry-After` says when to come back.",
    503: "Too many are waiting, or the answer took too long; `Retry-After` says when to come back.",
}


class Question(BaseModel):
    """What the API is asked: a question, the earlier questions (oldest first), and parts to leave out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"question": "What is a collaborative?"}})

    question: str = Field(max_length=10_000)
    history: list[str] = Field(default=[], max_length=30)
    without: list[Removable] = Field(default=[], max_length=4)


class Wanted(BaseModel):
    """The directory's filters; what is left out means any."""

    model_config = ConfigDict(extra="forbid")

    collaborative: str = Field("", max_length=80, description="A slug.")
    region: Region | None = None
    category: Category | None = None
    population: Population | None = None
    age: int | None = Field(None, ge=0, le=99, description="In years.")
    town: str = Field("", max_length=80, description="A town, a district or a ZIP code in Massachusetts.")
    limit: int = Field(40, ge=1, le=200)
    offset: int = Field(0, ge=0, le=10_000)

    def filters(self) -> Filters:
        """As the directory knows them."""
        return Filters(
            self.collaborative,
            self.region or "",
            self.category or "",
            self.population or "",
            self.town.strip(),
            self.age,
        )


@runtime_checkable
class Searching(Protocol):
    """An assistant that can also search."""

    @property
    def search(self) -> HybridSearch:
        """The search over the passages."""


def add_api(app: FastAPI, assistant: Answering, settings: Settings, measures: Measures) -> None:
    """The routes of the API over an assistant."""
    desk = Desk(settings.at_once, settings.waiting, settings.answer_seconds)
    router = APIRouter(prefix="/api/v1")
    _add_answer(router, assistant, desk, measures)
    if isinstance(assistant, Searching):
        _add_search(router, assistant.corpus, assistant.search, desk)
    _add_records(router, assistant.corpus)
    _add_rest(router)
    app.include_router(router)


def _add_rest(router: APIRouter) -> None:
    """What is left over: without this, a wrong method would go on to the page's own routes."""

    @router.api_route(
        "/{rest:path}", methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False
    )
    def other(request: Request, rest: str) -> None:
        """An open path with a method that it does not have."""
        allowed = "POST" if rest == "answer" else "GET"
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
    """One question in, one answer out."""

    @router.post("/answer", tags=["answer"], responses=_problems(413, 422, 429, 503))
    async def answer(asked: Question) -> Answer:
        """Answer a question from the documents, with citations. Nothing of it is stored."""
        work = partial(assistant.answer, asked.question, tuple(asked.history), tuple(asked.without))
        answered: Answer = await _served(desk, work)
        measures.answers.labels(answered.outcome).inc()
        return answered


def _add_search(router: APIRouter, corpus: Corpus, search: HybridSearch, desk: Desk) -> None:
    """Search over the passages."""

    def find(text: str, k: int) -> SearchResults:
        """The best passages that may be shown."""
        hits = search.search(text, k + 10)
        found = [(corpus.passages[hit.position], min(1.0, max(0.0, hit.score))) for hit in hits]
        return SearchResults(results=tuple(passage_shown(p, round(s, 4)) for p, s in found if p.kind != HIDDEN)[:k])

    @router.get("/search", tags=["documents"], responses=_problems(422, 429, 503))
    async def search_passages(
        q: Annotated[
            str, Query(min_length=2, max_length=2000, description="Words or a question.", examples=["surplus"])
        ],
        k: Annotated[int, Query(ge=1, le=50, description="How many passages.")] = 10,
    ) -> SearchResults:
        """Find passages, best first."""
        results: SearchResults = await _served(desk, partial(find, q, k))
        return results


def _add_records(router: APIRouter, corpus: Corpus) -> None:
    """The directory and the passages, by their ids and by the directory's filters."""
    directory = corpus.directory

    @router.get("/collaboratives", tags=["directory"], responses=_problems(422, 429))
    def collaboratives(
        region: Region | None = None, status: Literal["active", "dissolved"] = "active"
    ) -> Collaboratives:
        """All collaboratives of today (or those that no longer exist), by name."""
        chosen = [o for o in directory.organizations if o.status == status and region in (None, o.region)]
        return Collaboratives(
            collaboratives=tuple(collaborative_shown(o) for o in sorted(chosen, key=lambda o: o.name))
        )

    @router.get("/collaboratives/{slug}", tags=["directory"], responses=_problems(404, 422, 429))
    def collaborative(
        slug: Annotated[str, Path(max_length=80, description="From the list.", examples=["labbb"])],
    ) -> CollaborativeWhole:
        """One collaborative with its members and programs."""
        if slug not in directory.by_slug:
            raise Refusal(
                404, "Not Found", "There is no collaborative with this slug; /api/v1/collaboratives lists them."
            )
        return collaborative_whole(directory, directory.by_slug[slug])

    @router.get("/programs", tags=["directory"], responses=_problems(422, 429))
    def programs(asked: Annotated[Wanted, Query()]) -> ProgramList:
        """Programs by filters; for a town those of its own collaboratives, and others within 25 miles."""
        if asked.collaborative and asked.collaborative not in directory.by_slug:
            raise Refusal(422, "The request is not as documented", "query.collaborative: there is no such slug")
        if asked.town and not getattr(find_place(directory, asked.town), "towns", ()):
            raise Refusal(422, "The request is not as documented", "query.town: no such place in Massachusetts")
        listing = select(directory, asked.filters())
        shown = listing.programs[asked.offset : asked.offset + asked.limit]
        return ProgramList(total=len(listing.programs), ageless=listing.ageless, programs=shown)

    @router.get("/passages/{id}", tags=["documents"], responses=_problems(404, 422, 429))
    def passage(
        id: Annotated[str, Path(max_length=200, description="From a citation.", examples=["directory-all"])],
    ) -> PassageShown:
        """One passage, as it is cited."""
        found = corpus.by_id.get(id)
        if found is None or found.kind == HIDDEN:
            raise Refusal(404, "Not Found", "There is no passage with this id.")
        return passage_shown(found)
