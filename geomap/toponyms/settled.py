"""What no clue can change: names that are never places here, and the user's own names."""

from __future__ import annotations

import re

from geomap.toponyms.compounds import is_combined
from geomap.toponyms.context import PLACES, Context, Stretch
from geomap.toponyms.lexicon import lexicon

#: Words of an organisation's name that may follow the place in it: "Toronto Police Services Board".
_LONGEST_TITLE = 4
#: How likely it is that what the text itself calls a village, or measures a distance from, is a place.
_SAID = 0.9
#: What follows the town in a dateline: a region or a country, a day, an agency, and a dash.
_DATELINE = re.compile(
    r"(?:, [A-Z][\w. ]{1,24}?)?(?:, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?"
    r"(?P<agency> \([A-Z][^()\n]{1,30}\))?\s{0,2}(?:--|[-–—_])\s"
)
#: Prepositions of place that are nothing else at the head of a sentence.
_FIRST = frozenset({"near", "off", "outside", "around", "inside", "across", "throughout", "beyond"})
_SURE = frozenset({"country", "region", "metropolis", "user"})


def settled(stretch: Stretch, context: Context) -> float | None:
    """The probability of a stretch that no clue can change: 0 for what is never a place, near 1 for the user's own names."""
    if excluded(stretch, context):
        return 0.0
    if owned(stretch, context):
        # Longer names first, so that the user's "Berth 33" is not cut by a likelier part of it.
        return min(0.999, 0.97 + 0.001 * len(stretch.name))
    return _SAID if said(stretch, context) else None


def said(stretch: Stretch, context: Context) -> bool:
    """Whether the text itself makes it a place: "40 km south of Odesa"; "the village of Zar Alay", which no gazetteer has.

    So do a dateline ("ODESA (Agency) -"), the head of a sentence ("Near Kharkiv, a bridge was hit"), and the form of a word
    ("Anglo-Irish").
    """
    lowered, first = context.lowered, stretch.first
    if is_combined(stretch.start, context.text):
        return context.demonym(stretch.name) is not None
    if in_dateline(stretch, context) or _is_placed_first(stretch, context):
        return bool(context.candidates(stretch.name))
    if first < 3 or lowered[first - 1] != "of" or context.people.knows(stretch.name):
        return False
    lexical = lexicon("recognition")
    if lowered[first - 2] in lexical.words("compass", "bearings"):
        return lowered[first - 3] in lexical.table("near", "units") and bool(context.candidates(stretch.name))
    return lowered[first - 2] in lexical.words("places", "outright") and not context.candidates(stretch.name)


def _is_placed_first(stretch: Stretch, context: Context) -> bool:
    """Whether a sentence begins with where it was: *Near Kharkiv, a bridge was hit*, of which the parser makes one name."""
    first, texts = stretch.first, context.texts
    if first < 1 or not context.tokens[first - 1].is_sent_start or stretch.last >= len(texts):
        return False
    return context.lowered[first - 1] in _FIRST and texts[stretch.last] == ","


def in_dateline(stretch: Stretch, context: Context) -> bool:
    """Whether it opens a line as where a report was written: in capitals, or before an agency in brackets, and a dash."""
    text = context.text
    if stretch.start and text[stretch.start - 1] != "\n":
        return False
    after = _DATELINE.match(text, stretch.end)
    return after is not None and (after["agency"] is not None or text[stretch.start : stretch.end].isupper())


def owned(stretch: Stretch, context: Context) -> bool:
    """Whether the user's gazetteer has the name, and it isn't part of a longer name of somebody or of a country's people."""
    candidates = context.candidates(stretch.name)
    if not candidates or candidates[0].score < 1.0 or context.demonym(stretch.name) is not None:
        return False
    if context.gazetteer.is_common_word(stretch.name):
        return False
    if context.within_longer_hit(stretch):
        return False
    entity = context.entity_of(stretch.first, stretch.last)
    longer = entity is not None and entity.end - entity.start > stretch.last - stretch.first
    return not (longer and entity is not None and entity.label == "PERSON")


def excluded(stretch: Stretch, context: Context) -> bool:
    """What is never a place, whatever its clues: papers and news agencies, the vague West, and words of the calendar."""
    lexical = lexicon("recognition")
    low = stretch.name.casefold()
    never = (("compass", "vague"), ("organisations", "initials"), ("organisations", "movements"))
    if any(low in lexical.words(*path) for path in never):
        return not owned(stretch, context)
    return in_organisation(stretch, context, "media") or somebody(stretch, context)


def somebody(stretch: Stretch, context: Context) -> bool:
    """Whether a lone word is the name of a person introduced in full, and nothing here says that it is a place."""
    parsed = context.tokens
    if stretch.last - stretch.first > 1 or not context.people.knows(stretch.name):
        return False
    if parsed[stretch.first].ent_type_ in PLACES | {"NORP"} and context.people.surnames[stretch.name.casefold()] < 2:
        return False
    before = parsed[stretch.first - 1].lower_ if stretch.first else ""
    return before not in lexicon("recognition").words("locative", "strong") and context.size_of(stretch.name) not in _SURE


def in_organisation(stretch: Stretch, context: Context, group: str) -> bool:
    """Whether the name is the beginning or the inside of an organisation's name of a group ("New York" in "New York Times")."""
    if stretch.last >= len(context.texts) or not context.texts[stretch.last][0].isupper():
        return False  # said first, since it ends nearly every question
    parsed = context.tokens
    names = lexicon("recognition").words("organisations", group)
    end = stretch.end
    for after in parsed[stretch.last : stretch.last + _LONGEST_TITLE]:
        if context.text[end : after.idx] not in {"", " "} or not after.text[0].isupper():
            break
        if after.lower_ in names:
            return True
        end = after.idx + len(after.text)
    return False
