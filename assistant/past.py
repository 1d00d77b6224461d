"""What search found on the past of a collaborative: its end, its audits, its former name."""

import re
from collections.abc import Sequence

from assistant import attributes
from assistant.asked import Asked
from assistant.closed import OWN_FACT
from assistant.quoting import Found
from assistant.ranking import generated
from corpus.passages import Passage
from corpus.schema import Organization

_PAST = 0.5
"""Cosine from which a passage adds to the history of a collaborative."""


def of_the_past(asked: Asked, found: Sequence[Found]) -> list[Found]:
    """What search found on the history of a collaborative that is gone or is called by a former name, best first.

    General passages count too when they speak of it by that name.
    """
    if not attributes.HISTORY.search(asked.text):
        return []
    said = asked.text.lower()
    names = [word for org in asked.organizations for word in _former_words(org) if word in said]
    slugs = {org.slug for org in asked.organizations if names or org.status == "dissolved"}

    def tells(passage: Passage) -> bool:
        words = f"{passage.title} {passage.text} {' '.join(passage.asks)}".lower()
        return passage.organization in slugs or any(name in words for name in names)

    clause = attributes.masked(asked.wording, asked.organizations)
    past = [f for f in found if f.hit.best >= _PAST and not generated(f.passage) and tells(f.passage)]
    renamed = attributes.RENAMED.search(asked.text) is not None

    def standing(item: Found) -> tuple[bool, bool, bool]:
        titled = not renamed and any(name in item.passage.title.lower() for name in names)
        own, covers = item.passage.organization in slugs, attributes.coverage(clause, item.passage)
        return not (titled and not own), not own, covers < attributes.COVERS

    past.sort(key=standing)
    return past if past and (names or max(f.hit.best for f in past) >= OWN_FACT) else []


def _former_words(org: Organization) -> list[str]:
    """The telling words of a collaborative's former names, in lower case: "merrimack"."""
    present = set(re.findall(r"[a-z]+", f"{org.name} {org.short_name}".lower()))
    words = {word for name in org.former_names for word in re.findall(r"[a-z]{4,}", name.lower())}
    return sorted(words - present - attributes.COMMON_NAMES)
