"""Puts accepted official text beside the curated documents: its passages, and the citations that it confirmed."""

import hashlib
from pathlib import Path

from corpus.loading import Documents
from corpus.official.links import restated, restatements
from corpus.official.models import Accepted, Page, Pin
from corpus.official.passages import linked, official_document
from corpus.official.store import Store
from corpus.schema import AddedDocument, PassageRecord


def with_official(documents: Documents, folder: Path) -> Documents:
    """The documents with the accepted text in a folder. Raises CorpusError when its files are damaged."""
    return with_accepted(documents, Store(folder).accepted())


def with_accepted(documents: Documents, accepted: Accepted) -> Documents:
    """The documents with an accepted state."""
    if not accepted.pages and not accepted.pins:
        return documents
    confirmed = pinned(documents, accepted.pins)
    made = official_documents(accepted.pages, confirmed)
    return confirmed.model_copy(update={"added": (*confirmed.added, *made)})


def official_documents(pages: tuple[Page, ...], documents: Documents) -> list[AddedDocument]:
    """The law on the pages as passages, each with its restatements; web pages are watched, not quoted."""
    made = [official_document(page) for page in pages if page.kind != "page"]
    links = restated([p for document in made for p in document.passages], restatements(documents))
    rows = iter(links)
    return [linked(document, [next(rows) for _ in document.passages]) for document in made]


def pinned(documents: Documents, pins: dict[str, Pin]) -> Documents:
    """The documents with confirmed and corrected citations; a record that was edited since keeps its own."""
    topics = tuple(
        topic.model_copy(update={"passages": tuple(_with_pin(p, pins.get(p.id)) for p in topic.passages)})
        for topic in documents.topics
    )
    organizations = tuple(
        org.model_copy(update={"facts": tuple(_with_pin(f, pins.get(f.id)) for f in org.facts)})
        for org in documents.organizations
    )
    return documents.model_copy(update={"topics": topics, "organizations": organizations})


def _with_pin(record: PassageRecord, pin: Pin | None) -> PassageRecord:
    """A record with its pin, when it still cites what the pin was given for."""
    if pin is None or pin.was != record.citation:
        return record
    return record.model_copy(update={"citation": pin.now, "pin_confirmed": True})


def official_hash(folder: Path) -> str:
    """A hash (hexadecimal) of the version in use; nothing when nothing was accepted."""
    store = Store(folder)
    if not store.current.is_file():
        return ""
    digest = hashlib.sha256(store.current.read_bytes())
    for name in store.versions():
        if f'"{name}"' in store.current.read_text(encoding="utf-8"):
            digest.update((folder / "versions" / f"{name}.json").read_bytes())
    return digest.hexdigest()
