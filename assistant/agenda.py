"""The directors' calendar: what is due, by date and by occasion, from the passages that carry a deadline."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.draft import Draft
from assistant.numbers import NUMBER_WORD, NUMBER_WORDS
from corpus.loading import Corpus
from corpus.passages import Passage
from corpus.schema import Due

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}
_NAMED = re.compile(r"\b(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?(?:\s+(\d{1,2})\b)?", re.I)
_IN = re.compile(
    r"\b(?:in|during|for) (?:the month of )?(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b", re.I
)
_TODAY = re.compile(
    r"\b(?:it['’]?s|it is|today(?:['’]s| is)|now|as of) (?:the )?("
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r")\b\.? (\d{1,2})\b",
    re.I,
)
"""The day that an asker says it is."""
_BEFORE = re.compile(r"\b(?:before|by|until)\b", re.I)
_END = re.compile(r"\bend of\b", re.I)
_WHOLE = 300
"""Days of a span from which it is as good as the whole year, so that duties without a date belong to it."""
_YEARLY = re.compile(r"\b(?:every|each|per|a) year\b|\byearly\b|\bannual duties\b", re.I)
_ON = re.compile(r"\bon (?:the )?(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?\s+\d", re.I)
_SEASONS = {"spring": (3, 6), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11), "winter": (12, 2)}
"""First and last month of the seasons; to a school, June is both spring and summer."""
_SEASON = re.compile(rf"\b({'|'.join(_SEASONS)})\b", re.I)
_DAYS = {"day": 1, "week": 7, "month": 30.5}
_AHEAD = re.compile(rf"\b(?:next|coming) (?P<number>\d{{1,3}}|{NUMBER_WORD}) (?P<unit>{'|'.join(_DAYS)})s?\b", re.I)
"""A span from today on: 'the next 60 days', 'in the coming three months'."""


_ROLES = {
    name: (re.compile(asked, re.I), re.compile(who, re.I))
    for name, asked, who in (
        ("the treasurer", r"\b(?:for|of) (?:the|our|a) treasurer\b|\btreasurer's\b", r"\btreasurer\b"),
        (
            "a representative on the board",
            r"\b(?:for|of) (?:the |our |an? |new |appointed )*(?:rep(?:resentative)?s?|board members?)\b",
            r"\brepresentative\b",
        ),
        (
            "a member district",
            r"\b(?:for|of) (?:the |our |an? )*(?:member (?:districts?|towns?)|school committees?)\b",
            r"^(?:each )?member school committee|school departments",
        ),
    )
}
"""Whose deadlines may be asked for: what a question calls them, and how a deadline names them."""


@dataclass(frozen=True)
class Entry:
    """One deadline or duty with the passage that states it; `next` is its next date, if it has a fixed one."""

    due: Due
    passage: Passage
    next: date | None


def entries(corpus: Corpus, today: date) -> list[Entry]:
    """All deadlines: fixed dates first by their next occurrence, then the others in corpus order."""
    found = [Entry(due, passage, _next(due, today)) for passage in corpus.passages for due in passage.due if due.when]
    dated = sorted((e for e in found if e.next), key=lambda e: (e.next or today, e.due.duty))
    return dated + [e for e in found if e.next is None]


def _next(due: Due, today: date) -> date | None:
    """The next occurrence of a fixed date, today included."""
    if due.month is None or due.day is None or re.search(r"\b(?:19|20)\d{2}\b", due.when):
        return None
    this = date(today.year, due.month, due.day)
    return this if this >= today else date(today.year + 1, due.month, due.day)


def day_of(told: str, today: date) -> date:
    """The day that a message is said to be written on ('it's March 1'), the next one of that name; else today."""
    if (named := _TODAY.search(told)) is None:
        return today
    month, day = _MONTHS[named[1].lower()], int(named[2])
    if not 1 <= day <= calendar.monthrange(today.year, month)[1]:
        return today
    return date(today.year + ((month, day) < (today.month, today.day)), month, day)


def say_agenda(draft: Draft, corpus: Corpus, question: str, today: date) -> None:
    """Answer what is due: before or in a named span, next, or the whole year; every line with its source."""
    listed = entries(corpus, today)
    if duties := _of_role(listed, question):
        draft.say(_lines(draft, *duties))
        return
    dated = [e for e in listed if e.next]
    span = _span(question, today)
    if span:
        said, chosen = _within(corpus, dated, *span, today)
    elif re.search(r"\bnext\b|\bcoming\b|\bupcoming\b|\bsoon\b|\bnow\b", question, re.I):
        chosen, said = dated[:3], f"What comes next, counted from today ({_day(today)}):"
    else:
        chosen, said = dated, f"The fixed dates of the year, counted from today ({_day(today)}):"
    lines = [f"- **{_day(e.next)}**: {e.due.duty} ({e.due.who}) {draft.cite(e.passage)}" for e in chosen if e.next]
    draft.say(f"{said}\n\n" + "\n".join(lines))
    yearly = [e for e in listed if e.next is None and re.search(r"every year|at all times", e.due.when)][:5]
    if yearly and (not span or (span[1] - span[0]).days >= _WHOLE or _YEARLY.search(question)):
        lines = [f"- {e.due.duty} ({e.due.who}; {e.due.when}) {draft.cite(e.passage)}" for e in yearly]
        draft.say("Each year, without a fixed date:\n\n" + "\n".join(lines))
    elif yearly:
        draft.say("Yearly duties without a date of their own, such as the evaluations, are not in this list.")
    draft.suggestions += ["What must happen by April 30?", "How often must board members be trained?"]


def _of_role(listed: Sequence[Entry], question: str) -> tuple[str, list[Entry]] | None:
    """The deadlines of the one whom a question names, dated or not; None when it names nobody or nothing is known."""
    for name, (asked, who) in _ROLES.items():
        own = [e for e in listed if who.search(e.due.who) and "past" not in e.due.when]
        if asked.search(question) and own:
            return f"Our documents have these deadlines and duties of {name}:", own
    return None


def _lines(draft: Draft, said: str, chosen: Sequence[Entry]) -> str:
    """A list of deadlines, each with when it is due."""
    lines = [f"- **{_day(e.next) or _first_up(e.due.when)}**: {e.due.duty} {draft.cite(e.passage)}" for e in chosen]
    return f"{said}\n\n" + "\n".join(lines)


def _first_up(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _within(corpus: Corpus, dated: Sequence[Entry], since: date, until: date, today: date) -> tuple[str, list[Entry]]:
    """What is said of a span of days, and the fixed dates in it; of one without any, those that come after it."""
    chosen = [e for e in dated if e.next and since <= e.next <= until]
    if since == until:
        span = f"on {_day(since)}"
    elif since == today:
        span = f"from today ({_day(today)}) to {_day(until)}"
    else:
        first = "" if (since.year, since.month) == (until.year, until.month) else f"{since:%B} to "
        span = f"in {first}{until:%B %Y}"
    counted = "" if since == today else f", counted from today ({_day(today)})"
    if chosen:
        return f"Fixed dates {span}{counted}:", chosen
    after = [e for e in entries(corpus, until + timedelta(1)) if e.next]
    following = [e for e in after if e.next == after[0].next]
    return f"Our documents have no fixed date {span}{counted}. The next after that:", following


def _span(question: str, today: date) -> tuple[date, date] | None:
    """The first and the last day that a question means: 'in March', 'before January 1', 'in the next 60 days'."""
    if ahead := _AHEAD.search(question):
        number = float(NUMBER_WORDS.get(ahead["number"].lower(), 0)) or float(ahead["number"])
        return today, today + timedelta(min(366, int(number * _DAYS[ahead["unit"].lower()])))
    if re.search(r"\b(?:this|next) month\b", question, re.I):
        return _month_span(today, later=re.search(r"\bnext month\b", question, re.I) is not None)
    if until := _until(question, today):
        if _ON.search(question):
            return until, until
        return (max(today, until.replace(day=1)) if _IN.search(question) else today), until
    if season := _SEASON.search(question):
        return _season_span(season[1].lower(), today, whole=_BEFORE.search(question) is None)
    if re.search(r"\bfiscal year\b", question, re.I):
        return today, date(today.year + ((today.month, today.day) > (6, 30)), 6, 30)
    return None


def _month_span(today: date, *, later: bool) -> tuple[date, date]:
    """The days left of this month, or all of the next one."""
    if not later:
        return today, _end_of(today.year, today.month)
    first = _end_of(today.year, today.month) + timedelta(1)
    return first, _end_of(first.year, first.month)


def _season_span(season: str, today: date, *, whole: bool) -> tuple[date, date]:
    """The season that is on or comes next, as a school year has them; not `whole`: from today to its first day."""
    first, last = _SEASONS[season]
    year = today.year if today <= _end_of(today.year + (last < first), last) else today.year + 1
    begins, ends = date(year, first, 1), _end_of(year + (last < first), last)
    return (max(today, begins), ends) if whole else (today, begins)


def _end_of(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _until(question: str, today: date) -> date | None:
    """The last day of the span that a question names by a month: 'before January 1', 'in March', 'by year's end'."""
    named = _NAMED.search(question)
    if named and not (named[1].lower() == "may" and named[1] != "May" and not _IN.search(question)):
        month = _MONTHS[named[1].lower()]
        last = calendar.monthrange(today.year, month)[1]
        first = _BEFORE.search(question) and not _END.search(question)
        day = min(int(named[2]), last) if named[2] else (1 if first else last)
        year = today.year if (month, day) >= (today.month, today.day) else today.year + 1
        return date(year, month, min(day, calendar.monthrange(year, month)[1]))
    if re.search(r"\b(?:new year|first of the year|end of the (?:calendar )?year)\b", question, re.I):
        return date(today.year + 1, 1, 1) if _BEFORE.search(question) else None
    return None


def _day(day: date | None) -> str:
    """A date as people write it: 'January 1, 2027'."""
    return f"{day:%B} {day.day}, {day.year}" if day else ""
