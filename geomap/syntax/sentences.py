"""Where sentences start, as far as the layout and the stops of a text tell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

#: How many tokens without a stop or a new paragraph are no sentence any more: of 9,000 sentences of ECB+ the longest has 93.
LONG = 250
#: After how many it is parted even within what looks like one clause.
LONGEST = 400
_STOPS = frozenset({".", "!", "?", "…"})
_CLOSING = frozenset({'"', "'", ")", "''", "]"})
#: What a token begins with after which a sentence may start: every white space, the stops and what closes.
_SUSPECT = frozenset({c for c in map(chr, range(0x3001)) if c.isspace()} | _STOPS | {c[0] for c in _CLOSING})


def starts(texts: Sequence[str]) -> list[bool]:
    """Whether each token starts a sentence: at line breaks, and after a stop that no small letter follows."""
    decided = [False] * len(texts)
    decided[:1] = [True][: len(texts)]
    # Most tokens are words, after which nothing starts; telling that from their first character saves a call for each.
    for i, before in enumerate(texts[:-1], 1):
        if before[:1] in _SUSPECT:
            decided[i] = _starts(texts, i)
    return decided


def _starts(texts: Sequence[str], i: int) -> bool:
    before, text = texts[i - 1], texts[i]
    if before.isspace() and "\n" in before:
        return _new_paragraph(before, text)
    stopped = before in _STOPS or (before in _CLOSING and i > 1 and texts[i - 2] in _STOPS)
    return stopped and not text[0].islower() and text not in _CLOSING


def starts_by_layout(texts: Sequence[str]) -> list[bool | None]:
    """Whether each token starts a sentence where the layout decides it; None leaves it to the parser.

    A sentence starts after a line break that ends a paragraph, a heading or a list item (not after a hard-wrapped line), and
    never in the middle of a line unless something that can end a sentence stands before it. What goes on for ``LONG`` tokens
    without a stop is no prose; it is parted where a sentence may start, and after ``LONGEST`` anywhere.
    """
    return _parted([True, *(_by_layout(before, text) for before, text in pairwise(texts))], texts) if texts else []


def _parted(decided: list[bool | None], texts: Sequence[str]) -> list[bool | None]:
    """The starts, with some within what is too long for a sentence: rules compare all of a sentence with all of it."""
    if len(texts) <= LONG:
        return decided
    last = 0
    for i in range(1, len(texts)):
        if decided[i] is not True and i - last >= LONG and (decided[i] is None or i - last >= LONGEST):
            decided[i] = True
        if decided[i] or (decided[i] is None and _starts(texts, i)):
            last = i
    return decided


def _by_layout(before: str, text: str) -> bool | None:
    if before.isspace() and "\n" in before:
        return _new_paragraph(before, text)
    may = before.isspace() or before.endswith(".") or not any(c.isalnum() for c in before)
    return None if may else False


def _new_paragraph(newline: str, following: str) -> bool:
    wrapped = newline.count("\n") == 1 and following[:1].islower()
    return not wrapped
