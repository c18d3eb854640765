"""Model values to rows and back: one pair of functions and one INSERT a table.

A string with lone surrogates (broken text that was read all the same) can't be UTF-8; it is stored as a BLOB of its
``surrogatepass`` bytes, so that every string comes back exactly.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from geomap.model import (
    Actor,
    Anchor,
    Candidate,
    DateBasis,
    DatePrecision,
    Disagreement,
    Document,
    Event,
    Furniture,
    GeoPrecision,
    Place,
    PlaceMention,
    PublishedBasis,
    Report,
    Review,
    ReviewField,
    Span,
    Status,
    Timex,
    Toponym,
    Trigger,
    Usage,
    When,
)
from geomap.store.codec import dumps, load_tuple, loads
from geomap.store.soundness import sound

Row = dict[str, Any]

#: The same places, with the same rivals, come up again and again: their JSON is written and read once. They are frozen, so one
#: value may stand in many extractions.
_REMEMBERED = 16_384


@lru_cache(_REMEMBERED)
def _dump_known(value: Place | tuple[Candidate, ...]) -> str:
    return dumps(value)


@lru_cache(_REMEMBERED)
def _load_place(text: str) -> Place:
    return loads(Place, text)


@lru_cache(_REMEMBERED)
def _load_candidates(text: str) -> tuple[Candidate, ...]:
    return load_tuple(Candidate, text)


INSERT_DOCUMENT = """
    INSERT INTO documents (id, title, text, source, published, published_basis, published_confidence, url, language, path,
        furniture, method, retired)
    VALUES (:id, :title, :text, :source, :published, :published_basis, :published_confidence, :url, :language, :path,
        :furniture, :method, 0)
    ON CONFLICT (id) DO UPDATE SET title = excluded.title, text = excluded.text, source = excluded.source,
        published = excluded.published, published_basis = excluded.published_basis,
        published_confidence = excluded.published_confidence, url = excluded.url, language = excluded.language,
        path = excluded.path, furniture = excluded.furniture, method = excluded.method, retired = 0"""

INSERT_TOPONYM = """
    INSERT INTO toponyms (document_id, position, start, "end", surface, usage, place_id, place_name, lat, lon, country_code,
        feature, geo_precision, geo_uncertainty_km, confidence, method, reason, place, candidates)
    VALUES (:document_id, :position, :start, :end, :surface, :usage, :place_id, :place_name, :lat, :lon, :country_code,
        :feature, :geo_precision, :geo_uncertainty_km, :confidence, :method, :reason, :place, :candidates)"""

INSERT_TIMEX = """
    INSERT INTO timexes (document_id, position, start, "end", surface, type, value, earliest, latest, date_precision, date_basis)
    VALUES (:document_id, :position, :start, :end, :surface, :type, :value, :earliest, :latest, :date_precision, :date_basis)"""

#: Upserted, not replaced: a report that is found again keeps its link to the event it was part of.
INSERT_REPORT = """
    INSERT INTO reports (id, document_id, position, event_type, status, background, quote, start, "end", trigger_text,
        trigger_start, trigger_end, earliest, latest, date_precision, date_basis, date_text, date_start, date_end,
        attributed_to, confidence, method, actors, places, mentions, tentative)
    VALUES (:id, :document_id, :position, :event_type, :status, :background, :quote, :start, :end, :trigger_text,
        :trigger_start, :trigger_end, :earliest, :latest, :date_precision, :date_basis, :date_text, :date_start, :date_end,
        :attributed_to, :confidence, :method, :actors, :places, :mentions, :tentative)
    ON CONFLICT (id) DO UPDATE SET document_id = excluded.document_id, position = excluded.position,
        event_type = excluded.event_type, status = excluded.status, background = excluded.background, quote = excluded.quote,
        start = excluded.start, "end" = excluded."end", trigger_text = excluded.trigger_text,
        trigger_start = excluded.trigger_start, trigger_end = excluded.trigger_end, earliest = excluded.earliest,
        latest = excluded.latest, date_precision = excluded.date_precision, date_basis = excluded.date_basis,
        date_text = excluded.date_text, date_start = excluded.date_start, date_end = excluded.date_end,
        attributed_to = excluded.attributed_to, confidence = excluded.confidence, method = excluded.method,
        actors = excluded.actors, places = excluded.places, mentions = excluded.mentions, tentative = excluded.tentative"""

INSERT_EVENT = """
    INSERT INTO events (position, id, title, event_type, status, background, start, "end", date_precision, date_basis, date_text,
        date_start, date_end, place_name, place_id, lat, lon, country_code, geo_precision, geo_uncertainty_km, confidence,
        n_documents, n_origins, n_disagreements, actors, place, places, disagreements)
    VALUES (:position, :id, :title, :event_type, :status, :background, :earliest, :latest, :date_precision, :date_basis,
        :date_text, :date_start, :date_end, :place_name, :place_id, :lat, :lon, :country_code, :geo_precision,
        :geo_uncertainty_km, :confidence, :n_documents, :n_origins, :n_disagreements, :actors, :place, :places, :disagreements)"""

#: A review that is there already is only ever undone, never changed.
INSERT_REVIEW = """
    INSERT INTO reviews (id, batch, field, document_id, sha256, start, "end", text, kind, other_document_id, other, place, time,
        word, throughout, old, who, "when", note, undone_by, undone_at)
    VALUES (:id, :batch, :field, :document_id, :sha256, :start, :end, :text, :kind, :other_document_id, :other, :place, :time,
        :word, :throughout, :old, :who, :when, :note, :undone_by, :undone_at)
    ON CONFLICT (id) DO UPDATE SET undone_by = coalesce(undone_by, excluded.undone_by),
        undone_at = coalesce(undone_at, excluded.undone_at)"""


def storable(row: Mapping[str, Any]) -> Row:
    """The row with every string that is not valid UTF-8 as bytes."""
    return {name: _storable(value) for name, value in row.items()}


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogatepass")
    return value


def text_of(value: Any) -> Any:
    """A stored value as it was given: bytes back to the broken string that they stand for."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def _values(row: sqlite3.Row) -> Row:
    values = dict(zip(row.keys(), row, strict=True))
    broken = [name for name, value in values.items() if isinstance(value, bytes)]
    return values | {name: text_of(values[name]) for name in broken} if broken else values


def document_row(document: Document, method: str) -> Row:
    """The row of a document; ``method`` is the one it was extracted with."""
    return {
        "id": document.id,
        "title": document.title,
        "text": document.text,
        "source": document.source,
        "published": _iso(document.published),
        "published_basis": document.published_basis.value,
        "published_confidence": document.published_confidence,
        "url": document.url,
        "language": document.language,
        "path": document.path,
        "furniture": dumps(document.furniture),
        "method": method,
    }


@sound
def document_of(row: sqlite3.Row) -> Document:
    """The document of a row."""
    v = _values(row)
    return Document(
        id=v["id"],
        title=v["title"],
        text=v["text"],
        source=v["source"],
        published=_date(v["published"]),
        published_basis=PublishedBasis(v["published_basis"]),
        published_confidence=v["published_confidence"],
        url=v["url"],
        language=v["language"],
        path=v["path"],
        furniture=load_tuple(Furniture, v["furniture"]),
    )


def toponym_row(toponym: Toponym, document_id: str, position: int) -> Row:
    """The row of a toponym, ``position`` in its extraction."""
    place = toponym.place
    return {
        "document_id": document_id,
        "position": position,
        "start": toponym.start,
        "end": toponym.end,
        "surface": toponym.surface,
        "usage": toponym.usage.value,
        **_place_columns(place),
        "feature": place.feature if place else None,
        "geo_precision": toponym.geo_precision.value,
        "geo_uncertainty_km": toponym.geo_uncertainty_km,
        "confidence": toponym.confidence,
        "method": toponym.method,
        "reason": toponym.reason,
        "place": _dump_known(place) if place else None,
        "candidates": _dump_known(toponym.candidates),
    }


@sound
def toponym_of(row: sqlite3.Row) -> Toponym:
    """The toponym of a row."""
    v = _values(row)
    return Toponym(
        start=v["start"],
        end=v["end"],
        surface=v["surface"],
        usage=Usage(v["usage"]),
        place=_load_place(v["place"]) if v["place"] is not None else None,
        geo_precision=GeoPrecision(v["geo_precision"]),
        geo_uncertainty_km=v["geo_uncertainty_km"],
        confidence=v["confidence"],
        method=v["method"],
        reason=v["reason"],
        candidates=_load_candidates(v["candidates"]),
    )


def timex_row(timex: Timex, document_id: str, position: int) -> Row:
    """The row of a time expression, ``position`` in its extraction."""
    return {
        "document_id": document_id,
        "position": position,
        "start": timex.start,
        "end": timex.end,
        "surface": timex.surface,
        "type": timex.type,
        "value": timex.value,
        "earliest": _iso(timex.earliest),
        "latest": _iso(timex.latest),
        "date_precision": timex.precision.value,
        "date_basis": timex.basis.value,
    }


@sound
def timex_of(row: sqlite3.Row) -> Timex:
    """The time expression of a row."""
    v = _values(row)
    return Timex(
        start=v["start"],
        end=v["end"],
        surface=v["surface"],
        type=v["type"],
        value=v["value"],
        earliest=_date(v["earliest"]),
        latest=_date(v["latest"]),
        precision=DatePrecision(v["date_precision"]),
        basis=DateBasis(v["date_basis"]),
    )


def report_row(report: Report, position: int) -> Row:
    """The row of a report, ``position`` in its extraction."""
    return {
        "id": report.id,
        "document_id": report.document_id,
        "position": position,
        "event_type": report.event_type,
        "status": report.status.value,
        "background": int(report.background),
        "quote": report.quote,
        "start": report.start,
        "end": report.end,
        "trigger_text": report.trigger.text,
        "trigger_start": report.trigger.start,
        "trigger_end": report.trigger.end,
        **_when_columns(report.when),
        "attributed_to": report.attributed_to,
        "confidence": report.confidence,
        "method": report.method,
        "actors": dumps(report.actors),
        "places": dumps(report.places),
        "mentions": dumps(report.mentions),
        "tentative": int(report.tentative),
    }


@sound
def report_of(row: sqlite3.Row) -> Report:
    """The report of a row."""
    v = _values(row)
    return Report(
        id=v["id"],
        document_id=v["document_id"],
        start=v["start"],
        end=v["end"],
        quote=v["quote"],
        trigger=Trigger(v["trigger_start"], v["trigger_end"], v["trigger_text"]),
        event_type=v["event_type"],
        status=Status(v["status"]),
        background=bool(v["background"]),
        actors=load_tuple(Actor, v["actors"]),
        places=load_tuple(PlaceMention, v["places"]),
        when=_when(v, "earliest", "latest"),
        attributed_to=v["attributed_to"],
        confidence=v["confidence"],
        method=v["method"],
        mentions=load_tuple(Trigger, v["mentions"]),
        tentative=bool(v["tentative"]),
    )


def event_row(event: Event, position: int) -> Row:
    """The row of an event, ``position`` in the list of events; its reports go to the link table."""
    mention = event.place
    return {
        "position": position,
        "id": event.id,
        "title": event.title,
        "event_type": event.event_type,
        "status": event.status.value,
        "background": int(event.background),
        **_when_columns(event.when),
        **_place_columns(mention.place if mention else None),
        "place_name": mention.name if mention else None,
        "geo_precision": mention.geo_precision.value if mention else None,
        "geo_uncertainty_km": mention.geo_uncertainty_km if mention else None,
        "confidence": event.confidence,
        "n_documents": event.n_documents,
        "n_origins": event.n_origins,
        "n_disagreements": len(event.disagreements),
        "actors": dumps(event.actors),
        "place": dumps(mention) if mention else None,
        "places": dumps(event.places),
        "disagreements": dumps(event.disagreements),
    }


@sound
def event_of(row: sqlite3.Row, report_ids: tuple[str, ...]) -> Event:
    """The event of a row and its links."""
    v = _values(row)
    return Event(
        id=v["id"],
        title=v["title"],
        event_type=v["event_type"],
        status=Status(v["status"]),
        background=bool(v["background"]),
        actors=load_tuple(str, v["actors"]),
        place=loads(PlaceMention, v["place"]) if v["place"] is not None else None,
        places=load_tuple(PlaceMention, v["places"]),
        when=_when(v, "start", "end"),
        report_ids=report_ids,
        n_documents=v["n_documents"],
        n_origins=v["n_origins"],
        disagreements=load_tuple(Disagreement, v["disagreements"]),
        confidence=v["confidence"],
    )


def review_row(review: Review) -> Row:
    """The row of a review."""
    target, other = review.target, review.other
    return {
        **{name: getattr(review, name) for name in _REVIEW_COLUMNS},
        "field": review.field.value,
        "document_id": target.document_id,
        "sha256": target.sha256,
        "start": target.start,
        "end": target.end,
        "text": target.text,
        "kind": target.kind,
        "other_document_id": other.document_id if other else None,
        "other": dumps(other) if other else None,
        "place": dumps(review.place) if review.place else None,
        "time": dumps(review.time) if review.time else None,
        "throughout": int(review.throughout),
    }


_REVIEW_COLUMNS = ("id", "batch", "word", "old", "who", "when", "note", "undone_by", "undone_at")


@sound
def review_of(row: sqlite3.Row) -> Review:
    """The review of a row."""
    v = _values(row)
    return Review(
        **{name: v[name] for name in _REVIEW_COLUMNS},
        field=ReviewField(v["field"]),
        target=Anchor(v["start"], v["end"], v["sha256"], v["text"], v["kind"]),
        other=loads(Anchor, v["other"]) if v["other"] is not None else None,
        place=loads(Place, v["place"]) if v["place"] is not None else None,
        time=loads(When, v["time"]) if v["time"] is not None else None,
        throughout=bool(v["throughout"]),
    )


def _place_columns(place: Place | None) -> Row:
    return {
        "place_id": place.id if place else None,
        "place_name": place.name if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "country_code": place.country if place else None,
    }


def _when_columns(when: When | None) -> Row:
    """The columns of a ``When``; it is None exactly where ``date_precision`` is NULL."""
    span = when.span if when else None
    return {
        "earliest": _iso(when.earliest) if when else None,
        "latest": _iso(when.latest) if when else None,
        "date_precision": when.precision.value if when else None,
        "date_basis": when.basis.value if when else None,
        "date_text": when.text if when else None,
        "date_start": span.start if span else None,
        "date_end": span.end if span else None,
    }


def _when(v: Row, earliest: str, latest: str) -> When | None:
    if v["date_precision"] is None:
        return None
    return When(
        earliest=_date(v[earliest]),
        latest=_date(v[latest]),
        precision=DatePrecision(v["date_precision"]),
        basis=DateBasis(v["date_basis"]),
        text=v["date_text"],
        span=Span(v["date_start"], v["date_end"]) if v["date_start"] is not None else None,
    )


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value is not None else None
