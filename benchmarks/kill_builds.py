"""Kill builds at random moments (SIGKILL) and look at the store after each: nothing lost, nothing half written, the end the same.

``python benchmarks/kill_builds.py [--kills 50] [--articles N] [--seed N]``. Half of the builds fill a new store; half bring one
up to date with a folder in which articles were added, changed and deleted. A build that was killed is resumed, and killed again,
until it ends by itself. Extraction is a pattern that costs nothing (``tests/store/quick_build.py``); the rest is geomap's own.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.errors import StoreError
from geomap.store import Store
from geomap.store.health import check

TESTS = Path(__file__).resolve().parents[1] / "tests" / "store"
sys.path.insert(0, str(TESTS))
quick = importlib.import_module("quick_build")

#: Seconds that the extraction of a document takes here, so that there are moments to kill in.
_SECONDS = 0.004


@dataclass(slots=True)
class Result:
    """What came of it: kills by what the store was then, builds that ended by themselves, and everything that was wrong."""

    kills: int = 0
    stages: dict[str, int] = field(default_factory=dict)
    finished: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scene:
    """A build to kill: its articles, the store that it begins with (None: none), what it must come to, and seconds it takes."""

    name: str
    articles: Path
    start: Path | None
    end: dict[str, Any]
    seconds: float


def run(folder: Path, *, kills: int, articles: int, seed: int) -> Result:
    """Kill so many builds in a folder."""
    chance = random.Random(seed)
    builder, result, turn = Builder(), Result(), 0
    scenes = _scenes(builder, folder, articles)
    while result.kills < kills:
        scene = scenes[turn % len(scenes)]
        _until_done(builder, scene, folder / f"store-{turn}.db", chance, result, most=result.kills + max(1, kills // 6))
        turn += 1
    builder.close()
    return result


def _scenes(builder: Builder, folder: Path, articles: int) -> list[Scene]:
    first, again = folder / "first", folder / "again"
    quick.write(first, articles)
    whole = folder / "whole.db"
    seconds = _whole(builder, first, whole)
    new = Scene("new", first, None, quick.contents(whole), seconds)
    shutil.copytree(first, again)
    for n, file in enumerate(sorted(again.iterdir())):
        if n % 10 == 0:
            file.unlink()
        elif n % 5 == 0:
            file.write_text(file.read_text() + "\nThey met again in the evening.\n")
    quick.write(again, articles // 2, first=articles)
    # The same place for both, as a user's folder has: the files are exchanged, not the folder.
    place = folder / "place"
    shutil.copytree(first, place)
    start = folder / "start.db"
    _whole(builder, place, start)
    shutil.rmtree(place)
    shutil.copytree(again, place)
    renewed = folder / "renewed.db"
    shutil.copy(start, renewed)
    seconds = _whole(builder, place, renewed)
    return [new, Scene("again", place, start, quick.contents(renewed), seconds)]


class Builder:
    """Starts builds in processes of their own, quickly."""

    def __init__(self) -> None:
        command = [sys.executable, str(TESTS / "quick_build.py"), "serve"]
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def build(self, articles: Path, store: Path, *, kill_after: float | None = None) -> tuple[list[str], float]:
        """Run a build and kill it after so many seconds, if it still runs; what it printed, and how many seconds it took."""
        assert self.server.stdin is not None and self.server.stdout is not None
        self.server.stdin.write(f"{articles}\t{store}\t{_SECONDS}\n")
        self.server.stdin.flush()
        said, timer, begun = list[str](), None, time.monotonic()
        for line in self.server.stdout:
            said.append(line.rstrip("\n"))
            if line.startswith("begun"):
                begun = time.monotonic()
                if kill_after is not None:
                    timer = threading.Timer(kill_after, _kill, [int(line.split()[1])])
                    timer.start()
            if line == "ended\n":
                break
        if timer is not None:
            timer.cancel()
        return said, time.monotonic() - begun

    def close(self) -> None:
        """No more builds."""
        self.server.communicate()


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it was done just now
        os.kill(process, signal.SIGKILL)


def _whole(builder: Builder, articles: Path, store: Path) -> float:
    """A build that nobody disturbs, and how long it took."""
    said, seconds = builder.build(articles, store)
    if not any(line.startswith("done") for line in said):
        raise RuntimeError(f"the build that nobody disturbed failed: {said}")
    return seconds


def _until_done(builder: Builder, scene: Scene, store: Path, chance: random.Random, result: Result, *, most: int) -> None:
    """Build, kill, look, and build again until a build ends by itself, or ``most`` kills were made: then it may end."""
    if scene.start is not None:
        shutil.copy(scene.start, store)
    before = _state(store, result)
    while True:
        after = chance.uniform(0, scene.seconds * 1.1) if result.kills < most else None
        said, _ = builder.build(scene.articles, store, kill_after=after)
        if failed := [line for line in said if line.startswith("failed")]:
            result.wrong.append(f"{scene.name}: a build after a kill failed: {failed}")
            return
        if any(line.startswith("done") for line in said):
            break
        result.kills += 1
        now = _state(store, result)
        stage = _stage(before, now, scene)
        result.stages[stage] = result.stages.get(stage, 0) + 1
        result.wrong += [f"{scene.name}, kill {result.kills}: {words}" for words in _wrong(before, now, scene)]
        before = now
    result.finished += 1
    if quick.contents(store) != scene.end:
        result.wrong.append(f"{scene.name}: the store is not that of an undisturbed build")
    left = [path.name for path in store.parent.glob(f"{store.name}*") if path.name.endswith((".tmp", "-journal"))]
    if left:
        result.wrong.append(f"{scene.name}: left behind: {left}")


def _state(store: Path, result: Result) -> dict[str, Any] | None:
    """What the store holds, having been checked; None where there is none yet."""
    try:
        if not store.exists() or not store.stat().st_size:
            return None
        with Store.open(store, create=True):  # as the next build will; the log of the killed one is taken up
            pass
        found = [finding for finding in check(store) if finding.wrong and finding.subject != "events"]
        result.wrong += [f"{finding.subject}: {finding.wrong}" for finding in found]
        contents: dict[str, Any] = quick.contents(store)
        return contents
    except StoreError as error:
        result.wrong.append(f"the store can't be read: {error}")
        return None


def _stage(before: dict[str, Any] | None, now: dict[str, Any] | None, scene: Scene) -> str:
    if now is None:
        return "before the store was made"
    if before is None or now["documents"] != before["documents"] or not now["current"]:
        return "linked" if now["current"] and now["events"] else "between batches"
    return "before anything was stored" if now == before else "after linking"


def _wrong(before: dict[str, Any] | None, now: dict[str, Any] | None, scene: Scene) -> list[str]:
    if before is None:
        before = {"documents": {}, "retired": [], "events": {}}
    if now is None:
        return ["the store is gone"] if before["documents"] else []
    wrong = []
    ours = now["documents"].keys() | set(now["retired"])
    if lost := (before["documents"].keys() | set(before["retired"])) - ours:
        wrong.append(f"{len(lost)} documents are lost")
    for document_id, extraction in now["documents"].items():
        known = scene.end["documents"].get(document_id) or before["documents"].get(document_id)
        if extraction != known:
            wrong.append(f"{document_id} is half stored")
    reports = {report.id for each in now["documents"].values() for report in each.reports}
    if now["events"] not in (before["events"], scene.end["events"]):
        there = all(set(event.report_ids) <= reports for event in now["events"].values())
        wrong += [] if there and not now["current"] else ["the events are neither the old nor the new ones"]
    if now["current"] and now["events"] and now["events"] != scene.end["events"] and now["documents"] != before["documents"]:
        wrong.append("the store says that its events are current, and they are not")
    return wrong


def main(arguments: list[str] | None = None) -> int:
    """Kill, and print what came of it; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50, metavar="N")
    parser.add_argument("--articles", type=int, default=150, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="geomap-kills-") as folder:
        result = run(Path(folder), kills=given.kills, articles=given.articles, seed=given.seed)
    stages = ", ".join(f"{count} {stage}" for stage, count in sorted(result.stages.items()))
    print(f"{result.kills} kills ({stages}); {result.finished} builds ended by themselves; {len(result.wrong)} faults")
    for words in result.wrong:
        print(f"  {words}", file=sys.stderr)
    return 1 if result.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
