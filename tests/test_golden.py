"""The quality gate: the golden questions must not get significantly worse than the committed report."""

from dataclasses import replace
from datetime import date

from assistant.engine import Assistant
from assistant.evaluation.golden import load_golden
from assistant.evaluation.outcome import answer_golden, report_golden
from assistant.evaluation.report import Report, losses
from tests.conftest import ROOT

REPORT = ROOT / "tests" / "golden" / "report.json"


def test_no_significant_loss(assistant: Assistant) -> None:
    """Fully right answers and declines against the committed report; grounding has no exception at all."""
    questions = load_golden(REPORT.parent)
    assert len(questions) >= 200
    fixed = replace(assistant, today=lambda: date(2026, 11, 22))
    now = report_golden(answer_golden(fixed, questions), assistant.corpus)
    assert losses(Report.from_json(REPORT.read_text(encoding="utf-8")), now) == []
    assert [row.value for row in now.rows if "grounded" in row.group] == [1.0]
