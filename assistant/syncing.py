"""`assistant sync`: bring the index up to the documents, and tell what changed."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.settings import Settings, load_settings
from corpus.loading import Corpus, Documents
from corpus.passages import Passage

if TYPE_CHECKING:
    from index.versions import Manifest, Store

say = partial(print, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Change:
    """How many passages a sync added, replaced and deleted, by their ids and contents; how many texts it encoded."""

    added: int
    replaced: int
    deleted: int
    encoded: int

    def __str__(self) -> str:
        if not (self.added or self.replaced or self.deleted):
            return "Nothing changed."
        return (
            f"{self.added} passage(s) added, {self.replaced} replaced, {self.deleted} deleted; "
            f"{self.encoded} text(s) encoded."
        )


def sync(
    gently: Annotated[bool, typer.Option(help="Give way to everything else that runs on this machine.")] = False,
) -> None:
    """Bring the index up to the documents; a server that runs changes over by itself within seconds."""
    if gently and hasattr(os, "nice"):
        os.nice(10)
    print(synced(load_settings(), say), flush=True)


def synced(settings: Settings, say: Callable[[str], None]) -> Change:
    """Build and switch. Raises CorpusError or IndexFault; then the last good index stays in use."""
    from assistant.engine import build_index
    from index.encoder import open_encoder

    where = settings.store
    before = _passages(where.manifest(), where)
    encoder = open_encoder(settings.encoder, settings.data, settings.threads, say)
    manifest = build_index(settings, encoder, say)
    after = _passages(manifest, where)
    shared = before.keys() & after.keys()
    return Change(
        added=len(after.keys() - before.keys()),
        replaced=sum(before[id_] != after[id_] for id_ in shared),
        deleted=len(before.keys() - after.keys()),
        encoded=manifest.encoded,
    )


def _passages(manifest: "Manifest | None", where: "Store") -> dict[str, Passage]:
    """The passages of a version by their ids; none when there is no version, or it cannot be read."""
    from index.errors import IndexFault
    from index.versions import read_snapshot

    if manifest is None:
        return {}
    try:
        return Corpus.of(Documents.model_validate_json(read_snapshot(where, manifest))).by_id
    except (IndexFault, ValueError):
        return {}
