"""The page while the server starts: answers are given at once, the page is loaded beside, visitors see that it comes.

Loading Gradio takes longer than everything else together, and nothing but the page needs it.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

_STARTING = (Path(__file__).parent / "starting.html").read_text(encoding="utf-8")
_log = logging.getLogger(__name__)


class Starting:
    """An application that is loaded in a thread while the server already answers.

    Until it is there, its address shows a page that says so and opens it by itself; everything else of it waits. When
    it cannot be loaded, that is logged and its address leads to the small chat page.
    """

    def __init__(self, load: Callable[[], FastAPI]) -> None:
        self._load = load
        self._loaded: FastAPI | None = None
        self._serving: ASGIApp | None = None
        self._decided = asyncio.Event()

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes of what was loaded."""
        return self._loaded.routes if self._loaded else ()

    def load(self) -> None:
        """Load it now, before anything is served. Raises what loading raises."""
        self._loaded = self._serving = self._load()

    @contextlib.asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        """Load it, and keep what it runs in the background until the server stops."""
        self._decided, stopping = asyncio.Event(), asyncio.Event()
        running = asyncio.create_task(self._run(stopping))
        if self._loaded:
            await self._decided.wait()
        try:
            yield
        finally:
            stopping.set()
            await running

    async def _run(self, stopping: asyncio.Event) -> None:
        """Load it unless that was done, start it, and stop it at the end: all in one task, as its contexts want it."""
        try:
            loaded = self._loaded
            if loaded is None:
                loaded = self._loaded = await asyncio.to_thread(self._load)
            async with loaded.router.lifespan_context(loaded):
                self._serving = loaded
                self._decided.set()
                await stopping.wait()
        except Exception as fault:
            _log.exception("the page cannot be shown, only the API and the widget (%s)", type(fault).__name__)
            self._serving = RedirectResponse("/embed", status_code=307)
            self._decided.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; until there is somebody to pass it to, say so or wait."""
        if self._serving is None and scope["path"] == "/":
            wait = {"Retry-After": "5"}
            await HTMLResponse(_STARTING, 503, wait)(scope, receive, send)
            return
        if self._serving is None:
            await self._decided.wait()
        assert self._serving is not None
        await self._serving(scope, receive, send)
