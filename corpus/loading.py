"""Loads the whole corpus folder, or refuses it with every mistake found."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from corpus.directory import Directory
from corpus.errors import CorpusError, Mistake
from corpus.passages import Passage, added_passages, organization_passages, topic_passages
from corpus.places import Gazetteer, PlaceFiles, read_places
from corpus.reading import Source, read_model, read_yaml
from corpus.schema import AddedDocument, FollowUp, FollowUps, Organization, Strict, TopicDocument

DOCUMENTS = Path(__file__).parent / "documents"
M = TypeVar("M", bound=BaseModel)


class Documents(Strict):
    """Everything in a corpus folder, validated; it can be stored as JSON and read back without the YAML files.

    `added` is what stands beside the curated documents: official text that was fetched, and the owner's own files.
    """

    topics: tuple[TopicDocument, ...]
    organizations: tuple[Organization, ...]
    places: PlaceFiles
    added: tuple[AddedDocument, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True)
class Located:
    """An id of the corpus with the file and line that give it."""

    id: str
    source: Source
    loc: tuple[int | str, ...]


@dataclass(frozen=True)
class Corpus:
    """Everything the assistant knows: passages to cite, records to look up, places to resolve."""

    documents: Documents
    passages: tuple[Passage, ...] = field(repr=False)
    directory: Directory = field(repr=False)
    places: Gazetteer = field(repr=False)

    @cached_property
    def by_id(self) -> dict[str, Passage]:
        """Every passage by its id."""
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def official_of(self) -> dict[str, tuple[Passage, ...]]:
        """The official passages of each restatement, by its id, in the order of the law."""
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            for id_ in passage.restates:
                found.setdefault(id_, []).append(passage)
        return {id_: tuple(passages) for id_, passages in found.items()}

    @classmethod
    def of(cls, documents: Documents) -> "Corpus":
        """The corpus that the documents make."""
        places = documents.places.gazetteer()
        directory = Directory(documents.organizations, places)
        passages = [p for document in documents.topics for p in topic_passages(document)]
        passages += [p for org in documents.organizations for p in organization_passages(org)]
        passages += directory.overview_passages()
        passages += [p for document in documents.added for p in added_passages(document)]
        return cls(documents, tuple(passages), directory, places)


def load_corpus(folder: Path = DOCUMENTS) -> Corpus:
    """Read every document of the folder. Raises CorpusError listing each mistake with file and line."""
    return Corpus.of(read_documents(folder)[0])


def folder_hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of all corpus files, in hexadecimal."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


class _Reader:
    """Reads files and keeps the mistakes of all of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mistakes: list[Mistake] = []

    def models(self, pattern: str, model: type[M]) -> list[tuple[Source, M]]:
        """The files that a pattern names, each with its model; files with mistakes are left out and noted."""
        found = []
        for path in sorted(self.folder.glob(pattern)):
            try:
                source = read_yaml(path, self.folder)
                found.append((source, read_model(source, model)))
            except CorpusError as error:
                self.mistakes += error.mistakes
        return found

    def places(self) -> PlaceFiles | None:
        """The place files, or None with their mistakes noted."""
        try:
            return read_places(self.folder / "places")
        except CorpusError as error:
            self.mistakes += error.mistakes
        except OSError as error:
            name = Path(str(error.filename)).name
            self.mistakes.append(Mistake(f"places/{name}", 1, "the file is missing or cannot be read"))
        return None


def read_documents(folder: Path) -> tuple[Documents, list[Located]]:
    """Parse and validate all files, and locate every id. Raises CorpusError with the mistakes of all files together."""
    if not folder.is_dir():
        raise CorpusError([Mistake(str(folder), 1, "the corpus folder does not exist")])
    reader = _Reader(folder)
    topics = reader.models("*.yaml", TopicDocument)
    organizations = reader.models("collaboratives/*.yaml", Organization)
    places = reader.places()
    located = [item for pair in topics for item in _in_topic(*pair)]
    located += [item for pair in organizations for item in _in_organization(*pair)]
    follow_ups = reader.models("follow_ups/*.yaml", FollowUps)
    # A file with a mistake is left out, and what follows its passages would look astray too.
    mistakes = reader.mistakes + _repeated(located) or _astray(follow_ups, located)
    if not located and not mistakes:
        mistakes.append(Mistake(str(folder), 1, "no document found"))
    if mistakes or places is None:
        raise CorpusError(mistakes)
    documents = Documents(
        topics=tuple(document for _, document in topics),
        organizations=tuple(org for _, org in organizations),
        places=places,
        follow_ups=tuple(follow_up for _, file in follow_ups for follow_up in _listed(file)),
    )
    return documents, located


def _in_topic(source: Source, document: TopicDocument) -> list[Located]:
    """The ids of a topic file."""
    return [Located(p.id, source, ("passages", i, "id")) for i, p in enumerate(document.passages)]


def _in_organization(source: Source, org: Organization) -> list[Located]:
    """The ids of a collaborative's file, those of generated passages included."""
    made = [Located(f"{org.slug}-{part}", source, ("slug",)) for part in ("profile", "contact", "members", "gaps")]
    made += [Located(p.id, source, ("programs", i, "id")) for i, p in enumerate(org.programs)]
    return made + [Located(f.id, source, ("facts", i, "id")) for i, f in enumerate(org.facts)]


def _listed(file: FollowUps) -> Iterator[FollowUp]:
    """The follow-ups of a file, in its order."""
    for after, asked in file.root.items():
        yield from (FollowUp(after=after, ask=ask, answer=answer) for ask, answer in asked.items())


def _astray(files: list[tuple[Source, FollowUps]], located: list[Located]) -> list[Mistake]:
    """Follow-ups of passages, or answered by passages, that do not exist."""
    ids, mistakes = {item.id for item in located}, []
    for source, file in files:
        for after, asked in file.root.items():
            if after not in ids:
                mistakes.append(source.mistake((after,), f"no passage has the id {after!r}"))
            for ask, answer in asked.items():
                if answer not in ids:
                    mistakes.append(source.mistake((after, ask), f"no passage has the id {answer!r}"))
    return mistakes


def _repeated(located: list[Located]) -> list[Mistake]:
    """Ids must be unique across the corpus."""
    seen: dict[str, str] = {}
    mistakes = []
    for item in located:
        if item.id in seen:
            mistakes.append(item.source.mistake(item.loc, f"the id {item.id!r} is already used in {seen[item.id]}"))
        seen.setdefault(item.id, item.source.file)
    return mistakes
