"""A place that lies in no country is drawn like any other."""

import json

import pandas as pd

from geomap.dashboard import layer, safe
from geomap.model import Status

ROW = {
    "place_id": "spot:1_2",
    "name": "A spot at sea",
    "lat": 1.0,
    "lon": 2.0,
    "country_code": float("nan"),
    "geo_precision": "site",
    "geo_uncertainty_km": 5.0,
    "documents": 1,
    "types": {"meeting": 1},
    "titles": ["Meeting"],
    "first_id": "evt-1",
    **{status.value: int(status is Status.OCCURRED) for status in Status},
}


def test_what_pandas_makes_of_no_country_reaches_the_browser_as_null() -> None:
    symbols = layer.symbols(pd.DataFrame([ROW]), pd.DataFrame([ROW]).head(0))
    assert symbols[0].country is None
    data = layer.payload(symbols, pd.DataFrame(columns=["status"]), colouring="type")
    assert json.loads(safe.json_literal(data))["rows"][0][5] is None
