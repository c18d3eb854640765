"""Writes the toponyms that geomap finds in a benchmark corpus, in the format that its scorer reads.

usage: predict_toponyms.py GOLD OUT [--gold-spans] [--parses FOLDER]

GOLD is a JSONL file or a folder of them (`{"id", "text", "title", "toponyms": [...]}`), OUT the JSONL file to write
(`{"id", "toponyms": [{"start", "end", "lat", "lon"}]}`). With --gold-spans the places of the gold's own spans are resolved, so
that resolution is measured alone. --parses keeps the parses in a folder for the next run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin

from geomap import syntax, toponyms
from geomap.evaluate.given import GoldSpans
from geomap.gazetteer import Gazetteer
from geomap.model import Document

__all__ = ["GoldSpans", "document", "parses", "records"]


def records(gold: Path) -> Iterator[dict[str, Any]]:
    """Every document of the gold."""
    for path in sorted(gold.glob("*.jsonl")) if gold.is_dir() else [gold]:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                yield json.loads(line)


def document(record: dict[str, Any]) -> Document:
    """The document of a record; what the gold says of it is not read."""
    text, title = record["text"], record.get("title") or ""
    return Document(Document.id_of(text), title, text, source=record.get("source"), url=record.get("url"))


def parses(documents: list[Document], folder: Path | None) -> list[Doc]:
    """The parse of each document, from ``folder`` where it keeps them."""
    if folder is None:
        return [syntax.parse(d) for d in documents]
    key = hashlib.sha256("".join(syntax.parseable(d) for d in documents).encode()).hexdigest()[:12]
    path = folder / f"{key}.spacy"
    if path.is_file():
        return list(DocBin().from_disk(path).get_docs(syntax.load().vocab))
    folder.mkdir(parents=True, exist_ok=True)
    made = [syntax.parse(d) for d in documents]
    attributes = ["ORTH", "TAG", "POS", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "LEMMA", "MORPH"]
    DocBin(attrs=attributes, docs=made).to_disk(path)
    return made


def main() -> None:
    """Parse the options, predict, and say how long it took."""
    parser = argparse.ArgumentParser(description="Write toponym predictions for a benchmark corpus.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--gold-spans", action="store_true")
    parser.add_argument("--parses", type=Path)
    options = parser.parse_args()
    listed = list(records(options.gold))
    documents = [document(r) for r in listed]
    began = time.process_time()
    parsed = parses(documents, options.parses)
    parsing = time.process_time() - began
    gazetteer = Gazetteer.open()
    began = time.process_time()
    with options.out.open("w", encoding="utf-8") as out:
        for record, doc, parse in zip(listed, documents, parsed, strict=True):
            who = GoldSpans([(t["start"], t["end"]) for t in record["toponyms"]]) if options.gold_spans else None
            found = toponyms.find(doc, parse, gazetteer, recogniser=who)
            rows = [
                {
                    "start": t.start,
                    "end": t.end,
                    "lat": t.place.lat if t.place else None,
                    "lon": t.place.lon if t.place else None,
                    "usage": t.usage,
                    "confidence": t.confidence,
                }
                for t in found
            ]
            out.write(json.dumps({"id": record["id"], "toponyms": rows}) + "\n")
    spent = time.process_time() - began
    print(f"{len(listed)} documents: parse {parsing:.1f} s, toponyms {spent:.1f} s (CPU)", file=sys.stderr)


if __name__ == "__main__":
    main()
