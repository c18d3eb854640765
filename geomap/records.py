"""The record that ``geomap parse`` writes: an extraction as JSON, one line a document.

A stable contract that other programs read. Offsets are into the text exactly as it was given. Unknown is ``null``. A line is
pure ASCII, so that no lone surrogate and no exotic line separator in an article can break a reader that takes one record a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from geomap.model import DateBasis, Document, Event, Extraction, PlaceMention, Report, Timex, Toponym, When

#: A JSON object.
Record = dict[str, object]


def record(
    extraction: Extraction,
    *,
    identifier: str | None = None,
    events: Mapping[str, str] | None = None,
    stories: Mapping[str, str] | None = None,
) -> Record:
    """The extraction as one JSON object.

    ``identifier`` is what the caller calls the document (the document's own id where it is None). With ``events`` (from report
    id to event id) each report also says to which event it was linked, and with ``stories`` (from document id to story id) the
    document which story it tells.
    """
    document = extraction.document
    told = {} if stories is None else {"story": stories.get(document.id)}
    return {
        "id": document.id if identifier is None else identifier,
        "published": _iso(document.published),
        "published_basis": document.published_basis.value,
        "published_confidence": document.published_confidence,
        "toponyms": [_toponym(t) for t in extraction.toponyms],
        "timexes": [_timex(t) for t in extraction.timexes],
        "reports": [_report(r, events) for r in _told(extraction, events or {})],
        **told,
    }


def _told(extraction: Extraction, events: Mapping[str, str]) -> Iterator[Report]:
    """The reports of the document, and the untold ones that another document has told by now, in the order of the text."""
    untold = {r.id for r in extraction.untold}
    told = (r for r in extraction.all_reports if r.id in events or r.id not in untold)
    return map(events.told, told) if isinstance(events, Linked) else told


def line(of: Record) -> str:
    """The record as one line of JSON, without its line end."""
    return json.dumps(of, ensure_ascii=True, allow_nan=False)


class Linked(dict[str, str]):
    """From report id to the id of the event that the report tells of, with the events by their ids."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = {event.id: event for event in events}
        super().__init__({report_id: event.id for event in self.events.values() for report_id in event.report_ids})

    def told(self, report: Report) -> Report:
        """A report as its event has it: a tentative one was when the event was, unless its own sentences say when."""
        event = self.events.get(self.get(report.id, ""))
        if event is None or event.when is None or not report.tentative or report.says_when:
            return report
        return replace(report, when=replace(event.when, basis=DateBasis.INFERRED))


def events_of(events: Iterable[Event]) -> Linked:
    """From report id to the id of the event that the report tells of."""
    return Linked(events)


def stories_of(documents: Sequence[Document]) -> dict[str, str]:
    """From document id to the id of the story that the document tells; documents of one story are about the same news.

    A story is called after the least of its documents' ids.
    """
    from geomap.events import stories

    first: dict[int, str] = {}
    told = stories(documents)
    for document, story in zip(documents, told, strict=True):
        first[story] = min(first.get(story, document.id), document.id)
    return {d.id: "story-" + first[story].removeprefix("doc-") for d, story in zip(documents, told, strict=True)}


def _toponym(toponym: Toponym) -> Record:
    place = toponym.place
    return {
        "start": toponym.start,
        "end": toponym.end,
        "surface": toponym.surface,
        "usage": toponym.usage.value,
        "name": place.name if place else None,
        "place_id": place.id if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "feature": place.feature if place else None,
        "geo_precision": toponym.geo_precision.value,
        "geo_uncertainty_km": toponym.geo_uncertainty_km,
        "confidence": toponym.confidence,
        "method": toponym.method,
        "reason": toponym.reason,
    }


def _timex(timex: Timex) -> Record:
    return {
        "start": timex.start,
        "end": timex.end,
        "surface": timex.surface,
        "type": timex.type,
        "value": timex.value,
        "earliest": _iso(timex.earliest),
        "latest": _iso(timex.latest),
        "precision": timex.precision.value,
        "basis": timex.basis.value,
    }


def _report(report: Report, events: Mapping[str, str] | None) -> Record:
    written: Record = {
        "start": report.start,
        "end": report.end,
        "quote": report.quote,
        "trigger": {"start": report.trigger.start, "end": report.trigger.end, "text": report.trigger.text},
        "event_type": report.event_type,
        "status": report.status.value,
        "background": report.background,
        "actors": [{"name": actor.name, "role": actor.role} for actor in report.actors],
        "places": [_place(mention) for mention in report.places],
        "when": _when(report.when),
        "attributed_to": report.attributed_to,
        "confidence": report.confidence,
        "method": report.method,
    }
    if events is not None:
        written["event"] = events.get(report.id)
    return written


def _place(mention: PlaceMention) -> Record:
    place = mention.place
    return {
        "name": mention.name,
        "role": mention.role.value,
        "place_id": place.id if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "country": place.country if place else None,
        "geo_precision": mention.geo_precision.value,
        "start": mention.span.start if mention.span else None,
        "end": mention.span.end if mention.span else None,
    }


def _when(when: When | None) -> Record | None:
    if when is None:
        return None
    return {
        "earliest": _iso(when.earliest),
        "latest": _iso(when.latest),
        "precision": when.precision.value,
        "basis": when.basis.value,
        "text": when.text,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
