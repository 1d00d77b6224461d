"""Provisions as passages: each pinned to its exact subsection, with the words above that make it readable."""

import re
from collections.abc import Iterator, Sequence

from corpus.official.citing import paths
from corpus.official.models import Page, Provision
from corpus.official.parsing import run_in
from corpus.schema import AddedDocument, AddedPassage

LONGEST = 115
"""Words of a passage with its lead-in: with title and headings they stay under 256 word pieces."""
_LEAD = 40
_CUT = re.compile(r"(?<=[.;:])\s+")
_TERM = re.compile(r"^[“\"'‘’]{0,2}([A-Z][\w’' -]{2,60}?)[”\"'’]{0,2}(?:[,:.]| shall mean| means)\s")


def official_document(page: Page) -> AddedDocument:
    """The passages of an accepted statute or regulation, in its order."""
    used: set[str] = set()
    passages = [
        _passage(page, provision, text, _unique(provision.citation, used))
        for provision in page.provisions
        for text in _texts(provision)
    ]
    return AddedDocument(kind="official", title=page.title, passages=tuple(passages))


def _passage(page: Page, provision: Provision, text: str, id_: str) -> AddedPassage:
    """One piece of a provision as a passage."""
    own = text.rpartition("\n")[2]
    term = _TERM.match(own) if len(provision.paragraphs) > 1 else None
    named = term[1] if term else run_in(_unmarked(own)) or provision.heading
    above = run_in(provision.lead)
    return AddedPassage(
        id=id_,
        title=f"Official text{f': {named}' if named else ''}"[:400],
        headings=tuple(dict.fromkeys(h for h in (provision.heading, above) if h and h != named)),
        text=text,
        citation=provision.citation,
        url=page.url if page.url.startswith("https://") else None,
        source=page.url,
        as_of=page.fetched,
    )


def _unique(citation: str, used: set[str]) -> str:
    """An id from a citation; further pieces of one provision are numbered."""
    stem = "official-" + re.sub(r"[^a-z0-9]+", "-", citation.lower()).strip("-")
    number = 1
    while (id_ := stem if number == 1 else f"{stem}-part-{number}") in used:
        number += 1
    used.add(id_)
    return id_


def _texts(provision: Provision) -> Iterator[str]:
    """The pieces of a provision: a paragraph each, long ones cut between sentences, the lead-in before the first."""
    lead = _shortened(provision.lead)
    mark = _mark(provision.citation)
    room = LONGEST - len(lead.split())
    pieces = [piece for paragraph in provision.paragraphs for piece in _cut(paragraph, room)]
    for number, piece in enumerate(pieces):
        words = f"{mark} {piece}".strip() if number == 0 else piece
        yield f"{lead}\n{words}" if lead and number == 0 else words


def _mark(citation: str) -> str:
    """The last label of a citation, as it stands before the provision's words."""
    found = re.search(r"(\([^()]+\)|(?<=[).])[0-9a-z]{1,3}\.)$", citation)
    return found[0] if found and len(paths(citation)[0]) > 1 else ""


def _unmarked(text: str) -> str:
    """A text without the label before it."""
    return re.sub(r"^(?:\(\w{1,5}\)|\w{1,3}\.) ", "", text)


def _shortened(lead: str) -> str:
    """The end of a lead-in, from a sentence's beginning where that is short enough."""
    if len(lead.split()) <= _LEAD:
        return lead
    last = re.split(r"(?<=[.;])\s+", lead)[-1]
    words = last.split()
    return last if len(words) <= _LEAD else "… " + " ".join(words[-_LEAD:])


def _cut(paragraph: str, room: int) -> Iterator[str]:
    """A paragraph in pieces of at most `room` words, cut after sentences, else between words."""
    held: list[str] = []
    for part in _CUT.split(paragraph):
        words = part.split(" ")
        if held and len(held) + len(words) > room:
            yield " ".join(held)
            held = []
        while len(words) > room:
            yield " ".join(words[:room])
            words = words[room:]
        held += words
    if held:
        yield " ".join(held)


def linked(document: AddedDocument, restates: Sequence[tuple[str, ...]]) -> AddedDocument:
    """The document with the restatements of each of its passages."""
    passages = (p.model_copy(update={"restates": ids}) for p, ids in zip(document.passages, restates, strict=True))
    return document.model_copy(update={"passages": tuple(passages)})
