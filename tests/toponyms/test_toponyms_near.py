"""Landmarks: a distance and a direction, "near", a coast, a border, a way between two towns."""

import pytest
import spacy
from geopy.distance import geodesic
from spacy.tokens import Doc

from geomap import toponyms
from geomap.gazetteer import Gazetteer
from geomap.model import Document, GeoPrecision, Toponym, Usage
from geomap.syntax import parse
from geomap.toponyms.areas import areas
from geomap.toponyms.context import Context
from geomap.toponyms.mention import Kind, Mention


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def find(text: str, gazetteer: Gazetteer) -> dict[str, Toponym]:
    document = Document("doc-test", "", text)
    return {t.surface: t for t in toponyms.find(document, parse(document), gazetteer)}


ODESA = (46.48572, 30.74383)


@pytest.mark.parametrize(
    ("phrase", "km", "degrees"),
    [
        ("20 km north of Odesa", 20, 0),
        ("20km north of Odesa", 20, 0),
        ("about 60 miles (97 km) north-east of Odesa", 96.5, 45),
        ("about 60 miles (97 km) northeast of Odesa", 96.5, 45),
        ("some twenty kilometres south of Odesa", 20, 180),
        ("twenty-five miles west of Odesa", 40.2, 270),
        ("two and a half miles east of Odesa", 4.02, 90),
        ("a dozen miles south of Odesa", 19.3, 180),
        ("12 nautical miles south-east of Odesa", 22.2, 135),
        ("500 metres north of Odesa", 0.5, 0),
        ("30 kilometers to the south-west of Odesa", 30, 225),
        ("30 kilometers (18.6 miles) to the southwest of Odesa", 30, 225),
        ("40 km NNW of Odesa", 40, 337.5),
        ("40 km SW of Odesa", 40, 225),
        ("40 km south-southeast of Odesa", 40, 157.5),
        ("20 to 30 km north of Odesa", 25, 0),
        ("15 km due north of the city of Odesa", 15, 0),
        ("15 km north of downtown Odesa", 15, 0),
        ("15 km north from Odesa", 15, 0),
    ],
)
def test_a_distance_and_a_direction_move_the_point(phrase: str, km: float, degrees: float, gazetteer: Gazetteer) -> None:
    near = find(f"A drone crashed {phrase} on Monday.", gazetteer)["Odesa"]
    assert near.geo_precision is GeoPrecision.NEAR
    assert near.usage is Usage.LITERAL
    assert near.place is not None
    expected = geodesic(kilometers=km).destination(ODESA, bearing=degrees)
    assert geodesic((near.place.lat, near.place.lon), (expected.latitude, expected.longitude)).km < 1
    assert near.geo_uncertainty_km is not None
    assert near.geo_uncertainty_km >= 0.4 * km
    assert near.candidates[0].place.id == "geonames:698740"


def test_the_id_says_how_the_place_was_come_by(gazetteer: Gazetteer) -> None:
    near = find("A drone crashed 20 km north of Odesa on Monday.", gazetteer)["Odesa"]
    assert near.place is not None
    assert near.place.id == "geonames:698740+20km@0"
    assert near.place.name == "20 km north of Odesa"
    assert near.place.country == "UA"
    near = find("A drone crashed 2.5 miles south-west of Odesa on Monday.", gazetteer)["Odesa"]
    assert near.place is not None
    assert near.place.id == "geonames:698740+4km@225"


@pytest.mark.parametrize(
    ("phrase", "radius"),
    [
        ("near Odesa", 25),
        ("outside Odesa", 25),
        ("close to Odesa", 25),
        ("not far from the city of Odesa", 40),
        ("on the outskirts of Odesa", 15),
        ("in the suburbs of Odesa", 20),
        ("in the vicinity of Odesa", 25),
        ("off the coast of Odesa", 60),
        ("in waters off Odesa", 60),
        ("north of Odesa", 50),
        ("just to the north of Odesa", 50),
        ("20 kilometres from Odesa", 25),
        ("about 20 kilometres away from Odesa", 25),
        ("within 20 kilometres of Odesa", 25),
        ("20 kilometres outside Odesa", 25),
        ("a few miles off Odesa", 6),
        ("on Odesa's outskirts", 15),
    ],
)
def test_without_a_direction_the_point_stays_and_the_radius_grows(phrase: str, radius: float, gazetteer: Gazetteer) -> None:
    near = find(f"A drone crashed {phrase} on Monday.", gazetteer)["Odesa"]
    assert near.geo_precision is GeoPrecision.NEAR
    assert near.place is not None
    assert (near.place.lat, near.place.lon) == ODESA
    assert near.geo_uncertainty_km == pytest.approx(max(radius, 10), abs=1)


@pytest.mark.parametrize(
    "sentence",
    [
        "The city lies about 425 miles (680 kilometres) north of Odesa.",
        "A drone crashed in Odesa on Monday.",
        "Trains from Odesa were late.",
        "They walked in the north of Odesa for 20 km.",
        "He paid off Odesa lenders and left.",
    ],
)
def test_a_place_that_is_no_landmark_stays(sentence: str, gazetteer: Gazetteer) -> None:
    near = find(sentence, gazetteer)["Odesa"]
    assert near.place is not None
    assert near.place.id in {"geonames:698740", "geonames:698740/north"}
    assert near.geo_precision is not GeoPrecision.NEAR


def test_the_sea_before_a_country_is_an_area(gazetteer: Gazetteer) -> None:
    for text in ("Pirates seized a tanker off the coast of Somalia.", "Pirates seized a tanker off Somalia's coast."):
        somalia = find(text, gazetteer)["Somalia"]
        assert somalia.geo_precision is GeoPrecision.AREA
        assert somalia.place is not None
        assert somalia.place.country == "SO"
        assert somalia.geo_uncertainty_km is not None
        assert somalia.geo_uncertainty_km > 200


@pytest.mark.parametrize(
    "phrase",
    [
        "along the Poland-Belarus border",
        "on the border between Poland and Belarus",
        "at the border of Poland and Belarus",
        "at Poland's border with Belarus",
    ],
)
def test_a_border_lies_between_two_countries(phrase: str, gazetteer: Gazetteer) -> None:
    found = find(f"Migrants were stopped {phrase} on Monday.", gazetteer)
    assert set(found) == {"Poland", "Belarus"}
    for side in found.values():
        assert side.place is not None
        assert side.place.id == "geonames:630336~geonames:798544"
        assert side.geo_precision is GeoPrecision.AREA
        assert geodesic((52.5, 23.5), (side.place.lat, side.place.lon)).km < 60
        assert side.geo_uncertainty_km == pytest.approx(154, abs=20)


def test_countries_that_talk_share_no_place(gazetteer: Gazetteer) -> None:
    found = find("Talks between Poland and Belarus failed on Monday.", gazetteer)
    assert [t.place.country if t.place else None for t in found.values()] == ["PL", "BY"]


def test_a_road_between_two_towns_is_halfway(gazetteer: Gazetteer) -> None:
    for phrase in ("on the road between Kharkiv and Poltava", "halfway between the cities of Kharkiv and Poltava"):
        found = find(f"A bus burned {phrase} on Monday.", gazetteer)
        assert set(found) == {"Kharkiv", "Poltava"}
        for town in found.values():
            assert town.place is not None
            assert town.geo_precision is GeoPrecision.NEAR
            assert 35.0 < town.place.lon < 35.8
            assert town.place.id == "geonames:696643~geonames:706483"


class Names:
    """A recogniser that knows one name."""

    name = "names"

    def __init__(self, surface: str) -> None:
        self._surface = surface

    def recognise(self, document: Document, parsed: Doc, gazetteer: Gazetteer) -> tuple[Mention, ...]:
        start = document.text.index(self._surface)
        end = start + len(self._surface)
        span = parsed.char_span(start, end)
        mention = Mention(start, end, self._surface, self._surface, span.start, span.end, Kind.NAME, 0.9)
        return tuple(areas([mention], Context(document, parsed, gazetteer)))


@pytest.mark.parametrize(
    ("text", "surface", "identity"),
    [
        ("A drone crashed 20 km north of Odesa on Monday.", "Odesa", "geonames:698740+20km@0"),
        ("Floods were reported in northern Iraq.", "Iraq", "geonames:99237/north"),
        ("Floods were reported in the south of Iraq.", "Iraq", "geonames:99237/south"),
    ],
)
def test_tokens_are_enough(text: str, surface: str, identity: str, gazetteer: Gazetteer) -> None:
    document = Document("doc-test", "", text)
    parsed = spacy.blank("en")(text)
    parsed[0].is_sent_start = True
    (found,) = toponyms.find(document, parsed, gazetteer, recogniser=Names(surface))
    assert found.place is not None
    assert found.place.id == identity


def test_a_match_between_two_towns_is_not(gazetteer: Gazetteer) -> None:
    found = find("The match between Kharkiv and Poltava was drawn on Monday.", gazetteer)
    assert all(t.place is not None and "~" not in t.place.id for t in found.values())
