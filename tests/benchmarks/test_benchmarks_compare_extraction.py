"""What extraction costs beside spaCy's parse: the command, on one short text."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def command(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    import compare_extraction

    yield compare_extraction
    for name in [n for n in sys.modules if n == "peers" or n.startswith("peers.") or n == "compare_extraction"]:
        del sys.modules[name]


def test_the_table_has_the_ratio_to_the_plain_parse(command, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts, page = tmp_path / "texts.jsonl", tmp_path / "page.md"
    texts.write_text(json.dumps({"text": "The minister flew from Oslo to Bergen on Monday."}) + "\n")
    page.write_text("<!-- compare_extraction: begin -->\nold\n<!-- compare_extraction: end -->\n")
    assert command.main([str(texts), "--rounds", "1", "--write", str(page)]) == 0
    printed = capsys.readouterr().out
    assert "texts.jsonl, 1 texts of 48 characters" in printed
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in printed.splitlines() if line.startswith("| ")]
    assert rows[1][2] == "1.00"
    assert rows[2][0].startswith("geomap, everything")
    assert float(rows[2][1]) > 0
    assert "old" not in page.read_text()
    assert rows[2][0] in page.read_text()


def test_a_folder_without_texts_is_an_error(command, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(tmp_path)]) == 1
    assert "has no texts" in capsys.readouterr().err
