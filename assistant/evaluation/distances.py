"""The distances that an answer states, measured again from the gazetteer."""

import re
from collections.abc import Iterator

from assistant.answer import Answer
from assistant.nearness import Nearness
from corpus.directory import Directory
from corpus.loading import Corpus
from corpus.places import Place
from corpus.schema import Organization

_SEAT = re.compile(r"\bin ([A-Z][\w.' -]*?), about (\d+) miles")
_DISTRICTS = re.compile(r"\b(?:a member town is|its districts lie) about (\d+) miles away")


def measured(answer: Answer, corpus: Corpus, said: str) -> list[str]:
    """The stated distances that are right: to a seat, or to the districts of a collaborative that is cited or shown."""
    if " miles" not in answer.text:
        return []
    starts = _starts(answer, corpus, said)
    places = corpus.places
    right = []
    for town, miles in _SEAT.findall(answer.text):
        if town in places.towns and any(round(places.miles(start, town)) == int(miles) for start in starts):
            right.append(miles)
    # Districts lie everywhere: their distance is right from the place that is asked about, where one is.
    starts = _understood(answer, corpus) or starts
    far = {str(miles) for org in _spoken_of(answer, corpus) for miles in _to_districts(corpus.directory, org, starts)}
    return right + [miles for miles in _DISTRICTS.findall(answer.text) if miles in far]


def _starts(answer: Answer, corpus: Corpus, said: str) -> set[str]:
    """The towns that an answer may measure from: of the place understood, and those or whose area are named."""
    text = f"{said} {answer.text}".lower()
    areas = [
        name for name, area in corpus.places.areas.items() if any(a.lower() in text for a in (name, *area.aliases))
    ]
    return (
        _understood(answer, corpus)
        | {town for town in corpus.places.towns if town.lower() in text}
        | {town for area in areas for town in corpus.places.area_towns(area)}
    )


def _understood(answer: Answer, corpus: Corpus) -> set[str]:
    """The towns of the place that the question was understood to be about."""
    place = answer.understood.place or ""
    names = (place, place.partition(" (")[0], place.rpartition("(")[2].strip(")"))
    return {town for found in map(corpus.places.lookup, names) if found for town in found.towns}


def _spoken_of(answer: Answer, corpus: Corpus) -> list[Organization]:
    """The collaboratives that an answer cites or shows."""
    slugs = {shown.slug for shown in answer.programs}
    slugs |= {corpus.by_id[c.passage_id].organization or "" for c in answer.citations if c.passage_id in corpus.by_id}
    return [org for org in corpus.directory.organizations if org.slug in slugs]


def _to_districts(directory: Directory, org: Organization, starts: set[str]) -> Iterator[int]:
    """The miles from the towns to the nearest district of a collaborative, to the middle one without an address."""
    for start in starts:
        if (nearest := directory.to_members(org, start)) is not None:
            yield round(nearest)
        middle = Nearness(directory, Place(start, (start,), "town", start)).to_members(org)
        if org.address is None and middle is not None:
            yield round(middle)
