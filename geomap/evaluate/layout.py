"""Figures as tables of plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def rows(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of a table, the first being its heads: the first column to the left, the others to the right."""
    widths = [max(len(row[i]) if i < len(row) else 0 for row in cells) for i in range(max(map(len, cells)))]
    for row in cells:
        first, *others = row
        yield "  ".join([first.ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(others, widths[1:], strict=False))]).rstrip()


def share(value: float | None) -> str:
    """A share with three digits; a dash where there is none."""
    return "-" if value is None else f"{value:.3f}"


def number(value: float | None) -> str:
    """A count, or a distance with one digit; a dash where there is none."""
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
