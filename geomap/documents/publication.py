"""When was a document published? Signs of it are gathered elsewhere; here they are weighed against each other.

Signs come in families that fail together: what a page declares in its head is mostly copied from one field of the site's
database, what it shows to readers is another matter, and so is its address. Within a family the surest sign speaks for a day;
families that agree strengthen each other, days at odds weaken each other as rival hypotheses do. What remains below the least
confidence in ``geomap/data/documents/dates.toml`` is not used: the date is then unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

from geomap.documents.written import Written, rules
from geomap.model import PublishedBasis

#: The coarse basis of each kind of sign, and the family it belongs to.
_DECLARED, _SHOWN, _ADDRESS = "declared", "shown", "address"
FAMILY = {
    "json-ld": _DECLARED,
    "json-ld page": _DECLARED,
    "json-ld created": _DECLARED,
    "meta published": _DECLARED,
    "meta date": _DECLARED,
    "marked-up": _DECLARED,
    "script": _DECLARED,
    "script other": _DECLARED,
    "address": _ADDRESS,
    "time": _SHOWN,
    "labelled line": _SHOWN,
    "dated line": _SHOWN,
    "byline": _SHOWN,
    "page header": _SHOWN,
    "above the headline": _SHOWN,
    "dateline": _SHOWN,
    "dateline, weekday, year elsewhere": _SHOWN,
    "dateline, year elsewhere": _SHOWN,
    "dated line, year elsewhere": _SHOWN,
}


@dataclass(frozen=True, slots=True)
class Clue:
    """One sign of the day of publication: its readings as (order, day), the kind of sign, and the words it was read from."""

    readings: tuple[tuple[str, date], ...]
    kind: str
    words: str
    utc: bool = False

    @staticmethod
    def of(found: Written, kind: str, text: str) -> Clue:
        """The clue that a written date is."""
        return Clue(found.readings, kind, text[found.start : found.end], found.utc)


@dataclass(frozen=True, slots=True)
class Publication:
    """The day a document was published: the kind of its surest sign, the words of it, and how sure the day is (0 to 1)."""

    day: date
    kind: str
    confidence: float
    words: str

    @property
    def basis(self) -> PublishedBasis:
        """The basis as a Document tells it."""
        if self.kind not in FAMILY:
            return PublishedBasis(self.kind)
        return PublishedBasis.TEXT if FAMILY[self.kind] == _SHOWN else PublishedBasis.METADATA


@dataclass(frozen=True, slots=True)
class _Sign:
    day: date
    kind: str
    words: str
    confidence: float
    utc: bool


def settle(clues: Iterable[Clue], *, order: str | None = None) -> Publication | None:
    """The day that the clues speak for, or None where they say nothing or contradict each other.

    ``order`` (``dmy`` or ``mdy``) is how the document's country writes figures, where that is known.
    """
    signs = _signs(list(clues), order)
    groups = _groups(signs)
    if not groups:
        return None
    chances = {day: _chance(group) for day, group in groups.items()}
    best = max(chances, key=lambda day: (chances[day], -day.toordinal()))
    odds = {day: chance / (1 - chance) for day, chance in chances.items()}
    confidence = odds[best] / (1 + sum(odds.values())) if len(odds) > 1 else chances[best]
    if confidence < rules()["confidence"]["least"]:
        return None
    surest = max(groups[best], key=lambda sign: (sign.day == best, sign.confidence))
    return Publication(best, surest.kind, round(confidence, 3), surest.words)


def _signs(clues: Sequence[Clue], order: str | None) -> list[_Sign]:
    """Each clue with one day: the only one, the one that another clue states outright, or the one of the document's order."""
    table = rules()["confidence"]
    stated = {clue.readings[0][1] for clue in clues if len({day for _, day in clue.readings}) == 1}
    signs = []
    for clue in clues:
        days = {day for _, day in clue.readings}
        factor = 1.0
        if len(days) > 1:
            days &= stated
            if len(days) != 1:
                days = {day for name, day in clue.readings if name == order}
                factor = table["order"]
        if len(days) == 1:
            signs.append(_Sign(days.pop(), clue.kind, clue.words, table[clue.kind] * factor, clue.utc))
    return signs


def _groups(signs: Sequence[_Sign]) -> dict[date, list[_Sign]]:
    """The signs by the day they speak for; a time in universal time joins the publisher's own day beside it."""
    local = {sign.day for sign in signs if not sign.utc}
    groups: dict[date, list[_Sign]] = {}
    for sign in signs:
        day = sign.day
        if sign.utc and day not in local:
            beside = [other for other in local if abs((other - day).days) == 1]
            day = beside[0] if len(beside) == 1 else day
        groups.setdefault(day, []).append(sign)
    return groups


def _chance(group: Sequence[_Sign]) -> float:
    surest: dict[str, float] = {}
    for sign in group:
        family = FAMILY[sign.kind]
        surest[family] = max(surest.get(family, 0.0), sign.confidence)
    return 1 - prod(1 - chance for chance in surest.values())
