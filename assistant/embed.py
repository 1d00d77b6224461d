"""The small chat page for other websites and the script that puts it there, ready to be sent."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

from fastapi import FastAPI, Request, Response

from assistant.models.provider import disclosure
from assistant.settings import Settings

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sent:
    """A file as it is sent: with its media type, compressed where the browser can, and 304 when it has it already."""

    content: bytes
    media_type: str

    @cached_property
    def packed(self) -> bytes:
        """The content, compressed."""
        return gzip.compress(self.content, mtime=0)

    @cached_property
    def tag(self) -> str:
        """The entity tag."""
        return f'W/"{hashlib.sha256(self.content).hexdigest()[:20]}"'

    def response(self, request: Request) -> Response:
        """The response to one request."""
        headers = {"ETag": self.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == self.tag:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=self.media_type)
        return Response(self.content, headers=headers, media_type=self.media_type)


def files(settings: Settings) -> dict[str, Sent]:
    """The files by their path: `/embed`, its style and script, and `/widget.js`."""
    origins = json.dumps(list(settings.origins))
    receives = disclosure(settings)
    values = {
        "ORIGINS": escape(origins),
        "LONGEST": str(settings.max_question),
        "DISCLOSURE": f" {escape(receives)}" if receives else "",
    }
    return {
        "/embed": _file("embed.html", "text/html", values),
        "/embed.css": _file("embed.css", "text/css"),
        "/embed.js": _file("embed.js", "text/javascript"),
        "/widget.js": _file("widget.js", "text/javascript", {'["ORIGINS"]': origins}),
    }


def _file(name: str, media_type: str, values: Mapping[str, str] | None = None) -> Sent:
    """A file of this folder with values put in."""
    text = (_HERE / name).read_text(encoding="utf-8")
    for key, value in (values or {}).items():
        text = text.replace(key, value)
    return Sent(text.encode(), media_type)


def add_embed(app: FastAPI, settings: Settings) -> None:
    """The routes of the embed page and the widget."""
    for path, sent in files(settings).items():
        app.add_api_route(path, sent.response, methods=["GET"], include_in_schema=False, response_model=None)
