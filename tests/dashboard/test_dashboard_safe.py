"""The one sink: nothing foreign becomes markup, script, Markdown or a link that is not http."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_store import HOSTILE

from geomap.dashboard import safe


class _Reader(HTMLParser):
    """What a browser makes of a fragment: its elements and its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


def read(markup: str) -> _Reader:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader


@pytest.mark.parametrize("attack", HOSTILE)
def test_text_is_read_as_it_was_written(attack: str) -> None:
    reader = read(safe.tag("p", attack))
    assert reader.elements == ["p"]
    assert reader.said == attack


@pytest.mark.parametrize("attack", HOSTILE)
def test_nothing_that_a_template_literal_acts_on_is_left(attack: str) -> None:
    assert not set("`$\\{}<>") & set(safe.text(attack))


@given(st.text())
def test_any_text_survives_escaping(value: str) -> None:
    said = read(safe.tag("p", value)).said
    assert said.replace("\r", "\n") == safe._UNPRINTABLE.sub("\ufffd", value).replace("\r", "\n")


def test_only_listed_elements_and_attributes() -> None:
    with pytest.raises(ValueError, match="script"):
        safe.tag("script", "x")
    with pytest.raises(ValueError, match="onclick"):
        safe.tag("p", "x", onclick="x()")
    with pytest.raises(ValueError, match="http"):
        safe.tag("a", "x", href="javascript:alert(1)")


def test_attributes_are_escaped() -> None:
    assert safe.tag("p", "x", title='" onmouseover="y') == '<p title="&quot; onmouseover=&quot;y">x</p>'


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//host/x",
        "ftp://host/x",
        "http://",
        "https://ho st/",
        "http:\\\\host",
        " https://h",
        "",
        None,
        "http://[x",
    ],
)
def test_only_http_links(url: str | None) -> None:
    assert safe.http_url(url) is None
    assert "<a" not in safe.link(url, "words")


def test_http_links_tell_the_other_side_nothing() -> None:
    assert 'rel="noopener noreferrer nofollow"' in safe.link("https://paper.example/a?b=c&d=e", "Paper")


@pytest.mark.parametrize("attack", HOSTILE)
def test_json_literal_is_data_in_every_context(attack: str) -> None:
    value = {"title": attack, "rows": [[attack, 1.5, None, [attack]]], attack: True}
    literal = safe.json_literal(value)
    assert json.loads(literal) == value
    assert not set("<>&`$") & set(literal)
    assert "{{" not in literal


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_json_literal_round_trip(value: object) -> None:
    literal = safe.json_literal(value)
    assert json.loads(literal) == value
    assert not re.search("[<>&`$\u2028\u2029]", literal)


def test_json_literal_refuses_what_json_has_no_word_for() -> None:
    with pytest.raises(ValueError, match="JSON"):
        safe.json_literal({"lat": float("nan")})


def test_markdown_leaves_no_image_link_or_formula() -> None:
    escaped = safe.markdown("![x](http://t.example/p.png) $a$ :red[b] <b> `c` **d**\n# e")
    assert not re.search(r"(?<!\\)[!\[\]()$`*<>#:]", escaped)


def test_only_own_markup_is_shown() -> None:
    with pytest.raises(TypeError):
        safe.show("<b>x</b>")  # type: ignore[arg-type]


def test_no_other_module_shows_html() -> None:
    folder = Path(safe.__file__).parent
    for module in folder.glob("*.py"):
        source = module.read_text(encoding="utf-8")
        assert "unsafe_allow" not in source, module.name
        assert not re.search(r"folium\.(Popup|Tooltip|Marker|DivIcon)|\bIFrame\(", source), module.name
        if module.name != "safe.py":
            assert "Markup(" not in source.replace('Markup("")', ""), module.name
            assert re.findall(r"st\.html\(([^)]*)\)", source) in ([], ['assets.OWN / "page.css"']), module.name
