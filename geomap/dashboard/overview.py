"""The overview."""

from geomap.dashboard.scene import Scene


def show(scene: Scene) -> None:
    """Draw the page."""
