"""Program lists of the owner: rows of a CSV file or spreadsheet that join the directory."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from corpus.loading import Documents
from corpus.own.tables import ENDINGS, sheets
from corpus.places import Gazetteer
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
_SAID = {
    "name": "program",
    "as_of": "as of",
    "sources": "website",
    "asks": "program",
    "id": "program",
    "low": "lowest age",
    "high": "highest age",
}


@dataclass(frozen=True)
class Listed:
    """A program of a list and the collaborative that runs it."""

    slug: str
    program: Program


class _WrongRow(Exception):
    """What is wrong with a row, for whoever wrote it."""


def is_program_list(path: Path) -> bool:
    """Whether a file is a table whose first row has the template's columns. Raises UnreadableFile."""
    if path.suffix.lower() not in ENDINGS:
        return False
    first = sheets(path)[:1]
    return bool(first and first[0][1]) and {cell.lower() for cell in first[0][1][0]} >= _NEEDED


def read_programs(path: Path, name: str, curated: Documents) -> tuple[list[Listed], list[str]]:
    """The programs of a list's first sheet, and what is wrong with which row (counted as a spreadsheet shows them)."""
    head, *body = sheets(path)[0][1]
    columns = [cell.lower() for cell in head]
    reader = _Rows(curated.organizations, curated.places.gazetteer())
    wrong = [f"{name}: there is no column “{c}” in the template" for c in columns if c and c not in COLUMNS]
    for number, row in enumerate(body, 2):
        cells = dict(zip(columns, row, strict=False))
        if not any(cells.values()):
            continue
        try:
            reader.take(number, cells)
        except _WrongRow as fault:
            wrong.append(f"{name}, row {number}: {fault}")
    return reader.found, wrong


class _Rows:
    """Takes the rows of one list."""

    def __init__(self, organizations: Sequence[Organization], places: Gazetteer) -> None:
        self.found: list[Listed] = []
        self._by_name = {
            _key(name): org for org in organizations for name in (org.slug, org.name, org.short_name, *org.aliases)
        }
        self._places = places
        self._rows: dict[str, int] = {}

    def take(self, number: int, cells: Mapping[str, str]) -> None:
        """Add a row's program. Raises _WrongRow."""
        org = self._organization(cells.get("collaborative", ""))
        for town in _several(cells.get("towns", "")):
            if town not in self._places.towns:
                raise _WrongRow(f"towns: no town in Massachusetts is called “{town}”")
        try:
            program = _program(org, cells)
        except ValidationError as error:
            raise _WrongRow(_first_fault(error)) from error
        if earlier := self._rows.get(program.id):
            raise _WrongRow(f"program: it stands in row {earlier} already")
        self._rows[program.id] = number
        self.found.append(Listed(org.slug, program))

    def _organization(self, name: str) -> Organization:
        """The collaborative of that name."""
        org = self._by_name.get(_key(name))
        if org is None:
            raise _WrongRow(f"no collaborative is called “{name}”")
        if org.status == "dissolved":
            raise _WrongRow(f"{org.name} no longer exists")
        return org


def merged(organizations: Sequence[Organization], listed: Sequence[Listed]) -> tuple[Organization, ...]:
    """The organizations with the listed programs; one of a known name changes that one, a cell left blank nothing."""
    result = []
    for org in organizations:
        own = {_key(item.program.name): item.program for item in listed if item.slug == org.slug}
        kept = [_changed(p, own.pop(_key(p.name))) if _key(p.name) in own else p for p in org.programs]
        result.append(org.model_copy(update={"programs": (*kept, *own.values())}) if (kept or own) else org)
    return tuple(result)


def _changed(curated: Program, listed: Program) -> Program:
    """A curated program with what a list says of it; its id and the questions that it answers stay."""
    given = {name: value for name in Program.model_fields if (value := getattr(listed, name))}
    return curated.model_copy(update={**given, "id": curated.id, "asks": curated.asks})


def _program(org: Organization, cells: Mapping[str, str]) -> Program:
    """A row as a program. Raises ValidationError."""
    name = cells.get("program", "")
    categories = _several(cells.get("categories", "").lower())
    populations, towns = _several(cells.get("populations", "").lower()), _several(cells.get("towns", ""))
    need, where = (populations or ["students"])[0], (towns or [org.short_name])[0]
    asks = [f"{category} for {need} in {where}" for category in [*categories, "a class", "help"][:3]]
    return Program.model_validate(
        {
            "id": f"own-{org.slug}-{_key(name).replace(' ', '-')[:80].strip('-') or 'program'}",
            "name": name,
            "categories": categories,
            "populations": populations,
            "ages": _ages(cells),
            "towns": towns,
            "description": cells.get("description", ""),
            "as_of": cells.get("as of") or None,
            "sources": _several(cells.get("website", "")),
            "asks": [f"what is {name}"[:200], *(ask[:200] for ask in asks)],
        }
    )


def _ages(cells: Mapping[str, str]) -> dict[str, str] | None:
    """Who is eligible by age, said and in years; None when no cell tells."""
    low, high = cells.get("lowest age", ""), cells.get("highest age", "")
    between = " to ".join(filter(None, (low, high)))
    said = cells.get("ages") or f"ages {between}"
    ages = {"text": said, **({"low": low} if low else {}), **({"high": high} if high else {})}
    return ages if cells.get("ages") or between else None


def _several(cell: str) -> list[str]:
    """The values of a cell."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def _key(name: str) -> str:
    """A name without case and punctuation."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())


def _first_fault(error: ValidationError) -> str:
    """What is wrong first, by the name of its column in the template."""
    fault = error.errors()[0]
    parts = [part for part in fault["loc"] if isinstance(part, str)]
    column = _SAID.get(parts[-1], parts[0]) if parts else "row"
    return f"{column}: {fault['msg'].removeprefix('Value error, ')}"
