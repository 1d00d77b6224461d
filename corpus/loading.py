"""Loads the whole corpus folder, or refuses it with every mistake found."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.directory import Directory
from corpus.errors import CorpusError, Mistake
from corpus.passages import Passage, organization_passages, topic_passages
from corpus.places import Gazetteer, load_gazetteer
from corpus.reading import Source, read_model, read_yaml
from corpus.schema import Organization, TopicDocument

DOCUMENTS = Path(__file__).parent / "documents"


@dataclass(frozen=True)
class Corpus:
    """Everything the assistant knows: passages to cite, records to look up, places to resolve."""

    passages: tuple[Passage, ...]
    directory: Directory
    places: Gazetteer

    @cached_property
    def by_id(self) -> dict[str, Passage]:
        """Every passage by its id."""
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def hash(self) -> str:
        """SHA-256 of all passages, in hexadecimal: changes when any passage does."""
        return hashlib.sha256("\n".join(sorted(repr(p) for p in self.passages)).encode()).hexdigest()


@dataclass(frozen=True)
class Files:
    """The parsed and validated files of a corpus folder, each with its source lines."""

    topics: tuple[tuple[Source, TopicDocument], ...]
    organizations: tuple[tuple[Source, Organization], ...]


def load_corpus(folder: Path = DOCUMENTS) -> Corpus:
    """Read every document of the folder. Raises CorpusError listing each mistake with file and line."""
    files = read_files(folder)
    organizations = tuple(org for _, org in files.organizations)
    places = load_gazetteer(folder / "places")
    directory = Directory(organizations, places)
    passages = [p for _, document in files.topics for p in topic_passages(document)]
    passages += [p for org in organizations for p in organization_passages(org)]
    passages += directory.overview_passages()
    return Corpus(tuple(passages), directory, places)


def read_files(folder: Path) -> Files:
    """Parse and validate the documents. Raises CorpusError with the mistakes of all files together."""
    if not folder.is_dir():
        raise CorpusError([Mistake(str(folder), 1, "the corpus folder does not exist")])
    mistakes: list[Mistake] = []
    topics, organizations = [], []
    for path in sorted(folder.glob("*.yaml")):
        try:
            source = read_yaml(path, folder)
            topics.append((source, read_model(source, TopicDocument)))
        except CorpusError as error:
            mistakes += error.mistakes
    for path in sorted((folder / "collaboratives").glob("*.yaml")):
        try:
            source = read_yaml(path, folder)
            organizations.append((source, read_model(source, Organization)))
        except CorpusError as error:
            mistakes += error.mistakes
    files = Files(tuple(topics), tuple(organizations))
    mistakes += _repeated_ids(files)
    if not topics and not organizations and not mistakes:
        mistakes.append(Mistake(str(folder), 1, "no document found"))
    if mistakes:
        raise CorpusError(mistakes)
    return files


def _repeated_ids(files: Files) -> list[Mistake]:
    """Ids must be unique across the corpus."""
    seen: dict[str, str] = {}
    mistakes = []
    for source, id_, loc in identified(files):
        if id_ in seen:
            mistakes.append(source.mistake(loc, f"the id {id_!r} is already used in {seen[id_]}"))
        seen.setdefault(id_, source.file)
    return mistakes


def identified(files: Files) -> list[tuple[Source, str, tuple[int | str, ...]]]:
    """Every id of the corpus with its file and location, those of generated passages included."""
    found: list[tuple[Source, str, tuple[int | str, ...]]] = []
    for source, document in files.topics:
        found += [(source, p.id, ("passages", i, "id")) for i, p in enumerate(document.passages)]
    for source, org in files.organizations:
        found += [(source, f"{org.slug}-{part}", ("slug",)) for part in ("profile", "contact", "members", "gaps")]
        found += [(source, p.id, ("programs", i, "id")) for i, p in enumerate(org.programs)]
        found += [(source, f.id, ("facts", i, "id")) for i, f in enumerate(org.facts)]
    return found
