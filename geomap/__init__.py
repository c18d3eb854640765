"""geomap turns articles into a map of events that you can defend.

The library mirrors the command line::

    geomap.build(["articles/"], store="geomap.db")
    geomap.parse("Kim arrived in Vladivostok on Tuesday.", published="2023-09-12").reports
    geomap.open("geomap.db").events(start="2023-09-01", event_type="meeting").to_geojson()

Importing geomap loads none of its stages: each is imported when it is first used.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.engines import Engine
    from geomap.gazetteer.fallback import OnlineFallback
    from geomap.model import Extraction
    from geomap.pipeline import BuildSummary, Progress
    from geomap.selection import Selection

__all__ = ["__version__", "build", "open", "parse"]


def build(
    paths: Iterable[Path | str],
    *,
    store: Path | str = "geomap.db",
    gazetteer: Path | None = None,
    language: str | None = None,
    sources: Path | None = None,
    workers: int = 1,
    engine: Engine | None = None,
    online: OnlineFallback | None = None,
    progress: Progress | None = None,
) -> BuildSummary:
    """Bring ``store`` up to date with the articles at ``paths``; see ``geomap.pipeline.build``."""
    from geomap import pipeline

    return pipeline.build(
        paths,
        store=store,
        gazetteer=gazetteer,
        language=language,
        sources=sources,
        workers=workers,
        engine=engine,
        online=online,
        progress=progress,
    )


def parse(
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    source: str | None = None,
    gazetteer: Path | None = None,
) -> Extraction:
    """What one text says: toponyms, time expressions and reports, with offsets into ``text`` exactly as given.

    ``published`` (a date, or ISO 8601) is what relative expressions are resolved against; without it they stay unresolved.
    """
    from geomap import documents
    from geomap.extractor import shared_extractor
    from geomap.stream import publication_day

    day = publication_day(published) if isinstance(published, str) else published
    document = documents.from_text(text, title=title, source=source, published=day)
    return shared_extractor(gazetteer).extract(document)


def open(store: Path | str = "geomap.db") -> Selection:
    """The events of a store: narrow them with ``.events(...)``, then look at them or take them out."""
    from geomap.selection import Selection

    return Selection.open(store)


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("geomap")
    raise AttributeError(f"module 'geomap' has no attribute {name!r}")
