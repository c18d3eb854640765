"""Runs geomap and its peers side by side on the same annotated texts: how right, how fast, how large.

usage: compare_toponyms.py GOLD [--peers NAME,...|all] [--venv DIR] [--no-install] [--rounds N] [--documents N]
                           [--large-documents N] [--json FILE] [--write PAGE]

Each system runs in a fresh process, in one thread, and gets the texts and nothing else. Systems that take long (the large ones)
are compared in tables of their own, on fewer texts, beside the anchor and geomap. ``docs/benchmarks.md`` says how the comparison
is kept fair; ``--write docs/benchmarks.md`` puts all tables there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import platformdirs
from peers import ANCHOR, LARGE, SYSTEMS, System
from peers.placing import placed
from peers.running import NotRunError, Run, interpreter, prepare_irchel, run
from peers.tables import tables, write

from geomap.errors import GeomapError
from geomap.evaluate import gold as gold_file
from geomap.evaluate.gold import GoldDocument
from geomap.evaluate.judged import judge
from geomap.evaluate.toponym_report import Grouped
from geomap.gazetteer import Gazetteer

#: Seconds after which a system is given up.
_LIMIT_S = 3600.0
#: What the large systems are compared with, on the same few texts.
BESIDE_LARGE = (ANCHOR, "geomap-places", "geomap-words")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the systems that were asked for, and print the tables."""
    arguments = _arguments(argv)
    try:
        documents = _first(gold_file.read(arguments.gold), arguments.documents)
    except GeomapError as error:
        print(f"compare_toponyms: {error}", file=sys.stderr)
        return 1
    gazetteer = Gazetteer.open()
    done: list[dict[str, Any]] = []
    for marks, systems, n in _comparisons(_chosen(arguments.peers), arguments):
        some = _first(documents, n)
        results: list[dict[str, Any]] = []
        for name in systems:
            results.append(_result(name, _runs(name, SYSTEMS[name], some, arguments), some, gazetteer))
            _compare_with_anchor(results)
            if arguments.json:
                _keep(arguments.json, some, [*done, *results])
        done += results
        shown = "\n".join([_heading(some, results, arguments.rounds), "", *tables(results)])
        print(shown, end="\n\n")
        if arguments.write:
            write(arguments.write, shown, name=marks)
    return 0


def _comparisons(chosen: Sequence[str], arguments: argparse.Namespace) -> Iterator[tuple[str, list[str], int | None]]:
    """The tables that are made: between which marks they are written, their systems, and how many texts of each corpus."""
    small, large = [n for n in chosen if n not in LARGE], [n for n in chosen if n in LARGE]
    if small:
        yield "compare_toponyms", small, arguments.documents
    if large:
        yield "compare_toponyms large", [*large, *BESIDE_LARGE], arguments.large_documents


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run geomap and its peers side by side on annotated texts.")
    parser.add_argument("gold", type=Path, help="annotated documents: a JSONL file, or a folder of them")
    parser.add_argument(
        "--peers",
        default="",
        metavar="NAME,...",
        help=f"which systems (default: all but the large); all; or of {', '.join(SYSTEMS)}",
    )
    cache = Path(platformdirs.user_cache_dir("geomap")) / "peers"
    parser.add_argument(
        "--venv", type=Path, default=cache, metavar="DIR", help="where peers are installed (default: %(default)s)"
    )
    parser.add_argument("--no-install", action="store_true", help="install nothing: leave out what is missing")
    parser.add_argument(
        "--rounds", type=int, default=1, metavar="N", help="run all of it so often; speed and start-up are medians"
    )
    parser.add_argument("--documents", type=int, metavar="N", help="only the first so many documents of each corpus")
    parser.add_argument(
        "--large-documents", type=int, default=20, metavar="N", help="the same for the large systems (default: %(default)s)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables between their marks on this page")
    return parser.parse_args(argv)


def _chosen(names: str) -> list[str]:
    if not names:
        return [name for name in SYSTEMS if name not in LARGE]
    if names == "all":
        return list(SYSTEMS)
    unknown = set(names.split(",")) - set(SYSTEMS)
    if unknown:
        raise SystemExit(f"compare_toponyms: no such system: {', '.join(sorted(unknown))}; known: {', '.join(SYSTEMS)}")
    return names.split(",")


def _first(documents: Sequence[GoldDocument], n: int | None) -> list[GoldDocument]:
    seen: Counter[str] = Counter()
    kept = []
    for document in documents:
        seen[document.corpus] += 1
        if n is None or seen[document.corpus] <= n:
            kept.append(document)
    return kept


def _runs(name: str, system: System, documents: Sequence[GoldDocument], arguments: argparse.Namespace) -> list[Run] | str:
    """Every round of one system, or why it didn't run."""
    data = arguments.venv / "irchel-data"
    try:
        python = interpreter(system, arguments.venv, install=not arguments.no_install)
        if system.environment == "irchel":
            prepare_irchel(python, data)
        print(f"running {name}", file=sys.stderr)
        texts = [d.text for d in documents]
        return [run(system, python, texts, data=data, limit_s=_LIMIT_S) for _ in range(arguments.rounds)]
    except NotRunError as error:
        return str(error)


def _result(name: str, runs: list[Run] | str, documents: Sequence[GoldDocument], gazetteer: Gazetteer) -> dict[str, Any]:
    if isinstance(runs, str):
        return {"system": name, "what": SYSTEMS[name].what, "not_run": runs}
    found = [placed(d.text, rows, gazetteer) for d, rows in zip(documents, runs[0].rows, strict=True)]
    judged = [judge(d, {"id": d.id, "toponyms": rows}) for d, rows in zip(documents, found, strict=True)]
    grouped = Grouped.of(judged)
    places = any(row["lat"] is not None for rows in found for row in rows)
    return {
        "system": name,
        "what": SYSTEMS[name].what,
        "versions": runs[0].versions,
        "macro": {**grouped.macro, "places": places},
        "all": asdict(grouped.all),
        "corpora": {corpus: {**asdict(scores), "places": places} for corpus, scores in grouped.corpora.items()},
        "documents_per_cpu_s": median(len(documents) / each.cpu_s for each in runs),
        **{field: median(getattr(each, field) for each in runs) for field in ("start_up_s", "start_up_cpu_s", "memory_mb")},
    }


def _compare_with_anchor(results: Sequence[dict[str, Any]]) -> None:
    speeds: Mapping[str, float] = {r["system"]: r["documents_per_cpu_s"] for r in results if "documents_per_cpu_s" in r}
    for result in results:
        if ANCHOR in speeds and result["system"] in speeds:
            result["of_anchor"] = speeds[result["system"]] / speeds[ANCHOR]


def _keep(file: Path, documents: Sequence[GoldDocument], results: Sequence[Mapping[str, Any]]) -> None:
    """Write what is measured so far: a run takes long, and what stops it must not cost what is done."""
    file.write_text(json.dumps({"documents": len(documents), "systems": results}, indent=1) + "\n", encoding="utf-8")


def _heading(documents: Sequence[GoldDocument], results: Sequence[Mapping[str, Any]], rounds: int) -> str:
    corpora = Counter(d.corpus for d in documents)
    texts = ", ".join(f"{name} {n} documents" for name, n in corpora.items())
    versions = dict(sorted({p: v for r in results for p, v in r.get("versions", {}).items()}.items()))
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    often = f"one thread for each system, {rounds} round{'s' if rounds > 1 else ''}"
    packages = ", ".join(f"{p} {v}" for p, v in versions.items())
    return f"{datetime.now(UTC):%Y-%m-%d}; {texts}; {machine}; {often}; {packages}."


if __name__ == "__main__":
    sys.exit(main())
