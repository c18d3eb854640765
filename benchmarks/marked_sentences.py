"""Single sentences of fictional news with the words of events marked, to learn the types of events and what is an event from.

A line of a file in ``sentences/`` is a sentence in which ``[[word|type]]`` marks a word that tells of an event; ``type/other``
names every type that is as good as the first, ``[[word|type|?]]`` is what one analyst counts and another leaves out. What stays
unmarked tells of no event, but for verbs of saying, of which nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from geomap.documents import from_text
from geomap.evaluate.articles import GoldArticle, GoldEvent
from geomap.model import Document, Span

FOLDER = Path(__file__).parent / "sentences"
_MARK = re.compile(r"\[\[(?P<word>[^|\]]+)\|(?P<types>[a-z/]+)(?P<doubtful>\|\?)?\]\]")


def sentences(folder: Path = FOLDER) -> Iterator[tuple[str, Document, GoldArticle]]:
    """(file, sentence, annotation) of every line, each as a document of its own.

    Raises ValueError where a mark is none: names the file and the line.
    """
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                yield path.stem, *_sentence(line.strip(), f"{path.name}:{number}")


def _sentence(line: str, name: str) -> tuple[Document, GoldArticle]:
    text, events, end = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[end : mark.start()]
        span = Span(len(text), len(text) + len(mark["word"]))
        text, end = text + mark["word"], mark.end()
        events.append(_event(f"{name}#{len(events)}", name, mark, span))
    text += line[end:]
    if "[[" in text or "]]" in text or "|" in text:
        raise ValueError(f"{name}: not [[word|type]]: {line}")
    return from_text(text, identifier=name), GoldArticle(name, name, "", None, tuple(events), ())


def _event(identifier: str, article: str, mark: re.Match[str], span: Span) -> GoldEvent:
    types = mark["types"].split("/")
    return GoldEvent(
        id=identifier,
        article=article,
        label=mark["word"],
        tier="optional" if mark["doubtful"] else "core",
        type=types[0],
        types=frozenset(types),
        trigger=span,
        mentions=(),
        evidence=span,
        places=(),
        dates=(),
        status="occurred",
        statuses=frozenset({"occurred"}),
        cluster=identifier,
    )
