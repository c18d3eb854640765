"""The dateline: the place in front of an article's first sentence, *HARARE (Agency) -*, from which it is told.

Where there is none, a byline may say as much: *By Rowena Tait in Luang Prabang*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.events.added_names import added
from geomap.model import GeoPrecision, Span, Toponym

_DASHES = (" - ", " \u2013 ", " \u2014 ", "\u2014", " -- ", " _ ")
_DATELINE_CHARS = 60
#: A dateline in capitals and lower case ("Lyon, France - ") is shorter than a sentence with a dash in it.
_MIXED_CASE_CHARS = 30
#: The point of a shortened month or state: "SEOUL, Sept. 4", "SPRINGFIELD, Mo."
_ABBREVIATED = re.compile(r"\b([A-Z][a-z]{0,3})\.")
#: What may stand before it in its line: *Reporting from Van, Turkey -*.
_OPENING = re.compile(r"(?:reporting from )?", re.IGNORECASE)
#: How far into a document the day of its dateline may stand, in characters, and what then comes before the first sentence.
_DATELINE_REACH = 200
#: How far into a document a byline may stand, in characters, after a title and what is under it.
_BYLINE_REACH = 400
_DASH = re.compile(r"\s*(?:\([^()\n]{1,40}\))?\s*(?:--|[-_\u2013\u2014])(?=\s|$)")
#: A town in capitals before the country or region that it is in, and the dash of a dateline.
_UNKNOWN = re.compile(
    r"^(?P<town>[^\W\d_a-z](?:[^\W\d_a-z]|[' .-]){2,30}), (?P<where>[A-Z][\w ]{2,30})(?:, [^\n.]{0,12}\.?[^\n.]{0,8})?"
    r"(?: \([^()\n]{1,40}\))?\s*(?:--|[-_\u2013\u2014])\s",
    re.MULTILINE,
)
#: What a byline says before and after its one place: *By Ann Lee and Bo Chen in*, *Ann Lee, Africa correspondent, in*, *, Laos*.
_BYLINE = re.compile(
    r"(?:(?:(?:By|Words by|From) )?[A-Z][\w'.-]+(?: (?:[A-Z][\w'.-]+|de|van|von|al|bin|da|del|la)){1,3}"
    r"(?:(?:,| and|,? &) [A-Z][\w'.-]+(?: [A-Z][\w'.-]+){1,3})*(?:, [\w' -]{3,40},?)? (?:in|reporting from)"
    r"|Reporting from|From our \w+ in) "
)
_AFTER_BYLINE = re.compile(r"(?:, [A-Z][\w .]{2,30})?[ \t.]*(?=\n|$)")
_METHOD = "dateline"
_REASON = "unknown name: no gazetteer has it"
_TOWNS = frozenset({GeoPrecision.CITY, GeoPrecision.DISTRICT})
#: Only what stands this near to the top can be a dateline: a title, a byline and the first line.
_MENTIONS = 12


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place of a dateline, and the whole of its words up to the dash."""

    place: Toponym
    span: Span


def dateline_of(text: str, toponyms: Sequence[Toponym]) -> Dateline | None:
    """The dateline of an article; None where it has none."""
    for toponym in toponyms[:_MENTIONS]:
        if toponym.place is None and not (toponym.method == _METHOD and toponym.surface.isupper()):
            continue
        dash = _dash_after(toponym, text)
        if dash is not None:
            return Dateline(_as_written(toponym, toponyms), Span(toponym.start, dash))
    return _byline_of(text, toponyms)


def _byline_of(text: str, toponyms: Sequence[Toponym]) -> Dateline | None:
    """The place of a byline near the top of an article, which nothing but its names and that place stands in."""
    for toponym in toponyms[:_MENTIONS]:
        line = text.rfind("\n", 0, toponym.start) + 1
        if toponym.end > _BYLINE_REACH or toponym.place is None or toponym.geo_precision not in _TOWNS:
            continue
        after = _AFTER_BYLINE.match(text, toponym.end)
        if after is not None and _BYLINE.fullmatch(text, line, toponym.start) is not None:
            return Dateline(toponym, Span(toponym.start, after.end()))
    return None


def _as_written(toponym: Toponym, toponyms: Sequence[Toponym]) -> Toponym:
    """The name of an unknown town as the text has it elsewhere, not in capitals."""
    if toponym.place is not None:
        return toponym
    return next((t for t in toponyms if t.method == _METHOD and not t.surface.isupper()), toponym)


def datelines_of(text: str, toponyms: Sequence[Toponym]) -> tuple[Dateline, ...]:
    """The article's dateline and those of its further items, as briefs have them: *GRAZ, Austria - A court here ...*."""
    first = dateline_of(text, toponyms)
    if first is None:
        return ()
    later = (t for t in toponyms if t.start >= first.span.end and t.place is not None and t.surface.isupper())
    return (first, *(Dateline(t, Span(t.start, dash)) for t in later if (dash := _dash_after(t, text)) is not None))


def unknown_town(text: str, toponyms: Sequence[Toponym]) -> tuple[Toponym, ...]:
    """The town of a dateline that no gazetteer has, wherever the text names it: *PIPINAS, Argentina, Aug 20 (Agency) -*."""
    named = next((m for m in _UNKNOWN.finditer(text, 0, 2 * _DATELINE_REACH) if _is_larger(m, toponyms)), None)
    if named is None:
        return ()
    taken = [t for t in toponyms if t.place is not None]
    again = re.compile(rf"\b{re.escape(named['town'])}\b", re.IGNORECASE)
    found = (
        added(text, Span(*m.span()), None, method=_METHOD, unknown=_REASON)
        for m in again.finditer(text)
        if text[m.start()].isupper()
    )
    return tuple(f for f in found if not any(t.span.overlaps(f.span) for t in taken))


def _is_larger(named: re.Match[str], toponyms: Sequence[Toponym]) -> bool:
    """Whether a country or a region is named behind the town of a dateline."""
    start = named.start("where")
    end = start + len(named["where"].rstrip())
    return any((t.start, t.end) == (start, end) and t.place is not None for t in toponyms[:_MENTIONS])


def dates_the_article(day: Span, text: str) -> bool:
    """Whether a day is the dateline's, be its place known or not: *LIMA, March 12 (Agency) -*."""
    return day.end <= _DATELINE_REACH and _DASH.match(text, day.end) is not None


def _dash_after(toponym: Toponym, text: str) -> int | None:
    """Where the dash or colon of a dateline stands that this name opens: at a line's start, with no sentence before it."""
    if not _OPENING.fullmatch(text, text.rfind("\n", 0, toponym.start) + 1, toponym.start):
        return None
    line = text[toponym.end :].split("\n", maxsplit=1)[0]
    after = (line + " ")[:_DATELINE_CHARS]  # the dash may end the line: "BOSTON (Agency) --"
    dash = min((i for i in (after.find(d) for d in _DASHES) if i >= 0), default=-1)
    if dash < 0:
        return _colon_after(toponym, line)
    if "." in _ABBREVIATED.sub(r"\1", after[:dash]).rstrip(".)"):
        return None
    plain = toponym.surface.isupper() or (dash <= _MIXED_CASE_CHARS and after[:1] in {",", " "} and _names_only(after[:dash]))
    return toponym.end + dash if plain else None


def _colon_after(toponym: Toponym, line: str) -> int | None:
    """Where the colon of *MUMBAI: Rain fell* or *New Delhi, Oct 3 (PTI): Rain fell* stands, before a whole sentence."""
    colon = line.find(": ")
    words = line[: max(colon, 0)]
    sentence = line[colon + 2 :]
    if not 0 <= colon <= _MIXED_CASE_CHARS or not sentence[:1].isupper() or not line.rstrip().endswith((".", '"', "\u201d")):
        return None
    bare = not words and (toponym.surface.isupper() or toponym.geo_precision in _TOWNS)
    dated = (
        words[:1] in {",", " "} and any(c.isdigit() or c == "(" for c in words) and _names_only(_ABBREVIATED.sub(r"\1", words))
    )
    return toponym.end + colon if bare or dated else None


def _names_only(words: str) -> bool:
    """Whether the words before the dash are names and the agency in brackets."""
    return all(word[:1].isupper() or not word[:1].isalpha() for word in words.replace("(", " ").replace(",", " ").split())
