"""What was sent to online geocoders: every request with its answer or failure, which is also the cache of answers."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import platformdirs

from geomap.errors import ResourceError
from geomap.gazetteer.names import fold
from geomap.model import Candidate, Place

FOUND, NOTHING, FAILED = "found", "nothing", "failed"
_SCHEMA = """CREATE TABLE IF NOT EXISTS request (
  number INTEGER PRIMARY KEY, sent TEXT NOT NULL, service TEXT NOT NULL, name TEXT NOT NULL, fold TEXT NOT NULL,
  outcome TEXT NOT NULL, detail TEXT NOT NULL, answers TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS request_fold ON request (service, fold, outcome, number);"""


def location() -> Path:
    """The file, in the user's cache folder."""
    return Path(platformdirs.user_cache_dir("geomap")) / "online.sqlite"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: ``sent`` is a moment in UTC (ISO 8601), ``outcome`` found, nothing or failed, ``detail`` says what or why."""

    sent: str
    service: str
    name: str
    outcome: str
    detail: str


class SentRequests:
    """The record. Raises ResourceError where it can't be kept: what can't be recorded must not be sent."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or location()
        with self._explained():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            self._base.executescript(_SCHEMA)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise ResourceError(
                f"{self.path}: the record of what is sent online can't be kept ({error}); free or remove that file, "
                "or leave --online out"
            ) from error

    def record(self, service: str, name: str, outcome: str, detail: str, answers: Sequence[Candidate] = ()) -> None:
        """Note one request."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        kept = json.dumps([asdict(answer) for answer in answers], ensure_ascii=True)
        with self._explained():
            self._base.execute(
                "INSERT INTO request (sent, service, name, fold, outcome, detail, answers) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (now, service, name, fold(name), outcome, detail, kept),
            )

    def answered(self, service: str, name: str, *, found_days: float, nothing_days: float) -> tuple[Candidate, ...] | None:
        """The last answer for a name that is not too old: places, or () for "nothing"; None where it must be asked."""
        with self._explained():
            row = self._base.execute(
                "SELECT sent, outcome, answers FROM request WHERE service = ? AND fold = ? AND outcome IN (?, ?) "
                "ORDER BY number DESC LIMIT 1",
                (service, fold(name), FOUND, NOTHING),
            ).fetchone()
        if row is None:
            return None
        days = found_days if row[1] == FOUND else nothing_days
        if datetime.fromisoformat(row[0]) + timedelta(days=days) < datetime.now(UTC):
            return None
        return tuple(Candidate(Place(**one["place"]), one["name_kind"], one["score"]) for one in json.loads(row[2]))

    def requests(self, *, last: int | None = None) -> list[Request]:
        """The requests, oldest first; only the ``last`` ones where that is given."""
        with self._explained():
            rows = self._base.execute(
                "SELECT sent, service, name, outcome, detail FROM request ORDER BY number DESC LIMIT ?",
                (-1 if last is None else last,),
            ).fetchall()
        return [Request(*row) for row in reversed(rows)]

    def clear(self) -> int:
        """Forget every request and answer, and return how many there were."""
        with self._explained():
            count = self._base.execute("DELETE FROM request").rowcount
            self._base.execute("VACUUM")
        return count
