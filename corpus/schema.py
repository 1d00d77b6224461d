"""The shape of every file in `corpus/documents`: strict models, so that a mistake is found before it is answered from.

Directory records follow the vocabulary of Open Referral's HSDS: an organization offers services at locations
to those who are eligible, and the district members are its service area.
"""

import re
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel, field_validator, model_validator

Category = Literal[
    "special education programs",
    "vocational and transition",
    "early childhood",
    "alternative education",
    "behavioral and mental health",
    "evaluation and assessment",
    "related services",
    "assistive technology",
    "after school and summer",
    "home and hospital tutoring",
    "online learning",
    "nursing and health",
    "adult services",
    "student transportation",
    "cooperative purchasing",
    "management and business support",
    "professional development",
    "educator licensure",
    "consultation and coaching",
    "technology",
    "grants and research",
    "family support",
    "other",
]
Population = Literal[
    "autism",
    "emotional and behavioral disabilities",
    "intellectual disabilities",
    "developmental disabilities",
    "multiple disabilities",
    "medically complex",
    "physical disabilities",
    "deaf or hard of hearing",
    "visual impairment",
    "communication disabilities",
    "specific learning disabilities",
    "neurological disabilities",
    "substance use recovery",
    "at-risk youth",
    "court-involved youth",
    "adults with disabilities",
]
Region = Literal["Central", "Greater Boston", "North", "Southeast", "West"]

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_AS_OF = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PHONE = re.compile(r"\d{3}-\d{3}-\d{4}( x\d+)?")
_CITATION = re.compile(
    r"\d{3} CMR \d{1,2}\.\d{2}[^;]*|M\.G\.L\. c\. \d+[A-Z]?.*|St\. \d{4}, c\. \d+.*"
    r"|\d+ U\.S\.C\. .+|\d+ C\.?F\.?R\.? .+"
    r"|(DESE|BSEA) [A-Z].{2,80}"
)


def _matching(pattern: re.Pattern[str], what: str) -> AfterValidator:
    """A validator that wants the whole string to match and says what was expected."""

    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(f"{value!r} is not {what}")
        return value

    return AfterValidator(check)


Slug = Annotated[str, _matching(_SLUG, "a lower-case id such as 'board-training'")]
AsOf = Annotated[str, _matching(_AS_OF, "a date such as '2024', '2024-05' or '2024-05-31'")]
Phone = Annotated[str, _matching(_PHONE, "a telephone number such as '781-338-3000'")]
Citation = Annotated[str, _matching(_CITATION, "a citation such as '603 CMR 50.08(1)' or 'M.G.L. c. 40, § 4E(b)'")]
Url = Annotated[str, _matching(re.compile(r"https://[^\s<>\"]+"), "an https address")]
Ask = Annotated[str, Field(min_length=3, max_length=200)]
Line = Annotated[str, Field(min_length=1, max_length=400)]


class Strict(BaseModel):
    """Base of every model: an unknown key is a mistake, and a loaded record does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Due(Strict):
    """A deadline or recurring duty. `month` and `day` are set only for dates that are the same every year."""

    when: Line
    who: Line
    duty: Line
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)

    @model_validator(mode="after")
    def _whole_date(self) -> "Due":
        if (self.month is None) != (self.day is None):
            raise ValueError("month and day go together")
        return self


class PassageRecord(Strict):
    """One citable fact as it is written in a file.

    `as_of` is a year, month or day; `sources` are https addresses.

    `asks` are questions that it answers; those that it answers with a plain yes or no stand in `yes_to` and `no_to`.
    `cues` stand on limits only: words that point to a question of that kind.
    """

    id: Slug
    title: Line
    section: Line
    text: str = Field(min_length=20)
    citation: Citation | None = None
    also: tuple[Citation, ...] = ()
    quotation: bool = False
    note: str | None = None
    as_of: AsOf | None = None
    verified: bool
    pin_confirmed: bool = True
    sources: tuple[Url, ...] = ()
    asks: tuple[Ask, ...] = ()
    yes_to: tuple[Ask, ...] = ()
    no_to: tuple[Ask, ...] = ()
    due: tuple[Due, ...] = ()
    cues: tuple[Line, ...] = ()

    @property
    def questions(self) -> tuple[Ask, ...]:
        """All questions that it answers: `asks`, then those of a plain yes, then those of a plain no."""
        return (*self.asks, *self.yes_to, *self.no_to)

    @model_validator(mode="after")
    def _asked(self) -> "PassageRecord":
        if not 3 <= len(self.questions) <= 40:
            raise ValueError(f"{len(self.questions)} asks; a passage has 3 to 40")
        return self

    @field_validator("text")
    @classmethod
    def _short(cls, value: str) -> str:
        if (words := len(value.split())) > 125:
            raise ValueError(f"{words} words; a passage has at most 125 (about 120)")
        return value


class TopicDocument(Strict):
    """A file of passages on one subject (statute, regulations, families, directors, calendar, glossary, mission)."""

    kind: Literal["mission", "statute", "regulation", "families", "directors", "calendar", "glossary", "limits"]
    title: Line
    official_url: Url | None = None
    restatement: bool = False
    passages: tuple[PassageRecord, ...] = Field(min_length=1)


class FollowUp(NamedTuple):
    """What somebody asks next who was answered by the passage `after`, and the passage that answers that, by ids.

    There are thousands, so it is no model.
    """

    after: str
    ask: str
    answer: str


class FollowUps(RootModel[dict[Slug, dict[Ask, Slug]]]):
    """A file of follow-ups: below each passage's id what is asked after it, each with the id of what answers that."""


class AddedPassage(Strict):
    """A passage that nobody curated: a piece of an owner's own file, or official text that was fetched.

    `citation` is how it is cited ("Handbook.pdf, page 4"), `url` where it can be read, `source` the file or web page
    it comes from, `restates` the ids of curated passages that say the same in plain words.
    """

    id: Slug
    title: Line
    headings: tuple[Line, ...] = ()
    text: str = Field(min_length=1)
    citation: Line
    url: Url | None = None
    source: Line
    as_of: AsOf | None = None
    asks: tuple[Ask, ...] = ()
    restates: tuple[Slug, ...] = ()


class AddedDocument(Strict):
    """The passages of one added file or page, in its order."""

    kind: Literal["own", "official"]
    title: Line
    passages: tuple[AddedPassage, ...]


class Ages(Strict):
    """Who is eligible by age, in years; `text` is how the source says it (grades or ages)."""

    text: Line
    low: int | None = Field(default=None, ge=0, le=99)
    high: int | None = Field(default=None, ge=0, le=99)

    @model_validator(mode="after")
    def _ordered(self) -> "Ages":
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is above high")
        return self


class Address(Strict):
    """A postal address in Massachusetts."""

    street: Line | None = None
    town: Line
    zip: Annotated[str, _matching(re.compile(r"\d{5}"), "a ZIP code")] | None = None
    as_of: AsOf | None = None
    note: Line | None = None


class Telephone(Strict):
    """A telephone number with its age; an old one carries a note."""

    number: Phone
    as_of: AsOf | None = None
    note: Line | None = None


class Director(Strict):
    """An executive director as of a date."""

    name: Line
    as_of: AsOf


class Member(Strict):
    """A member district; `note` says what is uncertain about the membership."""

    name: Line
    as_of: AsOf | None = None
    note: Line | None = None


class Members(Strict):
    """The districts that make up a collaborative, as of a date."""

    as_of: AsOf | None = None
    note: Line | None = None
    districts: tuple[Member, ...] = ()


class Program(Strict):
    """A program or service line: HSDS service with its location and eligibility."""

    id: Slug
    name: Line
    categories: tuple[Category, ...] = Field(min_length=1)
    populations: tuple[Population, ...] = ()
    ages: Ages | None = None
    towns: tuple[Line, ...] = ()
    place: Line | None = None
    description: str = Field(min_length=10)
    status: Literal["open", "confirm", "former"] = "open"
    caution: Line | None = None
    as_of: AsOf | None = None
    verified: bool = True
    sources: tuple[Url, ...] = ()
    asks: tuple[Ask, ...] = Field(min_length=3, max_length=8)


class Organization(Strict):
    """One collaborative: profile, members, programs, and further facts as passages."""

    slug: Slug
    name: Line
    short_name: Line
    aliases: tuple[Line, ...] = ()
    former_names: tuple[Line, ...] = ()
    status: Literal["active", "dissolved"]
    status_note: Line | None = None
    region: Region
    org_code: Annotated[str, _matching(re.compile(r"\d{8}"), "an eight-digit DESE code")] | None = None
    founded: int | None = Field(default=None, ge=1900, le=2100)
    website: Url | None = None
    telephone: Telephone | None = None
    address: Address | None = None
    director: Director | None = None
    serves_other_districts: bool | None = None
    summary: str = Field(min_length=20)
    members: Members = Members()
    programs: tuple[Program, ...] = ()
    facts: tuple[PassageRecord, ...] = ()
    gaps: tuple[Line, ...] = ()
    as_of: AsOf | None = None
    sources: tuple[Url, ...] = ()
