"""Start Streamlit on the dashboard's page with the settings that the package ships: on this machine only, reporting to nobody."""

from __future__ import annotations

import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geomap.errors import InputError

_HERE = Path(__file__).parent
SCRIPT = _HERE / "script" / "geomap_dashboard.py"
SETTINGS = _HERE / "assets" / "config.toml"


def run(store: Path, *, port: int, address: str) -> int:
    """Serve until interrupted; the server's exit code. Raises InputError where the address and port can't be had."""
    check(address, port)
    print(f"geomap: serving {store} at http://{address}:{port} (Ctrl+C to stop)", flush=True)
    process = subprocess.Popen(command(store, port=port, address=address))
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        return 0


def command(store: Path, *, port: int, address: str = "127.0.0.1") -> list[str]:
    """The command line that serves the dashboard."""
    options = dict(settings(tomllib.loads(SETTINGS.read_text(encoding="utf-8"))))
    options |= {"server.address": address, "server.port": str(port)}
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(SCRIPT), *flags, "--", "--store", str(store)]


def settings(tables: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The settings of a configuration file by their dotted names, as Streamlit's command line writes them."""
    for name, value in tables.items():
        if isinstance(value, Mapping):
            yield from settings(value, f"{prefix}{name}.")
        else:
            yield prefix + name, str(value).lower() if isinstance(value, bool) else str(value)


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
