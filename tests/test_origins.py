"""Which other websites may show, load and call the assistant."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from assistant.security import own_headers
from assistant.settings import SettingsError, load_settings
from tests.visitors import ANSWER, SITE, visitor


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A visitor of the application with its default settings but no rates."""
    with visitor(rate_per_address="", rate_total="", allowed_origins=SITE) as client:
        yield client


def test_nobody_may_frame_or_call_by_default() -> None:
    """Without the setting the chat page is framed by none, and the loader refuses everywhere."""
    with visitor() as client:
        page = client.get("/embed")
        assert page.headers["content-security-policy"].endswith("frame-ancestors 'none'")
        assert page.headers["x-frame-options"] == "DENY"
        assert "ALLOWED = [];" in client.get("/widget.js").text
        assert (
            "access-control-allow-origin"
            not in client.post(ANSWER, json={"question": "x"}, headers={"Origin": SITE}).headers
        )


def test_one_list_says_who_may(client: TestClient) -> None:
    """Framing, calling, messages and the loader follow the same setting; other pages are framed by none."""
    page = client.get("/embed")
    assert page.headers["content-security-policy"].endswith(f"frame-ancestors {SITE}")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "x-frame-options" not in page.headers
    assert f'data-origins="[&quot;{SITE}&quot;]"' in page.text
    assert f'ALLOWED = ["{SITE}"];' in client.get("/widget.js").text
    for origin, allowed in ((SITE, SITE), ("https://other.example", None)):
        answer = client.post(ANSWER, json={"question": "x"}, headers={"Origin": origin})
        assert answer.headers.get("access-control-allow-origin") == allowed
    for path in ("/", "/widget.js", "/embed.js", ANSWER, "/healthz"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert own_headers(path, [SITE]).get("Content-Security-Policy") is None


@pytest.mark.parametrize(
    "wrong",
    ["*", "https://*.example.org", "http://example.org", "https://example.org/page", "https://a;script-src *", "null"],
)
def test_a_wrong_origin_is_refused_plainly(wrong: str) -> None:
    """One line that names the setting."""
    with pytest.raises(SettingsError, match="ASSISTANT_ALLOWED_ORIGINS"):
        load_settings(_env_file=None, allowed_origins=wrong)


def test_files_are_compressed_and_cached(client: TestClient) -> None:
    """Gzip where the browser can, 304 when it has the file."""
    first = client.get("/widget.js")
    assert first.headers["content-encoding"] == "gzip"
    assert client.get("/widget.js", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    plain = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == first.text
