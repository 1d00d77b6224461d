"""The assistant as MCP tools over standard input and output, so that other assistants can ask it."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

from pydantic import Field, ValidationError

from assistant.answer import Answer
from assistant.conversation import FAULT
from assistant.lookups import Lookups, Missing, Status, Wanted, Wrong
from assistant.published import Collaboratives, CollaborativeWhole, PassageShown, ProgramList, SearchResults
from assistant.settings import SettingsError
from corpus.schema import Category, Population, Region

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from assistant.engine import Assistant

INSTRUCTIONS = (
    "Answers questions about Massachusetts educational collaboratives from cited public documents. `ask` gives a whole "
    "answer with numbered citations: show them, and pass a decline on as one. General information, not legal advice. "
    "Do not send a child's name."
)
P = ParamSpec("P")
T = TypeVar("T")
_log = logging.getLogger(__name__)


def tool_server(assistant: "Assistant") -> "MCPServer[Any]":
    """A server of the tools over an assistant. Raises SettingsError where the package `mcp` is missing."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp_types import ToolAnnotations
    except ImportError as error:
        raise SettingsError("The MCP tools need a package more: pip install 'mcp>=2,<3'.") from error
    server: MCPServer[Any] = MCPServer(
        "collaborative-answers", "Collaborative Answers", instructions=INSTRUCTIONS, version="1", log_level="ERROR"
    )
    reading = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    for function in (_ask(assistant), *_lookups(Lookups(assistant))):
        server.tool(annotations=reading)(_plain(function))
    # It would log what a failed call was given.
    logging.getLogger("mcp").setLevel(logging.CRITICAL)
    return server


def _plain(function: Callable[P, T]) -> Callable[P, T]:
    """A tool whose faults are told in plain words, and in the log by their kind only."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(function)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        """Call the tool."""
        try:
            return function(*args, **kwargs)
        except (Missing, Wrong) as error:
            raise ToolError(str(error)) from None
        except ValidationError as error:
            raise ToolError("; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors())) from None
        except Exception as fault:
            _log.error("a tool failed: %s", type(fault).__name__)
            raise ToolError(FAULT) from None

    return told


def _ask(assistant: "Assistant") -> Callable[..., Answer]:
    """The tool that answers."""

    def ask(
        question: Annotated[str, Field(max_length=10_000, description="In everyday words.")],
        history: Annotated[list[str], Field(max_length=30, description="Earlier questions, oldest first.")] = [],  # noqa: B006
    ) -> Answer:
        """Answer a question from the documents, with numbered citations, or decline and say whom to ask."""
        return assistant.answer(question, tuple(history))

    return ask


def _lookups(lookups: Lookups) -> tuple[Callable[..., Any], ...]:
    """The tools that look up records and passages."""

    def search(
        query: Annotated[str, Field(min_length=2, max_length=2000)], k: Annotated[int, Field(ge=1, le=50)] = 10
    ) -> SearchResults:
        """Find passages of the documents, best first."""
        return lookups.find(query, k)

    def collaboratives(region: Region | None = None, status: Status = "active") -> Collaboratives:
        """All collaboratives of today (or those that no longer exist), by name."""
        return lookups.collaboratives(region, status)

    def collaborative(slug: Annotated[str, Field(max_length=80)]) -> CollaborativeWhole:
        """One collaborative with its members and programs; slugs are in the list of collaboratives."""
        return lookups.collaborative(slug)

    def programs(
        collaborative: str = "",
        region: Region | None = None,
        category: Category | None = None,
        population: Population | None = None,
        age: int | None = None,
        town: str = "",
        limit: int = 40,
        offset: int = 0,
    ) -> ProgramList:
        """Programs by filters (age in years); for a town, its own collaboratives' and others within 25 miles."""
        wanted = {"collaborative": collaborative, "region": region, "category": category, "population": population}
        return lookups.programs(
            Wanted.model_validate(wanted | {"age": age, "town": town, "limit": limit, "offset": offset})
        )

    def passage(id: Annotated[str, Field(max_length=200, description="From a citation.")]) -> PassageShown:
        """One passage, as it is cited."""
        return lookups.passage(id)

    return search, collaboratives, collaborative, programs, passage
