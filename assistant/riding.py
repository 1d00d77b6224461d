"""A ride that is asked for: the student's own, which the district provides, and no collaborative with buses."""

import re

from assistant import attributes, cues
from assistant.asked import Asked

_A_RIDE = r"(?:an? |any |the |also )*(?:school |special )?(?:bus|van|ride|transport\w*)"
_RIDE_ASKED = re.compile(
    rf"\b(?:is|are|will) there {_A_RIDE}|\b(?:what|how) about {_A_RIDE}|^\W*(?:and )?{_A_RIDE}\W*$", re.I
)
_RIDE = re.compile(
    rf"{_RIDE_ASKED.pattern}|"
    r"\b(?:do|does|will|would|can) (?:they|it|he|she|the school|the program) (?:also )?"
    r"(?:have|provide|offer|get|send|run|come with|include|pick|drive|give)\b",
    re.I,
)
"""A ride that a follow-up asks for: after a search for a program it is the student's own."""


def own_ride(asked: Asked) -> bool:
    """Whether a family asks for its child's ride, which the district provides, and for no collaborative with buses."""
    ride = asked.need.categories == ("student transportation",) and not asked.need.populations
    theirs = cues.FAMILY.search(asked.whole) or (
        asked.follow_up and not asked.organizations and _RIDE.search(asked.text)
    )
    text = attributes.masked(asked.text, asked.organizations)
    return of_a_ride(asked) or bool(
        ride and theirs and not (cues.COLLABORATIVE.search(text) or cues.EVENT.search(asked.text))
    )


def of_a_ride(asked: Asked) -> bool:
    """Whether a follow-up asks for a ride and no more, which after a search for a program is the student's own."""
    return asked.follow_up and not asked.organizations and _RIDE_ASKED.search(asked.text) is not None
