"""A store for the dashboard's tests, built from the nouns alone: no parser, no gazetteer, so that its content is known exactly.

It has every status, every kind of place (site, city, region, country, unknown), every kind of date (a day, a month, relative,
unknown), a place with several events, a journey, a disagreement, a retelling, history, and, if asked, a hostile document.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from geomap.model import (
    Claim,
    DateBasis,
    DatePrecision,
    Disagreement,
    Document,
    Event,
    Extraction,
    Furniture,
    GeoPrecision,
    Place,
    PlaceMention,
    PublishedBasis,
    Report,
    Role,
    Skip,
    Span,
    Status,
    Trigger,
    When,
)
from geomap.store import Store

METHOD = "sample-1"

HARBOUR = Place("geonames:2013348", "Vladivostok", 43.10562, 131.87353, "P.PPLA", "RU", "59", 604901, None)
CAPITAL = Place("geonames:1871859", "Pyongyang", 39.03385, 125.75432, "P.PPLC", "KP", "12", 3222000, None)
LAUNCH_SITE = Place("geomap:vostochny-cosmodrome", "Vostochny Cosmodrome", 51.884, 128.334, "S.SPCP", "RU", None, None, 10.0)
MOSCOW = Place("geonames:524901", "Moscow", 55.75222, 37.61556, "P.PPLC", "RU", "48", 10381222, None)
COAST = Place("geonames:2017623", "Primorsky Krai", 45.0, 135.0, "A.ADM1", "RU", "59", 1956497, 380.0)
COUNTRY = Place("geonames:2017370", "Russia", 60.0, 100.0, "A.PCLI", "RU", None, 144478050, None)
SEOUL = Place("geonames:1835848", "Seoul", 37.566, 126.9784, "P.PPLC", "KR", "11", 10349312, None)

PORT_TEXT = """Delegation reaches the harbour

The armoured train pulled into Vladivostok on Tuesday. Ministers met the delegation in Vladivostok on 13 September. The two \
sides talked for five hours, officials said.

Share this story with a friend

A parade is planned in Pyongyang for 9 October. The fair in Moscow is still going on. Nobody knows where the captain went.
"""
WIRE_TEXT = """Talks end at the space port

Leaders inspected rockets at Vostochny Cosmodrome on 13 September 2023. Ministers met in Vladivostok on 12 September, the \
ministry said. Seoul may send observers next month. The coast of Primorsky Krai was swept by floods in August.
"""
ECHO_TEXT = """The wire says

Ministers met in Vladivostok on 12 September, the ministry said. Moscow denied that any treaty was signed in Moscow. Russia held \
elections at some point. Two years ago a treaty was signed in Pyongyang.
"""


@dataclass(frozen=True)
class Told:
    """One report to be made: where in the text, and what it says."""

    quote: str
    trigger: str
    event_type: str
    status: Status
    places: tuple[PlaceMention, ...] = ()
    when: When | None = None
    background: bool = False
    attributed_to: str | None = None


def document(title: str, text: str, source: str | None, published: date | None, url: str | None, **more: object) -> Document:
    basis = PublishedBasis.SIDECAR if published else PublishedBasis.NONE
    path = "articles/" + "".join(c if c.isalnum() else "-" for c in title[:12]) + ".txt"
    found = Document(Document.id_of(text), title, text, source, published, basis, url, "en", path)
    return replace(found, **more)  # type: ignore[arg-type]


def mention(
    text: str, quote: str, place: Place | None, name: str, *, precision: GeoPrecision, km: float | None, role: Role = Role.VENUE
) -> PlaceMention:
    start = text.index(quote)
    at = quote.find(name)
    span = (
        Span(start + at, start + at + len(name))
        if at >= 0
        else Span(text.index(name), text.index(name) + len(name))
        if name in text
        else None
    )
    return PlaceMention(name, role, place, precision, km, span, "explicit" if at >= 0 else "inherited")


def when(text: str, quote: str, words: str, *, days: tuple[date, date], precision: DatePrecision, basis: DateBasis) -> When:
    first, last = days
    at = text.index(quote) + quote.index(words)
    return When(first, last, precision, basis, words, Span(at, at + len(words)))


def report(source: Document, told: Told) -> Report:
    start = source.text.index(told.quote)
    at = start + told.quote.index(told.trigger)
    trigger = Trigger(at, at + len(told.trigger), told.trigger)
    return Report(
        Report.id_of(source.id, trigger, told.event_type),
        source.id,
        start,
        start + len(told.quote),
        told.quote,
        trigger,
        told.event_type,
        told.status,
        told.background,
        (),
        told.places,
        told.when,
        told.attributed_to,
        0.81,
        METHOD,
    )


def event(
    number: int, title: str, reports: list[Report], *, origins: int | None = None, disagreements: tuple[Disagreement, ...] = ()
) -> Event:
    first = reports[0]
    documents = len({r.document_id for r in reports})
    return Event(
        f"evt-{number:012x}",
        title,
        first.event_type,
        first.status,
        first.background,
        ("the ministers", "the delegation"),
        first.pin,
        first.places,
        first.when,
        tuple(r.id for r in reports),
        documents,
        origins or documents,
        disagreements,
        0.8,
    )


def _day(text: str, quote: str, words: str, day: date, basis: DateBasis = DateBasis.EXPLICIT) -> When:
    return when(text, quote, words, days=(day, day), precision=DatePrecision.DAY, basis=basis)


def sample() -> tuple[list[Extraction], list[Event], list[Skip]]:
    """Three documents of three sources, eleven events."""
    notice = PORT_TEXT.index("Share this")
    port = document(
        "Delegation reaches the harbour",
        PORT_TEXT,
        "Harbour Post",
        date(2023, 9, 13),
        "https://harbour.example/train",
        furniture=(Furniture(notice, PORT_TEXT.index("A parade"), "sharing"),),
    )
    wire = document("Talks end at the space port", WIRE_TEXT, "The Wire", date(2023, 9, 14), "https://wire.example/talks")
    echo = document("The wire says", ECHO_TEXT, "Echo Daily", None, "javascript:alert(1)")
    city, venue = GeoPrecision.CITY, Role.VENUE

    def at(
        source: Document,
        quote: str,
        place: Place | None,
        name: str,
        *,
        precision: GeoPrecision = city,
        km: float | None = 12.0,
        role: Role = venue,
    ):
        return mention(source.text, quote, place, name, precision=precision, km=km, role=role)

    train = "The armoured train pulled into Vladivostok on Tuesday."
    met_port = "Ministers met the delegation in Vladivostok on 13 September."
    parade = "A parade is planned in Pyongyang for 9 October."
    fair = "The fair in Moscow is still going on."
    captain = "Nobody knows where the captain went."
    rockets = "Leaders inspected rockets at Vostochny Cosmodrome on 13 September 2023."
    met = "Ministers met in Vladivostok on 12 September, the ministry said."
    observers = "Seoul may send observers next month."
    floods = "The coast of Primorsky Krai was swept by floods in August."
    denied = "Moscow denied that any treaty was signed in Moscow."
    polls = "Russia held elections at some point."
    history = "Two years ago a treaty was signed in Pyongyang."

    reports = {
        "train": report(
            port,
            Told(
                train,
                "pulled into",
                "travel",
                Status.OCCURRED,
                (
                    at(port, train, CAPITAL, "Pyongyang", role=Role.ORIGIN),
                    at(port, train, HARBOUR, "Vladivostok", role=Role.DESTINATION),
                ),
                _day(PORT_TEXT, train, "on Tuesday", date(2023, 9, 12), DateBasis.RELATIVE),
            ),
        ),
        "met_port": report(
            port,
            Told(
                met_port,
                "met",
                "meeting",
                Status.OCCURRED,
                (at(port, met_port, HARBOUR, "Vladivostok"),),
                _day(PORT_TEXT, met_port, "on 13 September", date(2023, 9, 13)),
            ),
        ),
        "parade": report(
            port,
            Told(
                parade,
                "parade",
                "gathering",
                Status.PLANNED,
                (at(port, parade, CAPITAL, "Pyongyang"),),
                _day(PORT_TEXT, parade, "9 October", date(2023, 10, 9)),
            ),
        ),
        "fair": report(
            port,
            Told(
                fair,
                "fair",
                "gathering",
                Status.ONGOING,
                (at(port, fair, MOSCOW, "Moscow"),),
                When(date(2023, 9, 13), date(2023, 9, 13), DatePrecision.DAY, DateBasis.PUBLICATION),
            ),
        ),
        "captain": report(port, Told(captain, "went", "travel", Status.OCCURRED)),
        "rockets": report(
            wire,
            Told(
                rockets,
                "inspected",
                "travel",
                Status.OCCURRED,
                (at(wire, rockets, LAUNCH_SITE, "Vostochny Cosmodrome", precision=GeoPrecision.SITE, km=5.0),),
                _day(WIRE_TEXT, rockets, "13 September 2023", date(2023, 9, 13)),
            ),
        ),
        "met_wire": report(
            wire,
            Told(
                met,
                "met",
                "meeting",
                Status.OCCURRED,
                (at(wire, met, HARBOUR, "Vladivostok"),),
                _day(WIRE_TEXT, met, "12 September", date(2023, 9, 12)),
                attributed_to="the ministry",
            ),
        ),
        "met_echo": report(
            echo,
            Told(
                met,
                "met",
                "meeting",
                Status.OCCURRED,
                (at(echo, met, HARBOUR, "Vladivostok"),),
                When(None, None, DatePrecision.UNKNOWN, DateBasis.NONE, "12 September"),
                attributed_to="the ministry",
            ),
        ),
        "observers": report(
            wire,
            Told(
                observers,
                "send",
                "travel",
                Status.POSSIBLE,
                (at(wire, observers, SEOUL, "Seoul"),),
                when(
                    WIRE_TEXT,
                    observers,
                    "next month",
                    days=(date(2023, 10, 1), date(2023, 10, 31)),
                    precision=DatePrecision.MONTH,
                    basis=DateBasis.RELATIVE,
                ),
            ),
        ),
        "floods": report(
            wire,
            Told(
                floods,
                "floods",
                "disaster",
                Status.OCCURRED,
                (at(wire, floods, COAST, "Primorsky Krai", precision=GeoPrecision.REGION, km=380.0),),
                when(
                    WIRE_TEXT,
                    floods,
                    "in August",
                    days=(date(2023, 8, 1), date(2023, 8, 31)),
                    precision=DatePrecision.MONTH,
                    basis=DateBasis.RELATIVE,
                ),
            ),
        ),
        "denied": report(echo, Told(denied, "signed", "agreement", Status.DENIED, (at(echo, denied, MOSCOW, "Moscow"),))),
        "polls": report(
            echo,
            Told(
                polls,
                "elections",
                "election",
                Status.OCCURRED,
                (at(echo, polls, COUNTRY, "Russia", precision=GeoPrecision.COUNTRY, km=3000.0),),
            ),
        ),
        "history": report(
            echo,
            Told(history, "signed", "agreement", Status.OCCURRED, (at(echo, history, CAPITAL, "Pyongyang"),), background=True),
        ),
    }
    lost = (PlaceMention("Port Nowhere", venue, None, GeoPrecision.NONE, None, None),)
    reports["captain"] = replace(reports["captain"], places=lost)
    dates = Disagreement(
        "when", (Claim("12 September 2023", (reports["met_wire"].id,)), Claim("13 September 2023", (reports["met_port"].id,)))
    )
    events = [
        event(
            1,
            "Ministers meet the delegation",
            [reports["met_wire"], reports["met_port"], reports["met_echo"]],
            origins=2,
            disagreements=(dates,),
        ),
        event(2, "Armoured train arrives", [reports["train"]]),
        event(3, "Parade", [reports["parade"]]),
        event(4, "Fair goes on", [reports["fair"]]),
        event(5, "Captain leaves", [reports["captain"]]),
        event(6, "Leaders inspect rockets", [reports["rockets"]]),
        event(7, "Observers may come", [reports["observers"]]),
        event(8, "Floods on the coast", [reports["floods"]]),
        event(9, "Treaty signed", [reports["denied"]]),
        event(10, "Elections", [reports["polls"]]),
        event(11, "Old treaty signed", [reports["history"]]),
    ]
    extractions = [
        Extraction(source, (), (), tuple(r for r in reports.values() if r.document_id == source.id), METHOD)
        for source in (port, wire, echo)
    ]
    return extractions, events, [Skip("articles/broken.pdf", "PDF is not read; save it as text or HTML")]


HOSTILE = (
    '<img src=x onerror="top.hacked=1;window.hacked=1">',
    "</script><script>top.hacked=1</script>",
    "`${top.hacked=1}`",
    "\\`+(top.hacked=1)+`",
    "![tracker](http://tracker.example/pixel.png)",
    "[click](javascript:top.hacked=1)",
    "{{'hacked'}} {% raw %} {{ 7*7 }}",
    "</style><style>*{display:none}</style>",
    "'); top.hacked=1; ('",
    '=HYPERLINK("http://tracker.example")',
    "$\\href{http://tracker.example}{x}$ :red[x] :material/home:",
)


def hostile() -> tuple[list[Extraction], list[Event]]:
    """One document whose text, title, source, place names and actors all attack whoever shows them."""
    nasty = " ".join(HOSTILE)
    sentences = [f"Attackers met at {attack} on Monday." for attack in HOSTILE]
    text = "\n\n".join([nasty, *sentences, "The end."])
    source = document(nasty, text, f"Source {nasty}", date(2023, 9, 10), "javascript:top.hacked=1")
    reports, events = [], []
    for number, (attack, sentence) in enumerate(zip(HOSTILE, sentences, strict=True)):
        place = Place(f"geomap:attack-{number}", f"Place {attack}", 10.0 + number, 20.0 + number, "P.PPL", "TD")
        venue = mention(text, sentence, place, attack, precision=GeoPrecision.CITY, km=10.0)
        told = Told(
            sentence,
            "met",
            "meeting",
            Status.OCCURRED,
            (venue,),
            _day(text, sentence, "on Monday", date(2023, 9, 4), DateBasis.RELATIVE),
            attributed_to=attack,
        )
        made = report(source, told)
        reports.append(made)
        events.append(replace(event(100 + number, f"Meeting {attack}", [made]), actors=(attack,)))
    return [Extraction(source, (), (), tuple(reports), METHOD)], events


def build_sample(path: Path, *, with_hostile: bool = False) -> Path:
    """Write the sample into a new store at ``path``."""
    extractions, events, skips = sample()
    if with_hostile:
        more, attacks = hostile()
        extractions, events = extractions + more, events + attacks
    with Store.open(path, create=True) as store:
        store.save(extractions, skips)
        store.replace_events(events)
    return path
