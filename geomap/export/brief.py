"""A brief: what happened where and when, day by day, each statement with its sources, for a report or an e-mail.

One structure, two forms: Markdown, and a page of HTML without scripts that prints well. Every word of an article is escaped for
its form; links lead to http and https addresses only.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

import geomap
from geomap import lexicon
from geomap.export.record import Record, records
from geomap.model import DateBasis, Document, GeoPrecision
from geomap.view import Filters, View, source_label

_WORDS = "export/brief.toml"


@dataclass(frozen=True, slots=True)
class Statement:
    """One event: its ``line``, what is known of its truth, place and time (``known``), and ``quotes`` with source numbers.

    ``notes`` say that the sources differ, and how it belongs together with other events.
    """

    line: str
    known: str
    quotes: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief before it has a form: sections of statements under their days, and the numbered sources."""

    head: str
    scope: str
    sections: tuple[tuple[str, tuple[Statement, ...]], ...]
    sources: tuple[Document, ...]


def markdown(view: View, filters: Filters) -> bytes:
    """The brief as Markdown (CommonMark), in UTF-8."""
    return "\n".join(_markdown(brief(view, filters))).encode("utf-8", "replace")


def page(view: View, filters: Filters) -> bytes:
    """The brief as a page of HTML that runs nothing and asks for nothing, in UTF-8."""
    return "\n".join(_page(brief(view, filters))).encode("utf-8", "replace")


def brief(view: View, filters: Filters) -> Brief:
    """What the filters let through, by start; undated events last."""
    words = lexicon.table(_WORDS)
    numbers: dict[str, int] = {}
    sources: list[Document] = []
    sections: dict[str, list[Statement]] = {}
    for record in records(view, filters, related=True):
        for _, document in record.evidence:
            if document.id not in numbers:
                sources.append(document)
                numbers[document.id] = len(sources)
        sections.setdefault(_heading(record), []).append(_statement(record, numbers))
    n_events = sum(len(each) for each in sections.values())
    return Brief(
        words["head"],
        words["scope"].format(events=_count(n_events, "event"), documents=_count(len(sources), "document"))
        + _conditions(filters),
        tuple((day, tuple(statements)) for day, statements in sections.items()),
        tuple(sources),
    )


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _conditions(filters: Filters) -> str:
    set_ = filters.as_dict()
    if not set_:
        return ""
    shown = "; ".join(f"{name.replace('_', ' ')}: {_condition(value)}" for name, value in set_.items())
    return str(lexicon.table(_WORDS)["conditions"].format(conditions=shown))


def _condition(value: object) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _heading(record: Record) -> str:
    first, last = record.row["start"], record.row["end"]
    if first is None and last is None:
        return str(lexicon.table(_WORDS)["undated"])
    return _days(first, last)


def _days(first: date | None, last: date | None) -> str:
    known = list(dict.fromkeys(f"{day.day} {day:%B} {day.year:04}" for day in (first, last) if day))
    return " to ".join(known)


def _statement(record: Record, numbers: dict[str, int]) -> Statement:
    row = record.row
    words = lexicon.table(_WORDS)
    quotes = dict.fromkeys((report.quote, numbers[document.id]) for report, document in record.evidence)
    known = [words["status"][row["status"]], _place(record), _basis(record), _support(record)]
    differ = [str(words["differ"])] if row["n_disagreements"] else []
    related = [str(words["related"].format(relation=r.words, title=r.other.title)) for r in record.related]
    return Statement(row["title"], "; ".join(word for word in known if word), tuple(quotes), (*differ, *related))


def _place(record: Record) -> str:
    row, words = record.row, lexicon.table(_WORDS)
    if row["geo_precision"] in (None, GeoPrecision.NONE):
        return str(words["no_place"])
    country = row["country_code"]
    named = f"{row['place']} ({country})" if country and row["geo_precision"] != GeoPrecision.COUNTRY else str(row["place"])
    precision = words["precision"].get(row["geo_precision"], row["geo_precision"])
    return f"{named}, {precision}"


def _basis(record: Record) -> str:
    row, words = record.row, lexicon.table(_WORDS)
    if row["start"] is None and row["end"] is None:
        return str(words["no_date"])
    if row["date_basis"] == DateBasis.PUBLICATION:
        return str(words["by_publication"])
    return str(words["by_text"].format(words=row["date_text"])) if row["date_text"] else ""


def _support(record: Record) -> str:
    row = record.row
    told = _count(row["n_documents"], "document")
    if row["n_origins"] < row["n_documents"]:
        told += f" from {_count(row['n_origins'], 'original report')}"
    return f"{told}, confidence {row['confidence']:.2f}"


# ---- forms -----------------------------------------------------------------------------------------------------------------


def _markdown(found: Brief) -> Iterator[str]:
    yield from (f"# {plain(found.head)}", "", plain(found.scope), "")
    for day, statements in found.sections:
        yield from (f"## {plain(day)}", "")
        for each in statements:
            yield f"- **{plain(each.line)}**  "
            yield "  \n".join(f"  {plain(line)}" for line in (each.known, *each.notes))
            for words, number in each.quotes:
                yield f"    - “{plain(words)}” \\[{number}\\]"
        yield ""
    if found.sources:
        yield from ("## Sources", "")
        for number, document in enumerate(found.sources, 1):
            target = address(document)
            link = f" <{target}>" if target else ""
            yield f"{number}. {plain(_cited(document))}{link}"
        yield ""
    yield plain(_made())
    yield ""


def _page(found: Brief) -> Iterator[str]:
    title = html.escape(found.head)
    yield f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{lexicon.read('export/brief.css')}</style></head><body>"
    yield f"<h1>{title}</h1>\n<p>{html.escape(found.scope)}</p>"
    for day, statements in found.sections:
        yield f"<h2>{html.escape(day)}</h2>"
        for each in statements:
            yield f'<article><h3>{html.escape(each.line)}</h3><p class="known">{html.escape(each.known)}</p>'
            yield from (f'<p class="differ">{html.escape(note)}</p>' for note in each.notes)
            for words, number in each.quotes:
                yield f'<blockquote>{html.escape(words)} <a href="#source-{number}">[{number}]</a></blockquote>'
            yield "</article>"
    if found.sources:
        yield "<h2>Sources</h2>\n<ol>"
        for number, document in enumerate(found.sources, 1):
            target = address(document)
            link = f' <a href="{html.escape(target)}" rel="noreferrer">{html.escape(target)}</a>' if target else ""
            yield f'<li id="source-{number}">{html.escape(_cited(document))}{link}</li>'
        yield "</ol>"
    yield f"<footer>{html.escape(_made())}</footer></body></html>\n"


def _cited(document: Document) -> str:
    published = f", {_days(document.published, None)}" if document.published else ""
    label = source_label(document)
    title = f", “{document.title}”" if document.title and document.title != label else ""
    return f"{label}{title}{published}."


def _made() -> str:
    return str(lexicon.table(_WORDS)["made"].format(version=geomap.__version__))


def plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line: its marks escaped, HTML made harmless."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    escaped = re.sub(r"([\\`*_\[\]#|~])", r"\\\1", line)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def address(document: Document) -> str | None:
    """The document's address where a link may lead there: http or https, every odd character percent-encoded."""
    if not document.url:
        return None
    try:
        scheme = urlsplit(document.url).scheme
    except ValueError:
        return None
    return percent_encoded(document.url, safe="%/:?#[]@!$&'*+,;=-._~", errors="replace") if scheme in ("http", "https") else None
