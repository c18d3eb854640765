"""The overview: events in time by type, where and who, the sources beside one another, and what the selection is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from geomap.dashboard import assets, desk, safe, session, story, words
from geomap.dashboard.evidence import FIELD_WORDS, type_label
from geomap.dashboard.layer import MIXED_COLOUR, type_colour
from geomap.dashboard.safe import Markup, tag
from geomap.dashboard.scene import Scene
from geomap.model import DatePrecision, PublishedBasis
from geomap.view import comparing
from geomap.view.comparing import Telling

if TYPE_CHECKING:
    import pandas as pd

_BARS: Final = 10
_TYPES_APART: Final = 8
_SOURCES_COMPARED: Final = 8
_SKIPS_NAMED: Final = 5


def show(scene: Scene) -> None:
    """Draw the page."""
    if not scene.summary.events:
        safe.show(tag("p", "No event meets these filters.", class_="gm-empty"))
        return
    tellings = comparing.tellings(scene.view, scene.filters)
    safe.show(_figures(scene, tellings))
    _section(
        "Events in time, by type",
        "Each event is shared out over the days that it may lie in; those without a date are left out.",
    )
    _in_time(scene)
    where, who = st.columns(2, gap="large")
    with where:
        _section("Where", "An event counts where it happens, where it sets out from and where it leads to.")
        _ranked(scene.view.named_places(scene.filters, limit=_BARS), "places", "Places by number of events")
    with who:
        _section("Who takes part", None)
        _ranked(scene.view.actors(scene.filters, limit=_BARS), "actors", "Who takes part, by number of events")
    _section("The sources compared", "Who tells what alone, who was first, and where they differ.")
    _sources(scene, tellings)
    _section("What this is worth", "What was left out and why, what has no place, what has no date.")
    _quality(scene)


def _section(title: str, below: str | None) -> None:
    under = [tag("p", below, class_="gm-how")] if below else []
    safe.show(tag("div", tag("h3", title, class_="gm-section"), *under, class_="gm-section-head"))


def _figures(scene: Scene, tellings: Sequence[Telling]) -> Markup:
    summary = scene.summary
    disputed = len(comparing.disputed(scene.view, scene.filters, limit=10_000))
    figures = [
        (f"{summary.events:,}", "events"),
        (f"{summary.places:,}", "places on the map"),
        (f"{summary.documents:,}", "documents"),
        (f"{len(tellings):,}{'+' if len(tellings) == 50 else ''}", "sources"),
        (f"{disputed:,}", "on which sources disagree"),
        (f"{summary.unplaced:,}", "without a point on the map"),
        (f"{summary.undated:,}", "without a date"),
    ]
    cells = [tag("div", tag("strong", figure), tag("span", name), class_="gm-figure") for figure, name in figures]
    return tag("div", *cells, class_="gm-figures")


def _in_time(scene: Scene) -> None:
    bins = scene.view.histogram(scene.filters, by="event_type")
    if not len(bins):
        safe.show(tag("p", "None of these events has a date that can be placed in the calendar.", class_="gm-empty"))
        return
    spec = chart(bins)
    st.vega_lite_chart(spec, key="types-in-time", alt=_spoken(bins))
    scale = spec["encoding"]["color"]["scale"]
    entries = [
        tag("span", tag("span", class_="gm-swatch", style=f"background:{colour}"), label)
        for label, colour in zip(scale["domain"], scale["range"], strict=True)
    ]
    safe.show(tag("div", *entries, class_="gm-swatches"))


def chart(bins: pd.DataFrame) -> dict[str, Any]:
    """The stacked bars in Vega-Lite's words; the types with the fewest events are one."""
    totals = bins.groupby("series")["share"].sum().sort_values(ascending=False)
    apart = list(totals.index[:_TYPES_APART])
    labels = {name: safe.plain(type_label(name)) for name in apart}
    rows: dict[tuple[str, str, str], float] = {}
    for name, first, last, share in zip(bins["series"], bins["start"], bins["end"], bins["share"], strict=True):
        if share:
            key = (
                first.isoformat() + "T00:00:00",
                (last + timedelta(days=1)).isoformat() + "T00:00:00",
                labels.get(name, "Others"),
            )
            rows[key] = rows.get(key, 0.0) + float(share)
    domain = [labels[name] for name in apart] + (["Others"] if len(totals) > len(apart) else [])
    colours = [type_colour(name) for name in apart] + ([MIXED_COLOUR] if len(totals) > len(apart) else [])
    return {
        "data": {"values": [{"first": a, "after": b, "type": t, "events": round(n, 3)} for (a, b, t), n in rows.items()]},
        "height": 220,
        "config": {"view": {"strokeWidth": 0}},
        "mark": {"type": "bar", "stroke": "rgba(128,128,128,.55)", "strokeWidth": 0.6},
        "encoding": {
            "x": {
                "field": "first",
                "type": "temporal",
                "bin": "binned",
                "title": None,
                "axis": {"grid": False, "labelOverlap": True},
            },
            "x2": {"field": "after"},
            "y": {"field": "events", "type": "quantitative", "title": "events", "axis": {"tickCount": 4}},
            "color": {
                "field": "type",
                "type": "nominal",
                "scale": {"domain": domain, "range": colours},
                "legend": None,
            },
            "tooltip": [
                {"field": "first", "type": "temporal", "title": "from", "format": "%-d %b %Y"},
                {"field": "type", "type": "nominal", "title": "type"},
                {"field": "events", "type": "quantitative", "title": "events", "format": ".1f"},
            ],
        },
    }


def _spoken(bins: pd.DataFrame) -> str:
    totals = bins.groupby("series")["share"].sum().sort_values(ascending=False)
    named = [f"{type_label(str(name))} {total:.0f}" for name, total in totals.head(5).items()]
    return safe.plain(f"Events in time by type. Most frequent: {words.listing(named, 5)}.")


def _ranked(rows: Sequence[tuple[str, str, int]], field: str, label: str) -> None:
    """The most frequent as bars; a click on one filters by it."""
    if not rows:
        safe.show(tag("p", "None is named.", class_="gm-empty"))
        return
    key = f"ranked-{field}"
    values = {value for value, _, _ in rows}

    def narrowed() -> None:
        state = st.session_state.get(key)
        value = state.get("narrowed") if state is not None else None
        if value in values:
            held = list(st.session_state.get(session.FIELDS[field]) or ())
            st.session_state[session.FIELDS[field]] = list(dict.fromkeys([*held, value]))

    data = {"label": label, "rows": [[value, safe.plain(name), n] for value, name, n in rows]}
    _component()(key=key, data=data, on_narrowed_change=narrowed)


@cache
def _component() -> ComponentRenderer:
    """The bars, declared once in a process."""
    return st.components.v2.component(
        "geomap.ranked",
        html='<div class="ranked"></div>',
        css=(assets.OWN / "ranked.css").read_text(encoding="utf-8"),
        js=(assets.OWN / "ranked.js").read_text(encoding="utf-8"),
    )


def _sources(scene: Scene, tellings: Sequence[Telling]) -> None:
    st.dataframe(
        pa.table(
            {
                "Source": [t.source for t in tellings],
                "Events": [t.events for t in tellings],
                "Alone": [t.alone for t in tellings],
                "First": [t.first for t in tellings],
                "Later": [t.later for t in tellings],
                "Days later": [t.days_later for t in tellings],
                "Disputed": [t.disputed for t in tellings],
            }
        ),
        key="sources-compared",
        hide_index=True,
        height=min(38 + 35 * len(tellings), 320),
        row_height=35,
        alt="The sources compared",
        column_config={
            "Source": st.column_config.TextColumn(width=260),
            "Alone": st.column_config.NumberColumn(help="No other source has them."),
            "First": st.column_config.NumberColumn(help="Others tell of them too, but published later."),
            "Later": st.column_config.NumberColumn(help="Another source published them before."),
            "Days later": st.column_config.NumberColumn(format="%.0f", help="By how many days, in the middle."),
            "Disputed": st.column_config.NumberColumn(
                help="Those who tell of them disagree on the date, the place or the status."
            ),
        },
    )
    beside, conflicts = st.columns(2, gap="large")
    with beside:
        names = [t.source for t in tellings[:_SOURCES_COMPARED]]
        if len(names) > 1:
            _section("Told by both", "How many events each two sources have in common: who bears out whom.")
            safe.show(matrix(names, comparing.shared(scene.view, scene.filters, names)))
    with conflicts:
        _section("Where they disagree", None)
        _conflicts(scene)


def matrix(names: Sequence[str], both: dict[tuple[str, str], int]) -> Markup:
    """The common events of each two sources as a table of shades."""
    most = max(both.values(), default=1)
    letters = [tag("span", chr(ord("A") + i), class_="gm-cell gm-letter") for i in range(len(names))]
    rows = [tag("div", tag("span", "", class_="gm-cell-name"), *letters, class_="gm-row")]
    for i, name in enumerate(names):
        cells = [_cell(both.get((name, other), 0), most, same=name == other) for other in names]
        rows.append(
            tag("div", tag("span", f"{chr(ord('A') + i)}  {name}", class_="gm-cell-name", title=name), *cells, class_="gm-row")
        )
    return tag("div", *rows, class_="gm-matrix")


def _cell(number: int, most: int, *, same: bool) -> Markup:
    if same:
        return tag("span", "", class_="gm-cell gm-same")
    return tag("span", f"{number:,}" if number else "·", class_="gm-cell", style=f"--shade:{number / most:.0%}")


def _conflicts(scene: Scene) -> None:
    ids = comparing.disputed(scene.view, scene.filters, limit=12)
    events = [event for event_id in ids if (event := desk.event_of(scene.view, event_id))]
    if not events:
        safe.show(tag("p", "The sources do not disagree on any of these events.", class_="gm-empty"))
        return
    lines = {
        e.id: "; ".join(f"{FIELD_WORDS.get(d.field, d.field)}: {' / '.join(c.value for c in d.claims)}" for d in e.disagreements)
        for e in events
    }
    story.show_list(events, lines, key="conflicts", label="Events on which the sources disagree", page="map")


def _quality(scene: Scene) -> None:
    view, chosen, summary = scene.view, scene.filters, scene.summary
    why = comparing.unplaced(view, chosen)
    placed, dated, read = st.columns(3, gap="large")
    with placed:
        places = [
            ("a point on the map", summary.placed),
            ("only a country or a wide area", why.wide),
            ("not in the gazetteer, or may be several", why.unknown),
            ("no place is named", why.none),
        ]
        safe.show(_parts("Places", places))
        names = comparing.unknown_names(view, chosen)
        if names:
            safe.show(tag("p", "Names without a place: ", words.listing([f"{n} ({c})" for n, c in names], 8), class_="gm-how"))
    with dated:
        counts = view.facets(chosen.without("date_precisions"))["date_precisions"]
        safe.show(_parts("Dates", [(f"known {words.DATED_WORDS[p]}", counts.get(p.value, 0)) for p in DatePrecision]))
    with read:
        bases = view.store.published_bases()
        safe.show(
            _parts(
                "Documents, by their day of publication",
                [(words.PUBLISHED_WORDS[b], bases.get(b.value, 0)) for b in PublishedBasis],
            )
        )
        _skipped(scene)


def _parts(title: str, rows: Iterable[tuple[str, int]]) -> Markup:
    """A whole and its parts as bars with figures."""
    kept = [(name, n) for name, n in rows if n]
    total = sum(n for _, n in kept) or 1
    lines = [
        tag(
            "li",
            tag("span", name),
            tag("span", f"{n:,} ({n / total:.0%})", class_="gm-part-figure"),
            tag("span", tag("span", class_="gm-meter-fill", style=f"width:{n / total:.0%}"), class_="gm-meter gm-wide"),
        )
        for name, n in kept
    ]
    return tag("section", tag("h4", title, class_="gm-head"), tag("ul", *lines, class_="gm-parts"))


def _skipped(scene: Scene) -> None:
    skips = scene.view.store.skips()
    if not skips:
        safe.show(tag("p", "Everything that the last build was given could be read.", class_="gm-how"))
        return
    reasons: dict[str, int] = {}
    for skip in skips:
        reasons[skip.reason] = reasons.get(skip.reason, 0) + 1
    ranked = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    lines = [tag("li", f"{n:,} × {reason}") for reason, n in ranked[:_SKIPS_NAMED]]
    if len(ranked) > _SKIPS_NAMED:
        lines.append(tag("li", f"and {words.count(len(ranked) - _SKIPS_NAMED, 'other reason')}"))
    title = tag("h4", f"Not read: {words.count(len(skips), 'input')}", class_="gm-head")
    safe.show(tag("section", title, tag("ul", *lines, class_="gm-how")))
