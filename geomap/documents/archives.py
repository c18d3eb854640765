"""Archives (zip, tar), compressed files: read in memory, never unpacked to disk; what they say of themselves isn't believed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from geomap.documents import sources
from geomap.documents.draft import Draft
from geomap.documents.limits import Limits
from geomap.errors import DocumentError, InputError
from geomap.model import Skip

#: Reads one member: (file name, its bytes, its path for messages).
MemberReader = Callable[[str, bytes, str], Iterator[Draft | Skip]]
Found = tuple[Draft | Skip, sources.Row | None]
#: What is compressed alone or holds a tar archive, by its ending.
COMPRESSED: dict[str, Callable[[BinaryIO], Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_CHUNK = 1 << 16
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


def read_zip(stream: BinaryIO, path: str, limits: Limits, *, member: MemberReader) -> Iterator[Found]:
    """What ``member`` finds in each file of a zip archive, with the row of the archive's own sidecar.

    Directories in member names are left aside: a name is only a label here. Raises DocumentError when it's no zip archive or
    has too many members.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN as error:
        raise DocumentError(f"the zip archive is broken ({error})") from error
    with archive:
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]  # a name may be empty
        _check_count(len(infos), limits)
        budget = _Budget(limits)
        rows: dict[str, sources.Row] = {}
        for info in sorted(infos, key=lambda i: (_name(i.filename) != sources.NAME, i.filename)):
            if budget.spent():
                yield Skip(path, _too_much(limits)), None
                return
            name = _name(info.filename)
            yield from _one(name, f"{path}!{name}", partial(_zipped, archive, info, budget), rows=rows, member=member)


def read_tar(opened: Callable[[], BinaryIO], path: str, limits: Limits, *, member: MemberReader) -> Iterator[Found]:
    """The same of a tar archive; ``opened`` gives its stream from the beginning, as often as it is asked.

    A tar archive has no list of its members: it is gone through once for its sidecar, and once for its documents.
    """
    rows: dict[str, sources.Row] = {}
    try:
        for info, data in _tarred(opened(), limits):
            if _name(info.name) == sources.NAME and data is not None:
                rows.update({row.file: row for row in sources.parse(data, f"{path}!{sources.NAME}")})
    except DocumentError:
        rows = {}  # as below
    except InputError as error:
        yield Skip(f"{path}!{sources.NAME}", str(error)), None
    except _BROKEN:
        rows = {}  # the second time through says what is broken
    try:
        for info, data in _tarred(opened(), limits):
            name = _name(info.name)
            where = f"{path}!{name}"
            if name == sources.NAME:
                continue
            if data is None:
                yield Skip(where, f"over {limits.max_bytes:,} bytes, the limit for one file in an archive"), None
            elif info.isfile():
                yield from _one(name, where, partial(bytes, data), rows=rows, member=member)
            else:
                yield Skip(where, "a link or a device, not a file"), None
    except DocumentError as error:
        yield Skip(path, f"{error}; the rest was not read"), None
    except _BROKEN as error:
        yield Skip(path, f"the tar archive is broken here ({error}); the rest was not read"), None


def unpacked(stream: BinaryIO, suffix: str, limits: Limits) -> BinaryIO:
    """The content of a compressed file as a stream that raises DocumentError once it is too much to be true."""
    packed = os.fstat(stream.fileno()).st_size
    return cast(BinaryIO, io.BufferedReader(_Metered(COMPRESSED[suffix](stream), packed, limits)))


def measure(stream: BinaryIO, limits: Limits) -> None:
    """Raise DocumentError where a file that is a zip archive inside (.docx) is broken or unpacks to too much."""
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            _check_count(len(infos), limits)
            budget = _Budget(limits)
            for info in infos:
                with archive.open(info) as member:
                    size = 0
                    while chunk := member.read(_CHUNK):
                        size += len(chunk)
                        budget.count(len(chunk), size, info.compress_size)
    except DocumentError:
        raise
    except _BROKEN as error:
        raise DocumentError(f"the file is broken ({error})") from error


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
        if _is_bomb(size, packed, limits):
            raise DocumentError(_bomb(limits))
        if self.spent():
            raise DocumentError("the archive's limit was reached inside this file")


class _Metered(io.RawIOBase):
    """A decompressed stream that is counted while it is read."""

    def __init__(self, inner: Any, packed: int, limits: Limits) -> None:
        self.inner = inner
        self.packed = packed
        self.limits = limits
        self.total = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.inner.read(len(buffer))
        self.total += len(data)
        if self.total > self.limits.max_table_bytes:
            raise DocumentError(f"over {self.limits.max_table_bytes:,} bytes unpacked; split it")
        if _is_bomb(self.total, self.packed, self.limits):
            raise DocumentError(_bomb(self.limits))
        buffer[: len(data)] = data
        return len(data)


def _is_bomb(size: int, packed: int, limits: Limits) -> bool:
    return size >= limits.zip_ratio_from_bytes and size > limits.zip_max_ratio * max(packed, 1)


def _bomb(limits: Limits) -> str:
    return f"it unpacks to over {limits.zip_max_ratio:g} times its size, as a zip bomb does"


def _too_much(limits: Limits) -> str:
    return f"more than {limits.zip_max_total_bytes:,} bytes unpacked; the rest was not read; split it"


def _check_count(count: int, limits: Limits) -> None:
    if count > limits.zip_max_members:
        raise DocumentError(f"the archive has {count:,} files; the limit is {limits.zip_max_members:,}; split it")


def _name(member: str) -> str:
    return PurePosixPath(member.replace("\\", "/")).name


def _one(
    name: str, where: str, data: Callable[[], bytes], *, rows: dict[str, sources.Row], member: MemberReader
) -> Iterator[Found]:
    """One member; trouble with it becomes a Skip. ``rows`` takes up the archive's sidecar where this is it."""
    try:
        if not name:
            raise DocumentError("a member without a name")
        if name.startswith("."):
            raise DocumentError("a hidden file")
        content = data()
        if name == sources.NAME:
            rows.update({each.file: each for each in sources.parse(content, where)})
            return
        for found in member(name, content, where):
            yield found, rows.get(name)
    except InputError as error:
        yield Skip(where, str(error)), None
    except _BROKEN as error:
        yield Skip(where, f"the archive's data is broken here ({error})"), None


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> bytes:
    if "__MACOSX" in info.filename:
        raise DocumentError("a hidden file")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise DocumentError("a link, not a file")
    if info.flag_bits & 1:
        raise DocumentError("protected by a password; unpack the archive first")
    out = io.BytesIO()
    with archive.open(info) as member:
        while chunk := member.read(_CHUNK):
            out.write(chunk)
            budget.count(len(chunk), out.tell(), info.compress_size)
    return out.getvalue()


def _tarred(stream: BinaryIO, limits: Limits) -> Iterator[tuple[tarfile.TarInfo, bytes | None]]:
    """The members of a tar archive but folders, with their bytes, None where they are too many. Links have no bytes."""
    total = count = 0
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for info in archive:
            if info.isdir():
                continue
            count += 1
            _check_count(count, limits)
            total += max(info.size, 0)
            if total > limits.zip_max_total_bytes:
                raise DocumentError(f"more than {limits.zip_max_total_bytes:,} bytes unpacked")
            if not info.isfile():
                yield info, b""
            elif info.size > limits.max_bytes:
                yield info, None
            else:
                member = archive.extractfile(info)
                yield info, member.read() if member is not None else b""
