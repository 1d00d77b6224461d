"""Golden questions answered without and with a language model, side by side; and what the check was needed for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.engine import Assistant
from assistant.evaluation.golden import Golden, Judgement, judge
from assistant.evaluation.grounding import Grounding
from assistant.evaluation.report import Report, Row, measured
from assistant.models.generating import Generating, Generation

BOTH = ("without a model", "with the model")


@dataclass(frozen=True)
class Pair:
    """One question answered both ways; `doubts` are what independent proof finds ungrounded in the two answers."""

    composed: Judgement
    generated: Judgement
    made: Generation
    doubts: tuple[int, int]

    @property
    def before(self) -> int:
        """Sentences of the reply that did not stand, counted by the check before anything was shown."""
        return self.made.removed.sentences


def answer_both(
    assistant: Assistant, generating: Generating, questions: Sequence[Golden], say: Callable[[str], None]
) -> list[Pair]:
    """Every question in both modes, judged alike."""
    grounding = Grounding(assistant.corpus)
    pairs = []
    for number, golden in enumerate(questions, 1):
        composed = judge(golden, assistant.answer(golden.question, golden.history))
        made = generating.generate(golden.question, golden.history)
        generated = judge(golden, made.answer)
        found = [len(grounding.exceptions(j.answer, golden.question, golden.history)) for j in (composed, generated)]
        pairs.append(Pair(composed, generated, made, (found[0], found[1])))
        if number % 50 == 0:
            say(f"{number} of {len(questions)} questions answered both ways.")
    return pairs


def report_both(pairs: Sequence[Pair], model: str) -> Report:
    """Fully right, declines, sentences without support before and after the check, latency, tokens."""
    rows = [*_shares("golden, fully right", pairs, lambda j: j.right), *_declines(pairs)]
    before = {p.composed.golden.id: float(p.before) for p in pairs}
    rows.append(measured("unsupported sentences", "before the check", "a question", before))
    for name, side in zip(BOTH, (0, 1), strict=True):
        after = {p.composed.golden.id: float(p.doubts[side]) for p in pairs}
        rows.append(
            measured("ungrounded statements shown", name, "a question", after, details={"total": sum(after.values())})
        )
    for name, judged in zip(BOTH, _sides(pairs), strict=True):
        times = {j.golden.id: j.answer.milliseconds for j in judged}
        middle = median(times.values()) if times else 0.0
        rows.append(measured("time", name, "ms an answer", times, details={"median": middle}))
    for name in ("read", "written"):
        counts = {p.composed.golden.id: float(getattr(p.made.usage, name)) for p in pairs}
        rows.append(measured("tokens", name, "a question", counts, details={"total": sum(counts.values())}))
    return Report(tuple(rows), tuple(map(_failure, filter(_worse, pairs))), tuple(_remarks(pairs, model)))


def _sides(pairs: Sequence[Pair]) -> tuple[list[Judgement], list[Judgement]]:
    """The judgements without and with the model."""
    return [p.composed for p in pairs], [p.generated for p in pairs]


def _shares(group: str, pairs: Sequence[Pair], true: Callable[[Judgement], bool]) -> list[Row]:
    """A share of both modes, compared question by question."""
    first, second = ({j.golden.id: float(true(j)) for j in side} for side in _sides(pairs))
    return [measured(group, BOTH[0], "share", first), measured(group, BOTH[1], "share", second, against=first)]


def _declines(pairs: Sequence[Pair]) -> list[Row]:
    """How often each mode declines, when it should and when it should not."""
    rows = []
    for name, wanted in (("when it should", ("decline",)), ("when it should not", ("answer", "partial"))):
        chosen = [p for p in pairs if p.composed.golden.expect in wanted]
        rows += _shares(f"golden, declined {name}", chosen, lambda j: j.answer.outcome == "declined")
    return rows


def _worse(pair: Pair) -> bool:
    """Whether the model made a right answer wrong, or an ungrounded one."""
    return (pair.composed.right and not pair.generated.right) or pair.doubts[1] > pair.doubts[0]


def _failure(pair: Pair) -> dict[str, object]:
    """What is worse with the model."""
    golden = pair.generated.golden
    doubts = [f"{pair.doubts[1]} ungrounded statements"] if pair.doubts[1] > pair.doubts[0] else []
    faults = [*pair.generated.faults, *doubts]
    return {"id": golden.id, "question": golden.question, "faults": faults, "text": pair.generated.answer.text}


def _remarks(pairs: Sequence[Pair], model: str) -> list[str]:
    """How the answers were made, and why some were composed."""
    reasons: dict[str, int] = {}
    for pair in pairs:
        name = "generated" if pair.made.made == "generated" else f"composed ({pair.made.reason or 'not asked'})"
        reasons[name] = reasons.get(name, 0) + 1
    counts = ", ".join(f"{name} {n}" for name, n in sorted(reasons.items(), key=lambda item: -item[1]))
    keys, replaced, dropped = (
        sum(getattr(p.made.removed, what) for p in pairs) for what in ("keys", "replaced", "dropped")
    )
    remarks = [
        f"Model {model}: {counts}.",
        f"The check removed {keys} unknown keys, replaced {replaced} sentences by quotes and dropped {dropped}.",
    ]
    if any(pair.made.usage.estimated for pair in pairs):
        remarks.append("Tokens are estimates where the model does not count them.")
    if model.startswith("scripted:"):
        remarks.append("This is a test double and no language model: the numbers show the check, not a quality.")
    return remarks
