"""The web application: the page at `/`, the API, health checks, and the rules that hold for every request."""

import base64
import hashlib
import logging
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

import uvicorn
from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answer import Answer
from assistant.asked import Removable
from assistant.conversation import Answering
from assistant.interface import AT_ONCE, mount
from assistant.settings import PREFIX, Settings, SettingsError

Say = Callable[[str], None]
LARGEST_BODY = 64 * 1024
_log = logging.getLogger(__name__)
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 40'%3E%3Cg fill='%230d5c63'%3E"
    "%3Ccircle cx='14' cy='15' r='10'/%3E%3Ccircle cx='26' cy='15' r='10'/%3E%3Ccircle cx='20' cy='26' r='10'/%3E"
    "%3C/g%3E%3C/svg%3E"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Of Gradio's routes only those that the page itself calls: upload, file, proxy, monitoring and the rest are closed.
OPEN = re.compile(
    r"/|/api/v1/(?:answer|openapi\.json)|/(?:healthz|readyz|page\.(?:js|css)|robots\.txt|theme\.css)|/(?:assets|static)/.+"
    r"|/gradio_api/(?:queue/(?:join|data)|heartbeat/\w+)/?"
)
_HEAD = (
    f'<link rel="icon" href="{ICON}"><link rel="stylesheet" href="page.css"><script src="page.js" defer></script>'
    '<meta name="description" content="Cited answers about Massachusetts educational collaboratives.">'
)
_FRESH = {"Cache-Control": "no-cache"}
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.S)
_STRANGE = re.compile(r'\s*<(?:meta[^>]*(?:property="og:|name="twitter:)|link rel="manifest"|base )[^>]*>')


class Question(BaseModel):
    """What the API is asked: a question, the earlier questions (oldest first), and parts to leave out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"question": "What is a collaborative?"}})

    question: str = Field(max_length=10_000)
    history: list[str] = Field(default=[], max_length=30)
    without: list[Removable] = Field(default=[], max_length=4)


def create_app(assistant: Answering, settings: Settings) -> FastAPI:
    """The whole application over an assistant."""
    app = FastAPI(
        title="Collaborative Answers", version="1", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json"
    )
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY)
    app.add_middleware(Fence)
    app.add_middleware(Dress)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _failed)
    _add_api(app, assistant)
    _add_health(app, assistant)
    return mount(app, assistant, settings)


def run(settings: Settings, say: Say = print) -> None:
    """Open the assistant and serve until interrupted. Raises SettingsError or CorpusError; `say` tells the address."""
    door = listen(settings)
    # Here and not above: the encoder takes seconds to load, and a wrong address is to be told at once.
    from assistant.engine import open_assistant

    app = create_app(open_assistant(settings, say), settings)
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    say(f"Collaborative Answers is at http://{shown}:{settings.port} (stop with Ctrl+C)")
    config = uvicorn.Config(app, access_log=False, log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[door])


def listen(settings: Settings) -> socket.socket:
    """The socket to serve on. Raises SettingsError when the address is not ours or the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        where = f"{PREFIX}HOST={settings.host!r}, {PREFIX}PORT={settings.port}"
        raise SettingsError(f"{where}: cannot listen there ({error.strerror}). Choose another one.") from error


def _add_api(app: FastAPI, assistant: Answering) -> None:
    """The API: one question in, one answer out."""
    limiter = CapacityLimiter(AT_ONCE)

    @app.post("/api/v1/answer", response_model=Answer, tags=["answer"])
    async def answer(asked: Question) -> Answer:
        """Answer a question from the documents, with citations."""
        work = partial(assistant.answer, asked.question, tuple(asked.history), tuple(asked.without))
        try:
            return await to_thread.run_sync(work, limiter=limiter)
        except Exception as fault:
            _log.error("a question was not answered: %s", type(fault).__name__)
            raise HTTPException(500) from None


def _add_health(app: FastAPI, assistant: Answering) -> None:
    """Health checks, and the page's own style and script."""

    @app.get("/healthz", include_in_schema=False)
    def healthz() -> dict[str, str]:
        """The process runs."""
        return {"status": "ok"}

    @app.get("/readyz", include_in_schema=False)
    def readyz() -> JSONResponse:
        """The index is loaded and answers."""
        try:
            ready = assistant.answer("What is an educational collaborative?").outcome != "declined"
        except Exception:
            ready = False
        return JSONResponse({"status": "ready" if ready else "not ready"}, 200 if ready else 503)

    @app.get("/page.css", include_in_schema=False)
    def style() -> Response:
        """The page's own style sheet."""
        return FileResponse(Path(__file__).parent / "page.css", headers=_FRESH)

    @app.get("/page.js", include_in_schema=False)
    def script() -> Response:
        """The page's own script."""
        return FileResponse(Path(__file__).parent / "page.js", media_type="text/javascript", headers=_FRESH)


# -- errors --------------------------------------------------------------------------------------------------------


def problem(status: int, title: str, detail: str = "") -> JSONResponse:
    """An error as problem details (RFC 9457); it never repeats what was sent."""
    content = {"type": "about:blank", "title": title, "status": status} | ({"detail": detail} if detail else {})
    return JSONResponse(content, status, media_type="application/problem+json")


async def _invalid(request: Request, error: Exception) -> Response:
    """A request that does not fit the schema: which field, and what is wrong with it."""
    assert isinstance(error, RequestValidationError)
    mistakes = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()[:5]]
    return problem(422, "The request is not as documented", "; ".join(mistakes))


async def _failed(request: Request, error: Exception) -> Response:
    """Not found, method not allowed and the like."""
    assert isinstance(error, HTTPException)
    return problem(error.status_code, error.detail)


# -- rules for every request ---------------------------------------------------------------------------------------


class Fence:
    """Closes every path that is not needed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with 404; there are no web sockets here."""
        if scope["type"] == "lifespan" or (scope["type"] == "http" and OPEN.fullmatch(scope["path"])):
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await problem(404, "Not Found")(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


class Dress:
    """Puts security headers on every response; the page gets its own icon and a policy with its scripts' hashes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and dress what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] == "/" and scope["method"] == "GET":
            plain = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
            await self.app({**scope, "headers": plain}, receive, _page_sender(scope, send))
        else:
            await self.app(scope, receive, _sender(scope, send))


def _dressed(scope: Scope, message: Message, hashes: Sequence[str] = ()) -> None:
    """Set the headers of a response in place."""
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers[name] = value
    headers["Content-Security-Policy"] = POLICY.format(hashes="".join(f" '{h}'" for h in hashes))
    if scope.get("scheme") == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if scope["path"].startswith("/assets/"):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif "cache-control" not in headers:
        headers["Cache-Control"] = "no-store"


def _sender(scope: Scope, send: Send) -> Callable[[Message], Awaitable[None]]:
    """Sends a response with the headers set."""

    async def sending(message: Message) -> None:
        """Dress the start, pass on the rest."""
        if message["type"] == "http.response.start":
            _dressed(scope, message)
        await send(message)

    return sending


def _page_sender(scope: Scope, send: Send) -> Callable[[Message], Awaitable[None]]:
    """Collects the page, dresses it, and sends it with the hashes of its inline scripts in the policy."""
    starts: list[Message] = []
    body = bytearray()

    async def sending(message: Message) -> None:
        """Keep the start and the parts until the last one."""
        if message["type"] == "http.response.start":
            starts.append(message)
        if message["type"] != "http.response.body":
            return
        body.extend(message.get("body", b""))
        if message.get("more_body", False):
            return
        page = dress_page(body.decode())
        _dressed(scope, starts[0], script_hashes(page))
        MutableHeaders(scope=starts[0])["Content-Length"] = str(len(page.encode()))
        await send(starts[0])
        await send({"type": "http.response.body", "body": page.encode()})

    return sending


def dress_page(page: str) -> str:
    """Gradio's page without its advertising tags, manifest and base (which breaks `#` links), with our head."""
    return _STRANGE.sub("", page).replace("</head>", f"{_HEAD}</head>", 1)


def script_hashes(page: str) -> list[str]:
    """The CSP hash of each inline script of a page."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(page))
    return [f"sha256-{base64.b64encode(digest).decode()}" for digest in digests]
