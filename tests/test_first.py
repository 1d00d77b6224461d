"""What opens an answer, on questions that were labelled without looking at any answer."""

from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.evaluation.errors import EvaluationError
from assistant.evaluation.first import load_labelled, report_first
from tests.conftest import ROOT

LABELS = ROOT / "tests" / "golden" / "first"


def test_answers_open_with_a_right_passage(assistant: Assistant) -> None:
    """Of every set nearly all answers do; when many do not, search or ranking has become worse."""
    report = report_first(assistant, load_labelled(LABELS))
    assert {row.name: row.value for row in report.rows if row.value < 0.85} == {}


@pytest.mark.parametrize("folder", ["first", "later"])
def test_labels_name_passages(assistant: Assistant, folder: str) -> None:
    """Every label is the id of a passage of the corpus."""
    known = {passage.id for passage in assistant.corpus.passages}
    for questions in load_labelled(LABELS.parent / folder).values():
        assert {id_ for labelled in questions for id_ in (*labelled.best, *labelled.ok)} <= known


def test_labels_are_checked(tmp_path: Path) -> None:
    """A folder without labels, and a line that is none, are told."""
    with pytest.raises(EvaluationError, match="no labelled questions"):
        load_labelled(tmp_path)
    (tmp_path / "x.jsonl").write_text('{"question": "who", "right": []}')
    with pytest.raises(EvaluationError, match=r"x\.jsonl"):
        load_labelled(tmp_path)
