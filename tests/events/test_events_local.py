"""What happened and where, on fictional articles in the manner of local papers and wires: no worse than pinned."""

from __future__ import annotations

from functools import cache

import pytest
from annotated_articles import FOLDER, annotated, document, files

from geomap import events, records
from geomap.evaluate import floors
from geomap.evaluate.events import score
from geomap.extractor import shared_extractor
from geomap.model import Extraction

LOCAL = FOLDER / "local"


@cache
def _extractions() -> dict[str, Extraction]:
    return {path.stem: shared_extractor().extract(document(path)) for path in files(LOCAL)}


def test_what_happened_and_where_is_told_no_worse_than_before() -> None:
    linked = records.events_of(events.link(list(_extractions().values())))
    found = {name: records.record(e, identifier=name, events=linked) for name, e in _extractions().items()}
    scores = score(annotated(LOCAL), found)
    assert scores.status.share is not None
    figures = {
        "happenings_f1": scores.happenings.f1,
        "pins_right_place_f1": scores.pins_right_place.f1,
        "status": scores.status.share,
        "duplicates": scores.duplicates,
        "must_not_violations": scores.must_not.n,
    }
    wanted = floors.read(FOLDER.parent / "local_floors.json")
    assert wanted
    assert floors.sunk(figures, wanted) == []


@pytest.mark.parametrize("name", [path.stem for path in files(LOCAL)])
def test_each_article_has_its_events(name: str) -> None:
    assert len(_extractions()[name].reports) >= 3
