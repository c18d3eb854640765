"""Each command, as a person or a program calls it: its output, its messages, its exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.cli import main
from geomap.export import export
from geomap.view import Filters, View

ARTICLE = "Talks in Kyiv\n\nPresident Zelensky met Chancellor Scholz in Kyiv on 3 May 2021, his office said.\n"
PROTEST = "Protest in Rome\n\nThousands of workers protested in Rome on 4 June 2022, police said.\n"

Geomap = Callable[..., tuple[int, str, str]]


@pytest.fixture
def geomap(capfdbinary: pytest.CaptureFixture[bytes]) -> Geomap:
    """Runs a command in this process: exit code, stdout, stderr."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from geomap.pipeline import build

    folder = tmp_path_factory.mktemp("articles")
    (folder / "kyiv.txt").write_text(ARTICLE)
    (folder / "rome.txt").write_text(PROTEST)
    build([folder], store=folder / "geomap.db")
    return folder / "geomap.db"


def test_build_tells_what_it_did_and_what_it_left_out(geomap: Geomap, tmp_path: Path) -> None:
    (tmp_path / "kyiv.txt").write_text(ARTICLE)
    for i in range(8):
        (tmp_path / f"photo{i}.jpg").write_bytes(b"\xff")
    code, out, err = geomap("build", tmp_path, "--store", tmp_path / "geomap.db")
    # A busy machine may say on stderr how far it is; no more than that.
    said = [line for line in err.splitlines() if not line.startswith(("reading: ", "extracting: ", "linking: "))]
    assert (code, said) == (0, [])
    assert "1 read: 1 extracted, 0 unchanged" in out
    assert "with a known place" in out
    assert "photo4.jpg and " in out


def test_build_as_json(geomap: Geomap, tmp_path: Path) -> None:
    (tmp_path / "kyiv.txt").write_text(ARTICLE)
    code, out, _ = geomap("build", tmp_path, "--store", tmp_path / "geomap.db", "--json")
    summary = json.loads(out)
    assert (code, summary["documents"], summary["extracted"]) == (0, 1, 1)
    assert summary["events"] == summary["placed"] + summary["coarse"] + summary["unplaced"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "nowhere"], "nowhere: there is no such file or folder"),
        (["export", "--store", "none.db"], "none.db: there is no store"),
        (["export", "--type", "meting", "--store", "STORE"], "there is no event type 'meting'; there are: "),
        (["export", "--status", "maybe", "--store", "STORE"], "there is no status 'maybe'; there are: occurred"),
        (["export", "--format", "xls", "--store", "STORE"], "there is no export format 'xls'"),
        (["export", "-o", "none/x", "--store", "STORE"], "none/x: can't be written"),
        (["parse", "--jsonl", "none.jsonl"], "none.jsonl: can't be read"),
        (["parse", "--gazetteer", "none.csv", "--jsonl", "RECORDS"], "none.csv: there is no such file"),
        (["evaluate", "timexes", "none.jsonl"], "none.jsonl: can't be read"),
        (["evaluate", "events", "none.json"], "none.json: can't be read"),
        (["gazetteer", "check", "none.csv"], "none.csv"),
    ],
)
def test_what_goes_wrong_is_one_message(geomap: Geomap, store: Path, elsewhere: Path, arguments: list[str], message: str) -> None:
    records = elsewhere / "records.jsonl"
    records.write_text('{"text": "In Rome."}\n')
    given = [{"STORE": str(store), "RECORDS": str(records)}.get(argument, argument) for argument in arguments]
    code, _, err = geomap(*given)
    assert code == 1
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize("form", ["geojson", "csv"])
def test_export_is_the_export_of_the_same_filters(geomap: Geomap, store: Path, tmp_path: Path, form: str) -> None:
    options = ["--type", "protest", "--type", "meeting", "--start", "2022-01-01", "--end", "2022-12-31"]
    options += ["--status", "occurred", "--bbox", "-10,30,20,60", "--min-confidence", "0.1", "--text", "workers"]
    file = tmp_path / "out"
    code, out, err = geomap("export", "--store", store, "--format", form, *options, "-o", file)
    assert (code, out, err) == (0, "", "")
    filters = Filters(
        event_types=("protest", "meeting"),
        start=geomap_day(2022, 1, 1),
        end=geomap_day(2022, 12, 31),
        statuses=("occurred",),
        bbox=(-10, 30, 20, 60),
        min_confidence=0.1,
        text="workers",
    )
    with View.open(store) as view:
        assert view.count(filters) == 1
        assert file.read_bytes() == export(view, filters, form)
    assert geomap("export", "--store", store, "--format", form, *options)[1].encode() == file.read_bytes()


def geomap_day(year: int, month: int, day: int) -> object:
    from datetime import date

    return date(year, month, day)


def test_export_by_source_and_a_source_that_nobody_is(geomap: Geomap, store: Path) -> None:
    code, out, err = geomap("export", "--store", store, "--format", "csv", "--source", "kyiv")
    rows = list(csv.DictReader(io.StringIO(out.lstrip("\ufeff"))))
    assert (code, err) == (0, "")
    assert rows
    assert {row["sources"] for row in rows} == {"kyiv"}
    code, out, err = geomap("export", "--store", store, "--format", "csv", "--source", "Nobody")
    assert code == 0
    assert "no event comes from a source called 'Nobody'" in err
    assert len(out.splitlines()) == 1


def test_export_takes_every_filter_of_the_dashboard(geomap: Geomap, store: Path) -> None:
    with View.open(store) as view:
        place_id, place, _ = view.named_places(limit=1)[0]
        actor = view.actors(limit=1)[0][0]
        country = next(code for code, n in view.facets()["countries"].items() if n)
        asked = {
            ("--place", place.lower()): Filters(places=(place_id,)),
            ("--place", place_id, "--no-history"): Filters(places=(place_id,), background=False),
            ("--actor", actor): Filters(actors=(actor,)),
            ("--country", country.lower(), "--dated"): Filters(countries=(country,), include_undated=False),
            ("--geo-precision", "city", "--geo-precision", "site"): Filters(geo_precisions=("city", "site")),
            ("--date-precision", "day"): Filters(date_precisions=("day",)),
            ("--min-origins", "2"): Filters(min_origins=2),
            ("--history",): Filters(background=True),
            ("--reviewed",): Filters(reviewed=True),
            ("--text", "workers", "--in-articles"): Filters(text="workers", in_articles=True),
        }
        for options, filters in asked.items():
            code, out, err = geomap("export", "--store", store, "--format", "csv", *options)
            assert (code, err) == (0, ""), options
            assert out.encode() == export(view, filters, "csv"), options
    code, _, err = geomap("export", "--store", store, "--place", place[:-1] + "x")
    assert code == 1
    assert place in err
    assert "nobody called 'Nobody' takes part" in geomap("export", "--store", store, "--actor", "Nobody")[2]


def test_parse_reads_text_from_stdin(geomap: Geomap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
    code, out, _ = geomap("parse", "--link")
    written = json.loads(out)
    assert code == 0
    assert {report["event_type"] for report in written["reports"]} >= {"meeting"}
    assert all(report["event"] for report in written["reports"])
    assert all(ARTICLE[t["start"] : t["end"]] == t["surface"] for t in written["toponyms"])


@pytest.mark.parametrize(("given", "message"), [(b"  \n", "no text"), (b"caf\xe9", "not UTF-8 at byte 3")])
def test_parse_refuses_what_is_no_text(geomap: Geomap, monkeypatch: pytest.MonkeyPatch, given: bytes, message: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
    code, out, err = geomap("parse")
    assert (code, out) == (1, "")
    assert message in err


def test_parse_jsonl_loses_nothing_to_a_bad_line(geomap: Geomap, tmp_path: Path) -> None:
    incoming, outgoing = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    incoming.write_text(
        json.dumps({"id": "a", "text": ARTICLE}) + "\n{broken\n" + json.dumps({"id": "c", "text": PROTEST}) + "\n"
    )
    code, out, err = geomap("parse", "--jsonl", incoming, "-o", outgoing)
    assert (code, out) == (1, "")
    assert "in.jsonl, line 2: not JSON" in err
    assert [json.loads(row)["id"] for row in outgoing.read_text().splitlines()] == ["a", "c"]


def test_evaluate_scores_what_parse_wrote(geomap: Geomap, tmp_path: Path) -> None:
    place = {"start": 18, "end": 22, "surface": "Rome", "lat": 41.89, "lon": 12.48}
    time = {"start": 26, "end": 37, "surface": "4 June 2022", "type": "DATE", "value": "2022-06-04"}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        json.dumps({"id": "g", "text": "They protested in Rome on 4 June 2022.", "toponyms": [place], "timexes": [time]})
    )
    code, out, _ = geomap("evaluate", "toponyms", gold, "--json")
    assert (code, json.loads(out)["end_to_end_exact"]["f1"]) == (0, 1.0)
    code, out, _ = geomap("evaluate", "timexes", gold, "--json")
    assert (code, json.loads(out)["value_f1"]) == (0, 1.0)
    predictions, errors = tmp_path / "p.jsonl", tmp_path / "errors.tsv"
    predictions.write_text('{"id": "g", "toponyms": [{"start": 0, "end": 4, "lat": null, "lon": null}]}')
    code, out, _ = geomap("evaluate", "toponyms", gold, "--predictions", predictions, "--errors", errors)
    assert code == 0
    assert out.splitlines()[1].split() == ["?", "1", "0.000", "0.000", "0.000", "0.000", "0.000", "0.000"]
    rows = list(csv.DictReader(errors.open(), delimiter="\t"))
    assert [(row["error"], row["surface"]) for row in rows] == [("missed", "Rome"), ("spurious", "They")]


def test_gazetteer_search_and_check(geomap: Geomap, root: Path, tmp_path: Path) -> None:
    code, out, _ = geomap("gazetteer", "search", "Vladivostok")
    assert code == 0
    assert "geonames:2013348" in out.splitlines()[0]
    code, out, _ = geomap("gazetteer", "search", "Vladivostok", "--json")
    assert json.loads(out)[0]["place"]["country"] == "RU"
    code, out, _ = geomap("gazetteer", "search", "Xqzzyvw")
    assert code == 1
    assert "no place is known" in out
    assert geomap("gazetteer", "check", root / "gazetteer.csv")[0] == 0
    wrong = tmp_path / "wrong.csv"
    header = (root / "gazetteer.csv").read_text().splitlines()
    columns = next(row for row in header if not row.startswith("#"))
    wrong.write_text(columns + "\n" + ",".join("x" for _ in columns.split(",")) + "\n")
    code, _, err = geomap("gazetteer", "check", wrong)
    assert code == 1
    assert "line 2" in err


def test_names_of_files_are_only_shown_to_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("Ministers met in Rome on 4 June 2022.")
    names = [b"\x1b[2Jclear.txt", b"a\nb.txt", b"caf\xe9.txt", "\u202etxt.exe".encode()]
    for name in names:
        (folder / os.fsdecode(name)).write_bytes(b"")
    assert main(["build", str(folder), "--store", str(tmp_path / "s.db")]) == 0
    out = capsys.readouterr().out
    out.encode("utf-8")
    assert "\x1b" not in out and "\u202e" not in out
    for shown in ("\\x1b[2Jclear.txt", "a\\nb.txt", "caf\\udce9.txt", "\\u202etxt.exe"):
        assert shown in out
