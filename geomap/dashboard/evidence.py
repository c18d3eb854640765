"""An event with its evidence as HTML: what is claimed, how each part was derived, and every source's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from geomap.dashboard import assets, quotation, words
from geomap.dashboard.quotation import Part
from geomap.dashboard.safe import Markup, join, link, tag
from geomap.events.confidence import Confidence, confidence_parts
from geomap.events.types import event_types
from geomap.model import Disagreement, Document, Event, GeoPrecision, PlaceMention, Report, Role, Toponym
from geomap.view import source_label

FIELD_WORDS = {"when": "date", "place": "place", "status": "status"}
_ROLE_WORDS = {Role.VENUE: "at", Role.ORIGIN: "from", Role.DESTINATION: "to", Role.ABOUT: "about"}
_PARAGRAPH = re.compile(r"\n\s*\n")
#: How many sources a confidence is broken down to.
_SOURCES_WEIGHED = 6
#: How many parts of a report's confidence are named, the weightiest first.
_PARTS = 5
_MARK_HELP = {Part.TRIGGER: "the words that tell of the event", Part.PLACE: "a place", Part.WHEN: "a time"}


def type_label(event_type: str) -> str:
    """What people read for an event type."""
    found = event_types().get(event_type)
    return found.label if found else event_type


def event_markup(
    event: Event,
    reports: Sequence[Report],
    documents: Mapping[str, Document],
    *,
    toponyms: Mapping[str, Sequence[Toponym]] | None = None,
) -> Markup:
    """The whole of an event, from its title to its sources.

    ``toponyms`` are those of the documents, by document: with them its confidence says what it is made of.
    """
    return tag(
        "article",
        _badges(event),
        tag("h3", event.title, class_="gm-title"),
        _facts(event, reports, documents, toponyms),
        _disagreements(event, reports, documents),
        tag("h4", words.count(len(reports), "report") + " in the sources' own words", class_="gm-head"),
        *(_report(report, event, documents.get(report.document_id)) for report in reports),
        class_="gm-event",
    )


def _badges(event: Event) -> Markup:
    chips = [
        tag(
            "span",
            words.STATUS_WORDS[event.status],
            class_=f"gm-badge gm-{event.status.value}",
            title=words.STATUS_HELP[event.status],
        ),
        tag("span", type_label(event.event_type), class_="gm-chip"),
    ]
    if event.background:
        chips.append(tag("span", "told as history", class_="gm-chip"))
    return tag("div", *chips, class_="gm-badges")


def _facts(
    event: Event,
    reports: Sequence[Report],
    documents: Mapping[str, Document],
    toponyms: Mapping[str, Sequence[Toponym]] | None,
) -> Markup:
    basis = _deciding(event, reports)
    rows = [
        _fact(
            "When", words.interval(event.when), words.derivation(event.when, documents.get(basis.document_id) if basis else None)
        ),
        _place_fact(event, reports, documents),
    ]
    others = [
        f"{_ROLE_WORDS[place.role]} {words.place_name(place)}"
        for place in event.places
        if place.role is not Role.ABOUT and words.place_name(place) != words.place_name(event.place)
    ]
    if others:
        rows.append(_fact("Also", words.listing(list(dict.fromkeys(others)), 6), None))
    if event.actors:
        rows.append(_fact("Who", words.listing(event.actors, 8), None))
    rows.append(_fact("Told by", words.support(event), None))
    rows.append(join([tag("dt", "Confidence"), tag("dd", _confidence(event, reports, documents, toponyms))]))
    return tag("dl", *rows, class_="gm-facts")


def _confidence(
    event: Event,
    reports: Sequence[Report],
    documents: Mapping[str, Document],
    toponyms: Mapping[str, Sequence[Toponym]] | None,
) -> Markup:
    """The confidence as a word, a figure and a bar; opened, what it is made of."""
    named = [(_source_name(documents.get(report.document_id)), report.confidence) for report in reports]
    best: dict[str, float] = {}
    for name, value in named:
        best[name] = max(value, best.get(name, 0.0))
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    rows = [tag("li", tag("span", name), _meter(value)) for name, value in ranked[:_SOURCES_WEIGHED]]
    if len(ranked) > _SOURCES_WEIGHED:
        rows.append(tag("li", f"and {words.count(len(ranked) - _SOURCES_WEIGHED, 'other source')}"))
    raised = [tag("p", words.raised(event, ranked[0][1]), class_="gm-how")] if ranked else []
    inside = [tag("p", words.CONFIDENCE_HELP, class_="gm-how"), tag("ul", *rows, class_="gm-weighed"), *raised]
    if toponyms is not None and reports:
        best_report = max(reports, key=lambda report: report.confidence)
        inside += _parts_of(confidence_parts(best_report, toponyms.get(best_report.document_id, ())))
    return tag(
        "details",
        tag("summary", _meter(event.confidence, word=words.confidence(event.confidence))),
        *inside,
        class_="gm-confidence",
    )


def _parts_of(sure: Confidence) -> list[Markup]:
    """What the best report's confidence is made of: that it happened, that it is there; what speaks for it and against it."""
    halves = [("That it happened as told", sure.happening, sure.happening_parts)]
    if sure.place is not None:
        halves.append(("That it is at this place", sure.place, sure.place_parts))
    return [
        tag(
            "div",
            tag("div", tag("span", title), _meter(value), class_="gm-half"),
            tag(
                "ul",
                *(tag("li", tag("span", p.name), tag("span", f"{p.adds:+.2f}")) for p in parts[:_PARTS]),
                class_="gm-weighed",
            ),
            class_="gm-how",
        )
        for title, value, parts in halves
    ] + [tag("p", "The figures beside the words are what each adds to the log odds, for the best report.", class_="gm-how")]


def _meter(value: float, *, word: str | None = None) -> Markup:
    filled = tag("span", class_="gm-meter-fill", style=f"width:{max(0.0, min(value, 1.0)):.0%}")
    return tag("span", tag("span", filled, class_="gm-meter"), " ", word or f"{value:.2f}", class_="gm-metered")


def _deciding(event: Event, reports: Sequence[Report]) -> Report | None:
    """The report whose time the event took over; an event keeps no span, since it stands in no one document."""
    stated = ((report, report.when) for report in reports if report.when is not None)
    taken = (report for report, when in stated if replace(when, span=None) == event.when)
    return next(taken, reports[0] if reports else None)


def _place_fact(event: Event, reports: Sequence[Report], documents: Mapping[str, Document]) -> Markup:
    place = event.place
    teller = next((documents.get(report.document_id) for report in reports if place in report.places), None)
    if place is None or place.place is None:
        return _fact("Where", words.place_name(place), words.why_unplaced(event))
    where = ", ".join(filter(None, [place.place.name, _beyond(place)]))
    return _fact("Where", where, f"{words.precision(place)}; {words.placed_by(place, teller)}")


def _beyond(place: PlaceMention) -> str | None:
    """The country's name, unless the place is the country."""
    if place.place is None or place.place.country is None or place.geo_precision is GeoPrecision.COUNTRY:
        return None
    return assets.country_names().get(place.place.country, place.place.country)


def _fact(name: str, value: str, how: str | None) -> Markup:
    below = [tag("div", how, class_="gm-how")] if how else []
    return join([tag("dt", name), tag("dd", value, *below)])


def _disagreements(event: Event, reports: Sequence[Report], documents: Mapping[str, Document]) -> Markup:
    if not event.disagreements:
        return Markup("")
    told = {report.id: (report, documents.get(report.document_id)) for report in reports}
    return tag(
        "section",
        tag("h4", "The sources disagree", class_="gm-head"),
        *(_disagreement(item, told) for item in event.disagreements),
        class_="gm-disagree",
    )


def _disagreement(item: Disagreement, told: Mapping[str, tuple[Report, Document | None]]) -> Markup:
    """The sides next to one another: each value with who says it, in their own words."""
    sides = []
    for claim in item.claims:
        sayings = dict.fromkeys(
            _saying(item.field, *told[i]) if i in told else ("another report", None) for i in claim.report_ids
        )
        lines = [
            tag("div", tag("span", name), *([" ", tag("q", said)] if said else []), class_="gm-how")
            for name, said in list(sayings)[:_SOURCES_WEIGHED]
        ]
        sides.append(tag("div", tag("strong", claim.value), *lines, class_="gm-side"))
    return tag("div", tag("div", FIELD_WORDS.get(item.field, item.field), class_="gm-side-name"), *sides, class_="gm-sides")


def _saying(field: str, report: Report, document: Document | None) -> tuple[str, str | None]:
    """Who says so, and the article's own words for it."""
    said = None
    if field == "when" and report.when is not None:
        said = report.when.text
    elif field == "place" and report.pin is not None:
        said = report.pin.name
    elif field == "status":
        said = report.trigger.text
    return _source_name(document), said


def _source_name(document: Document | None) -> str:
    if document is None:
        return "a document that is no longer in the store"
    return document.source or f"{source_label(document)} (source unknown)"


def _report(report: Report, event: Event, document: Document | None) -> Markup:
    if document is None:
        return tag("section", tag("blockquote", report.quote, class_="gm-quote"), class_="gm-report")
    return tag(
        "section",
        tag(
            "div",
            link(document.url, _source_name(document)),
            tag("span", words.published(document), class_="gm-how"),
            class_="gm-source",
        ),
        tag("div", document.title, class_="gm-article"),
        tag("blockquote", *map(_piece, quotation.pieces(report, document)), class_="gm-quote"),
        tag("div", "; ".join(_report_notes(report, event, document)), class_="gm-how"),
        class_="gm-report",
    )


def _piece(piece: quotation.Piece) -> Markup:
    if piece.part in {Part.CONTEXT, Part.QUOTE}:
        lines = join(_PARAGRAPH.split(piece.text), tag("br"))
        return tag("span", lines, class_="gm-context" if piece.part is Part.CONTEXT else None)
    return tag("mark", piece.text, class_=f"gm-mark-{piece.part.value}", title=_MARK_HELP[piece.part])


def _report_notes(report: Report, event: Event, document: Document) -> list[str]:
    """What this report adds or says differently, and how its date and place were read."""
    notes = []
    if report.attributed_to:
        notes.append(f"according to {report.attributed_to}")
    if report.status is not event.status:
        notes.append(f"tells it as {words.STATUS_WORDS[report.status]}")
    if report.when is not None and report.when.earliest is not None:
        notes.append(f"date: {words.interval(report.when)}, {words.derivation(report.when, document)}")
    elif report.when is not None and report.when.text:
        notes.append(f"“{report.when.text}” can't be placed in the calendar")
    if report.pin is not None and report.pin.how == "inherited":
        notes.append(f"place: {words.placed_by(report.pin, document)}")
    notes.append(f"confidence {report.confidence:.2f}")
    return notes
