"""The dashboard: a map, a timeline, filters and the evidence for each event, in the browser.

The only package that knows Streamlit and folium, and the only HTML and JavaScript of the project. ``run`` starts it as a
program; ``main`` is the page itself, for a script that ``streamlit run`` is given.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["main", "run"]


def main() -> None:
    """Draw the page; called by Streamlit for each run of the script."""
    from geomap.dashboard.page import main as draw

    draw()


def run(
    store: Path | str = "geomap.db",
    *,
    port: int = 8501,
    address: str = "127.0.0.1",
    read_only: bool = False,
    gazetteer: Path | str | None = None,
) -> int:
    """Serve the dashboard for ``store`` until it is interrupted; ``read_only``: nothing can be corrected or added.

    ``gazetteer`` is the user's (default: ``gazetteer.csv`` in the current folder). Raises InputError where the port is taken or
    no port.
    """
    from geomap.dashboard.launch import run as serve

    own = Path(gazetteer) if gazetteer is not None else None
    return serve(Path(store), port=port, address=address, read_only=read_only, gazetteer=own)
