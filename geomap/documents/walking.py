"""Which files are to be read: those that were named, those below the folders that were; the others with the reason why not."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from geomap.documents import publishers, sources
from geomap.errors import InputError
from geomap.model import Skip

#: Files of a folder that are about its articles: the sidecar, the user's publishers, and the record of what was fetched.
_NO_ARTICLES = frozenset({sources.NAME, publishers.NAME, "fetched.jsonl"})


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its path as it was named, the root it was found under, its real path, size in bytes, and time."""

    path: Path
    root: Path
    real: str
    size: int
    mtime_ns: int


@dataclass(slots=True)
class Plan:
    """The files to read, in order of name, and what was left out on the way."""

    is_read: Callable[[str], bool]
    unknown: Callable[[str], str]
    files: list[File] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    folders: set[Path] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    last_folder: str | None = None

    @classmethod
    def of(cls, paths: Iterable[Path], *, is_read: Callable[[str], bool], unknown: Callable[[str], str]) -> Plan:
        """The plan for these files and folders; ``is_read`` says by its name whether a file is, ``unknown`` why not.

        Raises InputError for a path that doesn't exist or can't be read.
        """
        plan = cls(is_read, unknown)
        for path in paths:
            try:
                if path.is_dir():
                    plan._walk(path, path.resolve(), path.resolve())
                elif path.exists():
                    plan._add(path, path.parent, os.path.realpath(path))
                else:
                    raise InputError(f"{path}: there is no such file or folder; check the path")
            except OSError as error:
                raise InputError(f"{path}: can't be read ({error.strerror}); check the path and its permissions") from error
        return plan

    def _walk(self, folder: Path, real: Path, root: Path) -> None:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self.skips.append(Skip(str(folder), f"the folder can't be read ({error.strerror})"))
            return
        for entry in entries:
            path = folder / entry.name
            reason = self._why_not(entry, path, root)
            if reason:
                self.skips.append(Skip(str(path), reason))
            elif entry.is_dir():
                self._walk(path, real / entry.name, root)
            elif entry.name not in _NO_ARTICLES:
                # Only a link has another real path than its folder's and its name: asking for it costs a call for each part.
                self._add(path, root, os.path.realpath(path) if entry.is_symlink() else f"{real}{os.sep}{entry.name}", entry)

    @staticmethod
    def _why_not(entry: os.DirEntry[str], path: Path, root: Path) -> str | None:
        if entry.name.startswith("."):
            return "a hidden file or folder"
        if entry.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(
            root
        ):  # not resolve(): it fails on a circle of links
            return "a link that leads outside the folder; give the file it leads to, or its folder"
        if entry.is_symlink() and path.is_dir():
            return "a link to a folder that is read anyway"
        if entry.is_symlink() and not path.exists():
            return "a link that leads nowhere"
        if entry.is_dir() and _is_of_page(path):
            return "the pictures and frames of a saved page; the page itself is read"
        return None

    def _add(self, path: Path, root: Path, real: str, entry: os.DirEntry[str] | None = None) -> None:
        try:
            found = entry.stat() if entry is not None else path.stat()
        except OSError as error:
            self.skips.append(Skip(str(path), f"can't be read ({error.strerror})"))
            return
        if not stat.S_ISREG(found.st_mode):
            self.skips.append(Skip(str(path), "not a regular file"))
        elif path.name == sources.NAME:
            reason = f"{sources.NAME} describes documents and is none itself; give the folder or the documents"
            self.skips.append(Skip(str(path), reason))
        elif not self.is_read(path.name):
            self.skips.append(Skip(str(path), self.unknown(path.suffix)))
        elif real not in self.seen:
            self.seen.add(real)
            written = str(path)
            folder = written[: written.rfind(os.sep) + 1]
            if folder != self.last_folder:  # a Path for each file would take long
                self.last_folder = folder
                self.folders.add(Path(folder))
            self.files.append(File(path, root, real, found.st_size, found.st_mtime_ns))


def _is_of_page(folder: Path) -> bool:
    """Whether a browser put this folder beside a page that it saved: ``Talks_files`` beside ``Talks.html``."""
    stem, _, ending = folder.name.rpartition("_")
    return ending == "files" and any(folder.with_name(stem + suffix).is_file() for suffix in (".html", ".htm"))
