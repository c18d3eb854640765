"""The comparison as tables in Markdown, and their place in a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_ACCURACY = (
    ("exact", "recognition_exact", "f1"),
    ("overlap", "recognition_overlap", "f1"),
    ("acc@161", "resolution_exact", "acc161"),
    ("end to end", "end_to_end_exact", "f1"),
)
_COST = ("documents per CPU second", "of plain NER", "start-up s (CPU s)", "memory MB")


def tables(results: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Two tables: the means over the corpora with speed, start-up and memory; and the accuracy on each corpus."""
    yield from table(["system", *(name for name, _, _ in _ACCURACY), *_COST], [_means(r) for r in results])
    corpora = list(dict.fromkeys(name for r in results if "corpora" in r for name in r["corpora"]))
    if len(corpora) > 1:
        yield ""
        heads = [f"{corpus} {name}" for corpus in corpora for name, _, _ in _ACCURACY]
        ran = [[r["system"], *(cell for c in corpora for cell in _accuracy(r["corpora"][c]))] for r in results if "corpora" in r]
        yield from table(["system", *heads], ran)
    for result in results:
        if "not_run" in result:
            yield f"\n`{result['system']}` did not run: {_escaped(result['not_run'])}"


def write(page: Path, content: str, *, name: str) -> None:
    """Put the content between the page's marks of that name. Raises ValueError where it has none."""
    first, last = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(first)
    _, end, after = rest.partition(last)
    if not begin or not end:
        raise ValueError(f"{page}: has no lines {first} and {last} to write between")
    page.write_text(f"{before}{first}\n{content}\n{last}{after}", encoding="utf-8")


def _means(result: Mapping[str, Any]) -> list[str]:
    if "not_run" in result:
        return [result["system"], *["-"] * (len(_ACCURACY) + len(_COST))]
    ratio = result.get("of_anchor")
    start = f"{result['start_up_s']:.1f} ({result['start_up_cpu_s']:.1f})"
    cost = [
        f"{result['documents_per_cpu_s']:,.1f}",
        "-" if ratio is None else f"{ratio:.2f}",
        start,
        f"{result['memory_mb']:,.0f}",
    ]
    return [result["system"], *_accuracy(result["macro"]), *cost]


def _accuracy(figures: Mapping[str, Any]) -> list[str]:
    places = bool(figures["places"])
    cells = []
    for _, group, name in _ACCURACY:
        value = figures[group].get(name) if places or group.startswith("recognition") else None
        cells.append("-" if value is None else f"{value:.3f}")
    return cells


def table(heads: Sequence[str], body: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of one table."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in body:
        yield f"| {' | '.join(row)} |"


def _escaped(words: str) -> str:
    """Words of a foreign program, as words of a page."""
    return words.replace("<", "&lt;").replace("|", "\\|").replace("`", "'")
