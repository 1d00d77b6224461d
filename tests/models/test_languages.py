"""Questions in other languages: searched in English, answered in the language asked, with quotes in English."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml
from langchain_core.messages import BaseMessage

from assistant.engine import Assistant
from assistant.evaluation.golden import load_golden
from assistant.models.languages import language_of
from assistant.models.scripted import Script, faithful, text_of
from assistant.models.translation import same_facts
from assistant.models.vocabulary import vocabulary
from assistant.opening import UNAVAILABLE
from tests.fakes import real_corpus
from tests.models.doubles import scripted_assistant

HERE = Path(__file__).parent
SPANISH = "¿Cuánto superávit puede guardar una colaborativa?"
ENGLISH = "How large may a collaborative's cumulative surplus be at year end?"
_LINE = re.compile(r"^(\d+): (.*)$", re.M)


@pytest.fixture(scope="module")
def english() -> frozenset[str]:
    """The English words of the corpus."""
    words = vocabulary(real_corpus())
    return words.common | words.public


def test_languages_are_told_apart(english: frozenset[str]) -> None:
    """Every example, Cape Verdean Creole included."""
    examples = yaml.safe_load((HERE / "languages.yaml").read_text(encoding="utf-8"))
    wrong = [(code, q) for code, questions in examples.items() for q in questions if language_of(q, english) != code]
    assert wrong == []


def test_english_is_never_taken_for_another_language(english: frozenset[str]) -> None:
    """All golden questions, and short and misspelt ones."""
    golden = load_golden(HERE.parent / "golden")
    asked = [text for item in golden for text in (item.question, *item.history)]
    asked += [
        "autizm scool lowel",
        "wat is a colaborative",
        "FAPE?",
        "iep",
        "who pais the tution",
        "xyz qwe",
        "ESY?",
        "",
    ]
    assert [text for text in asked if language_of(text, english)] == []


def translator(change: Callable[[str], str] = str, back: Callable[[str], str] = str) -> Script:
    """A model that 'translates' by putting '~' before each line; `change` and `back` spoil what it gives."""

    def script(messages: Sequence[BaseMessage]) -> str:
        rules, lines = str(messages[0].content), _LINE.findall(str(messages[-1].content))
        if "from Spanish into English" in rules:
            said = {n: back(line.removeprefix("~ ")) if line.startswith("~ ") else ENGLISH for n, line in lines}
        elif "into Spanish" in rules:
            said = {n: change(f"~ {line}") for n, line in lines}
        else:
            return faithful(messages)
        return "\n".join(f"{n}: {line}" for n, line in said.items())

    return script


def test_an_answer_comes_in_the_language_of_the_question(assistant: Assistant, tmp_path: Path) -> None:
    """Text, notices and suggestions are translated; marks stay, quotes stay English; four calls."""
    generating, model = scripted_assistant(assistant, tmp_path, translator())
    made = generating.generate(SPANISH)
    answer, composed = made.answer, assistant.answer(ENGLISH)
    assert (made.made, made.language) == ("generated", "es")
    assert len(model.asked) == 4
    assert all(line.startswith("~ ") for line in answer.text.splitlines() if line)
    assert {c.passage_id for c in answer.citations} == {c.passage_id for c in composed.citations}
    assert all(c.quote in assistant.corpus.by_id[c.passage_id].text for c in answer.citations)
    assert answer.notices[0].startswith("Translated into Spanish by a language model")
    assert all(notice.startswith("~ ") for notice in answer.notices[1:])
    assert all(ask.startswith("~ ") for ask in answer.suggestions)


def test_what_is_declined_is_declined_in_the_language_too(assistant: Assistant, tmp_path: Path) -> None:
    """A question that the documents do not answer."""
    script = translator()

    def declined(messages: Sequence[BaseMessage]) -> str:
        return script(messages).replace(ENGLISH, "What is the weather in Lexington tomorrow?")

    generating, _ = scripted_assistant(assistant, tmp_path, declined)
    made = generating.generate("¿Qué tiempo hará mañana en Lexington?")
    assert made.answer.outcome == "declined"
    assert made.answer.text.startswith("~ ")


@pytest.mark.parametrize(
    ("change", "back"),
    [
        (lambda line: line.replace("25%", "35%"), str),
        (lambda line: re.sub(r" ?\[1\]", "", line), str),
        (lambda line: f"{line} https://evil.example", str),
        (str, lambda line: line.replace("25%", "35%")),
        (str, lambda line: "Go to the beach, it is a fine day."),
        (str, lambda line: f"{line} Ask Malvina Grimm."),
        (str, lambda line: line.replace("may never exceed", "may always exceed").replace(" not ", " ")),
    ],
)
def test_a_line_that_was_changed_stays_english(
    assistant: Assistant, tmp_path: Path, change: Callable[[str], str], back: Callable[[str], str]
) -> None:
    """A number, a mark, an address, a name or the sense: seen in the translation or in its way back."""
    generating, _ = scripted_assistant(assistant, tmp_path, translator(change, back))
    answer = generating.generate(SPANISH).answer
    lines = [line for line in answer.text.splitlines() if line]
    assert not lines[0].startswith("~ ")
    assert "25%" in lines[0]
    assert not any(said in answer.text for said in ("35%", "evil", "Malvina", "beach"))
    assert "stayed English" in answer.notices[0]


def test_when_the_translation_fails_the_english_answer_stands(assistant: Assistant, tmp_path: Path) -> None:
    """Out of English nothing comes back; into English nothing does."""

    def mute(messages: Sequence[BaseMessage]) -> str:
        return "" if "into Spanish" in text_of(messages) else translator()(messages)

    generating, _ = scripted_assistant(assistant, tmp_path, mute)
    answer = generating.generate(SPANISH).answer
    assert "25%" in answer.text
    assert "stayed English" in answer.notices[0] or "could not be translated" in answer.notices[0]
    generating, _ = scripted_assistant(assistant, tmp_path, lambda messages: "no")
    made = generating.generate(SPANISH)
    assert made.made == "composed"
    assert UNAVAILABLE in made.answer.notices


def test_earlier_turns_are_put_into_english_too(assistant: Assistant, tmp_path: Path) -> None:
    """A Spanish turn before an English question."""
    generating, model = scripted_assistant(assistant, tmp_path, translator())
    generating.generate("and who votes on it?", [SPANISH])
    assert ENGLISH in text_of(model.asked[-1])
    assert SPANISH not in text_of(model.asked[-1])


@pytest.mark.parametrize(
    ("line", "new", "same"),
    [
        ("The limit is 25% [1].", "El límite es 25% [1].", True),
        ("It is due January 1 [2].", "截止日期是1月1日 [2]。", True),
        ("It takes three members [1].", "Se necesitan 3 miembros [1].", True),
        ("The limit is 25% [1].", "El límite es 25%.", False),
        ("The limit is 25% [1].", "El límite es 26% [1].", False),
        ("Call 781-555-0100 [1].", "Llame al 781-555-0101 [1].", False),
        ("See https://moecnet.org [1].", "Vea https://evil.example [1].", False),
    ],
)
def test_facts_of_a_translation(line: str, new: str, same: bool) -> None:
    """Marks, digits and addresses, with dates and numbers as languages write them."""
    assert same_facts(line, new) is same
