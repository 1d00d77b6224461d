"""Errors as problem details (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """Problem details: `title` says what kind of error it is, `detail` what to do about it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None


def problem(status: int, title: str, detail: str = "", headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error as problem details; it never repeats what was sent."""
    content = Problem(title=title, status=status, detail=detail or None).model_dump(exclude_none=True)
    return JSONResponse(content, status, headers, media_type=MEDIA_TYPE)


async def invalid(request: Request, error: Exception) -> Response:
    """A request that does not fit the schema: which field, and what is wrong with it."""
    assert isinstance(error, RequestValidationError)
    mistakes = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()[:5]]
    return problem(422, "The request is not as documented", "; ".join(mistakes))


async def failed(request: Request, error: Exception) -> Response:
    """Not found, method not allowed and the like; an error that the API raises itself brings its own details."""
    assert isinstance(error, HTTPException)
    if isinstance(error, Refusal):
        return problem(error.status_code, error.title, error.detail, error.headers)
    return problem(error.status_code, error.detail, headers=error.headers)


class Refusal(HTTPException):
    """A request that the API does not fulfil, with title, detail and headers."""

    def __init__(self, status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, detail, headers)
        self.title = title

    def details(self) -> dict[str, Any]:
        """As problem details."""
        shown = Problem(title=self.title, status=self.status_code, detail=self.detail or None)
        return shown.model_dump(exclude_none=True)


class LargeBodies:
    """Answers in problem details where Starlette's body limit answers in plain text."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and replace that one answer."""
        replaced = False

        async def sending(message: Message) -> None:
            """Pass a message on, unless it belongs to the answer that was replaced."""
            nonlocal replaced
            if message["type"] == "http.response.start" and message["status"] == 413:
                replaced = True
                answer = problem(413, "Content Too Large", "Please send at most 64 kB.", {"Connection": "close"})
                await answer(scope, receive, send)
            elif not replaced:
                await send(message)

        await self.app(scope, receive, sending)
