"""What one run of the page works with: the store's view, what was chosen, and how much that leaves."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.dashboard import desk
from geomap.dashboard.choices import Choices, Known
from geomap.dashboard.session import Extent
from geomap.model import Place
from geomap.view import Filters, Summary, View


@dataclass(frozen=True, slots=True)
class Scene:
    """``filters`` say the same as ``choices``; ``extent`` are the first and last day of all events, or None."""

    view: View
    known: Known
    choices: Choices
    filters: Filters
    extent: Extent | None

    @property
    def summary(self) -> Summary:
        """How much the filters leave; the view counts it once."""
        return self.view.summary(self.filters)

    def place_of(self, event_id: str) -> Place | None:
        """Where an event is; None where that is unknown, or the store has no such event."""
        event = desk.event_of(self.view, event_id)
        return event.place.place if event is not None and event.place is not None else None
