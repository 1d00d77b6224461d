"""What the model is given: the question, sources under opaque keys, and the composed answer as a draft."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.draft import MARK
from assistant.models.hostile import instructs
from assistant.models.prompts import REFUSAL, SOURCE
from corpus.loading import Corpus
from corpus.passages import Passage

MOST = 10
"""Sources that found passages may fill up to; those that the composed answer cites are always there."""
_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
_KEY = 4
_FENCE = 10
_RECORDS = frozenset({"program", "collaborative", "directory"})
_FENCE_LIKE = re.compile(r"[<>]")
_SPACED_MARK = re.compile(rf"\s*{MARK.pattern}")
_BULLET = re.compile(r"^[-*]\s+")


@dataclass(frozen=True)
class Source:
    """A passage under its key; `facts` are what the directory's records say beside it, such as a distance."""

    key: str
    passage: Passage
    facts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What the model reads of it."""
        return "\n".join([self.passage.text, *self.facts])

    @property
    def title(self) -> str:
        """Its title with its citation."""
        label = self.passage.citation
        return f"{self.passage.title} ({label})" if label else self.passage.title


@dataclass(frozen=True)
class Brief:
    """Everything about one request to write an answer. `question` and `history` are as they may be sent."""

    question: str
    history: tuple[str, ...]
    composed: Answer
    sources: tuple[Source, ...]
    fence: str

    @property
    def by_key(self) -> dict[str, Source]:
        """The sources by their keys."""
        return {source.key: source for source in self.sources}

    @property
    def draft(self) -> str:
        """The composed answer with keys for its marks."""
        keys = {number: source.key for number, source in enumerate(self.sources, 1)}
        return MARK.sub(lambda m: f"[{keys[int(m[1])]}]" if int(m[1]) in keys else "", self.composed.text)

    def values(self) -> dict[str, str]:
        """The values of the prompt."""
        fenced = [
            SOURCE.format(fence=self.fence, key=s.key, title=unfenced(s.title), text=unfenced(s.text))
            for s in self.sources
        ]
        return {
            "fence": self.fence,
            "example": "KEY1",
            "refusal": REFUSAL,
            "history": unfenced("\n".join(self.history)) or "(none)",
            "question": unfenced(self.question),
            "sources": "\n\n".join(fenced),
            "draft": unfenced(self.draft),
        }


def brief(question: str, history: Sequence[str], composed: Answer, found: Sequence[Passage], corpus: Corpus) -> Brief:
    """The brief for a question; keys and fence are new each time, so that no text can have foreseen them."""
    cited = [corpus.by_id[c.passage_id] for c in composed.citations]
    known = {passage.id for passage in cited}
    usable = [p for p in found if p.id not in known and p.kind != "limits" and not suspicious(p)]
    more = usable[: max(0, MOST - len(cited))]
    keys = _keys(len(cited) + len(more))
    facts = [_facts(composed, number, passage) for number, passage in enumerate(cited, 1)]
    sources = [Source(key, p, f) for key, p, f in zip(keys, cited, facts, strict=False)]
    sources += [Source(key, p) for key, p in zip(keys[len(cited) :], more, strict=True)]
    return Brief(question, tuple(history), composed, tuple(sources), secrets.token_hex(_FENCE // 2))


def _keys(count: int) -> list[str]:
    """Different keys that cannot be guessed."""
    keys: dict[str, None] = {}
    while len(keys) < count:
        keys["".join(secrets.choice(_ALPHABET) for _ in range(_KEY))] = None
    return list(keys)


def _facts(composed: Answer, number: int, passage: Passage) -> tuple[str, ...]:
    """The lines that the composed answer makes from records with a passage's mark, such as a distance."""
    if passage.kind not in _RECORDS and composed.understood.intent != "calendar":
        return ()
    lines = [line for line in composed.text.splitlines() if f"[{number}]" in line]
    plain = [_BULLET.sub("", _SPACED_MARK.sub("", line)).replace("*", "").strip() for line in lines]
    return tuple(line for line in plain if line and line not in passage.text)


def suspicious(passage: Passage) -> bool:
    """Whether a passage speaks to a language model; it is not given to one."""
    return instructs(f"{passage.title}\n{passage.text}")


def unfenced(text: str) -> str:
    """A text that cannot close the fence that it stands in."""
    return _FENCE_LIKE.sub(lambda m: "‹" if m[0] == "<" else "›", text)
