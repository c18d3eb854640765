"""A changed row of the user's gazetteer extracts again only the documents that it may touch, and the result is that of all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geomap import pipeline
from geomap.gazetteer import Gazetteer, changes
from geomap.store import Store

HEAD = "id,name,aliases,lat,lon,feature,country,admin1,radius_km,note\n"
BEFORE = HEAD + "mine:zorva,Zorva,Zorva Gap,60.5,10.5,L.RGN,NO,,20,\nmine:st-odd,Saint Oddfell,,59.5,9.5,P.PPL,NO,,,\n"
ARTICLES = {
    "zorva": "Ministers met in Zorva on 5 September 2023. Protesters gathered outside.",
    "hyphen": "A march from Oslo to the Zorva-gap ended in a fight on 6 September 2023.",
    "odd": "Police arrested two men in St. Oddfell on 7 September 2023.",
    "lisbon": "Ministers met in Lisbon on 8 September 2023, and talks went on for a week.",
    "point": "A plane crashed at 59.61° N, 9.62° E on 9 September 2023, officials said.",
    "madrid": "Thousands protested in Madrid on 10 September 2023 against higher rents.",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    monkeypatch.chdir(tmp_path)
    for name, text in ARTICLES.items():
        (articles / f"{name}.txt").write_text(f"The {name} matter\n\n{text}\n", encoding="utf-8")
    (tmp_path / "gazetteer.csv").write_text(BEFORE)
    return tmp_path


def build(folder: Path, store: str = "geomap.db") -> pipeline.BuildSummary:
    return pipeline.build([folder / "articles"], store=folder / store)


def held(store: Path) -> tuple[Any, ...]:
    with Store.open(store, readonly=True) as opened:
        return (list(opened.extractions()), opened.events())


@pytest.mark.parametrize(
    ("after", "extracted"),
    [
        pytest.param(BEFORE.replace("60.5,10.5", "61.5,11.5"), 2, id="moved"),
        pytest.param(BEFORE.replace("Zorva Gap", "Zorva Pass"), 1, id="an alias changed"),
        pytest.param(HEAD + "mine:st-odd,Saint Oddfell,,59.5,9.5,P.PPL,NO,,,\n", 2, id="removed"),
        pytest.param(BEFORE + "mine:higher,Higher Rents,,40,-3,L.RGN,ES,,9,\n", 1, id="added"),
        pytest.param(BEFORE.replace("59.5,9.5,P.PPL,NO", "59.5,9.5,P.PPL,SE"), 2, id="a settlement, near which points lie"),
        pytest.param(BEFORE.replace("NO,,20,", "NO,,20,noted"), 0, id="a note"),
        pytest.param(BEFORE + "geonames:2267057,Lisbon,,38.7,-9.1,P.PPLC,PT,,,\n", 6, id="a place that has names elsewhere"),
    ],
)
def test_only_what_a_changed_row_touches_is_extracted_again(folder: Path, after: str, extracted: int) -> None:
    assert build(folder).extracted == len(ARTICLES)
    (folder / "gazetteer.csv").write_text(after)
    assert build(folder).extracted == extracted
    build(folder, "whole.db")
    assert held(folder / "geomap.db") == held(folder / "whole.db")
    assert build(folder).extracted == 0


def test_a_changed_rule_extracts_all_and_so_does_a_store_that_never_noted_its_names(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder)
    (folder / "gazetteer.csv").write_text(BEFORE + "mine:higher,Higher Rents,,40,-3,L.RGN,ES,,9,\n")
    with Store.open(folder / "geomap.db") as store:
        store.set_meta("extracted by", "")
    assert build(folder).extracted == len(ARTICLES)
    monkeypatch.setattr("geomap.method._digest_of_extraction", lambda: "other rules")
    assert build(folder).extracted == len(ARTICLES)


def test_what_was_touched_but_not_yet_extracted_is_extracted_by_the_next_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder)
    (folder / "gazetteer.csv").write_text(BEFORE.replace("60.5,10.5", "61.5,11.5"))

    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr("geomap.extractor.Extractor.extract", interrupted)
        build(folder)
    assert build(folder).extracted == 2
    build(folder, "whole.db")
    assert held(folder / "geomap.db") == held(folder / "whole.db")


def test_names_are_found_however_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(HEAD)
    before = changes.names_of(Gazetteer.open(file))
    file.write_text(BEFORE)
    change = changes.between(before, Gazetteer.open(file))
    assert change is not None
    for text in ("in Zorva.", "ZORVA'S hills", "the Zórva-Gap", "St. Oddfell", "Saint-Oddfell", "www.zorvatimes.example"):
        assert change.touches(["nothing", None, text]), text
    assert not change.touches(["In Lisbon, saints were odd.", None])


def test_what_comes_out_as_before_is_not_linked_anew(folder: Path) -> None:
    """A name that is touched but changes nothing; then one that moves an event."""
    build(folder)
    told: list[str] = []

    def stages(after: str) -> tuple[int, set[str]]:
        told.clear()
        (folder / "gazetteer.csv").write_text(after)
        summary = pipeline.build(
            [folder / "articles"], store=folder / "geomap.db", progress=lambda stage, done, total: told.append(stage)
        )
        return summary.extracted, set(told) & {"extracting", "linking"}

    added = BEFORE + "mine:higher,Higher Rents,,40,-3,L.RGN,ES,,9,\n"
    assert stages(added) == (1, {"extracting"})
    assert stages(added.replace("60.5,10.5", "61.5,11.5")) == (2, {"extracting", "linking"})
    pipeline.build([folder / "articles"], store=folder / "whole.db")
    with Store.open(folder / "geomap.db") as one, Store.open(folder / "whole.db") as whole:
        assert one.events() == whole.events()
        one.set_meta("linked by", "an older geomap")
    assert stages((folder / "gazetteer.csv").read_text()) == (0, {"linking"})
