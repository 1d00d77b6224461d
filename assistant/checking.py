"""`assistant check`: mistakes in the corpus and the owner's documents; with options, dead links, what is old, gaps."""

import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assistant.settings import Settings, load_settings
from corpus.loading import Documents

say = partial(print, file=sys.stderr, flush=True)


def check(
    seeds: Annotated[Path | None, typer.Option(help="Folder of texts that no passage may copy.")] = None,
    links: Annotated[bool, typer.Option("--links", help="Ask every web address (needs internet).")] = False,
    stale: Annotated[int | None, typer.Option(min=0, help="Name what is older than so many days.")] = None,
    gaps: Annotated[bool, typer.Option("--gaps", help="Name what the profiles lack.")] = False,
) -> None:
    """Check the whole corpus, every mistake with file and line; and what staff should mend first."""
    settings = load_settings()
    wrong = _mistakes(settings, seeds)
    if wrong == 0 and (links or gaps or stale is not None):
        from assistant.sources import read_sources

        documents = read_sources(settings)
        wrong += _health(documents, stale, gaps)
        wrong += _links(documents) if links else 0
    raise typer.Exit(1 if wrong else 0)


def _mistakes(settings: Settings, seeds: Path | None) -> int:
    """Print the mistakes of the corpus and what is skipped of the owner's documents; the number of both."""
    from corpus.checks import check as check_corpus
    from corpus.loading import read_documents
    from corpus.own.folder import read_own
    from index.encoder import count_pieces

    mistakes = check_corpus(settings.documents, count_pieces, seeds)
    for mistake in mistakes:
        print(mistake)
    say(f"{len(mistakes)} mistake(s) in {settings.documents.name}." if mistakes else "The corpus is in order.")
    if mistakes or settings.own_documents is None:
        return len(mistakes)
    own = read_own(settings.own_documents, read_documents(settings.documents)[0])
    for line in own.skipped:
        print(line)
    say(f"{len(own.documents)} own document(s), {len(own.programs)} program(s), {len(own.skipped)} skipped.")
    return len(own.skipped)


def _health(documents: Documents, days: int | None, gaps: bool) -> int:
    """Print what is old and what is missing; the number of lines."""
    from assistant import health

    found: list[object] = []
    if days is not None:
        found += health.stale(documents.organizations, days, date.today())
    if gaps:
        found += health.gaps(documents.organizations)
    for line in found:
        print(line)
    return len(found)


def _links(documents: Documents) -> int:
    """Ask for every address and print those that are not in order; their number."""
    from assistant import health

    found = health.addresses(documents)
    say(f"Asking {len(found)} addresses, each host one at a time ...")
    with health.link_client() as client:
        faulty = [link for link in health.check_links(found, client) if link.fault]
    for link in faulty:
        print(link)
    say(f"{len(found) - len(faulty)} of {len(found)} addresses are in order.")
    return len(faulty)
