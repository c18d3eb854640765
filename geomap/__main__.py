"""``python -m geomap``: the command line."""

import sys

from geomap.cli import main

sys.exit(main())
