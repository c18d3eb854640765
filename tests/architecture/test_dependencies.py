"""Whoever installs geomap gets what it imports: nothing is there by accident."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(root: Path) -> set[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {_canonical(re.split(r"[^\w.-]", requirement, maxsplit=1)[0]) for requirement in project["dependencies"]}


def _imported(folder: Path) -> dict[str, str]:
    """The top-level names that the files of a folder import, each with a file that does."""
    found: dict[str, str] = {}
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            else:
                names = []
            found |= {name.split(".")[0]: str(file.relative_to(folder)) for name in names}
    return found


def test_every_library_that_is_imported_is_declared(root: Path) -> None:
    distributions = packages_distributions()
    undeclared = {
        name: file
        for name, file in _imported(root / "geomap").items()
        if name != "geomap"
        and name not in sys.stdlib_module_names
        and not {_canonical(each) for each in distributions.get(name, [name])} & _declared(root)
    }
    assert undeclared == {}
