"""What a person joined or parted stays so, whatever the rules say."""

from __future__ import annotations

from datetime import date

from reading import BERGEN, made

from geomap.events import link
from geomap.model import Extraction


def _groups(*extractions: Extraction, **given: object) -> set[frozenset[str]]:
    names = {r.id: e.document.id for e in extractions for r in e.reports}
    return {frozenset(names[i] for i in event.report_ids) for event in link(extractions, **given)}  # type: ignore[arg-type]


def _id(extraction: Extraction) -> str:
    return extraction.reports[0].id


def test_what_differs_is_one_when_a_person_says_so() -> None:
    one, other = made("a"), made("b", place=BERGEN, day=date(2023, 5, 1))
    assert len(link([one, other])) == 2
    (event,) = link([one, other], together=[(_id(other), _id(one))])
    assert set(event.report_ids) == {_id(one), _id(other)}
    assert event.n_documents == 2


def test_what_agrees_is_two_when_a_person_says_so() -> None:
    one, other, third = made("a"), made("b"), made("c")
    assert len(link([one, other, third])) == 1
    found = _groups(one, other, third, apart=[(_id(one), _id(other)), (_id(one), _id(third))])
    assert found == {frozenset({one.document.id}), frozenset({other.document.id, third.document.id})}


def test_apart_wins_over_what_a_third_report_would_join() -> None:
    one, other, third = made("a"), made("b"), made("c")
    pairs = [(_id(one), _id(third)), (_id(other), _id(third))]
    events = link([one, other, third], together=pairs, apart=[(_id(one), _id(other))])
    assert not any({_id(one), _id(other)} <= set(event.report_ids) for event in events)


def test_a_pair_whose_report_is_gone_is_no_trouble() -> None:
    assert len(link([made("a")], together=[("rep-gone", _id(made("a")))], apart=[("rep-gone", "rep-too")])) == 1


def test_every_event_has_an_id_of_its_own_after_a_split() -> None:
    one, other, third = made("a", published=date(2023, 3, 14)), made("b"), made("c")
    (event,) = link([one, other, third])
    known = dict.fromkeys(event.report_ids, event.id)
    apart = [(_id(one), _id(other)), (_id(one), _id(third))]
    for order in ([one, other, third], [third, other, one]):
        ids = [e.id for e in link(order, known=known, apart=apart)]
        assert len(set(ids)) == 2
        assert event.id in ids
