"""Whether two reports of one document tell one happening twice: its headline and its third paragraph, the crash and its dead.

Two reports of one document are mostly two things: a visit to a country, and to a port there. They come into one event only where
nothing that they say differs, and where those of other documents are likely one with both (``link``).
"""

from __future__ import annotations

from geomap.events.likeness import ruled_out, same_pin
from geomap.events.told import Told
from geomap.events.told_when import stated


def may_be_told_twice(a: Told, b: Told) -> bool:
    """Whether two reports of one document agree in kind, status, time and place, as far as both say that.

    One sentence may tell one happening in words of any kind: *came ashore, tearing off roofs*.
    """
    if "speech" in {a.family, b.family} or a.report.status is not b.report.status:
        return False
    if not _places_same(a, b) or not _times_same(a, b):
        return False
    return (a.report.start == b.report.start or _are_akin(a, b)) and not ruled_out(a, b)


def _are_akin(a: Told, b: Told) -> bool:
    return not (a.deeds.isdisjoint(b.deeds) and a.kinds.isdisjoint(b.kinds))


def _places_same(a: Told, b: Told) -> bool:
    placed = [t.report.pin is not None and t.report.pin.place is not None for t in (a, b)]
    return not all(placed) or same_pin(a.report, b.report)


def _times_same(a: Told, b: Told) -> bool:
    one, other = a.report.when, b.report.when
    if one is None or other is None or not (stated(one) and stated(other)):
        return True
    return (one.earliest, one.latest) == (other.earliest, other.latest)
