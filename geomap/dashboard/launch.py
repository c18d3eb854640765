"""Start Streamlit on the dashboard's page with the settings that the package ships: on this machine only, reporting to nobody."""

from __future__ import annotations

import socket
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from geomap.errors import GeomapError, InputError

_HERE = Path(__file__).parent
SCRIPT = _HERE / "script" / "geomap_dashboard.py"
SETTINGS = _HERE / "assets" / "config.toml"
#: How often, and how many seconds apart, the server is looked for before the page is prepared.
_PATIENCE: Final = 3000
_PAUSE: Final = 0.02


def run(store: Path, *, port: int, address: str, read_only: bool = False, gazetteer: Path | None = None) -> int:
    """Serve until interrupted; 0 when the server was stopped. Raises InputError where the address and port can't be had.

    ``read_only`` serves readers: nothing can be corrected or added. ``gazetteer`` is the user's, for names and added articles.
    """
    check(address, port)
    from streamlit.web import bootstrap

    options = dict(settings(tomllib.loads(SETTINGS.read_text(encoding="utf-8"))))
    options |= {"server.address": address, "server.port": port}
    arguments = ["--store", str(store)]
    arguments += ["--gazetteer", str(gazetteer)] if gazetteer is not None else []
    arguments += ["--read-only"] if read_only else []
    reading = ", for readers only" if read_only else ""
    print(f"geomap: {store} at http://{address}:{port}{reading} (Ctrl+C to stop)", flush=True)
    bootstrap.load_config_options(options)
    threading.Thread(target=prepare, args=(store,), name="geomap-prepare", daemon=True).start()
    bootstrap.run(str(SCRIPT), False, arguments, options)
    return 0


def prepare(store: Path) -> None:
    """Import the page and open the store while the browser still connects, so that the first map need not wait for that.

    Not before the server is there: components that are declared without one are never served.
    """
    if not _server_comes():
        return
    from geomap.dashboard import desk, page

    del page
    # What is wrong with the store is said on the page, to those who look at it.
    with suppress(GeomapError):
        if store.exists():
            desk.warm(desk.open_view(store))


def _server_comes() -> bool:
    from streamlit import runtime

    for _ in range(_PATIENCE):
        if runtime.exists():
            return True
        time.sleep(_PAUSE)
    return False


def settings(tables: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The settings of a configuration file by their dotted names."""
    for name, value in tables.items():
        if isinstance(value, Mapping):
            yield from settings(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def check(address: str, port: int) -> None:
    """Raise InputError where no server can listen at this address and port."""
    if not 1 <= port <= 65535:
        raise InputError(f"--port {port}: a port is a number from 1 to 65535")
    try:
        family = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((address, port))
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"--port {port}: can't listen at {address}:{port} ({reason}); choose another with --port") from error
