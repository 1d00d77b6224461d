"""A question as it was understood: what it names, the need behind it, and the kind of answer it wants."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.cues import ASKS
from corpus.places import Place
from corpus.schema import Organization

Intent = Literal[
    "citation", "profile", "members", "membership", "where", "list", "compare", "calendar", "source", "question"
]
_CIRCUMSTANCES = re.compile(
    r"\b(?:homeless\w*|shelter|motel|foster|adopted|adopt\w*|immigrant|refugee|military|divorced|custody)\b", re.I
)
_ADULT = 22
"""Age in years at which special education has ended."""
Removable = Literal["place", "age", "services", "populations"]


@dataclass(frozen=True)
class Need:
    """The need behind a question, in the directory's vocabulary; `age` is lowest and highest age in years.

    `young` is whether a child is spoken of, `regular` whether the student is outside special education; `words` are the
    asker's own for categories and populations, `particulars` what of them the vocabulary does not tell apart.
    """

    categories: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    age: tuple[int, int] | None = None
    without: tuple[str, ...] = ()
    young: bool = False
    regular: bool = False
    words: tuple[str, ...] = ()
    particulars: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.categories or self.populations or self.age)

    @property
    def sought(self) -> str:
        """What was sought, in general words, for a question on a rule that comes after it."""
        adult = (self.age and self.age[0] >= _ADULT) or self.categories == ("adult services",)
        return f"a program {'for adults ' if adult else ''}at a collaborative"


@dataclass(frozen=True)
class Asked:
    """One question, understood.

    `text` is its words, `context` what was said before it (statements, earlier turns) for search; `follow_up` is
    whether it leans on an earlier turn, `refines` whether it then adds a need or a place of its own; `beside` is
    whether it is a further part of one message; `outside` is a place outside Massachusetts; `typed` are its words where
    names that are only told beside it were taken out of them. `after` is the id of the passage that the part before was
    answered with, `known` that of the one which is known to answer this part behind it, and `led` that of the passage
    which led the answer to the turn before.
    """

    text: str
    intent: Intent
    context: str = ""
    citations: tuple[str, ...] = ()
    organizations: tuple[Organization, ...] = ()
    places: tuple[Place, ...] = ()
    need: Need = field(default_factory=Need)
    outside: str | None = None
    follow_up: bool = False
    refines: bool = False
    beside: bool = False
    previous: str = ""
    wants_place: bool = False
    typed: str = ""
    after: str = ""
    known: str = ""
    led: str = ""

    def leaving(self, without: Sequence[Removable]) -> "Asked":
        """The question without what the asker removed from what was understood."""
        need = replace(
            self.need,
            categories=() if "services" in without else self.need.categories,
            populations=() if "populations" in without else self.need.populations,
            age=None if "age" in without else self.need.age,
        )
        return replace(self, need=need, places=() if "place" in without else self.places)

    @property
    def guessed(self) -> bool:
        """Whether this is how a part of a message that leans on the one before may be meant, and not its own words."""
        return self.beside and not self.previous

    @property
    def wording(self) -> str:
        """The words that tell what is wanted: a bare follow-up ('and CREST?') wants what the question before did."""
        bare = self.follow_up and len(self.text.split()) <= 4
        return f"{self.previous} {self.text}" if bare else self.text

    @property
    def story(self) -> str:
        """What the message of a later turn tells before its question, beside what was said in earlier turns."""
        told = self.context.rpartition(self.previous)[2] if self.previous and self.previous in self.context else ""
        return "" if self.beside else told.strip(" .,")

    @property
    def told(self) -> str:
        """A later turn in all its words: its question with what it tells before that."""
        return f"{self.story} {self.text}".strip()

    @property
    def asks(self) -> bool:
        """Whether it opens as a question does, and is no thanks or greeting."""
        return ASKS.match(self.text) is not None

    def anywhere(self, text: str) -> str:
        """A text without the places of the question: what holds of the treasurer of Acton holds of any town's."""
        for place in self.places:
            text = re.sub(rf"(?: (?:of|in|from|at))? \b{re.escape(place.name)}\b", "", text, flags=re.I)
        return text

    @property
    def beside_need(self) -> str:
        """The question without the words that tell the need, or how the family lives."""
        text = _CIRCUMSTANCES.sub(" ", self.text)
        for words in self.need.words:
            phrase = r"\W+".join(words.split())
            text = re.sub(rf"\b{phrase}\b", " ", text, flags=re.I)
        return " ".join(text.split())

    @property
    def whole(self) -> str:
        """The question with the statements before it."""
        return f"{self.context} {self.text}".strip()

    @property
    def place(self) -> Place | None:
        """The place that matters: the last one named."""
        return self.places[-1] if self.places else None
