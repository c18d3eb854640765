"""What an event is called in a list: its type's pattern filled with who and where, from the report that tells most."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.events.types import event_types
from geomap.model import GeoPrecision, PlaceMention, Report, Role

_MAX_ACTORS = 3


def title_of(event_type: str, actors: Sequence[str], place: PlaceMention | None, lead: Report) -> str:
    """The title of an event: *Meeting of Kim Jong Un and Vladimir Putin in Vladivostok*."""
    kind = event_types()[event_type]
    named = _join(actors[:_MAX_ACTORS])
    trigger = lead.trigger.text[:1].upper() + lead.trigger.text[1:]
    if kind.title == "{name}":
        head = _gathering(lead) or kind.label
    elif named:
        head = kind.title.format(actors=named, trigger=trigger)
    else:
        head = kind.title.split(":")[0].replace("{trigger}", trigger).replace(" of {actors}", "").replace(" by {actors}", "")
        head = kind.label if "{" in head else head
    if place is None or (named and place.name in actors):
        return head
    head = head[:1].upper() + head[1:]
    return f"{head} {_preposition(place)} {place.name}"


def _preposition(place: PlaceMention) -> str:
    if place.role is Role.VENUE and place.geo_precision is GeoPrecision.SITE:
        return "at"
    return {Role.DESTINATION: "to", Role.ORIGIN: "from"}.get(place.role, "in")


def _gathering(lead: Report) -> str | None:
    """The capitalised words before the trigger in its quote: *Eastern Economic Forum*."""
    before = lead.quote[: lead.trigger.start - lead.start].split()
    name: list[str] = []
    for word in reversed(before):
        if not word[:1].isupper() or word.endswith((".", ",")):
            break
        name.insert(0, word)
    return " ".join([*name, lead.trigger.text]) if name and lead.trigger.text[:1].isupper() else None


def _join(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]
