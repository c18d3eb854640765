"""Fetching from a server that misbehaves: nothing private is reached, nothing hangs, what was not saved is explained."""

from __future__ import annotations

import csv
import json
import socket
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from misbehaving_server import PAGE, Server, served
from urllib3.exceptions import HTTPError

from geomap import documents
from geomap.cli import main
from geomap.errors import FetchError, InputError
from geomap.fetch import Fetched, fetch
from geomap.fetch.addresses import why_refused
from geomap.fetch.web import checked, limits, shown
from geomap.model import Document

HERE = ("127.0.0.1",)


@pytest.fixture
def server() -> Iterator[Server]:
    with served() as found:
        yield found


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits with less time and less space, so that the tests need not wait."""
    shorter = limits() | {"read_seconds": 0.5, "total_seconds": 1.5, "max_bytes": 1_000_000}
    monkeypatch.setattr("geomap.fetch.web.limits", lambda: shorter)


def got(server: Server, *paths: str, into: Path, **options: Any) -> list[Fetched]:
    urls = [server.address + path for path in paths]
    return list(fetch(urls, into, allowed=HERE, **({"delay": 0} | options)))


# ---- what is fetched ---------------------------------------------------------------------------------------------------------


def test_an_article_is_saved_with_its_address_and_read_by_a_build(server: Server, tmp_path: Path) -> None:
    (found,) = got(server, "/2023/ferry-line.html", into=tmp_path)
    assert (found.outcome, found.reason) == ("saved", None)
    assert found.file is not None
    assert found.file.name.startswith("127-0-0-1-2023-ferry-line-")
    (document,) = [each for each in documents.read([tmp_path]) if isinstance(each, Document)]
    assert document.url == server.address + "/2023/ferry-line.html"
    assert "ferry line across the strait" in document.text


def test_what_has_not_changed_is_not_sent_again(server: Server, tmp_path: Path) -> None:
    assert [f.outcome for f in got(server, "/a", "/plain", into=tmp_path)] == ["saved", "saved"]
    assert [f.outcome for f in got(server, "/a", "/plain", into=tmp_path)] == ["unchanged", "unchanged"]
    headers = [headers for path, _, headers in server.asked if path == "/a"][1]
    assert headers["If-None-Match"] == '"1"'
    assert headers["If-Modified-Since"] == "Wed, 06 Sep 2023 08:15:00 GMT"
    server.page = PAGE.replace("Lisbon", "Porto")
    (changed,) = got(server, "/plain", into=tmp_path)
    assert changed.outcome == "saved"
    assert changed.file is not None and "Porto" in changed.file.read_text()
    assert len(list(tmp_path.glob("*.html"))) == 2


def test_an_article_that_was_deleted_is_fetched_again(server: Server, tmp_path: Path) -> None:
    (first,) = got(server, "/a", into=tmp_path)
    assert first.file is not None
    first.file.unlink()
    (again,) = got(server, "/a", into=tmp_path)
    assert again.outcome == "saved"
    assert first.file.is_file()


def test_a_feed_leads_to_its_articles_and_not_inside(server: Server, tmp_path: Path) -> None:
    found = got(server, "/feed", into=tmp_path)
    assert [(f.outcome, f.url.removeprefix(server.address)) for f in found] == [
        ("feed", "/feed"),
        ("saved", "/a1"),
        ("saved", "/a2"),
        ("skipped", "ftp://example.org/a"),
        ("skipped", "http://10.0.0.1/x"),
    ]
    assert "only http and https" in str(found[3].reason)
    assert "not a public address" in str(found[4].reason)


def test_an_encoding_that_only_the_header_tells_is_kept(server: Server, tmp_path: Path) -> None:
    (found,) = got(server, "/latin", into=tmp_path)
    assert found.file is not None
    assert found.file.read_text("utf-8") == "Setúbal: café"


def test_the_users_own_sidecar_stays(server: Server, tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text('file,source,note\nmine.txt,"The Daily, Sample",kept\n')
    got(server, "/a", into=tmp_path)
    with (tmp_path / "sources.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {"file": "mine.txt", "source": "The Daily, Sample", "note": "kept", "url": ""}
    assert rows[1]["url"] == server.address + "/a"


def test_a_record_that_broke_off_costs_nothing_but_a_broken_one_is_told(server: Server, tmp_path: Path) -> None:
    got(server, "/a", into=tmp_path)
    record = tmp_path / "fetched.jsonl"
    record.write_text(record.read_text() + '{"url": "http')
    assert [f.outcome for f in got(server, "/a", into=tmp_path)] == ["unchanged"]
    record.write_text("not a record\n\n" + record.read_text())
    with pytest.raises(InputError, match=r"fetched\.jsonl:1"):
        got(server, "/a", into=tmp_path)


# ---- manners -----------------------------------------------------------------------------------------------------------------


def test_robots_txt_is_respected_with_its_patterns(server: Server, tmp_path: Path) -> None:
    server.robots = (200, "User-agent: *\nDisallow: /private/\nDisallow: /*.pdf$\nUser-agent: geomap\nDisallow: /no\n")
    found = got(server, "/no/a", "/yes", into=tmp_path)
    assert [f.outcome for f in found] == ["skipped", "saved"]
    assert "robots.txt" in str(found[0].reason)
    assert server.paths() == ["/yes"]


@pytest.mark.parametrize(("status", "outcome"), [(404, "saved"), (403, "saved"), (500, "skipped"), (503, "skipped")])
def test_where_robots_txt_is_missing_all_is_allowed_where_it_fails_nothing(
    server: Server, tmp_path: Path, status: int, outcome: str
) -> None:
    server.robots = (status, "")
    assert [f.outcome for f in got(server, "/a", into=tmp_path)] == [outcome]


def test_a_host_is_not_asked_faster_than_agreed(server: Server, tmp_path: Path) -> None:
    server.robots = (200, "User-agent: *\nCrawl-delay: 0.4\n")
    got(server, "/a", "/b", "/c", into=tmp_path, delay=0.1)
    times = [at for path, at, _ in server.asked if path != "/robots.txt"]
    assert min(b - a for a, b in pairwise(times)) >= 0.38


def test_a_host_that_asks_to_wait_for_hours_is_left_alone(server: Server, tmp_path: Path) -> None:
    server.robots = (200, "User-agent: *\nCrawl-delay: 7200\n")
    (found,) = got(server, "/a", into=tmp_path)
    assert "wait 7200 seconds" in str(found.reason)


def test_a_host_that_is_too_busy_is_left_alone(server: Server, tmp_path: Path) -> None:
    found = got(server, "/busy", "/a", into=tmp_path)
    assert [f.outcome for f in found] == ["skipped", "skipped"]
    assert server.paths() == ["/busy"]


def test_who_asks_is_said(server: Server, tmp_path: Path) -> None:
    got(server, "/a", into=tmp_path, contact="desk@example.org")
    assert all(headers["User-Agent"].startswith("geomap/") for _, _, headers in server.asked)
    assert all("desk@example.org" in headers["User-Agent"] for _, _, headers in server.asked)


# ---- limits ------------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/loop", "redirects"),
        ("/to?file:///etc/passwd", "only http and https"),
        ("/to?http://169.254.169.254/latest/meta-data", "not a public address"),
        ("/to?http://127.0.0.2/", "not a public address"),
        ("/to?http://user:secret@example.org/", "password"),
        ("/to?ftp://example.org/a", "only http and https"),
        ("/huge", "limit"),
        ("/long", "limit"),
        ("/bomb", "limit"),
        ("/silent", "no answer"),
        ("/drip", "longer than 1.5 seconds"),
        ("/torn", "no answer"),
        ("/garbage", "no answer"),
        ("/headers", "no answer"),
        ("/picture", "image/png"),
        ("/empty", "empty"),
        ("/gone", "status 410"),
    ],
)
def test_trouble_is_explained_and_ends_soon(server: Server, tmp_path: Path, path: str, reason: str) -> None:
    begun = time.monotonic()
    found = got(server, path, "/a", into=tmp_path)
    assert [f.outcome for f in found] == ["skipped", "saved"]
    assert reason in str(found[0].reason)
    assert "secret" not in str(found[0].reason)
    assert time.monotonic() - begun < 8
    assert len(list(tmp_path.glob("*.html"))) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1", "nonsense"),
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert why_refused(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_not(address: str) -> None:
    assert why_refused(address) is None


@pytest.mark.parametrize("answers", [["10.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:192.168.0.1"]])
def test_a_name_that_leads_inside_is_refused_whatever_else_it_leads_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    def resolved(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers]

    monkeypatch.setattr("geomap.fetch.addresses.socket.getaddrinfo", resolved)
    (found,) = fetch(["http://innocent.example/a"], tmp_path)
    assert found.outcome == "skipped"
    assert "not a public address" in str(found.reason)


def test_without_the_switch_of_the_tests_this_machine_is_not_contacted(server: Server, tmp_path: Path) -> None:
    for address in (server.address, server.address.replace("127.0.0.1", "localhost")):
        (found,) = fetch([address + "/a"], tmp_path, delay=0)
        assert "not a public address" in str(found.reason)
    assert server.asked == []


def test_no_proxy_of_the_environment_is_used(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert [f.outcome for f in got(server, "/a", into=tmp_path)] == ["saved"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("gopher://example.org/", "only http"),
        ("example.org/a", "only http"),
        ("http:///a", "no host"),
        ("http://example.org:0/", "port"),
        ("http://example.org:99999/", "no address"),
        ("http://[::1/", "no address"),
        ("http://exa mple.org/", "blank"),
        ("http://example.org/\r\nHost: x", "blank"),
        ("http://example.org/" + "a" * 3000, "characters"),
    ],
)
def test_what_is_no_address_says_so(url: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        checked(url)


# ---- the command -------------------------------------------------------------------------------------------------------------


def test_the_command_says_what_came_of_each_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("# articles\nhttp://127.0.0.1:9/a\n\nftp://example.org/b\n")
    assert main(["fetch", "--from", str(listed), "--into", str(tmp_path / "articles")]) == 1
    out, err = capsys.readouterr()
    assert out.count("skipped") == 2
    assert "not a public address" in out
    assert "2 skipped" in err
    assert main(["fetch"]) == 1
    assert "no address" in capsys.readouterr().err


def test_the_record_tells_what_was_asked_and_when(server: Server, tmp_path: Path) -> None:
    got(server, "/a", into=tmp_path)
    (line,) = (tmp_path / "fetched.jsonl").read_text().splitlines()
    entry = json.loads(line)
    assert entry["url"] == server.address + "/a"
    assert (tmp_path / entry["file"]).is_file()
    assert entry["fetched"].endswith("+00:00")


# ---- secrets -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("http://user:hunter2@example.org/a", "http://***@example.org/a"),
        ("https://example.org/a?page=2&access_token=hunter2&x=1#b", "https://example.org/a?page=2&access_token=***&x=1#b"),
        ("https://example.org/a?X-Amz-Signature=hunter2;apikey=hunter2", "https://example.org/a?X-Amz-Signature=***;apikey=***"),
        ("https://example.org/keys/a?page=2", "https://example.org/keys/a?page=2"),
        ("https://a@b:hunter2@example.org/", "https://***@example.org/"),
    ],
)
def test_what_is_printed_of_an_address_holds_no_secret(url: str, printed: str) -> None:
    assert shown(url) == printed


def test_the_command_prints_no_secret(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    secret = "hunter2"
    urls = [
        f"http://user:{secret}@example.org/",
        f"http://user:{secret}/",
        f"http://127.0.0.1:9/?token={secret}",
        f"http://{secret}@[::1/?api_key={secret}",
    ]
    with caplog.at_level("DEBUG"):
        assert main(["fetch", *urls, "--into", str(tmp_path / "articles")]) == 1
    out, err = capsys.readouterr()
    assert out.count("skipped") == len(urls)
    assert secret not in out + err + caplog.text
    assert not any(secret.encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_no_reason_repeats_an_address_that_a_library_repeats(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise HTTPError("Max retries exceeded with url: /a?token=hunter2 (http://user:hunter2@example.org)")

    monkeypatch.setattr("geomap.fetch.web.Web._answer", fails)
    (found,) = fetch(["http://example.org/a?token=hunter2"], tmp_path)
    assert "no answer" in str(found.reason)
    assert "hunter2" not in str(found.reason)


@pytest.mark.parametrize("bad", ["[1]", "{", '{"url": 1}', '{"url": "http://a.example/", "file": 5}', "[" * 100_000, "null"])
def test_a_record_that_is_no_record_is_said(tmp_path: Path, bad: str) -> None:
    good = '{"url": "http://127.0.0.1:9/"}\n'
    (tmp_path / "fetched.jsonl").write_text(bad + "\n" + good)
    with pytest.raises(InputError, match=r"fetched\.jsonl:1: .*remove it"):
        list(fetch(["http://127.0.0.1:9/"], tmp_path))


def test_a_sidecar_that_breaks_its_rules_is_said_before_anything_is_asked(server: Server, tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("file,url\na.html,b,c\n")
    with pytest.raises(InputError, match=r"sources\.csv: line 2"):
        got(server, "/a", into=tmp_path)
    assert server.asked == []


def test_a_sidecar_of_an_old_spreadsheet_keeps_what_it_says(server: Server, tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_bytes("file,title,note\r\nother.html,Café,\r\n".encode("cp1252"))
    (found,) = got(server, "/a", into=tmp_path)
    assert found.file is not None
    rows = list(csv.DictReader((tmp_path / "sources.csv").open(encoding="utf-8")))
    assert [(row["file"], row["title"]) for row in rows] == [("other.html", "Café"), (found.file.name, "")]
