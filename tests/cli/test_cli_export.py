"""``geomap export`` names every format there is."""

from __future__ import annotations

import re

from geomap.cli.export import FORMATS as NAMED
from geomap.export import FORMATS


def test_the_help_names_every_format():
    assert re.findall(r"\w+", NAMED.replace(" or ", " ")) == list(FORMATS)


def test_no_two_formats_write_over_each_other():
    suffixes = [kind.suffix for kind in FORMATS.values()]
    assert len(set(suffixes)) == len(suffixes)
