"""Program lists of the owner: rows of a CSV file or spreadsheet that join the directory."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from corpus.own.readers import table_rows
from corpus.schema import Organization, Program

COLUMNS = (
    "collaborative",
    "program",
    "categories",
    "populations",
    "ages",
    "lowest age",
    "highest age",
    "towns",
    "description",
    "website",
    "as of",
)
"""The template's columns. The first three and `description` are needed; several values are parted by a semicolon."""
_NEEDED = frozenset(["collaborative", "program", "categories", "description"])


@dataclass(frozen=True)
class Listed:
    """A program of a list and the collaborative that runs it."""

    slug: str
    program: Program


def is_program_list(path: Path) -> bool:
    """Whether a file is a table whose first row has the template's columns."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        return False
    rows = table_rows(path)
    return bool(rows) and {cell.lower() for cell in rows[0]} >= _NEEDED


def read_programs(path: Path, name: str, organizations: Sequence[Organization]) -> tuple[list[Listed], list[str]]:
    """The programs of a list, and what is wrong with which row (counted as a spreadsheet shows them)."""
    head, *body = table_rows(path)
    columns = [cell.lower() for cell in head]
    by_name = {_key(n): org.slug for org in organizations for n in (org.slug, org.name, org.short_name, *org.aliases)}
    found: list[Listed] = []
    wrong = [f"{name}: there is no column “{c}” in the template" for c in columns if c and c not in COLUMNS]
    for number, row in enumerate(body, 2):
        cells = dict(zip(columns, row, strict=False))
        if not any(cells.values()):
            continue
        slug = by_name.get(_key(cells.get("collaborative", "")))
        if slug is None:
            wrong.append(f"{name}, row {number}: no collaborative is called “{cells.get('collaborative', '')}”")
            continue
        try:
            found.append(Listed(slug, _program(slug, cells)))
        except ValidationError as error:
            fault = error.errors()[0]
            wrong.append(f"{name}, row {number}: {_said(fault['loc'])}: {fault['msg']}")
    return found, wrong


def merged(organizations: Sequence[Organization], listed: Sequence[Listed]) -> tuple[Organization, ...]:
    """The organizations with the listed programs; one of the same name takes the place of the curated one."""
    result = []
    for org in organizations:
        own = {_key(item.program.name): item.program for item in listed if item.slug == org.slug}
        kept = [
            own.pop(_key(p.name)).model_copy(update={"id": p.id}) if _key(p.name) in own else p for p in org.programs
        ]
        result.append(org.model_copy(update={"programs": (*kept, *own.values())}))
    return tuple(result)


def _program(slug: str, cells: dict[str, str]) -> Program:
    """A row as a program. Raises ValidationError."""
    name = cells.get("program", "")
    categories = _several(cells.get("categories", "").lower())
    populations, towns = _several(cells.get("populations", "").lower()), _several(cells.get("towns", ""))
    ages = {
        "text": cells.get("ages") or None,
        "low": cells.get("lowest age") or None,
        "high": cells.get("highest age") or None,
    }
    if any(ages.values()) and not ages["text"]:
        ages["text"] = "-".join(filter(None, (ages["low"], ages["high"])))
    need, where = (populations or ["students"])[0], (towns or [slug])[0]
    return Program.model_validate(
        {
            "id": f"own-{slug}-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')[:60].strip('-') or 'program'}",
            "name": name,
            "categories": categories,
            "populations": populations,
            "ages": {k: (int(v) if v.isdigit() and k != "text" else v) for k, v in ages.items() if v} or None,
            "towns": towns,
            "description": cells.get("description", ""),
            "as_of": cells.get("as of") or None,
            "sources": _several(cells.get("website", "")),
            "asks": [name, *(f"{category} for {need} in {where}" for category in [*categories, "a class", "help"][:3])],
        }
    )


def _several(cell: str) -> list[str]:
    """The values of a cell."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def _key(name: str) -> str:
    """A name without case and punctuation."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())


def _said(loc: Sequence[int | str]) -> str:
    """The column that a fault is in, as the template calls it."""
    names = {"name": "program", "as_of": "as of", "sources": "website", "asks": "program", "id": "program"}
    return names.get(str(loc[0]), str(loc[0])) if loc else "row"
