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
from assistant.export_hsds import hsds, noted
from corpus.directory import Offer
from corpus.loading import Corpus
from corpus.places import Town

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes a UTF-8 file for Windows-1252."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_STATUS = {"open": "open", "confirm": "to be confirmed", "former": "former"}
_POSITION = "centre of the town"
_UIDS = uuid5(NAMESPACE_URL, "urn:collaboratives-assistant:calendar")


def export(corpus: Corpus, format: str, today: date) -> str:
    """The corpus in one of FORMATS. Line ends are part of the text: write it as bytes. Raises ValueError for others."""
    if format not in FORMATS:
        raise ValueError(f"There is no export format {format!r}. The formats are {', '.join(FORMATS)}.")
    return FORMATS[format](corpus, today)


# -- the spreadsheet -----------------------------------------------------------------------------------------------


def csv_text(corpus: Corpus) -> str:
    """One row a program, with a heading row: UTF-8 with byte order mark, CRLF, no cell that Excel takes for a formula."""
    rows = [_row(offer) for offer in corpus.directory.offers]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(rows[0] if rows else ())
    writer.writerows([cell(value) for value in row.values()] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()


def cell(value: object) -> str:
    """A value as a cell: unknown is empty, and an apostrophe keeps a text that looks like a formula a text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(offer: Offer) -> dict[str, object]:
    """A program as a row, its columns in their order."""
    org, program = offer.organization, offer.program
    current = org.status == "active"
    telephone = org.telephone if current else None
    return {
        "id": program.id,
        "program": program.name,
        "status": _STATUS[program.status] if current else "former",
        "collaborative": org.name,
        "short name": org.short_name,
        "collaborative status": org.status,
        "region": org.region if current else None,
        "kinds of service": "; ".join(program.categories),
        "groups served": "; ".join(program.populations),
        "ages or grades": program.ages.text if program.ages else None,
        "age from": program.ages.low if program.ages else None,
        "age to": program.ages.high if program.ages else None,
        "towns": "; ".join(program.towns),
        "place": program.place,
        "description": program.description,
        "caution": program.caution or (None if current else org.status_note),
        "telephone": telephone.number if telephone else None,
        "telephone note": noted(telephone.as_of, telephone.note) if telephone else None,
        "website": org.website if current else None,
        "member districts": "; ".join(member.name for member in org.members.districts) if current else None,
        "information as of": program.as_of,
        "sources": " ".join(program.sources),
    }


# -- the map layer -------------------------------------------------------------------------------------------------


def geojson(corpus: Corpus) -> dict[str, Any]:
    """A point (longitude, latitude in degrees) for each program and town; `not_located`: programs whose town is unknown."""
    offers = corpus.directory.offers
    points = [_point(offer, corpus.places.towns[town]) for offer in offers for town in offer.towns]
    return {
        "type": "FeatureCollection",
        "features": points,
        "not_located": [offer.program.id for offer in offers if not offer.towns],
    }


def _point(offer: Offer, town: Town) -> dict[str, Any]:
    """One program in one town; properties that are not known are left out."""
    row = {**_row(offer), "towns": None, "id": None, "kinds of service": None, "groups served": None}
    properties = {name.replace(" ", "_"): value for name, value in row.items() if value not in (None, "")}
    properties |= {"program_id": offer.program.id, "town": town.name, "position": _POSITION}
    properties |= {"kinds_of_service": offer.program.categories, "groups_served": offer.program.populations}
    return {
        "type": "Feature",
        "id": f"{offer.program.id}/{town.name}",
        "geometry": {"type": "Point", "coordinates": [town.lon, town.lat]},
        "properties": properties,
    }


# -- the calendar --------------------------------------------------------------------------------------------------


def ics(corpus: Corpus, today: date) -> str:
    """The deadlines that have a fixed date as all-day events, every year from their next date after `today`."""
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
    return calendar.to_ical().decode()


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
