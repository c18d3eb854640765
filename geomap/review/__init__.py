"""What people decide about what was read: kept beside the data, laid over it at every build, and never lost to one.

``anchors`` finds again what a review is about, ``overlay`` applies reviews to what was extracted and linked, ``ledger`` keeps
them in the store and shows them at once, ``decisions`` makes them, ``queue`` says what to look at first, ``lines`` takes them
out and in as JSON Lines, and ``own_names`` writes a name into the user's gazetteer.
"""

from __future__ import annotations
