"""What a question asks: its parts, what it names, the need behind it, and the kind of answer it wants."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.citations import find_citations
from assistant.lexicon import Lexicon
from assistant.mentions import Mention, Mentions
from corpus.directory import region_of
from corpus.loading import Corpus
from corpus.places import Place
from corpus.schema import Organization

Intent = Literal[
    "citation", "profile", "members", "membership", "where", "list", "compare", "calendar", "source", "question"
]
Removable = Literal["place", "age", "services", "populations"]

_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
_ASKING = (
    r"who|what|where|when|which|how|why|can|could|do|does|did|is|are|may|must|should|will|would|whom|whose|am|has|have"
)
_SPLIT = re.compile(
    rf"\?\s*|;\s+|(?:(?<=\s)|^)\([a-d]\)\s+|,?\s+(?:and|also|plus)\s+(?:also\s+)?(?=(?:{_ASKING})\b)|,\s+(?=(?:who|what|when|where|how|which)\b)", re.I
)
_DIFFERENCE = re.compile(
    r"^(?:what(?:'s|s| is)?\s+)?(?:the\s+)?differen\w*\s+between\s+(?:an?\s+|the\s+)?(.+?)\s+(?:and|vs\.?|versus)\s+(?:an?\s+|the\s+)?(.+?)\W*$",
    re.I,
)
_FOLLOW_START = re.compile(
    r"^\s*(?:ok(?:ay)?,? )?(?:and|but|so|or|also|then|what about|how about|what if|same|anything|any|which one|does that|"
    r"is that|do they|are they|is it|does it|where does it|in that case|thanks?,?)\b",
    re.I,
)
_NEW_TOPIC = re.compile(r"\b(?:different|another|new|other|unrelated|separate) (?:question|topic|thing)\b|\bstart over\b", re.I)
_ANAPHORA = re.compile(r"\b(?:they|their|theirs|them|it|its|that|this|those|these|there|one|ones|same|either)\b", re.I)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.I)
_NAMED_PERSON = re.compile(r"\b(?:son|daughter|child|kid|student|boy|girl|grandson|granddaughter|nephew|niece|brother|"
                           r"sister|toddler|teen(?:ager)?|baby)\b", re.I)  # fmt: skip
_SOURCE = re.compile(
    r"where (?:does|do|did) (?:it|that|this|they|you|the \w+) (?:say|come from|get)|where is (?:that|this|it) (?:written|stated|from)|"
    r"(?:what|which)(?:'s| is)? (?:the |your )?(?:source|citation|cite|law|regulation|rule) (?:for|is|says?|of) (?:that|this|it)|"
    r"^(?:and )?(?:your )?source\??$|says who|can you cite",
    re.I,
)
_CONTACT = re.compile(
    r"\b(?:phone|telephone|tel|call|number|contact|e-?mail|reach|fax|address|located|location|headquarter\w*|hq|"
    r"web ?site|site|url|web page|director|in charge|head of|heads|leads?|leader|runs|boss|superintendent of)\b",
    re.I,
)
_MEMBERS = re.compile(
    r"\b(?:members?|memberships?|belong\w*|towns|districts|communities|cities|part of|joined|joins?|who is in|who's in|who (?:all|else) is in)\b", re.I
)
_COLLABORATIVE = re.compile(r"\b(?:collab\w*|consorti\w*|co-?ops?|educational service agenc\w*)\b", re.I)
_BELONGING = re.compile(
    r"\b(?:belong\w*|members?|memberships?|part of|serves?|serving|covers?|covered|join(?:ed)?|in\b.*\bcollab|collab\w*\s+(?:is|are|does|do|for)|"
    r"which collab\w*|what collab\w*|our collab\w*|my collab\w*|a collab\w*|any collab\w*|have a collab|assigned)\b",
    re.I,
)
_PROGRAMS = re.compile(r"\b(?:programs?|school|class(?:es|room)?s?|offers?|offered|openings?|tuition)\b", re.I)
_IN = re.compile(r"\b(?:in|into|part of|members?|belongs?|joined|serves?|covers?|with)\b", re.I)
_COUNT = re.compile(r"\b(?:how many|number of)\b(?: \w+){0,3}? (?:collaboratives|collabs|are there|exist)\b", re.I)
_LIST = re.compile(
    r"\b(?:list|name|names of|show|give me)\b(?: me| all| of| the| every| educational| education)* (?:collaboratives|collabs)\b|\b(?:which|what|all|every)(?: of)?(?: the| other)? (?:educational |education )?collab\w*|"
    r"\bcollaboratives (?:that|which|are there|in)\b",
    re.I,
)
_COMPARE = re.compile(r"\bcompar\w*|\bdifferen\w*|\bversus\b|\bvs\b|\bor\b|\bside by side\b", re.I)
_WHERE = re.compile(
    r"\bwhere\b|\bwhich (?:school|program|place|collab|class)|\b(?:any|some|a|an|the) (?:\w+ ){0,3}(?:program|school|class|classroom|place|site)s?\b|"
    r"\bis there\b|\bare there\b|\blooking for\b|\bfind\b|\bnear(?:by|est|er|est)?\b|\bclos(?:e|er|est) to\b|"
    r"\bwho (?:offers?|does|provides?|runs?|has|can|do|takes?|teaches)\b|\boptions?\b|\bplaces?\b|\b(?:schools?|programs?|class(?:es)?) (?:for|in|near|that)\b|"
    r"\boffer(?:s|ed|ing)?\b|\banything (?:for|in|near|nearer|closer)\b|\bneeds? (?:a|an|some|to find)\b|\bdo you (?:have|know)\b|\bwho can i\b",
    re.I,
)
_PROCESS = re.compile(
    r"\bhow (?:do|can|does|to|long|often|much)\b|\bwho (?:pays?|decides?|must|signs?|is responsible|chooses|approves)\b|"
    r"\bcan (?:they|the|i|we|a|an|my|our|he|she|you|parents?|it)\b|\bdo (?:i|we|they) (?:have|need) to\b|\bwhat (?:happens?|if|does|is|are|rights)\b|"
    r"\bright(?:s)?\b|\blegal\w*|\bcosts?\b|\bpay(?:s|ing)?\b|\ballowed\b|\bmust\b|\brequire\w*|\brefus\w*|\bappeal\b|\blaw\b|\bmay (?:a|an|the|my|our|i|we)\b|"
    r"\bwhy\b|\bwhen\b|\bshould\b|\bdoes (?:a|an|the|my|our|it|that)\b|\bis (?:it|the|a|an|my|that|this)\b",
    re.I,
)
_DUE = re.compile(
    r"\bwhat(?:'s| is| are| do| else)?\b.*\b(?:due|deadlines?|coming up|comes? next|file|submit|have to (?:do|be done|happen))\b|\bdeadlines?\b|\bdue (?:before|by|next|soon|this|in)\b|"
    r"\bcalendar\b|\bwhat happens (?:on|by|before)\b|\bwhat (?:has|needs|do we have|must) (?:to )?(?:happen|be done|be filed|get done|do)\b.*\b(?:before|by|this|in)\b|\bupcoming\b",
    re.I,
)


@dataclass(frozen=True)
class Need:
    """The need behind a question, in the directory's vocabulary; `age` is lowest and highest age in years."""

    categories: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    age: tuple[int, int] | None = None
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.categories or self.populations or self.age)


@dataclass(frozen=True)
class Asked:
    """One question, understood.

    `text` is its words, `context` what was said before it (statements, earlier turns) for search; `follow_up` is
    whether it leans on an earlier turn; `outside` is a place outside Massachusetts.
    """

    text: str
    intent: Intent
    context: str = ""
    citations: tuple[str, ...] = ()
    organizations: tuple[Organization, ...] = ()
    places: tuple[Place, ...] = ()
    need: Need = field(default_factory=Need)
    outside: str | None = None
    follow_up: bool = False
    wants_place: bool = False

    @property
    def place(self) -> Place | None:
        """The place that matters: the last one named."""
        return self.places[-1] if self.places else None


class Understanding:
    """Turns questions and their history into `Asked`."""

    def __init__(
        self, corpus: Corpus, known_words: frozenset[str], correct: Callable[[str], str] = str, lexicon: Lexicon | None = None
    ) -> None:
        self.mentions = Mentions(corpus.directory, corpus.places, known_words)
        self.lexicon = lexicon or Lexicon()
        self._directory = corpus.directory
        self._correct = correct

    def understand(
        self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = ()
    ) -> list[Asked]:
        """The questions that a message asks (one to three), with what carries over from earlier turns."""
        before: Asked | None = None
        for turn in history[-6:]:
            parts = self._parts(turn, before, ())
            before = parts[-1] if parts else before
        return self._parts(question, before, without)

    def _parts(self, text: str, before: Asked | None, without: Sequence[Removable]) -> list[Asked]:
        """Split a message into its questions; statements become context, and slots are read from all of it."""
        questions, statements = split_questions(text)
        if len(questions) == 1 and (pair := _DIFFERENCE.match(questions[0])):
            if not self.mentions.organizations(text):
                questions = [f"what is {pair[1]}", f"what is {pair[2]}"]
        whole = self._read(text, "", before)
        if len(questions) < 2:
            context = " ".join(statements) if questions else ""
            asked = self._read(questions[0] if questions else text, context, before)
            return [_remove(_share(asked, whole), without)]
        parts: list[Asked] = []
        for question in questions[:3]:
            asked = self._read(question, " ".join(statements), parts[-1] if parts else before)
            parts.append(_remove(asked, without))
        return parts

    def _read(self, text: str, context: str, before: Asked | None) -> Asked:
        """One question by itself, then what it takes over from the one before."""
        whole = f"{context} {text}".strip()
        organizations = self.mentions.organizations(whole)
        if not organizations and (mended := self._correct(whole)) != whole.lower():
            if organizations := [m for m in self.mentions.organizations(mended) if m.end - m.start >= 6]:
                whole = mended
        places = self.mentions.places(whole, organizations)
        asked = Asked(
            text=text,
            intent="question",
            context=context,
            citations=find_citations(text),
            organizations=tuple(m.value for m in organizations if isinstance(m.value, Organization)),
            places=_distinct(places),
            need=self._need(whole, [*organizations, *places]),
            outside=self.mentions.outside(whole),
        )
        asked = self._carry(asked, before) if before else asked
        if asked.follow_up and not asked.organizations and len(asked.places) == 1 and _CONTACT.search(text):
            asked = replace(asked, organizations=self._serving(asked.places[0]))
        return replace(asked, intent=intent_of(asked), wants_place=bool(_WHERE.search(text)))

    def _serving(self, place: Place) -> tuple[Organization, ...]:
        """The collaboratives that a place belongs to: what 'their phone number' means after 'which one is it?'."""
        orgs = {o.slug: o for town in place.towns[:3] for o, _ in self._directory.memberships(town)}
        return tuple(orgs.values())[:3]

    def _need(self, text: str, named: list[Mention]) -> Need:
        """Services, populations and ages in a text, outside the names that it mentions."""
        blank = "".join(" " if any(m.start <= i < m.end for m in named) else c for i, c in enumerate(text))
        categories = self.lexicon.find(blank, self.lexicon.categories)
        populations = self.lexicon.find(blank, self.lexicon.populations)
        negated = {s.key for s in (*categories, *populations) if s.negated}
        return Need(
            tuple(dict.fromkeys(s.key for s in categories if s.key not in negated)),
            tuple(dict.fromkeys(s.key for s in populations if s.key not in negated)),
            self.lexicon.age(blank),
            tuple(sorted(negated)),
        )

    def _carry(self, asked: Asked, before: Asked) -> Asked:
        """Take over from the turn before what a follow-up leaves out; a new topic takes nothing."""
        if not leans(asked):
            return asked
        need, old = asked.need, before.need
        merged = Need(
            need.categories or old.categories if not need.populations else need.categories,
            need.populations or old.populations if not need.categories else need.populations,
            need.age or old.age,
            need.without or old.without,
        )
        context = " ".join(part for part in (before.context, before.text, asked.context) if part)
        return replace(
            asked,
            context=context[-400:],
            organizations=asked.organizations or before.organizations,
            places=asked.places or before.places,
            citations=asked.citations,
            need=merged,
            follow_up=True,
            intent=before.intent,
        )


def split_questions(text: str) -> tuple[list[str], list[str]]:
    """The questions and the statements of a message; fragments of fewer than three words stay with what precedes."""
    questions: list[str] = []
    statements: list[str] = []
    for sentence in filter(None, (s.strip() for s in _SENTENCE.split(text))):
        pieces = [p.strip(" ?,") for p in _SPLIT.split(sentence) if p and p.strip(" ?,")]
        asking = "?" in sentence or re.match(rf"\s*(?:{_ASKING})\b", sentence, re.I) is not None
        if not asking:
            statements.append(sentence)
            continue
        for piece in pieces:
            if questions and len(piece.split()) < (2 if re.match(rf"(?:{_ASKING})\b", piece, re.I) else 3):
                questions[-1] += f" {piece}"
            elif not questions and not re.match(rf"(?:\S+\s+){{0,3}}?(?:{_ASKING})\b", piece, re.I) and len(pieces) > 1:
                statements.append(piece)
            else:
                questions.append(piece)
    return questions, statements


def leans(asked: Asked) -> bool:
    """Whether a question leans on the one before: it opens like a follow-up, is a fragment, or points back."""
    words = asked.text.split()
    if _NEW_TOPIC.search(asked.text):
        return False
    if _FOLLOW_START.match(asked.text) or _SOURCE.search(asked.text):
        return True
    if asked.citations:
        return False
    if _PERSON.search(asked.text) and not _NAMED_PERSON.search(asked.text):
        return True
    if _ANAPHORA.search(asked.text) and not asked.organizations and len(words) <= 14:
        return True
    return len(words) <= 4 and not re.match(r"(?:what|who) (?:is|are|does)\b", asked.text, re.I)


def intent_of(asked: Asked) -> Intent:
    """The kind of answer that a question wants, by its words and what it names."""
    text, orgs = asked.text, asked.organizations
    whole = text if asked.follow_up else f"{asked.context} {text}"
    bare_need = asked.need.categories or asked.need.populations
    if _SOURCE.search(text):
        return "source"
    if asked.citations and not orgs:
        return "citation"
    if len(orgs) >= 2 and _COMPARE.search(text) and not _CONTACT.search(text):
        return "compare"
    if _DUE.search(text) and not orgs and not asked.places:
        return "calendar"
    if orgs:
        return _about_organization(asked)
    if (_COUNT.search(text) or _LIST.search(text)) and all(p.kind == "area" for p in asked.places) and asked.places:
        if region_of(text) and not bare_need:
            return "list"
    if asked.places and not bare_need and (
        (_COLLABORATIVE.search(whole) and not _PROGRAMS.search(text))
        or (_MEMBERS.search(text) and _BELONGING.search(text))
    ):
        return "membership"
    if not asked.places and _COLLABORATIVE.search(text) and (_COUNT.search(text) or _LIST.search(text)) and not _PROCESS.search(text):
        return "list"
    if asked.follow_up and asked.intent in ("where", "membership", "members") and not _PROCESS.search(text):
        return asked.intent
    if (bare_need or asked.need.age or asked.places) and _wants_program(asked):
        return "where"
    return "question"


def _about_organization(asked: Asked) -> Intent:
    """What is asked of a named collaborative."""
    if asked.places and not asked.need and not _CONTACT.search(asked.text) and _IN.search(asked.text):
        if not _PROGRAMS.search(asked.text) and not re.search(r"\b(?:founded|called|who)\b", asked.text, re.I):
            return "membership"
    if _MEMBERS.search(asked.text) and not _CONTACT.search(asked.text):
        return "members"
    if (asked.need.categories or asked.need.populations or asked.need.age) and not _CONTACT.search(asked.text):
        return "where"
    return "profile"


def _wants_program(asked: Asked) -> bool:
    """Whether a question looks for a place that offers something, rather than for a rule."""
    text = asked.text
    if asked.places and not re.search(r"\b(?:who pays|who decides|right|law|legal)\b", text, re.I):
        return bool(_WHERE.search(text) or not _PROCESS.search(text) or len(text.split()) <= 6)
    strong = re.search(r"\bwhere\b|\bwhich (?:collab|program|school)|\bwho (?:offers?|provides?|runs?)\b|\blooking for\b", text, re.I)
    if strong and not re.search(r"\bwhere (?:do|can|should) (?:i|we) (?:start|complain|file|send|report|appeal|go to (?:appeal|complain))", text, re.I):
        return True
    return bool(_WHERE.search(text)) and not _PROCESS.search(re.sub(r"\b(?:is|are) there\b", "", text))


def _share(asked: Asked, whole: Asked) -> Asked:
    """Fill what one question leaves out with what the message names elsewhere."""
    need = asked.need
    shared = replace(
        asked,
        organizations=asked.organizations or whole.organizations,
        places=asked.places or whole.places,
        need=need if need else whole.need,
        outside=asked.outside or whole.outside,
    )
    return replace(shared, intent=intent_of(shared))


def _remove(asked: Asked, without: Sequence[Removable]) -> Asked:
    """Take away what the asker removed from what was understood."""
    need = Need(
        () if "services" in without else asked.need.categories,
        () if "populations" in without else asked.need.populations,
        None if "age" in without else asked.need.age,
        asked.need.without,
    )
    return replace(asked, need=need, places=() if "place" in without else asked.places)


def _distinct(mentions: list[Mention]) -> tuple[Place, ...]:
    """The places of the mentions, each once."""
    return tuple({m.value.name: m.value for m in mentions if isinstance(m.value, Place)}.values())
