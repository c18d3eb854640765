"""The brief: each statement with its truth and its sources, in Markdown and in HTML, and no text that becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hostile_store import make_hostile_store
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from view_corpus import make_store

from geomap import lexicon
from geomap.export import export
from geomap.export.brief import plain
from geomap.model import GeoPrecision, Status
from geomap.view import Filters


@pytest.fixture(scope="module")
def store_path(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("b") / "geomap.db")


class Words(HTMLParser):
    """The tags, links and visible words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.text += data


def test_every_status_and_precision_has_its_words():
    words = lexicon.table("export/brief.toml")
    assert set(words["status"]) == {status.value for status in Status}
    assert set(words["precision"]) == {precision.value for precision in GeoPrecision} - {"none"}


def test_markdown_says_what_is_planned_and_who_says_it(store_path):
    text = export(store_path, Filters(), "markdown").decode()
    assert "6 events from 3 documents." in text
    assert "## 1 September 2023 to 30 September 2023" in text
    planned = text[text.index("Leaders to meet in Vladivostok") :]
    assert "Planned, not reported as happened; Vladivostok (RU), known to the town; dated by “in September”" in planned
    assert "2 documents from 1 original report" in planned
    assert "“They will meet in Vladivostok, she said.” \\[1\\]" in planned
    assert "1. The Daily, “Leaders to meet”. <https://example.org/a>" in text


def test_the_page_says_the_same(store_path):
    page = Words(export(store_path, Filters(), "brief").decode())
    for words in (
        "Planned, not reported as happened",
        "They will meet in Vladivostok, she said.",
        "Without a date",
        "no place named",
    ):
        assert words in page.text
    assert "https://example.org/a" in page.links
    assert "script" not in page.tags


def test_the_conditions_are_told(store_path):
    text = export(store_path, Filters(event_types=("travel",)), "markdown").decode()
    assert "1 event from 1 document. Chosen by event types: travel." in text


def test_nothing_selected_is_a_brief_that_says_so(store_path):
    for name in ("markdown", "brief"):
        assert "0 events from 0 documents." in export(store_path, Filters(text="nowhere"), name).decode()


def test_hostile_text_is_text(tmp_path):
    path = make_hostile_store(tmp_path / "geomap.db")
    for page in (export(path, Filters(), "brief").decode(), MarkdownIt().render(export(path, Filters(), "markdown").decode())):
        words = Words(page)
        assert not {"img", "script"} & set(words.tags)
        assert not any(name.startswith("on") for name in words.attributes)
        assert all(link.startswith(("#", "https:", "http:")) for link in words.links)
        assert '<img src=x onerror="alert(1)">' in words.text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("[a](javascript:b) ![c](d) <e@f.gh> **g** `h` ~~i~~ | j\n# k\n- l\n1. m &amp; &#35;")
def test_markdown_shows_a_text_as_it_is(text):
    shown = Words(MarkdownIt("commonmark").render(f"- “{plain(text)}” end")).text.strip()
    assert shown == f"“{' '.join(''.join(c if c.isprintable() else ' ' for c in text).split())}” end"
