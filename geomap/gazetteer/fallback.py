"""What nothing local knows, filled in from an online geocoder: after extraction, in one process, and marked as such."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files

from geomap.gazetteer.online import OnlineGeocoder, rules
from geomap.gazetteer.precision import precision_of
from geomap.model import Candidate, Extraction, Place, PlaceMention, Report, Skip, Toponym, Usage

UNKNOWN = "unknown name"
"""How the reason of a toponym begins that no gazetteer has."""
STAND_IN = "container"
"""The kind of a candidate that only stands for an unknown place: the town or country where it must be."""
_ARTICLES = ("the ", "The ")
_POSSESSIVES = ("'s", "’s")


class OnlineFallback:
    """Gives unknown toponyms the places that an online geocoder has for their names."""

    def __init__(self, geocoder: OnlineGeocoder) -> None:
        self.geocoder = geocoder

    def method(self, base: str) -> str:
        """The method of extractions that were filled in: another than without, so that each build gets what it asked for."""
        table = (files("geomap") / "data" / "gazetteer" / "online.toml").read_bytes()
        digest = hashlib.sha256(self.geocoder.label.encode() + table).hexdigest()[:6]
        return f"{base}+{self.geocoder.service}-{digest}"

    def filled_all(self, results: Iterable[Extraction | Skip]) -> Iterator[Extraction | Skip]:
        """Each extraction filled in, as they come."""
        for result in results:
            yield result if isinstance(result, Skip) else self.filled(result)

    def filled(self, extraction: Extraction) -> Extraction:
        """The extraction with places for its unknown toponyms, where there are any.

        Where a name got no answer the method says so, and the next build asks again.
        """
        method = self.method(extraction.method)
        answers, complete = self._answers(extraction)
        if not complete:
            method += "+unanswered"
        if not answers:
            return replace(extraction, method=method)
        countries = Counter(t.place.country for t in extraction.toponyms if t.place is not None and t.place.country)
        found: dict[tuple[int, int], Toponym] = {}
        toponyms = []
        for toponym in extraction.toponyms:
            candidates = answers.get(name_of(toponym), ()) if self._asks(toponym) else ()
            filled = _filled(toponym, candidates, countries, self.geocoder.service) if candidates else toponym
            if filled.place is not toponym.place:
                found[toponym.start, toponym.end] = filled
            toponyms.append(filled)
        reports, untold = (tuple(_report(r, found) for r in told) for told in (extraction.reports, extraction.untold))
        return replace(extraction, toponyms=tuple(toponyms), reports=reports, untold=untold, method=method)

    def _answers(self, extraction: Extraction) -> tuple[Mapping[str, tuple[Candidate, ...]], bool]:
        """The candidates for each unknown name that has any, and whether every name got an answer."""
        answers: dict[str, tuple[Candidate, ...]] = {}
        complete = True
        for name in dict.fromkeys(name_of(t) for t in extraction.toponyms if self._asks(t)):
            found = self.geocoder.candidates(name)
            complete = complete and found is not None
            if found:
                answers[name] = found
        return answers, complete

    def _asks(self, toponym: Toponym) -> bool:
        """Whether a toponym's name is sent: nothing local knows it, it is no people's name, and likely a place at all."""
        asking = rules()["asking"]
        unknown = (toponym.reason or "").startswith(UNKNOWN) if toponym.place is None else _stood_in(toponym)
        if not unknown or toponym.usage is Usage.DEMONYM:
            return False
        name = name_of(toponym)
        usable = 1 < len(name) <= asking["longest"] and any(c.isalpha() for c in name)
        return usable and _evidence(toponym) >= asking["least_confidence"]


def _stood_in(toponym: Toponym) -> bool:
    """Whether nothing has the name, and the toponym's place is only where it must be."""
    return bool(toponym.candidates) and all(c.name_kind == STAND_IN for c in toponym.candidates)


def _evidence(toponym: Toponym) -> float:
    """The probability that the toponym is a place at all; that of a stand-in is also of the place being right."""
    if toponym.place is None or not toponym.candidates[0].score:
        return toponym.confidence
    return min(1.0, toponym.confidence / toponym.candidates[0].score)


def name_of(toponym: Toponym) -> str:
    """What is sent for a toponym: its words in one line, without an article or a possessive."""
    name = " ".join(toponym.surface.split())
    for article in _ARTICLES:
        name = name.removeprefix(article)
    for ending in _POSSESSIVES:
        name = name.removesuffix(ending)
    return name.strip(" .,;:")


def _filled(toponym: Toponym, candidates: tuple[Candidate, ...], countries: Mapping[str, int], service: str) -> Toponym:
    """The toponym with the likeliest place, or with the reason why none can be chosen; the candidates are kept either way.

    Where the article itself says in which country the place must be, an answer in another country doesn't move it.
    """
    choosing = rules()["choosing"]
    weights = [c.score * (choosing["same_country"] if c.place.country in countries else 1) for c in candidates]
    ranked = sorted(zip(weights, candidates, strict=True), key=lambda pair: (-pair[0], pair[1].place.id))
    kept = tuple(Candidate(c.place, c.name_kind, round(w / sum(weights), 4)) for w, c in ranked)
    place = kept[0].place
    share = min(1.0, sum(c.score for c in kept if _km(c.place, place) < choosing["together_km"]))
    method = f"{toponym.method}+{service}"
    if toponym.place is not None and (share < choosing["sure"] or toponym.place.country not in {None, place.country}):
        return replace(toponym, candidates=(*toponym.candidates, *kept), method=method)
    if share < choosing["sure"]:
        return replace(toponym, candidates=kept, method=method, reason=f"ambiguous: {len(kept)} places bear this name online")
    precision, uncertainty = precision_of(place)
    return replace(
        toponym,
        place=place,
        geo_precision=precision,
        geo_uncertainty_km=uncertainty,
        confidence=round(_evidence(toponym) * share * choosing["trust"], 3),
        method=method,
        reason=None,
        candidates=(*kept, *toponym.candidates),
    )


def _km(a: Place, b: Place) -> float:
    east = abs((a.lon - b.lon + 180) % 360 - 180) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 111.2 * math.hypot(a.lat - b.lat, east)


def _report(report: Report, found: Mapping[tuple[int, int], Toponym]) -> Report:
    """The report with the places that were found for its names."""
    return replace(report, places=tuple(_mention(p, found) for p in report.places))


def _mention(mention: PlaceMention, found: Mapping[tuple[int, int], Toponym]) -> PlaceMention:
    toponym = found.get((mention.span.start, mention.span.end)) if mention.span is not None else None
    if toponym is None:
        return mention
    return replace(
        mention, place=toponym.place, geo_precision=toponym.geo_precision, geo_uncertainty_km=toponym.geo_uncertainty_km
    )
