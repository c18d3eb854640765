"""Zip archives: members are read in memory, never unpacked to disk; what an archive says about itself isn't believed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from geomap.documents import sources
from geomap.documents.draft import Draft
from geomap.documents.limits import Limits
from geomap.errors import DocumentError, InputError
from geomap.model import Skip

#: Reads one member: (file name, its bytes, its path for messages).
MemberReader = Callable[[str, bytes, str], Iterator[Draft | Skip]]
_CHUNK = 1 << 16
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def read(
    stream: BinaryIO, path: str, limits: Limits, *, member: MemberReader
) -> Iterator[tuple[Draft | Skip, sources.Row | None]]:
    """What ``member`` finds in each file of the archive, with the row of the archive's own sidecar.

    Directories in member names are left aside: a name is only a label here. Raises DocumentError when it's no zip archive or
    has too many members.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN as error:
        raise DocumentError(f"the zip archive is broken ({error})") from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > limits.zip_max_members:
            raise DocumentError(f"the archive has {len(infos):,} files; the limit is {limits.zip_max_members:,}; split it")
        budget = _Budget(limits)
        rows: dict[str, sources.Row] = {}
        for info in sorted(infos, key=lambda i: (_name(i) != sources.NAME, i.filename)):
            name = _name(info)
            where = f"{path}!{name}"
            if budget.spent():
                yield (
                    Skip(path, f"more than {limits.zip_max_total_bytes:,} bytes unpacked; the rest was not read; split it"),
                    None,
                )
                return
            try:
                data = _member(archive, info, name, budget)
                if name == sources.NAME:
                    rows.update({row.file: row for row in sources.parse(data, where)})
                    continue
                for found in member(name, data, where):
                    yield found, rows.get(name)
            except InputError as error:
                yield Skip(where, str(error)), None
            except _BROKEN as error:
                yield Skip(where, f"the archive's data is broken here ({error})"), None


class _Budget:
    """Counts the bytes that have come out of one archive."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.total = 0

    def spent(self) -> bool:
        return self.total > self.limits.zip_max_total_bytes

    def count(self, chunk: int, size: int, packed: int) -> None:
        """Take note of ``chunk`` more bytes of a member that is ``size`` so far; raises DocumentError beyond a limit."""
        limits = self.limits
        self.total += chunk
        if size > limits.max_bytes:
            raise DocumentError(f"over {limits.max_bytes:,} bytes unpacked, the limit for one file in an archive")
        if size >= limits.zip_ratio_from_bytes and size > limits.zip_max_ratio * max(packed, 1):
            raise DocumentError(f"it unpacks to over {limits.zip_max_ratio:g} times its size, as a zip bomb does")
        if self.spent():
            raise DocumentError("the archive's limit was reached inside this file")


def _name(info: zipfile.ZipInfo) -> str:
    return PurePosixPath(info.filename.replace("\\", "/")).name


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: _Budget) -> bytes:
    if name.startswith(".") or "__MACOSX" in info.filename:
        raise DocumentError("a hidden file")
    if info.flag_bits & 1:
        raise DocumentError("protected by a password; unpack the archive first")
    out = io.BytesIO()
    with archive.open(info) as member:
        while chunk := member.read(_CHUNK):
            out.write(chunk)
            budget.count(len(chunk), out.tell(), info.compress_size)
    return out.getvalue()
