"""Where a name that no gazetteer has must be: in the place that the name holds, in what it is said to lie in, or nearby."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.model import Place
from geomap.toponyms.lexicon import lexicon
from geomap.toponyms.mention import Mention
from geomap.toponyms.senses import Name
from geomap.toponyms.setting import Setting
from geomap.toponyms.votes import kilometres

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.toponyms.home import Home

_WORD = re.compile(r"[^\W\d_][\w'’.]*")
#: A place that a name holds must be at least so prominent: "Colorado State University", not "Gates Foundation".
_PROMINENT = 0.4
#: Characters over which a named place says half as much of what stands by it.
_BESIDE = 200.0
_NEIGHBOURHOOD_KM = 150.0
_ITSELF_KM, _AROUND_KM = 15.0, 60.0
_FOCUS = 40
_COARSE = ("A.PCL", "A.ADM1", "L.", "H.", "T.MTS")


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the document whose place is settled."""

    name: Name
    place: Place
    share: float


@dataclass(frozen=True, slots=True)
class StandIn:
    """A place that stands for an unknown one: ``how`` it was found, ``around_km`` how far the unknown one may be from it.

    ``share``: how far the place itself is settled, or how much of what is around speaks for it. ``agreed``: another way of
    finding one leads near the same place.
    """

    place: Place
    how: str
    share: float
    around_km: float
    agreed: bool = False


def stand_ins(
    name: Name,
    known: Sequence[Known],
    *,
    mentions: Sequence[Mention],
    settings: Sequence[Setting],
    home: Home,
    gazetteer: Gazetteer,
) -> list[StandIn]:
    """The stand-ins for a name, one for each way to find one."""
    by_name = {k.name.surface.casefold(): k for k in known if k.name is not name}
    found = [
        *_held(name, by_name, gazetteer),
        *_said(name, settings, by_name, gazetteer),
        *_near(name, mentions, known),
    ]
    if home.candidates:
        found.append(StandIn(home.candidates[0].place, "home", home.candidates[0].score, _AROUND_KM))
    return [replace(f, agreed=any(kilometres(f.place, o.place) < _NEIGHBOURHOOD_KM for o in found if o is not f)) for f in found]


def _held(name: Name, by_name: Mapping[str, Known], gazetteer: Gazetteer) -> Iterator[StandIn]:
    """A place inside the name itself: "Dubai World Trade Centre", "Embassy of Armenia"; the longest, of those the last."""
    words = _WORD.findall(name.surface)
    if len(words) < 2:
        return
    generic = lexicon("resolution").words("cues", "facility")
    for size in range(min(4, len(words) - 1), 0, -1):
        for first in range(len(words) - size, -1, -1):
            part = " ".join(words[first : first + size])
            bare = part.removesuffix("'s").removesuffix("’s")
            if not bare[0].isupper() or bare.casefold() in generic:
                continue
            met = by_name.get(bare.casefold())
            if met is not None:
                yield StandIn(met.place, "held", met.share, _ITSELF_KM)
                return
            place = gazetteer.demonym(bare)
            if place is not None:
                yield StandIn(place, "held people", 1.0, _ITSELF_KM)
                return
            found = gazetteer.candidates(bare)[:1]
            if found and found[0].score >= _PROMINENT and not gazetteer.is_common_word(bare):
                yield StandIn(found[0].place, "held unmet", found[0].score, _ITSELF_KM)
                return


def _said(name: Name, settings: Sequence[Setting], by_name: Mapping[str, Known], gazetteer: Gazetteer) -> Iterator[StandIn]:
    """What the text says it lies in: "the clinic in Y", "Y's Third Street", "Hill School, Y"."""
    for how, listed in (
        ("comma", [c for i in name.mentions for c in settings[i].commas]),
        ("around", [c for i in name.mentions for c in settings[i].around]),
    ):
        for container in dict.fromkeys(listed):
            met = by_name.get(container.casefold())
            if met is not None:
                yield StandIn(met.place, how, met.share, _ITSELF_KM)
                return
            found = gazetteer.candidates(container)[:1]
            if found and found[0].score >= _PROMINENT:
                yield StandIn(found[0].place, how, found[0].score, _ITSELF_KM)
                return


def _near(name: Name, mentions: Sequence[Mention], known: Sequence[Known]) -> Iterator[StandIn]:
    """The place that most of what is named around it is near; a region or a country where nothing finer is named."""
    others = sorted((k for k in known if k.name is not name), key=lambda k: -k.name.count)[:_FOCUS]
    weights = [k.share**2 * (0.1 * k.name.count**0.5 + 2.0 ** (-_gap(name, k.name, mentions) / _BESIDE)) for k in others]
    whole = sum(weights)
    for how, pool in (
        ("near", [k for k in others if not k.place.feature.startswith(_COARSE)]),
        ("region", [k for k in others if k.place.feature.startswith("A.ADM1")]),
        ("country", others),
    ):
        if not pool:
            continue
        support = [
            sum(w * math.exp(-kilometres(k.place, at.place) / _NEIGHBOURHOOD_KM) for w, k in zip(weights, others, strict=True))
            for at in pool
        ]
        best = max(range(len(pool)), key=support.__getitem__)
        yield StandIn(pool[best].place, how, support[best] / max(whole, 1e-9), _AROUND_KM)
        return


def _gap(name: Name, other: Name, mentions: Sequence[Mention]) -> int:
    """The fewest characters between mentions of the two."""
    return min(
        max(mentions[j].start - mentions[i].end, mentions[i].start - mentions[j].end, 0)
        for i in name.mentions[:_FOCUS]
        for j in other.mentions[:_FOCUS]
    )
