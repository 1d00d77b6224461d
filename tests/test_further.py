"""What is said beside the first passage, and what a danger that is told brings before it."""

from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.asked import Asked
from assistant.engine import Assistant
from assistant.evaluation.errors import EvaluationError
from assistant.evaluation.further import Message, fitted, load_messages, report_further
from assistant.resolving import unanswered
from assistant.signals import Beside
from assistant.worth import is_worth, worth

MESSAGES = Path(__file__).parent / "golden" / "judged.jsonl"


def test_what_is_said_beside_the_first_passage_is_seldom_needless(assistant: Assistant) -> None:
    """On the messages that were judged by hand."""
    report = report_further(assistant, load_messages(MESSAGES))
    shares = {row.name: row.value for row in report.rows}
    assert shares["needed"] > 0.15
    assert shares["needless"] < 0.45  # 8 of the 19 that are said
    assert shares["judged"] > 0.65
    assert "several" in report.remarks[0]


def test_what_is_nearer_and_like_the_first_is_worth_more() -> None:
    """Each of the signals speaks for a passage, and its rank against it; but what repeats the first one needs more."""
    near = Beside(several=0.2, text=0.1, alike=0.6, best=0.8, rank=0.0)
    assert is_worth(near, "who keeps the records")
    assert not is_worth(near._replace(alike=0.8), "who keeps the records")
    assert is_worth(near._replace(alike=0.8, several=0.3), "who keeps the records")
    assert not is_worth(near._replace(alike=0.8, several=0.3), "who keeps the records", later=True)
    for name, worse in (("several", -0.4), ("text", -0.9), ("alike", 0.0), ("best", 0.2), ("rank", 6.0)):
        assert worth(near._replace(**{name: worse})) < worth(near)
    far = Beside(several=-0.3, text=-0.2, alike=0.2, best=0.4, rank=4.0)
    assert not is_worth(far, "who keeps the records")
    between = Beside(several=-0.05, text=-0.05, alike=0.65, best=0.6, rank=0.0)
    assert is_worth(between, "who keeps the assets and the records")
    assert not is_worth(between, "who keeps the records")


def test_messages_are_read_and_judged(tmp_path: Path) -> None:
    """A passage of no list is needless; a line that is none is told."""
    message = Message(question="q", best=("a",), add=("b",), neutral=("c",))
    assert [message.use(id_, "a") for id_ in "abcd"] == ["neutral", "needed", "neutral", "needless"]
    assert message.use("a", "d") == "needed"
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"question": 3}\n')
    with pytest.raises(EvaluationError, match=r"bad\.jsonl"):
        load_messages(bad)
    with pytest.raises(EvaluationError, match=r"none\.jsonl"):
        load_messages(tmp_path / "none.jsonl")


def test_nothing_is_fitted_to_one_kind() -> None:
    """Without useful and other passages there is nothing to learn."""
    assert fitted([]).startswith("Nothing to fit")


def test_an_alternative_is_answered_with_the_part_before() -> None:
    """'Or is three the most' is no question of its own, unless nothing before it was answered."""
    texts = ("is a contract of five years allowed", "or is 3 the max", "who signs it")
    parts = [Asked(text, "question") for text in texts]
    assert unanswered(parts, [True, False, False]) == ["who signs it"]
    assert unanswered(parts, [False, False, True]) == ["is a contract of five years allowed", "or is 3 the max"]


def opens_with_help(answer: Answer) -> bool:
    """Whether an answer says whom to call in danger before all else."""
    return "911" in answer.text.split("\n\n")[0] and "988" in answer.text.split("\n\n")[0]


@pytest.mark.parametrize(
    "message",
    [
        "He is 6 and says he wants to die. Is there a therapist there every day or just a teacher?",
        "my daughter was cutting herself last year, how do i get her into a therapeutic program",
        "She is suicidal. Who pays for a collaborative placement?",
    ],
)
def test_a_danger_is_met_before_the_question(assistant: Assistant, message: str) -> None:
    """Whom to call comes first, with its source, and the question is answered all the same."""
    answer = assistant.answer(message)
    assert opens_with_help(answer)
    assert answer.citations[0].passage_id == "limit-crisis"
    assert len(answer.text.split("\n\n")) > 1


@pytest.mark.parametrize(
    "message", ["my mother is dying to know who pays the tuition", "do budget cuts hurt the members", "Who pays?"]
)
def test_no_danger_is_seen_where_none_is(assistant: Assistant, message: str) -> None:
    """Everyday words bring no help line."""
    assert not opens_with_help(assistant.answer(message))


@pytest.mark.parametrize(
    "message",
    [
        "My daughter is nonverbal and uses an iPad to talk. The last place took it away. Can they do that again?",
        "I'm worried about the other kids. My son is gentle and I heard it's full of kids with behaviors.",
    ],
)
def test_a_need_that_is_only_told_is_no_search_for_programs(assistant: Assistant, message: str) -> None:
    """Where neither a place is told nor a program found, passages answer."""
    assert not assistant.answer(message).programs


def test_what_answered_the_turn_before_is_not_said_again_beside(assistant: Assistant) -> None:
    """A follow-up's answer stands without the passage that was said just before."""
    before = assistant.answer("My kid goes to a charter school. Can he still be sent to a collaborative?")
    after = assistant.answer("so the charter pays or the city?", ["Can a charter student be sent to a collaborative?"])
    assert before.citations
    assert len(after.citations) == 1


@pytest.mark.parametrize(
    "message",
    [
        "I'm a foster mom in Brockton. My foster son was placed in Springfield. Who is in charge of his IEP?",
        "my son with autism in Lowell rides two hours. Whose job is the van?",
    ],
)
def test_who_is_in_charge_is_no_search(assistant: Assistant, message: str) -> None:
    """A town beside it brings no list of programs."""
    assert not assistant.answer(message).programs


def test_several_things_spelt_with_an_apostrophe(assistant: Assistant) -> None:
    """'What town's are in SEEM' asks for the member list."""
    answer = assistant.answer("What town's are in SEEM?")
    assert answer.citations[0].passage_id == "seem-members"
