"""A store built from a few invented articles by the real pipeline, for the tests that correct, read and add."""

from __future__ import annotations

from pathlib import Path

from geomap.model import Event
from geomap.pipeline import build
from geomap.store import Store

ARTICLES = {
    "kyiv.txt": "Zelensky meets Scholz in Kyiv\n\n"
    "President Zelensky met Chancellor Olaf Scholz in Kyiv on 3 May 2021. Kyiv was calm on 5 May 2021.\n\n"
    "Subscribe to our newsletter\n",
    "visit.txt": "Scholz in Ukraine\n\n"
    "Chancellor Olaf Scholz met President Zelensky in Kyiv on 3 May 2021, his office said. Both spoke of grain.\n",
    "rome.txt": "Protest in Rome\n\nThousands of workers protested in Rome on 4 June 2022 against rising prices, police said.\n",
    "lima.txt": "Earthquake in Lima\n\nAn earthquake struck Lima on 12 January 2020 and killed two people, officials said.\n",
    "attack.txt": "Fire <img src=x onerror=window.hacked=1> in Oslo\n\n"
    "A fire <script>window.hacked=1</script> destroyed a warehouse in Oslo on 7 July 2022, `${window.hacked=1}` said the mayor. "
    "![x](http://evil.example/x.png) </textarea><b onmouseover=window.hacked=1>Oslo</b> slept.\n",
}


def build_written(folder: Path) -> Path:
    """The store ``geomap.db`` in the folder, with its articles beside it."""
    articles = folder / "articles"
    articles.mkdir()
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
    build([articles], store=folder / "geomap.db")
    return folder / "geomap.db"


def event(store: Path, trigger: str) -> Event:
    """The event that one of its reports tells by this word."""
    with Store.open(store, readonly=True) as opened:
        return next(e for e in opened.events() if any(r.trigger.text == trigger for r in opened.reports(e.id)))
