"""A picture of the map for a slide (PNG): what the filters let through, with its legend, its count and what it leaves out.

The same forms as on the page: solid is occurred, dashed is planned, dotted is possible, struck through is denied; a country of
which no more is known is tinted, never pinned.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from geomap import typology
from geomap.export import markers
from geomap.export.mercator import Frame, Pixel, Position, ring, world
from geomap.model import GeoPrecision, Status
from geomap.view import Filters, View

#: A slide of 16 to 9; everything is drawn at twice the size and scaled down, which smooths the edges.
WIDTH, HEIGHT = 1920, 1080
_TWICE = 2
_HEAD, _FOOT = 96, 92
_SEA, _LAND, _COAST, _BORDER = "#d9e4ea", "#f6f4ee", "#b9c6ce", "#c4beb2"
_COUNTRY = "#9a9484"
_INK, _FAINT, _WHITE, _TINT = "#16202a", "#5b6670", "#ffffff", "#f2dfc3"
#: How many types the legend names; the others share a word.
_TYPES_IN_LEGEND = 7
#: City labels of the base map, by how many thousand people at which width of the picture in degrees.
_CITIES = ((200, 9_000), (90, 4_000), (45, 1_500), (20, 500), (0, 150))


#: Left, top, right, bottom in pixels.
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class _Spot:
    """All events of one place: where, its name, how many of each status and colour, and how many documents tell of it."""

    name: str
    pixel: Pixel
    statuses: Counter[Status] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    documents: int = 1

    @property
    def events(self) -> int:
        return self.statuses.total()

    @property
    def radius(self) -> float:
        return max(11.0 if self.events > 1 else 8.0, min(26.0, 6 + 3.2 * math.sqrt(self.documents)))


def png(view: View, filters: Filters, *, at: Position | None = None) -> bytes:
    """The picture, 1920 by 1080 pixels; same events, same bytes.

    It shows the map as it stands ``at`` a position, else the box of the filters, else all points. How many events lie outside of
    it is written below.
    """
    rows = list(view.rows(filters))
    frame = _frame(rows, filters, at)
    stage = Image.new("RGB", (frame.width, frame.height), _SEA)
    draw = ImageDraw.Draw(stage)
    _land(draw, frame, {row["country_code"] for row in rows if row["geo_precision"] == GeoPrecision.COUNTRY})
    taken: list[Box] = []
    spots = _spots(rows, frame)
    for spot in reversed(spots):
        _symbol(draw, spot)
    for spot in spots:
        reach = spot.radius * _TWICE
        x, y = spot.pixel
        taken.append((x - reach, y - reach, x + reach, y + reach))
    for spot in spots:
        _label(draw, spot.name, spot.pixel, spot.radius * _TWICE + 8, taken, size=17, colour=_INK)
    _countries(draw, frame, taken)
    _cities(draw, frame, taken, {spot.name for spot in spots})
    return _encoded(_sheet(stage, view, filters, rows, shown=sum(spot.events for spot in spots)))


def _frame(rows: list[dict[str, Any]], filters: Filters, at: Position | None) -> Frame:
    size = (WIDTH * _TWICE, (HEIGHT - _HEAD - _FOOT) * _TWICE)
    if at is not None:
        return Frame.standing(at, *size)
    if filters.bbox is not None:
        west, south, east, north = filters.bbox
        return Frame.around([(west, south), (east, north)], *size)
    return Frame.around([(row["lon"], row["lat"]) for row in rows if row["lat"] is not None], *size)


def _spots(rows: list[dict[str, Any]], frame: Frame) -> list[_Spot]:
    """The places in the picture, those with the most documents first."""
    found: dict[tuple[str, float, float], _Spot] = {}
    for row in rows:
        if row["lat"] is None:
            continue
        pixel = frame.at(row["lon"], row["lat"])
        if not frame.shows(pixel):
            continue
        spot = found.setdefault((row["place_id"], row["lat"], row["lon"]), _Spot(row["place"], pixel))
        spot.statuses[Status(row["status"])] += 1
        spot.types[row["event_type"]] += 1
        spot.documents = max(spot.documents, row["n_documents"])
    return sorted(found.values(), key=lambda spot: (-spot.documents, -spot.events, spot.name, spot.pixel))


# ---- the base map ------------------------------------------------------------------------------------------------------------


def _land(draw: ImageDraw.ImageDraw, frame: Frame, tinted: set[str | None]) -> None:
    base = world()
    for country in base["countries"]:
        fill = _TINT if country[0] in tinted else _LAND
        for flat in country[5]:
            for shape in frame.copies(ring(flat)):
                draw.polygon(shape, fill=fill, outline=_COAST, width=_TWICE)
    for flat in base["lakes"]:
        for shape in frame.copies(ring(flat)):
            draw.polygon(shape, fill=_SEA, outline=_COAST)
    for flat in base["borders"]:
        for shape in frame.copies(ring(flat)):
            draw.line(shape, fill=_BORDER, width=_TWICE)


def _countries(draw: ImageDraw.ImageDraw, frame: Frame, taken: list[Box]) -> None:
    """The names of the countries that are large enough at this scale, in capitals, where nothing else stands."""
    zoom = math.log2(frame.scale / _TWICE / 256)
    font = _font(15 * _TWICE)
    for _, name, lon, lat, least, _ in world()["countries"]:
        x, y = frame.at(lon, lat)
        half, tall = draw.textlength(name.upper(), font=font) / 2, 9 * _TWICE
        box = (x - half, y - tall, x + half, y + tall)
        clear = all(box[2] < b[0] or box[0] > b[2] or box[3] < b[1] or box[1] > b[3] for b in taken)
        if least <= zoom + 0.4 and frame.shows(box[:2]) and frame.shows(box[2:]) and clear:
            taken.append(box)
            draw.text((x, y), name.upper(), fill=_COUNTRY, font=font, anchor="mm", stroke_width=_TWICE, stroke_fill=_LAND)


def _cities(draw: ImageDraw.ImageDraw, frame: Frame, taken: list[Box], named: set[str]) -> None:
    """Names for orientation, the largest first, where nothing else stands."""
    degrees = 360 * frame.width / frame.scale
    least = next(thousands for width, thousands in _CITIES if degrees >= width)
    for name, lon, lat, thousands, _ in base_cities():
        pixel = frame.at(lon, lat)
        if thousands >= least and name not in named and frame.shows(pixel):
            x, y = pixel
            if _label(draw, name, pixel, 10, taken, size=14, colour=_FAINT):
                draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=_FAINT)


def base_cities() -> list[list[Any]]:
    """The cities of the base map: name, longitude, latitude, thousands of people, whether a capital; the largest first."""
    return sorted(world()["cities"], key=lambda city: -city[3])


def _label(draw: ImageDraw.ImageDraw, text: str, pixel: Pixel, away: float, taken: list[Box], *, size: int, colour: str) -> bool:
    """Write a name beside its place where there is room: right, left, below, above; whether there was."""
    font = _font(size * _TWICE)
    wide, tall = draw.textlength(text, font=font), size * _TWICE * 1.1
    x, y = pixel
    for left, top in (
        (x + away, y - tall / 2),
        (x - away - wide, y - tall / 2),
        (x - wide / 2, y + away),
        (x - wide / 2, y - away - tall),
    ):
        box = (left - 4, top - 2, left + wide + 4, top + tall + 2)
        if all(box[2] < b[0] or box[0] > b[2] or box[3] < b[1] or box[1] > b[3] for b in taken):
            taken.append(box)
            draw.text((left, top), text, fill=colour, font=font, stroke_width=2 * _TWICE, stroke_fill=_LAND)
            return True
    return False


# ---- symbols -----------------------------------------------------------------------------------------------------------------


def _symbol(draw: ImageDraw.ImageDraw, spot: _Spot) -> None:
    x, y = spot.pixel
    top, n = spot.types.most_common(1)[0]
    colour = markers.colour(top) if 2 * n >= spot.events else markers.MIXED
    status = _form(spot.statuses)
    disc(draw, spot.pixel, spot.radius * _TWICE, colour=colour, status=status)
    if spot.events > 1:
        solid = status in (Status.OCCURRED, Status.ONGOING)
        draw.text((x, y), str(spot.events), fill=_readable(colour) if solid else _INK, font=_font(13 * _TWICE), anchor="mm")


def _form(statuses: Counter[Status]) -> Status:
    """The form of a symbol for several events: the most certain status among them."""
    return next(status for status in Status if statuses[status])


def disc(draw: ImageDraw.ImageDraw, pixel: Pixel, r: float, *, colour: str, status: Status) -> None:
    """One symbol around a pixel, in the form of a status."""
    x, y = pixel
    halo = r + 1.5 * _TWICE
    draw.ellipse((x - halo, y - halo, x + halo, y + halo), fill=_WHITE)
    box = (x - r, y - r, x + r, y + r)
    if status in (Status.OCCURRED, Status.ONGOING):
        draw.ellipse(box, fill=colour)
        if status is Status.ONGOING:
            wider = r + 4 * _TWICE
            draw.ellipse((x - wider, y - wider, x + wider, y + wider), outline=colour, width=2 * _TWICE)
        return
    if status is Status.DENIED:
        draw.ellipse(box, outline=_FAINT, width=2 * _TWICE)
        draw.line((x - r, y + r, x + r, y - r), fill=_FAINT, width=2 * _TWICE)
        return
    dash, gap = (26, 20) if status is Status.PLANNED else (6, 18)
    for start in range(0, 360, dash + gap):
        draw.arc(box, start, start + dash, fill=colour, width=int(2.6 * _TWICE))


def _readable(colour: str) -> str:
    """White or ink, whichever stands out more on a colour (relative luminance of WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return _INK if 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.36 else _WHITE


# ---- the sheet ---------------------------------------------------------------------------------------------------------------


def _sheet(stage: Image.Image, view: View, filters: Filters, rows: list[dict[str, Any]], *, shown: int) -> Image.Image:
    """The map between its heading and its legend, at the final size."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), _WHITE)
    sheet.paste(stage.resize((WIDTH, HEIGHT - _HEAD - _FOOT), Image.Resampling.LANCZOS), (0, _HEAD))
    draw = ImageDraw.Draw(sheet)
    draw.text((40, 18), f"{len(rows):,} event{'' if len(rows) == 1 else 's'}", fill=_INK, font=_font(38))
    draw.text((40, 64), _scope(view, filters, rows), fill=_FAINT, font=_font(20))
    _legend(sheet, rows)
    draw.text((WIDTH - 40, HEIGHT - 16), "geomap · Natural Earth · GeoNames", fill=_FAINT, font=_font(15), anchor="rs")
    left_out = _left_out(rows, shown)
    if left_out:
        draw.text((40, HEIGHT - 16), left_out, fill=_FAINT, font=_font(15), anchor="ls")
    return sheet


def _scope(view: View, filters: Filters, rows: list[dict[str, Any]]) -> str:
    days = [day for row in rows for day in (row["start"], row["end"]) if day]
    first, last = filters.start or min(days, default=None), filters.end or max(days, default=None)
    documents = view.summary(filters).documents
    parts = [f"from {documents:,} document{'' if documents == 1 else 's'}"]
    if first and last:
        parts.append(_day(first) if first == last else f"{_day(first)} to {_day(last)}")
    if filters.sources:
        parts.append(", ".join(filters.sources))
    text = " · ".join(parts)
    return text if len(text) <= 160 else text[:159] + "…"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year:04}"


def _left_out(rows: list[dict[str, Any]], shown: int) -> str:
    """What has no symbol, in words: a picture must not pass for all there is."""
    countries = sum(row["geo_precision"] == GeoPrecision.COUNTRY for row in rows)
    others = sum(row["lat"] is None for row in rows) - countries
    outside = sum(row["lat"] is not None for row in rows) - shown
    words = []
    if outside:
        words.append(f"{outside:,} outside this part of the map")
    if countries:
        words.append(f"{countries:,} known to the country only (tinted)")
    if others > 0:
        words.append(f"{others:,} without a place that can be drawn")
    return "Not pinned: " + "; ".join(words) if words else ""


def _legend(sheet: Image.Image, rows: list[dict[str, Any]]) -> None:
    """Statuses by form, types by colour, in one line above the foot; drawn twice as large and scaled down."""
    strip = Image.new("RGB", (WIDTH * _TWICE, 44 * _TWICE), _WHITE)
    draw = ImageDraw.Draw(strip)
    statuses = Counter(Status(row["status"]) for row in rows)
    types = Counter(row["event_type"] for row in rows)
    x, y, font = 40.0 * _TWICE, 22.0 * _TWICE, _font(17 * _TWICE)
    entries = [(status.value.capitalize(), _FAINT, status) for status in Status if statuses[status]]
    entries += [(_type_label(name), markers.colour(name), Status.OCCURRED) for name, _ in types.most_common(_TYPES_IN_LEGEND)]
    if len(types) > _TYPES_IN_LEGEND:
        entries.append((f"{len(types) - _TYPES_IN_LEGEND} other types", markers.MIXED, Status.OCCURRED))
    for i, (text, colour, status) in enumerate(entries):
        if i == sum(statuses[s] > 0 for s in Status):
            x += 24 * _TWICE
        disc(draw, (x + 8 * _TWICE, y), 8 * _TWICE, colour=colour, status=status)
        draw.text((x + 24 * _TWICE, y), text, fill=_INK, font=font, anchor="lm")
        x += (24 + 26) * _TWICE + draw.textlength(text, font=font)
    sheet.paste(strip.resize((WIDTH, 44), Image.Resampling.LANCZOS), (0, HEIGHT - _FOOT + 6))


def _type_label(name: str) -> str:
    types = typology.table()
    return str(types[name]["label"]) if name in types else name


def _font(size: int) -> Any:
    return ImageFont.load_default(size)


def _encoded(sheet: Image.Image) -> bytes:
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=False)
    return out.getvalue()
