"""Shared by all tests: one real assistant over the real corpus, and no connection but to this machine."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from assistant.engine import Assistant, open_assistant
from assistant.settings import Settings, load_settings
from corpus.loading import DOCUMENTS
from index.versions import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.websites import Sites, Visit

ROOT = Path(__file__).parent.parent
_connect = socket.socket.connect
_look_up = socket.getaddrinfo


def _local(host: object) -> bool:
    """Whether a host is this machine."""
    if host in ("", None, "localhost", b"localhost", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection and every name look-up that is not to this machine."""

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _local(address[0]):
            raise AssertionError(f"a test tried to connect to {address[0]}")
        return _connect(self, address)

    def look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _local(host):
            raise AssertionError(f"a test tried to look up {host}")
        return _look_up(host, *args, **kwargs)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect)
    patch.setattr(socket, "getaddrinfo", look_up)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings over the repository's own data folder, so that the index is built once and kept."""
    return load_settings(data=ROOT / "data", _env_file=None)


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """The real assistant."""
    return open_assistant(settings)


def seed(data: Path, settings: Settings) -> None:
    """Give a new data folder the real encoder and the vectors of the real index, so that little must be encoded."""
    shutil.copytree(settings.data / "encoder", data / "encoder")
    shutil.copy(settings.data / "current.json", data)
    manifest = Store(settings.data).manifest()
    assert manifest is not None
    there = Store(data).folder(manifest.collection)
    there.mkdir(parents=True)
    for name in ("vectors.npy", "hashes.txt"):
        shutil.copy(Store(settings.data).folder(manifest.collection) / name, there)


@pytest.fixture
def small(tmp_path: Path, settings: Settings, assistant: Assistant) -> Settings:
    """Settings over a copy of a little of the corpus, with the real encoder and vectors, but no index yet."""
    documents = tmp_path / "documents"
    (documents / "collaboratives").mkdir(parents=True)
    for name in ("calendar.yaml", "limits.yaml", "families.yaml", "collaboratives/seem.yaml"):
        shutil.copy(DOCUMENTS / name, documents / name)
    shutil.copytree(DOCUMENTS / "places", documents / "places")
    seed(tmp_path / "data", settings)
    return load_settings(data=tmp_path / "data", documents=documents, _env_file=None)


@pytest.fixture(scope="module")
def sites() -> Iterator["Sites"]:
    """The assistant, a website that may show it and one that may not, on free ports of this machine."""
    from tests.websites import open_sites

    yield from open_sites()


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for a module; for all tests would leave an event loop running beside theirs."""
    from playwright.sync_api import sync_playwright

    from tests.websites import CHROMIUM

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desktop", "phone"])
def visit(request: pytest.FixtureRequest, browser: "Browser", sites: "Sites") -> Iterator["Visit"]:
    """A fresh visitor, at a desk or with a phone; afterwards no other host may have been called."""
    from tests.websites import Visit

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
