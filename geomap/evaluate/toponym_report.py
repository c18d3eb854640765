"""Everything that is measured over toponyms, corpus by corpus and together: gathered, and laid out for people and programs.

``macro`` is the mean over the corpora, each counting the same; ``all`` counts every toponym the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from geomap.evaluate import calibration, usages
from geomap.evaluate.calibration import Calibration
from geomap.evaluate.gold import GoldDocument
from geomap.evaluate.judged import Judged, judge
from geomap.evaluate.layout import number, rows, share
from geomap.evaluate.toponyms import ToponymScores, annotates_demonyms, scores_of
from geomap.evaluate.usages import TypeScores, UsageScores

Records = Mapping[str, Mapping[str, Any]]
#: Figures by group and name, as ``ToponymScores`` has them.
Figures = Mapping[str, Any]
LEFT_OUT = "demonyms left out"


@dataclass(frozen=True, slots=True)
class Grouped:
    """The figures of each corpus, their mean, and those over everything."""

    corpora: Mapping[str, ToponymScores]
    macro: Figures
    all: ToponymScores

    @classmethod
    def of(cls, judged: Sequence[Judged]) -> Grouped:
        """The figures over documents that were judged."""
        corpora: dict[str, list[Judged]] = {}
        for each in judged:
            corpora.setdefault(each.document.corpus, []).append(each)
        scored = {name: scores_of(part) for name, part in corpora.items()}
        return cls(scored, _mean([asdict(scores) for scores in scored.values()]), scores_of(judged))

    def groups(self) -> Iterator[tuple[str, Figures]]:
        """Each row of a table: the corpora, then (of several) their mean and everything."""
        for name, scores in self.corpora.items():
            yield name, asdict(scores)
        if len(self.corpora) > 1:
            yield "macro", self.macro
        if len(self.corpora) != 1:
            yield "all", asdict(self.all)


@dataclass(frozen=True, slots=True)
class ToponymReport:
    """Everything measured.

    ``left_out``: once more without found demonyms in the corpora that annotate none, None where there is no such corpus.
    ``gold_spans``: the annotated spans resolved, where that was asked for; ``resolution``: their calibration.
    """

    figures: Grouped
    demonyms_annotated: Mapping[str, bool]
    left_out: Grouped | None
    kinds: Mapping[str, ToponymScores]
    types: Mapping[str, TypeScores]
    usages: Mapping[str, UsageScores]
    end_to_end: Calibration
    gold_spans: Grouped | None
    resolution: Calibration | None

    def as_json(self) -> dict[str, Any]:
        """Everything as plain values: the figures over all documents at the top, the rest by name."""
        return {
            **asdict(self.figures.all),
            "corpora": _plain(self.figures.corpora),
            "macro": self.figures.macro,
            "demonyms_annotated": dict(self.demonyms_annotated),
            "demonyms_left_out": asdict(self.left_out) if self.left_out else None,
            "kinds": _plain(self.kinds),
            "types": _plain(self.types),
            "usages": _plain(self.usages),
            "calibration": {
                "end_to_end": asdict(self.end_to_end),
                "resolution": asdict(self.resolution) if self.resolution else None,
            },
            "gold_spans": asdict(self.gold_spans) if self.gold_spans else None,
        }


def report(
    documents: Sequence[GoldDocument],
    found: Records,
    *,
    is_demonym: Callable[[str], bool],
    gold_spans: Records | None = None,
    kinds: frozenset[str] | None = None,
    without_demonyms: bool = False,
) -> ToponymReport:
    """Measure what was found. ``without_demonyms``: no corpus counts as one that annotates demonyms."""
    judged = [judge(d, found.get(d.id), kinds=kinds) for d in documents]
    annotated = {
        corpus: not without_demonyms and annotates_demonyms([d for d in documents if d.corpus == corpus], is_demonym)
        for corpus in dict.fromkeys(d.corpus for d in documents)
    }
    without = [judge(d, found.get(d.id), kinds=kinds, demonyms=annotated[d.corpus]) for d in documents]
    given = None if gold_spans is None else [judge(d, gold_spans.get(d.id), kinds=kinds) for d in documents]
    return ToponymReport(
        figures=Grouped.of(judged),
        demonyms_annotated=annotated,
        left_out=None if all(annotated.values()) else Grouped.of(without),
        kinds=usages.by_kind(documents, found, kinds=kinds),
        types=usages.by_type(judged),
        usages=usages.by_usage(judged),
        end_to_end=calibration.end_to_end(judged),
        gold_spans=None if given is None else Grouped.of(given),
        resolution=None if given is None else calibration.resolution(given),
    )


def lines(of: ToponymReport, causes: Mapping[str, Mapping[str, int]] | None = None) -> Iterator[str]:
    """The report as tables; with how many errors have which cause, where they were looked for."""
    groups = [*of.figures.groups(), *_without_demonyms(of)]
    yield from _table(
        "Recognition", ["gold", *_PRF, *_LOOSE], [(n, [number(f.get("gold")), *_spans(f, "recognition")]) for n, f in groups]
    )
    yield from _table("Resolution of what was recognised", ["n", "placed", *_KM], [(n, _places(f)) for n, f in groups])
    if of.gold_spans is not None:
        given = [(n, _all_places(f)) for n, f in of.gold_spans.groups()]
        yield from _table("Resolution, annotated spans given (unplaced is wrong)", ["gold", "placed", *_KM], given)
    yield from _table(
        "End to end: the span, and within 161 km the place",
        ["gold", *_PRF, *_LOOSE],
        [(n, [number(f.get("gold_with_coordinates")), *_spans(f, "end_to_end")]) for n, f in groups],
    )
    yield from _usage_tables(of)
    yield from calibration_lines("Confidence, end to end", of.end_to_end)
    if of.resolution is not None:
        yield from calibration_lines("Confidence of the place alone, annotated spans given", of.resolution)
    for kind, counted in (causes or {}).items():
        yield from _table(f"Errors: {kind}", ["n"], [(cause, [number(n)]) for cause, n in counted.items()])


_PRF = ["P", "R", "F1"]
_LOOSE = ["overlap P", "R", "F1"]
_KM = ["acc@161", "of placed", "mean km", "median km", "AUC", "AUC all"]


def _without_demonyms(of: ToponymReport) -> Iterator[tuple[str, Figures]]:
    if of.left_out is not None:
        for name, figures in of.left_out.groups():
            if not of.demonyms_annotated.get(name, False):
                yield f"{name}, {LEFT_OUT}", figures


def _usage_tables(of: ToponymReport) -> Iterator[str]:
    if len(of.kinds) > 1:
        kinds = [(kind, [number(s.gold), *_spans(asdict(s), "recognition")]) for kind, s in of.kinds.items()]
        yield from _table("Recognition by annotated kind, the others neutral", ["gold", *_PRF, *_LOOSE], kinds)
    if of.types:
        types = [(name, [*_shares(t), ", ".join(f"{u} {n}" for u, n in t.usages.items())]) for name, t in of.types.items()]
        yield from _table("By annotated type", ["gold", "recall", "overlap", "acc@161", "found as"], types)
    found = [(name, _shares(u)) for name, u in of.usages.items()]
    yield from _table("By usage found", ["found", "precision", "overlap", "acc@161"], found)


def _shares(of: TypeScores | UsageScores) -> list[str]:
    return [number(of.exact.of), share(of.exact.share), share(of.overlap.share), share(of.acc161.share)]


def _spans(figures: Figures, what: str) -> list[str]:
    return [share(figures[f"{what}_{how}"][name]) for how in ("exact", "overlap") for name in ("precision", "recall", "f1")]


def _places(figures: Figures) -> list[str]:
    place = figures["resolution_exact"]
    shown = [number(place.get("n")), number(place.get("resolved")), share(place["acc161"]), share(place["acc161_resolved"])]
    return [
        *shown,
        *(number(place[name]) for name in ("mean_km", "median_km")),
        *(share(place[name]) for name in ("auc", "auc_all")),
    ]


def _all_places(figures: Figures) -> list[str]:
    """As ``_places``, over all annotations with coordinates: one whose span could not even be taken up is wrong."""
    shown = _places(figures)
    return [number(figures.get("gold_with_coordinates")), shown[1], share(figures["end_to_end_exact"]["recall"]), *shown[3:]]


def calibration_lines(title: str, of: Calibration) -> Iterator[str]:
    """A calibration as a table: how many statements each tenth of confidence has, and how many of them are right."""
    if of.n:
        bins = [(f"{b.low:.1f} to {b.high:.1f}", [number(b.n), share(b.confidence), share(b.right)]) for b in of.bins if b.n]
        listed = [*bins, ("expected calibration error", [number(of.n), share(of.expected_error), ""])]
        yield from _table(title, ["n", "confidence", "right"], listed)


def _table(title: str, columns: Sequence[str], body: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    yield from rows([[title, *columns], *([name, *cells] for name, cells in body)])
    yield ""


def _mean(every: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The mean of each figure over those that have it; counts have none."""
    means: dict[str, Any] = {}
    for name in every[0] if every else ():
        values = [each[name] for each in every if each[name] is not None]
        if values and isinstance(values[0], Mapping):
            means[name] = _mean(values)
        elif not values:
            means[name] = None
        elif isinstance(values[0], float):
            means[name] = fmean(values)
    return means


def _plain(of: Mapping[str, Any]) -> dict[str, Any]:
    return {name: asdict(scores) for name, scores in of.items()}
