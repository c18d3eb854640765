"""Sound inputs of every kind that geomap reads, written here."""

from __future__ import annotations

import bz2
import gzip
import importlib
import io
import json
import lzma
import sys
import tarfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PUBLICATION = ROOT / "tests" / "documents" / "publication"


@cache
def written_files() -> Any:
    """The files of every format that the tests write."""
    sys.path.insert(0, str(ROOT / "tests" / "documents"))
    return importlib.import_module("written_files")


def article() -> bytes:
    """A plain article."""
    words: str = written_files().ARTICLE
    return f"Ferry line to reopen\n\nLISBON, Sept. 6, 2023 (Agency) - {words}\n\nThe mayor welcomed it on Monday.\n".encode()


def rows() -> list[dict[str, str]]:
    """The rows of a table."""
    words: str = written_files().ARTICLE
    return [
        {
            "id": str(n),
            "title": f"Ferry {n}",
            "text": f"{words} Day {n}.",
            "source": "courier.example",
            "published": f"2023-09-0{n + 1}",
            "url": f"https://courier.example/{n}",
        }
        for n in range(3)
    ]


def table(separator: str, header: tuple[str, ...] = ("id", "title", "text", "source", "published", "url")) -> bytes:
    """The rows parted by something, under a header."""
    lines = [separator.join(header), *(separator.join('"' + value + '"' for value in row.values()) for row in rows())]
    return ("\n".join(lines) + "\n").encode()


def jsonl() -> bytes:
    """The rows, an object a line."""
    return "".join(json.dumps(row) + "\n" for row in rows()).encode()


def markdown() -> list[bytes]:
    """Front matter of every kind."""
    rest = article().decode()
    return [
        f"---\ntitle: Ferry\ndate: 2023-09-06\ntags: [a, b]\n---\n\n{rest}".encode(),
        f'+++\ntitle = "Ferry"\ndate = 2023-09-06\n[params]\nurl = "x"\n+++\n\n{rest}'.encode(),
        f'{{\n"title": "Ferry", "date": "2023-09-06"\n}}\n\n{rest}'.encode(),
        f"#+TITLE: Ferry\n#+DATE: 2023-09-06\n\n{rest}".encode(),
        f"Title: Ferry\nDate: 6 September 2023\nSource: Courier\n\n{rest}".encode(),
    ]


def pages() -> list[bytes]:
    """Web pages: that of the tests, and those whose dates are hard to tell."""
    return [written_files().PAGE.encode(), *(file.read_bytes() for file in sorted(PUBLICATION.glob("*.html")))]


def messages() -> list[bytes]:
    """Messages plain, in HTML, and with something attached."""
    made = written_files()
    return [
        made.message(),
        made.message(html=made.PAGE),
        made.message(plain=None, html=made.PAGE),
        made.message(attachment=b"%PDF-"),
    ]


def mailbox() -> bytes:
    """All of the messages in one file."""
    return b"".join(b"From a@b.example Wed Sep  6 08:15:00 2023\n" + one.replace(b"\r\n", b"\n") + b"\n\n" for one in messages())


def feeds() -> list[bytes]:
    """RSS and Atom."""
    made = written_files()
    return [made.rss(made.ITEM * 2), made.ATOM]


def pdfs() -> list[bytes]:
    """A PDF as it is written, and one whose text stands in it unpacked."""
    made = written_files()
    lines = [made.PLAIN_ARTICLE[i : i + 70] for i in range(0, len(made.PLAIN_ARTICLE), 70)]
    whole: bytes = made.pdf([lines, lines], title="Ferry line to reopen")
    text = b"BT /F1 11 Tf 14 TL 50 780 Td " + b" ".join(b"(%s) Tj T*" % line.encode() for line in lines) + b" ET"
    bare = (
        b"%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [4 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"
        b"4 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox "
        b"[0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>\nendobj\n"
        b"5 0 obj\n<< /Length %d >>\nstream\n%s\n"
        b"endstream\nendobj\ntrailer << /Size 6 /Root 1 0 R >>\n%%%%EOF\n" % (len(text), text)
    )
    return [whole, bare]


def word() -> list[tuple[str, bytes]]:
    """What a Word document holds, by the names of its parts."""
    made = written_files()
    with zipfile.ZipFile(
        io.BytesIO(made.docx(made.ARTICLE.split(". "), title="Ferry", table=[["a", "b"], ["c", "d"]]))
    ) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def members() -> list[tuple[str, bytes]]:
    """What an archive holds: an article of each kind, and a sidecar."""
    return [
        ("a.txt", article()),
        ("b.html", pages()[0]),
        ("c.eml", messages()[0]),
        ("d.jsonl", jsonl()),
        ("e.csv", table(",")),
        ("f.xml", feeds()[0]),
        ("sources.csv", b"file,title,source,published,url\na.txt,Ferry,Courier,2023-09-06,https://courier.example\n"),
    ]


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name.replace("\0", "?"), (2023, 9, 6, 8, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(parts: list[tuple[str, bytes]]) -> bytes:
    """A tar archive of these parts, with a link at its end."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in parts:
            info = tarfile.TarInfo(name.replace("\0", "?"))
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


PACKING = {
    "gz": lambda data: gzip.compress(data, 1),
    "bz2": lambda data: bz2.compress(data, 1),
    "xz": lambda data: lzma.compress(data, preset=0),
}

GAZETTEER = (
    b"id,name,aliases,lat,lon,feature,country,admin1,radius_km,note\n"
    b"own:pier,Ferry Pier,The Pier|Old Pier,38.52,-8.89,S.PIER,PT,,0.5,a\n"
    b"own:hill,Look Hill,,38.5,-8.9,T.HLL,PT,Setubal,2,\n"
)
PUBLISHERS = b'domain,publisher\ncourier.example,The Strait Courier\n"news.example","News, Daily"\n'
SOURCES = b'file,title,source,published,url,note\narticle.txt,"Ferry, again",Courier,2023-09-06,https://courier.example/1,x\nother.txt,,,,,\n'
ADDRESSES = (
    b"https://courier.example/2023/09/06/ferry?x=1#part",
    b"http://user:secret@courier.example:8080/",
    b"http://[::ffff:127.0.0.1]:80/",
    b"https://xn--bcher-kva.example/",
    b"http://2130706433/",
    b"http://0x7f.1/",
    b"http://[64:ff9b::7f00:1]/",
    b"http://169.254.169.254/latest/meta-data",
)
IPS = (
    b"127.0.0.1",
    b"::1",
    b"10.0.0.1",
    b"8.8.8.8",
    b"fe80::1%eth0",
    b"::ffff:10.0.0.1",
    b"2002:7f00:1::",
    b"64:ff9b::7f00:1",
    b"2001:0:4136:e378::",
)
FETCHED = (
    b'{"url": "https://courier.example/1", "final": "https://courier.example/1", "file": "a.html", "sha256": "00", '
    b'"etag": "x", "last_modified": null}\n'
) * 2


def reviews() -> list[bytes]:
    """Reviews as they are exported."""
    target = {"sha256": "0" * 64, "start": 0, "end": 4, "text": "LISB", "kind": "report"}
    common = {
        "id": "rev-0123456789ab",
        "batch": "bat-0123456789ab",
        "target": target,
        "who": "A. Reader",
        "when": "2024-01-01T00:00:00+00:00",
    }
    found = [
        {**common, "field": "status", "word": "denied"},
        {**common, "field": "together", "other": {**target, "start": 9, "end": 13}},
        {**common, "field": "when", "time": {"earliest": "2023-09-06", "latest": "2023-09-07", "precision": "days"}},
        {**common, "field": "place", "place": {"id": "own:pier", "name": "Pier", "lat": 38.5, "lon": -8.9}},
    ]
    return ["".join(json.dumps(one) + "\n" for one in found).encode(), *(json.dumps(one).encode() for one in found)]
