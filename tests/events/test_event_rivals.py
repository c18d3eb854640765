"""What else two documents offer each of two reports says how likely these are one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from reading import made

from geomap.events.evidence import parts, probability
from geomap.events.likeness import is_series, status_apart
from geomap.events.rivals import given_rivals, rivals
from geomap.events.stories import Stories, names_in_common
from geomap.events.told import all_told
from geomap.model import DateBasis, Document, Extraction, Status


def _rivals(pairs: list[tuple[int, int, float]], documents: list[int]) -> list[float]:
    one, other = (np.array([pair[k] for pair in pairs], np.int64) for k in (0, 1))
    found: list[float] = rivals(one, other, np.array([p for _, _, p in pairs]), np.array(documents)).tolist()
    return found


def test_a_rival_is_another_report_of_the_other_document() -> None:
    pairs = [(0, 2, 0.6), (0, 3, 0.4), (1, 3, 0.2), (0, 4, 0.9)]
    assert _rivals(pairs, [0, 0, 1, 1, 2]) == [0.4, 0.6, 0.4, 0.0]
    assert _rivals([], []) == []


def test_a_pair_without_rivals_whose_documents_name_the_same_is_likelier() -> None:
    def likely(p: float, rival: float, names: float, nearer: float = 0.0) -> float:
        return float(given_rivals(*(np.array([given]) for given in (p, rival, names, nearer)))[0])

    assert likely(0.25, 0.0, 0.4) > likely(0.25, 0.2, 0.4) + 0.1
    assert likely(0.25, 0.0, 0.4) > likely(0.25, 0.0, 0.0) + 0.1
    assert likely(0.02, 0.0, 0.4) < 0.3
    assert likely(0.25, 0.2, 0.4, 0.3) > likely(0.25, 0.2, 0.4, -0.3) + 0.1


STORY = (
    "The dredger Marta Voss ran onto a sandbank off Kallvik on Monday. The harbour master, Ilse Brandt, closed the "
    "channel, and the tug Havsund tried in vain to pull her off at high water. The owner, Nordlod of Tromvik, sent "
    "divers. The cars were ferried by way of Oldsund in the meantime, the county said, and the school of Kallvik "
    "stayed shut."
)
ALIKE = (
    "The dredger Anna Lyng ran onto a sandbank off Pelham on Friday. The harbour master, Tom Reeve, closed the "
    "channel, and the tug Corrib tried in vain to pull her off at high water. The owner, Seaways of Dunmore, sent "
    "divers. The cars were ferried by way of Shelby in the meantime, the county said, and the school of Pelham "
    "stayed shut."
)


def test_look_alikes_share_words_and_not_names() -> None:
    found = Stories.of(Document(i, "", text) for i, text in (("a", STORY), ("b", STORY.replace("in vain ", "")), ("c", ALIKE)))
    one, other, alike = (found.tale(n) for n in range(3))
    assert names_in_common(one, other) > 0.9 and names_in_common(one, alike) < 0.15


def test_what_a_document_has_in_one_place_alone_singles_a_report_out() -> None:
    first = made("a", event_type="other", place=None, day=None, quote="Divers were sent by Nordlod.", text=STORY)
    again = made("b", event_type="other", place=None, day=None, quote="Nordlod put divers into the water.", text=STORY)
    third = made("c", event_type="other", place=None, day=None, quote="The channel was closed.", text=STORY)
    a, b, c = all_told([first, again, third])
    assert parts(a, b)["own words shared"] > parts(a, c)["own words shared"] + 0.2


def test_what_was_announced_for_a_week_may_have_come_about_in_it() -> None:
    def told(document: str, status: Status, first: int, published: int) -> Extraction:
        quote = "Nordlod will refloat the Marta Voss."
        day = date(2023, 3, first)
        issued = date(2023, 3, published)
        return made(document, event_type="other", place=None, day=day, status=status, quote=quote, text=STORY, published=issued)

    plan, fact, before = all_told(
        [told("a", Status.PLANNED, 14, 12), told("b", Status.OCCURRED, 14, 15), told("c", Status.OCCURRED, 14, 10)]
    )
    assert probability(plan, fact) > 0.5
    assert probability(plan, before) == 0


@pytest.mark.parametrize(("basis", "day", "one"), [("inferred", 17, True), ("relative", 17, False), ("inferred", 19, False)])
def test_a_day_that_is_only_lent_may_be_a_little_off_the_one_that_was_announced(basis: str, day: int, one: bool) -> None:
    def told(document: str, status: Status, on: int, basis: str) -> Extraction:
        quote = "Nordlod will refloat the Marta Voss."
        made_of = {"event_type": "other", "place": None, "status": status, "quote": quote, "text": STORY}
        found = made(document, day=date(2023, 3, on), published=date(2023, 3, on - 1), **made_of)
        (report,) = found.reports
        assert report.when is not None
        return replace(found, reports=(replace(report, when=replace(report.when, basis=DateBasis(basis))),))

    plan, fact = all_told([told("a", Status.PLANNED, 14, "relative"), told("b", Status.OCCURRED, day, basis)])
    assert (not status_apart(plan, fact)) is one


@pytest.mark.parametrize(("event_type", "word", "series"), [("sanction", "sanctions", False), ("test", "tests", True)])
def test_sanctions_of_a_year_may_be_one_and_tests_are_several(event_type: str, word: str, series: bool) -> None:
    (report,) = made("a", event_type=event_type, day=date(2023, 3, 1)).reports
    assert report.when is not None
    year = replace(report.when, earliest=date(2023, 1, 1), latest=date(2023, 12, 31))
    assert is_series(replace(report, when=year, trigger=replace(report.trigger, text=word))) is series


@pytest.mark.parametrize("other", ["arrested", "jailed"])
def test_what_the_law_did_is_no_accident(other: str) -> None:
    fell = made("a", event_type="disaster", place=None, day=None, quote="Divers drowned off Kallvik.", text=STORY)
    held = made("b", event_type="coercion", place=None, day=None, quote=f"Divers {other} off Kallvik.", text=STORY)
    assert probability(*all_told([fell, held])) == 0
