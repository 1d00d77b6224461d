"""The privacy page: what is done with what visitors type, made from the settings in force."""

import json
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from fastapi import FastAPI, Request, Response

from assistant.embed import Sent
from assistant.feedback import DAYS
from assistant.models.provider import disclosure
from assistant.settings import Settings
from assistant.words import LANGUAGES, Language, chosen, words
from index.encoder import BUILTIN

_HERE = Path(__file__).parent


@cache
def _table() -> dict[str, dict[str, str]]:
    """The sentences by language and key."""
    found: dict[str, dict[str, str]] = json.loads((_HERE / "privacy.json").read_text(encoding="utf-8"))
    return found


def statements(settings: Settings, language: Language) -> list[str]:
    """Every sentence that holds with these settings."""
    table = _table()[language]
    said = [table[key].format(**values) for key, values in _holding(settings, table)]
    receiver = disclosure(settings, language)
    return [*said, receiver] if receiver else said


def _holding(settings: Settings, table: dict[str, str]) -> Iterator[tuple[str, dict[str, object]]]:
    """The keys of the sentences that hold, with what stands in them."""
    yield from (("not_stored", {}), ("no_names", {}), ("no_tracking", {}), ("browser", {}))
    if settings.interface:
        yield "memory", {}
    if settings.cache:
        yield "cache", {"count": settings.cache}
    yield from _counting(settings, table)
    yield f"feedback_{settings.feedback}", {"days": DAYS}
    if settings.chroma_url:
        yield "chroma", {}
    if settings.encoder != BUILTIN:
        yield "encoder", {}
    yield "links", {}
    yield ("sites", {"sites": ", ".join(settings.origins)}) if settings.origins else ("no_sites", {})
    if settings.contact:
        yield "contact", {"contact": settings.contact}


def _counting(settings: Settings, table: dict[str, str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Whether addresses are counted, and where."""
    if settings.rate_per_address:
        where = "rates_memory" if settings.rate_storage.startswith("memory") else "rates_redis"
        yield "rates", {"rates": settings.rate_per_address, "where": table[where]}
    else:
        yield "no_rates", {}


def privacy_page(settings: Settings, language: Language) -> str:
    """The page in one language."""
    other = next(one for one in LANGUAGES if one != language)
    values = {
        "code": language,
        "other_code": other,
        "other_language": words(other)["language"],
        **{key: escape(_table()[language][key]) for key in ("heading", "lead", "back")},
        "statements": "\n".join(f"<li>{escape(said)}</li>" for said in statements(settings, language)),
    }
    return Template((_HERE / "privacy.html").read_text(encoding="utf-8")).substitute(values)


def add_privacy(app: FastAPI, settings: Settings) -> None:
    """The route `/privacy`."""
    pages = {language: Sent(privacy_page(settings, language).encode(), "text/html") for language in LANGUAGES}

    @app.get("/privacy", include_in_schema=False)
    def privacy(request: Request, lang: str = "") -> Response:
        """What is done with what visitors type."""
        return pages[chosen(lang)].response(request)
