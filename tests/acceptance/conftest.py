"""The five seeds, read as a user's build reads them, once for all tests of this folder."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from geomap import events
from geomap.documents import read
from geomap.extractor import Extractor
from geomap.model import Document, Event, Extraction


@pytest.fixture(scope="session")
def seeds(root: Path) -> dict[str, Extraction]:
    """What is found in each seed, by file name."""
    extractor = Extractor(root / "gazetteer.csv")
    documents = [d for d in read([root / "seeds"]) if isinstance(d, Document)]
    return {Path(d.path or "").name: extractor.extract(d) for d in documents}


@pytest.fixture(scope="session")
def seed_events(seeds: dict[str, Extraction]) -> Sequence[Event]:
    """The events of the five seeds together."""
    return events.link(list(seeds.values()))
