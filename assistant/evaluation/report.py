"""The report: one table for people, JSON for machines, and the comparison with a report of before."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.table import Table

from assistant.evaluation.statistics import interval, p_value

PRODUCT = "this project"
ALPHA = 0.05


@dataclass(frozen=True)
class Row:
    """One measured mean: of which set, of what, over how many questions, with its 95 % interval.

    `p` is that of the paired randomisation test against this project; `details` are further means; `scores` are the
    single questions' values, kept where a later report is to be compared with this one.
    """

    group: str
    name: str
    measure: str
    count: int
    value: float
    low: float
    high: float
    p: float | None = None
    details: dict[str, float] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """All rows, what failed (one dictionary a question), and remarks such as a set that was left out."""

    rows: tuple[Row, ...] = ()
    failures: tuple[dict[str, Any], ...] = ()
    remarks: tuple[str, ...] = ()

    def __add__(self, other: "Report") -> "Report":
        """Both reports as one."""
        return Report(self.rows + other.rows, self.failures + other.failures, self.remarks + other.remarks)

    def to_json(self) -> str:
        """The report as JSON; scores with four decimals."""
        return json.dumps(_rounded(asdict(self)), indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Report":
        """A report that `to_json` wrote. Raises ValueError or TypeError when it is not one."""
        given = json.loads(text)
        rows = tuple(Row(**row) for row in given["rows"])
        return cls(rows, tuple(given["failures"]), tuple(given["remarks"]))


def measured(
    group: str,
    name: str,
    measure: str,
    scores: Mapping[str, float],
    *,
    details: Mapping[str, float] | None = None,
    against: Mapping[str, float] | None = None,
    keep: bool = False,
) -> Row:
    """A row from one score a question; `against` are this project's scores of the same questions."""
    values = list(scores.values())
    low, high = interval(values)
    p = p_value([against[key] for key in scores], values) if against else None
    mean = sum(values) / len(values) if values else 0.0
    return Row(group, name, measure, len(values), mean, low, high, p, dict(details or {}), dict(scores) if keep else {})


def table(report: Report) -> Table:
    """Everything in one table."""
    shown = Table(title="Evaluation", title_justify="left", header_style="bold")
    for title in ("set", "what", "n", "measure", "value", "95 %", "p", "also"):
        shown.add_column(title, justify="right" if title in ("n", "value", "p") else "left")
    group = ""
    for row in report.rows:
        if group and row.group != group:
            shown.add_section()
        p = "" if row.p is None else ("<0.001" if row.p < 0.001 else f"{row.p:.3f}")
        span = f"{row.low:.3f} to {row.high:.3f}" if row.count else ""
        also = "  ".join(f"{name} {value:.3g}" for name, value in row.details.items())
        name = f"[bold]{row.name}[/bold]" if row.name == PRODUCT else row.name
        first = "" if row.group == group else row.group
        shown.add_row(first, name, str(row.count), row.measure, f"{row.value:.3f}", span, p, also)
        group = row.group
    return shown


def losses(before: Report, now: Report, alpha: float = ALPHA) -> list[str]:
    """What is significantly worse now: rows whose kept scores of the same questions fell (paired randomisation)."""
    earlier = {(row.group, row.name, row.measure): row.scores for row in before.rows if row.scores}
    found = []
    for row in now.rows:
        old = earlier.get((row.group, row.name, row.measure), {})
        same = [key for key in row.scores if key in old]
        was, is_now = [old[key] for key in same], [row.scores[key] for key in same]
        if sum(is_now) < sum(was) and (p := p_value(was, is_now)) < alpha:
            change = f"{sum(was) / len(same):.3f} to {sum(is_now) / len(same):.3f}"
            found.append(f"{row.group}, {row.name}: {row.measure} fell from {change} (p = {p:.3f})")
    return found


def share(flags: Iterable[bool]) -> float:
    """The share (0 to 1) of what is true; 0 of nothing."""
    values: Sequence[bool] = list(flags)
    return sum(values) / len(values) if values else 0.0


def _rounded(value: object) -> object:
    """The same structure with numbers of four decimals."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, (list, tuple)) else value
