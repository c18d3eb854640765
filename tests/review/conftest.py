"""A store of four short articles, built once for each run of the tests and copied for each of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geomap.pipeline import build
from geomap.store import Store

ARTICLES = {
    "kyiv.txt": "Zelensky meets Scholz in Kyiv\n\n"
    "President Zelensky met Chancellor Olaf Scholz in Kyiv on 3 May 2021. Kyiv was calm.\n",
    "visit.txt": "Scholz in Ukraine\n\n"
    "Chancellor Olaf Scholz met President Zelensky in Kyiv on 3 May 2021, his office said. Both spoke of grain.\n",
    "rome.txt": "Protest in Rome\n\nThousands of workers protested in Rome on 4 June 2022 against rising prices, police said.\n",
    "lima.txt": "Earthquake in Lima\n\nAn earthquake struck Lima on 12 January 2020 and killed two people, officials said.\n",
}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the articles and ``geomap.db``."""
    folder = tmp_path_factory.mktemp("review")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    build([folder / "articles"], store=folder / "geomap.db")
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test."""
    for file in built.glob("geomap.db*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store.open(folder / "geomap.db") as opened:
        yield opened
