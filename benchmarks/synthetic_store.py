"""A store of any size with invented events, for measuring the dashboard: the same seed gives the same store.

    python benchmarks/synthetic_store.py 100000 /tmp/events.db

Ten reports a document; places as unevenly used as in the news (Zipf's law), over two years; nine in a hundred events with a
period, three without a date, ten known only as a country or a region, four journeys. The titles and quotes are made of a
few words. The first 20,000 events go through the store's own door; a larger store repeats them inside SQLite, with other ids and
other days. The search in the text knows only the first 20,000: to index a million would take longer than everything else.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sqlite3
import time
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

from geomap.events.types import event_types
from geomap.model import (
    Actor,
    DateBasis,
    DatePrecision,
    Document,
    Event,
    Extraction,
    GeoPrecision,
    Place,
    PlaceMention,
    PublishedBasis,
    Report,
    Role,
    Status,
    Trigger,
    When,
)
from geomap.store import Store
from geomap.view import snapshot

_FIRST = date(2022, 1, 1)
_DAYS = 730
_PLACES = 2_500
_REPORTS_A_DOCUMENT = 10
_DOCUMENTS_AT_ONCE = 500
_MADE_ONE_BY_ONE = 20_000
_STATUSES = (Status.OCCURRED,) * 14 + (Status.ONGOING,) * 2 + (Status.PLANNED,) * 2 + (Status.POSSIBLE, Status.DENIED)
_NAMES = ("Ana Brook", "Omar Vale", "Lin Marsh", "Ivo Stone", "the ministry", "the union", "the port authority", "Kaya Reed")
_WORDS = ("harbour", "bridge", "delegation", "strike", "flood", "talks", "convoy", "border", "election", "grain", "rail", "fire")


def make(path: Path, events: int, *, seed: int = 1) -> None:
    """Write a store of ``events`` invented events to ``path``, in the place of what is there; with the view's snapshot beside it.

    Above 20,000 the number is rounded up to a whole multiple of it.
    """
    for old in path.parent.glob(path.name + "*"):
        old.unlink()
    with Store.open(path, create=True) as store:
        linked: list[Event] = []
        made = _documents(min(events, _MADE_ONE_BY_ONE), random.Random(seed))
        while batch := list(itertools.islice(made, _DOCUMENTS_AT_ONCE)):
            store.save([extraction for extraction, _ in batch])
            linked += [event for _, found in batch for event in found]
        store.replace_events(linked)
    copies = -(-events // _MADE_ONE_BY_ONE) - 1
    if copies > 0:
        _repeat(path, copies)
    with Store.open(path) as store:
        snapshot.write(store, snapshot.path_beside(path))


def _repeat(path: Path, copies: int) -> None:
    """Repeat everything in the store, with a suffix to every id and the days moved by a few weeks each time."""
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA synchronous = OFF; DROP TRIGGER documents_fts_insert;")
    for copy in range(1, copies + 1):
        days = (copy * 37) % 211 - 105
        suffix = f"-{copy}"
        moved = f"date({{0}}, '{days} days')"
        events = (copy * _MADE_ONE_BY_ONE, {"id": 1}, ("start", "end"))
        for table, (offset, named, dates) in {
            "documents": (None, {"id": 1}, ("published",)),
            "reports": (None, {"id": 1, "document_id": 1}, ("earliest", "latest")),
            "events": events,
            "event_reports": (None, {"event_id": 1, "report_id": 1}, ()),
        }.items():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            columns = [name for name in columns if name != "rowid"]
            values = []
            for name in columns:
                quoted = f'"{name}"'
                if name in named:
                    quoted += f" || '{suffix}'"
                elif name in dates:
                    quoted = moved.format(quoted)
                elif name == "position" and offset is not None:
                    quoted += f" + {offset}"
                values.append(quoted)
            key = "event_id" if table == "event_reports" else "id"
            listed = ", ".join(f'"{name}"' for name in columns)
            connection.execute(
                f"INSERT INTO {table} ({listed}) SELECT {', '.join(values)} FROM {table} WHERE instr(substr({key}, 5), '-') = 0"
            )
        connection.commit()
    connection.close()


def _documents(events: int, chance: random.Random) -> Iterator[tuple[Extraction, list[Event]]]:
    places = _places(chance)
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(places))))
    types = list(event_types())
    sources = [f"Paper {number}" for number in range(1, 41)]
    for first in range(0, events, _REPORTS_A_DOCUMENT):
        drafts = [
            _Draft(number, chance, chance.choices(places, cum_weights=weights, k=2), chance.choice(types))
            for number in range(first, min(first + _REPORTS_A_DOCUMENT, events))
        ]
        text = " ".join(draft.quote for draft in drafts)
        ident = f"doc-{first:012x}"
        day = _FIRST + timedelta(days=chance.randrange(_DAYS))
        document = Document(
            ident, f"News of the day {first}", text, chance.choice(sources), day, PublishedBasis.SIDECAR, path=f"{first}.txt"
        )
        found, start = [], 0
        for draft in drafts:
            found.append(draft.linked(ident, start))
            start += len(draft.quote) + 1
        yield Extraction(document, reports=tuple(report for report, _ in found), method="synthetic-1"), [e for _, e in found]


class _Draft:
    """One invented happening, before it knows where in which document it stands."""

    def __init__(self, number: int, chance: random.Random, places: list[Place], event_type: str) -> None:
        self.number, self.event_type = number, event_type
        self.status = chance.choice(_STATUSES)
        self.actors = tuple(chance.sample(_NAMES, 2))
        self.quote = f"{self.actors[0].capitalize()} spoke of the {chance.choice(_WORDS)} in {places[0].name}, case {number}."
        self.when = _when(chance)
        self.places = _mentions(chance, places)
        self.documents = min(40, int(chance.paretovariate(1.6)))
        self.confidence = round(chance.uniform(0.35, 0.99), 3)
        self.background = chance.random() < 0.06

    def linked(self, document_id: str, start: int) -> tuple[Report, Event]:
        """The report at this place of a document, and the event that it alone tells of."""
        word = self.quote.index("spoke")
        trigger = Trigger(start + word, start + word + 5, "spoke")
        ident, pin = f"rep-{self.number:012x}", self.places[0] if self.places else None
        actors = (Actor(self.actors[0]), Actor(self.actors[1], "recipient"))
        report = Report(
            id=ident,
            document_id=document_id,
            start=start,
            end=start + len(self.quote),
            quote=self.quote,
            trigger=trigger,
            event_type=self.event_type,
            status=self.status,
            background=self.background,
            actors=actors,
            places=self.places,
            when=self.when,
            attributed_to=None,
            confidence=self.confidence,
            method="synthetic-1",
        )
        event = Event(
            id=f"evt-{self.number:012x}",
            title=self.quote[:60],
            event_type=self.event_type,
            status=self.status,
            background=self.background,
            actors=self.actors,
            place=pin,
            places=self.places,
            when=self.when,
            report_ids=(ident,),
            n_documents=self.documents,
            n_origins=max(1, self.documents // 2),
            disagreements=(),
            confidence=self.confidence,
        )
        return report, event


def _places(chance: random.Random) -> list[Place]:
    """Cities of the base map under their own names, and as many villages near them as are wanted."""
    world = json.loads((resources.files("geomap.dashboard") / "assets" / "basemap.json").read_text(encoding="utf-8"))
    countries = [(str(c[0]), float(c[2]), float(c[3])) for c in world["countries"]]
    found = []
    for number in range(_PLACES):
        name, lon, lat = world["cities"][number % len(world["cities"])][:3]
        again = number // len(world["cities"])
        lon, lat = lon + again * chance.uniform(-2, 2), max(-60.0, min(75.0, lat + again * chance.uniform(-2, 2)))
        code = min(countries, key=lambda country: (country[1] - lon) ** 2 + (country[2] - lat) ** 2)[0]
        found.append(Place(f"geonames:{number + 1}", f"{name} {again}" if again else name, lat, lon, "P.PPL", code, None, 10_000))
    chance.shuffle(found)
    return found


def _when(chance: random.Random) -> When | None:
    kind, first = chance.random(), _FIRST + timedelta(days=chance.randrange(_DAYS))
    if kind < 0.03:
        return None
    if kind < 0.12:
        last = first + timedelta(days=chance.choice((6, 13, 29)))
        return When(first, last, DatePrecision.DAYS, DateBasis.RELATIVE, "over the following days")
    return When(first, first, DatePrecision.DAY, DateBasis.EXPLICIT, first.isoformat())


def _mentions(chance: random.Random, places: list[Place]) -> tuple[PlaceMention, ...]:
    kind, place = chance.random(), places[0]
    if kind < 0.03:
        return (PlaceMention("Nowhere", Role.VENUE, None, GeoPrecision.NONE, None, None),)
    if kind < 0.08:
        wide = Place(f"country:{place.country}", f"Country {place.country}", place.lat, place.lon, "A.PCLI", place.country)
        return (PlaceMention(wide.name, Role.VENUE, wide, GeoPrecision.COUNTRY, None, None),)
    if kind < 0.13:
        return (PlaceMention(place.name, Role.VENUE, place, GeoPrecision.REGION, 180.0, None),)
    venue = PlaceMention(place.name, Role.DESTINATION if kind < 0.17 else Role.VENUE, place, GeoPrecision.CITY, 9.0, None)
    if kind < 0.17 and places[1].id != place.id:
        return (venue, PlaceMention(places[1].name, Role.ORIGIN, places[1], GeoPrecision.CITY, 9.0, None))
    return (venue,)


def main() -> None:
    """Make a store, and say how long it took."""
    parser = argparse.ArgumentParser(description="Make a store of invented events.")
    parser.add_argument("events", type=int)
    parser.add_argument("store", type=Path)
    given = parser.parse_args()
    started = time.perf_counter()
    make(given.store, given.events)
    print(f"{given.events:,} events in {given.store}: {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
