"""Fixtures for the tests with hostile input."""

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "browser"), str(Path(__file__).parents[1] / "dashboard")]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium and starts a server")
