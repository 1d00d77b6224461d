"""What can go wrong with a language model, in kinds; the kind is told and counted, never the text of an error."""

from collections.abc import Iterator
from typing import Literal

Kind = Literal[
    "timeout", "refused", "rate limit", "server error", "unreachable", "garbage", "cut off", "endless", "budget",
    "resting",
]  # fmt: skip
_BRIEF: frozenset[Kind] = frozenset({"timeout", "rate limit", "server error", "unreachable", "garbage"})


class ModelFailure(Exception):
    """The model gave no usable reply. `kind` says why; `lasting` means that asking again would not help."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind: Kind = kind

    @property
    def passing(self) -> bool:
        """Whether asking once more at once may help."""
        return self.kind in _BRIEF

    @property
    def lasting(self) -> bool:
        """Whether the owner must do something first, such as set another key."""
        return self.kind == "refused"


def failure_of(error: BaseException) -> ModelFailure:
    """The failure behind an error of any provider's library, judged by its HTTP status, then by its name."""
    if isinstance(error, ModelFailure):
        return error
    status = next((s for s in map(_status, _causes(error)) if s), None)
    if status is not None:
        return ModelFailure(_by_status(status))
    names = " ".join(type(cause).__name__.lower() for cause in _causes(error))
    if "timeout" in names or "timedout" in names:
        return ModelFailure("timeout")
    if "protocolerror" in names or "readerror" in names or "incomplete" in names:
        return ModelFailure("cut off")
    if "connect" in names:
        return ModelFailure("unreachable")
    return ModelFailure("garbage")


def _by_status(status: int) -> Kind:
    """The kind that an HTTP status stands for."""
    if status in (400, 401, 402, 403, 404, 422):
        return "refused"
    if status == 429:
        return "rate limit"
    return "timeout" if status in (408, 504) else "server error"


def _status(error: BaseException) -> int | None:
    """The HTTP status that an error carries, if any."""
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "http_status", "code", "status"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and 400 <= value < 600:
                return value
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it."""
    seen: BaseException | None = error
    for _ in range(6):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__
