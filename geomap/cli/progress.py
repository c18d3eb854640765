"""How far a build is, on stderr: a bar on a terminal, now and then a plain line elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from tqdm import tqdm

#: Seconds between two plain lines.
_EVERY = 10.0


class ProgressOnStderr:
    """A ``geomap.pipeline.Progress`` for people; a context manager that tidies up after the bar."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._bar: tqdm[NoReturn] | None = None
        self._stage = ""
        self._last = time.monotonic()

    def __enter__(self) -> ProgressOnStderr:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show that ``done`` documents of ``total`` have been through this stage."""
        if self._terminal:
            self._draw(stage, done, total)
        elif time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            print(f"{stage}: {done:,}" + (f" of {total:,}" if total else "") + " documents", file=sys.stderr, flush=True)

    def say(self, words: str) -> None:
        """A line of its own, above the bar."""
        if self._bar is not None:
            self._bar.clear()
        print(words, file=sys.stderr, flush=True)

    def _draw(self, stage: str, done: int, total: int | None) -> None:
        from tqdm import tqdm

        if self._bar is None or stage != self._stage:
            if self._bar is not None:
                self._bar.close()
            self._bar = tqdm(desc=stage, unit=" documents", leave=False, file=sys.stderr, dynamic_ncols=True)
            self._stage = stage
        self._bar.total = total
        self._bar.update(done - self._bar.n)
