"""``geomap evaluate toponyms`` from the command line: what it prints and writes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from geomap.cli import main

TEXT = "On Monday the ministers flew from Paris to London, and nobody saw Zzyzxby."


def _gold(path: Path) -> Path:
    places = {"Paris": (48.85, 2.35), "London": (-45.0, 170.0), "Zzyzxby": (1.0, 2.0)}
    toponyms = [
        {
            "start": TEXT.index(name),
            "end": TEXT.index(name) + len(name),
            "surface": name,
            "lat": lat,
            "lon": lon,
            "kind": "literal",
        }
        for name, (lat, lon) in places.items()
    ]
    path.write_text(json.dumps({"id": "=1+1", "corpus": "flights", "text": TEXT, "toponyms": toponyms}))
    return path


def test_everything_is_written_and_can_be_scored_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = _gold(tmp_path / "gold.jsonl")
    kept, errors, figures = tmp_path / "kept.jsonl", tmp_path / "errors.csv", tmp_path / "figures.json"
    arguments = ["--keep", str(kept), "--errors", str(errors), "--json", str(figures), "--gold-spans"]
    assert main(["evaluate", "toponyms", str(gold), *arguments]) == 0
    printed = capsys.readouterr().out
    assert "Resolution, annotated spans given" in printed
    assert "Errors: far" in printed
    written = json.loads(figures.read_text())
    assert written["gold_spans"]["all"]["end_to_end_exact"]["gold"] == 3
    rows = list(csv.DictReader(errors.open()))
    assert {row["document"] for row in rows} == {"'=1+1"}
    far = next(row for row in rows if row["surface"] == "London")
    assert (far["error"], far["cause"], far["gold"]) == ("far", "no candidate within 161 km", "geo:-45.0000,170.0000")
    assert main(["evaluate", "toponyms", str(gold), "--predictions", str(kept), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["end_to_end_exact"] == written["end_to_end_exact"]
    assert again["calibration"]["end_to_end"] == written["calibration"]["end_to_end"]


def test_gold_spans_need_the_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = _gold(tmp_path / "gold.jsonl")
    assert main(["evaluate", "toponyms", str(gold), "--predictions", str(gold), "--gold-spans"]) == 1
    assert "can't be had with --predictions" in capsys.readouterr().err
