"""Commands that let others use the assistant: `mcp`."""

import sys
from functools import partial

from assistant.settings import load_settings


def mcp() -> None:
    """Serve the assistant as MCP tools over standard input and output, for other assistants."""
    from assistant.engine import open_assistant
    from assistant.tools import tool_server

    # Standard output belongs to the protocol.
    tool_server(open_assistant(load_settings(), partial(print, file=sys.stderr))).run("stdio")
