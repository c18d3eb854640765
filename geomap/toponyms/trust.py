"""How far a choice can be trusted: the probability that the place is right within 100 miles, given that a place is named."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.odds import COLUMNS, feature_of
from geomap.toponyms.senses import Name
from geomap.toponyms.stand_in import StandIn
from geomap.toponyms.votes import kilometres

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geomap.gazetteer import Gazetteer

#: Homonyms so near to each other (a town and its county) are one answer at map scale.
TOGETHER_KM = 100.0
_AT = {name: i for i, name in enumerate(COLUMNS)}
_LEAST, _MOST = 0.005, 0.995


def best_of(name: Name) -> tuple[int, float]:
    """The likeliest candidate and the share of all that lie near it, itself included."""
    best = int(np.argmax(name.shares))
    place = name.candidates[best].place
    near = sum(
        float(s)
        for s, c in zip(name.shares, name.candidates, strict=True)
        if s > 0.001 and kilometres(c.place, place) < TOGETHER_KM
    )
    return best, min(1.0, near)


def evidence(
    name: Name, best: int, share: float, properties: NDArray[np.float64], *, mention: Mention, gazetteer: Gazetteer
) -> dict[str, float]:
    """What speaks for and against a choice; ``properties`` is the row of the chosen candidate."""
    candidate = name.candidates[best]
    bounded = min(_MOST, max(_LEAST, share))
    feature = feature_of(candidate.place.feature)
    only = len(name.candidates) == 1
    neighbours = float(properties[_AT["neighbours"]])
    found = {
        "always": 1.0,
        "odds": math.log(bounded / (1 - bounded)),
        "only": float(only),
        "score": candidate.score,
        "population": math.log10((candidate.place.population or 0) + 1) / 7,
        "neighbours": neighbours,
        "support": float(properties[_AT["support near"]]),
        "country": float(properties[_AT["country any"]]),
        "close": float(properties[_AT["close near"]]),
        "home": float(properties[_AT["home near"]]),
        "inside": float(name.commas[best]),
        f"feature {feature}": 1.0,
        f"kind {candidate.name_kind}": 1.0,
    }
    if candidate.score >= 1.0:
        found["user"] = 1.0
    if mention.kind is Kind.AREA:
        found["area"] = 1.0
    if only and neighbours < 0.05 and not properties[_AT["country any"]]:
        found["only and alone"] = 1.0
    if feature in {"settlement", "other", "water", "area"} and candidate.score < 1.0:
        if gazetteer.is_common_word(name.surface):
            found["common word"] = 1.0
        if mention.surface.isupper() and len(mention.surface) <= 4:
            found["initials"] = 1.0
        found["words"] = float(min(3, len(name.surface.split())) - 1)
        found["own facility"] = name.cues.get("own facility", 0.0)
        found["after facility"] = name.cues.get("after facility", 0.0)
        found["small"] = small = max(0.0, 0.4 - candidate.score)
        found["small and far"] = small * math.exp(-2 * neighbours)
        found["small and foreign"] = small * (1.0 - float(properties[_AT["country any"]]))
        found["small and elsewhere"] = small * (1.0 - float(properties[_AT["region any"]]))
        found["small only"] = small * only
    return found


def stand_in_evidence(found: StandIn, name: Name) -> dict[str, float]:
    """What speaks for a stand-in: how it was found, what kind of place it is, whether the name is one of a facility or street."""
    how = found.how
    clues = {
        "always": 1.0,
        how: 1.0,
        f"{how} share": found.share,
        f"feature {feature_of(found.place.feature)}": 1.0,
        "words": float(min(3, len(name.surface.split())) - 1),
        "known": float(bool(name.candidates)),
    }
    for kind in ("facility", "street"):
        if name.cues.get(f"own {kind}", 0.0) > 0:
            clues[f"{kind} {how}"] = 1.0
    if found.agreed:
        clues["agreed"] = 1.0
        clues[f"{how} agreed"] = 1.0
    return clues


def probability(found: Mapping[str, float], table: Mapping[str, float]) -> float:
    """The probability under a table of log-odds."""
    total = sum(table.get(key, 0.0) * value for key, value in found.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
