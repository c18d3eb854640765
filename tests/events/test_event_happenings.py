"""What the small model makes of triggers that the rules join or leave apart."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from reading import PUBLISHED

from geomap import lexicon
from geomap.documents import from_text
from geomap.events import happenings, reports
from geomap.events.corefer import fits
from geomap.events.draft import Draft
from geomap.events.mention_clues import clues, may_be_one, mentions
from geomap.extractor import shared_extractor

#: Reads a text; gives its drafts by their words.
Read = Callable[[str], dict[str, Draft]]
LIMITS = {"parted": 0.3, "parted, with a time": 0.35, "joined": 0.5, "joined, one deed": 0.4, "told again": 0.25}
ATTACK = "Gunmen attacked a market in Lyon on Monday. {}"


@pytest.fixture
def drafts(monkeypatch: pytest.MonkeyPatch) -> Read:
    """A function that gives the drafts of a text by their words."""

    def read(text: str) -> dict[str, Draft]:
        found: dict[str, Draft] = {}

        def listen(given: Sequence[Draft], published: date | None = None) -> list[list[Draft]]:
            found.update((d.found.token.text, d) for d in given)
            return happenings.happenings(given, published)

        monkeypatch.setattr(reports, "happenings", listen)
        shared_extractor().extract(from_text(text, title="", published=PUBLISHED))
        return found

    return read


def grouped(found: dict[str, Draft]) -> set[frozenset[str]]:
    return {frozenset(d.found.token.text for d in group) for group in happenings.happenings([*found.values()], PUBLISHED)}


def odds(found: dict[str, Draft], a: str, b: str) -> float:
    given = [*found.values()]
    pairs = happenings.Pairs(mentions(given, PUBLISHED), happenings._fitted()["weights"])
    return pairs.odds(found[a], found[b])


def weigh(monkeypatch: pytest.MonkeyPatch, always: float) -> None:
    """A model that finds all pairs equally likely."""
    monkeypatch.setattr(happenings, "_fitted", lambda: {"weights": {"always": always}, "limits": LIMITS})


def test_what_points_back_is_likelier_the_same_than_what_is_new(drafts: Read) -> None:
    back = drafts(ATTACK.format("The shooting lasted an hour."))
    new = drafts(ATTACK.format("Another shooting lasted an hour."))
    assert odds(back, "attacked", "shooting") > odds(new, "attacked", "shooting")


def test_what_is_history_is_less_likely_the_news(drafts: Read) -> None:
    news = drafts(ATTACK.format("Gunmen killed nine people there on Monday."))
    history = drafts(ATTACK.format("Gunmen killed nine people there in 2009."))
    assert odds(news, "attacked", "killed") > odds(history, "attacked", "killed")


def test_what_is_said_is_left_to_the_rules(drafts: Read) -> None:
    found = drafts("Mayor Anna Lind said the port was open. Anna Lind warned that the cranes were at work.")
    listed = [*mentions([*found.values()], PUBLISHED).values()]
    assert {m.word for m in listed} >= {"say", "warn"}
    assert not any(may_be_one(a, b) for a in listed for b in listed if a.at < b.at)


def test_unlikely_triggers_with_places_of_their_own_are_parted(drafts: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    found = drafts("A blast hit a market in Lyon on Monday. The explosion was heard all over Lyon.")
    weigh(monkeypatch, 3.0)
    assert any({"blast", "explosion"} <= group for group in grouped(found))
    weigh(monkeypatch, -3.0)
    assert not any({"blast", "explosion"} <= group for group in grouped(found))


def test_what_tells_nothing_of_its_own_is_never_parted(drafts: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    found = drafts("A blast hit a market in Lyon on Monday. The explosion lasted a second.")
    weigh(monkeypatch, -3.0)
    assert any({"blast", "explosion"} <= group for group in grouped(found))


def test_a_verb_with_a_day_of_its_own_is_parted_sooner(drafts: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    found = drafts("The envoy arrived in Lyon on Monday. The column left its camp on Monday.")
    weigh(monkeypatch, -0.5)
    assert frozenset({"arrived", "left"}) in grouped(found)
    weigh(monkeypatch, -0.7)  # a probability of .33, above what parts a trigger without a day
    assert {frozenset({"arrived"}), frozenset({"left"})} <= grouped(found)


def test_likely_ones_are_joined_unless_their_times_differ(drafts: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    one = drafts("Protesters marched through Lyon on Monday. A rally in Lyon drew thousands.")
    weigh(monkeypatch, -3.0)
    assert not any({"marched", "rally"} <= group for group in grouped(one))
    weigh(monkeypatch, 3.0)
    assert any({"marched", "rally"} <= group for group in grouped(one))
    two = drafts("Protesters marched through Lyon on Monday. A rally in Lyon drew thousands on Sunday.")
    assert not any({"marched", "rally"} <= group for group in grouped(two))


def test_every_weight_is_of_a_clue_and_every_limit_a_probability() -> None:
    fitted = json.loads(lexicon.read(happenings.WEIGHTS_FILE))
    assert set(fitted["limits"]) == set(LIMITS)
    assert all(0 < limit < 1 for limit in fitted["limits"].values())
    assert "always" in fitted["weights"]
    assert len(fitted["weights"]) < 150


def test_the_clues_of_a_pair_are_the_same_from_either_side(drafts: Read) -> None:
    found = drafts(ATTACK.format("The shooting lasted an hour."))
    a, b, *_ = mentions([*found.values()], PUBLISHED).values()
    assert clues(a, b) == clues(b, a)


def test_the_rules_compare_a_trigger_with_those_told_near_it(drafts: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = Counter[int]()

    def count(draft: Draft, group: Sequence[Draft]) -> bool:
        compared[draft.found.token.i] += len(group)
        return fits(draft, group)

    monkeypatch.setattr(happenings, "fits", count)
    monkeypatch.setattr(happenings, "_NEAREST", 5)
    drafts("Gunmen attacked a market in Lyon. " * 40)
    assert len(compared) >= 39
    assert max(compared.values()) <= 10
