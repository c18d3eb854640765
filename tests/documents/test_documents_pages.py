"""Web pages: the article, and which of a page's many dates is its own."""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import written_files as written

from geomap.documents import pages, read
from geomap.documents.draft import Draft
from geomap.documents.limits import limits
from geomap.model import Document, PublishedBasis, Skip

BODY = """<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Two leaders sign a border accord</h1>
<p>The presidents of the two countries signed an accord on their shared border in Lisbon on Tuesday,
after three years of talks.</p>
<p>The accord, which parliament must still approve, settles where the line runs through the river valley,
both delegations said.</p>
<p>Crowds gathered outside the hall and cheered as the two men came out and shook hands before the cameras for the first time.</p>
</article><aside><h3>Most read</h3><ul><li><a href="/x">Storm hits Porto, 25 October 2025</a></li></ul></aside>
<footer>Copyright 2025 The Sample</footer>"""


def page(folder: Path, head: str, body: str = BODY) -> Document | Skip:
    file = folder / "a.html"
    file.write_text(f"<!DOCTYPE html><html><head><title>T - The Sample</title>{head}</head><body>{body}</body></html>", "utf-8")
    (found,) = read([file])
    return found


def published(folder: Path, head: str) -> date | None:
    document = page(folder, head)
    assert isinstance(document, Document)
    assert (document.published is None) == (document.published_basis is PublishedBasis.NONE)
    assert document.published is None or document.published_basis is PublishedBasis.METADATA
    return document.published


def test_the_article_and_what_the_page_says_of_it(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        '<meta property="og:title" content="Two leaders sign a border accord"><meta property="og:site_name" content="The Sample">'
        '<link rel="canonical" href="https://example.org/accord">',
    )
    assert isinstance(document, Document)
    assert (document.title, document.source) == ("Two leaders sign a border accord", "The Sample")
    assert document.url == "https://example.org/accord"
    assert document.text.startswith("Two leaders sign a border accord\n")
    assert "river valley" in document.text
    assert not any(words in document.text for words in ("Porto", "Copyright", "Home"))


ARTICLE = '{"@type": "NewsArticle", "datePublished": "2023-09-05T08:00:00Z"}'
OTHERS = '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2021-01-01"}]}'


@pytest.mark.parametrize(
    "head",
    [
        f'<script type="application/ld+json">{ARTICLE}</script>',
        f'<script type="application/ld+json">{{"@graph": [{OTHERS}, {ARTICLE}]}}</script>',
        '<meta property="article:published_time" content="2023-09-05T08:00:00+02:00">',
        '<meta name="pubdate" content="2023-09-05">',
        '<meta name="date" content="2023-09-05">',
        '<meta name="DC.date.issued" content="2023-09-05">',
        '<link rel="canonical" href="https://example.org/2023/09/05/accord">',
    ],
)
def test_dates_that_the_page_declares(tmp_path: Path, head: str) -> None:
    assert published(tmp_path, head) == date(2023, 9, 5)


@pytest.mark.parametrize(
    "head",
    [
        "",
        f'<script type="application/ld+json">{OTHERS}</script>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>',
        '<meta property="og:image" content="https://example.org/2019/04/25/a.jpg">',
        '<meta name="description" content="What happened on 2019-04-25 10:00:00">',
        '<meta property="article:modified_time" content="2024-01-01">',
        '<meta name="copyright" content="2025">',
    ],
)
def test_dates_that_are_not_the_articles_own(tmp_path: Path, head: str) -> None:
    assert published(tmp_path, head) is None


def test_a_declared_encoding(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    body = BODY.replace("Lisbon", "Kraków \u2013 Łódź, " * 60)
    file.write_bytes(
        f'<html><head><meta charset="iso-8859-2"></head><body>{body}</body></html>'.replace("\u2013", "-").encode("iso-8859-2")
    )
    (document,) = read([file])
    assert isinstance(document, Document) and "Kraków - Łódź" in document.text


@pytest.mark.parametrize(
    "html", ["", "   ", "<html></html>", "<html><body><nav><a href=x>Home</a></nav></body></html>", "\x01\x02\x03\x04"]
)
def test_a_page_without_an_article_is_left_out(tmp_path: Path, html: str) -> None:
    (tmp_path / "a.html").write_text(html)
    (skip,) = read([tmp_path])
    assert isinstance(skip, Skip)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + "<p>words</p>",
        "<" * 500_000,
        "<body " + 'a="b" ' * 100_000 + ">words</body>",
        '<script type="application/ld+json">' + "[" * 50_000 + "</script><p>words</p>",
        "<!--" * 50_000,
        "<p>" + "&#x0;&#xd800;&#1;" * 1000 + "words</p>",
        "<h1>T</h1>" + "<time datetime='2023-09-12'>x</time> " * 10_000 + "<p>words</p>",
        "<div class='card'>" * 3000 + "<h1>T</h1>" + "<time pubdate>2023</time>" * 1000 + "<p>words</p>",
        "<script>publi " + "a" * 1_400_000 + "</script><p>words</p>",
        "<script>publi " + '{"a":' * 250_000 + "</script><p>words</p>",
        "<meta name='xdate' content='2023-09-12'>" * 20_000 + "<p>words</p>",
        "<meta charset='utf-7'><p>+ADw-script+AD4-</p>",
    ],
)
def test_hostile_pages(tmp_path: Path, html: str) -> None:
    (tmp_path / "a.html").write_text(html)
    start = time.perf_counter()
    (found,) = read([tmp_path])
    assert time.perf_counter() - start < 20
    assert isinstance(found, Skip) or "\0" not in found.text


def test_the_limit_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(BODY)
    (skip,) = read([tmp_path], limits=replace(limits(), max_page_bytes=100))
    assert isinstance(skip, Skip) and "limit for .html" in skip.reason


def test_a_page_whose_record_is_a_trap_is_read_in_time(tmp_path: Path) -> None:
    """Patterns of the library take time with the square of what opens and never closes in a page's JSON."""
    for number, trap in enumerate(("<!--", '{"author":', '"author" name', '{"@graph":[', "<", '{"publisher":"')):
        script = f'<script type="application/ld+json">{trap * (200_000 // len(trap))}</script></head>'
        html = written.PAGE.replace("</head>", script).encode()
        begun = time.process_time()
        (found,) = pages.read(html, f"{number}.html", limits())
        assert time.process_time() - begun < 2, trap
        assert isinstance(found, Draft)
        assert found.title == "Ferry line to reopen"


def test_a_library_that_fails_on_the_metadata_costs_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("trafilatura.extract_metadata", fails)
    (found,) = pages.read(written.PAGE.encode(), "a.html", limits())
    assert isinstance(found, Draft)
    assert "reopen the ferry line" in found.text
