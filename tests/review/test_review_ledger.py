"""What a person decides is seen at once, survives every build, and can be taken back."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geomap.errors import InputError, StoreError
from geomap.export import export
from geomap.model import Event, Extraction, Place, Report, Review, ReviewField, Status, Toponym
from geomap.pipeline import build
from geomap.review import anchors, ledger
from geomap.review.decisions import Decision, Told, now, spot
from geomap.store import Store
from geomap.view import Filters, View

ROME_NY = Place("geonames:5134295", "Rome", 43.21285, -75.45573, "P.PPL", "US", "New York", 32148)


def event(store: Store, trigger: str) -> Event:
    """The event that one of its reports tells by this word."""
    (found,) = [e for e in store.events() if any(r.trigger.text == trigger for r in store.reports(e.id))]
    return found


def told(store: Store, found: Event) -> list[Told]:
    reports = ledger.reports_of(store, [found.id])[found.id]
    return [(r, store.document(r.document_id)) for r in reports]


def extraction(store: Store, words: str) -> Extraction:
    (found,) = [e for e in store.extractions() if words in e.document.title]
    return found


def mention(found: Extraction, surface: str, *, nth: int = -1) -> Toponym:
    return [t for t in found.toponyms if t.surface == surface][nth]


def rebuilt(folder: Path, built: Path) -> None:
    """A build that extracts and links everything anew."""
    with Store.open(folder / "geomap.db") as store:
        store.retire([d.id for d in store.documents()])
    summary = build([built / "articles"], store=folder / "geomap.db")
    assert summary.extracted == 4


def state(store: Store) -> list[tuple[object, ...]]:
    return sorted((e.id, e.title, e.status, e.event_type, e.when, e.place, e.report_ids) for e in store.events())


def test_a_name_is_another_place(folder: Path, built: Path, store: Store) -> None:
    found = extraction(store, "Rome")
    raw = state(store)
    before = event(store, "protested")
    reviews = Decision("Ada", note="upstate").mention(mention(found, "Rome"), found.document, ROME_NY)
    (after,) = ledger.record(store, reviews)
    assert (after.id, after.place.place) == (before.id, ROME_NY)
    assert store.event(before.id) == after
    assert {t.place for t in ledger.applied(store, found.document.id).extraction.toponyms} == {ROME_NY}, "throughout the article"
    assert store.extraction(found.document.id) == found, "the row beneath stays as it was"
    with View.open(folder / "geomap.db") as view:
        row = view.events(Filters(reviewed=True)).to_dict("records")[0]
        assert (row["event_id"], row["country_code"], row["review"]) == (before.id, "US", "toponym")
        assert view.reports([before.id])[before.id][0][0].pin.place == ROME_NY
        assert b'"review": "toponym"' in export(view, Filters(), "geojson").replace(b'":"', b'": "')
    rebuilt(folder, built)
    assert store.event(before.id).place.place == ROME_NY
    ledger.undo(store, reviews[0].id, who="Bo", when=now())
    assert state(store) == raw
    rebuilt(folder, built)
    assert state(store) == raw
    with pytest.raises(InputError, match="undone already, by Bo"):
        ledger.undo(store, reviews[0].batch, who="Ada", when=now())


def test_only_this_mention(store: Store) -> None:
    found = extraction(store, "Rome")
    first = mention(found, "Rome", nth=0)
    ledger.record(store, Decision("Ada").mention(first, found.document, ROME_NY, throughout=False))
    after = ledger.applied(store, found.document.id).extraction.toponyms
    assert [t.place == ROME_NY for t in after if t.surface == "Rome"] == [True, False]
    assert (after[0].method, after[0].confidence, after[0].candidates) == ("person", 1.0, first.candidates)


def test_no_place_and_then_a_place_after_all(store: Store) -> None:
    found = extraction(store, "Rome")
    (after,) = ledger.record(store, Decision("Ada").mention(mention(found, "Rome"), found.document, None))
    assert after.place is None
    assert "Rome" not in after.title
    (after,) = ledger.record(store, Decision("Bo").mention(mention(found, "Rome"), found.document, ROME_NY))
    assert after.place is not None
    assert after.place.place == ROME_NY, "the last word counts, and finds what the first took away"


def test_an_event_of_several_sources_stays_one(folder: Path, built: Path, store: Store) -> None:
    before = event(store, "met")
    assert before.n_documents == 2
    decide = Decision("Ada")
    reports = told(store, before)
    for reviews in (
        decide.days(reports, date(2021, 5, 1), date(2021, 5, 2)),
        decide.status(reports, Status.PLANNED),
        decide.event_type(reports, "negotiation"),
        decide.place(reports, spot(50.1, 30.2, name="Dacha", radius_km=3)),
    ):
        (after,) = ledger.record(store, reviews)
        assert after.id == before.id
        assert after.report_ids == before.report_ids
    expected = (date(2021, 5, 1), date(2021, 5, 2), Status.PLANNED, "negotiation", "Dacha")
    for _ in range(2):
        after = store.event(before.id)
        assert after.when and after.place
        assert (after.when.earliest, after.when.latest, after.status, after.event_type, after.place.name) == expected
        assert (after.when.basis, after.place.how, after.place.geo_uncertainty_km) == ("person", "reviewed", 3)
        assert "Dacha" in after.title
        assert after.disagreements == ()
        rebuilt(folder, built)
    ledger.undo(store, decide.batch, who="Ada", when=now())
    assert store.event(before.id) == before


def test_one_source_misread_gives_the_event_what_a_person_says(store: Store) -> None:
    before = event(store, "met")
    one = told(store, before)[:1]
    (after,) = ledger.record(store, Decision("Ada").status(one, Status.DENIED))
    assert after.status is Status.DENIED
    assert [r.status for r, _ in told(store, after)] == [Status.DENIED, Status.OCCURRED]


def test_nobody_knows_when_or_where(store: Store) -> None:
    before = event(store, "protested")
    ledger.record(store, Decision("Ada").days(told(store, before), None, None))
    (after,) = ledger.record(store, Decision("Ada").place(told(store, before), None))
    assert after.when is not None
    assert (after.when.earliest, after.place) == (None, None)


def test_two_events_joined_and_parted_again(folder: Path, built: Path, store: Store) -> None:
    raw = state(store)
    one, other = event(store, "struck"), event(store, "protested")
    joined = Decision("Ada")
    (after,) = ledger.record(store, joined.together(told(store, one), told(store, other)))
    assert after.id in {one.id, other.id}
    assert set(after.report_ids) == {*one.report_ids, *other.report_ids}
    assert len(store.events()) == len(raw) - 1
    rebuilt(folder, built)
    assert set(store.event(after.id).report_ids) == set(after.report_ids)
    ledger.undo(store, joined.batch, who="Ada", when=now())
    assert {frozenset(e.report_ids) for e in store.events()} == {frozenset(row[-1]) for row in raw}
    assert store.problems() == []


def test_an_event_parted_and_joined_again(folder: Path, built: Path, store: Store) -> None:
    before = event(store, "met")
    first, *others = told(store, before)
    parted = Decision("Ada")
    after = ledger.record(store, parted.apart(first, others))
    assert after[0].id == before.id
    assert sorted(len(e.report_ids) for e in after) == [1, 1]
    assert len({e.id for e in store.events()}) == len(store.events())
    rebuilt(folder, built)
    assert {e.id for e in after} <= {e.id for e in store.events()}
    ledger.undo(store, parted.batch, who="Ada", when=now())
    (again,) = [e for e in store.events() if first[0].id in e.report_ids]
    assert set(again.report_ids) == set(before.report_ids)


def test_found_right_is_a_review_that_changes_nothing(folder: Path, store: Store) -> None:
    before = event(store, "protested")
    assert ledger.record(store, Decision("Ada").right(told(store, before))) == (before,)
    with View.open(folder / "geomap.db") as view:
        assert [row["event_id"] for row in view.rows(Filters(reviewed=True))] == [before.id]


def test_full_text_follows(store: Store) -> None:
    found = extraction(store, "Rome")
    ledger.record(store, Decision("Ada").mention(mention(found, "Rome"), found.document, replace(ROME_NY, name="Utica")))
    assert store.search("utica").event_ids
    assert store.problems() == []


def changed(article: Path, old: str, new: str) -> None:
    article.write_text(article.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_what_cannot_be_applied_any_more_is_kept_and_said(folder: Path, built: Path, store: Store) -> None:
    found = extraction(store, "Rome")
    reviews = Decision("Ada").mention(mention(found, "Rome"), found.document, ROME_NY)
    ledger.record(store, reviews)
    shutil.copytree(built / "articles", folder / "articles")
    store.retire([d.id for d in store.documents()])
    build([folder / "articles"], store=folder / "geomap.db")
    changed(folder / "articles" / "rome.txt", "police", "the police")
    build([folder / "articles"], store=folder / "geomap.db")
    (stale,) = ledger.state(store).stale
    assert stale.review == reviews[0]
    assert "not in the store" in stale.reason
    changed(folder / "articles" / "rome.txt", "the police", "police")
    build([folder / "articles"], store=folder / "geomap.db")
    assert ledger.state(store).stale == ()
    assert event(store, "protested").place.place == ROME_NY


def test_anchors_hold_only_in_their_own_text(store: Store) -> None:
    found = extraction(store, "Rome")
    (review,) = Decision("Ada").mention(mention(found, "Rome"), found.document, ROME_NY)
    other = replace(review, target=replace(review.target, start=0, end=4))
    with pytest.raises(StoreError, match="not in the document where they were"):
        ledger.record(store, [other])
    assert store.reviews() == []


@pytest.mark.parametrize("shift", [0, 2])
def test_a_report_is_found_again_by_its_words(store: Store, shift: int) -> None:
    found = extraction(store, "Lima")
    report = next(r for r in found.reports if r.trigger.text == "struck")
    anchor = anchors.of_report(report, found.document)
    moved = replace(anchor, start=anchor.start + shift)
    assert anchors.report_at(moved, found.reports) == report
    assert anchors.report_at(replace(anchor, start=0, end=2), found.reports) is None


def test_of_two_readings_of_one_word_the_kind_says_which(store: Store) -> None:
    found = extraction(store, "Lima")
    report = found.reports[0]
    twin = replace(report, id="rep-twin", event_type="other")
    anchor = anchors.of_report(twin, found.document)
    assert anchors.report_at(anchor, [report, twin]) == twin


def test_a_store_for_reading_refuses(folder: Path, store: Store) -> None:
    found = extraction(store, "Rome")
    reviews = Decision("Ada").mention(mention(found, "Rome"), found.document, ROME_NY)
    with Store.open(folder / "geomap.db", readonly=True) as shut, pytest.raises(StoreError, match="open for reading only"):
        ledger.record(shut, reviews)


def test_nothing_is_kept_where_the_events_cannot_be(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the middle of the transaction, as a full disc would be."""
    raw = state(store)
    found = extraction(store, "Rome")

    def fails(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("geomap.store.writing._add_event", fails)
    with pytest.raises(OSError, match="no room"):
        ledger.record(store, Decision("Ada").mention(mention(found, "Rome"), found.document, ROME_NY))
    assert store.reviews() == []
    assert state(store) == raw


@pytest.mark.parametrize(("who", "note"), [("", None), ("  ", "x"), ("a" * 81, None), ("Ada", "n" * 2001)])
def test_a_decision_is_signed(who: str, note: str | None) -> None:
    with pytest.raises(InputError):
        Decision(who, note)


def test_what_can_not_be_meant_is_refused() -> None:
    reports: Sequence[tuple[Report, object]] = ()
    with pytest.raises(InputError, match="before it begins"):
        Decision("Ada").days(reports, date(2021, 1, 2), date(2021, 1, 1))  # type: ignore[arg-type]
    with pytest.raises(InputError, match="no event type"):
        Decision("Ada").event_type(reports, "party")  # type: ignore[arg-type]
    for lat, lon, radius in ((91, 0, 1), (0, 0, 1), (float("nan"), 3, 1), (1, 1, -1)):
        with pytest.raises(InputError):
            spot(lat, lon, name="x", radius_km=radius)


def test_every_field_can_be_said(store: Store) -> None:
    from geomap.review import wording

    found = extraction(store, "Rome")
    protest, lima = told(store, event(store, "protested")), told(store, event(store, "struck"))
    decide = Decision("Ada")
    reviews: list[Review] = [
        *decide.mention(mention(found, "Rome"), found.document, ROME_NY),
        *decide.mention(mention(found, "Rome"), found.document, None, throughout=False),
        *decide.place(protest, None),
        *decide.days(protest, date(2022, 6, 3), None),
        *decide.days(protest, None, None),
        *decide.status(protest, Status.POSSIBLE),
        *decide.event_type(protest, "strike"),
        *decide.together(protest, lima),
        *decide.apart(protest[0], lima),
        *decide.right(protest),
    ]
    assert {r.field for r in reviews} == set(ReviewField)
    assert [wording.said(r) for r in reviews] == [
        "“Rome” is Rome, New York, US in the whole article",
        "“Rome” names no place",
        "nobody knows the place",
        "the date is since 3 June 2022",
        "nobody knows the date",
        "the status is possible",
        "the type is strike",
        "one event with “struck”",
        "another event than “struck”",
        "all of it is right",
    ]
    assert reviews[0].old == "Rome, Latium, IT"
