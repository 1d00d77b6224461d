"""The step of a rule by sums that a sum which is told falls into: 'we want vans for 300k, do we have to bid'."""

import re

_THOUSAND, _MILLION = 1_000, 1_000_000
_TIMES = {"k": _THOUSAND, "thousand": _THOUSAND, "grand": _THOUSAND, "m": _MILLION, "million": _MILLION}
_SUM = re.compile(
    r"\$ ?(?P<dollars>\d[\d,]*(?:\.\d+)?)(?: ?(?P<of>k|thousand|grand|million|m)\b)?|"
    r"\b(?P<bare>\d[\d,]*(?:\.\d+)?) ?(?P<unit>k|thousand|grand|dollars|bucks|worth)\b",
    re.I,
)
_STEP = re.compile(
    r"(?P<side>below|under|over|above)? ?\$(?P<low>[\d,]+)(?: to \$(?P<high>[\d,]+))?, (?P<then>[^;.:$]+)"
)
_LIMIT = re.compile(r"\$([\d,]*\d)\b")
_STEPS = 3
"""As many steps make a rule by sums; other sums are limits beside it."""
_APIECE = re.compile(
    r"\b(?:each|apiece|per|a piece|a year|monthly|a month|sell\w*|sold|dispos\w*|rent\w*|leas\w*)\b", re.I
)
"""Words of a sum that is not all that is bought, or of no purchase."""


def step_of(text: str, question: str) -> str:
    """What a text's rule by sums says of the one sum that a question tells, as a sentence; else empty."""
    told, steps = list(_SUM.finditer(question)), list(_STEP.finditer(text))
    if len(told) != 1 or len(steps) < _STEPS or _APIECE.search(question):
        return ""
    value = _value(told[0])
    step = next((step for step in steps if _holds(step, value)), None)
    if step is None:
        return ""
    limits = step[0].rpartition(f", {step['then']}")[0].strip()
    others = [s for s in _LIMIT.findall(_STEP.sub(" ", text)) if _plain(s) > value > _plain(steps[-1]["low"])]
    unless = f", unless the ${others[0]} threshold named below applies" if others else ""
    return f"For {told[0][0].removesuffix('worth').strip()} that means {step['then'].strip()} ({limits}){unless}."


def _holds(step: re.Match[str], value: float) -> bool:
    """Whether a sum falls into a step."""
    low = _plain(step["low"])
    if step["side"] in ("below", "under"):
        return value < low
    return value > low if step["side"] else low <= value <= _plain(step["high"] or step["low"])


def _value(told: re.Match[str]) -> float:
    """The sum in dollars."""
    unit = (told["of"] or told["unit"] or "").lower()
    return _plain(told["dollars"] or told["bare"]) * _TIMES.get(unit, 1)


def _plain(number: str) -> float:
    """A number without its commas."""
    return float(number.replace(",", ""))
