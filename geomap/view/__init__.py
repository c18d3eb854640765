"""Filters, facets, bins of time and points of the map, over a columnar snapshot of the store's events."""

from geomap.view.filters import Bbox, Filters
from geomap.view.histogram import BINS, Bin, Bins
from geomap.view.snapshot import source_label
from geomap.view.view import Facets, Summary, View

__all__ = ["BINS", "Bbox", "Bin", "Bins", "Facets", "Filters", "Summary", "View", "source_label"]
