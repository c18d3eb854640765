import pytest
from small_world import SmallWorld

from geomap import toponyms
from geomap.model import Document, Furniture, GeoPrecision, Toponym, Usage
from geomap.syntax import parse


@pytest.fixture(scope="module")
def world() -> SmallWorld:
    return SmallWorld()


def found(text: str, world: SmallWorld, *, title: str = "", furniture: tuple[Furniture, ...] = ()) -> dict[str, Toponym]:
    document = Document(id="doc-test", title=title, text=text, furniture=furniture)
    every = toponyms.find(document, parse(document), world)  # type: ignore[arg-type]
    for t in every:
        assert text[t.start : t.end] == t.surface
    return {t.surface: t for t in every}


def test_a_train_from_one_city_to_another(world: SmallWorld) -> None:
    places = found("Kim Jong Un left Pyongyang by train and will head for Vladivostok, Russia, on Sunday.", world)
    assert set(places) == {"Pyongyang", "Vladivostok", "Russia"}
    assert all(t.usage is Usage.LITERAL for t in places.values())
    assert places["Vladivostok"].place is not None
    assert places["Vladivostok"].place.country == "RU"


def test_surfaces_leave_out_the_article_and_the_possessive(world: SmallWorld) -> None:
    assert set(found("The Kremlin’s answer came after Russia's train had left the United States.", world)) == {
        "Kremlin",
        "Russia",
        "United States",
    }


def test_a_surname_is_no_place(world: SmallWorld) -> None:
    places = found("Adrienne Watson spoke in Moscow. The talks go on, Watson said on Monday.", world)
    assert set(places) == {"Moscow"}


def test_a_paper_is_no_place(world: SmallWorld) -> None:
    assert found("The New York Times reported it.", world) == {}


def test_nothing_is_found_in_furniture(world: SmallWorld) -> None:
    text = "Talks were held in Seoul.\nRead more: a storm in Moscow"
    assert set(found(text, world, furniture=(Furniture(26, len(text), "menu"),))) == {"Seoul"}


def test_a_compass_word_makes_an_area(world: SmallWorld) -> None:
    area = found("He will travel to eastern Russia in May.", world)["Russia"]
    assert area.geo_precision is GeoPrecision.AREA
    assert area.place is not None
    assert area.place.country == "RU"


def test_the_south_and_east_of_the_country(world: SmallWorld) -> None:
    text = "Ukrainian troops began a counteroffensive in the south and east of the country."
    area = found(text, world)["south and east of the country"]
    assert area.geo_precision is GeoPrecision.AREA
    assert area.place is not None
    assert area.place.country == "UA"


def test_the_north_is_a_country_only_where_it_is_named(world: SmallWorld) -> None:
    both = found("North Korea tested a missile. Talks with the North have failed. The West protested.", world)
    assert both["the North"].place is not None
    assert both["the North"].place.country == "KP"
    assert "the West" not in both
    assert "the North" not in found("Winters are cold in the North.", world)


def test_a_distance_and_a_direction_move_the_point(world: SmallWorld) -> None:
    near = found("A plane crashed 20 km north of Vladivostok on Monday.", world)["Vladivostok"]
    assert near.geo_precision is GeoPrecision.NEAR
    assert near.place is not None
    assert near.place.lat == pytest.approx(43.2856, abs=0.001)
    assert near.geo_uncertainty_km is not None
    assert near.geo_uncertainty_km >= 8


def test_a_hyphenated_direction_is_one_direction(world: SmallWorld) -> None:
    near = found("A drone fell 30 km south-east of Moscow on Friday.", world)["Moscow"]
    assert near.place is not None
    assert near.place.lat < 55.6
    assert near.place.lon > 37.8


def test_near_a_place_is_not_at_it(world: SmallWorld) -> None:
    near = found("Troops gathered near Vladivostok on Monday.", world)["Vladivostok"]
    assert near.geo_precision is GeoPrecision.NEAR
    assert near.geo_uncertainty_km is not None
    assert near.geo_uncertainty_km >= 25


def test_a_long_distance_only_relates_two_places(world: SmallWorld) -> None:
    far = found("The city is about 425 miles (680 kilometres) north of Pyongyang.", world)["Pyongyang"]
    assert far.place is not None
    assert far.place.lat == pytest.approx(39.0339)


def test_the_document_says_which_alexandria(world: SmallWorld) -> None:
    here = found("Police in Alexandria, La., arrested a man from Baton Rouge. Alexandria is on a river.", world)["Alexandria"]
    assert here.place is not None
    assert here.place.admin1 == "Louisiana"
    assert len(here.candidates) == 2


def test_demonyms(world: SmallWorld) -> None:
    assert found("The North Korean leader met Russian officials.", world)["North Korean"].usage is Usage.DEMONYM
