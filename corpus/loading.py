"""Loads the whole corpus folder, or refuses it with every mistake found."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from corpus.directory import Directory
from corpus.errors import CorpusError, Mistake
from corpus.passages import Passage, organization_passages, topic_passages
from corpus.places import Gazetteer, PlaceFiles, read_places
from corpus.reading import Source, read_model, read_yaml
from corpus.schema import Organization, Strict, TopicDocument

DOCUMENTS = Path(__file__).parent / "documents"
T = TypeVar("T")


class Documents(Strict):
    """Everything in a corpus folder, validated; it can be stored as JSON and read back without the YAML files."""

    topics: tuple[TopicDocument, ...]
    organizations: tuple[Organization, ...]
    places: PlaceFiles


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

    @classmethod
    def of(cls, documents: Documents) -> "Corpus":
        """The corpus that the documents make."""
        places = documents.places.gazetteer()
        directory = Directory(documents.organizations, places)
        passages = [p for document in documents.topics for p in topic_passages(document)]
        passages += [p for org in documents.organizations for p in organization_passages(org)]
        passages += directory.overview_passages()
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


def read_documents(folder: Path) -> tuple[Documents, list[Located]]:
    """Parse and validate all files, and locate every id. Raises CorpusError with the mistakes of all files together."""
    if not folder.is_dir():
        raise CorpusError([Mistake(str(folder), 1, "the corpus folder does not exist")])
    mistakes: list[Mistake] = []

    def tried(read: Callable[[], T]) -> list[T]:
        """The value in a list, or nothing and its mistakes noted."""
        try:
            return [read()]
        except CorpusError as error:
            mistakes.extend(error.mistakes)
        return []

    topics, organizations, located = [], [], []
    for path in sorted(folder.glob("*.yaml")):
        for source in tried(lambda path=path: read_yaml(path, folder)):  # type: ignore[misc]
            topics += [(source, d) for d in tried(lambda s=source: read_model(s, TopicDocument))]  # type: ignore[misc]
    for path in sorted((folder / "collaboratives").glob("*.yaml")):
        for source in tried(lambda path=path: read_yaml(path, folder)):  # type: ignore[misc]
            organizations += [(source, o) for o in tried(lambda s=source: read_model(s, Organization))]  # type: ignore[misc]
    for source, document in topics:
        located += [Located(p.id, source, ("passages", i, "id")) for i, p in enumerate(document.passages)]
    for source, org in organizations:
        located += [Located(f"{org.slug}-{part}", source, ("slug",)) for part in ("profile", "contact", "members", "gaps")]
        located += [Located(p.id, source, ("programs", i, "id")) for i, p in enumerate(org.programs)]
        located += [Located(f.id, source, ("facts", i, "id")) for i, f in enumerate(org.facts)]
    mistakes += _repeated(located)
    places = tried(lambda: read_places(folder / "places"))
    if not topics and not organizations and not mistakes:
        mistakes.append(Mistake(str(folder), 1, "no document found"))
    if mistakes:
        raise CorpusError(mistakes)
    documents = Documents(
        topics=tuple(d for _, d in topics), organizations=tuple(o for _, o in organizations), places=places[0]
    )
    return documents, located


def _repeated(located: list[Located]) -> list[Mistake]:
    """Ids must be unique across the corpus."""
    seen: dict[str, str] = {}
    mistakes = []
    for item in located:
        if item.id in seen:
            mistakes.append(item.source.mistake(item.loc, f"the id {item.id!r} is already used in {seen[item.id]}"))
        seen.setdefault(item.id, item.source.file)
    return mistakes
