"""When and whether, on fictional articles written for it: no worse than pinned."""

from __future__ import annotations

from functools import cache

from annotated_articles import FOLDER, annotated, document, files

from geomap import events, records
from geomap.evaluate import floors
from geomap.evaluate.events import EventScores, score
from geomap.extractor import shared_extractor
from geomap.model import DateBasis, Extraction

TIMES = FOLDER / "times"


@cache
def _extractions() -> dict[str, Extraction]:
    return {path.stem: shared_extractor().extract(document(path)) for path in files(TIMES)}


def _scores() -> EventScores:
    linked = records.events_of(events.link(list(_extractions().values())))
    found = {name: records.record(e, identifier=name, events=linked) for name, e in _extractions().items()}
    return score(annotated(TIMES), found)


def test_when_and_whether_are_told_no_worse_than_before() -> None:
    scores = _scores()
    assert scores.status.share is not None
    assert scores.date_exact.share is not None
    figures = {
        "happenings_f1": scores.happenings.f1,
        "status": scores.status.share,
        "date_exact": scores.date_exact.share,
        "denied_as_real": scores.denied_as_real,
        "must_not_violations": scores.must_not.n,
    }
    wanted = floors.read(FOLDER.parent / "time_floors.json")
    assert wanted
    assert floors.sunk(figures, wanted) == []


def test_each_article_has_its_events() -> None:
    assert len(files(TIMES)) >= 6
    assert all(len(e.reports) >= 3 for e in _extractions().values())


def test_no_publication_date_is_passed_off_as_stated() -> None:
    for extraction in _extractions().values():
        for report in extraction.reports:
            when = report.when
            if when is not None and when.basis is not DateBasis.PUBLICATION and when.earliest is not None:
                assert when.text
