"""Turns a message and its history into the questions that it asks, each understood."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import asides, carrying, cues, schools
from assistant.ages import of_a_child
from assistant.asked import Asked, Need, Removable
from assistant.carrying import (
    ANOTHER,
    ANYTHING,
    all_of,
    both,
    of_age,
    of_another,
    of_the_named,
    one_of_them,
    own_need,
    searched,
    sought_in,
    still_meant,
)
from assistant.citations import find_citations, sibling
from assistant.elsewhere import brought_home, outside
from assistant.intent import in_passing, intent_of, is_ruled, leans
from assistant.lexicon import Lexicon, Span
from assistant.mentions import Mention, Mentions
from assistant.resolving import named_again, named_deed
from assistant.seats import as_member
from assistant.served import of_the_one, of_theirs, with_theirs
from assistant.slips import misspelt
from assistant.splitting import claims_asked, differing, split_questions, unframed
from corpus.loading import Corpus
from corpus.places import Place
from corpus.schema import Organization
from index.tokens import words

# "We are moving this summer" asks for no summer program.
_MOVING = re.compile(r"(\b(?:mov\w+|relocat\w+)\b[^.?!]*?)\b(?:this|next|last|in the|over the) summer\b", re.I)
_REACHES = re.compile(
    r"\b(?:hits?|hitting)\b(?= (?:the )?(?:middle|high|elementary|junior|senior|kindergarten|preschool|puberty|age|"
    r"(?:\w+ )?grade|\d))|\bopposite\b",
    re.I,
)
"""'When she hits middle school', 'the opposite' tell of no behavior."""
_READS_PEOPLE = re.compile(
    r"\b(?:can(?:no|['’])?t|can not|doesn['’]?t|trouble|unable to|struggles to|hard to)(?: \w+)? ?read(?:ing)? "
    r"(?=(?:other )?(?:kids|children|people|social|cues|faces|situations|(?:the|a) room|body)\b)",
    re.I,
)
"""'Can't read other kids' tells of no trouble with books."""
_OF_A_PARENT = re.compile(
    r"\b(?:deaf|blind|hard of hearing|disabled|autistic) "
    r"(?=(?:parent|mom|mother|dad|father|grand(?:ma|pa|mother|father))\b)",
    re.I,
)
"""A disability of the one who asks, who is no student: the need is none of the child's."""
_OF_STAFF = re.compile(
    r"\bi(?:['’]?m| am) (?:an? |the )?(?:[\w-]+ ){0,2}?(?:nurse|therapist|slp|psychologist|bcba|counselor|"
    r"social worker|aide|para\w*|teacher|educator)\b"
    r"(?=.*\b(?:classes|courses?|train(?:ings?|ed)|workshops?|pdps?|license|credits?(?! (?:defici|recover)))\b)|"
    r"\bi (?:also |mostly )?teach (?:in )?(?:an? )?\S+[ -]?(?:grade(?:rs?)?|school|k|kids|students)\b"
    r"(?=.*\b(?:classes|courses?|train(?:ings?|ed)|workshops?|pdps?|license|credits?(?! (?:defici|recover)))\b)",
    re.I,
)
"""One who works in a school and looks for courses: the profession is no service that is sought."""
_CHARGE = re.compile(r"\b(?:our|town['’]?s?|annual|member['’]?s?|district['’]?s?) assessments?\b", re.I)
"""What a district pays, and no evaluation of a student."""
_ALSO = re.compile(r"\b(?:also|too|as well|plus|on top of)\b", re.I)
"""Words by which a need is added to the one before, and does not replace it."""
_OF_ANY_NEED = {"early childhood"}
"""A category by age, in which a student may have any need: it goes with the need before."""
_ARTICLE = re.compile(r"\b(?:the|an?|our|my) (?=(?:the collaborative|my town)\b)", re.I)
"""An article before a name, which what stands for the name has itself."""
_WHICH_OF = re.compile(
    r"\W*(?:(?:and|so|ok)\W+)*(?:which|who)(?: one| of (?:them|those|these|the two))?(?:['’]?s| is| are) "
    r"(?:the )?(?:near|clos|bigger|larger|older|smaller)\w*|\W*(?:and )?compare (?:them|both|those|the two)\b",
    re.I,
)
"""A question that sets the collaboratives of the turns before side by side."""
_STATEWIDE = re.compile(
    r"\b(?:in|across|throughout) (?:(?:the|this) (?:whole |entire )?state|massachusetts|mass)\b|\bstate ?wide\b", re.I
)
"""Words of a question that is on no place, whichever is told beside it."""
_ANYWHERE = re.compile(rf"\bany ?where\b|\ball (?:of )?the\b|{_STATEWIDE.pattern}", re.I)
_OF_RECORDS = ("where", "profile", "members")
"""Intents of what is asked of a collaborative that is named."""
_BIRTHDAY = re.compile(r"\bbirthday\b|\bturns? \w+\b", re.I)
"""What a follow-up asks of the age that was told."""
_TELLS_AGE = re.compile(
    r"\W*(?:(?:and|but|oh|well|so)\W+)*(?:i|he|she|they|my (?:son|daughter|kid|child))"
    r"(?:['’]?(?:m|s|re)| am| is| are)? "
    r"(?:only |just |almost |already |turning )?\w+(?:[ -]?(?:years?[ -]old|yrs?|yo|now|tho|though))*\W*$",
    re.I,
)
"""A message that only tells how old somebody is."""
_TOWN_OF = re.compile(r"\b(?:the )?(?:town|city|district) of (?=a member district\b)", re.I)
_SAYS = 5.0
"""Rarity of a question's telling words together below which it says little without what was said before."""
_OF_THEM = re.compile(
    r"\W*(?:(?:one|some|two|most|both|all|none) of (?:them|those|these)|they|them|those|these)\b|"
    r"^[^.]*\b(?:mentioned|said|heard of|knew|told \w+(?: about)?|did|done) (?:it|that|this)\W*$",
    re.I,
)
"""A statement that leans on an earlier turn itself: 'one of them only works ten hours', 'nobody ever mentioned it'."""
_STORY, _FEW_WORDS = 7, 3
"""Words of the statements before a question from which they tell what it is on."""
_NOTHING = 1.0
"""Rarity of its telling words together below which a further part of a message says nothing by itself."""
PARTS = 4
"""As many questions of one message are answered."""


class Understanding:
    """Turns questions and their history into `Asked`."""

    def __init__(
        self,
        corpus: Corpus,
        known_words: frozenset[str],
        correct: Callable[[str], str] = str,
        lexicon: Lexicon | None = None,
        telling: Callable[[str], float] = lambda text: _SAYS if text else 0.0,
    ) -> None:
        """`correct` mends spelling; `telling` is how much the words of a question tell by their rarity."""
        self._telling = telling
        self.mentions = Mentions(corpus.directory, corpus.places, known_words)
        self.lexicon = lexicon or Lexicon()
        self._directory = corpus.directory
        self._correct = correct

    def understand(
        self,
        question: str,
        history: Sequence[str] = (),
        without: Sequence[Removable] = (),
        *,
        whole: bool = False,
        lean: bool = False,
    ) -> list[Asked]:
        """The questions that a message asks (one to four), with what carries over from earlier turns.

        `whole` leaves a question on the difference between two things in one piece; `lean` reads one with what was
        said before though nothing in it points back.
        """
        before: Asked | None = None
        earlier: Asked | None
        told: list[Asked] = []
        for turn in history[-6:]:
            parts = self._parts(turn, sought_in(told, turn) or before, ())
            last = carrying.of_its_member(before, all_of(parts), self._serving) if parts else before
            earlier, before = before, last
            told += parts
            if earlier and before and before.follow_up and _WHICH_OF.match(question):
                before = replace(before, organizations=both(earlier, before))
        return self._parts(question, sought_in(told, question) or before, without, whole, lean)

    def _parts(
        self, text: str, before: Asked | None, without: Sequence[Removable], whole: bool = False, lean: bool = False
    ) -> list[Asked]:
        """Split a message into its questions; statements become context, and slots are read from all of it."""
        text = misspelt(unframed(text))
        questions, statements = claims_asked(*split_questions(text))
        # "Since READS is only for deaf kids, where ..." asks nothing of the deaf.
        statements = [statement for statement in statements if not asides.ONLY_CLAIM.match(statement)]
        if len(questions) == 1 and not whole and not self.mentions.organizations(text):
            questions = differing(questions[0]) or questions
        everything = self._read(text, "", before, lean=lean)
        if len(questions) < 2:
            context = " ".join(statements) if questions else ""
            alone = questions[0] if questions else text
            asked = everything if (alone, context) == (text, "") else self._read(alone, context, before, lean=lean)
            return [_share(asked, everything).leaving(without)]
        parts: list[Asked] = []
        for question in questions[:PARTS]:
            asked = self._read(question, " ".join(statements), parts[-1] if parts else before, further=bool(parts))
            previous = asked.previous or (parts[-1].wording if parts else "")
            parts.append(replace(asked.leaving(without), beside=bool(parts), previous=previous))
        return parts

    def _read(self, text: str, context: str, before: Asked | None, further: bool = False, lean: bool = False) -> Asked:
        """One question by itself, then what it takes over from the turn or, as a `further` part, the part before."""
        whole = f"{context} {text}".strip()
        whole, organizations = self._named(whole)
        inside = schools.name_spans(whole, self._directory)
        places = [
            mention
            for mention in self.mentions.places(whole, organizations)
            if not any(start <= mention.start < end for start, end in inside)
        ]
        asked = Asked(
            text=text,
            intent="question",
            context=context,
            citations=find_citations(text),
            organizations=tuple(m.value for m in organizations if isinstance(m.value, Organization)),
            places=_distinct(places),
            need=self._need(whole, [*organizations, *places]),
            outside=outside(f"{context}. {text}"),
        )
        if asked.places and (_STATEWIDE.search(text) or outside(text)) and not self.mentions.places(text, []):
            asked = replace(asked, places=())
        if asked.organizations and cues.MOEC.search(text) and not self.mentions.organizations(text):
            asked = replace(asked, organizations=())
        if len(asked.places) == 1 and not asked.organizations and of_the_one(asked):
            asked = replace(asked, organizations=self._serving(asked.places[0]), places=())
        before = searched(brought_home(before, text), text) if before else None
        if before and not further and (again := named_again(asked, before)) != text:
            return self._read(again, context, before)
        if before and before.citations and not asked.citations:
            asked = replace(asked, citations=sibling(text, before.citations))
        back = (
            self._says_nothing(asked) or leans(asked)
            if further
            else lean or one_of_them(asked, before) or self._points_back(asked)
        )
        asked = self._carry(asked, before, back) if before else asked
        if before and asked.follow_up and (full := named_deed(asked.text, before.text)) != asked.text:
            asked = replace(asked, text=full, context="", previous="", follow_up=False)
        sought = before is not None and before.intent == "where" and bool(before.need)
        alike = {tuple(org.slug for org in self._serving(place)) for place in asked.places}
        one = asked.follow_up and not asked.organizations and len(alike) == 1
        of_child = before is not None and before.intent == "question" and cues.WHO_TO_CALL.search(text)
        if one and of_theirs(asked) and not (of_child or (sought and cues.CONTACT.search(text))):
            asked = with_theirs(asked, self._serving(asked.places[0]))
        if before and asked.follow_up and before.intent == "question" and _TELLS_AGE.match(text):
            # "I'm 17" after a question on a rule asks it again, of that age; it looks for no program.
            asked = replace(asked, text=before.text, context=f"{before.context} {text}".strip(), refines=False)
            return replace(asked, intent="question", previous="", follow_up=False, organizations=before.organizations)
        asked = replace(asked, intent=intent_of(asked), wants_place=bool(cues.WHERE.search(text)))
        if before and self._leaves_search(asked, before):
            asked = replace(asked, context=f"{before.need.sought} {context}".strip(), previous=before.need.sought)
        named = in_passing(asked) and not schools.called(asked, self._directory)
        passing = named or schools.in_passing(asked, self._directory)
        return self._at_large(asked) if asked.intent == "question" and passing else asked

    def _leaves_search(self, asked: Asked, before: Asked) -> bool:
        """Whether a follow-up on a search, or on a school that was named, asks for a rule, whatever was sought."""
        school = cues.OF_MINE.search(asked.text) and schools.named_in(before.wording, self._directory)
        dated = before.need.age and _BIRTHDAY.search(asked.text)
        ruled = asked.follow_up and asked.intent == "question" and is_ruled(asked) and not dated
        return bool(ruled and (before.intent == "where" or school))

    def _at_large(self, asked: Asked) -> Asked:
        """A question on a rule without the names that are only told beside it: passages of theirs are not sought."""
        bare = schools.masked(asked.text, self._directory)
        town = "a member district" if as_member(asked) else "my town"
        text, context = (_TOWN_OF.sub("", self.mentions.masked(said, town)) for said in (bare, asked.context))
        return replace(asked, text=_ARTICLE.sub("", text), context=_ARTICLE.sub("", context), typed=asked.text)

    def _named(self, text: str) -> tuple[str, list[Mention]]:
        """The collaboratives in a text, or in its corrected spelling where that names more; and that text.

        "Asabet Valley Collaborative" is Assabet Valley's, though it holds the name of Valley Collaborative.
        """
        found = self.mentions.organizations(text)
        mended = self._correct(text)
        if mended == text.lower():
            return text, found
        better = [m for m in self.mentions.organizations(mended) if m.end - m.start >= 6]
        return (mended, better) if _longest(better) > _longest(found) else (text, found)

    def _serving(self, place: Place) -> tuple[Organization, ...]:
        """The collaboratives that a place belongs to: what 'their phone number' means after 'which one is it?'."""
        return tuple({o.slug: o for town in place.towns[:3] for o, _ in self._directory.memberships(town)}.values())[:3]

    def _points_back(self, asked: Asked) -> bool:
        """Whether a question leans on an earlier turn, and not on a statement of its own message.

        One of everyday words that names nothing does too: 'do we have to be a member', 'do I need a lawyer'.
        """
        if cues.NEW_TOPIC.search(asked.context):
            return False
        if leans(asked):
            told = len(asked.context.split()) >= _STORY and not _OF_THEM.match(asked.context)
            bare = asked.text if len(asked.text.split()) <= _FEW_WORDS else ""
            return not told or any(map(cues.FOLLOW_START.match, (asked.whole, bare)))
        named = asked.organizations or asked.places or asked.citations or asked.need
        fresh = any(cue.search(asked.text) for cue in (cues.NEW_TOPIC, cues.MOEC, cues.COLLABORATIVE))
        return not (named or fresh) and self._telling(asked.whole) < _SAYS

    def _says_nothing(self, asked: Asked) -> bool:
        """Whether a further part of a message names nothing and has one everyday word at most: 'when we are over'."""
        named = asked.organizations or asked.places or asked.citations or asked.need
        fresh = cues.NEW_TOPIC.search(asked.text) or len(words(asked.text)) > 1
        return not (named or fresh) and self._telling(asked.text) < _NOTHING

    def _there(self, asked: Asked, before: Asked) -> Asked:
        """A search that names no place, in the place that was told for the one before: 'no, a program for anxiety'.

        'Anything for my 5 year old' after a collaborative is sought there.
        """
        named = asked.places or asked.organizations or asked.citations or asked.outside
        sought = before.intent in ("where", "membership") and before.places and not before.organizations
        of_it = before.intent in _OF_RECORDS and before.organizations and ANYTHING.search(asked.text)
        needy = asked.need.categories or asked.need.populations
        elsewhere = _ANYWHERE.search(asked.text) or cues.STAFF.search(asked.whole)
        if named or elsewhere or not needy or not (sought or of_it):
            return asked
        there = replace(
            asked, places=() if of_it else before.places, organizations=before.organizations if of_it else ()
        )
        return there if intent_of(there) == "where" else asked

    def _need(self, text: str, named: list[Mention]) -> Need:
        """Services, populations and ages in a text, outside the names that it mentions."""
        blank = "".join(" " if any(m.start <= i < m.end for m in named) else c for i, c in enumerate(text))
        blank = asides.ONLY_FOR.sub(lambda m: " " * len(m[0]), blank)
        blank = asides.TEACHES.sub(" ", _OF_STAFF.sub("training for educators", blank))
        blank = asides.INTRODUCED.sub(" ", asides.APPLIES.sub(" ", asides.HIRED.sub(" ", blank)))
        blank = asides.DAYS_SINCE.sub(" ", _READS_PEOPLE.sub(" ", _REACHES.sub(" ", blank)))
        blank = _CHARGE.sub("", _OF_A_PARENT.sub("", _MOVING.sub(r"\1", asides.SYSTEM.sub("", blank))))
        categories, populations = self._services(blank)
        if not populations:
            mended, populations = self._services(self._correct(blank))
            categories = categories or mended
        found = {s.key for s in (*categories, *populations)}
        negated = {s.key for s in (*categories, *populations) if s.negated}
        return Need(
            tuple(dict.fromkeys(s.key for s in categories if s.key not in negated)),
            tuple(dict.fromkeys(s.key for s in populations if s.key not in negated)),
            self.lexicon.age(blank) or self.lexicon.age(self._correct(blank)),
            tuple(sorted(negated)),
            of_a_child(blank),
            self.lexicon.regular_education(blank),
            tuple(dict.fromkeys(s.words for s in (*populations, *categories) if s.key not in negated)),
            tuple(sorted(p for p in self.lexicon.particulars_of(blank) if self.lexicon.part_of[p] in found)),
        )

    def _services(self, text: str) -> tuple[list[Span], list[Span]]:
        """The services and the populations that a text speaks of."""
        return self.lexicon.find(text, self.lexicon.categories), self.lexicon.find(text, self.lexicon.populations)

    def _carry(self, asked: Asked, before: Asked, back: bool) -> Asked:
        """Take over from the turn before what a question that points `back` leaves out; a new topic takes nothing."""
        elsewhere = asked.places or asked.organizations or asked.citations
        of_kin = bool(ANOTHER.search(asked.text) and asked.need and before.places and not elsewhere)
        beside = before.organizations and not asked.organizations and _WHICH_OF.match(asked.text)
        if not (back or of_kin or beside or of_the_named(asked, before)):
            return self._there(asked, before)
        need, old = own_need(asked, before), before.need
        other = bool(need.categories or need.populations) and of_another(asked, before)
        old = Need(young=old.young) if other else old
        if _ALSO.search(asked.text) and need.populations:
            need = replace(need, populations=tuple(dict.fromkeys((*old.populations, *need.populations))))
        merged = Need(
            need.categories or of_age(old.categories, need.age) if not need.populations else need.categories,
            need.populations or (() if set(need.categories) - _OF_ANY_NEED else old.populations),
            need.age or old.age,
            need.without or old.without,
            need.young or old.young,
            need.regular or old.regular,
            need.words or old.words,
            need.particulars or (() if need.categories or need.populations else old.particulars),
        )
        named = asked.organizations or still_meant(before, asked)
        told = () if other else (before.context, before.text)
        # The story of a message is that of all its parts: it is told once.
        own = "" if asked.context in told else asked.context
        context = " ".join(part for part in (*told, own) if part)
        return replace(
            asked,
            context=context[-400:],
            organizations=both(before, asked) if cues.CONTRAST.search(asked.text) else named,
            places=asked.places or before.places,
            outside=asked.outside or (None if asked.places else before.outside),
            need=merged,
            follow_up=True,
            refines=bool(asked.need or asked.places),
            previous="" if other else before.wording,
            intent=before.intent,
        )


def _longest(mentions: list[Mention]) -> int:
    """The characters of the longest name that was found."""
    return max((m.end - m.start for m in mentions), default=0)


def _share(asked: Asked, whole: Asked) -> Asked:
    """Fill what one question leaves out with what the message names elsewhere."""
    need = asked.need
    shared = replace(
        asked,
        organizations=asked.organizations or (() if cues.MOEC.search(asked.text) else whole.organizations),
        places=asked.places or (() if _STATEWIDE.search(asked.text) else whole.places),
        need=need if need else whole.need,
        outside=asked.outside or whole.outside,
    )
    return replace(shared, intent=intent_of(shared))


def _distinct(mentions: list[Mention]) -> tuple[Place, ...]:
    """The places of the mentions, each once; "Pittsfield in the Berkshires" is the town, not the region."""
    places = {m.value.name: m.value for m in mentions if isinstance(m.value, Place)}.values()
    towns = {town for place in places if place.kind != "area" for town in place.towns}
    return tuple(p for p in places if p.kind != "area" or not towns & set(p.towns))
