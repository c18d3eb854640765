"""The online fallback against a server of our own on 127.0.0.1 that speaks Nominatim's protocol; nothing else is reached."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from geomap.cli import main
from geomap.errors import InputError, ResourceError
from geomap.gazetteer import fallback, online, sent
from geomap.gazetteer.fallback import OnlineFallback, name_of
from geomap.gazetteer.online import OnlineGeocoder, user_agent
from geomap.gazetteer.sent import SentRequests
from geomap.model import (
    Candidate,
    Document,
    Extraction,
    GeoPrecision,
    Place,
    PlaceMention,
    Report,
    Role,
    Skip,
    Span,
    Status,
    Toponym,
    Trigger,
    Usage,
)


def answer(name, *, lat=55.5, lon=37.5, kind="place", code="village", importance=0.4, country="ru", number=77, **more):
    return {
        "place_id": 1, "licence": "ODbL", "osm_type": "node", "osm_id": number, "lat": str(lat), "lon": str(lon), "class": kind,
        "type": code, "importance": importance, "addresstype": code, "name": name, "display_name": f"{name}, Somewhere",
        "boundingbox": [str(lat - 0.02), str(lat + 0.02), str(lon - 0.02), str(lon + 0.02)],
        "address": {"country_code": country, "state": "Kalm Oblast"}, **more,
    }  # fmt: skip


class Server:
    """Answers each name as ``answers`` says: a list of places, a status, bytes, or a number of seconds to keep silent."""

    def __init__(self):
        self.answers, self.queries, self.agents, self.times = {}, [], [], []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
                server.queries.append(query)
                server.agents.append(self.headers["User-Agent"])
                server.times.append(time.monotonic())
                given = server.answers.get(query.get("q"), [])
                given = given.pop(0) if isinstance(given, tuple | list) and given and isinstance(given[0], tuple) else given
                given = given[0] if isinstance(given, tuple) else given
                if isinstance(given, float):
                    time.sleep(given)
                    given = []
                self.send_response(given if isinstance(given, int) else 200)
                if given == 429:
                    self.send_header("Retry-After", "0")
                self.end_headers()
                if not isinstance(given, int):
                    self.wfile.write(given if isinstance(given, bytes) else json.dumps(given).encode())

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.domain = f"127.0.0.1:{self.http.server_port}"

    @property
    def names(self):
        return [query["q"] for query in self.queries]


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.http.shutdown()
    server.http.server_close()
    thread.join()


@pytest.fixture
def server():
    with running() as one:
        yield one


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """No test touches the record of whoever runs it."""
    monkeypatch.setattr(sent, "location", lambda: tmp_path / "cache" / "online.sqlite")
    return tmp_path / "cache" / "online.sqlite"


def geocoder(server, **options):
    given = {"delay": 0.0, "wait": 0.0, "options": {"domain": server.domain, "scheme": "http"}, **options}
    return OnlineGeocoder("nominatim", **given)


def unknown(surface, start=0, *, confidence=0.8, usage=Usage.LITERAL, reason="unknown name: no gazetteer has it"):
    return Toponym(start, start + len(surface), surface, usage, None, GeoPrecision.NONE, None, confidence, "clues/1", reason)


def extraction(*toponyms, reports=()):
    text = "Something secret happened at Kalmwick."
    return Extraction(Document(Document.id_of(text), "", text), tuple(toponyms), (), tuple(reports), "geomap-0-abc")


# One name


def test_a_name_is_asked_in_nominatims_way_and_answered_with_a_place(server):
    server.answers["Kalmwick"] = [answer("Kalmwick")]
    (found,) = geocoder(server, contact="maps@example.org").candidates("Kalmwick")
    assert found.name_kind == "online"
    assert (found.place.id, found.place.name, found.place.feature) == ("nominatim:node/77", "Kalmwick", "P.PPL")
    assert (found.place.lat, found.place.lon, found.place.country, found.place.admin1) == (55.5, 37.5, "RU", "Kalm Oblast")
    assert found.place.radius_km == pytest.approx(2.55, abs=0.2)
    (query,) = server.queries
    assert query["q"] == "Kalmwick"
    assert query["format"] == "json"
    assert set(query) <= {"q", "format", "limit", "addressdetails", "namedetails", "accept-language"}
    assert server.agents[0].startswith("geomap/")
    assert server.agents[0].endswith("(maps@example.org)")


def test_the_contact_can_not_break_the_header():
    assert user_agent("a@b.org\r\nX-Evil: 1").endswith("(a@b.org X-Evil: 1)")
    assert "(" not in user_agent(None)


def test_an_answer_is_never_asked_for_again(server):
    server.answers["Kalmwick"] = [answer("Kalmwick")]
    asked = geocoder(server)
    first = asked.candidates("Kalmwick")
    assert asked.candidates("KALMWICK") == first
    again = geocoder(server)
    assert again.candidates("Kalmwick") == first
    assert again.candidates("Kalmwick") == first
    assert server.names == ["Kalmwick"]
    assert (again.summary.sent, again.summary.cached) == (0, 1)


def test_no_answer_is_remembered_too_and_both_expire(server, monkeypatch):
    asked = geocoder(server)
    assert asked.candidates("Nowherewick") == ()
    assert geocoder(server).candidates("Nowherewick") == ()
    assert len(server.queries) == 1
    old = {**online.rules(), "remembering": {"found": 180, "nothing": -1}}
    monkeypatch.setattr(online, "rules", lambda: old)
    server.answers["Nowherewick"] = [answer("Nowherewick")]
    assert geocoder(server).candidates("Nowherewick")
    assert geocoder(server).candidates("Nowherewick"), "the latest answer counts"
    assert len(server.queries) == 2


def test_other_servers_have_other_answers(server):
    server.answers["Kalmwick"] = [answer("Kalmwick")]
    geocoder(server).candidates("Kalmwick")
    with running() as other:
        assert geocoder(other).candidates("Kalmwick") == ()
        assert len(other.queries) == 1


@pytest.mark.parametrize(
    "given",
    [
        [],
        [answer("Kalmwick", kind="shop", code="bakery")],
        [answer("Kalmwick", kind="amenity", code="cafe")],
        [answer("Kalmwick Street Wash")],
        [answer("<script>alert(1)</script>")],
    ],
)
def test_what_is_no_place_of_that_name_counts_as_nothing(server, given):
    server.answers["Kalmwick"] = given
    asked = geocoder(server)
    assert asked.candidates("Kalmwick") == ()
    assert asked.summary.nothing == 1


def test_names_in_other_languages_and_orders_are_the_same_name(server):
    server.answers["Lake Kalm"] = [answer("Калм", kind="natural", code="water", namedetails={"name:en": "Kalm Lake;Kalm"})]
    (found,) = geocoder(server).candidates("Lake Kalm")
    assert found.place.feature == "H.LK"


def test_an_administrative_area_is_what_its_address_says(server):
    area = answer("Kalm", kind="boundary", code="administrative")
    server.answers["Kalm"] = [{**area, "addresstype": "state"}]
    assert geocoder(server).candidates("Kalm")[0].place.feature == "A.ADM1"


# Failures


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (500, "500"),
        (503, "503"),
        (b"<html>busy</html>", "Parse"),
        (b"", "Parse"),
        (b"7", "not understood"),
        ({"features": 1}, "not understood"),
        ([{"lat": "north", "lon": "1", "display_name": "Kalmwick"}], "not understood"),
        ([answer("Kalmwick", lat=91)], "not understood"),
        ([answer("Kalmwick", importance="high")], "not understood"),
        (b"\xff\xfe\x00", "Parse"),
    ],
)
def test_a_failure_is_tried_again_told_and_on_record(server, given, message):
    server.answers["Kalmwick"] = given
    asked = geocoder(server)
    assert asked.candidates("Kalmwick") is None
    assert asked.candidates("Kalmwick") is None, "once in a run is enough"
    assert len(server.queries) == 3
    assert (asked.summary.failed, asked.summary.sent, asked.summary.found) == (1, 3, 0)
    assert any(message in said for said in asked.summary.failures), asked.summary.failures
    assert [r.outcome for r in SentRequests().requests()] == ["failed"] * 3
    server.answers["Kalmwick"] = [answer("Kalmwick")]
    assert geocoder(server).candidates("Kalmwick"), "a failure is not remembered as an answer"


def test_a_query_that_is_refused_is_not_repeated(server):
    server.answers["Kalmwick"] = {"error": "no such query"}
    asked = geocoder(server)
    assert asked.candidates("Kalmwick") is None
    assert (asked.summary.sent, asked.summary.failures) == (1, {"QueryError: no such query": 1})
    assert asked.candidates("Other") == ()


def test_a_busy_server_is_waited_for(server, monkeypatch):
    waited = []
    monkeypatch.setattr(online.time, "sleep", waited.append)
    server.answers["Kalmwick"] = [(429,), ([answer("Kalmwick")],)]
    asked = geocoder(server)
    assert asked.candidates("Kalmwick")
    assert (asked.summary.sent, asked.summary.found, asked.summary.failed) == (2, 1, 0)
    assert waited == [0.0]


def test_a_silent_server_times_out(server, monkeypatch):
    rules = online.rules()
    monkeypatch.setattr(online, "rules", lambda: {**rules, "asking": {**rules["asking"], "timeout": 0.1, "retries": 0}})
    server.answers["Kalmwick"] = 0.6
    asked = geocoder(server)
    assert asked.candidates("Kalmwick") is None
    assert any("TimedOut" in said for said in asked.summary.failures)


def test_a_server_that_is_away_is_given_up_after_a_few_names():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        domain = f"127.0.0.1:{free.getsockname()[1]}"
    asked = OnlineGeocoder("nominatim", options={"domain": domain, "scheme": "http"}, delay=0, wait=0)
    assert [asked.candidates(f"Kalm {i}") for i in range(6)] == [None] * 6
    assert asked.summary.failed == 3
    assert "3 names failed" in asked.summary.stopped
    assert sum(asked.summary.unsent.values()) == 3
    assert "http" not in asked.summary.stopped, "an address may hold a key"


@pytest.mark.parametrize("status", [401, 403])
def test_a_server_that_refuses_is_not_asked_again(server, status):
    server.answers["Kalmwick"] = status
    asked = geocoder(server)
    assert asked.candidates("Kalmwick") is None
    assert asked.candidates("Other") is None
    assert len(server.queries) == 1
    assert asked.summary.stopped


# Manners


def test_requests_are_held_apart(server):
    asked = geocoder(server, delay=0.2, wait=0.2)
    for i in range(3):
        asked.candidates(f"Kalm {i}")
    gaps = [b - a for a, b in zip(server.times, server.times[1:], strict=False)]
    assert min(gaps) > 0.15


def test_the_public_server_is_asked_at_most_once_a_second():
    with pytest.raises(InputError, match=r"1 s between two requests"):
        OnlineGeocoder("nominatim", delay=0.2)
    assert "nominatim.openstreetmap.org" in OnlineGeocoder("nominatim").label


def test_a_run_has_a_limit(server):
    asked = geocoder(server, names=2)
    assert [asked.candidates(f"Kalm {i}") for i in range(4)] == [(), (), None, None]
    assert len(server.queries) == 2
    assert asked.summary.unsent == {"2 names are asked in one run, at most (--online-limit)": 2}


def test_what_can_not_be_recorded_is_not_sent(server, cache):
    cache.parent.mkdir(parents=True)
    cache.write_bytes(b"no database, but long enough to be taken for a damaged one" * 9)
    with pytest.raises(ResourceError, match=r"online\.sqlite"):
        geocoder(server)
    assert server.queries == []


@pytest.mark.parametrize(
    ("service", "options", "message"),
    [
        ("nominatm", {}, r"geopy has no such geocoder; it has .*nominatim"),
        ("nominatim", {"colour": "red"}, "no such option; it has .*domain"),
        ("geonames", {}, "username"),
        ("nominatim", {"domain": "@/nowhere"}, "can't be read"),
    ],
)
def test_wrong_options_are_explained(service, options, message):
    with pytest.raises(InputError, match=message):
        OnlineGeocoder(service, options=options)


def test_keys_are_read_from_files_and_shown_nowhere(tmp_path):
    (tmp_path / "key").write_text("s3cret\n")
    asked = OnlineGeocoder("opencage", options={"api_key": f"@{tmp_path / 'key'}"})
    assert "s3cret" not in asked.label


def test_any_geocoder_of_geopy_serves(server):
    feature = {"geometry": {"coordinates": [37.5, 55.5]}, "properties": {"name": "Kalmwick", "country": "Russia"}}
    server.answers["Kalmwick"] = {"features": [feature]}
    asked = OnlineGeocoder("photon", options={"domain": server.domain, "scheme": "http"}, delay=0, wait=0)
    (found,) = asked.candidates("Kalmwick")
    assert (found.place.id, found.place.feature, found.place.lat) == ("photon:55.50000,37.50000", "L", 55.5)


# Extractions


def test_an_unknown_toponym_is_filled_in_and_says_from_where(server):
    server.answers["Kalmwick"] = [answer("Kalmwick")]
    toponym = unknown("Kalmwick", 29)
    mention = PlaceMention("Kalmwick", Role.VENUE, None, GeoPrecision.NONE, None, Span(29, 37))
    report = Report(
        id="rep-1",
        document_id="doc-1",
        start=0,
        end=38,
        quote="Something",
        trigger=Trigger(10, 16, "secret"),
        event_type="other",
        status=Status.OCCURRED,
        background=False,
        actors=(),
        places=(mention,),
        when=None,
        attributed_to=None,
        confidence=0.5,
        method="m",
    )
    filling = OnlineFallback(geocoder(server))
    done = filling.filled(extraction(toponym, reports=[report]))
    (filled,) = done.toponyms
    assert filled.place.id == "nominatim:node/77"
    assert (filled.reason, filled.method, filled.geo_precision) == (None, "clues/1+nominatim", GeoPrecision.CITY)
    assert filled.candidates[0].name_kind == "online"
    assert 0 < filled.confidence < toponym.confidence
    assert done.reports[0].pin.place == filled.place
    assert done.reports[0].pin.geo_precision is GeoPrecision.CITY
    assert done.method == filling.method("geomap-0-abc") != "geomap-0-abc"


def test_only_the_name_leaves_the_machine(server):
    OnlineFallback(geocoder(server)).filled(extraction(unknown("the Kalmwick's", 29)))
    assert server.names == ["Kalmwick"]
    assert "secret" not in json.dumps(server.queries)


def test_what_is_known_vague_unsure_or_a_people_is_not_sent(server):
    place = Place("geonames:1", "Rome", 41.9, 12.5, "P.PPLC", "IT")
    toponyms = [
        replace(unknown("Rome"), place=place, reason=None),
        unknown("Springfield", reason="ambiguous: 40 places bear this name"),
        unknown("Kalmish", usage=Usage.DEMONYM),
        unknown("Perhaps", confidence=0.3),
        unknown("x" * 200),
        unknown("77"),
    ]
    done = OnlineFallback(geocoder(server)).filled(extraction(*toponyms))
    assert server.queries == []
    assert done.toponyms == tuple(toponyms)


def test_the_country_that_the_article_names_decides(server):
    server.answers["Kalmwick"] = [
        answer("Kalmwick", importance=0.4, country="us", number=1, lat=40, lon=-90),
        answer("Kalmwick", importance=0.3, country="ru", number=2),
    ]
    russia = replace(unknown("Russia"), place=Place("geonames:2017370", "Russia", 60, 100, "A.PCLI", "RU"), reason=None)
    filling = OnlineFallback(geocoder(server))
    assert filling.filled(extraction(russia, unknown("Kalmwick"))).toponyms[1].place.id == "nominatim:node/2"
    assert filling.filled(extraction(unknown("Kalmwick"))).toponyms[0].place.id == "nominatim:node/1"


def test_homonyms_far_apart_are_left_open_with_their_candidates(server):
    server.answers["Kalmwick"] = [answer("Kalmwick", number=i, lat=10 * i, importance=0.3) for i in range(4)]
    (left,) = OnlineFallback(geocoder(server)).filled(extraction(unknown("Kalmwick"))).toponyms
    assert left.place is None
    assert left.reason == "ambiguous: 4 places bear this name online"
    assert len(left.candidates) == 4


def standing_for(name, country="UA"):
    stand_in = Place("geonames:690791", "Ukraine", 49, 32, "A.PCLI", country)
    return replace(
        unknown(name, 29), place=stand_in, reason=None, confidence=0.6, candidates=(Candidate(stand_in, "container", 0.75),)
    )


def test_a_stand_in_gives_way_to_the_place_itself(server):
    server.answers["Kalmwick"] = [answer("Kalmwick", country="ua")]
    (filled,) = OnlineFallback(geocoder(server)).filled(extraction(standing_for("Kalmwick"))).toponyms
    assert filled.place.id == "nominatim:node/77"
    assert [c.name_kind for c in filled.candidates] == ["online", "container"]
    assert filled.confidence == pytest.approx(0.8 * 0.8)


def test_what_the_article_says_weighs_more_than_an_answer(server):
    server.answers["Kalmwick"] = [answer("Kalmwick", country="us")]
    (left,) = OnlineFallback(geocoder(server)).filled(extraction(standing_for("Kalmwick"))).toponyms
    assert (left.place.name, left.confidence) == ("Ukraine", 0.6)
    assert [c.name_kind for c in left.candidates] == ["container", "online"]


def test_a_name_without_an_answer_stays_unknown_and_is_asked_next_time(server):
    server.answers["Kalmwick"] = 500
    filling = OnlineFallback(geocoder(server))
    skip = Skip("a.txt", "broken")
    done, skipped = filling.filled_all([extraction(unknown("Kalmwick")), skip])
    assert done.toponyms == (unknown("Kalmwick"),)
    assert done.method != filling.method("geomap-0-abc")
    assert skipped is skip


def test_what_is_sent_for_a_toponym():
    for surface, name in (
        ("the  Kalm\nHills", "Kalm Hills"),
        ("Kalmwick’s", "Kalmwick"),
        ("Berth 33", "Berth 33"),
        ("The", "The"),
    ):
        assert name_of(unknown(surface)) == name


# The command line

ARTICLE = """Protests in Zhovtenskoye

Thousands of people protested in the town of Zhovtenskoye in Ukraine on 3 May 2021, officials said. A fire broke out near
Zhovtenskoye, and police in Zhovtenskoye arrested two men.
"""


@pytest.fixture
def trusting(monkeypatch):
    """How sure recognition is of an invented name is not tested here; and failures need no pause."""
    rules = online.rules()
    changed = {**rules, "asking": {**rules["asking"], "wait": 0.0, "least_confidence": 0.0}}
    monkeypatch.setattr(online, "rules", lambda: changed)
    monkeypatch.setattr(fallback, "rules", lambda: changed)


def run(capsys, *arguments):
    code = main([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def options(server):
    return ["--online-option", f"domain={server.domain}", "--online-option", "scheme=http", "--online-delay", "0"]


def test_build_asks_reports_and_lists_what_was_sent(capsys, server, tmp_path, monkeypatch, trusting):
    server.answers["Zhovtenskoye"] = [answer("Zhovtenskoye", country="ua", lat=48.5, lon=37.9)]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(ARTICLE)
    plain = run(capsys, "build", "news")
    assert plain[0] == 0
    assert server.queries == [], "off unless asked"
    assert run(capsys, "gazetteer", "sent")[1] == "nothing was ever sent\n"
    code, out, _ = run(capsys, "build", "news", "--online", "nominatim", *options(server), "--online-contact", "me@example.org")
    assert code == 0
    assert "1 extracted, 0 unchanged" in out, "a build with --online extracts anew"
    assert "1 requests sent; 1 names found" in out
    assert server.names == ["Zhovtenskoye"]
    assert server.agents[0].endswith("(me@example.org)")
    assert "1 unchanged" in run(capsys, "build", "news", "--online", "nominatim", *options(server))[1]
    from geomap.store import Store

    with Store.open(tmp_path / "geomap.db") as store:
        (kept,) = store.extractions()
    named = [t for t in kept.toponyms if t.surface == "Zhovtenskoye"]
    assert named
    assert {t.place.id for t in named} == {"nominatim:node/77"}
    assert {t.candidates[0].name_kind for t in named} == {"online"}
    assert any(p.place and p.place.id == "nominatim:node/77" for r in kept.reports for p in r.places)
    assert "1 extracted" in run(capsys, "build", "news")[1], "and one without it extracts anew, too"
    listed = run(capsys, "gazetteer", "sent")[1]
    assert "'Zhovtenskoye'  found" in listed
    assert json.loads(run(capsys, "gazetteer", "sent", "--json")[1])[0]["name"] == "Zhovtenskoye"
    assert "forgot 1" in run(capsys, "gazetteer", "sent", "--clear")[1]


def test_a_server_that_is_away_costs_no_build_and_is_asked_again(capsys, server, tmp_path, monkeypatch, trusting):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(ARTICLE)
    server.answers["Zhovtenskoye"] = 500
    code, out, _ = run(capsys, "build", "a.txt", "--online", "nominatim", *options(server))
    assert code == 0
    assert "1 failed" in out
    assert "the same command asks for them again" in out
    server.answers["Zhovtenskoye"] = [answer("Zhovtenskoye", country="ua")]
    code, out, _ = run(capsys, "build", "a.txt", "--online", "nominatim", *options(server))
    assert "1 extracted" in out
    assert "1 names found" in out


def test_parse_asks_too(capsys, server, tmp_path, monkeypatch, trusting):
    server.answers["Zhovtenskoye"] = [answer("Zhovtenskoye", country="ua")]
    records = tmp_path / "in.jsonl"
    records.write_text(json.dumps({"id": "a", "text": ARTICLE}) + "\n")
    code, out, err = run(capsys, "parse", "--jsonl", records, "--online", "nominatim", *options(server))
    assert code == 0
    named = [t for t in json.loads(out)["toponyms"] if t["surface"] == "Zhovtenskoye"]
    assert {t["place_id"] for t in named} == {"nominatim:node/77"}
    assert {t["method"].rpartition("+")[2] for t in named} == {"nominatim"}
    assert "1 requests sent" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--online", "nowhere"], "no such geocoder"),
        (["--online-option", "domain=x"], "--online SERVICE whom"),
        (["--online", "nominatim", "--online-option", "domain"], "NAME=VALUE"),
        (["--online", "nominatim", "--online-delay", "0"], "public server"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_read(capsys, arguments, message):
    code, _, err = run(capsys, "build", "nowhere.txt", *arguments)
    assert code == 1
    assert message in err
