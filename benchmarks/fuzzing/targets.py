"""What is tried: for each format its specimens, its words, and the reader with what it must keep to whatever it is given."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from fuzzing import mutation, specimens
from fuzzing.tokens import ANYWHERE, HTML, JSON, MAIL, MARKDOWN, PDF, TABLE, WORD, XML
from geomap import documents
from geomap.errors import GeomapError
from geomap.model import Document, PublishedBasis, Skip


class BrokenPromiseError(AssertionError):
    """A reader gave something that it never may: nothing at all, a skip without a reason, a document that breaks the model."""


@dataclass(frozen=True, slots=True)
class Target:
    """A format: ``make`` gives an input by chance, ``read`` reads it in an empty folder and says what it gave.

    ``read`` returns ``read``, ``in part`` or ``refused``, and raises what is a finding.
    """

    name: str
    seeds: Callable[[], Sequence[bytes]]
    make: Callable[[random.Random], bytes]
    read: Callable[[bytes, Path], str]


def _must(kept: bool, words: str) -> None:
    if not kept:
        raise BrokenPromiseError(words)


def _read_file(name: str, data: bytes, folder: Path) -> str:
    file = folder / name
    file.write_bytes(data)
    return judged(documents.read([file]), str(file), data)


def judged(results: Iterable[Document | Skip], path: str, data: bytes) -> str:
    """What came of a file, with every promise about it checked."""
    given = skipped = 0
    for found in results:
        if isinstance(found, Skip):
            skipped += 1
            _must(found.path.startswith(path), f"a skip names {found.path!r}, not the file")
            _must(len(found.reason) > 5, f"a skip without a reason: {found.reason!r}")
            _must("please report" not in found.reason, found.reason)
            _must(found.reason.isprintable(), f"a reason that is no line of text: {found.reason!r}")
        else:
            given += 1
            _check(found, path)
    _must(bool(given or skipped), f"{len(data)} bytes were dropped without a word")
    return "read" if not skipped else "in part" if given else "refused"


def _check(document: Document, path: str) -> None:
    text = document.text
    _must(bool(text.strip()) and "\0" not in text, "a document without text, or with NUL in it")
    for words in (text, document.title, document.source or "", document.url or ""):
        words.encode("utf-8")  # raises for a lone surrogate
    _must(bool(document.title.strip()) and "\n" not in document.title, f"the title is {document.title!r}")
    _must((document.path or "").startswith(path), f"a document names {document.path!r}, not the file")
    _must(document.id == Document.id_of(text), "the identity is not that of the text")
    _must(
        (document.published is None) == (document.published_basis is PublishedBasis.NONE),
        "a day without a basis, or a basis without a day",
    )
    end = 0
    for span in document.furniture:
        _must(end <= span.start < span.end <= len(text), "furniture out of order or out of the text")
        end = span.end


def _read_sidecar(data: bytes, folder: Path) -> str:
    (folder / "article.txt").write_bytes(specimens.article())
    (folder / "sources.csv").write_bytes(data)
    try:
        return judged(documents.read([folder]), str(folder), data)
    except GeomapError as error:
        _must(str(error).startswith(str(folder)), f"the message doesn't name the file: {error}")
        return "refused"


def _read_publishers(data: bytes, folder: Path) -> str:
    from geomap.documents import publishers
    from geomap.documents.decoding import decode

    try:
        for domain, name in publishers.parse(decode(data), "publishers.csv").items():
            _must(bool(domain and name.strip()), "a publisher without a name")
    except GeomapError:
        return "refused"
    return "read"


def _read_gazetteer(data: bytes, folder: Path) -> str:
    from geomap.gazetteer import own_places

    places, problems = own_places.read_text(data, "gazetteer.csv")
    for row in places:
        _must(
            -90 <= row.place.lat <= 90 and -180 <= row.place.lon <= 180 and bool(row.place.name.strip()),
            f"a place that is none: {row}",
        )
    _must(bool(places or problems or not data.strip() or b"\n" not in data.strip()), "rows were dropped without a word")
    return "read" if places and not problems else "in part" if places else "refused"


def _read_reviews(data: bytes, folder: Path) -> str:
    from geomap.review import lines

    try:
        lines.read(data.decode("utf-8", "replace"), name="reviews.jsonl")
    except GeomapError as error:
        _must(str(error).startswith("reviews.jsonl"), f"the message doesn't name the file: {error}")
        return "refused"
    return "read"


def _read_records(data: bytes, folder: Path) -> str:
    from geomap import stream

    refused = 0
    for line in data.split(b"\n"):
        try:
            stream.given(line)
        except GeomapError:
            refused += 1
    return "in part" if refused else "read"


def _read_fetched(data: bytes, folder: Path) -> str:
    from geomap.fetch import fetch

    (folder / "fetched.jsonl").write_bytes(data)
    try:
        (found,) = fetch(["http://127.0.0.1:9/1", "http://127.0.0.1:9/1"], folder, delay=0)
    except GeomapError as error:
        _must(str(error).startswith(str(folder)), f"the message doesn't name the file: {error}")
        return "refused"
    _must(found.outcome == "skipped" and bool(found.reason), "an address of this machine was asked")
    return "read"


def _read_addresses(data: bytes, folder: Path) -> str:
    from geomap.fetch.addresses import why_refused
    from geomap.fetch.web import checked

    refused = 0
    for line in data.decode("utf-8", "replace").split("\n"):
        try:
            why_refused(line)
            url = checked(line)
            _must(url.startswith(("http://", "https://")) and checked(url) == url, f"another address the second time: {url!r}")
        except GeomapError as error:
            _must("secret" not in str(error), "a password is in the message")
            refused += 1
    return "in part" if refused else "read"


@cache
def _extractor() -> Any:
    from geomap.extractor import Extractor

    return Extractor()


def _read_text(data: bytes, folder: Path) -> str:
    """All of extraction, on words that are none: as many tokens as characters, each of which costs some .2 ms in the parser."""
    text = data.decode("utf-8", "replace")[:4_000]
    document = documents.from_text(text, published="2023-09-06")
    found = _extractor().extract(document)
    for span, words in found.quotes():
        _must(document.text[span.start : span.end] == words, f"a quote that is not the text's: {words!r}")
    return "read" if found.reports or found.toponyms else "refused"


def _plain(
    name: str, seeds: Callable[[], Sequence[bytes]], tokens: Sequence[bytes], read: Callable[[bytes, Path], str]
) -> Target:
    def make(chance: random.Random) -> bytes:
        return mutation.any_input(chance, seeds(), (*tokens, *tokens, *ANYWHERE))

    return Target(name, cache(seeds), make, read)


def _file(suffix: str, seeds: Callable[[], Sequence[bytes]], tokens: Sequence[bytes] = ()) -> Target:
    return _plain(suffix.removeprefix("."), cache(seeds), tokens, partial(_read_file, f"a{suffix}"))


def _container(
    suffix: str, whole: Callable[[], mutation.Parts], pack: Callable[[mutation.Parts], bytes], tokens: Sequence[bytes]
) -> Target:
    """An archive: as often as its bytes, what lies in it is spoilt, and packed as if it were sound."""

    @cache
    def seeds() -> list[bytes]:
        return [pack(whole())]

    words = (*tokens, *ANYWHERE)

    def make(chance: random.Random) -> bytes:
        if chance.random() < 0.4:
            return mutation.any_input(chance, seeds(), words)
        return pack(mutation.parts(chance, whole(), words))

    return Target(suffix.removeprefix("."), seeds, make, partial(_read_file, f"a{suffix}"))


def _compressed(suffix: str, inner: Callable[[], Sequence[bytes]], tokens: Sequence[bytes]) -> Target:
    """A compressed file: the bytes of either side of the compression are spoilt."""
    pack = specimens.PACKING[suffix.rsplit(".", 1)[-1]]

    @cache
    def seeds() -> list[bytes]:
        return [pack(data) for data in inner()]

    def make(chance: random.Random) -> bytes:
        if chance.random() < 0.4:
            return mutation.any_input(chance, seeds(), ANYWHERE)
        return pack(mutation.any_input(chance, inner(), (*tokens, *ANYWHERE)))

    return Target(suffix.removeprefix("."), seeds, make, partial(_read_file, f"a{suffix}"))


_MEMBERS = (*HTML[:8], *JSON[:6], *TABLE[:4], *MAIL[:6])


@cache
def targets() -> dict[str, Target]:
    """Every kind of input, by name."""
    s = specimens
    found = [
        _file(".txt", lambda: [s.article(), *s.markdown()], MARKDOWN),
        _file(".md", s.markdown, MARKDOWN),
        _file(".html", s.pages, HTML),
        _file(".mhtml", lambda: [s.written_files().saved_page()], (*MAIL, *HTML)),
        _file(".eml", s.messages, MAIL),
        _file(".mbox", lambda: [s.mailbox()], MAIL),
        _file(".rss", s.feeds, (*XML, *HTML[:10])),
        _file(".jsonl", lambda: [s.jsonl()], JSON),
        _file(
            ".json",
            lambda: [b"[" + b",".join(s.jsonl().splitlines()) + b"]", b'{"articles": [' + s.jsonl().splitlines()[0] + b"]}"],
            JSON,
        ),
        _file(".csv", lambda: [s.table(","), s.table(";"), s.table(",", ("a", "b", "text", "c", "d", "e"))], TABLE),
        _file(".tsv", lambda: [s.table("\t")], TABLE),
        _file(".pdf", s.pdfs, PDF),
        _container(".docx", cache(s.word), s.zipped, WORD),
        _container(".zip", cache(s.members), s.zipped, _MEMBERS),
        _container(".tar", cache(s.members), s.tarred, _MEMBERS),
        _compressed(".tar.gz", lambda: [s.tarred(s.members())], _MEMBERS),
        _compressed(".tar.bz2", lambda: [s.tarred(s.members())], _MEMBERS),
        _compressed(".tar.xz", lambda: [s.tarred(s.members())], _MEMBERS),
        _compressed(".csv.gz", lambda: [s.table(",")], TABLE),
        _plain("sidecar", lambda: [s.SOURCES], TABLE, _read_sidecar),
        _plain("publishers", lambda: [s.PUBLISHERS], TABLE, _read_publishers),
        _plain("gazetteer", lambda: [s.GAZETTEER], TABLE, _read_gazetteer),
        _plain("reviews", s.reviews, JSON, _read_reviews),
        _plain("records", lambda: [s.jsonl()], JSON, _read_records),
        _plain("fetched", lambda: [s.FETCHED], JSON, _read_fetched),
        _plain(
            "addresses",
            lambda: [b"\n".join(s.ADDRESSES), *s.ADDRESSES, *s.IPS],
            (b"@", b":", b"[", b"]", b"%", b"\\", b"xn--"),
            _read_addresses,
        ),
        _plain("extraction", lambda: [s.article(), b"\n".join(one for one in s.markdown())], MARKDOWN, _read_text),
    ]
    return {target.name: target for target in found}
