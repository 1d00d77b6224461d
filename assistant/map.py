"""A map of Massachusetts as self-contained SVG: county outlines, numbered markers, the asker's town."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import cos, radians
from pathlib import Path

from assistant.escaping import safe

WIDTH, HEIGHT = 460, 300
NAMED = 6
"""How many of the towns that share a pill are named."""
_SQUEEZE = cos(radians(42.1))
_STATE = (-73.55, 41.2, -69.88, 42.92)
_SMALLEST_SPAN = 0.85
_ROOM = 1.3
_UNDER = 34.0
_HIGH = 26.0
_APART = 6.0

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Marker:
    """One numbered position in degrees; `title` is what a reader hears and sees on hover; `href` is where it leads."""

    label: str
    title: str
    latitude: float
    longitude: float
    href: str = ""


@dataclass(frozen=True)
class Frame:
    """The part of the state that is drawn: its western and northern edge in degrees, and pixels a degree north."""

    west: float
    north: float
    scale: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels from the left and from the top."""
        return (longitude - self.west) * _SQUEEZE * self.scale, (self.north - latitude) * self.scale


@dataclass(eq=False)
class Group:
    """Markers that share a pill, which is centred at `x` and `y` in pixels; labels that are counts are added up."""

    x: float
    y: float
    members: list[Marker]
    counted: bool = False

    @property
    def label(self) -> str:
        """The numbers on the pill."""
        labels = [m.label for m in self.members]
        return str(sum(map(int, labels))) if self.counted else ranges(labels)

    @property
    def title(self) -> str:
        """What a reader hears of the pill."""
        if not self.counted:
            return "; ".join(f"{m.label}: {m.title}" for m in self.members)
        more = f"; and {len(self.members) - NAMED} more" if len(self.members) > NAMED else ""
        return f"{self.label}: " + "; ".join(m.title for m in self.members[:NAMED]) + more

    @property
    def wide(self) -> float:
        """The width of the pill in pixels."""
        return max(_HIGH, 14 + 8.2 * len(self.label))

    def covers(self, other: "Group") -> bool:
        """Whether the two pills would overlap, or leave no room to be drawn larger on a small screen."""
        near = abs(self.y - other.y) < _HIGH + _APART
        return near and abs(self.x - other.x) < (self.wide + other.wide) / 2 + _APART


@cache
def counties() -> dict[str, list[Ring]]:
    """The outlines of the 14 counties, in degrees (longitude, latitude)."""
    text = (Path(__file__).parent / "counties.json").read_text(encoding="utf-8")
    loaded: dict[str, list[Ring]] = json.loads(text)["counties"]
    return loaded


def map_svg(markers: Sequence[Marker], home: Marker | None = None, counted: bool = False) -> str:
    """The map with all markers in view; `home` is the asker's town, `counted` says that labels are counts.

    It has no reference to anything outside itself.
    """
    frame = _frame([*markers, home] if home else list(markers))
    groups = _groups(markers, frame, counted)
    told = f"Map of Massachusetts with {len(markers)} numbered {'place' if len(markers) == 1 else 'places'}"
    taken = [(group.x, group.y) for group in groups]
    if home:
        x, y = frame.at(home.longitude, home.latitude)
        taken += [(x, y), (x, y + _UNDER)]
    parts = [
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{safe(told)}">',
        *(_county(name, rings, frame) for name, rings in counties().items()),
        *(_name(name, rings, frame, taken) for name, rings in counties().items()),
        _home(home, frame) if home else "",
        *(_pin(group) for group in groups),
        "</svg>",
    ]
    return "".join(parts)


def clusters(markers: Sequence[Marker], home: Marker | None = None, counted: bool = False) -> list[list[Marker]]:
    """The markers by the pill that they share on the map."""
    frame = _frame([*markers, home] if home else list(markers))
    return [group.members for group in _groups(markers, frame, counted)]


def _frame(points: Sequence[Marker]) -> Frame:
    """The smallest frame that holds all points with room around them; the whole state when there are none."""
    west, south, east, north = _STATE
    if points:
        west, east = min(p.longitude for p in points), max(p.longitude for p in points)
        south, north = min(p.latitude for p in points), max(p.latitude for p in points)
    middle = ((west + east) / 2, (south + north) / 2)
    room = _ROOM if points else 1.0
    high = max((north - south) * room, (east - west) * room * _SQUEEZE * HEIGHT / WIDTH, _SMALLEST_SPAN)
    wide = high * WIDTH / HEIGHT / _SQUEEZE
    return Frame(middle[0] - wide / 2, middle[1] + high / 2, HEIGHT / high)


def _county(name: str, rings: Sequence[Ring], frame: Frame) -> str:
    """One county as a path; nothing when it lies outside the frame."""
    shapes = []
    for ring in rings:
        points = [frame.at(lon, lat) for lon, lat in ring]
        if any(0 <= x <= WIDTH for x, _ in points) and any(0 <= y <= HEIGHT for _, y in points):
            shapes.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
    return f'<path class="county" data-county="{safe(name)}" d="{"".join(shapes)}"/>' if shapes else ""


def _name(name: str, rings: Sequence[Ring], frame: Frame, taken: Sequence[tuple[float, float]]) -> str:
    """A county's name near its middle, where it fits and hides no marker."""
    ring = max(rings, key=len)
    x, y = frame.at(*(sum(axis) / len(ring) for axis in zip(*ring, strict=True)))
    half = len(name) * 3.8
    inside = half < x < WIDTH - half and 16 < y < HEIGHT - 10
    if not inside or any(abs(x - a) < half + 30 and abs(y - b) < 24 for a, b in taken):
        return ""
    return f'<text class="county-name" aria-hidden="true" x="{x:.0f}" y="{y:.0f}">{safe(name)}</text>'


def _groups(markers: Sequence[Marker], frame: Frame, counted: bool) -> list[Group]:
    """Markers that would cover each other, together: two groups that overlap become one until none do."""
    groups = [Group(*frame.at(m.longitude, m.latitude), [m], counted) for m in markers]
    while pair := next(((a, b) for a, b in combinations(groups, 2) if a.covers(b)), None):
        first, second = pair
        first.members.extend(second.members)
        groups = [group for group in groups if group is not second]
    return groups


def _pin(group: Group) -> str:
    """A focusable pill with the numbers of the programs there; a link when its first marker leads somewhere."""
    title, href = safe(group.title), group.members[0].href
    label, wide, y = group.label, group.wide, group.y
    x = min(max(group.x, wide / 2 + 6), WIDTH - wide / 2 - 6)
    start, end = (f'a href="{safe(href)}"', "a") if href else ('g tabindex="0" role="img"', "g")
    return (
        f'<{start} class="pin" aria-label="{title}"><title>{title}</title>'
        f'<rect x="{x - wide / 2:.1f}" y="{y - _HIGH / 2:.1f}" width="{wide:.1f}" height="{_HIGH}" rx="{_HIGH / 2}"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}">{safe(label)}</text></{end}>'
    )


def _home(home: Marker, frame: Frame) -> str:
    """The asker's town: a ring with its name under it."""
    x, y = frame.at(home.longitude, home.latitude)
    title = safe(home.title)
    return (
        f'<g class="home" tabindex="0" role="img" aria-label="{title}"><title>{title}</title>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="17"/><circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        f'<text x="{min(max(x, 60), WIDTH - 60):.1f}" y="{y + _UNDER:.1f}">{safe(home.label)}</text></g>'
    )


def ranges(labels: Sequence[str]) -> str:
    """Labels on a line, neighbours together: 1, 2, 3, 5 become '1–3, 5'; more than three pieces are cut with '+'."""
    runs: list[list[str]] = []
    for label in labels:
        if runs and label.isdigit() and runs[-1][-1].isdigit() and int(label) == int(runs[-1][-1]) + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    pieces = [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return ", ".join(pieces) if len(pieces) <= 3 else ", ".join(pieces[:2]) + ", +"
