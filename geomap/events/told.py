"""A report as linking sees it: with its document, its story, its actors' names and the words that tell of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from geomap.events.bags import WORD, Weights, stem_of, unit
from geomap.events.clauses import SPEECH_FILE, entries
from geomap.events.mentions import deed_of
from geomap.events.stories import Stories, Tale
from geomap.events.types import family
from geomap.model import Document, Extraction, GeoPrecision, Report

WEIGHTS_FILE = "events/same_event.toml"
TOWNS = frozenset({GeoPrecision.CITY, GeoPrecision.SITE, GeoPrecision.NEAR, GeoPrecision.DISTRICT})
_WORD = 4
#: What begins this early (characters) is what the article leads with.
_LEAD = 350
_LETTERS = re.compile(r"[^\W_]+")

#: How telling a word (its stem) is.
Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Told:
    """A report with the document it stands in, its actors' names, and the longer words of its quote."""

    report: Report
    document: Document
    words: frozenset[str]
    names: tuple[str, ...]
    #: The actors that have a name: *Claude Remy*, not *about 40 people*.
    proper: tuple[str, ...]
    #: The actors who act, and not those whom it is done or said to.
    speakers: tuple[str, ...]
    family: str
    #: The words that tell of the event, in lower case.
    triggers: frozenset[str]
    #: These words without endings, and one for all words for one deed (*killed*, *death*).
    deeds: frozenset[str]
    #: The names and towns of the whole document: what its story is about.
    story: frozenset[str]
    #: What the document tells, by all its words; None where nothing is known of it.
    tale: Tale | None = None

    #: The quote's words, and the names among them, each weighed by how rare it is; of length 1.
    quote: Weights = field(default_factory=dict)
    named: Weights = field(default_factory=dict)
    #: How many reports of its family its document has.
    of_family: int = 1

    @property
    def leads(self) -> bool:
        """Whether it stands where the article tells its news."""
        return self.report.start < _LEAD

    @classmethod
    def of(
        cls,
        report: Report,
        document: Document,
        story: frozenset[str],
        tale: Tale | None = None,
        *,
        rarity: Rarity | None = None,
        of_family: int = 1,
    ) -> Told:
        """The report, with what is asked of it again and again."""
        names = tuple(a.name for a in report.actors)
        proper = tuple(n for n in names if _is_proper(n))
        triggers = frozenset(t.text.lower() for t in (report.trigger, *report.mentions))
        deeds = frozenset(deed_of(t) for t in triggers)
        speakers = tuple(a.name for a in report.actors if a.role == "actor")
        words = words_of(report.quote)
        kin = family(report.event_type)
        quote, named = _weighed(report.quote, rarity, tale.names) if rarity and tale else ({}, {})
        return cls(report, document, words, names, proper, speakers, kin, triggers, deeds, story, tale, quote, named, of_family)


def all_told(extractions: Sequence[Extraction]) -> list[Told]:
    """Every report of every document, with what its document's story is."""
    read = Stories.of(e.document for e in extractions)
    return [told for i, e in enumerate(extractions) for told in told_in(e.document, e.reports, read.tale(i), read.rarity)]


def told_in(document: Document, reports: Sequence[Report], tale: Tale, rarity: Rarity) -> list[Told]:
    """The reports of one document, with all that linking asks of them."""
    story = story_of(reports)
    kin = Counter(family(r.event_type) for r in reports)
    return [Told.of(r, document, story, tale, rarity=rarity, of_family=kin[family(r.event_type)]) for r in reports]


def _weighed(quote: str, rarity: Rarity, known: frozenset[str]) -> tuple[Weights, Weights]:
    """The words of a quote, and the names among them, each weighed by how rare it is."""
    words = [m.group() for m in WORD.finditer(quote)]
    stems = {stem_of(w) for w in words}
    names = {stem_of(w) for w in words if w[0].isupper()}
    return unit({s: rarity(s) for s in stems}), unit({s: rarity(s) for s in names & known})


def story_of(reports: Sequence[Report]) -> frozenset[str]:
    """The proper names of all actors of a document, and the towns of all its events."""
    names = {n.name for r in reports for n in r.actors if _is_proper(n.name)}
    towns = {p.place.id for r in reports for p in r.places if p.place is not None and p.geo_precision in TOWNS}
    return frozenset(names | towns)


def _is_proper(name: str) -> bool:
    """Whether a name is somebody's own; *Police* and *Three men* are not, though a sentence begins with them."""
    words = name.split()
    if not words or not words[0][:1].isupper() or not words[-1][:1].isupper():
        return False
    last = words[-1].lower()
    return not any(last in entries(SPEECH_FILE, key) for key in ("groups", "persons", "titles"))


def words_of(text: str) -> frozenset[str]:
    """The longer words of a text, in lower case."""
    return frozenset(w for w in map(str.lower, _LETTERS.findall(text)) if len(w) >= _WORD)
