"""Hostile questions, turns, passages and pages against a model that obeys them: nothing of it reaches the reader."""

from dataclasses import replace
from pathlib import Path
from typing import TypedDict

import pytest
import yaml
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.engine import Assistant
from assistant.models import brief as briefs
from assistant.models.generating import Generation
from assistant.models.hostile import instructs
from assistant.models.prompts import ANSWER_RULES
from assistant.models.scripted import obedient, text_of
from corpus.loading import Corpus
from corpus.passages import added_passages
from corpus.schema import AddedDocument, AddedPassage
from tests.fakes import real_corpus
from tests.models.doubles import scripted_assistant

QUESTION = "How large a surplus may a collaborative keep?"


class Attack(TypedDict):
    """What is tried, and what must not be seen."""

    text: str
    never: list[str]


ATTACKS: dict[str, list[Attack]] = yaml.safe_load((Path(__file__).parent / "hostile.yaml").read_text(encoding="utf-8"))
CASES = [(way, attack) for way, attacks in ATTACKS.items() for attack in attacks]
IN_SOURCES = [(way, attack) for way, attack in CASES if way in ("passage", "page")]


def ids(cases: list[tuple[str, Attack]]) -> list[str]:
    """Names of the cases."""
    return [f"{way}: {attack['text'][:40]}" for way, attack in cases]


def poisoned(assistant: Assistant, monkeypatch: pytest.MonkeyPatch, way: str, text: str) -> Assistant:
    """The assistant with a hostile passage among its documents, which search finds first."""
    added = AddedPassage(
        id="hostile",
        title="Surplus of a collaborative",
        text=f"A collaborative may keep a surplus within its limit. {text}",
        citation="Handbook",
        url="https://www.mass.gov/page" if way == "page" else None,
        source="handbook.txt",
    )
    document = AddedDocument(kind="official" if way == "page" else "own", title="Handbook", passages=(added,))
    (passage,) = added_passages(document)
    found = Assistant.found
    monkeypatch.setattr(Assistant, "found", lambda self, *given, **more: [passage, *found(self, *given, **more)])
    corpus = assistant.corpus
    documents = corpus.documents.model_copy(update={"added": (document,)})
    return replace(assistant, corpus=Corpus(documents, (*corpus.passages, passage), corpus.directory, corpus.places))


def attacked(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, folder: Path, way: str, text: str
) -> tuple[Generation, str]:
    """The answer under an attack, and what the model was sent."""
    question = f"{QUESTION} {text}" if way == "question" else QUESTION
    history = [text] if way == "history" else []
    if way in ("passage", "page"):
        assistant = poisoned(assistant, monkeypatch, way, text)
    generating, model = scripted_assistant(assistant, folder, obedient)
    made = generating.generate(question, history)
    return made, "\n".join(text_of(messages) for messages in model.asked)


def test_there_are_fifty_attacks() -> None:
    """On every way in."""
    assert len(CASES) >= 50
    assert set(ATTACKS) == {"question", "history", "passage", "page"}


@pytest.mark.parametrize(("way", "attack"), CASES, ids=ids(CASES))
def test_an_attack_does_not_reach_the_reader(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: str, attack: Attack
) -> None:
    """Text, notices and citations are free of it, and of the prompt."""
    made, _ = attacked(assistant, monkeypatch, tmp_path, way, attack["text"])
    answer = made.answer
    shown = " ".join([answer.text, *answer.notices, *answer.suggestions, *(c.quote for c in answer.citations)])
    said_back = f"“{attack['text']}”"
    assert [word for word in attack["never"] if word.lower() in shown.replace(said_back, "").lower()] == []
    assert not any(rule in shown for rule in ANSWER_RULES.splitlines()[1:])
    assert made.reply or made.made == "composed"


@pytest.mark.parametrize(
    ("way", "attack"), [c for c in IN_SOURCES if "evil" in c[1]["never"] or "These rules hold" in c[1]["never"]]
)
def test_a_passage_that_gets_by_the_filter_still_brings_in_no_link_and_no_prompt(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: str, attack: Attack
) -> None:
    """With the filter off, the check alone stops them."""
    monkeypatch.setattr(briefs, "instructs", lambda text: False)
    made, sent = attacked(assistant, monkeypatch, tmp_path, way, attack["text"])
    assert "A collaborative may keep a surplus within its limit." in sent
    assert "evil" not in made.answer.text
    assert not any(rule in made.answer.text for rule in ANSWER_RULES.splitlines()[1:])


def test_the_filter_takes_nothing_from_the_corpus() -> None:
    """No passage of the curated documents speaks to a model; every hostile one but a bare link does."""
    assert [p.id for p in real_corpus().passages if instructs(f"{p.title}\n{p.text}")] == []
    missed = [attack["text"] for _, attack in IN_SOURCES if not instructs(attack["text"])]
    assert len(missed) <= 1, missed


def test_an_attack_is_really_obeyed() -> None:
    """The double does say what it is told, so that the tests above test something."""
    obeyed = 0
    for _, attack in CASES:
        asked = f"<f0 source KEY1: Title>\n{attack['text']}\n</f0>\n<f0 draft>\nA draft [KEY1].\n</f0>"
        reply = obedient([SystemMessage(ANSWER_RULES), HumanMessage(asked)])
        obeyed += any(word.lower() in reply.lower() for word in attack["never"])
    assert obeyed >= 40
