"""What the event rules know of one document: its parse, and which token carries which place or time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from geomap.events.astray import brought_back
from geomap.events.clauses import token_of
from geomap.events.dateline import Dateline, datelines_of, unknown_town
from geomap.events.unnoticed import unnoticed
from geomap.gazetteer.fallback import STAND_IN
from geomap.model import Document, GeoPrecision, Timex, Toponym

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.syntax.tree import Doc, Token
    from geomap.syntax.tree import Span as Words

M = TypeVar("M", Toponym, Timex)
#: A stand-in from which the place itself may be so far off says only in what part of the world it is.
_SOMEWHERE_KM = 60.0


@dataclass(frozen=True, slots=True)
class Context:
    """One document with everything that was found in it before its events are looked for."""

    document: Document
    parsed: Doc
    toponyms: tuple[Toponym, ...]
    timexes: tuple[Timex, ...]
    #: Token index of the mention's head to the mention.
    toponym_at: dict[int, Toponym]
    timex_at: dict[int, Timex]
    #: The places the article is told from: one mostly, in briefs one for each item; their words take no part in any sentence.
    datelines: tuple[Dateline, ...]
    #: Indices of all tokens inside a toponym or a timex.
    in_toponym: dict[int, Toponym]
    in_timex: dict[int, Timex]
    #: The token indices of ``toponym_at`` and ``timex_at``, in order.
    toponym_tokens: tuple[int, ...]
    timex_tokens: tuple[int, ...]

    @classmethod
    def of(cls, document: Document, parsed: Doc, toponyms: Sequence[Toponym], timexes: Sequence[Timex]) -> Context:
        """Index the mentions by token."""
        toponyms = _with_unknown_dateline(document.text, brought_back([_as_sure(t) for t in toponyms]))
        datelines = datelines_of(document.text, toponyms)
        told = [t for t in toponyms if not any(d.span.overlaps(t.span) for d in datelines)]
        times = [x.span for x in timexes]
        told = [t for t in told if not any(time.contains(t.span) for time in times)]  # "in May" is no town
        toponym_at, in_toponym = _index(parsed, told)
        timex_at, in_timex = _index(parsed, timexes)
        return cls(
            document=document,
            parsed=parsed,
            toponyms=toponyms,
            timexes=tuple(timexes),
            toponym_at=toponym_at,
            timex_at=timex_at,
            datelines=datelines,
            in_toponym=in_toponym,
            in_timex=in_timex,
            toponym_tokens=tuple(sorted(toponym_at)),
            timex_tokens=tuple(sorted(timex_at)),
        )

    def widened(self, gazetteer: Gazetteer) -> Context:
        """The same with the names that recognition let go though they stand where places stand."""
        found = unnoticed(self.document, self.parsed, self.toponyms, self.timexes, gazetteer)
        if not found:
            return self
        return Context.of(self.document, self.parsed, sorted((*self.toponyms, *found), key=lambda t: t.start), self.timexes)

    @property
    def dateline(self) -> Dateline | None:
        """Where the article as a whole is told from."""
        return self.datelines[0] if self.datelines else None

    def dateline_at(self, offset: int) -> Dateline | None:
        """Where what stands at a character of the text is told from: the last dateline before it."""
        return next((d for d in reversed(self.datelines) if d.span.start <= offset), self.dateline)

    def toponyms_in(self, words: Words) -> Iterator[tuple[Token, Toponym]]:
        """The toponyms among some words, each at its token, in the order of the text."""
        return ((self.parsed[i], self.toponym_at[i]) for i in _within(self.toponym_tokens, words))

    def timexes_in(self, words: Words) -> Iterator[tuple[Token, Timex]]:
        """The timexes among some words, each at its token, in the order of the text."""
        return ((self.parsed[i], self.timex_at[i]) for i in _within(self.timex_tokens, words))

    def surface(self, token: Token) -> str:
        """The token's words as the document has them."""
        return self.document.text[token.idx : token.idx + len(token.text)]


def _with_unknown_dateline(text: str, toponyms: tuple[Toponym, ...]) -> tuple[Toponym, ...]:
    """The toponyms with the town that the article is told from, where no gazetteer has that."""
    unknown = unknown_town(text, toponyms)
    if not unknown:
        return toponyms
    kept = (t for t in toponyms if not any(u.span.overlaps(t.span) for u in unknown))
    return tuple(sorted((*kept, *unknown), key=lambda t: t.start))


def _as_sure(toponym: Toponym) -> Toponym:
    """A toponym as an event may be drawn: a name that no gazetteer has, and that is only somewhere near, has no point."""
    if not is_stand_in(toponym) or (toponym.geo_uncertainty_km or 0.0) < _SOMEWHERE_KM:
        return toponym
    return replace(toponym, place=None, geo_precision=GeoPrecision.NONE, geo_uncertainty_km=None)


def is_stand_in(toponym: Toponym) -> bool:
    """Whether its place is another one, in or near which it must be (``toponyms/stand_in.py``)."""
    return bool(toponym.candidates) and toponym.candidates[0].name_kind == STAND_IN and toponym.place is not None


def _within(indices: tuple[int, ...], words: Words) -> tuple[int, ...]:
    return indices[bisect_left(indices, words.start) : bisect_left(indices, words.end)]


def _index(parsed: Doc, mentions: Sequence[M]) -> tuple[dict[int, M], dict[int, M]]:
    heads: dict[int, M] = {}
    inside: dict[int, M] = {}
    for mention in mentions:
        head = token_of(parsed, mention.start, mention.end)
        if head is None:
            continue
        heads[head.i] = mention
        span = parsed.char_span(mention.start, mention.end, alignment_mode="expand")
        for token in span or ():
            inside[token.i] = mention
    return heads, inside
