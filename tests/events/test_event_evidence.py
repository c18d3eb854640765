"""How likely two reports tell of one happening, and in which parts that can be read."""

from __future__ import annotations

from datetime import date

from reading import BERGEN, made

from geomap import lexicon
from geomap.events import link
from geomap.events.evidence import WEIGHTS_FILE, parts, probability
from geomap.events.told import Told, all_told
from geomap.model import Extraction, Status

STORY = (
    "The old cannery of Port Vane burned for nine hours, and Mayor Otto Rusk said that forty jobs were lost with it. Nobody "
    "knows how the fire began; the harbour master Lise Holm saw smoke above the roof at noon and rang the bell on the pier. "
)


def _told(*extractions: Extraction) -> list[Told]:
    return all_told(extractions)


def _fire(document: str, quote: str, day: date | None = None, status: Status = Status.OCCURRED) -> Extraction:
    return made(document, event_type="disaster", place=None, day=day, quote=quote, text=STORY * 2 + quote, status=status)


def test_every_part_has_a_weight() -> None:
    a, b = _told(_fire("a", "The fire of Port Vane."), _fire("b", "A fire in Port Vane."))
    found = parts(a, b)
    assert set(found) == set(lexicon.table(WEIGHTS_FILE)["weights"]) - {"always"}
    assert all(0 <= value <= 1 + 1e-9 for value in found.values())


def test_without_place_day_and_actor_the_deed_and_the_story_join() -> None:
    told = _told(_fire("a", "The fire of Port Vane."), _fire("b", "A blaze in Port Vane."), _fire("c", "A strike at Port Vane."))
    assert probability(told[0], told[1]) > 0.5
    assert probability(told[0], told[1]) > probability(told[0], told[2]) + 0.2
    assert len(link([_fire("a", "The fire of Port Vane."), _fire("b", "A blaze in Port Vane.")])) == 1


def test_what_is_ruled_out_is_never_outweighed() -> None:
    one = _fire("a", "The fire of Port Vane.", date(2023, 3, 14))
    other = _fire("b", "The fire of Port Vane.", date(2023, 3, 9))
    denied = _fire("c", "The fire of Port Vane.", status=Status.DENIED)
    far = made("d", event_type="disaster", place=BERGEN, quote="The fire of Port Vane.", text=STORY * 2)
    here = made("e", event_type="disaster", quote="The fire of Port Vane.", text=STORY * 2)
    a, b, c, d, e = _told(one, other, denied, far, here)
    assert probability(a, b) == probability(a, c) == probability(d, e) == 0


def test_a_headline_that_reads_like_a_plan_is_joined_unless_both_give_days() -> None:
    planned = _fire("a", "The fire of Port Vane.", status=Status.POSSIBLE)
    a, b = _told(planned, _fire("b", "The fire of Port Vane."))
    assert probability(a, b) > 0.5
    dated = _told(
        _fire("a", "The fire of Port Vane.", date(2023, 3, 14), Status.PLANNED), _fire("b", "The fire.", date(2023, 3, 14))
    )
    assert probability(*dated) == 0


def test_short_texts_need_more_than_a_likely_story() -> None:
    quotes = {"a": "The fire at Port Vane was put out.", "b": "A fire broke out on Monday."}
    short = [made(d, event_type="disaster", place=None, day=None, quote=q, text=q) for d, q in quotes.items()]
    assert probability(*_told(*short)) < 0.5
    assert probability(*_told(*(_fire(d, q) for d, q in quotes.items()))) > 0.5


def test_one_group_of_many_says_the_same_in_any_order() -> None:
    documents = [
        _fire(d, q)
        for d, q in zip("abcd", ("The fire spread.", "A fire began.", "The blaze spread.", "That fire grew."), strict=True)
    ]
    assert {frozenset(e.report_ids) for e in link(documents)} == {frozenset(e.report_ids) for e in link(documents[::-1])}
    assert len(link(documents)) == 1
