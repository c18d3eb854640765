"""Compounds and other forms: two names with a hyphen, "-made" and "-led", combining forms, prefixes, glued words, capitals."""

import pytest

from geomap import toponyms
from geomap.gazetteer import Gazetteer
from geomap.model import Document, Toponym, Usage
from geomap.syntax import parse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def find(text: str, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    document = Document("doc-test", "", text)
    return toponyms.find(document, parse(document), gazetteer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Russia-North Korea talks ended on Monday.", {"Russia": "RU", "North Korea": "KP"}),
        ("Troops fired UK-made missiles on Monday.", {"UK": "GB"}),
        ("The US-led coalition met on Monday.", {"US": "US"}),
        ("A U.S.-backed group met on Monday.", {"U.S.": "US"}),
        ("A Seoul-based analyst said so.", {"Seoul": "KR"}),
        ("The Moscow-Kiev train was late.", {"Moscow": "RU", "Kiev": "UA"}),
        ("They crossed the U.S.-Mexico border.", {"U.S.": None, "Mexico": None}),
        ("The India-Pakistan match was drawn.", {"India": "IN", "Pakistan": "PK"}),
        ("Officials of the Berlin-Paris axis met.", {"Berlin": "DE", "Paris": "FR"}),
        ("It was an anti-Japanese protest in Beijing.", {"Japanese": "JP", "Beijing": "CN"}),
        ("A pro-Russian party won the vote in Moldova.", {"Russian": "RU", "Moldova": "MD"}),
        ("Trade with non-EU countries such as Norway grew.", {"Norway": "NO"}),
        ("Missiles were used in RussiaThe ministry said so.", {"Russia": "RU"}),
        ("STORM HITS THE COAST OF SOUTH KOREA", {"SOUTH KOREA": "KR"}),
    ],
)
def test_each_part_is_a_name_of_its_own(text: str, expected: dict[str, str | None], gazetteer: Gazetteer) -> None:
    found = {t.surface: t.place.country if t.place else "none" for t in find(text, gazetteer)}
    for surface, country in expected.items():
        assert found.get(surface, "missing") == country, found


@pytest.mark.parametrize(("text", "surface", "country"), [
    ("A Sino-Russian treaty was signed.", "Russian", "RU"),
    ("A Franco-German brigade was formed.", "German", "DE"),
    ("An Anglo-Irish agreement was signed.", "Irish", "IE"),
])  # fmt: skip
def test_the_second_of_a_combining_form_is_a_people(text: str, surface: str, country: str, gazetteer: Gazetteer) -> None:
    found = next(t for t in find(text, gazetteer) if t.surface.endswith(surface))
    assert found.usage is Usage.DEMONYM
    assert found.place is not None
    assert found.place.country == country


def test_the_indo_pacific_is_one_name(gazetteer: Gazetteer) -> None:
    assert [t.surface for t in find("Navies trained in the Indo-Pacific on Monday.", gazetteer)] == ["Indo-Pacific"]


def test_the_soviet_union_is_named_by_no_prefix(gazetteer: Gazetteer) -> None:
    found = find("An ex-Soviet republic joined the talks.", gazetteer)
    assert all(t.usage is Usage.DEMONYM for t in found)
