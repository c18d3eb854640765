"""Articles that were written to do harm go through build and export, and do none."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest

import geomap
from geomap.store import Store

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "${alert(1)} `x`",
    "'); DROP TABLE events; --",
    "\u202egnp.exe\u202c \ufeff \u2028 \x85 \U0001f600",
)
SENTENCE = "{} said ministers met in Rome on 4 June 2022, and {} arrived in Kyiv on 5 June 2022."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {
            "id": payload,
            "title": f"{payload} in Rome",
            "source": payload,
            "url": "javascript:alert(1)",
            "published": "2022-06-06",
            "text": f"{payload}\n\n{SENTENCE.format(payload, payload)}",
        }
        for payload in PAYLOADS
    ]
    rows.append({"title": "\ud800", "text": "Ministers met in Oslo on 7 June 2022.\x00 \udfff"})
    (folder / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    summary = geomap.build([folder], store=folder / "geomap.db")
    assert (summary.documents, summary.extracted) == (len(rows), len(rows))
    return folder / "geomap.db"


def test_every_quote_still_is_the_documents_text(store: Path) -> None:
    with Store.open(store, readonly=True) as opened:
        for extraction in opened.extractions():
            assert extraction.reports
            for span, words in extraction.quotes():
                assert extraction.document.text[span.start : span.end] == words
        assert opened.problems() == []


def test_the_exports_are_whole_and_harmless(store: Path) -> None:
    with geomap.open(store) as everything:
        collection = everything.to_geojson()
        table = list(csv.DictReader(io.StringIO(everything.to_csv())))
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) >= 2
    assert "javascript:" not in json.dumps([feature["properties"].get("url") for feature in collection["features"]])
    assert table
    dangerous = [cell for row in table for cell in row.values() if cell.startswith(("=", "+", "@", "\t", "\r"))]
    assert dangerous == []


UNITS = ("(", '"', '"' * 199 + " ", "in Rome, ", "Rome-", "on 4 May ", "a" * 50 + " ", "\u0130", "1", "\n")


@pytest.mark.parametrize("unit", UNITS)
def test_repeated_text_takes_no_more_than_its_share_of_time(unit: str) -> None:
    text = unit * (5_000 // len(unit))
    geomap.parse("In Rome.")
    started = time.process_time()
    geomap.parse(text)
    assert time.process_time() - started < 10
