"""Every format that is read, as its own programs write it: article, title, publisher, day, and what is left out."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import written_files as written
from written_files import ARTICLE, PLAIN_ARTICLE

from geomap.documents import Limits, read
from geomap.documents.limits import limits
from geomap.model import Document, PublishedBasis, Skip

DAY = date(2023, 9, 6)


def both(*paths: Path, within: Limits | None = None) -> tuple[list[Document], list[Skip]]:
    found = list(read(paths, limits=within))
    return [f for f in found if isinstance(f, Document)], [f for f in found if isinstance(f, Skip)]


def put(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


def smaller(**values: int) -> Limits:
    from dataclasses import replace

    return replace(limits(), **values)


# ---- mail ------------------------------------------------------------------------------------------------------------------


def test_a_message_is_an_article_with_a_sender_and_a_day(tmp_path: Path) -> None:
    (document,), skips = both(put(tmp_path, "a.eml", written.message()))
    assert skips == []
    assert document.text.strip() == ARTICLE
    assert (document.title, document.source, document.published) == ("Ferry line to reopen", "The Strait Courier", DAY)
    assert document.published_basis is PublishedBasis.METADATA


def test_of_a_message_in_html_the_article_is_taken(tmp_path: Path) -> None:
    (document,), _ = both(put(tmp_path, "a.eml", written.message(plain=None, html=written.PAGE)))
    assert ARTICLE in document.text
    assert "<p>" not in document.text
    assert document.published == DAY


def test_what_is_attached_is_said_and_not_read(tmp_path: Path) -> None:
    documents, (skip,) = both(put(tmp_path, "a.eml", written.message(attachment=b"%PDF-")))
    assert len(documents) == 1
    assert skip.path.endswith("a.eml!minutes.pdf")
    assert "attachment" in skip.reason


def test_a_mailbox_has_its_messages_in_turn(tmp_path: Path) -> None:
    first, second = (
        written.message(),
        written.message(plain=ARTICLE.replace("Lisbon", "Porto") + "\n\n>From the harbour it is an hour.\n"),
    )
    broken = b"no header at all\n"
    box = b"".join(b"From desk@courier.example Wed Sep  6 08:15:00 2023\n" + m + b"\n" for m in (first, broken, second))
    documents, (skip,) = both(put(tmp_path, "list.mbox", box))
    assert [d.path.rsplit(":", 1)[1] for d in documents] == ["1", "3"]
    assert "\nFrom the harbour it is an hour." in documents[1].text
    assert skip.path.endswith("list.mbox:2")


def test_a_file_that_is_no_mail_says_so(tmp_path: Path) -> None:
    _, skips = both(put(tmp_path, "a.eml", b"\n\nonly words"), put(tmp_path, "b.mbox", b"only words\n"))
    assert "no headers" in skips[0].reason
    assert "no mailbox" in skips[1].reason


def test_a_saved_page_has_its_own_day_not_that_of_saving(tmp_path: Path) -> None:
    (document,), skips = both(put(tmp_path, "a.mhtml", written.saved_page()))
    assert skips == []
    assert ARTICLE in document.text
    assert (document.title, document.published) == ("Ferry line to reopen", DAY)
    assert document.url == "https://courier.example/2023/09/06/ferry"


def test_the_folder_beside_a_saved_page_is_no_article(tmp_path: Path) -> None:
    put(tmp_path, "Talks.html", written.PAGE.encode())
    (tmp_path / "Talks_files").mkdir()
    put(tmp_path / "Talks_files", "frame.html", written.PAGE.replace("Lisbon", "Porto").encode())
    (tmp_path / "old_files").mkdir()
    put(tmp_path / "old_files", "a.txt", PLAIN_ARTICLE.encode())
    documents, skips = both(tmp_path)
    assert len(documents) == 2
    assert [Path(s.path).name for s in skips] == ["Talks_files"]


# ---- feeds -----------------------------------------------------------------------------------------------------------------


def test_entries_with_the_article_are_read_and_teasers_are_told(tmp_path: Path) -> None:
    teaser = "<item><title>Cup final</title><link>https://courier.example/cup</link><description>Read on.</description></item>"
    (document,), (skip,) = both(put(tmp_path, "feed.xml", written.rss(written.ITEM + teaser)))
    assert document.text.split("\n")[2] == ARTICLE
    assert "The mayor & the harbour master welcomed it" in document.text
    assert "alert" not in document.text
    assert (document.title, document.source, document.published) == ("Ferry line to reopen", "The Strait Courier", DAY)
    assert document.url == "https://courier.example/ferry"
    assert skip.path.endswith("feed.xml:2")
    assert "teaser" in skip.reason and "https://courier.example/cup" in skip.reason


def test_atom_dates_by_publication_not_by_update(tmp_path: Path) -> None:
    (document,), skips = both(put(tmp_path, "a.atom", written.ATOM))
    assert (document.published, skips) == (DAY, [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<?xml version='1.0'?><note><to>x</to></note>", "no feed"),
        (b"http://127.0.0.1:9/feed", "no feed"),
        (
            b'<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>',
            "entities",
        ),
        (written.rss(""), "no entries"),
    ],
)
def test_what_is_no_feed_says_so(tmp_path: Path, content: bytes, reason: str) -> None:
    documents, (skip,) = both(put(tmp_path, "a.xml", content))
    assert documents == []
    assert reason in skip.reason


def test_a_feed_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    documents, skips = both(put(tmp_path, "a.rss", written.rss(written.ITEM + "<item><title>Cut & off")[:-20]))
    assert len(documents) == 1
    assert any("broken" in skip.reason for skip in skips)


# ---- PDF and Word ----------------------------------------------------------------------------------------------------------


def test_lines_of_a_pdf_become_paragraphs(tmp_path: Path) -> None:
    lines = [
        "Ferry line to reopen",
        *_folded(PLAIN_ARTICLE + " Passengers wel-", 60),
        "comed it.",
        "The mayor spoke of a good day.",
    ]
    (document,), skips = both(
        put(tmp_path, "a.pdf", written.pdf([lines, ["A second page tells of the harbour."]], title="Ferry news"))
    )
    assert skips == []
    assert PLAIN_ARTICLE + " Passengers welcomed it." in document.text
    assert "A second page tells of the harbour." in document.text
    assert document.title == "Ferry news"
    assert document.published is None  # the day in the file is of the file


def test_a_pdf_without_text_and_a_broken_one_say_why(tmp_path: Path) -> None:
    files = [put(tmp_path, "scan.pdf", written.pdf([[]])), put(tmp_path, "torn.pdf", written.pdf([[PLAIN_ARTICLE]])[:100])]
    _, skips = both(*files)
    assert "scanned" in skips[0].reason
    assert "can't be opened" in skips[1].reason
    _, (skip,) = both(put(tmp_path, "long.pdf", written.pdf([["a"]] * 5)), within=smaller(pdf_max_pages=4))
    assert "5 pages; the limit is 4" in skip.reason


def test_paragraphs_and_tables_of_a_word_document(tmp_path: Path) -> None:
    data = written.docx(["Ferry line to reopen", ARTICLE], title="Ferry line", table=[["Port", "Day"], ["Setúbal", "1 May"]])
    (document,), skips = both(put(tmp_path, "a.docx", data))
    assert skips == []
    assert document.text == f"Ferry line to reopen\n{ARTICLE}\nPort | Day\nSetúbal | 1 May"
    assert (document.title, document.published) == ("Ferry line", None)


def test_a_word_document_that_is_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    _, (skip,) = both(put(tmp_path, "a.docx", out.getvalue()))
    assert "unpack" in skip.reason


@pytest.mark.parametrize(("name", "library"), [("a.pdf", "pypdfium2"), ("a.docx", "docx")])
def test_without_the_extra_the_cure_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, library: str) -> None:
    import sys

    monkeypatch.setitem(sys.modules, library, None)
    _, (skip,) = both(put(tmp_path, name, b"PK"))
    assert "pip install 'geomap[" in skip.reason


# ---- tables ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "separator"),
    [
        (("stories_id", "publish_date", "title", "url", "media_name", "story_text"), ","),
        (("ID", "Published At", "Headline", "Link", "Publisher", "Body"), "\t"),
        (("id", "date_publish", "title", "url", "source_domain", "maintext"), ";"),
    ],
)
def test_columns_of_other_programs_are_known(tmp_path: Path, header: tuple[str, ...], separator: str) -> None:
    cells = ("7", "2023-09-06 08:15:00", "Ferry line to reopen", "https://courier.example/f", "The Courier", f'"{ARTICLE}"')
    table = "\n".join(separator.join(row) for row in (header, cells))
    (document,), skips = both(put(tmp_path, "t.tsv" if separator == "\t" else "t.csv", table.encode()))
    assert skips == []
    assert (document.text, document.title, document.source) == (ARTICLE, "Ferry line to reopen", "The Courier")
    assert (document.published, document.url) == (DAY, "https://courier.example/f")


def test_geomaps_own_names_win(tmp_path: Path) -> None:
    row = {"text": ARTICLE, "content": "something else", "date": "2001-01-01", "published": "2023-09-06"}
    (document,), _ = both(put(tmp_path, "a.jsonl", json.dumps(row).encode()))
    assert (document.text, document.published) == (ARTICLE, DAY)


def test_a_table_of_addresses_says_what_is_missing(tmp_path: Path) -> None:
    _, (skip,) = both(
        put(
            tmp_path,
            "gdelt.csv",
            b"GKGRECORDID,DATE,SourceCommonName,DocumentIdentifier\n1,20230906,x.example,https://x.example/a\n",
        )
    )
    assert "not their words" in skip.reason


@pytest.mark.parametrize(
    "content",
    [
        [{"title": "Ferry line to reopen", "text": ARTICLE}],
        {
            "status": "ok",
            "articles": [{"source": {"id": None, "name": "The Courier"}, "title": "Ferry line to reopen", "content": ARTICLE}],
        },
        {"headline": "Ferry line to reopen", "body": ARTICLE},
    ],
)
def test_json_in_its_usual_shapes(tmp_path: Path, content: object) -> None:
    (document,), skips = both(put(tmp_path, "a.json", json.dumps(content).encode()))
    assert (document.text, document.title, skips) == (ARTICLE, "Ferry line to reopen", [])


def test_json_that_holds_no_articles_says_so(tmp_path: Path) -> None:
    _, skips = both(
        put(tmp_path, "a.json", b'{"a": 1}'), put(tmp_path, "b.json", b'[1, {"text": 2}]'), put(tmp_path, "c.json", b"{")
    )
    assert "no list of articles" in skips[0].reason
    assert ["int" in skips[1].reason, "no text" in skips[2].reason, "not JSON" in skips[3].reason] == [True] * 3


# ---- archives --------------------------------------------------------------------------------------------------------------


def tar(files: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz"), ("a.tar.bz2", "w:bz2"), ("a.txz", "w:xz")]
)
def test_a_tar_archive_with_its_sidecar(tmp_path: Path, name: str, mode: str) -> None:
    files = {
        "../../etc/a.txt": ARTICLE.encode(),
        "in/b.html": written.PAGE.replace("Lisbon", "Porto").encode(),
        "c.xls": b"x",
        "in/sources.csv": b"file,source,published\na.txt,The Courier,2023-09-06\n",
    }
    documents, (skip,) = both(put(tmp_path, name, tar(files, mode)))
    assert [Path(d.path).name.split("!")[1] for d in documents] == ["a.txt", "b.html"]
    assert (documents[0].source, documents[0].published) == ("The Courier", DAY)
    assert skip.path.endswith("!c.xls")


def test_links_and_devices_in_a_tar_are_not_followed(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    documents, (skip,) = both(put(tmp_path, "a.tar", out.getvalue()))
    assert documents == []
    assert "a link" in skip.reason


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)])
def test_compressed_files_are_what_is_in_them(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    rows = "\n".join(json.dumps({"text": ARTICLE.replace("Lisbon", town)}) for town in ("Porto", "Faro"))
    documents, skips = both(
        put(tmp_path, f"a.jsonl{suffix}", pack(rows.encode())), put(tmp_path, f"b.txt{suffix}", pack(ARTICLE.encode()))
    )
    assert len(documents) == 3
    assert skips == []


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.jsonl.gz", "bomb.tar.gz", "bomb.csv.gz"])
def test_a_bomb_is_left_alone(tmp_path: Path, name: str) -> None:
    big = b"0" * 60_000_000
    data = tar({"a.txt": big}) if "tar" in name else b"text\n" + big
    documents, skips = both(put(tmp_path, name, gzip.compress(data, 9)))
    assert documents == []
    assert any("limit" in skip.reason or "bomb" in skip.reason for skip in skips)


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.txt.gz", "a.jsonl.xz", "a.csv.bz2"])
@pytest.mark.parametrize("cut", [0, 20, -9])
def test_a_broken_archive_says_so(tmp_path: Path, name: str, cut: int) -> None:
    data = {".tar": tar({"a.txt": ARTICLE.encode()})}.get(Path(name).suffix) or {
        ".gz": gzip.compress,
        ".xz": lzma.compress,
        ".bz2": bz2.compress,
    }[Path(name).suffix](ARTICLE.encode() * 50)
    torn = data[:600] if cut and name == "a.tar" else data[:cut] if cut else b"not packed at all"
    documents, skips = both(put(tmp_path, name, torn))
    assert documents == [] or cut == -9
    assert skips


def _folded(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width, break_on_hyphens=False)


def test_a_feed_that_breaks_its_parser_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_bytes(written.rss(written.ITEM).replace(b"/modules/content/", "/modules/con\u2028tent/".encode()))
    (found,) = read([path])
    assert isinstance(found, Skip)
    assert "can't be taken apart" in found.reason


def test_a_reason_is_one_line_that_a_terminal_only_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_bytes(written.rss("<item><title>T</title><link>https://a.example/\u202e\x7f</link></item>"))
    (found,) = read([path])
    assert isinstance(found, Skip)
    assert found.reason.isprintable() and "https://a.example/\ufffd\ufffd" in found.reason


@pytest.mark.parametrize("name", ["Content-Type", "Subject", "From", "Date", "Content-Disposition"])
def test_a_header_that_takes_long_to_read_is_not(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(f"{name}: {'a ' * 100_000}\n".encode() + written.message())
    begun = time.process_time()
    found = list(read([path]))
    assert time.process_time() - begun < 2
    assert len(found) == 1
    if name.startswith("Content-Type"):
        assert isinstance(found[0], Skip) and "the header Content-Type has 200,000 characters" in found[0].reason
