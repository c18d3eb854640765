"""Time expressions: recognised by rules, normalised to TimeML values and to intervals of days."""

from geomap import lexicon
from geomap.timexes.holidays import HOLIDAYS
from geomap.timexes.lexer import VOCABULARY
from geomap.timexes.recognise import find
from geomap.timexes.tense import TENSE

__all__ = ["find", "method"]


def method() -> str:
    """The name of the rules with a short hash of the word lists that decide, for the record of what they found."""
    return f"timex-rules-{lexicon.digest(VOCABULARY, HOLIDAYS, TENSE)}"
