"""How a message was read, for display: what was understood of it, and how the places in it were taken."""

from collections.abc import Sequence

from assistant.answer import Understood
from assistant.asked import Asked
from assistant.draft import Draft
from assistant.introducing import is_student


def understood(parts: Sequence[Asked]) -> Understood:
    """What was understood of a message, for display."""
    first = parts[0]
    place = next((p.place for p in parts if p.place), None)
    return Understood(
        intent=first.intent,
        place=place.name if place else None,
        services=tuple(dict.fromkeys(c for p in parts for c in p.need.categories)),
        populations=tuple(dict.fromkeys(c for p in parts for c in p.need.populations)),
        age=next((p.need.age[0] for p in parts if p.need.age), None),
        citations=tuple(dict.fromkeys(c for p in parts for c in p.citations)),
    )


def begun(parts: Sequence[Asked]) -> Draft:
    """The beginning of an answer to a message as it was read."""
    return Draft(notices=_read_as(parts), student=any(is_student(asked.whole) for asked in parts))


def _read_as(parts: Sequence[Asked]) -> list[str]:
    """Notices on how a place was read: a misspelt name, or one that two towns share."""
    places = {p.name: p for asked in parts for p in asked.places}
    notices = [f"Read “{p.said}” as {p.name}." for p in places.values() if p.misspelt]
    shared = [p for p in places.values() if p.ambiguous]
    return notices + [f"There is a {p.name} in {' and in '.join(p.towns)}; both are meant here." for p in shared]
