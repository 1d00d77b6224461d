"""Whether something that is called by its name is a collaborative at all: 'is Minuteman Tech a collaborative'."""

import re

from assistant.asked import Asked
from assistant.draft import Draft, sentences
from assistant.nature import WHAT_IT_IS
from corpus.loading import Corpus

_EVERY_ONE = "directory-all"
_IS_ONE = re.compile(
    r"\W*(?:(?:and|so|but|ok|hi|hello)\W+)*(?:is|was) (?:the )?(?P<name>(?!an? |this |that |it |there )[\w.'’&-]+"
    r"(?: [\w.'’&-]+){0,5}?) (?:also |really |even |actually )?(?:an?|one of the) "
    r"(?:educational |education )?(?:collaboratives?|collabs?)\W*",
    re.I,
)
_AND_THAT = re.compile(
    r"\W*(?:(?:and|so|but|ok)\W+)*(?:what|how) about (?:the )?(?P<name>(?!an? )[\w.'’&-]+(?: [\w.'’&-]+){0,5}?)\W*",
    re.I,
)
"""What asks the same of another one: 'what about KIPP'."""
_GENERAL = (
    "my our your their his her every each any some all public private charter regional vocational technical tech "
    "virtual special education school schools high middle elementary day town city district districts state "
    "program programs class nonprofit company agency association moec dese sepac boces co-op coop consortium esa"
)
_KINDS = frozenset(_GENERAL.split())
"""Words of what is no name of its own, of which the documents tell by a rule."""
_WITHIN = frozenset(["part", "member", "in", "under", "like", "with", "near"])
"""Words of a question on what somebody is to a collaborative: 'is Boston part of a collaborative'."""


def of_another(text: str, before: str) -> str:
    """A later turn that asks the same of another one, in full; else the text as it is."""
    other = _AND_THAT.fullmatch(text) if _IS_ONE.fullmatch(before) else None
    return f"is {other['name']} a collaborative" if other else text


def say_unlisted(draft: Draft, corpus: Corpus, asked: Asked) -> bool:
    """Say that what a question calls by a name is none of the collaboratives. Returns whether that is asked."""
    one = _IS_ONE.fullmatch(asked.typed or asked.text)
    called = set(one["name"].lower().split()) if one else set()
    if one is None or asked.organizations or called <= _KINDS or called & _WITHIN:
        return False
    every, what = corpus.by_id[_EVERY_ONE], corpus.by_id[WHAT_IT_IS]
    first = sentences(what.text)[0]
    draft.say(
        f"No: {one['name']} is none of the educational collaboratives that our documents list {draft.cite(every)}. "
        f"{first} {draft.cite(what, first)}"
    )
    return True
