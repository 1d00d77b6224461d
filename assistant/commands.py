"""Commands beside answering: `mcp` for other assistants, `feedback` for the staff."""

import sys
from functools import partial
from typing import Annotated

import typer

from assistant.feedback import DAYS, Feedback, Note
from assistant.settings import load_settings


def mcp() -> None:
    """Serve the assistant as MCP tools over standard input and output, for other assistants."""
    from assistant.engine import open_assistant
    from assistant.tools import tool_server

    # Standard output belongs to the protocol.
    tool_server(open_assistant(load_settings(), partial(print, file=sys.stderr))).run("stdio")


def feedback(
    unanswered: Annotated[bool, typer.Option(help="Only notes on answers that were declined or not useful.")] = False,
    delete: Annotated[list[int] | None, typer.Option(help="Delete the note with this number; may be repeated.")] = None,
    delete_all: Annotated[bool, typer.Option("--delete-all", help="Delete all notes.")] = False,
) -> None:
    """List what visitors said of answers in the last 30 days (setting ASSISTANT_FEEDBACK), or delete it."""
    settings = load_settings()
    notes = Feedback(settings.data)
    if delete or delete_all:
        print(f"{notes.delete(None if delete_all else delete)} note(s) deleted.")
        return
    found = notes.notes()
    for note in found:
        if not unanswered or note.outcome == "declined" or not note.useful:
            print(_line(note))
    if not found:
        collected = "" if settings.feedback != "off" else " Visitors are not asked: ASSISTANT_FEEDBACK is off."
        print(f"No feedback in the last {DAYS} days.{collected}")


def _line(note: Note) -> str:
    """A note on one line."""
    cited = " ".join(note.passages) or "nothing cited"
    asked = f"  {note.question}" if note.question is not None else ""
    return f"{note.id}  {note.day}  {'useful' if note.useful else 'not useful'}  {note.outcome}  [{cited}]{asked}"
