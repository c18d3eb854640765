"""Which documents a changed gazetteer leaves as they are: they take on the new method without being extracted again.

The method of a document says by what it was extracted: code, data, language pipeline, gazetteer. Where nothing has changed but
rows of the user's places, only documents in which a changed name may stand can come out otherwise; settlements also say in which
country given coordinates lie. All others are as a full extraction would leave them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geomap.gazetteer import changes
from geomap.method import method

if TYPE_CHECKING:
    from geomap.extractor import Extractor
    from geomap.store import Store

#: Under which name the store keeps by what it was last extracted.
_NOTE = "extracted by"


def renew(store: Store, extractor: Extractor) -> int:
    """Let documents that no changed name touches take on the extractor's method; returns how many did."""
    gazetteer, now = extractor.gazetteer, extractor.method
    rest = method(gazetteer.rest, pipeline=extractor.pipeline, depth=extractor.depth)
    noted = _noted(store)
    before: dict[str, Any] = noted or {"method": now}
    adopted: list[str] = []
    if before["method"] != now and before["rest"] == rest:
        change = changes.between(before["names"], gazetteer)
        if change is not None:
            spared = store.with_coordinates() if change.settlements else frozenset()
            adopted = [
                document_id
                for document_id, texts in store.texts(before["method"])
                if document_id not in spared and not change.touches(texts)
            ]
            store.adopt(adopted, now)
    if not noted or before["method"] != now:
        store.set_meta(_NOTE, json.dumps({"method": now, "rest": rest, "names": changes.names_of(gazetteer)}))
    return len(adopted)


def _noted(store: Store) -> dict[str, Any] | None:
    """By what the store was last extracted; None where it is not noted, or the note was damaged."""
    try:
        found = json.loads(store.get_meta(_NOTE) or "null")
    except ValueError:
        return None
    return found if isinstance(found, dict) and {"method", "rest", "names"} <= found.keys() else None
