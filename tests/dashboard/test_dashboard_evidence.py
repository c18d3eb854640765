"""An event's facts name the report that they were taken from."""

from dataclasses import replace
from datetime import date

from sample_store import sample

from geomap.dashboard.evidence import event_markup
from geomap.events.confidence import confidence_parts
from geomap.model import DateBasis, DatePrecision, Document, Event, Report, Span, Status, Trigger, When

EARLY = Document(id="doc-early", title="Before", text="They meet in September.", source="The Early", published=date(2023, 9, 5))
LATE = Document(id="doc-late", title="After", text="They met on Tuesday.", source="The Late", published=date(2023, 9, 12))


def report(document: Document, trigger: str, words: str, earliest: date, latest: date) -> Report:
    start = document.text.index(trigger)
    at = document.text.index(words)
    precision = DatePrecision.DAY if earliest == latest else DatePrecision.MONTH
    when = When(earliest, latest, precision, DateBasis.RELATIVE, words, Span(at, at + len(words)))
    told = Trigger(start, start + len(trigger), trigger)
    return Report(
        Report.id_of(document.id, told, "meeting"), document.id, 0, len(document.text), document.text, told, "meeting",
        Status.OCCURRED, False, (), (), when, None, 0.8, "test",
    )  # fmt: skip


def test_a_date_is_told_from_the_publication_of_the_report_that_gave_it() -> None:
    first = report(EARLY, "meet", "September", date(2023, 9, 1), date(2023, 9, 30))
    second = report(LATE, "met", "Tuesday", date(2023, 9, 12), date(2023, 9, 12))
    assert second.when is not None
    event = Event(
        "evt-1", "Meeting", "meeting", Status.OCCURRED, False, (), None, (), replace(second.when, span=None),
        (first.id, second.id), 2, 2, (), 0.9,
    )  # fmt: skip
    markup = str(event_markup(event, [first, second], {d.id: d for d in (EARLY, LATE)}))
    facts, *_ = markup.split("gm-report")
    assert "resolved from “Tuesday” against the publication date, 12 September 2023" in facts
    assert "against the publication date, 5 September 2023" not in facts


def test_a_confidence_opens_to_its_parts() -> None:
    extractions, events, _ = sample()
    event = events[0]
    reports = [r for e in extractions for r in e.reports if r.id in event.report_ids]
    documents = {e.document.id: e.document for e in extractions}
    written = event_markup(event, reports, documents, toponyms={})
    sure = confidence_parts(max(reports, key=lambda r: r.confidence))
    assert "That it happened as told" in written
    assert "That it is at this place" in written
    assert all(part.name in written for part in sure.happening_parts[:5])
    assert "That it happened as told" not in event_markup(event, reports, documents)
