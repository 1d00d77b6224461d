"""Which model is opened, who receives questions, and what is refused at start."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from assistant.embed import pages
from assistant.models import opening
from assistant.models.assembling import with_model
from assistant.models.opening import open_model
from assistant.models.provider import disclosure, named_model
from assistant.opening import open_answering
from assistant.settings import Settings, SettingsError, load_settings
from tests.conftest import ROOT


def given(**values: Any) -> Settings:
    """Settings without this machine's `.env`."""
    return load_settings(_env_file=None, **values)


@pytest.mark.parametrize(
    ("model", "base_url", "local"),
    [
        ("openai:gpt-5-mini", None, False),
        ("openai:local", "http://127.0.0.1:8000/v1", True),
        ("openai:local", "http://localhost:8000/v1", True),
        ("openai:local", "http://[::1]:8000/v1", True),
        ("openai:local", "http://127.0.0.1.evil.example/v1", False),
        ("openai:local", "https://models.example.org/v1", False),
        ("openai:local", "http://192.168.1.5:8000/v1", False),
        ("ollama:llama3.2", None, True),
        ("ollama:llama3.2", "http://gpu.example.org:11434", False),
        ("scripted:faithful", None, True),
    ],
)
def test_only_a_loopback_address_is_this_machine(
    monkeypatch: pytest.MonkeyPatch, model: str, base_url: str | None, local: bool
) -> None:
    """A model elsewhere is refused until the owner allows it; the message says who would receive questions."""
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    settings = given(model=model, model_base_url=base_url)
    if local:
        assert named_model(settings).local
        return
    with pytest.raises(SettingsError, match="ASSISTANT_ALLOW_EXTERNAL=true"):
        named_model(settings)
    assert not named_model(given(model=model, model_base_url=base_url, allow_external=True)).local


def test_ollama_elsewhere_by_its_own_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """OLLAMA_HOST counts as the address."""
    monkeypatch.setenv("OLLAMA_HOST", "gpu.example.org:11434")
    with pytest.raises(SettingsError, match=r"gpu\.example\.org"):
        named_model(given(model="ollama:llama3.2"))


def test_the_pages_say_who_receives_questions() -> None:
    """Provider and host stand on the embed page; without a model nothing of the kind does."""
    settings = given(model="openai:m", model_base_url="https://models.example.org/v1", allow_external=True)
    assert "OpenAI (models.example.org)" in disclosure(settings)
    page = pages(settings)["en"].content.decode()
    assert "sent to a language model at OpenAI (models.example.org)" in page
    assert "do not leave" in disclosure(given(model="ollama:x", model_base_url="http://127.0.0.1:1"))
    assert disclosure(given()) == ""
    plain = pages(given())["en"].content.decode()
    assert "language model" not in plain
    assert "modelo de lenguaje de OpenAI (models.example.org)" in pages(settings)["es"].content.decode()


@pytest.mark.parametrize(
    ("model", "package"),
    [
        ("anthropic:claude-x", r"\[anthropic\]"),
        ("ollama:llama3.2", r"\[ollama\]"),
        ("groq:x", r"\[models\]' langchain-groq"),
    ],
)
def test_a_missing_package_is_named_with_its_install_command(model: str, package: str) -> None:
    """The message is the command to run."""
    module = {"anthropic": "langchain_anthropic", "ollama": "langchain_ollama", "groq": "langchain_groq"}
    if find_spec(module[model.partition(":")[0]]):
        pytest.skip("the package is installed here")
    settings = given(model=model, allow_external=True)
    with pytest.raises(SettingsError, match=rf"pip install '[a-z-]+{package}"):
        open_model(named_model(settings), settings)


def test_a_missing_part_of_the_extra_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """What every model needs."""
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    settings = given(model="scripted:faithful")
    with pytest.raises(SettingsError, match=r"py3langid and pybreaker.*pip install '[a-z-]+\[models\]'"):
        open_model(named_model(settings), settings)


def test_a_missing_key_is_told_without_repeating_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is named."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    settings = given(model="openai:gpt-5-mini", allow_external=True)
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        open_model(named_model(settings), settings)


@pytest.mark.parametrize("wrong", ["gpt", ":x", "openai:", "openai"])
def test_a_model_has_a_provider_and_a_name(wrong: str) -> None:
    """Anything else is refused with an example."""
    with pytest.raises(SettingsError, match="ASSISTANT_MODEL"):
        given(model=wrong)


def test_unknown_names_are_refused() -> None:
    """A provider that LangChain does not know, and a script that there is not."""
    settings = given(model="nosuch:x", allow_external=True)
    with pytest.raises(SettingsError, match="cannot be opened"):
        open_model(named_model(settings), settings)
    settings = given(model="scripted:x")
    with pytest.raises(SettingsError, match="faithful"):
        open_model(named_model(settings), settings)


def test_a_limit_in_dollars_needs_prices(tmp_path: Path) -> None:
    """Without them nothing could be counted; it is told before the index is opened."""
    settings = given(model="scripted:faithful", model_daily_dollars=5, data=tmp_path)
    with pytest.raises(SettingsError, match="MODEL_PRICE_IN"):
        with_model(lambda: pytest.fail("opened"), settings)


def test_without_a_model_nothing_of_it_is_loaded() -> None:
    """The import of the command line, the engine and the application costs nothing more."""
    code = (
        "import sys, assistant.cli, assistant.engine, assistant.server, assistant.opening; "
        "print([m for m in sys.modules if m.startswith(('openai', 'py3langid', 'pybreaker', 'langchain.', "
        "'assistant.models.')) and m != 'assistant.models.provider'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_without_a_model_the_assistant_is_plain(settings: Settings) -> None:
    """No wrapper at all."""
    from assistant.engine import Assistant

    assert isinstance(open_answering(settings), Assistant)
