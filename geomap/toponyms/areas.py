"""Parts of places: "eastern Russia", "the south of France", "the south and east of the country", "the North".

Only words are read, no parts of speech and no dependencies. A name's own span stays as it is, unless the gazetteer knows the
whole ("eastern Russia") as a name; which part is meant goes into ``Mention.compass``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.toponyms.compounds import compounds
from geomap.toponyms.mention import Kind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geomap.toponyms.context import Context

_TABLE = "toponyms/areas.toml"
_JOINTS = frozenset({"and", "or", ",", "/"})
_HYPHENS = frozenset({"-", "‐", "‑"})
_MOST_SIDES = 3


def areas(mentions: list[Mention], context: Context) -> Iterator[Mention]:
    """The mentions with the part that the words around them name, and the areas that no gazetteer name stands for, in order."""
    parted = [_parted(m, context) for m in (*mentions, *compounds(mentions, context))]
    short = [s for s in _short(parted, context) if all(_apart(s, m) or _inside(m, s) for m in parted)]
    parted = [m for m in parted if all(_apart(s, m) for s in short)]
    whole = [u for u in _unnamed(parted, context) if all(_apart(u, m) for m in (*parted, *short))]
    yield from sorted((*parted, *short, *whole), key=lambda m: m.start)


def _apart(a: Mention, b: Mention) -> bool:
    return a.end <= b.start or b.end <= a.start


def _inside(inner: Mention, outer: Mention) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _parted(mention: Mention, context: Context) -> Mention:
    """ "Russia" after "eastern", or after "the east of", becomes an area."""
    if mention.kind is not Kind.NAME or mention.first == 0:
        return mention
    sides, first = _sides_before(context, mention.first)
    if sides and not _capital(context, first):
        return _named_whole(mention, first, sides, context)
    sides = _sides_of(context, mention.first) or _sides_after(context, mention.last)
    return replace(mention, kind=Kind.AREA, compass=" and ".join(sides)) if sides else mention


def _capital(context: Context, first: int) -> bool:
    """Whether the first compass word has a capital inside a sentence: "Northern Ireland" is a name, "South Bend" is too."""
    token = context.tokens[first]
    return token.text[0].isupper()


def _named_whole(mention: Mention, first: int, sides: list[str], context: Context) -> Mention:
    """The area; the side belongs to its span where the gazetteer has a place of the whole name, or more than one side is told."""
    compass = " and ".join(sides)
    before = context.tokens[first]
    surface = context.document.text[before.idx : mention.end]
    known = {c.place.id for c in context.candidates(mention.name)}
    whole = any(c.place.id not in known for c in context.candidates(surface)[:1])
    if not whole:
        return replace(mention, kind=Kind.AREA, compass=compass)
    return replace(mention, start=before.idx, surface=surface, first=first, kind=Kind.AREA, compass=compass)


def _sides_before(context: Context, last: int) -> tuple[list[str], int]:
    """The compass adjectives that end just before the token ``last`` ("northern and central"), and where they begin."""
    sides: list[str] = []
    first = last
    while first > 0 and len(sides) < _MOST_SIDES:
        at = first
        if sides and context.tokens[at - 1].lower_ in _JOINTS:
            at -= 1
            if at > 0 and context.tokens[at - 1].text == ",":
                at -= 1
        side = _side_ending(context, at)
        if side is None or (sides and at == first):
            break
        word, first = side
        sides.insert(0, word)
    return sides, first


def _side_ending(context: Context, last: int) -> tuple[str, int] | None:
    """The compass word that ends just before ``last``, hyphened or not, and the index of its first token."""
    parsed = context.tokens
    table = lexicon.table(_TABLE)["sides"]
    if last > 2 and parsed[last - 2].text in _HYPHENS and _glued(context, last - 3, last):
        joined = parsed[last - 3].lower_ + parsed[last - 1].lower_
        if joined in table:
            return joined, last - 3
    if last > 1 and parsed[last - 2].lower_ in {"north", "south"} and parsed[last - 2].lower_ + parsed[last - 1].lower_ in table:
        return parsed[last - 2].lower_ + parsed[last - 1].lower_, last - 2
    if last < 1 or (last > 1 and parsed[last - 2].text in _HYPHENS and _glued(context, last - 2, last)):
        return None
    word = parsed[last - 1].lower_.replace("-", "")
    return (word, last - 1) if word in table else None


def _glued(context: Context, first: int, last: int) -> bool:
    return not any(t.whitespace_ for t in context.tokens[first : last - 1])


def _sides_of(context: Context, first: int) -> list[str]:
    """The sides in "the north [and east] of X", "the northern part of X"; nothing in "20 km to the north of X"."""
    parsed = context.tokens
    at = first
    if at > 0 and parsed[at - 1].lower_ in {"the", "this", "that"}:
        at -= 1
    if at < 2 or parsed[at - 1].lower_ != "of":
        return []
    at -= 1
    words = lexicon.table(_TABLE)["words"]
    part = parsed[at - 1].lower_ in words["parts"]
    at -= 1 if part else 0
    sides, begin = _sides_before(context, at)
    if not sides or (
        not part and parsed[at - 1].lower_ not in words["nouns"] and "-" not in parsed[at - 1].text and at - begin == 1
    ):
        return []
    if (
        begin < 1
        or parsed[begin - 1].lower_ not in {"the", "its", "far", "extreme", "deep"}
        or not parsed[begin].text[0].islower()
    ):
        return []
    before = parsed[begin - 2].lower_ if begin > 1 else ""
    return [] if before in words["outside"] and not part else sides


def _sides_after(context: Context, last: int) -> list[str]:
    """The sides in "Turkey's south-east", "Mali's northern regions"."""
    parsed = context.tokens
    if last + 1 >= len(parsed) or parsed[last].lower_ not in {"'s", "’s", "'", "’"}:
        return []
    sides, end = _sides_from(context, last + 1)
    words = lexicon.table(_TABLE)["words"]
    # In small letters, and not "Omaha's center", which is a building as often as not.
    noun = bool(sides) and "".join(t.text for t in parsed[last + 1 : end]) in words["own"]
    part = end < len(parsed) and parsed[end].text in words["parts"]
    # "Japan's north Korea policy": what follows a bare side must not be a name.
    bare = end >= len(parsed) or not parsed[end].text[:1].isupper()
    return sides if (noun and bare) or (sides and part) else []


def _sides_from(context: Context, first: int) -> tuple[list[str], int]:
    """The compass words that begin at ``first``, and the index after them."""
    sides: list[str] = []
    at = first
    parsed = context.tokens
    while at < len(parsed) and len(sides) < _MOST_SIDES:
        begin = at + 1 if sides and parsed[at].lower_ in _JOINTS else at
        side = _side_beginning(context, begin)
        if side is None or (sides and begin == at):
            break
        sides.append(side[0])
        at = side[1]
    return sides, at


def _side_beginning(context: Context, first: int) -> tuple[str, int] | None:
    """The compass word that begins at ``first``, hyphened or not, and the index after it."""
    for last in (first + 3, first + 2, first + 1):
        side = _side_ending(context, last) if last <= len(context.tokens) else None
        if side is not None and side[1] == first:
            return side[0], last
    return None


def _short(mentions: list[Mention], context: Context) -> Iterator[Mention]:
    """ "the North" in a document that names North Korea, "the Kingdom" in one that names Saudi Arabia."""
    table = _short_names()
    lowered = context.lowered
    found = [i for i, (low, after) in enumerate(pairwise(lowered)) if low == "the" and f"the {after}" in table]
    if not found:
        return
    named = {m.name.casefold().removeprefix("the ") for m in mentions}
    text = context.text.casefold()
    for i in found:
        token, noun = context.tokens[i], context.tokens[i + 1]
        rows = table[f"the {noun.lower_}"]
        if not noun.text[0].isupper() or _continued(noun, context):
            continue
        # A name of two words is support enough, also where it was not taken for a place.
        means = next((m for m, s in rows if not named.isdisjoint(s) or any(" " in n and n in text for n in s)), None)
        if means is not None:
            yield _made(token, noun, means, Kind.NAME, context)


@cache
def _short_names() -> dict[str, list[tuple[str, frozenset[str]]]]:
    rows: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for row in lexicon.table(_TABLE)["short"]:
        rows.setdefault(row["whole"], []).append((row["means"], frozenset(row["named"])))
    return rows


def _continued(noun: Token, context: Context) -> bool:
    """Whether a capitalised word follows or precedes by a hyphen: "the North Korean leader", "the North Sea"."""
    if noun.i + 1 >= len(context.tokens):
        return False
    after = noun.nbor()
    if after.text in _HYPHENS:
        return True
    return after.text[0].isupper() and not after.is_sent_start


def _unnamed(mentions: list[Mention], context: Context) -> Iterator[Mention]:
    """ "the south and east of the country", "the island's north": the country or island named last, or named most."""
    parsed = context.tokens
    wholes = lexicon.table(_TABLE)["wholes"]
    pairs = pairwise(context.lowered)
    for i in [i for i, (before, low) in enumerate(pairs, 1) if low in wholes and before in {"the", "this", "that"}]:
        token = parsed[i]
        found = _before_whole(token, context) or _after_whole(token, context)
        name = _meant(token, mentions, context) if found is not None else None
        if found is not None and name is not None:
            sides, first, last = found
            made = _made(parsed[first], parsed[last], name, Kind.AREA, context)
            yield replace(made, compass=" and ".join(sides), evidence=0.8)


def _before_whole(token: Token, context: Context) -> tuple[list[str], int, int] | None:
    sides = _sides_of(context, token.i)
    if not sides:
        return None
    at = token.i - 2
    at -= context.tokens[at - 1].lower_ in lexicon.table(_TABLE)["words"]["parts"]
    _, first = _sides_before(context, at)
    return sides, first, token.i


def _after_whole(token: Token, context: Context) -> tuple[list[str], int, int] | None:
    sides = _sides_after(context, token.i + 1)
    if not sides:
        return None
    _, end = _sides_from(context, token.i + 2)
    part = end < len(context.tokens) and context.tokens[end].lower_ in lexicon.table(_TABLE)["words"]["parts"]
    return sides, token.i, end if part else end - 1


def _meant(token: Token, mentions: list[Mention], context: Context) -> str | None:
    """What "the country" is: the one of the same sentence named before it, else the one named most in the document."""
    features = tuple(lexicon.table(_TABLE)["wholes"][token.lower_])
    start = _sentence_start(token)
    inside = [n for m in mentions if start <= m.start < token.idx and (n := _whole(m, features, context))]
    if inside:
        return inside[-1]
    counted = Counter(n for m in mentions if (n := _whole(m, features, context)))
    return counted.most_common(1)[0][0] if counted else None


def _sentence_start(token: Token) -> int:
    while token.i > 0 and not token.is_sent_start:
        token = token.nbor(-1)
    return int(token.idx)


def _whole(mention: Mention, features: tuple[str, ...], context: Context) -> str | None:
    if mention.kind is Kind.DEMONYM:
        place = context.demonym(mention.name)
    else:
        candidates = context.candidates(mention.name)
        place = candidates[0].place if candidates else None
    return place.name if place is not None and place.feature.startswith(features) else None


def _made(first: Token, last: Token, name: str, kind: Kind, context: Context) -> Mention:
    start, end = first.idx, last.idx + len(last.text)
    return Mention(start, end, context.document.text[start:end], name, first.i, last.i + 1, kind, 0.9)
