"""Which place a mention names: the candidates of each name weighed by what the rest of the document speaks of."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from geomap.model import Candidate, Place
from geomap.toponyms.mention import Kind, Mention

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Candidates that are weighed for one name, and those that are kept for the reviewer.
_WEIGHED = 40
KEPT = 5
_ROUNDS = 3
#: Names whose places are votes, and the share from which a place is one.
_VOTERS = 80
_LEAST_SHARE = 0.05
#: Beside the fitted weight: who writes "Alexandria, Louisiana" has said which, also where nothing else in the text does.
_CONTAINED = 2.5
#: Places nearer than this speak for each other.
_NEIGHBOURHOOD_KM = 150.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates of one mention, likeliest first, with their probabilities; ``reason`` when none can be chosen.

    ``contained``: the mention itself says in what country or state it lies, and the place does.
    """

    candidates: tuple[Candidate, ...]
    place: Place | None
    probability: float
    reason: str | None = None
    contained: bool = False


@dataclass
class Name:
    """One name of the document, in one setting: its candidates and how many mentions it has."""

    key: tuple[str, str]
    surface: str
    container: str | None
    candidates: tuple[Candidate, ...]
    inside: tuple[bool, ...]
    count: int = 0
    shares: tuple[float, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Voter:
    """A name as the others see it: its weight, and its likelier places with their shares."""

    key: tuple[str, str]
    weight: float
    places: list[tuple[float, Place]]


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """What each property of a candidate adds to its log-odds (``benchmarks/fit_toponyms.py`` fits them)."""
    path = files("geomap") / "data" / "toponyms" / "choice.json"
    table: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["weights"]
    return table


def choices(mentions: Sequence[Mention], gazetteer: Gazetteer, *, sure: float = 0.4) -> list[Choice]:
    """The choice for each mention, in their order; one sense a name in one document.

    Below the probability ``sure`` the choice abstains as ambiguous.
    """
    names = gather(mentions, gazetteer)
    settle(names.values())
    return [_choice(m, names[key_of(m)], sure) for m in mentions]


def key_of(mention: Mention) -> tuple[str, str]:
    """Mentions with the same key share one sense: name and kind; "eastern Russia" is not what "Russia" is."""
    if mention.kind is Kind.AREA:
        return mention.surface.casefold(), "area"
    return mention.name.casefold(), "demonym" if mention.kind is Kind.DEMONYM else "name"


def gather(mentions: Iterable[Mention], gazetteer: Gazetteer) -> dict[tuple[str, str], Name]:
    """The distinct names of the mentions with their candidates."""
    names: dict[tuple[str, str], Name] = {}
    containers: dict[tuple[str, str], Counter[str]] = {}
    for mention in mentions:
        key = key_of(mention)
        containers.setdefault(key, Counter())
        if mention.container:
            containers[key][mention.container] += 1
        if key in names:
            names[key].count += 1
            continue
        candidates = _candidates(mention, gazetteer)
        names[key] = Name(key, mention.name, None, candidates, (), 1)
    for key, name in names.items():
        for container, _ in containers[key].most_common():
            inside = tuple(_inside(c.place, container, gazetteer) for c in name.candidates)
            if any(inside):
                name.container, name.inside = container, inside
                break
        else:
            name.inside = tuple(False for _ in name.candidates)
    return names


def _candidates(mention: Mention, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    if mention.kind is Kind.DEMONYM:
        place = gazetteer.demonym(mention.name)
        return (Candidate(place, "demonym", 1.0),) if place is not None else ()
    if mention.kind is Kind.AREA:
        base = gazetteer.candidates(mention.name)[:_WEIGHED]
        known = {c.place.id for c in base}
        own = tuple(c for c in gazetteer.candidates(mention.surface)[:1] if c.place.id not in known)
        return own or base
    return gazetteer.candidates(mention.name)[:_WEIGHED]


def _inside(place: Place, container: str, gazetteer: Gazetteer) -> bool:
    """Whether the place lies in a country, state or county of that name (not being that itself)."""
    for candidate in gazetteer.candidates(container)[:5]:
        outer = candidate.place
        if outer.id == place.id or outer.country != place.country or place.feature.startswith("A.PCL"):
            continue
        if outer.feature.startswith("A.PCL"):
            return True
        if outer.feature.startswith("A.ADM1") and outer.admin1 is not None and outer.admin1 == place.admin1:
            return not place.feature.startswith("A.ADM1")
        if outer.feature.startswith("A.ADM2") and kilometres(outer, place) < 60:
            return True
    return False


def settle(names: Iterable[Name]) -> None:
    """Give every name's candidates their shares: first each alone, then in the light of the others, thrice."""
    every = [n for n in names if n.candidates]
    for name in every:
        name.shares = softmax([score(_alone(name, i)) for i in range(len(name.candidates))])
    for _ in range(_ROUNDS):
        voters = electorate(every)
        shares = [softmax([score(properties(n, i, voters)) for i in range(len(n.candidates))]) for n in every]
        for name, share in zip(every, shares, strict=True):
            name.shares = share


def electorate(every: Sequence[Name]) -> list[Voter]:
    """The names that have a say in what the others mean: the most mentioned ones, each with its likelier places.

    There is a limit because the work grows with the square of their number, and a list of a thousand towns is a document too.
    """
    chosen = sorted(every, key=lambda n: -n.count)[:_VOTERS]
    return [
        Voter(n.key, math.sqrt(n.count), [(s, c.place) for s, c in zip(n.shares, n.candidates, strict=True) if s >= _LEAST_SHARE])
        for n in chosen
    ]


def properties(name: Name, index: int, every: Sequence[Voter]) -> dict[str, float]:
    """What speaks for one candidate of a name: its own properties and those that the other names give it."""
    return {**_alone(name, index), **_together(name, index, every)}


def _alone(name: Name, index: int) -> dict[str, float]:
    candidate = name.candidates[index]
    place = candidate.place
    kind, _, code = place.feature.partition(".")
    found = {
        "population": math.log10((place.population or 0) + 1) / 7,
        "score": candidate.score,
        "first": float(index == 0),
        f"kind {candidate.name_kind}": 1.0,
    }
    if candidate.score >= 1.0:
        found["user"] = 1.0
    found[f"feature {_feature(kind, code)}"] = 1.0
    if name.container is not None:
        found["inside container"] = float(name.inside[index])
    last = name.surface.rsplit(" ", 1)[-1].casefold()
    if last in {"county", "parish"}:
        found["county"] = float(code.startswith("ADM2"))
    return found


def _feature(kind: str, code: str) -> str:
    if code.startswith("PCL"):
        return "country"
    if code.startswith("ADM"):
        return code[:4].casefold()
    if code in {"PPLC", "PPLA"}:
        return code.casefold()
    return {"P": "settlement", "A": "area"}.get(kind, "other")


def _together(name: Name, index: int, every: Sequence[Voter]) -> dict[str, float]:
    place = name.candidates[index].place
    country = admin = near = total = 0.0
    nearest = 20_000.0
    for other in every:
        if other.key == name.key:
            continue
        weight = other.weight
        total += weight
        for share, there in other.places:
            if there.country is not None and there.country == place.country:
                country += weight * share
                if there.admin1 is not None and there.admin1 == place.admin1:
                    admin += weight * share
            if not there.feature.startswith("A.PCL"):
                far = kilometres(place, there)
                near += weight * share * math.exp(-far / _NEIGHBOURHOOD_KM)
                if share > 0.5:
                    nearest = min(nearest, far)
    if not total:
        return {}
    return {
        "country share": country / total,
        "country any": float(country > 0.5),
        "region share": admin / total,
        "region any": float(admin > 0.5),
        "neighbours": math.log1p(near),
        "nearest": -math.log10(1 + nearest),
    }


def score(found: Mapping[str, float]) -> float:
    """The log-odds of a candidate with these properties, up to a constant."""
    table = weights()
    return sum(table.get(key, 0.0) * value for key, value in found.items()) + _CONTAINED * found.get("inside container", 0.0)


def softmax(scores: Sequence[float]) -> tuple[float, ...]:
    """Log-odds as probabilities that sum to one."""
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    whole = sum(powers)
    return tuple(p / whole for p in powers)


def kilometres(a: Place, b: Place) -> float:
    """The great-circle distance between two places (haversine, mean radius 6,371 km: within 0.6 % of the ellipsoid).

    geopy's geodesic is a hundred times slower, and a vote doesn't need its millimetres.
    """
    rad = math.pi / 180
    across = math.cos(a.lat * rad) * math.cos(b.lat * rad) * math.sin((b.lon - a.lon) * rad / 2) ** 2
    h = math.sin((b.lat - a.lat) * rad / 2) ** 2 + across
    return 12_742.0 * math.asin(min(1.0, math.sqrt(h)))


def _choice(mention: Mention, name: Name, sure: float) -> Choice:
    if not name.candidates:
        return Choice((), None, 0.0, "unknown name: no gazetteer has it")
    ranked = sorted(zip(name.shares, range(len(name.candidates)), strict=True), key=lambda pair: (-pair[0], pair[1]))
    best = tuple(Candidate(name.candidates[i].place, name.candidates[i].name_kind, round(s, 4)) for s, i in ranked[:KEPT])
    place = best[0].place
    # Homonyms side by side (a town and its county) are one answer at map scale.
    together = sum(s for s, i in ranked if kilometres(name.candidates[i].place, place) < 50)
    if together < sure:
        return Choice(best, None, together, f"ambiguous: {len(name.candidates)} places bear this name")
    contained = mention.container is not None and mention.container == name.container and name.inside[ranked[0][1]]
    return Choice(best, place, min(1.0, together), contained=contained)
