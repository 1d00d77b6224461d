"""The answer: what every face of the assistant shows, and what the JSON of the command line and the API holds."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Outcome = Literal["answered", "partial", "clarify", "declined"]


class Shown(BaseModel):
    """Base of all parts of an answer: they do not change once made."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Citation(Shown):
    """A numbered source. `quote` is an exact substring of the passage's text; `url` is the official page or source."""

    number: int
    title: str
    citation: str
    url: str | None
    quote: str
    passage_id: str
    as_of: str | None
    verified: bool


class ProgramShown(Shown):
    """A directory record in an answer: one program, or a collaborative itself when `program_id` is None.

    `towns` are where it takes place (empty: not in our documents), `latitude` and `longitude` the first of them in
    degrees; `miles` is the distance from the asker's town; `member` is whether that town's district belongs to the
    collaborative (None: no town was given); `status` is open, confirm or former.
    """

    program_id: str | None
    name: str
    slug: str
    collaborative: str
    towns: tuple[str, ...] = ()
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    ages: str | None = None
    categories: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    description: str = ""
    caution: str | None = None
    status: str = "open"
    phone: str | None = None
    website: str | None = None
    member: bool | None = None
    miles: float | None = None
    as_of: str | None = None
    number: int | None = None


class Understood(Shown):
    """What was understood of the question: shown to the asker, who can remove any part of it.

    `place` is the name as said back; `age` is in years; `citations` are legal citations found in the question.
    """

    intent: str
    place: str | None = None
    services: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    age: int | None = None
    citations: tuple[str, ...] = ()


class Answer(Shown):
    """The whole answer. `text` is Markdown with marks such as [1] that stand for `citations`."""

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...] = ()
    programs: tuple[ProgramShown, ...] = ()
    understood: Understood
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    milliseconds: float = 0.0
