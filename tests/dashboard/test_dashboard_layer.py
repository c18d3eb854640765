"""What goes to the map: one symbol a place, forms by status, areas never as points, text only as data."""

import json
import re
from pathlib import Path

import pytest
from sample_store import HOSTILE, build_sample

from geomap.dashboard import layer, safe, words
from geomap.events.types import event_types
from geomap.model import GeoPrecision, Status
from geomap.view import Filters, View
from geomap.view.spots import spots, ways

KIND, COUNT, STATUSES, COLOUR, NAME = 3, 6, 8, 9, 10


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    return View.open(build_sample(tmp_path_factory.mktemp("layer") / "geomap.db", with_hostile=True))


@pytest.fixture(scope="module")
def symbols(view: View) -> list[layer.Symbol]:
    return layer.symbols(spots(view, Filters()))


def rows(symbols: list[layer.Symbol], **options: object) -> dict[str, list]:
    return layer.payload(symbols, options.pop("journeys"), **({"colouring": "type"} | options))


def test_one_symbol_for_each_place(view: View, symbols: list[layer.Symbol]) -> None:
    found = {symbol.name: symbol for symbol in symbols}
    assert found["Pyongyang"].events == 3
    assert found["Pyongyang"].statuses == {Status.OCCURRED: 2, Status.PLANNED: 1}
    assert found["Vladivostok"].documents == 3
    assert len({symbol.place_id for symbol in symbols}) == len(symbols)
    assert "Port Nowhere" not in found
    assert sum(symbol.events for symbol in symbols) == view.count() - 1


def test_areas_are_never_points(view: View, symbols: list[layer.Symbol]) -> None:
    kinds = {row[NAME]: row[KIND] for row in rows(symbols, journeys=ways(view, Filters()))["rows"]}
    assert kinds["Russia"] == "country"
    assert kinds["Primorsky Krai"] == "area"
    assert kinds["Vostochny Cosmodrome"] == kinds["Moscow"] == "point"
    assert {GeoPrecision.REGION, GeoPrecision.AREA, GeoPrecision.COUNTRY, GeoPrecision.NONE}.isdisjoint(words.POINT_PRECISIONS)


def test_statuses_keep_their_order(view: View, symbols: list[layer.Symbol]) -> None:
    """The script knows the statuses by their position only."""
    moscow = next(row for row in rows(symbols, journeys=ways(view, Filters()))["rows"] if row[NAME] == "Moscow")
    assert moscow[STATUSES] == [0, 1, 0, 0, 1]
    script = (Path(layer.__file__).parent / "assets" / "events.js").read_text(encoding="utf-8")
    assert f"var STATUS = [{', '.join(repr(s.value) for s in Status)}];" in script


def shades(payload: dict[str, list]) -> dict[str, dict[str, int]]:
    """The colours of each place, as the script reads them."""
    return {
        row[NAME]: {payload["palette"][c]: n for c, n in zip(row[COLOUR][::2], row[COLOUR][1::2], strict=True)}
        for row in payload["rows"]
    }


def test_a_place_with_many_colours_says_its_foremost() -> None:
    kinds = {name: i + 1 for i, name in enumerate(event_types())}
    many = layer.Symbol("p", "x", 0.0, 0.0, None, GeoPrecision.CITY, None, {"occurred": sum(kinds.values())}, kinds)
    payload = rows([many], journeys=[])
    counts = layer.colours(many, "type")
    assert len(shades(payload)["x"]) == layer.COLOURS_SENT
    assert shades(payload)["x"].items() <= counts.items()
    assert max(counts, key=counts.__getitem__) in shades(payload)["x"]


def test_words_that_many_rows_have_are_sent_once(view: View, symbols: list[layer.Symbol]) -> None:
    payload = rows(symbols, journeys=[])
    assert len(set(payload["precisions"])) == len(payload["precisions"])
    by_name = {symbol.name: symbol for symbol in symbols}
    for row in payload["rows"]:
        symbol = by_name[row[NAME]]
        assert payload["precisions"][row[11]] == words.precision_of(symbol.precision, symbol.uncertainty_km)


def test_colour_by_type_or_status(view: View, symbols: list[layer.Symbol]) -> None:
    by_type = shades(rows(symbols, journeys=ways(view, Filters())))
    by_status = shades(rows(symbols, journeys=ways(view, Filters()), colouring="status"))
    known = event_types()
    assert by_type["Vladivostok"] == {known["meeting"].colour: 1}
    assert by_type["Pyongyang"] == {known["travel"].colour: 1, known["gathering"].colour: 1, known["agreement"].colour: 1}
    assert by_status["Pyongyang"] == {layer.STATUS_COLOURS[Status.OCCURRED]: 2, layer.STATUS_COLOURS[Status.PLANNED]: 1}
    every = {shade for counts in (*by_type.values(), *by_status.values()) for shade in counts}
    assert all(re.fullmatch("#[0-9A-Fa-f]{6}", shade) for shade in every)
    assert layer.type_colour("a type of tomorrow") == layer.MIXED_COLOUR


def test_journeys_run_from_origin_to_destination(view: View, symbols: list[layer.Symbol]) -> None:
    found = rows(symbols, journeys=ways(view, Filters(), selected_event="evt-000000000002"))["journeys"]
    assert [[round(x) for x in way[:4]] for way in found] == [[39, 126, 43, 132]]
    assert found[0][4] == 0
    assert found[0][6] is True


def test_a_selected_place_is_brought_into_view_once(view: View, symbols: list[layer.Symbol]) -> None:
    chosen = {"selected_places": ["geonames:524901"], "selected_event": "evt-000000000004"}
    focus = rows(symbols, journeys=ways(view, Filters()), **chosen)["focus"]
    assert focus == [55.75222, 37.61556, "evt-000000000004@geonames:524901"]
    assert rows(symbols, journeys=ways(view, Filters()))["focus"] is None


def test_hostile_text_is_only_data(view: View, symbols: list[layer.Symbol]) -> None:
    payload = rows(symbols, journeys=ways(view, Filters()))
    rendered = safe.json_literal(payload)
    assert json.loads(rendered) == payload
    assert any(HOSTILE[0] in row[NAME] for row in payload["rows"])
    assert "<" not in rendered
    assert "`" not in rendered


def test_no_more_symbols_than_a_browser_draws_at_once(view: View, symbols: list[layer.Symbol]) -> None:
    many = symbols * 1000
    assert len(rows(many, journeys=ways(view, Filters()))["rows"]) == layer.MAX_SYMBOLS


def test_the_legend_explains_the_colours_of_most_events(view: View) -> None:
    names = list(event_types())
    many = [
        layer.Symbol(f"p{i}", "x", 0.0, 0.0, None, GeoPrecision.CITY, None, {Status.OCCURRED: i + 1}, {name: i + 1})
        for i, name in enumerate(names)
    ]
    found = rows(many, journeys=ways(view, Filters()))
    assert len(found["colours"]) == layer.LEGEND_COLOURS
    assert found["more"] == len({kind.colour for kind in event_types().values()}) - layer.LEGEND_COLOURS
    assert layer.type_colour(names[-1]) in {shade for shade, _ in found["colours"]}
