"""Annotated articles for scoring reports: what an analyst found in each, read from one JSON file.

Each happening has a tier. ``core``: it has a place and deserves a pin. ``unplaced``: it has none. ``speech``: a policy statement.
``optional``: neither rewarded nor punished. ``denied``: need not be found, but never as something that occurs. ``must_not`` marks
stretches of text that lay traps. The offsets are into the file's text, decoded as UTF-8, line ends untouched.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap import lexicon
from geomap.errors import InputError
from geomap.model import Span

#: Days, both inclusive, as ISO 8601.
Days = tuple[str, str]


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A place of an annotated happening. ``how`` it is known: explicit, inherited or implicit (never required)."""

    names: frozenset[str]
    accepted: frozenset[str]
    role: str
    kind: str
    how: str
    point: tuple[float, float] | None

    @property
    def is_pin(self) -> bool:
        """Whether the happening may be drawn here."""
        return self.role not in {"about", "part"}


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An annotated happening, with every reading that is as good as the annotator's own."""

    id: str
    article: str
    label: str
    tier: str
    type: str
    types: frozenset[str]
    trigger: Span
    mentions: tuple[Span, ...]
    evidence: Span
    places: tuple[GoldPlace, ...]
    dates: tuple[Days, ...]
    status: str
    statuses: frozenset[str]
    cluster: str

    @property
    def pins(self) -> list[GoldPlace]:
        """The places where it may be drawn, and that the text lets one know."""
        return [place for place in self.places if place.is_pin and place.how != "implicit"]


@dataclass(frozen=True, slots=True)
class Trap(Span):
    """Text that must not give an event (``no-event``), a pin (``no-pin``, ``not-venue``) or a fact (``not-occurred``)."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An annotated article."""

    id: str
    file: str
    sha256: str
    published: str | None
    events: tuple[GoldEvent, ...]
    traps: tuple[Trap, ...]

    def text(self, folder: Path) -> str:
        """Its text, from its file in ``folder``. Raises InputError where that isn't the text that was annotated."""
        file = folder / self.file
        try:
            content = file.read_bytes()
        except OSError as error:
            raise InputError(f"{file}: can't be read ({error.strerror}); name the articles' folder with --documents") from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise InputError(f"{file}: not the text that was annotated, so its offsets don't fit; use the original file")
        return content.decode("utf-8")


@dataclass(frozen=True, slots=True)
class Annotations:
    """The articles, and which clusters of happenings one may well take for the same (pairs, unordered)."""

    articles: tuple[GoldArticle, ...]
    mergeable: frozenset[tuple[str, str]]


def read(path: Path) -> Annotations:
    """Read the annotations. Raises InputError where the file isn't what it should be."""
    try:
        fields = json.loads(path.read_bytes())
        articles = tuple(_article(article) for article in fields["articles"])
        mergeable = frozenset((r["a"], r["b"]) for r in fields.get("relations", ()) if r.get("lenient_merge"))
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror})") from error
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: not a file of annotated articles ({type(error).__name__}: {error})") from error
    return Annotations(articles, mergeable)


def plain(name: str | None) -> str:
    """A name as names are compared here: lower case, letters and digits only, no accents, no article."""
    bare = unicodedata.normalize("NFKD", (name or "").lower().replace("the ", ""))
    return "".join(c for c in bare if c.isalnum())


def _article(fields: Mapping[str, Any]) -> GoldArticle:
    return GoldArticle(
        id=fields["id"],
        file=fields["file"],
        sha256=fields["sha256"],
        published=fields["source"].get("pub_date"),
        events=tuple(_event(event, fields["id"]) for event in fields["events"]),
        traps=tuple(Trap(t["start"], t["end"], t["rule"], t["text"]) for t in fields["must_not"]),
    )


def _event(fields: Mapping[str, Any], article: str) -> GoldEvent:
    return GoldEvent(
        id=fields["id"],
        article=article,
        label=fields["label"],
        tier=fields["tier"],
        type=_type(fields["type"]),
        types=frozenset(_type(t) for t in [fields["type"], *fields["type_accept"]]),
        trigger=_span(fields["trigger"]),
        mentions=tuple(_span(m) for m in fields["mentions"]),
        evidence=_span(fields["evidence"]),
        places=tuple(_place(place) for place in fields["places"]),
        dates=_dates(fields["date"]),
        status=fields["modality"],
        statuses=frozenset([fields["modality"], *fields["modality_accept"]]),
        cluster=fields["cluster"] or fields["id"],
    )


def _place(fields: Mapping[str, Any]) -> GoldPlace:
    accepted = frozenset(plain(name) for name in fields.get("accept", ()))
    own = {plain(fields["name"]), plain(fields["surface"]), plain(fields["name"].split(",")[0])}
    return GoldPlace(
        names=accepted | own,
        accepted=accepted,
        role=fields["role"],
        kind=fields["kind"],
        how=fields["how"],
        point=None if fields["lat"] is None else (fields["lat"], fields["lon"]),
    )


def _dates(fields: Mapping[str, Any] | None) -> tuple[Days, ...]:
    """The annotated days first, then those that are as good."""
    if not fields:
        return ()
    others: Sequence[Sequence[str]] = [*fields.get("accept", ()), *([fields["truth"]] if fields.get("truth") else [])]
    return ((fields["start"], fields["end"]), *((start, end) for start, end in others))


def _span(fields: Mapping[str, int]) -> Span:
    return Span(fields["start"], fields["end"])


def _type(code: str) -> str:
    word: str = lexicon.table("evaluate/event_types.toml").get(code, code.lower())
    return word
