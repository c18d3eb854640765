"""Vague areas: "eastern Russia", "the south and east of the country", "the North"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.toponyms.lexicon import lexicon
from geomap.toponyms.mention import Kind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geomap.toponyms.clues import Context


def areas(mentions: list[Mention], context: Context) -> Iterator[Mention]:
    """The mentions with compass words taken into their spans, and the areas that no gazetteer name stands for, in text order."""
    widened = [_widened(m, context) for m in mentions]
    more = [*_divided(widened, context), *_unnamed(widened, context)]
    free = [m for m in more if all(m.end <= w.start or w.end <= m.start for w in widened)]
    yield from sorted((*widened, *free), key=lambda m: m.start)


def _widened(mention: Mention, context: Context) -> Mention:
    """ "Russia" after "eastern" becomes the area "eastern Russia"."""
    if mention.kind is not Kind.NAME or mention.first == 0:
        return mention
    before = context.parsed[mention.first - 1]
    gap = context.text[before.idx + len(before.text) : mention.start]
    if before.text not in lexicon("recognition").words("compass", "adjectives") or gap != " ":
        return mention
    text = context.document.text
    surface = text[before.idx : mention.end]
    return replace(mention, start=before.idx, surface=surface, first=mention.first - 1, kind=Kind.AREA, compass=before.lower_)


def _divided(mentions: list[Mention], context: Context) -> Iterator[Mention]:
    """ "the North" in a document that names North Korea."""
    table = lexicon("recognition").table("compass", "divided")
    named = {m.name.casefold() for m in mentions}
    for token in context.parsed[:-1]:
        if token.lower_ != "the":
            continue
        noun = token.nbor()
        whole = f"the {noun.lower_}"
        if whole not in table or not noun.text[0].isupper() or _continued(noun, context):
            continue
        for name in table[whole]:
            if name.casefold() in named:
                yield _made(token, noun, name, Kind.NAME, context)
                break


def _continued(noun: Token, context: Context) -> bool:
    """Whether a capitalised word follows: "the North Korean leader", "the North Sea"."""
    if noun.i + 1 >= len(context.parsed):
        return False
    after = noun.nbor()
    return after.text[0].isupper() and not after.is_sent_start


def _unnamed(mentions: list[Mention], context: Context) -> Iterator[Mention]:
    """ "the south and east of the country": the country is the one that was named last or is named most."""
    lexical = lexicon("recognition")
    nouns = lexical.words("compass", "nouns")
    countries = lexical.words("compass", "countries")
    parsed = context.parsed
    for token in parsed:
        if token.text not in countries or token.i < 3 or [t.lower_ for t in parsed[token.i - 2 : token.i]] != ["of", "the"]:
            continue
        first = token.i - 3
        if parsed[first].text not in nouns:
            continue
        compass = [parsed[first].text]
        while first > 1 and parsed[first - 1].text in {"and", ",", "or"} and parsed[first - 2].text in nouns:
            first -= 2
            compass.append(parsed[first].text)
        name = _country_meant(token, mentions, context)
        if name is not None:
            made = _made(parsed[first], token, name, Kind.AREA, context)
            yield replace(made, compass=" and ".join(reversed(compass)), evidence=0.8)


def _country_meant(token: Token, mentions: list[Mention], context: Context) -> str | None:
    """The country or people of the same sentence named before the token, else the one named most in the document."""
    sentence = token.sent
    inside = [m for m in mentions if sentence.start_char <= m.start < token.idx and _country(m, context)]
    if inside:
        return _country(inside[-1], context)
    counted = Counter(_country(m, context) for m in mentions)
    counted.pop(None, None)
    return counted.most_common(1)[0][0] if counted else None


def _country(mention: Mention, context: Context) -> str | None:
    if mention.kind is Kind.DEMONYM:
        place = context.demonym(mention.name)
    else:
        candidates = context.candidates(mention.name)
        place = candidates[0].place if candidates else None
    return place.name if place is not None and place.feature.startswith("A.PCL") else None


def _made(first: Token, last: Token, name: str, kind: Kind, context: Context) -> Mention:
    start, end = first.idx, last.idx + len(last.text)
    return Mention(start, end, context.document.text[start:end], name, first.i, last.i + 1, kind, 0.9)
