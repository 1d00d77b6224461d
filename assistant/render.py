"""Answers as HTML for the page: pure functions. Everything from the corpus or the asker is escaped here."""

import re
from collections.abc import Collection, Iterable, MutableMapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from assistant.answer import Answer, Citation, ProgramShown, Understood
from assistant.asked import Removable
from assistant.conversation import Turn, Turns
from assistant.escaping import safe, visible
from assistant.map import Marker, map_svg
from assistant.words import words
from corpus.places import Gazetteer

UNKNOWN = "not in our documents"
OPEN_SOURCES = 4
_OUTCOMES = {"partial": "A partial answer", "clarify": "One moment", "declined": "Not in our documents"}
_SPECIAL = re.compile(
    r"\[(?P<mark>\d{1,3})\]|(?P<url>https://[^\s<>\"']*[^\s<>\"'.,;:!?)\]])|(?<![\d-])(?P<phone>\d{3}-\d{3}-\d{4})(?![\d-])"
)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


# -- texts ---------------------------------------------------------------------------------------------------------


def flat(html: str) -> str:
    """HTML on one line, so that Markdown sees one block and changes nothing in it."""
    return html.replace("\n", "&#10;")


def link(url: str | None, text: str) -> str:
    """A link to another site that opens beside this page; only https, else plain text."""
    if not url or not url.startswith("https://"):
        return safe(text)
    return f'<a href="{safe(url)}" target="_blank" rel="noopener noreferrer">{safe(text)}</a>'


def telephone(number: str) -> str:
    """A telephone number that a phone can call."""
    digits = re.sub(r"\D", "", number.partition("x")[0])
    return f'<a href="tel:+1{digits}">{safe(number)}</a>'


def site(url: str) -> str:
    """The host of an address as people say it; the address itself when it has none."""
    try:
        return urlsplit(url).netloc.removeprefix("www.") or url
    except ValueError:
        return url


def dated(as_of: str | None) -> str:
    """'2024-05-31' as 'May 31, 2024', '2024-05' as 'May 2024', a year as it is."""
    pieces = (as_of or "").split("-")
    if len(pieces) == 3:
        day = date.fromisoformat(as_of or "")
        return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
    return f"{_MONTHS[int(pieces[1]) - 1]} {pieces[0]}" if len(pieces) == 2 else pieces[0]


def prose(text: str, scope: str, citations: Sequence[Citation]) -> str:
    """Markdown as HTML, with marks [1] as buttons that open their source, and numbers and addresses as links."""
    env: MutableMapping[str, Any] = {"scope": scope, "titles": {c.number: c.title for c in citations}}
    return str(_markdown().render(visible(text), env))


@cache
def _markdown() -> MarkdownIt:
    """CommonMark with tables and without raw HTML, images and definitions."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.disable(["image", "reference", "html_block", "html_inline", "autolink"])
    markdown.validateLink = lambda url: url.startswith("https://")  # type: ignore[method-assign]
    markdown.add_render_rule("text", _text)
    markdown.add_render_rule("heading_open", lambda self, tokens, i, options, env: "<h3>")
    markdown.add_render_rule("heading_close", lambda self, tokens, i, options, env: "</h3>")
    markdown.add_render_rule("link_open", _link_open)
    markdown.add_render_rule("table_open", lambda self, tokens, i, options, env: _SCROLL + "<table>")
    markdown.add_render_rule("table_close", lambda self, tokens, i, options, env: "</table></div>")
    markdown.add_render_rule("th_open", lambda self, tokens, i, options, env: _head_cell(tokens[i + 1], ""))
    markdown.add_render_rule("th_close", lambda self, tokens, i, options, env: _head_cell(tokens[i - 1], "/"))
    return markdown


def _head_cell(inside: Token, slash: str) -> str:
    """A heading of a table; one without text is a plain cell."""
    return f"<{slash}{'th' if inside.content else 'td'}>"


_SCROLL = '<div class="scroll" role="group" tabindex="0" aria-label="Table">'


def _link_open(
    self: RendererHTML, tokens: Sequence[Token], i: int, options: object, env: MutableMapping[str, Any]
) -> str:
    """A Markdown link opens beside this page."""
    return f'<a href="{safe(tokens[i].attrGet("href"))}" target="_blank" rel="noopener noreferrer">'


def _text(self: RendererHTML, tokens: Sequence[Token], i: int, options: object, env: MutableMapping[str, Any]) -> str:
    """Plain text of the answer: escaped, with marks, addresses and telephone numbers made into controls."""
    content = tokens[i].content
    in_link = sum((t.type == "link_open") - (t.type == "link_close") for t in tokens[:i]) > 0
    return safe(content) if in_link else _controls(content, env["scope"], env["titles"])


def _controls(content: str, scope: str, titles: dict[int, str]) -> str:
    """Text with its marks, addresses and telephone numbers made into controls; the rest escaped."""
    done, parts = 0, []
    for found in _SPECIAL.finditer(content):
        parts.append(safe(content[done : found.start()]))
        done = found.end()
        if found["mark"]:
            number = int(found["mark"])
            parts.append(mark(scope, number, titles[number]) if number in titles else safe(found[0]))
        else:
            parts.append(link(found["url"], site(found["url"])) if found["url"] else telephone(found["phone"]))
    return "".join(parts) + safe(content[done:])


# -- sources -------------------------------------------------------------------------------------------------------


def mark(scope: str, number: int, title: str) -> str:
    """A numbered mark: a button that opens the source natively (popover), by touch, mouse and keyboard."""
    return (
        f'<button type="button" class="mark" popovertarget="{scope}-s{number}" '
        f'aria-label="Source {number}: {safe(title)}">{number}</button>'
    )


def source_sheet(scope: str, citation: Citation) -> str:
    """The sheet that a mark opens: the quoted passage, its citation, date and official page."""
    name = f"{scope}-s{citation.number}"
    return (
        f'<div class="sheet" popover id="{name}" role="dialog" aria-labelledby="{name}-t" tabindex="-1" autofocus>'
        f'<div class="sheet-head"><span class="number" aria-hidden="true">{citation.number}</span>'
        f'<p class="sheet-title" id="{name}-t"><span class="unseen">Source {citation.number}: </span>'
        f"{safe(citation.title)}</p>"
        f'<button type="button" class="close" popovertarget="{name}" popovertargetaction="hide" '
        f'aria-label="Close source">×</button></div>{_passage(citation)}</div>'
    )


def _passage(citation: Citation) -> str:
    """Citation, quote, date, confirmation and official page of a source."""
    as_of = f"<span>As of {safe(dated(citation.as_of))}</span>" if citation.as_of else ""
    label = "" if citation.citation == citation.title else safe(citation.citation)
    page = f"<span>{link(citation.url, f'Open the page at {site(citation.url)}')}</span>" if citation.url else ""
    return (
        f'<p class="label">{label}</p><blockquote>{safe(citation.quote)}</blockquote>'
        f'<p class="facts">{as_of}{_confirmed(citation.verified)}{page}</p>'
    )


def _confirmed(verified: bool) -> str:
    """A mark on sources that nobody has read in the original."""
    return "" if verified else '<span class="doubt">Not confirmed in an official source</span>'


def sources(scope: str, citations: Sequence[Citation]) -> str:
    """The list of sources under an answer, each of which opens to its quote; short lists are open."""
    if not citations:
        return ""
    items = "".join(_source_line(c) for c in citations)
    opened = " open" if len(citations) <= OPEN_SOURCES else ""
    count = f"{len(citations)} source{'s' if len(citations) > 1 else ''}"
    return f'<details class="sources"{opened}><summary>{count}</summary><ol>{items}</ol></details>' + "".join(
        source_sheet(scope, c) for c in citations
    )


def _source_line(citation: Citation) -> str:
    """One line of the list of sources."""
    doubt = ' <span class="doubt">Not confirmed</span>' if not citation.verified else ""
    label = "" if citation.citation == citation.title else f' <span class="label">{safe(citation.citation)}</span>'
    return (
        f'<li><details><summary><span class="number" aria-hidden="true">{citation.number}</span>'
        f'<span><span class="unseen">Source {citation.number}: </span>{safe(citation.title)}'
        f"{label}{doubt}</span></summary>"
        f"<div>{_passage(citation)}</div></details></li>"
    )


# -- the conversation ----------------------------------------------------------------------------------------------


def conversation(turns: Turns, feedback: str = "off") -> str:
    """All turns, each one a block that ends alike: the page keeps the earlier ones and announces only the new one."""
    blocks = "".join(f"{flat(turn_html(turn, feedback))}\n\n" for turn in turns)
    return blocks + ('<div class="end"></div>' if turns else "")


def turn_html(turn: Turn, feedback: str = "off") -> str:
    """A question and its answer; `feedback` is the owner's setting."""
    scope, answer = f"t{turn.number}", turn.answer
    outcome = _OUTCOMES.get(answer.outcome, "")
    label = f'<p class="outcome">{outcome}</p>' if outcome else ""
    left_out = f'<p class="left-out">Answered without: {safe(", ".join(turn.without))}</p>' if turn.without else ""
    return (
        f'<article class="turn {safe(answer.outcome)}" id="{scope}"><h2 class="asked" tabindex="-1">'
        f'<span class="unseen">You asked: </span><bdi>{safe(turn.question)}</bdi></h2><div class="reply">'
        f"{label}{left_out}{prose(answer.text, scope, answer.citations)}{notices(scope, answer)}"
        f"{_see_map(answer)}{sources(scope, answer.citations)}{_thumbs(turn, feedback)}</div></article>"
    )


def _thumbs(turn: Turn, feedback: str) -> str:
    """Whether the answer was useful, where the owner wants to know; the page's script sends what is pressed."""
    if feedback == "off":
        return ""
    say, questions = words("en"), feedback == "questions"
    cited = " ".join(c.passage_id for c in turn.answer.citations)
    asked = f' data-question="{safe(turn.question)}"' if questions else ""
    buttons = "".join(
        f'<button type="button" class="thumb" data-useful="{useful}">{say[key]}</button>'
        for useful, key in (("true", "yes"), ("false", "no"))
    )
    return (
        f'<div class="thumbs" role="group" aria-label="{say["useful"]}" data-outcome="{turn.answer.outcome}" '
        f'data-passages="{safe(cited)}"{asked} data-thanks="{say["thanks"]}" data-trouble="{say["not_sent"]}">'
        f"<p>{say['useful']}</p>{buttons}<p>{say['sends_question' if questions else 'sends']}</p></div>"
    )


def _see_map(answer: Answer) -> str:
    """On a small screen, where map and table come below the chat: the way there."""
    return '<p class="see-map"><a href="#found-title">Map and table</a></p>' if answer.programs else ""


def notices(scope: str, answer: Answer) -> str:
    """What to keep in mind about an answer."""
    titles = {c.number: c.title for c in answer.citations}
    lines = "".join(f"<li>{_controls(n, scope, titles)}</li>" for n in answer.notices)
    return f'<ul class="notices" aria-label="Please note">{lines}</ul>' if lines else ""


def chips(understood: Understood, without: Collection[Removable]) -> dict[Removable, str]:
    """The label of each part that was understood and can be left out, or was left out and can be put back."""
    said: dict[Removable, str] = {
        "place": understood.place or "",
        "services": ", ".join(understood.services),
        "populations": ", ".join(understood.populations),
        "age": "" if understood.age is None else str(understood.age),
    }
    names: dict[Removable, str] = {"place": "Place", "services": "Service", "populations": "For", "age": "Age"}
    labels: dict[Removable, str] = {}
    for part, name in names.items():
        if part in without:
            labels[part] = f"{name} left out · put back"
        elif said[part]:
            labels[part] = f"{name}: {said[part]} ✕"
    return labels


# -- programs: map and table ---------------------------------------------------------------------------------------


def found(answer: Answer | None, places: Gazetteer) -> str:
    """The map and the table of the programs in an answer; an empty text when it shows none."""
    programs = unique(answer.programs) if answer else []
    if answer is None or not programs:
        return ""
    names = labels(programs)
    markers = [
        Marker(name, f"{p.name}, {' and '.join(p.towns) or p.collaborative}", p.latitude, p.longitude)
        for name, p in zip(names, programs, strict=True)
        if p.latitude is not None and p.longitude is not None
    ]
    picture = f'<figure class="map-box">{map_svg(markers, home(answer.understood.place, places))}' if markers else ""
    hidden = len(programs) - len(markers)
    caption = f"<figcaption>{hidden} of {len(programs)} not on the map: no place in our documents.</figcaption>"
    picture += (caption if hidden else "") + "</figure>" if markers else ""
    return flat(
        f'<section class="found" aria-labelledby="found-title"><h2 id="found-title">In this answer</h2>{picture}'
        f"{program_table(programs, names, brief=True)}</section>"
    )


def unique(programs: Iterable[ProgramShown]) -> list[ProgramShown]:
    """Each program or collaborative once."""
    return list({(p.program_id or p.slug): p for p in reversed(list(programs))}.values())[::-1]


def labels(programs: Sequence[ProgramShown]) -> list[str]:
    """The label of each program on map and table: the number of its mark, else a letter."""
    letters = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return [str(p.number) if p.number is not None else next(letters, "·") for p in programs]


def home(name: str | None, places: Gazetteer) -> Marker | None:
    """The asker's place on the map, when it is one town."""
    place = places.lookup(name) if name else None
    town = places.towns.get(place.towns[0]) if place and len(place.towns) == 1 else None
    return Marker(town.name, f"Your place: {town.name}", town.lat, town.lon) if town else None


def program_table(programs: Sequence[ProgramShown], names: Sequence[str] = (), brief: bool = False) -> str:
    """Programs as a table of three columns; `names` are their labels on the map, `brief` leaves descriptions out."""
    numbers = names or [""] * len(programs)
    rows = "".join(_row(p, n, brief) for p, n in zip(programs, numbers, strict=True))
    heads = ("Program", "Where and contact") if brief else ("Program", "What and where", "Contact")
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    return (
        f'<table class="programs {"brief" if brief else "full"}"><caption class="unseen">Programs and collaboratives'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(program: ProgramShown, number: str, brief: bool) -> str:
    """One program: what and for whom, where and how far, whom to reach."""
    badge = f'<span class="number">{safe(number)}</span> ' if number else ""
    run_by = safe(program.collaborative) if program.program_id else "Collaborative"
    ages = f'<span class="ages">{safe(program.ages)}</span>' if program.ages else ""
    old = '<span class="doubt">Former</span>' if program.status == "former" else ""
    ask = '<span class="doubt">Ask whether it still runs</span>' if program.status == "confirm" else ""
    first = (
        f'<th scope="row">{badge}<span class="name">{safe(program.name)}</span><p class="by">{run_by}</p>'
        f'<p class="tags">{ages}{old}{ask}</p></th>'
    )
    if brief:
        return f"<tr>{first}<td>{_where(program)}{_contact(program)}</td></tr>"
    caution = f'<p class="caution">{safe(program.caution)}</p>' if program.caution else ""
    about = f'<p class="about">{safe(program.description)}</p>{caution}'
    return f"<tr>{first}<td>{about}{_where(program)}</td><td>{_contact(program)}</td></tr>"


def _where(program: ProgramShown) -> str:
    """Town, site, distance and membership."""
    town = safe(", ".join(program.towns)) if program.towns else f'<span class="gap">Place {UNKNOWN}</span>'
    spot = f' <span class="spot">{safe(program.place)}</span>' if program.place and program.program_id else ""
    far = program.miles is not None and program.miles >= 1
    miles = f'<span class="miles">about {program.miles:.0f} miles</span>' if far else ""
    member = '<span class="member">Member district</span>' if program.member else ""
    return f'<p class="place">{town}{spot}</p><p class="tags">{miles}{member}</p>'


def _contact(program: ProgramShown) -> str:
    """Telephone, website and how old the record is."""
    if program.status == "former" and program.program_id is None:
        return '<p class="gap">No longer exists</p>'
    phone = f"<p>{telephone(program.phone)}</p>" if program.phone else f'<p class="gap">Phone {UNKNOWN}</p>'
    website = f"<p>{link(program.website, site(program.website))}</p>" if program.website else ""
    as_of = f'<p class="as-of">as of {safe(dated(program.as_of))}</p>' if program.as_of else ""
    return phone + website + as_of
