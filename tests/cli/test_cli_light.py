"""The command line answers at once: nothing heavy is imported before it is needed."""

import subprocess
import sys

import pytest

HEAVY = ("spacy", "pandas", "streamlit", "duckdb", "folium", "numpy", "pyarrow")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["geomap", "geomap.cli", "geomap.pipeline", "geomap.extractor", "geomap.records"])
def test_import_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    assert _run("-c", code).stdout.strip() == "[]"


def test_help_and_version() -> None:
    assert "build" in _run("-m", "geomap", "--help").stdout
    assert _run("-m", "geomap", "--version").stdout.startswith("geomap 0.")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unheard-of"],
        ["build"],
        ["export", "--start", "yesterday"],
        ["export", "--bbox", "1,2,3"],
        ["export", "--bbox", "0,50,10,40"],
        ["export", "--min-confidence", "2"],
        ["build", "seeds", "--workers", "0"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    done = _run("-m", "geomap", *arguments)
    assert done.returncode == 2
    assert "usage: geomap" in done.stderr
    assert "Traceback" not in done.stderr


def test_negative_box_is_a_value_and_not_an_option() -> None:
    from geomap.cli import _joined, _parser

    arguments = _parser().parse_args(_joined(["export", "--bbox", "-10.5,20,30,40"]))
    assert arguments.bbox == (-10.5, 20, 30, 40)
