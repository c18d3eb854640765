"""How many were killed, hurt or arrested, and where reports differ on it."""

from __future__ import annotations

import pytest
from reading import made

from geomap.events import link
from geomap.events.counts import counted


@pytest.mark.parametrize(
    ("quote", "wanted"),
    [
        ("A quake shook Oslo, killing at least eleven people and injuring more than fifty.", {"die": 11, "injur": 50}),
        ("Fourteen people died in the collision and 53 were injured.", {"die": 14, "injur": 53}),
        ("Twenty-three miners were rescued.", {"rescu": 23}),
        ("About 3,000 residents were evacuated.", {"evacu": 3000}),
        ("Police arrested a 34-year-old man in 2023.", {}),
        ("He was killed at 9 p.m. on Monday.", {}),
        ("Nobody was hurt.", {}),
    ],
)
def test_what_is_counted(quote: str, wanted: dict[str, int]) -> None:
    found = {deed: n for deed, (n, _) in counted(quote).items()}
    assert set(found.values()) == set(wanted.values())


def test_reports_that_give_other_numbers_disagree() -> None:
    (event,) = link([made("a", quote="A blast killed nine people in Oslo."), made("b", quote="A blast killed 11 in Oslo.")])
    (numbers,) = [d for d in event.disagreements if d.field == "number"]
    assert {c.value for c in numbers.claims} == {"9 killed", "11 killed"}
    assert all(len(c.report_ids) == 1 for c in numbers.claims)
    (agreed,) = link([made("a", quote="A blast killed nine people."), made("b", quote="A blast killed 9 people.")])
    assert agreed.disagreements == ()
