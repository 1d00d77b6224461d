"""The widget on other websites and the small chat page in it, in a real browser: allowed, refused, phone, keyboard."""

import gzip
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FrameLocator, Page, Route, expect, sync_playwright

from assistant.embed import files
from assistant.server import create_app
from tests.fakes import FakeAssistant, settings

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
pytestmark = [
    # A browser under load may be late; what is really broken fails three times.
    pytest.mark.flaky(reruns=2),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (looked for chromium and google-chrome)"),
    pytest.mark.filterwarnings("ignore::Warning:gradio.*"),
]
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WHERE = "Where near Lexington is there job training?"
RULE = "May a board member be treasurer?"
TITLE = "Ask us"
HOSTILE = """
* { box-sizing: content-box !important; letter-spacing: 4px; }
html { font-size: 62.5%; }
body { margin: 0; font-size: 16px; direction: rtl; color: #222; background: #fff; line-height: 3; }
body > :not(main), section, button, dialog, iframe {
  display: none !important; visibility: hidden !important; opacity: 0 !important; position: static !important;
  transform: scale(0.1) !important; pointer-events: none !important; color: red !important; z-index: -1 !important;
}
"""
HOST_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A district</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/host.css"><script src="{site}/widget.js" async data-title="Ask us" data-color="#ffcc00"
data-greeting="Welcome to our district." data-audience="parents" data-position="{position}"></script></head>
<body><main><h1>A district</h1><p>Words of a district.</p><p><a href="/other">Another page</a></p></main></body>"""


class HostPage(BaseHTTPRequestHandler):
    """Another website, with hostile style and a strict policy."""

    def __init__(self, site: list[str], *args: Any) -> None:
        self.site = site
        super().__init__(*args)

    def do_GET(self) -> None:
        """The style, or a page with the widget; `/frame` shows the chat page directly."""
        position = "left" if self.path == "/left" else "right"
        body, kind = HOST_PAGE.format(site=self.site[0], position=position), "text/html"
        if self.path == "/host.css":
            body, kind = HOSTILE, "text/css"
        elif self.path == "/frame":
            body = f'<!doctype html><title>x</title><iframe src="{self.site[0]}/embed"></iframe>'
        self.send_response(200)
        self.send_header("Content-Type", kind)
        policy = "default-src 'none'; style-src 'self'; img-src data:; script-src {0}; frame-src {0}"
        self.send_header("Content-Security-Policy", policy.format(self.site[0]))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@dataclass
class Sites:
    """The assistant, a website that may show it, and one that may not."""

    assistant: FakeAssistant
    own: str
    allowed: str
    refused: str


@dataclass
class Visit:
    """An open page with what went wrong on it and what it asked for."""

    page: Page
    sites: Sites
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from the start."""
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def embed(self, path: str = "/embed") -> None:
        """Open the chat page on its own."""
        self.page.goto(self.sites.own + path)
        expect(self.page.locator("#starters button")).to_have_count(3)

    def ask(self, question: str) -> None:
        """Type a question into the chat page and wait for its answer."""
        turns = self.page.locator(".turn").count()
        self.page.fill("#question", question)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".turn")).to_have_count(turns + 1)
        expect(self.page.locator(".waiting")).to_have_count(0)

    def open_widget(self, path: str = "/") -> FrameLocator:
        """Open the widget on the allowed website."""
        self.page.goto(self.sites.allowed + path)
        self.page.get_by_role("button", name=TITLE).click()
        frame = self.page.frame_locator("iframe")
        expect(frame.locator("#greeting")).to_have_text("Welcome to our district.")
        return frame

    def check(self) -> None:
        """No axe violation, in the frame neither, and nothing wider than the screen."""
        for frame in self.page.frames:
            found = Axe().run(frame, options=STANDARDS).response
            assert found["passes"]
            assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found["violations"]] == []
            assert frame.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def serve(run: Callable[[], object]) -> None:
    """Run a server in the background."""
    threading.Thread(target=run, daemon=True).start()


@pytest.fixture(scope="module")
def sites() -> Iterator[Sites]:
    """Three origins on free ports of this machine."""
    own: list[str] = []
    hosts = [ThreadingHTTPServer(("127.0.0.1", 0), partial(HostPage, own)) for _ in range(2)]
    allowed, refused = [f"http://127.0.0.1:{host.server_port}" for host in hosts]
    door = socket.create_server(("127.0.0.1", 0))
    own.append(f"http://127.0.0.1:{door.getsockname()[1]}")
    chosen = settings().model_copy(update={"allowed_origins": allowed, "rate_per_address": ""})
    assistant = FakeAssistant()
    server = uvicorn.Server(uvicorn.Config(create_app(assistant, chosen), log_level="error", access_log=False))
    serve(lambda: server.run(sockets=[door]))
    for host in hosts:
        serve(host.serve_forever)
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    yield Sites(assistant, own[0], allowed, refused)
    server.should_exit = server.force_exit = True
    for host in hosts:
        host.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desktop", "phone"])
def visit(request: pytest.FixtureRequest, browser: Browser, sites: Sites) -> Iterator[Visit]:
    """A fresh visitor, at a desk or with a phone; afterwards no other host may have been called."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
    )
    sites.assistant.asked.clear()
    visit = Visit(context.new_page(), sites)
    yield visit
    here = {urlsplit(site).netloc for site in (sites.own, sites.allowed, sites.refused)}
    assert {urlsplit(url).netloc for url in visit.requests if not url.startswith("data:")} <= here
    context.close()


# -- the chat page -------------------------------------------------------------------------------------------------


def test_sizes() -> None:
    """The loader is at most 5 kB, the whole chat page at most 60 kB, compressed."""
    sent = files(settings())
    assert len(sent["/widget.js"].packed) <= 5_000
    assert sum(len(sent[path].packed) for path in ("/embed", "/embed.css", "/embed.js")) <= 60_000
    assert gzip.decompress(sent["/embed.js"].packed) == sent["/embed.js"].content


def test_no_style_or_script_in_the_page() -> None:
    """A strict policy needs neither."""
    page = files(settings())["/embed"].content.decode()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page)


def test_every_state_of_the_chat_page_is_accessible(visit: Visit) -> None:
    """The start, a rule, an open source, programs, a decline, trouble."""
    visit.embed()
    visit.check()
    visit.ask(RULE)
    visit.check()
    visit.page.locator(".mark").first.click()
    visit.check()
    visit.page.keyboard.press("Escape")
    visit.ask(WHERE)
    visit.check()
    visit.ask("What is the capital of France?")
    visit.check()
    assert visit.errors == []


def test_a_mark_opens_the_quote_and_gives_the_focus_back(visit: Visit) -> None:
    """Quote, citation, doubt, official page in a new tab."""
    visit.embed()
    visit.ask(RULE)
    mark = visit.page.get_by_role("button", name="Source 1: Board members may not hold the money posts")
    mark.click()
    sheet = visit.page.get_by_role("dialog")
    expect(sheet.locator("blockquote")).to_contain_text("No one whom a member district appoints")
    expect(sheet).to_contain_text("603 CMR 50.06(2)(b)")
    expect(sheet.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")
    visit.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(mark).to_be_focused()
    visit.page.locator(".mark").nth(1).click()
    expect(sheet).to_contain_text("Not confirmed in an official source")


def test_program_cards_can_be_called(visit: Visit) -> None:
    """Each program with its collaborative and a telephone link."""
    visit.embed()
    visit.ask(WHERE)
    expect(visit.page.locator(".cards li")).to_have_count(4)
    expect(visit.page.locator(".cards a[href^='tel:+1']").first).to_be_visible()
    assert visit.page.evaluate("scrollY") == 0


def test_chips_leave_out_and_put_back(visit: Visit) -> None:
    """The same question is answered again, and the chip keeps the focus."""
    visit.embed()
    visit.ask(WHERE)
    chip = visit.page.locator("[data-part=place]")
    expect(chip).to_have_text("Place: Lexington ✕")
    chip.click()
    expect(chip).to_have_text("Place left out · put back")
    expect(chip).to_be_focused()
    assert visit.sites.assistant.asked[-1] == (WHERE, (), ("place",))
    expect(visit.page.locator(".turn")).to_have_count(1)


def test_the_conversation_stays_in_this_browser(visit: Visit) -> None:
    """Reload and back keep it, with its history; start over clears it; no cookie is set."""
    visit.embed()
    visit.ask(RULE)
    visit.page.reload()
    expect(visit.page.locator(".turn")).to_have_count(1)
    visit.page.goto(visit.sites.own + "/healthz")
    visit.page.go_back()
    expect(visit.page.locator(".turn")).to_have_count(1)
    visit.page.get_by_role("button", name="Are board members paid?").click()
    expect(visit.page.locator(".turn")).to_have_count(2)
    expect(visit.page.locator(".waiting")).to_have_count(0)
    assert visit.sites.assistant.asked[-1] == ("Are board members paid?", (RULE,), ())
    assert visit.page.evaluate("localStorage.length") == 1
    visit.page.get_by_role("button", name="Start over").click()
    expect(visit.page.locator("#starters button")).to_have_count(3)
    assert visit.page.evaluate("localStorage.length") == 0
    visit.page.reload()
    expect(visit.page.locator(".turn")).to_have_count(0)
    assert visit.page.context.cookies() == []


def test_a_linked_question_is_answered_once(visit: Visit) -> None:
    """`/embed?q=...` opens with its answer, without what was asked before; a reload does not ask again."""
    visit.embed()
    visit.ask(RULE)
    visit.page.goto(f"{visit.sites.own}/embed?q={quote(WHERE)}")
    expect(visit.page.locator(".turn")).to_have_count(2)
    expect(visit.page.locator(".cards")).to_be_visible()
    assert visit.sites.assistant.asked[-1][:2] == (WHERE, ())
    asked = len(visit.sites.assistant.asked)
    visit.page.reload()
    expect(visit.page.locator(".turn")).to_have_count(2)
    assert len(visit.sites.assistant.asked) == asked


def test_one_announcement_for_each_answer(visit: Visit) -> None:
    """One live region, which changes once for each answer."""
    visit.embed()
    visit.page.evaluate(
        "window.said = []; new MutationObserver(() => said.push(announcer.textContent))"
        ".observe(announcer, {childList: true})"
    )
    assert visit.page.locator("[aria-live], [role=log], [role=status], [role=alert]").count() == 1
    visit.ask(RULE)
    visit.ask("What is the capital of France?")
    said = visit.page.evaluate("said")
    assert len(said) == 2
    assert said[0].startswith("No. No one whom a member district")
    assert said[0].endswith("2 sources.")


def test_trouble_is_said_plainly(visit: Visit) -> None:
    """Offline, server down, too many questions; then the same question is answered."""
    visit.embed()
    visit.page.context.set_offline(True)
    visit.ask(RULE)
    expect(visit.page.locator(".trouble")).to_contain_text("You are offline")
    expect(visit.page.locator("#announcer")).to_contain_text("You are offline")
    visit.page.context.set_offline(False)
    visit.page.route("**/api/v1/answer", lambda route: route.abort())
    visit.page.get_by_role("button", name="Try again").click()
    expect(visit.page.locator(".trouble")).to_contain_text("cannot be reached")
    visit.page.unroute_all()
    visit.page.route("**/api/v1/answer", too_many)
    visit.page.get_by_role("button", name="Try again").click()
    expect(visit.page.locator(".trouble")).to_contain_text("Please ask again in 20 seconds.")
    visit.check()
    visit.page.unroute_all()
    visit.page.get_by_role("button", name="Try again").click()
    expect(visit.page.locator(".mark").first).to_be_visible()
    expect(visit.page.locator(".turn")).to_have_count(1)


def too_many(route: Route) -> None:
    """The server's answer to too many questions."""
    route.fulfill(status=429, json={"title": "Too many questions", "detail": "Please ask again in 20 seconds."})


def test_nothing_typed_or_answered_runs(visit: Visit) -> None:
    """Markup in a question and in an answer stays text; only https becomes a link."""
    visit.embed()
    typed = "<img src=x onerror=\"document.title='run'\">\u202e [a](javascript:alert(1))"
    visit.ask(typed)
    expect(visit.page.locator(".asked bdi")).to_have_text(typed.replace("\u202e", ""))
    visit.page.route("**/api/v1/answer", hostile)
    visit.ask("Anything?")
    assert visit.page.locator(".turn :is(img, script, svg, iframe)").count() == 0
    hrefs = visit.page.locator(".turn a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert all(href.startswith(("https://", "tel:")) for href in hrefs)
    assert visit.page.title() == "Collaborative Answers"


def hostile(route: Route) -> None:
    """An answer as a hostile document would make it."""
    text = (
        "<script>document.title='run'</script> [x](javascript:alert(1)) ![i](https://elsewhere.example/i.png) [9]\n\n"
        "<svg onload=\"document.title='run'\"> [y](data:text/html,z) [1]"
    )
    source = dict(number=1, title="<b>t</b>", citation="c", url="javascript:alert(1)", quote="<i>q</i>", passage_id="p")
    program = dict(
        program_id="p", name="<u>n</u>", slug="s", collaborative="c", towns=[], website="javascript:alert(1)"
    )
    answer: dict[str, Any] = dict(
        outcome="answered", text=text, citations=[source | {"as_of": None, "verified": True}], programs=[program],
        understood={"intent": "question"}, suggestions=["<img src=x>"], notices=["<img src=x>"], milliseconds=1,
    )  # fmt: skip
    route.fulfill(json=answer)


def test_the_narrowest_screen(browser: Browser, sites: Sites) -> None:
    """320 pixels, as at 400 % zoom, and forced colours."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, forced_colors="active")
    visit = Visit(context.new_page(), sites)
    visit.embed()
    visit.ask(WHERE)
    visit.check()
    context.close()


def test_printing_shows_every_quote(visit: Visit) -> None:
    """Sources are open on paper, and what cannot be pressed there is gone."""
    visit.embed()
    visit.ask(RULE)
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    expect(visit.page.locator(".sources blockquote").first).to_be_visible()
    expect(visit.page.locator("#question")).to_be_hidden()


# -- the widget ----------------------------------------------------------------------------------------------------


def test_nothing_is_requested_before_it_is_opened(visit: Visit) -> None:
    """But the loader itself; and no cookie is ever set."""
    visit.page.goto(visit.sites.allowed)
    expect(visit.page.get_by_role("button", name=TITLE)).to_be_visible()
    assert [url for url in visit.requests if url.startswith(visit.sites.own)] == [visit.sites.own + "/widget.js"]
    assert visit.page.locator("iframe").count() == 0
    assert visit.page.context.cookies() == []


def test_a_question_in_the_widget(visit: Visit) -> None:
    """On a website with hostile style and a strict policy; with its greeting and the parents' questions."""
    frame = visit.open_widget()
    expect(frame.get_by_role("button", name="Do I have to pay for a collaborative program?")).to_be_visible()
    expect(frame.locator("#question")).to_be_focused()
    visit.check()
    frame.locator("#question").fill(WHERE)
    frame.locator("#question").press("Enter")
    expect(frame.locator(".cards a[href^='tel:']").first).to_be_visible()
    visit.check()
    frame.locator(".mark").first.click()
    expect(frame.get_by_role("dialog")).to_be_visible()
    assert visit.errors == []
    assert visit.page.context.cookies() == []


def test_its_place_and_size(visit: Visit) -> None:
    """In its corner, or over the whole of a phone."""
    visit.open_widget("/left")
    box = visit.page.locator("collaborative-answers dialog").bounding_box()
    launch = visit.page.locator("collaborative-answers .launch").bounding_box()
    assert box
    assert launch
    assert launch["x"] == 20
    if visit.page.viewport_size == {"width": 390, "height": 844}:
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    else:
        assert (box["x"], box["width"]) == (20, 400)


def test_by_keyboard_alone(visit: Visit) -> None:
    """Tab to the button, open, ask, open a source, Escape closes it, Escape again closes the widget."""
    page = visit.page
    page.goto(visit.sites.allowed)
    launch = page.get_by_role("button", name=TITLE)
    expect(launch).to_be_visible()
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == "collaborative-answers":
            break
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    expect(frame.locator("#question")).to_be_focused()
    page.keyboard.type(RULE)
    page.keyboard.press("Enter")
    expect(frame.locator(".mark").first).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if frame.locator(".mark:focus").count():
            break
    page.keyboard.press("Enter")
    expect(frame.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(frame.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("collaborative-answers dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("collaborative-answers dialog")).to_be_hidden()
    expect(launch).to_be_focused()
    expect(launch).to_have_attribute("aria-expanded", "false")


def test_it_reopens_where_it_was(visit: Visit) -> None:
    """Closing hides it; the conversation is still there, on the next page of the website too."""
    frame = visit.open_widget()
    frame.locator("#question").fill(RULE)
    frame.locator("#question").press("Enter")
    expect(frame.locator(".mark").first).to_be_visible()
    visit.page.get_by_role("button", name="Close", exact=True).click()
    expect(visit.page.get_by_role("button", name=TITLE)).to_be_focused()
    visit.page.goto(visit.sites.allowed + "/other")
    visit.page.get_by_role("button", name=TITLE).click()
    expect(visit.page.frame_locator("iframe").locator(".turn")).to_have_count(1)


def test_a_website_that_is_not_allowed(visit: Visit) -> None:
    """No button, and one sentence in the console; its own frame of the chat page stays empty."""
    visit.page.goto(visit.sites.refused)
    visit.page.wait_for_timeout(300)
    assert visit.page.locator("collaborative-answers").count() == 0
    assert len(visit.errors) == 1
    assert "ASSISTANT_ALLOWED_ORIGINS" in visit.errors[0]
    visit.page.goto(visit.sites.refused + "/frame")
    visit.page.wait_for_timeout(300)
    assert any("frame-ancestors" in error for error in visit.errors)
    assert visit.page.frame_locator("iframe").locator("#question").count() == 0


def test_messages_of_others_are_not_heard(visit: Visit) -> None:
    """Only the chat page may close the widget, and the chat page hears only its host's greeting."""
    frame = visit.open_widget()
    visit.page.evaluate("postMessage({assistant: 1, type: 'close'}, '*')")
    visit.page.evaluate(
        "document.querySelector('collaborative-answers').shadowRoot.querySelector('iframe')"
        ".contentWindow.postMessage({assistant: 0, type: 'hello', greeting: 'Call 900'}, '*')"
    )
    visit.page.wait_for_timeout(200)
    expect(frame.locator("#greeting")).to_have_text("Welcome to our district.")
    expect(visit.page.locator("collaborative-answers dialog")).to_be_visible()


def test_the_assistant_is_down(visit: Visit) -> None:
    """The visitor is told, and the console says why."""
    visit.page.clock.install()
    visit.page.goto(visit.sites.allowed)
    visit.page.route("**/embed", lambda route: route.abort())
    visit.page.get_by_role("button", name=TITLE).click()
    visit.page.clock.run_for(11_000)
    expect(visit.page.get_by_role("alert")).to_contain_text("cannot be reached")
    assert any("did not answer" in error for error in visit.errors)
