"""The chat page and the widget in Spanish, the privacy page, and thumbs, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from playwright.sync_api import Browser, expect

from assistant.feedback import Feedback
from assistant.privacy import _table, privacy_page, statements
from assistant.settings import load_settings
from assistant.words import LANGUAGES, chosen, starters, words
from tests.fakes import settings
from tests.test_browser import BOX
from tests.visitors import SITE, visitor
from tests.websites import IN_BROWSER, RULE, Sites, Visit, open_sites

pytestmark = IN_BROWSER


def fields(text: str) -> set[str | None]:
    """The names that a text leaves open."""
    return {name for _, name, _, _ in Formatter().parse(text)} - {None}


def test_every_language_says_everything() -> None:
    """The same keys, the same open places, and nothing that the page does not use or lacks."""
    for table in ({code: words(code) for code in LANGUAGES}, _table()):
        assert {key: fields(text) for key, text in table["en"].items()} == {
            k: fields(t) for k, t in table["es"].items()
        }
        assert all(text for key, text in table["es"].items())
    folder = Path(__file__).parent.parent / "assistant"
    used = "".join(
        (folder / name).read_text()
        for name in ("embed.js", "embed.html", "words.py", "render.py", "embed.py", "models/provider.py")
    )
    parts = {"partial", "clarify", "declined", "place", "age", "services", "populations", "language"}
    assert {key for key in words("en") if not re.search(rf"[\"$']{key}\b", used)} <= parts
    assert set(re.findall(r"say\(\"(\w+)\"", used)) <= set(words("en"))
    assert [ask for asked in starters("es").values() for ask, _ in asked] == [
        ask for asked in starters("en").values() for ask, _ in asked
    ]


@pytest.mark.parametrize(("wanted", "got"), [("es", "es"), ("es-US", "es"), ("ES", "es"), ("fr", "en"), ("", "en")])
def test_the_language_asked_for(wanted: str, got: str) -> None:
    """Spanish or English; what is neither is English, and what is sent is never shown."""
    assert chosen(wanted) == got
    with visitor(rate_per_address="") as client:
        assert f'<html lang="{got}"' in client.get("/embed", params={"lang": wanted}).text
        assert f'<html lang="{got}"' in client.get("/privacy", params={"lang": wanted}).text


def test_a_conversation_in_spanish(visit: Visit) -> None:
    """Every control in Spanish, the answer marked as English, and that said plainly; the other language is a link."""
    visit.page.goto(visit.sites.own + "/embed?lang=es")
    visit.check()
    expect(visit.page.locator("#english")).to_contain_text("Las respuestas están en inglés.")
    visit.page.get_by_role("button", name="¿Qué es una colaborativa educativa?").click()
    expect(visit.page.locator(".reply .text")).to_have_attribute("lang", "en")
    assert visit.sites.assistant.asked[-1][0] == "What is an educational collaborative?"
    expect(visit.page.locator(".sources > summary")).to_have_text("2 fuentes")
    visit.page.locator(".mark").nth(1).click()
    expect(visit.page.get_by_role("dialog")).to_contain_text("No confirmado en una fuente oficial")
    visit.check()
    visit.page.get_by_role("button", name="Cerrar la fuente").click()
    visit.page.get_by_role("link", name="English").click()
    expect(visit.page.locator(".sources > summary")).to_have_text("2 sources")


def test_the_widget_in_spanish(visit: Visit) -> None:
    """`data-language`: launcher, close button and chat page."""
    visit.page.goto(visit.sites.allowed + "/es")
    visit.page.get_by_role("button", name="Pregunte sobre las colaborativas").click()
    frame = visit.page.frame_locator("iframe")
    expect(frame.get_by_label("Su pregunta (en inglés)")).to_be_focused()
    expect(frame.get_by_role("button", name="¿Tengo que pagar por un programa de una colaborativa?")).to_be_visible()
    visit.check()
    visit.page.get_by_role("button", name="Cerrar", exact=True).click()
    expect(visit.page.locator("collaborative-answers dialog")).to_be_hidden()


def test_a_link_to_an_answer_tells_no_server(visit: Visit) -> None:
    """It opens with the answer, and no address that was requested holds the question."""
    visit.embed()
    visit.ask(RULE)
    with visit.page.context.expect_page() as opened:
        visit.page.get_by_role("link", name="Link to this answer").click()
    visit.requests.clear()
    opened.value.on("request", lambda request: visit.requests.append(request.url))
    opened.value.evaluate("localStorage.clear()")
    opened.value.reload()
    expect(opened.value.locator(".asked bdi")).to_have_text(RULE)
    assert visit.requests
    assert not [url for url in visit.requests if "treasurer" in url]


# -- privacy -------------------------------------------------------------------------------------------------------


def test_the_privacy_page_follows_the_settings() -> None:
    """What holds is said, what does not is not; in both languages as many sentences."""
    plain = " ".join(statements(settings(), "en"))
    for said in (
        "not stored",
        "no cookies",
        "at most 1000",
        "120/minute",
        "in memory",
        "No other website",
        "no opinion",
    ):
        assert said in plain
    other = load_settings(
        _env_file=None, cache=0, interface=False, rate_storage="redis://x:1", feedback="questions", encoder="a:B",
        chroma_url="http://x", allowed_origins=SITE, contact="<b>Ann</b>, 555-0100",
    )  # fmt: skip
    changed = " ".join(statements(other, "en"))
    for said in ("database of counts", "your question are kept for 30 days", "another server", "replaced", SITE):
        assert said in changed
    assert "at most 1000" not in changed
    assert "tabs" not in changed
    assert "&lt;b&gt;Ann" in privacy_page(other, "en")
    assert len(statements(other, "es")) == len(statements(other, "en"))


def test_the_privacy_page_is_linked_and_accessible(visit: Visit) -> None:
    """From the chat page, in its language."""
    visit.page.goto(visit.sites.own + "/embed?lang=es")
    with visit.page.context.expect_page() as opened:
        visit.page.get_by_role("link", name="Privacidad").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Privacidad")
    visit.page.goto(visit.sites.own + "/privacy")
    visit.check()


# -- thumbs --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sites, Path]]:
    """An assistant whose owner collects questions too, and the folder of the notes."""
    folder = tmp_path_factory.mktemp("data")
    for sites in open_sites(feedback="questions", data=folder):
        yield sites, folder


def test_no_thumbs_unless_the_owner_wants_them(visit: Visit) -> None:
    """By default there are none."""
    visit.embed()
    visit.ask(RULE)
    assert visit.page.locator(".thumbs").count() == 0


def test_thumbs(browser: Browser, asking: tuple[Sites, Path]) -> None:
    """On the chat page and on the big page: pressed by keyboard, said thanks once, kept without the name."""
    sites, folder = asking
    visit = Visit(browser.new_context(viewport={"width": 390, "height": 844}).new_page(), sites)
    visit.embed()
    visit.ask("May Zebulon of the board be treasurer?")
    expect(visit.page.locator(".thumbs")).to_contain_text("without names and numbers, are kept for 30 days")
    visit.check()
    visit.page.get_by_role("button", name="No", exact=True).press("Enter")
    expect(visit.page.locator(".thumbs")).to_have_text("Thank you.")
    visit.page.reload()
    expect(visit.page.locator(".thumbs")).to_have_text("Thank you.")
    visit.page.goto(sites.own + "/")
    visit.page.fill(BOX, RULE)
    visit.page.click("#send")
    visit.page.locator(".thumb").first.click()
    expect(visit.page.locator(".thumbs")).to_have_text("Thank you.")
    first, second = reversed(Feedback(folder).notes())
    assert (first.useful, first.outcome) == (False, "answered")
    assert first.question
    assert "Zebulon" not in first.question
    assert len(first.passages) == 2
    assert second.question == RULE
    visit.page.context.close()
