"""Pages that are drawn without a browser need not leave one time to draw the map."""

from __future__ import annotations

import pytest

from geomap.dashboard import stage


@pytest.fixture(autouse=True)
def without_head_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for seconds in ("_FIRST_HEAD_START", "_HEAD_START", "_REST"):
        monkeypatch.setattr(stage, seconds, 0.0)
