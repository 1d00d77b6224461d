"""What the page shows of an answer: marks, sources, chips, map, tables, and that nothing hostile gets through."""

import re

import pytest

from assistant import conversation, render
from assistant.answer import Answer, Citation, ProgramShown, Understood
from assistant.asked import Removable
from assistant.conversation import Turn
from assistant.escaping import safe
from assistant.map import Marker, counties, map_svg, ranges
from tests.fakes import FakeAssistant
from tests.markup import HOSTILE, Tags, harmless

ASSISTANT = FakeAssistant()


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
