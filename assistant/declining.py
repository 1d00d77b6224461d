"""A kind decline: why there is no answer, and whom to ask instead."""

from collections.abc import Mapping

from assistant import elsewhere
from assistant.answer import Answer
from assistant.asked import Asked
from assistant.draft import MARK, Draft
from assistant.intake import EXAMPLES
from assistant.membership import Membership
from assistant.reading import understood
from assistant.whom import whom_to_ask

DECLINED = "Our documents do not answer that."
_JOBS = "limit-jobs"


def declined(asked: Asked, draft: Draft) -> Answer:
    """The answer to a question that the documents do not answer: the limit that the draft has for it, if any."""
    if draft.declines:
        said = MARK.sub("", draft.declines[0]).strip()
    elif asked.outside:
        said = elsewhere.NOT_HERE
    else:
        said = f"{DECLINED} {whom_to_ask(asked.whole, draft)}"
    return Answer(outcome="declined", text=said, understood=understood([asked]), suggestions=EXAMPLES)


def say_there(draft: Draft, asked: Asked, membership: Membership, limits: Mapping[str, str]) -> bool:
    """Name the collaborative of a place where work is looked for: what is open is not known, whom to ask is.

    Returns False for anything else; `limits` are the texts of the limits.
    """
    sought = asked.places and not asked.organizations and draft.declines[:1] == [limits.get(_JOBS)]
    if not sought:
        return False
    draft.outcome = "partial"
    draft.say(draft.declines[0])
    return membership.answer(draft, asked)
