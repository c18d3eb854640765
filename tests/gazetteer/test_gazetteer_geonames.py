"""GeoNames dumps: reading, refusing, importing in little memory and in one step, and how they answer with the shipped world."""

import contextlib
import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from geomap.cli import main
from geomap.errors import GazetteerError, ResourceError
from geomap.gazetteer import Gazetteer, geonames, imported, importing
from geomap.gazetteer.importing import Choice, folded_name, take_in
from geomap.gazetteer.index import shipped
from geomap.gazetteer.names import fold

CYRILLIC_ALIAS = "Квадровка"


def line(key, name, *, lat=10.0, lon=20.0, feature="P.PPL", country="KP", admin1="07", people=0, alternates="", plain=None):
    kind, _, code = feature.partition(".")
    cells = [key, name, plain or name, alternates, lat, lon, kind, code, country, "", admin1, "", "", "", people, "", 120]
    return "\t".join(str(c) for c in (*cells, "Asia/Pyongyang", "2026-01-01")) + "\n"


ROWS = (
    line(900000001, "Quarveld Province", feature="A.ADM1"),
    line(900000002, "Quadrov", people=2000, alternates=f"Old Quadrov,QDR,{CYRILLIC_ALIAS},,Q"),
    line(900000003, "Smallquad", people=40, lat=10.01, lon=20.01),
    line(900000004, "Reading", people=900),
    line(900000005, "Quadros", people=40),
    line(900000012, "Quadro", people=4000),
    line(900000006, "Quadrov Creek", feature="H.STM", lat=10.5),
    line(900000007, "Bigquadrov", people=2_000_000, alternates="Great Quadrov", lat=-10.0, lon=179.99),
    line(900000008, "Hidden Inn", feature="S.HTL"),
    line(900000009, "Elsewhere", admin1="99"),
    line(2013348, "Vladivostok", people=700_000, lat=43.2, lon=131.9, country="RU", admin1="59", alternates="Vladik"),
    line(2017370, "Russian Federation", feature="A.PCLI", lat=61.0, lon=101.0, country="RU", admin1="00"),
    line(900000010, "Moscow", lat=1.0, lon=2.0),
    line(900000011, "Black Sea", lat=43.5, lon=34.5, feature="H.SEA", country=""),
)


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "KP.txt"
    path.write_text("".join(ROWS), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def holdings(tmp_path, monkeypatch):
    """No test touches the imports of whoever runs it."""
    monkeypatch.delenv(imported.VARIABLE, raising=False)
    monkeypatch.setattr(imported.platformdirs, "user_data_dir", lambda *_: str(tmp_path / "data"))
    return tmp_path / "data" / "gazetteer"


def opened(**options):
    return Gazetteer.open(shipped(), **options)


# Reading


def test_a_row_is_read_as_it_stands():
    row = geonames.row(ROWS[1].encode())
    assert (row.key, row.name, row.lat, row.lon, row.feature) == (900000002, "Quadrov", 10.0, 20.0, "P.PPL")
    assert (row.country, row.admin1, row.population) == ("KP", "07", 2000)
    assert geonames.row(line(1, "X", country="").encode()).country is None
    assert geonames.row(line(1, "X", people=0).encode()).population is None


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"1\tCaf\xe9\t" + b"\t" * 16, "not UTF-8"),
        (b"1\t2\t3", "19 columns"),
        (line("x", "A").encode(), "no numbers"),
        (line(1, "A", lat="north").encode(), "no numbers"),
        (line(1, "A", people="many").encode(), "no numbers"),
        (line(0, "A").encode(), "no possible number"),
        (line(1, "A", people=-5).encode(), "no possible number"),
        (line(1, "A", lat=90.1).encode(), "not on earth"),
        (line(1, "A", lon="nan").encode(), "not on earth"),
        (line(1, "A", lat=0, lon=0).encode(), "unknown"),
        (line(1, "A", feature=".PPL").encode(), "no feature class"),
        (line(1, "A", feature="P.<b>").encode(), "feature code"),
        (line(1, "A", country="Korea").encode(), "two capitals"),
        (line(1, " ").encode(), "empty or too long"),
        (line(1, "A" * 201).encode(), "empty or too long"),
    ],
)
def test_a_bad_line_has_its_reason(bad, reason):
    assert reason in geonames.row(bad)


def test_bad_lines_are_counted_and_shown(tmp_path):
    path = tmp_path / "KP.txt"
    bad = ["broken\n", line(5, "", people=1), "broken again\n", "and\n", "again\n"]
    path.write_text("".join([ROWS[0], *bad, *ROWS[1:]]) + "900000099\tcut o", encoding="utf-8")
    done = take_in(path)
    assert done.places == len(ROWS)
    assert done.bad == {"it doesn't have 19 columns": 5, "its name is empty or too long": 1}
    assert done.shown["it doesn't have 19 columns"] == [2, 4, 5]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\x1f\x8bxx", "gzip"),
        (b"PK\x03\x04 no zip", "no whole zip"),
        (b"SQLite format 3\0", "SQLite"),
        (b"<!DOCTYPE html><html>", "web page"),
        ("1\tX\n".encode("utf-16"), "UTF-16"),
        (b"id,name,aliases,lat,lon\n", "gazetteer.csv"),
        (b"KP\t1\tPyongyang" + b"\t" * 9 + b"\n", "postal codes"),
        (b"1284819\t2994701\t\tRoc\t\t\t\t\t\t\n", "alternate names"),
        (b"AD.06\tSant Julia\tSant Julia\t3039162\n", "codes of areas"),
        (b"geonameid\t" + b"\t".join(b"c" for _ in range(18)) + b"\n", "heading"),
        (b"3041565\t3038832\tADM\n", "hierarchy"),
    ],
)
def test_a_file_that_is_no_dump_is_refused_with_what_it_seems(tmp_path, holdings, content, message):
    path = tmp_path / "wrong.txt"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=message) as caught:
        take_in(path)
    assert "wrong.txt" in str(caught.value)
    assert not list(holdings.glob("*"))


def test_a_mostly_bad_file_is_refused_where_it_goes_bad(tmp_path):
    path = tmp_path / "bad.txt"
    path.write_text(ROWS[0] + "x\n" * 500, encoding="utf-8")
    with pytest.raises(GazetteerError, match="line 101: 100 of 101 lines are bad"):
        take_in(path)


def test_what_is_not_there_is_an_error(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(GazetteerError, match=str(path.name)):
            take_in(path)


def test_endless_lines_cost_no_memory(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text(ROWS[0] + "x" * 3_000_000 + "\n" + ROWS[1], encoding="utf-8")
    done = take_in(path)
    assert (done.places, sum(done.bad.values()), done.lines) == (2, 1, 3)


def test_a_byte_order_mark_is_no_part_of_the_first_id(tmp_path):
    path = tmp_path / "bom.txt"
    path.write_text("".join(ROWS[:2]), encoding="utf-8-sig")
    assert take_in(path).places == 2


def test_the_zip_that_geonames_serves(dump, tmp_path):
    path = tmp_path / "KP.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(dump, "KP.txt")
        archive.writestr("readme.txt", "Readme for GeoNames")
    assert take_in(path).places == len(ROWS)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("KR.txt", "x")
    with pytest.raises(GazetteerError, match=r"KP\.txt, readme\.txt, KR\.txt"):
        take_in(path)


def test_a_zip_that_is_cut_off_or_damaged_is_told(tmp_path, holdings):
    path = tmp_path / "KP.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("KP.txt", "".join(ROWS))
    content = bytearray(path.read_bytes())
    content[400] ^= 1
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match="damaged or cut off"):
        take_in(path)
    path.write_bytes(content[:500])
    with pytest.raises(GazetteerError, match="no whole zip"):
        take_in(path)
    assert not list(holdings.glob("*"))


# Which names count


def test_plain_names_fold_as_all_others_do():
    chance = random.Random(3)
    letters = "abcXYZ éß'-. 09&/ŁÞ\t’"
    tried = ["The Hague", "St Ives", "Mt", "St", "ste anne", "FORT ft", " a  b ", "x" * 201, "x" * 200]
    tried += ["".join(chance.choice(letters) for _ in range(chance.randrange(12))) for _ in range(5000)]
    assert [name for name in tried if folded_name(name) != fold(name)] == []


def test_names_are_familiar_by_the_rule_of_the_shipped_world():
    def of(row, **options):
        return {name: familiar for name, (_, familiar) in importing.names(geonames.row(row.encode()), Choice(**options)).items()}

    assert of(ROWS[1]) == {"quadrov": True, "old quadrov": False}
    assert of(ROWS[2]) == {"smallquad": False}
    assert of(ROWS[2], all_settlements=True) == {"smallquad": True}
    assert of(ROWS[3]) == {"reading": False}, "an everyday word is no evidence of a town of 900"
    assert of(ROWS[3], all_settlements=True) == {"reading": False}
    assert of(ROWS[6], all_settlements=True) == {"quadrov creek": False}
    assert of(ROWS[7]) == {"bigquadrov": True, "great quadrov": True}
    assert of(ROWS[7], alternates=False) == {"bigquadrov": True}
    assert of(ROWS[0]) == {"quarveld province": True}
    assert fold(CYRILLIC_ALIAS) in of(ROWS[1], all_scripts=True)


def test_quiet_names_answer_but_are_not_found_unasked(dump):
    take_in(dump)
    gazetteer = opened()
    assert gazetteer.candidates("Smallquad")[0].place.id == "geonames:900000003"
    assert gazetteer.longest(["Smallquad", "fell"]) == 0
    assert gazetteer.longest(["Quadrov", "fell"]) == 1
    assert gazetteer.longest(["Quadrov", "Creek"]) == 1
    assert gazetteer.candidates("Quadrov Creek")[0].place.feature == "H.STM"
    assert gazetteer.candidates("Smallquad's")[0].place.id == "geonames:900000003"


def test_a_quiet_homonym_does_not_disturb_a_known_place(dump):
    take_in(dump)
    gazetteer = opened()
    assert gazetteer.candidates("Moscow") == opened(imported=[]).candidates("Moscow")
    assert "geonames:900000010" in {c.place.id for c in gazetteer.homonyms("Moscow")}
    assert gazetteer.candidates("Quadro's")[0].place.id == "geonames:900000012", "not the village of Quadros"


# Together with the shipped world


def test_of_the_same_id_the_import_counts_and_what_only_the_shipped_world_knows_stays(dump):
    before = opened().candidates("Vladivostok")
    take_in(dump)
    gazetteer = opened()
    found = [c.place for c in gazetteer.candidates("Vladivostok")]
    assert [p.id for p in found].count("geonames:2013348") == 1
    place = found[0]
    assert (place.id, place.lat, place.population) == ("geonames:2013348", 43.2, 700_000)
    assert place.admin1 == before[0].place.admin1
    assert place == gazetteer.place(place.id)
    assert "Vladik" not in {c.place.name for c in gazetteer.candidates("Vladik")}
    assert gazetteer.candidates("Vladik")[0].place.id == "geonames:2013348"
    near = [p for p in gazetteer.near(43.2, 131.9, 0.2) if p.id == place.id]
    assert near == [place]


def test_an_area_is_merged_as_a_whole(dump):
    take_in(dump)
    russia = opened().demonym("Russian")
    assert (russia.name, russia.lat) == ("Russia", 61.0)
    assert russia.radius_km > 2000
    assert opened().country("RU") == russia
    assert opened().candidates("Russian Federation")[0].place == russia


def test_places_know_their_area_by_its_name(dump):
    take_in(dump)
    gazetteer = opened()
    assert gazetteer.place("geonames:900000002").admin1 == "Quarveld Province"
    assert gazetteer.place("geonames:900000009").admin1 is None


def test_the_shipped_sea_is_not_doubled(dump):
    take_in(dump)
    assert "geonames:900000011" not in {c.place.id for c in opened().candidates("Black Sea")}
    assert opened().candidates("Black Sea") == opened(imported=[]).candidates("Black Sea")


def test_near_crosses_the_antimeridian_and_finds_what_a_plain_search_finds(tmp_path):
    chance = random.Random(5)
    points = [
        (chance.uniform(-90, 90), chance.choice((chance.uniform(-180, 180), chance.uniform(179, 180), -179.5)))
        for _ in range(3000)
    ]
    path = tmp_path / "many.txt"
    path.write_text(
        "".join(line(9_000_000_000 + i, f"Zq{i}", lat=round(a, 5), lon=round(b, 5)) for i, (a, b) in enumerate(points))
    )
    take_in(path)
    gazetteer = opened()
    for lat, lon, half in ((0, 180, 5), (0, -179.9, 3), (89.9, 0, 1), (-90, 10, 30), (45, 10, 0.5), (10, 20, 40)):
        found = {p.id for p in gazetteer.near(lat, lon, half) if p.name.startswith("Zq")}
        plain = {
            f"geonames:{9_000_000_000 + i}"
            for i, (a, b) in enumerate(points)
            if abs(round(a, 5) - lat) <= half and abs((round(b, 5) - lon + 180) % 360 - 180) <= half
        }
        assert found == plain


def test_search_completes_imported_names(dump):
    take_in(dump)
    assert "Bigquadrov" in [c.place.name for c in opened().search("bigquad")]
    assert "Smallquad" in [c.place.name for c in opened().search("smallq")]
    assert "Bigquadrov" in [c.place.name for c in opened().search("bigkuadrov")]


def test_of_two_imports_the_later_counts(dump, tmp_path):
    take_in(dump)
    other = tmp_path / "other.txt"
    other.write_text(line(900000002, "Quadrov", lat=11.0, people=3000), encoding="utf-8")
    take_in(other)
    gazetteer = opened()
    assert [c.place.lat for c in gazetteer.candidates("Quadrov")] == [11.0]
    assert gazetteer.place("geonames:900000002").population == 3000
    assert [p.lat for p in gazetteer.near(10.5, 20, 0.6) if p.id == "geonames:900000002"] == [11.0]
    assert [p for p in gazetteer.near(10.0, 20, 0.2) if p.id == "geonames:900000002"] == []


def test_the_users_own_places_win_over_imports(dump, tmp_path):
    take_in(dump)
    own = tmp_path / "own.csv"
    own.write_text(
        "id,name,aliases,lat,lon,feature,country,admin1,radius_km,note\ngeonames:900000003,Mine,,1.5,2.5,P.PPL,KP,,1,\n"
    )
    gazetteer = Gazetteer.open(own)
    assert gazetteer.candidates("Smallquad")[0].place.name == "Mine"
    assert gazetteer.place("geonames:900000003").lat == 1.5


# The version, and what can go wrong with files


def test_the_version_changes_with_what_is_imported_and_with_nothing_else(dump):
    nothing = opened().version
    take_in(dump)
    whole = opened().version
    take_in(dump)
    assert opened().version == whole, "the same dump again is nothing new"
    take_in(dump, choice=Choice(alternates=False))
    fewer = opened().version
    take_in(dump, choice=Choice(alternates=False), name="another")
    assert len({nothing, whole, fewer, opened().version}) == 4
    imported.remove("KP")
    assert opened().version == fewer
    imported.remove("another")
    assert opened().version == nothing


def test_options_leave_out_and_count(dump):
    done = take_in(dump, choice=Choice(classes="PA", min_population=500))
    assert (done.places, done.omitted) == (7, 7)
    assert opened().place("geonames:900000002").admin1 == "Quarveld Province"
    only = take_in(dump, choice=Choice(classes="P"))
    assert only.omitted == 5
    assert opened().place("geonames:900000002").admin1 == "Quarveld Province", (
        "areas give their names also where they are left out"
    )
    with pytest.raises(GazetteerError, match="feature classes"):
        take_in(dump, choice=Choice(classes="PX"))


def test_a_repeated_id_is_one_place(tmp_path):
    path = tmp_path / "twice.txt"
    path.write_text(line(900000002, "Quadrov") + line(900000002, "Quadrov", lat=12.0, people=900), encoding="utf-8")
    take_in(path)
    assert [c.place.lat for c in opened().candidates("Quadrov")] == [12.0]


def test_a_damaged_or_foreign_file_is_an_error_and_not_fewer_places(dump, holdings, monkeypatch):
    take_in(dump)
    (holdings / "bad.sqlite").write_bytes(b"cut off")
    with pytest.raises(GazetteerError, match=r"bad\.sqlite"):
        opened()
    imported.remove("bad")
    opened()
    monkeypatch.setattr(imported, "folding", lambda: "other")
    with pytest.raises(GazetteerError, match="another version of geomap"):
        opened()


def test_files_may_be_named_in_place_of_the_data_folder(dump, tmp_path, monkeypatch):
    elsewhere = tmp_path / "shared" / "world.sqlite"
    take_in(dump, into=elsewhere)
    assert not opened().candidates("Smallquad")
    assert opened(imported=[elsewhere]).candidates("Smallquad")
    monkeypatch.setenv(imported.VARIABLE, str(elsewhere.parent))
    assert opened().candidates("Smallquad")
    monkeypatch.setenv(imported.VARIABLE, str(tmp_path / "none"))
    with pytest.raises(GazetteerError, match="none"):
        opened()
    monkeypatch.setenv(imported.VARIABLE, "")
    assert not opened().candidates("Smallquad")


def test_a_full_or_closed_disk_is_told(dump, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(ResourceError, match="--into"):
        take_in(dump, into=blocked / "x.sqlite")


SLOW = """
import sys
from pathlib import Path
from geomap.gazetteer import importing
def told(stage, done, total):
    if stage == "sorting":
        print("sorting", flush=True)
        sys.stdin.read()
importing.take_in(Path(sys.argv[1]), into=Path(sys.argv[2]), progress=told)
"""


def test_a_killed_import_leaves_the_last_good_file_and_no_rubbish(dump, tmp_path):
    target = tmp_path / "there" / "KP.sqlite"
    take_in(dump, into=target)
    good = target.read_bytes()
    running = subprocess.Popen(
        [sys.executable, "-c", SLOW, dump, target], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout.readline() == "sorting\n"
    assert list(target.parent.glob("*.partial"))
    importing.clear_leftovers(target.parent)
    assert list(target.parent.glob("*.partial")), "an import that is still running keeps its file"
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert target.read_bytes() == good
    take_in(dump, into=target)
    assert [p.name for p in target.parent.iterdir()] == ["KP.sqlite"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_it_sorts_beside_the_target_and_nowhere_else(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "_CACHE_KIB", 256)
    path, target = tmp_path / "some.txt", tmp_path / "that's it" / "some.sqlite"
    path.write_text("".join(line(10**9 + i, f"Zq{i} {'x' * 150}") for i in range(10_000)), encoding="utf-8")
    opened_files = set()

    def told(stage, done, total):
        if stage == "sorting":
            for link in Path("/proc/self/fd").iterdir():
                with contextlib.suppress(OSError):
                    opened_files.add(str(link.readlink()))

    take_in(path, into=target, progress=told)
    temporary = {Path(name).parent for name in opened_files if "etilqs" in name}
    assert temporary == {target.parent}
    with contextlib.closing(sqlite3.connect(":memory:")) as base:
        assert base.execute("PRAGMA temp_store_directory").fetchall() == []


MEASURED = r"""
import re, sys
from pathlib import Path
from geomap.gazetteer.importing import take_in
places = take_in(Path(sys.argv[1]), into=Path(sys.argv[2])).places
# Not getrusage: its peak includes the process that started this one.
print(places, re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_hundreds_of_thousands_of_rows_take_little_memory_and_answer_at_once(tmp_path):
    rows, path, target = 200_000, tmp_path / "large.txt", tmp_path / "large.sqlite"
    with path.open("w", encoding="utf-8") as file:
        for i in range(rows):
            people = 900 if i % 8 == 0 else 0
            name = f"Zq{i // 3} Vale" if i % 2 else "Zqan Antonio"
            file.write(line(10**9 + i, name, lat=i % 18000 / 100 - 89.995, lon=i * 7 % 36000 / 100 - 179.995, people=people))
    done = subprocess.run([sys.executable, "-c", MEASURED, path, target], capture_output=True, text=True, check=True)
    places, kib = (int(part) for part in done.stdout.split())
    assert places == rows
    assert kib < 250_000, "memory must not grow with the dump"
    gazetteer = opened(imported=[target])
    start = time.process_time()
    for i in range(200):
        assert gazetteer.candidates(f"Zq{i * 300} Vale")
        gazetteer.longest([f"Zq{i}", "Vale", "and"])
        gazetteer.near(i / 4, i, 0.1)
    assert (time.process_time() - start) / 600 < 0.01
    assert len(gazetteer.homonyms("Zqan Antonio")) <= 2 * imported.HOMONYMS


# The command line


def run(capsys, *arguments):
    code = main([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_import_list_and_remove(capsys, dump, tmp_path):
    dump.write_text("".join(ROWS) + "broken\n", encoding="utf-8")
    code, out, err = run(capsys, "gazetteer", "import", dump, "--feature-classes", "p,A", "--no-alternates")
    assert (code, err) == (0, "")
    assert "imported   11 places" in out
    assert "left out   3 places" in out
    assert "bad lines  1 because it doesn't have 19 columns (line 15)" in out
    code, out, _ = run(capsys, "gazetteer", "list")
    assert (code, out.splitlines()[0].split()[:3]) == (0, ["KP", "11", "places,"])
    code, out, _ = run(capsys, "gazetteer", "list", "--json")
    assert json.loads(out)[0]["choice"]["alternates"] is False
    code, out, _ = run(capsys, "gazetteer", "search", "Smallquad", "--gazetteer", shipped())
    assert "geonames:900000003" in out
    assert run(capsys, "gazetteer", "remove", "KP")[0] == 0
    assert "nothing is imported" in run(capsys, "gazetteer", "list")[1]
    code, _, err = run(capsys, "gazetteer", "remove", "KP")
    assert code == 1
    assert "no imported file is called 'KP'" in err


def test_import_tells_what_is_wrong(capsys, tmp_path, holdings):
    wrong = tmp_path / "page.txt"
    wrong.write_text("<html>")
    code, _, err = run(capsys, "gazetteer", "import", wrong)
    assert code == 1
    assert "page.txt, line 1" in err
    with pytest.raises(SystemExit) as caught:
        main(["gazetteer", "import", "x", "--feature-classes", "Q"])
    assert caught.value.code == 2


def test_into_says_how_to_use_it(capsys, dump, tmp_path):
    _, out, _ = run(capsys, "gazetteer", "import", dump, "--into", tmp_path / "w.sqlite", "--json")
    assert json.loads(out)["places"] == len(ROWS)
    assert "GEOMAP_IMPORTED=" in run(capsys, "gazetteer", "import", dump, "--into", tmp_path / "w.sqlite")[1]


def test_the_generated_dump_is_in_the_real_format(root, tmp_path):
    path = tmp_path / "made.txt"
    maker = Path(root) / "benchmarks" / "make_geonames_dump.py"
    subprocess.run([sys.executable, maker, "3000", path], check=True)
    done = take_in(path)
    assert (done.lines, done.bad) == (3000, {})
    assert done.places == 3000
