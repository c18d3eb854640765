"""Shared fixtures."""

import os
from pathlib import Path

import pytest

# What whoever runs the tests has imported must not decide them.
os.environ["GEOMAP_IMPORTED"] = ""

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT
