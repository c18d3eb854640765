"""One event as an export writes it: the same names, order and values in every format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from geomap.model import Document, Report
from geomap.view import Filters, View, source_label

#: How many events' evidence is fetched at once.
_AT_ONCE = 500

#: The properties that every format writes under the same names, in this order, after title, start and end.
SHARED = (
    "date_precision",
    "date_text",
    "date_basis",
    "event_type",
    "status",
    "background",
    "actors",
    "recipients",
    "sources",
    "place",
    "place_id",
    "country_code",
    "admin1",
    "geo_precision",
    "geo_uncertainty_km",
    "confidence",
    "n_documents",
    "n_origins",
    "n_disagreements",
    "review",
)


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the view with its evidence."""

    row: dict[str, Any]
    evidence: tuple[tuple[Report, Document], ...]

    def shared(self) -> dict[str, Any]:
        """The properties of ``SHARED``: lists joined by ``; ``, fractions rounded, unknown None."""
        return {name: _plain(self.row[name]) for name in SHARED}

    def urls(self) -> list[str]:
        """Where its documents come from, each once; those of which no address is known are not there."""
        return list(dict.fromkeys(document.url for _, document in self.evidence if document.url))

    def quotes(self) -> list[tuple[str, str]]:
        """Each source with its words, each pair once, in the order of the reports."""
        return list(dict.fromkeys((source_label(document), report.quote) for report, document in self.evidence))


def records(view: View, filters: Filters) -> Iterator[Record]:
    """The events that the filters let through, with their evidence, by start, then id."""
    rows = view.rows(filters)
    while batch := list(islice(rows, _AT_ONCE)):
        evidence = view.reports([row["event_id"] for row in batch])
        for row in batch:
            yield Record(row, tuple(evidence.get(row["event_id"], ())))


def report_values(report: Report, document: Document) -> dict[str, Any]:
    """One report for a program that goes back to the text: ``start`` and ``end`` are offsets into the document's text.

    ``sha256`` is of the text (UTF-8), so that whoever has the article can tell that it is the same.
    """
    return {
        "report_id": report.id,
        "doc": document.id,
        "sha256": hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "source": source_label(document),
        "document_title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
        "start": report.start,
        "end": report.end,
        "quote": report.quote,
        "status": report.status.value,
        "attributed_to": report.attributed_to,
        "method": report.method,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(value) or None
    if isinstance(value, float):
        return round(value, 4)
    return value
