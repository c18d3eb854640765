"""Who else is building: a build says so while it goes on, so that another one of the same store can say what it waits for.

Nothing depends on it but what is said: two builds are kept apart by the store's transactions. The sign is a file among the
system's temporary ones that is locked as long as its build lives; what a build that was killed leaves there counts for nothing.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO


@contextmanager
def announced(store: Path) -> Iterator[str | None]:
    """Be known as a build of this store; gives since when, and by which process, another one has been going on, or None.

    Where no sign can be made (a read-only system, another user's), nothing is known of others.
    """
    sign = _sign_of(store)
    try:
        file = sign.open("a+", encoding="utf-8")
    except OSError:
        yield None
        return
    with file:
        if not _locked(file):
            file.seek(0)
            yield file.read(200).strip() or "a moment ago"
            return
        file.truncate(0)
        file.write(f"{datetime.now().astimezone():%H:%M:%S} (process {os.getpid()})\n")
        file.flush()
        try:
            yield None
        finally:
            with suppress(OSError):  # an open file can't be removed everywhere; left there, it is locked by nobody
                sign.unlink()


def _sign_of(store: Path) -> Path:
    name = hashlib.sha256(os.fsencode(store.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"geomap-build-{name}"


def _locked(file: IO[str]) -> bool:
    """Lock the file as long as this process has it open; False where another one has."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1_000)  # beyond what others read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
