"""The small chat page for other websites and the script that puts it there, ready to be sent."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from string import Template

from fastapi import FastAPI, Request, Response

from assistant.models.provider import disclosure
from assistant.settings import Settings
from assistant.words import LANGUAGES, Language, chosen, loader_words, starters, words

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
    """The files by their path: style and script of the chat page, and `/widget.js`."""
    origins, words = json.dumps(list(settings.origins)), json.dumps(loader_words(), ensure_ascii=False)
    return {
        "/embed.css": _file("embed.css", "text/css"),
        "/embed.js": _file("embed.js", "text/javascript"),
        "/widget.js": _file("widget.js", "text/javascript", {'["ORIGINS"]': origins, '{"WORDS":[]}': words}),
    }


def pages(settings: Settings) -> dict[Language, Sent]:
    """The chat page in each language."""
    template = Template((_HERE / "embed.html").read_text(encoding="utf-8"))
    return {language: Sent(_page(template, language, settings).encode(), "text/html") for language in LANGUAGES}


def _page(template: Template, language: Language, settings: Settings) -> str:
    """The chat page in one language: its words, and what its script needs, as attributes."""
    other = next(one for one in LANGUAGES if one != language)
    scripted = {key: text for key, text in words(language).items() if not key.startswith("model_")}
    values = words(language) | {
        "code": language,
        "other_code": other,
        "other_language": words(other)["language"],
        "origins": json.dumps(list(settings.origins)),
        "table": json.dumps(scripted, ensure_ascii=False),
        "starters": json.dumps(starters(language), ensure_ascii=False),
        "feedback": settings.feedback,
        "disclosure": disclosure(settings, language),
        "answers": "" if settings.model else "en",
        "longest": str(settings.max_question),
    }
    if settings.model:
        values |= {"english_only": values["translated"], "your_question": values["your_question_any"]}
    return template.substitute({name: escape(text) for name, text in values.items()})


def _file(name: str, media_type: str, values: Mapping[str, str] | None = None) -> Sent:
    """A file of this folder with values put in."""
    text = (_HERE / name).read_text(encoding="utf-8")
    for key, value in (values or {}).items():
        text = text.replace(key, value)
    return Sent(text.encode(), media_type)


def add_embed(app: FastAPI, settings: Settings) -> None:
    """The routes of the embed page and the widget."""
    by_language = pages(settings)

    @app.get("/embed", include_in_schema=False)
    def embed(request: Request, lang: str = "") -> Response:
        """The chat page, in the language asked for."""
        return by_language[chosen(lang)].response(request)

    for path, sent in files(settings).items():
        app.add_api_route(path, sent.response, methods=["GET"], include_in_schema=False, response_model=None)
