"""The doctor says what is wrong and what to do; an explanation shows the steps of a real answer."""

import socket
from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.doctor import CHECKS, Finding, findings, website
from assistant.engine import Assistant
from assistant.explaining import explained, shown
from assistant.settings import Settings, load_settings


def found(settings: Settings) -> dict[str, Finding]:
    """The findings by what was checked."""
    return {finding.what: finding for finding in findings(settings)}


def test_a_sound_installation(settings: Settings, assistant: Assistant) -> None:
    """Everything is checked, in one line each, and nothing is wrong."""
    all_found = found(settings)
    assert list(all_found) == list(CHECKS)
    assert [f for f in all_found.values() if f.state == "wrong"] == []
    assert all("\n" not in str(f) for f in all_found.values())
    assert all_found["index"].state == "ok"
    assert "as expected" in all_found["encoder"].said


def test_what_is_wrong_is_told_with_what_to_do(tmp_path: Path) -> None:
    """A taken port, a lost folder, a mistake, no index, a model that does not listen."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.yaml").write_text("kind: [\n")
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.create_server(("127.0.0.1", 0)) as closing:
        closed = closing.getsockname()[1]
        closing.close()
        ill = load_settings(
            _env_file=None,
            data=tmp_path / "data",
            documents=tmp_path / "documents",
            own_documents=tmp_path / "nowhere",
            port=taken.getsockname()[1],
            model="ollama:tiny",
            model_base_url=f"http://127.0.0.1:{closed}",
            allowed_origins="https://www.example.org",
        )
        told = found(ill)
    assert "is taken" in told["port"].said
    assert told["own documents"].state == "wrong"
    assert "a.yaml" in told["corpus"].said
    assert "assistant sync builds it" in told["index"].said
    assert told["language model"].state == "wrong"
    assert told["proxies"].state == "warning"


@pytest.mark.parametrize(
    ("origin", "state", "said"),
    [
        ("https://www.example.org", "ok", "may show the chat"),
        ("https://WWW.example.org/", "ok", "may show the chat"),
        ("https://example.org", "wrong", "with and without www are two origins"),
        ("https://other.example", "wrong", "does not stand in ASSISTANT_ALLOWED_ORIGINS"),
        ("https://www.example.org/page", "wrong", "not an origin"),
        ("http://www.example.org", "wrong", "not an origin"),
    ],
)
def test_a_website(origin: str, state: str, said: str) -> None:
    """Whether and why a website is refused, in one sentence."""
    finding = website(origin, load_settings(_env_file=None, allowed_origins="https://www.example.org"))
    assert (finding.state, said in finding.said) == (state, True)


def test_an_explanation_is_of_the_real_answer(assistant: Assistant) -> None:
    """Slots, candidates with scores, thresholds and outcome agree with the answer that is given."""
    question = "How often must a collaborative board meet?"
    explanation = explained(assistant, question)
    answer = assistant.answer(question)
    part = explanation.parts[0]
    assert explanation.outcome == answer.outcome
    assert explanation.cited == tuple(c.passage_id for c in answer.citations)
    assert any(c.fate == "cited as [1]" for c in part.candidates)
    assert [c.score for c in part.candidates] == sorted((c.score for c in part.candidates), reverse=True)
    assert part.signals is not None
    assert part.confidence > explanation.thresholds["declined below"]
    assert "confidence" in shown(explanation)
    assert asdict(explanation)["parts"][0]["understood"]["intent"] == "question"


def test_an_explanation_of_a_decline(assistant: Assistant) -> None:
    """Nothing is cited, and it is said that the candidates were rejected."""
    explanation = explained(assistant, "What is the best pizza recipe?")
    assert explanation.outcome == "declined"
    assert not explanation.parts[0].answered
    assert all("cited" not in c.fate for c in explanation.parts[0].candidates)
