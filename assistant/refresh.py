"""The command `assistant refresh`: fetch official text, review it, take it into use or not, go back."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

import typer
from rich.console import Console

from assistant.reviewing import show_change, show_page, show_proposal, show_review, summary
from assistant.settings import Settings, load_settings
from assistant.sources import official_folder
from corpus.loading import Documents, read_documents
from corpus.official.changes import together
from corpus.official.deciding import ALL, Chosen, Waiting, accept, choose, refuse, roll_back, waiting
from corpus.official.sources import SOURCES, OfficialSource, SourceList, read_list
from corpus.official.store import NONE, RefreshError, Store

if TYPE_CHECKING:
    from corpus.official.refreshing import Outcome

NEEDS_A_PERSON = 1
"""Exit code of `--report` when something changed, is odd, or could not be fetched."""
_out = Console()
_err = Console(stderr=True)


def refresh(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Pages to fetch, by name or kind (statute, regulation, page)."),
    ] = None,
    review: Annotated[bool, typer.Option("--review", help="Show what waits, and decide; fetches nothing.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Fetch, say what changed; exit code 1: see to it.")] = False,
    accept_: Annotated[
        list[str] | None, typer.Option("--accept", metavar="NAME|all", help="Take a change, a page or all into use.")
    ] = None,
    reject: Annotated[
        list[str] | None, typer.Option("--reject", metavar="NAME|all", help="Refuse a change, a page or all.")
    ] = None,
    rollback: Annotated[bool, typer.Option("--rollback", help="Go back to the version before.")] = False,
    to: Annotated[str | None, typer.Option("--to", metavar="VERSION", help="With --rollback: which version.")] = None,
    versions: Annotated[bool, typer.Option("--versions", help="List the accepted versions.")] = False,
) -> None:
    """Fetch the official text of the law and watch the profiles' web pages; nothing goes live unseen."""
    settings = load_settings()
    store = Store(official_folder(settings))
    documents = read_documents(settings.documents)[0]
    if versions:
        _list_versions(store)
    elif rollback:
        with store.locked():
            state = roll_back(store, to)
        _tell(f"Now in use: {f'version {state.version} of {state.made}' if state != NONE else 'no official text'}.")
    elif accept_ or reject:
        _decide(store, documents, accept_ or [], reject or [])
    elif review:
        _review(store, documents)
    else:
        _fetch(settings, store, documents, sources or [], report=report)


def _fetch(settings: Settings, store: Store, documents: Documents, names: list[str], *, report: bool) -> None:
    """Fetch and stage, and say what waits; with `report` the exit code tells a scheduled job."""
    # Here and not above: only fetching needs them, and every command would load them.
    from corpus.official.fetching import Fetcher
    from corpus.official.refreshing import refresh as refresh_sources

    listed = read_list(settings.refresh_sources or SOURCES, documents)
    chosen = _named(listed, names)
    with store.locked(), Fetcher(frozenset(listed.hosts)) as fetcher:
        known = {*listed.hosts, *_cited_hosts(documents)}
        told = (lambda outcome: None) if report else _progress
        outcomes = refresh_sources(store, chosen, fetcher, known, date.today(), told)
    waits = waiting(store, documents)
    failed = [f"Not fetched: {o.source.id} ({o.source.url}): {o.reason}." for o in outcomes if o.result == "failed"]
    lines = summary(waits)
    for line in [*failed, *lines] if report else lines:
        _out.print(line, markup=False, highlight=False, soft_wrap=True)
    if not report:
        _conclude(waits, quiet=bool(lines or failed))
    elif lines:
        _tell("See it with: assistant refresh --review")
    if failed or (report and lines):
        raise typer.Exit(NEEDS_A_PERSON)


def _conclude(waits: Waiting, *, quiet: bool) -> None:
    """Say after a round that nothing changed, or where to look; a scheduled job prints nothing when nothing is."""
    if not quiet:
        _out.print("Nothing changed.")
    if waits.proposals:
        _out.print(f"{len(waits.proposals)} citation(s) of restatements could be confirmed.", highlight=False)
    if waits.pages or waits.proposals:
        _tell("See it with: assistant refresh --review")


def _progress(outcome: "Outcome") -> None:
    """Say what became of one page while the others are fetched."""
    reason = f" ({outcome.reason})" if outcome.reason else ""
    _err.print(f"{outcome.source.id}: {outcome.result}{reason}", markup=False, highlight=False, soft_wrap=True)


def _named(listed: SourceList, names: list[str]) -> list[OfficialSource]:
    """The sources that the names mean. Raises RefreshError for a name that is not on the list."""
    known = {name for source in listed.sources for name in (source.id, source.kind)}
    if unknown := [name for name in names if name not in known]:
        laws = ", ".join(source.id for source in listed.sources if source.kind != "page")
        raise RefreshError(f"No page on the list is called {unknown[0]!r}; there are {laws}, and the kind 'page'.")
    return [s for s in listed.sources if not names or s.id in names or s.kind in names]


def _cited_hosts(documents: Documents) -> set[str]:
    """The hosts that the curated documents cite."""
    urls = [url for topic in documents.topics for p in topic.passages for url in p.sources]
    urls += [url for org in documents.organizations for url in (*org.sources, org.website or "")]
    return {host for url in urls if (host := urlsplit(url).hostname)}


def _decide(store: Store, documents: Documents, taken: list[str], refused: list[str]) -> None:
    """Accept and refuse what is named."""
    with store.locked():
        if refused:
            waits = waiting(store, documents)
            chosen = _everything(waits) if ALL in refused else choose(waits, refused)
            _settle(store, waits, chosen, "refused")
        if taken:
            waits = waiting(store, documents)
            _settle(store, waits, choose(waits, taken), "accepted")


def _everything(waits: Waiting) -> Chosen:
    """All changes that wait, alarming or not."""
    return Chosen(tuple(waits.changes), pages=tuple(page for page in waits.pages if page.alarms))


def _settle(store: Store, waits: Waiting, chosen: Chosen, how: Literal["accepted", "refused"]) -> None:
    """Carry out a decision and say what it did."""
    for source in chosen.held:
        _tell(f"Left out for its alarms: {source}. Read them, then name it: --accept {source}")
    if not chosen.changes and not chosen.proposals and not chosen.pages:
        _tell(f"Nothing {how}.")
        return
    do = accept if how == "accepted" else refuse
    state = do(store, waits, chosen, datetime.now(UTC).isoformat(timespec="seconds"))
    counts = f"{len(chosen.changes)} change(s), {len(chosen.proposals)} citation(s)"
    _tell(f"{counts} {how}; version {state.version} is in use after the next `assistant index`, sync or start.")


def _review(store: Store, documents: Documents) -> None:
    """Show what waits; at a terminal, ask about each page."""
    waits = waiting(store, documents)
    if not (_out.is_terminal and (waits.changes or waits.proposals)):
        show_review(waits, _out)
        return
    taken, refused = list[str](), list[str]()
    for page in waits.pages:
        show_page(waits, page, _out)
        _ask_page(waits, page.source, taken, refused)
    for proposal in waits.proposals:
        show_proposal(proposal, _out)
        _sort(proposal.key, _ask("Confirm this citation?", "ars"), taken, refused)
    if taken or refused:
        _decide(store, documents, taken, refused)


def _ask_page(waits: Waiting, source: str, taken: list[str], refused: list[str]) -> None:
    """Show the changes of a page and ask: all of it, none of it, each one, or later."""
    changes = [c for c in waits.changes if c.source == source]
    for change in changes:
        show_change(waits, change, _out)
    answer = _ask(f"{source}, {len(changes)} change(s)?", "ares") if changes else "s"
    if answer != "e":
        _sort(source, answer, taken, refused)
        return
    asked: set[str] = set()
    for change in changes:
        if change.key not in asked:
            group = together(changes, [change])
            asked |= {c.key for c in group}
            show_change(waits, change, _out)
            more = f" (with {len(group) - 1} others of the renumbered section)" if len(group) > 1 else ""
            _sort(change.key, _ask(f"{change.citation}{more}?", "ars"), taken, refused)


def _ask(question: str, letters: str) -> str:
    """Ask until one of the letters is typed."""
    words = {"a": "[a]ccept", "r": "[r]eject", "e": "[e]ach by itself", "s": "[s]kip for now"}
    while True:
        typed: str = typer.prompt(f"{question} {', '.join(words[x] for x in letters)}", default="s")
        answer = typed.strip().lower()[:1]
        if answer in letters:
            return answer


def _sort(name: str, answer: str, taken: list[str], refused: list[str]) -> None:
    """Put a name where the answer wants it."""
    if answer in "ar":
        (taken if answer == "a" else refused).append(name)


def _list_versions(store: Store) -> None:
    """Print every accepted version; the one in use is marked."""
    current = store.accepted().version
    for name in store.versions():
        state = store.version(name)
        mark = "* " if name == current else "  "
        counts = f"{len(state.pages)} page(s), {len(state.pins)} citation(s) confirmed, {len(state.refused)} refused"
        _out.print(f"{mark}{name}  {state.made}  {counts}", highlight=False, soft_wrap=True)


def _tell(text: str) -> None:
    """A plain message beside the results."""
    _err.print(text, markup=False, highlight=False, soft_wrap=True)
