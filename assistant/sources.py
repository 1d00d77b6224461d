"""Everything that the assistant answers from: the curated documents, and what the owner added beside them."""

from collections.abc import Callable

from assistant.settings import Settings
from corpus.loading import Documents, folder_hash, read_documents
from corpus.own.folder import own_hash, with_own

Say = Callable[[str], None]


def read_sources(settings: Settings, say: Say = lambda text: None) -> Documents:
    """All documents, validated; `say` names what was skipped. Raises CorpusError when a curated file has a mistake."""
    documents = read_documents(settings.documents)[0]
    return with_own(documents, settings.own_documents, say) if settings.own_documents else documents


def sources_hash(settings: Settings) -> str:
    """A hash (hexadecimal) that changes when any file among the sources does."""
    curated = folder_hash(settings.documents)
    return f"{curated}{own_hash(settings.own_documents)}" if settings.own_documents else curated
