"""``geomap export`` names every format there is."""

from __future__ import annotations

import re

from geomap.cli.export import FORMATS as NAMED
from geomap.export import FORMATS


def test_the_help_names_every_format():
    assert re.findall(r"\w+", NAMED.replace(" or ", " ")) == list(FORMATS)
