"""From bytes to text: encodings, line ends, characters that no text may hold."""

from __future__ import annotations

import codecs
import importlib
import re
from typing import Any

from geomap.errors import DocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How files that are no text begin: PDF, zip (also .docx), gzip, PNG, JPEG, GIF, ELF, MS Office, RIFF, SQLite.
_BINARY_STARTS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"RIFF",
    b"SQLite format 3",
)
_SAMPLE = 65_536
#: More control characters than this, and more than this share of a sample, and the content is binary.
_STRAY_CONTROL = 3
_MAX_CONTROL = 0.02
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1b")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of ``data`` with ``\\n`` line ends: UTF-8 when it is valid UTF-8, else what the bytes themselves suggest.

    ``declared`` is an encoding that the file claims (an HTML ``charset``), tried after UTF-8. NUL characters and lone
    surrogates become U+FFFD, one for one. Raises DocumentError for binary content.
    """
    encoding = encoding_of(data, declared=declared)
    return clean(data.decode(encoding, "replace")).replace("\r\n", "\n").replace("\r", "\n")


def clean(text: str) -> str:
    """The text with NUL and lone surrogates (which no store and no UTF-8 file can hold) replaced by U+FFFD, one for one."""
    return encodable(text).replace("\0", _REPLACEMENT)


def encodable(text: str) -> str:
    """The text with lone surrogates replaced by U+FFFD, one for one."""
    return _SURROGATE.sub(_REPLACEMENT, text)


def encoding_of(data: bytes, *, declared: str | None = None) -> str:
    """The name of the encoding to read ``data`` with; raises DocumentError when it is no text at all."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    wide = _wide(data[:_SAMPLE])
    if wide is not None:
        return wide
    _refuse_binary(data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and len(data) - error.start < 4 and error.start:
            return "utf-8"
        return _declared(data, declared) or _guess(data)
    return "utf-8"


def _refuse_binary(data: bytes) -> None:
    sample = data[:_SAMPLE]
    control = len(sample) - len(sample.translate(None, _CONTROL))
    if sample.startswith(_BINARY_STARTS) or (control > _STRAY_CONTROL and control / len(sample) > _MAX_CONTROL):
        raise DocumentError("the content is binary, not text; save it as plain text or HTML")


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: in English text every second byte is NUL."""
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _declared(data: bytes, declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        data[:_SAMPLE].decode(declared)
        return codecs.lookup(declared).name
    except (LookupError, UnicodeDecodeError):
        return None


def _guess(data: bytes) -> str:
    """Mostly ASCII with stray bytes is English in Windows-1252; anything else is left to the detector."""
    sample = data[:_SAMPLE]
    ascii_share = sum(1 for b in sample if b < 128) / len(sample)
    if ascii_share > 0.9:
        try:
            data.decode("cp1252")
        except UnicodeDecodeError:
            return "latin-1"
        return "cp1252"
    detector: Any = importlib.import_module("charset_normalizer")
    best = detector.from_bytes(sample).best()
    if best is None:
        raise DocumentError("the encoding could not be told; save the file as UTF-8")
    return str(best.encoding)
