"""Why a name has no place: the one list of reasons, and how the reason of a name is told."""

from __future__ import annotations

from enum import StrEnum

from geomap.toponyms.lexicon import lexicon
from geomap.toponyms.mention import Kind, Mention

#: Names in capitals of up to so many letters are initials.
_INITIALS = 5


class Reason(StrEnum):
    """The reasons for which a name is left without a place."""

    UNKNOWN = "unknown name"
    AMBIGUOUS = "ambiguous"
    ORGANISATION = "person or organisation"
    VAGUE = "vague area"


def reason_of(mention: Mention, candidates: int) -> str:
    """The reason why a mention has no place, with what to do or what was found; ``candidates``: places that bear the name."""
    words = mention.surface.casefold().replace(".", "").split()
    lists = lexicon("resolution")
    if mention.kind is Kind.AREA or (words and words[0] in lists.words("reasons", "vague") and not candidates):
        return f"{Reason.VAGUE}: it has no bounds that a gazetteer knows"
    if words and words[-1] in lists.words("reasons", "organisation"):
        return f"{Reason.ORGANISATION}: nothing says where it is"
    if candidates:
        return f"{Reason.AMBIGUOUS}: {candidates} places bear this name, none likely enough"
    if mention.surface.isupper() and len(mention.surface) <= _INITIALS:
        return f"{Reason.ORGANISATION}: initials that no gazetteer has"
    return f"{Reason.UNKNOWN}: no gazetteer has it"
