"""The ways in which a text writes latitude and longitude as numbers: decimal degrees; degrees, minutes and seconds; packed.

Every pattern is bounded and starts at a word's beginning, so that the work grows with the length of the text and no faster.
Numbers alone prove little ("3, 12"), so a pair counts only with hemispheres, degree signs, labels, a word that announces
coordinates, or decimals enough.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from geomap import lexicon

_TABLE = "toponyms/coordinates.toml"


@dataclass(frozen=True, slots=True)
class Reading:
    """Coordinates read from a text: WGS 84 degrees, and how far off the place may be to either side, in degrees.

    ``height`` is of latitude, ``width`` of longitude: one unit of the last digit, which may have been rounded or cut off.
    ``evidence`` is the probability that they are coordinates at all.
    """

    start: int
    end: int
    lat: float
    lon: float
    height: float
    width: float
    evidence: float


@dataclass(frozen=True, slots=True)
class _Angle:
    """One angle as it was written; every part may be empty."""

    label: str
    hemisphere: str
    sign: str
    degrees: str
    mark: str
    minutes: str
    seconds: str

    @property
    def decimals(self) -> int:
        """How many digits follow the point of the degrees."""
        return _decimals(self.degrees)

    @property
    def possible(self) -> bool:
        """Whether an angle can be written so: whole degrees go with minutes, and a hemisphere is sign enough."""
        if "," in self.degrees and not (self.mark or self.hemisphere):
            return False  # a decimal comma is told from a list by what follows it
        if self.minutes and (self.decimals or float(_point(self.minutes)) >= 60):
            return False
        if self.seconds and float(_point(self.seconds)) >= 60:
            return False
        return self.sign in {"", "+"} or not self.hemisphere

    @property
    def value(self) -> float:
        """The angle in degrees, south and west below zero."""
        negative = self.hemisphere in {"S", "W"} or self.sign not in {"", "+"}
        return -_degrees(self) if negative else _degrees(self)

    @property
    def unit(self) -> float:
        """The value of one in the last digit, in degrees."""
        last, scale = (self.seconds, 3600) if self.seconds else (self.minutes, 60) if self.minutes else (self.degrees, 1)
        return 10.0 ** -_decimals(last) / scale


_GAP = r"[ \t\u00a0\u202f]{0,2}"
_LETTER = r"(?:[NSEW](?![^\W_])|[Nn]orth(?![^\W_])|[Ss]outh(?![^\W_])|[Ee]ast(?![^\W_])|[Ww]est(?![^\W_]))"
_DEGREE = r"(?:[°º˚]|[Dd]egrees?(?![^\W_])|deg(?![^\W_])\.?|d(?=[ \d]))"
_MINUTE = r"(?:['′’‘´ʹ](?!['′’´ʹ])|minutes?(?![^\W_])|min(?![^\W_])\.?|m(?=[ \d]))"
_SECOND = r"(?:[\"″”“ʺ]|''|′′|’’|´´|seconds?(?![^\W_])|sec(?![^\W_])\.?|s(?=[ ,;NSEW]))"
_LABEL = r"(?:(?:[Ll]at|LAT)(?:itude|ITUDE)?|(?:[Ll]on|LON)(?:g|G)?(?:itude|ITUDE)?)(?![^\W_])\.?(?: of| is)?[ :=]{0,3}"
_TRAILING = r"(?:[ ](?:latitude|longitude))?"


def _angle(n: int) -> str:
    minutes = rf"{_GAP}(?P<m{n}>\d{{1,2}}(?:[.,]\d{{1,10}})?(?!\d)){_GAP}{_MINUTE}"
    seconds = rf"{_GAP}(?P<x{n}>\d{{1,2}}(?:[.,]\d{{1,10}})?(?!\d)){_GAP}{_SECOND}"
    return (
        rf"(?P<l{n}>{_LABEL})?(?:(?P<h{n}>[NSEW])\.?[ ]?)?(?P<s{n}>[-+−–])?(?P<d{n}>\d{{1,3}}(?:[.,]\d{{1,15}})?(?!\d))"
        rf"(?:{_GAP}(?P<g{n}>{_DEGREE})(?:{minutes}(?:{seconds})?)?)?"
        rf"(?(h{n})|(?:{_GAP}(?P<t{n}>{_LETTER}){_TRAILING})?)"
    )


_BETWEEN = r"[ \t\u00a0]{0,3}(?P<between>[,;/|]|and|by)?(?:[ \t\u00a0]{0,3}|\r?\n)(?:an? )?"
_START = r"(?<![\w.])(?<!\d[,:/-])"
_PAIR = re.compile(_START + _angle(1) + _BETWEEN + _angle(2))
#: "43-06-56N 131-53-07E", "43 06.934 N, 131 53.123 E": the hemisphere after.
_AFTER = re.compile(
    _START + r"(?P<d1>\d{1,2})[-: ](?P<m1>\d{2}(?:\.\d{1,6})?)(?:[-: ](?P<x1>\d{2}(?:\.\d{1,6})?))?[ ]?(?P<h1>[NS])[ ,;/]{0,3}"
    r"(?P<d2>\d{1,3})[-: ](?P<m2>\d{2}(?:\.\d{1,6})?)(?:[-: ](?P<x2>\d{2}(?:\.\d{1,6})?))?[ ]?(?P<h2>[EW])(?!\w)"
)
#: "N 43 06.934 E 131 53.123", as finders of hidden boxes write it: the hemisphere before.
_BEFORE = re.compile(
    _START
    + r"(?P<h1>[NS])[ ]?(?P<d1>\d{1,2})[-:° ]{1,2}(?P<m1>\d{2}(?:\.\d{1,6})?)(?:[-:' ](?P<x1>\d{2}(?:\.\d{1,6})?))?[ ,;/]{1,3}"
    r"(?P<h2>[EW])[ ]?(?P<d2>\d{1,3})[-:° ]{1,2}(?P<m2>\d{2}(?:\.\d{1,6})?)(?:[-:' ](?P<x2>\d{2}(?:\.\d{1,6})?))?(?!\w)"
)
#: "430656N 1315307E", "4306N13153E", as pilots and seafarers write it.
_PACKED = re.compile(
    _START + r"(?P<d1>\d{2})(?P<m1>\d{2})(?P<x1>\d{2})?(?P<h1>[NS])[ ,/]{0,2}"
    r"(?P<d2>\d{3})(?P<m2>\d{2})(?P<x2>\d{2})?(?P<h2>[EW])(?!\w)"
)
#: Nothing is read from a text without one of these.
_SIGN = re.compile(r"\d[.,]\d|[°º˚]|\d ?(?:deg|d |[NSEW]\b)|[Ll]at|LAT|[Cc]oord|[Gg]rid|[NSEW] ?\d|GPS")
_DIGITS = re.compile(r"\d+")
_MOST_DIGITS = 3
#: What may stand before the degrees of a pair, its longest, and the most characters between the figures of its two angles.
_LEAD = re.compile(rf"(?:{_LABEL})?(?:[NSEW]\.?[ ]?)?[-+−–]?$")
_LONGEST_LEAD, _FARTHEST = 40, 80
#: More spaces than this are not between them; nor is one of these characters.
_LONGEST_GAP = 5
_APART = frozenset(",;()[]\n\t\"'$€£/")
#: Without a hemisphere beside a figure, nothing is degrees and minutes with letters.
_LETTERED = re.compile(r"\d ?[NS]|[NS] ?\d")
_AGAIN_AFTER = re.compile(r"[ ]?[,;][ ]?[-+−]?\d{1,3}\.\d{3}")
_AGAIN_BEFORE = re.compile(r"\d\.\d{3,15}[ ]?[,;][ ]?$")
_WORD_AFTER = re.compile(r"[ -]?([%a-zA-Z]{1,12})")
_WORD_BEFORE = re.compile(r"([^\s\d(\[]{1,10})\s{0,2}[(\[]?$")


def readings(text: str, cues: Cues) -> Iterator[Reading]:
    """Every pair of coordinates in the text, in no order; some may overlap."""
    if "lat" not in text and not _SIGN.search(text):
        return
    if _LETTERED.search(text):
        for pattern in (_AFTER, _BEFORE, _PACKED):
            for match in pattern.finditer(text):
                yield from _sexagesimal(match)
    at = 0
    for figure in _figures(text):
        pair = _pair_at(text, figure, at) if figure >= at else None
        if pair is None:
            continue
        reading = None if _hopeless(pair, cues) else _pair(pair, text, cues)
        if reading is None:
            at = pair.end("d1")
        else:
            yield reading
            at = pair.end()


def _figures(text: str) -> list[int]:
    """Where a figure begins that may be the degrees of a pair: of three digits at most, and with another one near enough."""
    runs = [match.span() for match in _DIGITS.finditer(text)]
    return [a for (a, end), (b, _) in pairwise(runs) if end - a <= _MOST_DIGITS and b - end <= _FARTHEST]


def _pair_at(text: str, figure: int, least: int) -> re.Match[str] | None:
    """The pair whose first degrees begin at ``figure``, with the label, the hemisphere and the sign before them, if any.

    A pattern that is looked for from every character of a text takes long; figures are few.
    """
    before = text[max(least, figure - _LONGEST_GAP) : figure].rstrip(" .")[-1:]
    if not before or before.isdigit() or before in _APART:
        return _PAIR.match(text, figure)
    lead = _LEAD.search(text[max(least, figure - _LONGEST_LEAD) : figure])
    first = figure - len(lead.group()) if lead else figure
    return next((pair for start in range(first, figure + 1) if (pair := _PAIR.match(text, start)) is not None), None)


class Cues:
    """Where a text announces coordinates, looked for when first asked and once for the whole text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: dict[str, list[int]] = {}

    def before(self, start: int, kind: str) -> bool:
        """Whether a cue of the kind stands just before ``start``, in the same line."""
        ends = self._ends.get(kind)
        if ends is None:
            words = lexicon.table(_TABLE)["cues"][kind]
            lowered = self._text.lower()
            any_there = any(word.lower() in lowered for word in words)
            ends = self._ends[kind] = [m.end() for m in _cues(kind).finditer(self._text)] if any_there else []
        at = bisect(ends, start) - 1
        if at < 0 or start - ends[at] > lexicon.table(_TABLE)["cues"][f"{kind}_reach"]:
            return False
        return "\n" not in self._text[ends[at] : start]


@cache
def _cues(kind: str) -> re.Pattern[str]:
    words = sorted(lexicon.table(_TABLE)["cues"][kind], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})(?![^\W\d_])", re.IGNORECASE)


def evidence(kind: str) -> float:
    """The probability that what was written in this way is a place."""
    return float(lexicon.table(_TABLE)["evidence"][kind])


def _sexagesimal(match: re.Match[str]) -> Iterator[Reading]:
    """Degrees, minutes and perhaps seconds with both hemispheres."""
    lat, lon = _sides(match, "1"), _sides(match, "2")
    cut = any(a.seconds and "." in a.minutes for a in (lat, lon))
    if lat.possible and lon.possible and not cut:
        reading = _reading(match, lat, lon, evidence("lettered"))
        if reading is not None:
            yield reading


def _sides(match: re.Match[str], n: str) -> _Angle:
    return _Angle("", match[f"h{n}"], "", match[f"d{n}"], "", match[f"m{n}"], match[f"x{n}"] or "")


def _degrees(angle: _Angle) -> float:
    degrees, minutes, seconds = (float(_point(part) or "0") for part in (angle.degrees, angle.minutes, angle.seconds))
    return degrees + (minutes / 60 + seconds / 3600)


def _point(digits: str) -> str:
    return digits.replace(",", ".")


def _decimals(digits: str) -> int:
    return len(_point(digits).partition(".")[2])


def _hopeless(match: re.Match[str], cues: Cues) -> bool:
    """Whether a glance shows that this is no pair: a megabyte of figures must not take a minute."""
    label, before, after, mark, minutes, degrees = match.group("l1", "h1", "t1", "g1", "m1", "d1")
    if label:
        other: str | None = match["l2"]
        return not other or other[:2].casefold() == label[:2].casefold()
    hemisphere = before or after
    if hemisphere:
        other = match["h2"] or match["t2"]
        return not other or (hemisphere[0] in "NSns") == (other[0] in "NSns")
    if minutes or len(degrees) >= (4 if mark else 5):
        return False  # decimals enough, perhaps
    return not (cues.before(match.start(), "strong") or cues.before(match.start(), "weak"))


def _pair(match: re.Match[str], text: str, cues: Cues) -> Reading | None:
    first, second = _read(match, "1"), _read(match, "2")
    order = _order(first, second)
    likely = _likely(match, text, first, second, cues) if order else 0.0
    if not likely or not (first.possible and second.possible) or not _whole(match, text):
        return None
    lat, lon = (first, second) if order == "lat" else (second, first)
    return _reading(match, lat, lon, likely)


def _reading(match: re.Match[str], lat: _Angle, lon: _Angle, likely: float) -> Reading | None:
    y, x = lat.value, lon.value
    if abs(y) > 90 or abs(x) > 180 or (y == 0 and x == 0):
        return None
    return Reading(match.start(), match.end(), y, x, lat.unit, lon.unit, likely)


def _read(match: re.Match[str], n: str) -> _Angle:
    label, before, sign, degrees, mark, minutes, seconds, after = match.group(*(f"{part}{n}" for part in "lhsdgmxt"))
    hemisphere = (before or after or "")[:1].upper()
    return _Angle((label or "")[:2].casefold(), hemisphere, sign or "", degrees, mark or "", minutes or "", seconds or "")


_AXES = {"N": "lat", "S": "lat", "E": "lon", "W": "lon", "la": "lat", "lo": "lon", "": ""}


def _order(first: _Angle, second: _Angle) -> str | None:
    """Which comes first, by letters and labels; None where they contradict each other."""
    axes = (_AXES[first.hemisphere], _AXES[second.hemisphere])
    labels = (_AXES[first.label], _AXES[second.label])
    for a, b in (axes, labels):
        if bool(a) != bool(b) or (a and a == b):
            return None
    if axes[0] and labels[0] and axes != labels:
        return None
    return axes[0] or labels[0] or "lat"


def _whole(match: re.Match[str], text: str) -> bool:
    """Whether the match ends where its last number or word ends, and no unit, price or version makes a quantity of it."""
    end = match.end()
    following = text[end : end + 2]
    if (
        following[:1].isalnum()
        or following[:1] in {"%", "‰", "°", "'"}
        or (following[:1] in {".", ":", "/", "-"} and following[1:].isdigit())
    ):
        return False
    against = lexicon.table(_TABLE)["against"]
    after = _WORD_AFTER.match(text, end)
    before = _WORD_BEFORE.search(text, max(0, match.start() - 14), match.start())
    if after is not None and after[1].casefold() in against["after"]:
        return False
    if text[match.start() - 1 : match.start()] in against["before"] and match.start():
        return False
    return before is None or before[1].casefold() not in against["before"]


def _likely(match: re.Match[str], text: str, first: _Angle, second: _Angle, cues: Cues) -> float:
    """How likely two angles are meant as coordinates; 0 where nothing says so."""
    if first.label:
        return evidence("labelled")
    fewest = min(first.decimals, second.decimals)
    marked = bool(first.mark and second.mark)
    minutes = bool(first.minutes and second.minutes)
    if first.hemisphere and (marked or minutes or fewest >= 1):
        return evidence("lettered")
    if cues.before(match.start(), "strong"):
        return evidence("lettered" if first.hemisphere else "cued")
    if first.hemisphere or marked:
        return evidence("marked") if marked and (minutes or fewest >= 2) else 0.0
    if fewest >= 1 and cues.before(match.start(), "weak"):
        return evidence("located")
    return evidence("bare") if _bare(match, text, fewest) else 0.0


def _bare(match: re.Match[str], text: str, fewest: int) -> bool:
    """Whether two lone decimals are coordinates by their digits: three or more each, and not part of a list of figures."""
    if fewest < (3 if match["between"] in {",", ";", "/", "|"} else 4):
        return False
    if match["d1"].startswith("0.") and match["d2"].startswith("0."):
        return False  # shares and probabilities
    before = _AGAIN_BEFORE.search(text, max(0, match.start() - 24), match.start())
    return before is None and not _AGAIN_AFTER.match(text, match.end())
