"""Parts of places: the point moves into the part that is meant, the radius covers it, the span stays the name's."""

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from geomap import toponyms
from geomap.gazetteer import Gazetteer
from geomap.model import Document, GeoPrecision, Toponym, Usage
from geomap.syntax import parse
from geomap.toponyms.parts import SIDES, half, sides_of


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def find(text: str, gazetteer: Gazetteer) -> dict[str, Toponym]:
    document = Document("doc-test", "", text)
    return {t.surface: t for t in toponyms.find(document, parse(document), gazetteer)}


@pytest.mark.parametrize(
    ("phrase", "surface", "inside", "outside"),
    [
        ("in northern Iraq", "Iraq", (36.34, 43.13), (30.5, 47.8)),  # Mosul, not Basra
        ("in southern Iraq", "Iraq", (30.5, 47.8), (36.34, 43.13)),
        ("in the south of France", "France", (43.6, 1.44), (50.63, 3.06)),  # Toulouse, not Lille
        ("in the south-east of Turkey", "Turkey", (37.91, 40.24), (41.01, 28.95)),  # Diyarbakir, not Istanbul
        ("in Turkey's south-east", "Turkey", (37.91, 40.24), (41.01, 28.95)),
        ("in the northern part of Mali", "Mali", (20.2, 0.98), (11.32, -5.67)),  # Tessalit, not Sikasso
        ("in Mali's northern regions", "Mali", (20.2, 0.98), (11.32, -5.67)),
        ("in northern and central Mali", "Mali", (14.48, -4.2), (11.32, -5.67)),
        ("in southern Texas", "Texas", (25.9, -97.5), (35.2, -101.8)),  # Brownsville, not Amarillo
        ("in the southern half of Norway", "Norway", (58.15, 8.0), (69.65, 18.96)),
        ("in north-western Syria", "Syria", (35.93, 36.63), (32.62, 36.1)),
        ("in north west Syria", "Syria", (35.93, 36.63), (32.62, 36.1)),
    ],
)
def test_the_point_is_in_the_part(
    phrase: str, surface: str, inside: tuple[float, float], outside: tuple[float, float], gazetteer: Gazetteer
) -> None:
    area = find(f"Floods were reported {phrase} on Monday.", gazetteer)[surface]
    assert area.geo_precision is GeoPrecision.AREA
    assert area.usage is Usage.LITERAL
    assert area.place is not None
    assert area.geo_uncertainty_km is not None
    here = (area.place.lat, area.place.lon)
    assert geodesic(here, inside).km <= 1.15 * area.geo_uncertainty_km
    assert geodesic(here, inside).km < geodesic(here, outside).km
    assert "/" in area.place.id


def test_the_id_names_the_part(gazetteer: Gazetteer) -> None:
    area = find("Floods were reported in northern and central Mali on Monday.", gazetteer)["Mali"]
    assert area.place is not None
    assert area.place.id == "geonames:2453866/north+central"
    assert area.place.name == "northern and central Mali"
    assert area.candidates[0].place.id == "geonames:2453866"


def test_an_area_with_a_row_of_its_own_is_that(gazetteer: Gazetteer) -> None:
    area = find("He will travel to eastern Russia in May.", gazetteer)["eastern Russia"]
    assert area.place is not None
    assert area.place.id == "geomap:russian-far-east"
    assert area.geo_precision is GeoPrecision.AREA


@pytest.mark.parametrize(
    ("text", "surface", "country"),
    [
        ("Ukraine's army advanced in the south and east of the country.", "south and east of the country", "UA"),
        ("Mali is at war. Fighting spread in the country's north-east.", "country's north-east", "ML"),
        ("Chad is large. Herders in the northern part of the country moved on.", "northern part of the country", "TD"),
        ("Sri Lanka was hit. Rain fell in the north of the island.", "north of the island", "LK"),
    ],
)
def test_the_country_is_the_one_named(text: str, surface: str, country: str, gazetteer: Gazetteer) -> None:
    area = find(text, gazetteer)[surface]
    assert area.geo_precision is GeoPrecision.AREA
    assert area.place is not None
    assert area.place.country == country
    assert "/" in area.place.id


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("She was born in Northern Ireland in 1980.", "Northern Ireland"),
        ("He moved to South Africa in 1980.", "South Africa"),
        ("The storm reached Southeast Asia on Monday.", "Southeast Asia"),
        ("She works in Omaha's center for the arts.", "Omaha"),
        ("They drove to the north of Odesa.", "Odesa"),
    ],
)
def test_a_name_is_no_part(text: str, surface: str, gazetteer: Gazetteer) -> None:
    found = find(text, gazetteer)[surface]
    assert found.place is not None
    assert "/" not in found.place.id


def test_short_names_need_the_support_of_the_document(gazetteer: Gazetteer) -> None:
    both = find("North Korea and South Korea met. The North refused. The South agreed.", gazetteer)
    assert both["The North"].place is not None
    assert both["The North"].place.country == "KP"
    assert both["The South"].place is not None
    assert both["The South"].place.country == "KR"
    assert "the North" not in find("Winters are cold in the North.", gazetteer)
    kingdom = find("Exports of oil from Saudi Arabia fell. Ministers of the Kingdom met.", gazetteer)["the Kingdom"]
    assert kingdom.place is not None
    assert kingdom.place.country == "SA"
    assert "the Kingdom" not in find("Exports of the Kingdom fell in May.", gazetteer)
    strip = find("Gaza is short of water. Trucks entered the Strip on Monday.", gazetteer)["the Strip"]
    assert strip.place is not None
    assert geodesic((31.4, 34.4), (strip.place.lat, strip.place.lon)).km < 40
    assert "the Strip" not in find("They gambled on the Strip in Las Vegas.", gazetteer)


@given(st.lists(st.tuples(st.floats(-60, 60), st.floats(-60, 60)), min_size=12, max_size=60), st.sampled_from(list(SIDES)))
def test_a_part_lies_to_its_side(points: list[tuple[float, float]], side: str) -> None:
    disc = half(points, side)
    lat = sum(p[0] for p in points) / len(points)
    lon = sum(p[1] for p in points) / len(points)
    if side == "north":
        assert disc.lat >= lat - 1e-6
    if side == "west":
        assert disc.lon <= lon + 1e-6
    assert disc.radius_km >= 5


def test_compass_words() -> None:
    assert sides_of("south and east") == ("south", "east")
    assert sides_of("north-eastern") == ("northeast",)
    assert sides_of("upstate") == ("north",)
    assert sides_of("pretty") == ()
