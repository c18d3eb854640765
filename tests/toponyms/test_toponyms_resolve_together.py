"""Whole choices against the real gazetteer, on sentences made up for the purpose."""

import re
import time

import numpy as np
import pytest
from geopy.distance import great_circle

from geomap.gazetteer import Gazetteer
from geomap.model import Document, Place
from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.reasons import Reason, reason_of
from geomap.toponyms.resolve import Choice, choices, open_case
from geomap.toponyms.votes import distances


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return Gazetteer.open()


def choose(world: Gazetteer, text: str, *names: str, source: str | None = None) -> list[Choice]:
    mentions = sorted(
        (
            Mention(m.start(), m.end(), name, name, 0, 1, Kind.NAME, 0.95)
            for name in names
            for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        ),
        key=lambda m: m.start,
    )
    return choices(mentions, world, document=Document("doc-test", "", text, source=source))


def place_of(choice: Choice) -> Place:
    assert choice.place is not None, choice.reason
    return choice.place


def test_towns_that_share_a_neighbourhood_are_meant_together(world: Gazetteer) -> None:
    found = choose(
        world, "The match between Winfield and Wellington was played in Arkansas City.", "Winfield", "Wellington", "Arkansas City"
    )
    assert {place_of(c).admin1 for c in found} == {"Kansas"}


def test_one_name_may_have_two_senses_where_the_text_says_so(world: Gazetteer) -> None:
    found = choose(world, "He moved from Columbia, S.C., to Columbia, Mo., last year.", "Columbia", "S.C.", "Mo.")
    assert [place_of(c).admin1 for c in found] == ["South Carolina", "South Carolina", "Missouri", "Missouri"]


def test_what_it_lies_in_decides_between_a_capital_and_its_namesake(world: Gazetteer) -> None:
    tripoli, *_ = choose(world, "A quake struck near Tripoli in northern Lebanon.", "Tripoli", "Lebanon")
    assert place_of(tripoli).country == "LB"
    assert tripoli.contained


def test_a_country_or_a_state_by_what_is_named_beside_it(world: Gazetteer) -> None:
    state, _ = choose(world, "Georgia lawmakers passed a bill on Friday in Atlanta.", "Georgia", "Atlanta")
    country, *_ = choose(world, "Georgia and Russia fought over South Ossetia.", "Georgia", "Russia", "South Ossetia")
    assert (place_of(state).country, place_of(country).country) == ("US", "GE")


def test_two_capitals_are_initials_not_a_village(world: Gazetteer) -> None:
    (un,) = choose(world, "The UN will meet on Monday.", "UN")
    assert un.place is None or un.place.name != "Un"


def test_a_paper_speaks_of_the_town_at_home(world: Gazetteer) -> None:
    (abroad,) = choose(world, "Police in Newcastle have arrested a man.", "Newcastle", source="newcastleherald.com.au")
    assert place_of(abroad).country == "AU"


def test_what_no_gazetteer_has_stands_near_what_it_is_said_to_lie_in(world: Gazetteer) -> None:
    text = "Doctors at Zzyqwent Hospital in Nairobi treated them. Nairobi is the capital of Kenya."
    hospital, nairobi, *_ = choose(world, text, "Zzyqwent Hospital", "Nairobi", "Kenya")
    assert place_of(hospital) == place_of(nairobi)
    assert hospital.around_km is not None
    assert nairobi.around_km is None
    assert hospital.candidates[0].name_kind == "container"
    assert hospital.probability < nairobi.probability


def test_a_name_alone_that_nobody_knows_has_a_reason(world: Gazetteer) -> None:
    (found,) = choose(world, "They live in Zzyqwent now.", "Zzyqwent")
    assert found.place is None
    assert found.reason is not None
    assert found.reason.startswith(Reason.UNKNOWN)


def test_what_may_be_no_place_needs_a_surer_choice(world: Gazetteer) -> None:
    mention = Mention(0, 10, "Springfield", "Springfield", 0, 1, Kind.NAME, 0.5)
    (doubtful,) = choices([mention], world)
    assert doubtful.place is None
    assert doubtful.candidates


@pytest.mark.parametrize(
    ("surface", "kind", "known", "reason"),
    [
        ("Zzyqwent", Kind.NAME, 0, Reason.UNKNOWN),
        ("Springfield", Kind.NAME, 9, Reason.AMBIGUOUS),
        ("ZQW", Kind.NAME, 0, Reason.ORGANISATION),
        ("Zzyqwent Committee", Kind.NAME, 0, Reason.ORGANISATION),
        ("northern Zzyqwent", Kind.AREA, 0, Reason.VAGUE),
        ("Western frontier", Kind.NAME, 0, Reason.VAGUE),
    ],
)
def test_every_reason_is_one_of_the_list(surface: str, kind: Kind, known: int, reason: Reason) -> None:
    assert reason_of(Mention(0, 1, surface, surface, 0, 1, kind, 0.9), known).startswith(reason)


def test_probabilities_are_probabilities_and_the_likeliest_is_first(world: Gazetteer) -> None:
    for choice in choose(
        world, "From Paris to London, by way of Springfield and Georgia.", "Paris", "London", "Springfield", "Georgia"
    ):
        assert 0.0 <= choice.probability <= 1.0
        shares = [c.score for c in choice.candidates]
        assert shares == sorted(shares, reverse=True)
        assert len(choice.candidates) <= 5


def test_no_mentions_have_no_choices(world: Gazetteer) -> None:
    assert choices([], world) == []
    assert open_case([], world).votes is None


def test_a_list_of_a_thousand_towns_is_a_document_too(world: Gazetteer) -> None:
    names = [
        c
        for c in ("Springfield", "Clinton", "Salem", "Georgetown", "Franklin", "Madison", "Arlington", "Paris")
        for _ in range(1)
    ]
    mentions, at = [], 0
    for i in range(1000):
        name = f"{names[i % 8]}" if i % 2 else f"Zz{i}"
        mentions.append(Mention(at, at + len(name), name, name, i, i + 1, Kind.NAME, 0.9))
        at += len(name) + 2
    began = time.process_time()
    assert len(choices(mentions, world)) == 1000
    assert time.process_time() - began < 10


def test_array_distances_agree_with_geopy() -> None:
    points = [(43.1, 131.9), (39.0, 125.8), (-33.9, 151.2), (90.0, 0.0), (0.0, -179.9), (0.0, 179.9)]
    rad = np.radians(np.array(points))
    at = np.stack([np.cos(rad[:, 0]) * np.cos(rad[:, 1]), np.cos(rad[:, 0]) * np.sin(rad[:, 1]), np.sin(rad[:, 0])], axis=1)
    for row, a in zip(distances(at, at), points, strict=True):
        for km, b in zip(row, points, strict=True):
            assert km == pytest.approx(great_circle(a, b).km, abs=0.5)
