"""The assistant as MCP tools: the same answers and records as over the API."""

import asyncio
import os
import sys
from typing import Any

import pytest
from mcp import Client, StdioServerParameters, stdio_client

from assistant.conversation import FAULT
from assistant.engine import Assistant
from assistant.tools import tool_server
from tests.conftest import ROOT
from tests.fakes import FakeAssistant
from tests.visitors import SEEDS, seeded, visitor


async def call(client: Client, name: str, **given: Any) -> Any:
    """What a tool returns: its structured content, or the text of its error."""
    result: Any = await client.call_tool(name, given)
    return result.content[0].text if result.is_error else result.structured_content


def test_the_tools_give_what_the_api_gives(assistant: Assistant) -> None:
    """Answer, search, records, passage; and the same refusals."""

    async def through_the_tools() -> None:
        """Call each."""
        async with Client(tool_server(assistant)) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            assert names == {"ask", "search", "collaboratives", "collaborative", "programs", "passage"}
            answer = await call(client, "ask", question="Which collaborative is Lexington in?")
            assert answer["text"] == assistant.answer("Which collaborative is Lexington in?").text
            for tool, path, given in (
                ("search", "search", {"query": "surplus", "k": 3}),
                ("collaboratives", "collaboratives", {"region": "West"}),
                ("collaborative", "collaboratives/labbb", {"slug": "labbb"}),
                ("programs", "programs", {"town": "Lexington", "age": 16}),
                ("passage", "passages/directory-all", {"id": "directory-all"}),
            ):
                query: Any = {("q" if k == "query" else k): v for k, v in given.items() if k not in ("slug", "id")}
                assert await call(client, tool, **given) == web.get(f"/api/v1/{path}", params=query).json()
            assert "no passage" in await call(client, "passage", id="nowhere")
            assert "no such place" in await call(client, "programs", town="Narnia")
            assert "age" in await call(client, "programs", age=-1)

    with visitor(assistant, rate_per_address="") as web:
        asyncio.run(through_the_tools())


def test_a_fault_of_a_tool_is_plain(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    """No trace, and nothing of the question in any log."""

    class Broken(FakeAssistant):
        """Cannot search either."""

        search: Any = None

    async def ask() -> str:
        """Ask what fails."""
        async with Client(tool_server(Broken())) as client:  # type: ignore[arg-type]
            return str(await call(client, "ask", question="break Zebulon"))

    assert asyncio.run(ask()).endswith(FAULT)
    said = caplog.text + "".join(capfd.readouterr())
    assert "ValueError" in said
    assert "Zebulon" not in said


def test_the_command_speaks_the_protocol(tmp_path: Any) -> None:
    """`assistant mcp` as another assistant starts it; what goes wrong leaves no question in what it says."""
    environment = {"ASSISTANT_DATA": str(ROOT / "data"), "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "assistant.cli", "mcp"], env=os.environ | environment, cwd=ROOT
    )

    async def ask() -> None:
        """One answer, one wrong call."""
        async with Client(stdio_client(command, errlog=log)) as client:
            answer = await call(client, "ask", question="Which collaborative is Lexington in?")
            assert "LABBB" in answer["text"]
            for seed in SEEDS[:3]:
                assert "rror" in await call(client, "ask", question=[seeded(seed)])

    with (tmp_path / "log").open("w") as log:
        asyncio.run(ask())
    said = (tmp_path / "log").read_text()
    assert not [seed for seed in SEEDS if seed in said]
