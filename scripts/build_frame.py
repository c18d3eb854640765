"""Make ``geomap/dashboard/assets/frame.json``: the base map as folium and streamlit-folium make it for the map's frame.

    python scripts/build_frame.py

To be run after a change in ``geomap/dashboard/basemap.py`` or another version of either library; a test says when.
"""

from __future__ import annotations

import json

from geomap.dashboard import assets, basemap

if __name__ == "__main__":
    (assets.OWN / "frame.json").write_text(json.dumps(basemap.rendered(), indent=1) + "\n", encoding="utf-8")
