"""The command line, the settings and the README."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app, earlier, settings_table
from assistant.settings import Settings, SettingsError, load_settings
from tests.conftest import ROOT

runner = CliRunner()


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("ASSISTANT_DATA", str(settings.data))


def test_ask_as_json() -> None:
    """The JSON has exactly the keys of the contract."""
    result = runner.invoke(app, ["ask", "which towns are in SEEM", "--json"])
    answer = json.loads(result.stdout)
    assert list(answer) == [
        "outcome", "text", "citations", "programs", "understood", "suggestions", "notices", "milliseconds",
    ]  # fmt: skip
    assert list(answer["citations"][0]) == [
        "number", "title", "citation", "url", "quote", "passage_id", "as_of", "verified",
    ]  # fmt: skip
    assert list(answer["understood"]) == ["intent", "place", "services", "populations", "age", "citations"]


def test_ask_shows_sources() -> None:
    """The terminal shows text and numbered sources."""
    result = runner.invoke(app, ["ask", "who signs for payments at a collaborative"])
    assert result.exit_code == 0
    assert "Sources" in result.stdout
    assert "[1]" in result.stdout


def test_batch_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    """Every line gives one line; a bad one names its number."""
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": "a", "question": "which towns are in SEEM"}\n'
        "not json\n"
        '{"id": "b"}\n'
        '{"id": "c", "question": "and their phone?", "history": ["which towns are in SEEM"]}\n'
        '{"id": "d", "question": "phone?", "history": [{"role": "user", "content": "what is SEEM"}]}\n'
        '{"id": "e", "question": 5}\n[1]\n'
    )
    lines = [json.loads(line) for line in runner.invoke(app, ["batch", str(file)]).stdout.splitlines()]
    assert [line.get("id") for line in lines] == ["a", None, None, "c", "d", None, None]
    assert [line["line"] for line in lines if "error" in line] == [2, 3, 6, 7]
    assert lines[0]["outcome"] == "answered"


def test_history_takes_texts_and_messages() -> None:
    """Chat messages of the assistant do not count as questions."""
    assert earlier(["a", {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]) == ["a", "c"]


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the variable and what is allowed."""
    monkeypatch.setenv("ASSISTANT_PORT", "99999")
    with pytest.raises(SettingsError, match=r"ASSISTANT_PORT='99999'.*1 to 65535"):
        load_settings()
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "ask", "hello"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 2
    assert "ASSISTANT_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_readme_documents_every_setting_and_command() -> None:
    """The README holds the table made from the code, and every command."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert settings_table() in readme
    for command in [c.name or c.callback.__name__ for c in app.registered_commands if c.callback]:
        assert f"assistant {command}" in readme, command


def test_the_corpus_is_in_order() -> None:
    """`assistant check` finds nothing."""
    result = runner.invoke(app, ["check"])
    assert result.exit_code == 0, result.stdout
