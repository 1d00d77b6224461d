"""Keeps what was typed out of Gradio's messages: it prints whole traces, with the values of a call that failed."""

import logging
import sys
from types import SimpleNamespace

_log = logging.getLogger(__name__)


def hush_gradio() -> None:
    """From now on Gradio tells only an error's kind; there is no setting for it, so its `traceback` is replaced."""
    from gradio import queueing, route_utils, routes

    for module in (queueing, route_utils, routes):
        module.traceback = SimpleNamespace(print_exc=_kind, format_exc=_kind)


def _kind(*args: object, **kwargs: object) -> str:
    """The kind of the present error, to the log and as a text."""
    kind = type(sys.exception()).__name__
    _log.error("a call of the page failed: %s", kind)
    return kind
