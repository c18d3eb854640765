"""What the event rules know of one document: its parse, and which token carries which place or time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from geomap.events.clauses import token_of
from geomap.events.dateline import Dateline, dateline_of
from geomap.model import Document, Timex, Toponym

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

M = TypeVar("M", Toponym, Timex)


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
    #: The place the article is told from; its words take no part in any sentence.
    dateline: Dateline | None
    #: Indices of all tokens inside a toponym or a timex.
    in_toponym: dict[int, Toponym]
    in_timex: dict[int, Timex]

    @classmethod
    def of(cls, document: Document, parsed: Doc, toponyms: Sequence[Toponym], timexes: Sequence[Timex]) -> Context:
        """Index the mentions by token."""
        dateline = dateline_of(document.text, toponyms)
        told = [t for t in toponyms if dateline is None or not dateline.span.overlaps(t.span)]
        told = [t for t in told if not any(x.span.contains(t.span) for x in timexes)]  # "in May" is no town
        toponym_at, in_toponym = _index(parsed, told)
        timex_at, in_timex = _index(parsed, timexes)
        return cls(document, parsed, tuple(toponyms), tuple(timexes), toponym_at, timex_at, dateline, in_toponym, in_timex)

    def surface(self, token: Token) -> str:
        """The token's words as the document has them."""
        return self.document.text[token.idx : token.idx + len(token.text)]


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
