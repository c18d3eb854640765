"""Why a toponym was missed, found in vain, or put in the wrong place: each error with its cause.

The cause is read from the prediction (usage, reason, candidates), from the gazetteer, and from the ``Trace`` of a prediction
where it has one: what the recogniser considered, the named entities, the page furniture. Without a trace the causes are coarser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.evaluate.gold import PlaceSpan
from geomap.evaluate.judged import NEAR_KM, FoundToponym, Judged, Point, kilometres, touches
from geomap.evaluate.scores import Fault, Spanned, overlap
from geomap.evaluate.trace import Entity, Trace
from geomap.gazetteer import Gazetteer

_MATCHING = "exact"
_CONTEXT_CHARS = 40
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC", "NORP"})
_LABEL_CAUSES = {"PERSON": "a person's name", "ORG": "an organisation's name"}


@dataclass(frozen=True, slots=True)
class ToponymFault(Fault):
    """An error over toponyms: ``kind`` is missed, spurious, unplaced or far, ``context`` the words around it."""

    corpus: str
    cause: str
    detail: str
    context: str


def faults(judged: Sequence[Judged], records: Mapping[str, Mapping[str, Any]], gazetteer: Gazetteer) -> list[ToponymFault]:
    """Every error by exact spans, with its cause, in the order of the documents."""
    return [f for each in judged for f in _Document(each, Trace.of(records.get(each.document.id)), gazetteer).faults()]


def counts(found: Sequence[ToponymFault]) -> dict[str, dict[str, int]]:
    """How many errors of each kind have each cause, the most frequent first."""
    kinds: dict[str, Counter[str]] = {}
    for fault in found:
        kinds.setdefault(fault.kind, Counter())[fault.cause] += 1
    return {kind: dict(causes.most_common()) for kind, causes in sorted(kinds.items())}


@dataclass(frozen=True, slots=True)
class _Document:
    judged: Judged
    trace: Trace
    gazetteer: Gazetteer

    def faults(self) -> list[ToponymFault]:
        """The errors of this document: annotations first, then what was found in vain."""
        each = self.judged
        pairs, errors = each.pairs[_MATCHING], each.errors(_MATCHING)
        listed = []
        for i, gold in enumerate(each.gold):
            if i not in pairs:
                listed.append(self._fault("missed", gold, self._missed(gold), gold.point, None))
            elif pairs[i] in errors:
                found, error = each.found[pairs[i]], errors[pairs[i]]
                if gold.point is not None and (error is None or error > NEAR_KM):
                    kind = "unplaced" if error is None else "far"
                    listed.append(self._fault(kind, gold, self._misplaced(gold.point, found), gold.point, found.point))
        matched = set(pairs.values())
        for j in each.counted(_MATCHING):
            if j not in matched:
                found = each.found[j]
                listed.append(self._fault("spurious", found, self._spurious(found), None, found.point))
        return listed

    def _fault(self, kind: str, span: PlaceSpan, why: tuple[str, str], gold: Point | None, found: Point | None) -> ToponymFault:
        text = self.judged.document.text
        around = text[max(0, span.start - _CONTEXT_CHARS) : span.end + _CONTEXT_CHARS]
        return ToponymFault(
            document=self.judged.document.id,
            kind=kind,
            start=span.start,
            surface=text[span.start : span.end],
            gold=_point(gold),
            found=_point(found),
            corpus=self.judged.document.corpus,
            cause=why[0],
            detail=why[1],
            context=" ".join(around.split()),
        )

    def _missed(self, gold: PlaceSpan) -> tuple[str, str]:
        surface = self._surface(gold)
        if touches(gold, self.trace.furniture):
            return "page furniture", ""
        rivals = [f for f in self.judged.found if overlap(f, gold) > 0]
        if rivals:
            return f"other span: {_compared(rivals[0], gold)}", self._surface(rivals[0])
        known = bool(self.gazetteer.candidates(surface)) or self.gazetteer.demonym(surface) is not None
        considered = self.trace.considered
        if considered is None:
            return ("not recognised" if known else "not in the gazetteer"), ""
        p = considered.get((gold.start, gold.end))
        if p is None:
            return ("not a stretch considered" if known else "not in the gazetteer"), ""
        return "weighed too low", f"probability {p:.2f}" + ("" if known else ", not in the gazetteer")

    def _spurious(self, found: FoundToponym) -> tuple[str, str]:
        surface = self._surface(found)
        touched = [g for g in self.judged.gold if overlap(g, found) > 0]
        if touched:
            return f"other span: {_compared(found, touched[0])}", self._surface(touched[0])
        if found.usage == "demonym":
            return "demonym, not annotated", ""
        if any(self._surface(g) == surface for g in self.judged.gold):
            return "annotated elsewhere in the document", ""
        return self._looks_like(found)

    def _looks_like(self, found: FoundToponym) -> tuple[str, str]:
        """What a name far from any annotation seems to be."""
        if found.usage == "embedded":
            return "part of an organisation's name", self._words_around(found)
        entity = self._entity(found)
        if entity is not None and entity.label not in _PLACE_LABELS:
            return _LABEL_CAUSES.get(entity.label, "another entity"), f"{entity.label} {self._surface(entity)}"
        if self._name_goes_on(found):
            return "part of a longer name", self._words_around(found)
        if self.gazetteer.is_common_word(self._surface(found)):
            return "common word", ""
        return "a place, not annotated" if entity is not None else "other", ""

    def _misplaced(self, point: Point, found: FoundToponym) -> tuple[str, str]:
        abstained = f"abstained: {(found.reason or 'no reason given').partition(':')[0]}; " if found.point is None else ""
        ranked = [i for i, option in enumerate(found.options) if kilometres(option.point, point) <= NEAR_KM]
        if ranked and not ranked[0] and not abstained:
            return "moved away from the right place", ""
        if ranked:
            right = found.options[ranked[0]]
            cause = "right candidate ranked lower" if ranked[0] else "right candidate ranked first"
            return abstained + cause, f"rank {ranked[0] + 1}, probability {right.probability:.2f}: {right.name}"
        candidates = self.gazetteer.candidates(self._surface(found))
        rank = next((i for i, c in enumerate(candidates) if kilometres((c.place.lat, c.place.lon), point) <= NEAR_KM), None)
        if rank is None:
            return abstained + "no candidate within 161 km", f"{len(candidates)} candidates"
        place = candidates[rank].place
        return abstained + "right candidate ranked lower", f"number {rank + 1} of the gazetteer's {len(candidates)}: {place.name}"

    def _surface(self, span: Spanned) -> str:
        return self.judged.document.text[span.start : span.end]

    def _entity(self, found: Spanned) -> Entity | None:
        """The named entity that shares most with the span."""
        touching = [e for e in self.trace.entities if overlap(e, found) > 0]
        return max(touching, key=lambda e: overlap(e, found), default=None)

    def _name_goes_on(self, found: Spanned) -> bool:
        """Whether a capitalised word stands next to it, with nothing but a space or a hyphen between."""
        text = self.judged.document.text
        after, before = text[found.end : found.end + 2], text[max(0, found.start - 40) : found.start]
        follows = len(after) == 2 and after[0] in " -" and after[1].isupper()
        words = before.split(" ")
        return follows or (len(words) > 1 and not words[-1] and words[-2][:1].isupper() and words[-2].isalpha())

    def _words_around(self, found: Spanned) -> str:
        text = self.judged.document.text
        before, after = text[: found.start].rsplit(None, 2)[-2:], text[found.end : found.end + 40].split()[:2]
        return " ".join([*before[-1:], self._surface(found), *after])


def _compared(found: Spanned, gold: Spanned) -> str:
    if found.start <= gold.start and gold.end <= found.end:
        return "longer than annotated"
    if gold.start <= found.start and found.end <= gold.end:
        return "shorter than annotated"
    return "shifted"


def _point(point: Point | None) -> str:
    """The point as a URI (RFC 5870), latitude first; empty where there is none."""
    return "" if point is None else f"geo:{point[0]:.4f},{point[1]:.4f}"
