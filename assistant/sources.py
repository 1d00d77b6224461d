"""Everything that the assistant answers from: curated documents, accepted official text, the owner's own files."""

from collections.abc import Callable
from pathlib import Path

from assistant.settings import Settings
from corpus.loading import Documents, folder_hash, read_documents
from corpus.official.applying import official_hash, with_official
from corpus.own.folder import own_hash, with_own

Say = Callable[[str], None]


def read_sources(settings: Settings, say: Say = lambda text: None) -> Documents:
    """All documents, validated; `say` names what was skipped. Raises CorpusError when a curated file has a mistake."""
    documents = with_official(read_documents(settings.documents)[0], official_folder(settings))
    return with_own(documents, settings.own_documents, say) if settings.own_documents else documents


def sources_hash(settings: Settings) -> str:
    """A hash (hexadecimal) that changes when any file among the sources does."""
    curated = folder_hash(settings.documents) + official_hash(official_folder(settings))
    return f"{curated}{own_hash(settings.own_documents)}" if settings.own_documents else curated


def official_folder(settings: Settings) -> Path:
    """Where `assistant refresh` keeps staged and accepted official text."""
    return settings.data / "official"
