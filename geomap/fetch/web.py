"""One address after another: requests with limits, redirects that are judged like addresses, robots.txt, and patience."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import urllib3
from protego import Protego
from urllib3.exceptions import HTTPError

import geomap
from geomap import lexicon
from geomap.errors import FetchError
from geomap.fetch.addresses import Guard, manager

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGENT = "geomap"
_PORTS = {"http": 80, "https": 443}
_CHUNK = 1 << 16
#: What must not be printed: who logs in and how, and the values of parameters that let somebody in.
_LOGIN = re.compile(r"//[^/?#\s]*@|//(?!\[)[^/?#\s:]*:(?!\d{0,5}(?:[/?#]|$))[^/?#\s]*")
_KEY = re.compile(
    r"((?<=[?&;])[\w.-]{0,40}(?:token|key|secret|signature|sig|passw(?:or)?d|pwd|auth|credential|session)[\w.-]{0,40})=[^&;#\s]*",
    re.IGNORECASE,
)
#: An address, or the path of one, in the words of an error.
_ADDRESS = re.compile(r"https?://\S+|(?<=url: )\S+", re.IGNORECASE)


@cache
def limits() -> dict[str, Any]:
    """The figures of ``data/fetch/limits.toml``."""
    return lexicon.table("fetch/limits.toml")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: ``url`` is where the last redirect led; ``headers`` have lower-case names; no ``body`` if unchanged."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class _Host:
    """What is known of one host: its rules, when it was last asked, and how long to wait."""

    rules: Protego | None
    delay: float
    asked: float = -1e9
    closed: str | None = None


@dataclass(slots=True)
class Web:
    """A polite client. ``delay`` in seconds between two requests to one host; ``allowed`` addresses are for tests only."""

    delay: float | None = None
    contact: str | None = None
    allowed: Collection[str] = ()
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _guard: Guard = field(init=False)
    _pools: urllib3.PoolManager = field(init=False)

    def __post_init__(self) -> None:
        self._guard = Guard(self.allowed)
        self._pools = manager(self._guard)

    def get(self, url: str, *, known: Mapping[str, str] | None = None) -> Answer:
        """The answer at an address, redirects followed; ``known`` are the headers of a conditional request.

        Raises FetchError with the reason for what may not, can not or should not be fetched.
        """
        for _ in range(int(limits()["max_redirects"]) + 1):
            url = checked(url)
            self._ask_leave(url)
            answer = self._request(url, known or {}, int(limits()["max_bytes"]))
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return self._accepted(answer)
            url = urljoin(url, answer.headers["location"])
        raise FetchError(f"over {limits()['max_redirects']} redirects")

    def _accepted(self, answer: Answer) -> Answer:
        if answer.status in (429, 503):
            self._hosts[_origin(answer.url)].closed = f"the server asked to be left alone (status {answer.status})"
        if answer.status not in (200, 304):
            raise FetchError(f"the server answered with status {answer.status}")
        return answer

    def _ask_leave(self, url: str) -> None:
        """Raise FetchError where the host doesn't want this; else wait until it is its turn."""
        origin = _origin(url)
        if origin not in self._hosts:
            self._hosts[origin] = self._met(origin)
        host = self._hosts[origin]
        if host.closed:
            raise FetchError(host.closed)
        if host.rules is not None and not host.rules.can_fetch(url, _AGENT):
            raise FetchError("the site's robots.txt asks not to fetch this address")
        time.sleep(max(0.0, host.asked + host.delay - time.monotonic()))
        host.asked = time.monotonic()

    def _met(self, origin: str) -> _Host:
        """The rules of a host, by RFC 9309: none where it has no robots.txt, nothing allowed where it can't say."""
        delay = float(limits()["delay_seconds"]) if self.delay is None else self.delay
        url = origin + "/robots.txt"
        try:
            for _ in range(int(limits()["max_redirects"]) + 1):
                answer = self._request(checked(url), {}, int(limits()["max_robots_bytes"]))
                if answer.status not in _REDIRECTS or "location" not in answer.headers:
                    break
                url = urljoin(url, answer.headers["location"])
        except FetchError as error:
            return _Host(None, delay, closed=f"its robots.txt can't be read: {error}")
        if answer.status >= 500 or answer.status == 429 or answer.status in _REDIRECTS:
            return _Host(
                None, delay, closed=f"its robots.txt can't be read (status {answer.status}), so nothing is fetched there"
            )
        if answer.status >= 400:
            return _Host(None, delay)
        rules = Protego.parse(answer.body.decode("utf-8", "replace"))
        asked = rules.crawl_delay(_AGENT)
        if asked is not None and asked > limits()["max_delay_seconds"]:
            return _Host(rules, delay, closed=f"its robots.txt asks to wait {asked:g} seconds between two requests")
        return _Host(rules, max(delay, float(asked or 0)))

    def _request(self, url: str, known: Mapping[str, str], most: int) -> Answer:
        """One request without redirects, its answer at most ``most`` bytes, within the time that one answer may take."""
        late = threading.Event()
        total = float(limits()["total_seconds"])

        def cut() -> None:
            late.set()
            self._guard.cut()

        timer = threading.Timer(total, cut)
        timer.daemon = True
        timer.start()
        try:
            answer = self._answer(url, known, most)
            if late.is_set():  # an answer that was cut looks like one that has ended
                raise FetchError(f"the answer took longer than {total:g} seconds")
            return answer
        except (HTTPError, OSError, ValueError, LookupError) as error:
            if isinstance(error, FetchError):
                raise
            if late.is_set():
                raise FetchError(f"the answer took longer than {total:g} seconds") from error
            raise FetchError(_why(error)) from error
        finally:
            timer.cancel()
            self._guard.cut()
            self._pools.clear()

    def _answer(self, url: str, known: Mapping[str, str], most: int) -> Answer:
        agent = f"{_AGENT}/{geomap.__version__}" + (f" ({self.contact})" if self.contact else "")
        response = self._pools.request(
            "GET",
            url,
            headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate", **known},
            redirect=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=float(limits()["connect_seconds"]), read=float(limits()["read_seconds"])),
        )
        headers = {name.lower(): value for name, value in response.headers.items()}
        try:
            if response.status in _REDIRECTS or response.status == 304:
                return Answer(url, response.status, headers, b"")
            length = headers.get("content-length", "")
            if length.isdecimal() and int(length) > most:
                raise FetchError(f"the answer has {int(length):,} bytes; the limit is {most:,}")
            body = bytearray()
            while chunk := response.read(_CHUNK, decode_content=True):
                body += chunk
                if len(body) > most:
                    raise FetchError(f"the answer has over {most:,} bytes, the limit")
            return Answer(url, response.status, headers, bytes(body))
        finally:
            response.close()


def checked(url: str) -> str:
    """The address as it may be asked for: http or https, with a host, without a password or a fragment. Raises FetchError."""
    if len(url) > limits()["max_url_chars"]:
        raise FetchError(f"the address has over {limits()['max_url_chars']:,} characters")
    if any(character <= " " or character == "\x7f" for character in url):
        raise FetchError("the address holds a blank or a control character")
    try:
        parts = urlsplit(url)
        host, port, secret = parts.hostname, parts.port, parts.username is not None or parts.password is not None
    except ValueError as error:
        raise FetchError("this is no address: its host or its port can't be read") from error  # what it holds may be a password
    if parts.scheme not in _PORTS:
        raise FetchError("only http and https addresses are fetched")
    if not host:
        raise FetchError("the address names no host")
    if secret:
        raise FetchError("the address holds a user name or a password; give it without")
    if port == 0:
        raise FetchError("the address names a port that there isn't")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _why(error: Exception) -> str:
    """What went wrong in words; urllib3's own hold objects and addresses of memory."""
    reason = getattr(error, "reason", None)
    said = _ADDRESS.sub("an address", str(getattr(reason, "strerror", None) or reason or error))
    return f"no answer ({type(reason or error).__name__}: {said[:120]})"


def shown(url: str) -> str:
    """An address as it may be printed and logged: without the password in it, and without the values of keys and tokens."""
    return _KEY.sub(r"\1=***", _LOGIN.sub("//***@", url))
