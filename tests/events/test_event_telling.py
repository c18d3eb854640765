"""Whether a verb tells of something that was or will be."""

from __future__ import annotations

import pytest
from reading import reports


def _triggers(text: str) -> set[str]:
    return {r.trigger.text for r in reports(text)}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The injured were taken to a hospital in Bergen on Monday.", "injured"),
        ("The court found that he had been kidnapped in Oslo rather than extradited.", "extradited"),
        ("In 2013 he was nearly caught at a checkpoint near Oslo.", "caught"),
        ("Norway has yet to sign the treaty.", "sign"),
        ("His lawyers asked the judges to throw out the case.", "throw"),
        ("No shots were fired.", "fired"),
        ("The rebels took the fort without a shot being fired.", "fired"),
        ('"Put out the fire before you play with it," one banner in Bergen read.', "Put"),
        ("He has never met anyone so kind.", "met"),
        ("Call the newsroom of the paper. Weather: storms likely in Bergen on Friday.", "storms"),
        ("The Bergen Times contacted Anna Lind, an expert in Oslo.", "contacted"),
        ("Popular now: Floods in Bergen, what to know.", "Floods"),
        ("How to get there: ferries leave from Bergen in May.", "leave"),
        ("3 May 2021 Last updated at 11:11 GMT in Bergen.", "updated"),
        ("Map: the march through Oslo on Friday", "march"),
        ("Villagers in Oslo held the mayor responsible on Monday.", "held"),
        ("Opposition leaders in Oslo cried murder on Monday.", "murder"),
    ],
)
def test_what_did_not_come_to_be_is_not_told(text: str, word: str) -> None:
    assert word not in _triggers(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Nearly 80 people were evacuated in Bergen on Monday.", "evacuated"),
        ("No shots were fired in Oslo on Monday.", "fired"),
        ("They asked the army to send 40 trucks to Bergen on Monday.", "send"),
        ("A storm hit Bergen on Friday.", "hit"),
    ],
)
def test_what_has_a_place_or_a_day_of_its_own_is(text: str, word: str) -> None:
    assert word in _triggers(text)
