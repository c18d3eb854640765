"""How sure a report and an event are: calibrated, and with the parts that say why."""

from __future__ import annotations

from dataclasses import replace

from reading import NORWAY, extraction, made

from geomap import lexicon
from geomap.events import confidence_parts
from geomap.events.confidence import WEIGHTS_FILE, event_confidence, happening_parts, place_parts
from geomap.model import GeoPrecision, Report, Span, Toponym, Usage


def _report(**given: object) -> Report:
    (report,) = made("a", quote="An attack in Oslo killed nine people.", **given).reports  # type: ignore[arg-type] # made's own types
    return report


def _inherited(report: Report) -> Report:
    return replace(report, places=tuple(replace(p, how="inherited") for p in report.places))


def test_every_part_has_a_weight_and_every_weight_a_part() -> None:
    weights = lexicon.table(WEIGHTS_FILE)
    report = _report()
    assert set(happening_parts(report)) == set(weights["happening"]) - {"always"}
    assert set(place_parts(report, ()) or ()) == set(weights["place"]) - {"always"}


def test_the_parts_add_up_and_the_weightiest_come_first() -> None:
    sure = confidence_parts(_inherited(_report()))
    assert sure.place is not None
    assert sure.value == round(sure.happening * sure.place, 3)
    assert 0 < sure.value < 1
    adds = [abs(part.adds) for part in (*sure.place_parts,)]
    assert adds == sorted(adds, reverse=True)
    assert "taken from its surroundings" in {part.name for part in sure.place_parts}


def test_what_is_not_drawn_has_no_doubt_about_its_place() -> None:
    sure = confidence_parts(_report(place=None))
    assert sure.place is None
    assert sure.place_parts == ()
    assert sure.value == round(sure.happening, 3)


def test_a_place_named_in_its_own_words_is_surer_than_one_from_elsewhere() -> None:
    assert confidence_parts(_report()).value > confidence_parts(_inherited(_report())).value
    country = _report(place=NORWAY, precision=GeoPrecision.COUNTRY)
    assert confidence_parts(_report()).value > confidence_parts(country).value


def test_a_place_that_is_named_far_from_the_event_is_less_sure_than_one_beside_it() -> None:
    lent = _inherited(_report())
    (pin,) = lent.places

    def sure(start: int) -> float:
        return confidence_parts(replace(lent, places=(replace(pin, span=Span(start, start + 4)),))).value

    assert sure(lent.end - 4) > sure(lent.end + 200) > sure(lent.end + 2000)
    assert sure(lent.end + 2000) == confidence_parts(replace(lent, places=(replace(pin, span=None),))).value


def test_a_doubtful_name_makes_a_doubtful_pin() -> None:
    report = _report()
    (pin,) = report.places
    assert pin.place is not None
    named = Toponym(3, 7, "Oslo", Usage.LITERAL, pin.place, GeoPrecision.CITY, 5.0, 0.95, "test")
    placed = replace(report, places=(replace(pin, span=named.span),))
    assert confidence_parts(placed, [named]).value > confidence_parts(placed, [replace(named, confidence=0.4)]).value


def test_a_report_read_from_text_is_as_sure_as_its_parts_say() -> None:
    read = extraction("A bomb exploded in Oslo on Tuesday. Nine people were wounded there, the police said.")
    assert read.reports
    for report in read.reports:
        assert report.confidence == confidence_parts(report, read.toponyms).value


def test_every_further_origin_takes_a_share_of_the_doubt() -> None:
    assert event_confidence([0.6, 0.8], 1) == 0.8
    assert 0.8 < event_confidence([0.6, 0.8], 2) < event_confidence([0.6, 0.8], 3) < 1
