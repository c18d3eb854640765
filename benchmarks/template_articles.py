"""Articles made from templates, any number of them: for measuring what a build costs. The same seed gives the same articles.

    python benchmarks/template_articles.py 1000 /tmp/articles
    python benchmarks/template_articles.py 1000 /tmp/articles --words 600

Stories are invented first: a town, a day, two people and a dozen words of two fields (the word classes that geomap knows). As in
the news, most are told once and a few by many papers (Pareto's law): as a retelling in other words, and one time in four as
nearly the same text. An article has 60 to 160 words, or about as many as ``--words`` says. What it tells is known as it is made,
so it also gives an ``Extraction`` without anything being extracted: rows of the same kinds, and twice as many reports, for
measuring all that comes after.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import resources
from itertools import accumulate
from pathlib import Path

from geomap.events.types import event_types
from geomap.model import (
    Actor,
    Candidate,
    DateBasis,
    DatePrecision,
    Document,
    Extraction,
    GeoPrecision,
    Place,
    PlaceMention,
    PublishedBasis,
    Report,
    Role,
    Span,
    Status,
    Timex,
    Toponym,
    Trigger,
    Usage,
    When,
)

_FIRST = date(2019, 1, 1)
_DAYS = 1_500
_TOWNS = 3_000
_FILES_IN_A_FOLDER = 1_000
#: A time long enough ago that the files pass for settled.
_OLD = 1_600_000_000
_NEARLY_SAME = 0.25
_MOST_RETELLINGS = 40
_WORD_SLOT = re.compile(r"\{w(\d+)\}")
_SLOT = re.compile(r"\{(\w+)\}|<([^>]+)>")

#: Words of a sentence, about, and how many more of the story's own each round of sentences brings.
_WORDS_OF_A_SENTENCE = 13
_WORDS_OF_A_ROUND = 12
#: Sentences of each further round in a long article, and how many of them tell of something.
_ROUND, _TOLD_IN_ROUND = 8, 2

#: How a story begins: by type, in several wordings; <...> tells of it, a and b are people, p is the town, d the day.
_LEADS = {
    "meeting": (
        "{a} <met> {b} in {p} on {d} for an hour about the {w0} and the {w1}.",
        "In {p}, {a} <met> {b} on {d}, and the two spoke of the {w1} at length.",
        "The {w0} was the first matter when {a} <met> {b} in {p} on {d}.",
    ),
    "protest": (
        "Thousands <protested> in {p} on {d} because the {w0} had been sold with the {w1}.",
        "People who want the {w0} back <protested> on {d} in {p} with {a} at their head.",
        "{a} and hundreds of others <protested> in {p} on {d} for more {w1}.",
    ),
    "disaster": (
        "A <fire> destroyed a store of {w0} in {p} on {d} and a good part of the {w1}.",
        "The <fire> that began in {p} on {d} reached the {w1} before {a} could close the {w0}.",
        "In {p} a <fire> burned for six hours on {d} among {w0} and {w1}.",
    ),
    "agreement": (
        "{a} and {b} <signed> an agreement on {w0} and {w1} in {p} on {d}.",
        "An agreement on the {w0} was <signed> in {p} on {d} by {a} for the owners of the {w1}.",
        "In {p} on {d}, {b} and {a} <signed> an agreement that leaves the {w1} as it is.",
    ),
    "coercion": (
        "Police <arrested> {a} in {p} on {d} over a missing {w0} and the {w1} beside it.",
        "{a} was <arrested> on {d} in {p}, with a {w1} and the {w0} of a neighbour.",
        "Officers in {p} <arrested> {a} on {d} while the {w0} was still warm.",
    ),
    "fighting": (
        "Soldiers <attacked> a post in {p} on {d} and took the {w0} with the {w1}.",
        "Armed men <attacked> the guards of the {w0} in {p} on {d}, {a} told a radio station.",
        "The post in {p}, where the {w1} is kept, was <attacked> on {d}.",
    ),
    "strike": (
        "Drivers in {p} <went on strike> on {d} over the {w0} and an old {w1}.",
        "On {d} the makers of {w0} in {p} <went on strike>, and {a} joined them.",
        "{a} and all other keepers of the {w1} in {p} <went on strike> on {d}.",
    ),
    "travel": (
        "{a} <visited> {p} on {d} to see the {w0} and a new {w1}.",
        "On {d}, {a} <visited> {p}, the home of the {w1}, with {b}.",
        "The {w0} of {p} was closed while {a} <visited> the town on {d}.",
    ),
}
#: How it goes on; without <...> a sentence tells of nothing that happened.
_FURTHER = (
    ("statement", "{b} <said> the {w2} was of no use without a {w3}."),
    ("statement", "The {w4} will stay where it is, {a} <said>."),
    ("statement", "A neighbour <told> reporters that the {w5} had been loud for weeks, like any {w6}."),
    ("statement", "{a} <said> later that nobody had asked about the {w7}."),
    (None, "The {w3} is older than the {w8} and has seen better years."),
    (None, "There was no {w9} at hand, and the {w6} was too heavy for three people."),
    (None, "Many in {p} know the {w10} only from pictures of a {w4}."),
    (None, "It is the matter numbered {n} in the book of the town, under {w11}."),
    ("rescue", "Helpers <rescued> two people and a {w5} in {p}."),
    ("request", "{b} <asked> for more {w2} and some {w10} before winter."),
    (None, "What becomes of the {w8}, the {w7} and the {w9} is open."),
    ("meeting", "The council of {p} will <meet> again about the {w11}."),
)


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its document, and what is told in it."""

    document: Document
    extraction: Extraction

    def told_in(self, document: Document) -> Extraction:
        """What is told, in the article as it was read from a file: the same text, perhaps with other metadata."""
        return replace(self.extraction, document=document)


@dataclass(frozen=True, slots=True)
class _Story:
    number: int
    event_type: str
    town: Place
    day: date
    people: tuple[str, str]
    words: tuple[str, ...]
    articles: int


def articles(number: int, *, seed: int = 1, method: str = "template", words: int = 0) -> Iterator[Article]:
    """So many articles; ``method`` is what their extractions are marked with, ``words`` how long they are (0: short)."""
    chance = random.Random(seed)
    made: set[str] = set()
    rounds = max(0, round((words / _WORDS_OF_A_SENTENCE - _ROUND) / _ROUND))
    for story in _stories(chance, rounds):
        before: list[str] = []
        for _ in range(story.articles):
            article = _article(story, chance, before, method, rounds)
            if article.document.id not in made:
                made.add(article.document.id)
                yield article
            if len(made) == number:
                return


def write(number: int, folder: Path, *, seed: int = 1, words: int = 0) -> None:
    """Write the articles as text files, a thousand in a folder, each with a ``sources.csv``; files that are there stay."""
    rows: list[tuple[str, str, str]] = []
    for i, article in enumerate(articles(number, seed=seed, words=words)):
        below = folder / f"{i // _FILES_IN_A_FOLDER:04}"
        below.mkdir(parents=True, exist_ok=True)
        file, document = below / f"{i:06}.txt", article.document
        if not file.exists():
            file.write_text(document.text, encoding="utf-8")
            os.utime(file, (_OLD, _OLD))
        rows.append((file.name, document.source or "", document.published.isoformat() if document.published else ""))
        if len(rows) == _FILES_IN_A_FOLDER or i + 1 == number:
            with (below / "sources.csv").open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([("file", "source", "published"), *rows])
            rows.clear()


def _stories(chance: random.Random, rounds: int = 0) -> Iterator[_Story]:
    towns, fields, (given, family) = _towns(chance), _fields(), _names()
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(towns))))
    number = 0
    while True:
        number += 1
        one, other = chance.sample(fields, 2)
        of_each = 8 + _WORDS_OF_A_ROUND * rounds // 2
        most = min(of_each, len(one), len(other))
        words = _WORDS_OF_A_ROUND * (rounds + 1)
        yield _Story(
            number,
            chance.choice(list(_LEADS)),
            chance.choices(towns, cum_weights=weights)[0],
            _FIRST + timedelta(days=chance.randrange(_DAYS)),
            (f"{chance.choice(given)} {chance.choice(family)}", f"{chance.choice(given)} {chance.choice(family)}"),
            tuple(chance.sample([*chance.sample(one, most), *chance.sample(other, most)], min(words, 2 * most))),
            min(_MOST_RETELLINGS, int(chance.paretovariate(1.3))),
        )


def _article(story: _Story, chance: random.Random, before: list[str], method: str, rounds: int) -> Article:
    published = story.day + timedelta(days=chance.choice((0, 1, 1, 2)))
    source = f"Paper {min(300, int(chance.paretovariate(0.6)))}"
    if before and chance.random() < _NEARLY_SAME:
        patterns = [*json.loads(chance.choice(before)), (None, f"This text is from {source}, day {published.toordinal()}.")]
    else:
        further = chance.sample(_FURTHER, chance.randint(5, 9))
        patterns = [(story.event_type, chance.choice(_LEADS[story.event_type])), *further, *_at_length(chance, rounds)]
        before.append(json.dumps(patterns))
    title = f"{story.words[0].capitalize()} and {story.words[1]} in {story.town.name}"
    writing = _Writing(story, title, chance)
    for event_type, pattern in patterns:
        writing.add(event_type, pattern)
    text = writing.text + "\n"
    document = Document(
        Document.id_of(text), title, text, source, published, PublishedBasis.SIDECAR, published_confidence=1.0, language="en"
    )
    return Article(document, writing.extraction(document, method))


def _at_length(chance: random.Random, rounds: int) -> Iterator[tuple[str | None, str]]:
    """The further sentences of a long article: most tell of nothing, and each round has other words of the story."""
    telling = [(kind, pattern) for kind, pattern in _FURTHER if kind is not None]
    plain = [(kind, pattern) for kind, pattern in _FURTHER if kind is None]
    for number in range(1, rounds + 1):
        found = [*chance.sample(telling, _TOLD_IN_ROUND), *chance.choices(plain, k=_ROUND - _TOLD_IN_ROUND)]
        chance.shuffle(found)
        for kind, pattern in found:
            yield kind, _later(pattern, number * _WORDS_OF_A_ROUND + chance.randrange(_WORDS_OF_A_ROUND))


def _later(pattern: str, by: int) -> str:
    """The pattern with words of the story that come so much later."""
    return _WORD_SLOT.sub(lambda slot: f"{{w{int(slot[1]) + by}}}", pattern)


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that tells of something."""

    event_type: str
    span: Span
    trigger: Trigger
    town: Span | None
    day: Span | None
    people: tuple[str, ...]


class _Writing:
    """An article as it is written, with what its sentences tell."""

    def __init__(self, story: _Story, title: str, chance: random.Random) -> None:
        self.story, self.chance = story, chance
        self.text = title + "\n\n"
        self.towns = [Span(len(title) - len(story.town.name), len(title))]
        self.days: list[Span] = []
        self.told: list[_Told] = []

    def add(self, event_type: str | None, pattern: str) -> None:
        start, at = len(self.text), 0
        trigger: Trigger | None = None
        town = day = None
        people = []
        for slot in _SLOT.finditer(pattern):
            self.text += pattern[at : slot.start()]
            begin, at = len(self.text), slot.end()
            name, word = slot.groups()
            self.text += word or self._filled(name)
            span = Span(begin, len(self.text))
            if word:
                trigger = Trigger(span.start, span.end, word)
            elif name == "p":
                town = span
                self.towns.append(span)
            elif name == "d":
                day = span
                self.days.append(span)
            elif name in "ab":
                people.append(self._filled(name))
        self.text += pattern[at:]
        if event_type is not None and trigger is not None:
            self.told.append(_Told(event_type, Span(start, len(self.text)), trigger, town, day, tuple(people)))
        self.text += "\n\n" if self.chance.random() < 0.3 else " "

    def _filled(self, name: str) -> str:
        story = self.story
        if name in "ab":
            return story.people["ab".index(name)]
        if name == "p":
            return story.town.name
        if name == "d":
            return f"{story.day.day} {story.day:%B %Y}"
        return str(story.number) if name == "n" else story.words[int(name[1:]) % len(story.words)]

    def extraction(self, document: Document, method: str) -> Extraction:
        town, day = self.story.town, self.story.day
        rivals = (Candidate(town, "name", 0.7), *(Candidate(town, "alias", 0.3) for _ in range(2)))
        toponyms = [
            Toponym(s.start, s.end, town.name, Usage.LITERAL, town, GeoPrecision.CITY, 9.0, 0.9, method, None, rivals)
            for s in self.towns
        ]
        exact = ("DATE", day.isoformat(), day, day, DatePrecision.DAY, DateBasis.EXPLICIT)
        timexes = [Timex(s.start, s.end, document.text[s.start : s.end], *exact) for s in self.days]
        reports = [self._report(document, told, method) for told in self.told]
        return Extraction(document, tuple(toponyms), tuple(timexes), tuple(reports), method)

    def _report(self, document: Document, told: _Told, method: str) -> Report:
        when = self.story.day if told.day else document.published
        text = document.text[told.day.start : told.day.end] if told.day else None
        basis = DateBasis.EXPLICIT if told.day else DateBasis.PUBLICATION
        place = PlaceMention(self.story.town.name, Role.VENUE, self.story.town, GeoPrecision.CITY, 9.0, told.town)
        return Report(
            id=Report.id_of(document.id, told.trigger, told.event_type),
            document_id=document.id,
            start=told.span.start,
            end=told.span.end,
            quote=document.text[told.span.start : told.span.end],
            trigger=told.trigger,
            event_type=told.event_type,
            status=Status.PLANNED if told.trigger.text == "meet" else Status.OCCURRED,
            background=False,
            actors=tuple(Actor(name, role) for name, role in zip(told.people, ("actor", "recipient"), strict=False)),
            places=(place,) if told.town else (),
            when=When(when, when, DatePrecision.DAY, basis, text, told.day),
            attributed_to=None,
            confidence=0.8,
            method=method,
        )


def _towns(chance: random.Random) -> list[Place]:
    """Large cities of the base map."""
    world = json.loads((resources.files("geomap.dashboard") / "assets" / "basemap.json").read_text(encoding="utf-8"))
    countries = [(str(c[0]), float(c[2]), float(c[3])) for c in world["countries"]]
    found = []
    for number, (name, lon, lat, *_) in enumerate(world["cities"][:_TOWNS], start=1):
        code = min(countries, key=lambda country: (country[1] - lon) ** 2 + (country[2] - lat) ** 2)[0]
        found.append(Place(f"geonames:{number}", name, lat, lon, "P.PPL", code, None, 100_000))
    chance.shuffle(found)
    return found


def _fields() -> list[list[str]]:
    """Words that go together, in small letters: what a story is about."""
    packed = (resources.files("geomap") / "data" / "toponyms" / "word_kinds.txt.xz").read_bytes()
    fields = []
    for line in lzma.decompress(packed).decode("utf-8").splitlines():
        words = [word for word in line.split() if word.islower() and word.isalpha() and 4 <= len(word) <= 12]
        if len(words) >= 40:
            fields.append(words[:150])
    return fields


def _names() -> tuple[list[str], list[str]]:
    """First names and family names."""
    package = resources.files("geomap") / "data"
    lines = (package / "toponyms" / "given_names.txt").read_text(encoding="utf-8").splitlines()
    given = [line.capitalize() for line in lines if line and not line.startswith("#")]
    listed = (package / "gazetteer" / "never_places.txt").read_text(encoding="utf-8").partition("[surname]")[2]
    return given, [name.capitalize() for name in listed.split("\n") if name.isalpha()]


def main() -> None:
    """Write articles."""
    parser = argparse.ArgumentParser(description="Write articles made from templates.")
    parser.add_argument("number", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=int, default=0, metavar="N", help="words of an article, about (default: 60 to 160)")
    given = parser.parse_args()
    unknown = [name for name in _LEADS if name not in event_types()]
    assert not unknown, unknown
    write(given.number, given.folder, words=given.words)


if __name__ == "__main__":
    main()
