"""The quality of the extraction on the seeds never sinks below what it has been."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geomap.errors import InputError
from geomap.evaluate import floors
from geomap.extractor import Extractor


def test_the_seeds_are_read_no_worse_than_before(root: Path) -> None:
    wanted = floors.read(root / "tests" / "gold" / "floors.json")
    assert wanted
    measured = floors.measure(root / "tests" / "gold", root / "seeds", Extractor())
    assert set(measured) == set(wanted)
    assert floors.sunk(measured, wanted) == []


def test_a_floor_is_raised_and_never_lowered(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    floors.update(file, {"happenings_f1": 0.5, "duplicates": 4})
    floors.update(file, {"happenings_f1": 0.6, "duplicates": 3})
    assert json.loads(file.read_text()) == {"happenings_f1": 0.6, "duplicates": 3}
    for worse in ({"happenings_f1": 0.59, "duplicates": 3}, {"happenings_f1": 0.7, "duplicates": 4}, {"happenings_f1": 0.7}):
        with pytest.raises(InputError, match="no floor is lowered"):
            floors.update(file, worse)
    assert floors.read(file) == {"happenings_f1": 0.6, "duplicates": 3}


def test_a_file_that_holds_no_floors(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    file.write_text("[1]")
    with pytest.raises(InputError, match="not a file of floors"):
        floors.read(file)
