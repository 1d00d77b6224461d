"""What is asked of programs that were told before, from their records: 'the second one, address?'."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import cues
from assistant.admission import BY_TEAM
from assistant.ages import ADULT, takes
from assistant.asked import Asked
from assistant.aspects import (
    ADULT_RIDE,
    COUNTED,
    RIDE,
    Aspect,
    ages,
    asked_beside,
    aspect_of,
    is_all,
    tells_age,
    told_of,
)
from assistant.attributes import names
from assistant.draft import Before, Draft, sentences
from assistant.focus import meant, of_one
from assistant.lexicon import reviewed
from assistant.limits import IS_TRUE
from assistant.records import reach, reach_program
from assistant.schools import masked, named_in, say_offers, show, successor
from corpus.directory import Offer
from corpus.loading import Corpus
from corpus.passages import Passage, address_text
from index.search import HybridSearch

_MOST = 3
"""As many sentences of a record are told."""
_FEW, _LISTED = 2, 5
"""As many programs are told in full, and one line each."""
_ONLY = re.compile(r"\b(?:only|just)\b", re.I)
_SERVICES = ("related services", "nursing and health")
"""Categories of what a student gets in any class of a collaborative."""
_SITED = re.compile(r"\b(?:campus(?:es)?|street|avenue|road|moved|building)\b|\bit was at\b", re.I)
"""A sentence of a record that tells of the place."""
_IEP = re.compile(r"\bieps?\b", re.I)
_CALLED = re.compile(r"\bthe (?:[\w'’-]+ ){0,3}?one\b(?: in [\w'’]+)?", re.I)
"""How one of a list is picked out: 'does the Plymouth one take 12'."""
_NAMED = re.compile(r"\b(?:the )?collaborative program(?: in \w+)?")
"""What stands for the name of a program."""
_TELL_MORE = re.compile(r"\bmore(?: (?:info\w*|details?))?(?: (?:about|on) (?:it|that|this|them|those))?\W*$", re.I)
"""What asks for more of what was told, and names nothing."""
_ON_IT, _NEARER = 0.6, 0.04
"""Cosine from which a passage is on a program by its name, and by how much nearer than to the message without it."""
_IN_GENERAL = 0.62
"""Cosine from which a passage answers what no record names."""


@dataclass(frozen=True)
class _Telling:
    """What is needed to tell of programs."""

    draft: Draft
    corpus: Corpus
    text: str
    aspect: Aspect

    def passage(self, offer: Offer) -> Passage:
        """The passage of a program's record."""
        return self.corpus.by_id[offer.program.id]

    def mark(self, offer: Offer) -> str:
        """Cite a program's record."""
        return self.draft.cite(self.passage(offer))

    def show(self, offers: Sequence[Offer]) -> None:
        """Show the records beside what is said of them."""
        for offer in offers:
            show(self.draft, self.corpus, offer)


def say_aspect(draft: Draft, asked: Asked, search: HybridSearch, corpus: Corpus) -> bool:
    """What the records of the programs that are meant tell of the kind of thing that is asked; whether that is all."""
    # What is told before a question that names the program itself is not asked of it: 'I am a counselor'.
    whole = asked.text if named_in(asked.text, corpus.directory) else asked.whole
    text = asked.told if asked.follow_up and not IS_TRUE.fullmatch(asked.text) else whole
    hidden, named = masked(text, corpus.directory), named_in(text, corpus.directory)
    aspect = aspect_of(hidden) or (aspect_of(_NAMED.sub("it", hidden)) if named else None)
    if aspect and aspect.field == "contact" and not aspect.asks.search(asked.text):
        aspect = None  # "They told me on the phone" asks for no number.
    before = draft.before or _just_told(draft, asked)
    if before is None or (named and not {offer.program.id for offer in named} & set(before.programs)):
        before = _called(asked, aspect, named, corpus)
    if before is None or not before.programs:
        return False
    offers, chosen = meant(text, asked, before, corpus.directory, search.everyday, anywhere=_is_placed(aspect))
    if chosen and aspect is None:
        aspect = aspect_of(_CALLED.sub("it", _without_name(text, offers[0])))
    if len(offers) == 1 and tells_age(text):
        aspect = ages()
    if aspect is RIDE and asked.need.age and asked.need.age[0] >= ADULT:
        aspect = ADULT_RIDE
    if not offers or (aspect is RIDE and offers[1:]):
        return False
    if len(offers) == 1 and not (aspect and aspect.field) and _say_fact(draft, text, offers[0], search, corpus):
        return True
    if aspect is None or aspect.field == "more":
        # "What do they do there" and "tell me more" after a list are asked of the first one.
        first = aspect and (of_one(text) or _TELL_MORE.search(text))
        meant_ones = offers if chosen else offers[:1] if first else []
        return bool(meant_ones) and _say_record(draft, meant_ones, corpus)
    beside = asked_beside(text, aspect) if aspect.field != "whom" else []
    if aspect.field in ("contact", "place") and not named and any(names(text, org) for org in asked.organizations):
        return False  # The collaborative's own, which is called by its name.
    picked = chosen or bool(named)
    told = [_say_one(_Telling(draft, corpus, text, one), offers[:_LISTED], picked, search) for one in (aspect, *beside)]
    return all(told)


def _without_name(text: str, offer: Offer) -> str:
    """A message with 'it' for the words of a program's name that it has: 'where is horizons' as 'where is it'."""
    names = "|".join(re.escape(word) for word in re.findall(r"[A-Z][\w'’]{3,}", offer.program.name.partition(",")[0]))
    return (
        re.sub(rf"\b(?:the )?(?:{names})\b(?: (?:school|program|one|academy))?", "it", text, flags=re.I)
        if names
        else text
    )


def _is_placed(aspect: Aspect | None) -> bool:
    """Whether a place is asked for, so that one which a message names is no other place to search in."""
    return aspect is not None and aspect.field == "place"


def _say_fact(draft: Draft, text: str, offer: Offer, search: HybridSearch, corpus: Corpus) -> bool:
    """Say a passage beside the records that is on one program by its name, where it answers a message on that."""
    name = offer.program.name.partition(",")[0]
    least = max(_ON_IT, search.near(text) + _NEARER)
    near = [corpus.passages[hit.position] for hit in search.search(f"{text} at {name}", 3) if hit.best >= least]
    passage = next((p for p in near if not p.program and (name in p.title or name in p.text)), None)
    if passage is None:
        return False
    draft.say_whole(passage)
    show(draft, corpus, offer)
    return True


def _say_one(telling: _Telling, offers: Sequence[Offer], chosen: bool, search: HybridSearch) -> bool:
    """Tell one aspect of some programs; whether nothing else has to be said on it."""
    if telling.aspect.field:
        return _say_field(telling, offers)
    return _say_sentences(telling, offers, chosen, search)


def _just_told(draft: Draft, asked: Asked) -> Before | None:
    """The programs that a part before showed, which a further part of the message may ask of."""
    shown = tuple(program.program_id for program in draft.programs if program.program_id)
    return Before(asked.context, shown) if asked.beside and shown else None


def _called(asked: Asked, aspect: Aspect | None, called: Sequence[Offer], corpus: Corpus) -> Before | None:
    """The programs `called` by their names, where a message asks for what no whole record has to be told for."""
    plain = ("place", "contact", "building", "open", *(("whom",) if asked.need.populations else ()))
    short = aspect is not None and (aspect.field in plain or aspect is COUNTED or (aspect.own and not aspect.stems))
    way_in = cues.WAY_IN.search(asked.text)
    tells = aspect if aspect and not (aspect.field or aspect.stems or way_in) and len(called) == 1 else None
    told = tells and any(told_of(tells, corpus.by_id[offer.program.id].text) for offer in called)
    return Before(asked.whole, tuple(offer.program.id for offer in called)) if called and (short or told) else None


def _say_record(draft: Draft, offers: Sequence[Offer], corpus: Corpus) -> bool:
    """Tell the records of the programs that were picked out."""
    say_offers(draft, corpus, offers[:_FEW])
    return True


# -- what the fields of a record tell ----------------------------------------------------------------------------------


def _say_field(telling: _Telling, offers: Sequence[Offer]) -> bool:
    """Tell a field of the records: one sentence of one program, a line each of several."""
    field = telling.aspect.field
    if field == "contact":
        return _say_contacts(telling, offers)
    say = {"place": _place, "building": _building, "open": _open, "ages": _ages, "whom": _whom}[field]
    said = [f"**{offer.program.name}** {say(telling, offer)}" for offer in offers]
    intro = "Each program has its own ages or grades:\n\n" if field == "ages" else ""
    telling.draft.say(said[0] if len(said) == 1 else intro + "\n".join(f"- {line}" for line in said))
    telling.show(offers)
    return True


def _place(telling: _Telling, offer: Offer) -> str:
    """Where a program is, as far as its record tells; else where its collaborative's office is."""
    program, mark = offer.program, telling.mark(offer)
    towns = " and ".join(program.towns)
    place = "" if program.place is None or program.place in program.name else program.place
    if place and towns:
        return f"is in {towns}: {place}. {mark}"
    if place:
        return f"is at: {place}. {mark}"
    known = f"is in {towns}; its street address is" if towns else "– its town and address are"
    told = " ".join(said for said in sentences(telling.passage(offer).text)[1:] if _SITED.search(said))
    return f"{known} not in our documents. {f'{told} ' if told else ''}{mark} {_office(telling, offer)}"


def _office(telling: _Telling, offer: Offer) -> str:
    """Where the office of a collaborative is, and how to ask it."""
    org = offer.organization
    mark = telling.draft.cite(telling.corpus.by_id[f"{org.slug}-contact"])
    seat = f"The office of {org.short_name} is at {address_text(org)}. " if address_text(org) else ""
    return f"{seat}{reach_program(offer)} {mark}"


def _building(telling: _Telling, offer: Offer) -> str:
    """In what kind of building a program is, as far as its record tells."""
    place, mark = offer.program.place, telling.mark(offer)
    told = " ".join(told_of(telling.aspect, telling.passage(offer).text)[:_FEW])
    told = f"{told} {mark}" if told else ""
    if place and telling.aspect.tells.search(place):
        return f"is at {place}. {mark} {told}".strip()
    return f"– {told}" if told else f"– its record does not say that. {reach_program(offer)} {mark}"


def _open(telling: _Telling, offer: Offer) -> str:
    """What the record of a program tells of its being open, and from when it is."""
    as_of, mark = offer.program.as_of or offer.organization.as_of, telling.mark(offer)
    told = " ".join(told_of(telling.aspect, telling.passage(offer).text)[:_FEW])
    if told:
        dated = f" Our record is of {as_of}." if as_of and as_of[:4] not in told else ""
        return f"– {told}{dated} {mark}"
    dated = f"as of {as_of}" if as_of else "without a date"
    return f"stands in our documents {dated}. Ask whether it still runs: {reach_program(offer)} {mark}"


def _ages(telling: _Telling, offer: Offer) -> str:
    """For which ages a program is, and whether one that is told is among them."""
    program, mark = offer.program, telling.mark(offer)
    if program.ages is None:
        return f"has no ages or grades in our documents. {reach_program(offer)} {mark}"
    age = None if _ONLY.search(telling.text) else reviewed().age(telling.text)
    taken = takes(age, program) if age else None
    plain = "" if taken is None else ", so yes by its record" if taken else ", so no by its record"
    return f"is for {program.ages.text}{plain}. {mark}"


def _whom(telling: _Telling, offer: Offer) -> str:
    """For whom a program is; first whether its record names those that a message asks for."""
    program = offer.program
    wanted, states = reviewed().populations_of(telling.text), set(program.populations)
    ages = f"is for {program.ages.text}." if program.ages else "has no ages in our documents."
    named = [population for population in program.populations if population not in program.description]
    students = f"Students that its record names: {', '.join(named)}." if named else ""
    if wanted & states:
        students = f"Its record names {' and '.join(sorted(wanted & states))}, so yes by its record."
    lacks = f"Its record does not name {' or '.join(sorted(wanted - states))}; ask. {reach_program(offer)}"
    about = " ".join(sentences(program.description)[:_FEW])
    told = (ages, lacks if wanted - states else "", students, about, program.caution or "", telling.mark(offer))
    return " ".join(filter(None, told))


def _say_contacts(telling: _Telling, offers: Sequence[Offer]) -> bool:
    """How those who run some programs are reached, once for each collaborative."""
    draft, corpus = telling.draft, telling.corpus
    lines = []
    for org in dict.fromkeys(offer.organization.slug for offer in offers):
        theirs = [offer for offer in offers if offer.organization.slug == org]
        names = " and ".join(f"**{offer.program.name}** {telling.mark(offer)}" for offer in theirs)
        ways = " ".join(dict.fromkeys(map(reach_program, theirs)))
        run_by = theirs[0].organization
        if heir := successor(theirs[0], corpus):
            run_by, ways = heir, reach(heir)
        contact = corpus.by_id[f"{run_by.slug}-contact"]
        reached = reach(run_by) if ways == reach(run_by) else ways
        if any(f"{reached} " in said for said in draft.paragraphs):
            continue  # The place was told with it.
        lines.append(f"{names}, run by {run_by.name}: {reached} {draft.cite(contact)}")
    if lines:
        draft.say(lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines))
    telling.show(offers)
    return True


# -- what sentences of a record tell -----------------------------------------------------------------------------------


def _say_sentences(telling: _Telling, offers: Sequence[Offer], chosen: bool, search: HybridSearch) -> bool:
    """Tell the sentences of the records that tell of the aspect; whether nothing else has to be said."""
    aspect, draft = telling.aspect, telling.draft
    told = {offer.program.id: told_of(aspect, telling.passage(offer).text)[:_MOST] for offer in offers}
    having = [offer for offer in offers if told[offer.program.id]]
    if not aspect.own:
        # What one far down the list asks for is not what the first ones do.
        having = [offer for offer in having if offer in offers[:_FEW]][: _FEW if aspect.ruled else 1]
    services = _services(telling, [o for o in offers if o not in having]) if aspect.staff else {}
    if not having and not services:
        return (aspect.own or (aspect is COUNTED and chosen)) and _say_unnamed(telling, offers, search)
    for offer in having:
        asking = f" {reach_program(offer)}" if cues.WAY_IN.search(telling.text) else ""
        said = f"**{offer.program.name}**: {' '.join(told[offer.program.id])}{asking} {telling.mark(offer)}"
        if said not in draft.paragraphs:
            draft.say(said)
    telling.show(having)
    for service, said in services.values():
        short = service.organization.short_name
        draft.say(f"**{service.program.name}** ({short}): {said} {telling.mark(service)}")
    lacking = [o for o in offers if o not in having and o.organization.slug not in services] if aspect.own else []
    if lacking:
        names = " and ".join(f"**{offer.program.name}** {telling.mark(offer)}" for offer in lacking)
        draft.say(f"Not named in the record{'s' if lacking[1:] else ''} of {names}; ask.")
        telling.show(lacking)
    whole = " ".join(" ".join(some) for some in told.values())
    if having and _IEP.search(telling.text) and not _IEP.search(whole):
        draft.say("Whether an IEP is needed that record does not say; ask.")
    named = chosen or not draft.before or len(draft.before.programs) == 1
    by_team = any((BY_TEAM | {"adult services"}) & set(offer.program.categories) for offer in having)
    return (is_all(aspect, telling.text, whole) and (named or not aspect.ruled)) or (bool(having) and not by_team)


def _services(telling: _Telling, offers: Sequence[Offer]) -> dict[str, tuple[Offer, str]]:
    """What the records of their collaboratives' services tell of those who are asked for, by the collaborative."""
    found: dict[str, tuple[Offer, str]] = {}
    orgs = {offer.organization.slug for offer in offers}
    for offer in telling.corpus.directory.offers:
        org = offer.organization.slug
        if offer.program.categories[0] not in _SERVICES or org in found or org not in orgs:
            continue
        if said := told_of(telling.aspect, telling.passage(offer).text)[:1]:
            found[org] = offer, said[0]
    return found


def _say_unnamed(telling: _Telling, offers: Sequence[Offer], search: HybridSearch) -> bool:
    """Say that the records do not name what is asked for, and whom to ask of the first ones."""
    ruled = not telling.aspect.staff and telling.aspect not in (ADULT_RIDE, COUNTED)
    if ruled and search.near(telling.text) >= _IN_GENERAL:
        return False
    telling.draft.outcome = "partial"
    says = "say" if telling.aspect is COUNTED else "name"
    ways: dict[str, list[Offer]] = {}
    for offer in offers[:_FEW]:
        ways.setdefault(reach_program(offer), []).append(offer)
    for way, theirs in ways.items():
        names = " and ".join(f"**{offer.program.name}** {telling.mark(offer)}" for offer in theirs)
        record = f"records of {names} do" if theirs[1:] else f"record of {names} does"
        telling.draft.say(f"The {record} not {says} that. {way}")
    telling.show(offers[:_FEW])
    return True
