"""Which restatement says in plain words what an official passage says, and where one without a letter belongs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.loading import Documents
from corpus.official.citing import Path, paths, within
from corpus.official.likeness import Likeness
from corpus.official.models import Accepted, Pin
from corpus.schema import AddedPassage, PassageRecord

ENOUGH = 0.33
"""Likeness (0 to 1) from which a restatement may belong to a provision (tried on made-up law: right ones had 0.35)."""
DEFINED = 0.2
"""Likeness from which a restatement that cites a whole section is on one passage of it, such as a definition."""
LEAD = 1.15
"""By which factor the likest provision must be ahead of the next one to be proposed."""


@dataclass(frozen=True)
class Proposal:
    """A citation that fits an unconfirmed restatement: for a person to accept. `words` are the official ones."""

    restatement: PassageRecord
    now: str
    words: str
    likeness: float

    @property
    def key(self) -> str:
        """Names the proposal for `--accept` and `--reject`."""
        return f"pin/{self.restatement.id}"

    @property
    def pin(self) -> Pin:
        """What accepting it keeps."""
        return Pin(was=self.restatement.citation or "", now=self.now)


def restatements(documents: Documents) -> list[PassageRecord]:
    """Every curated passage that cites a law."""
    records = [p for topic in documents.topics for p in topic.passages if topic.kind != "limits"]
    records += [f for org in documents.organizations for f in org.facts]
    return [r for r in records if r.citation]


def restated(passages: Sequence[AddedPassage], records: Iterable[PassageRecord]) -> list[tuple[str, ...]]:
    """For each official passage, the ids of the restatements that its provision has."""
    where = [paths(p.citation)[0] for p in passages]
    likeness = Likeness([p.text for p in passages])
    found: list[list[str]] = [[] for _ in passages]
    for record in records:
        for position in _positions(record, where, likeness):
            found[position].append(record.id)
    return [tuple(dict.fromkeys(ids)) for ids in found]


def _positions(record: PassageRecord, where: Sequence[Path], likeness: Likeness) -> list[int]:
    """The official passages that a restatement is on."""
    for citation in (record.citation, *record.also):
        wanted = paths(citation or "")
        if found := [n for n, path in enumerate(where) if any(within(path, w) for w in wanted)]:
            return _definition(record, found, likeness) if len(wanted[0]) == 1 else found
        for path in wanted:
            for depth in range(len(path) - 1, 1, -1):
                if found := [n for n, other in enumerate(where) if other == path[:depth]]:
                    return found
    return []


def _definition(record: PassageRecord, found: Sequence[int], likeness: Likeness) -> list[int]:
    """Of a whole section that a restatement cites, such as the definitions: the passage that is like it, or none."""
    if "§" in (record.citation or ""):
        return []
    scores = likeness.scores(f"{record.title} {record.text}")
    best = max(found, key=lambda n: scores[n])
    return [best] if scores[best] >= DEFINED else []


def proposals(passages: Sequence[AddedPassage], documents: Documents, accepted: Accepted) -> list[Proposal]:
    """For each restatement whose letter is not confirmed, the provision that says the same, where one stands out."""
    likeness = Likeness([p.text for p in passages])
    where = [paths(p.citation)[0] for p in passages]
    found = [
        proposal
        for record in restatements(documents)
        if not record.pin_confirmed and record.id not in accepted.pins
        for proposal in _proposed(record, passages, where, likeness)
    ]
    return [p for p in found if accepted.refused.get(p.key) != p.now]


def _proposed(
    record: PassageRecord, passages: Sequence[AddedPassage], where: Sequence[Path], likeness: Likeness
) -> Iterator[Proposal]:
    """The provision within a restatement's section that is likest to it, when it is ahead of the others."""
    wanted = paths(record.citation or "")
    inside = [n for n, path in enumerate(where) if wanted and within(path, wanted[0]) and len(path) > 1]
    if not inside:
        return
    scores = likeness.scores(f"{record.title} {record.text}")
    best = max(inside, key=lambda n: scores[n])
    rest = [scores[n] for n in inside if where[n] != where[best]]
    if scores[best] >= ENOUGH and scores[best] >= LEAD * max(rest, default=0.0):
        yield Proposal(record, passages[best].citation, passages[best].text, scores[best])
