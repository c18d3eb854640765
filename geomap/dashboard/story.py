"""The story that an event belongs to: the events of the articles that tell of it, in order, and how they belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from geomap.dashboard import assets, desk, safe, session, words
from geomap.dashboard.evidence import type_label
from geomap.dashboard.layer import type_colour
from geomap.events.relations import Relation
from geomap.model import Event
from geomap.view import View

#: Events of a story that are read and shown at most; there are more only where hundreds of articles share one event.
MOST: Final = 150


def events_of(view: View, event: Event) -> list[Event]:
    """The events of the story in order of time, undated ones last; the event itself is among them."""
    ids = view.story(event.id, limit=MOST)
    found = [known for event_id in dict.fromkeys([*ids, event.id]) if (known := desk.event_of(view, event_id))]
    return sorted(found, key=lambda e: (_first_day(e), _last_day(e), e.id))


def _first_day(event: Event) -> date:
    return (event.when.earliest if event.when else None) or date.max


def _last_day(event: Event) -> date:
    return (event.when.latest if event.when else None) or date.max


def show(events: Sequence[Event], current: str) -> None:
    """The timeline of the story; a click opens an event."""
    if len(events) < 2:
        safe.show(safe.tag("p", "No other event is told in the same articles.", class_="gm-empty"))
        return
    years = {event.when.earliest.year for event in events if event.when and event.when.earliest}
    items = [_item(event, words.interval(event.when), words.place_name(event.place) if event.place else "") for event in events]
    st.caption(f"{words.count(len(events), 'event')} of the articles that tell of this one" + _span(years) + ".")
    _list(items, key="story", current=current, label="The story in order of time", timeline=True)


def _span(years: set[int]) -> str:
    if not years:
        return ""
    return f", {min(years)} to {max(years)}" if len(years) > 1 else f", {min(years)}"


def show_related(relations: Iterable[Relation]) -> None:
    """The related events as links, each with how it is related and what that is told from."""
    items = [_item(r.other, r.words, f"{words.interval(r.other.when)}; told from {r.why}") for r in relations]
    if items:
        safe.show(safe.tag("h4", "Related events", class_="gm-head"))
        _list(items, key="related", current="", label="Related events", timeline=False)


def show_list(events: Iterable[Event], below: Mapping[str, str], *, key: str, label: str, page: str | None = None) -> None:
    """Events as links, each with a line by its id below it; a click opens the event, on another page where one is named."""
    items = [_item(event, words.interval(event.when), below.get(event.id, "")) for event in events]
    _list(items, key=key, current="", label=label, timeline=False, page=page)


def _item(event: Event, lead: str, below: str) -> dict[str, Any]:
    return {
        "id": event.id,
        "place": event.place.place.id if event.place and event.place.place else "",
        "lead": safe.plain(lead),
        "title": safe.plain(event.title),
        "below": safe.plain(below),
        "status": event.status.value,
        "type": type_label(event.event_type),
        "colour": type_colour(event.event_type),
    }


def _list(
    items: Sequence[dict[str, Any]], *, key: str, current: str, label: str, timeline: bool, page: str | None = None
) -> None:
    data = {"items": list(items), "current": current, "label": label, "timeline": timeline}

    def opened() -> None:
        state = st.session_state.get(key)
        picked = state.get("opened") if state is not None else None
        item = next((item for item in items if isinstance(picked, dict) and item["id"] == picked.get("id")), None)
        if item is not None:
            session.select_event(item["id"], places=[item["place"]] if item["place"] else [])
            if page is not None:
                st.session_state[session.FIELDS["page"]] = page

    _component()(key=key, data=data, on_opened_change=opened)


@cache
def _component() -> ComponentRenderer:
    """The list, declared once in a process."""
    return st.components.v2.component(
        "geomap.story",
        html='<div class="story"></div>',
        css=(assets.OWN / "story.css").read_text(encoding="utf-8"),
        js=(assets.OWN / "story.js").read_text(encoding="utf-8"),
    )
