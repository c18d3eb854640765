"""Shared fixtures."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A clock that other programs slow down must not fail a property.
settings.register_profile("geomap", parent=settings.default, deadline=None)
settings.load_profile("geomap")

# What whoever runs the tests has imported must not decide them.
os.environ["GEOMAP_IMPORTED"] = ""

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT
