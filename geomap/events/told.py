"""A report as linking sees it: with its document, its story, its actors' names and the words that tell of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from geomap import lexicon
from geomap.events.bags import WORD, Weights, stem_of, unit
from geomap.events.clauses import SPEECH_FILE, entries
from geomap.events.ground import Ground, others_beside
from geomap.events.meaning import Sense
from geomap.events.mentions import deed_of
from geomap.events.stories import Stories, Tale
from geomap.events.types import family
from geomap.model import DateBasis, Document, Extraction, GeoPrecision, Report

WEIGHTS_FILE = "events/same_event.toml"
KINDS_FILE = "events/akin.toml"
TOWNS = frozenset({GeoPrecision.CITY, GeoPrecision.SITE, GeoPrecision.NEAR, GeoPrecision.DISTRICT})
_WORD = 4
#: What begins this early (characters) is what the article leads with.
_LEAD = 350
#: What stands this far (characters) from a trigger is near it; and what stands right beside it.
_NEAR = 60
_BESIDE = 45
#: Words that begin alike (so many letters of their stems) are of one root: *ambush*, *ambushed*; *extradite*, *extradition*.
_ROOT = 5
#: What is asked, filed or ordered is of a kind of its own.
_REQUEST = "request"
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
    #: The words of its actors' names and of what they are called, without endings: *dockers*, *rice farmers*.
    nouns: frozenset[str]
    #: The actors who act, and not those whom it is done or said to.
    speakers: tuple[str, ...]
    family: str
    #: The words that tell of the event, in lower case.
    triggers: frozenset[str]
    #: These words without endings, and one for all words for one deed (*killed*, *death*).
    deeds: frozenset[str]
    #: The kinds of things that these words may tell of.
    kinds: frozenset[str]
    #: The names and towns of the whole document: what its story is about.
    story: frozenset[str]
    #: What the document tells, by all its words; None where nothing is known of it.
    tale: Tale | None = None

    #: The quote's words, and the names among them, each weighed by how rare it is; of length 1.
    quote: Weights = field(default_factory=dict)
    named: Weights = field(default_factory=dict)
    #: The same for the words that stand near its trigger: who did it, and to what.
    near: Weights = field(default_factory=dict)
    #: What these words mean, and the words that tell of it; None where its document is not known to tell one story with others.
    sense: Sense | None = None
    #: Which of its sentence's words are its own and not those of what is told beside it; None as above.
    ground: Ground | None = None
    #: The quote's words, each weighed by how rare it is and by how seldom its own document has it.
    own: Weights = field(default_factory=dict)
    #: The roots of its quote's longer words, and of those right beside its trigger, each with how often its document has it.
    roots: Mapping[str, int] = field(default_factory=dict)
    roots_beside: Mapping[str, int] = field(default_factory=dict)
    #: Its time, place, deeds and names, each with how many reports of its document have it.
    marks: Mapping[str, int] = field(default_factory=dict)
    #: Where in its document it stands, from 0 (the beginning) to 1.
    at: float = 0.0
    #: The days that the reports of its own sentences state.
    days: tuple[tuple[date, date], ...] = ()
    #: The times of all happenings of its document that say one.
    times: tuple[tuple[date, date], ...] = ()
    #: How many reports of its family its document has.
    of_family: int = 1
    #: Whether it is the first happening that its document tells of.
    first: bool = False
    #: Whether it stands in the headline.
    headline: bool = False

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
        days: tuple[tuple[date, date], ...] = (),
        times: tuple[tuple[date, date], ...] = (),
        first: bool = False,
        headline: bool = False,
        counts: Counter[str] | None = None,
        roots: Counter[str] | None = None,
        shared_by: Counter[str] | None = None,
        beside: Sequence[Report] | None = None,
    ) -> Told:
        """The report, with what is asked of it again and again."""
        names = tuple(a.name for a in report.actors)
        proper = tuple(n for n in names if _is_proper(n))
        called = (word for name in names for word in name.split()) if rarity and tale else ()
        nouns = frozenset(stem_of(word) for word in called if len(word) >= _WORD and not _is_anybody(word))
        triggers = frozenset(t.text.lower() for t in (report.trigger, *report.mentions))
        deeds = frozenset(deed_of(t) for t in triggers)
        speakers = tuple(a.name for a in report.actors if a.role == "actor")
        words = words_of(report.quote)
        kin = _kin(report)
        quote, named = _weighed(report.quote, rarity, tale.names) if rarity and tale else ({}, {})
        around = {s: rarity(s) for s in _near(report, document, _NEAR)} if rarity and tale else {}
        near = unit(around)
        told = {stem_of(word): rarity(stem_of(word)) for word in triggers} if rarity and counts else {}
        sense = Sense.of(around | told) if told else None
        ground = None if beside is None else Ground.of(report, others_beside(report, beside), document.text, quote)
        own = {s: rarity(s) / counts[s] for s in quote if counts[s]} if rarity and counts else {}
        of_quote = {root: roots[root] for root in _roots(WORD.findall(report.quote))} if roots else {}
        next_to = {root: roots[root] for root in _roots(_near(report, document, _BESIDE))} if roots else {}
        marks = {mark: shared_by[mark] + report.tentative or 1 for mark in _marks(report)} if shared_by else {}
        at = report.trigger.start / max(1, len(document.text))
        return cls(
            report,
            document,
            words,
            names,
            proper,
            nouns,
            speakers,
            kin,
            triggers,
            deeds,
            kinds_of(deeds),
            story,
            tale,
            quote,
            named,
            near,
            sense,
            ground,
            own,
            of_quote,
            next_to,
            marks,
            at,
            days,
            times,
            of_family,
            first,
            headline,
        )


def _kin(report: Report) -> str:
    """The family in which a report is compared: what one files, orders or asks for is done, and not just said."""
    return _REQUEST if report.event_type == _REQUEST else family(report.event_type)


def all_told(extractions: Sequence[Extraction]) -> list[Told]:
    """Every report of every document, with what its document's story is."""
    read = Stories.of(e.document for e in extractions)
    return [told for i, e in enumerate(extractions) for told in told_in(e.document, e.reports, read.tale(i), read.rarity)]


def told_in(document: Document, reports: Sequence[Report], tale: Tale, rarity: Rarity) -> list[Told]:
    """The reports of one document, with all that linking asks of them; what is only tentative is no rival of what is sure."""
    sure = [r for r in reports if not r.tentative]
    story = story_of(sure)
    kin = Counter(_kin(r) for r in sure)
    happenings = (r for r in sure if family(r.event_type) != "speech")
    first = min(happenings, key=lambda r: (r.start, r.trigger.start), default=None)
    compared = tale.story is not None  # what singles a report out is asked only of documents that are known to tell one story
    counts = Counter(map(stem_of, WORD.findall(document.text))) if compared else None
    roots: Counter[str] = Counter()
    for stem, n in (counts or {}).items():
        roots[stem[:_ROOT]] += n
    shared_by = Counter(mark for report in sure for mark in _marks(report)) if compared else None
    times = _times(sure) if compared else ()
    head = document.text.find("\n")  # -1: no line of its own is a headline
    return [
        Told.of(
            r,
            document,
            story,
            tale,
            rarity=rarity,
            of_family=kin[_kin(r)] + r.tentative,
            days=_days(r, sure),
            times=times,
            first=r is first,
            headline=r.trigger.start < head,
            counts=counts,
            roots=roots,
            shared_by=shared_by,
            beside=sure if compared else None,
        )
        for r in reports
    ]


def _marks(report: Report) -> frozenset[str]:
    """What may single a report out among those of its document: its time, its place, its deeds, and who takes part."""
    when, pin = report.when, report.pin
    marks = {f"deed {deed_of(t.text.lower())}" for t in (report.trigger, *report.mentions)}
    marks |= {f"name {actor.name}" for actor in report.actors}
    if when is not None and when.earliest is not None and when.basis is not DateBasis.PUBLICATION:
        marks.add(f"time {when.earliest} {when.latest}")
    if pin is not None and pin.place is not None:
        marks.add(f"place {pin.place.id}")
    return frozenset(marks)


def _days(report: Report, reports: Sequence[Report]) -> tuple[tuple[date, date], ...]:
    """The days that are stated in the sentences of a report, for it or for what is told beside it."""
    whens = [other.when for other in reports if other.start < report.end and report.start < other.end]
    stated = (w for w in whens if w is not None and w.basis is not DateBasis.PUBLICATION)
    return tuple({(w.earliest, w.latest) for w in stated if w.earliest is not None and w.latest is not None})


def _times(reports: Sequence[Report]) -> tuple[tuple[date, date], ...]:
    """The times of all happenings, each as often as it is told."""
    whens = [r.when for r in reports if r.when is not None and family(r.event_type) != "speech"]
    known = (w for w in whens if w.basis is not DateBasis.PUBLICATION)
    return tuple((w.earliest, w.latest) for w in known if w.earliest is not None and w.latest is not None)


def _roots(words: Iterable[str]) -> frozenset[str]:
    """The roots of the longer of some words."""
    return frozenset(stem_of(word)[:_ROOT] for word in words if len(word) >= _WORD)


def _near(report: Report, document: Document, reach: int) -> frozenset[str]:
    """The words that stand near the trigger, in its sentence."""
    start, end = report.trigger.start, report.trigger.end
    before = document.text[max(report.start, start - reach) : start]
    after = document.text[end : max(end, min(report.end, end + reach))]
    words = WORD.findall(before)[start - report.start > reach :] + WORD.findall(after)[: -1 if report.end - end > reach else None]
    return frozenset(map(stem_of, words))


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
    return not _is_anybody(words[-1])


def _is_anybody(word: str) -> bool:
    """Whether a word names people of any story: *people*, *police*, *men*."""
    return any(word.lower() in entries(SPEECH_FILE, key) for key in ("groups", "persons", "titles"))


def words_of(text: str) -> frozenset[str]:
    """The longer words of a text, in lower case."""
    return frozenset(w for w in map(str.lower, _LETTERS.findall(text)) if len(w) >= _WORD)


def kinds_of(deeds: Iterable[str]) -> frozenset[str]:
    """The kinds of things that may be told with some words, given as deeds."""
    known = _kinds()
    return frozenset(kind for deed in deeds for kind in known.get(deed, ()))


@cache
def _kinds() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for kind, words in lexicon.table(KINDS_FILE)["kinds"].items():
        for word in words:
            found[deed_of(word)].add(kind)
    return {deed: frozenset(kinds) for deed, kinds in found.items()}
