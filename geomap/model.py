"""The nouns of geomap: frozen dataclasses and enums, standard library only.

Offsets are 0-based, end-exclusive, in code points of ``Document.text``: ``text[start:end] == surface`` (or ``quote``), always.
Unknown is ``None``, never ``""``, 0 or (0, 0). Dates are intervals with a precision and a basis, never bare strings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Whether an event happened, as the source tells it."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"


class Usage(StrEnum):
    """What a place name stands for where it is used."""

    LITERAL = "literal"
    METONYM = "metonym"
    DEMONYM = "demonym"
    EMBEDDED = "embedded"


class Role(StrEnum):
    """What a place is to an event. The first place whose role is not ``ABOUT`` is the report's pin."""

    VENUE = "venue"
    ORIGIN = "origin"
    DESTINATION = "destination"
    ABOUT = "about"


class GeoPrecision(StrEnum):
    """How finely a place is known, from a building to a country."""

    SITE = "site"
    CITY = "city"
    NEAR = "near"
    DISTRICT = "district"
    REGION = "region"
    AREA = "area"
    COUNTRY = "country"
    NONE = "none"


class DatePrecision(StrEnum):
    """How finely a time is known."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    UNKNOWN = "unknown"


class DateBasis(StrEnum):
    """Where an interval comes from: stated in full, resolved against the publication date, lent by what else its document
    tells, that date itself, or a person.
    """

    EXPLICIT = "explicit"
    RELATIVE = "relative"
    INFERRED = "inferred"
    PUBLICATION = "publication"
    PERSON = "person"
    NONE = "none"


class PublishedBasis(StrEnum):
    """Where a document's own date was found."""

    SIDECAR = "sidecar"
    FRONT_MATTER = "front matter"
    METADATA = "metadata"
    TEXT = "text"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Furniture(Span):
    """Page furniture: text that is on the page but not in the article. ``kind`` is a word such as ``newsletter`` or ``menu``."""

    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article; its text is normalised once when it is read and never changed after.

    ``published_confidence``: how sure the day of publication is, 0 to 1; None where there is none, or where nobody weighed it.
    """

    id: str
    title: str
    text: str
    source: str | None = None
    published: date | None = None
    published_basis: PublishedBasis = PublishedBasis.NONE
    url: str | None = None
    language: str | None = None
    path: str | None = None
    furniture: tuple[Furniture, ...] = ()
    published_confidence: float | None = None

    @staticmethod
    def id_of(text: str) -> str:
        """The identity of a text: ``doc-`` and the first 12 hexadecimal digits of its SHA-256 (UTF-8)."""
        return "doc-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of a gazetteer.

    ``feature`` is GeoNames class and code (``P.PPLC``); ``country`` is ISO 3166-1 alpha-2; ``radius_km`` is how far the place
    reaches from its point, where the gazetteer says so.
    """

    id: str
    name: str
    lat: float
    lon: float
    feature: str
    country: str | None = None
    admin1: str | None = None
    population: int | None = None
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a surface form may name. ``name_kind``: name, alias, abbreviation or demonym; ``score`` ranks (0 to 1)."""

    place: Place
    name_kind: str = "name"
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Toponym:
    """One mention of a place in a document, resolved, or with the ``reason`` why not."""

    start: int
    end: int
    surface: str
    usage: Usage
    place: Place | None
    geo_precision: GeoPrecision
    geo_uncertainty_km: float | None
    confidence: float
    method: str
    reason: str | None = None
    candidates: tuple[Candidate, ...] = ()

    @property
    def span(self) -> Span:
        """Where it stands in the document."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Timex:
    """One time expression: TimeML ``type`` (DATE, TIME, DURATION, SET) and ``value``, and the interval of days it covers.

    ``earliest`` and ``latest`` are inclusive and None where the expression can't be anchored; its text is kept all the same.
    """

    start: int
    end: int
    surface: str
    type: str
    value: str
    earliest: date | None
    latest: date | None
    precision: DatePrecision
    basis: DateBasis

    @property
    def span(self) -> Span:
        """Where it stands in the document."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class When:
    """When an event is, according to one report; ``text`` and ``span`` are the words it was read from, where there are any."""

    earliest: date | None
    latest: date | None
    precision: DatePrecision
    basis: DateBasis
    text: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes part: ``role`` is ``actor`` or ``recipient``."""

    name: str
    role: str = "actor"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place with its role in one report.

    ``how`` is ``explicit`` (named in the report's own sentence), ``inherited`` (named elsewhere in the document) or ``reviewed``
    (a person chose it). ``place`` is None where the name could not be resolved; the event then stays off the map and says why.
    """

    name: str
    role: Role
    place: Place | None
    geo_precision: GeoPrecision
    geo_uncertainty_km: float | None
    span: Span | None
    how: str = "explicit"


@dataclass(frozen=True, slots=True)
class Trigger(Span):
    """The word or phrase that tells of the event."""

    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one document says of one event. ``quote`` is the sentence(s) that support it; ``mentions`` are further triggers.

    ``tentative``: its own words leave it open whether it is an event; it counts where another document tells of the same.
    """

    id: str
    document_id: str
    start: int
    end: int
    quote: str
    trigger: Trigger
    event_type: str
    status: Status
    background: bool
    actors: tuple[Actor, ...]
    places: tuple[PlaceMention, ...]
    when: When | None
    attributed_to: str | None
    confidence: float
    method: str
    mentions: tuple[Trigger, ...] = ()
    tentative: bool = False

    @staticmethod
    def id_of(document_id: str, trigger: Trigger, event_type: str, *, occasion: int = 0) -> str:
        """A stable identity: the same document, trigger and type give the same id in every build.

        ``occasion`` counts, from 0, the happenings that the one word tells of.
        """
        key = f"{document_id}:{trigger.start}:{trigger.end}:{event_type}" + (f":{occasion}" if occasion else "")
        return "rep-" + hashlib.sha256(key.encode()).hexdigest()[:12]

    @property
    def pin(self) -> PlaceMention | None:
        """The place to draw: the first whose role is not ``about``."""
        return next((p for p in self.places if p.role is not Role.ABOUT), None)

    @property
    def says_when(self) -> bool:
        """Whether its time was read from words of its own sentences: others of its document only lend it one."""
        return self.when is not None and self.when.span is not None and self.start <= self.when.span.start < self.end


@dataclass(frozen=True, slots=True)
class Claim:
    """One side of a disagreement: the value as words, and the reports that make it."""

    value: str
    report_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field (``when``, ``place``, ``status``, ``number``, ``wording``) on which reports of one event differ: who says what."""

    field: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What several reports agree is one happening.

    ``n_documents`` counts documents, ``n_origins`` counts independent originals: retellings of one report count once.
    """

    id: str
    title: str
    event_type: str
    status: Status
    background: bool
    actors: tuple[str, ...]
    place: PlaceMention | None
    places: tuple[PlaceMention, ...]
    when: When | None
    report_ids: tuple[str, ...]
    n_documents: int
    n_origins: int
    disagreements: tuple[Disagreement, ...]
    confidence: float


class ReviewField(StrEnum):
    """What a person decided: which place a mention names, or the place, time, status, type or unity of an event; or that all is
    right as it is.
    """

    TOPONYM = "toponym"
    PLACE = "place"
    WHEN = "when"
    STATUS = "status"
    EVENT_TYPE = "event_type"
    TOGETHER = "together"
    APART = "apart"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Anchor(Span):
    """Words of a text that a review is about, found again after every build: by the hash of the whole text and the offsets.

    ``kind`` is ``toponym`` for the mention of a place; for the words that tell of an event it is the type they were read as.
    """

    sha256: str
    text: str
    kind: str

    @property
    def document_id(self) -> str:
        """The id of the document with this text."""
        return "doc-" + self.sha256[:12]


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided: an overlay that never edits the row beneath, survives every rebuild and can be undone.

    ``batch`` names what was decided in one step and is undone in one. ``place``, ``time`` or ``word`` (a status or a type) holds
    the new value; all None says that there is none: no place, no date. ``throughout``: it holds for all mentions of these words
    in the document. ``other`` is the second of two reports that are, or aren't, of one event. ``old`` is what stood there, in
    words. ``when`` and ``undone_at`` are ISO 8601 in UTC.
    """

    id: str
    batch: str
    field: ReviewField
    target: Anchor
    who: str
    when: str
    place: Place | None = None
    time: When | None = None
    word: str | None = None
    other: Anchor | None = None
    throughout: bool = False
    old: str | None = None
    note: str | None = None
    undone_by: str | None = None
    undone_at: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it has not been undone."""
        return self.undone_at is None


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was not taken in: where, why, and what to do about it."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was found in one document; ``method`` names the code, configuration and data that found it.

    ``reports`` are told for sure, or by another document too; ``untold`` are the tentative ones that nobody else has told yet.
    """

    document: Document
    toponyms: tuple[Toponym, ...] = ()
    timexes: tuple[Timex, ...] = ()
    reports: tuple[Report, ...] = ()
    method: str = field(default="")
    untold: tuple[Report, ...] = ()

    @classmethod
    def of(
        cls, document: Document, toponyms: tuple[Toponym, ...], timexes: tuple[Timex, ...], found: Sequence[Report], method: str
    ) -> Extraction:
        """What was found in one document by itself: its tentative reports are untold."""
        sure, untold = (tuple(r for r in found if r.tentative is tentative) for tentative in (False, True))
        return cls(document, toponyms, timexes, sure, method, untold)

    @property
    def all_reports(self) -> tuple[Report, ...]:
        """The reports, the untold ones among them, in the order of the text: what linking compares."""
        if not self.untold:
            return self.reports
        return tuple(sorted((*self.reports, *self.untold), key=lambda r: (r.trigger.start, r.trigger.end, r.id)))

    def quotes(self) -> Iterator[tuple[Span, str]]:
        """Every (span, words) pair that must equal the document's text at that span."""
        for t in self.toponyms:
            yield t.span, t.surface
        for x in self.timexes:
            yield x.span, x.surface
        for r in self.all_reports:
            yield Span(r.start, r.end), r.quote
            yield r.trigger, r.trigger.text
