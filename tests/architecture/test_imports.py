"""The house rules that hold the packages apart, read from the code's own imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

#: From the bottom up: a module may import from its own layer and from those below, never from above.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"model", "errors", "lexicon"}),
    frozenset({"typology"}),
    frozenset({"documents", "gazetteer", "syntax"}),
    frozenset({"fetch", "toponyms", "timexes"}),
    frozenset({"events"}),
    frozenset({"method", "store"}),
    frozenset({"extractor", "records", "review", "view"}),
    frozenset({"engines", "intake", "pipeline", "relinking", "renewal", "repetition", "stream", "export"}),
    frozenset({"selection", "evaluate"}),
    frozenset({"", "dashboard"}),
    frozenset({"cli", "__main__"}),
)
#: Who alone may import what.
DOORS = {
    "streamlit": ("dashboard",),
    "streamlit_folium": ("dashboard",),
    "folium": ("dashboard",),
    "branca": ("dashboard",),
    "distributed": ("engines",),
    "urllib3": ("fetch",),
    "sqlite3": ("store", "gazetteer"),
    "spacy": ("syntax", "toponyms", "events"),
}
LONGEST_MODULE = 450
#: Names that say nothing of what a module decides.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base", "core", "tools", "stuff"}


def _modules(root: Path) -> list[Path]:
    return sorted((root / "geomap").rglob("*.py"))


def _part(root: Path, module: Path) -> str:
    """The package or top module of geomap that a file belongs to; '' for geomap itself."""
    inside = module.relative_to(root / "geomap").with_suffix("").parts
    return "" if inside[0] == "__init__" else inside[0]


def _imports(module: Path, package: tuple[str, ...]) -> Iterator[str]:
    """The full names that a file imports, relative imports resolved."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            name = ".".join(part for part in (start, node.module or "") if part)
            yield from (f"{name}.{alias.name}" for alias in node.names)


def _layer(part: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if part in layer)


def _imports_of(root: Path) -> Iterator[tuple[Path, str, str]]:
    """(file, its part, imported name) for every import in the project."""
    for module in _modules(root):
        package = module.relative_to(root).parent.parts
        for name in _imports(module, package):
            yield module, _part(root, module), name


def test_every_part_has_its_layer(root: Path) -> None:
    parts = {_part(root, module) for module in _modules(root)}
    assert parts <= frozenset().union(*LAYERS), "a new package needs a place in LAYERS"


def test_nothing_imports_upwards(root: Path) -> None:
    upward = []
    for module, part, name in _imports_of(root):
        first, *rest = name.split(".")
        if first != "geomap" or not rest or rest == ["__version__"]:
            continue
        target = rest[0] if any(rest[0] in layer for layer in LAYERS) else ""
        if _layer(target) > _layer(part):
            upward.append(f"{module.relative_to(root)} imports {name}")
    assert upward == []


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_library_is_met_at_its_door_only(root: Path, library: str) -> None:
    strangers = [
        f"{module.relative_to(root)} imports {name}"
        for module, part, name in _imports_of(root)
        if name.split(".")[0] == library and part not in DOORS[library]
    ]
    assert strangers == []


def test_modules_are_short_and_named_for_what_they_decide(root: Path) -> None:
    modules = _modules(root)
    long = {str(m.relative_to(root)): n for m in modules if (n := len(m.read_text().splitlines())) > LONGEST_MODULE}
    assert long == {}
    assert [str(m) for m in modules if EMPTY_NAMES & set(m.with_suffix("").parts[-2:])] == []


def test_the_rules_can_fail(tmp_path: Path) -> None:
    module = tmp_path / "geomap" / "events" / "wrong.py"
    module.parent.mkdir(parents=True)
    module.write_text("import sqlite3\nfrom geomap.store import Store\nfrom ..cli import main\nfrom . import link\n")
    assert {name for _, _, name in _imports_of(tmp_path)} == {
        "sqlite3",
        "geomap.store.Store",
        "geomap.cli.main",
        "geomap.events.link",
    }
    with pytest.raises(AssertionError):
        test_nothing_imports_upwards(tmp_path)
    with pytest.raises(AssertionError):
        test_a_library_is_met_at_its_door_only(tmp_path, "sqlite3")
