"""What a named collaborative is by its nature: public or private, open or closed, and what its letters stand for."""

import re

from assistant.draft import Draft, sentences
from corpus.loading import Corpus
from corpus.passages import Passage
from corpus.schema import Organization

WHAT_IT_IS = "moec-what-a-collaborative-is-and-does"
_EITHER = re.compile(r"\bpublic\b.*\bor\b.*\bprivate|\bprivate\w*\b.*\bor\b.*\bpublic\b", re.I)
_KIND = re.compile(
    r"(?:\b(?:is|was|isn['’]?t) (?:the )?NAME(?: collaborative)?|^\W*(?:(?:and|so|but) )?(?:is|are) (?:it|that|they)) "
    r"(?:also |really |just |even |actually |not )*"
    r"(?:(?:run|owned|operated) by )?(?:an? |the |part of (?:the |a )?)?(?:\w+ ){0,2}?"
    r"(?:(?P<public>public|government(?:al)?)|(?P<private>private\w*|compan(?:y|ies)|business|for[ -]profit|charter|"
    r"corporation|nonprofit|non-profit|charity))\b",
    re.I,
)
_LETTERS = re.compile(
    r"\bNAME(?:'s)?(?: collaborative)? (?:stands? for|short for|mean|abbreviat\w+)\b|\bfull name\b|"
    r"\b(?:letters|initials|acronym|abbreviation)\b.*\bNAME\b|\bwhat (?:is|are) NAME(?:'s)? short for\b|"
    r"\bwhat (?:do|does|did) (?:the |its |those |these )?(?:letters|initials|acronym|abbreviation|it) stands? for\b",
    re.I,
)

_CLOSED = re.compile(
    r"^(?!\W*(?:why|when|how|what)\b).*\b(?:clos(?:ed|es|ing)|shut(?:ting)? down|out of business|dissolved|"
    r"still (?:open|around|there|exists?|running|in business)|no longer exists?)\b",
    re.I,
)
"""A question whether a collaborative is still there."""
STANDS = re.compile(r"\bstands? for\b|\bshort for\b")


def asks_nature(clause: str) -> bool:
    """Whether a masked clause asks if a collaborative, by name or as 'it', is public or private."""
    return _KIND.search(clause) is not None


def say_nature(draft: Draft, corpus: Corpus, org: Organization, clause: str) -> bool:
    """Say whether a collaborative is public or private, where a masked clause asks that. Returns whether it does."""
    asked = _KIND.search(clause)
    passage = corpus.by_id.get(WHAT_IT_IS)
    if asked is None or passage is None or org.status != "active":
        return False
    profile = corpus.by_id[f"{org.slug}-profile"]
    first = sentences(passage.text)[0]
    plain = "Public" if _EITHER.search(clause) else "Yes" if asked["public"] else "No"
    draft.say(
        f"{plain}: {org.name} is an educational collaborative {draft.cite(profile)}. "
        f"{first} {draft.cite(passage, first)}"
    )
    return True


def closed(text: str) -> bool:
    """Whether a text asks if a collaborative is still there."""
    return _CLOSED.search(text) is not None


def say_status(draft: Draft, corpus: Corpus, org: Organization, text: str) -> bool:
    """Say that an active collaborative is there as far as the documents know, where that is asked."""
    if org.status != "active" or not closed(text):
        return False
    profile = corpus.by_id[f"{org.slug}-profile"]
    if former := renamed(corpus, org, text):
        draft.say_whole(former)
    draft.say(
        f"{org.name} is one of the active collaboratives in our documents, which name no closing of it "
        f"{draft.cite(profile)}. {sentences(profile.text)[0]} {draft.cite(profile)}"
    )
    return True


def renamed(corpus: Corpus, org: Organization, text: str) -> Passage | None:
    """The passage on a collaborative's new name, where a text calls it by the former one."""
    called = any(name in text.lower() for name in _once(org))
    return corpus.by_id.get(f"{org.slug}-former-name") if called else None


def _once(org: Organization) -> set[str]:
    """What a collaborative was called once, in small letters: the name, and its letters in brackets."""
    return {part.strip(" )").lower() for name in org.former_names for part in name.split("(")}


def asks_letters(clause: str) -> bool:
    """Whether a masked clause asks what the letters of a collaborative stand for."""
    return _LETTERS.search(clause) is not None


def letters(org: Organization) -> str:
    """What the letters of a collaborative stand for, by its name; nothing where the name does not tell."""
    bracketed = re.search(r"\(([^)]+)\)", org.name)
    name = bracketed[1] if bracketed else org.name
    spelt = org.short_name.isupper() and org.short_name not in name
    return f"{org.short_name} stands for {name}." if spelt else ""
