"""One event as an export writes it: the same names, order and values in every format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from geomap.events.relations import Relation, relations
from geomap.model import Document, Event, Report
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
    #: How it belongs together with other events of its articles, whether the filters let those through or not.
    related: tuple[Relation, ...] = ()

    def shared(self) -> dict[str, Any]:
        """The properties of ``SHARED``: lists joined by ``; ``, fractions rounded, unknown None."""
        return {name: _plain(self.row[name]) for name in SHARED}

    def urls(self) -> list[str]:
        """Where its documents come from, each once; those of which no address is known are not there."""
        return list(dict.fromkeys(document.url for _, document in self.evidence if document.url))

    def quotes(self) -> list[tuple[str, str]]:
        """Each source with its words, each pair once, in the order of the reports."""
        return list(dict.fromkeys((source_label(document), report.quote) for report, document in self.evidence))


def records(view: View, filters: Filters, *, related: bool = False) -> Iterator[Record]:
    """The events that the filters let through, with their evidence, by start, then id.

    With ``related`` each also says how it belongs together with other events of its articles, which takes longer.
    """
    rows = view.rows(filters)
    while batch := list(islice(rows, _AT_ONCE)):
        evidence = view.reports([row["event_id"] for row in batch])
        told = _told_beside(view, evidence) if related else {}
        for row in batch:
            event_id = row["event_id"]
            yield Record(row, tuple(evidence.get(event_id, ())), tuple(_related(event_id, evidence.get(event_id, ()), told)))


def _told_beside(view: View, evidence: Mapping[str, Sequence[tuple[Report, Document]]]) -> dict[str, dict[str, Event]]:
    """For each document of some events all events that it tells of, by id."""
    documents = sorted({document.id for group in evidence.values() for _, document in group})
    with view.store.reading():
        reports = {r.id: d.id for d, found in view.store.tellings(documents) for r in found}
        events = view.store.events_of(reports)
    told: dict[str, dict[str, Event]] = {}
    for event in events:
        for document_id in {reports[i] for i in event.report_ids if i in reports}:
            told.setdefault(document_id, {})[event.id] = event
    return told


def _related(
    event_id: str, evidence: Iterable[tuple[Report, Document]], told: Mapping[str, Mapping[str, Event]]
) -> Iterable[Relation]:
    """How an event belongs together with the others that its documents tell of."""
    beside: dict[str, Event] = {}
    for _, document in evidence:
        beside |= told.get(document.id, {})
    return relations(beside[event_id], beside.values()) if event_id in beside else ()


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
