"""Quality on articles annotated before anything was measured on them; verbs that no list has were fitted on them too."""

from __future__ import annotations

import pytest
from annotated_articles import FOLDER, annotated, document, files

from geomap import events, records
from geomap.evaluate import floors
from geomap.evaluate.events import score
from geomap.extractor import shared_extractor

#: Articles of many topics, each set read first when the work was done, and fitted on since; last, eight dense ones and
#: ten that resemble the seeds, which nothing is fitted on and nobody who wrote rules has read.
SETS = ("fresh", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "apart", "wire")


@pytest.mark.parametrize("name", SETS)
def test_articles_are_read_no_worse_than_before(name: str) -> None:
    folder = FOLDER / name
    read = {path.stem: shared_extractor().extract(document(path)) for path in files(folder)}
    linked = records.events_of(events.link(list(read.values())))
    found = {stem: records.record(e, identifier=stem, events=linked) for stem, e in read.items()}
    scores = score(annotated(folder), found)
    assert scores.status.share is not None and scores.date_exact.share is not None
    figures = {
        "happenings_f1": scores.happenings.f1,
        "pins_right_place_f1": scores.pins_right_place.f1,
        "status": scores.status.share,
        "date_exact": scores.date_exact.share,
        "duplicates": scores.duplicates,
        "denied_as_real": scores.denied_as_real,
        "must_not_violations": scores.must_not.n,
    }
    wanted = floors.read(FOLDER.parent / f"{name}_floors.json")
    assert wanted
    assert floors.sunk(figures, wanted) == []
