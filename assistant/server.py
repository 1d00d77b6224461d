"""The web application: the page at `/`, the API, health checks, and the rules that hold for every request."""

import atexit
import base64
import hashlib
import importlib.util
import re
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant import workers
from assistant.api import add_api
from assistant.conversation import Answering
from assistant.deadlines import FILE
from assistant.embed import add_embed
from assistant.export import export
from assistant.feedback import Feedback
from assistant.freeing import give_back
from assistant.measures import MEDIA_TYPE, Measures, Meter
from assistant.privacy import add_privacy
from assistant.problems import LargeBodies, failed, invalid, problem
from assistant.rate import Desk, Rate
from assistant.security import own_headers
from assistant.settings import PREFIX, Settings, SettingsError
from assistant.starting import Starting

Say = Callable[[str], None]
LARGEST_BODY = 64 * 1024
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
    r"/|/api/openapi\.json|/api/v1/(?:answer|feedback|search|collaboratives(?:/[^/]+)?|programs|passages/[^/]+)"
    r"|/(?:embed(?:\.css|\.js)?|widget\.js|metrics|healthz|readyz|privacy|page\.(?:js|css)|calendar\.ics|robots\.txt|theme\.css)"
    r"|/(?:assets|static)/.+|/gradio_api/(?:queue/(?:join|data)|heartbeat/\w+)/?"
)
_HEAD = (
    f'<link rel="icon" href="{ICON}"><link rel="stylesheet" href="page.css"><script src="page.js" defer></script>'
    '<meta name="description" content="Cited answers about Massachusetts educational collaboratives.">'
)
_FRESH = {"Cache-Control": "no-cache"}
_BACKLOG = 2048
"""Connections that may wait to be taken; with fewer a crowd is turned away without a word."""
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.S)
_STRANGE = re.compile(r'\s*<(?:meta[^>]*(?:property="og:|name="twitter:)|link rel="manifest"|base )[^>]*>')


def create_app(
    assistant: Answering, settings: Settings, measures: Measures | None = None, page_later: bool = False
) -> FastAPI:
    """The whole application over an assistant; with `page_later` the page is loaded once the server runs."""
    measures = measures or Measures()
    desk = Desk(settings.at_once, settings.waiting, settings.answer_seconds)
    page = Starting(partial(_page, assistant, settings, desk)) if settings.interface else None
    app = FastAPI(
        title="Collaborative Answers",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=page.lifespan if page else None,
    )
    app.add_middleware(Rate, settings.rate_per_address, settings.rate_total, settings.rate_storage)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
        expose_headers=["Retry-After"],
    )
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY)
    app.add_middleware(LargeBodies)
    app.add_middleware(Fence)
    app.add_middleware(Dress, settings.origins)
    app.add_middleware(Meter, measures)
    if settings.proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.proxies))
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, failed)
    add_api(app, assistant, settings, measures, desk)
    add_embed(app, settings)
    add_privacy(app, settings)
    _add_calendar(app, assistant)
    _add_health(app, assistant, measures)
    if page is None:
        return _without_page(app)
    if not page_later:
        page.load()
    app.mount("/", page)
    return app


def _page(assistant: Answering, settings: Settings, desk: Desk) -> FastAPI:
    """The page as an application of its own; only here Gradio is loaded, which takes seconds and memory."""
    from assistant.interface import mount
    from assistant.quiet import hush_gradio

    hush_gradio()
    page = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # Which websites may call is decided outside; without this Gradio would let in any.
    page.add_middleware(CORSMiddleware)
    mounted = mount(page, assistant, settings, desk)
    give_back()
    return mounted


def _without_page(app: FastAPI) -> FastAPI:
    """The application without the page: its address leads to the small chat page of the widget."""

    @app.get("/", include_in_schema=False)
    def home() -> RedirectResponse:
        """The small chat page."""
        return RedirectResponse("/embed", status_code=307)

    return app


def run(settings: Settings, say: Say = print) -> None:
    """Open the assistant and serve until interrupted. Raises SettingsError or CorpusError; `say` tells the address."""
    workers.check(settings)
    _check_page(settings)
    door = listen(settings)
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"Collaborative Answers is at http://{shown}:{settings.port} (stop with Ctrl+C)"
    if settings.workers > 1:
        door.close()
        say(address)
        workers.supervise(settings)
        return
    app = opened(settings, say)
    say(address)
    uvicorn.Server(uvicorn.Config(app, **workers.options(settings))).run(sockets=[door])


def _check_page(settings: Settings) -> None:
    """Raise SettingsError where the page is wanted and cannot be: it is loaded only later."""
    if settings.interface and importlib.util.find_spec("gradio") is None:
        raise SettingsError(
            f"{PREFIX}INTERFACE=true: the page needs gradio, which is not installed. "
            f"Install it, or set {PREFIX}INTERFACE=false to serve the API and the widget."
        )


def opened(settings: Settings, say: Say) -> FastAPI:
    """The whole application over the assistant of these settings. Raises CorpusError."""
    # Here and not above: the encoder takes seconds to load, and a wrong address is to be told at once.
    from assistant.living import Living, sync_on_hangup

    measures = Measures()
    living = Living(settings, say, measures.generated)
    if settings.feedback != "off":
        Feedback(settings.data).keep_clean()
    sync_on_hangup(living)
    living.start()
    atexit.register(living.stop)
    return create_app(living, settings, measures, page_later=True)


def listen(settings: Settings) -> socket.socket:
    """The socket to serve on. Raises SettingsError when the address is not ours or the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        where = f"{PREFIX}HOST={settings.host!r}, {PREFIX}PORT={settings.port}"
        raise SettingsError(f"{where}: cannot listen there ({error.strerror}). Choose another one.") from error


def _add_calendar(app: FastAPI, assistant: Answering) -> None:
    """The fixed dates as a file for calendar programs."""

    @app.get(f"/{FILE}", include_in_schema=False)
    def calendar() -> Response:
        """The deadlines that have a date, as iCalendar."""
        content = export(assistant.corpus, "ics", date.today()).encode()
        return Response(content, media_type="text/calendar", headers=_FRESH)


def _add_health(app: FastAPI, assistant: Answering, measures: Measures) -> None:
    """Health checks, and the page's own style and script."""

    @app.get("/healthz", include_in_schema=False)
    def healthz() -> dict[str, str]:
        """The process runs."""
        return {"status": "ok"}

    @app.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        """Counts and latencies for Prometheus."""
        return Response(measures.text(), media_type=MEDIA_TYPE)

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

    def __init__(self, app: ASGIApp, origins: Sequence[str] = ()) -> None:
        self.app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and dress what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] == "/" and scope["method"] == "GET":
            plain = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
            await self.app({**scope, "headers": plain}, receive, _page_sender(scope, send))
        else:
            await self.app(scope, receive, _sender(scope, send, own_headers(scope["path"], self._origins)))


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


def _sender(scope: Scope, send: Send, own: Mapping[str, str]) -> Callable[[Message], Awaitable[None]]:
    """Sends a response with the headers set, some of them its own."""

    async def sending(message: Message) -> None:
        """Dress the start, pass on the rest."""
        if message["type"] == "http.response.start":
            _dressed(scope, message)
            for name, value in own.items():
                MutableHeaders(scope=message)[name] = value
                if not value:
                    del MutableHeaders(scope=message)[name]
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
        page = dress_page(body.decode()) if starts[0]["status"] == 200 else body.decode()
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
