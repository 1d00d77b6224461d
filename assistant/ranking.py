"""Which of the passages that search found may answer, and in which order."""

import re
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import replace

from assistant import attributes, cues
from assistant.asked import Asked
from assistant.attributes import wants_contact
from assistant.draft import sentences
from assistant.expected import Kind, expected, holds
from assistant.introducing import of_another_office, offices, runs
from assistant.mentions import Mentions
from assistant.nature import closed
from assistant.quoting import Found
from assistant.schools import BEYOND
from assistant.wanted import whatever_there_is
from corpus.directory import Directory
from corpus.loading import Corpus
from corpus.passages import Passage

UNCONFIRMED = 0.02
"""By how much of the score (0 to 1) a passage without a read source stands behind one with it."""
FOREIGN = 0.08
"""By how much the passage of a collaborative that is not named stands behind a general one."""
FOREIGN_PROGRAM = 0.16
"""By how much a single program of a collaborative that is not named stands behind a general passage."""
ELSEWHERE = 0.05
"""By how much a passage written for the other audience, a definition or an item of history that is not asked for stands
behind."""
OUTGROWN = 0.1
"""By how much a passage stands behind that is on another stage of life than that of the child spoken of."""
_STAGES = (
    (re.compile(r"\b(?:turns 3|early intervention)\b", re.I), 0, 3),
    (re.compile(r"\b(?:preschool|toilet)\b", re.I), 0, 5),
    (re.compile(r"^who pays the tuition", re.I), 3, 21),
    (re.compile(r"^how to get your child into", re.I), 0, 21),
    (re.compile(r"\b(?:adults?|22|after 18|at 18|transition planning|diploma|wants to quit)\b", re.I), 12, 99),
)
"""What titles of passages on one stage of life hold, and the youngest and oldest age in years that they are for."""
TYPED = 0.06
"""By how much a passage gains that holds the kind of fact (a date, a sum) that the question wants."""
RULE_LEAD = 0.15
"""By how much of a cosine a rule must be nearer than any program to answer a question with a service in it."""
UNREAD = frozenset({"reg-not-read", "directors-not-known"})
"""Passages that list what the documents lack: they answer only who asks for that."""
_PLURAL = re.compile(
    r"\b(?:programs|classes|schools|services|options|collaboratives|near|around|(?:any|some) ?thing)\b", re.I
)
"""What asks for more than one program."""
_ALL, _WELL, _ALONE = 0.99, 0.85, 0.12
"""Share of the best score by words, score, and by how much of it a program is before the next: then it is the one."""
_POLAR = re.compile(r"\W*(?:and |so |but )*(?:do|does|did|is|are|was|can|could|will|would|has|have)\b", re.I)
_LASTING = re.compile(r"\b(?:always|ever|used to|originally|longtime)\b", re.I)
"""What asks of a membership through the years, of which a list of today tells nothing."""
_OWN, _CLEAR = 0.65, 0.04
"""Cosine from which a fact on a named collaborative answers, and by how much of the score it is first then."""
_ITS_OWN = 0.75
"""The same for how many members it has, or since when, of which the records hold something too."""
_FAIR, _FAR_AHEAD, _NEARER = 0.55, 0.15, 0.1
"""The cosine that is enough where it is far ahead, and how far that is; by how much it is nearer than the next one."""
_WORDED = 0.85
"""Cosine from which a rule answers a question as it is worded."""
_IN_GENERAL = 0.66
"""Cosine from which a passage speaks in general of what is sought."""
_NEARER, _BY_FAR, _AS_GOOD, _LOOKED = 0.5, 0.12, 0.9, 5
"""Cosine, by how much of it a passage is far nearer, share of the first one's score, how many are looked at."""
RULES = frozenset({"directors", "statute", "regulation", "calendar"})
"""Kinds of passages that are written for those who run collaboratives."""
_VOTERS = 8
"""As many of the passages found tell whom the question is from."""
NEARBY = 0.4
"""Cosine above which a program that search found says something of the kind of service that is wanted."""


def similarity(found: Sequence[Found]) -> dict[str, float]:
    """How well search found each program, 0 to 1 relative to the best hit."""
    top = max((f.hit.score for f in found), default=1.0)
    return {f.passage.program: f.hit.score / top for f in found if f.passage.program}


def with_inferred_need(asked: Asked, found: Sequence[Found], directory: Directory) -> Asked:
    """The question with the kind of service that search points to, where no word of the lexicon named one.

    The programs that were found vote for their categories, each with its nearness. All of a collaborative that is
    named are looked at where only an age is told.
    """
    told = asked.need.categories or asked.need.populations or (asked.organizations and asked.need.age)
    if told or whatever_there_is(asked):
        return asked
    votes: Counter[str] = Counter()
    for item in [f for f in found if f.passage.program][:6]:
        offer = directory.by_program[item.passage.program or ""]
        votes.update(dict.fromkeys(offer.program.categories, max(0.0, item.hit.best - NEARBY)))
    if not votes:
        return asked
    category, weight = votes.most_common(1)[0]
    if weight < 0.5 * votes.total():
        return asked
    return replace(asked, need=replace(asked.need, categories=(category,)))


def rule_is_nearer(found: Sequence[Found], asked: Asked) -> bool:
    """Whether a passage on rules answers a seeming where-question far more closely than any program does.

    Where neither a place nor a collaborative nor an age is told, one that answers it as it is worded does.
    """
    program = max((f.hit.best for f in found if f.passage.program), default=0.0)
    defined = cues.DEFINES.search(asked.whole)
    rules = [f for f in found if not f.passage.organization and (defined or not is_definition(f.passage))]
    rule = max((f.hit.best for f in rules), default=0.0)
    at_large = not (asked.places or asked.organizations or asked.need.age)
    return rule >= program and ((rule >= 0.65 and rule >= program + RULE_LEAD) or (at_large and rule >= _WORDED))


def overview(found: Sequence[Found], asked: Asked) -> list[Passage]:
    """The passage on what is sought in general, where no place is told and none is nearer: before a list of programs.

    'Is there a nurse' asks whether collaboratives have nurses before it asks where.
    """
    at_large = not (asked.places or asked.organizations or asked.follow_up)
    first = found[0] if found else None
    general = first and first.passage.kind == "families" and first.hit.best >= _IN_GENERAL
    return [first.passage] if first and at_large and general else []


_SCHOOL_AGE = 3
"""The age, in years, from which a child is the school district's and not Early Intervention's."""
_FOR_INFANTS = re.compile(r"(?:for )?a child under (?:3|three)\b", re.I)
_BECOMES = re.compile(r"\b(?:turn\w*|birthday|soon|almost|nearly|will be|early intervention|EI)\b", re.I)
"""Words of one who speaks of the time before that age too."""


def may_speak(passage: Passage, asked: Asked) -> bool:
    """Whether a passage may answer in words: lists and contacts only speak when their collaborative is named."""
    if passage.kind in ("limits", "directory"):
        return False
    if passage.program and asked.intent == "where" and cues.HELPERS.search(asked.text):
        return False
    if asked.need.age and asked.need.age[0] >= _SCHOOL_AGE and _FOR_INFANTS.match(passage.text):
        return _BECOMES.search(asked.whole) is not None
    named = {org.slug for org in asked.organizations}
    return passage.organization in named or not passage.id.endswith(("-contact", "-members", "-gaps"))


def of_rules(found: Sequence[Found]) -> bool:
    """Whether most of the nearest passages, by nearness, are rules for those who run collaboratives."""
    near = found[:_VOTERS]
    ruled = sum(item.hit.best**2 for item in near if item.passage.kind in RULES)
    return ruled > sum(item.hit.best**2 for item in near if item.passage.kind == "families")


def is_definition(passage: Passage) -> bool:
    """Whether a passage says what a word means."""
    return passage.id.startswith(("def-", "term-"))


def generated(passage: Passage) -> bool:
    """Whether a passage was made from a record's fields, which the directory states more exactly."""
    return passage.id.removeprefix(f"{passage.organization}-") in ("profile", "contact", "members", "gaps")


def anecdotes(corpus: Corpus, mentions: Mentions) -> frozenset[str]:
    """The general passages that begin with a particular collaborative, or with MOEC: examples rather than the rule."""
    general = [p for p in corpus.passages if not p.organization and p.kind not in ("limits", "directory")]
    own = {p.id for p in general if p.kind == "mission" and cues.MOEC.search(p.title)}
    return frozenset(
        own | {p.id for p in general if p.kind != "mission" and mentions.organizations(sentences(p.text)[0])}
    )


def ranked(
    found: Sequence[Found], asked: Asked, wanted: Kind | None = None, examples: Container[str] = ()
) -> list[Found]:
    """Found passages, best first.

    Of those that are nearly alike, the confirmed one goes first, the one that holds the kind of fact that is wanted,
    and the general one before that of a collaborative which nobody named, or an example (by its id) of one. What is
    for holders of another office than the asker's is left out.
    """
    named = {org.slug for org in asked.organizations}
    if cues.MOEC.search(f"{asked.whole} {asked.previous}"):
        named.add("moec")

    asides = _asides(f"{asked.previous} {asked.whole}")

    def standing(item: Found) -> float:
        passage = item.passage
        unconfirmed = 0.0 if passage.verified else UNCONFIRMED
        other = passage.organization not in named if passage.organization else not named and passage.id in examples
        foreign = (FOREIGN_PROGRAM if passage.program else FOREIGN) if other else 0.0
        elsewhere = ELSEWHERE * sum(aside(passage) for aside in asides)
        typed = TYPED if wanted and holds(wanted, passage.text) else 0.0
        outgrown = OUTGROWN if of_another_age(passage, asked) else 0.0
        return item.hit.score - unconfirmed - foreign - elsewhere - outgrown + typed

    held = offices(asked.context, asked.text)
    own = [f for f in found if not of_another_office(held, sentences(f.passage.text)[0])] if held else found
    return sorted(own or found, key=standing, reverse=True)


def in_records(asked: Asked, first: Found) -> bool:
    """Whether the records state what is asked of a collaborative: its members, how many it has, for whom it is.

    Where they name no director, the passage found `first` may tell of its leaders.
    """
    listed = asked.intent == "members" and not _POLAR.match(asked.text)
    org = asked.organizations[0]
    names = " ".join(district.name for district in org.members.districts)
    alike = re.search(r"\bsame\b", asked.text, re.I)
    member = not alike and any(town in names for place in asked.places for town in place.towns)
    wants = (attributes.wants_count, attributes.AGES.search, cues.ONLY_FOR.search, closed)
    led = all(map(attributes.LED.search, (asked.text, first.passage.text)))
    reached = wants_contact(asked.text) and not (org.director is None and led)
    belongs = asked.intent == "membership" and (member or not asked.places) and not _LASTING.search(asked.text)
    return bool(listed or reached or belongs or any(wanted(asked.text) for wanted in wants))


def own_first(found: Sequence[Found], asked: Asked) -> Found | None:
    """The first passage found, where it is a fact on a collaborative that is named and well before the next one."""
    slugs = {org.slug for org in asked.organizations}
    if not slugs or len(found) < 2:
        return None
    first, ahead = found[0], found[0].hit.score - found[1].hit.score
    told = attributes.wants_count(asked.text) or expected(asked.text) == "date"
    if in_records(asked, first) and not (told and first.hit.best >= _ITS_OWN and ahead >= _FAR_AHEAD):
        return None
    titled = any(org.short_name in first.passage.title.split() for org in asked.organizations)
    own = first.passage.organization in slugs or (first.passage.kind == "families" and titled)
    told = own and first.passage.kind in ("collaborative", "families") and not generated(first.passage)
    best = first.hit.best
    clear = (best >= _OWN and ahead >= _CLEAR) or (best >= _FAIR and ahead >= _FAR_AHEAD)
    # Two general passages may say the same of all; the one that names the collaborative in its title is meant.
    meant = titled and best >= max(_OWN, found[1].hit.best + _NEARER)
    return first if told and (clear or meant) else None


def own_program(found: Sequence[Found], asked: Asked) -> str | None:
    """The program (by its id) that a question is on: it has all the words, and the next one is far behind.

    Not where programs are sought: in the plural, around a place, or how to come in.
    """
    programs = [f for f in found if f.passage.program]
    sought = any(cue.search(asked.text) for cue in (_PLURAL, cues.WAY_IN, BEYOND)) or wants_contact(asked.text)
    around = asked.places and asked.intent == "where" and (asked.need.populations or asked.need.age)
    if not programs or sought or around or asked.intent not in ("where", "profile", "list"):
        return None
    first, ahead = programs[0], programs[0].hit.score - (programs[1].hit.score if programs[1:] else 0.0)
    others = asked.organizations and first.passage.organization not in {org.slug for org in asked.organizations}
    there = all(place.name in first.passage.text for place in asked.places)
    clear = first.hit.words >= _ALL and first.hit.score >= _WELL and ahead >= _ALONE and first in found[:2]
    return first.passage.program if clear and there and not others else None


def of_another_age(passage: Passage, asked: Asked) -> bool:
    """Whether a passage for families is on a stage of life that the child of the question is too old or young for."""
    if passage.kind != "families" or not asked.need.age:
        return False
    low, high = asked.need.age
    return any(
        (low > oldest or high < youngest) and pattern.search(passage.title) is not None
        for pattern, youngest, oldest in _STAGES
    )


def nearest_first(found: Sequence[Found]) -> list[Found]:
    """Passages, best first; one that is far nearer to the question than the first, and nearly as good, goes before."""
    best = list(found)
    for item in best[1:_LOOKED]:
        first = best[0].hit
        nearer = item.hit.best >= max(_NEARER, first.best + _BY_FAR) and item.hit.score >= _AS_GOOD * first.score
        if nearer and not item.passage.program:
            best.remove(item)
            return [item, *best]
    return best


def _asides(question: str) -> list[Callable[[Passage], bool]]:
    """What kinds of passages a question does not call for: those of the other audience, definitions, history."""
    family, official = bool(cues.FAMILY.search(question)), bool(cues.OFFICIAL.search(question) or runs(question))
    asides: list[Callable[[Passage], bool]] = []
    if family and not official:
        asides.append(lambda passage: passage.kind in ("regulation", "statute", "directors", "calendar"))
    if official and not family:
        asides.append(lambda passage: passage.kind == "families")
    if not cues.DEFINES.search(question):
        asides.append(is_definition)
    if not cues.UNKNOWN.search(question):
        asides.append(lambda passage: passage.id in UNREAD)
    if not cues.PAST.search(question):
        asides.append(lambda passage: "-history-" in passage.id)
    return asides
