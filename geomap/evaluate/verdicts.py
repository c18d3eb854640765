"""Whether each single report is right, as an analyst's annotation has it: what a confidence has to live up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.evaluate.articles import GoldArticle, GoldEvent
from geomap.evaluate.calibration import Calibration
from geomap.evaluate.events import REAL, FoundReport, found_report, matches, right_place


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the happening of a report is in the text, and whether it is where the report is drawn; None: nobody has said."""

    happening: bool | None
    place: bool | None

    @property
    def right(self) -> bool | None:
        """Whether all of it is right; None where that is not known."""
        if self.happening is None or not self.happening:
            return self.happening
        return self.place


def verdicts(article: GoldArticle, reports: Sequence[Mapping[str, Any]]) -> list[Verdict]:
    """A verdict on each report of an article, in their order; ``reports`` as ``geomap parse`` writes them.

    A second report of a happening is right, too. Of what an analyst found neither here nor there, nobody says anything.
    """
    found = [found_report(report) for report in reports]
    pairs, again = matches(article.events, found)
    gold_of = {j: article.events[i] for i, j in pairs.items()}
    return [_verdict(report, gold_of.get(j), repeated=j in again) for j, report in enumerate(found)]


def calibration(articles: Sequence[GoldArticle], records: Mapping[str, Mapping[str, Any]]) -> Calibration:
    """Whether the confidence of reports is the share of them that is right."""
    statements = []
    for article in articles:
        reports = records[article.id]["reports"] if article.id in records else []
        for report, verdict in zip(reports, verdicts(article, reports), strict=True):
            if verdict.right is not None:
                statements.append((report["confidence"], verdict.right))
    return Calibration.of(statements)


def _verdict(report: FoundReport, gold: GoldEvent | None, *, repeated: bool) -> Verdict:
    drawn = report.pin is not None and report.pin.point is not None
    if gold is None:
        return Verdict(happening=repeated, place=None if drawn else True)
    if gold.tier == "optional":
        return Verdict(None, None)
    if gold.tier == "denied" and report.status in REAL and report.status not in gold.statuses:
        return Verdict(happening=False, place=None)
    if not drawn:
        return Verdict(happening=True, place=True)
    if not gold.pins or report.pin is None:
        return Verdict(happening=True, place=None)
    return Verdict(happening=True, place=right_place(report.pin, gold.pins) is not None)
