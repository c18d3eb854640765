"""How likely each candidate of a name is: its properties, what each weighs, and how far the result can be trusted."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from geomap.model import Candidate
from geomap.toponyms.senses import Name
from geomap.toponyms.votes import TOGETHER, Votes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDS = 3
_CUES = ("county", "region", "civic", "state", "water", "airport")
_FEATURES = ("country", "adm1", "adm2", "area", "pplc", "ppla", "settlement", "water", "airport", "other")
_KINDS = ("name", "alias", "abbreviation", "demonym")
#: Which kinds of place a cue speaks for; the others have its shadow.
_SPEAKS = {
    "county": {"adm2"},
    "region": {"adm1"},
    "civic": {"settlement", "ppla", "pplc", "adm2", "area"},
    "state": {"country"},
    "water": {"water"},
    "airport": {"airport"},
}
_WHERE = ("own", "after", "of")

#: The columns that ``alone`` gives.
ALONE = (
    "population", "score", "first", "user", "inside", "around", "capitals",
    *(f"kind {k}" for k in _KINDS),
    *(f"feature {f}" for f in _FEATURES),
    *(f"{w} {c}" for w in _WHERE for c in _CUES),
    *(f"{w} {c} country" for w in _WHERE for c in ("civic",)),
    "first country", "first adm1", "first lead", "opens settlement",
)  # fmt: skip
COLUMNS = (*ALONE, *TOGETHER)
_AT = {name: i for i, name in enumerate(ALONE)}


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Mapping[str, float]]:
    """What is fitted: ``weights`` of the properties, ``trust`` and ``stand-in`` for the probability of what they choose.

    ``benchmarks/fit_resolution.py`` fits them.
    """
    path = files("geomap") / "data" / "toponyms" / "choice.json"
    table: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
    return table


def vector(table: Mapping[str, float], columns: Sequence[str] = COLUMNS) -> Floats:
    """A table of weights in the order of the columns; what it doesn't have weighs nothing."""
    return np.array([table.get(name, 0.0) for name in columns])


@lru_cache(maxsize=1)
def weights() -> Floats:
    """The fitted weights, in the order of ``COLUMNS``."""
    return vector(tables()["weights"])


@lru_cache(maxsize=4_000)
def feature_of(code: str) -> str:
    """The kind of place of a GeoNames feature, as coarsely as the weights tell them apart."""
    kind, _, code = code.partition(".")
    if code.startswith("PCL"):
        return "country"
    if code.startswith(("ADM1", "ADM2")):
        return code[:4].casefold()
    if code in {"PPLC", "PPLA"}:
        return code.casefold()
    if code == "AIRP":
        return "airport"
    return {"P": "settlement", "A": "area", "H": "water"}.get(kind, "other")


def alone(name: Name) -> Floats:
    """The columns ``ALONE`` for every candidate of a name: what speaks for it whatever the other names are."""
    table = np.zeros((len(name.candidates), len(ALONE)))
    scores = sorted((c.score for c in name.candidates), reverse=True)
    lead = scores[0] - scores[1] if len(scores) > 1 else 0.0
    capitals = name.surface.isupper() and len(name.surface) <= 3
    for i, candidate in enumerate(name.candidates):
        feature = feature_of(candidate.place.feature)
        row = table[i]
        row[_AT["population"]] = math.log10((candidate.place.population or 0) + 1) / 7
        row[_AT["score"]] = candidate.score
        row[_AT["first"]] = i == 0
        row[_AT["user"]] = candidate.score >= 1.0
        row[_AT[f"kind {candidate.name_kind}"]] = 1.0
        row[_AT[f"feature {feature}"]] = 1.0
        row[_AT["first country"]] = i == 0 and feature == "country"
        row[_AT["first adm1"]] = i == 0 and feature == "adm1"
        row[_AT["first lead"]] = lead if i == 0 else 0.0
        row[_AT["opens settlement"]] = name.opens and feature in {"settlement", "ppla", "pplc"}
        row[_AT["capitals"]] = capitals and candidate.name_kind != "abbreviation"
        if name.commas[i]:
            row[_AT["inside"]] = 1.0
        if name.around[i]:
            row[_AT["around"]] = 1.0
        for cue, share in name.cues.items():
            where, _, kind = cue.partition(" ")
            if kind not in _SPEAKS:
                continue
            if feature in _SPEAKS[kind]:
                row[_AT[f"{where} {kind}"]] = share
            if kind == "civic" and feature == "country":
                row[_AT[f"{where} civic country"]] = share
    return table


def softmax(scores: Floats, starts: NDArray[np.int64]) -> Floats:
    """Log-odds as probabilities that sum to one within each group; ``starts`` are the groups' bounds, none empty."""
    if not len(scores):
        return scores
    sizes = np.diff(starts)
    first = starts[:-1]
    power = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), sizes))
    result: Floats = power / np.repeat(np.add.reduceat(power, first), sizes)
    return result


def settle(names: Sequence[Name], votes: Votes, home: Sequence[Candidate], weigh: Floats) -> Floats:
    """Give every name's candidates their shares: first each alone, then in the light of the others, thrice.

    Returns the properties on which the last shares rest (a row for each candidate, ``COLUMNS``).
    """
    own = np.concatenate([alone(n) for n in names], axis=0)
    by_itself = own @ weigh[: len(ALONE)]
    at_home = np.array([4 * c.score for c in home])
    shares = softmax(by_itself, votes.starts)
    votes.elect(shares)
    table = own
    for _ in range(ROUNDS):
        if len(at_home):
            votes.home_shares = softmax(at_home + votes.home_tally(shares) @ _HOME, np.array([0, len(at_home)]))
        table = np.concatenate([own, votes.tally(shares)], axis=1)
        shares = softmax(table @ weigh, votes.starts)
    for i, name in enumerate(names):
        name.shares = shares[votes.starts[i] : votes.starts[i + 1]]
    return table


#: What the votes for a home weigh: in its country, in its region, near it.
_HOME = np.array([2.0, 4.0, 8.0])
