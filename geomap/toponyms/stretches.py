"""The stretches of a text that may name a place: everything that recognition weighs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geomap.toponyms.context import Context, Entity, Stretch
from geomap.toponyms.lexicon import lexicon
from geomap.toponyms.scan import Words

if TYPE_CHECKING:
    from spacy.tokens import Token

_LABELS = frozenset({"GPE", "LOC", "FAC", "NORP"})
#: What the entity recogniser takes schools, halls and festivals for, which may be where something is.
_BODIES = frozenset({"ORG", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT"})


def stretches(context: Context) -> list[Stretch]:
    """Everything worth weighing: gazetteer names, entities stripped of "the" and "'s", names with a designator."""
    found: dict[tuple[int, int], Stretch] = {}
    for hit in context.hits:
        _add(found, _stretch(context, hit.start, hit.end, "gazetteer"))
    for start, end, source in _entities(context):
        _add(found, _stretch(context, start, end, source))
    for start, end in _patterns(context.text, context.words):
        _add(found, _stretch(context, start, end, "pattern"))
    for start, end in _said(context.text, context.words):
        _add(found, _stretch(context, start, end, "said"))
    return sorted(found.values(), key=lambda s: (s.start, s.end))


def _entities(context: Context) -> Iterator[tuple[int, int, str]]:
    """The named entities that are places, or that may be: a hall, a school, or a town that was taken for a person."""
    for entity in context.entities:
        label = entity.label
        if label not in _LABELS and label not in _BODIES and not (label == "PERSON" and _like_a_place(entity, context)):
            continue
        start, end = _stripped(entity, context)
        if start < end and context.text[start].isupper():
            yield start, end, "entity" if label in _LABELS else "body"


def _like_a_place(entity: Entity, context: Context) -> bool:
    """Whether a supposed person stands where a place would, or ends like the name of one."""
    lexical = lexicon("recognition")
    lowered = context.lowered
    if any(lowered[entity.end - 1] in lexical.words("designators", group) for group in ("after", "buildings")):
        return True
    before = entity.start - 1
    if before > 0 and lowered[before] == "the":
        before -= 1
    return before >= 0 and any(lowered[before] in lexical.words("locative", group) for group in ("strong", "weak"))


def _add(found: dict[tuple[int, int], Stretch], stretch: Stretch) -> None:
    found.setdefault((stretch.start, stretch.end), stretch)


def _stretch(context: Context, start: int, end: int, source: str) -> Stretch:
    text = context.text
    if text[start : start + 4] == "The " and end > start + 4 and not _titled_so(text[start:end], context):
        start += 4
    elif start >= 4 and text[start - 4 : start] == "The " and _titled_so(text[start:end], context):
        start -= 4
    if text[end : end + 1] == "." and _abbreviated(text[start:end], context):
        end += 1
    first, last = context.tokens_of(start, end)
    return Stretch(start, end, text[start:end].replace("\n", " "), first, last, source)


def _titled_so(name: str, context: Context) -> bool:
    """Whether the article belongs to the name: "The Hague"."""
    return any(c.place.name.startswith("The ") for c in context.candidates(name)[:1])


def _abbreviated(name: str, context: Context) -> bool:
    if name.endswith(".") or (name.isupper() and len(name) > 1):
        return False
    if name.rpartition(" ")[2].casefold() in lexicon("recognition").words("designators", "abbreviated"):
        return True
    return len(name) <= 6 and any(c.name_kind == "abbreviation" for c in context.candidates(name + ".")[:2])


def _stripped(entity: Entity, context: Context) -> tuple[int, int]:
    """An entity without a leading article, a trailing possessive, and punctuation."""
    tokens, first, last = context.tokens, entity.start, entity.end
    while first < last and _trimmed(tokens[first]):
        first += 1
    while last > first and _trimmed(tokens[last - 1]):
        last -= 1
    if first == last:
        return 0, 0
    return tokens[first].idx, tokens[last - 1].idx + len(tokens[last - 1].text)


def _trimmed(token: Token) -> bool:
    return token.lower_ in {"the", "a", "an", "'s", "’s"} or token.is_punct or token.is_space


def _patterns(text: str, listed: Words) -> Iterator[tuple[int, int]]:
    """Runs such as "Dublin Road", "County Road 225", "Mount Hope", "Gulf of Aden"."""
    lexical = lexicon("recognition")
    after = lexical.words("designators", "after")
    before = lexical.words("designators", "before")
    of = lexical.words("designators", "of")
    for i in listed.capitals:
        low = listed.texts[i].casefold()
        if low in after:
            first = i
            while first > 0 and i - first < 3 and _joined(text, listed, first - 1) and _capital(listed, first - 1):
                first -= 1
                yield listed.starts[first], listed.end(i)
        if low in before and i + 1 < len(listed) and _joined(text, listed, i) and _capital_or_figure(listed.texts[i + 1]):
            yield listed.starts[i], listed.end(i + 1)
        if low in of and i + 2 < len(listed) and listed.texts[i + 1] == "of" and _capital(listed, i + 2):
            yield listed.starts[i], listed.end(i + 2)


def _said(text: str, listed: Words) -> Iterator[tuple[int, int]]:
    """What the text itself says to be a place: "the village of Zar Alay", "Zar Alay, a town near"."""
    kinds = lexicon("recognition").words("places", "said")
    for i in listed.capitals:
        if i > 1 and listed.texts[i - 1] == "of" and listed.texts[i - 2] in kinds:
            last = i
            while last + 1 < len(listed) and last - i < 2 and _joined(text, listed, last) and _capital(listed, last + 1):
                last += 1
            yield listed.starts[i], listed.end(last)


def _capital(listed: Words, at: int) -> bool:
    return listed.texts[at][0].isupper()


def _capital_or_figure(word: str) -> bool:
    return word[0].isupper() or word.isdigit()


def _joined(text: str, listed: Words, at: int) -> bool:
    return text[listed.end(at) : listed.starts[at + 1]] in {" ", "-"}
