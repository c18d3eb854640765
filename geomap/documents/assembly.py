"""From a draft to a Document: furniture, title, publication date, language, identity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from geomap.documents import dateline, dating, declared, furniture, language, publishers, written
from geomap.documents.decoding import clean, encodable
from geomap.documents.draft import Draft
from geomap.documents.limits import Limits
from geomap.documents.publication import Publication, settle
from geomap.documents.written import rules
from geomap.errors import InputError
from geomap.model import Document, PublishedBasis, Skip

_TITLE_CHARS = 200
_SENTENCE_CHARS = 80
_SENTENCE = re.compile(r"[.!?][\"'”’)]{0,2}(?=\s)")
_FORMAT = re.compile(r"^(?:#{1,6} +|\*\*|__|= )|(?:\*\*|__)$")


def from_text(
    text: str,
    *,
    title: str | None = None,
    source: str | None = None,
    published: date | str | None = None,
    url: str | None = None,
    path: str | None = None,
    identifier: str | None = None,
) -> Document:
    """A document from a text that is kept exactly as given, so that offsets hold in the caller's copy.

    ``published`` is a date, or its words (``2023-09-05``, an ISO date and time, ``5 September 2023``). Without it, only a
    clearly dated line at the head of the text counts. The identity is ``identifier``, or that of the text. The one change: lone
    surrogates, which no encoding can hold, become U+FFFD, one for one. Raises InputError for a date that isn't clear.
    """
    day, basis = published, PublishedBasis.METADATA
    if isinstance(published, str):
        day = dating.parse(published)
        if day is None and published.strip():
            raise InputError(
                f"{path or identifier or 'text'}: published: {published[:60]!r} is not a clear date; write YYYY-MM-DD"
            )
    draft = Draft(
        path="",
        text=encodable(text),
        title=title,
        source=source,
        published=day if isinstance(day, date) else None,
        basis=basis if day else PublishedBasis.NONE,
        url=url,
    )
    document = _document(draft)
    return replace(document, path=path, id=identifier or document.id)


def assemble(draft: Draft, limits: Limits) -> Document | Skip:
    """The document of a draft that was read from a file, or the reason why there is none."""
    draft = replace(draft, text=clean(draft.text))
    if not draft.text.strip():
        return Skip(draft.path, "there is no text in it")
    if len(draft.text) > limits.max_chars:
        return Skip(draft.path, f"the text has {len(draft.text):,} characters; the limit is {limits.max_chars:,}; split it")
    reason = language.not_english(draft.text)
    if reason:
        return Skip(draft.path, reason)
    document = _document(draft)
    if not furniture.without(document.text, document.furniture):
        return Skip(draft.path, "there is nothing but page furniture (menus, forms, promotion) in it")
    return document


def _document(draft: Draft) -> Document:
    title = _one_line(draft.title)
    spans = furniture.find(draft.text, title=title)
    lines = furniture.without(draft.text, spans)
    found = _stated(draft) or publication_of(draft, lines)
    return Document(
        id=Document.id_of(draft.text),
        title=title or title_of(lines) or _untitled(draft.text),
        text=draft.text,
        source=publishers.publisher(_one_line(draft.source), draft.url),
        published=found.day if found else None,
        published_basis=found.basis if found else PublishedBasis.NONE,
        published_confidence=found.confidence if found else None,
        url=_one_line(draft.url),
        language=language.language_of(draft.text),
        path=draft.path or None,
        furniture=spans,
    )


def publication(draft: Draft) -> Publication | None:
    """When a draft says that it was published, with the kind of sign, the words and how sure the day is."""
    stated = _stated(draft)
    if stated is not None:
        return stated
    text = clean(draft.text)
    return publication_of(replace(draft, text=text), furniture.without(text, furniture.find(text, title=_one_line(draft.title))))


def _stated(draft: Draft) -> Publication | None:
    if draft.published is None:
        return None
    return Publication(draft.published, draft.basis.value, rules()["confidence"]["stated"], draft.published.isoformat())


def publication_of(draft: Draft, lines: Sequence[str]) -> Publication | None:
    """When the document was published, by all its signs; ``lines`` are those of its text, without furniture."""
    signs = [*draft.clues, *declared.address(draft.url)]
    signs += dateline.clues(lines, whole=draft.text, address=draft.url, only_datelines=draft.page)
    return settle(signs, order=draft.order or written.order_in(draft.text))


def title_of(lines: Sequence[str]) -> str | None:
    """The title that the lines of an article (without furniture) suggest: the first when it is short, else its first words."""
    for line in lines:
        if dateline.is_dated(line):
            continue
        words = " ".join(_FORMAT.sub("", line[: 4 * _TITLE_CHARS]).split())
        if not words:
            continue
        return words if len(words) <= _TITLE_CHARS else _shortened(words)
    return None


def _shortened(words: str) -> str:
    """The first sentence, cut at a word to at most 80 characters."""
    end = _SENTENCE.search(words)
    sentence = words[: end.end()] if end else words
    if len(sentence) <= _SENTENCE_CHARS:
        return sentence
    cut = sentence[: _SENTENCE_CHARS - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + "…"


def _untitled(text: str) -> str:
    """A text that is furniture throughout still has a first line."""
    return title_of([line for line in text[: 4 * _TITLE_CHARS].split("\n") if line.strip()]) or "Untitled"


def _one_line(words: str | None) -> str | None:
    return (" ".join(clean(words).split()) or None) if words is not None else None
