"""Events as files for other programs: one function a format, bytes out, the same filters as the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from geomap.errors import InputError
from geomap.export import brief, webmap
from geomap.export.geojson import geojson
from geomap.export.geoparquet import geoparquet
from geomap.export.kml import kml
from geomap.export.picture import png
from geomap.export.tables import table
from geomap.export.timemap import timemap
from geomap.view import Filters, View


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: the word it is asked for by, how a person calls it, its suffix and media type, and what writes it."""

    name: str
    label: str
    suffix: str
    media_type: str
    write: Callable[[View, Filters], bytes]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "geojson": Format("geojson", "GeoJSON", ".geojson", "application/geo+json", geojson),
        "csv": Format("csv", "CSV", ".csv", "text/csv; charset=utf-8", table),
        "kml": Format("kml", "KML", ".kml", "application/vnd.google-earth.kml+xml", kml),
        "geoparquet": Format("geoparquet", "GeoParquet", ".parquet", "application/vnd.apache.parquet", geoparquet),
        "timemap": Format("timemap", "TimeMap JSON", ".timemap.zip", "application/zip", timemap),
        "html": Format("html", "Map (HTML)", ".map.html", "text/html; charset=utf-8", webmap.page),
        "png": Format("png", "Picture (PNG)", ".png", "image/png", png),
        "brief": Format("brief", "Brief (HTML)", ".brief.html", "text/html; charset=utf-8", brief.page),
        "markdown": Format("markdown", "Brief (Markdown)", ".brief.md", "text/markdown; charset=utf-8", brief.markdown),
    }
)


def export(source: View | Path | str, filters: Filters | None = None, format: str = "geojson") -> bytes:
    """The events of a view, or of the store at a path, that the filters let through, as a file's bytes.

    Raises InputError for a format that is not in ``FORMATS``, StoreError where there is no store.
    """
    if format not in FORMATS:
        raise InputError(f"there is no export format {format!r}; there are: {', '.join(FORMATS)}")
    write = FORMATS[format].write
    if isinstance(source, View):
        return write(source, filters or Filters())
    with View.open(source) as view:
        return write(view, filters or Filters())


__all__ = ["FORMATS", "Format", "export"]
