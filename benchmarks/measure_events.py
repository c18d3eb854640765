"""How well events are found in every annotated set of articles, one row a set, and what a change costs or gains.

usage: measure_events.py [SET...] [--also FOLDER]... [--by-trigger] [--strict] [--floors] [--faults FILE] [--against FILE]
                         [--cache DIR]

SET is a folder of tests/events/articles, ``base`` for the articles beside them, or ``seeds``; without any, all are read. --also
names a folder of other annotated articles (gold.json and the texts: restore_annotations.py makes such). A set's evidence is the
sentence, as the gold of the seeds has it, or the trigger alone with --by-trigger, as the tests' floors have it; with --strict a
report of a type that the annotation doesn't accept matches nothing. --floors says
which floors of tests/events a change would sink. --faults writes every fault as a line of JSON, and --against such a file of an
earlier run shows what came and what went, but of the sets that are held apart, whose faults nobody is to learn from. What
doesn't change with the rules for events (the parse; time expressions and toponyms) is kept in DIR (by default a folder of the
system's for what is temporary) under the digest of the code that made it, so that a second run takes seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import sys
import tempfile
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import geomap
from geomap import documents, events, records, syntax, timexes, toponyms
from geomap.evaluate import articles, floors
from geomap.evaluate.articles import Annotations, GoldArticle
from geomap.evaluate.events import EventScores, score
from geomap.evaluate.scores import Fault
from geomap.extractor import shared_extractor
from geomap.model import Document, Extraction
from geomap.syntax.pipeline import Doc, load

ROOT = Path(geomap.__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "events"))
import annotated_articles as fictional  # noqa: E402 - the annotated articles are the tests'

#: Never fitted on; what they say of a change is what counts.
HELD = (
    *("apart", "wire", "sealed", "blind", "unread", "unopened", "uncut", "undisclosed", "undiscovered", "unshown", "unnoted"),
    *("untold", "unheard"),
)
#: The floors' files that aren't named as their set is, and sets that the tests read by other rules.
FLOORS = {"places": "place", "times": "time", "base": "article"}

Row = Mapping[str, Any]


def main() -> None:
    """Parse the options, read, and print a row for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET")
    parser.add_argument("--also", action="append", default=[], type=Path, metavar="FOLDER")
    parser.add_argument("--by-trigger", action="store_true")
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--faults", type=Path, metavar="FILE")
    parser.add_argument("--against", type=Path, metavar="FILE")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "geomap-readings", metavar="DIR")
    given = parser.parse_args()
    names = given.sets or ["seeds", "base", *sorted(p.name for p in fictional.FOLDER.iterdir() if p.is_dir())]
    read = {name: _read(name, by_sentence=not given.by_trigger) for name in names} | {p.name: _given(p) for p in given.also}
    found = {name: _records(read[name][1], given.cache) for name in read}
    print(f"{'set':10}  happenings (P, R)   pins  right  date  status  type   traps    dup.  links (right/found/asked)")
    faults: list[dict[str, Any]] = []
    for name, (gold, _) in read.items():
        said: list[Fault] = []
        _print(name, score(gold, found[name], faults=said, strict=given.strict))
        faults += [{"set": name, **asdict(fault)} for fault in said]
    learnt = [name for name in read if name not in HELD and name != "seeds"]
    for label, chosen in (("learnt", learnt), ("held", [name for name in read if name in HELD])):
        if len(chosen) > 1:
            _print(label, score(*_together({name: (read[name][0], found[name]) for name in chosen}), strict=given.strict))
    if given.faults:
        given.faults.write_text("".join(json.dumps(fault) + "\n" for fault in faults), encoding="utf-8")
    if given.against:
        _compare(given.against, faults, read)
    if given.floors:
        _floors(found)


def _folders() -> list[str]:
    return ["base", *(p.name for p in fictional.FOLDER.iterdir() if p.is_dir())]


def _read(name: str, *, by_sentence: bool) -> tuple[Annotations, dict[str, Document]]:
    """The annotations of a set and its documents by their names."""
    if name == "seeds":
        return _annotated(ROOT / "tests" / "gold" / "seeds.json", ROOT / "seeds")
    folder = fictional.FOLDER if name == "base" else fictional.FOLDER / name
    texts = {path.stem: fictional.document(path) for path in fictional.files(folder)}
    return fictional.annotated(folder, by_sentence=by_sentence), texts


def _given(folder: Path) -> tuple[Annotations, dict[str, Document]]:
    return _annotated(folder / "gold.json", folder)


def _annotated(gold: Path, texts: Path) -> tuple[Annotations, dict[str, Document]]:
    annotations = articles.read(gold)
    return annotations, {
        a.id: documents.from_text(
            a.text(texts), published=date.fromisoformat(a.published) if a.published else None, identifier=a.id
        )
        for a in annotations.articles
    }


def _records(texts: Mapping[str, Document], folder: Path) -> dict[str, Row]:
    """What is found in the articles of a set, linked among themselves."""
    extractions = {stem: _extracted(document, folder) for stem, document in texts.items()}
    linked = records.events_of(events.link(list(extractions.values())))
    return {stem: records.record(e, identifier=stem, events=linked) for stem, e in extractions.items()}


def _extracted(document: Document, folder: Path) -> Extraction:
    """As the extractor does it, with what is not of events taken from the folder."""
    extractor = shared_extractor()
    text = hashlib.sha256(f"{document.id}\0{document.title}\0{document.published}\0{document.text}".encode()).hexdigest()[:20]
    kept = folder / f"parse-{_digest('syntax', 'documents')}-{text}.pickle"
    parsed = _kept(kept)
    if parsed is None:
        read = syntax.parse(document, pipeline=syntax.DEFAULT_PIPELINE)
        parsed = _keep(kept, (read.to_bytes(exclude=["user_data"]), dict(read.user_data)))
    doc = Doc(_vocabulary()).from_bytes(parsed[0])
    doc.user_data.update(parsed[1])
    named = folder / f"names-{_digest('syntax', 'documents', 'toponyms', 'timexes', 'gazetteer')}-{text}.pickle"
    names = _kept(named)
    if names is None:
        times = timexes.find(document.text, published=document.published, furniture=document.furniture)
        names = _keep(named, (times, toponyms.find(document, doc, extractor.gazetteer)))
    times, places = names
    reports = events.find(document, doc, places, times, gazetteer=extractor.gazetteer)
    return Extraction.of(document, places, times, reports, extractor.method)


def _kept(path: Path) -> Any:
    return pickle.loads(path.read_bytes()) if path.exists() else None


def _keep(path: Path, what: Any) -> Any:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{hashlib.sha256(str(id(what)).encode()).hexdigest()[:8]}.part")
    part.write_bytes(pickle.dumps(what))
    part.replace(path)
    return what


@cache
def _vocabulary() -> Any:
    return load(syntax.DEFAULT_PIPELINE).vocab


@cache
def _digest(*packages: str) -> str:
    """The digest of the code of some packages, and of the data that aren't of events."""
    found = hashlib.sha256()
    for package in packages:
        for root in (ROOT / "geomap" / package, ROOT / "geomap" / "data" / package):
            for path in sorted(p for p in root.rglob("*") if p.suffix in {".py", ".toml", ".json", ".csv", ".txt"}):
                found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _together(sets: Mapping[str, tuple[Annotations, Mapping[str, Row]]]) -> tuple[Annotations, dict[str, Row]]:
    """Several sets as one: an article's name gets that of its set."""
    listed: list[GoldArticle] = []
    found: dict[str, Row] = {}
    for name, (gold, rows) in sets.items():
        listed += [_renamed(article, name) for article in gold.articles]
        found |= {f"{name}/{stem}": row for stem, row in rows.items()}
    return Annotations(tuple(listed), frozenset()), found


def _renamed(article: GoldArticle, name: str) -> GoldArticle:
    """An article of which no event's name is another set's."""
    mine = (replace(e, id=f"{name}/{e.id}", article=f"{name}/{e.article}", cluster=f"{name}/{e.cluster}") for e in article.events)
    return replace(article, id=f"{name}/{article.id}", events=tuple(mine))


def _print(name: str, s: EventScores) -> None:
    linked = s.links
    print(
        f"{name:10}  {s.happenings.f1:.3f} ({s.happenings.precision:.2f}, {s.happenings.recall:.2f})  {s.pins.f1:.3f}  "
        f"{s.pins_right_place.f1:.3f}  {s.date_exact.share or 0:.3f}  {s.status.share or 0:.3f}  {s.type.share or 0:.3f}  "
        f"{s.must_not.n:3} of {s.must_not.of:<4} {s.duplicates:4}  "
        f"{linked.f1:.3f} ({linked.right}/{linked.found}/{linked.gold})"
    )


def _compare(earlier: Path, faults: Sequence[Mapping[str, Any]], sets: Container[str]) -> None:
    """Which faults are new and which are gone, against a file of an earlier run."""
    before = Counter(line for line in earlier.read_text(encoding="utf-8").splitlines() if line)
    after = Counter(json.dumps(fault) for fault in faults)
    for sign, left in (("-", before - after), ("+", after - before)):
        for line in left:
            fault = json.loads(line)
            if fault["set"] in sets and fault["set"] not in HELD:
                print(f"{sign} {fault['set']}/{fault['document']}@{fault['start']} {fault['kind']}: {fault['surface']!r} "
                      f"is {fault['gold']!r}, found {fault['found']!r}")  # fmt: skip


def _floors(found: Mapping[str, Mapping[str, Row]]) -> None:
    """Print each floor of the tests that lies above its figure."""
    for name, rows in found.items():
        file = fictional.FOLDER.parent / f"{FLOORS.get(name, name)}_floors.json"
        if name in _folders() and file.exists():
            reached = _figures(score(_read(name, by_sentence=False)[0], rows))
            wanted = {what: floor for what, floor in floors.read(file).items() if what in reached}
            for sunk in floors.sunk(reached, wanted):
                print(f"floor of {name}: {sunk}")


def _figures(s: EventScores) -> dict[str, float]:
    return {
        "happenings_f1": s.happenings.f1,
        "event_type": s.type.share or 0.0,
        "pins_right_place_f1": s.pins_right_place.f1,
        "status": s.status.share or 0.0,
        "date_exact": s.date_exact.share or 0.0,
        "duplicates": s.duplicates,
        "denied_as_real": s.denied_as_real,
        "must_not_violations": s.must_not.n,
        "links_f1": s.links.f1,
    }


if __name__ == "__main__":
    main()
