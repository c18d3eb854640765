"""What one document leaves open, and another's words decide."""

from datetime import date
from pathlib import Path

import pytest

from geomap import events, pipeline, records
from geomap.documents import from_text
from geomap.extractor import shared_extractor
from geomap.model import Extraction
from geomap.review import ledger
from geomap.review.decisions import Decision, Told
from geomap.store import Store

PUBLISHED = date(2020, 5, 8)
OPEN = (
    "A quiet week for the minister\n\nThe foreign secretary, Anna Lind, saw her Omani counterpart, Said Harthy, in Muscat on "
    "Tuesday before flying on to Doha. Nothing was signed there."
)
SURE = (
    "Lind and Harthy talk oil\n\nForeign Secretary Anna Lind met the Omani foreign minister, Said Harthy, in Muscat on Tuesday, "
    "her office said. They spoke about oil."
)
OTHER = "Rain in Lima\n\nHeavy rain flooded streets in Lima on Tuesday, the mayor said."


def read(text: str, name: str) -> Extraction:
    return shared_extractor().extract(from_text(text, published=PUBLISHED, identifier=name))


def told(texts: list[str]) -> set[str]:
    """The words that the records of linked documents have as triggers."""
    found = [read(text, str(i)) for i, text in enumerate(texts)]
    linked = records.events_of(events.link(found))
    return {r["trigger"]["text"] for e in found for r in records.record(e, events=linked)["reports"]}  # type: ignore[attr-defined]


def test_a_document_alone_does_not_tell_what_it_leaves_open() -> None:
    found = read(OPEN, "open")
    assert "saw" not in {r.trigger.text for r in found.reports}
    assert [r.trigger.text for r in found.untold] == ["saw"]
    assert {r["trigger"]["text"] for r in records.record(found)["reports"]} == {r.trigger.text for r in found.reports}  # type: ignore[attr-defined]
    assert [r.trigger.start for r in found.all_reports] == sorted(r.trigger.start for r in found.all_reports)


def test_another_document_makes_it_an_event() -> None:
    assert "saw" in told([OPEN, SURE])
    assert "saw" not in told([OPEN])
    assert "saw" not in told([OPEN, OTHER])


def test_two_that_leave_it_open_make_no_event() -> None:
    assert "saw" not in told(
        [OPEN, OPEN.replace("A quiet week", "Another week").replace("Nothing was signed there.", "It rained.")]
    )


def test_an_event_that_it_takes_part_in_tells_both_documents() -> None:
    found = events.link([read(OPEN, "open"), read(SURE, "sure")])
    (met,) = (event for event in found if len(event.report_ids) == 2)
    assert met.n_documents == 2
    assert met.event_type == "meeting"


ISLAND = (
    " The islanders of Kallvik live on fish, and the harbour master, Nils Tromvik, said that they had rice, flour and oil for a "
    "week. The ferry Havsund belongs to Nordlod, a firm in Bergen, which has had no profit for years."
)
NOUN = (
    "A bad week for Kallvik\n\nThe captain of the Havsund, Ole Lund, slept badly on Tuesday. The islanders had not forgotten his "
    "capture by police at Kallvik." + ISLAND
)
VERB = (
    "Captain held\n\nPolice captured the captain of the Havsund, Ole Lund, at Kallvik on Tuesday, to the anger of the islanders."
    + ISLAND
)


def test_a_noun_that_says_little_is_told_where_another_document_tells_the_deed() -> None:
    assert told([NOUN]) == set()
    assert told([NOUN, VERB]) == {"capture", "captured"}
    assert told([NOUN, OTHER]) == told([OTHER])


def test_what_is_only_awaited_is_told_by_its_own_word() -> None:
    article = read("Landfall is expected near Rakiraki this evening.", "landfall")
    assert "expected" not in {r.trigger.text for r in article.all_reports}


def days_of_the_capture(*texts: str) -> set[str]:
    """The days that the records of linked documents give the capture, by either word."""
    found = [read(text, str(i)) for i, text in enumerate(texts)]
    linked = records.events_of(events.link(found))
    told = [r for e in found for r in records.record(e, events=linked)["reports"] if r["trigger"]["text"].startswith("captur")]  # type: ignore[attr-defined]
    return {str(r["when"]["earliest"]) for r in told if r["event"] == told[-1]["event"]}


def test_what_only_other_words_date_was_when_the_document_that_is_sure_says() -> None:
    assert days_of_the_capture(NOUN.replace("Tuesday", "Thursday"), VERB) == {"2020-05-05"}
    assert told([NOUN.replace("at Kallvik.", "at Kallvik on Thursday."), VERB]) == {"captured"}


def words(store: Store) -> set[str]:
    return {r.trigger.text for e in store.extractions() for r in e.reports}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of both articles, and the folder with them."""
    (tmp_path / "articles").mkdir()
    for name, text in (("open", OPEN), ("sure", SURE)):
        words = text.replace("\n\n", "\n\nPublished 8 May 2020\n\n", 1)
        (tmp_path / "articles" / f"{name}.txt").write_text(words, encoding="utf-8")
    pipeline.build([tmp_path / "articles"], store=tmp_path / "events.db")
    return tmp_path


def without_the_other(folder: Path) -> set[str]:
    """The words that the store tells by when the article that is sure has gone."""
    (folder / "articles" / "sure.txt").unlink()
    pipeline.build([folder / "articles"], store=folder / "events.db")
    with Store.open(folder / "events.db", readonly=True) as store:
        assert all(event.n_documents == 1 for event in store.events())
        return {r.trigger.text for found in ledger.reports_of(store, [e.id for e in store.events()]).values() for r in found}


def both(store: Store) -> list[Told]:
    """The reports of the event that both articles tell of, the tentative one first."""
    (event,) = (e for e in store.events() if e.n_documents == 2)
    found = [(r, store.document(r.document_id)) for r in ledger.reports_of(store, [event.id])[event.id]]
    return sorted(found, key=lambda report: not report[0].tentative)


def test_a_store_tells_it_as_long_as_another_document_does(folder: Path) -> None:
    with Store.open(folder / "events.db", readonly=True) as store:
        assert [r.trigger.text for r, _ in both(store)] == ["saw", "met"]
        assert {"saw", "met"} <= {r.trigger.text for e in store.extractions() for r in e.reports}
    assert "saw" not in without_the_other(folder)
    with Store.open(folder / "events.db", readonly=True) as store:
        assert [r.trigger.text for e in store.extractions() for r in e.untold] == ["saw"]


def test_what_a_person_decides_about_it_stays_told(folder: Path) -> None:
    with Store.open(folder / "events.db") as store:
        ledger.record(store, Decision("Ada").days(both(store)[:1], date(2020, 5, 5), date(2020, 5, 5)))
    assert "saw" in without_the_other(folder)


def test_a_person_may_part_it_from_what_made_it_an_event(folder: Path) -> None:
    with Store.open(folder / "events.db") as store:
        one, *others = both(store)
        decide = Decision("Ada")
        ledger.record(store, decide.apart(one, others))
        told = ledger.reports_of(store, [e.id for e in store.events()])
        assert [[r.trigger.text for r in found] for found in told.values() if "saw" in {r.trigger.text for r in found}] == [
            ["saw"]
        ]
        ledger.undo(store, decide.batch, who="Ada", when=decide.when)
        assert [r.trigger.text for r, _ in both(store)] == ["saw", "met"]
