"""What a later turn takes over from the one before: the parts of both that go together."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import cues
from assistant.asked import Asked, Need
from assistant.aspects import aspect_of, points
from assistant.numbers import NUMBER_WORD
from corpus.places import Place
from corpus.schema import Organization

_KIN = re.compile(
    r"\b(?:grand|step|god)?(?:son|daughter|child|kid|boy|girl|brother|sister|niece|nephew|cousin|twin)\b", re.I
)
# Kin of the one who was spoken of, or one more of the asker's children.
ANOTHER = re.compile(
    r"\b(?:his|her|their) (?:(?:\w+ )?(?:twin|little|big|baby|younger|older|step|half)[ -]?)?"
    r"(?:sister|brother|sibling|twin|cousin|sis|bro)\b|"
    r"\b(?:other|older|oldest|younger|youngest|second|middle|another|next) "
    r"(?:one|son|daughter|child|kid|boy|girl|twin)\b|\b(?:older|younger) (?:ones|kids|children|students|boys|girls)\b|"
    r"\b(?:my|our) (?:oldest|youngest|other|middle)\b",
    re.I,
)
_ONE = re.compile(r"\b(?:one|ones|any|anything|something|somewhere|that)\b", re.I)
"""What stands for what was sought before: 'is there one over there'."""
_NEAREST = re.compile(r"\b(?:nearest|closest|nearer|closer) (?:one|place|program|school)\b", re.I)
_ONE_THERE = re.compile(
    r"\b(?:is|are) there (?:one|any|ones|something|anything)\b(?! (?:i|we|you|that|to|about|for)\b)|"
    r"\bone (?:over |out |up |down )?there\b|\bwhat (?:would|will|is|about)(?: it| that)?(?: be)? there\b",
    re.I,
)
"""What asks for one more of what was sought, and says no word on what it is."""
_OTHER_AGE = re.compile(
    r"\W*(?:(?:and|but|so|ok|well)\W+)*(?:(?:what|how) about )?(?:what )?if (?:i|he|she|they|(?:my|our) \w+)"
    rf"(?:['’]?s| is| was| were| turns| would be) (?:only |just |already |about |almost )*(?:\d{{1,2}}|{NUMBER_WORD})"
    r"(?:[ -]years?[ -]old)?(?: (?:instead|now|then))?\W*",
    re.I,
)
"""What asks for the same at another age: 'and if she is only five'."""
_TOOK_OVER = re.compile(
    r"\b(?:took|taken?|takes|taking) (?:it |them |that |this )?over\b|\bnow runs?\b|"
    r"\bruns? (?:it|that|this|them)(?: now)?\b|"
    r"\bwho (?:all )?(?:got|gets|has|inherited|picked up) (?:the|its|their|all)\b|"
    r"\bwhere (?:did|do|have) (?:all )?(?:the|their|its|those) (?:\w+ )?"
    r"(?:kids|students|children|programs?|class(?:es)?) (?:go|gone|end up|move)\b",
    re.I,
)
_WHICH_TO_TRY = re.compile(
    r"\b(?:which|what) (?:ones?|programs?|schools?|places?|collab\w*)\b.{0,12}"
    r"\b(?:should|can|could|do|would) (?:i|we)\b.{0,10}\b(?:call|contact|try|ask|visit|look|start|check|write|apply)\b",
    re.I,
)
"""What asks for the places to turn to, of whatever was told before: 'which ones should I call'."""
ANYTHING = re.compile(r"\b(?:any|some) ?thing\b(?! (?:else )?(?:i|we|you|to)\b)", re.I)
"""What asks for whatever there is for a need, where it was spoken of a collaborative."""
_PRESCHOOL = 5
"""Age in years up to which a child may go to preschool."""


def all_of(parts: Sequence[Asked]) -> Asked:
    """What a later turn goes on from: the last part of a turn, in the words of all parts if it leans on none.

    'What is MOEC, and must we join' is followed by 'how do I reach them'.
    """
    last = parts[-1]
    same = all(part.organizations == last.organizations and part.intent == last.intent for part in parts)
    if last.follow_up or len(parts) == 1 or not same:
        return last
    return replace(last, text=" and ".join(part.text for part in parts))


def of_its_member(earlier: Asked | None, asked: Asked, serving: Callable[[Place], Sequence[Organization]]) -> Asked:
    """A turn on a town alone as one on the collaborative of the turn before that too, where the town belongs to it.

    'When did Watertown get in' after 'what towns are in LABBB' goes on with LABBB.
    """
    if earlier is None or asked.organizations or asked.need or len(asked.places) != 1:
        return asked
    served = {org.slug for org in serving(asked.places[0])}
    own = tuple(org for org in earlier.organizations if org.slug in served)
    return replace(asked, organizations=own, intent="membership") if own else asked


def other_age(asked: Asked) -> bool:
    """Whether a later turn only tells another age, for which it wants what was asked before."""
    return bool(asked.follow_up and asked.need.age and _OTHER_AGE.fullmatch(asked.text))


def sought_in(parts: Sequence[Asked], text: str) -> Asked | None:
    """The last search for programs that the parts of the turns before go on from, where a later turn tells an age.

    None where it tells something else, or nothing was sought.
    """
    if not _OTHER_AGE.fullmatch(text):
        return None
    searches = [at for at, part in enumerate(parts) if part.intent == "where" and part.need]
    since = parts[searches[-1] + 1 :] if searches else ()
    return parts[searches[-1]] if searches and all(part.follow_up or part.beside for part in since) else None


def searched(before: Asked, text: str) -> Asked:
    """A turn that told a need and a place as the search that it is, where a later one asks which ones to turn to.

    What was asked before may have been declined: 'is there an opening now'.
    """
    told = before.intent == "question" and before.need and before.places
    return replace(before, intent="where") if told and _WHICH_TO_TRY.search(text) else before


def one_of_them(asked: Asked, before: Asked | None) -> bool:
    """Whether one more of what was sought before is asked for: 'is there one over there instead'."""
    return bool(before and before.intent == "where" and before.need and _ONE_THERE.search(asked.text))


def own_need(asked: Asked, before: Asked) -> Need:
    """The need of a later turn without what is only told beside a search for the same: 'my sister could drive him'."""
    need = asked.need
    # "How long a ride to the nearest one" looks for no rides.
    asked_for = any(words.lower() in asked.text.lower() for words in need.words) and not _NEAREST.search(asked.text)
    there = before.intent == "where" and need.words and not need.populations and _of_staff(asked.text)
    if not there and (before.intent != "where" or asked_for or not (need.words and _ONE.search(asked.text))):
        return need
    return replace(need, categories=(), populations=(), words=(), particulars=())


def _of_staff(text: str) -> bool:
    """Whether a message asks who is there at a program that was told: 'is there a nurse'."""
    aspect = aspect_of(text)
    return aspect is not None and aspect.staff and points(text)


def of_age(categories: tuple[str, ...], age: tuple[int, int] | None) -> tuple[str, ...]:
    """What was sought before, without preschool where a later turn tells of an older student."""
    return tuple(c for c in categories if not (c == "early childhood" and age and age[0] > _PRESCHOOL))


def of_another(asked: Asked, before: Asked) -> bool:
    """Whether a follow-up speaks of another person than the turn before did: his sister, my other son, my nephew."""
    kin = {word.lower() for word in _KIN.findall(asked.whole)}
    known = {word.lower() for word in _KIN.findall(before.whole)}
    return bool(ANOTHER.search(asked.whole) or (kin and known and not kin & known))


def both(before: Asked, asked: Asked) -> tuple[Organization, ...]:
    """The collaboratives of the turn before and of this one, each once, to be set side by side."""
    return tuple({org.slug: org for org in (*before.organizations, *asked.organizations)}.values())


def of_the_named(asked: Asked, before: Asked) -> bool:
    """Whether a short question on a contact names nothing itself: it is that of the collaborative named before.

    Or who has taken over from one that is closed.
    """
    bare = not (asked.organizations or asked.places or asked.need or asked.citations)
    contact = bare and len(asked.text.split()) <= 5 and cues.CONTACT.search(asked.text)
    closed = any(org.status == "dissolved" for org in before.organizations) and not (
        asked.organizations or asked.places
    )
    return bool(before.organizations and (contact or (closed and _TOOK_OVER.search(asked.text))))


def still_meant(before: Asked, asked: Asked) -> tuple[Organization, ...]:
    """The collaboratives of the turn before that a later one is on too: none of a search where a family moves.

    One that is closed is not where something is sought.
    """
    if asked.places and before.intent == "where" and cues.MOVING.search(asked.whole):
        return ()
    sought = asked.places or asked.need.age or ANYTHING.search(asked.text)
    return tuple(org for org in before.organizations if not sought or org.status == "active")
