"""The page in the browser: places the parts and connects them. What they do is in conversation, listing and render."""

import os
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, get_args

from fastapi import FastAPI

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr

from assistant import conversation, listing, render
from assistant.agenda import entries
from assistant.asked import Removable
from assistant.atlas import atlas_html
from assistant.conversation import PARTS, Answering, Turns
from assistant.deadlines import calendar_html
from assistant.escaping import safe
from assistant.listing import PAGE, Filters
from assistant.models.provider import disclosure
from assistant.rate import Desk
from assistant.settings import Settings
from corpus.directory import REGIONS
from corpus.schema import Category, Population

NAME = "Collaborative Answers"
TITLE = "Ask about Massachusetts educational collaboratives"
WARNING = "Answers come from public documents. Please do not type a child's name."
STARTERS = {
    "For parents": (
        "How does my child get into a collaborative program?",
        "My son is 16 and has autism. Is there job training near Lexington?",
        "Do I have to pay for a collaborative program?",
    ),
    "For directors": (
        "What is due before January?",
        "May a board member work for the collaborative?",
        "How large a surplus may a collaborative keep?",
    ),
    "For everyone": (
        "What is an educational collaborative?",
        "Which collaborative does Lexington belong to?",
        "Which collaboratives are in the West?",
    ),
}
SUGGESTED = 3
HOUR = 3600
_LOGO = (
    '<svg class="logo" viewBox="0 0 40 40" aria-hidden="true"><circle cx="14" cy="15" r="9"/>'
    '<circle cx="26" cy="15" r="9"/><circle cx="20" cy="25.5" r="9"/></svg>'
)
HEADER = f'<div class="masthead">{_LOGO}<div><p class="brand">{NAME}</p><h1>{TITLE}</h1></div></div>'
FOOTER = (
    "<p>General information, not legal advice. Every statement shows its source; what our documents do not say, we say "
    'so. Your questions are not saved. <a href="privacy" target="_blank" rel="noopener">Privacy</a></p>'
)
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_id": "answer"}


def theme() -> gr.themes.Base:
    """Gradio's plain theme with the fonts of the visitor's device: nothing is fetched from elsewhere."""
    sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif"]
    return gr.themes.Base(font=sans, font_mono=["ui-monospace", "monospace"])


def mount(app: FastAPI, assistant: Answering, settings: Settings, desk: Desk) -> FastAPI:
    """The application with the page at its root; what Gradio offers beyond the page is off."""
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build_interface(assistant, settings, desk),
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        theme=theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=1,
    )
    return mounted


def build_interface(assistant: Answering, settings: Settings, desk: Desk) -> gr.Blocks:
    """The whole page over an assistant; its questions are answered at the same desk as the API's."""
    with gr.Blocks(title=f"{NAME}: {TITLE.lower()}", analytics_enabled=False, fill_width=True) as page:
        _html(HEADER, "masthead-box")
        with gr.Tabs(elem_id="faces"):
            with gr.Tab("Ask", id="ask", elem_id="ask-panel"):
                _chat(page, assistant, settings, desk)
            with gr.Tab("Directory", id="directory", elem_id="directory-panel") as tab:
                _directory(tab, assistant)
            with gr.Tab("Calendar", id="calendar", elem_id="calendar-panel") as tab:
                _calendar(tab, assistant)
        _html(FOOTER, "foot")
    page.queue(max_size=max(1, settings.waiting), default_concurrency_limit=settings.at_once, api_open=False)
    return page


def _html(value: str, name: str) -> gr.Markdown:
    """HTML made by render. Markdown keeps it as it is and, unlike gr.HTML, needs no eval in the page."""
    return gr.Markdown(value, elem_id=name, sanitize_html=False, latex_delimiters=[], container=False)


# -- the chat ------------------------------------------------------------------------------------------------------


def _chat(page: gr.Blocks, assistant: Answering, settings: Settings, desk: Desk) -> None:
    """The conversation on the left, map and table of its last answer on the right."""
    turns = gr.State((), time_to_live=HOUR)
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=3, elem_id="chat"):
            talk = _html("", "conversation")
            starters, starting = _starters()
            with gr.Row(elem_id="understood", visible=False) as understood:
                _html('<p class="row-label">We understood (press to leave out)</p>', "chips-title")
                chips = {part: gr.Button(visible=False, elem_id=f"chip-{part}", size="sm") for part in PARTS}
            with gr.Row(elem_id="next", visible=False) as following:
                _html('<p class="row-label">You could ask next</p>', "next-title")
                suggestions = [gr.Button(visible=False, elem_classes="suggestion", size="sm") for _ in range(SUGGESTED)]
            box, send, restart = _composer(settings.max_question, disclosure(settings))
        with gr.Column(scale=2, elem_id="beside", visible=False) as beside:
            found = _html("", "found")
    outputs = [turns, talk, starters, understood, *chips.values(), following, *suggestions, restart, beside, found, box]

    def shown(turns: Turns, box: str | None = None) -> tuple[Any, ...]:
        """What every part of the chat shows of a conversation; `box` None leaves what is being typed alone."""
        return (*_shown(assistant, turns, settings.feedback), gr.skip() if box is None else gr.update(value=box))

    async def ask(question: str, turns: Turns) -> tuple[Any, ...]:
        """Answer what was typed or pressed, and clear the box."""
        return shown(await conversation.ask_at(desk, assistant, turns, question), "")

    async def toggle(part: Removable, turns: Turns) -> tuple[Any, ...]:
        """Answer again without a part of what was understood."""
        return shown(await conversation.toggle_at(desk, assistant, turns, part))

    async def open_with(request: gr.Request) -> tuple[Any, ...]:
        """A page opened with ?q=... has that question answered."""
        return shown(await conversation.ask_at(desk, assistant, (), request.query_params.get("q", "")))

    gr.on([box.submit, send.click], ask, [box, turns], outputs, **QUIET)
    for button in (*starting, *suggestions):
        button.click(ask, [button, turns], outputs, **QUIET)
    for part, chip in chips.items():
        chip.click(partial(toggle, part), [turns], outputs, **QUIET)
    restart.click(lambda: shown((), ""), None, outputs, **QUIET)
    page.load(open_with, None, outputs, **QUIET)


def _starters() -> tuple[gr.Column, list[gr.Button]]:
    """Questions to begin with, in three groups."""
    buttons = []
    with gr.Column(elem_id="starters") as column, gr.Row(elem_id="starter-groups"):
        for number, (group, questions) in enumerate(STARTERS.items()):
            with gr.Column(elem_classes="starter-group", min_width=220):
                _html(f"<h2>{group}</h2>", f"starter-{number}")
                buttons += [gr.Button(question, elem_classes="starter") for question in questions]
    return column, buttons


def _composer(longest: int, receives: str) -> tuple[gr.Textbox, gr.Button, gr.Button]:
    """The box to type in, with its warning, and the buttons beside it."""
    with gr.Column(elem_id="composer"):
        with gr.Row(elem_id="warning-row"):
            _html(f'<p id="warning">{" ".join(filter(None, [WARNING, safe(receives)]))}</p>', "warning-box")
            restart = gr.Button("Start over", elem_id="restart", visible=False, size="sm")
        with gr.Row(elem_id="composer-row"):
            box = gr.Textbox(
                label="Your question",
                placeholder="Type your question",
                lines=1,
                max_lines=6,
                max_length=longest,
                elem_id="question",
                scale=8,
                container=False,
            )
            send = gr.Button("Ask", variant="primary", elem_id="send", scale=0, min_width=72)
    return box, send, restart


def _shown(assistant: Answering, turns: Turns, feedback: str) -> tuple[Any, ...]:
    """Values and visibility of the chat's parts, in the order of its outputs."""
    last = turns[-1] if turns else None
    labels = render.chips(last.answer.understood, last.without) if last else {}
    asks = last.answer.suggestions[:SUGGESTED] if last else ()
    found = render.found(last.answer, assistant.corpus.places) if last else ""
    return (
        turns,
        render.conversation(turns, feedback),
        gr.update(visible=not turns),
        gr.update(visible=bool(labels)),
        *(gr.update(value=labels.get(part, ""), visible=part in labels) for part in PARTS),
        gr.update(visible=bool(asks)),
        *(gr.update(value=asks[i] if i < len(asks) else "", visible=i < len(asks)) for i in range(SUGGESTED)),
        gr.update(visible=bool(turns)),
        gr.update(visible=bool(found)),
        found,
    )


# -- the directory -------------------------------------------------------------------------------------------------


def _directory(tab: gr.Tab, assistant: Answering) -> None:
    """Filters above; below them the map, collaboratives and programs, which are asked for when the tab is opened."""
    directory = assistant.corpus.directory
    named = sorted((o.name + (" (closed)" if o.status == "dissolved" else ""), o.slug) for o in directory.organizations)
    _html("<p>Browse the collaboratives and what they offer, as far as our documents tell.</p>", "directory-lead")
    with gr.Row(elem_id="filters"):
        inputs = [
            _choice("Collaborative", named),
            _choice("Region", [(r, r) for r in REGIONS]),
            _choice("Service", [(c.capitalize(), c) for c in get_args(Category)]),
            _choice("Serves students with", [(p.capitalize(), p) for p in get_args(Population)]),
            gr.Textbox(label="Town or ZIP code", max_length=80, elem_id="town"),
            gr.Textbox(label="Age in years", max_length=2, elem_id="age"),
        ]
    with gr.Row(elem_id="filter-actions"):
        clear = gr.Button("Clear filters", size="sm", elem_id="clear")
    limit = gr.State(PAGE, time_to_live=HOUR)
    atlas = _html("", "atlas")
    listed = _html("", "listed")
    more = gr.Button("Show more programs", elem_id="more", visible=False)

    def listing_at(limit: int, *chosen: object) -> tuple[Any, ...]:
        """The map and the listing for the filters, up to a number of programs."""
        filters = Filters.of(chosen)
        # Now and not when the page was made: the documents may have changed.
        current = assistant.corpus.directory
        found = listing.select(current, filters)
        more = gr.update(visible=len(found.programs) > limit)
        return limit, listing.listing_html(found, filters, limit), more, atlas_html(found, current.places)

    def first(*chosen: object) -> tuple[Any, ...]:
        """The first programs that pass the filters."""
        return listing_at(PAGE, *chosen)

    def further(limit: int, *chosen: object) -> tuple[Any, ...]:
        """More of the same; the map has them all already."""
        return (*listing_at(limit + PAGE, *chosen)[:-1], gr.skip())

    outputs = [limit, listed, more, atlas]
    triggers: list[Callable[..., Any]] = [tab.select, *(i.change for i in inputs)]
    gr.on(triggers, first, inputs, outputs, **QUIET, trigger_mode="always_last")
    more.click(further, [limit, *inputs], outputs, **QUIET)
    clear.click(lambda: ("", "", "", "", "", ""), None, inputs, **QUIET)


def _choice(label: str, choices: list[tuple[str, str]]) -> gr.Dropdown:
    """A filter with one choice, or any."""
    return gr.Dropdown([("Any", ""), *choices], value="", label=label, filterable=True, min_width=200)


# -- the calendar --------------------------------------------------------------------------------------------------


def _calendar(tab: gr.Tab, assistant: Answering) -> None:
    """The directors' deadlines, counted from the day on which the tab is opened."""
    deadlines = _html("", "deadlines")

    def today() -> str:
        """The calendar as it stands now."""
        return calendar_html(entries(assistant.corpus, date.today()), date.today())

    tab.select(today, None, deadlines, **QUIET)
