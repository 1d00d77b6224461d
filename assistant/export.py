"""The directory and the calendar in formats that other programs read: HSDS, a spreadsheet, a map layer, a calendar."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from assistant.agenda import Entry, entries
from assistant.export_hsds import caution, hsds, noted
from corpus.directory import Offer
from corpus.loading import Corpus
from corpus.passages import RESTATED
from corpus.places import Town

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes a UTF-8 file for Windows-1252."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_STATUS = {"open": "open", "confirm": "to be confirmed", "former": "former"}
_UIDS = uuid5(NAMESPACE_URL, "urn:collaboratives-assistant:calendar")


def export(corpus: Corpus, format: str, today: date) -> str:
    """The corpus in one of FORMATS. Line ends are part of the text: write it as bytes. Raises ValueError for others."""
    if format not in FORMATS:
        raise ValueError(f"There is no export format {format!r}. The formats are {', '.join(FORMATS)}.")
    return FORMATS[format](corpus, today)


# -- the programs --------------------------------------------------------------------------------------------------


def _facts(offer: Offer) -> dict[str, object]:
    """What is known of a program, in the order of the columns; of a dissolved collaborative nothing is current."""
    org, program = offer.organization, offer.program
    current = org.status == "active"
    telephone = org.telephone if current else None
    return {
        "program": program.name,
        "status": _STATUS[program.status] if current else "former",
        "collaborative": org.name,
        "short_name": org.short_name,
        "collaborative_status": org.status,
        "region": org.region if current else None,
        "kinds_of_service": program.categories,
        "groups_served": program.populations,
        "ages_or_grades": program.ages.text if program.ages else None,
        "age_from": program.ages.low if program.ages else None,
        "age_to": program.ages.high if program.ages else None,
        "towns": program.towns,
        "place": program.place,
        "description": program.description,
        "caution": caution(org, program),
        "telephone": telephone.number if telephone else None,
        "telephone_note": noted(telephone.as_of, telephone.note) if telephone else None,
        "website": org.website if current else None,
        "member_districts": tuple(member.name for member in org.members.districts) if current else (),
        "information_as_of": program.as_of,
        "sources": program.sources,
        "program_id": program.id,
    }


def csv_text(corpus: Corpus) -> str:
    """One row a program under a heading row: UTF-8 with byte order mark, CRLF, unknown cells empty, no formula."""
    programs = [_facts(offer) for offer in corpus.directory.offers]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([name.replace("_", " ") for name in facts] for facts in programs[:1])
    writer.writerows([cell(value) for value in facts.values()] for facts in programs)
    return BYTE_ORDER_MARK + text.getvalue()


def cell(value: object) -> str:
    """A value as a cell; an apostrophe before what Excel would take for a formula keeps it a text."""
    text = "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def geojson(corpus: Corpus) -> dict[str, Any]:
    """A point for each program and town, longitude and latitude in degrees; `not_located` are those without a town."""
    offers = corpus.directory.offers
    return {
        "type": "FeatureCollection",
        "features": [_point(offer, corpus.places.towns[town]) for offer in offers for town in offer.towns],
        "not_located": [offer.program.id for offer in offers if not offer.towns],
    }


def _point(offer: Offer, town: Town) -> dict[str, Any]:
    """One program in one of its towns; what is not known is left out."""
    properties = {name: value for name, value in _facts(offer).items() if value not in (None, "", ())}
    return {
        "type": "Feature",
        "id": f"{offer.program.id}/{town.name}",
        "geometry": {"type": "Point", "coordinates": [town.lon, town.lat]},
        "properties": properties | {"town": town.name, "position": "centre of the town"},
    }


# -- the calendar --------------------------------------------------------------------------------------------------


def ics(corpus: Corpus, today: date) -> str:
    """The deadlines that have a fixed date as all-day events, every year from their next date, `today` included."""
    listed = entries(corpus, today)
    dated = [entry for entry in listed if entry.next]
    about = f"{len(listed) - len(dated)} more duties have no fixed date and are not in this calendar."
    calendar = Calendar()
    calendar.add("prodid", "-//Collaborative Answers//Deadlines of educational collaboratives//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Deadlines of educational collaboratives")
    calendar.add("x-wr-caldesc", f"General information, not legal advice. {about}")
    for entry in dated:
        calendar.add_component(_event(entry, today))
    text: str = calendar.to_ical().decode()
    return text


def _event(entry: Entry, today: date) -> Event:
    """A deadline as a yearly event; its UID stays the same in every export."""
    assert entry.next is not None
    passage = entry.passage
    event = Event()
    event.add("uid", str(uuid5(_UIDS, f"{passage.id}/{passage.due.index(entry.due)}")))
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", entry.next)
    event.add("dtend", entry.next + timedelta(days=1))
    event.add("rrule", {"freq": "yearly"})
    event.add("summary", entry.due.duty)
    event.add("description", _details(entry))
    event.add("transp", "TRANSPARENT")
    if passage.url:
        event.add("url", passage.url)
    return event


def _details(entry: Entry) -> str:
    """Who, when and where it says so, a line each."""
    passage = entry.passage
    unsure = not (passage.verified and passage.pin_confirmed)
    lines = [
        f"Who: {entry.due.who}",
        f"When: {entry.due.when}",
        f"Source: {passage.label}" + (" (not confirmed)" if unsure else ""),
        passage.url,
        f"As of {passage.as_of}." if passage.as_of else None,
        RESTATED if passage.restatement else None,
        "General information, not legal advice.",
    ]
    return "\n".join(line for line in lines if line)


def _as_json(value: object) -> str:
    """Readable JSON, ending in a line end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[str, Callable[[Corpus, date], str]] = {
    "hsds": lambda corpus, today: _as_json(hsds(corpus)),
    "csv": lambda corpus, today: csv_text(corpus),
    "geojson": lambda corpus, today: _as_json(geojson(corpus)),
    "ics": ics,
}
