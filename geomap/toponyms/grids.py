"""Places written in a grid: MGRS references ("52TEM 4012 7367") and plus codes ("8Q8C4V8P+2V", or "4V8P+2V Vladivostok").

MGRS is read by mgrs (MIT, the code of GEOTRANS), plus codes by openlocationcode (Apache-2.0), loaded when a text has either.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator, Sequence

from geomap.model import Toponym
from geomap.toponyms.notations import Cues, Reading, evidence

_MGRS = re.compile(
    r"(?<![\w.])(?P<zone>[1-9]|[0-5]\d|60)(?P<band>[C-HJ-NP-X])[ ]?(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])"
    r"[ ]?(?P<digits>\d{1,10}(?:[ ]\d{1,5})?)(?![\w+])"
)
#: What every one of them holds, and few texts do.
_ZONE = re.compile(r"\d[C-HJ-NP-X] ?[A-HJ-NP-Z][A-HJ-NP-V]")
_ALPHABET = "23456789CFGHJMPQRVWX"
_FULL = re.compile(
    rf"(?<![\w+])[23456789C][2-9CFGHJMPQRV](?:[{_ALPHABET}]{{6}}\+[{_ALPHABET}]{{2,7}}|[{_ALPHABET}]{{2,6}}0{{0,4}}\+|0{{6}}\+)(?![\w+])"
)
_SHORT = re.compile(rf"(?<![\w+])[{_ALPHABET}]{{4}}\+[{_ALPHABET}]{{2,3}}(?![\w+])")
#: A reference in MGRS of two digits names a square of 10 km, of ten digits one of 1 m.
_SURE_DIGITS = 6
#: At the equator, where a degree of latitude is shortest: no square may come out smaller than it is.
_METRES_A_DEGREE = 110_574.0
#: A metre of the grid is up to a thousandth more on the ground (the scale at the edge of a zone), and half a metre is rounded.
_STRETCH = 1.01
#: What may stand between a short plus code and its town.
_JOINT = re.compile(r",? (?:in |near )?")


def readings(text: str, cues: Cues, toponyms: Sequence[Toponym]) -> Iterator[Reading]:
    """Every reference to a grid, in no order; a short plus code is read with the placed toponym that stands beside it."""
    if _ZONE.search(text):
        for match in _MGRS.finditer(text):
            yield from _mgrs(match, cues)
    if "+" in text:
        for match in _FULL.finditer(text):
            yield from _full(match, cues)
        for match in _SHORT.finditer(text):
            yield from _short(match, text, toponyms)


def _mgrs(match: re.Match[str], cues: Cues) -> Iterator[Reading]:
    left, right, written = _halves(match["digits"])
    if not left or (2 * len(left) < _SURE_DIGITS and not cues.before(match.start(), "strong")):
        return
    found = _square(f"{match['zone']}{match['band']}{match['square']}", left, right)
    if found is None:
        return  # no such zone, band or square: a number plate, the code of a product
    lat, lon, reach = found
    height = reach * 10.0 ** (5 - len(left)) / 2 / _METRES_A_DEGREE * _STRETCH
    end = match.start("digits") + written
    yield Reading(match.start(), end, lat, lon, height, height / max(0.1, math.cos(math.radians(lat))), evidence("grid"))


def _square(zone: str, east: str, north: str) -> tuple[float, float, int] | None:
    """A point of a square, and whether the square reaches half its width from there (1) or all of it (2).

    The figures are cut off, not rounded: they name the square's corner, and the place is somewhere in the square. Where a square
    lies across the edge of its band, only what is within the band has such a reference: a corner, if not its middle.
    """
    from mgrs import MGRS
    from mgrs.core import MGRSError

    for reach, right, up in ((1, "5", "5"), (2, "9", "9"), (2, "0", "0"), (2, "0", "9"), (2, "9", "0")):
        # Written out to the metre, because releases of mgrs differ in which point of a coarser square they give.
        metres = (
            f"{(east + right).ljust(5, right if reach == 2 else '0')[:5]}{(north + up).ljust(5, up if reach == 2 else '0')[:5]}"
        )
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", RuntimeWarning)  # a square that the band doesn't have is no more than a warning
                lat, lon = MGRS().toLatLon(f"{zone}{metres}")
        except (MGRSError, RuntimeWarning):
            continue
        return lat, lon, reach
    return None


def _halves(digits: str) -> tuple[str, str, int]:
    """Easting and northing as they are written, and how many characters both take up; empty where they can't be told apart."""
    left, space, right = digits.partition(" ")
    if space and len(left) == len(right):
        return left, right, len(digits)
    half, odd = divmod(len(left), 2)
    return ("", "", 0) if odd or half > 5 else (left[:half], left[half:], len(left))


def _full(match: re.Match[str], cues: Cues) -> Iterator[Reading]:
    from openlocationcode import openlocationcode

    code = match.group()
    if openlocationcode.isFull(code) and (any(c.isalpha() for c in code) or cues.before(match.start(), "strong")):
        yield _decoded(match, code)


def _short(match: re.Match[str], text: str, toponyms: Sequence[Toponym]) -> Iterator[Reading]:
    beside = next((t for t in toponyms if t.place is not None and _beside(match, t, text)), None)
    if beside is None or beside.place is None or not any(c.isalpha() for c in match.group()):
        return
    from openlocationcode import openlocationcode

    if openlocationcode.isShort(match.group()):
        yield _decoded(match, openlocationcode.recoverNearest(match.group(), beside.place.lat, beside.place.lon))


def _beside(match: re.Match[str], toponym: Toponym, text: str) -> bool:
    after = toponym.start - match.end()
    before = match.start() - toponym.end
    return (0 < after < 8 and _JOINT.fullmatch(text[match.end() : toponym.start]) is not None) or (
        0 < before < 3 and text[toponym.end : match.start()] in {" ", ", ", " ("}
    )


def _decoded(match: re.Match[str], code: str) -> Reading:
    from openlocationcode import openlocationcode

    area = openlocationcode.decode(code)
    height = (area.latitudeHi - area.latitudeLo) / 2
    width = (area.longitudeHi - area.longitudeLo) / 2
    return Reading(match.start(), match.end(), area.latitudeCenter, area.longitudeCenter, height, width, evidence("plus"))
