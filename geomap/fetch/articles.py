"""Articles into a folder: each address is asked for once, saved as it came, and asked again only whether it has changed.

The folder is what ``geomap build`` reads: the articles, their addresses in ``sources.csv``, and ``fetched.jsonl``, the record of
what was asked and when, which a build leaves alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from geomap.documents import feeds, sources
from geomap.documents.decoding import decode
from geomap.errors import DocumentError, FetchError, InputError
from geomap.fetch.web import Answer, Web, checked, limits

RECORD = "fetched.jsonl"
_SLUG_CHARS = 80
#: Told before each address: (addresses done, known so far, the address).
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one address: ``saved`` to ``file``, ``unchanged``, a ``feed`` whose entries follow, or ``skipped``."""

    url: str
    outcome: str
    file: Path | None = None
    reason: str | None = None


def fetch(
    urls: Iterable[str],
    into: Path | str = "articles",
    *,
    delay: float | None = None,
    contact: str | None = None,
    allowed: Collection[str] = (),
    progress: Progress | None = None,
) -> Iterator[Fetched]:
    """Fetch articles, and those that a feed lists, into a folder; a result for each address, in order, as it comes.

    ``delay`` is in seconds between two requests to one host (default 1; a site's robots.txt may ask for more), ``contact``
    goes into the user agent. ``allowed`` are addresses of this machine that may be contacted, for tests only. Raises
    InputError where the folder can't be written or its record can't be read.
    """
    folder = _Folder.open(Path(into))
    web = Web(delay=delay, contact=contact, allowed=allowed)
    waiting = list(dict.fromkeys(url.strip() for url in urls if url.strip()))
    known = set(waiting)
    done = 0
    while waiting:
        url = waiting.pop(0)
        if progress is not None:
            progress(done, done + len(waiting) + 1, url)
        try:
            outcome, entries = _one(url, web, folder)
        except FetchError as error:
            outcome, entries = Fetched(url, "skipped", reason=str(error)), []
        fresh = [entry for entry in dict.fromkeys(entries) if entry not in known]
        known.update(fresh)
        waiting = fresh + waiting
        done += 1
        yield outcome


def _one(url: str, web: Web, folder: _Folder) -> tuple[Fetched, list[str]]:
    """What came of one address, and the addresses that it lists if it is a feed."""
    url = checked(url)
    before = folder.record.get(url, {})
    file = folder.path / before["file"] if before.get("file") else None
    again = before if file is not None and file.is_file() else {}
    conditions = {"If-None-Match": again.get("etag"), "If-Modified-Since": again.get("last_modified")}
    answer = web.get(url, known={name: value for name, value in conditions.items() if value})
    if answer.status == 304:
        return Fetched(url, "unchanged", file), []
    media, charset = _media_type(answer)
    if media in limits()["feeds"]["types"]:
        return _listed(url, answer)
    suffix = limits()["types"].get(media)
    if suffix is None:
        raise FetchError(f"files of this kind ({media or 'the server names none'}) are not fetched")
    if not answer.body.strip():
        raise FetchError("the answer is empty")
    body = _utf8(answer.body, charset) if suffix != ".pdf" else answer.body
    digest = hashlib.sha256(body).hexdigest()
    same = file is not None and file.is_file() and before.get("sha256") == digest
    target = file if same and file is not None else folder.path / _file_name(answer.url, url, suffix)
    if not same:
        folder.save(target, body, url=answer.url)
    folder.note(url, answer, target, digest)
    return Fetched(url, "unchanged" if same else "saved", target), []


def _listed(url: str, answer: Answer) -> tuple[Fetched, list[str]]:
    most = int(limits()["max_entries"])
    try:
        found = feeds.links(answer.body)
    except DocumentError as error:
        raise FetchError(str(error)) from error
    left_out = f"{len(found) - most:,} more entries were left out" if len(found) > most else None
    return Fetched(url, "feed", reason=left_out), found[:most]


def _media_type(answer: Answer) -> tuple[str, str | None]:
    words = [word.strip() for word in answer.headers.get("content-type", "").split(";")]
    charset = next((word[8:].strip("\"' ") for word in words[1:] if word.lower().startswith("charset=")), None)
    return words[0].lower(), charset or None


def _utf8(body: bytes, charset: str | None) -> bytes:
    """The body in UTF-8 where only the header says that it is in another encoding: a file has no headers."""
    if charset is None:
        return body
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return body.decode(charset).encode()
        except (LookupError, UnicodeDecodeError):
            return body
    return body


def _file_name(final: str, url: str, suffix: str) -> str:
    """A name that a person recognises and no other address has: host, the words of the path, a digest of the address."""
    parts = urlsplit(final)
    words = re.sub(r"[^a-z0-9]+", "-", f"{parts.hostname} {re.sub(r'[.][a-z]{2,5}$', '', parts.path)}".casefold()).strip("-")
    return f"{words[:_SLUG_CHARS].rstrip('-')}-{hashlib.sha256(url.encode()).hexdigest()[:8]}{suffix}"


@dataclass(slots=True)
class _Folder:
    """The folder that articles go to, and the record of what was fetched, by address."""

    path: Path
    record: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> _Folder:
        try:
            path.mkdir(parents=True, exist_ok=True)
            file = path / RECORD
            lines = file.read_text("utf-8").split("\n") if file.is_file() else []
            if (path / sources.NAME).is_file():
                sources.load(path / sources.NAME)  # what breaks its rules is said before anything is asked
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: can't be used as the folder of articles ({error})") from error
        folder = cls(path)
        for number, line in enumerate(lines, start=1):
            if line.strip():
                folder.record |= _recorded(line, f"{file}:{number}", last=number >= len(lines) - 1)
        return folder

    def save(self, target: Path, body: bytes, *, url: str) -> None:
        """Put an article into the folder, whole or not at all, and its address into the folder's ``sources.csv``."""
        try:
            _replace(target, body)
            _replace(self.path / sources.NAME, self._sidecar(target.name, url))
        except OSError as error:
            raise InputError(f"{target}: can't be written ({error.strerror})") from error

    def note(self, url: str, answer: Answer, target: Path, digest: str) -> None:
        """Add a line to the record; the last one for an address holds."""
        entry = {
            "url": url,
            "final": answer.url,
            "file": target.name,
            "sha256": digest,
            "etag": answer.headers.get("etag"),
            "last_modified": answer.headers.get("last-modified"),
            "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self.record[url] = entry
        try:
            with (self.path / RECORD).open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        except OSError as error:
            raise InputError(f"{self.path / RECORD}: can't be written ({error.strerror})") from error

    def _sidecar(self, name: str, url: str) -> bytes:
        """The folder's ``sources.csv`` with the address of one file; what else stands in it stays."""
        file = self.path / sources.NAME
        reader = csv.DictReader(io.StringIO(decode(file.read_bytes()) if file.is_file() else "", newline=""))
        rows = list(reader)
        header = list(reader.fieldnames or ())
        header += [column for column in ("file", "url") if column not in header]
        row = next((row for row in rows if row.get("file") == name), None)
        if row is None:
            rows.append({"file": name, "url": url})
        elif not row.get("url"):
            row["url"] = url
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, header, lineterminator="\n", extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().encode()


def _recorded(line: str, where: str, *, last: bool) -> dict[str, dict[str, Any]]:
    try:
        entry = json.loads(line)
        told = {name: entry.get(name) for name in ("url", "file", "sha256", "etag", "last_modified")}
        if not told["url"] or not all(value is None or isinstance(value, str) for value in told.values()):
            raise ValueError("an address, and words about it, are missing")
        return {entry["url"]: told}
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        if last:
            return {}  # the line that was being written when the machine stopped
        raise InputError(f"{where}: this line is no record of a fetch; remove it") from error


def _replace(target: Path, body: bytes) -> None:
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        draft.write_bytes(body)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
