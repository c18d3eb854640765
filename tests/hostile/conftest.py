"""Fixtures for the tests with hostile input."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "browser"), str(Path(__file__).parents[1] / "dashboard")]
