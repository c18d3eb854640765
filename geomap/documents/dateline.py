"""Lines that say when an article was published: "Published: 5 September 2023", a dated byline, a page header, a dateline.

A line counts when nothing else is said in it, or when a label stands right before the date. A dateline without a year takes it
from the text: from a full date near it, or from a weekday that fits one stated year only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice, pairwise

from geomap.documents import written
from geomap.documents.publication import Clue
from geomap.documents.written import Partial, Written, forms, rules

#: The first word of a label is no part of the name before it.
_NO_LABEL = r"(?!(?i:publi|post|updat|issue|releas|creat|submit|filed|first|last|mis |ver(?:ö|oe)ff|actuali|aggiorn|on |at |le ))"
_WORD = _NO_LABEL + r"[^\W\d_a-z][\w.'’-]{0,25}"
_NAME = _WORD + r"(?: (?:de|da|van|von|der|al|el|bin|" + _WORD + r")){0,3}"
_BYLINE = re.compile(
    r"\b(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|Text|Words|Author)\b:? "
    r"(?:" + _NAME + r"(?:(?:,| and| &) " + _NAME + r"){0,3}|" + _NO_LABEL + r"[a-z]\w{1,20})"
)
_TIME = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\.\d{1,9})? ?(?:[ap](?:\.? ?m)?\b\.?)?(?: ?Z\b)?"
    r"|\b\d{1,2} ?[ap]\.? ?m\b\.?|\b\d{4} ?(?:hrs|UTC|h|[A-Z]{1,3}T)\b",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\b(?:GMT|UTC|BST|CET|CEST|EET|EEST|[ECPM][SD]?T|AK[SD]T|JST|KST|IST|MSK|A[EWC][SD]T|NZ[SD]T|HKT|SGT|CAT|EAT|WAT|UK|Z)\b"
    r"(?:[+-]\d{1,2}(?::? ?\d{2})?)?|(?<!\d)[+-]\d{2}:? ?\d{2}\b|\((?:local time|eastern)\)"
)
_SEPARATOR = re.compile(r"\s[-–—/]{1,2}\s|[|·•»›]|\t|\s{2,}")
_BEFORE_LABEL = re.compile(r"(?:[|·•»›–—(\[\t;]\s?|\s[-/]\s|[a-z]\.\s|\s{2,})$")
#: The section that follows the date on many blogs: "in World", "Posted in News, Sport".
_SECTION = re.compile(
    r"[\s.,]{1,3}(?:[Pp]osted |[Ff]iled )?(?:in|under) [A-Z][\w&]{1,20}(?:,? (?:and |& )?[A-Z][\w&]{1,20}){0,4}\.?\s*$"
)
_AFTER_LABELLED = re.compile(r"\s{0,3}[|·•»›–—(\[/\t]|\s{1,3}-\s|\s{2,}")
#: A line of the article itself is at least so long and ends as a sentence: below it, no line is the head's.
_PROSE_CHARS = 80
_PART_WORDS = 5
#: How much of a text is searched for the year of its dateline.
_WHOLE_CHARS = 100_000
_HEAD_CHARS = 20_000
_MAX_PARTS = 6
_NAME_WORDS = frozenset(("of", "and", "the", "in", "by", "for", "de", "van", "von"))
_PAGE_NUMBER = re.compile(r"(?:page |p\. ?|pg\.? ?)?[A-Z]?\d{1,3}(?: (?:of|/) \d{1,3})?", re.IGNORECASE)
#: The address and the page count at the foot of a page printed from a browser: the date above is then that of the printing.
_PRINTED = re.compile(r"^\s{0,9}(?:https?://|file:///)\S{1,300}\s{1,9}\d{1,3}/\d{1,3}\s{0,9}$", re.MULTILINE)
_FIGURES_AND_TIME = re.compile(r"\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d{2}")

_AGENCY = r"(?:\([A-Z][\w /.&-]{1,30}\)|/[A-Z][\w /.&-]{1,30}/)"
_UPPER_PLACE = r"[A-Z][A-Z .'’/-]{2,40}(?:, [A-Z][A-Za-z. ]{1,30}){0,2},?"
_MIXED_PLACE = (
    r"(?!(?:In|On|At|The|By|From|Since|Until) )[A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{1,20}){0,3}(?:, [A-Z][A-Za-z. ]{1,30})?,"
)
_DATELINE = re.compile(
    r"\(?(?:" + _AGENCY + r"\s?[-–—]?\s?)?(?:" + _UPPER_PLACE + "|" + _MIXED_PLACE + r")"
    r"(?:\s?[-–—]{0,2}\s?" + _AGENCY + r",?)?\s?[(–—-]{0,2}\s?"
)
_AFTER_DATELINE = re.compile(
    r"(?:[/, ]{1,2}\d{1,2}:\d{2} ?(?:[ap]\.?m\.?)?)?\s?\)?\s?(?:" + _AGENCY + r"|[-\u2013\u2014:](?!\s?\d))"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)[^\n]{0,40}?\b((?:19|20)\d{2})\b(?:\s?[-–]\s?((?:19|20)\d{2})\b)?", re.IGNORECASE
)
_BARE_YEAR = re.compile(r"(?<![\d.,/-])((?:19|20)\d{2})(?![\d/]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Labels:
    """The patterns of what may stand before a date."""

    published: re.Pattern[str]
    changed: re.Pattern[str]
    other: re.Pattern[str]
    small: re.Pattern[str]
    reading: re.Pattern[str]
    agency: re.Pattern[str]


@lru_cache(maxsize=1)
def labels() -> Labels:
    """The label patterns of the data file; each must end where the date begins."""
    table, line = rules()["labels"], rules()["line"]

    def ending(pattern: str) -> re.Pattern[str]:
        return re.compile(r"(?:^|(?<=[\s|·•(\[,;:–—-]))(?:" + pattern + r")\W{0,10}$", re.IGNORECASE)

    return Labels(
        published=ending(table["published"]),
        changed=ending(table["changed"]),
        other=ending(table["other"]),
        small=re.compile(line["small"], re.IGNORECASE),
        reading=re.compile(line["reading"], re.IGNORECASE),
        agency=re.compile(r"\b(?:" + line["agencies"].replace(" ", "|") + r")\b"),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """What one line says: the date of publication with the kind of line, and the dates of later changes."""

    published: Written | None = None
    kind: str = ""
    changed: tuple[Written, ...] = ()


def judge(line: str) -> Judged:
    """What a line of at most 160 characters states of its document's date; nothing where it says something else too."""
    if len(line) > rules()["line"]["max_chars"]:
        return Judged()
    dates = [_by_zone(found, line) for found in written.find(line)]
    if not dates:
        return Judged()
    if any(_is_span(line, one, other) for one, other in pairwise(dates)):
        return Judged()
    line = line[: dates[-1].end] + _SECTION.sub("", line[dates[-1].end :])
    roles = list(_roles(line, dates))
    changed = tuple(found for found, role in zip(dates, roles, strict=True) if role == "changed")
    labelled = [found for found, role in zip(dates, roles, strict=True) if role == "published"]
    if labelled:
        return _one(labelled, "labelled line", changed)
    plain = [found for found, role in zip(dates, roles, strict=True) if role == "none"]
    kind = _plain_kind(line, dates, plain) if plain else ""
    return _one(plain, kind, changed) if kind else Judged(changed=changed)


def _is_span(line: str, one: Written, other: Written) -> bool:
    """Whether two dates are the ends of a time, of an event or a life."""
    return one.days != other.days and bool(re.fullmatch(r"\s*(?:[-–—]|to|until|till|through)\s*", line[one.end : other.start]))


def _by_zone(found: Written, line: str) -> Written:
    """The date with the reading of the country whose time the line tells."""
    orders = {rules()["order"]["zones"].get(zone) for zone in re.findall(r"\b[A-Z]{2,4}\b", line)} - {None}
    if len(found.days) < 2 or len(orders) != 1:
        return found
    (order,) = orders
    return replace(found, readings=tuple(reading for reading in found.readings if reading[0] == order) or found.readings)


def _one(found: Sequence[Written], kind: str, changed: tuple[Written, ...]) -> Judged:
    if len({written.days for written in found}) != 1 or not found[0].readings:
        return Judged(changed=changed)
    return Judged(found[0], kind, changed)


def _roles(line: str, dates: Sequence[Written]) -> Iterator[str]:
    """For each date: ``published``, ``changed`` or ``other`` by its label, else ``none``; ``mixed`` where prose goes on."""
    position = 0
    table = labels()
    for index, found in enumerate(dates):
        before = bare(line[position : found.start])
        position = found.end
        after = line[found.end : dates[index + 1].start if index + 1 < len(dates) else len(line)]
        label = table.published.search(before)
        if table.other.search(before):
            yield "other"
        elif table.changed.search(before):
            yield "changed"
        elif label:
            yield "published" if _apart(before[: label.start()]) and _ends(after, index + 1 < len(dates)) else "mixed"
        else:
            yield "none"


def bare(words: str) -> str:
    """The words without times, zones, weekdays, bylines and the small words between them."""
    table = labels()
    for pattern in (_TIME, _ZONE, forms().weekday, _BYLINE, table.reading, table.agency):
        words = pattern.sub(" ", words)
    words = re.sub(r"(?:^|(?<=[\s|:]))(?:" + table.small.pattern + ")", " ", words, flags=re.IGNORECASE)
    return words.strip(" ,(")


def _apart(words: str) -> bool:
    """Whether what stands before a label is nothing, or is set apart from it."""
    return not re.search(r"\w", words) or bool(_BEFORE_LABEL.search(words))


def _ends(words: str, before_date: bool) -> bool:
    """Whether what follows a labelled date is nothing, another label with its date, or set apart: no sentence goes on."""
    rest = bare(words)
    if not re.search(r"\w", rest):
        return True
    if before_date and any(label.search(rest) for label in (labels().changed, labels().other, labels().published)):
        return True
    position = 0
    if (gap := re.match(r"[\s,T-]{0,4}(?:at )?", words, re.IGNORECASE)) and (time := _TIME.match(words, gap.end())):
        zone = _ZONE.match(words, time.end() + words[time.end() :].startswith(" "))
        position = zone.end() if zone else time.end()
    return bool(_AFTER_LABELLED.match(words, position))


def _plain_kind(line: str, dates: Sequence[Written], plain: Sequence[Written]) -> str:
    """``dated line`` where nothing else is said, ``byline`` or ``page header`` where names are set apart from the date."""
    remaining = bare(_without(line, dates))
    remaining = labels().changed.sub(" ", remaining)  # "Updated 2:10 p.m.", a time without a date
    if not re.search(r"\w", remaining):
        return "dated line"
    if len(dates) != 1 or _FIGURES_AND_TIME.match(line):
        return ""
    (found,) = plain
    before = forms().weekday_before.sub("", line[: found.start])
    after = line[found.end :]
    apart = _apart(before) and _ends(after, False)
    others = [part.strip(" ,.") for side in (before, after) for part in _SEPARATOR.split(side) if re.search(r"\w", bare(part))]
    if len(others) > _MAX_PARTS or not all(_is_brief(part, named=not apart) for part in others):
        return ""
    if any(_PAGE_NUMBER.fullmatch(part) for part in others) or (found.weekday and any(map(_is_paper, others))):
        return "page header"
    placed = not re.search(r"\w", after) and re.fullmatch(_UPPER_PLACE + r"\s?", before) is not None
    return "byline" if apart or placed else ""


def _is_brief(words: str, *, named: bool) -> bool:
    """A name, a section, a page number: a few words and no sentence; with capital letters where it must be a name."""
    if _PAGE_NUMBER.fullmatch(words):
        return True
    parts = words.split()
    if len(parts) > _PART_WORDS or words.endswith((".", "?", "!")):
        return False
    return not named or all(not part[0].islower() or part in _NAME_WORDS for part in parts)


def _is_paper(words: str) -> bool:
    return not set(rules()["line"]["papers"].split()).isdisjoint(words.lower().split())


def _without(line: str, dates: Sequence[Written], filler: str = " ") -> str:
    pieces, position = [], 0
    for found in dates:
        pieces.append(line[position : found.start])
        position = found.end
    rest = filler.join([*pieces, line[position:]])
    return re.sub(r"(?<=\s)T(?=\d{1,2}:\d{2})", " ", rest)


def is_dated(line: str) -> bool:
    """Whether the line is nothing but a date of publication or change with its label, time and byline."""
    found = judge(line.strip())
    return (bool(found.changed) and not found.published) or found.kind in ("labelled line", "dated line")


def clues(lines: Iterable[str], *, whole: str = "", address: str | None = None, only_datelines: bool = False) -> Iterator[Clue]:
    """The signs at the head of a text. ``lines`` are its lines without furniture, ``whole`` is all of it, for the year."""
    limits = rules()["line"]
    head = list(islice((line.strip() for line in lines if line.strip()), limits["labelled_lines"]))
    intact = {line.strip() for line in whole[:_HEAD_CHARS].split("\n")}
    printed = any(map(_FIGURES_AND_TIME.match, head)) and bool(_PRINTED.search(whole[:_WHOLE_CHARS]))
    for number, line in enumerate(head):
        if number < limits["head_lines"] and (clue := _from_dateline(line, whole, address)):
            yield clue
            return
        if number < limits["head_lines"] and not only_datelines and (clue := _from_undated_line(line, whole, address)):
            yield clue
            return
        # A caption that lost its "File photo" to the furniture is no dated line.
        found = Judged() if only_datelines or (whole and line not in intact) else judge(line)
        if found.published is None or (printed and _FIGURES_AND_TIME.match(line)):
            continue
        if number >= limits["head_lines"] and (found.kind != "labelled line" or any(map(_is_prose, head[:number]))):
            continue
        if found.kind == "byline" and number == 0:
            continue  # a headline may name a day of long ago
        yield Clue.of(found.published, found.kind, line)
        return


def _is_prose(line: str) -> bool:
    return len(line) > _PROSE_CHARS and line[-3:].rstrip("\"'”’)").endswith((".", "!", "?"))


def _from_dateline(line: str, whole: str, address: str | None) -> Clue | None:
    head = line[: rules()["line"]["dateline_chars"]]
    for found in written.find(head):
        if _is_dateline(line, found.start, found.end):
            return Clue.of(found, "dateline", head) if found.readings else None
        break
    for partial in written.partials(head):
        if not _is_dateline(line, partial.start, partial.end):
            return None
        return _with_year(partial, line, whole, address)
    return None


def _from_undated_line(line: str, whole: str, address: str | None) -> Clue | None:
    """A line with nothing but a weekday, a day and a month, whose year the text gives."""
    if len(line) > rules()["line"]["max_chars"]:
        return None
    found = list(written.partials(line))
    if len(found) != 1 or found[0].weekday is None or any(True for _ in written.find(line)):
        return None
    before, after = bare(line[: found[0].start]), bare(line[found[0].end :])
    if re.search(r"\w", labels().published.sub("", before) + after):
        return None
    clue = _with_year(found[0], line, whole, address)
    return replace(clue, kind="dated line, year elsewhere") if clue else None


def _is_dateline(line: str, start: int, end: int) -> bool:
    before = re.sub(forms().weekday_before.pattern, "", line[:start], flags=re.IGNORECASE)
    return bool(_DATELINE.fullmatch(before)) and _AFTER_DATELINE.match(line, end) is not None


def _with_year(partial: Partial, line: str, whole: str, address: str | None) -> Clue | None:
    """The dateline with the only year that fits what the document says elsewhere."""
    words, whole = line[partial.start : partial.end], whole[:_WHOLE_CHARS]
    weekdays = [*([(partial.month, partial.day, partial.weekday)] if partial.weekday is not None else [])]
    weekdays += [(p.month, p.day, p.weekday) for p in written.partials(whole) if p.weekday is not None]
    near = {year for year in _years_near(partial, whole, address) if _fits(year, weekdays)}
    stated = {int(year) for year in _BARE_YEAR.findall(whole)}
    copyright_years = {int(last or first) for first, last in _COPYRIGHT.findall(whole)}
    if weekdays:
        candidates = near or {year for year in copyright_years if _fits(year, weekdays)}
        kind = "dateline, weekday, year elsewhere"
    elif re.search(rules()["years"]["anniversary"], whole, re.IGNORECASE):
        return None
    else:
        candidates, kind = near, "dateline, year elsewhere"
    if len(candidates) > 1 and (weekday := forms().weekday.search(line, partial.end)):
        told = forms().weekdays[weekday["w"].lower()]
        candidates = {year for year in candidates if _fits(year, [(partial.month, partial.day, told)])}
    if len(candidates) != 1:
        return None
    (year,) = candidates
    day = _day(year, partial)
    if day is None or any(other > year for other in stated - copyright_years):
        return None
    return Clue((("", day),), kind, words)


def _fits(year: int, weekdays: Sequence[tuple[int, int, int | None]]) -> bool:
    for month, day, weekday in weekdays:
        try:
            if date(year, month, day).weekday() != weekday:
                return False
        except ValueError:
            return False
    return True


def _years_near(partial: Partial, whole: str, address: str | None) -> Iterator[int]:
    """The years of full dates and of months that lie near the dateline's day."""
    near = rules()["years"]["near_days"]
    for found in written.find(whole):
        for _, other in found.readings[:1]:
            day = _day(other.year, partial)
            if day is not None and abs((other - day).days) <= near:
                yield other.year
    pairs = list(written.months_of_years(whole))
    if address and (match := re.search(r"/((?:19|20)\d{2})/(0[1-9]|1[0-2])(?:/|$)", address)):
        pairs.append((int(match[1]), int(match[2])))
    for year, month in pairs:
        if month == partial.month and _day(year, partial) is not None:
            yield year


def _day(year: int, partial: Partial) -> date | None:
    try:
        return date(year, partial.month, partial.day)
    except ValueError:
        return None
