"""Is a text English? Its script, and a count of common words: cheap, and of Latin script sure only of texts of some length."""

from __future__ import annotations

import re
from functools import lru_cache

from geomap.documents.limits import data

_WORD = re.compile(r"[^\W\d_]+")
#: Scripts without spaces (Chinese, Japanese, Thai) have few words but many letters.
_LETTERS_A_WORD = 12
_SAMPLE_CHARS = 20_000
#: A letter of another script than Latin (blocks: Latin to Extended-B, Additional, Extended-C and -D, full-width forms).
_OTHER_LETTER = re.compile(r"[^\W\d_\u0000-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\uff21-\uff5a]")
_LETTERS_TO_JUDGE = 30


@lru_cache(maxsize=1)
def _english() -> tuple[frozenset[str], int, float]:
    table = data("english.toml")
    return frozenset(table["words"].split()), int(table["min_words"]), float(table["min_share"])


def english_share(text: str) -> float | None:
    """The share of common English words among the words at the head of the text; None when it is too short to judge."""
    common, min_words, _ = _english()
    words = _WORD.findall(text[:_SAMPLE_CHARS].lower())
    if sum(1 + len(word) // _LETTERS_A_WORD for word in words) < min_words:
        return None
    return sum(word in common for word in words) / len(words)


def _other_script(text: str) -> bool:
    """Whether most of the letters at the head of the text are not Latin ones."""
    sample = text[:_SAMPLE_CHARS]
    others = len(_OTHER_LETTER.findall(sample))
    return others >= _LETTERS_TO_JUDGE and others > sum(map(str.isalpha, sample)) / 2


def language_of(text: str) -> str | None:
    """``en`` for a text that is English; None when it is another language or too short to judge."""
    share = english_share(text)
    return "en" if share is not None and share >= _english()[2] else None


def not_english(text: str) -> str | None:
    """The reason why the text is not taken in as English; None when it is English, or too short to judge."""
    if _other_script(text):
        return "the text is not English (most of its letters are of another script); only English is read for now"
    share = english_share(text)
    if share is None or share >= _english()[2]:
        return None
    return f"the text is not English ({share:.0%} of its words are common English words); only English is read for now"
