"""Everything that the assistant answers from: the curated documents, and what the owner added beside them."""

from collections.abc import Callable

from assistant.settings import Settings
from corpus.loading import Documents, folder_hash, read_documents

Say = Callable[[str], None]


def read_sources(settings: Settings, say: Say = lambda text: None) -> Documents:
    """All documents, validated; `say` names what was skipped. Raises CorpusError when a curated file has a mistake."""
    return read_documents(settings.documents)[0]


def sources_hash(settings: Settings) -> str:
    """A hash (hexadecimal) that changes when any file among the sources does."""
    return folder_hash(settings.documents)
