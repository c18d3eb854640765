"""Every count from the columns, against a plain reading of the rows, one selection after another as a person moves."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from geomap.store import Store
from geomap.view import Filters, View, comparing, snapshot
from geomap.view.spots import spots

FIRST = date(2023, 1, 1)
STATUSES = ("occurred", "planned", "possible", "denied")
TYPES = ("meeting", "travel", "fighting")
PLACES = [(f"geonames:{i}", f"Town {i % 7}", ["RU", "KP", "FJ"][i % 3], 5.0 * i - 40, 12.0 * i - 90) for i in range(14)]


def invented(n: int) -> list[dict]:
    chance = random.Random(3)
    rows = []
    for i in range(n):
        own = chance.sample(PLACES, chance.choice([0, 1, 1, 2]))
        place = own[0] if own else None
        start = FIRST + timedelta(chance.randrange(60)) if chance.random() < 0.9 else None
        sources = chance.sample(["Ägide", "Post", "Wire", "Zeitung", "echo"], chance.choice([1, 1, 2, 3]))
        rows.append(
            dict.fromkeys(snapshot.SCHEMA.names)
            | {
                "event_id": f"evt-{i:04}",
                "title": f"Event {i}",
                "event_type": chance.choice(TYPES),
                "status": chance.choice(STATUSES),
                "background": chance.random() < 0.1,
                "place": place[1] if place else chance.choice([None, "Nowhere"]),
                "place_id": place[0] if place else None,
                "lat": place[3] if place else None,
                "lon": place[4] if place else None,
                "country_code": place[2] if place else None,
                "place_ids": [p[0] for p in own],
                "place_names": [p[1] for p in own],
                "country_codes": list(dict.fromkeys(p[2] for p in own)),
                "geo_precision": "city" if place else "none",
                "geo_uncertainty_km": chance.choice([3.0, 8.0]) if place else None,
                "start": start,
                "end": start + timedelta(chance.choice([0, 0, 9])) if start and chance.random() < 0.9 else None,
                "date_precision": "day" if start else None,
                "actors": chance.sample(["Ana", "Bo", "the port"], chance.choice([0, 1, 2])),
                "recipients": [],
                "sources": sources,
                "source_days": [FIRST + timedelta(chance.randrange(4)) if chance.random() < 0.8 else None for _ in sources],
                "document_ids": sorted({f"doc-{chance.randrange(n)}" for _ in sources}),
                "n_documents": len(sources),
                "n_origins": chance.choice([1, 1, 2, 12]),
                "n_disagreements": chance.choice([0, 0, 0, 2]),
                "confidence": chance.choice([0.0, 0.3, 0.55, 0.95, 1.0]),
                "review": "place" if chance.random() < 0.1 else None,
            }
        )
    return rows


ROWS = invented(180)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    path = tmp_path_factory.mktemp("columns") / "geomap.db"
    with Store.open(path, create=True) as store:
        store.replace_events([])
        snapshot.write_rows(ROWS, snapshot.path_beside(path), version=store.events_version)
    with View.open(path) as found:
        yield found


def meets(row: dict, filters: Filters) -> bool:
    """What the filters mean, in plain words."""

    def any_of(wanted: tuple[str, ...], have: list[str]) -> bool:
        return not wanted or bool(set(wanted) & set(have))

    dated = row["start"] is not None or row["end"] is not None
    return (
        any_of(filters.sources, row["sources"])
        and any_of(filters.event_types, [row["event_type"]])
        and any_of(filters.statuses, [row["status"]])
        and any_of(filters.actors, row["actors"])
        and any_of(filters.places, row["place_ids"])
        and any_of(filters.countries, row["country_codes"])
        and any_of(filters.date_precisions, [row["date_precision"] or "unknown"])
        and (filters.start is None or row["end"] is None or row["end"] >= filters.start)
        and (filters.end is None or row["start"] is None or row["start"] <= filters.end)
        and (filters.include_undated or dated)
        and (filters.background is None or row["background"] == filters.background)
        and (filters.reviewed is None or (row["review"] is not None) == filters.reviewed)
        and (filters.min_origins is None or row["n_origins"] >= filters.min_origins)
        and (filters.min_confidence is None or row["confidence"] >= filters.min_confidence)
        and (
            filters.bbox is None
            or (
                row["lat"] is not None
                and filters.bbox[1] <= row["lat"] <= filters.bbox[3]
                and filters.bbox[0] <= row["lon"] <= filters.bbox[2]
            )
        )
    )


def moves(n: int) -> Iterator[Filters]:
    """Filters as a person sets them: mostly a step from the ones before."""
    chance = random.Random(5)
    choices = {
        "start": lambda: FIRST + timedelta(chance.randrange(50)),
        "end": lambda: FIRST + timedelta(50 + chance.randrange(20)),
        "sources": lambda: chance.sample(["Ägide", "Post", "Wire", "Nobody"], 2),
        "event_types": lambda: chance.sample(TYPES, 2),
        "statuses": lambda: chance.sample(STATUSES, 3),
        "actors": lambda: ["Ana"],
        "places": lambda: [chance.choice(PLACES)[0]],
        "countries": lambda: ["RU", "XX"],
        "date_precisions": lambda: ["unknown"],
        "include_undated": lambda: False,
        "background": lambda: chance.random() < 0.3,
        "reviewed": lambda: False,
        "min_origins": lambda: 2,
        "min_confidence": lambda: 0.5,
        "bbox": lambda: (-60.0, -30.0, 40.0, 20.0),
    }
    held: dict = {}
    for _ in range(n):
        name = chance.choice([*choices, "start", "start", "statuses"])
        if name in held and chance.random() < 0.6:
            del held[name]
        else:
            held[name] = choices[name]()
        while len(held) > 3:
            del held[next(iter(held))]
        yield Filters(**held)


def counted(filters: Filters, lifted: str, values) -> dict:
    return dict(Counter(value for row in ROWS if meets(row, filters.without(lifted)) for value in values(row)))


def some(counts: dict) -> dict:
    return {name: n for name, n in counts.items() if n}


@pytest.mark.parametrize("filters", [Filters(), *moves(40)], ids=str)
def test_every_count_is_that_of_the_rows(view: View, filters: Filters) -> None:
    here = [row for row in ROWS if meets(row, filters)]
    assert [row["event_id"] for row in view.rows(filters)] == [row["event_id"] for row in here]
    listed = view.listed(filters, limit=20)
    assert (
        listed
        == [{name: row[name] for name in listed[0]} | {"date_precision": row["date_precision"] or "unknown"} for row in here][:20]
        if listed
        else not here
    )
    summary = view.summary(filters)
    assert summary.events == len(here)
    assert summary.undated == sum(row["start"] is None and row["end"] is None for row in here)
    assert summary.places == len({row["place_id"] for row in here if row["lat"] is not None})
    assert summary.documents == len({ident for row in here for ident in row["document_ids"]})
    facets = view.facets(filters)
    assert some(facets["sources"]) == counted(filters, "sources", lambda row: row["sources"])
    assert some(facets["countries"]) == counted(filters, "countries", lambda row: row["country_codes"])
    assert some(facets["event_types"]) == counted(filters, "event_types", lambda row: [row["event_type"]])
    assert some(facets["statuses"]) == counted(filters, "statuses", lambda row: [row["status"]])
    assert some(facets["date_precisions"]) == counted(
        filters, "date_precisions", lambda row: [row["date_precision"] or "unknown"]
    )
    assert facets["reviewed"]["yes"] == counted(filters, "reviewed", lambda row: [row["review"] is not None]).get(True, 0)
    assert facets["background"]["no"] == counted(filters, "background", lambda row: [row["background"]]).get(False, 0)
    assert {name: n for name, _, n in view.actors(filters)} == counted(filters, "actors", lambda row: row["actors"])
    assert {place: n for place, _, n in view.named_places(filters)} == counted(filters, "places", lambda row: row["place_ids"])
    assert view.origins(filters) == counted(filters, "min_origins", lambda row: [min(row["n_origins"], 10)])
    tenths = counted(filters, "min_confidence", lambda row: [min(int(row["confidence"] * 10), 9)])
    assert view.confidences(filters) == [tenths.get(tenth, 0) for tenth in range(10)]
    assert sum(sum(spot.types.values()) for spot in spots(view, filters)) == summary.placed
    dated = [row for row in here if row["start"] is not None or row["end"] is not None]
    days = [row["start"] or row["end"] for row in dated], [row["end"] or row["start"] for row in dated]
    assert view.extent(filters) == ((min(days[0]), max(days[1])) if dated else None)
    assert view.histogram(filters.without("start", "end"))["share"].sum() == pytest.approx(
        sum(1 for row in ROWS if meets(row, filters.without("start", "end")) and (row["start"] or row["end"]))
    )


@pytest.mark.parametrize("filters", [Filters(), Filters(background=False, sources=["Post", "Wire"])], ids=str)
def test_sources_are_compared_as_the_rows_say(view: View, filters: Filters) -> None:
    here = [row for row in ROWS if meets(row, filters)]
    for telling in comparing.tellings(view, filters):
        own = [row for row in here if telling.source in row["sources"]]
        days = {row["event_id"]: dict(zip(row["sources"], row["source_days"], strict=True)) for row in own}
        known = {ident: [day for day in found.values() if day] for ident, found in days.items()}
        late = [
            (days[ident][telling.source] - min(known[ident])).days
            for ident in days
            if days[ident][telling.source] and len(days[ident]) > 1
        ]
        assert (telling.events, telling.alone) == (len(own), sum(len(row["sources"]) == 1 for row in own))
        assert telling.later == sum(n > 0 for n in late)
        assert telling.first == sum(
            days[i][telling.source] == min(known[i]) < max(known[i]) for i in days if days[i][telling.source] and len(days[i]) > 1
        )
        assert telling.disputed == sum(row["n_disagreements"] > 0 for row in own)
    both = comparing.shared(view, filters, ["Post", "Wire", "echo"])
    assert both[("Post", "Wire")] == both[("Wire", "Post")] == sum({"Post", "Wire"} <= set(row["sources"]) for row in here)
    why = comparing.unplaced(view, filters)
    assert why.none == sum(row["place"] is None for row in here)
    assert comparing.unknown_names(view, filters) == [("Nowhere", why.unknown)]
