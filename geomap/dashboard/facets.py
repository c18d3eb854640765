"""What the filters offer, each choice with the number of events that all *other* filters leave it. No HTML, no widgets.

``groups`` gives what ``assets/facets.js`` shows; ``accepted`` reads back what was chosen there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from geomap.dashboard import assets, safe, words
from geomap.dashboard.choices import DEFAULT_STATUSES, MOST_ORIGINS, Choices, Known, filters
from geomap.dashboard.evidence import type_label
from geomap.dashboard.layer import type_colour
from geomap.dashboard.seeking import Offer
from geomap.model import DatePrecision, GeoPrecision, Status
from geomap.view import Facets, Filters, View

#: How many actors and places are offered without a search.
OFFERED = 60
_SHOWN_AT_FIRST = 6


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: ``colour`` as on the map, ``note`` is said below the label."""

    value: str
    label: str
    events: int
    colour: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One filter. ``field`` is its field in ``Choices``; ``kind``: several (boxes to tick), least (at least so many), share
    (at least so sure, ``options`` are its bars). ``usual`` is what a fresh page has, ``terms`` explain the words, ``seek`` is
    the hint of a search box.
    """

    field: str
    title: str
    kind: str
    options: tuple[Option, ...]
    chosen: tuple[str, ...]
    usual: tuple[str, ...] = ()
    shown: int = _SHOWN_AT_FIRST
    seek: str | None = None
    help: str | None = None
    terms: tuple[tuple[str, str], ...] = ()
    open: bool = False


_TITLES: Final = {
    "event_types": "Type of event",
    "statuses": "Status",
    "sources": "Source",
    "places": "Place",
    "countries": "Country",
    "actors": "Who takes part",
    "min_confidence": "Confidence",
    "min_origins": "Independent sources",
    "geo_precisions": "How exactly the place is known",
    "date_precisions": "How exactly the date is known",
}


def groups(view: View, known: Known, choices: Choices, counts: Facets) -> list[Group]:
    """All filters in the order in which they are shown; ``counts`` are the view's facets under these choices."""
    chosen = filters(choices)
    return [
        _types(choices, counts["event_types"]),
        _statuses(choices, counts["statuses"]),
        _closed("sources", choices, [(s, s, n, None) for s, n in counts["sources"].items()], open=True),
        _places(view, known, choices, chosen),
        _countries(choices, counts["countries"]),
        _actors(view, choices, chosen),
        _confidence(view, choices, chosen),
        _origins(view, choices, chosen),
        _precision("geo_precisions", choices, counts, {p.value: words.PRECISION_WORDS[p] for p in GeoPrecision}),
        _precision("date_precisions", choices, counts, {p.value: words.DATED_WORDS[p] for p in DatePrecision}),
    ]


def _closed(
    field: str, choices: Choices, rows: Iterable[tuple[str, str, int, str | None]], *, open: bool = False, **more: Any
) -> Group:
    options = tuple(Option(value, safe.plain(label), n, colour) for value, label, n, colour in rows)
    chosen = tuple(str(value) for value in getattr(choices, field))
    return Group(field, _TITLES[field], "several", options, chosen, open=open or bool(chosen), **more)


def _types(choices: Choices, counts: Mapping[str, int]) -> Group:
    return _closed("event_types", choices, [(t, type_label(t), n, type_colour(t)) for t, n in counts.items()], open=True)


def _statuses(choices: Choices, counts: Mapping[str, int]) -> Group:
    rows = [(s.value, words.STATUS_WORDS[s], counts.get(s.value, 0), None) for s in Status]
    terms = tuple((words.STATUS_WORDS[s], words.STATUS_HELP[s]) for s in Status)
    return _closed("statuses", choices, rows, open=True, terms=terms, usual=tuple(s.value for s in DEFAULT_STATUSES))


def _places(view: View, known: Known, choices: Choices, chosen: Filters) -> Group:
    rows = view.named_places(chosen, limit=OFFERED)
    have = {value for value, _, _ in rows}
    missing = [value for value in choices.places if value not in have]
    counted = {value: n for value, _, n in view.named_places(chosen, among=missing)} if missing else {}
    rows += [(value, known.place_name(value) or value, counted.get(value, 0)) for value in missing]
    return _closed(
        "places",
        choices,
        [(value, name, n, None) for value, name, n in rows],
        open=True,
        seek="Find a place, in any spelling",
        help="Events that happen at a place, set out from it or lead to it; for a region, also those in it.",
    )


def _actors(view: View, choices: Choices, chosen: Filters) -> Group:
    rows = view.actors(chosen, limit=OFFERED)
    have = {value for value, _, _ in rows}
    missing = [value for value in choices.actors if value not in have]
    counted = {value: n for value, _, n in view.actors(chosen, among=missing)} if missing else {}
    rows += [(value, value, counted.get(value, 0)) for value in missing]
    return _closed("actors", choices, [(v, name, n, None) for v, name, n in rows], seek="Find a person or body")


def _countries(choices: Choices, counts: Mapping[str, int]) -> Group:
    names = assets.country_names()
    return _closed("countries", choices, [(code, names.get(code, code), n, None) for code, n in counts.items()])


def _confidence(view: View, choices: Choices, chosen: Filters) -> Group:
    bars = view.confidences(chosen)
    options = tuple(Option(f"{tenth / 10:.1f}", f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}", n) for tenth, n in enumerate(bars))
    value = () if choices.min_confidence is None else (f"{choices.min_confidence:g}",)
    return Group(
        "min_confidence",
        _TITLES["min_confidence"],
        "share",
        options,
        value,
        help=words.CONFIDENCE_HELP,
        terms=words.CONFIDENCE_TERMS,
        open=bool(value),
    )


def _origins(view: View, choices: Choices, chosen: Filters) -> Group:
    counts = view.origins(chosen)
    most = max([n for n in counts if n <= MOST_ORIGINS] + [choices.min_origins, 1])
    options = tuple(
        Option(str(least), "any" if least == 1 else f"{least} or more", sum(n for have, n in counts.items() if have >= least))
        for least in range(1, min(most, 5) + 1)
    )
    value = (str(choices.min_origins),)
    help_ = "Retellings of one original report count once."
    return Group("min_origins", _TITLES["min_origins"], "least", options, value, help=help_, open=choices.min_origins > 1)


def _precision(field: str, choices: Choices, counts: Facets, named: Mapping[str, str]) -> Group:
    chosen = {str(value) for value in getattr(choices, field)}
    have = counts[field]
    rows = [(value, label, have.get(value, 0), None) for value, label in named.items() if value in have or value in chosen]
    terms = words.PRECISION_TERMS if field == "geo_precisions" else words.DATED_TERMS
    return _closed(field, choices, rows, terms=terms, shown=8)


def payload(found: Iterable[Group], *, answered: int, offers: Mapping[str, tuple[str, list[Offer]]]) -> dict[str, Any]:
    """What the script shows; ``answered`` is the number of its message that is met, ``offers`` what was found."""
    return {
        "answered": answered,
        "groups": [
            {
                "field": group.field,
                "title": group.title,
                "kind": group.kind,
                "options": [[o.value, o.label, o.events, o.colour] for o in group.options],
                "chosen": list(group.chosen),
                "usual": list(group.usual),
                "shown": group.shown,
                "seek": group.seek,
                "help": group.help,
                "terms": [list(term) for term in group.terms],
                "open": group.open,
                "offers": _offers(offers.get(group.field)),
            }
            for group in found
        ],
    }


def _offers(found: tuple[str, list[Offer]] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    typed, offers = found
    return {"typed": typed, "options": [[o.value, safe.plain(o.name), o.events, o.note and safe.plain(o.note)] for o in offers]}


def is_news(message: object, *, answered: int) -> bool:
    """Whether a message of the script is later than the last one that was met.

    A run that is cut short may hand an older one over again after a newer one; it would undo what was chosen since.
    """
    number = message.get("number") if isinstance(message, Mapping) else None
    return isinstance(number, int) and number > answered


def accepted(message: object) -> dict[str, Any]:
    """The fields that a message of the script sets, as the session keeps them; nothing for what is no such message."""
    chosen = message.get("chosen") if isinstance(message, Mapping) else None
    if not isinstance(chosen, Mapping):
        return {}
    found: dict[str, Any] = {}
    for field, value in chosen.items():
        if field not in _TITLES or not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            continue
        if field == "min_confidence":
            found[field] = _number(value[0], 0, 1) or None if value else None
        elif field == "min_origins":
            found[field] = int(_number(value[0], 1, MOST_ORIGINS) or 1) if value else 1
        else:
            found[field] = list(dict.fromkeys(value))[:200]
    return found


def _number(value: str, low: float, high: float) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if low <= number <= high else None
