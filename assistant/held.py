"""Whether what an earlier part of a message was answered with answers a further part of it too."""

import re
from collections.abc import Sequence

from assistant import cues
from assistant.asked import Asked
from assistant.draft import Draft, sentences
from assistant.expected import expected, holds
from assistant.quoting import Found
from index.encoder import encode_queries
from index.search import HybridSearch, Query
from index.tokens import words

SAYS = 2.0
"""Rarity of its telling words together below which a part of a message says nothing by itself."""
ANYTHING = "anything something everything nothing"
"""Words that are rare in documents and yet no topic."""
MEASURES = "fast quick quickly soon early late far big large old"
"""Words behind 'how' that tell no topic."""
NEARLY, _AS_NEAR = 0.75, 0.03
"""Cosine from which what was said answers a further part, and by how much of it the best passage may be nearer."""
_BARE, _WITH = 4.0, 0.6
"""How little a further part tells that is read with the one before it, and the cosine from which that is answered."""
_PLAINLY = re.compile(
    r"\W*(?:(?:and|so|also) )*(?:do|does|did|is|are|can|may|must|will|would|has|have|who (?:pays|decides|signs))\b",
    re.I,
)
"""A further part that asks yes or no, or who pays or decides."""
_SUMS = 3
"""Sums that a passage has which tells a rule by price."""
ANOTHER_SUM = re.compile(
    r"\W*(?:(?:and|so|also) )*(?:what|how) about\b(?:\W+[\w-]+){0,5}?\W+"
    r"(?:\$ ?\d[\d,]*|\d[\d,]* ?(?:k|thousand|dollars))\b",
    re.I,
)
_HOW_MUCH = re.compile(
    r"\W*(?:and )?(?:is there|what is|what['’]?s) (?:a |an |any |the )?(?:dollar |minimum |maximum )?"
    r"(?:amount|figure|threshold|cutoff)(?: for (?:it|that|this))?\W*",
    re.I,
)
_SUM = re.compile(r"\$\d")
"""A further part that only asks for the sum, and how what was told has one."""
_HOW_REACHED = re.compile(
    r"\W*(?:(?:and|also|what is|what are|what['’]?s|the|their|its|a|do you have|give me|need)\W+)*"
    r"(?:phone|telephone|contact|web ?site)s?(?: (?:number|info\w*|address))?s?\W*",
    re.I,
)
_REACHED = re.compile(r"\bPhone (?:\d|not in our documents)")
"""A further part that asks how what was told is reached, and how an answer tells that."""
_OF_A_RECORD = re.compile(
    r"\W*(?:and |so )?(?:who|where|what|how (?:old|many)|is|does|for)\b.*\b(?:it|there|they|that|located|for)\W*$", re.I
)
"""A further part on a program that is told already, whose record holds it or holds it not: 'and who is it for'."""
_IN_RECORD = 0.45
"""Cosine from which a sentence of a record that is told tells what a further part asks for too."""
_TELLS, _MUCH_NEARER = 0.7, 0.1
"""Cosine from which a sentence that was told answers a further part, and by how much of it it is nearer then."""
_REPEATS = 0.7
"""Cosine of two passages' texts from which the second one says little that the first one did not."""
_DEEDS = "pay paid decide apply agree show go come take cost"
"""Deeds that a passage tells of in other words."""
_FEW_WORDS = 3
"""Words of a part of a message that says nothing by itself."""
_IT_ASKS = re.compile(r"\b(?:it|that|this|they|them|mine|ours|ones?)\b", re.I)
_WHO = re.compile(r"\W*(?:and )?(?:by )?who\b(?! (?:to|do (?:i|we)|can (?:i|we)|should (?:i|we))\b)", re.I)
_ACTS = re.compile(
    r"\b(?:Commissioner|boards?|districts?|Department|treasurer|director|Team|parents?|committees?|Auditor|you)\b"
)
"""Those who act, as passages name them."""


def said_already(
    draft: Draft, asked: Asked, query: Query, found: Sequence[Found], search: HybridSearch, sure: bool
) -> bool:
    """Whether what an earlier part of the message was answered with speaks of this one too.

    Where the documents answer it for `sure`, only what is as near to it as the best passage and has all its words does.
    """
    if _repeated(asked, found[0], search):
        return True
    said = [f for f in found[:3] if draft.has(f.passage)]
    lexical = search.lexical
    told = lexical.telling(query.corrected)
    if sure:
        near = max(NEARLY, found[0].hit.best - _AS_NEAR)
        same = any(f.hit.best >= near and told <= lexical.stems_of([f.hit.position]) for f in said)
        return asked.beside and (same or _told_better(draft, asked, query, found[0], search))
    wanted = expected(asked.text)
    told -= lexical.telling(MEASURES)
    shared = len(told & lexical.stems_of(f.hit.position for f in said))
    speaks = search.told(asked.text) < SAYS or 2 * shared >= len(told)
    return speaks and any(holds(wanted, f.passage.text, asked.text) for f in said)


def _repeated(asked: Asked, best: Found, search: HybridSearch) -> bool:
    """Whether the passage found for a further part nearly repeats the one before, which has the fact that it wants."""
    before = search.position(asked.after) if asked.after else best.hit.position
    if before == best.hit.position or search.alike(before, best.hit.position) < _REPEATS:
        return False
    wanted = expected(asked.text)
    return wanted is not None and holds(wanted, str(getattr(search.passages[before], "text", "")), asked.text)


def _told_better(draft: Draft, asked: Asked, query: Query, best: Found, search: HybridSearch) -> bool:
    """Whether a sentence that was told holds the kind of fact that a further part wants, and is nearer to it by far.

    Than any sentence of the passage found for it.
    """
    wanted = expected(asked.text)
    told = [sentence for known, _ in draft.cited if known.kind != "program" for sentence in sentences(known.text)]
    if wanted is None or not any(holds(wanted, sentence, asked.text) for sentence in told):
        return False
    vectors = encode_queries(search.encoder, [query.corrected, *told, *sentences(best.passage.text)])
    cosines = vectors[1:] @ vectors[0]
    nearest = float(cosines[: len(told)].max())
    return nearest >= _TELLS and nearest >= float(cosines[len(told) :].max()) + _MUCH_NEARER


def on_what_was_said(draft: Draft, asked: Asked, search: HybridSearch) -> bool:
    """Whether a bare further part is on what was said, read with the part before: 'and who decides' after regions."""
    if cues.BY_MYSELF.search(asked.text):
        return False
    tells = search.told(asked.text)
    shown = "\n".join(draft.paragraphs)
    if asked.after and _HOW_MUCH.fullmatch(asked.text) and _SUM.search(draft.paragraphs[-1]):
        return True
    if asked.beside and _HOW_REACHED.fullmatch(asked.text) and _REACHED.search(shown):
        return True
    records = [known for known, _ in draft.cited if known.kind == "program" and sentences(known.text)[-1] in shown]
    bare_of_it = tells < SAYS and _OF_A_RECORD.match(asked.text)
    if asked.beside and records and (bare_of_it or (len(records) == 1 and _told_in(records[0].text, asked, search))):
        return True
    if asked.beside and (_held(draft, asked, search) or _of_another_sum(draft, asked)):
        return True
    bare = tells < _BARE and _PLAINLY.match(asked.text)
    if not (asked.beside and asked.previous and bare):
        return False
    hit = search.search(f"{asked.previous} {asked.text}", 1)[0]
    deeds = set(search.lexical.stems(f"{_DEEDS} {ANYTHING}"))
    told = {s for w in words(asked.text) if not search.everyday(w) for s in search.lexical.stems(w)} - deeds
    said = any(known.id == hit.id for known, _ in draft.cited) and told <= search.lexical.stems_of([hit.position])
    text = str(getattr(search.passages[hit.position], "text", ""))
    return said and hit.best >= _WITH and holds(expected(asked.text), text, asked.text)


def _held(draft: Draft, asked: Asked, search: HybridSearch) -> bool:
    """Whether what a part before was answered with holds what a bare one asks: 'and how often', 'who makes that call'.

    It is found first for both together, and has each word of the bare one that is not an everyday one.
    """
    bare = len(asked.text.split()) <= _FEW_WORDS or _IT_ASKS.search(asked.text)
    wanted, who = expected(asked.text), _WHO.match(asked.text)
    if not (bare and (wanted or who)):
        return False
    first, alone = (search.search(text, 1)[0] for text in (f"{asked.context} {asked.text}", asked.text))
    known = search.passages[first.position]
    if alone.best >= NEARLY and not any(alone.id == said.id for said, _ in draft.cited):
        return False
    deeds = frozenset(search.lexical.stems(f"{_DEEDS} make supposed put"))
    told = {s for w in words(asked.text) if not search.everyday(w) for s in search.lexical.telling(w)} - deeds
    if not any(known.id == said.id for said, _ in draft.cited) or not told <= search.lexical.stems_of([first.position]):
        return False
    text = str(getattr(known, "text", ""))
    return bool((wanted and holds(wanted, text, asked.text)) or (who and _ACTS.search(text)))


def _of_another_sum(draft: Draft, asked: Asked) -> bool:
    """Whether a part only names another sum, and what was told has a rule by sums: 'and what about repairs at 8k'."""
    by_sums = any(known.text.count("$") >= _SUMS for known, _ in draft.cited)
    return by_sums and ANOTHER_SUM.match(asked.text) is not None


def _told_in(text: str, asked: Asked, search: HybridSearch) -> bool:
    """Whether a sentence of a program's record is near a question."""
    vectors = encode_queries(search.encoder, [asked.text, *sentences(text)])
    return float((vectors[1:] @ vectors[0]).max()) >= _IN_RECORD
