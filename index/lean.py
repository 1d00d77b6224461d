"""chromadb without its exporter of traces: none are sent here, and it brings gRPC along (12 MB, 0.2 s)."""

import sys
from types import ModuleType

_EXPORTER = "opentelemetry.exporter.otlp.proto.grpc.trace_exporter"


def load_chromadb() -> None:
    """Load chromadb with an empty module in the exporter's place; whoever wants the exporter later gets the real one.

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
