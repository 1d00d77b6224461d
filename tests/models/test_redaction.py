"""What may identify a person is hidden before a hosted model sees it, and put back in its reply."""

from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from assistant.engine import Assistant
from assistant.evaluation.golden import load_golden
from assistant.models.redaction import Redaction
from assistant.models.scripted import draft_of, faithful, text_of
from assistant.models.vocabulary import Vocabulary, vocabulary
from tests.fakes import real_corpus
from tests.models.doubles import scripted_assistant

HERE = Path(__file__).parent


class Private(TypedDict):
    """A question with what must be hidden and what must stay."""

    ask: str
    hide: list[str]
    keep: list[str]


CASES: list[Private] = yaml.safe_load((HERE / "private.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    """The words of the corpus."""
    return vocabulary(real_corpus())


def redaction(words: Vocabulary) -> Redaction:
    """A new redaction."""
    return Redaction(words.common, words.public)


@pytest.mark.parametrize("case", CASES, ids=[case["ask"][:40] for case in CASES])
def test_personal_details_are_hidden_and_put_back(words: Vocabulary, case: Private) -> None:
    """Names, numbers, addresses and dates of birth go; what the question is about stays."""
    made = redaction(words)
    hidden = made.hide(case["ask"])
    assert [said for said in case["hide"] if said in hidden] == []
    assert [said for said in case["keep"] if said not in hidden] == []
    assert made.restore(hidden) == case["ask"]


def test_ordinary_questions_stay_as_they_are(words: Vocabulary) -> None:
    """Of the golden questions, which name no one, hardly any is changed."""
    questions = [golden.question for golden in load_golden(HERE.parent / "golden")]
    changed = [question for question in questions if redaction(words).hide(question) != question]
    assert len(changed) <= 0.02 * len(questions), changed


def test_the_same_name_has_the_same_placeholder(words: Vocabulary) -> None:
    """Across turns, and by the first name alone."""
    made = redaction(words)
    first = made.hide("My son Daniel Kowalski needs help in Lowell.")
    second = made.hide("Can daniel ride a bus?")
    assert first == "My son {NAME_1} needs help in Lowell."
    assert second == "Can {NAME_1} ride a bus?"


def test_a_hosted_model_never_sees_them_and_a_local_one_does(assistant: Assistant, tmp_path: Path) -> None:
    """Question and history; the reply may use the placeholder, and the reader sees the name."""
    question = "My daughter Keisha Brown, SASID 1012345678, is in a collaborative. Who pays the tuition?"
    history = ["Call me at 617-555-0143. Which collaborative is Lexington in?"]
    for local in (False, True):
        generating, model = scripted_assistant(assistant, tmp_path / str(local), faithful, local)
        assert generating.generate(question, history).made == "generated"
        sent = text_of(model.asked[0])
        assert ("Keisha" in sent, "1012345678" in sent, "617-555-0143" in sent) == (local, local, local)
    generating, model = scripted_assistant(
        assistant, tmp_path, lambda m: f"{{NAME_1}} asks a good thing.\n{draft_of(m)}", local=False
    )
    made = generating.generate(question)
    assert "{NAME_1}" in made.reply
    assert "{NAME_1}" not in made.answer.text
