"""The library's face: a store opened, narrowed and taken out; and the method that decides what is extracted again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import geomap
from geomap import method as module
from geomap.engines import OneProcess
from geomap.errors import InputError, ResourceError, StoreError
from geomap.extractor import Extractor
from geomap.model import Document, Event, Extraction
from geomap.selection import Selection


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("selection")
    (folder / "one.txt").write_text("Talks\n\nPresident Zelensky met Chancellor Scholz in Kyiv on 3 May 2021, officials said.\n")
    (folder / "two.txt").write_text("Unrest\n\nThousands of workers protested in Rome on 4 June 2022, police said.\n")
    geomap.build([str(folder)], store=str(folder / "geomap.db"))
    return folder / "geomap.db"


def test_conditions_add_up_and_the_last_of_a_kind_counts(store: Path) -> None:
    with geomap.open(store) as everything:
        meetings = everything.events(event_type="meeting")
        assert [event.event_type for event in meetings] == ["meeting"]
        assert len(meetings.events(start="2022-01-01")) == 0
        assert len(meetings.events(start=date(2021, 5, 3), end="2021-05-03")) == 1
        assert len(meetings.events(event_type=["protest"])) == 1
        assert len(everything) >= 2
        assert all(isinstance(event, Event) for event in everything)


def test_ways_out(store: Path) -> None:
    with geomap.open(str(store)) as everything:
        protest = everything.events(event_type="protest")
        (feature,) = protest.to_geojson()["features"]
        assert feature["geometry"]["coordinates"] == pytest.approx([12.5, 41.9], abs=0.1)
        assert len(protest.to_csv().splitlines()) == 2
        assert list(protest.to_frame()["place"]) == ["Rome"]


def test_what_cannot_be_meant(store: Path, tmp_path: Path) -> None:
    with geomap.open(store) as everything:
        for conditions, message in (
            ({"event_type": "meting"}, "no event type 'meting'"),
            ({"status": "maybe"}, "no status 'maybe'"),
            ({"start": "soon"}, "'soon' is not a day"),
            ({"start": "2022-02-02", "end": "2022-01-01"}, "starts on 2022-02-02 and ends before"),
        ):
            with pytest.raises(InputError, match=message):
                everything.events(**conditions)
        assert everything.events(source="nobody").unknown_sources() == ["nobody"]
    with pytest.raises(StoreError, match="there is no store here"):
        Selection.open(tmp_path / "none.db")


def test_the_method_names_all_that_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usual = module.method("g1")
    assert usual.startswith(f"geomap-{geomap.__version__}-")
    assert module.method("g1") == usual
    assert len({usual, module.method("g2"), module.method("g1", pipeline="other")}) == 3
    monkeypatch.setattr(module, "_installed", lambda name: "9.9")
    assert module.method("g1") != usual


@pytest.mark.parametrize(
    ("changed", "matters"),
    [("events/rules.py", True), ("data/events/types.toml", True), ("data/view.toml", False), ("dashboard/page.py", False)],
)
def test_a_changed_rule_or_word_list_is_another_method(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changed: str, matters: bool
) -> None:
    for name in (
        "model.py",
        "syntax/layout.py",
        "lexicon.py",
        "events/rules.py",
        "data/events/types.toml",
        "data/view.toml",
        "dashboard/page.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    digest = module._digest_of_extraction.__wrapped__
    before = digest()
    (tmp_path / changed).write_text("changed")
    assert (digest() != before) == matters


def test_what_every_document_needs_is_not_skipped_over(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Document("doc-1", "t", "In Rome."), Document("doc-2", "t", "In Paris.")]
    found = list(OneProcess().extract(documents, Extractor()))
    assert [each.document.id for each in found if isinstance(each, Extraction)] == ["doc-1", "doc-2"]

    def missing(document: Document, **options: object) -> None:
        raise ResourceError("no pipeline")

    monkeypatch.setattr("geomap.syntax.parse", missing)
    with pytest.raises(ResourceError, match="no pipeline"):
        list(OneProcess().extract(documents, Extractor()))


def test_a_pipeline_that_is_not_installed_says_how_to_get_it() -> None:
    with pytest.raises(ResourceError, match="pip install"):
        Extractor(pipeline="no_such_pipeline").extract(Document("doc-1", "t", "In Rome."))
