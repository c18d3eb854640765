"""What the five seeds tell together: the story that a person must be able to read off the map."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geomap.extractor import Extractor
from geomap.model import DateBasis, Event, Extraction, Report, Status


def reports(event: Event, seeds: dict[str, Extraction]) -> list[Report]:
    return [r for e in seeds.values() for r in e.reports if r.id in event.report_ids]


def documents(event: Event, seeds: dict[str, Extraction]) -> set[str]:
    by_id = {e.document.id: name for name, e in seeds.items()}
    return {by_id[r.document_id] for r in reports(event, seeds)}


@pytest.fixture(scope="session")
def meeting(seed_events: Sequence[Event], seeds: dict[str, Extraction]) -> Event:
    """The meeting of Kim and Putin that all five articles await."""
    found = [e for e in seed_events if e.event_type == "meeting" and documents(e, seeds) == set(seeds)]
    assert len(found) == 1, [e.title for e in seed_events if e.event_type == "meeting"]
    return found[0]


def test_the_awaited_meeting_is_one_event_of_all_five_sources(meeting: Event) -> None:
    assert meeting.n_documents == 5
    assert meeting.n_origins == 2, "four of the five retell one report of The New York Times"
    assert meeting.status in {Status.PLANNED, Status.POSSIBLE}
    assert meeting.place is not None and meeting.place.place is not None
    assert meeting.place.place.name == "Vladivostok"
    assert not meeting.background
    assert meeting.when is not None and meeting.when.earliest is not None and meeting.when.latest is not None
    assert date(2023, 9, 1) <= meeting.when.earliest <= meeting.when.latest <= date(2023, 9, 30)


def test_the_forums_differing_dates_are_shown_as_a_disagreement(
    seed_events: Sequence[Event], seeds: dict[str, Extraction]
) -> None:
    forum = next(e for e in seed_events if e.event_type == "gathering" and "Forum" in e.title)
    disagreement = next(d for d in forum.disagreements if d.field == "when")
    claims = {c.value: {r.document_id for r in reports(forum, seeds) if r.id in c.report_ids} for c in disagreement.claims}
    ids = {name: e.document.id for name, e in seeds.items()}
    assert claims["10–14 September 2023"] == {ids["001_6daa857d05d54d72.txt"]}
    assert claims["10–13 September 2023"] == {ids["003_abffbace6357c7d6.txt"]}


def test_the_talks_of_2019_are_an_event_of_their_own_in_the_background(seed_events: Sequence[Event], meeting: Event) -> None:
    talks = [e for e in seed_events if e.when and e.when.earliest == date(2019, 1, 1) and e.when.latest == date(2019, 12, 31)]
    assert len(talks) == 1
    assert talks[0].background and talks[0].status is Status.OCCURRED
    assert talks[0].id != meeting.id
    assert talks[0].place is not None and talks[0].place.name == "Vladivostok"


def test_the_meeting_at_vostochny_in_april_2022_is_an_event_of_its_own(seed_events: Sequence[Event]) -> None:
    vostochny = [e for e in seed_events if e.place and e.place.name == "Vostochny Cosmodrome" and e.event_type == "meeting"]
    assert len(vostochny) == 1
    event = vostochny[0]
    assert event.when is not None
    assert (event.when.earliest, event.when.latest) == (date(2022, 4, 1), date(2022, 4, 30))
    assert event.background and event.status is Status.OCCURRED
    assert any("Lukashenko" in name for name in event.actors)


def test_two_sources_that_date_one_visit_differently_are_both_kept(seed_events: Sequence[Event]) -> None:
    visit = next(e for e in seed_events if e.event_type == "travel" and any("Shoigu" in a for a in e.actors))
    when = next(d for d in visit.disagreements if d.field == "when")
    assert {c.value for c in when.claims} == {"July 2023", "August 2023"}


def test_no_date_is_passed_off_as_stated(seeds: dict[str, Extraction]) -> None:
    """An event whose own time nobody states carries the publication date as what it is."""
    for extraction in seeds.values():
        for report in extraction.reports:
            if report.when is not None and report.when.text is None:
                assert report.when.basis is DateBasis.PUBLICATION
                assert report.when.earliest == extraction.document.published


def test_every_quote_stands_in_its_document(seeds: dict[str, Extraction]) -> None:
    counted = 0
    for extraction in seeds.values():
        for span, words in extraction.quotes():
            assert extraction.document.text[span.start : span.end] == words
            counted += 1
    assert counted > 300


def test_without_a_publication_date_nothing_relative_is_dated(seeds: dict[str, Extraction], root: Path) -> None:
    """Only what the texts date by themselves has a date: the talks of 2019, the supply in 2022, the meeting of April 2022."""
    extractor = Extractor(root / "gazetteer.csv")
    dated = {
        (name[:3], report.when.text, report.when.earliest)
        for name, extraction in seeds.items()
        for report in extractor.extract(replace(extraction.document, published=None)).reports
        if report.when is not None and report.when.earliest is not None
    }
    assert dated == {
        ("000", "2019", date(2019, 1, 1)),
        ("002", "2022", date(2022, 1, 1)),
        ("003", "April 2022", date(2022, 4, 1)),
        ("004", "2019", date(2019, 1, 1)),
    }
