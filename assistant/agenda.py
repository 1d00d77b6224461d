"""The directors' calendar: what is due, by date and by occasion, from the passages that carry a deadline."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from assistant.draft import Draft
from corpus.loading import Corpus
from corpus.passages import Passage
from corpus.schema import Due

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}
_NAMED = re.compile(r"\b(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?(?:\s+(\d{1,2})\b)?", re.I)


_IN = re.compile(
    r"\b(?:in|during|for) (?:the month of )?(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b", re.I
)


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


def say_agenda(draft: Draft, corpus: Corpus, question: str, today: date) -> None:
    """Answer what is due: before or in a named month, next, or the whole year; every line with its source."""
    listed = entries(corpus, today)
    dated = [e for e in listed if e.next]
    until = _until(question, today)
    if until:
        since = _since(question, today, until)
        chosen = [e for e in dated if e.next and since <= e.next <= until]
        said = f"Fixed dates from today ({_day(today)}) to {_day(until)}:"
        if since != today:
            first = "" if since.month == until.month else f"{since:%B} to "
            said = f"Fixed dates of {first}{until:%B %Y}, counted from today ({_day(today)}):"
        if not chosen:
            chosen, said = (
                dated[:2],
                f"Our documents have no fixed date from today ({_day(today)}) to {_day(until)}. The next ones:",
            )
    elif re.search(r"\bnext\b|\bcoming\b|\bupcoming\b|\bsoon\b|\bnow\b", question, re.I):
        chosen, said = dated[:3], f"What comes next, counted from today ({_day(today)}):"
    else:
        chosen, said = dated, f"The fixed dates of the year, counted from today ({_day(today)}):"
    lines = [f"- **{_day(e.next)}**: {e.due.duty} ({e.due.who}) {draft.cite(e.passage)}" for e in chosen if e.next]
    draft.say(f"{said}\n\n" + "\n".join(lines))
    yearly = [e for e in listed if e.next is None and re.search(r"every year|at all times", e.due.when)][:5]
    if yearly:
        lines = [f"- {e.due.duty} ({e.due.who}; {e.due.when}) {draft.cite(e.passage)}" for e in yearly]
        draft.say("Each year, without a fixed date:\n\n" + "\n".join(lines))
    draft.suggestions += ["What must happen by April 30?", "How often must board members be trained?"]


def _since(question: str, today: date, until: date) -> date:
    """The first day of the span: of a month or a season that things are due in, and not before; else today."""
    if not re.search(r"\b(?:in|during|for) (?:the )?(?:spring|summer)\b", question, re.I) and not _IN.search(question):
        return today
    spring = re.search(r"\bspring\b", question, re.I)
    return max(today, date(until.year, 3 if spring else until.month, 1))


def _until(question: str, today: date) -> date | None:
    """The last day of the span that a question names: 'before January 1', 'this month', 'in spring'."""
    named = _NAMED.search(question)
    if named and not (named[1].lower() == "may" and named[1] != "May"):
        month = _MONTHS[named[1].lower()]
        last = calendar.monthrange(today.year, month)[1]
        day = (
            min(int(named[2]), last)
            if named[2]
            else (1 if re.search(r"\b(?:before|by|until)\b", question, re.I) else last)
        )
        year = today.year if (month, day) >= (today.month, today.day) else today.year + 1
        return date(year, month, min(day, calendar.monthrange(year, month)[1]))
    if re.search(
        r"\b(?:before|by|until)\b.*\b(?:new year|first of the year|end of the (?:calendar )?year)\b", question, re.I
    ):
        return date(today.year + 1, 1, 1)
    if re.search(r"\bthis month\b", question, re.I):
        return date(today.year, today.month, calendar.monthrange(today.year, today.month)[1])
    if re.search(r"\bfiscal year\b|\bspring\b|\bsummer\b", question, re.I):
        year = today.year if (today.month, today.day) <= (6, 30) else today.year + 1
        return date(year, 6, 30)
    return None


def _day(day: date | None) -> str:
    """A date as people write it: 'January 1, 2027'."""
    return f"{day:%B} {day.day}, {day.year}" if day else ""
