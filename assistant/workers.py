"""Several processes that serve side by side on one address, and how each of them runs and stops."""

import math
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import uvicorn

from assistant.settings import PREFIX, Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from fastapi import FastAPI

_GRACE = 5
"""Seconds beyond the longest answer that a connection may stay open when the server stops."""

_SILENT = 10
"""Seconds after which a process that does not say it is alive is replaced. One that is killed while it is being asked
is missed for as long, and so is a signal to stop: uvicorn asks its processes one after another."""


def options(settings: Settings) -> dict[str, Any]:
    """How uvicorn runs: nothing is logged of a request, and what is being answered when it stops is finished."""
    return {
        "access_log": False,
        "log_level": "warning",
        "server_header": False,
        "proxy_headers": False,
        "timeout_keep_alive": 75,
        "timeout_worker_healthcheck": _SILENT,
        "timeout_graceful_shutdown": math.ceil(settings.answer_seconds) + _GRACE,
    }


def check(settings: Settings) -> None:
    """Raise SettingsError where several processes cannot work together."""
    if settings.workers > 1 and settings.interface:
        raise SettingsError(
            f"{PREFIX}WORKERS={settings.workers}: the page keeps a visitor's connection in one process. "
            f"Set {PREFIX}INTERFACE=false to serve the API and the widget from several."
        )


def supervise(settings: Settings) -> None:
    """Serve from `settings.workers` processes until stopped; one that dies is replaced.

    A missing or stale index is built before they start, so that they all open the same one. Each reads its settings
    from the environment, as this process did.
    """
    subprocess.run([sys.executable, "-m", "assistant.cli", "index"], check=False)
    uvicorn.run(
        "assistant.workers:application",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        **options(settings),
    )


def application() -> "FastAPI":
    """The application of one of the processes."""
    from assistant.server import opened

    return opened(load_settings(), lambda text: None)
