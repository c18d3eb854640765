"""Names that resolution took for a place which the article can't mean."""

from __future__ import annotations

from geomap.events.astray import brought_back
from geomap.model import Candidate, GeoPrecision, Place, Toponym, Usage

MWANZA = Place("geonames:1", "Mwanza", -2.5, 32.9, "P.PPLA", country="TZ", population=436_801)
BUKOBA = Place("geonames:2", "Bukoba", -1.3, 31.8, "P.PPLA", country="TZ", population=100_504)
COME = Place("geonames:3", "Comé", 6.4, 1.9, "P.PPL", country="BJ", population=42_586)
KOME = Place("geonames:4", "Kome", -2.3, 32.5, "P.PPL", country="TZ", population=900)
STATE = Place("geonames:5", "New York", 43.0, -75.5, "A.ADM1", country="US", population=19_274_244)
CITY = Place("geonames:6", "New York City", 40.7, -74.0, "P.PPL", country="US", population=8_804_190)


def named(place: Place, surface: str, *others: Place, confidence: float = 0.6) -> Toponym:
    """A name as resolution leaves it, with the candidates that it had."""
    candidates = tuple(Candidate(p, "name", 0.5) for p in (place, *others))
    return Toponym(0, len(surface), surface, Usage.LITERAL, place, GeoPrecision.CITY, 3.0, confidence, "test", None, candidates)


def test_a_little_town_far_from_all_else_is_a_namesake() -> None:
    lake = [named(MWANZA, "Mwanza"), named(BUKOBA, "Bukoba")]
    island, short = brought_back([*lake, named(COME, "Kome Island"), named(COME, "Kome")])[2:]
    assert island.place is None
    assert island.reason
    assert short.surface == "Kome Island"  # both are one place, called by its whole name


def test_it_stands_where_it_is_sure_or_anything_else_is_named_in_its_country() -> None:
    lake = [named(MWANZA, "Mwanza"), named(BUKOBA, "Bukoba")]
    cotonou = Place("geonames:7", "Cotonou", 6.4, 2.4, "P.PPLC", country="BJ", population=780_000)
    assert brought_back([*lake, named(COME, "Come", confidence=0.95)])[2].place == COME
    assert brought_back([*lake, named(cotonou, "Cotonou"), named(COME, "Come")])[3].place == COME
    assert brought_back([named(MWANZA, "Mwanza"), named(COME, "Come")])[1].place == COME  # one place makes no surroundings


def test_a_namesake_within_reach_is_meant() -> None:
    lake = [named(MWANZA, "Mwanza"), named(BUKOBA, "Bukoba")]
    assert brought_back([*lake, named(COME, "Kome", KOME)])[2].place == KOME


def test_a_town_by_another_name_than_its_own_must_be_larger_to_be_named_anywhere() -> None:
    lake = [named(MWANZA, "Mwanza"), named(BUKOBA, "Bukoba")]
    porto_novo = Place("geonames:8", "Porto-Novo", 6.5, 2.6, "P.PPL", country="BJ", population=264_320)
    plain = named(porto_novo, "Porto-Novo")
    spelt = Toponym(
        0,
        8,
        "Adjatshe",
        Usage.LITERAL,
        porto_novo,
        GeoPrecision.CITY,
        3.0,
        0.6,
        "test",
        None,
        (Candidate(porto_novo, "alias", 0.5),),
    )
    assert brought_back([*lake, plain])[2].place == porto_novo
    assert brought_back([*lake, spelt])[2].place is None


def test_the_bare_name_of_a_great_city_and_its_state_is_the_citys() -> None:
    (found,) = brought_back([named(STATE, "New York", CITY)])
    assert found.place == CITY
    assert found.geo_precision is GeoPrecision.CITY
