"""Every error that geomap raises on purpose: one root, each child also the builtin that it is.

A message says what went wrong, where (file, line, field) and what the user can do about it. The command line prints it as it
stands and exits with 1; the dashboard shows it in place of a stack trace.
"""


class GeomapError(Exception):
    """The root: ``except GeomapError`` catches everything that geomap reports about its input or its surroundings."""


class InputError(GeomapError, ValueError):
    """Something that the user gave (a file, a table row, a date, an option) can't be used as it is."""


class DocumentError(InputError):
    """A document can't be read: wrong format, broken encoding, over a limit. The build counts and explains it, and goes on."""


class GazetteerError(InputError):
    """A gazetteer file has a row that breaks its rules; the message carries the file and the line."""


class StoreError(GeomapError, OSError):
    """The store can't be opened, read or written."""


class StoreLockedError(StoreError, TimeoutError):
    """Another process is writing to the store and did not finish in time."""


class ResourceError(GeomapError, RuntimeError):
    """Something that geomap needs is missing or does not fit: a language pipeline, a data file, an optional dependency."""


class FetchError(InputError):
    """An address may not, can not or should not be fetched; the others still are."""
