"""Quality on fictional articles of many topics: no worse than pinned, so that no rule fits one set of articles only."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from annotated_articles import FOLDER, PLACES, RETOLD, TOLD, annotated, document, files

from geomap import events, records
from geomap.evaluate import floors
from geomap.evaluate.events import score
from geomap.extractor import shared_extractor
from geomap.model import Extraction

#: Each set of articles with what it must not fall below.
FLOORS = {
    FOLDER: "article_floors.json",
    PLACES: "place_floors.json",
    RETOLD: "retold_floors.json",
    TOLD: "told_floors.json",
}


@cache
def _extractions(folder: Path) -> dict[str, Extraction]:
    return {path.stem: shared_extractor().extract(document(path)) for path in files(folder)}


def _figures(folder: Path) -> dict[str, float]:
    linked = records.events_of(events.link(list(_extractions(folder).values())))
    found = {name: records.record(e, identifier=name, events=linked) for name, e in _extractions(folder).items()}
    scores = score(annotated(folder), found)
    assert scores.status.share is not None and scores.date_exact.share is not None
    return {
        "happenings_f1": scores.happenings.f1,
        "pins_right_place_f1": scores.pins_right_place.f1,
        "status": scores.status.share,
        "date_exact": scores.date_exact.share,
        **({"links_f1": scores.links.f1} if scores.links.gold else {}),
        "duplicates": scores.duplicates,
        "denied_as_real": scores.denied_as_real,
        "must_not_violations": scores.must_not.n,
    }


@pytest.mark.parametrize("folder", FLOORS)
def test_the_articles_are_read_no_worse_than_before(folder: Path) -> None:
    wanted = floors.read(FOLDER.parent / FLOORS[folder])
    assert wanted
    assert floors.sunk(_figures(folder), wanted) == []


@pytest.mark.parametrize("folder", FLOORS)
def test_every_annotation_fits_its_text(folder: Path) -> None:
    articles = annotated(folder).articles
    assert len(articles) == len(files(folder)) >= 9
    for article in articles:
        text = document(folder / article.file).text
        for event in article.events:
            assert 0 <= event.trigger.start < event.trigger.end <= len(text)
        assert len({event.id for event in article.events}) == len(article.events)


@pytest.mark.parametrize(("folder", "name"), [(folder, path.stem) for folder in FLOORS for path in files(folder)])
def test_each_article_gives_events(folder: Path, name: str) -> None:
    assert len(_extractions(folder)[name].reports) >= 3
