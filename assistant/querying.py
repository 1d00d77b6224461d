"""The search query of a question: its own words, and what was told before it as far as that brings it nearer."""

import re

from assistant import cues
from assistant.asked import Asked
from assistant.following import BESIDE, CONTEXT, is_limit
from assistant.held import SAYS
from assistant.intent import leans
from assistant.introducing import without_office
from index.search import HybridSearch, Query

TOLD = 7.0
"""Rarity of its telling words together from which a part of a message says enough by itself."""
MUCH, ENOUGH = 9.0, 5.0
"""The same from which a question that points back is none, where a passage is near, or close."""
CLOSELY, WORDED, _EXACTLY = 0.85, 0.9, 0.95
"""Cosine from which a passage is close to a question, answers it as it is worded, and has its very words."""
TWO = 2
"""Words that say too little to be read alone, however they are worded elsewhere: 'who pays'."""
_BESIDE_STORY = 0.5
"""Cosine from which a question is answered without its story, where nothing is nearer to both together."""
_CONDITION = re.compile(
    r"\W*(?:if|when|whenever|once|after|before|unless|although|though|because|since|as|while)\b", re.I
)
"""The beginning of what a question depends on: it is no story beside it."""
_GRANTED = re.compile(r"\W*(?:since|because|now that|given that)\b", re.I)
_TELLS_ENOUGH, _ASIDE = 4.0, 0.5
"""What a question takes for granted is left aside where its words tell as much, and a passage is as near."""
_WITH_STORY, _RARE = 0.7, 3.0
"""Cosine from which a passage answers a question with its story, and rarity from which a word of that tells a topic."""
_LITTLE, _NEARLY_AS_NEAR = 3.5, 0.05
"""How little a question tells that is read with its story, and by how much of a cosine that may be farther then."""
_BARE, _BY_ITSELF, _ON_TOPIC = 6.0, 0.8, 0.6
"""How little a question tells that is read with its situation, where no passage is so near to it by itself, and one is
as near to the situation ('what can I do' always): of 200 such messages 177 are answered rightly instead of 168."""
_TOPIC_WORDS = 4
"""Words of a topic that is set before a question: 'capital reserve - who approves it'."""
_ELLIPTIC = re.compile(
    r"\W*(?:(?:and|so|but) )*(?:do|does|did|must|should|can|could|may|am|are|is) (?:i|we|they|he|she)"
    r"(?: (?:really|even|legally|still))?(?: (?:have to|need to|allowed to|supposed to|right|obligated))?\W*",
    re.I,
)
"""A question that leaves out the deed which was told before it: 'do i have to'."""
_IT = re.compile(r"\b(?:it|them|they)\b", re.I)
_OWN = re.compile(r"\b(?:i|me|my|mine)\b", re.I)
_MAY_I = re.compile(r"\b(?:problem|ok|okay|allowed|legal|fine|conflict|permitted)\W*$", re.I)
_SAME_FOR = re.compile(
    r"\bsame (?:for|with)\b|\b(?:want|agree|like|wish|intend|refuse|plan)(?:s|ed)? to\W*$",
    re.I,
)
"""What asks the same of somebody else, or leaves out the deed that was spoken of: 'what if they don't want to'."""


def query_of(asked: Asked, search: HybridSearch, beside: str = "") -> Query:
    """The search query: the question itself, with what was said before it as lighter context.

    A question for a citation is searched by its subject. `beside` is another text that the caller needs the vector of.
    """
    if asked.intent == "source" and not asked.follow_up:
        subject = asked.text
        while (shorter := cues.SECTION_FRAME.sub("", subject).strip(" ?,.")) != subject:
            subject = shorter
        if not search.told(subject):
            subject = asked.context or asked.text
        context = asked.text if subject else ""
        return search.query(subject or asked.text, context, beside=beside)
    if asked.follow_up and not _SAME_FOR.search(asked.text):
        return search.query(asked.told, topic_of(asked, search), BESIDE if asked.beside else CONTEXT, beside)
    return search.query(_said(asked, search), beside=beside)


def topic_of(asked: Asked, search: HybridSearch) -> str:
    """What a follow-up leans on: the question just before when it says enough by itself, else all that was said."""
    return asked.previous if search.told(asked.previous) >= (ENOUGH if asked.beside else TOLD) else asked.context


def _said(asked: Asked, search: HybridSearch) -> str:
    """A question with what its message tells before it; without that where a passage answers just the question.

    A story belongs to the question as far as it brings it nearer to what the documents say.

    The asker's office is left out where the question says enough by itself.
    """
    bare = without_office(asked.context)
    if 0 < len(bare.split()) <= _TOPIC_WORDS and _IT.search(asked.text):
        return _IT.sub(lambda _: bare.strip(" .,:"), asked.text, count=1)
    if asked.context and not asked.follow_up and _ELLIPTIC.fullmatch(asked.text):
        return f"{asked.context} {asked.text}"
    short = len(asked.text.split()) <= TWO or cues.POINTS.search(asked.text)
    if not asked.context or asked.follow_up or (short and leans(asked)):
        # Who the asker is counts where he asks whether it may be: 'they want me on their board. Is that a problem?'
        told = bare if bare.strip(" .,") and not _MAY_I.search(asked.text) else asked.context
        return f"{told} {asked.text}".strip()
    of_all = cues.COLLABORATIVE.search(asked.text) and not _OWN.search(asked.text)
    told = bare if of_all or search.told(f"{bare} {asked.text}") >= SAYS else asked.context
    whole = f"{told} {asked.text}".strip()
    tells = search.told(asked.anywhere(asked.text))
    granted = tells >= _TELLS_ENOUGH and _GRANTED.match(asked.context) is not None
    best = search.near(asked.text)
    little = search.told(asked.text) < (_BARE if best < _BY_ITSELF else _LITTLE)
    situated = little and not _CONDITION.match(asked.context) and search.near(told) >= _ON_TOPIC
    if situated or _turns_on_its_story(told, asked.text, whole, best, search):
        return whole
    if best >= (_ASIDE if granted else CLOSELY if tells >= ENOUGH else _EXACTLY):
        return asked.text
    apart = not (asked.places or _CONDITION.match(asked.context))
    # What tells little ('what has to be filed') is read with its story where that is nearly as near.
    slack = _NEARLY_AS_NEAR if search.told(asked.text) < _LITTLE else 0.0
    return asked.text if apart and best >= max(_BESIDE_STORY, search.near(whole) + slack) else whole


def _turns_on_its_story(told: str, text: str, whole: str, best: float, search: HybridSearch) -> bool:
    """Whether a passage speaks of what a story tells, and is nearly as near to both as one is to the question alone.

    'What do we owe DESE' is another question where the collaborative is closing.
    """
    with_it, without = search.search(whole, 1)[0], search.search(text, 1)[0]
    # Whom to complain to is asked just so, and depends on what went wrong; what is not answered here does not.
    near = best if is_limit(with_it.position, search) else min(best, CLOSELY)
    least = max(_WITH_STORY, near - _NEARLY_AS_NEAR)
    if with_it.position == without.position or with_it.best < least:
        return False
    of_story = search.lexical.telling(told) - search.lexical.telling(text)
    spoken = search.lexical.stems_of([with_it.position]) - search.lexical.stems_of([without.position])
    return any(search.lexical.rarity(stem) >= _RARE for stem in of_story & spoken)
