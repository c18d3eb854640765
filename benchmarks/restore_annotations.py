"""Gives the annotations of ``standoff/`` their texts back, from the corpora they were made on.

    python benchmarks/restore_annotations.py CORPORA OUT
    geomap evaluate events OUT/real-1/gold.json --documents OUT/real-1
    python benchmarks/fit_anchoring.py --also OUT/times/gold.json OUT/times

CORPORA is a folder that holds ``lgl.jsonl``, ``gwn.jsonl``, ``timebank.jsonl``, ``aquaint.jsonl`` and ``ecbplus.jsonl``, at any
depth, with a record ``{"id", "text"}`` on each line; the corpora's owners are named in this folder's README. Here are only
offsets, types, days and coordinates: no word of a text. An annotation whose document CORPORA lacks is counted and left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

STANDOFF = Path(__file__).parent / "standoff"


def main() -> None:
    """Write a folder for each set: gold.json, and the texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, metavar="CORPORA")
    parser.add_argument("out", type=Path, metavar="OUT")
    arguments = parser.parse_args()
    texts = {path.stem: texts_of(path) for path in sorted(arguments.corpora.rglob("*.jsonl"))}
    for file in sorted(STANDOFF.glob("*.json")):
        lacking = restore(file, texts, arguments.out / file.stem)
        told = "".join(f"; {count} left out, as {corpus} is not there or lacks them" for corpus, count in lacking.items())
        print(f"{arguments.out / file.stem}{told}", file=sys.stderr)


def texts_of(path: Path) -> dict[str, str]:
    """The texts of a corpus by document id."""
    records = (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())
    return {record["id"]: record["text"] for record in records if "text" in record}


def restore(file: Path, texts: dict[str, dict[str, str]], out: Path) -> Counter[str]:
    """Write one set with its texts; how many documents of each corpus are lacking."""
    out.mkdir(parents=True, exist_ok=True)
    articles, lacking = [], Counter[str]()
    for article in json.loads(file.read_text("utf-8")):
        text = texts.get(article["corpus"], {}).get(article["id"])
        if text is None:
            lacking[article["corpus"]] += 1
            continue
        name = f"{article['corpus']}_{article['id']}"
        (out / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        articles.append(_article(article, name, text))
    gold = {"schema_version": "1.0", "set": file.stem, "articles": articles, "clusters": [], "relations": []}
    (out / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1), encoding="utf-8")
    return lacking


def _article(article: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    published = article["published"]
    return {
        "id": name,
        "file": f"{name}.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "source": {"pub_date": published, "pub_date_window": [published, published]},
        "furniture": [],
        "events": [_event(event, name, text) for event in article["events"]],
        "must_not": [{"rule": rule, "why": "", **_words([start, end], text)} for rule, start, end in article["must_not"]],
    }


def _event(event: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    trigger = _words(event["trigger"], text)
    date = event.get("date")
    return {
        "id": f"{name}.{event['id']}",
        "tier": event["tier"],
        "type": event["type"],
        "type_accept": event.get("type_accept", []),
        "label": trigger["text"],
        "trigger": trigger,
        "mentions": [_words(span, text) for span in event.get("mentions", [])],
        "actors": [],
        "places": [_place(place, text) for place in event.get("places", [])],
        "date": {"precision": "day", "text": "", "basis": "", "accept": []} | date if date else None,
        "modality": event["modality"],
        "modality_accept": event.get("modality_accept", []),
        "attribution": None,
        "evidence": _words(event["evidence"], text),
        "cluster": event.get("cluster") or f"{name}.{event['id']}",
        "note": None,
    }


def _place(place: dict[str, Any], text: str) -> dict[str, Any]:
    lat, lon = place.get("at", (None, None))
    span = place.get("span")
    start, end = span or (None, None)
    return {
        "surface": text[start:end] if span else "",
        "role": place["role"],
        "name": text[start:end] if span else "",
        "cc": place.get("country"),
        "lat": lat,
        "lon": lon,
        "kind": place.get("kind") or "city",
        "how": place.get("how") or "explicit",
        "start": start,
        "end": end,
        "accept": [text[a:b] for a, b in place.get("accept", [])],
    }


def _words(span: list[int], text: str) -> dict[str, Any]:
    start, end = span
    return {"text": text[start:end], "start": start, "end": end}


if __name__ == "__main__":
    main()
