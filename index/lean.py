"""chromadb as used here, without its exporter of traces: none are sent, and it brings gRPC along (12 MB, 0.2 s)."""

import sys
from types import ModuleType

_EXPORTER = "opentelemetry.exporter.otlp.proto.grpc.trace_exporter"


def _load() -> None:
    """Load chromadb with an empty module in the exporter's place; whoever wants that later gets the real one.

    chromadb uses it only where traces are wanted, and `index.store` says that none are.
    """
    if {"chromadb", _EXPORTER} & sys.modules.keys():
        return
    empty = ModuleType(_EXPORTER)
    setattr(empty, "OTLPSpanExporter", None)  # noqa: B010
    sys.modules[_EXPORTER] = empty
    try:
        import chromadb  # noqa: F401
    finally:
        del sys.modules[_EXPORTER]


_load()

from chromadb import Collection, HttpClient, PersistentClient  # noqa: E402
from chromadb.api import ClientAPI  # noqa: E402
from chromadb.api.shared_system_client import SharedSystemClient  # noqa: E402
from chromadb.config import Settings  # noqa: E402
from chromadb.errors import ChromaError  # noqa: E402

__all__ = ["ChromaError", "ClientAPI", "Collection", "HttpClient", "PersistentClient", "Settings", "SharedSystemClient"]
