"""The vector store: one Chroma collection per version of the index, in cosine space, vectors passed in."""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from langchain_core.embeddings import Embeddings

from index.encoder import Vectors
from index.faces import Face, searched
from index.lean import ClientAPI, Collection, HttpClient, PersistentClient, Settings, SharedSystemClient
from index.versions import Store

if TYPE_CHECKING:
    from langchain_chroma import Chroma

PREFIX = "passages-"
_CHUNK = 2_000
_SECONDS = 15.0
_CONNECT_SECONDS = 2.0


def open_client(folder: Path, url: str | None = None) -> ClientAPI:
    """An embedded client on a folder, or a client of a Chroma server; nothing is reported to anyone."""
    settings = Settings(anonymized_telemetry=False, chroma_otel_granularity="none")
    if url:
        host, _, port = url.removeprefix("https://").removeprefix("http://").partition(":")
        client = HttpClient(host, int(port or 8000), ssl=url.startswith("https://"), settings=settings)
        _limit_waiting(client)
        return client
    folder.mkdir(parents=True, exist_ok=True)
    return PersistentClient(str(folder), settings=settings)


def client_of(where: Store, name: str) -> ClientAPI:
    """A client for the database of one version."""
    return open_client(where.folder(name) / "chroma", where.url)


def existing(where: Store, name: str) -> Collection:
    """The collection of a version. Raises ChromaError or FileNotFoundError; never makes a new database."""
    if not where.url and not (where.folder(name) / "chroma" / "chroma.sqlite3").is_file():
        raise FileNotFoundError(name)
    return client_of(where, name).get_collection(name, embedding_function=None)


def _limit_waiting(client: ClientAPI) -> None:
    """Give up on a server that does not answer; chromadb has no setting for it and would wait for ever."""
    session = getattr(getattr(client, "_server", None), "_session", None)
    if session is not None:
        session.timeout = httpx.Timeout(_SECONDS, connect=_CONNECT_SECONDS)


def configuration(texts: int) -> dict[str, Any]:
    """How Chroma indexes a number of texts.

    `ef_search` is high enough that the first nearest equal those of exact search on this corpus (a test compares both);
    among more texts Chroma has to look at more of them to find the nearest.
    """
    looked_at = max(400, math.isqrt(texts))
    return {"hnsw": {"space": "cosine", "ef_construction": 100, "ef_search": looked_at, "max_neighbors": 32}}


def collection(
    client: ClientAPI, name: str, encoder: Embeddings | None = None, create_for: int | None = None
) -> "Chroma":
    """A collection as a LangChain vector store, made for a number of texts where one is given.

    Raises chromadb's NotFoundError when it does not exist.
    """
    # Here and not above: it takes memory, and answering does without.
    from langchain_chroma import Chroma

    if create_for is None:
        client.get_collection(name, embedding_function=None)
    return Chroma(
        name,
        encoder,
        client=client,
        collection_configuration=configuration(create_for or 0),
        create_collection_if_not_exists=create_for is not None,
    )


def write(
    client: ClientAPI,
    name: str,
    ids: Sequence[str],
    faces: Sequence[Face],
    vectors: Vectors,
    parts: Iterable[Sequence[int]] | None = None,
) -> None:
    """Fill a new collection: one record a face that is searched, with its passage's id.

    `parts` names rows whose vectors are there, and may fill in more of them as it goes on: those that it has named are
    written meanwhile. Without it all are there.
    """
    count = searched(faces)
    collection(client, name, create_for=count)
    target = client.get_collection(name, embedding_function=None)

    def put(rows: Sequence[int]) -> None:
        """Write some records."""
        target.upsert(
            ids=[str(row) for row in rows],
            embeddings=vectors[rows],
            metadatas=[{"passage": ids[faces[row].position], "kind": faces[row].kind} for row in rows],
            documents=[faces[row].text for row in rows],
        )

    with ThreadPoolExecutor(1, "write") as pool:
        writing: deque[Future[None]] = deque()
        for part in parts or [range(count)]:
            rows = [row for row in part if row < count]
            writing += [pool.submit(put, rows[start : start + _CHUNK]) for start in range(0, len(rows), _CHUNK)]
            while writing and writing[0].done():
                writing.popleft().result()
        for written in writing:
            written.result()


def forget(folder: Path) -> None:
    """Drop chromadb's memory of an open database whose folder is gone or was replaced."""
    SharedSystemClient._identifier_to_system.pop(str(folder), None)
    SharedSystemClient._identifier_to_refcount.pop(str(folder), None)
