"""The directors' calendar as a page: fixed dates first, then what recurs, what an event brings, and what is past."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.agenda import Entry
from assistant.escaping import safe
from assistant.render import dated, flat, link

FILE = "calendar.ics"
"""Where the page finds the fixed dates as a file for calendar programs."""
FIXED, RECURRING, EVENT, PAST = "Fixed dates", "Every year and all the time", "Before or after an event", "Past"
SAVED = "collaborative-deadlines.ics"
_RECURS = re.compile(r"\b(?:every|each|quarterly|monthly|times? a year|at all times)\b", re.I)
_PAST = re.compile(r"\bpast\b", re.I)


def grouped(listed: Iterable[Entry]) -> dict[str, dict[str, list[Entry]]]:
    """Entries by section, and within it by date or by `due.when`, in the order in which they come."""
    sections: dict[str, dict[str, list[Entry]]] = {name: {} for name in (FIXED, RECURRING, EVENT, PAST)}
    for entry in listed:
        when = entry.next.isoformat() if entry.next else entry.due.when
        sections[_section(entry)].setdefault(when, []).append(entry)
    return {name: groups for name, groups in sections.items() if groups}


def _section(entry: Entry) -> str:
    """Where a deadline stands on the page."""
    if entry.next:
        return FIXED
    if _PAST.search(entry.due.when):
        return PAST
    return RECURRING if _RECURS.search(entry.due.when) else EVENT


def calendar_html(listed: Sequence[Entry], today: date) -> str:
    """The calendar as it stands on a day."""
    sections = "".join(_section_html(name, groups, today) for name, groups in grouped(listed).items())
    return flat(
        f'<div class="deadlines"><p class="count">Deadlines and duties, counted from {dated(today.isoformat())}.</p>'
        "<p>In plain words, and not legal advice: the linked official text decides.</p>"
        f'<p><a class="download" href="{FILE}" download="{SAVED}">'
        "Download the fixed dates for your calendar (.ics)</a></p>"
        f"{sections}</div>"
    )


def _section_html(name: str, groups: dict[str, list[Entry]], today: date) -> str:
    """A section with its groups."""
    body = "".join(f"<h3>{_heading(entries[0], today)}</h3><ul>{_items(entries)}</ul>" for entries in groups.values())
    return f'<section aria-label="{safe(name)}"><h2>{safe(name)}</h2>{body}</section>'


def _heading(entry: Entry, today: date) -> str:
    """The date and how far it is, or the occasion."""
    if entry.next is None:
        return safe(entry.due.when[:1].upper() + entry.due.when[1:])
    day = entry.next.isoformat()
    return f'<time datetime="{day}">{dated(day)}</time> <span class="away">{_away((entry.next - today).days)}</span>'


def _away(days: int) -> str:
    """How far a day is, as people say it."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _items(entries: Iterable[Entry]) -> str:
    """What is due and by whom, each with its source."""
    return "".join(
        f'<li><p class="duty">{safe(entry.due.duty)}</p>'
        f'<p class="by">Who: {safe(entry.due.who)}{_exactly(entry)}</p><p class="facts">{_source(entry)}</p></li>'
        for entry in entries
    )


def _exactly(entry: Entry) -> str:
    """What a fixed date's own wording says beyond the day."""
    plain = f"{entry.next:%B} {entry.next.day}" if entry.next else entry.due.when
    return "" if entry.due.when == plain else f" · When: {safe(entry.due.when)}"


def _source(entry: Entry) -> str:
    """Citation with its link, how old it is, and whether it was confirmed."""
    passage = entry.passage
    as_of = f"<span>As of {safe(dated(passage.as_of))}</span>" if passage.as_of else ""
    sure = passage.verified and passage.pin_confirmed
    return f"<span>{link(passage.url, passage.label)}</span>{as_of}" + (
        "" if sure else '<span class="doubt">Not confirmed</span>'
    )
