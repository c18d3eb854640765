"""From places and times to events: what happened, where, when, according to whom, and whether it happened at all.

``find`` reads the reports of one document; ``link`` finds which reports of many documents tell of one happening, ``stories``
which documents tell of the same news; ``confidence_parts`` says why a report is as sure as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.events.confidence import Confidence, confidence_parts
from geomap.events.linking import link, linked
from geomap.events.origins import near_duplicates
from geomap.events.stories import stories
from geomap.events.types import event_types
from geomap.model import Document, Report, Timex, Toponym

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from geomap.gazetteer import Gazetteer

DATA_FILES = (
    "events/types.toml",
    "events/kinds.toml",
    "events/roles.toml",
    "events/open_class.toml",
    "events/status.toml",
    "events/speech.toml",
    "events/anchoring.json",
    "events/event_types.json",
    "events/same_mention.json",
    "events/unlisted.json",
    "events/whereabouts.json",
    "events/confidence.toml",
)

__all__ = [
    "DATA_FILES",
    "Confidence",
    "confidence_parts",
    "event_types",
    "find",
    "link",
    "linked",
    "method",
    "near_duplicates",
    "stories",
]


def find(
    document: Document,
    parsed: Doc,
    toponyms: Sequence[Toponym],
    timexes: Sequence[Timex],
    *,
    gazetteer: Gazetteer | None = None,
) -> tuple[Report, ...]:
    """Every report of a document, in the order of its text.

    ``parsed`` is what ``geomap.syntax.parse`` made of the document; ``gazetteer`` turns a capital that acts into its country (the
    default gazetteer where none is given).
    """
    from geomap.events.capitals import with_capitals
    from geomap.events.context import Context
    from geomap.events.reports import reports_of
    from geomap.events.tensed import tensed
    from geomap.gazetteer import Gazetteer as Shipped
    from geomap.syntax.tree import Doc as Tree

    known = gazetteer or Shipped.open()
    tree = Tree(parsed)
    named = with_capitals(toponyms, tree, document.text, known)
    context = Context.of(document, tree, named, tensed(timexes, tree, document.published))
    return reports_of(context, known, method=method())


def method() -> str:
    """The name and version of the rules and weights, for the ``method`` of every report."""
    return "rules-" + lexicon.digest(*DATA_FILES)
