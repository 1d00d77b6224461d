"""What the page shows of an answer: marks, sources, chips, map, tables, and that nothing hostile gets through."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from assistant import conversation, deadlines, listing, render
from assistant.agenda import Entry, entries
from assistant.answer import Answer, Citation, ProgramShown, Understood
from assistant.asked import Removable
from assistant.atlas import atlas_html, spots
from assistant.capitals import capitalized
from assistant.conversation import Turn
from assistant.engine import _as_question
from assistant.escaping import safe
from assistant.listing import Filters
from assistant.map import Marker, clusters, counties, map_svg, ranges
from tests.fakes import FakeAssistant

HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>\u202egnp\u200b"
ASSISTANT = FakeAssistant()
DIRECTORY = ASSISTANT.corpus.directory
TODAY = date(2026, 11, 22)
DEADLINES = entries(ASSISTANT.corpus, TODAY)


class Tags(HTMLParser):
    """Collects tags and attributes, and checks that what is opened is closed in order."""

    VOID = frozenset({"br", "hr", "img", "input", "path", "rect", "circle"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """The last open tag is closed."""
        assert self.open.pop() == tag

    def of(self, tag: str, **attrs: str) -> list[dict[str, str | None]]:
        """The attributes of all tags of a kind that have the given values."""
        return [a for t, a in self.tags if t == tag and all(a.get(k.rstrip("_")) == v for k, v in attrs.items())]


def harmless(html: str) -> Tags:
    """The tags of HTML that holds no script, no handler, no image, and only links that are https or telephone."""
    tags = Tags(html)
    for tag, attrs in tags.tags:
        assert tag not in {"script", "img", "iframe", "object", "style", "base", "form"}
        assert not [name for name in attrs if name.startswith("on")]
        assert (attrs.get("href") or "https://").startswith(("https://", "tel:+1", "#", deadlines.FILE))
    assert "\u202e" not in html
    assert "\u200b" not in html
    return tags


def turn(answer: Answer, question: str = "May a board member be treasurer?") -> Turn:
    """A turn with an answer."""
    return Turn(1, question, answer)


# -- marks and sources ---------------------------------------------------------------------------------------------


def test_each_mark_opens_its_source() -> None:
    """A mark is a button for the sheet with its quote, and says its source's title."""
    tags = harmless(render.turn_html(turn(ASSISTANT.rule())))
    marks = tags.of("button", class_="mark")
    assert [m["popovertarget"] for m in marks] == ["t1-s1", "t1-s2", "t1-s2"]
    sheets = {d["id"]: d for d in tags.of("div", class_="sheet")}
    assert set(sheets) == {"t1-s1", "t1-s2"}
    assert all("popover" in sheet and sheet["role"] == "dialog" for sheet in sheets.values())
    assert marks[0]["aria-label"] == "Source 1: Board members may not hold the money posts"


def test_a_mark_without_a_source_stays_text() -> None:
    """Nothing to press where there is nothing to open."""
    answer = Answer(outcome="answered", text="So it is [7].", understood=Understood(intent="question"))
    html = render.turn_html(turn(answer))
    assert "So it is [7]." in html
    assert "mark" not in [attrs.get("class") for _, attrs in Tags(html).tags]


def test_a_source_shows_quote_citation_date_page_and_doubt() -> None:
    """All of them in the sheet; doubt only on what was not confirmed."""
    answer = ASSISTANT.rule()
    confirmed, doubtful = (render.source_sheet("t1", c) for c in answer.citations)
    assert "603 CMR 50.06(2)(b)" in confirmed
    assert "As of May 31, 2024" in confirmed
    assert "Open the page at doe.mass.edu" in confirmed
    assert safe(answer.citations[0].quote) in confirmed
    assert "Not confirmed" not in confirmed
    assert "Not confirmed" in doubtful


@pytest.mark.parametrize(("as_of", "said"), [("2024-05-31", "May 31, 2024"), ("2024-05", "May 2024"), ("2024", "2024")])
def test_dates(as_of: str, said: str) -> None:
    """Dates as people write them."""
    assert render.dated(as_of) == said


def test_a_declined_answer_has_a_label_and_no_sources() -> None:
    """It says that our documents do not answer, and lists nothing."""
    html = render.turn_html(turn(ASSISTANT.answer("What is the capital of France?")))
    assert "Not in our documents" in html
    assert "sources" not in html


# -- text ----------------------------------------------------------------------------------------------------------


def test_markdown_telephones_and_addresses() -> None:
    """Emphasis and lists; numbers can be called, addresses opened beside the page."""
    html = render.prose("**Call** 781-555-0100, or see https://www.labbb.com/x?a=1&b=2.\n\n- one\n- two", "t1", ())
    tags = harmless(html)
    assert "<strong>Call</strong>" in html
    assert tags.of("a", href="tel:+17815550100")
    assert tags.of("a", href="https://www.labbb.com/x?a=1&b=2", rel="noopener noreferrer", target="_blank")
    assert len(tags.of("li")) == 2


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>1</script>)",
        "![x](https://elsewhere.example/x.png)",
        '[x](https://a.example/"onmouseover=alert(1))',
        "<https://a.example/><svg onload=alert(1)>",
        "[a]: https://a.example 'title'\n\n[a]",
        "```html\n<script>alert(1)</script>\n```",
        "# heading\n\n| a |\n|---|\n| <b>x</b> |",
        "https://a.example/<script>",
    ],
)
def test_hostile_text_is_harmless(text: str) -> None:
    """Scripts, images, handlers and foreign schemes in question, answer, place and notice."""
    answer = Answer(
        outcome="answered", text=text, understood=Understood(intent="question", place=text), notices=(text,)
    )
    harmless(render.turn_html(turn(answer, text)))


def test_hostile_corpus_is_harmless() -> None:
    """The same in every field of a source and of a program, on the map and in the table."""
    citation = Citation(
        number=1, title=HOSTILE, citation=HOSTILE, url="javascript:alert(1)", quote=HOSTILE, passage_id="x",
        as_of=None, verified=False,
    )  # fmt: skip
    program = ProgramShown(
        program_id="x", name=HOSTILE, slug="x", collaborative=HOSTILE, towns=(HOSTILE,), place=HOSTILE, latitude=42.0,
        longitude=-71.0, ages=HOSTILE, description=HOSTILE, caution=HOSTILE, website="javascript:alert(1)",
    )  # fmt: skip
    answer = Answer(
        outcome="answered", text="x [1]", citations=(citation,), programs=(program,),
        understood=Understood(intent="where", place=HOSTILE),
    )  # fmt: skip
    harmless(render.turn_html(turn(answer)))
    harmless(render.found(answer, ASSISTANT.corpus.places))
    harmless(render.program_table([program]))


def test_each_turn_is_one_block_of_markdown() -> None:
    """Line breaks in a question do not end its block, and a last block closes every conversation."""
    turns = conversation.ask(ASSISTANT, (), "board\n\n# not a heading")
    turns = conversation.ask(ASSISTANT, turns, "where?")
    blocks = render.conversation(turns).split("\n\n")
    assert len(blocks) == 3
    assert all(block.startswith("<article") and "\n" not in block for block in blocks[:2])


# -- chips ---------------------------------------------------------------------------------------------------------


def test_chips_are_what_was_understood() -> None:
    """Place, services, populations and age, each with a cross."""
    labels = render.chips(ASSISTANT.where().understood, ())
    assert labels == {
        "place": "Place: Lexington ✕",
        "services": "Service: vocational and transition ✕",
        "populations": "For: autism ✕",
        "age": "Age: 16 ✕",
    }


def test_a_part_left_out_can_be_put_back() -> None:
    """Its chip stays, with the other offer."""
    without: tuple[Removable, ...] = ("age",)
    assert render.chips(ASSISTANT.where(without).understood, without)["age"] == "Age left out · put back"


def test_nothing_understood_gives_no_chips() -> None:
    """No row of chips then."""
    assert render.chips(Understood(intent="question"), ()) == {}


# -- conversation --------------------------------------------------------------------------------------------------


def test_earlier_questions_go_along() -> None:
    """Oldest first, and turns are numbered."""
    assistant = FakeAssistant()
    turns = conversation.ask(assistant, conversation.ask(assistant, (), "first board"), "second board")
    assert [t.number for t in turns] == [1, 2]
    assert assistant.asked[-1] == ("second board", ("first board",), ())


def test_leaving_a_part_out_answers_the_last_question_again() -> None:
    """The turn is replaced, and a second press puts the part back."""
    assistant = FakeAssistant()
    turns = conversation.ask(assistant, (), "where?")
    turns = conversation.toggle(assistant, turns, "place")
    assert assistant.asked[-1][2] == ("place",)
    assert (len(turns), turns[0].without) == (1, ("place",))
    turns = conversation.toggle(assistant, turns, "place")
    assert [question for question, _, _ in assistant.asked] == ["where?"] * 3
    assert not assistant.asked[-1][2]


@pytest.mark.parametrize("question", ["", "  \n", None, {"a": 1}, 7])
def test_nothing_asked_changes_nothing(question: object) -> None:
    """Blanks, and what a hostile browser may send instead of text."""
    assert conversation.ask(ASSISTANT, (), question) == ()


def test_a_fault_is_said_plainly_and_the_question_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The log has the kind of the fault only."""
    turns = conversation.ask(ASSISTANT, (), "break, dear Zebulon")
    assert turns[0].answer.text == conversation.FAULT
    assert "ValueError" in caplog.text
    assert "Zebulon" not in caplog.text


def test_only_the_last_turns_are_kept() -> None:
    """A long conversation forgets its oldest turns but keeps its numbering."""
    turns: conversation.Turns = ()
    for _ in range(conversation.KEPT + 3):
        turns = conversation.ask(ASSISTANT, turns, "board")
    assert len(turns) == conversation.KEPT
    assert turns[-1].number == conversation.KEPT + 3


# -- map and tables ------------------------------------------------------------------------------------------------


def test_the_map_is_self_contained_and_spoken() -> None:
    """Markers can be reached by keyboard and have names; nothing is fetched."""
    html = render.found(ASSISTANT.where(), ASSISTANT.corpus.places)
    tags = harmless(html)
    pins = tags.of("g", class_="pin")
    assert pins
    assert all(p["tabindex"] == "0" and p["role"] == "img" and p["aria-label"] for p in pins)
    assert tags.of("g", class_="home")[0]["aria-label"] == "Your place: Lexington"
    assert "url(" not in html
    assert "xlink" not in html


def test_map_and_table_carry_the_same_labels() -> None:
    """Numbers of the marks, letters for records without one."""
    answer = ASSISTANT.where()
    programs = render.unique(answer.programs)
    assert render.labels(programs) == ["1", "2", "3", "A"]
    html = render.found(answer, ASSISTANT.corpus.places)
    assert re.findall(r'<span class="number">(\w)</span>', html) == ["1", "2", "3", "A"]


def test_markers_that_would_cover_each_other_share_a_pill() -> None:
    """With all their numbers on it."""
    near = [Marker(str(n), f"Place {n}", 42.4 + n / 1000, -71.2) for n in (1, 2, 3, 5)]
    svg = map_svg([*near, Marker("6", "Far", 42.1, -72.6)])
    assert svg.count('class="pin"') == 2
    assert "1–3, 5" in svg


def test_ranges() -> None:
    """Neighbours are drawn together, many pieces are cut."""
    assert ranges(["1", "2", "3", "5"]) == "1–3, 5"
    assert ranges(["A", "B"]) == "A, B"
    assert ranges(["1", "3", "5", "7"]) == "1, 3, +"


def test_the_state_has_its_counties() -> None:
    """All fourteen."""
    assert len(counties()) == 14


def test_a_program_row_says_what_is_unknown() -> None:
    """Place and telephone number."""
    bare = ProgramShown(program_id="x", name="Bare", slug="x", collaborative="X")
    assert render.program_table([bare]).count("not in our documents") == 2


# -- directory -----------------------------------------------------------------------------------------------------


def test_unfiltered_listing_is_everything_of_today() -> None:
    """No dissolved collaborative, no former program."""
    found = listing.select(DIRECTORY, Filters())
    assert len(found.organizations) == len(DIRECTORY.active)
    assert all(p.status != "former" for p in found.programs)
    harmless(listing.listing_html(found, Filters()))


def test_filters_narrow_the_listing() -> None:
    """All at once; collaboratives are those whose programs are left."""
    found = listing.select(DIRECTORY, Filters(service="vocational and transition", age=16, region="Greater Boston"))
    assert found.programs
    assert all("vocational and transition" in p.categories for p in found.programs)
    assert {o.region for o in found.organizations} == {"Greater Boston"}
    assert {p.slug for p in found.programs} == {o.slug for o in found.organizations}


def test_a_town_brings_its_own_collaborative_first() -> None:
    """However its name is written."""
    found = listing.select(DIRECTORY, Filters(town="lexington"))
    assert [o.slug for o in found.organizations] == ["labbb"]
    assert found.programs[0].member


def test_a_dissolved_collaborative_shows_only_by_name() -> None:
    """And says that it no longer exists."""
    html = listing.listing_html(listing.select(DIRECTORY, Filters(collaborative="edco")), Filters(collaborative="edco"))
    assert "No longer exists" in html
    assert "edco" not in [o.slug for o in listing.select(DIRECTORY, Filters()).organizations]


def test_an_unknown_town_is_said() -> None:
    """With what was typed, made harmless."""
    filters = Filters(town=f"Narnia {HOSTILE}")
    html = listing.listing_html(listing.select(DIRECTORY, filters), filters)
    harmless(html)
    assert "no place in Massachusetts" in html


def test_filters_from_a_hostile_browser() -> None:
    """What is not text or not an age counts as empty."""
    assert Filters.of([None, {"x": 1}, 7, ["a"], " Lynn ", "abc"]) == Filters(town="Lynn")
    assert Filters.of(["", "", "", "", "", "16"]).age == 16


# -- the map of the directory --------------------------------------------------------------------------------------


def test_the_map_shows_all_that_the_filters_leave() -> None:
    """Every program and seat with a known town is counted once in each; the rest is said to be missing."""
    found = listing.select(DIRECTORY, Filters(region="Greater Boston"))
    towns = spots(found, DIRECTORY.places)
    assert {p.program_id for s in towns for p in s.programs} == {p.program_id for p in found.programs if p.towns}
    missing = sum(not p.towns for p in found.programs)
    assert f"{missing} programs not on the map" in atlas_html(found, DIRECTORY.places)


def test_each_number_on_the_map_leads_to_its_towns_in_the_table() -> None:
    """A pin is a link whose name begins with what it shows; its part of the table has the same number."""
    found = listing.select(DIRECTORY, Filters())
    tags = harmless(atlas_html(found, DIRECTORY.places))
    pins = tags.of("a", class_="pin")
    bodies = [body["id"] for body in tags.of("tbody")]
    assert sorted(str(pin["href"]) for pin in pins) == [f"#{name}" for name in bodies]
    towns = spots(found, DIRECTORY.places)
    assert len(tags.of("th", scope="row")) == len(towns)
    told = sum(int(str(pin["aria-label"]).split(":")[0]) for pin in pins)
    assert told == sum(len(s.seats) + len(s.programs) for s in towns)


def test_counts_that_share_a_pill_are_added_up() -> None:
    """With the names of the towns, as far as they are few."""
    near = [Marker("3", f"Town {n}", 42.4 + n / 1000, -71.2, f"#town-{n}") for n in range(8)]
    svg = map_svg([*near, Marker("1", "Far", 42.1, -72.6, "#far")], counted=True)
    assert ">24</text>" in svg
    assert 'aria-label="24: Town 0; Town 1; Town 2; Town 3; Town 4; Town 5; and 2 more"' in svg
    assert [len(shared) for shared in clusters([*near, Marker("1", "Far", 42.1, -72.6)], counted=True)] == [8, 1]


def test_the_map_shows_the_town_that_was_typed() -> None:
    """As a ring."""
    found = listing.select(DIRECTORY, Filters(town="lexington"))
    assert Tags(atlas_html(found, DIRECTORY.places)).of("g", class_="home")[0]["aria-label"] == "Your place: Lexington"


@pytest.mark.parametrize("filters", [Filters(town="Narnia"), Filters(collaborative="edco")])
def test_no_map_where_nothing_runs(filters: Filters) -> None:
    """An unknown town, a dissolved collaborative."""
    assert atlas_html(listing.select(DIRECTORY, filters), DIRECTORY.places) == ""


# -- calendar ------------------------------------------------------------------------------------------------------


def test_the_calendar_has_every_deadline_and_fixed_dates_first() -> None:
    """Each entry once, dates in order, then duties by their occasion."""
    groups = deadlines.grouped(DEADLINES)
    assert list(groups) == [deadlines.FIXED, deadlines.RECURRING, deadlines.EVENT, deadlines.PAST]
    assert list(groups[deadlines.FIXED]) == ["2027-01-01", "2027-04-30", "2027-06-30", "2027-07-01"]
    assert len(groups[deadlines.RECURRING]["every year"]) > 1
    assert sum(len(same) for section in groups.values() for same in section.values()) == len(DEADLINES)


def test_a_deadline_has_date_who_duty_and_source() -> None:
    """All escaped, with the official page and the file for calendars."""
    html = deadlines.calendar_html(DEADLINES, TODAY)
    tags = harmless(html)
    assert tags.of("time", datetime="2027-01-01")
    assert 'January 1, 2027</time> <span class="away">in 40 days' in html
    first = DEADLINES[0]
    assert safe(first.due.duty) in html
    assert f"Who: {safe(first.due.who)}" in html
    assert f">{safe(first.passage.label)}</a>" in html
    assert "download" in tags.of("a", class_="download", href=deadlines.FILE)[0]


def test_a_deadline_that_nobody_confirmed_says_so() -> None:
    """And shows how old its source is."""
    sure = replace(DEADLINES[0], passage=replace(DEADLINES[0].passage, as_of="2024-05-31"))
    assert "Not confirmed" not in deadlines.calendar_html([sure], TODAY)
    assert "As of May 31, 2024" in deadlines.calendar_html([sure], TODAY)
    doubtful = replace(sure.passage, verified=False), replace(sure.passage, pin_confirmed=False)
    for unsure in (replace(sure, passage=passage) for passage in doubtful):
        assert '<span class="doubt">Not confirmed</span>' in deadlines.calendar_html([unsure], TODAY)


@pytest.mark.parametrize(("day", "said"), [(TODAY, "today"), (date(2026, 11, 23), "tomorrow")])
def test_how_far_a_day_is(day: date, said: str) -> None:
    """In words when it is near."""
    assert f">{said}</span>" in deadlines.calendar_html([replace(DEADLINES[0], next=day)], TODAY)


def test_a_hostile_deadline_is_harmless() -> None:
    """In duty, person, occasion and source."""
    due = DEADLINES[0].due.model_copy(update={"duty": HOSTILE, "who": HOSTILE, "when": HOSTILE})
    passage = replace(DEADLINES[0].passage, citation=HOSTILE, url="javascript:alert(1)")
    harmless(deadlines.calendar_html([Entry(due, passage, None), Entry(due, passage, TODAY)], TODAY))


# -- capitals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "shown"),
    [
        ("how do i get my daughter in", "How do I get my daughter in"),
        ("i'm not happy, what can i do", "I'm not happy, what can I do"),
        ("what is an iep", "What is an IEP"),
        ("are ieps read by dese or by moec's board", "Are IEPs read by DESE or by MOEC's board"),
        ("how old is south shore educational collaborative", "How old is South Shore Educational Collaborative"),
        ("where is case collaborative", "Where is CASE Collaborative"),
        ("in that case, who reads it", "In that case, who reads it"),
        ("what does 603 cmr 50.04(2)(i) say", "What does 603 CMR 50.04(2)(i) say"),
        ("it is in it", "It is in it"),
        ("What is LABBB", "What is LABBB"),
    ],
)
def test_capitals(ask: str, shown: str) -> None:
    """'I', abbreviations and names get theirs; plain words and pins of provisions keep their letters."""
    assert capitalized(ask) == shown
    assert _as_question(ask) == f"{shown}?"
    assert _as_question(f"{ask}?") == f"{shown}?"
