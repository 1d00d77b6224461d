"""The widget on other websites, in a real browser: allowed, refused, phone, keyboard."""

from playwright.sync_api import expect

from tests.websites import IN_BROWSER, RULE, TITLE, WHERE, Visit

pytestmark = IN_BROWSER


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
