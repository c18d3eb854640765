"""The cost curve as a picture (SVG), and the table beside it, from the figures of ``measure_scale.py``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT = 760, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 190, 46, 60
#: What is drawn: the stage, its colour (Okabe and Ito), and of which engine.
_LINES = (
    ("extraction", "#0072B2", "one"),
    ("linking", "#D55E00", "given"),
    ("reading, storing", "#009E73", "given"),
)
_NAMES = {
    "one": "one process",
    "processes": "two processes",
    "dask": "Dask, two workers",
    "given": "extraction left out",
}


def stages(run: Mapping[str, Any]) -> dict[str, float]:
    """Milliseconds of the processor for each document, by stage."""
    spent = run["cpu_s"]
    extraction = 0.0 if run["engine"] == "given" else spent["extracting"] + spent["workers"]
    found = {"extraction": extraction, "reading, storing": spent["reading, storing"], "linking": spent["linking"]}
    return {name: 1000 * seconds / run["documents"] for name, seconds in found.items()}


def table(found: Sequence[Mapping[str, Any]]) -> str:
    """The figures as Markdown."""
    head = (
        "| documents | engine | reports | events | extraction, ms | reading and storing, ms | linking, ms | sum, ms"
        " | memory, MB | of a worker, MB | store, MB | by the clock, s |\n" + "|---" * 12 + "|"
    )
    lines = [head]
    for run in sorted(found, key=lambda run: (list(_NAMES).index(run["engine"]), run["documents"])):
        spent = stages(run)
        given = run["engine"] == "given"
        lines.append(
            f"| {run['documents']:,} | {_NAMES[run['engine']]} | {run['reports']:,} | {run['events']:,}"
            f" | {'-' if given else format(spent['extraction'], '.1f')}"
            f" | {spent['reading, storing']:.1f} | {spent['linking']:.1f}"
            f" | {sum(spent.values()):.1f} | {run['peak_mb']:,} | {run['worker_peak_mb'] or '-'} | {run['store_mb']:,}"
            f" | {run['wall_s']:,.0f} |"
        )
    return "\n".join(lines)


def drawn(found: Sequence[Mapping[str, Any]]) -> str:
    """Processor time a document against the number of documents (logarithmic), a line for each stage, as SVG."""
    lines = {
        stage: sorted((run["documents"], stages(run)[stage]) for run in found if run["engine"] == engine)
        for stage, _, engine in _LINES
    }
    points = [point for line in lines.values() for point in line]
    least, most = (math.log10(pick(n for n, _ in points)) for pick in (min, max))
    highest = max(value for _, value in points) * 1.1

    def x(documents: float) -> float:
        return _LEFT + (math.log10(documents) - least) / max(most - least, 1e-9) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - value / highest * (_HEIGHT - _TOP - _BOTTOM)

    parts = [*_axes(x, y, least, most, highest)]
    for stage, colour, _ in _LINES:
        parts += _line(lines[stage], stage, colour, x, y)
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="13">\n'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _axes(x: Callable[[float], float], y: Callable[[float], float], least: float, most: float, highest: float) -> list[str]:
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    parts = [_text(_LEFT, 24, "Processor time for each document, in milliseconds", bold=True)]
    step = 10 ** math.floor(math.log10(highest)) / (1 if highest / 10 ** math.floor(math.log10(highest)) > 4 else 2)
    value = 0.0
    while value <= highest:
        parts.append(f'<path d="M{_LEFT} {y(value):.1f}H{right}" stroke="#dddddd"/>')
        parts.append(_text(_LEFT - 8, y(value) + 4, f"{value:g}", anchor="end"))
        value += step
    for power in range(math.ceil(least), math.floor(most) + 1):
        parts.append(f'<path d="M{x(10**power):.1f} {bottom}v5" stroke="#444444"/>')
        parts.append(_text(x(10**power), bottom + 20, f"{10**power:,}", anchor="middle"))
    parts.append(f'<path d="M{_LEFT} {bottom}H{right}" stroke="#444444"/>')
    parts.append(_text((_LEFT + right) / 2, bottom + 42, "documents in the store (made from templates)", anchor="middle"))
    return parts


def _line(
    points: Sequence[tuple[int, float]], name: str, colour: str, x: Callable[[float], float], y: Callable[[float], float]
) -> list[str]:
    if not points:
        return []
    path = "L".join(f"{x(n):.1f} {y(value):.1f}" for n, value in points)
    dots = [f'<circle cx="{x(n):.1f}" cy="{y(value):.1f}" r="3.5" fill="{colour}"/>' for n, value in points]
    last, value = points[-1]
    label = _text(x(last) + 10, y(value) + 4, f"{name}: {value:.1f}", colour=colour)
    return [f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>', *dots, label]


def _text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = "#222222", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}>{escape(words)}</text>'
