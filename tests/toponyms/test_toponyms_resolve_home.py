import pytest

from geomap.gazetteer import Gazetteer
from geomap.model import Document
from geomap.toponyms.home import Home, home


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return Gazetteer.open()


def of(world: Gazetteer, *, source: str | None = None, url: str | None = None) -> Home:
    return home(Document("doc-test", "", "", source=source, url=url), world)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("www.bristolpost.co.uk", "Bristol"),
        ("wichitabeacon.com", "Wichita"),
        ("thenewhavenledger.com", "New Haven"),
        ("daily.toledo-star.com", "Toledo"),
        ("The Adelaide Observer", "Adelaide"),
        ("kyherald.com", "Kentucky"),
    ],
)
def test_a_paper_is_at_home_where_its_name_says(world: Gazetteer, source: str, name: str) -> None:
    assert name in {c.place.name for c in of(world, source=source).candidates}


def test_the_ending_of_the_address_is_a_country(world: Gazetteer) -> None:
    assert of(world, source="thepost.co.uk").country == "GB"
    assert of(world, url="https://www.example.ie/news/1").country == "IE"
    assert of(world, source="thedaily.com").country is None
    assert of(world, source="video.tv").country is None


@pytest.mark.parametrize(
    "source", [None, "", "dailynews.com", "The Morning Herald", "a" * 10_000, "://", "....", "x" * 300 + ".com"]
)
def test_most_names_say_nothing(world: Gazetteer, source: str | None) -> None:
    assert of(world, source=source).candidates == ()


def test_no_document_has_no_home(world: Gazetteer) -> None:
    assert home(None, world) == Home(None, ())
