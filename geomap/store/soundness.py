"""Broken words in sound pages: SQLite finds the pages of a file that are broken, not the values in them that are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from geomap.errors import StoreError

P = ParamSpec("P")
T = TypeVar("T")
_CURE = "put back a copy, or run: geomap doctor --repair --store FILE"


def sound(read: Callable[P, T]) -> Callable[P, T]:
    """Whatever a damaged row makes of a reader becomes a StoreError."""

    @wraps(read)
    def checked(*args: P.args, **options: P.kwargs) -> T:
        try:
            return read(*args, **options)
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            what = read.__name__.removesuffix("_of")
            raise StoreError(f"the store is damaged: a {what} in it can't be read ({type(error).__name__}); {_CURE}") from error

    return checked
