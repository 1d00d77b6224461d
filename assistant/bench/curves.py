"""The growth that was measured, as curves in an SVG file and as a table with the fitted exponents."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.bench.errors import BenchError
from assistant.bench.growth import Point

PANELS = {
    "Time of a search (ms)": {
        "p50": "whole search, median",
        "p95": "whole search, p95",
        "chroma": "Chroma, 200 nearest",
        "filtered": "titles only",
        "exact": "exact search (fallback)",
        "words": "BM25, words",
        "ngrams": "BM25, n-grams",
        "spelling": "correcting a word",
    },
    "Building (s)": {"build": "writing the index", "lexical": "loading the lexical index"},
    "Size (MB)": {"size": "on disk", "memory": "memory, added"},
    "Recall of Chroma against exact search": {"recall": "50 nearest"},
}


def exponent(points: Sequence[Point], name: str) -> float:
    """The fitted growth: the b of value = a * passages ** b, by least squares on logarithms; NaN for one size."""
    if len(points) < 2:
        return math.nan
    sizes = np.log([point.passages for point in points])
    values = np.log([max(float(getattr(point, name)), 1e-9) for point in points])
    return float(np.polyfit(sizes, values, 1)[0])


def draw(points: Sequence[Point], file: Path) -> None:
    """Write the curves as SVG, each labelled with its exponent. Raises BenchError without matplotlib."""
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise BenchError("matplotlib is not installed; install this project with its `dev` extra") from error
    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "growth"
    from matplotlib import pyplot

    figure, places = pyplot.subplots(2, 2, figsize=(11, 8), layout="constrained")
    sizes = [point.passages for point in points]
    for place, (title, curves) in zip(places.flat, PANELS.items(), strict=True):
        for name, label in curves.items():
            shown = label if name == "recall" else f"{label}: n^{exponent(points, name):.2f}"
            place.plot(sizes, [getattr(point, name) for point in points], marker="o", label=shown)
        place.set(title=title, xlabel="passages", xscale="log", yscale="linear" if "recall" in curves else "log")
        place.grid(alpha=0.3)
        place.legend(fontsize="small")
        if "recall" in curves:
            place.set_ylim(0, 1.05)
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)


def markdown(points: Sequence[Point]) -> str:
    """The same as a table: one row a measure, one column a size, the exponent of all and of the two largest."""
    head = ["what", *(f"{point.passages:,}" for point in points), "grows as", "at the end"]
    rows = [["texts", *(f"{point.texts:,}" for point in points), "", ""]]
    for title, curves in PANELS.items():
        unit = title.partition("(")[2].rstrip(")")
        for name, label in curves.items():
            values = [float(getattr(point, name)) for point in points]
            fitted = ["" if name == "recall" else f"n^{exponent(some, name):.2f}" for some in (points, points[-2:])]
            rows.append([f"{label} ({unit})" if unit else f"recall, {label}", *map(_number, values), *fitted])
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _number(value: float) -> str:
    """Three significant digits, no exponent."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
