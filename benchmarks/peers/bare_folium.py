"""The same events on a plain folium map with a plain slider, as the libraries' guides build it: one layer, their quickest.

    streamlit run benchmarks/peers/bare_folium.py -- SNAPSHOT

SNAPSHOT is the Parquet file beside a store. Only Leaflet comes from this machine instead of a content delivery network.
"""

from __future__ import annotations

import sys
from datetime import date

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from geomap.dashboard import assets, basemap

COLUMNS = ["event_id", "title", "lat", "lon", "start", "end"]


@st.cache_data
def placed(path: str) -> pd.DataFrame:
    """The events that have a point."""
    frame = pd.read_parquet(path, columns=COLUMNS)
    return frame[frame["lat"].notna()]


def main() -> None:
    """Draw the page."""
    st.set_page_config(layout="wide")
    assets.serve()
    basemap.repoint()
    events = placed(sys.argv[1])
    first, last = events["start"].min(), events["end"].max()
    start = st.slider("Days to show", first, last, first, key="dates")
    chosen = events[events["end"].isna() | (events["end"] >= start)]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {"title": row.title, "when": row.start.isoformat() if isinstance(row.start, date) else "unknown"},
        }
        for row in chosen.itertuples()
    ]
    group = folium.FeatureGroup(name="Events")
    if features:
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            marker=folium.CircleMarker(radius=5, fill=True),
            tooltip=folium.GeoJsonTooltip(["title", "when"]),
        ).add_to(group)
    world = folium.Map([30, 20], zoom_start=2, tiles=None, prefer_canvas=True)
    st_folium(world, key="map", use_container_width=True, returned_objects=[], feature_group_to_add=group)


main()
