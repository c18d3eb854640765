"""A folder of awkward files: sound articles in odd dress, and what is broken or made to harm, each with what must come of it.

``make(folder)`` writes them. Whatever is expected to be read has a title, a day or none, and words that its text must hold.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import written_files as written

DAY = date(2023, 9, 6)
TITLE = "Ferry line to reopen"
WORDS = "reopen the ferry line across the strait"
#: An article in words that Latin-1, Windows-1252 and UTF-8 write in different bytes.
STORY = f"{TITLE}\n\nLISBON, Sept. 6, 2023 (Agency) – {written.ARTICLE}\n\nThe café owners’ union welcomed it on Monday.\n"
ASCII_STORY = STORY.encode("ascii", "ignore").decode()


@dataclass(frozen=True, slots=True)
class Awkward:
    """One file: how it is made, the documents that it must give, and the words that must stand in its skips, in any order.

    ``documents`` are (title, day, words of the text); of a file that is refused there are none.
    """

    name: str
    make: Callable[[Path], object]
    documents: tuple[tuple[str | None, date | None, str], ...] = ()
    reasons: tuple[str, ...] = ()


def _bytes(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def read(name: str, data: bytes, *, title: str | None = TITLE, day: date | None = DAY, words: str = WORDS) -> Awkward:
    """A file that gives one document and nothing else."""
    return Awkward(name, _bytes(data), ((title, day, words),))


def refused(name: str, data: bytes, *reasons: str) -> Awkward:
    """A file that gives no document, and says why."""
    return Awkward(name, _bytes(data), (), reasons)


def part(name: str, data: bytes, documents: int, *reasons: str, day: date | None = DAY) -> Awkward:
    """A file that gives some documents, and says why not the others."""
    return Awkward(name, _bytes(data), ((None, day, WORDS),) * documents, reasons)


def _rows(count: int) -> list[dict[str, str]]:
    return [{"title": f"Ferry {n}", "text": f"{written.ARTICLE} Day {n}.", "published": "2023-09-06"} for n in range(count)]


def _table(header: str, row: str, separator: str = ",") -> bytes:
    return (separator.join(header.split()) + "\n" + row + "\n").encode()


def _zip(members: dict[str, bytes], *, links: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        for name, target in (links or {}).items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o120777 << 16
            archive.writestr(info, target)
    return out.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name, kind, target in (("link.txt", tarfile.SYMTYPE, "/etc/passwd"), ("hard.txt", tarfile.LNKTYPE, "../../x")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
    return out.getvalue()


def _encrypted_zip() -> bytes:
    """A zip whose one member says that it is encrypted."""
    data = bytearray(_zip({"a.txt": STORY.encode()}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    return bytes(data)


def _encrypted_pdf() -> bytes:
    """A PDF with the marks of one that asks for a password (its keys are noise)."""
    data = written.pdf([[written.PLAIN_ARTICLE[:70]]])
    locked = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]" % (b"41" * 32, b"42" * 32)
    return data.replace(b"trailer << ", b"trailer << " + locked + b" ")


def _lies(data: bytes) -> bytes:
    """The same zip, with members that say they are a byte long."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.infolist()[0].file_size.to_bytes(4, "little")
    return data.replace(size, b"\x01\0\0\0")


def _message(charset: str, encoding: str) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = TITLE
    mail["From"] = "Café Courier <desk@courier.example>"
    mail["Date"] = "Wed, 06 Sep 2023 23:15:00 -0500"
    mail.set_content(STORY.replace("–", "-").replace("’", "'"), charset=charset, cte=encoding)
    return mail.as_bytes()


def _page(head: str = "", body: str = "") -> str:
    return written.PAGE.replace("</head>", head + "</head>").replace("</article>", body + "</article>")


def _texts() -> Iterator[Awkward]:
    yield read("utf-8.txt", STORY.encode())
    yield read("bom.txt", b"\xef\xbb\xbf" + STORY.encode(), words="café owners’ union")
    yield read("utf-16.txt", STORY.encode("utf-16"), words="café owners’ union")
    yield read("utf-16-be-bom.txt", b"\xfe\xff" + STORY.encode("utf-16-be"), words="café owners’ union")
    yield read("utf-16-le-without-bom.txt", STORY.encode("utf-16-le"), words="café owners’ union")
    yield read("utf-16-be-without-bom.txt", STORY.encode("utf-16-be"), words="café owners’ union")
    yield read("utf-32.txt", STORY.encode("utf-32"), words="café owners’ union")
    yield read("windows-1252.txt", STORY.encode("cp1252"), words="café owners’ union")
    yield read("latin-1.txt", STORY.replace("–", "-").replace("’", "'").encode("latin-1"), words="café owners' union")
    yield read("crlf.txt", STORY.replace("\n", "\r\n").encode(), words="said.\n\nThe café")
    yield read("old-mac.txt", STORY.replace("\n", "\r").encode(), words="said.\n\nThe café")
    yield read("nul.txt", STORY.replace("strait", "str\0ait").encode(), words="the str\ufffdait")
    yield read("torn-utf-8.txt", STORY.encode() + b"\xe2\x80")
    yield read("overrides.txt", STORY.replace("Lisbon on", "\u202enobsiL\u202c on").encode(), words="\u202enobsiL\u202c")
    yield read("names with spaces & ünïcode 🚢.txt", STORY.encode() + b"1")
    yield read("a\nnewline.txt", STORY.encode() + b"2")
    yield read("a\x1b[2Jescape.txt", STORY.encode() + b"3")
    yield read("ENDING.TXT", STORY.encode() + b"4")
    yield read("one-long-line.txt", f"{TITLE}\n\n{ASCII_STORY.replace(chr(10), ' ') * 12_000}".encode()[:4_900_000], day=None)
    yield refused("empty.txt", b"", "no text")
    yield refused("blank.txt", b" \n\t\r\n\xc2\xa0", "no text")
    yield refused(
        "ten-megabytes.txt", (ASCII_STORY.replace("\n", " ") * 30_000)[:10_000_000].encode(), "characters; the limit is"
    )
    yield refused("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary")
    yield refused("noise.txt", bytes(range(256)) * 20, "binary")
    yield refused("no-ending", STORY.encode(), "files of this kind")
    yield refused("sheet.xlsx", b"PK\x03\x04", "files of this kind")
    yield refused(".hidden.txt", STORY.encode(), "hidden")


def _languages() -> Iterator[Awkward]:
    german = (
        "Die Minister der drei Länder trafen sich am Dienstag in Lissabon und vereinbarten, die Fähre wieder fahren zu lassen. "
    )
    russian = "Министры трёх стран встретились во вторник в Лиссабоне и договорились снова открыть паромную линию через пролив. "
    chinese = "三国部长星期二在里斯本会晤，同意重新开通横跨海峡的渡轮航线。会谈持续了两天，第一艘船将在春天离开港口。"
    arabic = "التقى وزراء ثلاث دول في لشبونة يوم الثلاثاء واتفقوا على إعادة فتح خط العبارات عبر المضيق في الربيع. "
    japanese = "三か国の大臣は火曜日にリスボンで会談し、海峡を渡るフェリー航路を再開することで合意した。最初の船は春に出港する。"
    for name, words, encoding in (
        ("german.txt", german, "utf-8"),
        ("german-latin-1.txt", german, "latin-1"),
        ("russian.txt", russian, "utf-8"),
        ("russian-windows-1251.txt", russian, "cp1251"),
        ("chinese.txt", chinese, "utf-8"),
        ("chinese-gb18030.txt", chinese, "gb18030"),
        ("arabic.txt", arabic, "utf-8"),
        ("japanese-shift-jis.txt", japanese, "shift-jis"),
    ):
        yield refused(name, (words * 6).encode(encoding), "not English")


def _marked_up() -> Iterator[Awkward]:
    yield read("front-matter.md", f"---\r\ntitle: {TITLE}\r\ndate: 2023-09-06\r\n---\r\n\r\n{written.ARTICLE}\r\n".encode())
    yield read("front-matter-never-closed.md", f"---\ntitle: x\n\n{STORY}".encode(), title=None)
    yield Awkward(
        "front-matter-odd-date.md",
        _bytes(f"---\ntitle: {TITLE}\ndate: the day before yesterday\n---\n\n{written.ARTICLE}\n".encode()),
        ((TITLE, None, WORDS),),
        ("date not used",),
    )
    yield read("page.html", _page().encode())
    yield read(
        "page-latin-1-as-utf-8.html",
        _page('<meta charset="utf-8">', "<p>The café is open.</p>").encode("latin-1"),
        words="The café",
    )
    yield read(
        "page-utf-8-as-latin-1.html", _page('<meta charset="iso-8859-1">', "<p>The café is open.</p>").encode(), words="The café"
    )
    yield read("page-utf-16.html", _page().encode("utf-16"))
    yield read("page-unknown-charset.html", _page('<meta charset="klingon-8">').encode())
    yield read("page-torn.html", _page().encode()[: _page().index("</article>") - 30])
    yield read("page-with-script.html", _page(body="<script>document.write('x')</script>").encode())
    yield read("deep.html", _page(body="<div>" * 100_000 + "<p>Deep down.</p>" + "</div>" * 100_000).encode())
    yield read("unclosed.html", _page(body="<b><i>" * 50_000).encode())
    yield refused("page-empty.html", b"<html><body></body></html>", "no article")
    yield refused("page-too-large.html", b"<p>" + b"a" * 3_000_001, "the limit for .html")
    yield read("saved.mhtml", written.saved_page())
    yield refused("saved-torn.mhtml", written.saved_page()[:200], "no web page")


def _letters() -> Iterator[Awkward]:
    yield read("quoted-printable.eml", _message("utf-8", "quoted-printable"), words="café owners' union")
    yield read("base64-latin-1.eml", _message("latin-1", "base64"), words="café owners' union")
    wrong = _message("latin-1", "quoted-printable").replace(b"iso-8859-1", b"x-klingon")
    yield read("unknown-charset.eml", wrong, words="caf")
    yield part("attached.eml", written.message(attachment=b"%PDF-1.4"), 1, "attachment")
    yield refused("no-headers.eml", b"\n\njust words\n", "no message")
    letters = [
        written.message(),
        b"Subject: =?utf-8?B?////?=\nDate: never\n\n" + b"\n",
        written.message(plain=written.ARTICLE + " Again."),
    ]
    box = b"".join(b"From a@b.example Wed Sep  6 08:15:00 2023\n" + letter + b"\n\n" for letter in letters)
    yield part("box.mbox", box, 2, "no text")
    yield part("box-torn.mbox", box[: box.rindex(b"From a@b") + 200], 1, "no text", "no text")
    yield refused("no-box.mbox", STORY.encode(), "no mailbox")


def _feeds() -> Iterator[Awkward]:
    yield read("feed.rss", written.rss(written.ITEM))
    undated = written.ITEM.replace("<pubDate>Wed, 06 Sep 2023 08:15:00 GMT</pubDate>", "")
    yield read("feed-without-dates.rss", written.rss(undated), day=None)
    yield read("feed-odd-date.rss", written.rss(written.ITEM.replace("Wed, 06 Sep 2023 08:15:00 GMT", "yesterday")), day=None)
    yield read("feed.atom", written.ATOM)
    yield refused(
        "feed-teasers.rss", written.rss(f"<item><title>{TITLE}</title><description>Ministers met.</description></item>"), "teaser"
    )
    yield refused("feed-empty.rss", written.rss(""), "no entries")
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    yield refused("billion-laughs.xml", bomb + b"]><rss version='2.0'><channel><title>&j;</title></channel></rss>", "entities")
    other = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>&a;</item></channel></rss>'
    yield refused("other-file.xml", other, "entities")
    yield refused("no-feed.xml", b"<?xml version='1.0'?><books><book/></books>", "no feed")


def _tables() -> Iterator[Awkward]:
    lines = [json.dumps(row) for row in _rows(3)]
    yield part("bad-line.jsonl", "\n".join([lines[0], '{"text": ', *lines[1:]]).encode(), 3, "not a JSON object")
    yield part("bom-crlf.jsonl", b"\xef\xbb\xbf" + "\r\n".join(lines).encode(), 3)
    yield part("separators.jsonl", json.dumps({**_rows(1)[0], "note": "\u2028 \x85"}, ensure_ascii=False).encode(), 1)
    lone = json.dumps({**_rows(1)[0], "title": "\ud800"}) + "\n" + '{"text": "\\udfff"}\n' + "[1]\n" + "{}\n"
    yield Awkward(
        "surrogates.jsonl", _bytes(lone.encode()), ((None, DAY, WORDS), (None, None, "\ufffd")), ("not a JSON object", "no text")
    )
    yield refused("deep.json", b"[" * 100_000, "not JSON")
    yield part("list.json", json.dumps(_rows(2)).encode(), 2)
    yield refused("other.json", b'{"answer": 42}', "no list of articles")
    yield refused("torn.json", json.dumps(_rows(2)).encode()[:-20], "not JSON")
    cell = '"' + written.ARTICLE + '"'
    yield part("plain.csv", _table("title text published", f"Ferry,{cell},2023-09-06"), 1)
    yield part("semicolons.csv", _table("title text published", f"Ferry;{cell};2023-09-06", ";"), 1)
    yield part("tabs.tsv", _table("title text published", f"Ferry\t{cell}\t2023-09-06", "\t"), 1)
    yield part("utf-16.csv", _table("title text published", f"Ferry\t{cell}\t2023-09-06", "\t").decode().encode("utf-16"), 1)
    yield part("media-cloud.csv", _table("stories_id title publish_date url media_name text", f"1,Ferry,2023-09-06,,,{cell}"), 1)
    yield part("breaks.csv", ('title,text\r\n"a\r\nb","' + written.ARTICLE + '\r\n"\r\n').encode(), 1, day=None)
    yield refused(
        "gdelt.csv", _table("GLOBALEVENTID SQLDATE SOURCEURL", "1\t20230906\thttps://a.example/", "\t"), "addresses of articles"
    )
    yield refused("wrong-columns.csv", b"a,b\n1,2\n", "no column 'text'")
    yield part(
        "too-many-cells.csv", _table("title text published", f"Ferry,{cell},2023-09-06\nx,a, b, c,2023-09-06"), 1, "5 cells for 3"
    )
    yield part("odd-date.csv", _table("text published", f"{cell},06/09/23"), 1, "date not used", day=None)
    broken = _table("title text", f'Ferry,{cell}\nx,"never closed')
    yield Awkward("quote-never-closed.csv", _bytes(broken), ((None, None, WORDS), (None, None, "never closed")))
    yield refused("empty.csv", b"", "no column 'text'")
    yield refused("header-only.csv", b"id,title,text\n", "no document")
    yield refused("empty.jsonl", b"\n", "no document")


def _archives() -> Iterator[Awkward]:
    story = STORY.encode()
    names = {"../../up.txt": story + b"1", "/etc/abs.txt": story + b"2", "C:\\win.txt": story + b"3"}
    yield part("names.zip", _zip(names), 3)
    yield part("links.zip", _zip({"a.txt": story}, links={"passwd.txt": "/etc/passwd"}), 1, "a link")
    inner = _zip({"a.txt": story})
    yield part(
        "nested.zip",
        _zip({"a.txt": story, "b.zip": inner, "c.txt.gz": gzip.compress(story)}),
        1,
        "inside an archive",
        "inside an archive",
    )
    yield refused("encrypted.zip", _encrypted_zip(), "password")
    yield refused("bomb.zip", _zip({"a.txt": b"a" * 15_000_000}), "zip bomb")
    yield refused("lies.zip", _lies(_zip({"a.txt": story})), "broken")
    yield refused("torn.zip", inner[: len(inner) // 2], "broken")
    yield refused("empty.zip", _zip({}), "no document")
    yield refused("no-zip.zip", story, "broken")
    yield part("things.tar", _tar({"../a.txt": story, "b.bin": b"\0" * 10}), 1, "files of this kind", "a link", "a link")
    yield part("things.tgz", gzip.compress(_tar({"a.txt": story})), 1, "a link", "a link")
    packed = bz2.compress(_tar({"a.txt": story, "b.txt": os.urandom(4_000)}))
    yield Awkward("torn.tar.bz2", _bytes(packed[: len(packed) // 2]), (), ("",))
    yield read("one.txt.gz", gzip.compress(story))
    yield read("one.txt.xz", lzma.compress(story))
    yield refused("torn.txt.gz", gzip.compress(story)[:-40], "can't be read")
    yield refused("no-gzip.txt.gz", story, "can't be read")
    yield refused("bomb.txt.gz", gzip.compress(b"a" * 15_000_000), "zip bomb")


def _office() -> Iterator[Awkward]:
    lines = [written.PLAIN_ARTICLE[i : i + 80] for i in range(0, len(written.PLAIN_ARTICLE), 80)]
    pdf = written.pdf([["Ferry line to reopen", *lines]], title=TITLE)
    yield read("report.pdf", pdf, day=None, words="the strait")
    yield refused("scanned.pdf", written.pdf([[], []]), "no text")
    yield refused("encrypted.pdf", _encrypted_pdf(), "password")
    yield refused("torn.pdf", pdf[:300], "can't be opened")
    yield refused("no-pdf.pdf", STORY.encode(), "can't be opened")
    word = written.docx([TITLE, written.ARTICLE], title=TITLE, table=[["ship", "day"], ["first", "spring"]])
    yield read("report.docx", word, day=None)
    yield refused("torn.docx", word[: len(word) // 2], "broken")
    yield refused("no-word.docx", _zip({"a.txt": b"x"}), "can't be opened")
    bomb = _zip({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<a>" + b" " * 15_000_000})
    yield refused("bomb.docx", bomb, "zip bomb")
    yield refused("empty.docx", written.docx([]), "no text")


def _things() -> Iterator[Awkward]:
    """What a folder holds besides files."""
    yield Awkward("folder.html", lambda path: path.mkdir())
    yield Awkward("pipe.txt", os.mkfifo, (), ("not a regular file",))
    yield Awkward("loop", lambda path: path.symlink_to(path.name), (), ("leads nowhere",))
    yield Awkward("round", lambda path: path.symlink_to("."), (), ("a link to a folder",))
    yield Awkward("outside.txt", lambda path: path.symlink_to("/etc/passwd"), (), ("leads outside",))
    yield Awkward("dangling.txt", lambda path: path.symlink_to("nowhere.txt"), (), ("leads nowhere",))


def cases() -> list[Awkward]:
    """Every file, by groups."""
    groups = (_texts, _languages, _marked_up, _letters, _feeds, _tables, _archives, _office, _things)
    return [case for group in groups for case in group()]
