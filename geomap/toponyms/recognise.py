"""Where a document names a place: stretches from the gazetteer, the named entities and name patterns, weighed by their clues."""

from __future__ import annotations

import json
import math
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from geomap.toponyms.areas import areas
from geomap.toponyms.clues import Context, Stretch, bare, clues, size
from geomap.toponyms.lexicon import lexicon
from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.people import entity_of
from geomap.toponyms.scan import Word, hits, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from geomap.gazetteer import Gazetteer
    from geomap.model import Document

#: Words of an organisation's name that may follow the place in it: "Toronto Police Services Board".
_LONGEST_TITLE = 4
_SURE = frozenset({"country", "region", "metropolis", "user"})
_LABELS = frozenset({"GPE", "LOC", "FAC", "NORP"})


@lru_cache(maxsize=1)
def weights() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """What each clue adds to the log-odds that a stretch names a place, at first sight and at second sight.

    ``benchmarks/fit_toponyms.py`` fits them.
    """
    path = files("geomap") / "data" / "toponyms" / "clues.json"
    tree = json.loads(path.read_text(encoding="utf-8"))
    return tree["first"], tree["second"]


class RuleRecogniser:
    """Recognition by weighed clues: needs the parse and the gazetteer, no trained tagger."""

    name = "clues"

    def recognise(self, document: Document, parsed: Doc, gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """The place names of the document in text order, none overlapping another."""
        context = Context(document, parsed, gazetteer)
        chosen = [_mention(s, p, context) for p, s in decode(weigh(stretches(context), context))]
        return tuple(areas(chosen, context))


def weigh(listed: Sequence[Stretch], context: Context) -> list[tuple[float, Stretch]]:
    """The probability of each stretch: by its own clues first, then also by what the name seemed to be elsewhere."""
    first, second = weights()
    fixed = [settled(s, context) for s in listed]
    every = [clues(s, context) if p is None else set() for s, p in zip(listed, fixed, strict=True)]
    before = [probability(found, first) if p is None else p for p, found in zip(fixed, every, strict=True)]
    again = second_sight(listed, before)
    return [
        (probability((*found, *more), second) if p is None else p, s)
        for s, p, found, more in zip(listed, fixed, every, again, strict=True)
    ]


def second_sight(listed: Sequence[Stretch], before: Sequence[float]) -> list[list[str]]:
    """For each stretch, the clues from the first probabilities of the same name elsewhere and of its own."""
    pooled: dict[str, list[float]] = {}
    for stretch, p in zip(listed, before, strict=True):
        pooled.setdefault(bare(stretch.name), []).append(p)
    sums = {name: (sum(every), len(every) - 1, sorted(every)[-2:]) for name, every in pooled.items()}
    found = []
    for stretch, p in zip(listed, before, strict=True):
        whole, others, best = sums[bare(stretch.name)]
        mine = [f"own={_step(p)}"]
        if others:
            mine.append(f"others={_step((whole - p) / others)}")
            mine.append(f"best other={_step(best[0] if p == best[1] else best[1])}")
        else:
            mine.append("others=none")
        found.append(mine)
    return found


def _step(p: float) -> str:
    return f"{min(9, max(0, int(p * 10))) / 10:.1f}"


def settled(stretch: Stretch, context: Context) -> float | None:
    """The probability of a stretch that no clue can change: 0 for what is never a place, near 1 for the user's own names."""
    if excluded(stretch, context):
        return 0.0
    if owned(stretch, context):
        # Longer names first, so that the user's "Berth 33" is not cut by a likelier part of it.
        return min(0.999, 0.97 + 0.001 * len(stretch.name))
    return None


def owned(stretch: Stretch, context: Context) -> bool:
    """Whether the user's gazetteer has the name, and it isn't part of a longer name of somebody or of a country's people."""
    candidates = context.candidates(stretch.name)
    if not candidates or candidates[0].score < 1.0 or context.demonym(stretch.name) is not None:
        return False
    if context.gazetteer.is_common_word(stretch.name):
        return False
    entity = entity_of(context.parsed, stretch.first, stretch.last)
    longer = entity is not None and len(entity) > stretch.last - stretch.first
    return not (longer and entity is not None and entity.label_ == "PERSON")


def probability(found: Iterable[str], table: Mapping[str, float]) -> float:
    """The probability that a stretch with these clues names a place, under a table of weights."""
    return 1 / (1 + math.exp(-sum(table.get(clue, 0.0) for clue in (*found, "always"))))


def decode(weighed: Iterable[tuple[float, Stretch]], *, floor: float = 0.4) -> list[tuple[float, Stretch]]:
    """The likeliest stretches that don't overlap, in text order."""
    taken: list[tuple[int, float, Stretch]] = []
    for p, stretch in sorted(weighed, key=lambda pair: (-pair[0], pair[1].start - pair[1].end)):
        if p < floor:
            break
        at = bisect(taken, stretch.start, key=lambda row: row[0])
        free_before = at == 0 or taken[at - 1][2].end <= stretch.start
        if free_before and (at == len(taken) or stretch.end <= taken[at][0]):
            taken.insert(at, (stretch.start, p, stretch))
    return [(p, stretch) for _, p, stretch in taken]


def stretches(context: Context) -> list[Stretch]:
    """Everything worth weighing: gazetteer names, entities stripped of "the" and "'s", and names with a designator."""
    parsed = context.parsed
    text = context.text
    found: dict[tuple[int, int], Stretch] = {}
    listed = words(text)
    for hit in hits(text, listed, context.gazetteer):
        _add(found, _stretch(context, hit.start, hit.end, "gazetteer"))
    for entity in parsed.ents:
        if entity.label_ in _LABELS:
            start, end = _stripped(entity)
            if start < end and text[start].isupper():
                _add(found, _stretch(context, start, end, "entity"))
    for start, end in _patterns(text, listed):
        _add(found, _stretch(context, start, end, "pattern"))
    return sorted(found.values(), key=lambda s: (s.start, s.end))


def _add(found: dict[tuple[int, int], Stretch], stretch: Stretch | None) -> None:
    if stretch is not None:
        found.setdefault((stretch.start, stretch.end), stretch)


def _stretch(context: Context, start: int, end: int, source: str) -> Stretch | None:
    parsed = context.parsed
    text = context.text
    if text[start : start + 4] == "The " and end > start + 4 and not _titled_so(text[start:end], context):
        start += 4
    elif start >= 4 and text[start - 4 : start] == "The " and _titled_so(text[start:end], context):
        start -= 4
    if text[end : end + 1] == "." and _abbreviated(text[start:end], context):
        end += 1
    span = parsed.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    return Stretch(start, end, text[start:end].replace("\n", " "), span.start, span.end, source)


def _titled_so(name: str, context: Context) -> bool:
    """Whether the article belongs to the name: "The Hague"."""
    return any(c.place.name.startswith("The ") for c in context.candidates(name)[:1])


def _abbreviated(name: str, context: Context) -> bool:
    if name.endswith(".") or (name.isupper() and len(name) > 1):
        return False
    if name.rpartition(" ")[2].casefold() in lexicon("recognition").words("designators", "abbreviated"):
        return True
    return len(name) <= 6 and any(c.name_kind == "abbreviation" for c in context.candidates(name + ".")[:2])


def _stripped(entity: Span) -> tuple[int, int]:
    """An entity without a leading article, a trailing possessive, and punctuation."""
    first, last = entity.start, entity.end
    parsed = entity.doc
    while first < last and _trimmed(parsed[first]):
        first += 1
    while last > first and _trimmed(parsed[last - 1]):
        last -= 1
    if first == last:
        return 0, 0
    end = parsed[last - 1].idx + len(parsed[last - 1].text)
    return parsed[first].idx, end


def _trimmed(token: Token) -> bool:
    return token.lower_ in {"the", "a", "an", "'s", "’s"} or token.is_punct or token.is_space


def _patterns(text: str, listed: list[Word]) -> Iterator[tuple[int, int]]:
    """Runs such as "Dublin Road", "County Road 225", "Mount Hope", "Gulf of Aden"."""
    lexical = lexicon("recognition")
    after = lexical.words("designators", "after")
    before = lexical.words("designators", "before")
    of = lexical.words("designators", "of")
    for i, word in enumerate(listed):
        low = word.text.casefold()
        if not word.capital:
            continue
        if low in after:
            first = i
            while first > 0 and i - first < 3 and _joined(text, listed[first - 1], listed[first]) and listed[first - 1].capital:
                first -= 1
                yield listed[first].start, word.end
        if low in before and i + 1 < len(listed) and _joined(text, word, listed[i + 1]):
            following = listed[i + 1]
            if following.capital or following.text.isdigit():
                yield word.start, following.end
        if low in of and i + 2 < len(listed) and listed[i + 1].text == "of" and listed[i + 2].capital:
            yield word.start, listed[i + 2].end


def _joined(text: str, a: Word, b: Word) -> bool:
    return text[a.end : b.start] in {" ", "-", "’s ", "'s "}


def excluded(stretch: Stretch, context: Context) -> bool:
    """What is never a place, whatever its clues: papers and news agencies, the vague West, and words of the calendar."""
    lexical = lexicon("recognition")
    low = stretch.name.casefold()
    if low in lexical.words("compass", "vague") or low in lexical.words("organisations", "initials"):
        return not owned(stretch, context)
    return in_organisation(stretch, context, "media") or somebody(stretch, context)


def somebody(stretch: Stretch, context: Context) -> bool:
    """Whether a lone word is the name of a person introduced in full, and nothing here says that it is a place."""
    parsed = context.parsed
    if stretch.last - stretch.first > 1 or not context.people.knows(stretch.name):
        return False
    if parsed[stretch.first].ent_type_ in _LABELS and context.people.surnames[stretch.name.casefold()] < 2:
        return False
    before = parsed[stretch.first - 1].lower_ if stretch.first else ""
    return (
        before not in lexicon("recognition").words("locative", "strong") and size(context.candidates(stretch.name)) not in _SURE
    )


def in_organisation(stretch: Stretch, context: Context, group: str) -> bool:
    """Whether the name is the beginning or the inside of an organisation's name of a group ("New York" in "New York Times")."""
    parsed = context.parsed
    names = lexicon("recognition").words("organisations", group)
    end = stretch.end
    for after in parsed[stretch.last : stretch.last + _LONGEST_TITLE]:
        if context.text[end : after.idx] not in {"", " "} or not after.text[0].isupper():
            break
        if after.lower_ in names:
            return True
        end = after.idx + len(after.text)
    return False


def _mention(stretch: Stretch, p: float, context: Context) -> Mention:
    kind = kind_of(stretch, context)
    surface = context.document.text[stretch.start : stretch.end]
    mention = Mention(stretch.start, stretch.end, surface, stretch.name, stretch.first, stretch.last, kind, p)
    known = kind is Kind.DEMONYM or bool(context.candidates(stretch.name))
    return replace(mention, container=within(stretch, context), known=known)


def kind_of(stretch: Stretch, context: Context) -> Kind:
    """What sort of name a stretch is."""
    if context.demonym(stretch.name) is not None and not _named_so(stretch, context):
        return Kind.DEMONYM
    return Kind.EMBEDDED if _embedded(stretch, context) else Kind.NAME


def _named_so(stretch: Stretch, context: Context) -> bool:
    """Whether a word that is also a demonym is here the name of a place ("Holland", "Georgian Bay")."""
    candidates = context.candidates(stretch.name)
    label = context.parsed[stretch.first].ent_type_
    return bool(candidates) and candidates[0].name_kind != "demonym" and label in {"GPE", "LOC", "FAC"}


def _embedded(stretch: Stretch, context: Context) -> bool:
    """Whether the name is only a part of an organisation's: "Jamaica" in "Jamaica Cancer Society".

    A country before a council or an army is not: that is its government.
    """
    how = size(context.candidates(stretch.name))
    if how == "user":
        return False
    parsed = context.parsed
    before_of = stretch.first > 1 and parsed[stretch.first - 1].lower_ == "of"
    if before_of and parsed[stretch.first - 2].lower_ in lexicon("recognition").words("organisations", "of"):
        return parsed[stretch.first - 2].text[0].isupper()
    return in_organisation(stretch, context, "bodies") or (how != "country" and in_organisation(stretch, context, "civic"))


def within(stretch: Stretch, context: Context) -> str | None:
    """The name that says where a place lies: "Russia" in "Vladivostok, Russia" and in "Russia's Pacific coast"."""
    parsed, last = context.parsed, stretch.last
    if last + 1 < len(parsed) and parsed[last].text in {",", "("}:
        start = parsed[last + 1].idx
        ahead = context.text[start : start + 60]
        first = next(hits(ahead, words(ahead), context.gazetteer), None)
        if first is not None and first.start == 0:
            return first.name
    first_owner = stretch.first - 1
    if first_owner > 0 and parsed[first_owner].lower_ in {"'s", "’s"}:
        owner = entity_of(parsed, first_owner - 1, first_owner)
        return owner.text.removesuffix("'s") if owner is not None and owner.label_ == "GPE" else None
    return None
