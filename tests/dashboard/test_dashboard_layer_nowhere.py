"""A place in no country: a sea, or a spot that a person has pointed at on the map."""

import json

from geomap.dashboard import layer, safe
from geomap.view.spots import Spot


def test_no_country_and_no_uncertainty_reach_the_browser_as_null() -> None:
    spot = Spot("user:spot-1", "The wreck", 10.0, 20.0, None, "site", None, 1, {"occurred": 1}, {"meeting": 1}, ["A find at sea"])
    symbols = layer.symbols([spot])
    assert symbols[0].country is None
    payload = json.loads(safe.json_literal(layer.payload(symbols, [], colouring="type")))
    assert payload["rows"][0][4:6] == [None, None]
