import numpy as np
import pytest
from small_world import SmallWorld

from geomap.model import Candidate, Place
from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.odds import softmax
from geomap.toponyms.resolve import KEPT, choices, kilometres

WORLD = SmallWorld()


def mention(name: str, *, at: int = 0, kind: Kind = Kind.NAME, container: str | None = None) -> Mention:
    return Mention(at, at + len(name), name, name, 0, 1, kind, 0.9, container=container)


def test_an_unknown_name_says_so() -> None:
    (choice,) = choices([mention("Nowhereville")], WORLD)  # type: ignore[arg-type]
    assert choice.place is None
    assert choice.reason is not None
    assert choice.reason.startswith("unknown name")


def test_the_greater_place_is_meant_where_nothing_else_is_said() -> None:
    (choice,) = choices([mention("Moscow")], WORLD)  # type: ignore[arg-type]
    assert choice.place is not None
    assert choice.place.country == "RU"


def test_a_container_decides() -> None:
    (choice,) = choices([mention("Alexandria", container="Louisiana")], WORLD)  # type: ignore[arg-type]
    assert choice.place is not None
    assert choice.place.admin1 == "Louisiana"
    assert choice.contained


def test_one_sense_a_document() -> None:
    every = [mention("Alexandria", container="Louisiana"), mention("Alexandria", at=50)]
    first, second = choices(every, WORLD)  # type: ignore[arg-type]
    assert first.place == second.place
    assert not second.contained


def test_too_close_a_race_is_left_to_the_reviewer() -> None:
    class Twins(SmallWorld):
        def candidates(self, name: str) -> tuple[Candidate, ...]:
            spots = [(10.0 * i, 20.0 * i) for i in range(1, 8)]
            return tuple(
                Candidate(Place(f"geonames:9{i}", name, *at, "P.PPL", f"C{i}", None, 500), "name", 0.3)
                for i, at in enumerate(spots)
            )

    (choice,) = choices([mention("Springfield")], Twins())  # type: ignore[arg-type]
    assert choice.place is None
    assert choice.reason is not None
    assert choice.reason.startswith("ambiguous")
    assert len(choice.candidates) == KEPT


def test_the_distance_is_near_the_geodesic() -> None:
    a = Place("a", "", 43.1056, 131.8735, "P")
    b = Place("b", "", 39.0339, 125.7543, "P")
    assert kilometres(a, b) == pytest.approx(683, rel=0.01)


def test_probabilities_sum_to_one() -> None:
    shares = softmax(np.array([1000.0, 999.0, -1000.0, 5.0]), np.array([0, 3, 4]))
    assert sum(shares[:3]) == pytest.approx(1.0)
    assert shares[3] == pytest.approx(1.0)
