"""``geomap review``: list, undo, export, import, queue."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "dashboard"))

from sample_store import build_sample

from geomap.cli import main
from geomap.model import Status
from geomap.review import ledger
from geomap.review.decisions import Decision
from geomap.store import Store


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sample(tmp_path_factory.mktemp("review") / "geomap.db")


@pytest.fixture
def path(shared: Path, tmp_path: Path) -> Path:
    with Store.open(shared) as store:
        store.backup(tmp_path / "geomap.db")
    return tmp_path / "geomap.db"


@pytest.fixture
def reviewed(path: Path) -> Path:
    """A store in which Ada denies the parade."""
    with Store.open(path) as store:
        event = next(e for e in store.events() if e.title == "Parade")
        reports = [(r, store.document(r.document_id)) for r in store.reports(event.id)]
        ledger.record(store, Decision("Ada", note="called off\nby radio").status(reports, Status.DENIED))
    return path


def parade(path: Path) -> Status:
    with Store.open(path, readonly=True) as store:
        return next(e.status for e in store.events() if any(r.trigger.text == "parade" for r in store.reports(e.id)))


def test_list_and_undo(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert parade(reviewed) is Status.DENIED
    assert main(["review", "list", "--store", str(reviewed)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 2
    assert "Ada: the status is denied (was planned); called off by radio" in told[0]
    assert told[1] == "1 reviews"
    batch = told[0].split()[1]
    assert main(["review", "undo", batch, "--who", "Bo", "--store", str(reviewed)]) == 0
    assert parade(reviewed) is Status.PLANNED
    assert main(["review", "undo", batch, "--store", str(reviewed)]) == 1
    assert "undone already, by Bo" in capsys.readouterr().err
    assert main(["review", "list", "--store", str(reviewed)]) == 0
    assert "rev-" not in capsys.readouterr().out
    assert main(["review", "list", "--all", "--json", "--store", str(reviewed)]) == 0
    assert json.loads(capsys.readouterr().out)[0]["undone_by"] == "Bo"


def test_out_of_one_store_and_into_another(
    reviewed: Path, shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, other = tmp_path / "reviews.jsonl", tmp_path / "other.db"
    with Store.open(shared) as store:
        store.backup(other)
    assert main(["review", "export", "-o", str(file), "--store", str(reviewed)]) == 0
    assert main(["review", "import", str(file), "--store", str(other)]) == 0
    assert "1 reviews taken in, 0 were there already" in capsys.readouterr().out
    assert parade(other) is Status.DENIED
    assert main(["review", "import", str(file), "--store", str(other)]) == 0
    assert "0 reviews taken in, 1 were there already" in capsys.readouterr().out
    file.write_text(file.read_text() + "{}\n")
    assert main(["review", "import", str(file), "--store", str(other)]) == 1
    assert "reviews.jsonl, line 2: " in capsys.readouterr().err
    file.write_bytes(b"\xff")
    assert main(["review", "import", str(file), "--store", str(other)]) == 1
    assert main(["review", "import", str(tmp_path / "none"), "--store", str(other)]) == 1


def test_queue(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "queue", "--limit", "3", "--store", str(path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert main(["review", "queue", "--json", "--store", str(path)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [d["sureness"] for d in found] == sorted(d["sureness"] for d in found)
    assert all(d["reasons"] for d in found)
