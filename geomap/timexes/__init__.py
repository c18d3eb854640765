"""Time expressions: recognised by rules, normalised to TimeML values and to intervals of days.

The rules are loaded when they are first asked for: who only describes an interval in words doesn't wait for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap import lexicon

if TYPE_CHECKING:
    from geomap.timexes.recognise import find

__all__ = ["find", "method"]


def method() -> str:
    """The name of the rules with a short hash of the word lists that decide, for the record of what they found."""
    from geomap.timexes.holidays import HOLIDAYS
    from geomap.timexes.lexer import VOCABULARY
    from geomap.timexes.tense import TENSE

    return f"timex-rules-{lexicon.digest(VOCABULARY, HOLIDAYS, TENSE)}"


def __getattr__(name: str) -> object:
    """The recogniser, loaded now."""
    if name != "find":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from geomap.timexes.recognise import find

    globals()["find"] = find
    return find
