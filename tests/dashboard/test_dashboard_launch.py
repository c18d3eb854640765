"""Starting the server: this machine only, reporting to nobody, and a clear word when the port is taken."""

import socket
import tomllib
from pathlib import Path

import pytest
from sample_store import build_sample

from geomap.dashboard import desk, launch
from geomap.errors import InputError


def test_settings() -> None:
    found = dict(launch.settings(tomllib.loads(launch.SETTINGS.read_text(encoding="utf-8"))))
    assert found["server.address"] == "127.0.0.1"
    assert found["browser.gatherUsageStats"] is False
    assert found["client.showErrorDetails"] == "none"
    assert found["theme.dark.sidebar.backgroundColor"].startswith("#")


def test_a_taken_port_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"{port}.*choose another with --port"):
            launch.check("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_no_port_at_all(port: int) -> None:
    with pytest.raises(InputError, match="1 to 65535"):
        launch.check("127.0.0.1", port)


def test_an_address_of_another_machine() -> None:
    with pytest.raises(InputError, match="can't listen"):
        launch.check("192.0.2.1", 8501)


def test_the_script_is_there() -> None:
    assert launch.SCRIPT.read_text(encoding="utf-8").strip().endswith("main()")


def test_the_store_is_opened_before_anyone_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "_server_comes", lambda: True)
    store, broken = build_sample(tmp_path / "geomap.db"), tmp_path / "broken.db"
    broken.write_text("no store", encoding="utf-8")
    opened: list[Path] = []
    warm = desk.warm
    monkeypatch.setattr(desk, "warm", lambda view: (opened.append(view.store.path), warm(view)))
    for path in (tmp_path / "none.db", broken, store):
        launch.prepare(path)
    assert opened == [store], "what is wrong with the others is said on the page"
