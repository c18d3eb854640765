"""Quality on articles annotated before anything was measured on them; most are fitted on since, the last eleven sets never.

The floors of a set hold it to the single event. Those of all sets together say more: what one set gains and another loses by
chance is nothing there, and they may only rise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from annotated_articles import FOLDER, annotated, document, files

from geomap import events, records
from geomap.evaluate import floors
from geomap.evaluate.articles import Annotations, GoldArticle
from geomap.evaluate.events import EventScores, score
from geomap.extractor import shared_extractor

#: Articles of many topics, each set read first when the work was done, and fitted on since.
LEARNT = ("fresh", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
#: Twenty-four more by two hands, with harder traps, twelve in the manner of agencies, sixteen and twelve stories told by
#: three outlets each, six times twelve as they stand on pages of newspapers, and twelve times eight that resemble the seeds, in
#: which two stories are told by four outlets each; they have floors of their own only.
LATER = (
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twentyfirst",
    "twentysecond",
    "twentythird",
    "twentyfourth",
    "twentyfifth",
    "twentysixth",
    "twentyseventh",
    "twentyeighth",
    "twentyninth",
    "thirtieth",
    "thirtyfirst",
    "thirtysecond",
    "thirtythird",
    "thirtyfourth",
    "thirtysixth",
)
#: Eight dense articles and ten that resemble the seeds, which nothing is fitted on and nobody who wrote rules has read.
APART = ("apart", "wire")
#: Twenty by two more hands, twelve each by four others and twice five stories told by three outlets each, read by nobody but
#: their writers (of ``undiscovered`` a list of faults was seen once), and four times eight that resemble the seeds; nothing was
#: chosen by their figures.
SEALED = (
    "sealed",
    "blind",
    "unread",
    "unopened",
    "uncut",
    "undisclosed",
    "undiscovered",
    "unshown",
    "unnoted",
    "untold",
    "unheard",
)


@cache
def read(name: str) -> Mapping[str, Mapping[str, Any]]:
    """The records of a set's articles by their names, linked among themselves."""
    found = {path.stem: shared_extractor().extract(document(path)) for path in files(FOLDER / name)}
    linked = records.events_of(events.link(list(found.values())))
    return {stem: records.record(e, identifier=stem, events=linked) for stem, e in found.items()}


def figures(scores: EventScores) -> dict[str, float]:
    """What floors are set for."""
    assert scores.status.share is not None
    assert scores.date_exact.share is not None
    assert scores.type.share is not None
    return {
        "happenings_f1": scores.happenings.f1,
        "event_type": scores.type.share,
        "pins_right_place_f1": scores.pins_right_place.f1,
        "status": scores.status.share,
        "date_exact": scores.date_exact.share,
        "duplicates": scores.duplicates,
        "denied_as_real": scores.denied_as_real,
        "must_not_violations": scores.must_not.n,
    }


@pytest.mark.parametrize("name", LEARNT + LATER + APART + SEALED)
def test_articles_are_read_no_worse_than_before(name: str) -> None:
    wanted = floors.read(FOLDER.parent / f"{name}_floors.json")
    assert wanted
    assert floors.sunk(figures(score(annotated(FOLDER / name), read(name))), wanted) == []


@pytest.mark.parametrize(("kind", "names"), [("learnt", LEARNT), ("apart_and_wire", APART)])
def test_all_sets_together_are_read_no_worse_than_before(kind: str, names: Sequence[str]) -> None:
    articles: list[GoldArticle] = []
    found: dict[str, Mapping[str, Any]] = {}
    for name in names:
        articles += [replace(article, id=f"{name}/{article.id}") for article in annotated(FOLDER / name).articles]
        found |= {f"{name}/{stem}": record for stem, record in read(name).items()}
    wanted = floors.read(FOLDER.parent / f"together_{kind}_floors.json")
    assert wanted
    assert floors.sunk(figures(score(Annotations(tuple(articles), frozenset()), found)), wanted) == []
