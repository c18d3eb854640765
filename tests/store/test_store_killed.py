"""A build that is killed leaves the last good state whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geomap.store import Store

_WRITER = """
import sys
from geomap.model import Document, Event, Extraction, Report, Status, Trigger
from geomap.store import Store

def report(d):
    trigger = Trigger(0, 4, "Text")
    return Report("rep-" + d, d, 0, 4, "Text", trigger, "other", Status.OCCURRED, False, (), (), None, None, 1.0, "m")

def event(r):
    return Event("evt-" + r.id, r.id, "other", Status.OCCURRED, False, (), None, (), None, (r.id,), 1, 1, (), 1.0)

with Store.open(sys.argv[1], create=True) as store:
    for batch in range(100000):
        ids = [f"doc-{batch}-{i}" for i in range(10)]
        store.save([Extraction(Document(d, d, "Text " * 400), reports=(report(d),), method="m") for d in ids])
        every = [r for x in store.extractions() for r in x.reports] if batch < 30 else []
        if every:
            store.replace_events(map(event, every))
        print(batch, flush=True)
"""


@pytest.mark.parametrize("wait", [0.0, 0.013, 0.037])
def test_killed_in_the_middle_of_writing(tmp_path, wait):
    path = tmp_path / "s.db"
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert writer.stdout is not None
    committed = -1
    while committed < 3:
        committed = int(writer.stdout.readline())
    time.sleep(wait)
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().split()
    writer.wait()
    committed = max([committed, *map(int, rest)])
    with Store.open(path, readonly=True) as store:
        assert len(store.documents()) >= (committed + 1) * 10
    with Store.open(path) as store:
        assert store.problems() == []
        documents = store.documents()
        # Every batch that was reported done is there; of the one that was under way, all or nothing.
        assert len(documents) % 10 == 0
        assert (committed + 1) * 10 <= len(documents) <= (committed + 2) * 10
        assert all(len(extraction.reports) == 1 for extraction in store.extractions())
        events = store.events()
        assert len(events) % 10 == 0
        assert all(store.reports(event.id) for event in events[:20])
        assert store.search("text").document_ids
        store.replace_events([])
        assert store.events() == []
