"""What every worker process needs, loaded by being imported.

Where processes can be forked, one that has imported this is the parent of all workers: spaCy, its model and the lexicons are read
once, and share their memory.
"""

from __future__ import annotations

import gc

from geomap.extractor import Extractor

Extractor().warm()
# What the garbage collector never looks at is never written to, so that it stays shared.
gc.freeze()
