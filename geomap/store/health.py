"""Is a store sound? What is checked, what is wrong, and what mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import StoreError
from geomap.store.salvage import salvage
from geomap.store.store import Store

#: How much of what SQLite says about a damaged file is passed on.
_SAID = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: ``subject``, what is ``wrong`` (None: nothing), the ``cure``, and whether it has been ``mended``."""

    subject: str
    wrong: str | None = None
    cure: str | None = None
    mended: bool = False


def check(path: Path | str, *, repair: bool = False) -> Iterator[Finding]:
    """The findings about a store, each as it is made; with ``repair``, what can be mended is.

    Raises StoreError where there is no store at all.
    """
    path = Path(path)
    wrong = _pages(path)
    if wrong:
        if not repair:
            yield Finding("file", wrong, f"geomap doctor --repair --store {path}, or put back a copy")
            return
        found = salvage(path)
        kept = ", ".join(f"{count:,} {table}" for table, count in found.rows.items() if count)
        lost = ", ".join(f"{table} ({count:,})" for table, count in found.gaps.items() if count)
        told = f"{wrong}; kept: {kept or 'nothing'}" + (f"; gaps in: {lost}" if lost else "")
        yield Finding("file", told, f"build again from your articles; the damaged file is {found.damaged}", mended=True)
    else:
        yield Finding("file")
    yield from _contents(path, repair=repair)


def _pages(path: Path) -> str | None:
    """What a full check of the file finds wrong."""
    try:
        with Store.open(path, readonly=True) as store:
            found = store.problems()
    except StoreError as error:
        if "damaged" in str(error) or "disc failed" in str(error):
            return str(error)
        raise
    return "; ".join(found[:_SAID]) + (f"; and {len(found) - _SAID:,} more" if len(found) > _SAID else "") if found else None


def _contents(path: Path, *, repair: bool) -> Iterator[Finding]:
    with Store.open(path, readonly=not repair) as store:
        yield _quotes(store)
        if repair:
            yield _search(store)
        yield _events(store, path)


def _quotes(store: Store) -> Finding:
    """Every quote must be the document's text at its place."""
    bad = []
    for extraction in store.extractions():
        text = extraction.document.text
        if any(text[span.start : span.end] != words for span, words in extraction.quotes()):
            bad.append(extraction.document.path or extraction.document.id)
    if not bad:
        return Finding("quotes")
    named = ", ".join(bad[:_SAID]) + (f" and {len(bad) - _SAID:,} more" if len(bad) > _SAID else "")
    return Finding("quotes", f"offsets do not fit the text of {named}", "delete the store and build again; please report it")


def _search(store: Store) -> Finding:
    """The full-text index must hold what the documents hold; it can be made again."""
    try:
        store.check_search()
    except StoreError as error:
        store.rebuild_search()
        return Finding("search", str(error), None, mended=True)
    return Finding("search")


def _events(store: Store, path: Path) -> Finding:
    if store.events_current:
        return Finding("events")
    return Finding("events", "not linked since the documents changed", f"geomap build PATH --store {path}")
