"""A kind decline: why there is no answer, and whom to ask instead."""

from collections.abc import Mapping, Sequence

from assistant import elsewhere
from assistant.answer import Answer
from assistant.asked import Asked
from assistant.draft import MARK, Draft
from assistant.intake import EXAMPLES
from assistant.membership import Membership
from assistant.reading import understood
from assistant.whom import whom_to_ask

DECLINED = "Our documents do not answer that."
_NOR = "The rest of your question is not in our documents either."
_JOBS = "limit-jobs"


def declined(parts: Sequence[Asked], draft: Draft) -> Answer:
    """The answer to questions that the documents do not answer: the limits that the draft has for them, if any.

    Where there are two, and a limit for one, the other is not passed over.
    """
    asked, reasons = parts[0], list(dict.fromkeys(MARK.sub("", reason).strip() for reason in draft.declines))
    if reasons and len(parts) > 1:
        said = "\n\n".join(reasons[:2]) if reasons[1:] else f"{reasons[0]} {_NOR}"
    elif reasons:
        said = reasons[0]
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
    if not membership.answer(draft, asked):
        return False
    draft.say(draft.declines[0])
    return True
