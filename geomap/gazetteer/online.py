"""An online geocoder, asked only when the user says so: one name at a time, slowly, never twice, and on record.

Any geocoder of geopy can serve. Of an article nothing is sent but the name.
"""

from __future__ import annotations

import inspect
import logging
import math
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.gazetteer.names import fold
from geomap.gazetteer.sent import FAILED, FOUND, NOTHING, SentRequests
from geomap.model import Candidate, Place

KIND = "online"
"""The ``name_kind`` of what came from an online geocoder."""
PUBLIC = "nominatim.openstreetmap.org"
_SECRETS = ("key", "token", "secret", "password", "user", "app_code", "app_id")
_KM_PER_DEGREE = 111.2
_logger = logging.getLogger("geopy")


@cache
def rules() -> dict[str, Any]:
    """The figures and tables of ``data/gazetteer/online.toml``."""
    return tomllib.loads((files("geomap") / "data" / "gazetteer" / "online.toml").read_text("utf-8"))


@dataclass(slots=True)
class OnlineSummary:
    """What came of asking: requests ``sent``; names found, unknown there, failed, answered from the cache and not sent.

    ``unsent`` counts names by the reason, ``failures`` failed requests by what went wrong; ``stopped`` says why nothing more was
    asked.
    """

    service: str
    sent: int = 0
    found: int = 0
    nothing: int = 0
    failed: int = 0
    cached: int = 0
    unsent: dict[str, int] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    stopped: str | None = None

    def note_unsent(self, reason: str) -> None:
        """Count a name that was not sent."""
        self.unsent[reason] = self.unsent.get(reason, 0) + 1

    def note_failure(self, said: str) -> None:
        """Count a request that failed."""
        self.failures[said] = self.failures.get(said, 0) + 1


class _RefusedError(Exception):
    """The server will not answer this program, however often it is asked."""


class _HopelessError(Exception):
    """The server will not answer this name, however often it is asked."""


class OnlineGeocoder:
    """Asks one service. Raises InputError for a service or an option that geopy doesn't have."""

    def __init__(
        self,
        service: str = "nominatim",
        *,
        options: Mapping[str, str] | None = None,
        contact: str | None = None,
        names: int | None = None,
        delay: float | None = None,
        wait: float | None = None,
        sent: SentRequests | None = None,
    ) -> None:
        asking = rules()["asking"]
        self.service = service.lower()
        options = {key: _value(key, value) for key, value in (options or {}).items()}
        self._geocoder = _geocoder(self.service, options, contact)
        shown = ",".join(f"{key}={value}" for key, value in sorted(options.items()) if not _secret(key))
        self.label = f"{self.service} {getattr(self._geocoder, 'domain', '')} {shown}".strip()
        least = asking["delay"] if getattr(self._geocoder, "domain", PUBLIC) == PUBLIC else 0.0
        delay = asking["delay"] if delay is None else delay
        if delay < least:
            raise InputError(f"--online-delay {delay}: the public server asks for {least:.0f} s between two requests, at least")
        self._names = asking["names"] if names is None else names
        self._sent = sent or SentRequests()
        self._ask = _limited(self._once, delay, asking["wait"] if wait is None else wait)
        self._in_a_row = 0
        self._asked: set[str] = set()
        self._failed: set[str] = set()
        self.summary = OnlineSummary(self.label)

    def candidates(self, name: str) -> tuple[Candidate, ...] | None:
        """The places that bear the name online, likeliest first; () where it has none, None where there was no answer."""
        remembering = rules()["remembering"]
        known = self._sent.answered(self.label, name, found_days=remembering["found"], nothing_days=remembering["nothing"])
        if known is not None:
            if fold(name) not in self._asked:
                self.summary.cached += 1
                self._asked.add(fold(name))
            return known
        if fold(name) in self._failed:
            return None
        reason = self._why_not()
        if reason:
            self.summary.note_unsent(reason)
            return None
        self._asked.add(fold(name))
        return self._answer(name)

    def _why_not(self) -> str | None:
        if self.summary.stopped:
            return f"asking was stopped: {self.summary.stopped}"
        if self.summary.found + self.summary.nothing + self.summary.failed >= self._names:
            return f"{self._names:,} names are asked in one run, at most (--online-limit)"
        return None

    def _answer(self, name: str) -> tuple[Candidate, ...] | None:
        from geopy.exc import GeopyError

        try:
            found: tuple[Candidate, ...] = self._ask(name)
        except _RefusedError as error:
            self.summary.stopped = str(error)
        except (GeopyError, _HopelessError) as error:
            self._in_a_row += 1
            if self._in_a_row >= rules()["asking"]["give_up"]:
                self.summary.stopped = f"{self._in_a_row} names failed one after the other, the last one with {_said(error)}"
        else:
            self._in_a_row = 0
            self.summary.found += bool(found)
            self.summary.nothing += not found
            return found
        self.summary.failed += 1
        self._failed.add(fold(name))
        return None

    def _once(self, name: str) -> tuple[Candidate, ...]:
        """One request, on record whatever comes of it."""
        from geopy import exc

        self.summary.sent += 1
        try:
            found = self._places(name)
        except exc.GeopyError as error:
            self._note_failure(name, _said(error))
            if isinstance(error, exc.GeocoderRateLimited):
                time.sleep(min(error.retry_after or 0.0, rules()["asking"]["longest_wait"]))
            hopeless = (exc.GeocoderAuthenticationFailure, exc.GeocoderInsufficientPrivileges, exc.ConfigurationError)
            if isinstance(error, hopeless) or type(error) is exc.GeocoderQuotaExceeded:
                raise _RefusedError(_said(error)) from error
            if isinstance(error, exc.GeocoderQueryError):
                raise _HopelessError(_said(error)) from error
            raise
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            said = f"an answer that is not understood ({type(error).__name__}: {error})"
            self._note_failure(name, said)
            raise exc.GeocoderParseError(said) from error
        detail = "; ".join(f"{c.place.name} ({c.place.lat:.4f} {c.place.lon:.4f})" for c in found)
        self._sent.record(self.label, name, FOUND if found else NOTHING, detail, found)
        return found

    def _note_failure(self, name: str, said: str) -> None:
        self.summary.note_failure(said)
        self._sent.record(self.label, name, FAILED, said)

    def _places(self, name: str) -> tuple[Candidate, ...]:
        wanted = {"exactly_one": False, "limit": rules()["asking"]["answers"], "language": "en", "addressdetails": True}
        wanted |= {"namedetails": True, "timeout": rules()["asking"]["timeout"]}
        taken = inspect.signature(self._geocoder.geocode).parameters
        answers = self._geocoder.geocode(name, **{key: value for key, value in wanted.items() if key in taken})
        found = (_candidate(self.service, name, answer) for answer in answers or ())
        unique = {c.place.id: c for c in found if c is not None}
        return tuple(sorted(unique.values(), key=lambda c: (-c.score, c.place.id)))


def _limited(once: Callable[[str], tuple[Candidate, ...]], delay: float, wait: float) -> Callable[[str], tuple[Candidate, ...]]:
    from geopy.extra.rate_limiter import RateLimiter

    # geopy warns of each retry with a traceback; the summary and the record say it in one line.
    if not _logger.handlers:
        _logger.addHandler(logging.NullHandler())
    limited: Callable[[str], tuple[Candidate, ...]] = RateLimiter(
        once,
        min_delay_seconds=delay,
        max_retries=rules()["asking"]["retries"],
        error_wait_seconds=max(wait, delay),
        swallow_exceptions=False,
    )
    return limited


def _geocoder(service: str, options: Mapping[str, str], contact: str | None) -> Any:
    from geopy.adapters import URLLibAdapter
    from geopy.exc import ConfigurationError, GeocoderNotFound
    from geopy.geocoders import SERVICE_TO_GEOCODER, get_geocoder_for_service

    try:
        kind = get_geocoder_for_service(service)
    except GeocoderNotFound as error:
        raise InputError(
            f"--online {service}: geopy has no such geocoder; it has {', '.join(sorted(SERVICE_TO_GEOCODER))}"
        ) from error
    taken = [name for name in inspect.signature(kind.__init__).parameters if name != "self"]
    unknown = [key for key in options if key not in taken]
    if unknown:
        raise InputError(f"--online-option {unknown[0]}: {service} has no such option; it has {', '.join(taken)}")
    given: dict[str, Any] = dict(options)
    if "adapter_factory" in taken:
        # The other adapter repeats requests by itself, and they would be missing from the record.
        given["adapter_factory"] = URLLibAdapter
    if "user_agent" in taken:
        given.setdefault("user_agent", user_agent(contact))
    try:
        return kind(**given)
    except (ConfigurationError, TypeError, ValueError) as error:
        raise InputError(f"--online {service}: {error}; give what it needs with --online-option NAME=VALUE") from error


def user_agent(contact: str | None) -> str:
    """How geomap names itself to a server: its version, and whom to turn to."""
    try:
        name = f"geomap/{version('geomap')}"
    except PackageNotFoundError:
        name = "geomap"
    # A header is one line.
    return f"{name} ({' '.join(contact.split())})" if contact else name


def _value(key: str, value: str) -> str:
    """The value of an option; ``@FILE`` stands for what is in the file, so that a key need not be in the shell's history."""
    if not value.startswith("@"):
        return value
    try:
        return Path(value[1:]).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--online-option {key}: {value[1:]} can't be read ({error})") from error


def _secret(key: str) -> bool:
    return any(part in key.lower() for part in _SECRETS)


def _said(error: Exception) -> str:
    """What went wrong, in one line without the address: that may hold a key."""
    if isinstance(error, _HopelessError):
        return str(error)
    what = type(error).__name__.removeprefix("Geocoder")
    status = str(error) if len(str(error)) < 60 and "://" not in str(error) and "host=" not in str(error) else ""
    return f"{what}: {status}" if status else what


def _candidate(service: str, name: str, answer: Any) -> Candidate | None:
    """The place of one answer; None for what bears another name, or is no place that an article would name so."""
    raw: Mapping[str, Any] = answer.raw if isinstance(answer.raw, dict) else {}
    nominatim = "osm_id" in raw and "lat" in raw
    feature = _feature(raw) if nominatim else "L"
    called = [str(raw.get("name") or ""), str(answer.address or "").split(",", 1)[0]]
    details = raw.get("namedetails")
    if isinstance(details, dict):
        called += [part for value in details.values() for part in str(value).split(";")]
    if feature is None or not any(_alike(name, other) for other in called):
        return None
    lat, lon = float(answer.latitude), float(answer.longitude)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"a point that is not on earth: {lat}, {lon}")
    address = raw.get("address")
    parts: Mapping[str, Any] = address if isinstance(address, dict) else {}
    code = str(parts.get("country_code") or "").upper()
    number = f"{raw.get('osm_type')}/{raw['osm_id']}" if nominatim else f"{lat:.5f},{lon:.5f}"
    place = Place(
        id=f"{service}:{number}",
        name=next(n for n in (called[0], called[1], name) if n),
        lat=lat,
        lon=lon,
        feature=feature,
        country=code if len(code) == 2 and code.isascii() and code.isalpha() else None,
        admin1=str(parts["state"]) if parts.get("state") else None,
        radius_km=_reach(raw.get("boundingbox")),
    )
    importance = raw.get("importance")
    return Candidate(place, KIND, round(min(0.99, max(0.01, float(importance))), 4) if importance is not None else 0.1)


def _feature(raw: Mapping[str, Any]) -> str | None:
    table, areas = rules()["nominatim"], rules()["nominatim_areas"]
    kind, code = str(raw.get("class") or raw.get("category") or ""), str(raw.get("type") or "")
    feature: str | None = table.get(f"{kind}.{code}", table.get(kind))
    return areas.get(str(raw.get("addresstype")), feature) if feature == "A.ADMD" else feature


def _alike(name: str, other: str) -> bool:
    """Whether two names are one, the order of their words aside: "Lake Kivu", "Kivu Lake"."""
    return sorted(fold(name).split()) == sorted(fold(other).split()) != []


def _reach(box: Any) -> float | None:
    """Half the diagonal of a bounding box (south, north, west, east) in km; None where there is none."""
    if not isinstance(box, Iterable) or len(sides := [float(side) for side in box]) != 4:
        return None
    south, north, west, east = sides
    across = ((east - west) % 360) * math.cos(math.radians((south + north) / 2))
    return round(max(0.1, math.hypot(north - south, across) * _KM_PER_DEGREE / 2), 1)
