"""A store whose every text tries to be more than text, for the tests of the exports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from view_corpus import DOCUMENTS, EVENTS, report

from geomap.model import Extraction, Status
from geomap.store import Store

#: Markup, scripts, Markdown, XML's own marks, what XML can't hold, right-to-left override, a lone surrogate.
ATTACK = (
    '<img src=x onerror="alert(1)"></script><script>alert(2)</script>]]> &amp; **bold** [x](javascript:alert(3)) `'
    "\x07\u202e\ud800"
)
URL = 'javascript:alert(4)//"><b>'


def make_hostile_store(path: Path) -> Path:
    """A store at ``path`` with one placed and one unplaced event made of nothing but attacks."""
    text = f"{ATTACK} happened in Vladivostok."
    document = replace(DOCUMENTS[0], title=ATTACK, text=text, source=ATTACK, url=URL)
    found = report("rep-1", document, text, event_type="meeting", status=Status.PLANNED, actors=[(ATTACK, "actor")])
    place = replace(EVENTS[0].place, name=ATTACK, place=replace(EVENTS[0].place.place, name=ATTACK))
    first = replace(EVENTS[0], title=ATTACK, actors=(ATTACK,), place=place, places=(place,), report_ids=("rep-1",))
    second = replace(EVENTS[4], title=ATTACK, report_ids=("rep-1",))
    with Store.open(path, create=True) as store:
        store.save([Extraction(document, reports=(found,), method="m")])
        store.replace_events([first, second])
    return path
