"""Answers in words: the passage that fits best speaks, and others add what it lacks."""

import re
from collections.abc import Callable, Sequence

from assistant import cues
from assistant.asked import Asked
from assistant.attributes import REGION, is_profile, masked, wants_contact
from assistant.by_price import step_of
from assistant.capitals import shortest_question
from assistant.draft import Draft, sentences
from assistant.following import answered_before
from assistant.nature import asks_letters, letters
from assistant.only_for import say_others
from assistant.plainly import opened
from assistant.premise import NEAR, NOT_SAID, claim_of, correction
from assistant.quoting import LIMIT, Found
from assistant.ranking import RULES, UNREAD, of_another_age, own_first, own_program
from assistant.retelling import MORE, near_any, owned_up, retold
from assistant.schools import named_schools, say_offers
from assistant.verdict import NO, verdict
from assistant.worth import beside, is_worth
from corpus.loading import Corpus
from index.search import HybridSearch

_ALIKE = 0.7
"""Share of its longer words that a statement may have in common with what was said before."""
_MOST, _LOOKED = 3, 7
"""As many passages are said for one question, and as many are looked at for that."""
_ANNOUNCES = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten)\b[^.:]*\.$|:$", re.I)
"""A sentence that announces what the next ones list: it says nothing alone."""
BECAME = re.compile(
    r"\b(?:did|has|have|was|were)\b.*\b(?:go|gone|happen\w*|moved?|become|end up|taken? over|takes? over)\b|"
    r"\bwhat happened (?:to|with)\b|\bwho (?:all )?(?:got|gets|inherited|picked up) (?:the|its|their|all)\b",
    re.I,
)
"""What asks what became of something, or who has it now."""
_STILL = re.compile(r"\b(?:still|any ?more|any longer)\b", re.I)
"""A word of what asks whether something goes on."""
_STILL_OPEN = re.compile(r"\b(?:is|are) .*\b(?:still )?(?:open|around|running|going|there|in business)\W*$", re.I)
"""What asks whether something is still there."""


def speak(draft: Draft, asked: Asked, found: Sequence[Found], search: HybridSearch, *, sure: bool = True) -> None:
    """Answer with the best passage, and add others that are worth it.

    A plain yes or no stands before it only where it is `sure` that it answers; after one, only a passage adds anything
    that is nearer still.
    """
    best = found[0]
    question = asked.text if asked.follow_up else asked.whole
    told = f"{asked.previous} {asked.text}" if asked.follow_up and cues.POINTS.search(asked.text) else question
    denied = any(paragraph.startswith(NO) for paragraph in draft.paragraphs[:1])
    answer = (
        None
        if denied or asked.guessed or not sure
        else verdict(asked.anywhere(asked.text), best.passage, search, asked.anywhere(told))
    )
    aside, before = _aside(question, best), _said_before(asked, search)
    later = asked.follow_up
    again = told_again(asked, best, search) or owned_up(best.passage.text, asked.text, search)
    if step := step_of(best.passage.text, question):
        draft.say(f"{step} {draft.cite(best.passage)}")
    lead(draft, question, best, answer, again)
    said = [best]
    for rank, item in enumerate(found[1:_LOOKED]):
        if aside(item) or of_another_age(item.passage, asked) or item.hit.position == before or draft.has(item.passage):
            continue
        if answer and item.hit.best < best.hit.best:
            continue
        given = draft.weighed[item.passage.id] = beside(item, best, rank, search)
        if len(said) == _MOST or not is_worth(given, asked.text, later):
            continue
        text = _shown(draft, item)
        if text and overlap(text, [s.passage.text for s in said]) < _ALIKE:
            said.append(item)
            draft.say(f"{opened(text, None)} {draft.cite(item.passage, text)}")


def told_again(asked: Asked, best: Found, search: HybridSearch) -> tuple[str, str] | None:
    """The sentence that is asked for, and the others, of a passage that was said in the turn before; else None."""
    again = best.hit.position == _said_before(asked, search)
    seen = asked.led == best.passage.id or not (asked.places or asked.organizations)
    return retold(best.passage.text, asked.told, search, seen) if again else None


def beside_it(asked: Asked, best: Found, search: HybridSearch) -> bool:
    """Whether the best passage was said in the turn before, and no sentence of it has to do with this one."""
    if best.hit.best >= NEAR or best.hit.position != _said_before(asked, search):
        return False
    return not near_any(best.passage.text, asked.told, search)


def _said_before(asked: Asked, search: HybridSearch) -> int | None:
    """The position of the passage that answered the turn before, where a follow-up leans on it."""
    leaning = asked.follow_up and not asked.beside and asked.previous
    return answered_before(asked, search)[0] if leaning else None


def _aside(question: str, best: Found) -> Callable[[Found], bool]:
    """Tells what is not added: programs, lists of gaps, parents' passages for an official, officials' for a parent."""
    ruled = best.passage.kind in RULES or cues.OFFICIAL.search(question) is not None
    official = ruled and cues.FAMILY.search(question) is None
    of_family = best.passage.kind == "families" and cues.OFFICIAL.search(question) is None

    def aside(item: Found) -> bool:
        kind = item.passage.kind
        if item.passage.id in UNREAD or kind == "program" or (official and kind == "families"):
            return True
        return of_family and kind in ("directors", "regulation")

    return aside


def lead(
    draft: Draft, question: str, best: Found, answer: str | None = None, again: tuple[str, str] | None = None
) -> None:
    """Say one passage in full, after its plain answer if any; a number that it contradicts is corrected before.

    One that was said before is told `again` from the sentence that is asked for, with the others behind it.
    """
    mended = correction(question, best.passage.text) if best.hit.best >= NEAR else None
    if mended and not any(f", not {mended.rpartition(', not ')[2]}" in said for said in draft.paragraphs):
        draft.paragraphs[:] = [said for said in draft.paragraphs if not said.startswith(NOT_SAID)]
        opening = f"No: {mended[:1].lower()}{mended[1:]}" if answer == NO else mended
        draft.say(f"{opening} {draft.cite(best.passage)}")
        answer = again = None
    if again is None or answer or draft.has(best.passage):
        draft.say_whole(best.passage, answer)
        return
    draft.say(f"{opened(again[0], None)} {draft.cite(best.passage)}")
    if again[1]:
        draft.say(f"{MORE} {again[1]} {draft.cite(best.passage)}")


def say_own_fact(draft: Draft, asked: Asked, found: Sequence[Found], corpus: Corpus) -> bool:
    """Say the record of the program, or a fact on the named collaborative, that is clearly what a question is on."""
    if say_others(draft, asked, corpus):
        return True
    named = {offer.program.id for offer in named_schools(asked, corpus.directory)}
    program = None if _of_its_end(asked) else own_program(found, asked) or _closed(found, asked, corpus)
    if program and (not named or program in named):
        say_offers(draft, corpus, [offer for offer in corpus.directory.offers if offer.program.id == program])
        return True
    clause = masked(asked.text, asked.organizations)
    whole = is_profile(clause) or wants_contact(asked.context) or REGION.search(clause) is not None
    whole = whole or (asks_letters(clause) and any(map(letters, asked.organizations)))
    of_it = asked.intent in ("profile", "members", "membership") and not whole
    own = own_first(found, asked) if of_it or (asked.intent == "where" and claim_of(asked.whole)) else None
    if own:
        lead(draft, asked.text, own)
    return own is not None


def _of_its_end(asked: Asked) -> bool:
    """Whether a question is on the end of a collaborative that is gone, and on none of its programs."""
    gone = any(org.status == "dissolved" for org in asked.organizations)
    became = BECAME.search(asked.text) and not (asked.need.populations or asked.need.categories)
    return bool(gone and (became or _STILL_OPEN.search(asked.text)))


def _closed(found: Sequence[Found], asked: Asked, corpus: Corpus) -> str | None:
    """The program (by its id) of a named collaborative that is found first for what is sought, and has ended.

    Or that is called by its name, or asked for after a collaborative that was told to have ended.
    """
    orgs, need = {org.slug: org for org in asked.organizations}, set(asked.need.populations)
    programs = [f.passage.program for f in found[:_LOOKED] if f.passage.program and f.passage.organization in orgs]
    offers = [corpus.directory.by_program[program] for program in programs]
    if BECAME.search(asked.text):
        gone = [o for o in offers if o.organization.status == "dissolved" and need & set(o.program.populations)]
        if gone:
            return gone[0].program.id
    sought = set(asked.need.categories)
    ended = [o for o in offers if o.program.status == "former" and set(o.program.categories) & sought]
    if ended and _STILL.search(asked.text):
        return ended[0].program.id
    first = found[0].passage if found and asked.intent in ("where", "profile", "question") else None
    if first is None or not first.program or first.organization not in orgs:
        return None
    if orgs[first.organization].status == "dissolved":
        called = " ".join(first.title.replace(",", " ").split()[:2]).lower() in asked.whole.lower()
        return first.program if (asked.follow_up or called) and found[0].hit.best >= NEAR else None
    return first.program if ended[:1] == offers[:1] else None


def _shown(draft: Draft, item: Found) -> str:
    """What of a further passage fits into the answer: all of it, its first sentence, or nothing."""
    whole, first = item.passage.text, sentences(item.passage.text)[0]
    fitting = [text for text in (whole, first) if draft.words + len(text.split()) <= LIMIT]
    return next((text for text in fitting if text is whole or not _ANNOUNCES.search(text)), "")


def overlap(text: str, others: Sequence[str]) -> float:
    """The largest share of a text's longer words that another text has too."""
    mine = {w for w in re.findall(r"[a-z0-9]+", text.lower()) if len(w) > 3}
    theirs = [{w for w in re.findall(r"[a-z0-9]+", other.lower())} for other in others]
    return max((len(mine & words) / len(mine) for words in theirs), default=0.0) if mine else 1.0


def suggest(draft: Draft, found: Sequence[Found]) -> None:
    """Next questions: what the passages near the answer answer."""
    for item in found[1:8]:
        if item.passage.kind not in ("limits", "program") and not draft.has(item.passage) and item.passage.asks:
            draft.suggestions.append(shortest_question(item.passage.asks))
