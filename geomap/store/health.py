"""Is a store sound? What is checked, what is wrong, and what mends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import StoreError
from geomap.model import Document
from geomap.store.salvage import Salvaged, salvage
from geomap.store.store import Store

_CURE = "geomap doctor --repair marks the documents to be read again by the next build"
_ID = re.compile(r"doc-[0-9a-f]{12}")
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
    wrong, quotes = _read_through(path)
    if repair and not wrong:
        wrong = quotes.wrong
    if wrong:
        if not repair:
            yield Finding("file", wrong, f"geomap doctor --repair --store {path}, or put back a copy")
            return
        found = _salvaged(path)
        kept = ", ".join(f"{count:,} {table}" for table, count in found.rows.items() if count)
        lost = ", ".join(f"{table} ({count:,})" for table, count in found.gaps.items() if count)
        told = f"{wrong}; kept: {kept or 'nothing'}" + (f"; gaps in: {lost}" if lost else "")
        yield Finding("file", told, f"build again from your articles; the damaged file is {found.damaged}", mended=True)
        wrong, quotes = _read_through(path)
        if wrong:
            raise StoreError(f"{path}: the store can't be repaired ({wrong}); the damaged file is {found.damaged}")
    else:
        yield Finding("file")
    yield quotes
    yield from _contents(path, repair=repair)


def _salvaged(path: Path) -> Salvaged:
    try:
        return salvage(path)
    except StoreError as error:
        if "damaged" not in str(error):
            raise
        cure = "put back a copy, or move the file away and build again; it was left as it is"
        raise StoreError(f"{path}: the store is too damaged to be repaired, its list of tables can't be read; {cure}") from error


def _read_through(path: Path) -> tuple[str | None, Finding]:
    """What is wrong with the file, page by page and row by row, and whether every quote is the document's text at its place."""
    wrong = _pages(path)
    quotes = Finding("quotes")
    if wrong is None:
        with Store.open(path, readonly=True) as store:
            try:
                quotes = _quotes(store)
                store.events(), store.reviews(), store.files(), store.skips(), store.documents(retired=True)
            except StoreError as error:
                wrong = str(error)
    return wrong, quotes


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
        if repair:
            yield _search(store)
        yield _events(store, path)


def _quotes(store: Store) -> Finding:
    """Every text must be the one that its document's identity was made of, and every quote must stand at its place in it."""
    bad = []
    for extraction in store.extractions():
        text = extraction.document.text
        own = Document.id_of(text) == extraction.document.id or not _ID.fullmatch(extraction.document.id)
        if not own or any(text[span.start : span.end] != words for span, words in extraction.quotes()):
            bad.append(extraction.document.path or extraction.document.id)
    if not bad:
        return Finding("quotes")
    named = ", ".join(bad[:_SAID]) + (f" and {len(bad) - _SAID:,} more" if len(bad) > _SAID else "")
    return Finding("quotes", f"the text, or what is quoted of it, has changed in {named}", _CURE)


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
