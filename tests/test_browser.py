"""The page in a real browser: desktop and phone, light and dark, by mouse and by keyboard, with axe."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.server import create_app
from tests.fakes import FakeAssistant, settings
from tests.websites import IN_BROWSER

pytestmark = IN_BROWSER
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WHERE = "Where near Lexington is there job training?"
BOX = "#question textarea"


@dataclass
class Site:
    """The running application: its address, and the assistant behind it."""

    address: str
    assistant: FakeAssistant


@dataclass
class Visit:
    """An open page with what went wrong on it and whom it called."""

    page: Page
    site: Site
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def open(self, path: str = "/") -> None:
        """Open the page and wait until it is ready to be used."""
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(self.site.address + path)
        expect(self.page.locator("#send")).to_be_visible(timeout=30_000)
        expect(self.page.locator("#conversation .md")).to_have_attribute("role", "log")

    def ask(self, question: str) -> None:
        """Type a question, send it, and wait for its answer."""
        turns = self.page.locator(".turn").count()
        self.page.fill(BOX, question)
        self.page.click("#send")
        expect(self.page.locator(".turn")).to_have_count(turns + 1)

    def check(self) -> None:
        """No axe violation, nothing wider than the screen."""
        found = Axe().run(self.page, options=STANDARDS).response
        assert found["passes"]
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found["violations"]] == []
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    def focused(self, script: str = "e.className") -> str:
        """Something about the element that has the focus."""
        return str(self.page.evaluate(f"(e => {script})(document.activeElement)"))


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The real application over the fake assistant, on a free port of this machine."""
    assistant = FakeAssistant()
    # Many visits a minute come from this one address.
    unlimited = settings().model_copy(update={"rate_per_address": ""})
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(assistant, unlimited), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    yield Site(f"http://127.0.0.1:{door.getsockname()[1]}", assistant)
    server.should_exit = True
    server.force_exit = True
    thread.join(10)


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desktop", "phone"], scope="module")
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A screen: wide and light, or narrow and dark."""
    width, scheme = request.param
    screen = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce")
    yield screen
    screen.close()


@pytest.fixture
def visit(context: BrowserContext, site: Site) -> Iterator[Visit]:
    """A fresh page; afterwards nothing may have gone wrong on it, and no other host may have been called."""
    visit = Visit(context.new_page(), site)
    site.assistant.asked.clear()
    yield visit
    # Closed before anything is found wrong: pages left open would take all connections that a browser has for a host.
    visit.page.close()
    assert visit.errors == []
    assert visit.hosts == {urlsplit(site.address).netloc}


def test_every_state_of_the_page_is_accessible(visit: Visit) -> None:
    """The start, answers with and without programs, an open source, a decline, the directory."""
    visit.open()
    visit.check()
    visit.ask("May a board member be treasurer?")
    visit.check()
    visit.page.locator(".mark").first.click()
    visit.check()
    visit.page.keyboard.press("Escape")
    visit.ask(WHERE)
    visit.check()
    visit.ask("What is the capital of France?")
    visit.check()
    visit.page.get_by_role("tab", name="Directory").click()
    expect(visit.page.locator(".listing")).to_be_visible()
    expect(visit.page.locator("#atlas .pin").first).to_be_visible()
    visit.check()
    visit.page.get_by_role("tab", name="Calendar").click()
    expect(visit.page.locator(".deadlines")).to_be_visible()
    visit.check()


def test_the_box_is_in_view_with_its_warning(visit: Visit) -> None:
    """On a phone too the box shows at once, with the line above it."""
    visit.open()
    expect(visit.page.locator(BOX)).to_be_in_viewport()
    expect(visit.page.get_by_text("Please do not type a child's name.")).to_be_in_viewport()


def test_a_starter_question_is_answered(visit: Visit) -> None:
    """Three groups of three; pressing one answers it, and the groups make room."""
    visit.open()
    expect(visit.page.locator(".starter")).to_have_count(9)
    visit.page.get_by_role("button", name="What is an educational collaborative?").click()
    expect(visit.page.locator(".turn")).to_have_count(1)
    expect(visit.page.locator(".starter")).to_have_count(0)


def test_a_mark_opens_the_quote(visit: Visit) -> None:
    """With citation, date, official page in a new tab; doubt is shown; the close button closes."""
    visit.open()
    visit.ask("May a board member be treasurer?")
    visit.page.locator(".mark").first.click()
    sheet = visit.page.get_by_role("dialog", name="Source 1: Board members may not hold the money posts")
    expect(sheet.locator("blockquote")).to_contain_text("No one whom a member district appoints")
    expect(sheet).to_contain_text("603 CMR 50.06(2)(b)")
    expect(sheet.get_by_role("link")).to_have_attribute("target", "_blank")
    sheet.get_by_role("button", name="Close source").click()
    expect(sheet).to_be_hidden()
    visit.page.locator(".reply > p .mark").nth(1).click()
    expect(visit.page.get_by_role("dialog")).to_contain_text("Not confirmed in an official source")


def test_the_list_of_sources_opens_each_quote(visit: Visit) -> None:
    """The same quotes below the answer, without a dialog."""
    visit.open()
    visit.ask("May a board member be treasurer?")
    expect(visit.page.locator(".sources")).to_contain_text("2 sources")
    visit.page.locator(".sources li summary").first.click()
    expect(visit.page.locator(".sources li blockquote").first).to_be_visible()


def test_map_and_table_of_the_last_answer(visit: Visit) -> None:
    """Numbered markers and the same numbers in the table, with telephone links; gone when the next answer has none."""
    visit.open()
    visit.ask(WHERE)
    expect(visit.page.locator("#found .pin").first).to_be_visible()
    expect(visit.page.locator("#found table .number")).to_have_text(["1", "2", "3", "A"])
    expect(visit.page.locator("#found a[href^='tel:+1']").first).to_be_visible()
    visit.ask("What is the capital of France?")
    expect(visit.page.locator("#found .pin")).to_have_count(0)


def test_what_was_understood_can_be_left_out_and_put_back(visit: Visit) -> None:
    """The same question is answered again; the chip keeps the focus."""
    visit.open()
    visit.ask(WHERE)
    chip = visit.page.locator("#chip-place")
    expect(chip).to_have_text("Place: Lexington ✕")
    chip.click()
    expect(chip).to_have_text("Place left out · put back")
    expect(visit.page.locator(".left-out")).to_have_text("Answered without: place")
    assert visit.site.assistant.asked[-1] == (WHERE, (), ("place",))
    chip.click()
    expect(chip).to_have_text("Place: Lexington ✕")
    assert visit.focused("e.id") == "chip-place"
    assert not visit.site.assistant.asked[-1][2]


def test_a_suggestion_is_the_next_question(visit: Visit) -> None:
    """It is asked with what went before."""
    visit.open()
    visit.ask("May a board member be treasurer?")
    visit.page.get_by_role("button", name="Are board members paid?").click()
    expect(visit.page.locator(".turn")).to_have_count(2)
    assert visit.site.assistant.asked[-1] == ("Are board members paid?", ("May a board member be treasurer?",), ())


def test_start_over(visit: Visit) -> None:
    """The conversation is gone, the starter questions are back, and earlier questions no longer count."""
    visit.open()
    visit.ask(WHERE)
    visit.page.click("#restart")
    expect(visit.page.locator(".turn")).to_have_count(0)
    expect(visit.page.locator(".starter")).to_have_count(9)
    visit.ask("May a board member be treasurer?")
    assert visit.site.assistant.asked[-1][1] == ()


def test_a_linked_question_is_answered_at_load(visit: Visit) -> None:
    """`/?q=...` opens with its answer, and links within the page stay within it."""
    visit.open(f"/?q={quote(WHERE)}")
    expect(visit.page.locator(".turn")).to_have_count(1)
    assert visit.site.assistant.asked[-1][0] == WHERE
    see = visit.page.get_by_role("link", name="Map and table")
    if see.is_visible():
        see.click()
        expect(visit.page.locator(".turn")).to_have_count(1)
        expect(visit.page.locator("#found-title")).to_be_in_viewport()


def test_nothing_typed_runs(visit: Visit) -> None:
    """Markup in a question is shown as it was typed."""
    visit.open()
    typed = (
        "<img src=https://elsewhere.example/x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    )
    visit.ask(typed)
    expect(visit.page.locator(".asked bdi")).to_have_text(typed)
    assert visit.page.locator(".turn img, .turn script").count() == 0
    assert "run" not in visit.page.title()


def test_a_fault_of_the_assistant_is_said_kindly(visit: Visit) -> None:
    """The conversation goes on after it."""
    visit.open()
    visit.ask("break")
    expect(visit.page.locator(".reply")).to_contain_text("Something went wrong on our side")
    visit.ask("May a board member be treasurer?")


def test_the_directory_filters(visit: Visit) -> None:
    """All of today's collaboratives, then those of one town; an unknown town is said; filters clear."""
    visit.open()
    visit.page.get_by_role("tab", name="Directory").click()
    expect(visit.page.locator(".count")).to_contain_text("24 collaboratives")
    visit.page.get_by_label("Town or ZIP code").fill("Lexington")
    expect(visit.page.locator(".count")).to_contain_text("1 collaborative and")
    expect(visit.page.locator(".organizations")).to_contain_text("LABBB Educational Collaborative")
    visit.page.get_by_label("Town or ZIP code").fill("Narnia")
    expect(visit.page.locator(".listing")).to_contain_text("no place in Massachusetts")
    visit.page.get_by_role("button", name="Clear filters").click()
    expect(visit.page.locator(".count")).to_contain_text("the first 40 are shown")
    visit.page.get_by_role("button", name="Show more programs").click()
    expect(visit.page.locator(".count")).to_contain_text("the first 80 are shown")


def test_the_map_of_the_directory_opens_its_table(visit: Visit) -> None:
    """By keyboard: a number leads to its towns in the table, which opens; pins are large enough to touch."""
    visit.open()
    visit.page.get_by_role("tab", name="Directory").click()
    pin = visit.page.locator("#atlas .pin").nth(1)
    expect(pin).to_be_visible()
    box = pin.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    pin.focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#atlas tbody:target")).to_be_in_viewport()
    visit.check()
    visit.page.get_by_label("Town or ZIP code").fill("Lexington")
    expect(visit.page.locator("#atlas .home")).to_be_visible()
    visit.page.get_by_label("Town or ZIP code").fill("Narnia")
    expect(visit.page.locator("#atlas .pin")).to_have_count(0)


def test_the_calendar_can_be_saved(visit: Visit) -> None:
    """Dates come first, and the link saves a file with them."""
    visit.open()
    visit.page.get_by_role("tab", name="Calendar").click()
    expect(visit.page.locator(".deadlines h2").first).to_have_text("Fixed dates")
    with visit.page.expect_download() as saved:
        visit.page.get_by_role("link", name="Download the fixed dates").click()
    assert saved.value.suggested_filename.endswith(".ics")
    assert saved.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_the_whole_conversation_by_keyboard(visit: Visit) -> None:
    """A starter, its answer, a source and back, a typed question, a marker on the map."""
    visit.open()
    keys = visit.page.keyboard

    def tab_to(script: str, wanted: str) -> None:
        """Press Tab until the focus is where it is wanted."""
        for _ in range(60):
            if wanted in visit.focused(script):
                return
            keys.press("Tab")
        pytest.fail(f"Tab never reached {wanted}")

    tab_to("e.className", "starter")
    keys.press("Enter")
    expect(visit.page.locator(".asked")).to_be_focused()
    tab_to("e.className", "mark")
    keys.press("Enter")
    expect(visit.page.get_by_role("dialog")).to_be_visible()
    assert "sheet" in visit.focused()
    keys.press("Tab")
    assert "Close" in visit.focused("e.ariaLabel || ''")
    keys.press("Escape")
    expect(visit.page.get_by_role("dialog")).to_have_count(0)
    assert "mark" in visit.focused()
    tab_to("e.tagName", "TEXTAREA")
    keys.type(WHERE)
    keys.press("Enter")
    expect(visit.page.locator(".turn")).to_have_count(2)
    assert visit.focused("e.tagName") == "TEXTAREA"
    tab_to("e.className.baseVal || ''", "pin")


def test_an_answer_is_announced_once(visit: Visit) -> None:
    """The conversation is a polite log to which a turn is added, and earlier turns stay as they are."""
    visit.open()
    visit.ask("May a board member be treasurer?")
    visit.page.evaluate("document.querySelector('.turn').dataset.kept = 'yes'")
    expect(visit.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    visit.ask("What is the capital of France?")
    assert visit.page.locator(".turn").first.get_attribute("data-kept") == "yes"
    assert visit.page.locator(".turn").nth(1).get_attribute("data-kept") is None


def test_a_zoomed_page_still_fits(browser: Browser, site: Site) -> None:
    """320 pixels, as at 400 % zoom: nothing is cut, nothing scrolls sideways."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    visit = Visit(context.new_page(), site)
    visit.open()
    visit.ask(WHERE)
    visit.check()
    context.close()
