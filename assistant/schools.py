"""Schools that a question calls by their names, which no other program shares: "where is HEC Academy?"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant import attributes, cues
from assistant.asked import Asked
from assistant.draft import Draft
from assistant.having import other_object
from assistant.mentions import all_names
from assistant.nearness import away
from assistant.records import reach, shown_program
from assistant.unsaid import say_cost, say_unsaid
from corpus.directory import Directory, Offer
from corpus.loading import Corpus
from corpus.passages import Passage
from corpus.schema import Organization

_KIND = r"(?:Academy|School|Learning Center)"
_OWN_NAMES = tuple(re.compile(rf"^(?:[A-Z][\w.'’]*\s+){{1,4}}{lazy}{_KIND}\b") for lazy in ("", "?"))
_HOSTED = re.compile(r"\w at ([A-Z].+?) School\b")
_OF_A_HOST = ("program", "class", "classroom")
"""A program in a town's own school, "LABBB at Lexington High School", and what follows that school's name then."""
_ASKS = re.compile(
    r"^\W*(?:so |and |ok |hi |hello )*"
    r"(?:what(?: exactly| really| even)?(?:'?s| is| was| are| does| do| kinds?| sorts?| types?| grades?| ages?)|"
    r"where(?:'?s)?|how old|"
    r"who (?:runs|operates|is|goes|attends)|which (?:collab\w*|ages?|grades?|town|city|kids|students)|tell me|info\w*|"
    r"(?:and )?(?:for )?(?:what )?(?:ages?|grades?)\W*$|"
    r"describe|about|explain|how many (?:days|students|kids|staff|adults|teachers|grades)|"
    r"phone|address|(?:is|does) .*\b(?:still|open|exists?)|"
    r"is (?!there\b)(?:the )?(?:[\w.'’]+ ){1,5}(?:in|at|part of|run by|near|public|private|an?)\b|"
    r"(?:does|do|will|would|is|are) .*\b(?:takes?|accepts?|serves?|grades?|ages?|year[- ]olds?|"
    r"for (?:\w+ )?(?:kids|children|students|boys|girls|teen\w*|adults)))\b",
    re.I,
)
BEYOND = re.compile(
    r"\b(?:nearest|closest|type|tuition|costs?|price|fees?|time|hours?|sizes?|ratio|salar\w+|principal|teachers?|bell|dismissal|waiting|"
    r"wait ?list|openings?|scores?|sports?|lunch|uniforms?|calendar|vacation)\b",
    re.I,
)
"""What the records of schools do not hold."""
_DAILY = re.compile(
    r"\bwhat time\b|\bhours?\b|\b(?:bell|dismissal|principal|sports?|lunch|uniforms?|vacation|salar\w+)\b", re.I
)
"""Of that, what no other passage on a collaborative holds either, as a rule."""
_WHICH_AGES = re.compile(
    r"\W*(?:and )?(?:(?:what|which) (?:grades?|ages?)\b|how (?:old|young)\b|"
    r"(?:(?:for )?what )?(?:ages?|grades?)\W*$|where\W*$)",
    re.I,
)
"""A bare question on a school that was named before: for which ages, or where."""
_THE_ONE = re.compile(r"\b(?:it|that|there|(?:this|that) (?:place|school|program))\W*$", re.I)
"""The end of a question on what the message told before: 'our district sent us to X. What kind of place is it?'."""
_OF_IT = re.compile(r"\W*(?:(?:and|so|but) )?(?:is|does|do|will|would|can|are) (?:it|they)\b", re.I)
"""A yes-or-no question on a school that was named before: 'does it take 3 year olds'."""
_BARE = re.compile(r"\W*(?:(?:hi|hello|so|and|what about|how about|tell me) )*the collaborative program\W*", re.I)
"""A message that is nothing but the name of a school, which is masked: 'Rockdale Recovery High School??'."""
_LEADING = re.compile(r"^\W*(?:the collaborative program)\b[\W_]*(?:in \w+[\W_]+)?", re.I)
"""A name before what is asked: 'TEC Campus School, who is it for'."""
_COMMON = frozenset(
    {
        "Therapies",
        "Transition",
        "Preschool",
        "Technology",
        "Vision",
        "Vocational",
        "Orientation",
        "Curriculum",
        "Central MA",
    }
)
"""First words of programs that are no name."""
_MOST = 2
_SHORT, _NO_WORD = 7, 4


def named_schools(asked: Asked, directory: Directory) -> list[Offer]:
    """The schools whose names stand in a question that asks what, where or for whom they are; the longest name wins.

    A follow-up on "it" asks of the school that the question before it named.
    """
    hidden = masked(asked.text, directory)
    rest = _LEADING.sub("", hidden)
    asks = _ASKS.search(asked.text) or (rest != hidden and _ASKS.search(rest))
    wanted = _BARE.fullmatch(hidden) is not None or (asks and not BEYOND.search(asked.text))
    if asked.intent == "calendar" or not wanted or cues.WAY_IN.search(asked.text):
        return []
    of_it = _OF_IT.match(asked.text) or _THE_ONE.search(asked.text) or not asked.refines
    short = asked.follow_up and len(asked.text.split()) <= _SHORT and of_it
    points_back = short and any(way.search(asked.text) for way in (cues.ANAPHORA, _WHICH_AGES, _THE_ONE))
    told = not asked.follow_up and _THE_ONE.search(asked.text)
    earlier = asked.previous if points_back else asked.context if told else ""
    named = named_in(asked.text, directory) or named_in(earlier, directory)
    named = named or (named_in(asked.context, directory) if points_back else [])
    own = [offer for offer in named if offer.organization in asked.organizations]
    return own or named


def in_passing(asked: Asked, directory: Directory) -> bool:
    """Whether a school is only told beside a question on a rule: 'how do I get a tour of the O'Grady School'."""
    ruled = cues.RULED.search(asked.text) and not cues.WAY_IN.search(asked.text)
    of_someone = ruled and cues.OF_MINE.search(asked.text)
    return bool(of_someone and not asked.organizations and _named(asked.text, directory)) and not named_schools(
        asked, directory
    )


def name_spans(text: str, directory: Directory) -> list[tuple[int, int]]:
    """Where the names of schools stand in a text, in its order: a place inside one is not where something is sought."""
    found = [re.search(_pattern(name), text, re.I) for name, _ in _named(text, directory)]
    return [match.span() for match in found if match]


def _pattern(name: str) -> str:
    """How a name may be written."""
    return (
        r"\W+".join(name.lower().split())
        .replace("ogrady", "o.?grady")
        .replace(r"high\W+school", r"(?:high\W+school|hs)")
    )


def masked(text: str, directory: Directory) -> str:
    """The text with the names of schools in it replaced by what they are."""
    for name, _ in _named(text, directory):
        text = re.sub(rf"\b(?:the )?{_pattern(name)}\b", "the collaborative program", text, flags=re.I)
    return text


def named_in(text: str, directory: Directory) -> list[Offer]:
    """The schools whose names stand in a text, but where it sets two things side by side."""
    named = [offer for _, offer in _named(text, directory)]
    return [o for o in named if not any(o.program.id.startswith(f"{whole.program.id}-") for whole in named)][:_MOST]


def called(asked: Asked, directory: Directory) -> bool:
    """Whether a question is on a school that it calls by its name: on what it is, or on how to get in."""
    way_in = cues.WAY_IN.search(asked.text) and named_in(asked.text, directory)
    return bool(way_in or named_schools(asked, directory))


@lru_cache(64)
def _named(text: str, directory: Directory) -> tuple[tuple[str, Offer], ...]:
    """The longest names of schools in a text with the schools that they call; one answer asks for them many times."""
    if cues.COMPARE.search(text):
        return ()
    words, lower = f" {_plain(text)} ", text.lower()
    whole, letters, short = _called(directory)
    found = [(name, offer) for name, offer in whole if f" {name} " in words]
    found = found or [(n, o) for n, o in letters if (n.lower() in lower or "." in text) and _spelt(n, text, o)]
    short = [(name, offer) for name, offer in short if name.lower() in lower]
    found = found or [(name, offer) for name, offer in short if _capital(name, text) or _of_a_kind(name, text)]
    firsts = [(name, offer) for name, offer in _by_first_word(directory) if name.lower() in lower]
    found = found or [(name, offer) for name, offer in firsts if _in_its_town(name, offer, text)]
    longest = max((len(name) for name, _ in found), default=0)
    found = [(name, offer) for name, offer in found if len(name) == longest]
    # The program itself, and not what another one offers in it.
    own = [(name, offer) for name, offer in found if _opens(offer.program.name, name)]
    just = [(name, offer) for name, offer in own if _plain(offer.program.name.partition(",")[0]) == name]
    return tuple(just or own or found)


def _opens(title: str, name: str) -> bool:
    """Whether a program's name opens with what it is called, or has it in brackets: "S.T.A.R. Program" with STAR."""
    return _plain(title.replace(".", "")).startswith(_plain(name)) or f"({name})" in title


@lru_cache(4)
def _called(directory: Directory) -> tuple[list[tuple[str, Offer]], ...]:
    """What programs are called, with the program: their whole names, their letters, and their short names."""
    whole = [(name, offer) for offer in directory.offers for name in _own_names(offer)]
    letters = [(name, offer) for offer in directory.offers if (name := _acronym(offer, directory))]
    short = [(name, offer) for offer in directory.offers if (name := _short_name(offer, directory))]
    return whole, letters, short


def say_schools(draft: Draft, corpus: Corpus, asked: Asked) -> bool:
    """What the documents hold of the schools that were named, and how to reach those who run them.

    Returns False when none was.
    """
    if _say_how_far(draft, corpus, asked):
        return True
    offers = named_schools(asked, corpus.directory)
    say_offers(draft, corpus, offers)
    return bool(offers)


def _say_how_far(draft: Draft, corpus: Corpus, asked: Asked) -> bool:
    """How far a school that was named is from a place, where that is asked. Returns whether it is known."""
    place, places = asked.place, corpus.directory.places
    if place is None or not place.towns or not cues.CLOSER.search(asked.text):
        return False
    sited = [(o, t) for o in named_in(asked.text, corpus.directory) for t in o.program.towns if t in places.towns]
    for offer, town in sited[:1]:
        far = away(places, place.towns[0], (town,))
        mark = draft.cite(corpus.by_id[offer.program.id])
        draft.say(f"{offer.program.name} is in {town}, {far} from {place.name} in a straight line {mark}.")
    return bool(sited)


def successor(offer: Offer, corpus: Corpus) -> Organization | None:
    """The collaborative that the record of a closed one's program names as the one that runs it now."""
    if offer.organization.status != "dissolved":
        return None
    words = re.findall(r"[A-Z]{3,}", f"{offer.program.name} {offer.program.description}")
    active = {org.short_name: org for org in corpus.directory.organizations if org.status == "active"}
    return next((active[word] for word in words if word in active), None)


def say_offers(draft: Draft, corpus: Corpus, offers: Sequence[Offer]) -> None:
    """Say the records of programs in full, and how to reach those who run them."""
    for offer in offers:
        draft.say_whole(corpus.by_id[offer.program.id])
        show(draft, corpus, offer)
        org = successor(offer, corpus) or offer.organization
        contact = corpus.by_id[f"{org.slug}-contact"]
        to_ask = "{} no longer exists. {} {}" if org.status == "dissolved" else "To ask {}: {} {}"
        if not draft.has(contact):
            draft.say(to_ask.format(org.name, reach(org), draft.cite(contact)))


def show(draft: Draft, corpus: Corpus, offer: Offer) -> None:
    """Show the record of a program beside what is said of it."""
    number = int(draft.cite(corpus.by_id[offer.program.id]).strip("[]"))
    shown = shown_program(corpus.directory, offer, None, None).model_copy(update={"number": number})
    if shown.program_id not in {known.program_id for known in draft.programs}:
        draft.programs.append(shown)


def show_record(draft: Draft, corpus: Corpus, passage: Passage) -> None:
    """Show the record of the program that a passage is on, if it is on one."""
    if passage.program:
        show(draft, corpus, corpus.directory.by_program[passage.program])


def say_unheld(draft: Draft, corpus: Corpus, asked: Asked) -> bool:
    """What is asked of a school that is called by its name beyond its record: who pays, or that it is not told.

    Returns whether it is answered; a decline is left in the draft.
    """
    named = named_in(asked.text, corpus.directory)
    if not named:
        return False
    org = named[0].organization
    bare = masked(asked.text, corpus.directory).replace("the collaborative program", "NAME")
    own = [p for p in corpus.passages if p.organization == org.slug]
    if any(attributes.coverage(bare, p) >= attributes.COVERS for p in own):
        return False
    if say_cost(draft, corpus, org, asked):
        return True
    if not asked.organizations and (other_object(asked.text) or _DAILY.search(asked.text)):
        say_unsaid(draft, corpus, org, asked.text)
    return False


def _own_names(offer: Offer) -> frozenset[str]:
    """A school's names, in plain letters; none for a program without a name of its own, or that is history."""
    return _without_town(offer.program.name) if offer.organization.status == "active" else frozenset()


@lru_cache(1024)
def _without_town(name: str) -> frozenset[str]:
    """The names in a program's name, without its town, part or owner: "essex academy", "essex academy lower school"."""
    of_nobody = re.sub(r"^[A-Z][\w ]+['’]s (?=[A-Z])", "", name)
    found = [match[0] for pattern in _OWN_NAMES for called in (name, of_nobody) if (match := pattern.search(called))]
    names = set(map(_plain, found))
    if host := _HOSTED.search(name):
        # The school itself is the town's: only with one of these words its program is meant.
        names |= {f"{_plain(host[1])}{school} {kind}" for school in ("", " school") for kind in _OF_A_HOST}
    return frozenset(names | {name.removesuffix(" school") for name in names if name.endswith(" high school")})


def _acronym(offer: Offer, directory: Directory) -> str:
    """The letters that a program is called by: "ASLP", "TLC"; empty where a collaborative is called so too."""
    letters = _letters(offer.program.name) if offer.organization.status == "active" else ()
    return next((one for one in letters if one not in _names_of_collaboratives(directory)), "")


@lru_cache(1024)
def _letters(name: str) -> tuple[str, ...]:
    """The words of three to six capitals that a program's name has: in brackets, dotted, first, or before 'program'."""
    found = re.findall(r"\(([A-Z]{3,6})\)|((?:[A-Z]\.){3,6})|\b([A-Z]{3,5})\b(?= program)|^([A-Z]{3,5})\b", name)
    return tuple(letters for groups in found if (letters := "".join(groups).replace(".", "")))


def _spelt(letters: str, text: str, offer: Offer) -> bool:
    """Whether a program's letters stand in a text: as capitals, or in lower case where a program is spoken of.

    Four letters or more that its name has in brackets are no word, and mean it anywhere: 'how does ctec work'.
    """
    if re.search(rf"\b{r'[.]?'.join(letters)}\b", text) and not text.isupper():
        return True
    if len(letters) >= _NO_WORD and f"({letters})" in offer.program.name:
        return re.search(rf"\b{letters}\b", text, re.I) is not None
    alone = re.search(rf"\b{letters}\W*$", text, re.I) is not None and len(text.split()) <= _SHORT
    return alone or _of_a_kind(letters, text)


def _short_name(offer: Offer, directory: Directory) -> str:
    """What a program is called for short: "Hartwell", "Thrive"; empty where that is a place or a collaborative too."""
    name = _bare_name(offer.program.name) if offer.organization.status == "active" else ""
    taken = name and (directory.places.lookup(name) or name in _names_of_collaboratives(directory))
    return "" if taken else name


@lru_cache(1024)
def _bare_name(name: str) -> str:
    """A program's name without town, bracket and kind; empty when that is more than two words or not a name."""
    bare = re.sub(rf"\s+(?:Day )?(?:{_KIND}|Program)$", "", re.split(r", | \(", name)[0])
    return bare if re.fullmatch(r"[A-Z][\w'’]{3,}(?: [A-Z][\w'’]+)?", bare) and bare not in _COMMON else ""


@lru_cache(4)
def _names_of_collaboratives(directory: Directory) -> frozenset[str]:
    """Every name that a collaborative goes by, and its words."""
    names = {name for org in directory.organizations for name in all_names(org)}
    return frozenset(names | {word for name in names for word in name.split()})


def _capital(name: str, text: str) -> bool:
    """Whether a name stands in a text with its capitals, and not as the first word of it."""
    return re.search(rf"(?<=\w )\b{re.escape(name)}\b", text) is not None


def _of_a_kind(name: str, text: str) -> bool:
    """Whether a name stands in a text before what it is the name of, in whatever letters: 'the star program'."""
    return re.search(rf"\b{re.escape(name)} (?:program|classroom|school|academy)\b", text, re.I) is not None


@lru_cache(4)
def _by_first_word(directory: Directory) -> list[tuple[str, Offer]]:
    """The first words of programs' names that no other name or collaborative has: "Rockdale", "Hartwell"."""
    firsts = [(offer.program.name.split()[0].strip(","), offer) for offer in directory.offers]
    names = _names_of_collaboratives(directory)
    own = [(w, o) for w, o in firsts if len(w) > 4 and w not in names | _COMMON and o.organization.status == "active"]
    others = {w: [other for other in directory.offers if w in other.program.name and other is not o] for w, o in own}
    return [(w, o) for w, o in own if all(_joined_to(o, other, w) for other in others[w])]


def _joined_to(offer: Offer, other: Offer, name: str) -> bool:
    """Whether another program is the same collaborative's and only has a program's name in its own: it lies there."""
    return other.organization is offer.organization and not other.program.name.startswith(name)


def _in_its_town(name: str, offer: Offer, text: str) -> bool:
    """Whether a word that calls a program stands in a text with the program's town: 'rockdale in worcester'."""
    there = any(re.search(rf"\b{re.escape(town)}\b", text, re.I) for town in offer.program.towns)
    return there and re.search(rf"\b{re.escape(name)}\b", text, re.I) is not None


def _plain(text: str) -> str:
    """Words in lower case without punctuation."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", ""))
    return " ".join("high school" if word == "hs" else word for word in words)
