"""What speaks for and against a stretch of text being the name of a place: the named clues that recognition weighs."""

from __future__ import annotations

from collections.abc import Iterator

from geomap.lexicon import words as word_list
from geomap.toponyms.context import PLACES, Context, Stretch, bare, shape
from geomap.toponyms.lexicon import lexicon
from geomap.toponyms.people import titled

_SPEAKING = frozenset({"GPE", "LOC", "FAC", "NORP", "ORG", "PERSON"})


def clues(stretch: Stretch, context: Context) -> set[str]:
    """The clues of one stretch."""
    return {
        *_own(stretch, context),
        *_entity(stretch, context),
        *_before(stretch, context),
        *_after(stretch, context),
        *_elsewhere(stretch, context),
        *_neighbours(stretch, context),
        *_whole(stretch, context),
        *_first_name(stretch, context),
        *_said(stretch, context),
        *_kinds(stretch, context),
        *_shapes(stretch, context),
    }


def _own(stretch: Stretch, context: Context) -> Iterator[str]:
    words = stretch.name.split()
    candidates = context.candidates(stretch.name)
    how = context.size_of(stretch.name)
    entity = context.entity_of(stretch.first, stretch.last)
    label = entity.label if entity is not None else "none"
    yield f"gazetteer={how}"
    yield f"gazetteer={how} entity={label}"
    yield f"words={min(len(words), 4)}"
    yield f"source={stretch.source}"
    if candidates and all(c.name_kind == "alias" for c in candidates):
        yield "alias only"
    if candidates and candidates[0].name_kind == "abbreviation":
        yield "abbreviation"
    if context.demonym(stretch.name) is not None:
        yield f"demonym entity={label}"
    if stretch.name.isupper():
        yield "capitals short" if len(stretch.name) <= 3 else "capitals"
    if len(stretch.name) <= 2:
        yield "two letters"
    token = context.tokens[stretch.first]
    lexical = lexicon("recognition")
    low = stretch.name.casefold()
    if low in lexical.words("common", "words") or (len(words) == 1 and token.is_stop and low not in {"us"}):
        yield "common word"
    if len(words) == 1 and low in context.lower:
        yield "small letter elsewhere"
    if token.is_sent_start:
        yield "sentence start"
    if context.gazetteer.is_common_word(stretch.name):
        yield "common name"
        yield f"common name entity={label}"
    designators = lexical.words("designators", "after")
    if len(words) > 1 and words[-1].casefold() in designators:
        yield "designator after" if candidates else "designator after unknown"
    elif words[0].rstrip(".").casefold() in lexical.words("designators", "before") and len(words) > 1:
        yield "designator before"


def _entity(stretch: Stretch, context: Context) -> Iterator[str]:
    entity = context.entity_of(stretch.first, stretch.last)
    if entity is None:
        yield "entity=none"
        return
    start, end = entity.start, entity.end
    while start < end and (context.tokens[start].lower_ in {"the", "'s", "’s"} or context.tokens[start].is_punct):
        start += 1
    while end > start and (context.tokens[end - 1].lower_ in {"'s", "’s", "'"} or context.tokens[end - 1].is_punct):
        end -= 1
    if (start, end) == (stretch.first, stretch.last):
        how = "is"
    elif start >= stretch.first and end <= stretch.last:
        how = "within"
    elif start == stretch.first:
        how = "starts"
    elif end == stretch.last:
        how = "ends"
    else:
        how = "inside"
    yield f"entity={entity.label} {how}"
    if how in {"starts", "inside", "ends"}:
        last = context.tokens[end - 1].lower_
        for group in ("civic", "bodies", "media"):
            if last in lexicon("recognition").words("organisations", group):
                yield f"organisation {group}"
        if last in lexicon("recognition").words("designators", "after"):
            yield "inside feature"


def _before(stretch: Stretch, context: Context) -> Iterator[str]:
    parsed, first = context.tokens, stretch.first
    lexical = lexicon("recognition")
    if first == 0:
        return
    before = parsed[first - 1]
    if before.lower_ == "the" and first > 1:
        yield "the before"
        before = parsed[first - 2]
    low = before.lower_
    for group in ("strong", "weak"):
        if low in lexical.words("locative", group):
            yield f"preposition {group}"
            yield f"preposition={low}"
    if titled(parsed, first):
        yield "title before"
    if before.text[0].isupper() and not before.is_sent_start:
        yield "capital before"
        if context.people.knows(before.text) and not _placed(before.ent_type_):
            yield "name before"
    if low == "," and first > 1:
        prior = parsed[first - 2]
        yield f"comma after {prior.ent_type_ or ('capital' if prior.text[0].isupper() else 'word')}"
    if low in {"of"} and first > 1 and parsed[first - 2].lower_ in lexical.words("organisations", "of"):
        yield "body of"
    if low in {"and", "or"}:
        yield "conjunct"
    if before.like_num:
        yield "number before"
    if low in {"-", "–"}:
        yield "hyphen before"


def _after(stretch: Stretch, context: Context) -> Iterator[str]:
    parsed, last = context.tokens, stretch.last
    lexical = lexicon("recognition")
    if last >= len(parsed):
        return
    after = parsed[last]
    low = after.lower_
    if low in {"'s", "’s"}:
        yield "possessive"
        if last + 1 < len(parsed):
            yield f"possesses={parsed[last + 1].lower_}"
    if low in lexical.words("personal", "verbs"):
        yield "personal verb"
    if after.text[0].isupper() and context.text[stretch.end : after.idx].strip(" ") == "":
        yield from _name_goes_on(after.text, context)
    if low == "," and last + 1 < len(parsed):
        following = parsed[last + 1]
        if following.text[0].isupper() and context.size_of(following.text) in {"country", "region"}:
            yield "container after"
        elif following.text[0].isupper():
            yield "comma capital"
        elif following.like_num:
            yield "comma number"
    if low in {"-", "–"}:
        yield "hyphen after"


def _neighbours(stretch: Stretch, context: Context) -> Iterator[str]:
    """The plain words on either side."""
    parsed = context.tokens
    if stretch.first > 0:
        before = parsed[stretch.first - 1]
        if before.text.islower():
            yield f"word before={before.text}"
    if stretch.last < len(parsed):
        after = parsed[stretch.last]
        if after.text.islower():
            yield f"word after={after.text}"
        elif after.is_punct:
            yield f"mark after={after.text}"


def _whole(stretch: Stretch, context: Context) -> Iterator[str]:
    """The stretch with the word that leads to it; the first and last words of a longer one."""
    parsed, first = context.tokens, stretch.first
    if stretch.last - first > 1:
        yield f"first={parsed[first].lower_}"
        yield f"last={parsed[stretch.last - 1].lower_}"
    yield f"source={stretch.source} before={parsed[first - 1].lower_ if first else ''}"
    if first > 1 and parsed[first - 1].lower_ == "the":
        yield f"the source={stretch.source} before={parsed[first - 2].lower_}"


def _kinds(stretch: Stretch, context: Context) -> Iterator[str]:
    """The kinds of the two words on either side, of the first word and of the last."""
    kinds, first, last = context.kinds, stretch.first, stretch.last
    for at in (-2, -1):
        if first + at >= 0 and (kind := kinds[first + at]) is not None:
            yield f"kind {at}={kind}"
    for at in (0, 1):
        if last + at < len(kinds) and (kind := kinds[last + at]) is not None:
            yield f"kind +{at + 1}={kind}"
    if last - first > 1:
        yield f"kind first={kinds[first]}"
    yield f"kind last={kinds[last - 1]}"


def _shapes(stretch: Stretch, context: Context) -> Iterator[str]:
    """How the two words on either side are written, and the name itself."""
    shapes, first, last = context.shapes, stretch.first, stretch.last
    before = shapes[first - 1] if first else "^"
    after = shapes[last] if last < len(shapes) else "^"
    yield f"shape -1={before}"
    yield f"shape +1={after}"
    yield f"shape -2={shapes[first - 2] if first > 1 else '^'} {before}"
    yield f"shape +2={after} {shapes[last + 1] if last + 1 < len(shapes) else '^'}"
    yield f"shape around={before} {after}"
    yield f"shape={shape(stretch.name)}"


def _first_name(stretch: Stretch, context: Context) -> Iterator[str]:
    """Whether a common first name stands before it."""
    before = stretch.first - 1
    if before >= 0 and context.texts[before][0].isupper() and context.lowered[before] in word_list("toponyms/given_names.txt"):
        yield "first name before"


def _said(stretch: Stretch, context: Context) -> Iterator[str]:
    """Whether the text itself says that it is a place: "the village of" before it, ", a town near" after it."""
    lowered, first, last = context.lowered, stretch.first, stretch.last
    kinds = lexicon("recognition").words("places", "said")
    if first > 1 and lowered[first - 1] == "of" and lowered[first - 2] in kinds:
        yield "said before"
    apposed = lowered[last : last + 1] == [","] and not {"a", "an", "the"}.isdisjoint(lowered[last + 1 : last + 2])
    if apposed and not kinds.isdisjoint(lowered[last + 2 : last + 5]):
        yield "said after"


def _name_goes_on(word: str, context: Context) -> Iterator[str]:
    yield "capital after"
    lexical = lexicon("recognition")
    low = word.casefold()
    for group in ("civic", "bodies", "media"):
        if low in lexical.words("organisations", group):
            yield f"{group} after"
    if low in lexical.words("designators", "after"):
        yield "designator follows"
    if context.people.knows(word):
        yield "name after"


def _elsewhere(stretch: Stretch, context: Context) -> Iterator[str]:
    key = bare(stretch.name)
    labels = context.labels.get(key)
    if labels:
        places = sum(n for label, n in labels.items() if _placed(label))
        others = sum(n for label, n in labels.items() if label in _SPEAKING) - places
        if places > others:
            yield "elsewhere place"
        elif others > places:
            yield "elsewhere other"
        if places >= 3:
            yield "elsewhere often place"
    first = key.split(" ")[0] if key else ""
    if context.located[first]:
        yield "located elsewhere"
    words = stretch.name.split()
    if len(words) == 1:
        if context.people.surnames[key]:
            yield "surname"
        if context.people.given[key]:
            yield "first name"
    elif any(context.people.surnames[w.casefold()] for w in words[-1:]) and context.people.given[words[0].casefold()]:
        yield "full name"
    if key and key in context.document.title.casefold():
        yield "in title"


def _placed(label: str) -> bool:
    return label in PLACES or label == "NORP"
