"""The filters' lists: what they offer, with which numbers, and what of an answer is believed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_store import HOSTILE, build_sample

from geomap.dashboard import desk, facets, sidebar
from geomap.dashboard.choices import Choices, filters
from geomap.dashboard.facets import Group, accepted, groups, is_news, payload
from geomap.dashboard.seeking import Offer
from geomap.model import Status
from geomap.view import View


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    with View.open(build_sample(tmp_path_factory.mktemp("facets") / "geomap.db", with_hostile=True)) as opened:
        yield opened


def offered(view: View, choices: Choices) -> dict[str, Group]:
    found = groups(view, desk.known(view), choices, view.facets(filters(choices)))
    return {group.field: group for group in found}


def counts(group: Group) -> dict[str, int]:
    return {option.value: option.events for option in group.options}


def test_numbers_are_of_what_the_other_filters_leave(view: View) -> None:
    found = offered(view, Choices(sources=("The Wire",), event_types=("meeting",)))
    assert counts(found["sources"])["The Wire"] == counts(found["sources"])["Harbour Post"] == 1
    assert counts(found["sources"])["Echo Daily"] == 1
    assert counts(found["event_types"]) | {"meeting": 1, "travel": 2, "disaster": 1} == counts(found["event_types"])
    assert counts(found["places"]) == {"geonames:2013348": 1, "geonames:2017623": 1}, "the town, and the region it is in"
    assert counts(found["statuses"])["denied"] == 0
    assert counts(found["countries"]) | {"RU": 1, "TD": 0} == counts(found["countries"])


def test_what_is_chosen_is_offered_even_when_nothing_is_left(view: View) -> None:
    found = offered(view, Choices(event_types=("election",), places=("geonames:1871859",), actors=("the ministers",)))
    assert counts(found["places"])["geonames:1871859"] == 0
    assert [o.label for o in found["places"].options if o.value == "geonames:1871859"] == ["Pyongyang"]
    assert found["places"].chosen == ("geonames:1871859",)
    assert all(found[name].open for name in ("event_types", "places", "actors"))


def test_every_field_of_an_answer_is_a_field_of_the_session(view: View) -> None:
    from geomap.dashboard.session import FIELDS

    assert {*offered(view, Choices())} <= {*FIELDS}


def test_every_word_is_explained(view: View) -> None:
    found = offered(view, Choices())
    assert {word for word, _ in found["statuses"].terms} == {status.value for status in Status}
    assert found["min_confidence"].terms
    assert {o.label for o in found["geo_precisions"].options} <= {word for word, _ in found["geo_precisions"].terms}


def test_a_histogram_of_confidence_and_steps_of_sources(view: View) -> None:
    found = offered(view, Choices(history=True, statuses=tuple(Status)))
    assert sum(counts(found["min_confidence"]).values()) == view.count()
    assert counts(found["min_origins"]) == {"1": view.count(), "2": 1}


def test_an_answer_is_checked() -> None:
    good = {"chosen": {"sources": ["The Wire", "The Wire"], "min_confidence": ["0.65"], "min_origins": ["2"], "places": []}}
    assert accepted(good) == {"sources": ["The Wire"], "min_confidence": 0.65, "min_origins": 2, "places": []}
    for bad in (None, 3, [], {}, {"chosen": 4}, {"chosen": {"page": ["admin"], "sources": "x", "places": [1], 5: []}}):
        assert accepted(bad) == {}
    for value in ("nan", "-1", "1e9", "x", ""):
        assert accepted({"chosen": {"min_confidence": [value], "min_origins": [value]}}) == {
            "min_confidence": None,
            "min_origins": 1,
        }
    assert len(accepted({"chosen": {"actors": [str(n) for n in range(9999)]}})["actors"]) == 200


def test_the_payload_is_plain_data(view: View) -> None:
    found = groups(view, desk.known(view), Choices(), view.facets(filters(Choices())))
    offers = {"places": ("vladi", [Offer("geonames:1", HOSTILE[0] + "\u202e", 3, None)])}
    data: dict[str, Any] = json.loads(json.dumps(payload(found, answered=7, offers=offers)))
    assert data["answered"] == 7
    place = next(group for group in data["groups"] if group["field"] == "places")
    assert place["offers"]["options"][0][1] == HOSTILE[0] + "\ufffd"
    labels = [label for group in data["groups"] for _, label, _, _ in group["options"]]
    assert any(HOSTILE[0] in label for label in labels), "hostile names travel as they are and are set as text"


def test_an_empty_store(tmp_path: Path) -> None:
    from geomap.store import Store

    Store.open(tmp_path / "empty.db", create=True).close()
    with View.open(tmp_path / "empty.db") as view:
        found = offered(view, Choices())
    assert sum(sum(counts(group).values()) for group in found.values()) == 0
    assert len(found) == len(facets._TITLES)


@pytest.mark.parametrize(
    ("message", "news"), [({"number": 4}, True), ({"number": 3}, False), ({"number": "5"}, False), ({}, False), (None, False)]
)
def test_only_a_later_message_is_news(message: object, news: bool) -> None:
    assert is_news(message, answered=3) is news


def test_an_older_message_that_comes_again_undoes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr(sidebar.st, "session_state", state)
    for number, least in ((1, "0.15"), (2, "0.2"), (19, "0.85"), (2, "0.2")):
        state["facets"] = {"picked": {"number": number, "chosen": {"min_confidence": [least]}}}
        sidebar._picked()
    assert state["sure"] == 0.85
    assert state["facets_answered"] == 19
