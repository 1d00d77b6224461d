"""A kind decline: why there is no answer, and whom to ask instead."""

from assistant import elsewhere
from assistant.answer import Answer
from assistant.asked import Asked
from assistant.draft import MARK, Draft
from assistant.intake import EXAMPLES
from assistant.reading import understood
from assistant.whom import whom_to_ask

DECLINED = "Our documents do not answer that."


def declined(asked: Asked, draft: Draft) -> Answer:
    """The answer to a question that the documents do not answer: the limit that the draft has for it, if any."""
    if draft.declines:
        said = MARK.sub("", draft.declines[0]).strip()
    elif asked.outside:
        said = elsewhere.NOT_HERE
    else:
        said = f"{DECLINED} {whom_to_ask(asked.whole, draft)}"
    return Answer(outcome="declined", text=said, understood=understood([asked]), suggestions=EXAMPLES)
