"""The commands and the code of the README do what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def workplace(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the README's reader has, and the ``geomap`` command on the path."""
    place = tmp_path_factory.mktemp("workplace")
    shutil.copytree(root / "seeds", place / "seeds")
    shutil.copy(root / "gazetteer.csv", place / "gazetteer.csv")
    command = place / "bin" / "geomap"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m geomap "$@"\n')
    command.chmod(0o755)
    return place


def _blocks(root: Path, kind: str) -> Iterator[str]:
    text = (root / "README.md").read_text(encoding="utf-8")
    yield from re.findall(rf"^```{kind}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_the_commands_and_the_code(root: Path, workplace: Path) -> None:
    environment = os.environ | {"PATH": f"{workplace / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    commands = [row[2:] for block in _blocks(root, "console") for row in block.splitlines() if row.startswith("$ ")]
    assert len(commands) >= 7
    for command in commands:
        done = subprocess.run(command, shell=True, cwd=workplace, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "geomap:" not in done.stderr
    assert (workplace / "meetings.geojson").stat().st_size > 1_000
    assert (workplace / "plans.csv").stat().st_size > 500
    (code,) = _blocks(root, "python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=workplace, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].startswith("Vladivostok 2023-09-12 Kim arrived")


def test_every_link_leads_somewhere(root: Path) -> None:
    for page in (root / "README.md", *(root / "docs").glob("*.md")):
        prose = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", prose):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
