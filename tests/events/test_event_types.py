"""The event types are data that hang together."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from geomap import lexicon, typology
from geomap.events import event_types
from geomap.events.types import KINDS_FILE, family, noun_senses, possible_types, verb_senses

TABLE = lexicon.table(typology.SHIPPED)
KEYS = {"label", "title", "plover", "colour", "icon", "family"}
WORDS = {"verbs", "verbs_to_place", "verbs_alone", "verbs_with", "verbs_not_with", "verbs_maybe"}
NOUNS = {"nouns", "nouns_with", "nouns_not_with", "counted_nouns", "weak_nouns"}


@pytest.mark.parametrize("name", TABLE)
def test_every_type_says_how_it_is_named_and_drawn(name: str) -> None:
    row = TABLE[name]
    assert set(row) >= KEYS
    assert set(row) <= KEYS | WORDS | NOUNS
    assert re.fullmatch(r"#[0-9A-F]{6}", row["colour"])
    assert row["label"] and row["icon"] and row["family"] and row["title"]
    assert event_types()[name].name == name


def test_types_are_told_apart_by_colour_and_icon() -> None:
    drawn = [(t.colour, t.icon) for t in event_types().values()]
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize("keys", [("verbs", "verbs_to_place"), ("nouns", "counted_nouns", "weak_nouns")])
def test_no_word_tells_of_two_types_unless_it_says_with_what(keys: tuple[str, ...]) -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for name, row in TABLE.items():
        for key in keys:
            for word in row.get(key, ()):
                homes[word].add(name)
    assert {word: types for word, types in homes.items() if len(types) > 1} == {}


def test_words_that_are_barred_or_alone_are_words_of_the_type() -> None:
    for name, row in TABLE.items():
        verbs = {*row.get("verbs", ()), *row.get("verbs_to_place", ())}
        assert set(row.get("verbs_alone", ())) <= verbs, name
        assert set(row.get("verbs_not_with", {})) <= {*verbs, *row.get("verbs_with", {})}, name
        assert set(row.get("nouns_not_with", {})) <= {*row.get("nouns", ()), *row.get("nouns_with", {})}, name


def test_words_are_written_in_lower_case_and_once() -> None:
    for name, row in TABLE.items():
        for key in ("verbs", "verbs_to_place", "verbs_maybe", "nouns", "weak_nouns"):
            words = row.get(key, [])
            assert len(set(words)) == len(words), (name, key)
            assert all(word == word.lower() for word in words), (name, key)


def test_a_kind_of_thing_stands_for_all_its_words() -> None:
    kinds = lexicon.table(KINDS_FILE)
    named = {w[1:-1] for row in TABLE.values() for words in row.get("verbs_with", {}).values() for w in words if w[0] == "<"}
    assert named - {"person", "place", "name"} == set(kinds) - {"acting"}
    assert set(kinds["acting"]) <= set(kinds)
    assert {"ferry", "tug"} <= set(kinds["vessel"])
    towing = [s for s in verb_senses()["tow"] if s.needs]
    assert {"ferry", "tug", "lorry"} <= towing[0].needs


def test_a_verb_that_may_tell_of_a_type_is_not_one_that_always_does() -> None:
    for name, row in TABLE.items():
        assert not {*row.get("verbs", ())} & {*row.get("verbs_maybe", ())}, name
    assert "sport" in possible_types()["draw"]


def test_senses_that_ask_for_an_object_come_first() -> None:
    assert verb_senses()["kill"][0].event_type == "disaster"  # killed by an earthquake
    assert verb_senses()["kill"][-1].event_type == "fighting"
    assert noun_senses()["war"][0].weak


def test_a_visit_and_a_meeting_are_of_different_families_a_meeting_and_talks_of_one() -> None:
    assert family("meeting") == family("negotiation") != family("travel")
    assert family("no such type") == "no such type"
