"""Coordinates in a text: each notation is read, within its own precision; what only looks like coordinates is not."""

import random
import time

import pytest
from geopy.distance import geodesic
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from mgrs import MGRS
from openlocationcode import openlocationcode

from geomap import toponyms
from geomap.gazetteer import Gazetteer
from geomap.model import Document, Furniture, GeoPrecision, Place, Toponym, Usage
from geomap.syntax import parse
from geomap.toponyms.coordinates import coordinates


class Ocean:
    """A gazetteer without a place."""

    def near(self, lat: float, lon: float, half_degrees: float) -> list[Place]:
        return []


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read(text: str, named: tuple[Toponym, ...] = ()) -> tuple[Toponym, ...]:
    found = coordinates(Document("doc-test", "", text), Ocean(), named, version="1")  # type: ignore[arg-type]
    assert all(text[t.start : t.end] == t.surface for t in found)
    return found


VLADIVOSTOK = (43.1155, 131.8855)


@pytest.mark.parametrize(
    "written",
    [
        "43.1155, 131.8855",
        "43.1155,131.8855",
        "43.1155; 131.8855",
        "43.1155 / 131.8855",
        "43.1155° N, 131.8855° E",
        "43.1155°N 131.8855°E",
        "43,1155° N, 131,8855° E",
        "43.1155 N, 131.8855 E",
        "N43.1155 E131.8855",
        "N 43.1155°, E 131.8855°",
        "131.8855° E, 43.1155° N",
        "43.1155 degrees north, 131.8855 degrees east",
        "lat 43.1155, lon 131.8855",
        "Latitude: 43.1155; Longitude: 131.8855",
        "latitude 43.1155 North, longitude 131.8855 East",
        "latitude of 43.1155 degrees and a longitude of 131.8855 degrees",
        "lon=131.8855, lat=43.1155",
        "43°06'56\"N 131°53'08\"E",
        "43°06′56″ N, 131°53′08″ E",
        "43º 6’ 56” N, 131º 53’ 8” E",
        "43 deg 6 min 56 sec N, 131 deg 53 min 8 sec E",
        "43 degrees 6 minutes 56 seconds north, 131 degrees 53 minutes 8 seconds east",
        "43°06.93'N 131°53.13'E",
        "43° 6' N, 131° 53' E",
        "43-06-56N 131-53-08E",
        "43 06.930 N, 131 53.130 E",
        "N 43 06.930 E 131 53.130",
        "N43° 06.930' E131° 53.130'",
        "430656N 1315308E",
        "4306N 13153E",
    ],
)
def test_every_notation(written: str) -> None:
    for text in (f"The wreck was found at {written}.", f"({written})", f"It lies here:\n{written}\nNobody came."):
        (found,) = read(text)
        assert found.surface == written
        assert found.usage is Usage.LITERAL
        assert found.place is not None
        assert found.geo_uncertainty_km is not None
        assert geodesic(VLADIVOSTOK, (found.place.lat, found.place.lon)).km <= found.geo_uncertainty_km + 0.02


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("coordinates -33.86, 151.21", -33.86, 151.21),
        ("GPS: −33.86 151.21", -33.86, 151.21),
        ("the epicentre, located at 38.1, 46.2,", 38.1, 46.2),
        ("its coordinates are 43 N, 131 E.", 43, 131),
        ("a storm at 15.2°N, 61.4°W moved on", 15.2, -61.4),
        ("geo:48.8584,2.2945", 48.8584, 2.2945),
        ("maps/@48.8584,2.2945,17z", 48.8584, 2.2945),
        ("51°28′40″N 0°0′5″W", 51.47778, -0.00139),
    ],
)
def test_what_a_cue_or_a_letter_makes_of_few_digits(text: str, lat: float, lon: float) -> None:
    (found,) = read(text)
    assert found.place is not None
    assert (found.place.lat, found.place.lon) == pytest.approx((lat, lon), abs=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "They won 3, 12 and 21.",
        "The score was 43.1, 131.9 in the end.",
        "version 43.115, 131.885",
        "v1.234, 2.345",
        "release 1.234.567, 2.345.678",
        "from 192.168.0.1, 10.0.0.1",
        "$43.115, $131.885",
        "€ 43.115, 131.885",
        "rose by 43.115%, 31.885%",
        "on 12.05.2023, 13.05.2023",
        "call 555.123.4567, 555.123.4568",
        "+7 423 243-12-34, 8 800 555-35-35",
        "p = 0.034, 0.456",
        "1.234, 2.345, 3.456",
        "the sets 6-4, 7-5, 6-2",
        "temperatures of 20°, 30°",
        "between 20.5° and 30.5°",
        "from 20°C to 30°C",
        "350 N 400 E, Provo",
        "50 N 100 E Main Street",
        "the ratio 43.115:131.885",
        "95.123, 31.456",
        "43.115, 181.885",
        "91°00'00\"N 131°53'07\"E",
        "43°61'00\"N 131°53'07\"E",
        "43.115, 131.885 km",
        "43.1155° N alone",
        "43.1155 N, 12.345 S",
        "0.000, 0.000",
        "pages 43, 131",
        "2023-09-06, 2023-09-07",
        "at 10:30, 12:45",
        "52IEM 4012 7367",
        "61TEM 4012 7367",
        "52TEM 4012 736",
        "33TWN",
        "the 12ABC 34 56 plate",
        "22000000+ people",
        "the 2022+23 season",
        "4V8P+2V",
    ],
)
def test_what_only_looks_like_coordinates(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("written", "lat", "lon"),
    [
        ("56H LH 34900 52288", -33.8568, 151.2153),
        ("32VKN97230 00510", 60.39, 5.32),
        ("33XWG 14813 83004", 78.22, 15.65),
        ("19F EV 45000 27239", -54.8, -68.3),
    ],
)
def test_mgrs_references_that_another_library_made(written: str, lat: float, lon: float) -> None:
    # pygeodesy 26.10
    (found,) = read(f"at {written} today")
    assert found.place is not None
    assert geodesic((lat, lon), (found.place.lat, found.place.lon)).km < 0.02


@pytest.mark.parametrize("written", ["52TEM 4012 7367", "52TEM40127367", "52T EM 4012 7367", "52T EM 40120 73670"])
def test_mgrs(written: str) -> None:
    (found,) = read(f"The patrol reached {written} at noon.")
    assert found.surface == written
    assert found.place is not None
    assert (found.place.lat, found.place.lon) == pytest.approx((42.2142, 129.4861), abs=2e-4)
    assert found.geo_precision is GeoPrecision.SITE


def test_a_coarse_reference_needs_a_cue() -> None:
    assert read("The machine 52TEM 40 73 was sold.") == ()
    (found,) = read("Fighting was reported at grid 52TEM 40 73.")
    assert found.geo_uncertainty_km == pytest.approx(0.71, abs=0.02)


def test_full_plus_codes() -> None:
    (found,) = read("Meet at 8Q8C4V8P+2V, they said.")
    assert found.surface == "8Q8C4V8P+2V"
    assert found.place is not None
    assert (found.place.lat, found.place.lon) == pytest.approx((36.11506, 128.88719), abs=1e-4)


def test_a_short_plus_code_is_read_with_its_town(gazetteer: Gazetteer) -> None:
    code = openlocationcode.encode(*VLADIVOSTOK)
    short = code[4:]
    for text in (f"The house at {short}, Vladivostok, burned.", f"The house at {short} Vladivostok burned."):
        found = {t.surface: t for t in find(text, gazetteer)}
        assert set(found) == {short, "Vladivostok"}
        place = found[short].place
        assert place is not None
        assert geodesic(VLADIVOSTOK, (place.lat, place.lon)).km < 0.05


def find(text: str, gazetteer: Gazetteer, furniture: tuple[Furniture, ...] = ()) -> tuple[Toponym, ...]:
    document = Document("doc-test", "", text, furniture=furniture)
    return toponyms.find(document, parse(document), gazetteer)


def test_a_place_of_its_own_beside_the_names(gazetteer: Gazetteer) -> None:
    text = "Police found the car near Vladivostok at 43.1155, 131.8855 on Monday."
    named, written = find(text, gazetteer)
    assert named.surface == "Vladivostok"
    assert written.surface == "43.1155, 131.8855"
    assert written.method.startswith("coordinates/")
    assert written.reason is None
    assert written.place is not None
    assert written.place.id == "coordinates:43.1155,131.8855"
    assert written.place.name == "43.1155, 131.8855"
    assert written.place.country == "RU"


def test_letters_of_the_compass_are_no_names(gazetteer: Gazetteer) -> None:
    (found,) = find("The wreck lies at Lat. 43.1155 N, Long. 131.8855 E in deep water.", gazetteer)
    assert found.method.startswith("coordinates/")


def test_nobody_owns_the_middle_of_the_ocean(gazetteer: Gazetteer) -> None:
    (found,) = find("The raft drifted to 30.1234 S, 20.4321 W last week.", gazetteer)
    assert found.place is not None
    assert found.place.country is None
    assert (found.place.lat, found.place.lon) == (-30.1234, -20.4321)


def test_nothing_is_read_from_furniture(gazetteer: Gazetteer) -> None:
    text = "A calm day.\nOffice: 43.1155, 131.8855"
    assert find(text, gazetteer, (Furniture(12, len(text), "menu"),)) == ()


@pytest.mark.parametrize(
    ("written", "km"),
    [("43.1 N, 131.9 E", 13.8), ("43.12, 131.89", None), ("43.1155, 131.8855", 0.014), ("43°06' N, 131°53' E", 2.3)],
)
def test_the_digits_say_how_sure(written: str, km: float | None) -> None:
    found = read(written)
    if km is None:
        assert found == ()
    else:
        assert found[0].geo_uncertainty_km == pytest.approx(km, rel=0.1)


LATITUDES = st.floats(-90, 90).filter(lambda x: abs(x) > 1)
LONGITUDES = st.floats(-180, 180).filter(lambda x: abs(x) > 1)


def within(found: tuple[Toponym, ...], lat: float, lon: float) -> bool:
    (one,) = found
    assert one.place is not None
    assert one.geo_uncertainty_km is not None
    return bool(geodesic((lat, lon), (one.place.lat, one.place.lon)).km <= one.geo_uncertainty_km)


def letters(lat: float, lon: float) -> tuple[str, str]:
    return "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"


@given(LATITUDES, LONGITUDES, st.integers(3, 8))
def test_any_decimal_pair_comes_back(lat: float, lon: float, digits: int) -> None:
    assert within(read(f"seen at {lat:.{digits}f}, {lon:.{digits}f} today"), lat, lon)


@given(LATITUDES, LONGITUDES, st.integers(0, 6))
def test_any_lettered_pair_comes_back(lat: float, lon: float, digits: int) -> None:
    ns, ew = letters(lat, lon)
    assert within(read(f"seen at {abs(lat):.{digits}f}° {ns}, {abs(lon):.{digits}f}° {ew} today"), lat, lon)
    assert within(read(f"coordinates {ns}{abs(lat):.{digits}f} {ew}{abs(lon):.{digits}f}"), lat, lon)


def sexagesimal(x: float, digits: int) -> tuple[int, int, str]:
    """Rounded as a whole, so that no 60 seconds are written."""
    units = round(abs(x) * 3600 * 10**digits)
    whole, rest = divmod(units, 10**digits)
    seconds = f"{whole % 60:02d}" + (f".{rest:0{digits}d}" if digits else "")
    return whole // 3600, whole // 60 % 60, seconds


@given(
    LATITUDES, LONGITUDES, st.integers(0, 3), st.sampled_from(["{}°{:02d}'{}\"{}", "{}° {}′ {}″ {}", "{} deg {} min {} sec {}"])
)
def test_any_degrees_minutes_and_seconds_come_back(lat: float, lon: float, digits: int, form: str) -> None:
    ns, ew = letters(lat, lon)
    written = f"{form.format(*sexagesimal(lat, digits), ns)}, {form.format(*sexagesimal(lon, digits), ew)}"
    assert within(read(f"seen at {written} today"), lat, lon)


@settings(max_examples=60)
@given(st.floats(-79, 83), LONGITUDES, st.integers(3, 5), st.booleans())
@example(8.0, 3.0, 3, False)  # its square lies across the edge of its band
@example(8.0, 3.0, 4, True)
@example(-8.0, 27.0, 3, True)
def test_any_mgrs_reference_comes_back(lat: float, lon: float, digits: int, spaced: bool) -> None:
    assume(abs(lat) > 0.001)  # there the library rounds a point onto the equator and then refuses its own reference
    code = MGRS().toMGRS(lat, lon, MGRSPrecision=digits)
    square, figures = code[: -2 * digits], code[-2 * digits :]
    written = f"{square} {figures[:digits]} {figures[digits:]}" if spaced else code.lstrip("0")
    assert within(read(f"seen at {written} today"), lat, lon)


@settings(max_examples=60)
@given(st.floats(-89.9, 89.9), st.floats(-180, 179.99), st.sampled_from([8, 10, 11]))
def test_any_plus_code_comes_back(lat: float, lon: float, length: int) -> None:
    code = openlocationcode.encode(lat, lon, length)
    if any(c.isalpha() for c in code):
        assert within(read(f"seen at {code} today"), lat, lon)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("0123456789.,;°'\"′″NSEW+- latongdeg")), max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    for found in read(text):
        assert found.place is not None
        assert -90 <= found.place.lat <= 90
        assert -180 <= found.place.lon <= 180
        assert 0 <= found.confidence <= 1


def test_a_megabyte_of_digits_takes_no_time() -> None:
    rng = random.Random(7)
    noise = "".join(rng.choices("0123456789., ", k=1_000_000))
    for text in (noise, "7" * 1_000_000, "12.345," * 140_000, "2222" * 250_000, "1-" * 500_000):
        began = time.process_time()
        read(text)
        assert time.process_time() - began < 2, text[:20]


def test_time_grows_with_the_length_and_no_faster() -> None:
    for unit in ("1.1 ", "1.1,", "1°", "1°1'1\"", "N1 ", "lat 1 ", "52TEM1", "22222222+", "1 1 1N", "coordinates "):
        text = unit * (100_000 // len(unit))
        began = time.process_time()
        read(text)
        assert time.process_time() - began < 2, unit
