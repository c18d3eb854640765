"""How likely each candidate of a name is: its properties, what each weighs, and how far the result can be trusted."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
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
_KIND_AT = {kind: _AT[f"kind {kind}"] for kind in _KINDS}
_FEATURE_AT = {feature: _AT[f"feature {feature}"] for feature in _FEATURES}
_TOWNS = frozenset({"settlement", "ppla", "pplc"})


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


def alone(names: Sequence[Name]) -> Floats:
    """The columns ``ALONE`` for every candidate of the names, in order: what speaks for it whatever the other names are."""
    cells: list[int] = []
    values: list[float] = []
    row = 0
    for name in names:
        for i in range(len(name.candidates)):
            for column, value in _alone(name, i):
                cells.append(row + column)
                values.append(value)
            row += len(ALONE)
    table = np.zeros(row)
    table[cells] = values
    return table.reshape(-1, len(ALONE))


def _alone(name: Name, i: int) -> Iterator[tuple[int, float]]:
    """What differs from zero in the row of one candidate: (column, value)."""
    candidate = name.candidates[i]
    feature = feature_of(candidate.place.feature)
    yield _AT["population"], math.log10((candidate.place.population or 0) + 1) / 7
    yield _AT["score"], candidate.score
    yield _KIND_AT[candidate.name_kind], 1.0
    yield _FEATURE_AT[feature], 1.0
    if i == 0:
        yield from _first(name, feature)
    if candidate.score >= 1.0:
        yield _AT["user"], 1.0
    if name.opens and feature in _TOWNS:
        yield _AT["opens settlement"], 1.0
    if candidate.name_kind != "abbreviation" and len(name.surface) <= 3 and name.surface.isupper():
        yield _AT["capitals"], 1.0
    if name.commas[i]:
        yield _AT["inside"], 1.0
    if name.around[i]:
        yield _AT["around"], 1.0
    for cue, share in name.cues.items():
        kind = cue.partition(" ")[2]
        if feature in _SPEAKS.get(kind, ()):
            yield _AT[cue], share
        if kind == "civic" and feature == "country":
            yield _AT[f"{cue} country"], share


def _first(name: Name, feature: str) -> Iterator[tuple[int, float]]:
    """What is told of the first candidate of a name."""
    yield _AT["first"], 1.0
    if feature in {"country", "adm1"}:
        yield _AT[f"first {feature}"], 1.0
    if len(name.candidates) > 1:
        scores = sorted((c.score for c in name.candidates), reverse=True)
        yield _AT["first lead"], scores[0] - scores[1]


def softmax(scores: Floats, starts: NDArray[np.int64]) -> Floats:
    """Log-odds as probabilities that sum to one within each group; ``starts`` are the groups' bounds, none empty."""
    if not len(scores):
        return scores
    first = starts[:-1]
    group = np.repeat(np.arange(len(first)), np.diff(starts))
    return _softmax(scores, first, group)


def _softmax(scores: Floats, first: NDArray[np.int64], group: NDArray[np.int64]) -> Floats:
    """The same, told where each group begins and of which group each is."""
    power = np.exp(scores - np.maximum.reduceat(scores, first)[group])
    result: Floats = power / np.add.reduceat(power, first)[group]
    return result


def settle(names: Sequence[Name], votes: Votes, home: Sequence[Candidate], weigh: Floats) -> Floats:
    """Give every name's candidates their shares: first each alone, then in the light of the others, thrice.

    Returns the properties on which the last shares rest (a row for each candidate, ``COLUMNS``).
    """
    own = alone(names)
    by_itself, together = own @ weigh[: len(ALONE)], weigh[len(ALONE) :]
    at_home = np.array([4 * c.score for c in home])
    first, group = votes.starts[:-1], votes.owner
    shares = _softmax(by_itself, first, group)
    votes.elect(shares)
    for _ in range(ROUNDS):
        if len(at_home):
            votes.home_shares = softmax(at_home + votes.home_tally(shares) @ _HOME, np.array([0, len(at_home)]))
        tallied = votes.tally(shares)
        shares = _softmax(by_itself + tallied @ together, first, group)
    for i, name in enumerate(names):
        name.shares = shares[votes.starts[i] : votes.starts[i + 1]]
    return np.concatenate([own, tallied], axis=1)


#: What the votes for a home weigh: in its country, in its region, near it.
_HOME = np.array([2.0, 4.0, 8.0])
