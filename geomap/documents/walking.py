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
    """A file to read: its path as it was named, the root it was found under, its real path, size in bytes, and time.

    Of a hundred thousand files nearly all are known and not opened: only for those that are is a Path made.
    """

    written: str
    root: Path
    real: str
    size: int
    mtime_ns: int

    @property
    def path(self) -> Path:
        """The path as it was named."""
        return Path(self.written)

    @property
    def folder(self) -> str:
        """The folder it lies in, as it was named, with the separator; an empty text for the working folder."""
        return self.written[: self.written.rfind(os.sep) + 1]

    @property
    def name(self) -> str:
        """Its name."""
        return self.written[self.written.rfind(os.sep) + 1 :]


@dataclass(slots=True)
class Plan:
    """The files to read, in order of name, and what was left out on the way."""

    is_read: Callable[[str], bool]
    unknown: Callable[[str], str]
    files: list[File] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    folders: set[Path] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    _last_folder: str | None = None

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
                    plan._add(str(path), path.parent, os.path.realpath(path))
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
        within = str(folder / "_")[:-1]  # what stands before a name: nothing in the working folder
        for entry in entries:
            written = within + entry.name
            reason = self._why_not(entry, written, root)
            if reason:
                self.skips.append(Skip(written, reason))
            elif entry.is_dir():
                self._walk(folder / entry.name, real / entry.name, root)
            elif entry.name not in _NO_ARTICLES:
                # Only a link has another real path than its folder's and its name: asking for it costs a call for each part.
                self._add(
                    written, root, os.path.realpath(written) if entry.is_symlink() else f"{real}{os.sep}{entry.name}", entry
                )

    @staticmethod
    def _why_not(entry: os.DirEntry[str], written: str, root: Path) -> str | None:
        if entry.name.startswith("."):
            return "a hidden file or folder"
        if entry.is_symlink():
            if not Path(os.path.realpath(written)).is_relative_to(root):  # not resolve(): it fails on a circle of links
                return "a link that leads outside the folder; give the file it leads to, or its folder"
            if Path(written).is_dir():  # not the entry's own: it fails on a circle of links
                return "a link to a folder that is read anyway"
            if not Path(written).exists():
                return "a link that leads nowhere"
        if entry.is_dir() and _is_of_page(Path(written)):
            return "the pictures and frames of a saved page; the page itself is read"
        return None

    def _add(self, written: str, root: Path, real: str, entry: os.DirEntry[str] | None = None) -> None:
        try:
            found = entry.stat() if entry is not None else Path(written).stat()
        except OSError as error:
            self.skips.append(Skip(written, f"can't be read ({error.strerror})"))
            return
        file = File(written, root, real, found.st_size, found.st_mtime_ns)
        name = file.name
        if not stat.S_ISREG(found.st_mode):
            self.skips.append(Skip(written, "not a regular file"))
        elif name == sources.NAME:
            reason = f"{sources.NAME} describes documents and is none itself; give the folder or the documents"
            self.skips.append(Skip(written, reason))
        elif not self.is_read(name):
            self.skips.append(Skip(written, self.unknown(file.path.suffix)))
        elif real not in self.seen:
            self.seen.add(real)
            if file.folder != self._last_folder:
                self._last_folder = file.folder
                self.folders.add(Path(file.folder))
            self.files.append(file)


def _is_of_page(folder: Path) -> bool:
    """Whether a browser put this folder beside a page that it saved: ``Talks_files`` beside ``Talks.html``."""
    stem, _, ending = folder.name.rpartition("_")
    return ending == "files" and any(folder.with_name(stem + suffix).is_file() for suffix in (".html", ".htm"))
