"""What a question names: collaboratives and places, with care for names that are common words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.elsewhere import OUTSIDE
from corpus.directory import Directory
from corpus.places import Gazetteer, Place, plain
from corpus.schema import Organization

_WORDS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.'’&-]*")
_ONE = re.compile(r" (?:one|ones)\b")
"""What follows a place that is only the name of a program: 'the Beverly one'."""
_TURNED_DOWN = re.compile(
    r"\b(?:not|rather than|instead of) (?:(?:all the way|as far as|so far|far|way|over|out|clear|just|only)\W+)*"
    r"(?:(?:in|to|at|near|around) )?$",
    re.I,
)
"""Words before a place that is too far, or not meant: 'not all the way in Framingham'."""
# Short names that are also everyday words or places: written in lower case, they need a cue beside them.
_EVERYDAY = frozenset(
    [
        "accept",
        "case",
        "reads",
        "seem",
        "caps",
        "crest",
        "pilgrim",
        "keystone",
        "ces",
        "nec",
        "ccc",
        "pac",
        "tec",
        "sec",
    ]
)
_AS_VERB = {
    "reads": re.compile(
        r"\s+(?:\d|(?:at|on|below|above|under|like|well|poorly|slow\w*|fine|better|worse|two|three|four|five|six|several|"
        r"a|his|her|the|books?|everything|nothing|very|really|way|far|almost|barely)\b)",
        re.I,
    ),
    "seem": re.compile(r"\s+(?:to|like|that|so|as|very|really|fine|happy|unable|stuck)\b", re.I),
}
"""What follows the verb that a name spells in lower case: 'she is dyslexic and reads four years behind'."""
_GENERIC_TAIL = re.compile(
    r"(?:\s+(?:special|educational|education|regional|area|collaborative|consortium|cooperative))+$", re.I
)
_GENERIC_WORDS = (
    "the a an special educational education regional area school service services collaborative cooperative consortium "
    "coop co-op agency program programs public"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())
_KIND = (
    r"(?:educational |education |regional |area |ed\.? |edu )?"
    r"(?:collaborative|consortium|cooperative|co-?op|ed collab|collab)\b"
)
_CUE = re.compile(
    r"(?:what(?:'s| is| are| does| do)|who (?:is in|are in|runs|leads|heads|belongs to|directs)|members? of|"
    r"belongs? to|"
    r"districts (?:in|of)|towns (?:in|of)|contact|reach|phone(?: number)? (?:for|of|at)|number (?:for|of)|"
    r"website (?:for|of)|address (?:for|of)|director (?:for|of|at)|about|join(?:ed|s)?|"
    r"(?:run|offered|provided) by|programs? (?:at|of|by)|"
    r"does|did|is|at|compare|between|and|vs?\.?|versus|or|with|where is|when was|call|from|(?:is|are) (?:all |"
    r"now )?in)\s+(?:the\s+)?$",
    re.I,
)
_COMPARING = re.compile(r"\bcompar\w*|\bdifferen\w*|\bvs?\b|\bversus\b|\bsame (?:thing|as|one)\b", re.I)
_THE = re.compile(r"\bthe\s+$", re.I)
_COMES_FROM = re.compile(
    r"\b(?:ieps?|mov(?:e|ed|ing)|c[ao]m(?:e|es|ing)|transferr?\w*|or\w*nally|plan) (?:\w+ ){0,2}?from\s+$", re.I
)
"""What stands before a place that a family has left: 'he has an IEP from Springfield'."""
_ANY = re.compile(r"\b(?:an?|any|every|each|our|your|my|this|that|which|what|some|one|no)\s+$", re.I)
# Names of collaboratives that are a vocational district's too.
_SAID_BARE = frozenset({"assabet valley", "lower pioneer valley"})
# "Northshore" in one word is the consortium's spelling; these words before it make it the region.
_REGION = re.compile(r"\b(?:in|on|near|around|along|of|across|throughout|up|from|the|to|live|living|area)\s+$", re.I)
_PARENTS = re.compile(r"\b(?:sped|special ed\w*|parents?|our|my|their|town['’]?s)\s+$", re.I)
"""Before "PAC": a council of parents, and not the collaborative."""
# Towns whose names are everyday words: taken for places only with a capital or a word of place before them.
_WORDY = frozenset(
    [
        "reading",
        "lee",
        "ware",
        "orange",
        "florida",
        "washington",
        "peru",
        "holland",
        "wales",
        "heath",
        "stow",
        "hull",
        "warren",
        "otis",
        "essex",
        "sharon",
        "beverly",
        "lincoln",
        "auburn",
        "douglas",
        "grafton",
        "clinton",
        "harvard",
        "paxton",
        "savoy",
        "rowe",
        "franklin",
        "milton",
        "norfolk",
        "mason",
        "hudson",
        "webster",
        "ward",
        "monroe",
        "chester",
        "russell",
        "granby",
        "phillipston",
        "plainfield",
        "plympton",
        "upton",
        "weston",
        "newton",
        "ashland",
        "bourne",
        "freetown",
    ]
)
_RISKY = frozenset(["reading", "lee", "ware", "orange", "heath", "stow", "hull", "rowe", "savoy"])
_BEFORE = re.compile(
    r"\b(?:in|near|from|around|to|at|of|by|outside|for|is|does|between|and|or|towards?|live in|serves?|serving|cover|"
    r"nearer|closer|about|than)\s+(?:the\s+(?:town|city)\s+of\s+|downtown\s+|north\s+of\s+|south\s+of\s+)?$",
    re.I,
)
_NEAR = re.compile(r"\b(?:near|in|from|around|outside|live in|town of|city of|nearer to|closer to|to)\s+$", re.I)
_NOT_AFTER = re.compile(r"^\s*(?:and writing|disabilit|difficult|specialist|help|level|program|problem|comprehension|"
                        r"teacher|goals?|skills?|support|the|a|an|my|his|her|their)\b", re.I)  # fmt: skip
_ALONE = re.compile(r"\W*(?:(?:ma|mass|massachusetts)\b|$)", re.I)
_LEADS = re.compile(r"\s*[:,]|\s+(?:mom|mother|dad|father|parent|family|here)\b", re.I)
_COMMON_WORDS = "collaborative collaboratives massachusetts district districts school schools program programs"
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True)
class Mention:
    """Something that a question names, and where in its text."""

    start: int
    end: int
    value: Organization | Place


class Mentions:
    """Finds the collaboratives and places that a text names."""

    def __init__(self, directory: Directory, places: Gazetteer, known_words: frozenset[str]) -> None:
        self._places = places
        self._known = known_words
        self._names: list[tuple[re.Pattern[str], str, Organization]] = []
        self._first: dict[str, str] = {}
        for org in directory.organizations:
            for name in all_names(org):
                if len(name) >= 3:
                    parts = re.split(r"[\s-]+", name)
                    pattern = r"[\s-]+".join(re.escape(w) for w in parts)
                    self._names.append((re.compile(rf"(?<![\w-]){pattern}(?!\w)", re.I), name, org))
                    self._first[name] = parts[0].lower()
        explicit = {plain(n) for org in directory.organizations for n in (org.short_name, *org.aliases)}
        derived = {plain(stem) for org in directory.organizations for stem in _stems(org)}
        self._placelike = (
            {plain(n) for _, n, _ in self._names if places.lookup(n)} | (derived - explicit) | {"northshore"}
        )
        self._names.sort(key=lambda item: -len(item[1]))

    def organizations(self, text: str) -> list[Mention]:
        """Collaboratives named in a text, in its order, each once."""
        found: list[Mention] = []
        lowered = text.lower()
        for pattern, name, org in self._names:
            if self._first[name] not in lowered:
                continue
            for match in pattern.finditer(text):
                if any(m.start < match.end() and match.start() < m.end for m in found):
                    continue
                if _is_name(text, match, name, plain(name) in self._placelike):
                    found.append(Mention(match.start(), match.end(), org))
        found.sort(key=lambda m: m.start)
        return [m for i, m in enumerate(found) if m.value not in [f.value for f in found[:i]]]

    def places(self, text: str, taken: list[Mention]) -> list[Mention]:
        """Places named in a text outside the mentions already taken; misspelt ones only where none is spelt right.

        One that is turned down, 'not all the way in Framingham', is no place that is asked for; one from which somebody
        or something comes stands first, for the last one matters.
        """
        tokens = [(m.start(), m.end()) for m in _WORDS.finditer(text)]
        closed = [(t.start, t.end) for t in taken] + [m.span() for m in OUTSIDE.finditer(text)]
        tokens = [(s, e) for s, e in tokens if not any(start <= s < end for start, end in closed)]
        exact = list(self._exact(text, tokens))
        if exact:
            wanted = [m for m in exact if not _TURNED_DOWN.search(text[: m.start])]
            wanted.sort(key=lambda m: _COMES_FROM.search(text[: m.start]) is None)
            # "We are out by Worcester, so the Beverly one is no good" looks for none in Beverly.
            return [m for m in wanted if not _ONE.match(text, m.end)] or wanted
        return list(self._misspelt(text, tokens))

    def masked(self, text: str, town: str = "our town") -> str:
        """The text with the names of collaboratives and places in it replaced by what they are."""
        organizations = self.organizations(text)
        mentions = organizations + self.places(text, organizations)
        for mention in sorted(mentions, key=lambda m: -m.start):
            word = "the collaborative" if isinstance(mention.value, Organization) else town
            text = text[: mention.start] + word + text[mention.end :]
        return text

    def _exact(self, text: str, tokens: list[tuple[int, int]]) -> Iterator[Mention]:
        """Longest known names first at each place of the text."""
        at = 0
        while at < len(tokens):
            if not self._places.begins(text[slice(*tokens[at])]):
                at += 1
                continue
            for size in range(min(5, len(tokens) - at), 0, -1):
                start, end = tokens[at][0], tokens[at + size - 1][1]
                said = text[start:end].strip(".'-’")
                place = self._places.lookup(re.sub(r"['’]s$", "", said))
                if place and self._is_place(text, start, end, said):
                    yield Mention(start, end, place)
                    at += size - 1
                    break
            at += 1

    def _is_place(self, text: str, start: int, end: int, said: str) -> bool:
        """Whether a known place name is meant as one here."""
        key = plain(said)
        if key in _COMMON or (len(key) <= 2 and not said.isupper()):
            return False
        if key not in _WORDY:
            return len(key) > 3 or said[0].isupper() or bool(_BEFORE.search(text[:start]))
        led = start == 0 and bool(_ALONE.match(text[end:]) or (key not in _RISKY and _LEADS.match(text[end:])))
        capital = said[0].isupper() and not text.isupper() and (start > 0 or led)
        if key in _RISKY:
            return bool(_NEAR.search(text[:start]) or capital) and not _NOT_AFTER.match(text[end:])
        return (
            capital
            or bool(_BEFORE.search(text[:start]))
            or bool(re.match(r"\s*(?:,?\s*ma\b|public schools|district)", text[end:], re.I))
        )

    def _misspelt(self, text: str, tokens: list[tuple[int, int]]) -> Iterator[Mention]:
        """Unknown words that look like a town's name, after a word of place or with a capital."""
        for start, end in tokens:
            word = text[start:end].strip(".'-’")
            if plain(word) in self._known or not word.isalpha() or len(word) < 5:
                continue
            cued = _BEFORE.search(text[:start]) or (word[0].isupper() and start > 0)
            if place := self._places.guess(word, cutoff=80 if cued else 88):
                yield Mention(start, end, place)


def all_names(org: Organization) -> list[str]:
    """Every name of a collaborative: the given ones, acronyms in brackets, and the bare stem of its name."""
    names: list[str] = []
    for name in (org.name, org.short_name, *org.aliases, *org.former_names):
        bare, _, inner = name.partition(" (")
        names += [bare, inner.rstrip(")")] if inner.isupper() else [bare]
    return list(dict.fromkeys(name for name in (*names, *_stems(org)) if name))


def _stems(org: Organization) -> list[str]:
    """Names without their generic tail, 'Assabet Valley' of 'Assabet Valley Collaborative'; they need a cue."""
    found = []
    for name in (org.name, *org.aliases, *org.former_names):
        bare = name.partition(" (")[0]
        stem = _GENERIC_TAIL.sub("", bare).removeprefix("The ")
        if stem != bare and len(stem) >= 5 and not _generic(stem):
            found.append(stem)
    return found


def _generic(name: str) -> bool:
    """Whether a name is made only of words for any collaborative ("Education Cooperative")."""
    return set(name.lower().split()) <= _GENERIC


def _compared(before: str, after: str, text: str) -> bool:
    """Whether a name that is also a place's stands beside another in a comparison, as a place with "the" would not."""
    if re.search(r"\b(?:in|on|near|around|living)\b", before, re.I):
        return False
    beside = re.search(r"\b(?:compar\w*|between|vs?\.?|versus|and|to|with|than|is|as)\s+$", before, re.I)
    followed = re.match(r"\s+(?:vs?\.?|versus|and|compared)\s", after, re.I)
    return bool(_COMPARING.search(text) and (beside or (followed and not _THE.search(before))))


def _is_name(text: str, match: re.Match[str], name: str, placelike: bool) -> bool:
    """Whether words that spell a collaborative's name are meant as its name."""
    words, key = match[0], plain(name)
    after = text[match.end() : match.end() + 40]
    if _generic(name):
        capitals = all(word[0].isupper() for word in words.split()) and not text.isupper()
        return (capitals or key.startswith("the ")) and not _ANY.search(text[: match.start()])
    if re.match(rf"['’]?s?\s+(?:{_KIND}|ones?\b(?!\s+of\b))", after, re.I):
        return True
    if key == "pac" and _PARENTS.search(text[: match.start()]):
        return False
    if placelike:
        return _is_placelike_name(text, match, key)
    return _is_word_name(text, match, key)


def _is_placelike_name(text: str, match: re.Match[str], key: str) -> bool:
    """Whether a name that is also a place's is meant as the collaborative's."""
    words, before, after = match[0], text[: match.start()], text[match.end() : match.end() + 40]
    if _compared(before, after, text):
        return True
    if key == "northshore" and re.match(
        r"\s+(?:programs?|schools?|classes|academy|vans?|bus(?:es)?|staff|teachers?|office)\b", after, re.I
    ):
        return words.lower() == key
    if key in _SAID_BARE and re.search(r"\b(?:do|does|did|at|with|about)\s+$", before, re.I):
        return re.match(r"\s+(?:tech\w*|regional|voc\w*|high)\b", after, re.I) is None
    if key == "northshore" and words.lower() == key and not _REGION.search(before):
        return (words[0].isupper() and match.start() > 0) or bool(_CUE.search(before))
    if key in ("south shore", "south coast") and re.search(
        r"\b(?:at|do|does|did|go|goes|going|sent|attends?) (?:to )?$", before, re.I
    ):
        return True
    if re.search(r"\b(?:part of|members? of|belongs? to|joined|join)\s+(?:the\s+)?$", before, re.I):
        return True
    return words.isupper() and len(words) <= 5 and not text.isupper()


def _is_word_name(text: str, match: re.Match[str], key: str) -> bool:
    """Whether a name that may also be an everyday word is meant as the collaborative's."""
    words, before, after = match[0], text[: match.start()], text[match.end() : match.end() + 40]
    capital = words[0].isupper() and match.start() > 0
    if key in ("shore", "valley"):
        lone = not re.search(r"(?:[A-Z][a-z]+|north|south|pioneer|merrimack|blackstone)\s+$", before)
        lone = lone and not re.match(r"\s+(?:tech|regional|voc)", after, re.I)
        versus = re.match(r"\s+(?:vs?\.?|versus)\s", after, re.I) is not None
        return lone and (capital or versus or bool(_CUE.search(before)))
    if key not in _EVERYDAY or (words.isupper() and not text.isupper()):
        return True
    if key in _AS_VERB and words.islower() and _AS_VERB[key].match(after):
        return False
    if capital and key not in ("case", "reads", "seem", "accept"):
        return True
    if re.match(r"\s+(?:vs?\.?|versus)\s", after, re.I):
        return True
    return (bool(_CUE.search(before)) and key not in ("case", "accept")) or _bare(text, match)


def _bare(text: str, match: re.Match[str]) -> bool:
    """Whether a short question begins with the name or is little more than it ('reads phone number', 'case?')."""
    left = text[: match.start()].strip()
    return len(text.split()) <= 4 and (not left or left.lower() in ("the", "what is", "who is"))
