"""Checks of the whole corpus that no single record can make: length, copied runs, repeated questions, places."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from corpus.errors import CorpusError, Mistake
from corpus.loading import Corpus, Located, read_documents
from corpus.passages import Passage
from corpus.places import Gazetteer
from corpus.schema import Organization

MAX_PIECES = 256
"""Word pieces that the built-in encoder reads; it would drop the rest of a longer passage."""
MAX_RUN = 12
"""Words in a row that two passages, or a passage and a founding document, may have in common."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def check(folder: Path, tokens: Callable[[str], int], seeds: Path | None = None) -> list[Mistake]:
    """Everything wrong with the corpus in a folder, by file and line; an empty list when it is sound.

    `tokens` counts the word pieces of a text as the encoder does; `seeds` is a folder of founding documents (.txt)
    that may not be copied.
    """
    try:
        documents, located = read_documents(folder)
    except CorpusError as error:
        return error.mistakes
    corpus, found = Corpus.of(documents), {item.id: item for item in located}
    mistakes = chain(
        _too_long(corpus, found, tokens),
        _copied(corpus, found, seeds),
        _asked_twice(corpus, found),
        _unknown_places(documents.organizations, corpus.places, found),
    )
    return sorted(mistakes, key=lambda m: (m.file, m.line))


def _mistake(item: Located | None, part: tuple[int | str, ...], what: str) -> Mistake:
    """A mistake at a part of the record that gives an id; what is made from all records has no line of its own."""
    return item.source.mistake((*item.loc[:-1], *part), what) if item else Mistake("collaboratives", 1, what)


def _too_long(corpus: Corpus, found: dict[str, Located], tokens: Callable[[str], int]) -> Iterator[Mistake]:
    """Passages that the encoder would cut off, counted as they are indexed: title, headings and text."""
    for passage in corpus.passages:
        pieces = tokens("\n".join((passage.title, " > ".join(passage.headings), passage.text)))
        if pieces > MAX_PIECES:
            part = _text_part(passage)
            yield _mistake(found.get(passage.id), part, f"{passage.id}: {pieces} word pieces; at most {MAX_PIECES}")


def _text_part(passage: Passage) -> tuple[str]:
    """The key under which a passage's text is written in its file."""
    if passage.program:
        return ("description",)
    if passage.organization and passage.id in (f"{passage.organization}-{part}" for part in ("members", "gaps")):
        return (passage.id.removeprefix(f"{passage.organization}-"),)
    return ("summary",) if passage.id == f"{passage.organization}-profile" else ("text",)


def _written(corpus: Corpus) -> Iterator[tuple[str, str, str]]:
    """The id, key and words of every text that someone wrote; sentences made from a record's fields are not copies."""
    for document in corpus.documents.topics:
        yield from ((p.id, "text", p.text) for p in document.passages if not p.quotation)
    for org in corpus.documents.organizations:
        yield f"{org.slug}-profile", "summary", org.summary
        yield from ((p.id, "description", p.description) for p in org.programs)
        yield from ((f.id, "text", f.text) for f in org.facts if not f.quotation)


def _copied(corpus: Corpus, found: dict[str, Located], seeds: Path | None) -> Iterator[Mistake]:
    """Texts that share a run of words with a founding document or with an earlier text; one mistake for each pair."""
    owners: dict[tuple[str, ...], str] = {}
    for path in sorted(seeds.glob("*.txt")) if seeds else ():
        owners.update((run, path.name) for run in _runs(path.read_text(encoding="utf-8")))
    for name, key, text in _written(corpus):
        shared: dict[str, tuple[str, ...]] = {}
        for run in _runs(text):
            owner = owners.setdefault(run, name)
            if owner != name:
                shared.setdefault(owner, run)
        for owner, run in shared.items():
            what = f"{name}: more than {MAX_RUN} words in a row are the same as in {owner}: '{' '.join(run)} ...'"
            yield _mistake(found.get(name), (key,), what)


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    """Every run of words that is one longer than allowed, without case and punctuation."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    return zip(*(words[start:] for start in range(MAX_RUN + 1)), strict=False)


def _asked_twice(corpus: Corpus, found: dict[str, Located]) -> Iterator[Mistake]:
    """Questions that stand under two passages, or twice under one: nobody can tell which of them answers."""
    owners: dict[str, str] = {}
    generated = [p for p in corpus.passages if p.id not in found or found[p.id].loc == ("slug",)]
    made = {p.id for p in generated}
    for passage in chain(generated, (p for p in corpus.passages if p.id not in made)):
        for index, ask in enumerate(passage.asks):
            key = " ".join(_WORD.findall(ask.lower()))
            if key in owners:
                what = f"{passage.id}: the question {ask!r} also stands under {owners[key]}"
                yield _mistake(found.get(passage.id), _place_of(passage, ask, index), what)
            owners.setdefault(key, passage.id)


def _place_of(passage: Passage, ask: str, index: int) -> tuple[str | int, ...]:
    """Where in its record a question of a passage stands; in the lists of a plain answer it is not counted."""
    plain = "yes_to" if ask in passage.yes_to else "no_to" if ask in passage.no_to else ""
    return (plain,) if plain else ("asks", index)


def _unknown_places(
    organizations: Iterable[Organization], places: Gazetteer, found: dict[str, Located]
) -> Iterator[Mistake]:
    """Member districts that no town is known for, and towns of programs that are not municipalities."""
    for org in organizations:
        home = found[f"{org.slug}-profile"]
        for index, member in enumerate(org.members.districts):
            if not places.district_towns(member.name):
                yield _mistake(home, ("members", "districts", index), f"no district called {member.name!r} is known")
        for program in org.programs:
            for index, town in enumerate(program.towns):
                if town not in places.towns:
                    yield _mistake(found[program.id], ("towns", index), f"{program.id}: no town called {town!r}")
