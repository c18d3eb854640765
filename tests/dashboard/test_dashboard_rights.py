"""Who may write: nobody where the page is for readers only, whatever the widgets show."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_store import build_sample
from streamlit.testing.v1 import AppTest

from geomap.dashboard import adding, rights
from geomap.errors import InputError
from geomap.intake import FOLDER, Given
from geomap.store import Store

APP = str(Path(__file__).resolve().parents[2] / "streamlit_app.py")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sample(tmp_path_factory.mktemp("rights") / "geomap.db")


def run(store: Path, monkeypatch: pytest.MonkeyPatch, page: str, *arguments: str) -> AppTest:
    monkeypatch.setattr("sys.argv", ["streamlit_app.py", "--store", str(store), *arguments])
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["page"] = page
    app.query_params["event"] = "evt-000000000001"
    return app.run()


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


@pytest.mark.parametrize(
    ("arguments", "variable", "expected"),
    [
        ([], "", False),
        (["--read-only"], "", True),
        ([], "1", True),
        ([], "0", False),
        ([], "No", False),
        (["--store", "x"], "yes", True),
    ],
)
def test_how_it_is_said(arguments: list[str], variable: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_READ_ONLY", variable)
    assert rights.read_only(arguments) is expected


def test_the_gazetteer_that_names_go_into() -> None:
    assert rights.gazetteer_file([]) == Path("gazetteer.csv")
    assert rights.gazetteer_file(["--gazetteer", "mine.csv", "--read-only"]) == Path("mine.csv")


@pytest.mark.parametrize("page", ["map", "review", "articles"])
def test_readers_see_no_tools(store: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    writers, readers = run(store, monkeypatch, page), run(store, monkeypatch, page, "--read-only")
    assert not readers.exception
    tools = keys(writers) - keys(readers)
    assert tools, "the page for writers has what that for readers has not"
    assert not {key for key in keys(readers) if key.startswith(("right-", "status-", "type-", "nowhere-", "undo-", "add"))}


def test_a_click_that_comes_all_the_same_writes_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page was drawn for a writer, then the server was started again for readers."""
    app = run(store, monkeypatch, "map")
    monkeypatch.setenv("GEOMAP_READ_ONLY", "1")
    app.button(key="status-event-denied").click().run()
    assert any("readers only" in error.value for error in app.error)
    with Store.open(store, readonly=True) as opened:
        assert opened.reviews() == []
    with pytest.raises(InputError, match="readers only"):
        adding.start(store, [Given("a.txt", b"A storm.")])
    assert not (store.parent / FOLDER).exists()


def test_a_writer_writes(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(store, monkeypatch, "map")
    app.button(key="status-event-denied").click().run()
    assert not app.exception
    with Store.open(store, readonly=True) as opened:
        (review,) = [r for r in opened.reviews() if r.stands][:1]
    assert review.word == "denied"
    undo = next(button for button in app.button if str(button.key).startswith("undo-"))
    undo.click().run()
    with Store.open(store, readonly=True) as opened:
        assert not any(r.stands for r in opened.reviews())
