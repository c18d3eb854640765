"""Writes which documents and mentions tell of one event, as geomap links them, in the format that the scorer of ECB+ reads.

usage: predict_events.py GOLD OUT [--labels stories|events] [--gold-mentions]

GOLD is a JSONL file or a folder of them (`{"id", "text", "sentences", "mentions": [...]}`), OUT the JSONL file to write (`{"id",
"mentions": [{"start", "end", "cluster"}], "cluster": [LABELS]}`). A document's labels are the story it tells or, with --labels
events, the events of its reports. Its mentions are the triggers of its reports under the ids of their events; with
--gold-mentions the spans of the gold's mentions of actions are given, and joined by story and by the lemma of their head, so that
coreference is measured alone. Nothing else of the gold is read.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from geomap import events
from geomap.events.mentions import clusters
from geomap.events.stories import stories
from geomap.extractor import Extractor
from geomap.model import Document, Span

Row = dict[str, Any]


def records(gold: Path) -> Iterator[Row]:
    """Every document of the gold."""
    for path in sorted(gold.glob("*.jsonl")) if gold.is_dir() else [gold]:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                yield json.loads(line)


def actions(record: Row) -> list[Span]:
    """The spans of the mentions of actions that the gold gives."""
    given = (m for m in record["mentions"] if m["type"].startswith(("ACTION", "NEG_ACTION")))
    return [Span(m["start"], m["end"]) for m in given]


def given(listed: Sequence[Row], documents: Sequence[Document], extractor: Extractor) -> list[Row]:
    """The gold's mentions with the clusters that geomap puts them in."""
    spans = [actions(r) for r in listed]
    found = clusters(documents, [extractor.read(d) for d in documents], spans)
    return [
        {"mentions": [{"start": s.start, "end": s.end, "cluster": c} for s, c in zip(mine, labels, strict=True)]}
        for mine, labels in zip(spans, found, strict=True)
    ]


def found(documents: Sequence[Document], extractor: Extractor) -> list[Row]:
    """The triggers of all reports, and for each document the events that it tells of."""
    extractions = [extractor.extract(d) for d in documents]
    began = time.process_time()
    linked = events.link(extractions)
    print(f"linking {time.process_time() - began:.1f} s (CPU)", file=sys.stderr)
    event = {report: e.id for e in linked for report in e.report_ids}
    return [
        {
            "mentions": [
                {"start": t.start, "end": t.end, "cluster": event[r.id]}
                for r in extraction.all_reports
                if r.id in event
                for t in (r.trigger, *r.mentions)
            ],
            "cluster": sorted({event[r.id] for r in extraction.all_reports if r.id in event}),
        }
        for extraction in extractions
    ]


def main() -> None:
    """Parse the options, predict, and say how long it took."""
    parser = argparse.ArgumentParser(description="Write event predictions for ECB+.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--labels", choices=("stories", "events"), default="stories")
    parser.add_argument("--gold-mentions", action="store_true")
    options = parser.parse_args()
    listed = list(records(options.gold))
    documents = [Document(r["id"], r["text"].split("\n")[0], r["text"]) for r in listed]
    began = time.process_time()
    extractor = Extractor()
    rows = given(listed, documents, extractor) if options.gold_mentions else found(documents, extractor)
    if options.labels == "stories" or options.gold_mentions:
        for row, story in zip(rows, stories(documents), strict=True):
            row["cluster"] = [f"story-{story}"]
    with options.out.open("w", encoding="utf-8") as out:
        for record, row in zip(listed, rows, strict=True):
            out.write(json.dumps({"id": record["id"], **row}) + "\n")
    print(f"{len(listed)} documents: {time.process_time() - began:.1f} s (CPU)", file=sys.stderr)


if __name__ == "__main__":
    main()
