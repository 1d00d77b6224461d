"""The small chat page in a real browser, on its own."""

import gzip
import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Route, expect

from assistant.embed import files, pages
from tests.fakes import settings
from tests.websites import IN_BROWSER, RULE, WHERE, Sites, Visit

pytestmark = IN_BROWSER


def test_sizes() -> None:
    """The loader is at most 5 kB, the whole chat page at most 60 kB, compressed."""
    sent = files(settings())
    assert len(sent["/widget.js"].packed) <= 5_000
    for page in pages(settings()).values():
        assert len(page.packed) + sum(len(sent[path].packed) for path in ("/embed.css", "/embed.js")) <= 60_000
    assert gzip.decompress(sent["/embed.js"].packed) == sent["/embed.js"].content


def test_no_style_or_script_in_the_page() -> None:
    """A strict policy needs neither."""
    for page in pages(settings()).values():
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page.content.decode())


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
    assert all(href.startswith(("https://", "tel:", "embed#q=")) for href in hrefs)
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(640, 422), (390, 844)], ids=["zoomed", "phone"])
def test_zoom_and_themes(browser: Browser, sites: Sites, scheme: Any, width: int, height: int) -> None:
    """A desktop at 200 % zoom and a phone in each theme, with forced colours too: nothing is cut, axe finds nothing."""
    for forced in ("none", "active"):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            forced_colors=forced,
        )
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
