"""Feedback: only what the owner chose, redacted before it is written, gone after 30 days; listed and deleted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from assistant import feedback
from assistant.cli import app
from assistant.feedback import DAYS, Feedback, Note
from assistant.redaction import GAP, Vocabulary, redacted
from tests.fakes import RULE, real_corpus
from tests.visitors import SEEDS, seeded, visitor

VOCABULARY = Vocabulary.of(real_corpus())
TODAY = datetime.now(UTC).date()
PATH = "/api/v1/feedback"
OPINION: dict[str, Any] = {"useful": False, "outcome": "declined", "passages": [RULE, "Zebulon"], "question": "x"}


def file_of(folder: Path) -> bytes:
    """Everything that is kept, as it lies on the disk."""
    return b"".join(path.read_bytes() for path in folder.glob("feedback*"))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_question_is_kept_without_names_and_numbers(seed: str) -> None:
    """What is left says what was asked, but not of whom."""
    left = redacted(seeded(seed), VOCABULARY)
    assert left.startswith("My daughter")
    assert left.endswith("is 9. Where near Lexington is there a program for her?")
    for part in seed.replace("-", " ").split():
        assert part in ("student", "IEP", "no.", "born") or part not in left


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("my son tommy in lexington needs speech", f"my son {GAP} in lexington needs speech"),
        ("My daughter Sharon Warren is 9, we live in Lawrence.", f"My daughter {GAP} is 9, we live in Lawrence."),
        ("Dear Mr. Lincoln, where is LABBB?", f"{GAP}, where is LABBB?"),
        ("Florence Grace is 4", f"{GAP} is 4"),
        ("I am at 12 Main Street, 01742 Concord", f"I am at {GAP}, {GAP}"),
        ("mail a.b@example.org", f"mail {GAP}"),
        ("JOHN SMITH IS MY SON", GAP),
        ("He was born March 17, 2014 in Lynn", f"He was {GAP} in Lynn"),
        ("What does 603 CMR 50.04 say? And c. 40, § 4E?", "What does 603 CMR 50.04 say? And c. 40, § 4E?"),
        ("Which collaborative is Lexington in?", "Which collaborative is Lexington in?"),
    ],
)
def test_names_in_other_forms(typed: str, left: str) -> None:
    """In small letters, like a town's, with a title, in capitals; addresses and birthdays; and what may stay."""
    assert redacted(typed, VOCABULARY).replace(f"{GAP}, {GAP}", GAP) == left.replace(f"{GAP}, {GAP}", GAP)


@given(st.text(max_size=700))
def test_only_known_words_are_left(typed: str) -> None:
    """Whatever is typed: no unknown word and no long number comes through, and it ends."""
    for word in redacted(typed, VOCABULARY).replace(GAP, " ").split():
        assert sum(c.isdigit() for c in word) <= 4
        assert "@" not in word


@pytest.mark.parametrize(
    ("chosen", "status", "question"),
    [("off", 404, None), ("thumbs", 204, None), ("questions", 204, f"{GAP} the board?")],
)
def test_only_what_the_owner_chose_is_kept(tmp_path: Path, chosen: str, status: int, question: str | None) -> None:
    """By default nothing; thumbs without the question; passages only as far as they exist."""
    with visitor(feedback=chosen, data=tmp_path) as client:
        assert client.post(PATH, json=OPINION | {"question": "Is Zebulon the board?"[3:]}).status_code == status
    kept = Feedback(tmp_path).notes()
    assert [(n.useful, n.outcome, n.passages, n.question) for n in kept] == (
        [] if status == 404 else [(False, "declined", (RULE,), question)]
    )
    assert b"Zebulon" not in file_of(tmp_path)


def test_no_seed_is_written(tmp_path: Path) -> None:
    """Even where questions are collected, the file holds none of the twenty names and numbers."""
    with visitor(feedback="questions", data=tmp_path, rate_per_address="") as client:
        for seed in SEEDS:
            client.post(PATH, json=OPINION | {"question": seeded(seed), "passages": [seed]})
            client.post(PATH, json=OPINION | {"outcome": seed})
    assert len(Feedback(tmp_path).notes()) == len(SEEDS)
    assert not [seed for seed in SEEDS if seed.encode() in file_of(tmp_path)]


def test_notes_are_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After 30 days, and the oldest where there are too many; what is gone is gone from the disk."""
    notes = Feedback(tmp_path)
    for age in (DAYS + 1, DAYS, 0):
        notes.add(Note(TODAY - timedelta(days=age), True, "answered", question=f"agesmark{age}"))
    assert [note.question for note in notes.notes()] == ["agesmark0", f"agesmark{DAYS}"]
    assert f"agesmark{DAYS + 1}".encode() not in file_of(tmp_path)
    monkeypatch.setattr(feedback, "MOST", 2)
    notes.add(Note(TODAY, True, "answered"))
    assert len(notes.notes()) == 2


def test_the_staff_lists_and_deletes(tmp_path: Path) -> None:
    """`assistant feedback`: all, the unanswered only, one deleted, all deleted."""
    notes = Feedback(tmp_path)
    notes.add(Note(TODAY, True, "answered", (RULE,)))
    notes.add(Note(TODAY, False, "declined", (), "who pays the bus?"))

    def told(*arguments: str) -> str:
        """What the command prints."""
        return CliRunner().invoke(app, ["feedback", *arguments], env={"ASSISTANT_DATA": str(tmp_path)}).output

    assert told().count("\n") == 2
    assert told("--unanswered") == f"2  {TODAY}  not useful  declined  [nothing cited]  who pays the bus?\n"
    assert told("--delete", "2") == "1 note(s) deleted.\n"
    assert RULE in told()
    assert told("--delete-all") == "1 note(s) deleted.\n"
    assert told() == "No feedback in the last 30 days. Visitors are not asked: ASSISTANT_FEEDBACK is off.\n"
