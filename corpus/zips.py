"""ZIP codes: those of Massachusetts from a small table, all others from the zipcodes package.

The package takes half a second and 38 MB for its first look-up, in which nothing else is answered; most visitors ask
for a code of Massachusetts. `python -m corpus.zips` writes the table anew from the package.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

STATE = "MA"
PREFIXES = frozenset([*(f"{number:03}" for number in range(10, 28)), "055"])
"""The first three digits of all codes of Massachusetts, and of no other state's."""
_TABLE = Path(__file__).parent / "zips.csv"


class Zip(NamedTuple):
    """A ZIP code's post office: its city and state, and its position in degrees."""

    city: str
    state: str
    lat: float
    lon: float


def find(code: str) -> Zip | None:
    """What a code of five digits stands for; None when there is no such code."""
    return _table().get(code) if code[:3] in PREFIXES else packaged(code)


@cache
def _table() -> dict[str, Zip]:
    """The codes of Massachusetts."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["zip"]: Zip(row["city"], STATE, float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)
        }


def packaged(code: str) -> Zip | None:
    """What the package says of a code."""
    # Here and not above: see the module's text.
    import zipcodes

    entries = zipcodes.matching(code) if zipcodes.is_real(code) else []
    if not entries:
        return None
    entry = entries[0]
    return Zip(entry["city"], entry["state"], float(entry["lat"]), float(entry["long"]))


def write() -> None:
    """Write the table from the package."""
    with _TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["zip", "city", "lat", "lon"])
        for code in (f"{prefix}{number:02}" for prefix in sorted(PREFIXES) for number in range(100)):
            if found := packaged(code):
                rows.writerow([code, found.city, found.lat, found.lon])


if __name__ == "__main__":
    write()
