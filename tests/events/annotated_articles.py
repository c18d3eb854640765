"""Fictional news articles with what an analyst finds in them, in a short form that the reports' scorer understands.

Each file of ``articles/`` holds a title, a source, a date, paragraphs and events. An event is found by a unique quotation in
which brackets mark its trigger (``quote``; further triggers in ``also``). ``types`` and ``status`` list every reading that is
as good as the first. ``places`` are ``role:name``, ``=`` adding other names and ``@lat,lon`` a point where several places have
that name; ``dates`` are a day or ``first/last``; ``|`` separates alternatives. ``same`` names the happening that several
articles tell of. ``must_not`` holds pairs of a rule and the unique words that must not break it. The evidence of an event is
its trigger alone, which is stricter than the seeds' annotation: there it is the sentence, and another word of it with a
fitting type tells of the event too. ``by_sentence`` reads the articles in that way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from geomap.documents import from_text
from geomap.evaluate.articles import Annotations, Days, GoldArticle, GoldEvent, GoldPlace, Trap, plain
from geomap.model import Document, Span

FOLDER = Path(__file__).parent / "articles"
#: Articles of later rounds, on which where an event happens was looked at above all.
PLACES = FOLDER / "places"
#: Stories that several of them tell, look-alikes among them.
RETOLD = FOLDER / "retold"
#: More of them, of a later round.
TOLD = FOLDER / "told"
#: Where a sentence ends: at the end of a paragraph, or at a stop before a capital letter, a digit or a quotation mark.
_ENDS = re.compile(
    r"\n\n|(?<![A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt|Jr|Sr))(?<!\b(?:Mrs|Gen|Col|Sen|Rep|Gov|Rev|Sgt))[.!?][\"\u201d\u2019)]*(?=\s+[\"\u201c(]?[A-Z0-9])"
)


def files(folder: Path = FOLDER) -> list[Path]:
    """The articles' files, in the order of their names."""
    return sorted(folder.glob("*.json"))


def document(path: Path) -> Document:
    """The article as a document."""
    fields = json.loads(path.read_text(encoding="utf-8"))
    published = date.fromisoformat(fields["published"])
    return from_text(_text(fields), title=fields["title"], source=fields["source"], published=published, identifier=path.stem)


def annotated(folder: Path = FOLDER, *, by_sentence: bool = False) -> Annotations:
    """What the analyst found in all of them."""
    return Annotations(tuple(_article(path, by_sentence=by_sentence) for path in files(folder)), frozenset())


def _text(fields: Mapping[str, Any]) -> str:
    return "\n\n".join((fields["title"], *fields["paragraphs"])) + "\n"


def _article(path: Path, *, by_sentence: bool) -> GoldArticle:
    fields = json.loads(path.read_text(encoding="utf-8"))
    text = _text(fields)
    return GoldArticle(
        id=path.stem,
        file=path.name,
        sha256="",
        published=fields["published"],
        events=tuple(_event(event, path.stem, text, by_sentence=by_sentence) for event in fields["events"]),
        traps=tuple(_trap(rule, words, text) for rule, words in fields["must_not"]),
    )


def _event(fields: Mapping[str, Any], article: str, text: str, *, by_sentence: bool) -> GoldEvent:
    trigger = _bracketed(fields["quote"], text)
    types = fields["types"].split("|")
    statuses = fields["status"].split("|")
    identifier = f"{article}.{fields['id']}"
    return GoldEvent(
        id=identifier,
        article=article,
        label=fields["quote"],
        tier=fields.get("tier", "core"),
        type=types[0],
        types=frozenset(types),
        trigger=trigger,
        mentions=tuple(_bracketed(quote, text) for quote in fields.get("also", ())),
        evidence=_sentence(trigger, text) if by_sentence else trigger,
        places=tuple(_place(place) for place in _alternatives(fields.get("places"))),
        dates=tuple(_days(days) for days in _alternatives(fields.get("dates"))),
        status=statuses[0],
        statuses=frozenset(statuses),
        cluster=fields.get("same", identifier),
    )


def _alternatives(joined: str | None) -> Iterator[str]:
    yield from joined.split("|") if joined else ()


def _bracketed(quote: str, text: str) -> Span:
    """Where the words in brackets stand; the whole quotation must be found once."""
    before, rest = quote.split("[")
    marked, after = rest.split("]")
    start = _once(before + marked + after, text) + len(before)
    return Span(start, start + len(marked))


def _once(words: str, text: str) -> int:
    if text.count(words) != 1:
        raise ValueError(f"{words!r} stands {text.count(words)} times in the text, not once")
    return text.index(words)


def _sentence(trigger: Span, text: str) -> Span:
    ends = [match.end() for match in _ENDS.finditer(text)]
    start = max((end for end in ends if end <= trigger.start), default=0)
    return Span(start, min((end for end in ends if end >= trigger.end), default=len(text)))


def _trap(rule: str, words: str, text: str) -> Trap:
    start = _once(words, text)
    return Trap(start, start + len(words), rule, words)


def _place(place: str) -> GoldPlace:
    role, name = place.split(":")
    name, _, at = name.partition("@")
    name, _, others = name.partition("=")
    accepted = frozenset(plain(other) for other in others.split(",") if other)
    point = tuple(float(n) for n in at.split(",")) if at else None
    return GoldPlace(accepted | {plain(name)}, accepted, role, "city", "explicit", (point[0], point[1]) if point else None)


def _days(days: str) -> Days:
    first, _, last = days.partition("/")
    return first, last or first
