"""Capitals that are named by their country: *in the Zambian capital*, *left Malaysia's capital*, *in the capital of Chad*.

*The capital* alone is that of the country that the article is mostly about, where its sentence names that: *soldiers loyal to
Guinea-Bissau's president put down a coup in the capital*, told from Dakar.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.events.clauses import children, token_of
from geomap.gazetteer.precision import precision_of
from geomap.model import Place, Toponym, Usage

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.syntax.tree import Doc, Token

_COUNTRY = "A.PCL"
_WORD = "capital"
#: Where the noun governs another it is money: *Zambian capital markets*.
_INNER = frozenset({"compound", "amod", "nmod"})
#: How a country's name hangs on the noun: *Chad's capital*, *the Chadian capital*, *the Sri Lankan capital*.
_OWNING = frozenset({"poss", "amod", "compound", "nmod"})
_DATES = frozenset({"DATE", "TIME"})


def with_capitals(toponyms: Sequence[Toponym], parsed: Doc, text: str, gazetteer: Gazetteer) -> Sequence[Toponym]:
    """The toponyms; those of a country whose capital is meant stand for that."""
    if _WORD not in text:
        return toponyms
    named = [_as_capital(t, parsed, gazetteer) if _stands_beside(t, text) else t for t in toponyms]
    return sorted((*named, *_alone(named, parsed, gazetteer)), key=lambda t: t.start)


def _alone(toponyms: Sequence[Toponym], parsed: Doc, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Where *the capital* is that of the country which its sentence names before it, and the article most often."""
    told = Counter(t.place.country for t in toponyms if t.place is not None and t.place.country is not None)
    for noun in parsed:
        if noun.lower_ != _WORD or noun.dep_ != "pobj" or [c.lower_ for c in noun.children] != ["the"] or _is_named(noun):
            continue
        last = next((t for t in reversed(toponyms) if noun.sent.start_char <= t.start < noun.idx), None)
        place = last.place if last is not None else None
        if last is None or place is None or place.country is None or not place.feature.startswith(_COUNTRY):
            continue
        capital = gazetteer.capital(place.country) if told[place.country] == max(told.values()) else None
        if capital is not None:
            yield _standing_for(capital, replace(last, start=noun.idx, end=noun.idx), noun)


def _stands_beside(toponym: Toponym, text: str) -> bool:
    near = len(_WORD) + 3
    return (
        _WORD in text[toponym.end : toponym.end + near]
        or f"{_WORD} of " in text[max(0, toponym.start - near - 4) : toponym.start]
    )


def _as_capital(toponym: Toponym, parsed: Doc, gazetteer: Gazetteer) -> Toponym:
    name, place = token_of(parsed, toponym.start, toponym.end), toponym.place
    if name is None or place is None or place.country is None or not place.feature.startswith(_COUNTRY):
        return toponym
    noun = _capital_of(name) if name.head.lower_ == "of" else name.head
    owned = noun is not None and (noun != name.head or name.dep_ in _OWNING)
    if noun is None or not owned or noun.lower_ != _WORD or _is_named(noun):
        return toponym
    capital = gazetteer.capital(place.country)
    return toponym if capital is None else _standing_for(capital, toponym, noun)


def _capital_of(country: Token) -> Token | None:
    """The noun in *the capital of Chad* where something is done in it, unlike *Nuuk, the capital of Greenland*."""
    noun = country.head.head
    after = [t for t in country.doc[country.i + 1 : country.i + 3] if t.text != ","]
    named = after[:1] and after[0].pos_ == "PROPN" and after[0].ent_type_ not in _DATES
    return None if named or country.dep_ != "pobj" or noun.dep_ not in {"pobj", "dobj"} else noun


def _standing_for(capital: Place, toponym: Toponym, noun: Token) -> Toponym:
    """The toponym with the noun, as the capital."""
    start, end = min(toponym.start, noun.idx), max(toponym.end, noun.idx + len(noun.text))
    precision, uncertainty = precision_of(capital)
    return replace(
        toponym,
        start=start,
        end=end,
        surface=noun.doc.text[start:end],
        usage=Usage.LITERAL,
        place=capital,
        geo_precision=precision,
        geo_uncertainty_km=uncertainty,
    )


def _is_named(noun: Token) -> bool:
    """Whether *capital* is no town, or one that is named all the same: *the Zambian capital, Lusaka*, *capital Lusaka*."""
    after = [t for t in noun.doc[noun.i + 1 : noun.i + 3] if t.text != ","]
    beside = after[:1] and after[0].pos_ == "PROPN" and after[0].ent_type_ not in _DATES
    return noun.dep_ in _INNER or bool(beside) or any(c.pos_ == "PROPN" for c in children(noun, "appos"))
