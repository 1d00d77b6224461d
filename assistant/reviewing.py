"""What waits for a person after a refresh, printed so that staff can decide: changes, what rests on them, warnings."""

import difflib
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from corpus.official.changes import Change, word_diff
from corpus.official.citing import paths
from corpus.official.deciding import Waiting, records_of
from corpus.official.links import Proposal
from corpus.official.models import Page
from corpus.schema import PassageRecord

LINES = 60
"""Lines of a web page's changes that are shown; the rest is counted."""
_MARKS = {"same": ("", "", ""), "out": ("[-", "-]", "red"), "in": ("{+", "+}", "green")}
_SAID = {"added": "new", "changed": "changed", "removed": "gone", "renumbered": "renumbered"}


def show_review(waits: Waiting, out: Console) -> None:
    """Print everything that waits, page by page, and how to decide."""
    for page in waits.pages:
        show_page(waits, page, out)
        for change in (c for c in waits.changes if c.source == page.source):
            show_change(waits, change, out)
    for proposal in waits.proposals:
        show_proposal(proposal, out)
    _rests(
        "Restatements that cite a provision which the official text does not have",
        [f"{r.id} ({r.citation})" for r in waits.dangling()] if waits.pages or waits.proposals else [],
        out,
    )
    if waits.changes or waits.proposals:
        out.print(
            "\nDecide with: assistant refresh --accept NAME (or --reject NAME); NAME is what stands in brackets, a "
            "page's name, 'pins' for all citations of restatements, or 'all' for all changes (then pages with an alarm "
            "are left out).",
            markup=False,
        )
    elif not waits.pages:
        out.print("Nothing waits for a decision.")


def show_page(waits: Waiting, page: Page, out: Console) -> None:
    """Print a page's heading: where it is from, when it came, what is odd about it."""
    count = sum(c.source == page.source for c in waits.changes)
    out.rule(Text(f"{page.source}: {count} change(s)"))
    out.print(f"{page.title}\n{page.url}\nfetched {page.fetched}, SHA-256 {page.sha256}", markup=False, soft_wrap=True)
    if waits.accepted.page(page.source) is None:
        out.print("First version of this page: there is nothing to compare it with. Read it whole.", style="yellow")
    for warning in page.warnings:
        style, word = ("bold red", "ALARM") if warning.alarm else ("yellow", "note")
        out.print(Text(f"{word}: {warning.what}", style=style), soft_wrap=True)


def show_change(waits: Waiting, change: Change, out: Console) -> None:
    """Print one change, word by word, and the restatements and answers that rest on it."""
    moved = f" (was {change.before.citation})" if change.what == "renumbered" and change.before else ""
    out.print(
        Text(f"\n{change.citation} {_SAID[change.what]}{moved}", style="bold"), f"\\[{change.key}]", soft_wrap=True
    )
    if change.citation.startswith("http"):
        _show_lines(change, out)
        _rests("Profile facts that cite this page", records_of(waits, change.source), out)
        return
    if change.provision.heading:
        out.print(Text(f"  {change.provision.heading}", style="dim"))
    out.print(_indented(diff_text(change)), soft_wrap=True)
    follow = waits.follow(change)
    resting = waits.resting(change)
    provision = change.before or change.provision
    exact = [r for r in resting if paths(provision.citation)[0] in paths(r.citation or "")]
    _rests("Restatements that rest on it (do our words still hold?)", [_described(r) for r in exact], out)
    _rests("Restatements of a wider provision that has it in it", [_named(r) for r in resting if r not in exact], out)
    _rests("Accepting it also moves these citations", [f"{id_}: {p.was} → {p.now}" for id_, p in follow.items()], out)


def diff_text(change: Change) -> Text:
    """The words of a provision with what went in [-…-] and what came in {+…+}."""
    before = change.before.text if change.before else ""
    after = change.after.text if change.after else ""
    text = Text()
    for kind, words in word_diff(before, after):
        opening, closing, style = _MARKS[kind]
        text.append(f"{opening}{words}{closing}", style=style)
    return text


def _show_lines(change: Change, out: Console) -> None:
    """Print the lines of a web page that went and came."""
    before = change.before.paragraphs if change.before else ()
    after = change.after.paragraphs if change.after else ()
    lines = [line for line in difflib.ndiff(before, after) if line[:1] in "+-"]
    for line in lines[:LINES]:
        out.print(Text(f"  {line}", style="green" if line[0] == "+" else "red"), soft_wrap=True)
    if len(lines) > LINES:
        out.print(f"  … and {len(lines) - LINES} more lines")


def show_proposal(proposal: Proposal, out: Console) -> None:
    """Print a citation that would confirm or correct that of a restatement, with both texts to compare."""
    record = proposal.restatement
    out.print(Text(f"\n{record.id}: {record.citation} → {proposal.now}", style="bold"), f"\\[{proposal.key}]")
    out.print(Text(f"  ours:     {record.text}"), soft_wrap=True)
    out.print(Text(f"  official: {' '.join(proposal.words.split())}"), soft_wrap=True)
    out.print(f"  (the likest provision; likeness {proposal.likeness:.2f} of 1)", style="dim")
    if not record.verified:
        out.print("  Our text is marked as not confirmed; with the official words at hand, mend it.", style="yellow")


def _described(record: PassageRecord) -> str:
    """A restatement with its words and questions that it answers."""
    asks = "; ".join(f"“{ask}”" for ask in record.questions[:3])
    return f"{_named(record)}. Ours: “{record.text}” Answers {asks}"


def _named(record: PassageRecord) -> str:
    """A restatement by its id, citation and title."""
    return f"{record.id} ({record.citation}): {record.title}"


def _rests(what: str, lines: Sequence[str], out: Console) -> None:
    """Print a list under a heading, when there is anything in it."""
    if lines:
        out.print(f"  {what}:", style="cyan")
    for line in lines[:12]:
        out.print(Text(f"   - {line}"), soft_wrap=True)
    if len(lines) > 12:
        out.print(f"   - … and {len(lines) - 12} more")


def _indented(text: Text) -> Text:
    """A text with each line indented."""
    lines = text.split("\n", allow_blank=True)
    return Text("\n").join(Text("  ") + line for line in lines)


def summary(waits: Waiting) -> list[str]:
    """What waits, a line for each page, for the mail of a scheduled job."""
    lines = []
    for page in waits.pages:
        changes = [c for c in waits.changes if c.source == page.source]
        counts = [f"{sum(c.what == what for c in changes)} {said}" for what, said in _SAID.items()]
        told = ", ".join(count for count in counts if not count.startswith("0 ")) or "nothing to decide"
        lines.append(f"{page.source} ({page.title}): {told}")
        lines += [f"  ALARM: {w.what}" if w.alarm else f"  note: {w.what}" for w in page.warnings]
        named = [f"{c.citation} {_SAID[c.what]}" for c in changes if not c.citation.startswith("http")]
        lines += [f"  {name}" for name in named[:20]]
        lines += [f"  … and {len(named) - 20} more"] if len(named) > 20 else []
    return lines
