"""Who publishes: what the document says, else the domain's publisher, by the shipped table and the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.documents import from_text
from geomap.documents.publishers import parse, publisher
from geomap.errors import InputError


@pytest.mark.parametrize(
    ("source", "url", "expected"),
    [
        ("The Daily Sample", "https://www.nytimes.com/a", "The Daily Sample"),
        (None, "https://www.nytimes.com/2023/09/04/a.html", "The New York Times"),
        (None, "https://edition.cnn.com/a", "CNN"),
        ("www.reuters.com", None, "Reuters"),
        ("Reuters.com", "https://other.example/a", "Reuters"),
        (None, "https://www.strait-courier.example/a", "strait-courier.example"),
        (None, "https://notnytimes.com/a", "notnytimes.com"),
        (None, "http://127.0.0.1:8000/a", None),
        (None, "http://[::1", None),
        (None, "nothing of the kind", None),
        (None, None, None),
        ("St. John's", None, "St. John's"),
    ],
)
def test_publisher(source: str | None, url: str | None, expected: str | None) -> None:
    assert publisher(source, url) == expected


def test_the_users_table_wins_and_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    table = tmp_path / "publishers.csv"
    table.write_text("domain,publisher\nnytimes.com,NYT\ncourier.example,The Courier\n")
    assert publisher(None, "https://www.nytimes.com/a") == "NYT"
    assert from_text("Ministers met.", url="https://news.courier.example/a").source == "The Courier"
    assert publisher(None, "https://www.bbc.co.uk/a") == "BBC"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("publisher\nx\n", "line 1"),
        ("domain,publisher\nexample.org\n", "line 2: write a domain"),
        ("domain,publisher\nhttp://example.org,X\n", "line 2: write a domain"),
        ('domain,publisher\n"example.org,X\n', "quotation marks"),
    ],
)
def test_a_broken_table_names_the_line(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse(text, "publishers.csv")
