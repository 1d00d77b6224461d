"""What changed between the accepted and the staged version of a page, provision by provision."""

import difflib
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from corpus.official.models import Accepted, Page, Provision

What = Literal["added", "changed", "removed", "renumbered"]
SAME = 92.0
"""Likeness (0 to 100) from which a provision that went and one that came are one provision with a new number."""
_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Change:
    """One change of one provision. `key` names it for `--accept` and `--reject`."""

    source: str
    what: What
    before: Provision | None
    after: Provision | None

    @property
    def provision(self) -> Provision:
        """The provision as it is now, or as it last was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def citation(self) -> str:
        """Where the provision stands now, or last stood."""
        return self.provision.citation

    @property
    def key(self) -> str:
        """Names the change: the source and the labels of the provision, as '603-cmr-50/50.06(2)(c)'."""
        if self.citation.startswith("http"):
            return self.source
        return f"{self.source}/{re.split(r' CMR |§ ', self.citation)[-1]}"

    @property
    def hash(self) -> str:
        """SHA-256 of what it would become: a refused change is not shown again until its words change."""
        words = f"{self.what}\0{self.after.citation if self.after else ''}\0{self.after.text if self.after else ''}"
        return hashlib.sha256(words.encode()).hexdigest()


def changes(before: Page | None, after: Page) -> list[Change]:
    """Every change from the accepted page (None: there is none yet) to a new one, in the order of the law."""
    old, new = _by_citation(before.provisions if before else ()), _by_citation(after.provisions)
    moved = _moved(old, new)
    taken = {p.citation for p in moved.values()}
    found = []
    for citation, provision in new.items():
        earlier = old.get(citation) if citation not in taken else None
        if citation in moved:
            found.append(Change(after.source, "renumbered", moved[citation], provision))
        elif earlier is None:
            found.append(Change(after.source, "added", None, provision))
        elif earlier != provision:
            found.append(Change(after.source, "changed", earlier, provision))
    gone = [p for c, p in old.items() if c not in new and c not in taken]
    return found + [Change(after.source, "removed", p, None) for p in gone]


def pending(accepted: Accepted, staged: Iterable[Page]) -> list[Change]:
    """The changes of all staged pages that a person has neither accepted nor refused."""
    every = [change for page in staged for change in changes(accepted.page(page.source), page)]
    return [change for change in every if accepted.refused.get(change.key) != change.hash]


def _by_citation(provisions: Sequence[Provision]) -> dict[str, Provision]:
    """Provisions by citation; one that is there twice keeps the words of both."""
    found: dict[str, Provision] = {}
    for provision in provisions:
        if earlier := found.get(provision.citation):
            both = earlier.paragraphs + provision.paragraphs
            found[provision.citation] = earlier.model_copy(update={"paragraphs": both})
        else:
            found[provision.citation] = provision
    return found


def _moved(old: dict[str, Provision], new: dict[str, Provision]) -> dict[str, Provision]:
    """For each provision that has the words of one that stood under another number, that one."""

    def differ(one: dict[str, Provision], other: dict[str, Provision]) -> dict[str, Provision]:
        return {c: p for c, p in one.items() if c not in other or fuzz.ratio(p.text, other[c].text) < SAME}

    left = {c: p.text for c, p in differ(old, new).items() if len(p.text.split()) >= 4}
    found: dict[str, Provision] = {}
    for citation, provision in differ(new, old).items():
        best = process.extractOne(provision.text, left, scorer=fuzz.ratio, score_cutoff=SAME)
        if best:
            found[citation] = old[best[2]]
            del left[best[2]]
    return found | _moved_along(old, new, found)


def _moved_along(
    old: dict[str, Provision], new: dict[str, Provision], found: dict[str, Provision]
) -> dict[str, Provision]:
    """Short provisions below one that moved, which are too like others to be known by their words alone."""
    taken = {p.citation for p in found.values()}
    along: dict[str, Provision] = {}
    for above, earlier in found.items():
        for citation, provision in new.items():
            was = earlier.citation + citation.removeprefix(above)
            if citation in found or not citation.startswith(above) or was not in old or was in taken:
                continue
            if fuzz.ratio(old[was].text, provision.text) >= SAME:
                along[citation] = old[was]
    return along


def together(every: Sequence[Change], chosen: Sequence[Change]) -> list[Change]:
    """The chosen changes with those that cannot go without them: a section that was renumbered goes as a whole."""
    whole = {_section(c) for c in every if c.what == "renumbered"} & {_section(c) for c in chosen}
    return [c for c in every if c in chosen or _section(c) in whole]


def _section(change: Change) -> tuple[str, str]:
    """The section that a change is in."""
    return change.source, change.citation.partition("(")[0]


def word_diff(before: str, after: str) -> list[tuple[Literal["same", "out", "in"], str]]:
    """Two texts as runs of words that stayed, went and came."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    runs: list[tuple[Literal["same", "out", "in"], str]] = []
    for tag, i, j, k, n in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(("same", "".join(old[i:j])))
            continue
        runs += [("out", "".join(old[i:j]))] if j > i else []
        runs += [("in", "".join(new[k:n]))] if n > k else []
    return runs


def applied(before: Page | None, after: Page, chosen: Sequence[Change]) -> Page:
    """The accepted page with the chosen changes made, in the order of the law; all of them give the new page."""
    if len(chosen) == len(changes(before, after)):
        return after
    kept = _by_citation(before.provisions) if before else {}
    for change in chosen:
        if change.before:
            kept.pop(change.before.citation, None)
    kept |= {change.after.citation: change.after for change in chosen if change.after}
    order = {p.citation: n for n, p in enumerate(after.provisions)}
    provisions = sorted(kept.values(), key=lambda p: order.get(p.citation, len(order)))
    return after.model_copy(update={"provisions": tuple(provisions)})
