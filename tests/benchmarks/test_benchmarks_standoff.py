"""The stand-off annotations hold no word of a text, and come back whole where the texts are there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STANDOFF = ROOT / "benchmarks" / "standoff"
#: Identifiers, types, days, and the words of the annotation scheme; never a blank.
VALUE = re.compile(r"[A-Za-z0-9_.+-]+|\d{4}-\d\d-\d\d")


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [found for each in value.values() for found in strings(each)]
    if isinstance(value, list):
        return [found for each in value for found in strings(each)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("file", sorted(STANDOFF.glob("*.json")), ids=lambda file: file.stem)
def test_no_word_of_a_text_is_there(file: Path) -> None:
    found = strings(json.loads(file.read_text("utf-8")))
    assert found
    assert [value for value in found if not VALUE.fullmatch(value)] == []


def test_they_come_back_with_their_texts(tmp_path: Path) -> None:
    article = json.loads((STANDOFF / "real-1.json").read_text("utf-8"))[0]
    last = max(event["evidence"][1] for event in article["events"])
    text = "".join(chr(97 + i % 26) for i in range(last + 3_000))
    corpora = tmp_path / "corpora" / "dev"
    corpora.mkdir(parents=True)
    (corpora / f"{article['corpus']}.jsonl").write_text(json.dumps({"id": article["id"], "text": text}) + "\n")
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "restore_annotations.py"),
        str(tmp_path / "corpora"),
        str(tmp_path / "out"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "left out" in done.stderr
    gold = json.loads((tmp_path / "out" / "real-1" / "gold.json").read_text("utf-8"))
    (restored,) = gold["articles"]
    assert len(restored["events"]) == len(article["events"])
    for event in restored["events"]:
        trigger = event["trigger"]
        assert trigger["text"] == text[trigger["start"] : trigger["end"]]
