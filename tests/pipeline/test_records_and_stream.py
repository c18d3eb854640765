"""The record that other programs read: its keys, its nulls, its offsets; and how a stream of records is parsed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st

import geomap
from geomap.errors import InputError
from geomap.extractor import shared_extractor
from geomap.model import (
    Actor,
    DateBasis,
    DatePrecision,
    Document,
    Extraction,
    GeoPrecision,
    Place,
    PlaceMention,
    Report,
    Role,
    Span,
    Status,
    Timex,
    Toponym,
    Trigger,
    Usage,
    When,
)
from geomap.records import line, record
from geomap.stream import BadLine, given, parse_lines, parse_text

TEXT = "Kim met Putin in Vladivostok on Tuesday."
TOPONYM_KEYS = (
    "start end surface usage name place_id lat lon country admin1 feature geo_precision geo_uncertainty_km"
    " confidence method reason"
)
TIMEX_KEYS = "start end surface type value earliest latest precision basis"
REPORT_KEYS = "start end quote trigger event_type status background actors places when attributed_to confidence method"
PLACE_KEYS = "name role place_id lat lon country geo_precision start end"


def _extraction() -> Extraction:
    place = Place("geonames:2013348", "Vladivostok", 43.1, 131.9, "P.PPLA", "RU", "Primorye", 604_901)
    trigger = Trigger(4, 7, "met")
    return Extraction(
        Document("doc-1", "A title", TEXT, published=date(2023, 9, 13)),
        (
            Toponym(17, 28, "Vladivostok", Usage.LITERAL, place, GeoPrecision.CITY, 10.0, 0.9, "m/1"),
            Toponym(0, 3, "Kim", Usage.LITERAL, None, GeoPrecision.NONE, None, 0.2, "m/1", "a person's name"),
        ),
        (Timex(32, 39, "Tuesday", "DATE", "XXXX-WXX-2", None, None, DatePrecision.UNKNOWN, DateBasis.NONE),),
        (
            Report(
                id="rep-1",
                document_id="doc-1",
                start=0,
                end=40,
                quote=TEXT,
                trigger=trigger,
                event_type="meeting",
                status=Status.OCCURRED,
                background=False,
                actors=(Actor("Kim"), Actor("Putin", "recipient")),
                places=(
                    PlaceMention("Vladivostok", Role.VENUE, place, GeoPrecision.CITY, 10.0, Span(17, 28)),
                    PlaceMention("Atlantis", Role.ABOUT, None, GeoPrecision.NONE, None, None, "inherited"),
                ),
                when=When(date(2023, 9, 12), date(2023, 9, 12), DatePrecision.DAY, DateBasis.RELATIVE, "Tuesday", Span(32, 39)),
                attributed_to=None,
                confidence=0.8,
                method="rules/1",
            ),
        ),
        "geomap-0",
    )


def test_the_record_has_these_keys_and_no_others() -> None:
    written = json.loads(line(record(_extraction())))
    assert list(written) == ["id", "published", "published_basis", "published_confidence", "toponyms", "timexes", "reports"]
    assert (written["id"], written["published"]) == ("doc-1", "2023-09-13")
    assert [" ".join(t) for t in written["toponyms"]] == [TOPONYM_KEYS] * 2
    assert " ".join(written["timexes"][0]) == TIMEX_KEYS
    (report,) = written["reports"]
    assert " ".join(report) == REPORT_KEYS
    assert report["trigger"] == {"start": 4, "end": 7, "text": "met"}
    assert report["actors"] == [{"name": "Kim", "role": "actor"}, {"name": "Putin", "role": "recipient"}]
    assert [" ".join(p) for p in report["places"]] == [PLACE_KEYS] * 2
    day = "2023-09-12"
    assert report["when"] == {"earliest": day, "latest": day, "precision": "day", "basis": "relative", "text": "Tuesday"}


def test_unknown_is_null() -> None:
    written = json.loads(line(record(_extraction())))
    unplaced = written["toponyms"][1]
    assert [unplaced[key] for key in ("name", "place_id", "lat", "lon", "country", "feature", "geo_uncertainty_km")] == [None] * 7
    assert unplaced["reason"] == "a person's name"
    assert written["toponyms"][0]["reason"] is None
    assert (written["timexes"][0]["earliest"], written["timexes"][0]["latest"]) == (None, None)
    nowhere = written["reports"][0]["places"][1]
    assert [nowhere[key] for key in ("place_id", "lat", "lon", "country", "start", "end")] == [None] * 6


def test_the_event_is_there_only_when_linked() -> None:
    extraction = _extraction()
    assert "event" not in record(extraction)["reports"][0]
    assert record(extraction, events={"rep-1": "evt-9"})["reports"][0]["event"] == "evt-9"
    assert record(extraction, events={})["reports"][0]["event"] is None
    assert record(extraction, identifier="mine")["id"] == "mine"


@given_that(st.text())
def test_a_line_is_one_ascii_line_whatever_the_words(words: str) -> None:
    written = line({"id": words})
    assert written.isascii()
    assert len(written.splitlines()) == 1
    assert json.loads(written) == {"id": words}


def test_given_reads_every_field() -> None:
    fields = {"id": 7, "text": "Rome.\r\n", "published": "2023-09-12T08:00:00Z", "title": "T", "source": "S"}
    identifier, document = given(json.dumps(fields).encode())
    assert (identifier, document.text, document.published) == ("7", "Rome.\r\n", date(2023, 9, 12))
    assert (document.title, document.source) == ("T", "S")
    identifier, document = given(b'{"text": "Rome.", "published": null}')
    assert identifier == document.id
    assert document.published is None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not UTF-8 at byte 0"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a JSON object"),
        (b'{"id": "a"}', '"text" is missing'),
        (b'{"text": 5}', '"text" is missing or not a string'),
        (b'{"text": "x", "title": 5}', '"title" is not a string'),
        (b'{"text": "x", "id": []}', '"id" is neither'),
        (b'{"text": "x", "published": "soon"}', "'soon' is not a date"),
    ],
)
def test_a_bad_line_says_what_is_wrong(raw: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        given(raw)


def test_bad_lines_are_numbered_and_the_others_go_on() -> None:
    lines = [b'{"id": "a", "text": "In Rome."}\n', b"\n", b"nonsense\n", b'{"id": "b", "text": "In Paris."}']
    results = list(parse_lines(lines, shared_extractor()))
    assert [r.number if isinstance(r, BadLine) else r["id"] for r in results] == ["a", 3, "b"]


def test_records_come_one_by_one() -> None:
    def lines() -> object:
        yield b'{"id": "a", "text": "In Rome."}'
        raise AssertionError("the second line was asked for before the first record was taken")

    assert next(iter(parse_lines(lines(), shared_extractor())))["id"] == "a"


def test_linking_joins_reports_of_two_records() -> None:
    say = "Russian President Vladimir Putin met Kim Jong Un in Vladivostok on 13 September 2023."
    lines = [json.dumps({"id": name, "text": f"{lead} {say}"}).encode() for name, lead in (("a", "News."), ("b", "Report."))]
    first, second = parse_lines(lines, shared_extractor(), link=True)
    assert not isinstance(first, BadLine)
    assert not isinstance(second, BadLine)
    linked = {report["event"] for each in (first, second) for report in each["reports"]}
    assert len(linked) == 1
    assert None not in linked


def test_linking_says_which_records_tell_one_story() -> None:
    fire = "A fire broke out in the old mill of Lyngby on Monday, and the roof of the mill fell in before the engines came."
    game = "The rowing club of Bergen won the cup after a long race against the wind and nine other clubs from the coast."
    texts = {"a": fire, "b": fire.replace("on Monday", "before dawn"), "c": game}
    lines = [json.dumps({"id": name, "text": text}).encode() for name, text in texts.items()]
    told = [each["story"] for each in parse_lines(lines, shared_extractor(), link=True) if not isinstance(each, BadLine)]
    assert told[0] == told[1] != told[2]
    assert all(str(story).startswith("story-") for story in told)
    assert all("story" not in each for each in parse_lines(lines, shared_extractor()) if not isinstance(each, BadLine))
    assert parse_text(game, shared_extractor(), link=True)["story"] == told[2]  # a story is called after its documents


def test_offsets_are_into_the_text_as_given() -> None:
    text = "\ufeffIntro\r\n\r\n\u201cWe met in Rome on 3 May 2021,\u201d he said. \U0001f600 Then\u00a0Paris.\r\n"
    written = parse_text(text, shared_extractor())
    surfaces = [*written["toponyms"], *written["timexes"]]
    assert {text[found["start"] : found["end"]] for found in surfaces} >= {"Rome", "3 May 2021", "Paris"}
    assert all(text[found["start"] : found["end"]] == found["surface"] for found in surfaces)


def test_the_library_parses_like_the_command_line() -> None:
    extraction = geomap.parse(TEXT, published="2023-09-13")
    assert extraction.document.text == TEXT
    assert "Vladivostok" in [t.surface for t in extraction.toponyms]
    with pytest.raises(InputError, match="not a date"):
        geomap.parse(TEXT, published="soon")
