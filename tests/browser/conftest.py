"""Fixtures for the tests with a real browser."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "dashboard")]


sample_store = importlib.import_module("sample_store")
served_dashboard = importlib.import_module("served_dashboard")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    with served_dashboard.browser() as found:
        yield found


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served_dashboard.served(sample_store.build_sample(tmp_path_factory.mktemp("served") / "geomap.db")) as found:
        yield found


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Any]:
    found = served_dashboard.Visit.start(chromium, address)
    yield found
    found.page.context.close()
    assert found.strangers == []
    assert found.errors == []
