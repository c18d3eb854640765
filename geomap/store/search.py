"""What a person types into a search box, as a full-text query that can't be a syntax error."""

from __future__ import annotations

import re

from geomap.errors import InputError

#: FTS5 nests an expression a level a term and stops at 256; nobody types this many words.
MAX_TERMS = 64

_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def match_expression(text: str) -> str | None:
    """An FTS5 expression for all the words of ``text``, or None where there is no word in it.

    Every word must occur; words between double quotation marks must stand together; the last word may be the beginning of a
    longer one. Every term is quoted, so that ``NOT``, ``*``, ``:`` or a bracket is text like any other. Raises InputError
    beyond 64 words.
    """
    cleaned = _NO_TEXT.sub(" ", text)
    terms = [quoted or bare for quoted, bare in _TERM.findall(cleaned)]
    terms = [term for term in terms if any(c.isalnum() for c in term)]
    if len(terms) > MAX_TERMS:
        raise InputError(f"a search takes at most {MAX_TERMS} words; this one has {len(terms)}")
    if not terms:
        return None
    expression = " ".join(f'"{term}"' for term in terms)
    return expression if cleaned.rstrip().endswith('"') else expression + "*"
